"""Loads and saves records: threads of entries, of which the newest counts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.holdings import FACTS
from dolsdesk.domain.records import Entry, Record, RecordKind
from dolsdesk.errors import Conflict, StaleRecord
from dolsdesk.store import codec
from dolsdesk.store.tables.records import RecordEntryRow, RecordRow
from dolsdesk.store.tables.staff import StaffRow


class NoSuchRecord(Conflict):
    """The record is not in this store."""


def add(
    session: Session,
    kind: RecordKind,
    facts: Any,
    *,
    on: date,
    person_id: int,
    place_id: int | None = None,
    request_id: int | None = None,
    recorded_by: int,
    recorded_at: datetime,
) -> int:
    """Begin a record with its first entry and return its id."""
    held = codec.dump(facts)
    row = RecordRow(
        kind=kind,
        person_id=person_id,
        place_id=place_id,
        request_id=request_id,
        began_on=on,
        entries=1,
        facts=held,
        recorded_by=recorded_by,
        recorded_at=recorded_at,
    )
    session.add(row)
    session.flush()
    session.add(
        RecordEntryRow(
            record_id=row.id, number=1, facts=held, recorded_by=recorded_by, recorded_at=recorded_at
        )
    )
    return row.id


def amend(
    session: Session,
    record_id: int,
    facts: Any,
    *,
    seen: int,
    why: str,
    recorded_by: int,
    recorded_at: datetime,
    on: date | None = None,
    is_void: bool = False,
) -> None:
    """Put a new entry on top of the newest; ``seen`` is the number of entries it was made from.

    Raises:
        NoSuchRecord: there is no such record.
        StaleRecord: somebody else put an entry on it since.
    """
    row = session.get(RecordRow, record_id)
    if row is None:
        raise NoSuchRecord("NO_SUCH_RECORD")
    if row.entries != seen:
        raise StaleRecord("STALE_ENTRY")
    held = codec.dump(facts)
    row.entries, row.facts, row.is_void = row.entries + 1, held, is_void
    row.recorded_by, row.recorded_at = recorded_by, recorded_at
    if on is not None:
        row.began_on = on
    session.add(
        RecordEntryRow(
            record_id=record_id,
            number=row.entries,
            facts=held,
            is_void=is_void,
            why=why,
            recorded_by=recorded_by,
            recorded_at=recorded_at,
        )
    )
    session.flush()


def load(session: Session, record_id: int) -> tuple[Record[Any], int]:
    """Return a record, and whom it is about.

    Raises:
        NoSuchRecord: there is no such record.
    """
    found = session.execute(_named().where(RecordRow.id == record_id)).one_or_none()
    if found is None:
        raise NoSuchRecord("NO_SUCH_RECORD")
    row, name = found
    return _record(row, name), row.person_id


def of_request(session: Session, request_id: int) -> tuple[Record[Any], ...]:
    """Return the records that hang on a request, in the order they began."""
    return _records(session, _named().where(RecordRow.request_id == request_id))


def of_person(session: Session, person_id: int) -> tuple[Record[Any], ...]:
    """Return every record about a person, in the order they began."""
    return _records(session, _named().where(RecordRow.person_id == person_id))


def with_people(session: Session, kind: RecordKind) -> tuple[tuple[Record[Any], int], ...]:
    """Return the records of a kind, each with the person it is about."""
    found = session.execute(_named().where(RecordRow.kind == kind))
    return tuple((_record(row, name), row.person_id) for row, name in found)


def of_kind(
    session: Session, kind: RecordKind, request_ids: Iterable[int] | None = None
) -> tuple[Record[Any], ...]:
    """Return the records of a kind; of some requests only, if any are named."""
    statement = _named().where(RecordRow.kind == kind)
    if request_ids is not None:
        statement = statement.where(RecordRow.request_id.in_(tuple(request_ids)))
    return _records(session, statement)


def entries(session: Session, record_id: int) -> tuple[Entry[Any], ...]:
    """Return every entry of a record, the first one first."""
    kind = session.get_one(RecordRow, record_id).kind
    statement = (
        select(RecordEntryRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == RecordEntryRow.recorded_by)
        .where(RecordEntryRow.record_id == record_id)
        .order_by(RecordEntryRow.number)
    )
    return tuple(
        Entry(
            number=row.number,
            facts=codec.load(row.facts, FACTS[kind]),
            why=row.why,
            recorded_at=row.recorded_at,
            recorded_by=name,
            is_void=row.is_void,
        )
        for row, name in session.execute(statement)
    )


def _named() -> Any:
    return (
        select(RecordRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == RecordRow.recorded_by)
        .order_by(RecordRow.began_on, RecordRow.id)
    )


def _records(session: Session, statement: Any) -> tuple[Record[Any], ...]:
    return tuple(_record(row, name) for row, name in session.execute(statement))


def _record(row: RecordRow, name: str) -> Record[Any]:
    return Record(
        id=row.id,
        kind=row.kind,
        facts=codec.load(row.facts, FACTS[row.kind]),
        on=row.began_on,
        entries=row.entries,
        recorded_at=row.recorded_at,
        recorded_by=name,
        is_void=row.is_void,
        request_id=row.request_id,
        place_id=row.place_id,
    )
