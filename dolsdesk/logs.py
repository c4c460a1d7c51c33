"""The log and the crash report: what happened and where, never about whom.

What a driver or a library says can carry a name, an address or a number somebody typed. So a line
of the log holds our own codes, numbers, and text that was declared safe; of an error it holds the
type, our code if it has one, and the places in the code it went through. Everything else is
replaced by one word.
"""

import logging
import platform
import re
import secrets
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb
from typing import Any

from dolsdesk import __version__, paths
from dolsdesk.clock import SystemClock
from dolsdesk.errors import DeskError

WITHHELD = "withheld"

_NAME = "dolsdesk"
_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_LARGEST, _KEPT = 1_000_000, 5
_REPORTS_KEPT = 50
_LIBRARIES = ("PySide6", "sqlalchemy", "sqlcipher3", "psycopg", "reportlab")
_PACKAGE = Path(__file__).resolve().parent


class Safe(str):
    """Text that holds nothing about a person: the name of a backup, a version, a reference."""

    __slots__ = ()


def set_up(profile: Path) -> logging.Handler:
    """Send what is logged to a file in the profile; return the handler, so that it can be closed.

    Nothing is logged, and nothing fails, where the file cannot be written.
    """
    folder = paths.log_folder(profile)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    handler = _QuietFile(
        folder / "dolsdesk.log", maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Plain())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger(_NAME).setLevel(logging.INFO)
    return handler


def note(code: str, fault: BaseException | None = None, **values: Any) -> None:
    """Log that something happened.

    Args:
        code: what, in capitals; anything else is withheld.
        fault: the error it is about, if it is about one.
        values: numbers, choices, types, errors or safe text; anything else is withheld.
    """
    level = logging.INFO if fault is None else logging.ERROR
    told = {"values": values}
    logging.getLogger(_NAME).log(level, code, exc_info=fault, extra=told, stacklevel=2)


def crash_report(profile: Path, fault: BaseException) -> Path:
    """Write what a fault of our own needs to be found, and return where; its name is the number.

    The report holds types, places in the code and versions: no message and no value.
    """
    now = SystemClock().now()
    number = f"fault-{paths.stamp(now)}-{secrets.token_hex(2)}"
    path = paths.log_folder(profile) / f"{number}.txt"
    lines = [
        number,
        now.isoformat(timespec="seconds"),
        f"dolsdesk {__version__}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}",
        *_versions(),
        "",
        *_story(fault),
    ]
    with suppress(OSError):  # a full disk is no reason for a second fault
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for old in sorted(path.parent.glob("fault-*.txt"))[:-_REPORTS_KEPT]:
            old.unlink()
    note("FAULT", fault, number=Safe(number))
    return path


class _Plain(logging.Formatter):
    """Writes one line for each record, in UTC, with only what may be kept."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record; overrides ``logging.Formatter.format``."""
        first = (
            f"{self.formatTime(record)} {record.levelname} {record.name}"
            f" {record.module}:{record.lineno} {_told(record)}"
        )
        fault = record.exc_info[1] if record.exc_info else None
        return "\n".join([first, *(_story(fault) if fault is not None else ())])


class _QuietFile(RotatingFileHandler):
    """A log file whose own troubles stay its own: they would show the record on standard error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Do nothing; overrides ``logging.Handler.handleError``."""


def _told(record: logging.LogRecord) -> str:
    is_ours = record.name.partition(".")[0] == _NAME
    if not is_ours or not isinstance(record.msg, str) or not _CODE.fullmatch(record.msg):
        return WITHHELD
    values: Mapping[str, Any] = getattr(record, "values", {})
    return " ".join([record.msg, *(f"{name}={_plain(value)}" for name, value in values.items())])


def _plain(value: Any) -> str:
    if isinstance(value, BaseException):
        return _named(value)
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, (bool, int, float, Safe)):
        return str(value)
    return WITHHELD


def _named(fault: BaseException) -> str:
    code = f"({fault.code})" if isinstance(fault, DeskError) else ""
    return f"{type(fault).__module__}.{type(fault).__qualname__}{code}"


def _story(fault: BaseException) -> Iterator[str]:
    """Yield the error, those behind it, and the places each went through."""
    seen: set[int] = set()
    behind: BaseException | None = fault
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        yield ("because of " if behind is not fault else "") + _named(behind)
        for frame, line in walk_tb(behind.__traceback__):
            yield f"  {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        behind = behind.__cause__ or behind.__context__


def _place(filename: str) -> str:
    """Return a file of the code without the folders above it, which can name a person."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.name


def _versions() -> Iterator[str]:
    yield f"SQLite {sqlite3.sqlite_version}"
    for name in _LIBRARIES:
        version = getattr(sys.modules.get(name), "__version__", None)
        if version:
            yield f"{name} {version}"
