"""A home that asks before it asks for anything: an enquiry (after-agni.md 3a, AG-W3).

It holds the managing authority's own view and what it was told. It is no request and no finding of
the council: nothing is decided and no clock runs, until a request comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.dols.screening import MaView
from dolsdesk.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What was asked, what the managing authority itself thinks, and what it was told.

    ``urgent_given_on`` is the day of an urgent authorisation that came without a request; an
    extension of it can be asked for only once there is one (para 84(4)(a), I11).
    """

    on: date
    asked_by: str
    what: str
    ma_view: MaView
    ma_why: str = ""
    told: str = ""
    watch_for: str = ""
    urgent_given_on: date | None = None
    extension_requested_on: date | None = None


def problems(found: Enquiry, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order, and that an urgent needs a request (para 76)."""
    return tuple(_problems(found, as_at))


def _problems(found: Enquiry, as_at: date) -> Iterator[Problem]:
    yield from out_of_order(as_at, on=found.on)
    yield from out_of_order(as_at, urgent_given_on=found.urgent_given_on)
    if found.extension_requested_on is not None:
        yield Code.EXTENSION_NO_REQUEST.problem(field="extension_requested_on")
    if not found.asked_by.strip():
        yield Code.WHO_NEEDED.problem(field="asked_by")
    if not found.what.strip():
        yield Code.WHY_NEEDED.problem(field="what")
    if not found.ma_why.strip():
        yield Code.WHY_NEEDED.problem(field="ma_why")


def flags(found: Enquiry, *, has_request: bool) -> tuple[Problem, ...]:
    """Return what is marked as a defect: an urgent authorisation for which nothing was asked."""
    if found.urgent_given_on is None or has_request:
        return ()
    return (Code.URGENT_NO_REQUEST.problem(),)
