"""The audit chain in the store: appending, reading, checking."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from dolsdesk.domain.audit import GENESIS, Broken, Entry, Fault, digest, digest_of, first_fault
from dolsdesk.store.tables.audit import AuditHeadRow, AuditRow

#: The act that puts a backup in the place of a store.
RESTORE = "restore"

_HEAD = 1
_BATCH = 2_000
_ENTRY = select(*AuditRow.__table__.columns)
_ENDS = select(*AuditHeadRow.__table__.columns)
#: What reading an entry raises where somebody put something else in the place of a value.
_UNREADABLE = (ValueError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Restoring:
    """An entry that says a backup was restored, and where the chain ended in that backup."""

    seq: int
    at: datetime
    backup: str
    audit_seq: int
    audit_hash: str


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
    row = session.execute(_ENDS).one_or_none()
    return (row.seq, row.hash) if row else None


def entries(session: Session) -> Generator[Entry]:
    """Yield every entry by number, without holding them all."""
    statement = _ENTRY.order_by(AuditRow.seq).execution_options(yield_per=_BATCH)
    with session.execute(statement) as rows:
        for row in rows:
            yield Entry(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public accessor)


def count(session: Session) -> int:
    """Return how many entries there are."""
    return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def restorings(session: Session) -> tuple[Restoring, ...]:
    """Return the restores that the trail tells of, oldest first; unreadable entries tell none."""
    rows = session.execute(
        select(AuditRow.seq, AuditRow.at, AuditRow.after)
        .where(AuditRow.action == RESTORE)
        .order_by(AuditRow.seq)
    )
    try:
        return tuple(
            Restoring(seq, at, after["backup"], after["audit_seq"], after["audit_hash"])
            for seq, at, after in rows
        )
    except (*_UNREADABLE, KeyError):
        return ()


def check(session: Session, anchors: Mapping[int, str] | None = None) -> Broken | None:
    """Return where the trail breaks first, or None if it is whole."""
    reached = 0

    def noticed() -> Generator[Entry]:
        nonlocal reached
        with closing(entries(session)) as trail:
            for entry in trail:
                yield entry
                reached = entry.seq

    try:
        with closing(noticed()) as trail:
            return first_fault(trail, head(session), anchors)
    except _UNREADABLE:
        return Broken(_first_unreadable(session, reached), Fault.CHANGED)


def _first_unreadable(session: Session, reached: int) -> int:
    """Return the number of the first entry whose values were replaced by what is none of them."""
    numbers = select(AuditRow.seq).where(AuditRow.seq > reached).order_by(AuditRow.seq)
    for seq in session.scalars(numbers).all():
        try:
            row = session.execute(_ENTRY.where(AuditRow.seq == seq)).one()
            digest_of(Entry(**row._mapping))  # noqa: SLF001  (SQLAlchemy's public accessor)
        except _UNREADABLE:
            return seq
    return reached
