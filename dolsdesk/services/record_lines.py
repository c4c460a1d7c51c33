"""Records in words: one line for a list, every fact for a panel, every entry for its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Any

from dolsdesk.domain import text
from dolsdesk.domain.dols.triage import Ticked
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.repos import records

if TYPE_CHECKING:
    from dolsdesk.services.cases import Former

#: Facts that nobody reads.
_HIDDEN = frozenset(
    {
        "assessor_id",
        "deemed_request_id",
        "record_id",
        "varied_by_review",
        "varied_by_court",
        "set_id",
    }
)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as a list shows it."""

    record: Record[Any]
    what: str
    state: str
    about: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of a record: who made it, when, why, and what it states."""

    number: int
    said: str
    why: str
    is_void: bool


def lines(found: Iterable[Record[Any]], kinds: Iterable[RecordKind]) -> tuple[RecordLine, ...]:
    """Return the records of some kinds as lines, the newest first; void ones say so."""
    wanted = frozenset(kinds)
    listed = [line(record) for record in found if record.kind in wanted]
    return tuple(sorted(listed, key=lambda one: (one.record.on, one.record.id), reverse=True))


def line(record: Record[Any]) -> RecordLine:
    """Return a record as a list shows it."""
    facts = record.facts
    state = getattr(facts, "state", None) or getattr(facts, "status", None)
    said = words.fact(str(state)) if state is not None else ""
    if record.is_void:
        said = "Entered in error"
    return RecordLine(record, words.fact(f"record_{record.kind.value}"), said, _about(facts))


def conditions_said(former: "Former | None") -> str:
    """Return how the conditions of the authorisation before stand, a line each; empty for none."""
    if former is None or not former.conditions:
        return ""
    lines = [f"Conditions of the authorisation before, {former.ref}:"]
    for record in former.conditions:
        found = record.facts
        parts = [words.fact(found.status.value)]
        if found.due_on is not None:
            parts.append(f"due {text.long_date(found.due_on)}")
        if found.evidence:
            parts.append(found.evidence)
        elif found.is_unmet:
            parts.append("no evidence")
        if found.ma_response:
            parts.append(f"the home says: {found.ma_response}")
        lines.append(f"{found.text} – {'; '.join(parts)}")
    return "\n".join(lines)


def facts_of(record: Record[Any]) -> list[tuple[str, str]]:
    """Return every fact a record states, with its name in plain words."""
    return _told(record.facts)


def history(ctx: Context, record_id: int) -> tuple[EntryLine, ...]:
    """Return every entry of a record, the first one first."""
    with ctx.reading() as session:
        found = records.entries(session, record_id)
    return tuple(
        EntryLine(
            one.number, f"{text.moment(one.recorded_at)}, {one.recorded_by}", one.why, one.is_void
        )
        for one in found
    )


def _told(facts: Any) -> list[tuple[str, str]]:
    listed = []
    for one in fields(facts):
        value = getattr(facts, one.name)
        if one.name in _HIDDEN or value in (None, "", (), {}, frozenset()):
            continue
        usual = words.fact(one.name)
        name = words.fact(f"fact_{one.name}", usual[0].upper() + usual[1:])
        listed.append((name, _written(value)))
    return listed


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Enum):
        return words.fact(str(value.value))
    if isinstance(value, datetime):
        return text.moment(value)
    if isinstance(value, date):
        return text.day_date(value)
    if isinstance(value, time):
        return text.clock_time(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{_written(k)}: {_written(v)}" for k, v in value.items())
    if isinstance(value, (tuple, list, frozenset)):
        return "\n".join(_written(item) for item in value)
    if isinstance(value, Ticked):
        return f"{words.fact(value.band or 'no_band')}: {value.text}"
    if is_dataclass(value):
        return "; ".join(f"{name}: {said}" for name, said in _told(value))
    return str(value)


def _about(facts: Any) -> str:
    """Return the first thing worth saying: who, why, or what."""
    for name in (
        "name",
        "text",
        "noted",
        "what",
        "reason",
        "why",
        "where",
        "other_council",
        "referrer",
        "by",
        "applicant",
        "advocate",
        "provider",
        "trigger",
    ):
        value = getattr(facts, name, "")
        if value:
            return _written(value)
    return ""
