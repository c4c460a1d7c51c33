"""What is ordered from assessors, as lists and reports show it: by name, and whether it is in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from dolsdesk.domain.fee_orders import FeeAct, FeeOrder, FeeState
from dolsdesk.store.repos import fee_orders as repo
from dolsdesk.store.tables.assessors import AssessorRow
from dolsdesk.store.tables.fees import FeeEntryRow, FeeOrderRow
from dolsdesk.store.tables.requests import RequestRow

_BATCH = 500
#: Entries by which something is settled, unless they were voided.
_SETTLING = (FeeAct.RELEASED, FeeAct.CANCELLED)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One order with the case and the assessor by name, and the day its last form came in."""

    order: FeeOrder
    request_ref: str
    name: str
    form_in_on: date | None

    @property
    def state(self) -> FeeState:
        """Return where it stands."""
        return self.order.state(self.form_in_on)


def touched(session: Session, first: date, last: date) -> tuple[FeeLine, ...]:
    """Return the orders made, or with an entry dated, from one day to another, both included."""
    dated = select(FeeEntryRow.order_id).where(FeeEntryRow.happened_on.between(first, last))
    return _lines(
        session, or_(FeeOrderRow.ordered_on.between(first, last), FeeOrderRow.id.in_(dated))
    )


def unsettled(session: Session) -> tuple[FeeLine, ...]:
    """Return every order neither released nor cancelled."""
    return _lines(session, _unsettled())


def some_unsettled(session: Session, after: int, limit: int) -> tuple[tuple[FeeLine, ...], int]:
    """Return some orders neither released nor cancelled, past the first ``after``; count all."""
    ids = session.scalars(
        select(FeeOrderRow.id).where(_unsettled()).order_by(FeeOrderRow.ordered_on, FeeOrderRow.id)
    ).all()
    return _lines(session, FeeOrderRow.id.in_(ids[after : after + limit])), len(ids)


def _unsettled() -> ColumnElement[bool]:
    voiding = FeeEntryRow.__table__.alias("voiding")
    stands = ~(
        select(voiding.c.id)
        .where(voiding.c.order_id == FeeEntryRow.order_id, voiding.c.voids == FeeEntryRow.number)
        .correlate(FeeEntryRow)
        .exists()
    )
    settled = select(FeeEntryRow.order_id).where(FeeEntryRow.act.in_(_SETTLING), stands)
    return FeeOrderRow.id.not_in(settled)


def until(session: Session, last: date) -> tuple[FeeLine, ...]:
    """Return every order made up to and including a day."""
    return _lines(session, FeeOrderRow.ordered_on <= last)


def of_request(session: Session, request_id: int) -> tuple[FeeLine, ...]:
    """Return the orders of one case."""
    return _lines(session, FeeOrderRow.request_id == request_id)


def still_asked(session: Session, assessor_id: int) -> tuple[FeeLine, ...]:
    """Return the orders of an assessor for which no invoice is entered."""
    listed = _lines(session, FeeOrderRow.assessor_id == assessor_id)
    return tuple(one for one in listed if one.order.is_open)


def _lines(session: Session, where: ColumnElement[bool]) -> tuple[FeeLine, ...]:
    found = repo.orders(session, select(FeeOrderRow).where(where))
    is_in = repo.forms_in(session, found)
    refs = _refs(session, (one.request_id for one in found))
    names = {row[0]: row[1] for row in session.execute(select(AssessorRow.id, AssessorRow.name))}
    return tuple(
        FeeLine(one, refs[one.request_id], names[one.assessor_id], is_in[one.id]) for one in found
    )


def _refs(session: Session, request_ids: Iterable[int]) -> dict[int, str]:
    wanted = sorted(set(request_ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _BATCH):
        asked = select(RequestRow.id, RequestRow.ref).where(
            RequestRow.id.in_(wanted[start : start + _BATCH])
        )
        found |= {row[0]: row[1] for row in session.execute(asked)}
    return found
