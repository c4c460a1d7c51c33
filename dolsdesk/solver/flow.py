"""One role, or both without shared journeys: the cheapest match there is, and proof of it.

OR-Tools finds the flow; the residual network proves it and gives the price of one more slot.
"""

from collections.abc import Mapping

from dolsdesk.domain import matching
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.matching import Instance, Pair, SlotPrice, Solved
from dolsdesk.solver import network
from dolsdesk.solver.network import BI, SINK, SOURCE, Network


class SolverFailed(RuntimeError):
    """The library gave no answer to a problem that always has one."""


def solve(instance: Instance) -> Solved:
    """Return the cheapest match of a problem in which journeys are not shared.

    Raises:
        SolverFailed: the library failed, or its answer is not the cheapest.
        ValueError: the problem rewards shared journeys, which no flow can.
    """
    if instance.together:
        raise ValueError("a flow cannot share journeys")
    net = network.build(instance, instance.prices)
    flow = run(net, len(instance.waits))
    left = network.residual(net, flow)
    if not network.is_cheapest(left):
        raise SolverFailed("the flow is not the cheapest")
    chosen = chosen_by(net, flow)
    price = matching.price(instance, chosen)
    return Solved(chosen, price, price, matching.measured(instance, chosen), slot_prices(net, left))


def run(net: Network, units: int) -> list[int]:
    """Return the cheapest flow of some units through a network, arc by arc.

    Raises:
        SolverFailed: the library failed.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    solver = SimpleMinCostFlow()
    for tail, head, room, cost in zip(net.tails, net.heads, net.room, net.costs, strict=True):
        solver.add_arc_with_capacity_and_unit_cost(tail, head, room, cost)
    solver.set_node_supply(SOURCE, units)
    solver.set_node_supply(SINK, -units)
    if solver.solve() != solver.OPTIMAL:
        raise SolverFailed("no flow was found")
    return [int(solver.flow(number)) for number in range(len(net.tails))]


def chosen_by(net: Network, flow: list[int]) -> dict[int, dict[AssessmentKind, int]]:
    """Return the assessors of each case through which something flows."""
    chosen: dict[int, dict[AssessmentKind, int]] = {
        request_id: {} for number, request_id in net.cases.items() if flow[number]
    }
    for number, (role, request_id, assessor_id) in net.pairs.items():
        if flow[number]:
            chosen[request_id][role] = assessor_id
    return {request_id: chosen[request_id] for request_id in sorted(chosen)}


def slot_prices(net: Network, left: network.Residual) -> tuple[SlotPrice, ...]:
    """Return what one more slot of each assessor is worth, the dearest first.

    One more slot opens a way round; its worth is what the cheapest such way saves. That is exactly
    by how much the whole would be cheaper with it.
    """
    to_source, first = network.cheapest_ways(left, SOURCE, backwards=True)
    from_sink, last = network.cheapest_ways(left, SINK)
    found = []
    for seat, node in net.seats.items():
        is_bi = seat.role is BI
        cost = to_source[node] if is_bi else from_sink[node]
        if cost is None or cost >= 0:
            continue
        way = network.along(left, first if is_bi else last, node, backwards=is_bi)
        called = next((net.cases[arc] for arc in way if arc in net.cases), None)
        found.append(SlotPrice(seat.role, seat.assessor_id, -cost, called))
    return tuple(sorted(found, key=lambda one: (-one.worth, one.role, one.assessor_id)))


def start(
    instance: Instance, prices: Mapping[Pair, int]
) -> tuple[dict[int, dict[AssessmentKind, int]], int]:
    """Return the match that is cheapest by other prices of the pairs, and its price by them."""
    net = network.build(instance, prices)
    flow = run(net, len(instance.waits))
    left = sum(wait.leaving for wait in instance.waits)
    cost = sum(used * price for used, price in zip(flow, net.costs, strict=True))
    return chosen_by(net, flow), left + cost
