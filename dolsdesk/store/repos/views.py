"""Keeps the saved views of the worklist."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, or_, select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.views import ViewRow

#: The bare columns: what every start reads goes without the mapper.
_TABLE = ViewRow.__table__


def all_for(session: Session, staff_id: int) -> Sequence[Row[Any]]:
    """Return the saved views of somebody and the shared ones, by name."""
    owner = _TABLE.c.staff_id
    statement = (
        select(_TABLE).where(or_(owner == staff_id, owner.is_(None))).order_by(_TABLE.c.name)
    )
    return session.execute(statement).all()


def keep(session: Session, staff_id: int | None, name: str, definition: dict[str, Any]) -> None:
    """Save a view under a name, in place of the one before."""
    row = session.scalar(
        select(ViewRow).where(ViewRow.staff_id.is_not_distinct_from(staff_id), ViewRow.name == name)
    )
    if row is None:
        session.add(ViewRow(staff_id=staff_id, name=name, definition=definition))
    else:
        row.definition = definition


def drop(session: Session, staff_id: int | None, name: str) -> None:
    """Forget a saved view."""
    session.execute(
        delete(ViewRow).where(ViewRow.staff_id.is_not_distinct_from(staff_id), ViewRow.name == name)
    )
