"""Form 5 from a case, against its own words drawn on a bare canvas, line for line."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import cases, opening, paperwork, worklist
from dolsdesk.services.worklist import Bucket, Query, SortKey
from tests.benchmarks import drawn
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS = 51
_TARGET = Target(times=3.0)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure the newest Form 5 of the council, from the facts of the case to the bytes."""
    desk, ctx = opening.desk_and_context(profile, None)
    newest = Query(
        bucket=Bucket.CLOSED,
        states=frozenset({RequestState.GRANTED}),
        sort=SortKey.DECIDED,
        descending=True,
    )
    try:
        granted = worklist.page(ctx, newest, limit=1).rows[0]
        case = cases.open_case(ctx, granted.request_id).case
        paper = paperwork.form_5(ctx, case)
        pages = drawn.pages(paper.content)
        drawn.check(pages)
        bare = partial(drawn.draw, pages)
        yield in_turn(
            f"Form 5 from a case ({paper.pages} pages)",
            [(timed(partial(paperwork.form_5, ctx, case)), timed(bare))] * _ROUNDS,
            baseline="the same lines on a bare reportlab canvas",
            target=_TARGET,
        )
    finally:
        desk.close()
