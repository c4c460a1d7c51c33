"""Selecting an assessor: what stands against it today, and what is written if it goes ahead.

One case or many: both check the same and write the same.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dolsdesk.domain.dols import assessors, returns, timescales
from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.assessors import Assessor, Circumstances, Declared
from dolsdesk.domain.dols.case import Allocation, Case, facts_of
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import SELECTING, Event, may
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.problems import Problem
from dolsdesk.services import fee_orders, words
from dolsdesk.services.acts import CaseAct
from dolsdesk.services.assessor_pool import Pool, unique
from dolsdesk.services.context import Context
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import assessors as register
from dolsdesk.store.repos import cases


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was suggested when somebody was chosen: their rank and score, and who stood first."""

    rank: int
    score: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody chosen for some kinds, with their own answers and the day the report is due back."""

    assessor_id: int
    kinds: tuple[AssessmentKind, ...]
    declarations: Mapping[Declared, bool | None]
    return_on: date | None = None
    doctor_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A choice that was checked: who it is, what stands against it, and the days."""

    choice: Choice
    chosen: Assessor
    given: Circumstances
    legal_on: date | None
    return_on: date
    problems: tuple[Problem, ...]


def check(act: CaseAct, pool: Pool, choice: Choice) -> Ready:
    """Return a choice with everything that stands against it today; nothing is written.

    Raises:
        TransitionRefused: assessors cannot be selected for the request as it stands.
    """
    ctx, case = pool.ctx, act.case
    if act.state not in SELECTING:
        raise TransitionRefused("TRANSITION_REFUSED", state=act.state, event=Event.ALLOCATE)
    given = circumstances(act.write.session, case, ctx.today)
    [chosen] = [one for one in pool.listed if one.id == choice.assessor_id]
    problems = list(against(pool, chosen, choice, given))
    legal_on = legal_day(ctx, case)
    role = returns.role_of(frozenset(choice.kinds))
    on = choice.return_on or returns.propose(role, legal_on, as_at=ctx.today, book=ctx.book)
    doctor = case.active_allocations.get(AssessmentKind.MH)
    doctor_on = choice.doctor_on or (doctor.return_on if doctor is not None else None)
    problems += returns.problems(
        on, legal_on, as_at=ctx.today,
        doctor_on=doctor_on if role is AssessmentKind.BI and choice.return_on else None,
    )  # fmt: skip
    return Ready(choice, chosen, given, legal_on, on, unique(problems))


def against(
    pool: Pool, chosen: Assessor, choice: Choice, given: Circumstances
) -> tuple[Problem, ...]:
    """Return what the law, the assessor's own answers and the load say against a choice."""
    problems = list(pool.standing(chosen, choice.kinds, given))
    for kind in choice.kinds:
        problems += assessors.declaration_problems(choice.declarations, kind, given)
    return unique((*problems, *pool.pressure(chosen, choice.kinds)))


def select(
    act: CaseAct,
    ready: Ready,
    *,
    why: str,
    suggested: Suggested | None,
    batch_id: int | None = None,
) -> None:
    """Write a checked choice into the case, with its history and its audit entry."""
    session, request_id, today = act.write.session, act.case.request.id, act.ctx.today
    kinds, chosen = ready.choice.kinds, ready.chosen
    cases.end_allocations(session, request_id, kinds, on=today, reason="replaced")
    for kind in kinds:
        asked = assessors.questions({kind}, ready.given)
        answers = {q: bool(ready.choice.declarations.get(q)) for q in asked}
        selection = Allocation(
            0, kind, chosen.id, chosen.name, today, ready.legal_on, answers,
            return_on=ready.return_on, batch_id=batch_id,
        )  # fmt: skip
        cases.add_allocation(session, request_id, selection, snapshot(chosen))
    fee_orders.order_for(act, chosen, kinds)
    case = act.again()
    covered = set(case.active_allocations) | _equivalents(case)
    if covered >= set(AssessmentKind) and may(act.state, Event.ALLOCATE):
        act.move(Event.ALLOCATE)
    act.happened("allocated", f"{chosen.name}: {', '.join(words.fact(k.value) for k in kinds)}")
    more: dict[str, object] = {}
    if suggested is not None:
        more = {
            "rank": suggested.rank, "score": suggested.score, "suggested": list(suggested.first),
        }  # fmt: skip
    if batch_id is not None:
        more["batch"] = batch_id
    act.record(
        "allocate", reason=why, assessor_id=chosen.id, kinds=[k.value for k in kinds],
        return_on=ready.return_on.isoformat(), **more,
    )  # fmt: skip


def legal_day(ctx: Context, case: Case) -> date | None:
    """Return the last day the law leaves for the assessments, if it follows from the facts."""
    found = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    return found.date("assessments_due_on")


def circumstances(session: ReadSession, case: Case, today: date) -> Circumstances:
    """Return what a selection for a case depends on, besides the assessor."""
    others = {kind: a.assessor_id for kind, a in case.active_allocations.items()}
    others |= {
        kind: done.assessor_id
        for kind, done in case.assessments.items()
        if done.assessor_id is not None and done.method is Method.NEW
    }
    return Circumstances(
        selected_on=today,
        is_place_run_by_council=case.place.is_run_by_council,
        other_kinds=others,
        interests=register.interests(session, person_id=case.person_id, place_id=case.place.id),
    )


def _equivalents(case: Case) -> set[AssessmentKind]:
    return {k for k, done in case.assessments.items() if done.method is Method.EQUIVALENT}


def snapshot(one: Assessor) -> dict[str, object]:
    """Return what eligibility turned on, frozen on the day of selection."""
    values = asdict(one)
    return {
        name: [on.isoformat() for on in value]
        if isinstance(value, tuple)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in values.items()
    }
