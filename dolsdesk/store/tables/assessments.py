"""What assessors found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.assessments import Method, Result
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.store.base import KEY, Base, Pk, RequestFk, StaffFk, Text, Words
from dolsdesk.store.types import choice


class AssessmentRow(Base):
    """One version of one assessment; ``details`` holds what only its kind carries."""

    __tablename__ = "assessment"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    kind: Mapped[AssessmentKind] = mapped_column(choice(AssessmentKind))
    version_no: Mapped[int]
    method: Mapped[Method] = mapped_column(choice(Method))
    assessor_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("assessor.id"))
    assessor_name: Mapped[Words]
    carried_out_on: Mapped[date] = mapped_column(index=True)
    result: Mapped[Result] = mapped_column(choice(Result))
    copy_received_on: Mapped[date | None]
    legal_test: Mapped[Words]
    details: Mapped[dict[str, Any]]
    returned_reason: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[StaffFk]
    __table_args__ = (UniqueConstraint("request_id", "kind", "version_no"),)
