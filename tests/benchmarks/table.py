"""What was measured, as a table to read or for Markdown, with the machine it was measured on."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from tests.benchmarks.measuring import Measured

_HEADINGS = ("what", "dolsdesk", "baseline", "ratio", "target", "met")


def plain(measured: Sequence[Measured]) -> str:
    """Return the table to be read as it is, and the line that names the machine."""
    rows = [_HEADINGS, *map(_row, measured)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", machine()])


def markdown(measured: Sequence[Measured]) -> str:
    """Return the table as README.md has it, and the line that names the machine."""
    rows = [_HEADINGS, ("---",) * len(_HEADINGS), *map(_row, measured)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, "", machine()])


def machine() -> str:
    """Return what the machine is, without its name."""
    return f"Medians, both measured in turn, on {', '.join(_machine())}."


def _machine() -> Iterator[str]:
    yield f"{os.cpu_count()} processors ({platform.machine()})"
    if hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        yield f"{memory / 2**30:.0f} GiB of memory"
    yield _system()
    yield f"Python {platform.python_version()}"
    yield f"Qt {version('PySide6_Essentials')} offscreen"
    yield f"SQLite {sqlite3.sqlite_version}"
    yield f"SQLAlchemy {version('SQLAlchemy')}"
    yield f"reportlab {version('reportlab')}"


def _system() -> str:
    if platform.system() == "Linux":
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{platform.system()} {platform.release()}"


def _row(one: Measured) -> tuple[str, ...]:
    return (
        one.what,
        _time(one.seconds),
        f"{_time(one.bare_seconds)}: {one.baseline}",
        f"{one.ratio:.2f}" if one.ratio < 100 else f"{one.ratio:,.0f}",
        str(one.target),
        "yes" if one.is_met else "NO",
    )


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"
