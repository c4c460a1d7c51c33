"""Many cases at once: held against trying everything, against the checker, and against itself."""

import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk.domain import matching
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.matching import Chosen, Instance, Seat, Wait
from dolsdesk.solver import flow, journeys, network

BI, MH = AssessmentKind.BI, AssessmentKind.MH


def small(
    seed: int, *, together: int = 0, roles: tuple[AssessmentKind, ...] = (MH, BI)
) -> Instance:
    """Return an invented problem that can be tried out whole."""
    chance = random.Random(seed)  # noqa: S311
    wants = [roles, *((role,) for role in roles)]
    waits = tuple(
        Wait(n, chance.randrange(2), chance.choice(wants), chance.choice([300, 900, 2_002_500]))
        for n in range(chance.randint(1, 4))
    )
    seats = tuple(
        Seat(role, number, chance.randint(0, 2))
        for role, numbers in ((BI, (1, 2, 3)), (MH, (11, 12)))
        for number in numbers
        if role in roles
    )
    prices = {
        (seat.role, wait.request_id, seat.assessor_id): chance.randrange(1000)
        for seat in seats
        for wait in waits
        if seat.role in wait.roles and chance.random() < 0.7
    }
    return Instance(waits, seats, prices, together)


def every(instance: Instance) -> Iterator[Chosen]:
    """Yield every match that keeps the rules."""
    choices = []
    for wait in instance.waits:
        per_role = [
            [(role, who) for r, n, who in instance.prices if (r, n) == (role, wait.request_id)]
            for role in wait.roles
        ]
        choices.append([None, *(dict(given) for given in itertools.product(*per_role))])
    for picked in itertools.product(*choices):
        chosen = {
            wait.request_id: given
            for wait, given in zip(instance.waits, picked, strict=True)
            if given is not None
        }
        if not list(matching.broken(instance, chosen)):
            yield chosen


def cheapest(instance: Instance) -> int:
    return min(matching.price(instance, chosen) for chosen in every(instance))


@given(st.integers(0, 10_000), st.sampled_from([(BI,), (MH,), (MH, BI)]))
@settings(deadline=None, max_examples=120)
def test_the_flow_is_the_cheapest_there_is(seed, roles):
    instance = small(seed, roles=roles)
    solved = flow.solve(instance)
    assert list(matching.broken(instance, solved.chosen)) == []
    assert solved.price == matching.price(instance, solved.chosen) == cheapest(instance)
    assert solved.bound == solved.price
    assert solved.gap == 0


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_the_price_of_one_more_slot_is_what_one_more_slot_saves(seed):
    instance = small(seed)
    solved = flow.solve(instance)
    worth = {(one.role, one.assessor_id): one for one in solved.slots}
    for seat in instance.seats:
        more = tuple(replace(one, slots=one.slots + (one == seat)) for one in instance.seats)
        with_one = flow.solve(replace(instance, seats=more))
        told = worth.get((seat.role, seat.assessor_id))
        assert solved.price - with_one.price == (told.worth if told else 0)
        if told is not None and told.request_id is not None:
            assert told.request_id not in solved.chosen


@given(st.integers(0, 10_000), st.sampled_from([1, 60, 250]))
@settings(deadline=None, max_examples=40)
def test_with_shared_journeys_the_best_is_found_and_the_bound_holds(seed, together):
    instance = small(seed, together=together)
    solved = journeys.solve(instance)
    best = cheapest(instance)
    assert list(matching.broken(instance, solved.chosen)) == []
    assert solved.price == matching.price(instance, solved.chosen)
    assert solved.bound <= best <= solved.price
    assert solved.price - best <= journeys.NEAR_ENOUGH * max(solved.measured, best)
    assert solved.is_repeatable


def test_a_flow_that_is_not_the_cheapest_is_found_out():
    instance = Instance(
        (Wait(1, 1, (BI,), 5000),), (Seat(BI, 1, 1), Seat(BI, 2, 1)),
        {(BI, 1, 1): 100, (BI, 1, 2): 900},
    )  # fmt: skip
    net = network.build(instance, instance.prices)
    best = flow.run(net, 1)
    assert network.is_cheapest(network.residual(net, best))
    swapped = {(BI, 1, 1): 900, (BI, 1, 2): 100}
    worse = flow.run(network.build(instance, swapped), 1)
    assert worse != best
    assert not network.is_cheapest(network.residual(net, worse))


def test_shared_journeys_bring_cases_of_one_home_to_one_assessor():
    waits = tuple(Wait(n, 7, (BI,), 5000) for n in (1, 2))
    seats = (Seat(BI, 1, 2), Seat(BI, 2, 2))
    prices = {(BI, 1, 1): 100, (BI, 1, 2): 120, (BI, 2, 1): 130, (BI, 2, 2): 110}
    apart = journeys.solve(Instance(waits, seats, prices))
    assert apart.chosen == {1: {BI: 1}, 2: {BI: 2}}
    shared = journeys.solve(Instance(waits, seats, prices, together=100))
    assert shared.chosen in ({1: {BI: 1}, 2: {BI: 1}}, {1: {BI: 2}, 2: {BI: 2}})
    assert shared.price == 130


def test_the_flow_refuses_a_problem_it_cannot_state():
    with pytest.raises(ValueError, match="share journeys"):
        flow.solve(small(1, together=1))


def test_the_checker_finds_every_broken_rule():
    instance = Instance(
        (Wait(1, 1, (MH, BI), 5000), Wait(2, 1, (BI,), 5000)), (Seat(BI, 1, 1), Seat(MH, 11, 1)),
        {(BI, 1, 1): 1, (BI, 2, 1): 1, (MH, 1, 11): 1},
    )  # fmt: skip
    assert list(matching.broken(instance, {1: {MH: 11, BI: 1}})) == []
    for chosen, said in (
        ({9: {BI: 1}}, "was not asked about"),
        ({1: {BI: 1}}, "is given"),
        ({1: {MH: 11, BI: 1}, 2: {BI: 1}}, "has 2 cases"),
        ({1: {MH: 1, BI: 1}}, "in two roles"),
        ({2: {BI: 11}}, "may not act"),
    ):
        assert any(said in one for one in matching.broken(instance, chosen)), said


def large(seed: int = 5) -> Instance:
    chance = random.Random(seed)  # noqa: S311
    homes = [chance.randrange(60) for _ in range(200)]
    seats = tuple(Seat(BI, n, 3) for n in range(30)) + tuple(
        Seat(MH, 100 + n, 6) for n in range(15)
    )
    prices = {
        (seat.role, case, seat.assessor_id): chance.randrange(800)
        for seat in seats
        for case in range(200)
        if chance.random() < 0.9
    }
    waits = tuple(Wait(n, homes[n], (MH, BI), 2001 + chance.randrange(3000)) for n in range(200))
    return Instance(waits, seats, prices, 100)


def test_the_same_problem_gives_the_same_match_within_a_set_amount_of_work():
    instance = large()
    found = [journeys.solve(instance, work=0.4) for _ in range(2)]
    assert found[0].chosen == found[1].chosen
    assert found[0].price == found[1].price
    assert found[0].is_repeatable
    assert list(matching.broken(instance, found[0].chosen)) == []


def test_a_stop_gives_back_a_match_that_keeps_the_rules_and_says_so():
    instance = large()
    begun = time.monotonic()
    solved = journeys.solve(instance, stop=lambda: True)
    assert time.monotonic() - begun < 20
    assert not solved.is_repeatable
    assert list(matching.broken(instance, solved.chosen)) == []
    assert solved.bound <= solved.price == matching.price(instance, solved.chosen)
