"""Reviews of a standard authorisation (Sch A1 Part 8, paras 101-125; dols.md 4.4, 5.12)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem


class ReviewState(StrEnum):
    """How far a review has come."""

    REQUESTED = "review_requested"  # V1
    OWN_MOTION = "review_own_motion"  # V1
    NOTIFIED = "review_notified"  # V2
    DECIDING = "review_deciding"  # V3
    NONE_REVIEWABLE = "review_none_reviewable"  # V4
    ASSESSING = "review_assessing"  # V5
    CONDITIONS_ONLY = "review_conditions_only"  # V6
    NO_CHANGE = "review_no_change"  # V7
    VARIED = "review_varied"  # V8
    TERMINATED = "review_terminated"  # V9
    PAUSED = "review_paused"  # V10


class ReviewEvent(StrEnum):
    """What can happen to a review."""

    NOTIFY = "review_notify"
    CONSIDER = "review_consider"
    FIND_NONE = "review_find_none"
    ASSESS = "review_assess"
    CONDITIONS = "review_conditions"
    KEEP = "review_keep"
    VARY = "review_vary"
    TERMINATE = "review_terminate"
    PAUSE = "review_pause"


_S = ReviewState
_BEGUN = (_S.REQUESTED, _S.OWN_MOTION, _S.NOTIFIED, _S.DECIDING, _S.ASSESSING, _S.CONDITIONS_ONLY)

MACHINE: Machine[ReviewState, ReviewEvent] = Machine(
    {
        ReviewEvent.NOTIFY: {_S.REQUESTED: _S.NOTIFIED, _S.OWN_MOTION: _S.NOTIFIED},
        ReviewEvent.CONSIDER: {_S.NOTIFIED: _S.DECIDING},
        ReviewEvent.FIND_NONE: {_S.DECIDING: _S.NONE_REVIEWABLE},
        ReviewEvent.ASSESS: {_S.DECIDING: _S.ASSESSING},
        ReviewEvent.CONDITIONS: {_S.DECIDING: _S.CONDITIONS_ONLY},
        ReviewEvent.KEEP: dict.fromkeys((_S.ASSESSING, _S.CONDITIONS_ONLY), _S.NO_CHANGE),
        ReviewEvent.VARY: dict.fromkeys((_S.ASSESSING, _S.CONDITIONS_ONLY), _S.VARIED),
        ReviewEvent.TERMINATE: {_S.ASSESSING: _S.TERMINATED},
        ReviewEvent.PAUSE: dict.fromkeys(_BEGUN, _S.PAUSED),
    }
)

#: States in which the review is not complete.
OPEN = frozenset({*_BEGUN, _S.PAUSED})


class Requester(StrEnum):
    """Who asked: an eligible person (para 102(3), 159), or the council itself."""

    PERSON = "person"
    REPRESENTATIVE = "by_representative"
    IMCA_39C = "imca_39c"
    MANAGING_AUTHORITY = "by_managing_authority"
    COUNCIL = "own_motion"


class Ground(StrEnum):
    """Why a requirement may be reviewable (paras 104-107)."""

    NON_QUALIFICATION = "non_qualification"
    CHANGE_OF_REASON = "change_of_reason"
    VARIATION_OF_CONDITIONS = "variation_of_conditions"


_K = AssessmentKind
_FITS: Mapping[Ground, frozenset[AssessmentKind]] = {
    Ground.NON_QUALIFICATION: frozenset(_K),  # eligibility: Schedule 1A para 5 only (para 105)
    Ground.CHANGE_OF_REASON: frozenset({_K.MH, _K.MC, _K.BI, _K.ELIG, _K.NR}),
    Ground.VARIATION_OF_CONDITIONS: frozenset({_K.BI}),
}


def grounds_for(kind: AssessmentKind) -> tuple[Ground, ...]:
    """Return the grounds on which a requirement can be reviewed."""
    return tuple(ground for ground in Ground if kind in _FITS[ground])


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """What a review assessment of one requirement found."""

    result: Result
    carried_out_on: date
    reasons: str
    assessor_id: int | None = None
    assessor_name: str = ""
    copy_received_on: date | None = None
    is_no_deprivation: bool | None = None
    recommended_last_day: date | None = None


class ConditionAct(StrEnum):
    """What a review does to a condition."""

    ADD = "condition_add"
    VARY = "condition_vary"
    OMIT = "condition_omit"


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """One change of the conditions; ``record_id`` is the condition varied or omitted."""

    act: ConditionAct
    text: str = ""
    record_id: int | None = None


class ReviewOutcome(StrEnum):
    """How a review ended."""

    NONE_REVIEWABLE = "none_reviewable"
    NO_CHANGE = "no_change"
    REASONS_VARIED = "reasons_varied"
    CONDITIONS_VARIED = "conditions_varied"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class Review:
    """One review, from whoever asked to its outcome."""

    state: ReviewState
    requested_by: Requester
    requested_on: date
    grounds: Mapping[AssessmentKind, Ground]
    why: str
    requester_name: str = ""
    notified_on: date | None = None
    considered_on: date | None = None
    reviewable: tuple[AssessmentKind, ...] = ()
    reviewable_why: str = ""
    findings: Mapping[AssessmentKind, ReviewFinding] = field(default_factory=dict)
    condition_changes: tuple[ConditionChange, ...] = ()
    reasons_varied: Mapping[AssessmentKind, str] = field(default_factory=dict)
    outcome: ReviewOutcome | None = None
    completed_on: date | None = None
    completed_by: str = ""
    paused_from: ReviewState | None = None
    paused_on: date | None = None
    pause_why: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether the review is not complete (para 118)."""
        return self.state in OPEN

    @property
    def owed(self) -> tuple[AssessmentKind, ...]:
        """Return the review assessments still to come."""
        return tuple(kind for kind in self.reviewable if kind not in self.findings)

    @property
    def negatives(self) -> tuple[AssessmentKind, ...]:
        """Return the requirements found not to be met."""
        return tuple(k for k, f in self.findings.items() if f.result is Result.NEGATIVE)


@dataclass(frozen=True, slots=True)
class Bars:
    """What stands in the way of asking for a review (paras 122-125)."""

    is_suspended: bool = False
    further_request_open: bool = False
    is_in_force: bool = True
    other_review_open: bool = False


def request_problems(found: Review, bars: Bars, *, as_at: date) -> tuple[Problem, ...]:
    """Return why a review cannot be asked for."""
    return tuple(_request_problems(found, bars, as_at))


def _request_problems(found: Review, bars: Bars, as_at: date) -> Iterator[Problem]:
    if not bars.is_in_force and not bars.is_suspended:
        yield Code.REVIEW_NOT_IN_FORCE.problem()
    if bars.is_suspended:
        yield Code.REVIEW_WHILE_SUSPENDED.problem()
    if bars.further_request_open:
        yield Code.REVIEW_WHILE_RENEWAL.problem()
    if bars.other_review_open:
        yield Code.REVIEW_UNDER_WAY.problem()
    if found.requested_on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="requested_on")
    if not found.grounds:
        yield Code.REVIEW_GROUND_NEEDED.problem()
    if not found.why.strip():
        yield Code.WHY_NEEDED.problem(field="why")
    for kind, ground in found.grounds.items():
        if kind not in _FITS[ground]:
            yield Code.REVIEW_GROUND_MISFIT.problem(field=f"ground_{kind}", items=(kind.value,))


def finding_problems(
    finding: ReviewFinding, found: Review, kind: AssessmentKind, *, sa_last_day: date, as_at: date
) -> tuple[Problem, ...]:
    """Return why a review assessment cannot be taken so."""
    wrong = []
    if kind not in found.reviewable:
        wrong.append(Code.REVIEW_NOT_REVIEWABLE.problem(field="kind"))
    if not finding.reasons.strip():
        wrong.append(Code.ASSESSMENT_NO_REASONS.problem(field="reasons"))
    if finding.carried_out_on > as_at:
        wrong.append(Code.ASSESSMENT_FUTURE.problem(field="carried_out_on"))
    elif finding.carried_out_on < found.requested_on:
        wrong.append(
            Code.FACTS_CONTRADICT.problem(
                field="carried_out_on", first="requested_on", second="carried_out_on"
            )
        )
    last = finding.recommended_last_day
    if last is not None and last > sa_last_day:
        wrong.append(Code.REVIEW_EXTENDS_SA.problem(field="recommended_last_day"))
    if kind is _K.BI and finding.result is Result.NEGATIVE and finding.is_no_deprivation is None:
        wrong.append(Code.REVIEW_WHICH_NEGATIVE.problem(field="is_no_deprivation"))
    return tuple(wrong)


def completion_problems(
    found: Review, event: ReviewEvent, *, has_open_conditions_change: bool, as_at: date
) -> tuple[Problem, ...]:
    """Return why a review cannot be completed in this way."""
    wrong = []
    if found.owed:
        owed = tuple(kind.value for kind in found.owed)
        wrong.append(Code.REVIEW_ASSESSMENTS_OWED.problem(items=owed))
    if found.negatives and event is not ReviewEvent.TERMINATE:
        wrong.append(Code.REVIEW_MUST_TERMINATE.problem())
    if event is ReviewEvent.TERMINATE and not found.negatives:
        wrong.append(Code.REVIEW_NOTHING_NEGATIVE.problem())
    if event is ReviewEvent.VARY and not (has_open_conditions_change or found.reasons_varied):
        wrong.append(Code.REVIEW_NOTHING_VARIED.problem(field="condition_text"))
    if found.completed_on is not None and found.completed_on > as_at:
        wrong.append(Code.EVENT_IN_FUTURE.problem(field="completed_on"))
    return tuple(wrong)
