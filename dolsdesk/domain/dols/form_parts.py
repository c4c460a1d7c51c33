"""What Forms 3, 3A, 3B and 4 ask beyond the result of an assessment, as data (forms.md 4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AssessedFor(StrEnum):
    """What an assessment is made for (Form 3 row 2, Form 4 row 1)."""

    REQUEST = "for_request"
    REVIEW = "for_review"


class Ability(StrEnum):
    """The four abilities of the capacity test (MCA s3(1))."""

    UNDERSTAND = "ability_understand"
    RETAIN = "ability_retain"
    USE_OR_WEIGH = "ability_use_or_weigh"
    COMMUNICATE = "ability_communicate"


class RprPoint(StrEnum):
    """What makes somebody eligible to be the representative (RPR reg 3; reg 9 where paid)."""

    ADULT = "rpr_adult"
    CAN_KEEP_CONTACT = "rpr_can_keep_contact"
    WILLING = "rpr_willing"
    NO_INTEREST = "rpr_no_interest"
    NOT_RELATED_TO_INTEREST = "rpr_not_related_to_interest"
    NOT_EMPLOYED_BY_HOME = "rpr_not_employed_by_home"
    NOT_EMPLOYED_BY_COUNCIL = "rpr_not_council_in_case"


@dataclass(frozen=True, slots=True)
class Document:
    """One document that was considered (Form 3 row 8)."""

    name: str
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class AbilityFound:
    """Whether the person has one of the four abilities, and the evidence (Form 3 row 12)."""

    ability: Ability
    is_able: bool | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CapacityFound:
    """The capacity assessment (Form 3 rows 9 to 12, Form 4 row 4).

    ``cause`` says how the impairment is the reason for the inability.
    """

    support_steps: str = ""
    impairment: str = ""
    cause: str = ""
    abilities: tuple[AbilityFound, ...] = ()

    @property
    def is_unable(self) -> bool:
        """Return whether at least one of the four abilities is found wanting."""
        return any(one.is_able is False for one in self.abilities)


@dataclass(frozen=True, slots=True)
class HealthFound:
    """The mental disorder, as the doctor describes it (Form 4 rows 5 and 6)."""

    has_disorder: bool | None = None
    diagnosis: str = ""
    symptoms: str = ""


@dataclass(frozen=True, slots=True)
class Advised:
    """One condition that is recommended, and why (Form 3 row 25, para 43)."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConditionKept:
    """What came of one condition of the authorisation before (Form 3B)."""

    text: str
    is_met: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PointFound:
    """Whether somebody meets one point of eligibility as representative (Form 3 row 31)."""

    point: RprPoint
    is_met: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """A text taken over from an earlier assessment.

    Attributes:
        field: the name of the field it stands in.
        source: the reference and day of the assessment it comes from.
        percent: how much of it still stands as it was, from 0 to 100.
    """

    field: str
    source: str
    percent: int
