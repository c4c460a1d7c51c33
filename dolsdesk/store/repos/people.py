"""Loads and saves relevant persons."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.people import Person
from dolsdesk.store import search
from dolsdesk.store.tables.people import PersonRow

_FIELDS = tuple(Person.__dataclass_fields__)


def person(row: PersonRow) -> Person:
    """Return the facts of a row."""
    values = {name: getattr(row, name) for name in _FIELDS}
    return Person(**{**values, "nhs_number": row.nhs_number or ""})


def load(session: Session, person_id: int) -> Person:
    """Return a person."""
    return person(session.get_one(PersonRow, person_id))


def add(session: Session, found: Person, ref: str) -> int:
    """Add a person under a reference and return the id."""
    row = PersonRow(ref=ref, **_values(found))
    session.add(row)
    session.flush()
    search.put(session, search.Kind.PERSON, row.id, words(found, ref))
    return row.id


def change(session: Session, person_id: int, found: Person) -> None:
    """Change what is known of a person."""
    row = session.get_one(PersonRow, person_id)
    for name, value in _values(found).items():
        setattr(row, name, value)
    session.flush()
    search.put(session, search.Kind.PERSON, row.id, words(found, row.ref))


def ref(session: Session, person_id: int) -> str:
    """Return the reference of a person."""
    return session.get_one(PersonRow, person_id).ref


def merged_into(session: Session, person_id: int) -> int | None:
    """Return the person that this entry was merged into, if it was."""
    return session.get_one(PersonRow, person_id).merged_into_id


def note_death(session: Session, person_id: int, on: date) -> None:
    """Note the day a person died."""
    session.get_one(PersonRow, person_id).date_of_death = on
    session.flush()


def by_nhs_number(session: Session, number: str) -> int | None:
    """Return the id of the person with an NHS number."""
    return session.scalar(select(PersonRow.id).where(PersonRow.nhs_number == number))


def words(found: Person, ref: str) -> list[str]:
    """Return the words by which a person is found."""
    born = found.date_of_birth
    return [
        found.family_name,
        found.given_names,
        found.known_as,
        ref,
        found.nhs_number,
        found.social_care_id,
        found.postcode,
        born.isoformat() if born else "",
        born.strftime("%d %m %Y") if born else "",
    ]


def namesakes(session: Session, wanted: Person) -> tuple[str, ...]:
    """Return the references of everybody with the same name and birth date; none without one."""
    if wanted.date_of_birth is None or not wanted.family_name:
        return ()
    statement = (
        select(PersonRow.ref)
        .where(
            PersonRow.name_key == name_key(wanted),
            PersonRow.date_of_birth == wanted.date_of_birth,
            PersonRow.merged_into_id.is_(None),
        )
        .order_by(PersonRow.id)
    )
    return tuple(session.scalars(statement))


def name_key(found: Person) -> str:
    """Return the name as lists sort and compare it."""
    return text.fold(found.index_name)


def _values(found: Person) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(found, name) for name in _FIELDS}
    return {**values, "nhs_number": found.nhs_number or None, "name_key": name_key(found)}
