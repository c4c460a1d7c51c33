"""Whose assessments came in, for the report on what was sent back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dolsdesk.clock import LONDON, london_date
from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.store.tables.assessments import AssessmentRow


@dataclass(frozen=True, slots=True)
class Work:
    """One assessor's work on one kind of assessment of one request, however many versions of it."""

    request_id: int
    kind: AssessmentKind
    assessor_id: int
    name: str
    came_in_on: date


def came_in(session: Session, first: date, last: date) -> Iterator[Work]:
    """Yield the work whose first version was recorded from one day to another, both included.

    An earlier assessment that was used again is nobody's work.
    """
    row = AssessmentRow
    first_at = func.min(row.recorded_at)
    statement = (
        select(row.request_id, row.kind, row.assessor_id, func.max(row.assessor_name), first_at)
        .where(row.method == Method.NEW, row.assessor_id.is_not(None))
        .group_by(row.request_id, row.kind, row.assessor_id)
        .having(first_at >= _begins(first), first_at < _begins(last + timedelta(days=1)))
        .order_by(first_at, row.request_id, row.kind)
    )
    for request_id, kind, assessor_id, name, at in session.execute(statement):
        yield Work(request_id, kind, assessor_id or 0, name, london_date(at))


def _begins(on: date) -> datetime:
    return datetime.combine(on, time(), LONDON)
