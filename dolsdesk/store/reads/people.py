"""Finding persons and places as their names are typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.people import Gender
from dolsdesk.domain.places import Place
from dolsdesk.store import search
from dolsdesk.store.repos import places
from dolsdesk.store.tables.events import EventRow
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.places import PlaceRow
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.summaries import SummaryRow

_LOOKED_AT = 600  # of what was recorded last


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A person who may be the one meant, with enough to tell namesakes apart."""

    id: int
    ref: str
    given_names: str
    family_name: str
    date_of_birth: date | None
    estimated_age: int | None
    nhs_number: str
    usual_address: str
    request_count: int
    last_place: str
    last_ref: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared to tell whether two entries are one person."""

    id: int
    ref: str
    given_names: str
    family_name: str
    name_key: str
    date_of_birth: date | None
    gender: Gender
    nhs_number: str
    postcode: str

    @property
    def full_name(self) -> str:
        """Return the name as it is said."""
        return text.full_name(self.given_names, self.family_name)


def everybody(session: Session) -> tuple[Known, ...]:
    """Return everybody who was not merged into somebody else."""
    statement = select(
        PersonRow.id, PersonRow.ref, PersonRow.given_names, PersonRow.family_name,
        PersonRow.name_key, PersonRow.date_of_birth, PersonRow.gender,
        func.coalesce(PersonRow.nhs_number, ""), PersonRow.postcode,
    ).where(PersonRow.merged_into_id.is_(None))  # fmt: skip
    return tuple(Known(*row) for row in session.execute(statement))


def find_people(session: Session, query: str, *, limit: int = 8) -> tuple[PersonMatch, ...]:
    """Return the people a half-typed name may mean, best known first."""
    return matches_of(session, search.find(session, search.Kind.PERSON, query, limit=limit))


def recent_people(session: Session, *, limit: int = 30) -> tuple[PersonMatch, ...]:
    """Return the people whom something was recorded about last, the newest first.

    Of what is on record only the newest is looked at, so that it costs the same in any store.
    """
    of_cases = (
        select(RequestRow.person_id, EventRow.recorded_at)
        .join(EventRow, EventRow.request_id == RequestRow.id)
        .order_by(EventRow.id.desc())
        .limit(_LOOKED_AT)
    )
    of_records = (
        select(RecordRow.person_id, RecordRow.recorded_at)
        .order_by(RecordRow.id.desc())
        .limit(_LOOKED_AT)
    )
    found = [*session.execute(of_cases), *session.execute(of_records)]
    newest_first = sorted(found, key=lambda row: row.recorded_at, reverse=True)
    ids = list(dict.fromkeys(row.person_id for row in newest_first))[:limit]
    matches = {one.id: one for one in matches_of(session, ids)}
    return tuple(matches[one] for one in ids)


def matches_of(session: Session, ids: Sequence[int]) -> tuple[PersonMatch, ...]:
    """Return what tells people apart, by name."""
    if not ids:
        return ()
    counted = (
        select(RequestRow.person_id, func.count().label("n"), func.max(RequestRow.id).label("last"))
        .where(RequestRow.person_id.in_(ids))
        .group_by(RequestRow.person_id)
        .subquery()
    )
    rows = session.execute(
        select(
            PersonRow.id, PersonRow.ref, PersonRow.given_names, PersonRow.family_name,
            PersonRow.date_of_birth, PersonRow.estimated_age, PersonRow.nhs_number,
            PersonRow.usual_address, func.coalesce(counted.c.n, 0).label("request_count"),
            func.coalesce(SummaryRow.place_name, "").label("last_place"),
            func.coalesce(SummaryRow.ref, "").label("last_ref"),
        )
        .outerjoin(counted, counted.c.person_id == PersonRow.id)
        .outerjoin(SummaryRow, SummaryRow.request_id == counted.c.last)
        .where(PersonRow.id.in_(ids))
        .order_by(PersonRow.name_key, PersonRow.id)
    )  # fmt: skip
    return tuple(
        PersonMatch(**{**row._mapping, "nhs_number": row.nhs_number or ""})  # noqa: SLF001
        for row in rows
    )


def find_places(session: Session, query: str, *, limit: int = 8) -> tuple[Place, ...]:
    """Return the open places a half-typed name or postcode may mean."""
    ids = search.find(session, search.Kind.PLACE, query, limit=limit * 4)
    if not ids:
        return ()
    rows = session.scalars(
        select(PlaceRow)
        .where(PlaceRow.id.in_(ids), PlaceRow.is_open)
        .order_by(PlaceRow.name_key)
        .limit(limit)
    )
    return tuple(places.place(row) for row in rows)


def open_request_at(session: Session, person_id: int, place_id: int) -> str:
    """Return the reference of an open request for a person at a place, or an empty text."""
    return (
        session.scalar(
            select(SummaryRow.ref)
            .where(
                SummaryRow.person_id == person_id,
                SummaryRow.place_id == place_id,
                SummaryRow.is_open,
            )
            .limit(1)
        )
        or ""
    )
