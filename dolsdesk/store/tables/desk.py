"""The desk's own records: settings, drafts, saved views, reference counters."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base, Pk, StaffFk, Text, Words


class SettingRow(Base):
    """One setting of this store, shared by everybody who opens it."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Text]


class CounterRow(Base):
    """The last number given out for a kind of reference in a year."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class DraftRow(Base):
    """Something being typed: kept until it is saved or thrown away."""

    __tablename__ = "draft"
    id: Mapped[Pk]
    staff_id: Mapped[StaffFk]
    kind: Mapped[Words]
    subject: Mapped[Words]
    payload: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("staff_id", "kind", "subject"),)


class ViewRow(Base):
    """A worklist view saved by name: filters, columns and order."""

    __tablename__ = "saved_view"
    id: Mapped[Pk]
    staff_id: Mapped[int | None]
    name: Mapped[Words]
    definition: Mapped[dict[str, Any]]
    __table_args__ = (UniqueConstraint("staff_id", "name"),)
