"""The waiting list: its rows in order with the place each has in its band, and its contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select, text, true
from sqlalchemy.orm import Session, aliased

from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.queue import Waiting
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.store import codec, search
from dolsdesk.store.tables.allocations import AllocationRow
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.staff import StaffRow
from dolsdesk.store.tables.summaries import SummaryRow

#: The bare columns, as the worklist reads them.
_TABLE = SummaryRow.__table__
S = _TABLE.c

#: States of the list: those that wait, and those whose content is checked and who are to be
#: triaged now.
_LISTED = (RequestState.WAITING, RequestState.CHECKING)
_BANDS = [band.value for band in Priority]
_FAR = date(9999, 12, 31)


class Show(StrEnum):
    """What of the list is shown."""

    ALL = "all"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOT_TRIAGED = "not_triaged"
    RETRIAGE = "retriage"
    CONTACT = "contact"
    CONTACT_ERROR = "contact_error"
    BREACHED = "breached"
    GAP = "gap"


class WaitingLine(NamedTuple):
    """One row of the list; ``place`` is its place in its band, the first being 1."""

    request_id: int
    ref: str
    person_name: str
    born_on: date | None
    place_name: str
    state: RequestState
    received_on: date
    urgent_given: bool
    priority: str
    due_on: date | None
    no_authority_from: date | None
    next_contact_on: date | None
    is_letter_due: bool
    contacted_on: date | None
    triaged_on: date | None
    triage_asked_on: date | None
    agni_screen: str
    objects: bool
    place: int


@dataclass(frozen=True, slots=True)
class Day:
    """The day asked about, and after how many days each band is triaged again."""

    today: date
    recheck_days: Mapping[Priority, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, how many there are in all, and where the next page starts."""

    rows: tuple[WaitingLine, ...]
    total: int
    next_after: int | None
    was_alike: bool = False


@dataclass(frozen=True, slots=True)
class OfBand:
    """What a band holds: how many, the oldest, how many past their day, and without authority."""

    count: int
    oldest_on: date | None = None
    breached: int = 0
    without_authority: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What the list holds; the bands are those of triaged requests that wait."""

    bands: Mapping[str, OfBand]
    shows: Mapping[Show, int]


class ContactLine(NamedTuple):
    """One contact that was made."""

    record_id: int
    request_id: int
    ref: str
    person_name: str
    place_name: str
    on: date
    by: str
    facts: Any


def _order(today: date) -> tuple[Any, ...]:
    """Return the order inside a band: authority gap, earliest due, earliest receipt."""
    has_gap = case((and_(S.no_authority_from.is_not(None), S.no_authority_from <= today), 0),
                   else_=1)  # fmt: skip
    return (has_gap, func.coalesce(S.due_on, _FAR), S.received_on, S.request_id)


def _band() -> ColumnElement[int]:
    ranks = {name: rank for rank, name in enumerate(_BANDS)}
    return case(ranks, value=S.priority, else_=len(_BANDS))


def _retriage(day: Day) -> ColumnElement[bool]:
    """Return whether a request that waits is to be triaged again by today."""
    late = [
        and_(S.priority == band.value, S.triaged_on <= day.today - timedelta(days=days))
        for band, days in day.recheck_days.items()
    ]
    waits = S.state == RequestState.WAITING
    return and_(waits, or_(S.triaged_on.is_(None), S.triage_asked_on.is_not(None), *late))


def condition(show: Show, day: Day) -> ColumnElement[bool]:
    """Return the condition of a part of the list. Due today is not overdue."""
    today = day.today
    waits = S.state == RequestState.WAITING
    match show:
        case Show.ALL:
            return true()
        case Show.NOT_TRIAGED:
            return or_(S.state == RequestState.CHECKING, S.priority == "")
        case Show.RETRIAGE:
            return _retriage(day)
        case Show.CONTACT:
            return and_(waits, or_(S.next_contact_on.is_(None), S.next_contact_on <= today))
        case Show.CONTACT_ERROR:
            return and_(waits, or_(S.next_contact_on.is_(None), S.next_contact_on < today))
        case Show.BREACHED:
            return S.due_on < today
        case Show.GAP:
            return S.no_authority_from <= today
    return and_(waits, S.priority == show.value)


def page(
    session: Session, show: Show, day: Day, *, words: str = "", after: int = 0, limit: int = 200
) -> Page:
    """Return one page of the list in order, from the row numbered ``after`` on.

    The place in the band is that in the whole list, whatever is shown of it. Where nobody has the
    words as typed, whoever has words spelled like them is shown.
    """
    found = Page((), 0, None)
    for term, is_alike in search.terms(session, search.Kind.REQUEST, words):
        found = _page(session, show, day, term, after=after, limit=limit)
        if found.rows:
            return replace(found, was_alike=is_alike)
    return found


def _page(
    session: Session, show: Show, day: Day, term: str | None, *, after: int, limit: int
) -> Page:
    shown = condition(show, day)
    if term is not None:
        matching = text(search.matching(session, search.Kind.REQUEST)).bindparams(term=term)
        shown = and_(shown, S.request_id.in_(matching.columns(S.request_id)))
    names = [name for name in WaitingLine._fields if name != "place"]
    place = func.row_number().over(partition_by=_band(), order_by=_order(day.today))
    listed = (
        select(
            S.request_id,
            _band().label("band"),
            place.label("place"),
            shown.label("is_shown"),
        )
        .where(S.state.in_(_LISTED))
        .subquery()
    )
    here = (
        select(listed.c.request_id, listed.c.band, listed.c.place, func.count().over().label("all"))
        .where(listed.c.is_shown)
        .order_by(listed.c.band, listed.c.place)
        .offset(after)
        .limit(limit + 1)
        .subquery()
    )
    statement = (
        select(*[getattr(S, name) for name in names], here.c.place, here.c.all)
        .join(here, here.c.request_id == S.request_id)
        .order_by(here.c.band, here.c.place)
    )
    found = session.connection().execute(statement).all()
    rows = tuple(WaitingLine(*row[:-1]) for row in found[:limit])
    count = found[0][-1] if found else 0
    return Page(rows, count, after + limit if len(found) > limit else None)


def counts(session: Session, day: Day) -> Counts:
    """Return what each band and each part of the list holds."""
    today = day.today
    breached = case((S.due_on < today, 1), else_=0)
    gap = case((S.no_authority_from <= today, 1), else_=0)
    rows = session.execute(
        select(S.priority, func.count(), func.min(S.received_on), func.sum(breached), func.sum(gap))
        .where(S.state == RequestState.WAITING)
        .group_by(S.priority)
    ).all()
    bands = {
        row[0] or "": OfBand(row[1], row[2], int(row[3] or 0), int(row[4] or 0)) for row in rows
    }
    sums = [func.coalesce(func.sum(case((condition(show, day), 1), else_=0)), 0) for show in Show]
    held = session.execute(select(*sums).select_from(_TABLE).where(S.state.in_(_LISTED))).one()
    return Counts(bands, dict(zip(Show, map(int, held), strict=True)))


def waiting(session: Session) -> tuple[Waiting, ...]:
    """Return every triaged request that waits, with what its order turns on."""
    rows = session.execute(
        select(S.request_id, S.priority, S.received_on, S.due_on, S.no_authority_from).where(
            S.state == RequestState.WAITING, S.priority != ""
        )
    )
    return tuple(Waiting(row[0], Priority(row[1]), row[2], row[3], row[4]) for row in rows)


def lines(session: Session, request_ids: tuple[int, ...]) -> dict[int, WaitingLine]:
    """Return rows of the list by request; their place is not worked out."""
    names = [name for name in WaitingLine._fields if name != "place"]
    statement = select(*[getattr(S, name) for name in names]).where(S.request_id.in_(request_ids))
    return {row[0]: WaitingLine(*(*row, 0)) for row in session.execute(statement)}


def taken(session: Session, first: date, last: date) -> dict[Priority, int]:
    """Return how many requests of each band were allocated for the first time in some days."""
    earlier = aliased(AllocationRow)
    before = (
        select(earlier.id)
        .where(earlier.request_id == AllocationRow.request_id, earlier.selected_on < first)
        .exists()
    )
    chosen = (
        select(AllocationRow.request_id)
        .where(AllocationRow.selected_on.between(first, last), ~before)
        .distinct()
    )
    rows = session.execute(
        select(S.priority, func.count())
        .select_from(_TABLE)
        .where(S.request_id.in_(chosen), S.priority != "", S.state.not_in(_LISTED))
        .group_by(S.priority)
    )
    return {Priority(row[0]): row[1] for row in rows}


def contacts(
    session: Session, facts: type[Any], *, since: date, limit: int
) -> tuple[ContactLine, ...]:
    """Return the contacts made since a day, the newest first; errors are left out."""
    statement = (
        select(
            RecordRow.id, RecordRow.request_id, S.ref, S.person_name, S.place_name,
            RecordRow.began_on, StaffRow.name, RecordRow.facts,
        )
        .join(_TABLE, S.request_id == RecordRow.request_id)
        .join(StaffRow, StaffRow.id == RecordRow.recorded_by)
        .where(
            RecordRow.kind == RecordKind.WAITING_CONTACT,
            RecordRow.began_on >= since,
            ~RecordRow.is_void,
        )
        .order_by(RecordRow.began_on.desc(), RecordRow.id.desc())
        .limit(limit)
    )  # fmt: skip
    return tuple(
        ContactLine(*(*row[:-1], codec.load(row[-1], facts))) for row in session.execute(statement)
    )
