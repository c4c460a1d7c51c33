"""The one next thing the law asks for in a case, with the rule it comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.case import Case, CopyLine
from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING, SaState, UrgentState
from dolsdesk.domain.dols.representatives import COMING, Appointment
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.dols.states import OPEN, RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.ids import RuleId


class NextStep(StrEnum):
    """What to do next; ``services.words`` has the words."""

    CHECK = "check"
    DECIDE_EXTENSION = "decide_extension"
    ALLOCATE = "allocate"
    RECORD_ASSESSMENTS = "record_assessments"
    STOP_ASSESSORS = "stop_assessors"
    SUBMIT = "submit"
    DECIDE = "decide"
    CORRECT = "correct"
    REFUSE = "refuse"
    SEND_COPIES = "send_copies"
    NOTE_URGENT_CEASED = "note_urgent_ceased"
    NOTE_SA_CEASED = "note_sa_ceased"
    APPOINT_REPRESENTATIVE = "appoint_representative"
    GO_ON_WITH_REVIEW = "go_on_with_review"
    LIFT_OR_LET_CEASE = "lift_or_let_cease"
    ASK_FURTHER = "ask_further"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, by when if a date is set, and which rule asks for it."""

    what: NextStep
    rule_id: RuleId | None = None
    by: date | None = None
    detail: tuple[str, ...] = ()


def next_step(
    case: Case,
    *,
    due_on: date | None,
    prompt_on: date | None,
    as_at: date,
    urgent: UrgentState | None = None,
    authority: SaState | None = None,
    suspended_until: date | None = None,
) -> Step:
    """Return the one next thing, the most pressing first.

    ``due_on`` is when the assessments are due, ``prompt_on`` when a further authorisation should
    be asked for, ``suspended_until`` the last of the 28 days of a suspension; all come from the
    timescales of the case. ``urgent`` and ``authority`` say how its authorities stand.
    """
    asked = case.extension is not None and case.extension.is_granted is None
    if asked and case.request.is_open and (urgent is None or urgent in URGENT_RUNNING):
        return Step(NextStep.DECIDE_EXTENSION, RuleId.URGENT_EXTENSION_MAX)
    unsent = [line for line in case.copies if not line.is_settled and line.is_statutory]
    state = case.request.state
    if state in {RequestState.GRANTED, RequestState.NOT_GRANTED}:
        return (
            _copies_to_send(unsent)
            or _of_authority(case, authority, suspended_until)
            or _urgent_over(case, urgent)
            or _further(authority, prompt_on, as_at)
        )
    if state in OPEN and (over := _urgent_over(case, urgent)) is not None:
        return over
    simple = _BY_STATE.get(state)
    if simple is not None:
        what, rule_id = simple
        return Step(what, *_clock(case, what, rule_id, due_on))
    if state in {RequestState.ALLOCATED, RequestState.ASSESSING, RequestState.RETURNED}:
        return _assessing(case, due_on)
    if state is RequestState.NEGATIVE:
        return _negative(case)
    return Step(NextStep.NOTHING)


def _clock(
    case: Case, what: NextStep, rule_id: RuleId, due_on: date | None
) -> tuple[RuleId, date | None]:
    """Return the rule and the day that press.

    Regulation 13 sets a day for the assessments and none for the decision (dols.md 10.15); but
    while an urgent authorisation runs, the decision must come before it ends.
    """
    if what in {NextStep.SUBMIT, NextStep.DECIDE}:
        return rule_id, due_on if case.request.urgent_given else None
    if what is NextStep.ALLOCATE and case.request.urgent_given:
        return RuleId.URGENT_ASSESSMENTS, due_on
    return rule_id, due_on


_BY_STATE: dict[RequestState, tuple[NextStep, RuleId]] = {
    RequestState.RECEIVED: (NextStep.CHECK, RuleId.REQUEST_RECORD),
    RequestState.CHECKING: (NextStep.ALLOCATE, RuleId.STANDARD_ASSESSMENTS),
    RequestState.WAITING: (NextStep.ALLOCATE, RuleId.STANDARD_ASSESSMENTS),
    RequestState.ALL_POSITIVE: (NextStep.SUBMIT, RuleId.SA_GIVE_DUTY),
    RequestState.WITH_SIGNATORY: (NextStep.DECIDE, RuleId.SA_GIVE_DUTY),
}


def _copies_to_send(unsent: list[CopyLine]) -> Step | None:
    if not unsent:
        return None
    rule = RuleId(unsent[0].rule_id)
    names = tuple(line.name for line in unsent if line.rule_id == rule)
    return Step(NextStep.SEND_COPIES, rule, detail=names)


def _of_authority(
    case: Case, authority: SaState | None, suspended_until: date | None
) -> Step | None:
    if authority is None:
        return None
    if authority is SaState.SUSPENDED:
        return Step(NextStep.LIFT_OR_LET_CEASE, RuleId.SUSPENSION_28, suspended_until)
    if authority not in SA_LIVE and not _is_listed(case, NoticeEvent.SA_CEASED):
        return Step(NextStep.NOTE_SA_CEASED, RuleId.SA_CEASED_NOTICE)
    if authority in SA_LIVE and (vacant := _vacancy(case)) is not None:
        return vacant
    review = holdings.newest(case.records, RecordKind.REVIEW, Review)
    if review is not None and review.facts.is_open and authority in SA_LIVE:
        return Step(
            NextStep.GO_ON_WITH_REVIEW, RuleId.REVIEW_ON_REQUEST, detail=(review.facts.state,)
        )
    return None


def _vacancy(case: Case) -> Step | None:
    """Return that a representative is owed (Sch A1 para 139), with who is on the way if anybody."""
    held = [one.facts for one in holdings.of(case.records, RecordKind.REPRESENTATIVE, Appointment)]
    if any(one.is_acting for one in held):
        return None
    ended = any(one.ended_on is not None for one in held)
    coming = tuple(one.name for one in held if one.state in COMING)
    rule = RuleId.RPR_VACANCY if ended else RuleId.RPR_APPOINT
    return Step(NextStep.APPOINT_REPRESENTATIVE, rule, detail=coming)


def _urgent_over(case: Case, urgent: UrgentState | None) -> Step | None:
    """Return the notice that para 90 asks for once an urgent authorisation has ceased."""
    runs = urgent is None or urgent in URGENT_RUNNING or urgent is UrgentState.NO_AUTHORITY
    if runs or _is_listed(case, NoticeEvent.URGENT_CEASED):
        return None
    return Step(NextStep.NOTE_URGENT_CEASED, RuleId.URGENT_CEASED_NOTICE)


def _further(authority: SaState | None, prompt_on: date | None, as_at: date) -> Step:
    if authority in SA_LIVE and prompt_on is not None and prompt_on <= as_at:
        return Step(NextStep.ASK_FURTHER, RuleId.RENEWAL_REQUEST, prompt_on)
    return Step(NextStep.NOTHING)


def _is_listed(case: Case, event: NoticeEvent) -> bool:
    return any(line.event == event.value for line in case.copies)


def _assessing(case: Case, due_on: date | None) -> Step:
    rule = RuleId.URGENT_ASSESSMENTS if case.request.urgent_given else RuleId.STANDARD_ASSESSMENTS
    owed = tuple(
        kind.value
        for kind in AssessmentKind
        if (found := case.assessments.get(kind)) is None or not found.is_good
    )
    what = (
        NextStep.CORRECT
        if case.request.state is RequestState.RETURNED
        else NextStep.RECORD_ASSESSMENTS
    )
    return Step(what, rule, due_on, owed)


def _negative(case: Case) -> Step:
    if case.still_asked:
        return Step(NextStep.STOP_ASSESSORS, RuleId.STOP_ASSESSMENTS, detail=case.still_asked)
    negatives = tuple(kind.value for kind, a in case.assessments.items() if a.is_negative)
    return Step(NextStep.REFUSE, RuleId.SA_REFUSAL_NOTICE, detail=negatives)
