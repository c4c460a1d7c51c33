"""Many waiting cases and many assessors at once: the problem, and what a match costs and keeps.

The price of a pair is what its score lacks of the best there can be. Leaving a case waiting has a
price too, so that nobody waits for ever: it grows with each day by the band, stands above any pair,
and is lifted far above everything for whoever the band's weekly quota calls, the oldest of a band
the furthest. A case gets all it asks for or goes on waiting: one assessor alone moves nothing.

Whoever solves it is judged by ``broken`` and ``price``, which know nothing of any solver.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.queue import Called, Waiting, Why
from dolsdesk.domain.ranking import HIGHEST
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

#: Whose work is shared out; each names its assessor.
ROLES = (AssessmentKind.MH, AssessmentKind.BI)

#: Points of one day of waiting, by band; a case without one counts as the first.
LEAVING: Mapping[Priority, RuleId] = {
    Priority.HIGH: RuleId.PR_LEAVE_HIGH,
    Priority.MEDIUM: RuleId.PR_LEAVE_MEDIUM,
    Priority.LOW: RuleId.PR_LEAVE_LOW,
}
#: More than the worst pair of assessors, so that a free slot is never left empty.
_FLOOR = 2 * HIGHEST + 1
#: Lifts above whatever any wait can come to: 100 years in the first band are a million points.
_CALLED, _OLDEST = 2_000_000, 4_000_000

Pair = tuple[AssessmentKind, int, int]  # the role, the request, the assessor
Chosen = Mapping[int, Mapping[AssessmentKind, int]]


@dataclass(frozen=True, slots=True)
class Seat:
    """An assessor in a role, and how many more cases they can take."""

    role: AssessmentKind
    assessor_id: int
    slots: int


@dataclass(frozen=True, slots=True)
class Wait:
    """A waiting case: the roles it asks for, and the price of leaving it waiting.

    ``lift`` is the part of that price which only makes sure that the quota comes first.
    """

    request_id: int
    place_id: int
    roles: tuple[AssessmentKind, ...]
    leaving: int
    lift: int = 0


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything a match turns on.

    ``prices`` hold the pairs that are allowed; whoever may not act is left out. ``together`` is
    what each further case in one place with the same assessor saves: they are seen on one journey.
    """

    waits: tuple[Wait, ...]
    seats: tuple[Seat, ...]
    prices: Mapping[Pair, int]
    together: int = 0


@dataclass(frozen=True, slots=True)
class SlotPrice:
    """What one more slot of somebody would be worth, in points.

    ``request_id`` is the case that would no longer wait, if one would not.
    """

    role: AssessmentKind
    assessor_id: int
    worth: int
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """A match, its price, and below what no match can be.

    Attributes:
        chosen: the assessors of each case that is given any; the others go on waiting.
        price: of the whole.
        bound: no match is cheaper than this.
        measured: the price without the lifts, which what is left of the gap is measured by.
        slots: what one more slot is worth, of those assessors where it is worth anything.
        is_repeatable: whether the same problem gives the same match again; a stop from outside
            may have cut the search short.
    """

    chosen: Chosen
    price: int
    bound: int
    measured: int
    slots: tuple[SlotPrice, ...] = field(default=())
    is_repeatable: bool = True

    @property
    def gap(self) -> float:
        """Return by how much at most the price could be lower, as a share of what is measured."""
        return (self.price - self.bound) / self.measured if self.measured else 0.0


def wait(
    one: Waiting,
    roles: tuple[AssessmentKind, ...],
    place_id: int,
    called: Called | None,
    *,
    as_at: date,
    book: RuleBook,
) -> Wait:
    """Return a waiting case with the price of leaving it waiting this week.

    ``called`` is its place in the band's quota of the week, if it has one.
    """
    days = max((as_at - one.received_on).days, 0)
    price = _FLOOR + days * book.value(LEAVING[one.band], on=as_at).amount
    lift = 0
    if called is not None:
        lift = _OLDEST if called.why is Why.OLDEST else _CALLED
    return Wait(one.request_id, place_id, roles, price + lift, lift)


def price(instance: Instance, chosen: Chosen) -> int:
    """Return the price of a match."""
    whole = sum(one.leaving for one in instance.waits if one.request_id not in chosen)
    visits: set[tuple[AssessmentKind, int, int]] = set()
    for one in instance.waits:
        for role, assessor_id in chosen.get(one.request_id, {}).items():
            whole += instance.prices[role, one.request_id, assessor_id]
            visit = (role, assessor_id, one.place_id)
            whole -= instance.together if visit in visits else 0
            visits.add(visit)
    return whole


def measured(instance: Instance, chosen: Chosen) -> int:
    """Return the price of a match without the lifts of the cases that are left waiting."""
    left = sum(one.lift for one in instance.waits if one.request_id not in chosen)
    return price(instance, chosen) - left


def broken(instance: Instance, chosen: Chosen) -> Iterator[str]:
    """Yield every rule a match breaks, in words for whoever mends the solver."""
    waits = {one.request_id: one for one in instance.waits}
    used: dict[tuple[AssessmentKind, int], int] = {}
    for request_id, given in chosen.items():
        if request_id not in waits:
            yield f"case {request_id} was not asked about"
            continue
        if set(given) != set(waits[request_id].roles):
            yield f"case {request_id} is given {sorted(given)}"
        if len(set(given.values())) < len(given):
            yield f"case {request_id} has one assessor in two roles"
        for role, assessor_id in given.items():
            if (role, request_id, assessor_id) not in instance.prices:
                yield f"assessor {assessor_id} may not act in case {request_id} as {role}"
            used[role, assessor_id] = used.get((role, assessor_id), 0) + 1
    room = {(seat.role, seat.assessor_id): seat.slots for seat in instance.seats}
    for (role, assessor_id), count in used.items():
        if count > room.get((role, assessor_id), 0):
            yield f"assessor {assessor_id} has {count} cases as {role}"
