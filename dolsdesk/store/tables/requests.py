"""What was asked for: a request, its urgent authorisation and the extension of that.

The names fit any scheme, DoLS or what follows it.
"""

from datetime import date, datetime, time

from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.domain.dols.case import (
    Answered,
    Channel,
    FormUsed,
    Funding,
    ResidenceStatus,
)
from dolsdesk.domain.dols.facts import Priority, RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.store.base import Base, PersonFk, Pk, PlaceFk, RequestFk, StaffFk, Text, Words
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
    recorded_by: Mapped[StaffFk]
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
