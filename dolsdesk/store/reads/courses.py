"""How requests went, and what is about to expire: light rows for the forecasts."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from dolsdesk.domain.breaches import Course
from dolsdesk.domain.dols.states import ASSESSMENTS_OWED, RequestState
from dolsdesk.store.tables.allocations import AllocationRow
from dolsdesk.store.tables.summaries import SummaryRow

_TABLE = SummaryRow.__table__
S = _TABLE.c


class OpenLine(NamedTuple):
    """An open request, for a list of those at risk."""

    request_id: int
    ref: str
    person_name: str
    place_name: str
    state: RequestState
    priority: str
    received_on: date
    due_on: date
    urgent_given: bool


class ExpiryLine(NamedTuple):
    """An authorisation that runs, and whether a further request has come."""

    request_id: int
    ref: str
    person_name: str
    place_id: int
    place_name: str
    expires_on: date
    has_further_request: bool


def past(session: Session, *, since: date, before: date) -> tuple[Course, ...]:
    """Return the requests whose day lay in some days."""
    return _courses(session, and_(S.due_on >= since, S.due_on < before))


def at_risk(session: Session, today: date) -> tuple[Course, ...]:
    """Return the open requests whose assessments are owed and whose day has not passed."""
    return _courses(session, _owed(S.due_on >= today))


def open_lines(session: Session, today: date) -> dict[int, OpenLine]:
    """Return those at risk as a list shows them."""
    statement = select(*[getattr(S, name) for name in OpenLine._fields]).where(
        _owed(S.due_on >= today)
    )
    return {row[0]: OpenLine(*row) for row in session.execute(statement)}


def breached(session: Session, today: date) -> tuple[int, ...]:
    """Return the open requests that are past their day, the longest first."""
    statement = select(S.request_id).where(_owed(S.due_on < today)).order_by(S.due_on)
    return tuple(session.scalars(statement))


def live(session: Session, today: date) -> tuple[ExpiryLine, ...]:
    """Return every authorisation that runs, the first to expire first."""
    statement = (
        select(*[getattr(S, name) for name in ExpiryLine._fields])
        .where(S.state == RequestState.GRANTED, S.expires_on >= today)
        .order_by(S.expires_on, S.request_id)
    )
    return tuple(ExpiryLine(*row) for row in session.execute(statement))


def _owed(day: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(S.state.in_(sorted(ASSESSMENTS_OWED)), S.completed_on.is_(None), day)


def _courses(session: Session, where: ColumnElement[bool]) -> tuple[Course, ...]:
    asked_on = (
        select(func.min(AllocationRow.selected_on))
        .where(AllocationRow.request_id == S.request_id)
        .correlate(_TABLE)
        .scalar_subquery()
    )
    done = func.coalesce(S.completed_on, S.decided_on)
    rows = session.execute(
        select(
            S.request_id, S.urgent_given, S.priority, S.received_on, S.due_on, asked_on,
            S.completed_on, S.decided_on, S.closed_on,
        )
        .select_from(_TABLE)
        .where(where, or_(done.is_(None), done >= S.received_on))
        .order_by(S.due_on, S.request_id)
    )  # fmt: skip
    return tuple(_course(row) for row in rows)


def _course(row: Any) -> Course:
    """Return a course; a refusal has no six assessments, and its decision stands for them."""
    *known, completed_on, decided_on, closed_on = row
    done_on = completed_on or decided_on
    return Course(*[*known, done_on, closed_on if done_on is None else None])
