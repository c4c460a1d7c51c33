"""Who belongs to a ready-made cohort of a re-screening today (after-agni.md 4.5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, or_, select, type_coerce
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Cohort, ItemSubject
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.legal_test import Finding
from dolsdesk.domain.dols.objections import CHALLENGES, CourtCase, CourtState, Objection
from dolsdesk.domain.dols.referrals import OPEN as REFERRAL_OPEN
from dolsdesk.domain.dols.referrals import Referral
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.store import codec
from dolsdesk.store.reads import findings
from dolsdesk.store.tables.decisions import AuthorisationRow
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.places import PlaceRow
from dolsdesk.store.tables.records import RecordRow
from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.summaries import SummaryRow

S = SummaryRow
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Member:
    """One case of a cohort."""

    request_id: int | None
    record_id: int | None
    person_id: int
    place_id: int
    subject: ItemSubject
    received_on: date | None
    expires_on: date | None
    objects: bool


@dataclass(frozen=True, slots=True)
class Tests:
    """The test in force, since when, and what came before it."""

    current: str
    since: date

    @property
    def last_day_before(self) -> date:
        """Return the last day on which the earlier test was in force."""
        return self.since - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands, as the lists hold it."""

    is_open: bool
    state: str
    expires_on: date | None
    closed_on: date | None
    legal_test: str
    due_on: date | None
    completed_on: date | None

    def is_live(self, today: date) -> bool:
        """Return whether an authorisation of it is in force."""
        granted = self.state == RequestState.GRANTED.value
        return granted and self.expires_on is not None and self.expires_on >= today


_COLUMNS = (S.request_id, S.person_id, S.place_id, S.received_on, S.expires_on, S.objects)


def members(session: Session, cohort: Cohort, tests: Tests, today: date) -> tuple[Member, ...]:
    """Return who belongs to a cohort today, the longest waiting first."""
    match cohort:
        case Cohort.K1:
            return _requests(session, and_(S.is_open, S.received_on <= tests.last_day_before))
        case Cohort.K2:
            lacks = and_(S.is_open, S.received_on >= tests.since, S.legal_test != tests.current)
            return _requests(session, lacks)
        case Cohort.K3:
            return _in_force(session, tests, today)
        case Cohort.K8:
            return _to_look_again(session, today)
        case Cohort.K9:
            return _reported(session)
        case Cohort.VIEW:
            return ()
        case _:
            return _at_court(session, cohort, today)


def of_requests(session: Session, ids: Sequence[int]) -> tuple[Member, ...]:
    """Return some requests as members, for a cohort chosen by a saved view."""
    if not ids:
        return ()
    return _requests(session, S.request_id.in_(ids))


def _requests(
    session: Session, where: ColumnElement[bool], subject: ItemSubject = ItemSubject.REQUEST
) -> tuple[Member, ...]:
    statement = select(*_COLUMNS).where(where).order_by(S.received_on, S.request_id)
    return tuple(
        Member(row[0], None, row[1], row[2], subject, row[3], row[4], row[5])
        for row in session.execute(statement)
    )


def _in_force(session: Session, tests: Tests, today: date) -> tuple[Member, ...]:
    begun = select(AuthorisationRow.request_id).where(AuthorisationRow.in_force_on <= today)
    where = and_(
        S.state == RequestState.GRANTED,
        S.expires_on >= today,
        S.legal_test != tests.current,
        S.request_id.in_(begun),
    )
    return _requests(session, where, ItemSubject.AUTHORISATION)


def _to_look_again(session: Session, today: date) -> tuple[Member, ...]:
    standing = findings.standing(session, (Finding.NOT_DOL.value, Finding.UNCERTAIN.value))
    due = [one for one in standing if one.look_again_on is not None and one.look_again_on <= today]
    made = _by_request(session, [one.request_id for one in due])
    return tuple(
        Member(one.request_id, one.record_id or None, one.person_id, one.place_id,
               ItemSubject.FINDING, *made.get(one.request_id, (None, None, False)))
        for one in sorted(due, key=lambda one: (one.look_again_on or date.max, one.request_id))
    )  # fmt: skip


def _reported(session: Session) -> tuple[Member, ...]:
    return tuple(
        Member(row.request_id, row.id, row.person_id, row.place_id, ItemSubject.THIRD_PARTY,
               facts.unauthorised_request_received_on, None, False)
        for row, facts in _records(session, RecordKind.REFERRAL, Referral)
        if facts.state in REFERRAL_OPEN and row.place_id is not None
    )  # fmt: skip


def _at_court(session: Session, cohort: Cohort, today: date) -> tuple[Member, ...]:
    return tuple(
        Member(row.request_id, row.id, row.person_id, row.place_id, ItemSubject.COURT,
               facts.issued_on, facts.authorises_to(today), False)
        for row, facts in _records(session, RecordKind.COURT, CourtCase)
        if row.place_id is not None and _belongs(facts, cohort, today)
    )  # fmt: skip


def _belongs(found: CourtCase, cohort: Cohort, today: date) -> bool:
    """Say whether proceedings belong to a cohort of cases at court (K4 to K7)."""
    is_challenge = found.kind in CHALLENGES
    is_ordered = found.authorises_to(today) is not None
    match cohort:
        case Cohort.K4:
            return found.state is CourtState.TO_ISSUE and not is_challenge
        case Cohort.K5:
            return found.is_live and not is_challenge and not is_ordered
        case Cohort.K6:
            return is_ordered and not (is_challenge and found.is_live)
        case _:
            return found.is_live and is_challenge


def _records(
    session: Session, kind: RecordKind, facts: Any, person_id: int | None = None
) -> Iterable[tuple[RecordRow, Any]]:
    statement = (
        select(RecordRow)
        .where(RecordRow.kind == kind, RecordRow.is_void.is_(False))
        .order_by(RecordRow.began_on, RecordRow.id)
    )
    if person_id is not None:
        statement = statement.where(RecordRow.person_id == person_id)
    for row in session.scalars(statement):
        yield row, codec.load(row.facts, facts)


def _by_request(session: Session, ids: Sequence[int]) -> dict[int, tuple[date, date | None, bool]]:
    if not ids:
        return {}
    statement = select(*_COLUMNS).where(S.request_id.in_(ids))
    return {row[0]: (row[3], row[4], row[5]) for row in session.execute(statement)}


def open_or_live(session: Session, today: date) -> tuple[tuple[int, str, bool], ...]:
    """Return every request that is open or rests on an authorisation in force: id, test, open."""
    live = and_(S.state == RequestState.GRANTED, S.expires_on >= today)
    statement = select(S.request_id, S.legal_test, S.is_open).where(or_(S.is_open, live))
    return tuple((row[0], row[1], row[2]) for row in session.execute(statement))


def without_family(session: Session) -> frozenset[int]:
    """Return the requests whose form says that nobody but paid carers can be consulted."""
    statement = select(RequestRow.id).where(RequestRow.s39a_applies == Answered.YES)
    return frozenset(session.scalars(statement))


def challenged(session: Session, person_id: int | None = None) -> frozenset[int]:
    """Return the people with a live challenge under section 21A; or whether one has."""
    return frozenset(
        row.person_id
        for row, facts in _records(session, RecordKind.COURT, CourtCase, person_id)
        if facts.kind in CHALLENGES and facts.is_live
    )


def bound_by_court(session: Session, person_id: int, today: date) -> bool:
    """Return whether an order about a person is in force, or proceedings about them go on."""
    return any(
        facts.is_live or facts.authorises_to(today) is not None
        for _row, facts in _records(session, RecordKind.COURT, CourtCase, person_id)
    )


def objecting(
    session: Session, person_id: int | None = None
) -> Mapping[int, tuple[Objection, ...]]:
    """Return the objections on record, by person."""
    found: dict[int, list[Objection]] = {}
    for row, facts in _records(session, RecordKind.OBJECTION, Objection, person_id):
        found.setdefault(row.person_id, []).append(facts)
    return {person: tuple(listed) for person, listed in found.items()}


def names(session: Session, found: Sequence[Member]) -> tuple[tuple[str, str, str], ...]:
    """Return reference, person and place of some members, in their order.

    What has no request, such as a third party's report, has no reference.
    """
    refs = _by_id(session, S.request_id, (S.ref,), [one.request_id or 0 for one in found])
    people = _by_id(
        session, PersonRow.id, (PersonRow.given_names, PersonRow.family_name),
        [one.person_id for one in found],
    )  # fmt: skip
    homes = _by_id(session, PlaceRow.id, (PlaceRow.name,), [one.place_id for one in found])
    return tuple(
        (
            refs.get(one.request_id or 0, ("",))[0],
            text.index_name(*people[one.person_id]),
            homes[one.place_id][0],
        )
        for one in found
    )


def _by_id(
    session: Session, key: Any, columns: Sequence[Any], ids: Iterable[int]
) -> dict[int, tuple[Any, ...]]:
    wanted = list(dict.fromkeys(ids))
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), _BATCH):
        statement = select(key, *columns).where(key.in_(wanted[start : start + _BATCH]))
        found |= {row[0]: tuple(row[1:]) for row in session.execute(statement)}
    return found


def standings(session: Session, ids: Iterable[int]) -> Mapping[int, Standing]:
    """Return how some requests stand."""
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), _BATCH):
        statement = select(
            S.request_id, S.is_open, type_coerce(S.state, String), S.expires_on, S.closed_on,
            S.legal_test, S.due_on, S.completed_on,
        ).where(S.request_id.in_(wanted[start : start + _BATCH]))  # fmt: skip
        for row in session.execute(statement):
            found[row[0]] = Standing(*row[1:])
    return found
