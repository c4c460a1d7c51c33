"""Keeps what is being typed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.drafts import DraftRow


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
) -> None:
    """Keep a draft, in place of the one before."""
    row = find(session, staff_id, kind, subject)
    if row is None:
        session.add(
            DraftRow(staff_id=staff_id, kind=kind, subject=subject, payload=payload, updated_at=at)
        )
        return
    row.payload, row.updated_at = payload, at


def drop(session: Session, staff_id: int, kind: str, subject: str) -> None:
    """Throw a draft away."""
    session.execute(
        delete(DraftRow).where(
            DraftRow.staff_id == staff_id, DraftRow.kind == kind, DraftRow.subject == subject
        )
    )
