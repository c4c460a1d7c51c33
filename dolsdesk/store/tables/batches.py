"""Acts on several cases at once, and what each did; both append-only by trigger."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.bulk import BulkAct
from dolsdesk.store.base import KEY, Base, Pk, RequestFk, StaffFk
from dolsdesk.store.types import choice


class BatchRow(Base):
    """One act on several cases, with what was asked for; or the undoing of one."""

    __tablename__ = "batch"
    id: Mapped[Pk]
    act: Mapped[BulkAct] = mapped_column(choice(BulkAct))
    asked: Mapped[dict[str, Any]]
    undoes_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("batch.id"), index=True)
    begun_at: Mapped[datetime]
    begun_by: Mapped[StaffFk]


class BatchLineRow(Base):
    """What the act did in one case: enough to undo it. There is one only where it was done."""

    __tablename__ = "batch_line"
    id: Mapped[Pk]
    batch_id: Mapped[int] = mapped_column(KEY, ForeignKey("batch.id"))
    request_id: Mapped[RequestFk]
    done: Mapped[dict[str, Any]]
    __table_args__ = (UniqueConstraint("batch_id", "request_id"),)
