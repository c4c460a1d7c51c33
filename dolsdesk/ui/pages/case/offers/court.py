"""Proceedings in the Court of Protection (dols.md 5.13)."""

from collections.abc import Sequence

from dolsdesk.domain.dols.objections import CourtCase, CourtKind, Order, OrderEffect
from dolsdesk.domain.dols.reviews import ConditionAct, ConditionChange
from dolsdesk.domain.records import Record
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import conditions, court, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    LineField,
    ProseField,
    Values,
    options,
)


def begin(part: Part) -> None:
    """Record proceedings, issued or being prepared."""
    look = part.shell.look
    on = DateField("issued_on", "Issued on; empty while it is prepared", look, part.today)
    on.set_raw("today")

    def act(given: Values) -> Outcome[int]:
        hearing = given["hearing"]
        return court.begin(
            part.shell.ctx,
            part.request_id,
            CourtCase(
                kind=CourtKind(given["kind"]),
                applicant=given["applicant"],
                issued_on=given["issued_on"],
                case_no=given["case_no"],
                hearings=(hearing,) if hearing else (),
                legal_contact=given["legal_contact"],
            ),
        )

    part.ask(
        "Court proceedings",
        "A challenge that waits to be heard extends nothing: the authorisation runs to its own last"
        " day.",
        [
            ChoiceField("kind", "Kind", options(CourtKind)),
            LineField("applicant", "Applicant"),
            on,
            LineField("case_no", "Case number"),
            DateField("hearing", "First hearing, if fixed", look, part.today),
            LineField("legal_contact", "The council's legal contact"),
        ],
        accept="Record",
        act=act,
        said="Recorded. Open objections are answered by a challenge.",
    )


def issue(part: Part) -> None:
    """Record that an application that was prepared was issued."""
    on = DateField("issued_on", "Issued on", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "Issued",
        "The application that was prepared is now before the court.",
        [_which(part, court.to_issue(part.case)), on, LineField("case_no", "Case number")],
        accept="Record",
        act=lambda given: court.issue(
            part.shell.ctx, part.request_id, int(given["record"] or 0), on=given["issued_on"],
            case_no=given["case_no"],
        ),
        said="Recorded as issued.",
    )  # fmt: skip


def add_hearing(part: Part) -> None:
    """Record a day fixed for a hearing."""
    part.ask(
        "A hearing",
        "",
        [_which(part), DateField("hearing", "On", part.shell.look, part.today)],
        accept="Record",
        act=lambda given: court.add_hearing(
            part.shell.ctx, part.request_id, int(given["record"] or 0), on=given["hearing"]
        ),
        said="Hearing recorded.",
    )


def add_order(part: Part) -> None:
    """Record a sealed order."""
    look = part.shell.look
    made = DateField("made_on", "Made on", look, part.today)
    made.set_raw("today")
    binding = [(str(one.id), one.facts.text) for one in conditions.binding(part.case)]

    def act(given: Values) -> Outcome[None]:
        if not given["effect"]:
            raise Refused("CHOOSE_ONE", field="effect")
        changes: tuple[ConditionChange, ...] = ()
        if given["condition_act"]:
            changes = (
                ConditionChange(
                    act=ConditionAct(given["condition_act"]),
                    text=given["condition_text"],
                    record_id=int(given["condition"]) if given["condition"] else None,
                ),
            )
        return court.add_order(
            part.shell.ctx,
            part.request_id,
            int(given["record"] or 0),
            Order(
                made_on=given["made_on"] or part.today(),
                effect=OrderEffect(given["effect"]),
                terms=given["terms"],
                authority_from=given["authority_from"],
                authority_to=given["authority_to"],
            ),
            changes=changes,
            reason=given.get("because", ""),
        )

    part.ask(
        "A sealed order",
        "One that terminates ends the authorisation on the day it was made. One that varies the"
        " period ends it on the earlier day it names; a later day is the court's own authority. No"
        " order authorises a day before it was made.",
        [
            _which(part),
            ChoiceField("effect", "What it does", options(OrderEffect, blank="Choose")),
            made,
            ProseField("terms", "Its terms", look, lines=3),
            DateField("authority_from", "Authorises from, if it does", look, part.today),
            DateField("authority_to", "Up to and including, or the period's last day", look,
                      part.today),
            ChoiceField("condition_act", "Conditions", options(ConditionAct, blank="No change")),
            ChoiceField("condition", "Which condition", [("", "None"), *binding]),
            LineField("condition_text", "The condition as it is from now on"),
        ],
        accept="Record the order",
        act=act,
        said="Order recorded.",
    )  # fmt: skip


def close(part: Part) -> None:
    """Record that proceedings are over."""
    on = DateField("closed_on", "On", part.shell.look, part.today)
    on.set_raw("today")
    part.ask(
        "Proceedings are over",
        "",
        [_which(part, court.open_ones(part.case)), on],
        accept="Record",
        act=lambda given: court.close(
            part.shell.ctx, part.request_id, int(given["record"] or 0), on=given["closed_on"]
        ),
        said="Recorded.",
    )


def _which(part: Part, found: Sequence[Record[CourtCase]] | None = None) -> ChoiceField:
    """Return the choice between proceedings: those that go on, or those that are given."""
    listed = [
        (str(one.id), f"{words.fact(one.facts.kind.value)} {one.facts.case_no}".strip())
        for one in (court.live_ones(part.case) if found is None else found)
    ]
    return ChoiceField("record", "Which proceedings", listed)


def _is_live(view: CaseView) -> bool:
    return bool(court.live_ones(view.case))


def _is_open(view: CaseView) -> bool:
    return bool(court.open_ones(view.case))


def _to_issue(view: CaseView) -> bool:
    return bool(court.to_issue(view.case))


_ON = CaseTab.RIGHTS
OFFERS = (
    Offer("case_court", "Court proceedings…", "What was issued or is prepared, by whom and when.",
          Act.RECORD_EVENT, _ON, lambda _view: True, begin, "scale"),
    Offer("case_court_issue", "Issued…", "An application that was prepared is before the court.",
          Act.RECORD_EVENT, _ON, _to_issue, issue, "stamp"),
    Offer("case_court_hearing", "A hearing…", "A day fixed by the court.", Act.RECORD_EVENT, _ON,
          _is_live, add_hearing, "calendar-days"),
    Offer("case_court_order", "A sealed order…", "What it does, it does from the day it was made.",
          Act.RECORD_EVENT, _ON, _is_live, add_order, "stamp"),
    Offer("case_court_close", "Proceedings are over…", "When nothing is left to be heard.",
          Act.RECORD_EVENT, _ON, _is_open, close, "check"),
)  # fmt: skip
