"""Visits that are planned, in the order in which they come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.visits import Visit, VisitState
from dolsdesk.domain.records import RecordKind
from dolsdesk.store import codec
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit with the case it is for."""

    record_id: int
    request_id: int
    ref: str
    person_name: str
    place_name: str
    due_on: date | None
    visit: Visit


def of_assessor(session: Session, assessor_id: int) -> tuple[VisitLine, ...]:
    """Return the visits of an assessor in cases that are still open, the next first.

    Those called off are left out.
    """
    statement = (
        select(
            RecordRow.id, S.request_id, S.ref, S.person_name, S.place_name, S.due_on,
            RecordRow.facts,
        )
        .join(S, S.request_id == RecordRow.request_id)
        .where(RecordRow.kind == RecordKind.VISIT, ~RecordRow.is_void, S.is_open)
    )  # fmt: skip
    lines = (
        VisitLine(record_id, request_id, ref, person, place, due_on, codec.load(facts, Visit))
        for record_id, request_id, ref, person, place, due_on, facts in session.execute(statement)
    )
    own = [
        line
        for line in lines
        if line.visit.assessor_id == assessor_id and line.visit.state is not VisitState.CALLED_OFF
    ]
    return tuple(
        sorted(own, key=lambda line: (line.visit.on, str(line.visit.at or ""), line.record_id))
    )
