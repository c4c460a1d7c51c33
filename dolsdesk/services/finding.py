"""Persons and places found as their names are typed."""

from dolsdesk.domain.places import Place
from dolsdesk.domain.staff import Act
from dolsdesk.services.context import Context
from dolsdesk.store.reads import people as reads
from dolsdesk.store.reads.people import PersonMatch

__all__ = ["PersonMatch", "people", "person_match", "places", "recent"]


def people(ctx: Context, query: str) -> tuple[PersonMatch, ...]:
    """Return the people a half-typed name may mean."""
    with ctx.reading() as session:
        return reads.find_people(session, query)


def recent(ctx: Context) -> tuple[PersonMatch, ...]:
    """Return the people whom something was recorded about last, the newest first."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return reads.recent_people(session)


def person_match(ctx: Context, person_id: int) -> PersonMatch:
    """Return what tells one person apart from others."""
    with ctx.reading() as session:
        return reads.matches_of(session, [person_id])[0]


def places(ctx: Context, query: str) -> tuple[Place, ...]:
    """Return the open places a half-typed name may mean."""
    with ctx.reading() as session:
        return reads.find_places(session, query)
