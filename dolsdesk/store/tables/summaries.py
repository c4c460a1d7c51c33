"""What lists show of every case."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.places import PlaceKind
from dolsdesk.store.base import KEY, Base, Words
from dolsdesk.store.types import choice


class SummaryRow(Base):
    """What lists show of a case: a projection of its facts, rebuilt whenever they change.

    Dates only, never lateness: a list compares with today when it is asked.
    """

    __tablename__ = "case_summary"
    request_id: Mapped[int] = mapped_column(KEY, ForeignKey("request.id"), primary_key=True)
    ref: Mapped[str]
    person_id: Mapped[int]
    person_name: Mapped[Words]
    name_key: Mapped[Words]
    born_on: Mapped[date | None]
    place_id: Mapped[int]
    place_name: Mapped[Words]
    place_key: Mapped[Words]
    place_kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind))
    state: Mapped[RequestState] = mapped_column(choice(RequestState))
    is_open: Mapped[bool]
    received_on: Mapped[date]
    urgent_given: Mapped[bool]
    priority: Mapped[Words]
    due_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    urgent_last_on: Mapped[date | None]
    no_authority_from: Mapped[date | None]
    expires_on: Mapped[date | None]
    renewal_prompt_on: Mapped[date | None]
    has_further_request: Mapped[bool] = mapped_column(default=False)
    next_step: Mapped[Words]
    next_contact_on: Mapped[date | None]
    is_letter_due: Mapped[bool] = mapped_column(default=False)
    triaged_on: Mapped[date | None]
    triage_asked_on: Mapped[date | None]
    contacted_on: Mapped[date | None]
    agni_screen: Mapped[Words]
    bia_id: Mapped[int | None]
    bia_name: Mapped[Words]
    mh_id: Mapped[int | None]
    mh_name: Mapped[Words]
    decided_on: Mapped[date | None]
    outcome: Mapped[Words]
    late_reason: Mapped[Words]
    closed_on: Mapped[date | None]
    unsent_count: Mapped[int] = mapped_column(default=0)
    objects: Mapped[bool] = mapped_column(default=False)
    legal_test: Mapped[Words]
    edition: Mapped[Words]
    __table_args__ = (
        Index("ix_case_summary_open_due", "is_open", "due_on", "request_id"),
        Index("ix_case_summary_open_received", "is_open", "received_on", "request_id"),
        Index("ix_case_summary_open_name", "is_open", "name_key", "request_id"),
        Index("ix_case_summary_open_place", "is_open", "place_key", "request_id"),
        Index(
            "ix_case_summary_waiting",
            "state",
            "priority",
            "no_authority_from",
            "due_on",
            "received_on",
            "next_contact_on",
            "triaged_on",
            "triage_asked_on",
        ),
        Index("ix_case_summary_state", "state", "due_on", "request_id"),
        Index("ix_case_summary_no_authority", "is_open", "no_authority_from", "request_id"),
        Index("ix_case_summary_expires", "expires_on", "request_id"),
        Index("ix_case_summary_received", "received_on", "request_id"),
        Index("ix_case_summary_decided", "decided_on", "request_id"),
        Index("ix_case_summary_person", "person_id"),
        Index("ix_case_summary_name", "name_key", "request_id"),
        Index("ix_case_summary_bia", "bia_id", "is_open"),
        Index("ix_case_summary_mh", "mh_id", "is_open"),
    )
