"""Ordinary residence in question, from the first doubt to the end (IN5). No clock stops."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings, residence
from dolsdesk.domain.dols.case import Case, ResidenceStatus
from dolsdesk.domain.dols.residence import (
    MACHINE,
    UNSETTLED,
    ResidenceEvent,
    ResidenceQuestion,
    ResidenceState,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle

_STATUS = {
    ResidenceState.QUERIED: ResidenceStatus.QUERIED,
    ResidenceState.DISPUTED: ResidenceStatus.DISPUTED,
    ResidenceState.REFERRED: ResidenceStatus.DISPUTED,
    ResidenceState.OURS: ResidenceStatus.DETERMINED,
    ResidenceState.THEIRS: ResidenceStatus.DETERMINED,
}


def current(case: Case) -> Record[ResidenceQuestion] | None:
    """Return the question as it stands now, settled or not, if it was ever raised."""
    return holdings.newest(case.records, RecordKind.RESIDENCE, ResidenceQuestion)


def is_open(case: Case) -> bool:
    """Return whether the question is open."""
    held = current(case)
    return held is not None and held.facts.state in UNSETTLED


def query(
    ctx: Context, request_id: int, *, other_council: str, queried_on: date | None, reasons: str
) -> Outcome[None]:
    """Record that another council may be responsible, with the reasons for and against.

    Raises:
        ProblemsFound: no council, no reasons, or a day to come.
        Refused: the question is open already.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        if is_open(act.case):
            raise Refused("RESIDENCE_OPEN")
        asked = ResidenceQuestion(
            ResidenceState.QUERIED, other_council, queried_on or ctx.today, reasons
        )
        settle(residence.problems(asked, as_at=ctx.today), "")
        act.begin(RecordKind.RESIDENCE, asked, on=asked.queried_on,
                  detail=f"{words.fact(asked.state.value)}: {other_council}")  # fmt: skip
        act.set(residence_status=_STATUS[asked.state], residence_council=other_council)
        act.record("query_residence", reason=reasons, other_council=other_council)
    return Outcome(None, of_case(request_id))


def go_on(
    ctx: Context,
    request_id: int,
    event: ResidenceEvent,
    *,
    on: date | None,
    paper: str = "",
    settled_by: str = "",
) -> Outcome[None]:
    """Record the next step of the question: disputed, referred, or settled.

    Raises:
        Refused: it was never raised.
        TransitionRefused: this step does not follow from where it stands.
        ProblemsFound: no paper for the end, or days out of order.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = current(act.case)
        if held is None:
            raise Refused("RESIDENCE_NOT_RAISED")
        state = MACHINE.after(held.facts.state, event)
        when = on or ctx.today
        moved = replace(
            held.facts,
            state=state,
            paper=paper or held.facts.paper,
            settled_by=settled_by or held.facts.settled_by,
            **{_DATED[event]: when},  # type: ignore[arg-type]
        )
        settle(residence.problems(moved, as_at=ctx.today), "")
        act.amend(held, moved, on=when, detail=words.fact(state.value))
        act.set(residence_status=_STATUS[state])
        act.record(f"residence_{event.value}", state_of_residence=state.value, paper=paper)
    return Outcome(None, of_case(request_id))


_DATED = {
    ResidenceEvent.DISPUTE: "or_dispute_arose_on",
    ResidenceEvent.REFER: "or_referred_on",
    ResidenceEvent.SETTLE_OURS: "settled_on",
    ResidenceEvent.SETTLE_THEIRS: "settled_on",
}
