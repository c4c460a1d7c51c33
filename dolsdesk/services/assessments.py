"""Recording the six assessments, and what follows from each (AS1, AS2, AS4)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import assessments as rules
from dolsdesk.domain.dols import ordering
from dolsdesk.domain.dols.assessments import Assessment, Method, Setting
from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.consistency import Written, contradictions
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RECORDING, Event, RequestState
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.staff import Act, Role
from dolsdesk.errors import NotPermitted
from dolsdesk.services import assessed_findings, finding_checks, rework, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.reads import earlier
from dolsdesk.store.reads.earlier import EarlierAssessment
from dolsdesk.store.repos import cases


@dataclass(frozen=True, slots=True)
class Usable:
    """An earlier assessment that might be used again, with why not where it may not."""

    found: EarlierAssessment
    problems: tuple[Problem, ...]

    @property
    def may_be_used(self) -> bool:
        """Return whether only the four conditions remain to be confirmed."""
        return not any(problem.refuses for problem in self.problems)


def problems(ctx: Context, case: Case, found: Assessment) -> tuple[Problem, ...]:
    """Return what stops or questions the recording of an assessment as it stands."""
    return form_problems(ctx, case, (found,))


def begin(ctx: Context, request_id: int, *, on: date | None, reason: str = "") -> Outcome[None]:
    """Record an assessor's first contact: the assessments have begun (R4 to R5).

    Recording an assessment says so too, so that nothing waits for this.

    Raises:
        TransitionRefused: assessors are not selected yet, or it has begun.
        ProblemsFound: no day, one to come, or one before anybody was selected.
        ReasonNeeded: the person had died before.
    """
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field="first_contact_on"),), "")
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id) as act:
        if act.state is not RequestState.ALLOCATED:
            raise TransitionRefused("TRANSITION_REFUSED", state=act.state, event=Event.START)
        _only_theirs(ctx, act.case)
        selected = min((one.selected_on for one in act.case.allocations), default=None)
        wrong = ordering.out_of_order(ctx.today, selected_on=selected, first_contact_on=on)
        why = settle((*wrong, *act.after_death(first_contact_on=on)), reason)
        act.move(Event.START)
        act.happened("first_contact", on=on)
        act.record("begin_assessments", reason=why, on=str(on or ""))
    return Outcome(None, of_case(request_id))


def record(
    ctx: Context,
    request_id: int,
    found: Assessment,
    *,
    reason: str = "",
    seen_version: int | None = None,
) -> Outcome[tuple[str, ...]]:
    """Record one version of one assessment; older versions stay.

    All six good: the request is ready for the signatory. One negative: the others stop.

    Returns:
        The names of assessors who must be told to stop, if any.

    Raises:
        ProblemsFound: something refuses.
        ReasonNeeded: warnings stand without a reason.
        NotPermitted: an assessor at the desk records somebody else's assessment.
        TransitionRefused: the request is not checked yet, or is over.
    """
    return record_all(ctx, request_id, (found,), reason=reason, seen_version=seen_version)


def record_all(
    ctx: Context,
    request_id: int,
    written: Iterable[Assessment],
    *,
    form: AssessorForm | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> Outcome[tuple[str, ...]]:
    """Record the assessments of one form, one version of each, in one act: all of them or none.

    ``form`` is the form they were written on in the window; then contradictions are looked for.

    Returns:
        The names of assessors who must be told to stop, if any.

    Raises:
        ProblemsFound: something refuses.
        ReasonNeeded: warnings stand without a reason.
        NotPermitted: an assessor at the desk records somebody else's assessment.
        TransitionRefused: the request is not checked yet, or is over.
    """
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id, seen_version=seen_version) as act:
        if act.state not in RECORDING:
            raise TransitionRefused("TRANSITION_REFUSED", state=act.state, event=Event.START)
        found = tuple(_by_whom(act.case, one) for one in written)
        wrong = [*form_problems(ctx, act.case, found, form=form)]
        for one in found:
            _only_own(ctx, one)
            asked = finding_checks.assessment_problems(ctx, act.write.session, act.case, one)
            wrong += [alike for alike in asked if alike.code == Code.AG_V09.name]
        why = settle(tuple(wrong), reason)
        kept = tuple(_keep(act, one) for one in found)
        stopped = _follow(act, {one.kind: one for one in kept})
        for one in kept:
            _put_in_trail(act, one, form, why)
    return Outcome(stopped, of_case(request_id, Listing.ASSESSORS))


def form_problems(
    ctx: Context, case: Case, found: Iterable[Assessment], *, form: AssessorForm | None = None
) -> tuple[Problem, ...]:
    """Return what stops or questions a form as it stands, each problem at the field of its kind.

    Contradictions within the form, and with the case, come last.
    """
    held = {one.kind: _by_whom(case, one) for one in found}
    beside = replace(case, assessments={**case.assessments, **held})
    wrong: list[Problem] = []
    for one in held.values():
        setting = Setting(as_at=ctx.today, others=beside.assessments)
        own = (
            *_place_in_case(case, one),
            *rules.problems(one, setting, book=ctx.book),
            *finding_checks.assessment_problems(ctx, None, case, one),
            *_after_death(case, one),
        )
        wrong += [_on_form(problem, one.kind) for problem in own] if form else own
    if form is not None:
        written = Written(form, held, case, ctx.today)
        wrong += contradictions(written, book=ctx.book)
    return tuple(wrong)


def _on_form(problem: Problem, kind: AssessmentKind) -> Problem:
    """Return a problem of one assessment at the name its field has among those of the others."""
    if problem.field in {"result", "reasons"} and problem.code != Code.AG_INCOMPLETE.name:
        return replace(problem, field=f"{kind.value}_{problem.field}")
    return problem


def _keep(act: CaseAct, found: Assessment) -> Assessment:
    number = cases.add_assessment(
        act.write.session, act.case.request.id, found,
        recorded_by=act.ctx.actor.id, at=act.write.at,
    )  # fmt: skip
    kept = replace(found, version=number)
    assessed_findings.keep_assessed(act, kept)
    rework.come_back(act, found.kind)
    act.happened(
        f"assessment_{found.result.value}", words.fact(found.kind.value), on=found.carried_out_on
    )
    return kept


def _put_in_trail(act: CaseAct, found: Assessment, form: AssessorForm | None, why: str) -> None:
    act.record(
        "record_assessment",
        reason=why,
        kind=found.kind.value,
        version=found.version,
        result=found.result.value,
        method=found.method.value,
        carried_out_on=found.carried_out_on.isoformat(),
        **({"form": form.value} if form else {}),
    )


def find_equivalents(ctx: Context, request_id: int, kind: AssessmentKind) -> tuple[Usable, ...]:
    """Return earlier assessments of this kind about this person, newest first, and why not each.

    What is judged here: what it found, whether it was sent back, its date, its test, and whether
    it is about this place. The four conditions of paragraph 49 are for a person to confirm.
    """
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        held = earlier.of_person(session, case.person_id, kind, besides=request_id)
    return tuple(Usable(one, _why_not(ctx, case, one)) for one in held)


def _by_whom(case: Case, found: Assessment) -> Assessment:
    """Return a new assessment with the assessor who is selected for it, and since when."""
    selection = case.active_allocations.get(found.kind)
    if selection is None or found.method is not Method.NEW:
        return found
    return replace(
        found,
        assessor_id=selection.assessor_id,
        assessor_name=selection.assessor_name,
        selected_on=selection.selected_on,
    )


#: Assessments whose question is about being in this place (paras 15 and 16).
_ABOUT_THE_PLACE = frozenset({AssessmentKind.MC, AssessmentKind.BI})


def _why_not(ctx: Context, case: Case, one: EarlierAssessment) -> tuple[Problem, ...]:
    if one.assessment.returned_reason:
        return (Code.EQUIVALENT_SENT_BACK.problem(),)
    if one.assessment.is_negative:
        return (Code.EQUIVALENT_NOT_MET.problem(),)
    candidate = replace(
        one.assessment,
        method=Method.EQUIVALENT,
        equivalent=rules.EquivalentUse(
            relied_on=ctx.today,
            holds_written_copy="?",
            meets_requirements="?",
            within_time="?",
            still_accurate="?",
        ),
    )
    found = rules.problems(candidate, Setting(as_at=ctx.today), book=ctx.book)
    about = {"EQUIVALENT_TOO_OLD", "EQUIVALENT_NO_COPY", "AG_V22", "ASSESSMENT_FUTURE"}
    why = [problem for problem in found if problem.code in about]
    if one.place_id != case.place.id and one.assessment.kind in _ABOUT_THE_PLACE:
        why.append(Code.EQUIVALENT_OTHER_PLACE.problem(name=one.place_name))
    return tuple(why)


def _place_in_case(case: Case, found: Assessment) -> tuple[Problem, ...]:
    running = case.active_allocations
    if found.method is Method.NEW and found.kind not in running:
        return (Code.ASSESSMENT_NOT_ALLOCATED.problem(),)
    held = case.assessments.get(found.kind)
    if held is not None and not held.returned_reason and case.request.state not in _CORRECTABLE:
        return (Code.ASSESSMENT_ALREADY_HELD.problem(),)
    if case.request.state is RequestState.NEGATIVE:
        return (Code.CONTINUE_AFTER_NEGATIVE.problem(names=_still_asked(case, {found.kind})),)
    return ()


def _after_death(case: Case, found: Assessment) -> Iterator[Problem]:
    if found.method is Method.NEW:
        yield from ordering.after_death(
            case.person.date_of_death, assessment_carried_out_on=found.carried_out_on
        )


_UNALLOCATED_CHECKED = frozenset({RequestState.CHECKING, RequestState.WAITING})
_CORRECTABLE = frozenset({RequestState.ALLOCATED, RequestState.ASSESSING, RequestState.RETURNED})


def _only_own(ctx: Context, found: Assessment) -> None:
    desk = {Role.ADMINISTRATOR, Role.LEAD}
    if ctx.actor.roles & desk:
        return
    if found.assessor_id is None or found.assessor_id != ctx.actor.assessor_id:
        raise NotPermitted("NOT_PERMITTED", act=Act.RECORD_ASSESSMENT, name=ctx.actor.name)


def _only_theirs(ctx: Context, case: Case) -> None:
    """Refuse an assessor at the desk whom nobody asked to assess in this case."""
    if ctx.actor.roles & {Role.ADMINISTRATOR, Role.LEAD}:
        return
    if ctx.actor.assessor_id not in {one.assessor_id for one in case.active_allocations.values()}:
        raise NotPermitted("NOT_PERMITTED", act=Act.RECORD_ASSESSMENT, name=ctx.actor.name)


def _follow(act: CaseAct, found: Mapping[AssessmentKind, Assessment]) -> tuple[str, ...]:
    """Move the request on, and return whom to tell to stop."""
    held = {**act.case.assessments, **found}
    is_negative = any(one.is_negative for one in held.values())
    # An equivalent may be the last kind that still needed somebody; a negative ends the need.
    covered = set(held) | set(act.case.active_allocations) >= set(AssessmentKind)
    if act.state in _UNALLOCATED_CHECKED and (covered or is_negative):
        act.move(Event.ALLOCATE)
    if act.state is RequestState.ALLOCATED:
        act.move(Event.START)
    still_out = any(one.returned_reason for one in held.values())
    if act.state is RequestState.RETURNED and (is_negative or not still_out):
        act.move(Event.CORRECT)
    if act.state is not RequestState.ASSESSING:
        return ()
    if is_negative:
        act.move(Event.TURN_NEGATIVE)
        return _still_asked(act.case, found)
    if len(held) == len(AssessmentKind) and all(one.is_good for one in held.values()):
        act.move(Event.COMPLETE)
    return ()


def _still_asked(case: Case, besides: Collection[AssessmentKind]) -> tuple[str, ...]:
    """Return the assessors of other kinds that are not in, or were sent back."""
    asked = {
        one.assessor_name
        for kind, one in case.active_allocations.items()
        if kind not in besides and case.awaits(kind)
    }
    return tuple(sorted(asked))
