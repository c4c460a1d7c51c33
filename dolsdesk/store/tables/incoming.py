"""Papers that came in, as received."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.incoming import Fit, IncomingKind, Media
from dolsdesk.store.base import KEY, Base, Pk, StaffFk, Text, Words
from dolsdesk.store.types import choice


class IncomingBytesRow(Base):
    """Bytes as received, under their hash: the same file is kept once, however often it comes."""

    __tablename__ = "incoming_bytes"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class IncomingRow(Base):
    """One receipt of a paper: what it is, from whom, when, and in which case it is filed."""

    __tablename__ = "incoming"
    id: Mapped[Pk]
    request_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("request.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("person.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("incoming.id"), index=True)
    kind: Mapped[IncomingKind] = mapped_column(choice(IncomingKind))
    name: Mapped[Words]
    media: Mapped[Media] = mapped_column(choice(Media))
    fit: Mapped[Fit] = mapped_column(choice(Fit))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("incoming_bytes.sha256"), index=True)
    received_on: Mapped[date]
    sender: Mapped[Words]
    subject: Mapped[Words]
    note: Mapped[Text]
    entered_at: Mapped[datetime]
    entered_by: Mapped[StaffFk]
