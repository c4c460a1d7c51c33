"""Records beside the request, and their entries, which are never changed or taken away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.records import RecordKind
from dolsdesk.store.base import KEY, Base, PersonFk, Pk, StaffFk, Text
from dolsdesk.store.types import choice


class RecordRow(Base):
    """One record; ``entries`` counts its entries, and the facts are those of the newest."""

    __tablename__ = "record"
    id: Mapped[Pk]
    kind: Mapped[RecordKind] = mapped_column(choice(RecordKind))
    person_id: Mapped[PersonFk]
    place_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("place.id"))
    request_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("request.id"))
    began_on: Mapped[date]
    entries: Mapped[int]
    is_void: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]
    __table_args__ = (
        Index("ix_record_request_id_kind", "request_id", "kind"),
        Index("ix_record_kind_began_on", "kind", "began_on"),
    )


class RecordEntryRow(Base):
    """One entry of a record; append-only by trigger."""

    __tablename__ = "record_entry"
    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(KEY, ForeignKey("record.id"))
    number: Mapped[int]
    facts: Mapped[dict[str, Any]]
    is_void: Mapped[bool] = mapped_column(default=False)
    why: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]
    __table_args__ = (UniqueConstraint("record_id", "number"),)
