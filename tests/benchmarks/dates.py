"""The law: every legal date of every request, against adding as many days to as many dates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.case import facts_of
from dolsdesk.domain.dols.facts import Facts
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import opening
from dolsdesk.services.context import Context
from dolsdesk.store.reads import projections
from dolsdesk.store.repos import cases
from tests.benchmarks.measuring import Measured, Target, in_turn, timed
from tests.benchmarks.reference import say

_ROUNDS = 6
_TARGET = Target(within=10.0)
_AT_ONCE = 1_000


def measure(profile: Path) -> Iterator[Measured]:
    """Measure the engine on the facts of every request; reading them is not part of it."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        facts = list(_facts(ctx))
        as_at, book = ctx.today, ctx.book
    finally:
        desk.close()
    begun = _dates(facts, as_at, book)
    yield in_turn(
        f"All legal dates of {len(facts):,} cases ({len(begun):,} dates)",
        [(timed(lambda: _work_out(facts, as_at, book)), timed(lambda: _add_days(begun)))] * _ROUNDS,
        baseline="as many additions of days to dates",
        target=_TARGET,
    )


def _facts(ctx: Context) -> Iterator[Facts]:
    last, done = None, 0
    while True:
        with ctx.reading() as session:
            places = projections.following(session, last, _AT_ONCE)
            for place in places:
                yield facts_of(cases.load(session, place.request_id))
        done += len(places)
        say(f"\rReading the facts of {done:,} cases", end="")
        if not places:
            say("")
            return
        last = places[-1]


def _work_out(facts: Sequence[Facts], as_at: date, book: RuleBook) -> None:
    for one in facts:
        timescales.work_out(one, as_at=as_at, book=book)


def _dates(facts: Sequence[Facts], as_at: date, book: RuleBook) -> list[date]:
    """Return every date that the engine gives."""
    return [
        result.value
        for one in facts
        for result in timescales.work_out(one, as_at=as_at, book=book).results.values()
        if isinstance(result.value, date)
    ]


def _add_days(dates: Sequence[date]) -> None:
    period = timedelta(days=20)
    for on in dates:
        on + period
