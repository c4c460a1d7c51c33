"""Loads and saves what many allocations in one act share, and the days reports are asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.store.tables.allocations import UNDONE, AllocationBatchRow, AllocationRow
from dolsdesk.store.tables.staff import StaffRow


@dataclass(frozen=True, slots=True)
class Batch:
    """Many cases allocated in one act: when, by whom, how many, and whether it was undone."""

    id: int
    accepted_at: datetime
    accepted_by: str
    cases: int
    reason: str
    undone_at: datetime | None
    undone_why: str


@dataclass(frozen=True, slots=True)
class OfBatch:
    """A selection that was made in a batch, as it stands now."""

    request_id: int
    kind: AssessmentKind
    assessor_id: int
    is_running: bool


def begin(session: Session, *, at: datetime, by: int, reason: str) -> int:
    """Begin a batch and return its id."""
    row = AllocationBatchRow(accepted_at=at, accepted_by=by, reason=reason)
    session.add(row)
    session.flush()
    return row.id


def batches(session: Session, limit: int) -> tuple[Batch, ...]:
    """Return the batches, the newest first."""
    count = (
        select(func.count(func.distinct(AllocationRow.request_id)))
        .where(AllocationRow.batch_id == AllocationBatchRow.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(AllocationBatchRow, StaffRow.name, count)
        .join(StaffRow, StaffRow.id == AllocationBatchRow.accepted_by)
        .order_by(AllocationBatchRow.id.desc())
        .limit(limit)
    )
    return tuple(
        Batch(row.id, row.accepted_at, name, cases, row.reason, row.undone_at, row.undone_why)
        for row, name, cases in rows
    )


def is_undone(session: Session, batch_id: int) -> bool:
    """Return whether a batch was undone."""
    return session.get_one(AllocationBatchRow, batch_id).undone_at is not None


def of_batch(session: Session, batch_id: int) -> tuple[OfBatch, ...]:
    """Return what was selected in a batch, in the order it was."""
    rows = session.scalars(
        select(AllocationRow)
        .where(AllocationRow.batch_id == batch_id)
        .order_by(AllocationRow.request_id, AllocationRow.id)
    )
    return tuple(OfBatch(r.request_id, r.kind, r.assessor_id, r.ended_on is None) for r in rows)


def undo(session: Session, batch_id: int, *, on: date, at: datetime, by: int, why: str) -> None:
    """End every running selection of a batch, and say of the batch that it was undone."""
    for row in session.scalars(
        select(AllocationRow).where(
            AllocationRow.batch_id == batch_id, AllocationRow.ended_on.is_(None)
        )
    ):
        row.ended_on, row.end_reason = on, UNDONE
    batch = session.get_one(AllocationBatchRow, batch_id)
    batch.undone_at, batch.undone_by, batch.undone_why = at, by, why


def set_return(
    session: Session, request_id: int, kinds: Iterable[AssessmentKind], return_on: date
) -> None:
    """Set the day the report is asked for, for the running selections of some kinds."""
    wanted = tuple(kinds)
    for row in session.scalars(
        select(AllocationRow).where(
            AllocationRow.request_id == request_id,
            AllocationRow.kind.in_(wanted),
            AllocationRow.ended_on.is_(None),
        )
    ):
        row.return_on = return_on
