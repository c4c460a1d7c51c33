"""Lists of fees: what is not settled, and what was ordered, invoiced or released in a month."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from dateutil.relativedelta import relativedelta

from dolsdesk.domain.counting import ONE_DAY
from dolsdesk.domain.fee_orders import FeeEntry, FeeState
from dolsdesk.domain.reporting import Cell, Figure, Heading, Table, Unit
from dolsdesk.domain.staff import Act
from dolsdesk.services import files, reports, words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import fee_orders as reads
from dolsdesk.store.reads.fee_orders import FeeLine

__all__ = ["FeeLine"]


class FeeShow(StrEnum):
    """Which orders a list shows."""

    UNSETTLED = "fees_unsettled"
    ORDERED = "fees_ordered"
    INVOICED = "fees_invoiced"
    RELEASED = "fees_released"


@dataclass(frozen=True, slots=True)
class FeePage:
    """Some orders of a list; ``next_after`` says how many came before what follows, if any do."""

    lines: tuple[FeeLine, ...]
    total: int
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a whole list comes to: for each assessor, and the orders ready to be released."""

    sums: tuple["PerAssessor", ...]
    ready: tuple[FeeLine, ...]


@dataclass(frozen=True, slots=True)
class PerAssessor:
    """What one assessor's orders of a list come to, in pence."""

    assessor_id: int
    name: str
    orders: int
    ordered: int
    invoiced: int
    released: int
    waits: int
    differs: int


def month_of(on: date) -> tuple[date, date]:
    """Return first and last day of the month that holds a day.

    >>> [day.isoformat() for day in month_of(date(2028, 2, 10))]
    ['2028-02-01', '2028-02-29']
    """
    first = on.replace(day=1)
    return first, first + relativedelta(months=1) - ONE_DAY


def page(ctx: Context, show: FeeShow, month: date, *, after: int = 0, limit: int = 200) -> FeePage:
    """Return some orders of a list, the oldest first, past the first ``after`` of them.

    ``month`` is any day of the month that is looked at.

    Raises:
        NotPermitted: this person may not read reports.
    """
    ctx.require(Act.READ_REPORTS)
    if show is FeeShow.UNSETTLED:
        with ctx.reading() as session:
            lines, total = reads.some_unsettled(session, after, limit)
    else:
        listed = every(ctx, show, month)
        lines, total = listed[after : after + limit], len(listed)
    end = after + len(lines)
    return FeePage(lines, total, end if end < total else None)


def every(ctx: Context, show: FeeShow, month: date) -> tuple[FeeLine, ...]:
    """Return all orders of a list, the oldest first; ``month`` is any day of it.

    Raises:
        NotPermitted: this person may not read reports.
    """
    ctx.require(Act.READ_REPORTS)
    first, last = month_of(month)
    with ctx.reading() as session:
        if show is FeeShow.UNSETTLED:
            return reads.unsettled(session)
        found = reads.touched(session, first, last)
    return tuple(line for line in found if _within(_day(show, line), first, last))


def standing(ctx: Context, show: FeeShow, month: date) -> Standing:
    """Return what all orders of a list come to; ``month`` is any day of it.

    Raises:
        NotPermitted: this person may not read reports.
    """
    lines = every(ctx, show, month)
    ready = tuple(line for line in lines if line.state is FeeState.READY)
    return Standing(by_assessor(lines), ready)


def of_case(ctx: Context, request_id: int) -> tuple[FeeLine, ...]:
    """Return the orders of one case.

    Raises:
        NotPermitted: this person may not read reports.
    """
    ctx.require(Act.READ_REPORTS)
    with ctx.reading() as session:
        return reads.of_request(session, request_id)


def awaiting_invoice(ctx: Context, assessor_id: int) -> tuple[FeeLine, ...]:
    """Return an assessor's orders for which no invoice is entered.

    Raises:
        NotPermitted: this person may not handle fees.
    """
    ctx.require(Act.HANDLE_FEES)
    with ctx.reading() as session:
        return reads.still_asked(session, assessor_id)


def by_assessor(lines: tuple[FeeLine, ...]) -> tuple[PerAssessor, ...]:
    """Return what the orders of a list come to for each assessor, by name."""
    held: dict[int, list[FeeLine]] = {}
    for line in lines:
        held.setdefault(line.order.assessor_id, []).append(line)
    found = [
        PerAssessor(
            assessor_id=assessor_id,
            name=mine[0].name,
            orders=len(mine),
            ordered=sum(one.order.pence or 0 for one in mine if not one.order.is_cancelled),
            invoiced=sum(_pence(one.order.claim) for one in mine),
            released=sum(_pence(one.order.release) for one in mine),
            waits=sum(one.state is FeeState.CLAIMED for one in mine),
            differs=sum(one.order.differs for one in mine),
        )
        for assessor_id, mine in held.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.assessor_id)))


def _pence(entry: FeeEntry | None) -> int:
    return (entry.pence or 0) if entry else 0


def _day(show: FeeShow, line: FeeLine) -> date | None:
    entry = {FeeShow.INVOICED: line.order.claim, FeeShow.RELEASED: line.order.release}.get(show)
    if show is FeeShow.ORDERED:
        return line.order.ordered_on
    return entry.on if entry else None


def _within(on: date | None, first: date, last: date) -> bool:
    return on is not None and first <= on <= last


def workbook(ctx: Context, show: FeeShow, month: date) -> bytes:
    """Return the list as a spreadsheet: its orders, and what they come to, as in the report RP20.

    Raises:
        NotPermitted: this person may not export.
    """
    from dolsdesk.reports import spreadsheet

    ctx.require(Act.EXPORT)
    lines = every(ctx, show, month)
    first, last = month_of(month)
    if show is FeeShow.UNSETTLED:
        first = min((line.order.ordered_on for line in lines), default=ctx.today)
        last = ctx.today
    report = reports.build(ctx, "fees", first, last, ctx.today)
    with ctx.acting(Act.EXPORT) as write:
        write.record(
            "export", "fees", None,
            after={"show": show.value, "from": first.isoformat(), "to": report.last.isoformat(),
                   "orders": len(lines), "as": "xlsx"},
        )  # fmt: skip
    return spreadsheet.workbook(report, _table(lines))


def save(ctx: Context, show: FeeShow, month: date, path: Path) -> None:
    """Write the list as a spreadsheet to a file that a person chose.

    Raises:
        DeskError: this person may not export, the disk is full, or the folder is closed.
    """
    files.write(path, workbook(ctx, show, month))


def _table(lines: tuple[FeeLine, ...]) -> Table:
    texts = ("Order", "Request", "Assessor", "For", "Ordered on", "Form in on", "Invoice",
             "Invoice dated", "Released on", "Stands", "Reason")  # fmt: skip
    headings = [Heading(name, is_number=False) for name in texts]
    for place, name in ((5, "Ordered"), (9, "Invoiced"), (11, "Released")):
        headings.insert(place, Heading(name))
    return Table("Fees", tuple(headings), tuple(_row(line) for line in lines))


def _row(line: FeeLine) -> tuple[Cell, ...]:
    made, claim, release = line.order, line.order.claim, line.order.release
    ids = (made.request_id,)

    def money(pence: int | None) -> Figure:
        return Figure(None if pence is None else pence / 100, ids, Unit.POUNDS)

    return tuple(
        map(
            Cell,
            (
                made.ref,
                line.request_ref,
                line.name,
                words.fact(made.kind.value),
                made.ordered_on,
                money(made.pence),
                line.form_in_on,
                claim.invoice_no if claim else "",
                claim.on if claim else None,
                money(claim.pence if claim else None),
                release.on if release else None,
                money(release.pence if release else None),
                words.fact(line.state.value),
                claim.why if claim else made.note,
            ),
        )
    )
