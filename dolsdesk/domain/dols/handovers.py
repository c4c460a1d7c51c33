"""A home that changes hands: the same place, another managing authority (dols.md 10.18).

An authorisation names the place, so that it goes on (Sch A1 paras 1(4) and 56); that is a reading
which the law does not settle, and whoever takes it says why. Nothing ends and nothing is closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Handover:
    """Who runs a place from a day on, and who ran it until then."""

    managing_authority: str
    from_on: date
    paper: str
    before: str = ""


def problems(
    found: Handover, *, last_changed_on: date | None, is_anybody_there: bool, as_at: date
) -> tuple[Problem, ...]:
    """Return what is missing, out of order, or to be said of a place that changes hands.

    ``last_changed_on`` is the day of the change before; ``is_anybody_there`` says that a request is
    open or an authority runs at the place.
    """
    return tuple(_problems(found, last_changed_on, is_anybody_there, as_at))


def _problems(
    found: Handover, last_changed_on: date | None, is_anybody_there: bool, as_at: date
) -> Iterator[Problem]:
    if not found.managing_authority.strip():
        yield Code.WHO_NEEDED.problem(field="managing_authority")
    elif found.managing_authority.strip() == found.before:
        yield Code.HANDOVER_SAME.problem(name=found.before)
    if not found.paper.strip():
        yield Code.HANDOVER_NO_PAPER.problem()
    yield from out_of_order(as_at, last_changed_on=last_changed_on, from_on=found.from_on)
    if is_anybody_there:
        yield Code.HANDOVER_READING.problem()
