"""Lists beside the worklist: fees, reports due back, and the lists of a day."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from dolsdesk.services import day, fee_lists, opening, returns
from dolsdesk.services.fee_lists import FeeShow
from tests.benchmarks import statements
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS = 31
_LIST = Target(within=0.1)
#: A day is all its lists with their numbers, read together while the window goes on.
_DAY = Target(times=2.0, within=0.5)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure the first page of each list, and a whole day."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        unsettled = partial(fee_lists.page, ctx, FeeShow.UNSETTLED, ctx.today)
        lists = day.lists(ctx)
        works: list[tuple[str, Callable[[], Any], Target]] = [
            (f"Fees not settled, first page (of {unsettled().total:,})", unsettled, _LIST),
            (
                f"Reports due back ({len(returns.listed(ctx)):,})",
                partial(returns.listed, ctx),
                _LIST,
            ),
            (f"My day: {len(lists)} lists with their numbers", partial(day.lists, ctx), _DAY),
        ]
        with statements.bare(desk) as bare:
            for name, work, target in works:
                yield in_turn(
                    name,
                    [(timed(work), timed(bare(work)))] * _ROUNDS,
                    baseline="the same SQL through sqlite3",
                    target=target,
                )
    finally:
        desk.close()
