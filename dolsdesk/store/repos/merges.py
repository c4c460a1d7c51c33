"""Puts two entries of one person together, and takes them apart again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from dolsdesk.store import search
from dolsdesk.store.repos import people
from dolsdesk.store.tables.assessors import InterestRow
from dolsdesk.store.tables.decisions import AuthorisationRow
from dolsdesk.store.tables.incoming import IncomingRow
from dolsdesk.store.tables.merges import ApartRow, MergeRow
from dolsdesk.store.tables.people import ContactRow, PersonRow
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.staff import StaffRow

#: Everything that names a person and goes with them.
_MOVING: Mapping[str, Any] = {
    "request": RequestRow,
    "authorisation": AuthorisationRow,
    "record": RecordRow,
    "incoming": IncomingRow,
    "contact": ContactRow,
    "assessor_interest": InterestRow,
}


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge on record."""

    id: int
    kept_id: int
    merged_id: int
    merged_ref: str
    reason: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None


def merge(
    session: Session, *, kept_id: int, merged_id: int, filled: Mapping[str, Any], reason: str,
    at: datetime, by: int,
) -> int:  # fmt: skip
    """Move everything about one person to another, fill what the other lacks, and return the merge.

    ``filled`` are the fields of the person kept that were blank, with what they get.
    """
    moved = {}
    for name, table in _MOVING.items():
        ids = list(session.scalars(select(table.id).where(table.person_id == merged_id)))
        session.execute(update(table).where(table.id.in_(ids)).values(person_id=kept_id))
        moved[name] = ids
    gone = session.get_one(PersonRow, merged_id)
    held = {"nhs_number": gone.nhs_number} if "nhs_number" in filled else {}
    if held:
        gone.nhs_number = None
        session.flush()
    gone.merged_into_id = kept_id
    kept = session.get_one(PersonRow, kept_id)
    for field, value in filled.items():
        setattr(kept, field, value)
    session.flush()
    search.drop(session, search.Kind.PERSON, merged_id)
    _find_again(session, kept_id)
    row = MergeRow(
        kept_id=kept_id,
        merged_id=merged_id,
        moved=moved,
        filled={name: _plain(value) for name, value in filled.items()},
        reason=reason,
        merged_at=at,
        merged_by=by,
    )
    session.add(row)
    session.flush()
    return row.id


def undo(session: Session, merge_id: int, *, at: datetime, by: int, why: str) -> MergeRow:
    """Give back what a merge moved and filled in, as far as it is still where it was put."""
    row = session.get_one(MergeRow, merge_id)
    for name, ids in row.moved.items():
        table = _MOVING[name]
        session.execute(
            update(table)
            .where(table.id.in_(ids), table.person_id == row.kept_id)
            .values(person_id=row.merged_id)
        )
    kept, gone = (session.get_one(PersonRow, one) for one in (row.kept_id, row.merged_id))
    for field, value in row.filled.items():
        if _plain(getattr(kept, field)) == value:
            setattr(kept, field, None if field in _NULLABLE else "")
    session.flush()
    if "nhs_number" in row.filled:
        gone.nhs_number = row.filled["nhs_number"]
    gone.merged_into_id = None
    row.undone_at, row.undone_by, row.undone_why = at, by, why
    session.flush()
    for one in (row.kept_id, row.merged_id):
        _find_again(session, one)
    return row


def keep_apart(
    session: Session, one_id: int, other_id: int, *, reason: str, at: datetime, by: int
) -> None:
    """Note that two people are not the same."""
    first, second = sorted((one_id, other_id))
    session.add(
        ApartRow(first_id=first, second_id=second, reason=reason, decided_at=at, decided_by=by)
    )


def apart(session: Session) -> frozenset[tuple[int, int]]:
    """Return the pairs found not to be the same, the smaller number first."""
    return frozenset(
        (first, second)
        for first, second in session.execute(select(ApartRow.first_id, ApartRow.second_id))
    )


def of_person(session: Session, person_id: int) -> tuple[Merged, ...]:
    """Return the merges that somebody has part in, oldest first."""
    statement = (
        select(MergeRow, PersonRow.ref, StaffRow.name)
        .join(PersonRow, PersonRow.id == MergeRow.merged_id)
        .join(StaffRow, StaffRow.id == MergeRow.merged_by)
        .where(or_(MergeRow.kept_id == person_id, MergeRow.merged_id == person_id))
        .order_by(MergeRow.id)
    )
    return tuple(
        Merged(row.id, row.kept_id, row.merged_id, ref, row.reason, row.merged_at, name,
               row.undone_at)
        for row, ref, name in session.execute(statement)
    )  # fmt: skip


def load(session: Session, merge_id: int) -> MergeRow | None:
    """Return a merge, if there is one."""
    return session.get(MergeRow, merge_id)


_NULLABLE = frozenset({"date_of_birth", "estimated_age", "nhs_number", "date_of_death"})


def _find_again(session: Session, person_id: int) -> None:
    row = session.get_one(PersonRow, person_id)
    search.put(session, search.Kind.PERSON, person_id, people.words(people.person(row), row.ref))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
