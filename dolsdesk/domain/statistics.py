"""The few sums behind the reports: middle values, and waiting times that count who still waits.

The mean of finished waits leaves out everybody who is waiting, and those are the long waits. The
curve here counts them: a wait that has not ended is known to be at least as long as it has lasted
so far (the product-limit estimate of Kaplan and Meier, 1958).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

#: Shares a hair above a half through rounding are a half.
_ROUNDING = 1e-9


def mean(values: Sequence[int]) -> float | None:
    """Return the mean, or None of nothing."""
    return sum(values) / len(values) if values else None


def quantile(values: Iterable[int], share: float) -> float | None:
    """Return the value below which a share of the values lies, or None of nothing.

    Between two values it interpolates, as the functions MEDIAN and PERCENTILE of spreadsheets do.

    >>> quantile([1, 2, 4], 0.5), quantile([1, 2, 4, 8], 0.5), quantile(range(1, 12), 0.9)
    (2.0, 3.0, 10.0)
    """
    ordered = sorted(values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def median(values: Iterable[int]) -> float | None:
    """Return the value below which half of the values lies, or None of nothing."""
    return quantile(values, 0.5)


def ninetieth(values: Iterable[int]) -> float | None:
    """Return the value below which nine in ten of the values lie, or None of nothing."""
    return quantile(values, 0.9)


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait in days. ``is_over`` is false where it goes on, or was broken off."""

    days: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a waiting curve: the share still waiting once so many days have passed."""

    days: int
    at_risk: int
    ended: int
    share_waiting: float


def waiting_curve(waits: Iterable[Wait]) -> tuple[Point, ...]:
    """Return the share still waiting after each number of days on which a wait ended.

    A wait that is not over counts among those at risk up to and including its last known day.
    """
    listed = list(waits)
    ended = Counter(wait.days for wait in listed if wait.is_over)
    left = Counter(wait.days for wait in listed)
    at_risk, share = len(listed), 1.0
    points: list[Point] = []
    for days in sorted(left):
        if ended[days]:
            share *= 1 - ended[days] / at_risk
            points.append(Point(days, at_risk, ended[days], share))
        at_risk -= left[days]
    return tuple(points)


def median_wait(curve: Iterable[Point]) -> int | None:
    """Return after how many days no more than half still wait; None if more than half always do.

    >>> median_wait(waiting_curve([Wait(10, True), Wait(20, True), Wait(90, False)]))
    20
    >>> median_wait(waiting_curve([Wait(10, True), Wait(80, False), Wait(90, False)])) is None
    True
    """
    return next((at.days for at in curve if at.share_waiting <= 0.5 + _ROUNDING), None)


def share_waiting(curve: Sequence[Point], days: int) -> float:
    """Return the share still waiting once so many days have passed."""
    passed = [point.share_waiting for point in curve if point.days <= days]
    return passed[-1] if passed else 1.0
