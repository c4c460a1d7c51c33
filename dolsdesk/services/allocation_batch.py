"""Accepting a proposal as one act, and undoing it in one step while nothing has come back.

Every case is checked again as it stands when it is accepted: two desks may have had it on the
screen. What cannot be taken is said in a sentence each; the others go through.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from dolsdesk.domain.changes import Changes, Listing, of_case
from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import Event, RequestState
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError, Refused
from dolsdesk.services import assessor_pool, fee_orders, targets, words
from dolsdesk.services.acts import CaseAct, case_within
from dolsdesk.services.allocation_proposal import Given, Line, Proposal
from dolsdesk.services.assessor_pool import Pool
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.progress import Progress
from dolsdesk.services.returns import kinds_in_words
from dolsdesk.services.selecting import Choice, Ready, Suggested, check, select
from dolsdesk.store.handle import Write
from dolsdesk.store.repos import allocations, cases
from dolsdesk.store.repos.allocations import Batch

__all__ = ["Batch"]

_ALL_NO = dict.fromkeys(Declared, False)
_MOST = 100
#: Where a case of a batch stands while nothing has come of it.
_TO_UNDO = frozenset({RequestState.ALLOCATED, RequestState.WAITING})
#: How many of those suggested the audit trail names.
_FIRST = 3


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of accepting: the batch, how many cases, and a sentence for each not taken."""

    batch_id: int | None
    taken: tuple[int, ...]
    not_taken: tuple[str, ...]

    @property
    def said(self) -> str:
        """Return it in one sentence."""
        if self.not_taken:
            return words.sentence(
                "BATCH_ACCEPTED_SOME", n=len(self.taken), left=len(self.not_taken)
            )
        return words.sentence("BATCH_ACCEPTED", n=len(self.taken))


class _NotTaken(Exception):
    """A case that cannot be taken; its text is the sentence."""


def questions_text(proposal: Proposal, assessor_id: int) -> str:
    """Return what an assessor is asked before a proposal can be accepted for them.

    It names cases by reference and place, and nobody by name but the assessor.
    """
    asked: dict[Declared, None] = {}
    name, lines = "", []
    for line in proposal.lines:
        for given in line.given:
            if given.assessor_id == assessor_id:
                name = given.name
                lines.append(
                    words.sentence(
                        "QUESTIONS_LINE",
                        ref=line.asked.case.ref,
                        place=line.asked.case.place_name,
                        kinds=kinds_in_words(given.kinds),
                        on=given.return_on,
                    )
                )
                asked |= dict.fromkeys(proposal.questions(replace(line, given=(given,))))
    return "\n".join(
        (
            words.sentence("QUESTIONS_TO", name=name),
            *lines,
            words.sentence("QUESTIONS_ASK"),
            *(words.fact(question.value) for question in Declared if question in asked),
        )
    )


def accept(
    ctx: Context,
    proposal: Proposal,
    *,
    answered: Collection[int],
    reason: str = "",
    progress: Progress | None = None,
) -> Outcome[Accepted]:
    """Allocate what a proposal says, as one act with an audit entry for each case.

    Args:
        ctx: who acts, and on what.
        proposal: what was looked at, with what was changed by hand.
        answered: the assessors who have answered no to every question, for their cases.
        reason: why to go on where warnings stand; one for all of them.
        progress: told how many of how many cases are done.

    Raises:
        Refused: no case of it has an assessor.
    """
    ctx.require(Act.ALLOCATE)
    lines = [line for line in proposal.lines if line.given]
    if not lines:
        raise Refused("NOTHING_TO_ACCEPT")
    taken: list[int] = []
    not_taken: list[str] = []
    with ctx.acting(Act.ALLOCATE) as write:
        now = targets.as_set_now(ctx, write.session)
        pool = assessor_pool.read(now, write.session)
        batch_id = allocations.begin(
            write.session, at=write.at, by=ctx.actor.id, reason=reason.strip()
        )
        doing = _Acceptance(now, write, pool, answered, reason.strip(), batch_id)
        for number, line in enumerate(lines, start=1):
            try:
                doing.take(line)
                taken.append(line.request_id)
            except _NotTaken as why:
                not_taken.append(str(why))
            if progress is not None:
                progress(number, len(lines), line.asked.case.ref)
        write.record(
            "allocate_many", "allocation_batch", batch_id, reason=reason.strip(),
            after={"cases": len(taken), "not_taken": len(not_taken), **_how(proposal)},
        )  # fmt: skip
    return Outcome(Accepted(batch_id, tuple(taken), tuple(not_taken)), _touched(taken))


def _how(proposal: Proposal) -> dict[str, object]:
    """Return how a proposal came about, for the audit trail."""
    solved = proposal.solved
    return {
        "roles": [role.value for role in proposal.roles],
        "price": solved.price,
        "bound": solved.bound,
        "changed_by_hand": len(proposal.by_hand),
    }


@dataclass(frozen=True)
class _Acceptance:
    """One act of accepting: what it writes into, and what it was told."""

    ctx: Context
    write: Write
    pool: Pool
    answered: Collection[int]
    reason: str
    batch_id: int

    def take(self, line: Line) -> None:
        """Allocate one case, or raise what stands in the way before anything of it is written."""
        case, ref = line.asked.case, line.asked.case.ref
        try:
            with case_within(self.ctx, self.write, case.request_id) as act:
                _still_free(act, line)
                for given, ready in [(one, self._ready(act, line, one)) for one in line.given]:
                    self._select(act, line, given, ready)
        except DeskError as fault:
            why = words.error(fault)
            raise _NotTaken(words.sentence("LINE_REFUSED", ref=ref, why=why)) from fault

    def _ready(self, act: CaseAct, line: Line, given: Given) -> Ready:
        ref = line.asked.case.ref
        if given.assessor_id not in self.answered:
            raise _NotTaken(words.sentence("LINE_NO_ANSWERS", ref=ref, name=given.name))
        doctor = line.by(AssessmentKind.MH)
        doctor_on = doctor.return_on if doctor is not None else None
        choice = Choice(given.assessor_id, given.kinds, _ALL_NO, given.return_on, doctor_on)
        ready = check(act, self.pool, choice)
        refusing = [problem for problem in ready.problems if problem.refuses]
        if refusing:
            raise _NotTaken(_said("LINE_REFUSED", ref, refusing))
        if (warning := _warnings(ready)) and not self.reason:
            raise _NotTaken(_said("LINE_NO_REASON", ref, warning))
        return ready

    def _select(self, act: CaseAct, line: Line, given: Given, ready: Ready) -> None:
        listed = line.asked.ranked[given.role]
        first = tuple(ranked.assessor_id for ranked in listed[:_FIRST])
        self.pool.give(given.assessor_id, self.pool.minutes_of(given.kinds))
        select(
            act,
            ready,
            why=self.reason if _warnings(ready) else "",
            suggested=Suggested(given.rank, given.score, first),
            batch_id=self.batch_id,
        )


def _warnings(ready: Ready) -> list[Problem]:
    return [problem for problem in ready.problems if problem.severity is Severity.WARN]


def _still_free(act: CaseAct, line: Line) -> None:
    ref = line.asked.case.ref
    running = act.case.active_allocations
    if any(kind in running for given in line.given for kind in given.kinds):
        raise _NotTaken(words.sentence("LINE_TAKEN", ref=ref))
    is_moved = act.case.request.version != line.asked.case.version
    if is_moved or act.state is not RequestState.WAITING:
        raise _NotTaken(words.sentence("LINE_CHANGED", ref=ref))


def _said(code: str, ref: str, problems: Iterable[Problem]) -> str:
    return words.sentence(code, ref=ref, why=" ".join(words.problem(one) for one in problems))


def batches(ctx: Context) -> tuple[Batch, ...]:
    """Return the allocations of many cases in one act, the newest first."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return allocations.batches(session, _MOST)


def undo(ctx: Context, batch_id: int, why: str) -> Outcome[int]:
    """Undo an allocation of many cases in one step; the cases wait again. Return how many.

    Every selection stays on record as undone.

    Raises:
        Refused: nobody said why, it was undone already, or since then something came back or was
            chosen otherwise in any of its cases.
    """
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")
    with ctx.acting(Act.ALLOCATE) as write:
        session = write.session
        if allocations.is_undone(session, batch_id):
            raise Refused("BATCH_UNDONE")
        selected = allocations.of_batch(session, batch_id)
        touched = tuple(dict.fromkeys(one.request_id for one in selected))
        _check_undo(write, selected, touched)
        allocations.undo(
            session, batch_id, on=ctx.today, at=write.at, by=ctx.actor.id, why=why.strip()
        )
        session.flush()
        for request_id in touched:
            kinds = [one.kind for one in selected if one.request_id == request_id]
            with case_within(ctx, write, request_id) as act:
                fee_orders.withdraw_for(act, kinds, why.strip())
                if act.state is RequestState.ALLOCATED:
                    act.move(Event.UNALLOCATE)
                act.happened("unallocated", why.strip())
                act.record("undo_allocation", reason=why.strip(), batch=batch_id)
        write.record(
            "undo_allocate_many", "allocation_batch", batch_id, reason=why.strip(),
            after={"cases": len(touched)},
        )  # fmt: skip
    return Outcome(len(touched), _touched(touched))


def _check_undo(
    write: Write, selected: Iterable[allocations.OfBatch], touched: Iterable[int]
) -> None:
    """Refuse to undo what has had consequences, and name the cases."""
    replaced = {one.request_id for one in selected if not one.is_running}
    came_back, moved_on = [], []
    for request_id in touched:
        case = cases.load(write.session, request_id)
        new = [done for done in case.assessments.values() if done.method is Method.NEW]
        if new or case.returned:
            came_back.append(case.request.ref)
        elif request_id in replaced or case.request.state not in _TO_UNDO:
            moved_on.append(case.request.ref)
    if came_back:
        raise Refused("BATCH_RETURNED", items=tuple(came_back))
    if moved_on:
        raise Refused("BATCH_MOVED_ON", items=tuple(moved_on))


def _touched(request_ids: Iterable[int]) -> Changes:
    changes = Changes(lists=frozenset({Listing.ASSESSORS, Listing.FEES}))
    for request_id in request_ids:
        changes |= of_case(request_id, Listing.ASSESSORS)
    return changes
