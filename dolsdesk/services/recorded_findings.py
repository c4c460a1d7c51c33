"""Findings about deprivation of liberty as records: written, decided, checked, never rewritten.

The program fills in no outcome: what is decided is what the assessor typed (after-agni.md 4.2,
4.6 to 4.8). An earlier finding is taken over exactly as it was recorded (4.12).
"""

from dataclasses import replace
from datetime import date
from typing import Any

from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import legal_test, recorded_findings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.legal_test import DolTestRecord, Finding
from dolsdesk.domain.dols.recorded_findings import (
    MACHINE,
    Aftercare,
    FindingEvent,
    FindingState,
    Purpose,
    RecordedFinding,
    Stage,
    Subject,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act, Role
from dolsdesk.errors import Refused
from dolsdesk.services import (
    assessed_findings,
    campaign_marks,
    finding_checks,
    finding_steps,
    references,
    words,
)
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.repos import cases

#: The leave each stage of a record needs.
LEAVE = {
    Stage.MA_VIEW: Act.ENTER_SCREENING,
    Stage.TRIAGE_VIEW: Act.TRIAGE_SCREENING,
    Stage.FORMAL_DECISION: Act.DECIDE_FINDING,
}
_ROLES = {
    Stage.MA_VIEW: "Managing authority",
    Stage.TRIAGE_VIEW: "Triage officer",
    Stage.FORMAL_DECISION: finding_steps.BIA,
}
#: The kind of record that a finding of some subjects hangs on, and what is said where none is.
_HANGS_ON = {
    Subject.REVIEW: (RecordKind.REVIEW, "NO_REVIEW"),
    Subject.THIRD_PARTY: (RecordKind.REFERRAL, "NO_REPORT"),
    Subject.COURT: (RecordKind.COURT, "NO_PROCEEDINGS"),
}


def begin(
    ctx: Context,
    request_id: int,
    *,
    stage: Stage,
    subject: Subject = Subject.REQUEST,
    purpose: Purpose = Purpose.CURRENT_DECISION,
    subject_id: int | None = None,
    test: str = "",
    finding: DolTestRecord | None = None,
) -> Outcome[int]:
    """Begin a record with a reference of its own; nothing in it is filled in but the test.

    Raises:
        Refused: one is being written already, or what it is to hang on is not there.
    """
    with on_case(ctx, _leave(stage), request_id) as act:
        _own_case(ctx, act.case, stage)
        if recorded_findings.draft(act.case.records) is not None:
            raise Refused("FINDING_BEING_WRITTEN")
        session = act.write.session
        typed = finding or DolTestRecord(test or legal_test.in_force(ctx.today, ctx.book))
        facts = RecordedFinding(
            ref=references.finding_ref(session, ctx.today.year),
            state=FindingState.DRAFT,
            subject=subject,
            stage=stage,
            purpose=purpose,
            subject_id=_subject_id(act.case, subject, subject_id),
            finding=typed,
        )
        record_id = act.begin(
            RecordKind.TEST_RECORD, facts, on=ctx.today, detail=facts.ref, event="finding_begun"
        )
        act.record("begin_finding", ref=facts.ref, stage=stage.value, subject=subject.value)
    return Outcome(record_id, of_case(request_id))


def save(ctx: Context, request_id: int, record_id: int, finding: DolTestRecord) -> Outcome[None]:
    """Keep what is typed so far; nothing is checked before it is decided.

    Raises:
        ProblemsFound: it is decided, and decisions are kept (AG-V23).
    """
    return _write(ctx, request_id, record_id, finding=finding, said="finding_saved")


def want_evidence(ctx: Context, request_id: int, record_id: int, *, what: str) -> Outcome[None]:
    """Say what is still wanted before it can be decided.

    Raises:
        ProblemsFound: nobody says what.
    """
    if not what.strip():
        settle((Code.WHY_NEEDED.problem(field="evidence_wanted"),), "")
    return _write(
        ctx, request_id, record_id, event=FindingEvent.WANT_EVIDENCE,
        said="finding_evidence_wanted", evidence_wanted=what,
    )  # fmt: skip


def complete(ctx: Context, request_id: int, record_id: int) -> Outcome[None]:
    """Say that it is ready to be decided."""
    return _write(
        ctx,
        request_id,
        record_id,
        event=FindingEvent.COMPLETE,
        said="finding_ready",
    )


def send_back(ctx: Context, request_id: int, record_id: int, *, why: str) -> Outcome[None]:
    """Send it back to be written on.

    Raises:
        ProblemsFound: nobody says why.
    """
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field="why"),), "")
    return _write(
        ctx, request_id, record_id, event=FindingEvent.SEND_BACK, said="finding_sent_back",
        sent_back_why=why,
    )  # fmt: skip


def decide(
    ctx: Context,
    request_id: int,
    record_id: int,
    *,
    decided_on: date | None = None,
    aftercare: Aftercare | None = None,
    legal_sign_off: str = "",
    reason: str = "",
) -> Outcome[None]:
    """Decide what is typed; from then on it is frozen, and an earlier decision is superseded.

    It ends no authorisation, no order, no challenge and no representative (AG-T5).

    Raises:
        ProblemsFound: a rule of after-agni.md 4.6 refuses.
        ReasonNeeded: warnings stand without a reason.
    """
    stage = _stage(ctx, request_id, record_id)
    with on_case(ctx, _leave(stage), request_id) as act:
        held = _held(act.case, record_id)
        on = decided_on or ctx.today
        finding = replace(held.facts.finding, decided_on=on, decided_by=ctx.actor.name)
        decided = replace(
            held.facts,
            state=MACHINE.after(held.facts.state, FindingEvent.DECIDE),
            finding=finding,
            decided_role=_ROLES[stage],
            aftercare=aftercare or held.facts.aftercare,
            legal_sign_off=legal_sign_off or held.facts.legal_sign_off,
        )
        found = finding_checks.problems(ctx, act.write.session, act.case, decided)
        why = settle(found, reason)
        decided = replace(decided, overridden=tuple(one.code for one in found))
        decided = finding_steps.against_earlier(act, decided)
        said = f"{decided.ref}: {finding_steps.outcome(decided)}"
        act.amend(held, decided, on=on, detail=said, why=why, event="finding_decided")
        if stage is Stage.FORMAL_DECISION:
            finding_steps.stand_alone(act, held.id, decided)
        act.record(
            "decide_finding", reason=why, ref=decided.ref, stage=stage.value,
            finding=finding.finding.value if finding.finding else "", test=finding.test,
        )  # fmt: skip
    return Outcome(None, of_case(request_id, Listing.CAMPAIGNS))


def keep_view(ctx: Context, request_id: int, record_id: int) -> Outcome[None]:
    """Keep a view of the home or of triage: it decides nothing, and so needs no steps.

    Raises:
        Refused: it is a formal decision, which is made ready and decided.
    """
    with ctx.reading() as session:
        facts = _held(cases.load(session, request_id), record_id).facts
    if facts.stage is Stage.FORMAL_DECISION:
        raise Refused("NO_SUCH_RECORD")
    if MACHINE.may(facts.state, FindingEvent.COMPLETE):
        complete(ctx, request_id, record_id)
    return decide(ctx, request_id, record_id)


def check(ctx: Context, request_id: int, record_id: int) -> Outcome[None]:
    """Record that a signatory or manager has read a decision."""
    return _amend_frozen(
        ctx, Act.CHECK_FINDING, request_id, record_id, event=FindingEvent.CHECK,
        said="finding_checked", checked_by=ctx.actor.name, checked_on=ctx.today,
    )  # fmt: skip


def void(ctx: Context, request_id: int, record_id: int, *, why: str) -> Outcome[None]:
    """Void a record with a reason; it is kept and shown struck through.

    Raises:
        ProblemsFound: no reason.
    """
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field="why"),), "")
    with on_case(ctx, Act.VOID_FINDING, request_id) as act:
        held = _held(act.case, record_id)
        state = MACHINE.after(held.facts.state, FindingEvent.VOID)
        act.amend(
            held, replace(held.facts, state=state), detail=held.facts.ref, why=why, is_void=True,
            event="finding_voided",
        )  # fmt: skip
        act.record("void_finding", reason=why, ref=held.facts.ref)
    return Outcome(None, of_case(request_id, Listing.CAMPAIGNS))


def set_aftercare(ctx: Context, request_id: int, given: Aftercare) -> Outcome[None]:
    """Record what takes the place of the safeguards that end (AG-V25).

    Raises:
        ProblemsFound: the care review or the advocate question is open, or the review is past.
        Refused: there is no finding of no deprivation in this case.
    """
    if not given.is_answered:
        settle((recorded_findings.aftercare_problem(given),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = recorded_findings.current(act.case.records) or assessed_findings.take_over(act)
        is_none = held is not None and held.facts.finding.finding is Finding.NOT_DOL
        if held is None or not (is_none or finding_checks.review_found_none(act.case)):
            raise Refused("NO_FINDING_OF_NONE")
        act.amend(
            held, replace(held.facts, aftercare=given),
            detail=f"{held.facts.ref}: {words.fact(str(given.advocate))}", event="aftercare",
        )  # fmt: skip
        act.record(
            "set_aftercare", ref=held.facts.ref, care_review_on=_iso(given.care_review_on),
            advocate=given.advocate.value if given.advocate else "",
        )  # fmt: skip
    return Outcome(None, of_case(request_id))


def note_withdrawal(ctx: Context, request_id: int, *, on: date, how: str) -> Outcome[None]:
    """Record that the person no longer shows contentment; the finding itself stays as it was made.

    Raises:
        ProblemsFound: the day is to come, or nobody says how it showed.
        Refused: there is no finding of no deprivation in this case.
    """
    if not how.strip():
        settle((Code.WHY_NEEDED.problem(field="withdrawn_how"),), "")
    if on > ctx.today:
        settle((Code.EVENT_IN_FUTURE.problem(field="withdrawn_on"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = recorded_findings.current(act.case.records) or assessed_findings.take_over(act)
        if held is None or held.facts.finding.finding is Finding.DOL:
            raise Refused("NO_FINDING_OF_NONE")
        act.amend(
            held, replace(held.facts, withdrawn_on=on, withdrawn_how=how), on=on,
            detail=f"{held.facts.ref}: {how}", event="finding_withdrawn",
        )  # fmt: skip
        act.record("note_withdrawal", ref=held.facts.ref, on=on.isoformat(), how=how)
        campaign_marks.escalate(act, how)
    return Outcome(None, of_case(request_id, Listing.CAMPAIGNS))


# How a record is changed


def _write(
    ctx: Context,
    request_id: int,
    record_id: int,
    *,
    finding: DolTestRecord | None = None,
    event: FindingEvent | None = None,
    said: str,
    **values: Any,
) -> Outcome[None]:
    stage = _stage(ctx, request_id, record_id)
    with on_case(ctx, _leave(stage), request_id) as act:
        _own_case(ctx, act.case, stage)
        held = _held(act.case, record_id)
        if held.facts.is_frozen:
            settle((Code.AG_V23.problem(),), "")
        state = MACHINE.after(held.facts.state, event) if event else held.facts.state
        facts = replace(held.facts, state=state, finding=finding or held.facts.finding, **values)
        act.amend(held, facts, detail=held.facts.ref, event=said)
        act.record(said, ref=held.facts.ref)
    return Outcome(None, of_case(request_id))


def _amend_frozen(
    ctx: Context,
    leave: Act,
    request_id: int,
    record_id: int,
    *,
    event: FindingEvent,
    said: str,
    **values: Any,
) -> Outcome[None]:
    with on_case(ctx, leave, request_id) as act:
        held = _held(act.case, record_id)
        state = MACHINE.after(held.facts.state, event)
        act.amend(held, replace(held.facts, state=state, **values), detail=held.facts.ref,
                  event=said)  # fmt: skip
        act.record(said, ref=held.facts.ref)
    return Outcome(None, of_case(request_id))


def _leave(stage: Stage) -> Act:
    return Act(LEAVE[stage])


def _held(case: Case, record_id: int) -> Record[RecordedFinding]:
    for one in recorded_findings.stored(case.records):
        if one.id == record_id:
            return one
    raise Refused("NO_SUCH_RECORD")


def _stage(ctx: Context, request_id: int, record_id: int) -> Stage:
    with ctx.reading() as session:
        return _held(cases.load(session, request_id), record_id).facts.stage


def _subject_id(case: Case, subject: Subject, given: int | None) -> int | None:
    """Return what a record hangs on.

    Raises:
        Refused: the case has no such thing.
    """
    if subject is Subject.AUTHORISATION and case.authorisation is None:
        raise Refused("NO_AUTHORISATION")
    if subject not in _HANGS_ON:
        return given or case.request.id
    kind, missing = _HANGS_ON[subject]
    there = [one.id for one in case.records if one.kind is kind and not one.is_void]
    if not there or (given is not None and given not in there):
        raise Refused(missing)
    return given or there[-1]


def _own_case(ctx: Context, case: Case, stage: Stage) -> None:
    """Let an assessor write in no case but their own (4.8)."""
    if ctx.actor.roles & {Role.ADMINISTRATOR, Role.LEAD} and stage is not Stage.FORMAL_DECISION:
        return
    probe = RecordedFinding("", FindingState.DRAFT, Subject.REQUEST, stage, DolTestRecord(""))
    if not finding_checks.may_decide(ctx, case, probe) and not _has_other_subject(case):
        settle((Code.AG_V04.problem(),), "")


def _has_other_subject(case: Case) -> bool:
    kinds = {kind for kind, _missing in _HANGS_ON.values()}
    return case.authorisation is not None or any(one.kind in kinds for one in case.records)


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
