"""How requests spread over the days: few at the weekend, many in winter, more each year."""

import itertools
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

_ONE_DAY = timedelta(days=1)
#: Monday to Sunday.
_WEEK = (1.25, 1.15, 1.1, 1.1, 1.3, 0.25, 0.1)
#: January to December.
_YEAR = (1.3, 1.2, 1.1, 0.95, 0.9, 0.9, 0.9, 0.85, 0.95, 1.0, 1.15, 1.1)
_QUIET = 0.5


def weights(first: date, last: date, *, growth: float = 1.0, quiet_days: int = 0) -> list[float]:
    """Return how much each day from first to last gets.

    Args:
        first: the first day.
        last: the last day, included.
        growth: how many times as much the last day gets as the first.
        quiet_days: days at the end that get only half.
    """
    count = (last - first).days + 1
    found = []
    for at in range(count):
        on = first + at * _ONE_DAY
        weight = _WEEK[on.weekday()] * _YEAR[on.month - 1]
        weight *= 1 + (growth - 1) * at / max(1, count - 1)
        found.append(weight * (_QUIET if at >= count - quiet_days else 1))
    return found


def spread(
    count: int, first: date, last: date, rng: Random, *, growth: float = 1.0, quiet_days: int = 0
) -> Iterator[date]:
    """Yield exactly so many days between two days, in order, by their weights."""
    days = weights(first, last, growth=growth, quiet_days=quiet_days)
    for at in places(days, count, rng):
        yield first + at * _ONE_DAY


def places(shares: Sequence[float], count: int, rng: Random) -> Iterator[int]:
    """Yield exactly so many places of a sequence, in order, each by its share of the whole.

    A place may come several times. The whole is cut into equal parts, with one draw in each.
    """
    sums = list(itertools.accumulate(shares))
    for n in range(count):
        drawn = (n + rng.random()) * sums[-1] / count
        yield min(bisect(sums, drawn), len(sums) - 1)
