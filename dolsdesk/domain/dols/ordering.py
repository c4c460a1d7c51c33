"""Dates that the law puts in an order: none to come, none before what it follows or after death."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.problems import Problem


def out_of_order(as_at: date, **days: date | None) -> Iterator[Problem]:
    """Yield a problem for each day to come, and for each known day before the one named before it.

    The names are those of the fields, in the order in which things happen.
    """
    known = [(field, on) for field, on in days.items() if on is not None]
    for field, on in known:
        if on > as_at:
            yield Code.EVENT_IN_FUTURE.problem(field=field)
    for (first, before), (second, after) in pairwise(known):
        if after < before:
            yield Code.FACTS_CONTRADICT.problem(field=second, first=first, second=second)


def after_death(died_on: date | None, **days: date | None) -> Iterator[Problem]:
    """Yield a warning for each known day after the person died; the names are the fields' own."""
    for field, on in days.items():
        if died_on is not None and on is not None and on > died_on:
            yield Code.DEATH_BEFORE_EVENT.problem(field=field)
