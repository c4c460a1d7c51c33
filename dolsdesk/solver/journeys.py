"""Both roles together with shared journeys: CP-SAT, started from the flow.

That several cases in one home go to one assessor saves journeys; no flow can reward it. The search
begins from the cheapest flow, whose pairs are priced as if journeys were shared as they were in the
match before, and ends at the bound, at a set amount of work, or when it is asked to stop. One
worker, one seed and an amount of work instead of a time: the same problem gives the same match.
"""

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dolsdesk.domain import matching
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.matching import Chosen, Instance, Pair, Solved
from dolsdesk.solver import flow

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Progress = Callable[[float], None]

#: How much work, in the library's own units (about two seconds each), and how near is enough.
WORK, NEAR_ENOUGH = 3.0, 0.003
#: Whatever the machine, nobody waits longer than this; it is not expected to be reached.
_LONGEST_SECONDS = 60.0
_SEED = 1
_ROUNDS = 12
_ASKED_EVERY = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class _Model:
    cp: "cp_model.CpModel"
    pairs: Mapping[Pair, Any]


def solve(
    instance: Instance,
    *,
    work: float = WORK,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Solved:
    """Return the best match found for both roles together.

    Args:
        instance: the problem.
        work: how much work may be done, in units that do not depend on the machine.
        stop: asked ten times a second whether to give back the best match so far.
        progress: told the gap whenever it gets smaller.

    Raises:
        flow.SolverFailed: the library gave no answer.
    """
    alone = flow.solve(replace(instance, together=0))
    if not instance.together:
        return alone
    begun, least = _begin(instance)
    found, bound, is_repeatable = _search(instance, begun, work, stop, progress)
    price = matching.price(instance, found)
    return Solved(
        found,
        price,
        min(max(bound, least), price),
        matching.measured(instance, found),
        alone.slots,
        is_repeatable=is_repeatable,
    )


def _begin(instance: Instance) -> tuple[Chosen, int]:
    """Return a good match to begin from, and a price below which no match can be.

    A case that is one of k on a journey carries a k-th of it. Priced as if every journey were
    shared as widely as slots and homes allow, the cheapest flow is a bound; priced as they were
    shared in the match before, it comes to better matches.
    """
    places = {wait.request_id: wait.place_id for wait in instance.waits}
    size: dict[int, int] = {}
    for place_id in places.values():
        size[place_id] = size.get(place_id, 0) + 1
    slots = {(seat.role, seat.assessor_id): seat.slots for seat in instance.seats}

    def shared(counts: Callable[[AssessmentKind, int, int], int]) -> dict[Pair, int]:
        return {
            (role, request_id, who): price
            - instance.together
            + instance.together // max(counts(role, who, places[request_id]), 1)
            for (role, request_id, who), price in instance.prices.items()
        }

    chosen, least = flow.start(
        instance,
        shared(lambda role, who, place: min(size[place], slots.get((role, who), 0))),
    )
    best, price = chosen, matching.price(instance, chosen)
    for _ in range(_ROUNDS):
        held: dict[tuple[AssessmentKind, int, int], int] = {}
        for request_id, given in chosen.items():
            for role, who in given.items():
                key = (role, who, places[request_id])
                held[key] = held.get(key, 0) + 1
        again, _ = flow.start(
            instance,
            shared(lambda role, who, place, held=held: held.get((role, who, place), 1)),  # type: ignore[misc]
        )
        if again == chosen:
            break
        chosen = again
        if (now := matching.price(instance, chosen)) < price:
            best, price = chosen, now
    return best, least


def _model(instance: Instance, begun: Chosen) -> _Model:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    terms: list[Any] = []
    pairs: dict[Pair, Any] = {}
    by_case: dict[tuple[AssessmentKind, int], list[Any]] = {}
    by_seat: dict[tuple[AssessmentKind, int], list[Any]] = {}
    journeys: dict[tuple[AssessmentKind, int, int], list[Pair]] = {}
    places = {wait.request_id: wait.place_id for wait in instance.waits}
    room = {(seat.role, seat.assessor_id): seat.slots for seat in instance.seats}
    for pair in instance.prices:
        role, request_id, who = pair
        if not room.get((role, who)) or request_id not in places:
            continue
        pairs[pair] = chosen = model.new_bool_var("")
        model.add_hint(chosen, begun.get(request_id, {}).get(role) == who)
        by_case.setdefault((role, request_id), []).append(chosen)
        by_seat.setdefault((role, who), []).append(chosen)
        journeys.setdefault((role, who, places[request_id]), []).append(pair)
    for wait in instance.waits:
        waits = model.new_bool_var("")
        model.add_hint(waits, wait.request_id not in begun)
        terms.append(wait.leaving * waits)
        for role in wait.roles:
            model.add_exactly_one([*by_case.get((role, wait.request_id), ()), waits])
    for seat, taken in by_seat.items():
        model.add(sum(taken) <= room[seat])
    for (role, who, _place), listed in journeys.items():
        if len(listed) == 1 or room[role, who] == 1:
            terms += [instance.prices[pair] * pairs[pair] for pair in listed]
            continue
        goes = model.new_bool_var("")
        model.add_hint(goes, any(begun.get(one[1], {}).get(role) == who for one in listed))
        terms.append(instance.together * goes)
        for pair in listed:
            model.add_implication(pairs[pair], goes)
            terms.append((instance.prices[pair] - instance.together) * pairs[pair])
    model.minimize(sum(terms))
    return _Model(model, pairs)


def _search(
    instance: Instance,
    begun: Chosen,
    work: float,
    stop: Callable[[], bool] | None,
    progress: Progress | None,
) -> tuple[Chosen, int, bool]:
    """Return the best match, the bound, and whether nothing from outside cut the search short."""
    from ortools.sat.python import cp_model

    model = _model(instance, begun)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.linearization_level = 2
    solver.parameters.absolute_gap_limit = NEAR_ENOUGH * matching.measured(instance, begun)
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = _LONGEST_SECONDS
    with _asking(stop, solver.stop_search) as cut_short:
        status = solver.solve(model.cp, _told(progress))
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        if cut_short.is_set():
            return begun, 0, False
        raise flow.SolverFailed("no match was found")
    found: dict[int, dict[AssessmentKind, int]] = {}
    for (role, request_id, who), chosen in model.pairs.items():
        if solver.boolean_value(chosen):
            found.setdefault(request_id, {})[role] = who
    bound = math.ceil(solver.best_objective_bound)
    late = solver.wall_time >= _LONGEST_SECONDS
    return {key: found[key] for key in sorted(found)}, bound, not (late or cut_short.is_set())


@contextmanager
def _asking(stop: Callable[[], bool] | None, end: Callable[[], None]) -> Iterator[threading.Event]:
    """Ask now and then whether to stop, and end the search then; yield whether that happened."""
    over, cut_short = threading.Event(), threading.Event()
    if stop is None:
        yield cut_short
        return

    def watch() -> None:
        while not over.wait(_ASKED_EVERY):
            if stop():
                cut_short.set()
                end()

    watcher = threading.Thread(target=watch, name="dolsdesk-solver-stop", daemon=True)
    watcher.start()
    try:
        yield cut_short
    finally:
        over.set()
        watcher.join()


def _told(progress: Progress | None) -> "cp_model.CpSolverSolutionCallback | None":
    """Return what tells of each better match, if anybody asks."""
    if progress is None:
        return None
    from ortools.sat.python import cp_model

    tell = progress

    class Told(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            price = self.objective_value
            tell((price - self.best_objective_bound) / price if price else 0.0)

    return Told()
