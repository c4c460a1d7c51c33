"""The command line: everything that needs no window (interfaces.md 2).

Exit codes: 0 done, 1 refused with a reason as JSON on standard error, 2 wrong usage. No personal
data goes to standard error.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dolsdesk import __version__
from dolsdesk.clock import SystemClock
from dolsdesk.errors import DeskError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DeskError as fault:
        from dolsdesk.services import words

        _refuse(fault.code, words.error(fault))
        return REFUSED


def _refuse(code: str, message: str) -> None:
    reason = {"error": {"code": code, "message": message}}
    sys.stderr.write(json.dumps(reason, ensure_ascii=False) + "\n")


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dolsdesk", description=__doc__.split("\n")[0])
    parser.add_argument("--version", action="version", version=f"dolsdesk {__version__}")
    commands = parser.add_subparsers(title="commands", required=True)

    timescales = commands.add_parser("timescales", help="facts in, legal dates out (JSON)")
    timescales.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
    timescales.set_defaults(command=_timescales)
    return parser


def _timescales(options: argparse.Namespace) -> int:
    from dolsdesk.rules import loader
    from dolsdesk.services.timescales import answer_text

    _print(answer_text(_read(options.file), book=loader.load(), clock=SystemClock()))
    return DONE


def _read(name: str) -> str:
    from dolsdesk.errors import FileUnreadable

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise FileUnreadable("FILE_UNREADABLE", name=Path(name).name) from fault
