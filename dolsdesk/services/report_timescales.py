"""RP01, timescale compliance: how many requests were decided, how many in time, how long it took.

Durations are those of the national return (returns-and-reports.md 2.5). The legal limit is the due
day that the engine worked out for each request (reg 13), never a number of days of our own.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from operator import itemgetter

from dolsdesk.domain.dols.states import DECIDED
from dolsdesk.domain.reporting import (
    CaseFacts,
    Cell,
    Chart,
    ChartKind,
    Figure,
    Heading,
    Marker,
    Section,
    Series,
    Table,
    Tile,
    Unit,
)
from dolsdesk.domain.statistics import (
    Wait,
    mean,
    median,
    median_wait,
    ninetieth,
    share_waiting,
    waiting_curve,
)
from dolsdesk.domain.tally import (
    Month,
    Scope,
    count,
    durations,
    months,
    open_on,
    share,
    sorted_into,
)
from dolsdesk.services import words

CODE = "RP01"
TITLE = "Timescale compliance"
ANSWERS = "Are requests decided in time, and how long do people wait?"

#: Numbers of the definitions, as the headings carry them.
_RECEIVED, _DECIDED, _CLOSED, _IN_TIME, _IN_21, _DAYS, _OPEN, _WAIT, _REASON = range(1, 10)

_CURVE_DAYS = tuple(range(0, 365, 14))
_DECIDED_STATES = frozenset(state.value for state in DECIDED)


@dataclass(frozen=True)
class Group:
    """Requests of one kind, sorted into the months of the range by what happened in them."""

    name: str
    cases: tuple[CaseFacts, ...]
    periods: tuple[Month, ...]
    as_at: date

    @cached_property
    def received(self) -> list[list[CaseFacts]]:
        """Return those received in each month."""
        return sorted_into(self.periods, self.cases, lambda case: case.received_on)

    @cached_property
    def decided(self) -> list[list[CaseFacts]]:
        """Return those granted or refused in each month, whenever they were received."""
        decided = [case for case in self.cases if is_decided(case)]
        return sorted_into(self.periods, decided, lambda case: case.decided_on)

    @cached_property
    def closed(self) -> list[list[CaseFacts]]:
        """Return those ended without a decision in each month."""
        others = [case for case in self.cases if not is_decided(case)]
        return sorted_into(self.periods, others, lambda case: case.closed_on)

    @cached_property
    def waits(self) -> list[Wait]:
        """Return the waits of all those received in the range, in the order of ``received``."""
        return [wait_of(case, self.as_at) for case in chain.from_iterable(self.received)]

    @cached_property
    def open(self) -> list[tuple[CaseFacts, ...]]:
        """Return those open at the end of each month."""
        return open_on(self.cases, [period.last for period in self.periods])


def section(cases: Sequence[CaseFacts], scope: Scope) -> Section:
    """Return the report on the requests of a range."""
    periods = months(scope.first, scope.last)
    everybody = Group("All", tuple(cases), periods, scope.as_at)
    urgent = Group(
        "Urgent", tuple(case for case in cases if case.urgent_given), periods, scope.as_at
    )
    standard = Group(
        "Standard", tuple(case for case in cases if not case.urgent_given), periods, scope.as_at
    )
    groups = (everybody, urgent, standard)
    return Section(
        code=CODE,
        title=TITLE,
        answers=ANSWERS,
        tiles=_tiles(everybody, standard, scope),
        charts=(
            _volumes(everybody, scope),
            _compliance(urgent, standard, scope),
            _lengths(everybody, scope),
            _curves(urgent, standard),
        ),
        tables=(
            _by_month(everybody, "All requests, by month", scope),
            _by_month(urgent, "Requests with an urgent authorisation, by month", scope),
            _by_month(standard, "Standard requests, by month", scope, with_21_days=True),
            _waiting(groups, scope),
            _lateness(groups, "Why decisions came late", "All late decisions", _late_decisions),
            *_late_closures(groups),
        ),
        definitions=_definitions(scope),
    )


def is_decided(case: CaseFacts) -> bool:
    """Return whether the council decided; a withdrawal is no decision."""
    return case.decided_on is not None and case.outcome in _DECIDED_STATES


def is_in_time(case: CaseFacts) -> bool:
    """Return whether the assessments were completed by the day they were due (reg 13).

    A refusal has no six completed assessments, and an old record may lack the day: the decision
    then stands for it, which comes later and never flatters.
    """
    done_on = case.completed_on or case.decided_on
    return case.due_on is not None and done_on is not None and done_on <= case.due_on


def is_late(case: CaseFacts) -> bool:
    """Return whether the decision came after the day the assessments were due."""
    if case.decided_on is None or case.due_on is None:
        return False
    return case.decided_on > case.due_on


def days_late(case: CaseFacts) -> int | None:
    """Return by how many days it ended after its own, decided or not; None if it did not."""
    on = case.decided_on or case.closed_on
    if on is None or case.due_on is None or on <= case.due_on:
        return None
    return (on - case.due_on).days


def days_taken(case: CaseFacts) -> int:
    """Return the calendar days from receipt to decision, the day of receipt being 0."""
    return max((case.decided_on - case.received_on).days, 0) if case.decided_on else 0


def wait_of(case: CaseFacts, as_at: date) -> Wait:
    """Return how long a request had waited by a day, and whether the wait ended in a decision."""
    if case.closed_on is None:  # open, or closed on a day that nobody recorded
        return Wait(case.age_on(as_at) if case.is_open else 0, is_over=False)
    return Wait(max((case.closed_on - case.received_on).days, 0), is_over=is_decided(case))


def _all(buckets: Iterable[Iterable[CaseFacts]]) -> list[CaseFacts]:
    return list(chain.from_iterable(buckets))


def _timed(cases: Iterable[CaseFacts]) -> list[CaseFacts]:
    """Return those whose due day is known; the others can be neither in time nor late."""
    return [case for case in cases if case.due_on is not None]


def _wait(group: Group) -> Figure:
    ids = tuple(case.request_id for case in _all(group.received))
    return Figure(median_wait(waiting_curve(group.waits)), ids, Unit.DAYS)


def _tiles(everybody: Group, standard: Group, scope: Scope) -> tuple[Tile, ...]:
    received, decided = _all(everybody.received), _all(everybody.decided)
    timed = _timed(decided)
    in_time = [case for case in timed if is_in_time(case)]
    plain = _all(standard.decided)
    soon = [case for case in plain if days_taken(case) <= scope.limit_days]
    within = f"In {scope.limit_days} days"
    [taken] = durations(decided, days_taken, median)
    return (
        Tile("Received", count(received), "in the range", _RECEIVED),
        Tile("Decided", count(decided), "granted or refused", _DECIDED),
        Tile("In time", share(in_time, timed), _of(in_time, timed), _IN_TIME),
        Tile(within, share(soon, plain), _of(soon, plain), _IN_21),
        Tile("Median to decision", taken, "days, decided", _DAYS),
        Tile("Median wait", _wait(everybody), "days, open counted", _WAIT),
    )


def _of(part: Sequence[CaseFacts], whole: Sequence[CaseFacts]) -> str:
    return f"{len(part):,} of {len(whole):,}"


def _by_month(group: Group, title: str, scope: Scope, *, with_21_days: bool = False) -> Table:
    quickly = f"In {scope.limit_days} days"
    headings = [
        Heading("Month", is_number=False),
        Heading("Received", note=_RECEIVED),
        Heading("Granted", "Decided"),
        Heading("Refused", "Decided", note=_DECIDED),
        Heading("Closed", note=_CLOSED),
        Heading("No.", "In time"),
        Heading("Share", "In time", note=_IN_TIME),
        *([Heading("No.", quickly), Heading("Share", quickly, note=_IN_21)] * with_21_days),
        Heading("Median", "Days to decision"),
        Heading("Mean", "Days to decision"),
        Heading("90th", "Days to decision", note=_DAYS),
        Heading("Open at end", note=_OPEN),
    ]
    limit = scope.limit_days if with_21_days else None
    parts = zip(group.received, group.decided, group.closed, group.open, strict=True)
    rows = [
        (period.label, _figures(*part, limit))
        for period, part in zip(group.periods, parts, strict=True)
    ]
    whole = _all(group.received), _all(group.decided), _all(group.closed), group.open[-1]
    rows.append(("Period", _figures(*whole, limit)))
    return Table(
        title,
        tuple(headings),
        tuple((Cell(name), *map(Cell, figures)) for name, figures in rows),
        total=len(rows) - 1,
        note=_caution(scope),
    )


def _figures(
    received: Sequence[CaseFacts],
    decided: Sequence[CaseFacts],
    closed: Sequence[CaseFacts],
    still_open: Sequence[CaseFacts],
    limit: int | None,
) -> list[Figure]:
    """Return one row; the days of the national measure only where there is a ``limit``."""
    timed = _timed(decided)
    in_time = [case for case in timed if is_in_time(case)]
    figures = [
        count(received),
        count(case for case in decided if case.outcome == "granted"),
        count(case for case in decided if case.outcome != "granted"),
        count(closed),
        count(in_time),
        share(in_time, timed),
    ]
    if limit is not None:
        soon = [case for case in decided if days_taken(case) <= limit]
        figures += [count(soon), share(soon, decided)]
    figures += durations(decided, days_taken, median, mean, ninetieth)
    return [*figures, count(still_open)]


def _waiting(groups: Sequence[Group], scope: Scope) -> Table:
    """Return the measures that count those who wait beside the one that does not."""
    rows = []
    for group in groups:
        [still_open] = open_on(group.cases, [scope.as_at])
        decided, received = _all(group.decided), _all(group.received)

        def age(case: CaseFacts) -> int:
            return case.age_on(scope.as_at)

        figures = (
            *durations(decided, days_taken, mean, median),
            count(still_open),
            *durations(still_open, age, median, ninetieth),
            count(received),
            _wait(group),
        )
        rows.append((Cell(group.name), *map(Cell, figures)))
    return Table(
        "Waiting, with open requests counted",
        (
            Heading("Requests", is_number=False),
            Heading("Mean days", "Decided"),
            Heading("Median days", "Decided", note=_DAYS),
            Heading("Number", "Open now"),
            Heading("Median age", "Open now"),
            Heading("90th", "Open now", note=_OPEN),
            Heading("Number", "Received in the period"),
            Heading("Median wait", "Received in the period", note=_WAIT),
        ),
        tuple(rows),
        note="The mean of decided requests leaves out everybody who still waits, and those are the "
        "longest waits. It can fall while the queue grows. The median wait counts them.",
    )


def is_closed_late(case: CaseFacts) -> bool:
    """Return whether it ended without a decision after the day the assessments were due."""
    if case.closed_on is None or case.due_on is None or is_decided(case):
        return False
    return case.closed_on > case.due_on


def _late_decisions(group: Group) -> list[CaseFacts]:
    return [case for case in _all(group.decided) if is_late(case)]


def _late_endings(group: Group) -> list[CaseFacts]:
    return [case for case in _all(group.closed) if is_closed_late(case)]


def _late_closures(groups: Sequence[Group]) -> tuple[Table, ...]:
    """Return why requests ended late without a decision, where any did."""
    if not _late_endings(groups[0]):
        return ()
    title = "Why requests ended late without a decision"
    return (_lateness(groups, title, "All that ended late without one", _late_endings),)


def _lateness(
    groups: Sequence[Group], title: str, total_name: str, of: Callable[[Group], list[CaseFacts]]
) -> Table:
    late = [of(group) for group in groups]
    size = Counter(case.late_reason for case in late[0])
    rows = [
        (
            Cell(words.fact(code) if code else "No reason recorded"),
            *(Cell(count(case for case in part if case.late_reason == code)) for part in late),
            Cell(share([case for case in late[0] if case.late_reason == code], late[0])),
        )
        for code in sorted(size, key=lambda code: (not code, -size[code], code))
    ]
    total = (Cell(total_name), *(Cell(count(part)) for part in late))
    rows.append((*total, Cell(share(late[0], late[0]))))
    return Table(
        title,
        (
            Heading("Reason", is_number=False, note=_REASON),
            *(Heading(group.name) for group in groups),
            Heading("Share of all"),
        ),
        tuple(rows),
        total=len(rows) - 1,
    )


def _volumes(everybody: Group, scope: Scope) -> Chart:
    return Chart(
        ChartKind.BARS,
        "Requests received and decided",
        tuple(period.label for period in everybody.periods),
        (
            Series("Received", tuple(map(count, everybody.received))),
            Series("Decided", tuple(map(count, everybody.decided))),
        ),
        marker=_marker(everybody, scope),
    )


def _compliance(urgent: Group, standard: Group, scope: Scope) -> Chart:
    def shares(group: Group) -> tuple[Figure, ...]:
        timed = [_timed(part) for part in group.decided]
        return tuple(share([case for case in part if is_in_time(case)], part) for part in timed)

    return Chart(
        ChartKind.LINES,
        "Decided requests whose assessments were in time",
        tuple(period.label for period in urgent.periods),
        (Series("Urgent", shares(urgent)), Series("Standard", shares(standard))),
        unit=Unit.PERCENT,
        marker=_marker(urgent, scope),
    )


def _lengths(everybody: Group, scope: Scope) -> Chart:
    parts = [durations(part, days_taken, ninetieth, median) for part in everybody.decided]

    return Chart(
        ChartKind.LINES,
        "Days from receipt to decision",
        tuple(period.label for period in everybody.periods),
        (
            Series("90th percentile", tuple(ninth for ninth, _ in parts)),
            Series("Median", tuple(middle for _, middle in parts)),
        ),
        unit=Unit.DAYS,
        marker=_marker(everybody, scope),
    )


def _curves(urgent: Group, standard: Group) -> Chart:
    """Return the share of the requests received that still wait, by days since receipt."""

    def waiting(group: Group) -> tuple[Figure, ...]:
        ids = [case.request_id for case in _all(group.received)]
        waited = sorted(zip([wait.days for wait in group.waits], ids, strict=True))
        curve = waiting_curve(group.waits)
        figures = []
        for days in _CURVE_DAYS:
            beyond = waited[bisect_right(waited, days, key=itemgetter(0)) :]
            is_known = bool(waited) and days <= waited[-1][0]
            value = 100 * share_waiting(curve, days) if is_known else None
            figures.append(Figure(value, tuple([one for _, one in beyond]), Unit.PERCENT))
        return tuple(figures)

    return Chart(
        ChartKind.LINES,
        "Still waiting, by days since receipt",
        tuple(map(str, _CURVE_DAYS)),
        (Series("Urgent", waiting(urgent)), Series("Standard", waiting(standard))),
        unit=Unit.PERCENT,
        note="Requests received in the period, open ones counted.",
    )


def _marker(group: Group, scope: Scope) -> Marker | None:
    return scope.marker([period.middle for period in group.periods])


def _caution(scope: Scope) -> str:
    if scope.changed_on is None:
        return ""
    return words.sentence("TEST_CHANGED", on=scope.changed_on)


def _definitions(scope: Scope) -> tuple[str, ...]:
    n = scope.limit_days
    return (
        "Received: by the day the request reached the council. A request counts as urgent if the "
        "managing authority had given an urgent authorisation, and as standard otherwise.",
        "Decided: a standard authorisation was granted or refused in the period, whenever the "
        "request was received (the national return says completed).",
        "Closed: withdrawn, no longer needed, or passed to another council, without a decision.",
        f"In time: decided requests whose assessments were completed by the day they were due. "
        f"That is {n} days beginning with the day of receipt (day 1), or, where an urgent "
        f"authorisation was given, while it was in force (regulation 13). For a refusal, or where "
        f"no day of completion is held, the day of the decision stands instead. Requests whose "
        f"due day is not known are left out of the share.",
        f"In {n} days: the measure of the national return. Standard requests decided no more than "
        f"{n} calendar days after receipt, the day of receipt being 0. It asks about the decision, "
        f"not the assessments, and allows one day more than the law, so the two shares differ.",
        "Days to decision: calendar days from receipt to decision. Half of the decisions took no "
        "longer than the median, nine in ten no longer than the 90th percentile. Both are worked "
        "out as the spreadsheet functions MEDIAN and PERCENTILE do.",
        "Open: received, and neither decided nor closed at the end of the day. Age is counted in "
        "days since receipt.",
        "Median wait: takes every request received in the period. One that is still open counts as "
        "having waited at least until now, one closed without a decision as having waited at least "
        "until it was closed. By that day half had been decided (the estimate of Kaplan and "
        "Meier). A dash means that more than half have no decision yet.",
        "Reasons: what the signatory recorded for a decision made after the day the assessments "
        "were due, or whoever closed a request after that day without one.",
    )
