"""Issued papers: frozen when they are written, never changed afterwards."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from dolsdesk.errors import FileUnreadable
from dolsdesk.store.tables.documents import DocumentBytesRow, DocumentRow
from dolsdesk.store.tables.staff import StaffRow


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued paper without its bytes.

    ``record_id`` is the record it is about, if any. ``supersedes_id`` is the paper whose place it
    takes and ``why`` the reason; ``superseded_by`` is the one that took its own place.
    """

    id: int
    request_id: int | None
    code: str
    title: str
    template: str
    edition: str
    pages: int
    sha256: str
    issued_at: datetime
    issued_by: str
    supersedes_id: int | None
    record_id: int | None = None
    why: str = ""
    superseded_by: int | None = None


def add(
    session: Session,
    request_id: int | None,
    *,
    code: str,
    title: str,
    template: str,
    edition: str,
    answers: Mapping[str, Any],
    content: bytes,
    pages: int,
    issued_at: datetime,
    issued_by: int,
    record_id: int | None = None,
    supersedes_id: int | None = None,
    why: str = "",
    signature: Mapping[str, Any] | None = None,
) -> int:
    """Freeze a paper: its answers, form version, rule edition, bytes and hash.

    ``signature`` is who signed it and by what authority, where somebody did. ``supersedes_id`` is
    the paper whose place it takes, ``why`` the reason for that.
    """
    row = DocumentRow(
        request_id=request_id,
        code=code,
        title=title,
        template=template,
        edition=edition,
        answers=dict(answers),
        pages=pages,
        sha256=hashlib.sha256(content).hexdigest(),
        issued_at=issued_at,
        issued_by=issued_by,
        record_id=record_id,
        supersedes_id=supersedes_id,
        superseded_why=why,
        signature=dict(signature or {}),
    )
    session.add(row)
    session.flush()
    session.add(DocumentBytesRow(document_id=row.id, content=content))
    session.flush()
    return row.id


def of_case(session: Session, request_id: int) -> tuple[Issued, ...]:
    """Return the papers issued in a case, oldest first."""
    statement = _issued().where(DocumentRow.request_id == request_id).order_by(DocumentRow.id)
    return tuple(_told(*found) for found in session.execute(statement))


def of_record(session: Session, record_id: int) -> tuple[Issued, ...]:
    """Return the papers issued about a record, oldest first."""
    statement = _issued().where(DocumentRow.record_id == record_id).order_by(DocumentRow.id)
    return tuple(_told(*found) for found in session.execute(statement))


def one(session: Session, document_id: int) -> Issued:
    """Return one issued paper without its bytes."""
    return _told(*session.execute(_issued().where(DocumentRow.id == document_id)).one())


def answers(session: Session, document_id: int) -> Mapping[str, Any]:
    """Return the answers that were frozen with an issued paper."""
    return session.get_one(DocumentRow, document_id).answers


def _issued() -> Any:
    later = aliased(DocumentRow)
    return (
        select(DocumentRow, StaffRow.name, later.id)
        .join(StaffRow, StaffRow.id == DocumentRow.issued_by)
        .outerjoin(later, later.supersedes_id == DocumentRow.id)
    )


def _told(row: DocumentRow, issued_by: str, superseded_by: int | None) -> Issued:
    return Issued(
        id=row.id,
        request_id=row.request_id,
        code=row.code,
        title=row.title,
        template=row.template,
        edition=row.edition,
        pages=row.pages,
        sha256=row.sha256,
        issued_at=row.issued_at,
        issued_by=issued_by,
        supersedes_id=row.supersedes_id,
        record_id=row.record_id,
        why=row.superseded_why,
        superseded_by=superseded_by,
    )


def signature(session: Session, document_id: int) -> Mapping[str, Any]:
    """Return who signed an issued paper and by what authority; empty where nobody did."""
    return session.get_one(DocumentRow, document_id).signature


def content(session: Session, document_id: int) -> bytes:
    """Return the exact bytes of an issued paper.

    Raises:
        FileUnreadable: they no longer fit the hash taken when it was issued, or are not kept here
            (the reference data set holds records of papers without the papers).
    """
    row = session.get_one(DocumentRow, document_id)
    held = session.get(DocumentBytesRow, document_id)
    if held is None:
        raise FileUnreadable("DOCUMENT_NOT_KEPT", title=row.title)
    if hashlib.sha256(held.content).hexdigest() != row.sha256:
        raise FileUnreadable("DOCUMENT_CHANGED", title=row.title)
    return held.content
