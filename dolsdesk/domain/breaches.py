"""Which open requests will pass the day the law sets, learnt from the council's own history (TI10).

A plain survival estimate. Of the requests that were as this one is now (with or without an urgent
authorisation, with assessors or not, of the same band, with as many days left), what share had no
completed assessments by their day? One that left the queue meanwhile counts among those at risk
until then, and is neither a breach nor kept in time (Kaplan and Meier). Where too few were alike in
everything, the band is left out, and then the stage. Nothing here decides or orders anything.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dolsdesk.domain.statistics import Wait, share_waiting, waiting_curve

#: How many must be alike before they are leant on, or before a group is judged.
ENOUGH = 30
#: How far back the council's history counts, and for how long it is held against what came.
WINDOW_WEEKS, TESTED_WEEKS = 52, 52
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

    def wider(self) -> Iterator["Alike"]:
        """Yield this and then with less and less in common."""
        yield self
        yield Alike(self.is_urgent, self.days_left, self.stage)
        yield Alike(self.is_urgent, self.days_left)


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


@dataclass
class History:
    """What came of past requests, by what they had in common and the week of their day."""

    _weeks: dict[Alike, dict[int, Counter[Wait]]] = field(default_factory=dict)
    _known: dict[tuple[Alike, int], Estimate | None] = field(default_factory=dict)

    @classmethod
    def of(cls, past: Iterable[Course]) -> "History":
        """Return the history of requests."""
        made = cls()
        for one in past:
            made._add(one)
        return made

    def estimate(self, course: Course, on: date) -> Estimate | None:
        """Return how likely a request is to pass its day, seen from the start of a day.

        Only requests whose own day lay in a whole week before are counted. None where there are
        none.
        """
        stage = course.stage_on(on)
        alike = Alike(course.is_urgent, (course.due_on - on).days, stage, course.band)
        found: Estimate | None = None
        for wider in alike.wider():
            found = self._estimate(wider, _week(on)) or found
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
            for alike in Alike(one.is_urgent, days_left, one.stage_on(on), one.band).wider():
                self._weeks.setdefault(alike, {}).setdefault(week, Counter())[wait] += 1

    def _estimate(self, alike: Alike, week: int) -> Estimate | None:
        known = (alike, week)
        if known not in self._known:
            self._known[known] = self._worked_out(alike, week)
        return self._known[known]

    def _worked_out(self, alike: Alike, week: int) -> Estimate | None:
        weeks = self._weeks.get(alike, {})
        waits: Counter[Wait] = Counter()
        for past in range(week - WINDOW_WEEKS, week):
            waits += weeks.get(past, Counter())
        if not waits:
            return None
        return Estimate(
            probability=share_waiting(waiting_curve(waits.elements()), alike.days_left),
            alike=alike,
            like=waits.total(),
            breached=sum(n for wait, n in waits.items() if wait.days > alike.days_left),
            left=sum(
                n for wait, n in waits.items() if not wait.is_over and wait.days <= alike.days_left
            ),
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
        return self.count >= ENOUGH

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
    said: dict[int, list[tuple[float, bool]]] = {}
    for one in past:
        came = one.is_breach
        if came is None or one.due_on >= as_at:
            continue
        for week in range(max(first, _week(one.received_on)), _week(one.due_on) + 1):
            on = date.fromordinal(week * _DAYS_A_WEEK)
            found = history.estimate(one, on) if one.is_at_risk_on(on) else None
            if found is not None and not found.is_thin:
                number = min(int(found.probability * _BINS), _BINS - 1)
                said.setdefault(number, []).append((found.probability, came))
    return BackTest(tuple(_bin(number, told) for number, told in sorted(said.items())))


def _bin(number: int, told: Sequence[tuple[float, bool]]) -> Bin:
    wide = _POINTS // _BINS
    return Bin(
        low=number * wide,
        high=(number + 1) * wide,
        count=len(told),
        said=_POINTS * sum(probability for probability, _ in told) / len(told),
        came=_POINTS * sum(came for _, came in told) / len(told),
    )


def _week(on: date) -> int:
    return on.toordinal() // _DAYS_A_WEEK
