"""RP20, and the fee claims of RP08: what is ordered, invoiced, released, still committed (AL6)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.clock import london_date
from dolsdesk.domain.fee_orders import FeeEntry, FeeState
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

Read = Callable[[Scope], tuple[FeeLine, ...]]


def reader(ctx: Context) -> Read:
    """Return what reads the orders of a range, and those that are not settled whenever made."""

    def read(scope: Scope) -> tuple[FeeLine, ...]:
        with ctx.reading() as session:
            found = (*reads.touched(session, scope.first, scope.as_at), *reads.unsettled(session))
        each = {line.order.id: line for line in found if line.order.ordered_on <= scope.as_at}
        known = (_as_known(line, scope.as_at) for line in each.values())
        return tuple(sorted(known, key=lambda line: (line.order.ordered_on, line.order.id)))

    return read


def _as_known(line: FeeLine, on: date) -> FeeLine:
    """Return an order with what had been entered by the end of a day."""
    entries = tuple(
        one
        for one in line.order.entries
        if one.recorded_at is None or london_date(one.recorded_at) <= on
    )
    form = line.form_in_on if line.form_in_on is not None and line.form_in_on <= on else None
    return replace(line, order=replace(line.order, entries=entries), form_in_on=form)


@dataclass(frozen=True, slots=True)
class Sums:
    """Orders sorted by what happened to them within a range."""

    ordered: tuple[FeeLine, ...]
    invoiced: tuple[FeeLine, ...]
    released: tuple[FeeLine, ...]
    committed: tuple[FeeLine, ...]
    waits: tuple[FeeLine, ...]

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
    assessors: dict[tuple[str, int], list[FeeLine]] = {}
    for line in lines:
        assessors.setdefault((line.name, line.order.assessor_id), []).append(line)
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
                    [line for line in lines if line.order.kind is kind], scope.first, scope.last))
                for kind in FeeKind if any(line.order.kind is kind for line in lines)
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


def _sums(lines: Iterable[FeeLine], first: date, last: date) -> Sums:
    listed = tuple(lines)

    def on(day: date | None) -> bool:
        return day is not None and first <= day <= last

    def dated(entry: FeeEntry | None) -> date | None:
        return entry.on if entry else None

    settled = {FeeState.RELEASED, FeeState.CANCELLED}
    return Sums(
        ordered=tuple(
            line for line in listed
            if on(line.order.ordered_on) and not line.order.is_cancelled
        ),
        invoiced=tuple(line for line in listed if on(dated(line.order.claim))),
        released=tuple(line for line in listed if on(dated(line.order.release))),
        committed=tuple(line for line in listed if line.state not in settled),
        waits=tuple(line for line in listed if line.state is FeeState.CLAIMED),
    )  # fmt: skip


def _table(title: str, what: str, groups: Sequence[tuple[str, Sums]], every: Sums) -> Table:
    rows = [(Cell(name), *sums.cells()) for name, sums in (*groups, ("All", every))]
    return Table(
        title, (Heading(what, is_number=False), *_HEADINGS), tuple(rows), total=len(rows) - 1
    )


def _by_month(lines: Sequence[FeeLine], scope: Scope) -> Table:
    rows = []
    for month in months(scope.first, scope.last):
        sums = _sums(lines, month.first, month.last)
        rows.append((Cell(month.label), *sums.cells()[:4]))
    return Table("By month", (Heading("Month", is_number=False), *_HEADINGS[:4]), tuple(rows))


def _of_order(line: FeeLine) -> int:
    return line.order.pence or 0


def _of_claim(line: FeeLine) -> int:
    return (line.order.claim.pence or 0) if line.order.claim else 0


def _of_release(line: FeeLine) -> int:
    return (line.order.release.pence or 0) if line.order.release else 0


def _owed(line: FeeLine) -> int:
    return _of_claim(line) if line.order.claim else _of_order(line)


def _count(lines: Sequence[FeeLine]) -> Figure:
    return Figure(len(lines), _ids(lines))


def _pounds(lines: Sequence[FeeLine], pence: Callable[[FeeLine], int]) -> Figure:
    return Figure(sum(map(pence, lines)) / 100, _ids(lines), Unit.POUNDS)


def _ids(lines: Iterable[FeeLine]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line.order.request_id for line in lines))
