"""Codes to sentences: the one place where what a person reads about a rule is written.

Every template says what is wrong and what to do. Values come in as parameters, dates and lists
are written by ``domain.text``; nothing is glued from pieces.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from dolsdesk.domain import text
from dolsdesk.domain.problems import Problem
from dolsdesk.errors import DeskError
from dolsdesk.services.word_lists import CLASHES, ERRORS, FACTS, GENERAL, PROBLEMS, SENTENCES, STEPS

if TYPE_CHECKING:
    from dolsdesk.domain.dols.worksheet import Result

#: Parameters that hold codes people read in plain words, one or several.
_CODES = frozenset({"items", "first", "second", "reason"})
#: Numbers from here on are written with a comma; a year never is.
_LONG_NUMBER = 10_000
#: A number with what is counted, as templates write it: "{n day}".
_NUMBERED = re.compile(r"\{(\w+) (\w+)\}")


def problem(found: Problem) -> str:
    """Return the sentence of a problem, or of a contradiction on a form."""
    return fill(PROBLEMS.get(found.code) or CLASHES[found.code], found.params)


def error(fault: DeskError) -> str:
    """Return the sentence of an expected failure."""
    template = ERRORS.get(fault.code) or PROBLEMS.get(fault.code) or CLASHES[fault.code]
    return fill(template, fault.params)


def sentence(code: str, **params: Any) -> str:
    """Return a sentence of the papers or the screen by its code."""
    return fill(SENTENCES[code], params)


def by_code(code: str, **params: Any) -> str:
    """Return the sentence of any code: a failure, a problem or a sentence of the screen."""
    for table in (ERRORS, PROBLEMS, CLASHES, SENTENCES):
        if code in table:
            return fill(table[code], params)
    raise KeyError(code)


def why(result: "Result") -> str:
    """Return the sum behind a legal date in one sentence."""
    return fill(STEPS[result.step.value], result.params)


def fact(name: str, usual: str | None = None) -> str:
    """Return the plain words for a fact or result of the date vocabulary, or the usual ones."""
    return FACTS.get(name, name.replace("_", " ") if usual is None else usual)


def fill(template: str, params: Mapping[str, Any]) -> str:
    """Return a template with its values written the way people read them."""
    written = {
        name: _written(_in_words(value) if name in _CODES else value)
        for name, value in params.items()
    }
    counts = {name: value for name, value in params.items() if isinstance(value, int)}
    return _NUMBERED.sub(partial(_numbered, counts), template).format_map(_Spoken(written))


def _in_words(value: Any) -> Any:
    if isinstance(value, str):
        return fact(value)
    if isinstance(value, tuple):
        return tuple(fact(str(item)) for item in value)
    return value


def _numbered(counts: Mapping[str, int], found: re.Match[str]) -> str:
    """Return "{n day}" as "{n} day" or "{n} days"."""
    name, noun = found.groups()
    return f"{{{name}}} {noun if counts.get(name) == 1 else f'{noun}s'}"


class _Spoken(dict[str, str]):
    """Values of a sentence; one that nobody stated is named in general words."""

    def __missing__(self, name: str) -> str:
        return GENERAL.get(name, "…")


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return text.moment(value)
    if isinstance(value, date):
        return text.day_date(value)
    if isinstance(value, time):
        return text.clock_time(value)
    if isinstance(value, Enum):
        return fact(str(value.value))
    if isinstance(value, (tuple, list, frozenset, set)):
        return ", ".join(_written(item) for item in value)
    if isinstance(value, int) and value >= _LONG_NUMBER:
        return f"{value:,}"
    return str(value)
