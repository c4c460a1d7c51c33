"""What each assessor carries now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.hours import Work
from dolsdesk.store.tables.allocations import UNDONE, AllocationRow
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.assessors import AssessorRow
from dolsdesk.store.tables.summaries import SummaryRow


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of an assessor, those due by the end of the week, and when the next is due."""

    open: int = 0
    due: int = 0
    next_due_on: date | None = None
    week_limit: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What helps to choose between assessors who may all act; hours a week are in minutes.

    ``post_minutes`` are those of another post, on top of which the DoLS work comes.
    """

    languages: str
    specialisms: str
    base: str
    availability: str
    week_minutes: int | None
    post_minutes: int | None = None
    week_limit: int | None = None


#: Whether the assessment somebody was selected for is in, and stands.
DONE = (
    select(AssessmentRow.id)
    .where(
        AssessmentRow.request_id == AllocationRow.request_id,
        AssessmentRow.kind == AllocationRow.kind,
        AssessmentRow.returned_reason == "",
    )
    .exists()
)


def of_assessors(session: Session, week_end: date) -> dict[int, Load]:
    """Return the load of every assessor who carries something, counted in cases.

    What was due before the end of the week and is not done counts as due.
    """
    is_due = SummaryRow.due_on <= week_end
    rows = session.execute(
        select(
            AllocationRow.assessor_id,
            func.count(func.distinct(AllocationRow.request_id)).label("open"),
            func.count(func.distinct(case((is_due, AllocationRow.request_id)))).label("due"),
            func.min(SummaryRow.due_on).label("next_due_on"),
            AssessorRow.week_limit,
        )
        .join(SummaryRow, SummaryRow.request_id == AllocationRow.request_id)
        .join(AssessorRow, AssessorRow.id == AllocationRow.assessor_id)
        .where(AllocationRow.ended_on.is_(None), SummaryRow.is_open, ~DONE)
        .group_by(AllocationRow.assessor_id, AssessorRow.week_limit)
    )
    return {
        row.assessor_id: Load(row.open, row.due, row.next_due_on, row.week_limit) for row in rows
    }


def owing(session: Session, request_ids: Iterable[int]) -> dict[int, int]:
    """Return in how many of some cases each assessor still owes an assessment."""
    rows = session.execute(
        select(AllocationRow.assessor_id, func.count(func.distinct(AllocationRow.request_id)))
        .where(
            AllocationRow.request_id.in_(tuple(request_ids)),
            AllocationRow.ended_on.is_(None),
            ~DONE,
        )
        .group_by(AllocationRow.assessor_id)
    )
    return {row[0]: row[1] for row in rows}


def owed_by(session: Session, assessor_id: int) -> frozenset[int]:
    """Return the requests in which an assessor still owes an assessment."""
    statement = select(AllocationRow.request_id).where(
        AllocationRow.assessor_id == assessor_id, AllocationRow.ended_on.is_(None), ~DONE
    )
    return frozenset(session.scalars(statement))


def work(session: Session, first_on: date, last_on: date) -> dict[int, Work]:
    """Return the assessments of every assessor by kind: done in a week, due by its end, or later.

    An assessment used again is nobody's work; one that was corrected counts once.
    """
    found: dict[int, Work] = {}
    is_due = SummaryRow.due_on <= last_on
    to_do = session.execute(
        select(
            AllocationRow.assessor_id,
            AllocationRow.kind,
            func.count().label("n"),
            func.count(case((is_due, 1))).label("due"),
        )
        .join(SummaryRow, SummaryRow.request_id == AllocationRow.request_id)
        .where(AllocationRow.ended_on.is_(None), SummaryRow.is_open, ~DONE)
        .group_by(AllocationRow.assessor_id, AllocationRow.kind)
    )
    for owed in to_do:
        one = found.setdefault(owed.assessor_id, Work())
        one.due[owed.kind] = owed.due
        one.later[owed.kind] = owed.n - owed.due
    done = session.execute(
        select(
            AssessmentRow.assessor_id,
            AssessmentRow.kind,
            func.count(func.distinct(AssessmentRow.request_id)).label("n"),
        )
        .where(
            AssessmentRow.carried_out_on.between(first_on, last_on),
            AssessmentRow.method == Method.NEW,
            AssessmentRow.returned_reason == "",
            AssessmentRow.assessor_id.is_not(None),
        )
        .group_by(AssessmentRow.assessor_id, AssessmentRow.kind)
    )
    for assessor_id, kind, n in done:
        if assessor_id is not None:
            found.setdefault(assessor_id, Work()).done[kind] = n
    return found


def taken(session: Session, first_on: date, last_on: date) -> dict[int, int]:
    """Return how many cases every assessor was given in some days, both ends included.

    What was undone does not count.
    """
    rows = session.execute(
        select(AllocationRow.assessor_id, func.count(func.distinct(AllocationRow.request_id)))
        .where(
            AllocationRow.selected_on.between(first_on, last_on),
            AllocationRow.end_reason != UNDONE,
        )
        .group_by(AllocationRow.assessor_id)
    )
    return {row[0]: row[1] for row in rows}


def about_assessors(session: Session) -> dict[int, About]:
    """Return languages, specialisms, base, hours and limit of every assessor."""
    rows = session.execute(
        select(
            AssessorRow.id,
            AssessorRow.languages,
            AssessorRow.specialisms,
            AssessorRow.base,
            AssessorRow.availability,
            AssessorRow.week_minutes,
            AssessorRow.post_minutes,
            AssessorRow.week_limit,
        )
    )
    return {row.id: About(*row[1:]) for row in rows}
