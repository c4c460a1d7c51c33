"""``dolsdesk demo``: an invented council to try things on."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from dolsdesk.errors import Refused

_SIZES = ("small", "rset", "national")
_WIDTH = 40  # characters of the bar


def add(commands: Any) -> None:
    """Offer the command."""
    demo = commands.add_parser("demo", help="make an invented council in a new profile")
    demo.add_argument("--into", required=True, type=Path, metavar="DIR", help="the new profile")
    demo.add_argument("--seed", type=int, default=1, help="the same seed makes the same council")
    demo.add_argument(
        "--size", choices=_SIZES, default="small",
        help="300 requests; the reference data set; six years of all England (PostgreSQL)",
    )  # fmt: skip
    demo.add_argument("--as-at", type=_day, metavar="DATE", help="the day it stands at (today)")
    demo.add_argument("--database", metavar="URL", help="an empty PostgreSQL database to fill")
    demo.set_defaults(command=_demo)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as fault:
        raise argparse.ArgumentTypeError("write the date as YYYY-MM-DD") from fault


def _demo(options: argparse.Namespace) -> int:
    from dolsdesk.clock import SystemClock
    from dolsdesk.services.demo import maker
    from dolsdesk.services.demo.plans import SIZES

    watched = sys.stderr.isatty()
    try:
        made = maker.make(
            options.into,
            SIZES[options.size],
            seed=options.seed,
            as_at=options.as_at or SystemClock().today(),
            database=options.database or "",
            progress=_bar if watched else None,
        )
    except KeyboardInterrupt as stopped:
        raise Refused("DEMO_STOPPED") from stopped
    finally:
        if watched:
            sys.stderr.write("\n")
    told = {
        "profile": str(made.profile),
        "store": made.store,
        "requests": made.counts.requests,
        "people": made.counts.people,
        "open": made.counts.still_open,
        "documents": made.counts.documents,
        "audit_entries": made.counts.audits,
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 0


def _bar(done: int, total: int, text: str) -> None:
    filled = _WIDTH * done // max(1, total)
    bar = "#" * filled + "." * (_WIDTH - filled)
    sys.stderr.write(f"\r[{bar}] {done:,} of {total:,} {text:10}")
    sys.stderr.flush()
