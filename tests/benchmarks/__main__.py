"""Measure everything and print one table; exit code 1 if a target is missed."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from dolsdesk.services.demo.plans import RSET, SIZES
from tests.benchmarks import reference, table
from tests.benchmarks.measuring import Measured

SUBJECTS = (
    "start", "worklist", "lists", "waiting", "allocation", "radar", "rescreening", "dates", "form",
    "case", "letters", "papers",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return 0 if every target is met."""
    options = _options(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "default.warning=false"  # what offscreen windows cannot do
    profile = reference.profile(SIZES["small"] if options.small else RSET)
    measured: list[Measured] = []
    for name in options.only or SUBJECTS:
        reference.say(f"Measuring: {name}")
        measured += import_module(f"tests.benchmarks.{name}").measure(profile)
    printed = table.markdown(measured) if options.markdown else table.plain(measured)
    sys.stdout.write(f"{printed}\n")
    return 0 if all(one.is_met for one in measured) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="try it on a small demonstration")
    parser.add_argument("--only", choices=SUBJECTS, action="append", help="measure only this")
    parser.add_argument("--markdown", action="store_true", help="print the table for README.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
