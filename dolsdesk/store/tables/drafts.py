"""What is being typed."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base, Pk, StaffFk, Words


class DraftRow(Base):
    """Something being typed: kept until it is saved or thrown away.

    ``revision`` counts how often it was kept, so that a second desk of the same person is noticed.
    """

    __tablename__ = "draft"
    id: Mapped[Pk]
    staff_id: Mapped[StaffFk]
    kind: Mapped[Words]
    subject: Mapped[Words]
    payload: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    __table_args__ = (UniqueConstraint("staff_id", "kind", "subject"),)
