"""The waiting list: its first page and a part of it; who is next; the forecasts."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from dolsdesk.services import breach_forecast, expiries, opening, waiting_list
from dolsdesk.services.waiting_list import Show
from tests.benchmarks import statements
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS, _FEW = 51, 6
_LIST = Target(times=2.0, within=0.1)
_FORECAST = Target(within=5.0)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure the lists and the forecasts of the place."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        with statements.bare(desk) as bare:
            for what, show in (
                ("Waiting list, first page in order", Show.ALL),
                ("Waiting list, part: triage again", Show.RETRIAGE),
            ):
                ask = partial(waiting_list.page, ctx, show)
                found = ask()
                yield in_turn(
                    f"{what} ({len(found.rows)} of {found.total:,})",
                    [(timed(ask), timed(bare(ask)))] * _ROUNDS,
                    baseline="the same SQL through sqlite3",
                    target=_LIST,
                )
            for name, work, target in (
                (
                    "Waiting list, bands and parts counted",
                    waiting_list.standing,
                    Target(within=0.1),
                ),
                ("Next to assess", waiting_list.next_to_assess, Target(within=0.3)),
                ("Expiries by home and week", expiries.forecast, Target(within=0.3)),
                ("Requests at risk, with the back-test", breach_forecast.forecast, _FORECAST),
            ):
                run = partial(work, ctx)
                yield in_turn(
                    name,
                    [(timed(run), timed(bare(run)))] * _FEW,
                    baseline="the same SQL through sqlite3",
                    target=target,
                )
    finally:
        desk.close()
