"""The facts that letters may name: one vocabulary for every template, worked out from the case.

A council that rewrites a letter chooses from these; a name that is not here is refused, with the
name. A fact that does not hold in a case is empty, and a letter that needs it cannot be written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings, intake, timescales
from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.endings import Cessation, Closure
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.intake import Arrival
from dolsdesk.domain.dols.objections import CourtCase, Objection
from dolsdesk.domain.dols.representatives import Appointment, RprContact, RprState
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.dols.timescales import Answer as Dates
from dolsdesk.domain.forms.letter import Letter
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import council, words
from dolsdesk.services.context import Context
from dolsdesk.services.papers import assessed
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import worklist
from dolsdesk.store.reads.worklist import CaseLine

F = TypeVar("F")


@dataclass(frozen=True)
class Stage:
    """What a letter is written from: the case today, and the person's other requests."""

    ctx: Context
    case: Case
    others: tuple[CaseLine, ...] = ()

    @cached_property
    def dates(self) -> Dates:
        """Return the legal dates of the case."""
        return timescales.work_out(facts_of(self.case), as_at=self.ctx.today, book=self.ctx.book)

    def on(self, name: str) -> str:
        """Return a legal date in words; empty where there is none."""
        found = self.dates.date(name)
        return text.long_date(found) if found else ""

    def newest(self, kind: RecordKind, facts: type[F]) -> Record[F] | None:
        """Return the record of a kind that was begun last, if there is one."""
        return holdings.newest(self.case.records, kind, facts)

    def facts(self, kind: RecordKind, facts: type[F]) -> F | None:
        """Return what the newest record of a kind states."""
        found = self.newest(kind, facts)
        return found.facts if found else None


def read(ctx: Context, session: ReadSession, case: Case) -> Stage:
    """Return what letters of a case are written from, with the other requests about the person."""
    others = worklist.of_person(session, case.person_id, besides=case.request.id)
    return Stage(ctx, case, others)


def of(stage: Stage, letter: Letter) -> dict[str, Answer]:
    """Return the facts that a letter names."""
    return {name: VOCABULARY[name](stage) for name in sorted(letter.facts)}


def check(letter: Letter) -> None:
    """Look whether a letter names only facts that there are.

    Raises:
        Refused: it names a fact that is not in the vocabulary.
    """
    if strange := sorted(letter.facts - set(VOCABULARY)):
        raise Refused("TEMPLATE_UNKNOWN_FIELD", paper=letter.code, fact=strange[0])


def holds(stage: Stage, letter: Letter) -> bool:
    """Return whether every fact that a letter needs is there."""
    return all(VOCABULARY[name](stage) for name in letter.needs)


def _not_stated() -> str:
    return words.sentence("LETTER_NOT_STATED")


def _day(on: date | None) -> str:
    return text.long_date(on) if on else ""


def _said(value: Any) -> str:
    return words.fact(str(value.value)) if value is not None else ""


def _in_words(found: object, name: str) -> str:
    """Return what a record says under a name: a day in full, a choice as it is called, or text."""
    value = getattr(found, name, None)
    if isinstance(value, date):
        return _day(value)
    return _said(value) if isinstance(value, Enum) else str(value or "")


def _field(find: Callable[[Stage], object]) -> Callable[[str], Callable[[Stage], str]]:
    """Return what makes facts of the fields of a record; empty where there is no record."""
    return lambda name: lambda stage: _in_words(find(stage), name)


# The request


def _home(stage: Stage) -> str:
    return stage.case.place.managing_authority or stage.case.place.name


def _urgent(stage: Stage) -> str:
    if stage.case.urgent is None:
        return ""
    last = stage.dates.date("extended_urgent_last_day") or stage.dates.date("urgent_last_day")
    return words.sentence("LETTER_URGENT", last=_day(last)) if last else ""


def _missing(stage: Stage) -> list[str]:
    case = stage.case
    arrival = Arrival(case.request, case.person, case.place, case.urgent, stage.ctx.today)
    return [words.fact(item.value) for item in intake.missing(arrival)]


def _request_kind(stage: Stage) -> str:
    kind = "with_urgent" if stage.case.request.urgent_given else "standard_only"
    is_first = stage.case.request.type is RequestType.FIRST
    if is_first:
        return words.sentence("LETTER_REQUEST", reason=kind)
    return words.sentence("LETTER_FURTHER_REQUEST", reason=kind)


def _contacts(stage: Stage) -> list[list[str]]:
    return [
        [one.name, one.relationship or words.fact(one.role.value), one.phone or one.email]
        for one in stage.case.contacts
    ]


def _selected(kind: AssessmentKind) -> Callable[[Stage], str]:
    def name(stage: Stage) -> str:
        held = stage.case.active_allocations.get(kind)
        return held.assessor_name if held else ""

    return name


def _kinds_of(kind: AssessmentKind) -> Callable[[Stage], list[str]]:
    def kinds(stage: Stage) -> list[str]:
        held = stage.case.active_allocations
        who = held.get(kind)
        return [
            words.fact(one.value)
            for one in AssessmentKind
            if who is not None and one in held and held[one].assessor_id == who.assessor_id
        ]

    return kinds


def _return_of(kind: AssessmentKind) -> Callable[[Stage], str]:
    return lambda stage: _day(
        held.return_on if (held := stage.case.active_allocations.get(kind)) else None
    )


_closure = _field(lambda stage: stage.facts(RecordKind.CLOSURE, Closure))


def _closed_why(stage: Stage) -> str:
    found = stage.facts(RecordKind.CLOSURE, Closure)
    return _said(found.reason) if found else ""


# The decision and what follows


_given = _field(lambda stage: stage.case.authorisation)


def _authority(stage: Stage) -> str:
    """Return what authorises, or authorised, the deprivation of liberty, in a sentence."""
    given = stage.case.authorisation
    if given is not None:
        return words.sentence(
            "LETTER_AUTHORISED", on=_day(given.given_on), first=_day(given.in_force_on),
            last=_day(given.last_day),
        )  # fmt: skip
    return _urgent(stage) or words.sentence("LETTER_NOT_AUTHORISED")


def _conditions(stage: Stage) -> list[str]:
    held = holdings.of(stage.case.records, RecordKind.CONDITION, Condition)
    binding = [one.facts.text for one in held if one.facts.binds]
    given = stage.case.authorisation
    return binding or list(given.conditions if given else ())


def _conditions_due(stage: Stage) -> list[list[str]]:
    held = holdings.of(stage.case.records, RecordKind.CONDITION, Condition)
    return [
        [one.facts.text, _day(one.facts.due_on) or words.sentence("LETTER_NOW"), " "]
        for one in held
        if one.facts.binds and one.facts.is_unmet
    ]


def _grounds(stage: Stage) -> list[str]:
    refused = stage.case.refusal
    return [words.fact(kind.value) for kind in refused.grounds] if refused else []


_refused = _field(lambda stage: stage.case.refusal)


def _unauthorised(stage: Stage) -> str:
    found = stage.case.refusal
    return words.sentence("UNAUTHORISED_STATEMENT") if found and found.says_unauthorised else ""


def _ceased(stage: Stage) -> str:
    """Return the day on which the standard authorisation ceased, once it has."""
    ended = stage.facts(RecordKind.CESSATION, Cessation)
    if ended is not None:
        return _day(ended.on)
    given, on = stage.case.authorisation, stage.dates.date("sa_ceases_on")
    last = given.last_day if given else None
    if on is not None and on < stage.ctx.today and on != last:
        return _day(on)
    return _day(last) if last is not None and last < stage.ctx.today else ""


def _ceased_why(stage: Stage) -> str:
    ended = stage.facts(RecordKind.CESSATION, Cessation)
    if ended is not None:
        return _said(ended.reason)
    return words.sentence("LETTER_RAN_OUT") if _ceased(stage) else ""


def _urgent_ceased(stage: Stage) -> str:
    if stage.case.urgent is None:
        return ""
    on = stage.dates.date("urgent_ceases_on")
    return _day(on) if on is not None and on <= stage.ctx.today else ""


def _standard(stage: Stage) -> str:
    """Return what became of the request for a standard authorisation, in a sentence."""
    case = stage.case
    if case.authorisation is not None:
        return _authority(stage)
    if case.refusal is not None:
        return words.sentence("LETTER_REFUSED", on=_day(case.refusal.decided_on))
    return words.sentence("LETTER_NOT_DECIDED")


# What holds today: no letter prints these, but some need them


def _if(holds_: bool) -> str:
    return "yes" if holds_ else ""


def _is_open(stage: Stage) -> str:
    return _if(stage.case.request.is_open)


def _lives(stage: Stage) -> str:
    return _if(stage.case.person.date_of_death is None)


def _runs(stage: Stage) -> str:
    """Return whether the standard authorisation has not ended by today; it may be suspended."""
    given = stage.case.authorisation
    over = bool(_ceased(stage)) or given is None
    return _if(not over and given is not None and stage.ctx.today <= given.last_day)


def _nobody_asked_again(stage: Stage) -> str:
    """Return whether no later request about the person in this place is open or was granted."""
    case = stage.case
    later = (
        one
        for one in stage.others
        if one.request_id > case.request.id and one.place_name == case.place.name
        if one.is_open or one.outcome == "granted"
    )
    return _if(not any(later))


# Representative, advocate, objection


def representative(case: Case) -> Appointment | None:
    """Return whoever acts as representative, or else was proposed last and may yet be appointed."""
    held = [one.facts for one in holdings.of(case.records, *_APPOINTED)]
    acting = (one for one in reversed(held) if one.is_acting)
    coming = (one for one in reversed(held) if one.state in _COMING)
    return next(acting, None) or next(coming, None)


_APPOINTED = (RecordKind.REPRESENTATIVE, Appointment)
_COMING = frozenset({RprState.PROPOSED, RprState.OFFERED})


_of_rpr = _field(lambda stage: representative(stage.case))


def _rpr_contact(stage: Stage) -> str:
    found = stage.facts(RecordKind.REPRESENTATIVE_CONTACT, RprContact)
    return _day(found.on) if found else words.sentence("LETTER_NO_CONTACT")


def _paid_rpr(stage: Stage) -> str:
    found = representative(stage.case)
    return found.name if found and found.kind.value == "paid" else ""


def _advocates(stage: Stage) -> str:
    """Return the advocates who act, each with the section, or that there is none."""
    held = holdings.of(stage.case.records, RecordKind.ADVOCATE, Advocacy)
    acting = [
        f"{one.facts.advocate or one.facts.provider} ({_said(one.facts.kind)})"
        for one in held
        if one.facts.is_acting
    ]
    return ", ".join(acting) or words.sentence("LETTER_NO_ADVOCATE")


def silent_advocates(case: Case) -> tuple[Advocacy, ...]:
    """Return the advocates who were instructed and have not answered."""
    held = holdings.of(case.records, RecordKind.ADVOCATE, Advocacy)
    return tuple(one.facts for one in held if one.facts.is_unanswered)


def _papers_held(stage: Stage) -> list[str]:
    return [": ".join(row) for row in assessed.request_paper(stage.case)]


def _instructed(stage: Stage) -> Advocacy | None:
    """Return the advocate who was instructed last."""
    held = holdings.of(stage.case.records, RecordKind.ADVOCATE, Advocacy)
    asked = [one.facts for one in held if one.facts.instructed_on is not None]
    return asked[-1] if asked else None


_imca = _field(_instructed)


def _objection(name: str) -> Callable[[Stage], str]:
    def said(stage: Stage) -> str:
        found = stage.facts(RecordKind.OBJECTION, Objection)
        if found is None:
            return ""
        if name == "challenger":
            who = found.challenger_name or _said(found.challenger)
            return who or words.sentence("LETTER_NOBODY_YET")
        value = getattr(found, name)
        return _day(value) if isinstance(value, date) else str(value or "")

    return said


def _court(stage: Stage) -> str:
    found = stage.facts(RecordKind.COURT, CourtCase)
    if found is None:
        return words.sentence("LETTER_NO_PROCEEDINGS")
    number = f", {found.case_no}" if found.case_no else ""
    return f"{_said(found.kind)}{number}: {_said(found.state).lower()}"


# Suspension and review


_suspended = _field(lambda stage: stage.facts(RecordKind.SUSPENSION, Suspension))
_review = _field(lambda stage: stage.facts(RecordKind.REVIEW, Review))


def _review_by(stage: Stage) -> str:
    found = stage.facts(RecordKind.REVIEW, Review)
    return (found.requester_name or _said(found.requested_by)) if found else ""


def _review_grounds(stage: Stage) -> list[list[str]]:
    found = stage.facts(RecordKind.REVIEW, Review)
    return [[_said(kind), _said(ground)] for kind, ground in found.grounds.items()] if found else []


def _review_findings(stage: Stage) -> list[list[str]]:
    found = stage.facts(RecordKind.REVIEW, Review)
    if found is None or found.completed_on is None:
        return []
    rows = []
    for kind in AssessmentKind:
        made = found.findings.get(kind)
        is_open = kind in found.reviewable
        result = _said(made.result) if made else " "
        rows.append(
            [_said(kind), "Yes" if is_open else "No", result, made.reasons if made else " "]
        )
    return rows


def _review_changes(stage: Stage) -> list[str]:
    found = stage.facts(RecordKind.REVIEW, Review)
    changes = found.condition_changes if found else ()
    return [f"{_said(one.act)}: {one.text}" for one in changes if one.text]


_BI, _MH = AssessmentKind.BI, AssessmentKind.MH

#: What a letter may name.
VOCABULARY: Mapping[str, Callable[[Stage], Answer]] = {
    "case_ref": lambda s: s.case.request.ref,
    "person": lambda s: s.case.person.full_name,
    "first_name": lambda s: s.case.person.known_as or s.case.person.given_names,
    "born": lambda s: s.case.person.born(),
    "home": _home,
    "place": lambda s: s.case.place.name,
    "place_address": lambda s: s.case.place.address,
    "council": lambda s: council.name(s.ctx),
    "today": lambda s: _day(s.ctx.today),
    "sender": lambda s: s.ctx.actor.name,
    "received": lambda s: _day(s.case.request.received_on),
    "request_kind": _request_kind,
    "urgent": _urgent,
    "urgent_ceased": _urgent_ceased,
    "standard": _standard,
    "advocates": _advocates,
    "papers_held": _papers_held,
    "is_open": _is_open,
    "lives": _lives,
    "runs": _runs,
    "nobody_asked_again": _nobody_asked_again,
    "due": lambda s: s.on("assessments_due_on"),
    "missing": _missing,
    "purpose": lambda s: s.case.request.purpose,
    "restrictions": lambda s: s.case.request.restrictions or _not_stated(),
    "communication": lambda s: s.case.person.communication_needs or _not_stated(),
    "language": lambda s: s.case.person.language or _not_stated(),
    "home_contact": lambda s: (
        ", ".join(
            part for part in (s.case.request.contact_name, s.case.request.contact_phone) if part
        )
        or _not_stated()
    ),
    "contacts": _contacts,
    "bia": _selected(_BI),
    "bia_kinds": _kinds_of(_BI),
    "bia_return": _return_of(_BI),
    "doctor": _selected(_MH),
    "doctor_kinds": _kinds_of(_MH),
    "doctor_return": _return_of(_MH),
    "closed_on": _closure("on"),
    "closed_why": _closed_why,
    "closed_note": _closure("note"),
    "other_council": lambda s: _closure("council")(s) or s.case.request.residence_council,
    "died_on": lambda s: _day(s.case.person.date_of_death),
    "authority": _authority,
    "given_on": _given("given_on"),
    "in_force": _given("in_force_on"),
    "last_day": _given("last_day"),
    "period_reason": _given("period_reason"),
    "further_by": lambda s: s.on("renewal_latest_receipt_on"),
    "conditions": _conditions,
    "conditions_due": _conditions_due,
    "refused_on": _refused("decided_on"),
    "refusal_grounds": _grounds,
    "refusal_reasons": _refused("reasons"),
    "unauthorised": _unauthorised,
    "ceased_on": _ceased,
    "ceased_why": _ceased_why,
    "rpr": _of_rpr("name"),
    "paid_rpr": _paid_rpr,
    "rpr_from": _of_rpr("appointed_on"),
    "rpr_to": _of_rpr("appointed_to"),
    "rpr_selected_by": _of_rpr("selected_by"),
    "rpr_to_end_on": _of_rpr("to_end_on"),
    "rpr_told_why": _of_rpr("told_why"),
    "rpr_last_contact": _rpr_contact,
    "imca_section": _imca("kind"),
    "imca_why": _imca("trigger"),
    "imca_silent": lambda s: ", ".join(one.provider for one in silent_advocates(s.case)),
    "imca_said": _imca("said"),
    "imca_provider": _imca("provider"),
    "imca_on": _imca("instructed_on"),
    "objection_on": _objection("on"),
    "objects": lambda s: (
        words.sentence("LETTER_OBJECTS", on=_objection("on")(s), text=_objection("what")(s))
        if _objection("on")(s)
        else words.sentence("LETTER_NO_OBJECTION")
    ),
    "challenger": _objection("challenger"),
    "challenge_by": _objection("challenge_by"),
    "challenge_when": lambda s: (
        words.sentence("LETTER_CHALLENGE_BY", on=_objection("challenge_by")(s))
        if _objection("challenge_by")(s)
        else ""
    ),
    "court": _court,
    "suspended_on": _suspended("suspension_notice_on"),
    "suspended_why": _suspended("reason"),
    "suspension_last": lambda s: s.on("suspension_last_day"),
    "lifted_on": _suspended("eligibility_restored_on"),
    "review_by": _review_by,
    "review_on": _review("requested_on"),
    "review_why": _review("why"),
    "review_grounds": _review_grounds,
    "review_outcome": _review("outcome"),
    "review_completed": _review("completed_on"),
    "review_findings": _review_findings,
    "review_changes": _review_changes,
}
