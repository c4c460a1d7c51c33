"""A request and everything that hangs on it. The names fit any scheme, DoLS or what follows it."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.assessments import Method, Result
from dolsdesk.domain.dols.case import (
    Answered,
    Channel,
    FormUsed,
    Funding,
    Priority,
    ResidenceStatus,
)
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.places import PlaceKind
from dolsdesk.store.base import AssessorFk, Base, PersonFk, Pk, PlaceFk, RequestFk, Text, Words
from dolsdesk.store.types import choice


class RequestRow(Base):
    """One request for a standard authorisation, as it was received."""

    __tablename__ = "request"
    id: Mapped[Pk]
    scheme: Mapped[str] = mapped_column(default="dols")
    ref: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonFk]
    place_id: Mapped[PlaceFk]
    type: Mapped[RequestType] = mapped_column(choice(RequestType))
    state: Mapped[RequestState] = mapped_column(choice(RequestState))
    received_on: Mapped[date] = mapped_column(index=True)
    received_time: Mapped[time | None]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    form_used: Mapped[FormUsed] = mapped_column(choice(FormUsed))
    form_signed_on: Mapped[date | None]
    signed_by: Mapped[Words]
    urgent_given: Mapped[bool]
    purpose: Mapped[Text]
    sa_sought_from: Mapped[date | None]
    restrictions: Mapped[Text]
    diagnosis: Mapped[Text]
    person_view: Mapped[Text]
    person_objects: Mapped[Answered] = mapped_column(choice(Answered))
    arrangements_from: Mapped[date | None]
    arrangements_to: Mapped[date | None]
    ward: Mapped[Words]
    contact_name: Mapped[Words]
    contact_phone: Mapped[Words]
    contact_email: Mapped[Words]
    residence_status: Mapped[ResidenceStatus] = mapped_column(choice(ResidenceStatus))
    residence_council: Mapped[Words]
    s39a_applies: Mapped[Answered] = mapped_column(choice(Answered))
    mha_status: Mapped[Words]
    advance_decision: Mapped[Answered] = mapped_column(choice(Answered))
    existing_sa_last_day: Mapped[date | None]
    funding: Mapped[Funding] = mapped_column(choice(Funding))
    priority: Mapped[Priority | None] = mapped_column(choice(Priority))
    priority_reason: Mapped[Text]
    next_contact_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class UrgentRow(Base):
    """The managing authority's urgent authorisation, exactly as its form says."""

    __tablename__ = "urgent_authorisation"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk] = mapped_column(unique=True)
    given_on: Mapped[date]
    given_time: Mapped[time | None]
    period_days: Mapped[int | None]
    stated_last_day: Mapped[date | None]
    given_by: Mapped[Words]
    reasons: Mapped[Text]


class ExtensionRow(Base):
    """The one extension request of an urgent authorisation."""

    __tablename__ = "urgent_extension"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk] = mapped_column(unique=True)
    requested_on: Mapped[date]
    reasons: Mapped[Text]
    decided_on: Mapped[date | None]
    is_granted: Mapped[bool | None]
    days: Mapped[int | None]
    decision_reasons: Mapped[Text]
    decided_by: Mapped[Words]


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


class AssessmentRow(Base):
    """One version of one assessment; ``details`` holds what only its kind carries."""

    __tablename__ = "assessment"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    kind: Mapped[AssessmentKind] = mapped_column(choice(AssessmentKind))
    version_no: Mapped[int]
    method: Mapped[Method] = mapped_column(choice(Method))
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("assessor.id"))
    assessor_name: Mapped[Words]
    carried_out_on: Mapped[date] = mapped_column(index=True)
    result: Mapped[Result] = mapped_column(choice(Result))
    copy_received_on: Mapped[date | None]
    legal_test: Mapped[Words]
    details: Mapped[dict[str, Any]]
    returned_reason: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    __table_args__ = (UniqueConstraint("request_id", "kind", "version_no"),)


class AuthorisationRow(Base):
    """A standard authorisation as given (para 55)."""

    __tablename__ = "authorisation"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk] = mapped_column(unique=True)
    person_id: Mapped[PersonFk]
    place_id: Mapped[PlaceFk]
    given_at: Mapped[datetime]
    given_on: Mapped[date]
    in_force_on: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    purpose: Mapped[Text]
    period_reason: Mapped[Text]
    reasons: Mapped[dict[str, Any]]
    eligibility_case: Mapped[Words]
    conditions: Mapped[list[Any]]
    scrutiny: Mapped[dict[str, Any]]
    scrutiny_notes: Mapped[Text]
    representative: Mapped[dict[str, Any] | None]
    signatory_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    signatory_name: Mapped[Words]
    ended_on: Mapped[date | None]
    end_reason: Mapped[Words]
    late_reason: Mapped[Words]


class RefusalRow(Base):
    """A decision not to give a standard authorisation (para 58)."""

    __tablename__ = "refusal"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk] = mapped_column(unique=True)
    decided_at: Mapped[datetime]
    decided_on: Mapped[date]
    grounds: Mapped[list[Any]]
    reasons: Mapped[Text]
    is_no_deprivation: Mapped[bool] = mapped_column(default=False)
    says_unauthorised: Mapped[bool] = mapped_column(default=False)
    ma_received_on: Mapped[date | None]
    signatory_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    signatory_name: Mapped[Words]
    late_reason: Mapped[Words]


class CopyRow(Base):
    """One recipient the law names for one event."""

    __tablename__ = "copy_line"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    event: Mapped[Words]
    recipient: Mapped[Words]
    name: Mapped[Words]
    address: Mapped[Text]
    papers: Mapped[list[Any]]
    rule_id: Mapped[Words]
    is_statutory: Mapped[bool] = mapped_column(default=True)
    sent_on: Mapped[date | None]
    method: Mapped[Words]
    reason_not_sent: Mapped[Text]


class EventRow(Base):
    """Something that happened in a case. Never deleted; a correction names what it corrects."""

    __tablename__ = "case_event"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    happened_on: Mapped[date]
    happened_time: Mapped[time | None]
    kind: Mapped[Words]
    detail: Mapped[Text]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))


class DocumentRow(Base):
    """An issued paper: frozen answers, form version, rule edition and hash."""

    __tablename__ = "document"
    id: Mapped[Pk]
    request_id: Mapped[RequestFk]
    code: Mapped[Words]
    title: Mapped[Words]
    template: Mapped[Words]
    edition: Mapped[Words]
    answers: Mapped[dict[str, Any]]
    pages: Mapped[int]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class DocumentBytesRow(Base):
    """The exact bytes of an issued paper, apart so that lists stay light."""

    __tablename__ = "document_bytes"
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SummaryRow(Base):
    """What lists show of a case: a projection of its facts, rebuilt whenever they change.

    Dates only, never lateness: a list compares with today when it is asked.
    """

    __tablename__ = "case_summary"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
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
