"""Who must be sent what."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import KEY, Base, Pk, RequestFk, Text, Words


class CopyRow(Base):
    """One recipient the law names for one event."""

    __tablename__ = "copy_line"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    event: Mapped[Words]
    recipient: Mapped[Words]
    name: Mapped[Words]
    address: Mapped[Text]
    papers: Mapped[list[Any]]
    rule_id: Mapped[Words]
    is_statutory: Mapped[bool] = mapped_column(default=True)
    sent_on: Mapped[date | None]
    method: Mapped[Words]
    reason_not_sent: Mapped[Text]
    reason_code: Mapped[Words]
    document_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("document.id"))
