"""Rework: how often an assessor's work is sent back for correction, and why (AL8; RP07, RP08)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import Correction, ReturnReason
from dolsdesk.domain.records import Record, RecordKind
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
from dolsdesk.domain.statistics import median
from dolsdesk.domain.tally import Scope, months
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import rework
from dolsdesk.store.reads.rework import Work
from dolsdesk.store.repos import records

CODE = "RP07-R"
TITLE = "Rework"
ANSWERS = "How often is an assessment sent back before the decision, whose, and why?"
_IN, _BACK, _RATE, _OUT, _DAYS, _REASON = range(1, 7)

#: The kinds that are told apart where reasons are counted.
_KINDS = (
    ("Best interests", frozenset({AssessmentKind.BI})),
    ("Mental health", frozenset({AssessmentKind.MH})),
    ("The other four", frozenset(AssessmentKind) - {AssessmentKind.BI, AssessmentKind.MH}),
)

Read = Callable[[Scope], "Data"]


@dataclass(frozen=True)
class Data:
    """The work that came in within a range, each with its corrections as known on the day.

    ``open_ids`` are the requests that were open on that day.
    """

    as_at: date
    work: tuple[Work, ...]
    open_ids: frozenset[int] = frozenset()
    sent_back: dict[tuple[int, AssessmentKind, int], tuple[Record[Correction], ...]] = field(
        default_factory=dict
    )

    def of(self, one: Work) -> tuple[Record[Correction], ...]:
        """Return how often and why a piece of work was sent back, the first time first."""
        return self.sent_back.get((one.request_id, one.kind, one.assessor_id), ())


def reader(ctx: Context) -> Read:
    """Return what reads the work of a range."""

    def read(scope: Scope) -> Data:
        with ctx.reading() as session:
            work = tuple(rework.came_in(session, scope.first, scope.last))
            found = records.of_kind(session, RecordKind.CORRECTION)
        held: dict[tuple[int, AssessmentKind, int], tuple[Record[Correction], ...]] = {}
        for one in found:
            if not one.is_void and one.on <= scope.as_at and one.request_id is not None:
                key = (one.request_id, one.facts.kind, one.facts.assessor_id or 0)
                held[key] = (*held.get(key, ()), one)
        return Data(scope.as_at, work, sent_back=held)

    return read


def section(cases: Sequence[CaseFacts], scope: Scope, read: Read) -> Section:
    """Return how much was sent back of what came in within the range."""
    open_ids = frozenset(one.request_id for one in cases if one.is_open_on(scope.as_at))
    data = replace(read(scope), open_ids=open_ids)
    return Section(
        code=CODE,
        title=TITLE,
        answers=ANSWERS,
        tiles=_tiles(data),
        charts=(_by_month(data, scope),),
        tables=(
            _grouped("By assessor", "Assessor", data, _by_assessor(data)),
            _grouped("By assessment", "Assessment", data, _by_kind(data)),
            _by_reason(data),
        ),
        definitions=(
            "An assessment counts once for each assessor who recorded it, in the range in which"
            " its first version was recorded. An earlier one used again is nobody's work.",
            "Sent back: at least once, by the desk or the signatory, before the decision.",
            "Rate: assessments sent back at least once, of all that came in.",
            "With the assessor: not back on the day of the report, and the request still open.",
            "Days: from the day an assessment was sent back to the day the next version was"
            " recorded; the median of those that are back.",
            "Each sending back has one reason; one that was sent back twice counts under both.",
        ),
    )


def _tiles(data: Data) -> tuple[Tile, ...]:
    came, back, rate, twice, out, days = _figures(data, data.work)
    return (
        Tile("Assessments", came, "that came in", _IN),
        Tile("Sent back", back, "at least once", _BACK),
        Tile("Rework rate", rate, "of all that came in", _RATE),
        Tile("Twice or more", twice, "sent back"),
        Tile("With the assessor", out, "not back yet", _OUT),
        Tile("Median days", days, "until it came back", _DAYS),
    )


def _figures(data: Data, work: Sequence[Work]) -> tuple[Figure, ...]:
    back = [one for one in work if data.of(one)]
    returns = [(one, record) for one in back for record in data.of(one)]
    out = [
        one
        for one, record in returns
        if _is_out(record.facts, data.as_at) and one.request_id in data.open_ids
    ]
    took = [
        (record.facts.came_back_on - record.on).days
        for _one, record in returns
        if record.facts.came_back_on and record.facts.came_back_on <= data.as_at
    ]
    share = 100 * len(back) / len(work) if work else None
    return (
        _count(work),
        _count(back),
        Figure(share, _ids(back), Unit.PERCENT),
        _count([one for one in back if len(data.of(one)) > 1]),
        _count(out),
        Figure(median(took), _ids(back) if took else (), Unit.DAYS),
    )


def _is_out(found: Correction, as_at: date) -> bool:
    return found.came_back_on is None or found.came_back_on > as_at


def _by_assessor(data: Data) -> list[tuple[str, list[Work]]]:
    """Return the work of each assessor, whoever had most sent back first."""
    found: dict[int, list[Work]] = {}
    for one in data.work:
        found.setdefault(one.assessor_id, []).append(one)

    def order(work: list[Work]) -> tuple[int, str]:
        return -sum(bool(data.of(one)) for one in work), work[-1].name

    return [(work[-1].name, work) for work in sorted(found.values(), key=order)]


def _by_kind(data: Data) -> list[tuple[str, list[Work]]]:
    return [
        (words.fact(kind.value), [one for one in data.work if one.kind is kind])
        for kind in AssessmentKind
    ]


def _grouped(title: str, what: str, data: Data, groups: Iterable[tuple[str, list[Work]]]) -> Table:
    rows = [
        (Cell(name), *map(Cell, _figures(data, work)))
        for name, work in (*groups, ("All", list(data.work)))
    ]
    return Table(
        title,
        (
            Heading(what, is_number=False),
            Heading("Came in", note=_IN),
            Heading("Sent back", note=_BACK),
            Heading("Rate", note=_RATE),
            Heading("Twice or more"),
            Heading("With the assessor", note=_OUT),
            Heading("Median days", note=_DAYS),
        ),
        tuple(rows),
        total=len(rows) - 1,
    )


def _by_reason(data: Data) -> Table:
    """Return how often each reason was given, for each kind of assessment."""
    given = [(one, record.facts.reason) for one in data.work for record in data.of(one)]
    rows = []
    for reason in (*ReturnReason, None):
        for_it = [one for one, why in given if reason in {why, None}]
        if for_it or reason is None:
            by_kind = [_count([one for one in for_it if one.kind in kinds]) for _, kinds in _KINDS]
            name = words.fact(reason.value) if reason else "All"
            rows.append((Cell(name), *map(Cell, by_kind), Cell(_count(for_it))))
    return Table(
        "Why they were sent back",
        (
            Heading("Reason", is_number=False, note=_REASON),
            *(Heading(name) for name, _ in _KINDS),
            Heading("All"),
        ),
        tuple(rows),
        total=len(rows) - 1,
    )


def _by_month(data: Data, scope: Scope) -> Chart:
    listed = months(scope.first, scope.last)
    back = [one for one in data.work if data.of(one)]
    return Chart(
        ChartKind.BARS,
        "Assessments sent back, by the month they came in",
        tuple(month.label for month in listed),
        (
            Series(
                "Sent back",
                tuple(
                    _count([one for one in back if month.first <= one.came_in_on <= month.last])
                    for month in listed
                ),
            ),
        ),
        marker=scope.marker([month.middle for month in listed]),
    )


def _count(work: Sequence[Work]) -> Figure:
    return Figure(len(work), _ids(work))


def _ids(work: Iterable[Work]) -> tuple[int, ...]:
    """Return the requests behind some work, each once."""
    return tuple(dict.fromkeys(one.request_id for one in work))
