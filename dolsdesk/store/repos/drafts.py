"""Keeps what is being typed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.drafts import DraftRow
from dolsdesk.store.tables.staff import StaffRow


def find(session: Session, staff_id: int, kind: str, subject: str) -> DraftRow | None:
    """Return a draft, if one is kept."""
    statement = select(DraftRow).where(
        DraftRow.staff_id == staff_id, DraftRow.kind == kind, DraftRow.subject == subject
    )
    return session.scalar(statement)


def all_of(session: Session, staff_id: int) -> list[DraftRow]:
    """Return every draft of somebody, newest first."""
    statement = (
        select(DraftRow).where(DraftRow.staff_id == staff_id).order_by(DraftRow.updated_at.desc())
    )
    return list(session.scalars(statement))


def keep(
    session: Session,
    staff_id: int,
    kind: str,
    subject: str,
    *,
    payload: dict[str, Any],
    at: datetime,
) -> int:
    """Keep a draft, in place of the one before, and return its revision."""
    row = find(session, staff_id, kind, subject)
    if row is None:
        row = DraftRow(
            staff_id=staff_id, kind=kind, subject=subject, payload=payload, updated_at=at,
            revision=1,
        )  # fmt: skip
        session.add(row)
        return 1
    row.payload, row.updated_at = payload, at
    row.revision += 1
    return row.revision


def of_others(
    session: Session, staff_id: int, kind: str, subject: str
) -> list[tuple[str, datetime]]:
    """Return who else keeps a draft of the same thing, and when it was kept last."""
    found = session.execute(
        select(StaffRow.name, DraftRow.updated_at)
        .join(StaffRow, StaffRow.id == DraftRow.staff_id)
        .where(DraftRow.staff_id != staff_id, DraftRow.kind == kind, DraftRow.subject == subject)
        .order_by(DraftRow.updated_at.desc())
    )
    return [(name, at) for name, at in found]


def drop(session: Session, staff_id: int, kind: str, subject: str) -> None:
    """Throw a draft away."""
    session.execute(
        delete(DraftRow).where(
            DraftRow.staff_id == staff_id, DraftRow.kind == kind, DraftRow.subject == subject
        )
    )
