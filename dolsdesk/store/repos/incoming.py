"""Papers that came in: kept as received, found again by case, and moved to where they belong."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dolsdesk.domain.incoming import Fit, Incoming, IncomingKind, Media
from dolsdesk.errors import FileUnreadable
from dolsdesk.store.tables.incoming import IncomingBytesRow, IncomingRow
from dolsdesk.store.tables.staff import StaffRow


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that came in, with who took it in and when."""

    paper: Incoming
    entered_at: datetime
    entered_by: str


def add(
    session: Session,
    *,
    content: bytes,
    kind: IncomingKind,
    name: str,
    media: Media,
    fit: Fit,
    received_on: date,
    entered_at: datetime,
    entered_by: int,
    request_id: int | None = None,
    person_id: int | None = None,
    parent_id: int | None = None,
    sender: str = "",
    subject: str = "",
    note: str = "",
) -> int:
    """Keep a paper as received and return its number; bytes that are held already stay once."""
    digest = hashlib.sha256(content).hexdigest()
    if session.get(IncomingBytesRow, digest) is None:
        session.add(IncomingBytesRow(sha256=digest, content=content))
        session.flush()
    row = IncomingRow(
        request_id=request_id,
        person_id=person_id,
        parent_id=parent_id,
        kind=kind,
        name=name,
        media=media,
        fit=fit,
        size=len(content),
        sha256=digest,
        received_on=received_on,
        sender=sender,
        subject=subject,
        note=note,
        entered_at=entered_at,
        entered_by=entered_by,
    )
    session.add(row)
    session.flush()
    return row.id


def of_case(session: Session, request_id: int) -> tuple[Held, ...]:
    """Return the papers filed in a case, an e-mail before what it brought, oldest first."""
    return _in_order(session, _held().where(IncomingRow.request_id == request_id))


def unfiled(session: Session) -> tuple[Held, ...]:
    """Return the papers that are filed nowhere yet, an e-mail before what it brought."""
    return _in_order(session, _held().where(IncomingRow.request_id.is_(None)))


def unfiled_count(session: Session) -> int:
    """Return how many papers are filed nowhere yet; what an e-mail brought counts with it."""
    statement = (
        select(func.count())
        .select_from(IncomingRow)
        .where(IncomingRow.request_id.is_(None), IncomingRow.parent_id.is_(None))
    )
    return session.scalar(statement) or 0


def one(session: Session, incoming_id: int) -> Held | None:
    """Return one paper that came in, if there is one."""
    found = session.execute(_held().where(IncomingRow.id == incoming_id)).first()
    return _told(*found) if found is not None else None


def with_brought(session: Session, incoming_id: int) -> tuple[Held, ...]:
    """Return a paper and everything it brought, itself first."""
    found: list[Held] = []
    waiting = [incoming_id]
    while waiting:
        statement = _held().where(IncomingRow.id.in_(waiting)).order_by(IncomingRow.id)
        level = [_told(*row) for row in session.execute(statement)]
        found += level
        ids = [held.paper.id for held in level]
        waiting = list(
            session.scalars(select(IncomingRow.id).where(IncomingRow.parent_id.in_(ids)))
        )
    return tuple(found)


def file(session: Session, ids: Iterable[int], *, request_id: int, person_id: int) -> None:
    """File papers in a case."""
    session.execute(
        update(IncomingRow)
        .where(IncomingRow.id.in_(list(ids)))
        .values(request_id=request_id, person_id=person_id)
    )


def change(session: Session, incoming_id: int, **values: Any) -> None:
    """Change what is said about a paper; its bytes never change."""
    row = session.get_one(IncomingRow, incoming_id)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def where_held(session: Session, digest: str) -> tuple[int | None, ...]:
    """Return the cases in which the same bytes were received before; nothing where unfiled."""
    statement = (
        select(IncomingRow.request_id).where(IncomingRow.sha256 == digest).order_by(IncomingRow.id)
    )
    return tuple(session.scalars(statement))


def content(session: Session, incoming_id: int) -> bytes:
    """Return a paper exactly as received.

    Raises:
        FileUnreadable: its bytes no longer fit their hash.
    """
    row = session.get_one(IncomingRow, incoming_id)
    held = session.get(IncomingBytesRow, row.sha256)
    if held is None or hashlib.sha256(held.content).hexdigest() != row.sha256:
        raise FileUnreadable("INCOMING_CHANGED", name=row.name)
    return held.content


def _held() -> Any:
    return select(IncomingRow, StaffRow.name).join(StaffRow, StaffRow.id == IncomingRow.entered_by)


def _in_order(session: Session, statement: Any) -> tuple[Held, ...]:
    """Return papers by the day they came, with what an e-mail brought right below it."""
    found = [_told(*row) for row in session.execute(statement)]
    places: dict[int, tuple[tuple[date, int], ...]] = {}
    for held in sorted(found, key=lambda one: one.paper.id):
        paper = held.paper
        above = places.get(paper.parent_id or 0, ())
        places[paper.id] = (*above, (paper.received_on, paper.id))
    return tuple(sorted(found, key=lambda one: places[one.paper.id]))


def _told(row: IncomingRow, entered_by: str) -> Held:
    paper = Incoming(
        id=row.id,
        request_id=row.request_id,
        person_id=row.person_id,
        kind=row.kind,
        name=row.name,
        media=row.media,
        fit=row.fit,
        size=row.size,
        sha256=row.sha256,
        received_on=row.received_on,
        sender=row.sender,
        subject=row.subject,
        note=row.note,
        parent_id=row.parent_id,
    )
    return Held(paper, row.entered_at, entered_by)
