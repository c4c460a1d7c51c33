"""The rights radar over every live case, against the same SQL through the bare driver."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from dolsdesk.services import opening, radar, worklist
from dolsdesk.services.worklist import Query
from tests.benchmarks import statements
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS = 11
_REBUILT = Target(within=5.0)
_CHOSEN = Target(within=0.1)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure building the radar anew, and choosing from it as somebody types."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        build = partial(radar.build, ctx)
        found = build()
        still_open = worklist.page(ctx, Query(), limit=1).total
        with statements.bare(desk) as bare:
            yield in_turn(
                f"Rights radar, rebuilt ({len(found.lines):,} lines, {still_open:,} open cases)",
                [(timed(build), timed(bare(build)))] * _ROUNDS,
                baseline="the same SQL through sqlite3",
                target=_REBUILT,
            )
        name = found.lines[-1].person_name.split(",")[0] if found.lines else "nobody"
        choose = partial(radar.chosen, found.lines, typed=name.lower())
        scan = partial(_scan, [line.key for line in found.lines], name.lower())
        yield in_turn(
            f"Rights radar, search ({len(choose()):,} of {len(found.lines):,} lines)",
            [(timed(choose), timed(scan))] * _ROUNDS,
            baseline="a search through as many texts",
            target=_CHOSEN,
        )
    finally:
        desk.close()


def _scan(keys: list[str], word: str) -> int:
    return sum(word in key for key in keys)
