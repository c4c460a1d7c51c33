"""The audit chain in the store: appending, reading, checking."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from dolsdesk.domain.audit import GENESIS, Broken, Entry, digest, first_fault
from dolsdesk.store.tables.audit import AuditHeadRow, AuditRow

_HEAD = 1
_BATCH = 2_000


def append(
    session: Session,
    acts: Sequence[Mapping[str, Any]],
    *,
    at: datetime,
    actor_id: int | None,
    actor: str,
    workstation: str,
) -> None:
    """Add entries to the end of the chain, within the caller's transaction."""
    head = session.execute(
        select(AuditHeadRow.seq, AuditHeadRow.hash)
        .where(AuditHeadRow.id == _HEAD)
        .with_for_update()
    ).one_or_none()
    seq, previous = (head.seq, head.hash) if head else (0, GENESIS)
    rows = []
    for act in acts:
        seq += 1
        entry = {
            **act,
            "seq": seq,
            "at": at,
            "actor_id": actor_id,
            "actor": actor,
            "workstation": workstation,
            "prev_hash": previous,
        }
        previous = digest(**entry)
        rows.append({**entry, "hash": previous})
    session.execute(insert(AuditRow), rows)
    set_head(session, seq, previous, is_new=head is None)


def set_head(session: Session, seq: int, last_hash: str, *, is_new: bool) -> None:
    """Note where the chain ends."""
    if is_new:
        session.add(AuditHeadRow(id=_HEAD, seq=seq, hash=last_hash))
    else:
        session.execute(
            update(AuditHeadRow).where(AuditHeadRow.id == _HEAD).values(seq=seq, hash=last_hash)
        )


def head(session: Session) -> tuple[int, str] | None:
    """Return number and hash of the last entry, as held apart from the trail."""
    row = session.execute(select(AuditHeadRow.seq, AuditHeadRow.hash)).one_or_none()
    return (row.seq, row.hash) if row else None


def entries(session: Session) -> Iterator[Entry]:
    """Yield every entry by number, without holding them all."""
    statement = select(*AuditRow.__table__.columns).order_by(AuditRow.seq)
    for row in session.execute(statement.execution_options(yield_per=_BATCH)):
        yield Entry(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public accessor)


def check(session: Session, anchors: Mapping[int, str] | None = None) -> Broken | None:
    """Return where the trail breaks first, or None if it is whole."""
    return first_fault(entries(session), head(session), anchors)
