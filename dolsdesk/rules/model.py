"""What a rule is: a title, a unit, a way of counting, and dated values with their sources."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Nation(StrEnum):
    """The nation whose law is asked about."""

    ENGLAND = "england"
    WALES = "wales"


class RuleClass(StrEnum):
    """How binding a rule is (dols.md 0.1)."""

    STATUTE = "STATUTE"
    CODE = "CODE"
    PRACTICE = "PRACTICE"
    CASE_LAW = "CASE_LAW"


class Unit(StrEnum):
    """What the amount of a rule counts."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    TIMES = "times"
    PERCENT = "percent"
    POINTS = "points"
    MEGABYTES = "megabytes"
    CODE = "code"
    NONE = "none"


class Counting(StrEnum):
    """How a period is counted (dols.md 0.6)."""

    BEGINNING_WITH = "beginning_with"  # R1, R2, R3: the trigger day is day 1
    RUNNING_ON = "running_on"  # day 1 is the day after an earlier period's last day
    OF_OR_AFTER = "of_or_after"  # R4, R5: the trigger day is left out
    WITHIN_PREVIOUS = "within_previous"  # R8: strictly before the anniversary
    BEFORE = "before"  # counted back from a last day
    AS_SOON_AS_PRACTICABLE = "as_soon_as_practicable"
    AT_ONCE = "at_once"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from, precisely enough for a solicitor to find it."""

    instrument: str
    provision: str
    url: str
    read_on: date | None = None
    note: str = ""

    def __str__(self) -> str:
        """Return the citation as practitioners write it."""
        return f"{self.instrument} {self.provision}".strip()


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a rule for some nations, in force from a date up to and including another."""

    nations: frozenset[Nation]
    starts_on: date
    ends_on: date | None
    amount: int | str | None
    source: Citation

    def is_in_force(self, nation: Nation, on: date) -> bool:
        """Return whether this value is the law of ``nation`` on ``on``."""
        return (
            nation in self.nations
            and self.starts_on <= on
            and (self.ends_on is None or on <= self.ends_on)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with all its values over time, and what practitioners need to know about it.

    ``decides`` names the fact whose date picks the value, because transitional provisions turn
    on it. ``expected`` rules are loaded and listed but never used.
    """

    id: str
    title: str
    rule_class: RuleClass
    unit: Unit
    counting: Counting
    decides: str
    trigger: str
    done_when: str
    if_missed: str
    values: tuple[DatedValue, ...]
    is_expected: bool
    file: str


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """The value of a rule chosen for a nation and a date, with the edition it was read from."""

    rule: Rule
    value: DatedValue
    edition: str

    @property
    def amount(self) -> int:
        """Return the amount as a number.

        Raises:
            TypeError: the rule has no number (an "as soon as practicable" duty, or a code).
        """
        if not isinstance(self.value.amount, int):
            raise TypeError(f"rule {self.rule.id} has no number")
        return self.value.amount

    @property
    def code(self) -> str:
        """Return the amount as a code.

        Raises:
            TypeError: the rule's value is not a code.
        """
        if not isinstance(self.value.amount, str):
            raise TypeError(f"rule {self.rule.id} has no code")
        return self.value.amount

    @property
    def citation(self) -> Citation:
        """Return where the value comes from."""
        return self.value.source
