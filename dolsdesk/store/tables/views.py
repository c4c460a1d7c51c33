"""Saved views of the worklist."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from dolsdesk.store.base import Base, Pk, Words


class ViewRow(Base):
    """A worklist view saved by name: filters, columns and order."""

    __tablename__ = "saved_view"
    id: Mapped[Pk]
    staff_id: Mapped[int | None]
    name: Mapped[Words]
    definition: Mapped[dict[str, Any]]
    __table_args__ = (UniqueConstraint("staff_id", "name"),)
