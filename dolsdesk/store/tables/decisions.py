"""What was decided on a request: an authorisation or a refusal."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base, PersonFk, Pk, PlaceFk, RequestFk, StaffFk, Text, Words


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
    signatory_id: Mapped[StaffFk]
    signatory_name: Mapped[Words]
    ended_on: Mapped[date | None]
    end_reason: Mapped[Words]
    late_reason: Mapped[Words]
    late_note: Mapped[Text]


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
    signatory_id: Mapped[StaffFk]
    signatory_name: Mapped[Words]
    late_reason: Mapped[Words]
    late_note: Mapped[Text]
