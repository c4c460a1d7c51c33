"""What expires in the coming weeks, by home (TI8): nothing lapses without having been on a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dolsdesk.domain import text
from dolsdesk.domain.reporting import Cell, Figure, Heading, Table
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import targets, words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import courses
from dolsdesk.store.reads.courses import ExpiryLine

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Expiring:
    """An authorisation about to expire, and when a further request is to be asked for."""

    line: ExpiryLine
    ask_on: date

    def is_to_ask(self, as_at: date) -> bool:
        """Return whether its lead time has begun and no further request has come."""
        return self.ask_on <= as_at and not self.line.has_further_request


@dataclass(frozen=True, slots=True)
class Expiries:
    """The forecast: homes by weeks, and one line for each authorisation in it.

    ``later`` are those that run beyond the weeks shown. Whatever runs is in the one or the other.
    """

    table: Table
    lines: tuple[Expiring, ...]
    later: tuple[int, ...]
    lead_days: int
    said: str


def forecast(ctx: Context) -> Expiries:
    """Return what expires in the coming weeks, as things stand today."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        live = courses.live(session, ctx.today)
        book = targets.as_set_now(ctx, session).book
    count = book.value(RuleId.PR_FORECAST_WEEKS, on=ctx.today).amount
    lead = book.value(RuleId.PR_RENEWAL_PROMPT, on=ctx.today).amount
    weeks = _weeks(ctx.today, count)
    until = weeks[-1] + timedelta(days=_DAYS_A_WEEK)
    shown = [line for line in live if line.expires_on < until]
    return Expiries(
        table=_table(shown, weeks, ctx.today),
        lines=tuple(Expiring(line, line.expires_on - timedelta(days=lead)) for line in shown),
        later=tuple(line.request_id for line in live if line.expires_on >= until),
        lead_days=lead,
        said=words.sentence("FORECAST_LEAD", n=lead),
    )


def _weeks(today: date, count: int) -> tuple[date, ...]:
    """Return the Mondays of the weeks, beginning with this week's."""
    monday = today - timedelta(days=today.weekday())
    return tuple(monday + timedelta(days=_DAYS_A_WEEK * number) for number in range(count))


def _table(shown: Sequence[ExpiryLine], weeks: Sequence[date], today: date) -> Table:
    homes: dict[int, list[ExpiryLine]] = {}
    for line in shown:
        homes.setdefault(line.place_id, []).append(line)
    ordered = sorted(homes.values(), key=lambda held: (-len(held), text.fold(held[0].place_name)))
    rows = [_row(held[0].place_name, held, weeks) for held in ordered]
    rows.append(_row("All", list(shown), weeks))
    return Table(
        f"Authorisations that expire, by home and week from {text.long_date(today)}",
        (
            Heading("Home or hospital", is_number=False),
            *(Heading(text.short_date(week).rsplit(" ", 1)[0], "Week from") for week in weeks),
            Heading("All"),
        ),
        tuple(rows),
        total=len(rows) - 1,
    )


def _row(name: str, held: list[ExpiryLine], weeks: Sequence[date]) -> tuple[Cell, ...]:
    cells: list[Cell] = [Cell(name)]
    for week in weeks:
        following = week + timedelta(days=_DAYS_A_WEEK)
        ids = tuple(line.request_id for line in held if week <= line.expires_on < following)
        cells.append(Cell(Figure(len(ids), ids) if ids else None))
    ids = tuple(line.request_id for line in held)
    return (*cells, Cell(Figure(len(ids), ids)))
