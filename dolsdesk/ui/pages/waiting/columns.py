"""What the waiting list shows of a case, column by column; the band and the breach side by side."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from dolsdesk.domain import text
from dolsdesk.domain.dols import queue, waiting
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.waiting import ERRORS, ContactState
from dolsdesk.services import waiting_list, words
from dolsdesk.services.context import Context
from dolsdesk.services.waiting_list import (
    BandStanding,
    ContactLine,
    NextLine,
    Standing,
    WaitingLine,
)
from dolsdesk.ui.tables.row_model import Column

R = TypeVar("R")
_PERCENT = 100


def list_columns(ctx: Context, standing: Standing | None) -> list[Column[WaitingLine]]:
    """Return the columns of the list, as things stand today."""
    today = ctx.today
    quotas = {one.band: one.quota for one in standing.bands} if standing else {}

    def contact(line: WaitingLine) -> str:
        what = "letter due " if line.is_letter_due else ""
        if line.state is not RequestState.WAITING:
            return f"{what}{_day(line.next_contact_on)}"
        state = waiting.state(line.next_contact_on, today)
        if state is ContactState.NONE:
            return "none to come: an error"
        if state is ContactState.OVERDUE:
            return f"{what or 'overdue, '}{_near(line.next_contact_on, today)}"
        return f"{what}{_near(line.next_contact_on, today)}"

    def contact_tone(line: WaitingLine) -> str:
        if line.state is not RequestState.WAITING:
            return ""
        state = waiting.state(line.next_contact_on, today)
        if state in ERRORS:
            return "danger"
        return "warning" if state is ContactState.DUE_TODAY else ""

    def again(line: WaitingLine) -> str:
        on = waiting_list.retriage_on(ctx, line)
        if on is None:
            return "triage now"
        return f"due, {_near(on, today)}" if on <= today else _near(on, today)

    def again_tone(line: WaitingLine) -> str:
        on = waiting_list.retriage_on(ctx, line)
        return "warning" if on is None or on <= today else ""

    def reached(line: WaitingLine) -> str:
        if not line.priority or line.state is not RequestState.WAITING:
            return "once triaged"
        quota = quotas.get(Priority(line.priority))
        if quota is None:
            return ""
        weeks = queue.weeks_until(line.place, quota)
        return "this week" if not weeks else f"in {text.number_of(weeks, 'week')}"

    return [
        _band(lambda line: line.priority if line.state is RequestState.WAITING else ""),
        Column("ref", "Reference", lambda line: line.ref, 94),
        Column("person", "Person", lambda line: line.person_name, 140, is_strong=True,
               tip=lambda line: f"{line.person_name}, born {_day(line.born_on) or 'not known'}"),
        Column("place", "Home or hospital", lambda line: line.place_name, 130),
        Column("due", "Due by law", lambda line: _due(line.due_on, today), 150,
               tone=lambda line: _due_tone(line.due_on, today)),
        Column("authority", "Authority", lambda line: _authority(line.no_authority_from, today),
               130, tone=lambda line: _gap_tone(line.no_authority_from, today)),
        Column("contact", "Next contact", contact, 130, tone=contact_tone),
        Column("again", "Triage again", again, 110, tone=again_tone),
        Column("reached", "Reached", reached, 110,
               tip=lambda line: f"Place {line.place:,} of its band; a quota a week is called"),
        Column("screen", "Screening", lambda line: _screen(line.agni_screen), 120),
        Column("objects", "Objects", lambda line: "objects" if line.objects else "", 66),
        Column("received", "Received", lambda line: _day(line.received_on), 96),
    ]  # fmt: skip


def band_columns() -> list[Column[BandStanding]]:
    """Return the columns of the bands: how many, how long, and the route to assessment."""
    return [
        _band(lambda one: one.band.value),
        Column("count", "Waiting", lambda one: f"{one.held.count:,}", 70, is_right=True),
        Column("share", "Share", lambda one: f"{one.share * _PERCENT:.0f}%", 60, is_right=True),
        Column("breached", "Past their day", lambda one: f"{one.held.breached:,}", 96,
               tone=lambda one: "danger" if one.held.breached else "", is_right=True),
        Column("gap", "Without authority", lambda one: f"{one.held.without_authority:,}", 116,
               tone=lambda one: "danger" if one.held.without_authority else "", is_right=True),
        Column("oldest", "Oldest", lambda one: _day(one.held.oldest_on), 96),
        Column("quota", "A week", lambda one: f"{one.quota:,}", 64, is_right=True),
        Column("route", "Route to assessment", lambda one: one.route, 380),
    ]  # fmt: skip


def next_columns(today: date) -> list[Column[NextLine]]:
    """Return the columns of those who are next."""
    return [
        _band(lambda one: one.called.band.value),
        Column("ref", "Reference", lambda one: one.line.ref, 94),
        Column("person", "Person", lambda one: one.line.person_name, 150, is_strong=True),
        Column("place", "Home or hospital", lambda one: one.line.place_name, 140),
        Column("due", "Due by law", lambda one: _due(one.line.due_on, today), 150,
               tone=lambda one: _due_tone(one.line.due_on, today)),
        Column("authority", "Authority",
               lambda one: _authority(one.line.no_authority_from, today), 130,
               tone=lambda one: _gap_tone(one.line.no_authority_from, today)),
        Column("why", "Why it is next", lambda one: one.why, 360),
    ]  # fmt: skip


def done_columns() -> list[Column[ContactLine]]:
    """Return the columns of the contacts made."""
    return [
        Column("on", "On", lambda one: text.short_date(one.on), 92),
        Column("kind", "What", lambda one: words.fact(one.facts.kind.value), 150),
        Column("ref", "Reference", lambda one: one.ref, 94),
        Column("person", "Person", lambda one: one.person_name, 140, is_strong=True),
        Column("who", "With", lambda one: one.facts.who, 150),
        Column("what", "What was said", lambda one: one.facts.what, 320),
        Column("next", "Next", lambda one: _day(one.facts.next_action_on), 92),
        Column("by", "Recorded by", lambda one: one.by, 120),
    ]  # fmt: skip


def _band(of: Callable[[R], str]) -> Column[R]:
    return Column("band", "Band", lambda line: words.fact(of(line) or "not_triaged"), 76)


def _day(on: date | None) -> str:
    return text.short_date(on) if on else ""


def _near(on: date | None, today: date) -> str:
    return text.near_date(on, today) if on else ""


def _due(on: date | None, today: date) -> str:
    if on is None:
        return "not known"
    over = (today - on).days
    near = text.near_date(on, today)
    return f"{near}, {text.number_of(over, 'day')} over" if over > 0 else near


def _due_tone(on: date | None, today: date) -> str:
    if on is None or on > today:
        return ""
    return "danger" if on < today else "warning"


def _authority(since: date | None, today: date) -> str:
    if since is None:
        return "none recorded"
    near = text.near_date(since, today)
    return f"none since {near}" if since <= today else f"none from {near}"


def _gap_tone(since: date | None, today: date) -> str:
    return "danger" if since is not None and since <= today else ""


def _screen(answer: str) -> str:
    return {
        "likely_deprivation": "likely", "unclear": "unclear", "unlikely_refer_ma": "unlikely",
    }.get(answer, "not done")  # fmt: skip
