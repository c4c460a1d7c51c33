"""The one engine: facts in, legal dates out.

The window, the paper, the reports and the command line all call ``work_out``; nothing else works
out a legal date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols import (
    authorisations,
    equivalents,
    other_clocks,
    requests,
    training,
    urgents,
)
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.domain.dols.worksheet import Result, Worksheet
from dolsdesk.domain.problems import Problem, Severity, worst
from dolsdesk.rules.book import RuleBook


class Outcome(StrEnum):
    """What the facts amount to as a whole (dols.md 0.5)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    FLAGGED = "flagged"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"


@dataclass(frozen=True, slots=True)
class Answer:
    """Every result that follows from the facts, what is wrong, and the whole in one word."""

    results: Mapping[str, Result]
    problems: tuple[Problem, ...]
    outcome: Outcome

    def date(self, key: str) -> date | None:
        """Return a result that is a date, or None if it does not follow from the facts."""
        result = self.results.get(key)
        return result.value if result and isinstance(result.value, date) else None

    def number(self, key: str) -> int | None:
        """Return a result that is a number, or None if it does not follow from the facts."""
        result = self.results.get(key)
        value = result.value if result else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None


def work_out(facts: Facts, *, as_at: date, book: RuleBook) -> Answer:
    """Return every legal date that follows from the facts, as things stand on ``as_at``.

    The rule value in force on the date that decides is used, not today's. Nothing is guessed:
    a result whose facts are not stated is absent.

    Raises:
        RuleNotInForce: a date lies before the law it would need.
    """
    sheet = Worksheet(book, as_at)
    for part in (urgents, requests, authorisations, equivalents, training, other_clocks):
        part.work_out(facts, sheet)
    return Answer(sheet.results, sheet.problems, _outcome(facts, sheet.problems))


def _outcome(facts: Facts, problems: tuple[Problem, ...]) -> Outcome:
    gravest = worst(problems)
    if gravest is Severity.REFUSE:
        return Outcome.REFUSED
    if gravest is Severity.FLAG:
        return Outcome.FLAGGED
    if facts.sa_given_on is not None:
        return Outcome.GRANTED
    if facts.ma_received_refusal_notice_on is not None:
        return Outcome.NOT_GRANTED
    return Outcome.ACCEPTED
