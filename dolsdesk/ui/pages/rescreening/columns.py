"""What the lists of re-screening show, column by column."""

from datetime import date
from functools import partial

from dolsdesk.domain import text
from dolsdesk.domain.dols.alerts import Colour, Raised
from dolsdesk.domain.dols.campaigns import Event, Item, ItemPriority, ItemState
from dolsdesk.services import words
from dolsdesk.services.campaign_sending import Letter
from dolsdesk.services.campaigns import Joined
from dolsdesk.ui.tables.row_model import Column

_TONES = {
    ItemState.ESCALATED: "danger", ItemState.NOT_RETURNED: "warning", ItemState.DONE: "good",
    ItemState.DECIDED: "good",
}  # fmt: skip
_COLOURS = {Colour.RED: "danger", Colour.AMBER: "warning", Colour.INFO: "muted"}
_FIRST = {ItemPriority.HIGH: "danger", ItemPriority.MEDIUM: "warning"}


def items(today: date) -> list[Column[Item]]:
    """Return the columns of the cases of a campaign."""
    return [
        Column("priority", "Order", lambda r: words.fact(r.priority.value), 70,
               tone=lambda r: _FIRST.get(r.priority, "")),
        Column("ref", "Reference", lambda r: r.ref or "–", 94),
        Column("person", "Person", lambda r: r.person_name, 150, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place_name, 140),
        Column("state", "Stands", lambda r: words.fact(r.state.value), 110,
               tone=lambda r: _TONES.get(r.state, "")),
        Column("reply", "Reply by", lambda r: _day(r.reply_by), 108,
               tone=partial(_late, today=today)),
        Column("next", "Next step", _next, 150),
        Column("owner", "Who", lambda r: r.action_owner, 90),
        Column("due", "By", lambda r: _day(r.action_due), 108),
        Column("subject", "For", lambda r: words.fact(r.subject.value), 150),
        Column("why", "Why this order", _why, 200, tip=_why),
    ]  # fmt: skip


def alerts() -> list[Column[Raised]]:
    """Return the columns of the alerts."""
    return [
        Column(
            "colour",
            "How soon",
            lambda r: words.fact(r.colour.value),
            80,
            tone=lambda r: _COLOURS[r.colour],
        ),
        Column("code", "Alert", lambda r: f"AG-{r.alert.value}", 70),
        Column("what", "What", lambda r: words.fact(r.alert.value), 260, is_strong=True),
        Column("ref", "Reference", lambda r: r.ref, 94),
        Column("person", "Person", lambda r: r.person_name, 150),
        Column("place", "Home or hospital", lambda r: r.place_name, 140),
        Column("said", "Why", lambda r: r.said, 300, tip=lambda r: r.said),
    ]


def joined() -> list[Column[Joined]]:
    """Return the columns of who joined the cohort later."""
    return [
        Column("ref", "Reference", lambda r: r.ref, 94),
        Column("person", "Person", lambda r: r.person_name, 160, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place_name, 160),
        Column("received", "Received", lambda r: _day(r.received_on), 100),
    ]


def letters() -> list[Column[Letter]]:
    """Return the columns of the letters."""
    return [
        Column("made", "Made", lambda r: text.moment(r.made_at), 170),
        Column("kind", "Letter", lambda r: r.kind, 80),
        Column("place", "To", lambda r: r.place_name, 180, is_strong=True),
        Column("people", "People", lambda r: str(len(r.items)), 70, is_right=True),
        Column("pages", "Pages", lambda r: str(r.pages), 70, is_right=True),
        Column("by", "By", lambda r: r.made_by, 120),
    ]


def events() -> list[Column[Event]]:
    """Return the columns of what happened."""
    return [
        Column("at", "When", lambda r: text.moment(r.at), 170),
        Column("ref", "Reference", lambda r: r.ref, 90),
        Column("person", "Person", lambda r: r.person_name, 150, is_strong=True),
        Column("by", "By", lambda r: r.by, 120),
        Column("was", "From", lambda r: words.fact(r.from_state) if r.from_state else "–", 120),
        Column("now", "To", lambda r: words.fact(r.to_state), 120),
        Column("note", "Note", lambda r: r.note, 280, tip=lambda r: r.note),
    ]


def _day(on: date | None) -> str:
    return text.short_date(on) if on else ""


def _late(item: Item, *, today: date) -> str:
    waits = item.state in {ItemState.SENT, ItemState.REMINDED}
    return "danger" if waits and item.reply_by is not None and item.reply_by < today else ""


def _next(item: Item) -> str:
    return words.fact(item.next_action.value) if item.next_action else ""


def _why(item: Item) -> str:
    return ", ".join(words.fact(flag.value) for flag in item.reasons)
