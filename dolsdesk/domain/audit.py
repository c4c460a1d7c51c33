"""The shape of an audit entry, its chain hash, and the checker that names the broken entry."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

#: The hash before the first entry.
GENESIS = "0" * 64

#: One way to write each value, so that a hash means the same everywhere.
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail, as stored."""

    seq: int
    at: datetime
    actor_id: int | None
    actor: str
    workstation: str
    action: str
    entity: str
    entity_id: int | None
    reason: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    prev_hash: str
    hash: str


class Fault(StrEnum):
    """What is wrong with a trail."""

    CHANGED = "changed"  # the entry's own hash no longer fits its content
    MISSING = "missing"  # a number was left out
    MOVED = "moved"  # the entry does not follow the one before it
    CUT = "cut"  # entries at the end are gone


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry at which the trail breaks."""

    seq: int
    fault: Fault


def digest(
    *,
    seq: int,
    at: datetime,
    actor_id: int | None,
    actor: str,
    workstation: str,
    action: str,
    entity: str,
    entity_id: int | None,
    reason: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    prev_hash: str,
) -> str:
    """Return the hash of an entry, which covers every field and the hash before it."""
    content = [
        seq, at.astimezone(UTC).isoformat(timespec="microseconds"), actor_id, actor, workstation,
        action, entity, entity_id, reason, before, after, prev_hash,
    ]  # fmt: skip
    return hashlib.sha256(_CANONICAL.encode(content).encode("utf-8")).hexdigest()


def digest_of(entry: Entry) -> str:
    """Return the hash an entry ought to have."""
    return digest(
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        actor=entry.actor,
        workstation=entry.workstation,
        action=entry.action,
        entity=entry.entity,
        entity_id=entry.entity_id,
        reason=entry.reason,
        before=entry.before,
        after=entry.after,
        prev_hash=entry.prev_hash,
    )


def first_fault(
    entries: Iterable[Entry],
    head: tuple[int, str] | None,
    anchors: Mapping[int, str] | None = None,
) -> Broken | None:
    """Return where the trail breaks first, or None if it is whole.

    Args:
        entries: all entries, by number.
        head: number and hash of the last entry as the store holds them apart.
        anchors: numbers and hashes noted elsewhere (in backups), which the trail must still have.
    """
    known = anchors or {}
    expected, previous = 1, GENESIS
    for entry in entries:
        if entry.seq != expected:
            return Broken(expected, Fault.MISSING)
        if entry.prev_hash != previous:
            return Broken(entry.seq, Fault.MOVED)
        if digest_of(entry) != entry.hash:
            return Broken(entry.seq, Fault.CHANGED)
        if entry.seq in known and known[entry.seq] != entry.hash:
            return Broken(entry.seq, Fault.CHANGED)
        expected, previous = entry.seq + 1, entry.hash
    last = expected - 1
    reached = max([head[0] if head else 0, *known], default=0)
    if reached > last:
        return Broken(expected, Fault.CUT)
    if head is not None and head != (last, previous):
        return Broken(last, Fault.CHANGED)
    return None
