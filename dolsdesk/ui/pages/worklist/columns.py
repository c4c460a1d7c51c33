"""What the worklist can show of a case, column by column."""

from datetime import date
from functools import partial

from dolsdesk.domain import text
from dolsdesk.domain.counting import days_from
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import words
from dolsdesk.services.worklist import CaseLine, SortKey
from dolsdesk.ui.tables.row_model import Column

USUAL = ("ref", "person", "place", "due", "left", "authority", "state", "next", "assessors")


def state_words(state: RequestState) -> str:
    """Return the plain words for a state of a request."""
    return words.fact("state_negative" if state is RequestState.NEGATIVE else state.value)


def columns(today: date) -> dict[str, Column[CaseLine]]:
    """Return every column by key, as things stand today."""
    made: tuple[Column[CaseLine], ...] = (
        Column("ref", "Reference", lambda r: r.ref, 94, SortKey.REF),
        Column(
            "person",
            "Person",
            lambda r: r.person_name,
            160,
            SortKey.PERSON,
            is_strong=True,
            tip=lambda r: f"{r.person_name}, born {_day(r.born_on) or 'not known'}",
        ),
        Column("born", "Born", lambda r: _day(r.born_on), 96),
        Column("place", "Home or hospital", lambda r: r.place_name, 140, SortKey.PLACE),
        Column("received", "Received", lambda r: _day(r.received_on), 96, SortKey.RECEIVED),
        Column(
            "due",
            "Due",
            partial(_due, today=today),
            106,
            SortKey.DUE,
            tone=partial(_due_tone, today=today),
            tip=_due_tip,
        ),
        Column(
            "left",
            "Days left",
            partial(_left, today=today),
            84,
            SortKey.DUE,
            tone=partial(_due_tone, today=today),
            tip=_due_tip,
        ),
        Column(
            "authority",
            "Authority",
            partial(_authority, today=today),
            182,
            SortKey.NO_AUTHORITY,
            tone=partial(_authority_tone, today=today),
            tip=partial(_authority_tip, today=today),
        ),
        Column("state", "Stage", lambda r: state_words(r.state), 118, SortKey.STATE),
        Column("next", "Next", lambda r: words.fact(f"step_{r.next_step}"), 158),
        Column("assessors", "Assessors", _assessors, 150),
        Column("priority", "Priority", lambda r: words.fact(r.priority) if r.priority else "", 70,
               SortKey.PRIORITY),
        Column("urgent", "Urgent", lambda r: "urgent" if r.urgent_given else "", 66),
        Column("objects", "Objects", lambda r: "objects" if r.objects else "", 66),
        Column("expires", "Expires", lambda r: _day(r.expires_on), 96, SortKey.EXPIRES),
        Column("contact", "Next contact", _contact, 96),
        Column("decided", "Decided", lambda r: _day(r.decided_on), 96, SortKey.DECIDED),
        Column("copies", "Copies to send", lambda r: str(r.unsent_count or ""), 96),
        Column(
            "test",
            "Test recorded",
            lambda r: words.fact(r.legal_test) if r.legal_test else "",
            170,
        ),
    )  # fmt: skip
    return {column.key: column for column in made}


def _day(on: date | None) -> str:
    return text.short_date(on) if on else ""


def _assessors(row: CaseLine) -> str:
    return " · ".join(name for name in (row.bia_name, row.mh_name) if name)


def _due(row: CaseLine, today: date) -> str:
    if row.due_on is None:
        return "not known"
    return text.near_date(row.due_on, today)


def _left(row: CaseLine, today: date) -> str:
    if row.completed_on is not None:
        return "done"
    if row.due_on is None or not row.is_open:
        return ""
    late = days_from(row.due_on, today)
    return f"{late:,} over" if late > 0 else text.standing(row.due_on, today)


def _due_tone(row: CaseLine, today: date) -> str:
    if not row.is_open or row.completed_on is not None or row.due_on is None:
        return ""
    if row.due_on < today:
        return "danger"
    return "warning" if row.due_on == today else ""


def _authority(row: CaseLine, today: date) -> str:
    since = row.no_authority_from
    if row.state is RequestState.GRANTED and row.expires_on is not None:
        on = text.near_date(row.expires_on, today)
        return f"ended {on}" if row.expires_on < today else f"to {on}"
    if since is None:
        return "none recorded" if row.is_open else ""
    on = text.near_date(since, today)
    if since <= today:
        return f"none since {on}"
    return f"none from {on}"


def _authority_tone(row: CaseLine, today: date) -> str:
    if row.state is RequestState.GRANTED:
        return "warning" if row.expires_on is not None and row.expires_on < today else ""
    since = row.no_authority_from
    return "danger" if row.is_open and since is not None and since <= today else ""


def _contact(row: CaseLine) -> str:
    on = _day(row.next_contact_on)
    return f"letter due {on}" if row.is_letter_due and on else on


def _due_tip(row: CaseLine) -> str:
    return f"Assessments due {text.day_date(row.due_on)}" if row.due_on else "No due date follows"


def _authority_tip(row: CaseLine, today: date) -> str:
    since = row.no_authority_from
    if not row.is_open or since is None or since > today:
        return ""
    days = text.number_of(days_from(since, today) + 1, "day")
    return f"{words.sentence('NO_AUTHORITY', first=since)} {days} up to today."
