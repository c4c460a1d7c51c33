"""What a folder of backups holds, and which of them are kept.

``manifest.json`` lists each copy with its hash, and where the audit chain ended when it was made.
Those ends outlive their copies: a chain that was cut or rewritten does not fit them any more.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dolsdesk import paths
from dolsdesk.clock import london_date
from dolsdesk.store.backup import flush

NAME = "manifest.json"
#: How the names of copies begin; the id of the store and the time follow.
PREFIX = "dolsdesk"
FORMAT = 1
#: How many are kept: the newest of each of the last days, weeks and months that have any.
DAYS, WEEKS, MONTHS = 7, 4, 12


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of a store; a file that is not in the manifest has no hash."""

    name: str
    made_at: datetime
    size: int
    sha256: str = ""
    store_id: str = ""
    version: str = ""
    audit_seq: int = 0
    audit_hash: str = ""
    is_encrypted: bool = False

    @property
    def is_checked(self) -> bool:
        """Return whether it was opened and found whole when it was made."""
        return bool(self.sha256)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the audit chain of a store ended at a time."""

    store_id: str
    at: datetime
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder is said to hold, oldest first."""

    backups: tuple[Backup, ...] = ()
    anchors: tuple[Anchor, ...] = field(default=())


def load(folder: Path) -> Manifest:
    """Return the manifest of a folder; a damaged one is laid aside and counts as none."""
    path = folder / NAME
    try:
        held = json.loads(path.read_bytes())
        return Manifest(
            tuple(_structured(Backup, one, "made_at") for one in held["backups"]),
            tuple(_structured(Anchor, one, "at") for one in held["anchors"]),
        )
    except OSError:
        return Manifest()
    except (ValueError, KeyError, TypeError):
        with suppress(OSError):
            path.replace(paths.unused(path.with_name("manifest.damaged.json")))
        return Manifest()


def save(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder, whole or not at all.

    Raises:
        OSError: the folder cannot be written or the disk is full.
    """
    held = {"format": FORMAT, **asdict(manifest)}
    fresh = folder / f"{NAME}.new"
    fresh.write_text(json.dumps(held, indent=1, default=datetime.isoformat) + "\n", "utf-8")
    flush(fresh)
    fresh.replace(folder / NAME)


def listed(folder: Path, store_id: str = "") -> tuple[Backup, ...]:
    """Return the copies that are in a folder, newest first; of one store only, if it is named.

    A copy that somebody put there by hand is listed with what its name and its file tell.
    """
    known = {one.name: one for one in load(folder).backups}
    found = [known.get(file.name) or _unlisted(file) for file in folder.glob("*.db")]
    return tuple(
        sorted(
            (one for one in found if not store_id or one.store_id == store_id),
            key=lambda one: (one.made_at, one.name),
            reverse=True,
        )
    )


def newest(folder: Path, store_id: str = "") -> Backup | None:
    """Return the newest copy that was checked when it was made."""
    return next((one for one in listed(folder, store_id) if one.is_checked), None)


def kept(backups: Iterable[Backup]) -> frozenset[str]:
    """Return the names of the copies of one store that are kept: of the newest day, all."""
    newest_first = sorted(backups, key=lambda one: (one.made_at, one.name), reverse=True)
    names = {one.name for one in newest_first if _day(one) == _day(newest_first[0])}
    for period, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        seen: dict[Any, str] = {}
        for one in newest_first:
            seen.setdefault(period(one), one.name)
        names |= set(list(seen.values())[:most])
    return frozenset(names)


def _day(one: Backup) -> Any:
    return london_date(one.made_at)


def _week(one: Backup) -> Any:
    return london_date(one.made_at).isocalendar()[:2]


def _month(one: Backup) -> Any:
    return london_date(one.made_at).replace(day=1)


def _unlisted(file: Path) -> Backup:
    told = file.stat()
    parts = file.stem.split("-")
    return Backup(
        file.name,
        datetime.fromtimestamp(told.st_mtime, UTC),
        told.st_size,
        store_id=parts[1] if parts[0] == PREFIX and len(parts) > 1 else "",
        is_encrypted=paths.key_file(file).exists(),
    )


def _structured(kind: Callable[..., Any], held: Any, instant: str) -> Any:
    """Return a record of the manifest; what a newer dolsdesk wrote besides is left."""
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    values = {name: value for name, value in held.items() if name in known}
    return kind(**{**values, instant: datetime.fromisoformat(values[instant])})
