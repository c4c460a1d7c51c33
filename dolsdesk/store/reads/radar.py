"""What the rules about a person's rights need of every live case, in three statements."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.holdings import FACTS
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.store import codec
from dolsdesk.store.tables.decisions import AuthorisationRow
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.requests import RequestRow, UrgentRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow.__table__.c
Q = RequestRow.__table__.c
A = AuthorisationRow.__table__.c
U = UrgentRow.__table__.c
R = RecordRow.__table__.c

#: Kinds of which every record counts; of contacts only the newest does.
_WHOLE = (
    RecordKind.REPRESENTATIVE, RecordKind.ADVOCATE, RecordKind.OBJECTION, RecordKind.COURT,
    RecordKind.CONDITION, RecordKind.SUSPENSION, RecordKind.REVIEW, RecordKind.REFERRAL,
    RecordKind.URGENT_END,
)  # fmt: skip


class LiveCase(NamedTuple):
    """A request the council still owes something on, or whose authorisation lasts."""

    request_id: int
    ref: str
    person_id: int
    person_name: str
    place_id: int
    place_name: str
    state: RequestState
    is_open: bool
    received_on: date
    objects: bool
    urgent_last_on: date | None
    no_authority_from: date | None
    expires_on: date | None
    type: RequestType
    s39a_applies: Answered
    urgent_given_on: date | None
    sa_given_on: date | None
    sa_in_force_on: date | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """The facts of a record that counts, and what it is about."""

    request_id: int
    kind: RecordKind
    facts: Any


def live_cases(session: Session, today: date) -> list[LiveCase]:
    """Return every case in which somebody's rights are at stake on a day."""
    urgent_given_on = U.given_on.label("urgent_given_on")
    statement = (
        select(
            S.request_id, S.ref, S.person_id, S.person_name, S.place_id, S.place_name, S.state,
            S.is_open, S.received_on, S.objects, S.urgent_last_on, S.no_authority_from,
            S.expires_on, Q.type, Q.s39a_applies, urgent_given_on, A.given_on, A.in_force_on,
            A.end_reason,
        )
        .join(RequestRow.__table__, Q.id == S.request_id)
        .outerjoin(UrgentRow.__table__, U.request_id == S.request_id)
        .outerjoin(AuthorisationRow.__table__, A.request_id == S.request_id)
        .where(_is_live(today))
        .order_by(S.request_id)
    )  # fmt: skip
    return list(map(LiveCase._make, session.connection().execute(statement)))


def records(session: Session, today: date) -> list[Held]:
    """Return the records of live cases, each kind in the order they began."""
    statement = (
        select(R.request_id, R.kind, R.facts)
        .where(_of_live(today), R.kind.in_(_WHOLE))
        .order_by(R.began_on, R.id)
    )
    return _held(session, statement)


def last_contacts(session: Session, today: date) -> list[Held]:
    """Return the newest contact of a representative in each live case."""
    place = (
        func.row_number()
        .over(partition_by=R.request_id, order_by=(R.began_on.desc(), R.id.desc()))
        .label("place")
    )
    newest = (
        select(R.request_id, R.kind, R.facts, place)
        .where(_of_live(today), R.kind == RecordKind.REPRESENTATIVE_CONTACT)
        .subquery()
    )
    return _held(
        session,
        select(newest.c.request_id, newest.c.kind, newest.c.facts).where(newest.c.place == 1),
    )


def _held(session: Session, statement: Select[Any]) -> list[Held]:
    rows = session.connection().execute(statement)
    return [Held(row[0], row[1], codec.load(row[2], FACTS[row[1]])) for row in rows]


def _is_live(today: date) -> ColumnElement[bool]:
    lasts = and_(S.state == RequestState.GRANTED, S.expires_on >= today)
    return or_(S.is_open == true(), lasts)


def _of_live(today: date) -> ColumnElement[bool]:
    live = select(S.request_id).where(_is_live(today))
    return and_(R.is_void.is_not(true()), R.request_id.in_(live))
