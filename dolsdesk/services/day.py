"""What somebody's day asks of them, by what they are: one desk each, and nothing else.

An administrator sees what arrived, what is due and what to chase; an assessor their own cases; a
signatory what waits for a signature; a manager how things stand, with the cases behind each number.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from dolsdesk.domain.dols.next_step import NextStep
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.visits import VisitState
from dolsdesk.domain.reporting import Section
from dolsdesk.domain.staff import Act, Role
from dolsdesk.services import overview, referrals, returns, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.referrals import ReferralLine
from dolsdesk.services.worklist import Bucket, CaseLine, Query, SortKey
from dolsdesk.store.reads import load
from dolsdesk.store.reads import overview as overview_reads
from dolsdesk.store.reads import visits as visit_reads
from dolsdesk.store.reads.visits import VisitLine

_MOST = 200
_S = RequestState


class Part(StrEnum):
    """One list of a day, in order: one's own, what arrived, what is due, what to chase."""

    OVERVIEW = "day_overview"
    VISITS = "day_visits"
    NO_VISIT = "day_no_visit"
    MINE = "day_mine"
    MINE_RETURNED = "day_mine_returned"
    TO_SIGN = "day_to_sign"
    EXTENSIONS = "day_extensions"
    ARRIVED = "day_arrived"
    REFERRALS = "day_referrals"
    NO_AUTHORITY = "day_no_authority"
    DUE_TODAY = "day_due_today"
    OVERDUE = "day_overdue"
    CONTACT_DUE = "day_contact_due"
    RETURNS_DUE = "day_returns_due"
    RETURNED = "day_returned"
    COPIES = "day_copies"
    NOTICES = "day_notices"
    REPRESENTATIVES = "day_representatives"
    REVIEWS = "day_reviews"
    EXPIRING = "day_expiring"
    EXPIRED = "day_expired"
    WAITING = "day_waiting"
    WITH_ASSESSORS = "day_with_assessors"


__all__ = ["Listed", "Part", "VisitLine", "lists", "parts", "query"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of a day: its cases or its referrals, and how many there are in all."""

    part: Part
    total: int
    cases: tuple[CaseLine, ...] = field(default=())
    referrals: tuple[ReferralLine, ...] = field(default=())
    visits: tuple[VisitLine, ...] = field(default=())
    overview: Section | None = None


_QUERIES: dict[Part, Query] = {
    Part.TO_SIGN: Query(bucket=Bucket.WITH_SIGNATORY),
    Part.EXTENSIONS: Query(steps=frozenset({NextStep.DECIDE_EXTENSION.value})),
    Part.NO_AUTHORITY: Query(bucket=Bucket.NO_AUTHORITY, sort=SortKey.NO_AUTHORITY),
    Part.OVERDUE: Query(bucket=Bucket.OVERDUE),
    Part.DUE_TODAY: Query(bucket=Bucket.DUE_TODAY),
    Part.ARRIVED: Query(states=frozenset({_S.RECEIVED, _S.CHECKING}), sort=SortKey.RECEIVED),
    Part.CONTACT_DUE: Query(bucket=Bucket.CONTACT_DUE),
    Part.RETURNS_DUE: Query(bucket=Bucket.ALL),
    Part.NOTICES: Query(
        bucket=Bucket.ALL,
        steps=frozenset({NextStep.NOTE_SA_CEASED.value, NextStep.NOTE_URGENT_CEASED.value}),
    ),
    Part.REPRESENTATIVES: Query(
        bucket=Bucket.ALL, steps=frozenset({NextStep.APPOINT_REPRESENTATIVE.value}),
        sort=SortKey.EXPIRES,
    ),
    Part.COPIES: Query(bucket=Bucket.COPIES, sort=SortKey.DECIDED),
    Part.RETURNED: Query(states=frozenset({_S.RETURNED})),
    Part.EXPIRING: Query(bucket=Bucket.EXPIRING, sort=SortKey.EXPIRES),
    Part.EXPIRED: Query(bucket=Bucket.EXPIRED, sort=SortKey.EXPIRES),
    Part.WAITING: Query(bucket=Bucket.WAITING),
    Part.WITH_ASSESSORS: Query(bucket=Bucket.WITH_ASSESSORS),
    Part.NO_VISIT: Query(bucket=Bucket.WITH_ASSESSORS),
    Part.MINE: Query(bucket=Bucket.WITH_ASSESSORS),
    Part.MINE_RETURNED: Query(states=frozenset({_S.RETURNED})),
}  # fmt: skip

_P = Part
_DESK = (
    _P.NO_AUTHORITY, _P.DUE_TODAY, _P.OVERDUE, _P.ARRIVED, _P.REFERRALS, _P.CONTACT_DUE,
    _P.RETURNS_DUE, _P.NOTICES, _P.REPRESENTATIVES, _P.COPIES, _P.REVIEWS, _P.RETURNED,
    _P.EXPIRING, _P.EXPIRED,
)  # fmt: skip
_OWN = (_P.VISITS, _P.NO_VISIT, _P.MINE, _P.MINE_RETURNED)
_OF: dict[Role, tuple[Part, ...]] = {
    Role.ADMINISTRATOR: _DESK,
    Role.LEAD: (_P.OVERVIEW, *_DESK, _P.EXTENSIONS),
    Role.BIA: _OWN,
    Role.MH_ASSESSOR: _OWN,
    Role.SIGNATORY: (_P.TO_SIGN, _P.EXTENSIONS, _P.REVIEWS),
    Role.MANAGER: (
        _P.OVERVIEW, _P.NO_AUTHORITY, _P.OVERDUE, _P.DUE_TODAY, _P.WAITING, _P.WITH_ASSESSORS,
        _P.TO_SIGN, _P.EXPIRING, _P.EXPIRED, _P.REFERRALS,
    ),
    Role.AUDITOR: (_P.NO_AUTHORITY, _P.OVERDUE, _P.EXPIRED),
}  # fmt: skip


def parts(ctx: Context) -> tuple[Part, ...]:
    """Return the lists of whoever is at the desk; several hats, each list once."""
    wanted = {part for role in ctx.actor.roles for part in _OF[role]}
    return tuple(part for part in Part if part in wanted)


def query(ctx: Context, part: Part) -> Query:
    """Return what a list asks of the worklist."""
    if part is Part.REVIEWS:
        with ctx.reading() as session:
            ids = overview_reads.under_review(session)
        return Query(bucket=Bucket.ALL, ids=ids, sort=SortKey.EXPIRES)
    found = _QUERIES[part]
    if part in {Part.MINE, Part.MINE_RETURNED, Part.NO_VISIT}:
        return replace(found, assessor_id=ctx.actor.assessor_id or 0)
    if part is Part.RETURNS_DUE:
        return replace(found, ids=tuple(sorted(returns.late_cases(ctx))))
    return found


def lists(ctx: Context) -> tuple[Listed, ...]:
    """Return every list of the day of whoever is at the desk."""
    return tuple(_list(ctx, part) for part in parts(ctx))


def _list(ctx: Context, part: Part) -> Listed:
    if part is Part.REFERRALS:
        found = referrals.listed(ctx, is_open=True) if ctx.actor.may(Act.READ_ALL) else ()
        return Listed(part, len(found), referrals=found)
    if part is Part.OVERVIEW:
        section = overview.build(ctx)
        return Listed(part, len(section.tiles[0].figure.ids), overview=section)
    if part is Part.VISITS:
        planned = tuple(one for one in _visits(ctx) if one.visit.state is VisitState.PLANNED)
        return Listed(part, len(planned), visits=planned)
    page = worklist.page(ctx, query(ctx, part), limit=_MOST)
    if part is Part.NO_VISIT:
        wanting = _not_visited(ctx)
        left = tuple(line for line in page.rows if line.request_id in wanting)
        return Listed(part, len(left), cases=left)
    return Listed(part, page.total, cases=page.rows)


def _visits(ctx: Context) -> tuple[VisitLine, ...]:
    with ctx.reading() as session:
        return visit_reads.of_assessor(session, ctx.actor.assessor_id or 0)


def _not_visited(ctx: Context) -> frozenset[int]:
    """Return the cases in which the assessor owes an assessment and has no visit."""
    with ctx.reading() as session:
        owed = load.owed_by(session, ctx.actor.assessor_id or 0)
    return owed - {one.request_id for one in _visits(ctx)}
