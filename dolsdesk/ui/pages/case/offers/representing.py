"""The person's representative: proposed, checked, offered, appointed, ended, in touch (Part 10)."""

from collections.abc import Callable

from dolsdesk.domain.dols.life import SA_LIVE
from dolsdesk.domain.dols.representatives import (
    ACTING,
    COMING,
    MACHINE,
    Appointment,
    ContactHow,
    Objecting,
    RprCheck,
    RprContact,
    RprEndReason,
    RprEvent,
    RprKind,
    RprSelectedBy,
    RprState,
    SupportsChallenge,
    checks_for,
)
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import representatives, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    TickField,
    Values,
    options,
    yes_no,
)

_ANSWERS = {"yes": True, "no": False}


def propose(part: Part) -> None:
    """Propose a representative."""
    look = part.shell.look

    def act(given: Values) -> Outcome[int]:
        kind = RprKind(given["kind"])
        chosen = given["selected_by"]
        if not chosen:
            raise Refused("CHOOSE_ONE", field="selected_by")
        return representatives.propose(
            part.shell.ctx,
            part.request_id,
            Appointment(
                state=RprState.PROPOSED,
                name=given["name"],
                kind=kind,
                selected_by=RprSelectedBy(chosen),
                relationship=given["relationship"],
                address=given["address"],
                phone=given["phone"],
                provider=given["provider"] if kind is RprKind.PAID else "",
                recommended_on=given["recommended_on"],
            ),
        )

    part.ask(
        "Propose a representative",
        "Family, a friend or a carer whom the best interests assessor recommends; or, where the"
        " assessor selected nobody, a paid one whom the council selects (SI 2008/1315, regulations"
        " 4 to 11).",
        [
            ChoiceField("kind", "Kind", options(RprKind)),
            ChoiceField("selected_by", "Selected by", options(RprSelectedBy, blank="Choose")),
            DateField("recommended_on", "Recommended by the assessor on", look, part.today),
            LineField("name", "Name"),
            LineField("relationship", "Relationship"),
            LineField("address", "Address"),
            LineField("phone", "Telephone"),
            LineField("provider", "Provider, if paid"),
        ],
        accept="Propose",
        act=act,
        said="Proposed. Check eligibility next.",
    )


def check(part: Part) -> None:
    """Check whoever is proposed."""
    held = representatives.current(part.case, frozenset({RprState.PROPOSED}))
    if held is None:
        return
    facts, look = held.facts, part.shell.look
    wanted = checks_for(facts.kind)
    asked: list[Field] = []
    for one in wanted:
        question = yes_no(one.value, words.fact(one.value))
        known = facts.checks.get(one)
        question.set_raw({True: "yes", False: "no"}.get(known, "") if known is not None else "")
        asked.append(question)
    support = ChoiceField(
        "would_support_challenge", "Would support a challenge if the person objects",
        options(SupportsChallenge, blank="Choose"),
    )  # fmt: skip
    support.set_raw(facts.would_support_challenge or "")
    recommended = DateField("recommended_on", "Recommended by the assessor on", look, part.today)
    recommended.set_value(facts.recommended_on)
    objected = TickField("is_objected_to", "Person, attorney or deputy objects to the choice")
    objected.set_raw(facts.is_objected_to)
    address = LineField("address", "Address")
    address.set_raw(facts.address)

    def act(given: Values) -> Outcome[None]:
        answered = {one: given[one.value] for one in wanted if given[one.value]}
        supports = given["would_support_challenge"]
        return representatives.check(
            part.shell.ctx,
            part.request_id,
            checks={RprCheck(one): _ANSWERS[said] for one, said in answered.items()},
            would_support_challenge=SupportsChallenge(supports) if supports else None,
            recommended_on=given["recommended_on"],
            is_objected_to=given["is_objected_to"],
            address=given["address"],
            reason=given.get(BECAUSE, ""),
        )

    part.ask(
        f"Is {facts.name} eligible?",
        "Each must be true (SI 2008/1315, regulations 3 and 9; Schedule A1, paragraph 140). Where"
        " one is not, decline, say why, and ask for another choice.",
        [*asked, support, recommended, objected, address],
        accept="Record the checks",
        act=act,
        said="Checked. The written offer is next.",
    )


def offer(part: Part) -> None:
    """Record the written offer."""
    on = _today(part, "offered_on", "Offered in writing on")
    part.ask(
        "Offer the appointment",
        "In writing, with the duties of a representative and how long the appointment lasts"
        " (regulation 12(1)).",
        [on],
        accept="Record the offer",
        act=lambda given: representatives.offer(
            part.shell.ctx, part.request_id, on=given["offered_on"],
            reason=given.get(BECAUSE, ""),
        ),
        said="Offered. The written acceptance is next.",
    )  # fmt: skip


def appoint(part: Part) -> None:
    """Appoint whoever accepted."""
    look = part.shell.look
    part.ask(
        "Appoint the representative",
        "After a written acceptance, for the period of the authorisation (regulation 12(2) and"
        " (3)). Copies are then listed.",
        [
            DateField("accepted_on", "Accepted in writing on", look, part.today),
            _today(part, "appointed_on", "Appointed on"),
        ],
        accept="Appoint",
        act=lambda given: representatives.appoint(
            part.shell.ctx, part.request_id, accepted_on=given["accepted_on"],
            appointed_on=given["appointed_on"], reason=given.get(BECAUSE, ""),
        ),
        said="Appointed. Copies are listed under Papers and copies.",
    )  # fmt: skip


def decline(part: Part) -> None:
    """Record that whoever was proposed is not appointed."""
    part.ask(
        "Not appointed",
        "Unwilling, or not eligible. The best interests assessor is told why, and invites another"
        " choice (regulation 7).",
        [ProseField("why", "Why", part.shell.look, lines=2)],
        accept="Record",
        act=lambda given: representatives.decline(
            part.shell.ctx, part.request_id, why=given["why"]
        ),
        said="Recorded. Somebody else can be proposed.",
    )


def warn(part: Part) -> None:
    """Record the notice of the pending end."""
    look = part.shell.look
    part.ask(
        "Notice that the appointment is to end",
        "Unless the representative died or is unwilling, they are told first: why, and when"
        " (regulation 14).",
        [
            _today(part, "told_on", "Told on"),
            DateField("to_end_on", "The appointment is to end on", look, part.today),
            ProseField("told_why", "The reasons given", look, lines=2),
        ],
        accept="Record the notice",
        act=lambda given: representatives.warn(
            part.shell.ctx, part.request_id, told_on=given["told_on"],
            to_end_on=given["to_end_on"], why=given["told_why"],
        ),
        said="Recorded. Somebody else can be proposed meanwhile.",
    )  # fmt: skip


def end(part: Part) -> None:
    """End the appointment."""
    part.ask(
        "The appointment ended",
        "For one of the reasons of regulation 13. Copies of the notice are then listed, and"
        " somebody else must be found as soon as practicable.",
        [
            ChoiceField("end_reason", "Why", options(RprEndReason, blank="Choose")),
            _today(part, "ended_on", "On"),
            ProseField("end_note", "Note", part.shell.look, lines=2),
        ],
        accept="End the appointment",
        act=lambda given: representatives.end(
            part.shell.ctx,
            part.request_id,
            on=given["ended_on"],
            reason=RprEndReason(given["end_reason"]) if given["end_reason"] else None,
            note=given["end_note"],
        ),
        said="Ended. Notices are listed under Papers and copies.",
    )


def log_contact(part: Part) -> None:
    """Record a visit or other contact."""
    look = part.shell.look
    held = representatives.current(part.case, ACTING)
    by = LineField("by", "By")
    by.set_raw(held.facts.name if held else "")

    def act(given: Values) -> Outcome[int]:
        seen = given["person_seen"]
        return representatives.log_contact(
            part.shell.ctx,
            part.request_id,
            RprContact(
                on=given["on"] or part.today(),
                how=ContactHow(given["how"]),
                by=given["by"],
                person_seen=_ANSWERS[seen] if seen else None,
                persons_views=given["persons_views"],
                objecting=Objecting(given["objecting"]),
                concerns=given["concerns"],
                next_due_on=given["next_due_on"],
                is_reported_by_ma=given["is_reported_by_ma"],
            ),
            reason=given.get(BECAUSE, ""),
        )

    part.ask(
        "Contact of the representative",
        "An objection heard on the way is recorded as one, with the question who brings the"
        " challenge. Without another day the local target says when the next contact is due.",
        [
            _today(part, "on", "On"),
            ChoiceField("how", "How", options(ContactHow)),
            by,
            yes_no("person_seen", "Was the person seen?"),
            ChoiceField("objecting", "Does the person object?", options(Objecting)),
            ProseField("persons_views", "What the person said or showed", look, lines=2),
            ProseField("concerns", "Concerns", look, lines=2),
            DateField("next_due_on", "Next contact agreed for", look, part.today),
            TickField("is_reported_by_ma", "Told by the home, not by the representative"),
        ],
        accept="Record the contact",
        act=act,
        said="Contact recorded.",
    )


def _today(part: Part, name: str, title: str) -> DateField:
    made = DateField(name, title, part.shell.look, part.today)
    made.set_raw("today")
    return made


def _may_propose(view: CaseView) -> bool:
    if view.sa_state not in SA_LIVE or representatives.current(view.case, COMING) is not None:
        return False
    return representatives.current(view.case, frozenset({RprState.APPOINTED})) is None


def _is(*states: RprState) -> Callable[[CaseView], bool]:
    wanted = frozenset(states)
    return lambda view: representatives.current(view.case, wanted) is not None


def _may(event: RprEvent) -> Callable[[CaseView], bool]:
    def ask(view: CaseView) -> bool:
        lasts = view.sa_state in SA_LIVE or event in {RprEvent.DECLINE, RprEvent.END}
        fitting = frozenset(state for state in RprState if MACHINE.may(state, event))
        return lasts and representatives.current(view.case, fitting) is not None

    return ask


def _may_appoint(view: CaseView) -> bool:
    nobody = representatives.current(view.case, ACTING) is None
    return nobody and _may(RprEvent.APPOINT)(view)


_ON = CaseTab.RIGHTS
OFFERS = (
    Offer("case_rpr_propose", "Propose a representative…",
          "Recommended by the assessor, or paid and selected by the council.", Act.RECORD_EVENT,
          _ON, _may_propose, propose, "user-round"),
    Offer("case_rpr_check", "Check eligibility…",
          "Each check of regulations 3 and 9, before the offer.", Act.RECORD_EVENT, _ON,
          _is(RprState.PROPOSED), check, "clipboard-check"),
    Offer("case_rpr_offer", "Offer the appointment…", "In writing, with duties and length.",
          Act.RECORD_EVENT, _ON, _may(RprEvent.OFFER), offer, "send"),
    Offer("case_rpr_appoint", "Appoint the representative…",
          "After a written acceptance, for the period of the authorisation.", Act.RECORD_EVENT,
          _ON, _may_appoint, appoint, "user-round-check"),
    Offer("case_rpr_decline", "Not appointed…", "Unwilling, or not eligible.", Act.RECORD_EVENT,
          _ON, _may(RprEvent.DECLINE), decline, "circle-x"),
    Offer("case_rpr_contact", "Record a contact…",
          "A visit, a call or a letter of the representative.", Act.RECORD_EVENT, _ON,
          _is(*ACTING), log_contact, "calendar-days"),
    Offer("case_rpr_warn", "Notice that it is to end…",
          "The representative is told why and when, before the appointment ends.",
          Act.RECORD_EVENT, _ON, _may(RprEvent.WARN), warn, "flag"),
    Offer("case_rpr_end", "The appointment ended…", "For one of the reasons of regulation 13.",
          Act.RECORD_EVENT, _ON, _may(RprEvent.END), end, "x"),
)  # fmt: skip
