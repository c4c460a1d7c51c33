"""Loads and saves acts on several cases at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from dolsdesk.domain.bulk import BulkAct
from dolsdesk.errors import Conflict
from dolsdesk.store.tables.batches import BatchLineRow, BatchRow
from dolsdesk.store.tables.requests import RequestRow


class NoSuchBatch(Conflict):
    """The act on several cases is not in this store."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One act on several cases."""

    id: int
    act: BulkAct
    asked: Mapping[str, Any]
    begun_at: datetime
    begun_by: int
    undoes_id: int | None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What the act did in one case."""

    request_id: int
    ref: str
    done: Mapping[str, Any]


def begin(
    session: Session, act: BulkAct, asked: Mapping[str, Any], *, at: datetime, by: int,
    undoes_id: int | None = None,
) -> int:  # fmt: skip
    """Begin an act on several cases and return its number."""
    row = BatchRow(
        act=act, asked=dict(asked), undoes_id=undoes_id, begun_at=at, begun_by=by
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def add_line(session: Session, batch_id: int, request_id: int, done: Mapping[str, Any]) -> None:
    """Note what the act did in a case."""
    session.add(BatchLineRow(batch_id=batch_id, request_id=request_id, done=dict(done)))


def load(session: Session, batch_id: int) -> Batch:
    """Return an act on several cases.

    Raises:
        NoSuchBatch: there is none of that number.
    """
    row = session.get(BatchRow, batch_id)
    if row is None:
        raise NoSuchBatch("NO_SUCH_BATCH")
    return _batch(row)


def to_undo(session: Session, batch_id: int) -> tuple[BatchLine, ...]:
    """Return what an act did and what no later one has undone, case by case."""
    statement = (
        select(BatchLineRow, RequestRow.ref)
        .join(RequestRow, RequestRow.id == BatchLineRow.request_id)
        .where(BatchLineRow.batch_id == batch_id, ~_undone(BatchLineRow))
        .order_by(BatchLineRow.id)
    )
    return tuple(
        BatchLine(row.request_id, ref, row.done) for row, ref in session.execute(statement)
    )


def newest(session: Session, by: int, since: datetime) -> Batch | None:
    """Return the newest act of somebody since an instant of which something can be undone."""
    line = aliased(BatchLineRow)
    statement = (
        select(BatchRow)
        .where(
            BatchRow.begun_by == by,
            BatchRow.begun_at >= since,
            BatchRow.undoes_id.is_(None),
            exists().where(line.batch_id == BatchRow.id, ~_undone(line)),
        )
        .order_by(BatchRow.id.desc())
        .limit(1)
    )
    row = session.scalar(statement)
    return _batch(row) if row is not None else None


def _undone(line: Any) -> Any:
    """Return whether a later act undid a line."""
    later, again = aliased(BatchRow), aliased(BatchLineRow)
    return (
        exists()
        .where(
            later.undoes_id == line.batch_id,
            again.batch_id == later.id,
            again.request_id == line.request_id,
        )
        .correlate(line)
    )


def _batch(row: BatchRow) -> Batch:
    return Batch(row.id, row.act, row.asked, row.begun_at, row.begun_by, row.undoes_id)
