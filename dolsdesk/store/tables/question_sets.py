"""A council's own versions of the question sets of triage; append-only by trigger."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from dolsdesk.store.base import Base, Pk, StaffFk, Text, Words


class QuestionSetRow(Base):
    """One version of a set; the first version of each comes with dolsdesk and is no row."""

    __tablename__ = "question_set"
    id: Mapped[Pk]
    set_id: Mapped[Words]
    version: Mapped[int]
    title: Mapped[Words]
    note: Mapped[Text]
    factors: Mapped[list[Any]]
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[StaffFk]
    __table_args__ = (UniqueConstraint("set_id", "version"),)
