"""Assessors selected for a request."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.store.base import AssessorFk, Base, Pk, RequestFk, Words
from dolsdesk.store.types import choice


class AllocationRow(Base):
    """An assessor selected for one kind, with the declaration and the eligibility of that day."""

    __tablename__ = "allocation"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    kind: Mapped[AssessmentKind] = mapped_column(choice(AssessmentKind))
    assessor_id: Mapped[AssessorFk]
    selected_on: Mapped[date]
    due_on: Mapped[date | None]
    declarations: Mapped[dict[str, Any]]
    eligibility: Mapped[dict[str, Any]]
    ended_on: Mapped[date | None]
    end_reason: Mapped[Words]
    stop_notice_on: Mapped[date | None]
    __table_args__ = (Index("ix_allocation_selected_on", "selected_on", "request_id"),)
