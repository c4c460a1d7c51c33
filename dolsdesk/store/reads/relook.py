"""What alerts and the whole picture need of every case, as the lists hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.store.tables.decisions import AuthorisationRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow


@dataclass(frozen=True, slots=True)
class Line:
    """One open request or authorisation in force."""

    request_id: int
    ref: str
    person_id: int
    person_name: str
    place_id: int
    place_name: str
    is_open: bool
    received_on: date
    due_on: date | None
    completed_on: date | None
    expires_on: date | None
    legal_test: str


def person_of(session: Session, request_id: int) -> int:
    """Return whom a request is about."""
    return session.scalar(select(S.person_id).where(S.request_id == request_id)) or 0


def lines(session: Session, today: date, *, request_id: int | None = None) -> tuple[Line, ...]:
    """Return every open request and authorisation in force, in the order of receipt; or one."""
    live = and_(S.state == RequestState.GRANTED, S.expires_on >= today)
    columns = [getattr(S, name) for name in Line.__dataclass_fields__]
    statement = select(*columns).where(or_(S.is_open, live)).order_by(S.received_on, S.request_id)
    if request_id is not None:
        statement = statement.where(S.request_id == request_id)
    return tuple(Line(*row) for row in session.execute(statement))


def given_on(session: Session) -> Mapping[int, date]:
    """Return when each authorisation was given, by request."""
    statement = select(AuthorisationRow.request_id, AuthorisationRow.given_on)
    return {row[0]: row[1] for row in session.execute(statement)}
