"""RP02, backlog ageing: how many requests are open, how old they are, and where they wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from dolsdesk.domain import text
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.reporting import (
    CaseFacts,
    Cell,
    Chart,
    ChartKind,
    Figure,
    Heading,
    Section,
    Series,
    Table,
    Tile,
    Unit,
)
from dolsdesk.domain.statistics import median, ninetieth
from dolsdesk.domain.tally import Scope, count, durations, open_on, weeks
from dolsdesk.services import words

CODE = "RP02"
TITLE = "Backlog ageing"
ANSWERS = "How many requests are open, how old are they, and what are they waiting for?"

_OPEN, _AGE, _LATE, _PRIORITY, _STAGE = range(1, 6)
_OLDEST = 20

#: Upper ends of the age bands in days (returns-and-reports.md 3, RP02).
_BANDS = (7, 21, 42, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of counts, and which requests are counted in it."""

    group: str
    name: str
    holds: Callable[[CaseFacts], bool]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where an open request stands, in as few words as a column has room for."""

    name: str
    states: frozenset[RequestState]


_S = RequestState
STAGES = (
    Stage("Received", frozenset({_S.RECEIVED, _S.CHECKING})),
    Stage("Waiting", frozenset({_S.WAITING})),
    Stage("With assessors", frozenset({_S.ALLOCATED, _S.ASSESSING, _S.RETURNED})),
    Stage("To be decided", frozenset({_S.ALL_POSITIVE, _S.WITH_SIGNATORY})),
    Stage("To be refused", frozenset({_S.NEGATIVE})),
)
_ENDED_SINCE = "Ended since"
_PRIORITIES = (("High", "high"), ("Medium", "medium"), ("Low", "low"), ("None yet", ""))
_SETTINGS = (("Care home", "care_home"), ("Hospital", "hospital"), ("Other", "other"))
_KINDS = (("Urgent", True), ("Standard", False))


def section(cases: Sequence[CaseFacts], scope: Scope) -> Section:
    """Return the report on what is open, with its trend over the range."""
    [still_open] = open_on(cases, [scope.as_at])
    bands = _by_band(still_open, scope)
    return Section(
        code=CODE,
        title=TITLE,
        answers=ANSWERS,
        tiles=_tiles(still_open, scope),
        charts=(_ages(bands), _trend(cases, scope)),
        tables=(
            _crossed(
                "Open requests by age and priority, setting and kind",
                bands,
                _crossings(still_open),
            ),
            _crossed("Open requests by age and stage", bands, _stages(still_open)),
            _oldest(still_open, scope),
        ),
        definitions=_definitions(scope),
    )


def band_of(age: int) -> int:
    """Return the number of the age band that holds an age."""
    return sum(age > end for end in _BANDS)


def band_names() -> tuple[str, ...]:
    """Return the age bands as headings.

    >>> band_names()
    ('0–7', '8–21', '22–42', '43–90', '91–180', '181–365', 'over 365')
    """
    starts = (0, *(end + 1 for end in _BANDS[:-1]))
    named = tuple(f"{start}–{end}" for start, end in zip(starts, _BANDS, strict=True))
    return (*named, f"over {_BANDS[-1]}")


def stage_of(case: CaseFacts) -> str:
    """Return the stage a request is at now; one that has ended since was open on the day."""
    state = RequestState(case.state)
    return next((stage.name for stage in STAGES if state in stage.states), _ENDED_SINCE)


def is_late(case: CaseFacts, scope: Scope) -> bool:
    """Return whether the assessments were due before the day and not completed by then."""
    return case.due_on is not None and case.due_on < scope.as_at and case.completed_on is None


def _by_band(still_open: Sequence[CaseFacts], scope: Scope) -> list[list[CaseFacts]]:
    bands: list[list[CaseFacts]] = [[] for _ in band_names()]
    for case in still_open:
        bands[band_of(case.age_on(scope.as_at))].append(case)
    return bands


def _tiles(still_open: Sequence[CaseFacts], scope: Scope) -> tuple[Tile, ...]:
    def age(case: CaseFacts) -> int:
        return case.age_on(scope.as_at)

    oldest = sorted(still_open, key=age, reverse=True)[:1]
    middle, ninth = durations(still_open, age, median, ninetieth)
    [longest] = durations(oldest, age, median)
    year = [case for case in still_open if band_of(age(case)) == len(_BANDS)]
    late = [case for case in still_open if is_late(case, scope)]
    return (
        Tile("Open", count(still_open), "on that day", _OPEN),
        Tile("Median age", middle, "days", _AGE),
        Tile("90th percentile", ninth, "days", _AGE),
        Tile("Oldest", longest, "days", _AGE),
        Tile("Over a year", count(year), "and still open"),
        Tile("Past the legal limit", count(late), "overdue", _LATE),
    )


def _columns(
    group: str, key: Callable[[CaseFacts], object], values: Sequence[tuple[str, object]]
) -> tuple[Column, ...]:
    """Return one column for each value that a fact of a request can have."""
    return tuple(Column(group, name, partial(_has, key, value)) for name, value in values)


def _has(key: Callable[[CaseFacts], object], value: object, case: CaseFacts) -> bool:
    return key(case) == value


_ALL = Column("", "All", lambda _case: True)


def _crossings(still_open: Sequence[CaseFacts]) -> tuple[Column, ...]:
    """Return the columns of the first table; a setting DoLS does not cover only where it occurs."""
    found = {case.setting for case in still_open}
    settings = [(name, code) for name, code in _SETTINGS if code != "other" or code in found]
    return (
        _ALL,
        *_columns("Priority", lambda case: case.priority, _PRIORITIES),
        *_columns("Setting", lambda case: case.setting, settings),
        *_columns("Kind", lambda case: case.urgent_given, _KINDS),
    )


def _stages(still_open: Sequence[CaseFacts]) -> tuple[Column, ...]:
    names = [stage.name for stage in STAGES]
    if any(stage_of(case) == _ENDED_SINCE for case in still_open):
        names.append(_ENDED_SINCE)
    return (_ALL, *_columns("Stage", stage_of, [(name, name) for name in names]))


def _crossed(title: str, bands: Sequence[Sequence[CaseFacts]], columns: Sequence[Column]) -> Table:
    everybody = [case for band in bands for case in band]
    rows = [
        (Cell(name), *(Cell(count(filter(column.holds, band))) for column in columns))
        for name, band in zip((*band_names(), "All ages"), (*bands, everybody), strict=True)
    ]
    notes = {"Priority": _PRIORITY, "Stage": _STAGE}
    last_of = {column.group: column.name for column in columns}
    return Table(
        title,
        (
            Heading("Days old", is_number=False, note=_AGE),
            *(
                Heading(
                    column.name,
                    column.group,
                    note=notes.get(column.group, 0) if last_of[column.group] == column.name else 0,
                )
                for column in columns
            ),
        ),
        tuple(rows),
        total=len(rows) - 1,
    )


def _oldest(still_open: Sequence[CaseFacts], scope: Scope) -> Table:
    oldest = sorted(still_open, key=lambda case: (case.received_on, case.request_id))[:_OLDEST]
    rows = tuple(
        (
            Cell(case.ref),
            Cell(Figure(case.age_on(scope.as_at), (case.request_id,), Unit.DAYS)),
            Cell(case.received_on),
            Cell(case.due_on),
            Cell("Urgent" if case.urgent_given else "Standard"),
            Cell(words.fact(case.priority) if case.priority else "None yet"),
            Cell(words.fact(case.setting)),
            Cell(stage_of(case)),
        )
        for case in oldest
    )
    names = ("Received", "Due", "Kind", "Priority", "Setting", "Stage")
    return Table(
        f"The {_OLDEST} oldest open requests",
        (
            Heading("Reference", is_number=False),
            Heading("Days old"),
            *(Heading(name, is_number=False) for name in names),
        ),
        rows,
    )


def _ages(bands: Sequence[Sequence[CaseFacts]]) -> Chart:
    return Chart(
        ChartKind.STACKED,
        "Open requests by age in days and priority",
        band_names(),
        tuple(
            Series(
                name,
                tuple(count(case for case in band if case.priority == code) for band in bands),
            )
            for name, code in _PRIORITIES
        ),
    )


def _trend(cases: Sequence[CaseFacts], scope: Scope) -> Chart:
    days = weeks(scope.first, scope.last)
    everybody = open_on(cases, days)
    urgent = open_on((case for case in cases if case.urgent_given), days)
    return Chart(
        ChartKind.LINES,
        "Open requests, week by week",
        tuple(text.short_date(on) for on in days),
        (
            Series("All", tuple(map(count, everybody))),
            Series("Urgent", tuple(map(count, urgent))),
        ),
        marker=scope.marker(days),
        note="At the end of every seventh day.",
    )


def _definitions(scope: Scope) -> tuple[str, ...]:
    return (
        f"Open: received, and neither decided nor closed at the end of "
        f"{text.long_date(scope.as_at)}.",
        "Age: calendar days since receipt, the day of receipt being 0. Half of the open requests "
        "are no older than the median, nine in ten no older than the 90th percentile.",
        f"Past the legal limit: the assessments were due before {text.long_date(scope.as_at)} and "
        f"are not complete. Due on that day is not late.",
        "Priority orders the work and moves no legal date. It is the one recorded now.",
        "Stage: as recorded now. To be decided: all six assessments are positive. To be refused: "
        "an assessment is negative. A request that has ended since the day of the report is shown "
        "as such.",
    )
