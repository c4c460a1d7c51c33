"""What alerts and the whole picture need of every case, as the lists hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.store.tables.decisions import AuthorisationRow
from dolsdesk.store.tables.records import RecordRow
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


def lines(session: Session, on: date, *, request_id: int | None = None) -> tuple[Line, ...]:
    """Return every request open at the end of a day and authorisation in force then; or one.

    They come in the order of receipt. The test is that of today.
    """
    given = select(AuthorisationRow.request_id).where(AuthorisationRow.given_on <= on)
    lasted = or_(S.expires_on >= on, S.request_id.in_(_ended_from(session, on)))
    live = and_(S.state == RequestState.GRANTED, S.request_id.in_(given), lasted)
    columns = [getattr(S, name) for name in Line.__dataclass_fields__]
    statement = (
        select(S.closed_on, *columns)
        .where(S.received_on <= on, or_(S.is_open, S.closed_on > on, live))
        .order_by(S.received_on, S.request_id)
    )
    if request_id is not None:
        statement = statement.where(S.request_id == request_id)
    return tuple(_as_known(Line(*row[1:]), row[0], on) for row in session.execute(statement))


def _as_known(one: Line, closed_on: date | None, on: date) -> Line:
    """Return a line as it was at the end of a day: what was decided since was open then."""
    is_later = one.completed_on is not None and one.completed_on > on
    return replace(
        one,
        is_open=one.is_open or (closed_on is not None and closed_on > on),
        completed_on=None if is_later else one.completed_on,
    )


def _ended_from(session: Session, on: date) -> list[int]:
    """Return the requests whose authorisation was ended early, but after a day."""
    statement = select(RecordRow.request_id, RecordRow.facts).where(
        RecordRow.kind == RecordKind.CESSATION, RecordRow.is_void.is_(False)
    )
    found = session.execute(statement)
    return [row[0] for row in found if row[0] and row[1]["on"] > on.isoformat()]


def given_on(session: Session) -> Mapping[int, date]:
    """Return when each authorisation was given, by request."""
    statement = select(AuthorisationRow.request_id, AuthorisationRow.given_on)
    return {row[0]: row[1] for row in session.execute(statement)}
