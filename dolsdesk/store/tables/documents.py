"""Issued papers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import KEY, Base, Pk, StaffFk, Text, Words


class DocumentRow(Base):
    """An issued paper: frozen answers, form version, rule edition, hash, and who signed it.

    A notice on a third party's report belongs to its record and to no request.
    """

    __tablename__ = "document"
    id: Mapped[Pk]
    request_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("request.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("record.id"), index=True)
    code: Mapped[Words]
    title: Mapped[Words]
    template: Mapped[Words]
    edition: Mapped[Words]
    answers: Mapped[dict[str, Any]]
    pages: Mapped[int]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[StaffFk]
    signature: Mapped[dict[str, Any]]
    supersedes_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("document.id"), unique=True)
    superseded_why: Mapped[Text]


class DocumentBytesRow(Base):
    """The exact bytes of an issued paper, apart so that lists stay light."""

    __tablename__ = "document_bytes"
    document_id: Mapped[int] = mapped_column(KEY, ForeignKey("document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
