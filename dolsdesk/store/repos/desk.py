"""The desk's own records: settings, counters, drafts, saved views."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.counters import CounterRow
from dolsdesk.store.tables.drafts import DraftRow
from dolsdesk.store.tables.settings import SettingRow
from dolsdesk.store.tables.views import ViewRow


def settings(session: Session) -> dict[str, str]:
    """Return every setting of the store."""
    return {row.key: row.value for row in session.scalars(select(SettingRow))}


def set_settings(session: Session, values: Mapping[str, str]) -> None:
    """Write settings."""
    for key, value in values.items():
        row = session.get(SettingRow, key)
        if row is None:
            session.add(SettingRow(key=key, value=value))
        else:
            row.value = value


def next_number(session: Session, name: str) -> int:
    """Return the next number of a counter; call it inside a write."""
    row = session.get(CounterRow, name, with_for_update=True)
    if row is None:
        row = CounterRow(name=name, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return row.last


def draft(session: Session, staff_id: int, kind: str, subject: str) -> DraftRow | None:
    """Return a draft, if one is kept."""
    statement = select(DraftRow).where(
        DraftRow.staff_id == staff_id, DraftRow.kind == kind, DraftRow.subject == subject
    )
    return session.scalar(statement)


def drafts(session: Session, staff_id: int) -> list[DraftRow]:
    """Return every draft of somebody, newest first."""
    statement = (
        select(DraftRow).where(DraftRow.staff_id == staff_id).order_by(DraftRow.updated_at.desc())
    )
    return list(session.scalars(statement))


def keep_draft(
    session: Session,
    staff_id: int,
    kind: str,
    subject: str,
    *,
    payload: dict[str, Any],
    at: datetime,
) -> None:
    """Keep a draft, in place of the one before."""
    row = draft(session, staff_id, kind, subject)
    if row is None:
        session.add(
            DraftRow(staff_id=staff_id, kind=kind, subject=subject, payload=payload, updated_at=at)
        )
        return
    row.payload, row.updated_at = payload, at


def drop_draft(session: Session, staff_id: int, kind: str, subject: str) -> None:
    """Throw a draft away."""
    session.execute(
        delete(DraftRow).where(
            DraftRow.staff_id == staff_id, DraftRow.kind == kind, DraftRow.subject == subject
        )
    )


def views(session: Session, staff_id: int) -> list[ViewRow]:
    """Return the saved views of somebody and the shared ones, by name."""
    statement = (
        select(ViewRow)
        .where((ViewRow.staff_id == staff_id) | ViewRow.staff_id.is_(None))
        .order_by(ViewRow.name)
    )
    return list(session.scalars(statement))


def keep_view(
    session: Session, staff_id: int | None, name: str, definition: dict[str, Any]
) -> None:
    """Save a view under a name, in place of the one before."""
    row = session.scalar(
        select(ViewRow).where(ViewRow.staff_id.is_not_distinct_from(staff_id), ViewRow.name == name)
    )
    if row is None:
        session.add(ViewRow(staff_id=staff_id, name=name, definition=definition))
    else:
        row.definition = definition


def drop_view(session: Session, staff_id: int | None, name: str) -> None:
    """Forget a saved view."""
    session.execute(
        delete(ViewRow).where(ViewRow.staff_id.is_not_distinct_from(staff_id), ViewRow.name == name)
    )
