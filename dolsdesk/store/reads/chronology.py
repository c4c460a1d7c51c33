"""Everything on record about one person, in the order in which it happened."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.clock import london_date
from dolsdesk.domain.records import RecordKind
from dolsdesk.store.tables.documents import DocumentRow
from dolsdesk.store.tables.events import EventRow
from dolsdesk.store.tables.merges import MergeRow
from dolsdesk.store.tables.records import RecordEntryRow, RecordRow
from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.staff import StaffRow


@dataclass(frozen=True, slots=True)
class OnRecord:
    """One thing on record; ``source`` is the reference of its request, or where else it stands."""

    happened_on: date
    happened_time: time | None
    kind: str
    detail: str
    source: str
    request_id: int | None
    recorded_at: datetime
    recorded_by: str


def of_person(session: Session, person_id: int) -> tuple[OnRecord, ...]:
    """Return everything on record about a person, oldest first."""
    found = [
        *_events(session, person_id),
        *_papers(session, person_id),
        *_records(session, person_id),
        *_merges(session, person_id),
    ]
    return tuple(sorted(found, key=lambda one: (one.happened_on, one.recorded_at)))


def _events(session: Session, person_id: int) -> list[OnRecord]:
    statement = (
        select(EventRow, RequestRow.ref, StaffRow.name)
        .join(RequestRow, RequestRow.id == EventRow.request_id)
        .join(StaffRow, StaffRow.id == EventRow.recorded_by)
        .where(RequestRow.person_id == person_id)
        .order_by(EventRow.id)
    )
    return [
        OnRecord(row.happened_on, row.happened_time, row.kind, row.detail, ref, row.request_id,
                 row.recorded_at, name)
        for row, ref, name in session.execute(statement)
    ]  # fmt: skip


def _papers(session: Session, person_id: int) -> list[OnRecord]:
    statement = (
        select(
            DocumentRow.title, DocumentRow.code, DocumentRow.issued_at, DocumentRow.request_id,
            RequestRow.ref, StaffRow.name,
        )
        .join(RequestRow, RequestRow.id == DocumentRow.request_id)
        .join(StaffRow, StaffRow.id == DocumentRow.issued_by)
        .where(RequestRow.person_id == person_id)
        .order_by(DocumentRow.id)
    )  # fmt: skip
    return [
        OnRecord(london_date(at), None, "paper_issued", f"{title} ({code})", ref, request_id, at,
                 name)
        for title, code, at, request_id, ref, name in session.execute(statement)
    ]  # fmt: skip


def _records(session: Session, person_id: int) -> list[OnRecord]:
    """Return the entries of records that hang on no request, and so are in no case's history."""
    statement = (
        select(RecordEntryRow, RecordRow.kind, RecordRow.began_on, StaffRow.name)
        .join(RecordRow, RecordRow.id == RecordEntryRow.record_id)
        .join(StaffRow, StaffRow.id == RecordEntryRow.recorded_by)
        .where(RecordRow.person_id == person_id, RecordRow.request_id.is_(None))
        .order_by(RecordEntryRow.id)
    )
    return [
        OnRecord(
            began if row.number == 1 else london_date(row.recorded_at),
            None,
            f"record_{kind.value}",
            str(row.facts.get("state", "")) if kind is RecordKind.REFERRAL else "",
            "",
            None,
            row.recorded_at,
            name,
        )
        for row, kind, began, name in session.execute(statement)
    ]


def _merges(session: Session, person_id: int) -> list[OnRecord]:
    statement = (
        select(MergeRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == MergeRow.merged_by)
        .where(MergeRow.kept_id == person_id)
    )
    return [
        OnRecord(
            london_date(row.merged_at), None, "merged" if row.undone_at is None else "unmerged",
            row.reason if row.undone_at is None else row.undone_why, "", None,
            row.undone_at or row.merged_at, name,
        )
        for row, name in session.execute(statement)
    ]  # fmt: skip
