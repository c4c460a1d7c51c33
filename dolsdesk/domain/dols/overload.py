"""How much an assessor may take on, and the warnings where it is too much (AL7).

Limits are the council's own and may be passed with a reason. Working time counts only for people
with another post, whose hours the register holds: their DoLS work of the week comes on top of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.hours import MINUTES
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


@dataclass(frozen=True, slots=True)
class Limits:
    """What the council warns of: open cases, new ones in a week, working minutes of a week."""

    open: int
    week_cases: int
    working: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What an assessor carries in a week; minutes are None where they cannot be worked out.

    ``work`` is what the week's assessments take; ``post`` the contracted time of another post.
    """

    open: int = 0
    taken: int = 0
    minutes_left: int | None = None
    work: int = 0
    post: int | None = None


def limits(on: date, book: RuleBook, own: int | None = None) -> Limits:
    """Return the council's limits; ``own`` is an assessor's own limit of open cases."""
    usual = book.value(RuleId.PR_ASSESSOR_WEEK_LIMIT, on=on).amount
    return Limits(
        usual if own is None else own,
        book.value(RuleId.PR_ASSESSOR_WEEK_CASES, on=on).amount,
        book.value(RuleId.PR_WORKING_TIME, on=on).amount * MINUTES,
    )


def slots(carried: Carried, most: Limits, minutes: int) -> int:
    """Return how many more cases an assessor can take this week before any limit is passed.

    Args:
        carried: what they have.
        most: the limits.
        minutes: what one more case takes of them; 0 where the council has set no figures.
    """
    room = [most.open - carried.open, most.week_cases - carried.taken]
    if minutes and carried.minutes_left is not None:
        room.append(carried.minutes_left // minutes)
    if minutes and carried.post is not None:
        room.append((most.working - carried.post - carried.work) // minutes)
    return max(min(room), 0)


def problems(name: str, carried: Carried, most: Limits, minutes: int) -> Iterator[Problem]:
    """Yield what speaks against giving somebody one more case."""
    if carried.open >= most.open:
        yield Code.ASSESSOR_OVERLOADED.problem(name=name, n=carried.open)
    if carried.taken >= most.week_cases:
        yield Code.ASSESSOR_WEEK_FULL.problem(name=name, n=carried.taken, most=most.week_cases)
    if carried.post is not None:
        whole = carried.post + carried.work + minutes
        if whole > most.working:
            yield Code.ASSESSOR_WORKING_TIME.problem(
                name=name, hours=round(whole / MINUTES), most=most.working // MINUTES
            )
