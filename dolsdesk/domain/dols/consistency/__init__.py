"""Contradictions on an assessor's form, found before it is signed (AS5).

Pure: a form as it is written and the case it stands in go in, problems come out, each with its
code (``clash.Clash``), severity, field and source. One room for each part of the form. What a form
lacks is not said here, and nothing here decides: it only says what does not go together.
"""

from collections.abc import Callable, Iterator
from typing import Final

from dolsdesk.domain.dols.consistency import days, interests, medical, persons, texts
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.consistency.written import Written
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook

__all__ = ["Clash", "Written", "contradictions"]

_Look = Callable[[Written, RuleBook], Iterator[Problem]]
_LOOKS: Final[tuple[_Look, ...]] = (
    days.days, days.age,
    medical.capacity, medical.health, medical.eligibility, medical.refusals,
    interests.wishes, interests.finding, interests.conclusion, interests.period,
    interests.conditions, interests.rests_on,
    persons.consulted, persons.representative, persons.assessors,
    texts.other_test, texts.other_day, texts.somebody_else, texts.copied,
)  # fmt: skip


def contradictions(form: Written, *, book: RuleBook) -> tuple[Problem, ...]:
    """Return what does not go together on a form, in the order of the form."""
    return tuple(problem for look in _LOOKS for problem in look(form, book))
