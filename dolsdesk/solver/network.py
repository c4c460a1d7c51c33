"""The flow network of a match: assessors, cases and the way round them for those left waiting.

A unit of flow is one case that is given its assessors: from the source over the best interests
assessor into the case, out of it over the mental health assessor to the sink. A case that asks for
one role only is reached from the source, or leaves for the sink, directly. The arc through a case
earns the price of leaving it waiting; whatever does not flow goes round. So both roles together,
without journeys shared, are one network; and one role alone is the classic assignment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.matching import Instance, Pair, Seat

BI, MH = AssessmentKind.BI, AssessmentKind.MH
SOURCE, SINK = 0, 1
_UNREACHED = 1 << 60


@dataclass(slots=True)
class Network:
    """Arcs as parallel lists; ``pairs`` and ``cases`` say what an arc stands for."""

    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    room: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    pairs: dict[int, Pair] = field(default_factory=dict)
    cases: dict[int, int] = field(default_factory=dict)
    seats: dict[Seat, int] = field(default_factory=dict)
    nodes: int = 2

    def node(self) -> int:
        """Return a new node."""
        self.nodes += 1
        return self.nodes - 1

    def arc(self, tail: int, head: int, room: int, cost: int) -> int:
        """Add an arc and return its number."""
        self.tails.append(tail)
        self.heads.append(head)
        self.room.append(room)
        self.costs.append(cost)
        return len(self.tails) - 1


def build(instance: Instance, prices: Mapping[Pair, int]) -> Network:
    """Return the network of a problem, with other prices of its pairs."""
    net = Network()
    nodes: dict[tuple[AssessmentKind, int], int] = {}
    for seat in instance.seats:
        place = nodes[seat.role, seat.assessor_id] = net.node()
        net.seats[seat] = place
        ends = (SOURCE, place) if seat.role is BI else (place, SINK)
        net.arc(*ends, seat.slots, 0)
    ins: dict[int, int] = {}
    outs: dict[int, int] = {}
    for wait in instance.waits:
        into = ins[wait.request_id] = net.node()
        out = outs[wait.request_id] = net.node()
        net.cases[net.arc(into, out, 1, -wait.leaving)] = wait.request_id
        if BI not in wait.roles:
            net.arc(SOURCE, into, 1, 0)
        if MH not in wait.roles:
            net.arc(out, SINK, 1, 0)
    for (role, request_id, assessor_id), price in prices.items():
        seat_node = nodes.get((role, assessor_id))
        if seat_node is None or request_id not in ins:
            continue
        into_case = (seat_node, ins[request_id]) if role is BI else (outs[request_id], seat_node)
        net.pairs[net.arc(*into_case, 1, price)] = (role, request_id, assessor_id)
    net.arc(SOURCE, SINK, len(instance.waits), 0)
    return net


@dataclass(frozen=True, slots=True)
class Residual:
    """What a flow leaves: along an arc with room, and back along one that is used."""

    tails: tuple[int, ...]
    heads: tuple[int, ...]
    costs: tuple[int, ...]
    numbers: tuple[int, ...]
    nodes: int


def residual(net: Network, flow: list[int]) -> Residual:
    """Return the residual network of a flow."""
    tails, heads, costs, numbers = [], [], [], []
    for number, used in enumerate(flow):
        if used < net.room[number]:
            tails.append(net.tails[number])
            heads.append(net.heads[number])
            costs.append(net.costs[number])
            numbers.append(number)
        if used:
            tails.append(net.heads[number])
            heads.append(net.tails[number])
            costs.append(-net.costs[number])
            numbers.append(-1)
    return Residual(tuple(tails), tuple(heads), tuple(costs), tuple(numbers), net.nodes)


def is_cheapest(left: Residual) -> bool:
    """Return whether a flow is the cheapest: no way round its residual network costs less than 0.

    This proves it, whoever found it (Klein 1967; Bellman and Ford find the way if there is one).
    """
    reached = [0] * left.nodes
    return any(not _relax(left, reached) for _ in range(left.nodes))


def cheapest_ways(
    left: Residual, start: int, *, backwards: bool = False
) -> tuple[list[int | None], list[int]]:
    """Return what the cheapest way from a node to each costs, and the last step of each way.

    Backwards: from each node to this one, and the first step. None where there is no way. There
    must be no way round that costs less than 0.
    """
    found = left
    if backwards:
        found = Residual(left.heads, left.tails, left.costs, left.numbers, left.nodes)
    reached = [_UNREACHED] * left.nodes
    reached[start] = 0
    steps = [-1] * left.nodes
    while _relax(found, reached, steps):
        pass
    return [None if cost >= _UNREACHED else cost for cost in reached], steps


def along(left: Residual, steps: list[int], node: int, *, backwards: bool = False) -> Iterator[int]:
    """Yield the numbers of the arcs newly used on the way that ``steps`` tells of."""
    ends = left.heads if backwards else left.tails
    while steps[node] >= 0:
        step = steps[node]
        if left.numbers[step] >= 0:
            yield left.numbers[step]
        node = ends[step]


def _relax(left: Residual, reached: list[int], steps: list[int] | None = None) -> bool:
    """Shorten what is reached along every arc once; return whether anything got shorter."""
    changed = False
    for step, (tail, head, cost) in enumerate(zip(left.tails, left.heads, left.costs, strict=True)):
        if reached[tail] < _UNREACHED and reached[tail] + cost < reached[head]:
            reached[head] = reached[tail] + cost
            if steps is not None:
                steps[head] = step
            changed = True
    return changed
