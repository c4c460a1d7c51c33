"""Many waiting cases at once: what to propose, worked out and not yet written.

It names for every case who would act and why, who would be overloaded, what one more slot would be
worth, and why the others go on waiting.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.domain import matching, postcodes
from dolsdesk.domain.dols import overload, queue
from dolsdesk.domain.dols.assessors import Assessor, Circumstances
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.queue import Called, Waiting
from dolsdesk.domain.matching import Instance, Seat, Solved
from dolsdesk.domain.ranking import HIGHEST, Ranked, Wanted
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import assessor_pool, targets
from dolsdesk.services.allocation import USUAL_KINDS, needs_of
from dolsdesk.services.allocation_proposal import ORDER, Asked, Proposal, Roles, return_on
from dolsdesk.services.assessor_pool import Pool
from dolsdesk.services.context import Context
from dolsdesk.services.progress import Progress, never, silent
from dolsdesk.services.waiting_list import week_of
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import allocating
from dolsdesk.store.reads import waiting as waiting_reads
from dolsdesk.store.reads.allocating import Covered, ToAllocate

_STEPS = 100
#: The part of the steps that reading and ranking take, and how often it is told of.
_READ, _OFTEN = 40, 100
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Scope:
    """Which waiting cases are asked about; what is not named does not narrow.

    ``called_only`` leaves those whom the weekly quota calls.
    """

    band: Priority | None = None
    place_id: int | None = None
    ids: frozenset[int] | None = None
    called_only: bool = False


def places(ctx: Context) -> tuple[tuple[int, str], ...]:
    """Return the homes and hospitals of the cases that wait, by name."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        found = {one.place_id: one.place_name for one in allocating.waiting(session)}
    return tuple(sorted(found.items(), key=lambda one: (one[1], one[0])))


def propose(
    ctx: Context,
    roles: Iterable[AssessmentKind],
    scope: Scope | None = None,
    *,
    beyond: int = 0,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Proposal:
    """Return a proposal for the waiting cases of a scope; nothing is written.

    Whoever the weekly quota of a band calls comes first, the oldest of each band before all. One
    role is matched to the proven optimum; both together with shared journeys as near to it as the
    proposal says.

    Args:
        ctx: who asks, and of what.
        roles: whose work is shared out.
        scope: which waiting cases; all without it.
        beyond: so many cases everybody may be given even where that passes their limits; what
            passes them is warned of, and accepting it needs a reason.
        stop: asked now and then whether to stop. While matching, the best match so far is given.
        progress: told how far it is.

    Raises:
        Refused: no role is chosen, nobody waits in the scope, or it was stopped before matching.
    """
    ctx.require(Act.ALLOCATE)
    wanted = tuple(role for role in ORDER if role in set(roles))
    if not wanted:
        raise Refused("NO_ROLE_CHOSEN", field="roles")
    tell = progress or silent
    tell(0, _STEPS, "Reading what waits")
    with ctx.reading() as session:
        ctx = targets.as_set_now(ctx, session)
        pool = assessor_pool.read(ctx, session)
        asked = _asked(session, pool, wanted, scope or Scope(), _Under(stop or never, tell))
    if not asked:
        raise Refused("NOBODY_WAITS_HERE")
    tell(_READ, _STEPS, "Matching")
    instance = _instance(pool, asked, beyond)
    solved = _solve(instance, wanted, stop, tell)
    tell(_STEPS, _STEPS, "")
    return Proposal(ctx.today, wanted, pool, asked, instance, solved, solved.chosen)


def _solve(
    instance: Instance, roles: Roles, stop: Callable[[], bool] | None, tell: Progress
) -> Solved:
    from dolsdesk.solver import flow, journeys

    if len(roles) == 1:
        return flow.solve(replace(instance, together=0))

    def nearer(gap: float) -> None:
        done = max(_READ, _STEPS - 1 - round(gap * _STEPS * _PERCENT))
        tell(done, _STEPS, f"At most {gap:.1%} from the best")

    return journeys.solve(instance, stop=stop, progress=nearer)


@dataclass(frozen=True, slots=True)
class _Under:
    """What long work asks and tells between its steps."""

    stop: Callable[[], bool]
    tell: Progress

    def step(self, done: int, total: int) -> None:
        """Tell how many cases are ranked.

        Raises:
            Refused: somebody asked to stop.
        """
        if self.stop():
            raise Refused("PROPOSAL_STOPPED")
        if done % _OFTEN == 0:
            self.tell(_READ * done // total, _STEPS, f"Ranking assessors: {done:,} of {total:,}")


def _asked(
    session: ReadSession, pool: Pool, roles: Roles, scope: Scope, under: _Under
) -> tuple[Asked, ...]:
    ctx = pool.ctx
    everybody = allocating.waiting(session)
    first, last = week_of(ctx.today)
    called = {
        one.request_id: one
        for one in queue.next_to_assess(
            [_waiting(one) for one in everybody],
            queue.quotas(ctx.today, ctx.book),
            waiting_reads.taken(session, first, last),
            ctx.today,
        )
    }
    chosen = [one for one in everybody if _is_in(one, scope, called)]
    held = allocating.by_case(allocating.covered(session, [one.request_id for one in chosen]))
    before = allocating.assessed_before(session, {one.person_id for one in chosen})
    conflicts = allocating.interests(
        session, {one.person_id for one in chosen}, {one.place_id for one in chosen}
    )
    found = []
    for number, one in enumerate(chosen):
        under.step(number, len(chosen))
        covered = held.get(one.request_id, ())
        kinds = _kinds(roles, covered)
        if not kinds:
            continue
        given = Circumstances(
            selected_on=ctx.today,
            is_place_run_by_council=one.is_run_by_council,
            other_kinds={
                done.kind: done.assessor_id
                for done in covered
                if done.assessor_id is not None and not done.is_equivalent
            },
            interests=tuple(
                conflict
                for conflict in conflicts
                if conflict.person_id == one.person_id or conflict.place_id == one.place_id
            ),
        )
        ranked = {
            role: _ranked(
                pool, kinds[role], given, _wanted(pool, one, role, before.get(one.person_id, {}))
            )
            for role in kinds
        }
        found.append(Asked(one, called.get(one.request_id), kinds, given, ranked))
    return tuple(found)


def _kinds(
    roles: Roles, covered: Iterable[Covered]
) -> dict[AssessmentKind, tuple[AssessmentKind, ...]]:
    """Return the kinds that each role would still take of a case."""
    done = {one.kind for one in covered}
    return {
        role: tuple(kind for kind in USUAL_KINDS[role] if kind not in done)
        for role in roles
        if role not in done
    }


def _ranked(
    pool: Pool, kinds: tuple[AssessmentKind, ...], given: Circumstances, wanted: Wanted
) -> tuple[Ranked, ...]:
    may_act = [
        one
        for one in pool.active
        if not any(problem.refuses for problem in pool.standing(one, kinds, given))
    ]
    return pool.rank(wanted, may_act)


def _wanted(
    pool: Pool, one: ToAllocate, role: AssessmentKind, before: Mapping[int, date]
) -> Wanted:
    return Wanted(
        postcodes.find(one.postcode),
        one.language,
        needs_of(one.diagnosis, one.service_types, is_hospital=one.is_hospital),
        return_on(pool, one, role),
        before,
    )


def _instance(pool: Pool, asked: tuple[Asked, ...], beyond: int) -> Instance:
    """Return the problem that a proposal solves; whoever is on leave today takes nothing."""
    ctx = pool.ctx
    waits = tuple(
        matching.wait(
            _waiting(one.case), tuple(one.kinds), one.case.place_id, one.called,
            as_at=ctx.today, book=ctx.book,
        )
        for one in asked
    )  # fmt: skip
    prices = {
        (role, one.id, ranked.assessor_id): HIGHEST - ranked.score
        for one in asked
        for role, listed in one.ranked.items()
        for ranked in listed
    }
    acting = {(role, assessor_id) for role, _request, assessor_id in prices}
    seats = tuple(
        Seat(role, one.id, max(_slots(pool, one, role), 0 if one.id in pool.away else beyond))
        for role in ORDER
        for one in pool.active
        if (role, one.id) in acting
    )
    together = ctx.book.value(RuleId.PR_RANK_TOGETHER, on=ctx.today).amount
    return Instance(waits, seats, prices, together)


def _slots(pool: Pool, one: Assessor, role: AssessmentKind) -> int:
    if one.id in pool.away:
        return 0
    minutes = pool.minutes_of(USUAL_KINDS[role])
    return overload.slots(pool.carried(one.id), pool.limits(one.id), minutes)


def _waiting(one: ToAllocate) -> Waiting:
    return Waiting(
        one.request_id, Priority(one.priority), one.received_on, one.due_on, one.no_authority_from
    )


def _is_in(one: ToAllocate, scope: Scope, called: Mapping[int, Called]) -> bool:
    return (
        (scope.band is None or one.priority == scope.band.value)
        and (scope.place_id is None or one.place_id == scope.place_id)
        and (scope.ids is None or one.request_id in scope.ids)
        and (not scope.called_only or one.request_id in called)
    )
