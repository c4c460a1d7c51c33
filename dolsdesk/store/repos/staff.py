"""Loads and saves who works at the desk."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from dolsdesk.domain.staff import Role, StaffMember
from dolsdesk.store.tables.staff import StaffRow

#: The bare columns: what every start reads goes without the mapper.
_TABLE = StaffRow.__table__
_ACTIVE = select(_TABLE).where(_TABLE.c.is_active)


def members(session: Session) -> tuple[StaffMember, ...]:
    """Return everybody who may use the desk, by name."""
    return tuple(_member(row) for row in session.execute(_ACTIVE.order_by(_TABLE.c.name)))


def by_login(session: Session, login: str) -> StaffMember | None:
    """Return the active member with an operating system login."""
    row = session.execute(_ACTIVE.where(_TABLE.c.login == login).limit(1)).one_or_none()
    return _member(row) if row else None


def add_member(session: Session, *, name: str, roles: Iterable[Role], **values: Any) -> int:
    """Add somebody who uses the desk and return the id."""
    row = StaffRow(name=name, roles=sorted(role.value for role in roles), **values)
    session.add(row)
    session.flush()
    return row.id


def change_member(
    session: Session, staff_id: int, *, name: str, roles: Iterable[Role], **values: Any
) -> None:
    """Change what is held of somebody who uses the desk."""
    row = session.get_one(StaffRow, staff_id)
    row.name, row.roles = name, sorted(role.value for role in roles)
    for key, value in values.items():
        setattr(row, key, value)
    session.flush()


def _member(row: Row[Any]) -> StaffMember:
    return StaffMember(
        id=row.id,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        job_title=row.job_title,
        assessor_id=row.assessor_id,
        login=row.login,
        signs_until=row.signs_until,
        trained_on=row.trained_on,
    )
