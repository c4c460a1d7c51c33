"""The waiting list as a managed thing (IN7): bands, contact, triage again, and who is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dolsdesk.domain.dols import queue
from dolsdesk.domain.dols import triage as rules
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.queue import Called, Why
from dolsdesk.domain.dols.waiting import WaitingContact
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import targets, words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.reads import waiting as reads
from dolsdesk.store.reads.waiting import (
    ContactLine,
    Counts,
    Day,
    OfBand,
    Page,
    Show,
    WaitingLine,
)

__all__ = [
    "BandStanding", "ContactLine", "Counts", "NextLine", "Page", "Show", "Standing", "WaitingLine",
    "contacts", "next_to_assess", "page", "set_quotas", "standing",
]  # fmt: skip

_PERCENT = 100
_DAYS_A_WEEK = 7
_LATELY = timedelta(days=60)
_MOST_CONTACTS = 200


@dataclass(frozen=True, slots=True)
class BandStanding:
    """One band of the list, and its route to assessment."""

    band: Priority
    held: OfBand
    share: float
    quota: int
    taken: int

    @property
    def route(self) -> str:
        """Return in how many weeks everybody of the band is reached, in words."""
        weeks = -(-self.held.count // self.quota)
        if not weeks:
            return words.sentence("ROUTE_EMPTY")
        reached = words.sentence("ROUTE_OF_BAND", n=weeks)
        return f"{reached} {words.sentence('ROUTE_TAKEN', taken=self.taken, quota=self.quota)}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the list stands: every band, every part of it, and what is wrong with the whole."""

    bands: tuple[BandStanding, ...]
    shows: Mapping[Show, int]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class NextLine:
    """A case that is next to be assessed, and why."""

    line: WaitingLine
    called: Called
    why: str


def page(
    ctx: Context, show: Show = Show.ALL, *, words: str = "", after: int = 0, limit: int = 200
) -> Page:
    """Return one page of the list as things stand today; of those with some words, if any."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        day = _day(targets.as_set_now(ctx, session))
        return reads.page(session, show, day, words=words, after=after, limit=limit)


def standing(ctx: Context) -> Standing:
    """Return how the list stands today."""
    ctx.require(Act.READ_ALL)
    first, last = week_of(ctx.today)
    with ctx.reading() as session:
        ctx = targets.as_set_now(ctx, session)
        held = reads.counts(session, _day(ctx))
        taken = reads.taken(session, first, last)
    quotas = queue.quotas(ctx.today, ctx.book)
    numbers = {
        band: held.bands[band.value].count if band.value in held.bands else 0 for band in Priority
    }
    total = sum(numbers.values())
    bands = tuple(
        BandStanding(
            band,
            held.bands.get(band.value, OfBand(0)),
            numbers[band] / total if total else 0.0,
            quotas[band],
            taken.get(band, 0),
        )
        for band in Priority
    )
    return Standing(bands, held.shows, _warning(ctx, numbers, total))


def next_to_assess(ctx: Context) -> tuple[NextLine, ...]:
    """Return who is next to be assessed this week, band by band, each with the reason.

    Every band has its quota, and its first place goes to whoever waits longest.
    """
    ctx.require(Act.READ_ALL)
    first, last = week_of(ctx.today)
    with ctx.reading() as session:
        ctx = targets.as_set_now(ctx, session)
        waiting = reads.waiting(session)
        called = queue.next_to_assess(
            waiting, queue.quotas(ctx.today, ctx.book), reads.taken(session, first, last), ctx.today
        )
        lines = reads.lines(session, tuple(one.request_id for one in called))
    return tuple(
        NextLine(line, one, _why(line, one))
        for one in called
        if (line := lines.get(one.request_id)) is not None
    )


def contacts(ctx: Context) -> tuple[ContactLine, ...]:
    """Return the contacts made lately, the newest first."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return reads.contacts(
            session, WaitingContact, since=ctx.today - _LATELY, limit=_MOST_CONTACTS
        )


def retriage_on(ctx: Context, line: WaitingLine) -> date | None:
    """Return by when a request of the list is to be triaged again; None if never triaged."""
    if line.triaged_on is None or not line.priority:
        return None
    due_on = rules.recheck_on(line.triaged_on, Priority(line.priority), ctx.book)
    return min(due_on, line.triage_asked_on) if line.triage_asked_on else due_on


def set_quotas(ctx: Context, amounts: Mapping[Priority, int | None]) -> Outcome[None]:
    """Set how many of each band are to be allocated a week.

    Raises:
        Refused: a band would have none, so that its turn would never come.
    """
    ctx.require(Act.MANAGE_DESK)
    for band, amount in amounts.items():
        if not amount:
            raise Refused("QUOTA_OF_ONE", field=f"quota_{band.value}")
    chosen = {queue.QUOTAS[band]: amount for band, amount in amounts.items() if amount}
    return targets.set_many(ctx, chosen, "set_quotas")


def week_of(on: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of a day's week."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=_DAYS_A_WEEK - 1)


def _day(ctx: Context) -> Day:
    return Day(ctx.today, rules.recheck_days(ctx.today, ctx.book))


def _warning(ctx: Context, numbers: Mapping[Priority, int], total: int) -> str:
    limit = ctx.book.value(RuleId.PR_WAITING_BAND_SHARE, on=ctx.today).amount
    band = queue.swallowing(numbers, limit / _PERCENT)
    if band is None:
        return ""
    return words.sentence(
        "BAND_SWALLOWS",
        band=words.fact(band.value),
        percent=round(_PERCENT * numbers[band] / total),
        limit=limit,
    )


def _why(line: WaitingLine, called: Called) -> str:
    code = {Why.OLDEST: "NEXT_OLDEST", Why.GAP: "NEXT_GAP", Why.DUE: "NEXT_DUE"}[called.why]
    on = {
        Why.OLDEST: line.received_on, Why.GAP: line.no_authority_from, Why.DUE: line.due_on,
    }[called.why]  # fmt: skip
    return words.sentence(code, on=on, place=called.place, quota=called.quota)
