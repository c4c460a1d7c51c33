"""The audit trail: append-only by trigger, each entry chained to the one before by its hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base, Pk, Text, Words


class AuditRow(Base):
    """One act: who, when, at which workstation, what, with the values before and after."""

    __tablename__ = "audit_entry"
    seq: Mapped[Pk]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[Words]
    workstation: Mapped[Words]
    action: Mapped[Words]
    entity: Mapped[Words]
    entity_id: Mapped[int | None]
    reason: Mapped[Text]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    prev_hash: Mapped[str]
    hash: Mapped[str]
    __table_args__ = (Index("ix_audit_entry_entity_entity_id", "entity", "entity_id"),)


class AuditHeadRow(Base):
    """Where the chain ends, so that a cut tail is noticed."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str]
