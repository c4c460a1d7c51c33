"""On which days a case goes forward, between the day it came and the day it is told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from dolsdesk.clock import LONDON
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.states import RequestState

_ONE_DAY = timedelta(days=1)
_OPENS, _CLOSES = time(8, 20), time(16, 30)
_BEFORE_LIVES = 24  # minutes: what is done through the services begins at a quarter to nine
_SOON = 8  # days within which a case is allocated at once
_SOON_OVER = 3  # days within which a case is over before it has to wait
_ALL_DONE = frozenset(
    {RequestState.ALL_POSITIVE, RequestState.WITH_SIGNATORY, RequestState.RETURNED}
)
_WITH_ASSESSORS = frozenset({RequestState.ALLOCATED, RequestState.ASSESSING, RequestState.NEGATIVE})


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days of a case; None where it does not come to that."""

    logged_at: datetime
    waits_on: date | None = None
    allocated_on: date | None = None
    doctor_on: date | None = None
    assessed_on: date | None = None
    recorded_on: date | None = None
    submitted_on: date | None = None
    returned_on: date | None = None
    decided_on: date | None = None
    closed_on: date | None = None


class Days:
    """Working days up to the day the demonstration stands at."""

    def __init__(self, calendar: WorkingCalendar, as_at: date, rng: Random) -> None:
        self._calendar = calendar
        self._rng = rng
        self.as_at = as_at
        self.last = self.before(as_at - _ONE_DAY)

    def after(self, on: date) -> date:
        """Return the first working day on or after a day."""
        while not self._calendar.is_working_day(on):
            on += _ONE_DAY
        return on

    def before(self, on: date) -> date:
        """Return the last working day on or before a day."""
        while not self._calendar.is_working_day(on):
            on -= _ONE_DAY
        return on

    def logged_at(self, received_on: date, received_time: time | None) -> datetime:
        """Return when a request was typed in: soon, or on the next morning of work.

        What came in last is logged in the morning the demonstration stands at.
        """
        came = received_time or time(9, 30)
        if came < _CLOSES and self._calendar.is_working_day(received_on):
            start = max(came, _OPENS)
            typed = datetime.combine(received_on, start, LONDON)
            typed += timedelta(minutes=5 + int(self._rng.random() * 55))
        else:
            morning = self.after(received_on + _ONE_DAY)
            typed = datetime.combine(morning, _OPENS, LONDON)
            typed += timedelta(minutes=int(self._rng.random() * 40))
        newest = datetime.combine(self.as_at, _OPENS, LONDON)
        return min(typed, newest + timedelta(minutes=int(self._rng.random() * _BEFORE_LIVES)))

    def between(self, first: date, last: date) -> date:
        """Return a working day between two days, the first where there is none."""
        if last <= first:
            return first
        found = self.before(first + timedelta(days=int(self._rng.random() * (last - first).days)))
        return max(found, first)

    def decided(self, logged_at: datetime, target: date, *, in_time: date | None) -> Timetable:
        """Return the days of a case that is decided.

        Args:
            logged_at: when it was typed in.
            target: about when its assessments are completed.
            in_time: the day by which it is signed too; None if it is late anyway.
        """
        start = logged_at.date()
        last = self.last if in_time is None else max(start, min(self.last, self.before(in_time)))
        assessed_on = max(start, self.before(min(target, last)))
        if (assessed_on - start).days <= _SOON:
            waits_on = None
            allocated_on = self.between(start, start + (assessed_on - start) / 3)
        else:
            waits_on = self._next(start, assessed_on)
            earliest = max(waits_on, assessed_on - timedelta(days=14))
            allocated_on = self.between(earliest, assessed_on - timedelta(days=4))
        recorded_on = max(assessed_on, min(self.after(assessed_on + self._some(2)), last))
        decided_on = max(recorded_on, min(self.after(recorded_on + self._some(3)), last))
        return Timetable(
            logged_at,
            waits_on,
            allocated_on,
            doctor_on=self.between(allocated_on, assessed_on),
            assessed_on=assessed_on,
            recorded_on=recorded_on,
            submitted_on=recorded_on,
            decided_on=decided_on,
        )

    def closed(self, logged_at: datetime, target: date) -> Timetable:
        """Return the days of a case that ends, about when it should, without a decision."""
        start = logged_at.date()
        soonest = self._next(start, self.last)
        closed_on = max(soonest, self.before(min(target, self.last)))
        waits_on = self._next(start, closed_on) if (closed_on - start).days > _SOON_OVER else None
        return Timetable(logged_at, waits_on=waits_on, closed_on=closed_on)

    def still_open(self, logged_at: datetime, goal: RequestState) -> Timetable:
        """Return the days of a case that has come as far as ``goal`` and not further."""
        start, last = logged_at.date(), max(logged_at.date(), self.last)
        if goal is RequestState.WAITING:
            return Timetable(logged_at, waits_on=self._next(start, last))
        if goal not in _WITH_ASSESSORS | _ALL_DONE:
            return Timetable(logged_at)
        steps = 3 if goal in _ALL_DONE else 1
        assessed_on = last
        for _ in range(steps):
            assessed_on = max(start, self.before(assessed_on - _ONE_DAY))
        waits_on = None
        allocated_on = self._next(start, assessed_on)
        if (assessed_on - start).days > 2 * _SOON:
            waits_on = self._next(start, assessed_on)
            allocated_on = self.between(assessed_on - timedelta(days=12), assessed_on)
        doctor_on = max(allocated_on, self.between(allocated_on, assessed_on))
        recorded_on = min(self.after(assessed_on + _ONE_DAY), last)
        return Timetable(
            logged_at, waits_on, allocated_on, doctor_on, assessed_on, recorded_on,
            submitted_on=recorded_on, returned_on=last,
        )  # fmt: skip

    def _next(self, on: date, last: date) -> date:
        """Return the working day after a day, or the day itself where that is too late."""
        following = self.after(on + _ONE_DAY)
        return following if following <= last else on

    def _some(self, days: int) -> timedelta:
        return timedelta(days=int(self._rng.random() * days))


class Hours:
    """The wall clock of one story: each act a little after the one before."""

    def __init__(self, rng: Random, start: datetime) -> None:
        self._rng = rng
        self._now = start

    def at(self, on: date) -> datetime:
        """Return a moment on a day, later than every moment given before."""
        if on > self._now.astimezone(LONDON).date():
            minutes = int(self._rng.random() * 180)
            self._now = datetime.combine(on, time(9), LONDON) + timedelta(minutes=minutes)
        else:
            self._now += timedelta(minutes=2 + int(self._rng.random() * 16))
        return self._now

    def same(self) -> datetime:
        """Return the moment given last."""
        return self._now
