"""Which open requests will pass the day the law sets, learnt from the council's own history (TI10).

A plain survival estimate. Of the requests that were as this one is now (with or without an urgent
authorisation, with assessors or not, of the same band, with as many days left), what share had no
completed assessments by their day? One that left the queue meanwhile counts among those at risk
until then, and is neither a breach nor kept in time (Kaplan and Meier). Where too few were alike in
everything, the band is left out, and then the stage. Nothing here decides or orders anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dolsdesk.domain.statistics import Wait

#: How many must be alike before they are leant on, and how many forecasts before they are judged.
ENOUGH, JUDGED = 30, 100
#: How far back the council's history counts, so that a queue that grows is soon seen to grow; and
#: for how long it is held against what came.
WINDOW_WEEKS, TESTED_WEEKS = 26, 52
#: How far the probabilities of a group may be from what came, in points.
TOLERANCE = 10.0
_DAYS_A_WEEK = 7
_BINS = 10
_POINTS = 100


class Stage(StrEnum):
    """Whether anybody has been asked to assess."""

    UNALLOCATED = "stage_unallocated"
    WITH_ASSESSORS = "stage_with_assessors"


@dataclass(frozen=True, slots=True)
class Course:
    """How far a request had come on which day; ``left_on`` is when it ended without assessments."""

    request_id: int
    is_urgent: bool
    band: str
    received_on: date
    due_on: date
    allocated_on: date | None = None
    completed_on: date | None = None
    left_on: date | None = None

    def stage_on(self, on: date) -> Stage:
        """Return its stage on a day."""
        asked = self.allocated_on is not None and self.allocated_on <= on
        return Stage.WITH_ASSESSORS if asked else Stage.UNALLOCATED

    def is_at_risk_on(self, on: date) -> bool:
        """Return whether at the start of a day it was open, not done, and not past its day."""
        begun = self.received_on <= on <= self.due_on
        not_done = self.completed_on is None or self.completed_on >= on
        return begun and not_done and (self.left_on is None or self.left_on >= on)

    def wait_from(self, on: date) -> Wait:
        """Return what came of it within its days, seen from a day on which it was at risk."""
        if self.completed_on is not None and self.completed_on <= self.due_on:
            return Wait((self.completed_on - on).days, is_over=True)
        if self.left_on is not None and self.left_on <= self.due_on:
            return Wait((self.left_on - on).days, is_over=False)
        return Wait((self.due_on - on).days + 1, is_over=False)

    @property
    def is_breach(self) -> bool | None:
        """Return whether it passed its day undone; None where it left before."""
        if self.completed_on is not None and self.completed_on <= self.due_on:
            return False
        return None if self.left_on is not None and self.left_on <= self.due_on else True


@dataclass(frozen=True, slots=True)
class Alike:
    """What requests have in common; what is None is left out."""

    is_urgent: bool
    days_left: int
    stage: Stage | None = None
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A probability and what it rests on: how many alike, in breach, gone before."""

    probability: float
    alike: Alike
    like: int
    breached: int
    left: int

    @property
    def is_thin(self) -> bool:
        """Return whether too few are alike to lean on."""
        return self.like < ENOUGH


#: How requests of a kind fared: by days until they were done or gone, and whether they were done.
_Fared = dict[tuple[int, bool], int]
_Key = tuple[bool, int, Stage | None, str | None]


class History:
    """What came of past requests, by what they had in common and the week of their day."""

    def __init__(self, past: Iterable[Course]) -> None:
        self._weeks: dict[_Key, dict[int, _Fared]] = {}
        self._known: dict[tuple[_Key, int], Estimate | None] = {}
        for one in past:
            self._add(one)

    def estimate(self, course: Course, on: date) -> Estimate | None:
        """Return how likely a request is to pass its day, seen from the start of a day.

        Only requests whose own day lay in a whole week before are counted. None where there are
        none.
        """
        found: Estimate | None = None
        days_left = (course.due_on - on).days
        for key in _keys(course.is_urgent, days_left, course.stage_on(on), course.band):
            found = self._estimate(key, _week(on)) or found
            if found is not None and not found.is_thin:
                return found
        return found

    def _add(self, one: Course) -> None:
        week = _week(one.due_on)
        for days_left in range((one.due_on - one.received_on).days, -1, -1):
            on = one.due_on - timedelta(days=days_left)
            if not one.is_at_risk_on(on):
                return
            wait = one.wait_from(on)
            fared = (wait.days, wait.is_over)
            for key in _keys(one.is_urgent, days_left, one.stage_on(on), one.band):
                held = self._weeks.setdefault(key, {}).setdefault(week, {})
                held[fared] = held.get(fared, 0) + 1

    def _estimate(self, key: _Key, week: int) -> Estimate | None:
        known = (key, week)
        if known not in self._known:
            self._known[known] = self._worked_out(key, week)
        return self._known[known]

    def _worked_out(self, key: _Key, week: int) -> Estimate | None:
        weeks = self._weeks.get(key, {})
        fared: _Fared = {}
        for past in range(week - WINDOW_WEEKS, week):
            for how, n in weeks.get(past, {}).items():
                fared[how] = fared.get(how, 0) + n
        if not fared:
            return None
        days_left = key[1]
        return Estimate(
            probability=still_waiting(fared, days_left),
            alike=Alike(*key),
            like=sum(fared.values()),
            breached=sum(n for (days, _), n in fared.items() if days > days_left),
            left=sum(n for (days, over), n in fared.items() if days <= days_left and not over),
        )


def still_waiting(fared: Mapping[tuple[int, bool], int], days_left: int) -> float:
    """Return the share still waiting after so many days, from counts instead of single waits.

    The same as ``statistics.waiting_curve``, whose waits are counted one by one.

    >>> still_waiting({(1, True): 2, (3, False): 1, (9, False): 1}, 4)
    0.5
    """
    at_risk, share = sum(fared.values()), 1.0
    for days in range(days_left + 1):
        ended = fared.get((days, True), 0)
        if ended:
            share *= 1 - ended / at_risk
        at_risk -= ended + fared.get((days, False), 0)
    return share


def _keys(is_urgent: bool, days_left: int, stage: Stage, band: str) -> tuple[_Key, ...]:
    """Return what requests have in common, with less and less of it."""
    return (
        (is_urgent, days_left, stage, band),
        (is_urgent, days_left, stage, None),
        (is_urgent, days_left, None, None),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """A group of past forecasts: what was said on the average, and what came."""

    low: int
    high: int
    count: int
    said: float
    came: float

    @property
    def is_judged(self) -> bool:
        """Return whether the group is large enough to judge."""
        return self.count >= JUDGED

    @property
    def off(self) -> float:
        """Return by how many points what was said differs from what came."""
        return abs(self.said - self.came)


@dataclass(frozen=True, slots=True)
class BackTest:
    """How the estimate would have done on the council's own past, week by week."""

    bins: tuple[Bin, ...]

    @property
    def judged(self) -> tuple[Bin, ...]:
        """Return the groups large enough to judge."""
        return tuple(one for one in self.bins if one.is_judged)

    @property
    def count(self) -> int:
        """Return how many forecasts were held against what came."""
        return sum(one.count for one in self.bins)

    @property
    def worst(self) -> float:
        """Return by how many points the worst group that is judged was off."""
        return max((one.off for one in self.judged), default=0.0)

    @property
    def is_calibrated(self) -> bool | None:
        """Return whether every group that is judged was right enough; None if none is judged."""
        return self.worst <= TOLERANCE if self.judged else None


def back_test(past: Sequence[Course], history: History, as_at: date) -> BackTest:
    """Return what the estimate said of past requests, from what was known then, and what came.

    Once a week, of every request at risk on that morning whose day has passed since. A request that
    left before its day is no case for either side.
    """
    first = _week(as_at) - TESTED_WEEKS
    said: list[tuple[float, bool]] = []
    for one in past:
        came = one.is_breach
        if came is None or one.due_on >= as_at:
            continue
        for week in range(max(first, _week(one.received_on)), _week(one.due_on) + 1):
            on = date.fromordinal(week * _DAYS_A_WEEK)
            found = history.estimate(one, on) if one.is_at_risk_on(on) else None
            if found is not None and not found.is_thin:
                said.append((found.probability, came))
    return BackTest(tuple(_bins(said)))


def _bins(said: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """Yield groups of ten points; one too small to judge is put together with the next ones."""
    wide = _POINTS // _BINS
    by_bin: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for probability, came in said:
        by_bin[min(int(probability * _BINS), _BINS - 1)].append((probability, came))
    low, held = 0, list[tuple[float, bool]]()
    for number, told in enumerate(by_bin):
        held += told
        left = sum(map(len, by_bin[number + 1 :]))
        if held and ((len(held) >= JUDGED and (left >= JUDGED or not left)) or not left):
            yield _bin(low * wide, (number + 1) * wide, held)
            low, held = number + 1, []
            if not left:
                return


def _bin(low: int, high: int, told: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(
        low=low,
        high=high,
        count=len(told),
        said=_POINTS * sum(probability for probability, _ in told) / len(told),
        came=_POINTS * sum(came for _, came in told) / len(told),
    )


def _week(on: date) -> int:
    return on.toordinal() // _DAYS_A_WEEK
