"""What happened in a case."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import KEY, Base, Pk, RequestFk, StaffFk, Text, Words


class EventRow(Base):
    """Something that happened in a case. Never deleted; a correction names what it corrects."""

    __tablename__ = "case_event"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    happened_on: Mapped[date]
    happened_time: Mapped[time | None]
    kind: Mapped[Words]
    detail: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]
    corrects_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("case_event.id"))
