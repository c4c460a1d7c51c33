"""The date vocabulary of dols.md 0.5 as one typed record of what is known.

``None`` means not stated. A fact that is known to be absent (no request was ever made) is named
in ``known_absent``, because "not stated" must never be taken for "did not happen".
"""

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from dolsdesk.domain.counting import (
    last_day_of_days,
    last_day_of_months,
    last_day_of_weeks,
)


class AssessmentKind(StrEnum):
    """The six qualifying requirements (dols.md 2)."""

    AGE = "age"
    MH = "mh"
    MC = "mc"
    BI = "bi"
    ELIG = "elig"
    NR = "nr"


class RequestType(StrEnum):
    """Under which paragraph of Schedule A1 the request was made."""

    FIRST = "first"  # para 24
    FOLLOW_ON = "follow_on"  # para 24 and 29
    CHANGE_OF_PLACE = "change_of_place"  # para 25
    DURING_REVIEW = "during_review"  # para 30
    AFTER_COURT = "after_court"  # para 27
    DEEMED = "deemed"  # para 71


_DURATION = re.compile(r"(?P<amount>[0-9]{1,4})(?P<unit>[dwm])")
_UNTIL = re.compile(r"until:(?P<on>\d{4}-\d{2}-\d{2})")


class Priority(StrEnum):
    """The order of work; never moves a statutory date (I19)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class MaxPeriod:
    """A best interests assessor's maximum authorisation period (para 42).

    Either an amount of days, weeks or months beginning with the day the authorisation comes into
    force (dols.md 10.16), or a last day written out.
    """

    amount: int = 0
    unit: str = ""
    until: date | None = None

    @classmethod
    def parse(cls, text: str) -> "MaxPeriod":
        """Return the period written as ``12m``, ``13w``, ``90d`` or ``until:YYYY-MM-DD``.

        Raises:
            ValueError: the text is none of these, or names no real date.
        """
        if match := _UNTIL.fullmatch(text.strip()):
            return cls(until=date.fromisoformat(match["on"]))
        match = _DURATION.fullmatch(text.strip())
        if match is None or int(match["amount"]) == 0:
            raise ValueError(f"not a period: {text!r}")
        return cls(int(match["amount"]), match["unit"])

    def __str__(self) -> str:
        """Return the period as it is written."""
        return f"until:{self.until.isoformat()}" if self.until else f"{self.amount}{self.unit}"

    def last_day(self, start_on: date) -> date:
        """Return the last day of the period when the authorisation starts on ``start_on``."""
        if self.until is not None:
            return self.until
        count = {"d": last_day_of_days, "w": last_day_of_weeks, "m": last_day_of_months}
        return count[self.unit](start_on, self.amount)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one case; every field is optional and keeps the vocabulary's name."""

    # The request
    request_type: RequestType | None = None
    request_received_on: date | None = None
    received_time: time | None = None
    form_signed_on: date | None = None
    sa_sought_from: date | None = None
    date_of_birth: date | None = None
    date_of_death: date | None = None
    review_in_progress: bool | None = None
    # The urgent authorisation
    urgent_given: bool | None = None
    urgent_given_on: date | None = None
    urgent_given_time: time | None = None
    urgent_period_days: int | None = None
    urgent_stated_last_day: date | None = None
    second_urgent_given_on: date | None = None
    same_detention: bool | None = None
    extension_requested_on: date | None = None
    second_extension_requested_on: date | None = None
    extension_decided_on: date | None = None
    extension_days: int | None = None
    ma_received_refusal_notice_on: date | None = None
    urgent_ended_on: date | None = None
    # Assessments
    assessments_completed_on: date | None = None
    assessment_kind: AssessmentKind | None = None
    assessment_carried_out_on: date | None = None
    relied_on: date | None = None
    legal_test: str | None = None
    # The standard authorisation
    existing_sa_last_day: date | None = None
    sa_given_on: date | None = None
    sa_in_force_on: date | None = None
    sa_proposed_last_day: date | None = None
    sa_last_day: date | None = None
    bia_max_period: MaxPeriod | None = None
    sa_ended_on: date | None = None
    # Suspension
    suspension_notice_on: date | None = None
    eligibility_restored_on: date | None = None
    # Reported unauthorised deprivation, ordinary residence
    unauthorised_request_received_on: date | None = None
    or_dispute_arose_on: date | None = None
    or_referred_on: date | None = None
    # An assessor's training
    initial_training_on: date | None = None
    further_training_on: tuple[date, ...] = ()
    selected_on: date | None = None
    # Names of facts known not to exist
    known_absent: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_urgent(self) -> bool:
        """Return whether an urgent authorisation was given."""
        return self.urgent_given is True or self.urgent_given_on is not None


#: A period long enough to hold any lawful authorisation; guards arithmetic against absurd dates.
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1) - timedelta(days=1)
