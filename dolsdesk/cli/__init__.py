"""The command line: everything that needs no window (interfaces.md 2).

Exit codes: 0 done, 1 refused with a reason as JSON on standard error, 2 wrong usage. No personal
data goes to standard error. One module per group of commands; each has ``add``.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from dolsdesk import __version__
from dolsdesk.cli import demo, imports, law, reports, store
from dolsdesk.errors import DeskError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

#: Modules whose commands are offered, in the order of the help.
GROUPS = (law, reports, demo, imports, store)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DeskError as fault:
        from dolsdesk.services import words

        reason = {"error": {"code": fault.code, "message": words.error(fault)}}
        sys.stderr.write(json.dumps(reason, ensure_ascii=False) + "\n")
        return REFUSED


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    made = argparse.ArgumentParser(
        prog="dolsdesk",
        description="Deprivation of Liberty Safeguards work for an English council.",
    )
    made.add_argument("--version", action="version", version=f"dolsdesk {__version__}")
    commands = made.add_subparsers(title="commands", required=True)
    for group in GROUPS:
        group.add(commands)
    return made
