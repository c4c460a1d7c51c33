"""People found to be the same, or not to be; a merge can be undone, and is never deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import KEY, Base, PersonFk, Pk, StaffFk, Text


class MergeRow(Base):
    """Two entries of one person put together: what was moved, and what was filled in."""

    __tablename__ = "person_merge"
    id: Mapped[Pk]
    kept_id: Mapped[PersonFk]
    merged_id: Mapped[PersonFk]
    moved: Mapped[dict[str, Any]]
    filled: Mapped[dict[str, Any]]
    reason: Mapped[Text]
    merged_at: Mapped[datetime]
    merged_by: Mapped[StaffFk]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(KEY, ForeignKey("staff.id"))
    undone_why: Mapped[Text]


class ApartRow(Base):
    """Two people who look alike and are not the same; ``first_id`` is the smaller number."""

    __tablename__ = "person_apart"
    id: Mapped[Pk]
    first_id: Mapped[PersonFk]
    second_id: Mapped[PersonFk]
    reason: Mapped[Text]
    decided_at: Mapped[datetime]
    decided_by: Mapped[StaffFk]
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
