"""Reviews of a standard authorisation, step by step (Sch A1 Part 8; dols.md 4.4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings, reviews
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.decision import signatory_problems
from dolsdesk.domain.dols.endings import Cessation, EarlyEnd
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.reviews import (
    MACHINE,
    Bars,
    ConditionChange,
    Requester,
    Review,
    ReviewEvent,
    ReviewFinding,
    ReviewOutcome,
    ReviewState,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import conditions, finding_checks, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.authorities import cease
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.papers import issuing, reviewing
from dolsdesk.services.projection import grants_of_others, standing
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import cases


def current(case: Case) -> Record[Review] | None:
    """Return the review that is not complete, if there is one."""
    held = holdings.of(case.records, RecordKind.REVIEW, Review)
    under_way = [one for one in held if one.facts.is_open]
    return under_way[-1] if under_way else None


def ask(ctx: Context, request_id: int, found: Review, *, reason: str = "") -> Outcome[int]:
    """Record that a review was asked for, or begun by the council, and return its record.

    Raises:
        ProblemsFound: the authorisation is suspended, a further request is pending, nobody says
            which requirement, or a ground that does not exist for it.
        ReasonNeeded: the person had died before.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        own = found.requested_by is Requester.COUNCIL
        begun = replace(found, state=ReviewState.OWN_MOTION if own else ReviewState.REQUESTED)
        barred = bars(ctx, act.write.session, act.case)
        wrong = reviews.request_problems(begun, barred, as_at=ctx.today)
        why = settle((*wrong, *act.after_death(requested_on=begun.requested_on)), reason)
        detail = f"{words.fact(begun.requested_by.value)}: {begun.why}"
        record_id = act.begin(RecordKind.REVIEW, begun, on=begun.requested_on, detail=detail)
        act.record("ask_review", reason=why or begun.why, by=begun.requested_by.value,
                   grounds={k.value: g.value for k, g in begun.grounds.items()})  # fmt: skip
    return Outcome(record_id, of_case(request_id))


def bars(ctx: Context, session: ReadSession, case: Case) -> Bars:
    """Return what stands in the way of a review of the authorisation of a case."""
    earlier = grants_of_others(session, case, as_at=ctx.today, book=ctx.book)
    state = standing(case, as_at=ctx.today, book=ctx.book, earlier=earlier).sa_state
    pending = [cases.load(session, other).request for other in cases.others(session, case)]
    return Bars(
        is_suspended=state is SaState.SUSPENDED,
        is_in_force=state is SaState.IN_FORCE,
        further_request_open=any(
            one.is_open and one.type is RequestType.FOLLOW_ON for one in pending
        ),
        other_review_open=current(case) is not None,
    )


def give_notice(ctx: Context, request_id: int, *, on: date | None) -> Outcome[None]:
    """Record that notice of the review is given, and list who gets one (para 108)."""
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        record = _step(act, ReviewEvent.NOTIFY, notified_on=_when(ctx, on, "notified_on"))
        act.tell(NoticeEvent.REVIEW_NOTICE, asked_by=record.facts.requested_by)
    return Outcome(None, of_case(request_id))


def consider(ctx: Context, request_id: int) -> Outcome[None]:
    """Begin to decide which requirements, if any, are reviewable (para 109)."""
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        _step(act, ReviewEvent.CONSIDER)
    return Outcome(None, of_case(request_id))


def find_none(ctx: Context, request_id: int, *, why: str) -> Outcome[None]:
    """Decide that no requirement is reviewable: the review is complete (para 110).

    Raises:
        ProblemsFound: no reason.
    """
    _why(why, "reviewable_why")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        record = _step(
            act, ReviewEvent.FIND_NONE,
            considered_on=ctx.today, reviewable_why=why, completed_on=ctx.today,
            completed_by=ctx.actor.name, outcome=ReviewOutcome.NONE_REVIEWABLE,
        )  # fmt: skip
        _tell_outcome(act, record.id)
    return Outcome(None, of_case(request_id))


def assess(
    ctx: Context, request_id: int, *, kinds: tuple[AssessmentKind, ...], why: str
) -> Outcome[None]:
    """Decide which requirements are reviewable, and that each is to be assessed (paras 111-113).

    Raises:
        ProblemsFound: none is chosen, or no reason.
    """
    _why(why, "reviewable_why")
    if not kinds:
        settle((Code.REVIEW_GROUND_NEEDED.problem(),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        _step(act, ReviewEvent.ASSESS, considered_on=ctx.today, reviewable=kinds,
              reviewable_why=why)  # fmt: skip
    return Outcome(None, of_case(request_id))


def conditions_only(ctx: Context, request_id: int, *, why: str) -> Outcome[None]:
    """Decide that only conditions need to vary, and no significant change calls for assessment.

    Para 111(3)-(4), 114.

    Raises:
        ProblemsFound: no reason.
    """
    _why(why, "reviewable_why")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        _step(act, ReviewEvent.CONDITIONS, considered_on=ctx.today, reviewable_why=why)
    return Outcome(None, of_case(request_id))


def record_finding(
    ctx: Context, request_id: int, kind: AssessmentKind, finding: ReviewFinding, *, reason: str = ""
) -> Outcome[None]:
    """Record a review assessment.

    Raises:
        Refused: no review is being assessed.
        ProblemsFound: the requirement is not reviewable, no reasons, or it would last longer.
        ReasonNeeded: the person had died before.
    """
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id) as act:
        record = _of(act.case)
        if record.facts.state is not ReviewState.ASSESSING or act.case.authorisation is None:
            raise Refused("NOT_BEING_ASSESSED")
        wrong = reviews.finding_problems(
            finding,
            record.facts,
            kind,
            sa_last_day=act.case.authorisation.last_day,
            as_at=ctx.today,
        )
        why = settle((*wrong, *act.after_death(carried_out_on=finding.carried_out_on)), reason)
        found = replace(record.facts, findings={**record.facts.findings, kind: finding})
        said = f"{words.fact(kind.value)}: {words.fact(finding.result.value)}"
        act.amend(record, found, on=finding.carried_out_on, detail=said, why=why)
        act.record(
            "record_review_assessment", reason=why, kind=kind.value, result=finding.result.value
        )
    return Outcome(None, of_case(request_id))


def complete(
    ctx: Context,
    request_id: int,
    event: ReviewEvent,
    *,
    changes: tuple[ConditionChange, ...] = (),
    reasons_varied: Mapping[AssessmentKind, str] | None = None,
    reason: str = "",
) -> Outcome[None]:
    """Complete a review: no change, varied, or terminated at once (paras 114-118).

    Raises:
        ProblemsFound: assessments are owed, a negative one asks for termination, nothing is
            varied, or the signatory assessed in the case.
        ReasonNeeded: a condition seems to ask something of another body.
    """
    with on_case(ctx, Act.DECIDE, request_id) as act:
        settle(tuple(signatory_problems(act.case, ctx.actor, as_at=ctx.today)), "")
        record = _of(act.case)
        if event is ReviewEvent.TERMINATE and _finds_no_deprivation(record.facts):
            settle(finding_checks.closing_problems(act.case), "")
        varied = dict(reasons_varied or {})
        completed = replace(
            record.facts,
            condition_changes=changes,
            reasons_varied=varied,
            outcome=_outcome(event, changes),
            completed_on=ctx.today,
            completed_by=ctx.actor.name,
        )
        settle(
            reviews.completion_problems(
                completed, event, has_open_conditions_change=bool(changes), as_at=ctx.today
            ),
            "",
        )
        _step(
            act, event, outcome=completed.outcome, condition_changes=changes,
            reasons_varied=varied, completed_on=ctx.today, completed_by=ctx.actor.name,
        )  # fmt: skip
        for change in changes:
            conditions.vary(act, change, review_id=record.id, reason=reason)
        _tell_outcome(act, record.id)
        if event is ReviewEvent.TERMINATE:
            negatives = ", ".join(words.fact(kind.value) for kind in completed.negatives)
            cease(
                act,
                Cessation(
                    EarlyEnd.REVIEW, ctx.today, paper="Review", terms=f"Not met: {negatives}"
                ),
            )
    return Outcome(None, of_case(request_id))


def _tell_outcome(act: CaseAct, record_id: int) -> None:
    """Issue Form 10 for a review that is complete, and list who gets it (para 120)."""
    case = act.again()
    [facts] = [
        one.facts
        for one in holdings.of(case.records, RecordKind.REVIEW, Review)
        if one.id == record_id
    ]
    paper = reviewing.form_10(act.ctx, case, facts, record_id=record_id)
    act.tell(NoticeEvent.REVIEW_OUTCOME, document_id=issuing.issue(act, paper))


def _finds_no_deprivation(found: Review) -> bool:
    return any(one.is_no_deprivation for one in found.findings.values())


def pause(ctx: Context, request_id: int, *, why: str) -> Outcome[None]:
    """Stop the steps of a review: suspension, or a further request is in hand (paras 122-124).

    Raises:
        ProblemsFound: no reason.
    """
    _why(why, "pause_why")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        came_from = _of(act.case).facts.state
        _step(act, ReviewEvent.PAUSE, paused_from=came_from, paused_on=ctx.today,
              pause_why=why)  # fmt: skip
    return Outcome(None, of_case(request_id))


def resume(ctx: Context, request_id: int) -> Outcome[None]:
    """Go on with a paused review where it stood.

    Raises:
        Refused: it is not paused.
        ProblemsFound: what paused it is still there.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        record = _of(act.case)
        if record.facts.paused_from is None or record.facts.state is not ReviewState.PAUSED:
            raise Refused("NOT_PAUSED")
        found = bars(ctx, act.write.session, act.case)
        if found.is_suspended:
            settle((Code.REVIEW_WHILE_SUSPENDED.problem(),), "")
        if found.further_request_open:
            settle((Code.REVIEW_WHILE_RENEWAL.problem(),), "")
        going = replace(record.facts, state=record.facts.paused_from, paused_from=None)
        act.amend(record, going, detail=words.fact(going.state.value))
        act.record("resume_review", state=going.state.value)
    return Outcome(None, of_case(request_id))


def _of(case: Case) -> Record[Review]:
    record = current(case)
    if record is None:
        raise Refused("NO_REVIEW")
    return record


def _step(act: CaseAct, event: ReviewEvent, **values: object) -> Record[Review]:
    """Let an event happen to the review under way, and put it on record."""
    record = _of(act.case)
    state = MACHINE.after(record.facts.state, event)
    moved = replace(record.facts, state=state, **values)  # type: ignore[arg-type]
    act.amend(record, moved, detail=words.fact(state.value))
    act.record(event.value, before_state=record.facts.state.value, review_state=state.value)
    return record


def _outcome(event: ReviewEvent, changes: tuple[ConditionChange, ...]) -> ReviewOutcome:
    if event is ReviewEvent.TERMINATE:
        return ReviewOutcome.TERMINATED
    if event is ReviewEvent.KEEP:
        return ReviewOutcome.NO_CHANGE
    return ReviewOutcome.CONDITIONS_VARIED if changes else ReviewOutcome.REASONS_VARIED


def _why(why: str, field: str) -> None:
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field=field),), "")


def _when(ctx: Context, on: date | None, field: str) -> date:
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field=field),), "")
    elif on > ctx.today:
        settle((Code.EVENT_IN_FUTURE.problem(field=field),), "")
    return on or ctx.today
