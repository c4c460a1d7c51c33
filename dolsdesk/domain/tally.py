"""How the reports count: the days they look at, and cases into figures."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from dolsdesk.domain import text
from dolsdesk.domain.counting import ONE_DAY
from dolsdesk.domain.reporting import CaseFacts, Figure, Marker, Unit

_DAYS_A_WEEK = 7
_FAR = date.max


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report looks at: a range of days, from how things stood on ``as_at``.

    ``limit_days`` is the statutory period of a standard request; ``changed_on`` the day on which
    the legal test changed, where the range holds it, and ``change`` its name.
    """

    first: date
    last: date
    as_at: date
    limit_days: int
    changed_on: date | None = None
    change: str = ""

    def marker(self, days: Sequence[date]) -> Marker | None:
        """Return the marker of a trend whose labels stand for some days, in order."""
        if self.changed_on is None:
            return None
        index = sum(on < self.changed_on for on in days)
        return Marker(index, self.changed_on, self.change) if 0 < index < len(days) else None


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, or the part of it that lies in the range."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """Return the month as a row heading."""
        return text.short_date(self.first).partition(" ")[2]

    @property
    def middle(self) -> date:
        """Return the day that says on which side of a change the month lies."""
        return self.first + (self.last - self.first) / 2


def months(first: date, last: date) -> tuple[Month, ...]:
    """Return the months from one day to another, both included.

    >>> [month.last.isoformat() for month in months(date(2026, 1, 20), date(2026, 3, 2))]
    ['2026-01-31', '2026-02-28', '2026-03-02']
    """
    found: list[Month] = []
    while first <= last:
        following = first.replace(day=1) + relativedelta(months=1)
        found.append(Month(first, min(last, following - ONE_DAY)))
        first = following
    return tuple(found)


def weeks(first: date, last: date) -> tuple[date, ...]:
    """Return the days a week apart that end with the last day and do not pass the first."""
    count = (last - first).days // _DAYS_A_WEEK
    return tuple(last - timedelta(days=_DAYS_A_WEEK * back) for back in range(count, -1, -1))


def as_known(case: CaseFacts, on: date) -> CaseFacts:
    """Return a request as it was known at the end of a day; its state stays today's."""
    if case.closed_on is not None and case.closed_on > on:
        case = replace(
            case, is_open=True, closed_on=None, decided_on=None, outcome="", late_reason=""
        )
    if case.completed_on is not None and case.completed_on > on:
        case = replace(case, completed_on=None)
    return case


def sorted_into(
    periods: Sequence[Month], cases: Iterable[CaseFacts], day: Callable[[CaseFacts], date | None]
) -> list[list[CaseFacts]]:
    """Return the cases of each period by one of their days; days outside are left out."""
    firsts = [period.first for period in periods]
    found: list[list[CaseFacts]] = [[] for _ in periods]
    for case in cases:
        on = day(case)
        place = bisect_right(firsts, on) - 1 if on is not None else -1
        if on is not None and place >= 0 and on <= periods[place].last:
            found[place].append(case)
    return found


def open_on(cases: Iterable[CaseFacts], days: Iterable[date]) -> list[tuple[CaseFacts, ...]]:
    """Return the requests open at the end of each of some days, which are in order."""
    coming = deque(sorted(cases, key=lambda case: case.received_on))
    ending = deque(
        sorted((case for case in coming if case.closed_on), key=lambda case: case.closed_on or _FAR)
    )
    held: dict[int, CaseFacts] = {}
    found: list[tuple[CaseFacts, ...]] = []
    for on in days:
        while coming and coming[0].received_on <= on:
            case = coming.popleft()
            if case.is_open_on(on):
                held[case.request_id] = case
        while ending and (ending[0].closed_on or _FAR) <= on:
            held.pop(ending.popleft().request_id, None)
        found.append(tuple(held.values()))
    return found


def count(cases: Iterable[CaseFacts]) -> Figure:
    """Return how many cases there are."""
    ids = tuple([case.request_id for case in cases])
    return Figure(len(ids), ids)


def durations(
    cases: Sequence[CaseFacts],
    length: Callable[[CaseFacts], int],
    *measures: Callable[[list[int]], float | None],
) -> list[Figure]:
    """Return some measures of the days that some cases took."""
    ids = tuple([case.request_id for case in cases])
    lengths = [length(case) for case in cases]
    return [Figure(measure(lengths), ids, Unit.DAYS) for measure in measures]


def share(part: Sequence[CaseFacts], whole: Sequence[CaseFacts]) -> Figure:
    """Return a part of the whole in per cent; it opens the part."""
    ids = tuple(case.request_id for case in part)
    return Figure(100 * len(part) / len(whole) if whole else None, ids, Unit.PERCENT)
