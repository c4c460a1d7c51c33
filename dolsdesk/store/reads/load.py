"""What each assessor carries now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.allocations import AllocationRow
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.assessors import AssessorRow
from dolsdesk.store.tables.summaries import SummaryRow


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of an assessor, and when the next is due."""

    open: int = 0
    next_due_on: date | None = None
    week_limit: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What helps to choose between assessors who may all act."""

    languages: str
    specialisms: str
    base: str


def of_assessors(session: Session) -> dict[int, Load]:
    """Return the load of every assessor who carries something, counted in cases."""
    done = (
        select(AssessmentRow.id)
        .where(
            AssessmentRow.request_id == AllocationRow.request_id,
            AssessmentRow.kind == AllocationRow.kind,
            AssessmentRow.returned_reason == "",
        )
        .exists()
    )
    rows = session.execute(
        select(
            AllocationRow.assessor_id,
            func.count(func.distinct(AllocationRow.request_id)).label("open"),
            func.min(SummaryRow.due_on).label("next_due_on"),
            AssessorRow.week_limit,
        )
        .join(SummaryRow, SummaryRow.request_id == AllocationRow.request_id)
        .join(AssessorRow, AssessorRow.id == AllocationRow.assessor_id)
        .where(AllocationRow.ended_on.is_(None), SummaryRow.is_open, ~done)
        .group_by(AllocationRow.assessor_id, AssessorRow.week_limit)
    )
    return {row.assessor_id: Load(row.open, row.next_due_on, row.week_limit) for row in rows}


def about_assessors(session: Session) -> dict[int, About]:
    """Return languages, specialisms and base of every assessor."""
    rows = session.execute(
        select(AssessorRow.id, AssessorRow.languages, AssessorRow.specialisms, AssessorRow.base)
    )
    return {row.id: About(row.languages, row.specialisms, row.base) for row in rows}
