"""A request that ends without a decision, and the restrictions that end with it or later."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import Changes, of_case
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.case import Answered, Case, ResidenceStatus
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.endings import (
    GONE,
    Cessation,
    ClosedAs,
    Closure,
    ClosureReason,
    Coroner,
    EarlyEnd,
    Unsettled,
    closure_problems,
)
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING, SaState
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.dols.residence import UNSETTLED, ResidenceQuestion
from dolsdesk.domain.dols.states import Event
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import campaign_marks, lateness, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.projection import arrangements_from, project_all, standing
from dolsdesk.store.repos import cases, people

_CLOSING = {
    ClosedAs.WITHDRAWN: Event.WITHDRAW,
    ClosedAs.NO_LONGER_NEEDED: Event.CLOSE,
    ClosedAs.TRANSFERRED: Event.TRANSFER,
}
_URGENT_ENDS = {
    ClosureReason.DIED: EarlyEnd.DIED,
    ClosureReason.LEFT: EarlyEnd.LEFT,
    ClosureReason.MOVED: EarlyEnd.MOVED,
    ClosureReason.DETAINED_MHA: EarlyEnd.DETAINED_MHA,
    ClosureReason.COURT_ORDER: EarlyEnd.COURT,
}


def problems(
    ctx: Context, case: Case, closing: Closure, *, flagged: bool = False
) -> tuple[Problem, ...]:
    """Return why a request may not be closed in this way.

    One that ends after the day its assessments were due needs a coded reason and a note, as a
    decision does. ``flagged`` says that the home's own answers tell of an objection, restraint or
    limits on contact (AG-V19).
    """
    held = unsettled(case)
    held = replace(held, objects=held.objects or flagged)
    return (
        *closure_problems(closing, held, as_at=ctx.today),
        *late_problems(ctx, case, closing),
    )


def late_problems(ctx: Context, case: Case, closing: Closure) -> tuple[Problem, ...]:
    """Return what is lacking where a request is closed after the day its assessments were due."""
    on = min(closing.on, ctx.today)
    return lateness.problems(case, on, ctx.book, reason=closing.late_reason, note=closing.late_note)


def unsettled(case: Case) -> Unsettled:
    """Return what speaks against taking a withdrawal at its word."""
    best = case.assessments.get(AssessmentKind.BI)
    objections = holdings.of(case.records, RecordKind.OBJECTION, Objection)
    question = holdings.newest(case.records, RecordKind.RESIDENCE, ResidenceQuestion)
    merely_queried = {ResidenceStatus.QUERIED, ResidenceStatus.DISPUTED}
    return Unsettled(
        objects=case.request.person_objects is Answered.YES
        or any(one.facts.is_open for one in objections)
        or bool(best and best.best_interests and best.best_interests.person_objects),
        is_residence_settled=question.facts.state not in UNSETTLED
        if question
        else case.request.residence_status not in merely_queried,
    )


def close(ctx: Context, request_id: int, closing: Closure, *, reason: str = "") -> Outcome[None]:
    """End a request without a decision, one at a time, on evidence.

    ``closing.arrangements_to`` is the last day of the restrictions, where they have ended; where
    they go on, the days without authority are counted on. An urgent authorisation that runs ends
    where the person died or left, or the court took over.

    Raises:
        ProblemsFound: no evidence, a reason that does not fit, or a rule of after-agni.md 4.6.
        ReasonNeeded: the restrictions go on after a withdrawal, and nobody says why it is taken, or
            the person had died before.
        Refused: the restrictions would end before they began.
        TransitionRefused: it was decided or closed already, or an assessment is negative.
    """
    changes = Changes()
    with on_case(ctx, Act.CLOSE_REQUEST, request_id) as act:
        event = _CLOSING[closing.closed_as]
        act.move(event)
        if not lateness.days_over(act.case, closing.on, ctx.book):
            closing = replace(closing, late_reason="", late_note="")
        flagged = bool(campaign_marks.bars_withdrawal(act.write.session, request_id))
        wrong = problems(ctx, act.case, closing, flagged=flagged)
        why = settle((*wrong, *act.after_death(on=closing.on)), reason)
        cases.end_allocations(
            act.write.session,
            request_id,
            act.case.active_allocations,
            on=closing.on,
            reason=closing.closed_as,
        )
        said = f"{words.fact(closing.reason.value)}. {closing.note} Evidence: {closing.paper}"
        act.begin(
            RecordKind.CLOSURE, closing, on=closing.on, detail=said,
            event=f"closed_{closing.closed_as.value}",
        )  # fmt: skip
        if closing.reason in _URGENT_ENDS:
            _end_urgent(ctx, act, closing)
        if closing.reason is ClosureReason.DIED:
            changes = _note_death(ctx, act, closing.on)
        act.record(
            "close_request",
            reason=why or closing.note,
            closed_as=closing.closed_as.value,
            closure_reason=closing.reason.value,
            code=closing.code,
            evidence=closing.paper,
            **_breach(ctx, act.case, closing),
        )
        last_day = closing.arrangements_to
        if last_day is None and closing.reason in GONE:
            last_day = closing.on
        if last_day is not None:
            _end_arrangements(ctx, act, last_day, closing.paper)
    return Outcome(None, of_case(request_id) | changes)


def end_arrangements(
    ctx: Context, request_id: int, *, arrangements_to: date, evidence: str
) -> Outcome[None]:
    """Record that the restrictions ended after a request was closed or refused.

    Raises:
        ProblemsFound: no evidence.
        Refused: the day is to come, or before they began, or an end is recorded already.
        TransitionRefused: the request is open, or an authorisation runs.
    """
    if not evidence.strip():
        settle((Code.CLOSE_WITHOUT_EVIDENCE.problem(field="evidence"),), "")
    with on_case(ctx, Act.CLOSE_REQUEST, request_id) as act:
        if not may_end_arrangements(act.case, _authority(ctx, act.case)):
            raise TransitionRefused("TRANSITION_REFUSED", state=act.case.request.state)
        _end_arrangements(ctx, act, arrangements_to, evidence)
    return Outcome(None, of_case(request_id))


def may_end_arrangements(case: Case, authority: SaState | None) -> bool:
    """Return whether the end of the restrictions can be recorded: no request or authority runs."""
    request = case.request
    return not request.is_open and authority not in SA_LIVE and request.arrangements_to is None


def _authority(ctx: Context, case: Case) -> SaState | None:
    return standing(case, as_at=ctx.today, book=ctx.book).sa_state


def note_death(ctx: Context, act: CaseAct, on: date, coroner: Coroner | None) -> Changes:
    """Record the death of the person of a case, on their record and in the history."""
    detail = words.fact(coroner.value) if coroner else ""
    act.happened("died", detail, on=on)
    return _note_death(ctx, act, on)


def _breach(ctx: Context, case: Case, closing: Closure) -> dict[str, object]:
    days = lateness.days_over(case, closing.on, ctx.book)
    if not days:
        return {}
    return {
        "days_over": days, "late_reason": closing.late_reason, "late_note": closing.late_note,
    }  # fmt: skip


def _note_death(ctx: Context, act: CaseAct, on: date) -> Changes:
    session = act.write.session
    people.note_death(session, act.case.person_id, on)
    act.write.record(
        "note_death", "person", act.case.person_id, after={"date_of_death": on.isoformat()}
    )
    everyone = cases.of_person(session, act.case.person_id)
    others = [one for one in everyone if one != act.case.request.id]
    project_all(session, others, as_at=ctx.today, book=ctx.book)
    return Changes(cases=frozenset(everyone), people=frozenset({act.case.person_id}))


def _end_urgent(ctx: Context, act: CaseAct, closing: Closure) -> None:
    case = act.case
    found = standing(case, as_at=closing.on, book=ctx.book)
    if case.urgent is None or found.urgent_state not in URGENT_RUNNING:
        return
    ending = Cessation(
        reason=_URGENT_ENDS[closing.reason],
        on=closing.on,
        paper=closing.paper,
        terms=closing.note,
        coroner=closing.coroner,
    )
    act.begin(RecordKind.URGENT_END, ending, on=closing.on, detail=closing.paper)


def _end_arrangements(ctx: Context, act: CaseAct, last_day: date, evidence: str) -> None:
    if last_day > ctx.today:
        raise Refused("DATE_IN_FUTURE", field="arrangements_to")
    began = arrangements_from(act.case)
    if began is not None and last_day < began:
        raise Refused("ENDED_BEFORE_BEGAN", field="arrangements_to", began=began)
    act.set(arrangements_to=last_day)
    act.happened("arrangements_ended", evidence, on=last_day)
    act.record("end_arrangements", arrangements_to=last_day.isoformat(), evidence=evidence)
