"""RP20, and the fee claims of RP08: what is ordered, invoiced, released, still committed (AL6)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.clock import london_date
from dolsdesk.domain.fee_orders import FeeState
from dolsdesk.domain.fees import FeeKind
from dolsdesk.domain.reporting import (
    CaseFacts,
    Cell,
    Figure,
    Heading,
    Section,
    Table,
    Tile,
    Unit,
)
from dolsdesk.domain.tally import Scope, months
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import fee_orders as reads
from dolsdesk.store.reads.fee_orders import FeeLine

CODE = "RP20"
TITLE = "Assessors' fees"
ANSWERS = "What was ordered, invoiced and released, and what is the council still bound to?"
_ORDERED, _INVOICED, _RELEASED, _COMMITTED, _WAITS = range(1, 6)

Read = Callable[[Scope], tuple["Counted", ...]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures need of an order, worked out once; amounts are in pence."""

    request_id: int
    assessor_id: int
    name: str
    kind: FeeKind
    state: FeeState
    ordered_on: date
    ordered: int
    invoiced_on: date | None
    invoiced: int
    released_on: date | None
    released: int

    @property
    def owed(self) -> int:
        """Return what is committed: by the invoice if there is one, otherwise by the order."""
        return self.invoiced if self.invoiced_on else self.ordered


def reader(ctx: Context) -> Read:
    """Return what reads the orders of a range, and those that are not settled whenever made."""

    def read(scope: Scope) -> tuple[Counted, ...]:
        with ctx.reading() as session:
            found = (*reads.touched(session, scope.first, scope.as_at), *reads.unsettled(session))
        each = {line.order.id: line for line in found if line.order.ordered_on <= scope.as_at}
        return tuple(_counted(each[number], scope.as_at) for number in sorted(each))

    return read


def _counted(line: FeeLine, on: date) -> Counted:
    """Return an order with what had been entered by the end of a day."""
    order = replace(
        line.order,
        entries=tuple(
            one
            for one in line.order.entries
            if one.recorded_at is None or london_date(one.recorded_at) <= on
        ),
    )
    form = line.form_in_on if line.form_in_on is not None and line.form_in_on <= on else None
    claim, release = order.claim, order.release
    return Counted(
        order.request_id, order.assessor_id, line.name, order.kind, order.state(form),
        order.ordered_on, order.pence or 0,
        claim.on if claim else None, (claim.pence or 0) if claim else 0,
        release.on if release else None, (release.pence or 0) if release else 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """Orders sorted by what happened to them within a range."""

    ordered: tuple[Counted, ...]
    invoiced: tuple[Counted, ...]
    released: tuple[Counted, ...]
    committed: tuple[Counted, ...]
    waits: tuple[Counted, ...]

    def cells(self) -> tuple[Cell, ...]:
        """Return the figures of a row."""
        return (
            Cell(_count(self.ordered)),
            Cell(_pounds(self.ordered, _of_order)),
            Cell(_pounds(self.invoiced, _of_claim)),
            Cell(_pounds(self.released, _of_release)),
            Cell(_pounds(self.committed, _owed)),
            Cell(_count(self.waits)),
        )


_HEADINGS = (
    Heading("Orders", note=_ORDERED),
    Heading("Ordered", note=_ORDERED),
    Heading("Invoiced", note=_INVOICED),
    Heading("Released", note=_RELEASED),
    Heading("Committed", note=_COMMITTED),
    Heading("Form not in", note=_WAITS),
)


def section(_cases: Sequence[CaseFacts], scope: Scope, read: Read) -> Section:
    """Return what the fees of a range come to."""
    lines = read(scope)
    every = _sums(lines, scope.first, scope.last)
    assessors: dict[tuple[str, int], list[Counted]] = {}
    for line in lines:
        assessors.setdefault((line.name, line.assessor_id), []).append(line)
    return Section(
        code=CODE,
        title=TITLE,
        answers=ANSWERS,
        tiles=(
            Tile("Ordered", _pounds(every.ordered, _of_order), "in the range", _ORDERED),
            Tile("Invoiced", _pounds(every.invoiced, _of_claim), "in the range", _INVOICED),
            Tile("Released", _pounds(every.released, _of_release), "in the range", _RELEASED),
            Tile("Committed", _pounds(every.committed, _owed), "not released yet", _COMMITTED),
            Tile("Form not in", _count(every.waits), "invoiced", _WAITS),
        ),
        charts=(),
        tables=(
            _table("By assessor", "Assessor", [
                (name, _sums(mine, scope.first, scope.last))
                for (name, _id), mine in sorted(assessors.items())
            ], every),
            _table("By kind of fee", "For", [
                (words.fact(kind.value), _sums(
                    [line for line in lines if line.kind is kind], scope.first, scope.last))
                for kind in FeeKind if any(line.kind is kind for line in lines)
            ], every),
            _by_month(lines, scope),
        ),
        definitions=(
            "Ordered: orders made in the range, at the rate in force on the day of selection;"
            " cancelled ones are left out. An order for which no rate was held counts as nothing.",
            "Invoiced: by the date on the invoice, at the amount of the invoice.",
            "Released: released for payment in the range. dolsdesk pays nobody.",
            "Committed: neither released nor cancelled on the day of the report, whenever ordered;"
            " at the amount of the invoice if there is one, otherwise of the order.",
            "Form not in: invoiced, while the assessment has not come in or was sent back.",
        ),
    )  # fmt: skip


_SETTLED = frozenset({FeeState.RELEASED, FeeState.CANCELLED})


def _sums(lines: Iterable[Counted], first: date, last: date) -> Sums:
    listed = tuple(lines)

    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    return Sums(
        ordered=tuple(
            one for one in listed
            if within(one.ordered_on) and one.state is not FeeState.CANCELLED
        ),
        invoiced=tuple(one for one in listed if within(one.invoiced_on)),
        released=tuple(one for one in listed if within(one.released_on)),
        committed=tuple(one for one in listed if one.state not in _SETTLED),
        waits=tuple(one for one in listed if one.state is FeeState.CLAIMED),
    )  # fmt: skip


def _table(title: str, what: str, groups: Sequence[tuple[str, Sums]], every: Sums) -> Table:
    rows = [(Cell(name), *sums.cells()) for name, sums in (*groups, ("All", every))]
    return Table(
        title, (Heading(what, is_number=False), *_HEADINGS), tuple(rows), total=len(rows) - 1
    )


def _by_month(lines: Sequence[Counted], scope: Scope) -> Table:
    rows = []
    for month in months(scope.first, scope.last):
        sums = _sums(lines, month.first, month.last)
        rows.append((Cell(month.label), *sums.cells()[:4]))
    return Table("By month", (Heading("Month", is_number=False), *_HEADINGS[:4]), tuple(rows))


def _of_order(one: Counted) -> int:
    return one.ordered


def _of_claim(one: Counted) -> int:
    return one.invoiced


def _of_release(one: Counted) -> int:
    return one.released


def _owed(one: Counted) -> int:
    return one.owed


def _count(lines: Sequence[Counted]) -> Figure:
    return Figure(len(lines), _ids(lines))


def _pounds(lines: Sequence[Counted], pence: Callable[[Counted], int]) -> Figure:
    return Figure(sum(map(pence, lines)) / 100, _ids(lines), Unit.POUNDS)


def _ids(lines: Iterable[Counted]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line.request_id for line in lines))
