"""Whom and where a letter is about."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.people import Person
from dolsdesk.store.repos import people as repo
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.places import PlaceRow

People = Mapping[int, Person]


def people(session: Session, ids: Iterable[int]) -> People:
    """Return some people, by number."""
    statement = select(PersonRow).where(PersonRow.id.in_(tuple(ids)))
    return {row.id: repo.person(row) for row in session.scalars(statement)}


def home(session: Session, place_id: int) -> str:
    """Return the name and address of a home as they stand on a letter."""
    row = session.get_one(PlaceRow, place_id)
    return "\n".join(part for part in (row.name, row.address, row.postcode) if part)
