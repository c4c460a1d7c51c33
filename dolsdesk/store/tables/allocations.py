"""Assessors selected for a request."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.store.base import KEY, AssessorFk, Base, Pk, RequestFk, StaffFk, Text, Words
from dolsdesk.store.types import choice

#: Why a selection ended that was taken back with its batch.
UNDONE = "undone"


class AllocationBatchRow(Base):
    """Many cases that were allocated in one act; it can be undone while nothing has come back."""

    __tablename__ = "allocation_batch"
    id: Mapped[Pk]
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[StaffFk]
    reason: Mapped[Text]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(KEY, ForeignKey("staff.id"))
    undone_why: Mapped[Text]


class AllocationRow(Base):
    """An assessor selected for one kind, with the declaration and the eligibility of that day.

    ``due_on`` is the last day the law leaves; ``return_on`` the day the report is asked for.
    """

    __tablename__ = "allocation"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    kind: Mapped[AssessmentKind] = mapped_column(choice(AssessmentKind))
    assessor_id: Mapped[AssessorFk]
    selected_on: Mapped[date]
    due_on: Mapped[date | None]
    return_on: Mapped[date | None]
    declarations: Mapped[dict[str, Any]]
    eligibility: Mapped[dict[str, Any]]
    ended_on: Mapped[date | None]
    end_reason: Mapped[Words]
    stop_notice_on: Mapped[date | None]
    batch_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("allocation_batch.id"), index=True)
    __table_args__ = (Index("ix_allocation_selected_on", "selected_on", "request_id"),)
