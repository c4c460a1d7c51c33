"""The worklist: filter, search, sort and page in SQL; frozen rows out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.states import OPEN, UNALLOCATED, RequestState
from dolsdesk.store import search
from dolsdesk.store.tables.summaries import SummaryRow

#: The bare columns: rows made without the mapper, which would double the cost of a list.
_TABLE = SummaryRow.__table__
S = _TABLE.c


class Bucket(StrEnum):
    """The ready-made lists; each compares with the day it is asked."""

    OPEN = "open"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    NO_AUTHORITY = "no_authority"
    WAITING = "waiting"
    WITH_ASSESSORS = "with_assessors"
    WITH_SIGNATORY = "with_signatory"
    COPIES = "copies"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    CONTACT_DUE = "contact_due"
    CLOSED = "closed"
    ALL = "all"


class SortKey(StrEnum):
    """What a list can be ordered by."""

    DUE = "due"
    RECEIVED = "received"
    PERSON = "person"
    PLACE = "place"
    EXPIRES = "expires"
    NO_AUTHORITY = "no_authority"
    STATE = "state"
    PRIORITY = "priority"
    REF = "ref"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the worklist."""

    bucket: Bucket = Bucket.OPEN
    words: str = ""
    states: frozenset[RequestState] = frozenset()
    priorities: frozenset[str] = frozenset()
    urgent: bool | None = None
    objects: bool | None = None
    assessor_id: int | None = None
    place_id: int | None = None
    steps: frozenset[str] = frozenset()
    ids: tuple[int, ...] | None = None
    sort: SortKey = SortKey.DUE
    descending: bool = False


class CaseLine(NamedTuple):
    """One row of the worklist; a tuple, because a page of records would cost more than its SQL."""

    request_id: int
    ref: str
    person_name: str
    born_on: date | None
    place_name: str
    place_kind: str
    state: RequestState
    is_open: bool
    received_on: date
    urgent_given: bool
    priority: str
    due_on: date | None
    completed_on: date | None
    urgent_last_on: date | None
    no_authority_from: date | None
    expires_on: date | None
    next_step: str
    next_contact_on: date | None
    is_letter_due: bool
    bia_name: str
    mh_name: str
    decided_on: date | None
    outcome: str
    unsent_count: int
    objects: bool
    legal_test: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, how many there are in all, and where the next page starts."""

    rows: tuple[CaseLine, ...]
    total: int
    next_after: tuple[Any, ...] | None
    was_alike: bool = False


@dataclass(frozen=True, slots=True)
class Horizon:
    """The day asked about, and how many days ahead counts as expiring."""

    today: date
    expiring_days: int
    counts: Mapping[str, int] = field(default_factory=dict)


_LINES = select(*[getattr(S, name) for name in CaseLine._fields])
_COUNT = select(func.count()).select_from(_TABLE)

#: Dates that sort where nothing is known: after everything, or before it.
_FAR = date(9999, 12, 31)

_SORTS: Mapping[SortKey, Any] = {
    SortKey.DUE: func.coalesce(S.due_on, _FAR),
    SortKey.RECEIVED: S.received_on,
    SortKey.PERSON: S.name_key,
    SortKey.PLACE: S.place_key,
    SortKey.EXPIRES: func.coalesce(S.expires_on, _FAR),
    SortKey.NO_AUTHORITY: func.coalesce(S.no_authority_from, _FAR),
    SortKey.STATE: case({s.value: i for i, s in enumerate(RequestState)}, value=S.state, else_=99),
    SortKey.PRIORITY: case({"high": 0, "medium": 1, "low": 2}, value=S.priority, else_=3),
    SortKey.REF: S.ref,
    SortKey.DECIDED: func.coalesce(S.decided_on, _FAR),
}


def bucket_filter(bucket: Bucket, horizon: Horizon) -> ColumnElement[bool]:
    """Return the condition of a ready-made list on a day. Due today is not overdue."""
    today = horizon.today
    match bucket:
        case Bucket.OPEN:
            return S.is_open == true()
        case Bucket.DUE_TODAY:
            owed = [state for state in OPEN if state is not RequestState.WITH_SIGNATORY]
            is_due = and_(S.completed_on.is_(None), S.due_on == today)
            return and_(S.is_open, is_due, S.state.in_(owed))
        case Bucket.OVERDUE:
            return and_(S.is_open, S.completed_on.is_(None), S.due_on < today)
        case Bucket.NO_AUTHORITY:
            suspended = and_(S.state == RequestState.GRANTED, S.expires_on >= today)
            return and_(or_(S.is_open, suspended), S.no_authority_from <= today)
        case Bucket.WAITING:
            return S.state.in_(list(UNALLOCATED))
        case Bucket.WITH_ASSESSORS:
            return S.state.in_(
                [RequestState.ALLOCATED, RequestState.ASSESSING, RequestState.RETURNED]
            )
        case Bucket.WITH_SIGNATORY:
            return S.state.in_([RequestState.WITH_SIGNATORY, RequestState.NEGATIVE])
        case Bucket.COPIES:
            return S.unsent_count > 0
        case Bucket.EXPIRING:
            soon = today + timedelta(days=horizon.expiring_days)
            is_granted = S.state == RequestState.GRANTED
            return and_(is_granted, S.expires_on >= today, S.expires_on <= soon)
        case Bucket.EXPIRED:
            is_granted = S.state == RequestState.GRANTED
            return and_(is_granted, S.expires_on < today, ~S.has_further_request)
        case Bucket.CONTACT_DUE:
            return and_(S.is_open, S.next_contact_on <= today)
        case Bucket.CLOSED:
            return S.is_open == false()
        case Bucket.ALL:
            return true()


def page(
    session: Session,
    query: Query,
    horizon: Horizon,
    *,
    after: tuple[Any, ...] | None = None,
    limit: int = 200,
) -> Page:
    """Return one page of the worklist, in order, from the row after ``after``."""
    found = Page((), 0, None)
    for term, is_alike in search.terms(session, search.Kind.REQUEST, query.words):
        where = _where(session, query, horizon, term)
        found = _page(session, query, where, after, limit, was_alike=is_alike)
        if found.rows:
            break
    return found


def _page(
    session: Session,
    query: Query,
    where: ColumnElement[bool],
    after: tuple[Any, ...] | None,
    limit: int,
    *,
    was_alike: bool,
) -> Page:
    order = _SORTS[query.sort]
    total = _COUNT.where(where).correlate(None).scalar_subquery()
    statement = _LINES.add_columns(order.label("sort_value"), total.label("total")).where(where)
    if after is not None:
        place = tuple_(order, S.request_id)
        statement = statement.where(place < after if query.descending else place > after)
    statement = _ordered(statement, order, descending=query.descending).limit(limit + 1)
    found = session.connection().execute(statement).all()
    shown, next_after = found[:limit], None
    if len(found) > limit:
        next_after = (shown[-1].sort_value, shown[-1].request_id)
    return Page(
        tuple(CaseLine(*row[:-2]) for row in shown),
        found[0].total if found else 0,
        next_after,
        was_alike,
    )


def counts(
    session: Session, horizon: Horizon, *, assessor_id: int | None = None
) -> dict[Bucket, int]:
    """Return how many cases each ready-made list holds; of one assessor only, if one is named."""
    asked = [bucket for bucket in Bucket if bucket not in {Bucket.ALL, Bucket.CLOSED}]
    sums = [
        func.coalesce(func.sum(case((bucket_filter(bucket, horizon), 1), else_=0)), 0)
        for bucket in asked
    ]
    asking = select(*sums).select_from(_TABLE)
    if assessor_id is not None:
        asking = asking.where(or_(S.bia_id == assessor_id, S.mh_id == assessor_id))
    row = session.execute(asking).one()
    return dict(zip(asked, row, strict=True))


def of_person(session: Session, person_id: int, *, besides: int) -> tuple[CaseLine, ...]:
    """Return the other requests about a person, newest first."""
    statement = (
        _LINES.where(S.person_id == person_id, S.request_id != besides)
        .order_by(S.received_on.desc(), S.request_id.desc())
        .limit(50)
    )
    return tuple(CaseLine(*row) for row in session.execute(statement))


def at_place(session: Session, place_id: int, today: date) -> tuple[CaseLine, ...]:
    """Return the cases at a place that are open or have an authority on a day, by name."""
    lasts = and_(S.state == RequestState.GRANTED, S.expires_on >= today)
    urgent_runs = S.urgent_last_on >= today
    statement = _LINES.where(S.place_id == place_id, or_(S.is_open, lasts, urgent_runs)).order_by(
        S.name_key, S.request_id
    )
    return tuple(CaseLine(*row) for row in session.execute(statement))


def _ordered(statement: Select[Any], order: Any, *, descending: bool) -> Select[Any]:
    if descending:
        return statement.order_by(order.desc(), S.request_id.desc())
    return statement.order_by(order, S.request_id)


def _where(
    session: Session, query: Query, horizon: Horizon, term: str | None
) -> ColumnElement[bool]:
    conditions = [bucket_filter(query.bucket, horizon)]
    if query.states:
        conditions.append(S.state.in_(sorted(query.states)))
    if query.priorities:
        conditions.append(S.priority.in_(sorted(query.priorities)))
    if query.urgent is not None:
        conditions.append(S.urgent_given == query.urgent)
    if query.objects is not None:
        conditions.append(S.objects == query.objects)
    if query.assessor_id is not None:
        conditions.append(or_(S.bia_id == query.assessor_id, S.mh_id == query.assessor_id))
    if query.place_id is not None:
        conditions.append(S.place_id == query.place_id)
    if query.steps:
        conditions.append(S.next_step.in_(sorted(query.steps)))
    if query.ids is not None:
        conditions.append(S.request_id.in_(query.ids))
    if term is not None:
        matching = text(search.matching(session, search.Kind.REQUEST)).bindparams(term=term)
        conditions.append(S.request_id.in_(matching.columns(S.request_id)))
    return and_(*conditions)
