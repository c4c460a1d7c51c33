"""The sheet on which legal dates are worked out: each result beside the sum that gave it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.model import Nation, ValueInForce

Value = date | int | bool | str


class Step(StrEnum):
    """How a result follows; ``services.words`` has one sentence for each."""

    DAYS_BEGINNING_WITH = "DAYS_BEGINNING_WITH"
    MONTHS_BEGINNING_WITH = "MONTHS_BEGINNING_WITH"
    DAYS_RUNNING_ON = "DAYS_RUNNING_ON"
    MONTHS_OF = "MONTHS_OF"
    DAYS_OF = "DAYS_OF"
    DAYS_BEFORE = "DAYS_BEFORE"
    URGENT_STATED = "URGENT_STATED"
    URGENT_CAPPED = "URGENT_CAPPED"
    URGENT_VOID = "URGENT_VOID"
    WITHIN_URGENT = "WITHIN_URGENT"
    LATE_ON_RECEIPT = "LATE_ON_RECEIPT"
    DAYS_LATE = "DAYS_LATE"
    REFERENCE_ONLY = "REFERENCE_ONLY"
    URGENT_LAPSES = "URGENT_LAPSES"
    URGENT_SUPERSEDED = "URGENT_SUPERSEDED"
    URGENT_REFUSED = "URGENT_REFUSED"
    URGENT_ENDED_EARLY = "URGENT_ENDED_EARLY"
    STARTS_WHEN_GIVEN = "STARTS_WHEN_GIVEN"
    STARTS_WHEN_STATED = "STARTS_WHEN_STATED"
    STARTS_AFTER_EXISTING = "STARTS_AFTER_EXISTING"
    BIA_MAXIMUM = "BIA_MAXIMUM"
    BIA_UNTIL = "BIA_UNTIL"
    YEAR_MAXIMUM = "YEAR_MAXIMUM"
    PROPOSED = "PROPOSED"
    LONGEST = "LONGEST"
    STATED_LAST_DAY = "STATED_LAST_DAY"
    ENDS_AT_MIDNIGHT = "ENDS_AT_MIDNIGHT"
    SUSPENSION_LAPSED = "SUSPENSION_LAPSED"
    SUSPENDED = "SUSPENDED"
    SA_ENDED_EARLY = "SA_ENDED_EARLY"
    DAY_AFTER = "DAY_AFTER"
    NO_GAP = "NO_GAP"
    GAP_PART_DAY = "GAP_PART_DAY"
    GAP_WHOLE_DAYS = "GAP_WHOLE_DAYS"
    GAP_AND_SUSPENSION = "GAP_AND_SUSPENSION"
    LATEST_RECEIPT = "LATEST_RECEIPT"
    EQUIVALENT_IN_TIME = "EQUIVALENT_IN_TIME"
    EQUIVALENT_OUT_OF_TIME = "EQUIVALENT_OUT_OF_TIME"
    EQUIVALENT_AGE_EXEMPT = "EQUIVALENT_AGE_EXEMPT"
    WITHIN_PREVIOUS = "WITHIN_PREVIOUS"
    TRAINING_INITIAL = "TRAINING_INITIAL"
    TRAINING_FURTHER = "TRAINING_FURTHER"
    TRAINING_LAPSED = "TRAINING_LAPSED"
    TEST_ON_DATE = "TEST_ON_DATE"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that follows from the facts, with the rule and the sum behind it."""

    key: str
    value: Value
    rule: ValueInForce
    step: Step
    params: dict[str, Any] = field(default_factory=dict)


class Worksheet:
    """Collects results and problems while the parts of the engine go over the facts."""

    def __init__(self, book: RuleBook, as_at: date, nation: Nation = Nation.ENGLAND) -> None:
        self.as_at = as_at
        self._book = book
        self._nation = nation
        self._results: dict[str, Result] = {}
        self._problems: list[Problem] = []

    def rule(self, rule_id: RuleId, on: date) -> ValueInForce:
        """Return the value of a rule in force on the date that decides."""
        return self._book.value(rule_id, on=on, nation=self._nation)

    def put(self, key: str, value: Value, rule: ValueInForce, step: Step, **params: Any) -> None:
        """Write a result down."""
        self._results[key] = Result(key, value, rule, step, params)

    def flag(self, problem: Problem) -> None:
        """Write a problem down, once."""
        if problem not in self._problems:
            self._problems.append(problem)

    def date(self, key: str) -> date | None:
        """Return a date already worked out, or None."""
        result = self._results.get(key)
        return result.value if result and isinstance(result.value, date) else None

    def has(self, code: str) -> bool:
        """Return whether a problem with this code was written down."""
        return any(problem.code == code for problem in self._problems)

    @property
    def results(self) -> dict[str, Result]:
        """Return all results by name, in the order they were worked out."""
        return dict(self._results)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return all problems, in the order they were found."""
        return tuple(self._problems)


def first_of(dates: Iterable[date | None]) -> date | None:
    """Return the earliest known date, or None."""
    known = [on for on in dates if on is not None]
    return min(known) if known else None
