"""Triage: the question set, the answers behind a band, and the person who confirms it (dols.md 6).

A band orders the work. It moves no date (I19), changes no duty, and says nothing about whether
there is a deprivation of liberty; the screening question since 2 June 2026 does not either, and
never moves a case to the bottom of a list (dols.md 5.2, 6.2).
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from dolsdesk.domain.counting import last_day_within_days_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

#: The first version of every set is the one that comes with dolsdesk.
BUNDLED = 1

_RECHECKS: Mapping[Priority, RuleId] = {
    Priority.HIGH: RuleId.PR_WAITING_RECHECK_HIGH,
    Priority.MEDIUM: RuleId.PR_WAITING_RECHECK_MEDIUM,
    Priority.LOW: RuleId.PR_WAITING_RECHECK_LOW,
}


class AgniScreen(StrEnum):
    """What triage makes of the current legal test; it decides nothing (dols.md 5.2)."""

    LIKELY = "likely_deprivation"
    UNCLEAR = "unclear"
    UNLIKELY = "unlikely_refer_ma"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that may be so; ``band`` is empty where it only asks for the screening question."""

    id: str
    band: str
    text: str
    is_addition: bool = False
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One version of a set of factors; a version that was made is never changed."""

    id: str
    version: int
    title: str
    factors: tuple[Factor, ...]
    note: str = ""
    made_on: date | None = None
    made_by: str = ""

    @property
    def name(self) -> str:
        """Return the title with the version."""
        return f"{self.title}, version {self.version}"

    @property
    def asked(self) -> tuple[Factor, ...]:
        """Return the factors that are asked about."""
        return tuple(factor for factor in self.factors if factor.is_on)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A factor that was found to be so, in the words of the version that was used."""

    id: str
    band: str
    text: str


@dataclass(frozen=True, slots=True)
class Triage:
    """One triage: what was asked, what was found, what the answers make of it, what was confirmed.

    ``suggested`` follows from the answers; ``band`` is a person's, with their reason. Where the two
    differ ``differs_because`` says why. ``set_id`` is empty where no set was used.
    """

    band: Priority
    reason: str
    on: date
    set_id: str = ""
    set_version: int = 0
    set_title: str = ""
    answers: tuple[Ticked, ...] = ()
    suggested: Priority | None = None
    differs_because: str = ""
    agni_screen: AgniScreen = AgniScreen.NOT_DONE
    screen_why: str = ""
    next_contact_on: date | None = None

    @property
    def status(self) -> Priority:
        """Return what a list of records says of it."""
        return self.band

    @property
    def differs(self) -> bool:
        """Return whether the band is another than the answers suggest."""
        return bool(self.set_id) and self.band is not self.suggested


def parse(content: str) -> QuestionSet:
    """Return the first version of a set, as written in a file of ``resources/triage``.

    Raises:
        ValueError: an unknown band, or an id that stands twice.
    """
    data = tomllib.loads(content)
    factors = tuple(_factor(table) for table in data["factor"])
    ids = [factor.id for factor in factors]
    if len(ids) != len(set(ids)):
        raise ValueError("a factor stands twice")
    return QuestionSet(data["id"], BUNDLED, data["title"], factors, data.get("note", ""))


def _factor(table: Mapping[str, Any]) -> Factor:
    band = table["band"]
    is_addition = table.get("addition", False)
    return Factor(
        table["id"], Priority(band).value if band else "", table["text"], is_addition,
        is_on=not is_addition,
    )  # fmt: skip


def suggested(answers: Iterable[Ticked]) -> Priority | None:
    """Return the highest band with any ticked factor, or None where nothing says so."""
    found = {answer.band for answer in answers}
    return next((band for band in Priority if band.value in found), None)


def answered(questions: QuestionSet, ticked: Iterable[str]) -> tuple[Ticked, ...]:
    """Return the ticked factors of a set, in its order, in the words they have now."""
    wanted = frozenset(ticked)
    return tuple(
        Ticked(factor.id, factor.band, factor.text)
        for factor in questions.asked
        if factor.id in wanted
    )


def with_answers(found: Triage, questions: QuestionSet, ticked: Iterable[str]) -> Triage:
    """Return a triage with the set it used, the answers, and what they suggest."""
    answers = answered(questions, ticked)
    return replace(
        found,
        set_id=questions.id,
        set_version=questions.version,
        set_title=questions.title,
        answers=answers,
        suggested=suggested(answers),
    )


def recheck_on(triaged_on: date, band: Priority, book: RuleBook) -> date:
    """Return the day by which a waiting case is to be triaged again, by the local target."""
    days = book.value(_RECHECKS[band], on=triaged_on).amount
    return last_day_within_days_of(triaged_on, days)


def recheck_days(as_at: date, book: RuleBook) -> dict[Priority, int]:
    """Return after how many days each band is triaged again, by the local targets of a day."""
    return {band: book.value(rule, on=as_at).amount for band, rule in _RECHECKS.items()}


def problems(found: Triage, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is wrong with a triage, and what needs a reason."""
    return tuple(_problems(found, as_at))


def _problems(found: Triage, as_at: date) -> Iterator[Problem]:
    if found.on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="on")
    if found.agni_screen is not AgniScreen.NOT_DONE and not found.screen_why.strip():
        yield Code.SCREEN_WHY_NEEDED.problem()
    if found.set_id and not found.answers:
        yield Code.TRIAGE_NOTHING_TICKED.problem()
    elif found.differs:
        suggests = found.suggested.value if found.suggested else "no_band"
        yield Code.TRIAGE_BAND_DIFFERS.problem(first=found.band.value, second=suggests)
