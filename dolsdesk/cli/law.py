"""``dolsdesk timescales``: facts in, legal dates out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from dolsdesk.clock import SystemClock
from dolsdesk.errors import FileUnreadable


def add(commands: Any) -> None:
    """Offer the command."""
    timescales = commands.add_parser("timescales", help="facts in, legal dates out (JSON)")
    timescales.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
    timescales.set_defaults(command=_timescales)


def _timescales(options: argparse.Namespace) -> int:
    from dolsdesk.rules import loader
    from dolsdesk.services.timescales import answer_text

    answer = answer_text(_read(options.file), book=loader.load(), clock=SystemClock())
    sys.stdout.write(answer + "\n")
    return 0


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise FileUnreadable("FILE_UNREADABLE", name=Path(name).name) from fault
