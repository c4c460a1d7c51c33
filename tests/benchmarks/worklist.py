"""The worklist: its first page, a filter and a search, against the same SQL without anything."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from dolsdesk.services import opening, worklist
from dolsdesk.services.worklist import Bucket, Query
from tests.benchmarks import statements
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS = 101
_TARGET = Target(times=2.0, within=0.1)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure three questions to the worklist."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        name = worklist.page(ctx, Query()).rows[-1].person_name.split(",")[0]
        questions = {
            "Worklist, first page of the open cases": Query(),
            "Worklist, filter: overdue, high priority": Query(
                bucket=Bucket.OVERDUE, priorities=frozenset({"high"})
            ),
            "Worklist, search by a name": Query(bucket=Bucket.ALL, words=name),
        }
        with statements.bare(desk) as bare:
            for what, query in questions.items():
                ask = partial(worklist.page, ctx, query)
                found = ask()
                yield in_turn(
                    f"{what} ({len(found.rows)} of {found.total:,})",
                    [(timed(ask), timed(bare(ask)))] * _ROUNDS,
                    baseline="the same SQL through sqlite3",
                    target=_TARGET,
                )
    finally:
        desk.close()
