"""What this machine remembers for this user: which store, who was at the desk, how it looks.

Nothing here is about a case. The file is ``settings.toml`` in the profile folder; a damaged one is
laid aside and never stops the program.
"""

import tomllib
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomli_w

VERSION = 1
NAME = "settings.toml"


class Protection(StrEnum):
    """How the store's file is protected at rest."""

    NONE = "none"
    PASSPHRASE = "passphrase"  # noqa: S105  (a choice, not a secret)
    KEYRING = "keyring"


class Theme(StrEnum):
    """Which palette the window uses."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """Typed settings of this machine, each with its usual value."""

    version: int = VERSION
    store: str = ""
    protection: Protection = Protection.NONE
    staff_id: int = 0
    theme: Theme = Theme.SYSTEM
    text_percent: int = 100
    geometry: str = ""
    is_demonstration: bool = False
    demonstration_as_at: str = ""
    outgoing_folder: str = ""
    backup_folder: str = ""


_DAMAGED = "settings.damaged.toml"


def load(profile: Path) -> MachineSettings:
    """Return the settings of a profile; the usual ones where there is no file yet.

    A file that cannot be read is renamed, so that nothing in it is lost, and the usual settings
    are returned. Unknown entries are ignored; an entry of the wrong kind counts as not there.
    """
    path = profile / NAME
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return MachineSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        _lay_aside(path)
        return MachineSettings()
    usual = MachineSettings()
    known: dict[str, Any] = {}
    for field in fields(MachineSettings):
        value = held.get(field.name)
        kind = type(getattr(usual, field.name))
        if value is None:
            continue
        if issubclass(kind, StrEnum):
            if value in set(kind):
                known[field.name] = kind(value)
        elif type(value) is kind:
            known[field.name] = value
    return replace(usual, **known)


def save(profile: Path, settings: MachineSettings) -> None:
    """Write the settings of a profile, whole or not at all.

    Raises:
        OSError: the folder cannot be written or the disk is full.
    """
    profile.mkdir(parents=True, exist_ok=True)
    path = profile / NAME
    fresh = path.with_suffix(".new")
    values = {key: str(v) if isinstance(v, StrEnum) else v for key, v in asdict(settings).items()}
    fresh.write_text(tomli_w.dumps(values), encoding="utf-8")
    fresh.replace(path)


def _lay_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(_DAMAGED))
    except OSError:
        return
