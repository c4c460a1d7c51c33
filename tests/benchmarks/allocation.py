"""Allocation: 300 invented waiting cases, 40 best interests assessors and 20 doctors.

One role is matched to the proven best; both together, with journeys to one home shared, to within
a hundredth of it. The baselines are OR-Tools by itself: a flow without proof and prices, and
CP-SAT without the flow to begin from, stopped at the same gap.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from dolsdesk.domain import matching, postcodes, ranking
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.matching import Instance, Seat, Solved, Wait
from dolsdesk.domain.ranking import Need, Offer, Part, Ranked, Wanted
from dolsdesk.solver import flow, journeys, network
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

BI, MH = AssessmentKind.BI, AssessmentKind.MH
_CASES, _HOMES, _SEED = 300, 80, 20261126
_ROUNDS, _FEW = 11, 3
_NEAR = 0.01
_TODAY = date(2026, 11, 26)
_CALENDAR = WorkingCalendar(frozenset(), date(2027, 12, 31))
_WEIGHTS = dict(zip(Part, (20, 25, 20, 20, 5, 10), strict=True))
_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class _Council:
    cases: tuple[Wanted, ...]
    homes: tuple[int, ...]
    days: tuple[int, ...]
    offers: dict[AssessmentKind, tuple[Offer, ...]]
    slots: dict[int, int]
    barred: frozenset[tuple[int, int]]


def measure(_profile: Path) -> Iterator[Measured]:
    """Measure ranking, one role at a time, and both roles together."""
    council = _invented()
    ranked = _ranked(council)
    yield in_turn(
        f"Ranking 60 assessors for {_CASES} cases",
        [(timed(partial(_ranked, council)), timed(partial(_sorted, ranked)))] * _FEW,
        baseline="sorting the finished scores",
        target=Target(within=1.0),
    )
    instance = _instance(council, ranked)
    for role, name in ((BI, "best interests assessors"), (MH, "doctors")):
        alone = _alone(instance, role)
        solved = flow.solve(alone)
        assert solved.gap == 0
        assert not list(matching.broken(alone, solved.chosen))
        yield in_turn(
            f"One role, {name}: proven best, with the price of one more slot",
            [(timed(partial(flow.solve, alone)), timed(_bare_flow(alone)))] * _ROUNDS,
            baseline="OR-Tools' flow alone",
            target=Target(within=1.0),
        )
    found = journeys.solve(instance)
    assert not list(matching.broken(instance, found.chosen))
    assert found.gap <= _NEAR, f"{found.gap:.2%} from the best"
    yield in_turn(
        f"Both roles with shared journeys: within {found.gap:.2%} of the best",
        [(timed(partial(journeys.solve, instance)), timed(partial(_cold, instance, found)))] * _FEW,
        baseline="CP-SAT alone, to the same price",
        target=Target(within=10.0),
    )


def _invented() -> _Council:
    chance = random.Random(_SEED)  # noqa: S311
    areas = [postcodes.find(f"NX{number} {chance.randrange(9)}AA") for number in range(1, 13)]
    where = [chance.choice(areas) for _ in range(_HOMES)]
    homes = tuple(chance.randrange(_HOMES) for _ in range(_CASES))
    needs = list(Need)
    cases = tuple(
        Wanted(
            where[home],
            chance.choice(["", "", "", "", "Polish", "Welsh"]),
            frozenset(chance.sample(needs, chance.randint(0, 2))),
            _TODAY + timedelta(days=chance.randint(2, 9)),
        )
        for home in homes
    )

    def offer(number: int) -> Offer:
        return Offer(
            number, f"Assessor {number:03}", chance.choice(areas),
            chance.choice(["english", "english polish", "english welsh"]),
            frozenset(chance.sample(needs, 2)), chance.randint(0, 4), 6,
            chance.randint(0, 1500), 2220,
        )  # fmt: skip

    offers = {
        BI: tuple(offer(number) for number in range(1, 41)),
        MH: tuple(offer(number) for number in range(101, 121)),
    }
    slots = {one.id: chance.randint(1, 5) for one in offers[BI]}
    slots |= {one.id: chance.randint(2, 10) for one in offers[MH]}
    barred = frozenset(
        (case, one.id) for case in range(_CASES) for role in offers for one in offers[role]
        if chance.random() < 0.1
    )  # fmt: skip
    days = tuple(chance.randint(1, 250) for _ in range(_CASES))
    return _Council(cases, homes, days, offers, slots, barred)


def _ranked(council: _Council) -> dict[tuple[int, AssessmentKind], tuple[Ranked, ...]]:
    return {
        (number, role): ranking.order(
            wanted,
            [one for one in offers if (number, one.id) not in council.barred],
            weights=_WEIGHTS,
            as_at=_TODAY,
            calendar=_CALENDAR,
        )
        for number, wanted in enumerate(council.cases)
        for role, offers in council.offers.items()
    }


def _sorted(ranked: dict[tuple[int, AssessmentKind], tuple[Ranked, ...]]) -> list[list[Ranked]]:
    return [sorted(listed, key=lambda one: -one.score) for listed in ranked.values()]


def _instance(
    council: _Council, ranked: dict[tuple[int, AssessmentKind], tuple[Ranked, ...]]
) -> Instance:
    waits = tuple(
        Wait(number, home, (MH, BI), 2 * ranking.HIGHEST + 1 + 20 * days)
        for number, (home, days) in enumerate(zip(council.homes, council.days, strict=True))
    )
    prices = {
        (role, number, one.assessor_id): ranking.HIGHEST - one.score
        for (number, role), listed in ranked.items()
        for one in listed
    }
    seats = tuple(
        Seat(role, one.id, council.slots[one.id])
        for role in (MH, BI)
        for one in council.offers[role]
    )
    return Instance(waits, seats, prices, _TOGETHER)


def _alone(instance: Instance, role: AssessmentKind) -> Instance:
    return Instance(
        tuple(replace(one, roles=(role,)) for one in instance.waits),
        tuple(seat for seat in instance.seats if seat.role is role),
        {pair: price for pair, price in instance.prices.items() if pair[0] is role},
    )


def _bare_flow(instance: Instance) -> Callable[[], object]:
    """Return the library's own work: arcs in, a flow out."""
    net = network.build(instance, instance.prices)
    return partial(flow.run, net, len(instance.waits))


def _cold(instance: Instance, found: Solved) -> int:
    """Return the price CP-SAT comes to from nothing, once it is as good as ours."""
    from ortools.sat.python import cp_model

    model = journeys._model(instance, {})
    model.cp.clear_hints()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = 10 * journeys.WORK

    class Enough(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if self.objective_value <= found.price:
                self.stop_search()

    solver.solve(model.cp, Enough())
    return round(solver.objective_value)
