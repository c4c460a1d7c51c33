"""Findings about deprivation of liberty as records: written, decided, checked, never rewritten.

The program fills in no outcome: what is decided is what the assessor typed (after-agni.md 4.2,
4.6 to 4.8). An earlier finding is taken over exactly as it was recorded (4.12).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import holdings, legal_test, recorded_findings
from dolsdesk.domain.dols.assessments import Assessment, Method
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import DolTestRecord, Finding
from dolsdesk.domain.dols.objections import CourtCase, Objection
from dolsdesk.domain.dols.recorded_findings import (
    MACHINE,
    Aftercare,
    Circumstances,
    Difference,
    FindingEvent,
    FindingState,
    Purpose,
    RecordedFinding,
    Stage,
    Subject,
)
from dolsdesk.domain.dols.referrals import Referral
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act, Role
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import campaign_marks, references, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import findings
from dolsdesk.store.reads.findings import Told
from dolsdesk.store.repos import cases, records

BIA = "Best interests assessor"

#: The leave each stage of a record needs.
LEAVE = {
    Stage.MA_VIEW: Act.ENTER_SCREENING,
    Stage.TRIAGE_VIEW: Act.TRIAGE_SCREENING,
    Stage.FORMAL_DECISION: Act.DECIDE_FINDING,
}
_ROLES = {
    Stage.MA_VIEW: "Managing authority",
    Stage.TRIAGE_VIEW: "Triage officer",
    Stage.FORMAL_DECISION: BIA,
}
#: The kind of record that a finding of some subjects hangs on, and what is said where none is.
_HANGS_ON = {
    Subject.REVIEW: (RecordKind.REVIEW, "NO_REVIEW"),
    Subject.THIRD_PARTY: (RecordKind.REFERRAL, "NO_REPORT"),
    Subject.COURT: (RecordKind.COURT, "NO_PROCEEDINGS"),
}


@dataclass(frozen=True, slots=True)
class FindingsView:
    """The findings of a case: what is kept, what was found before, and the two side by side."""

    kept: tuple[Record[RecordedFinding], ...]
    earlier: tuple[Told, ...]
    old: DolTestRecord | None
    new: DolTestRecord | None
    differences: tuple[Difference, ...]


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
        why = settle(problems(ctx, act.write.session, act.case, decided), reason)
        decided = _against_earlier(act, decided)
        said = f"{decided.ref}: {_outcome(decided)}"
        act.amend(held, decided, on=on, detail=said, why=why, event="finding_decided")
        if stage is Stage.FORMAL_DECISION:
            _stand_alone(act, held.id, decided)
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


def problems(
    ctx: Context, session: ReadSession, case: Case, decided: RecordedFinding
) -> tuple[Problem, ...]:
    """Return what stops or questions a decision as it is typed."""
    if decided.stage is not Stage.FORMAL_DECISION:
        return _view_problems(ctx, decided)
    given = Circumstances(
        born_on=case.person.date_of_birth,
        may_decide=_may_decide(ctx, case, decided),
        alike=alike(ctx, session, case.person_id, decided.finding.reasons),
        recent_objection=_objected_lately(ctx, case, decided),
        at_court=any(
            one.facts.is_live or one.facts.authorises_to(ctx.today) is not None
            for one in holdings.of(case.records, RecordKind.COURT, CourtCase)
        ),
    )
    return recorded_findings.decision_problems(decided, given, as_at=ctx.today, book=ctx.book)


def _objected_lately(ctx: Context, case: Case, decided: RecordedFinding) -> bool:
    on = decided.finding.decided_on or ctx.today
    window = timedelta(days=ctx.book.value(RuleId.AGNI_OBJECTION_DAYS, on=on).amount)
    held = holdings.of(case.records, RecordKind.OBJECTION, Objection)
    return any(on - window <= one.facts.on <= on for one in held)


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
        held = recorded_findings.current(act.case.records) or _take_over(act)
        is_none = held is not None and held.facts.finding.finding is Finding.NOT_DOL
        if held is None or not (is_none or review_found_none(act.case)):
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


def review_found_none(case: Case) -> bool:
    """Return whether a review under way has found that there is no deprivation."""
    held = holdings.of(case.records, RecordKind.REVIEW, Review)
    return any(
        one.facts.is_open and any(f.is_no_deprivation for f in one.facts.findings.values())
        for one in held
    )


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
        held = recorded_findings.current(act.case.records) or _take_over(act)
        if held is None or held.facts.finding.finding is Finding.DOL:
            raise Refused("NO_FINDING_OF_NONE")
        act.amend(
            held, replace(held.facts, withdrawn_on=on, withdrawn_how=how), on=on,
            detail=f"{held.facts.ref}: {how}", event="finding_withdrawn",
        )  # fmt: skip
        act.record("note_withdrawal", ref=held.facts.ref, on=on.isoformat(), how=how)
        campaign_marks.escalate(act, how)
    return Outcome(None, of_case(request_id, Listing.CAMPAIGNS))


# Findings that stand in assessments


def keep_assessed(act: CaseAct, found: Assessment) -> None:
    """Keep the finding of a best interests assessment that was just recorded as a record."""
    best = found.best_interests
    if best is None or best.test is None or found.method is not Method.NEW:
        return
    finding = best.test
    facts = _against_earlier(
        act,
        RecordedFinding(
            ref=references.finding_ref(act.write.session, act.ctx.today.year),
            state=FindingState.DECIDED,
            subject=Subject.ASSESSMENT,
            stage=Stage.FORMAL_DECISION,
            subject_id=act.case.request.id,
            finding=finding,
            assessment_version=found.version,
            decided_role=BIA,
        ),
    )
    on = finding.decided_on or found.carried_out_on
    record_id = act.begin(
        RecordKind.TEST_RECORD, facts, on=on, detail=f"{facts.ref}: {_outcome(facts)}",
        event="finding_decided",
    )  # fmt: skip
    _stand_alone(act, record_id, facts)


def assessment_problems(
    ctx: Context, session: ReadSession | None, case: Case, found: Assessment
) -> tuple[Problem, ...]:
    """Return what the finding of a best interests assessment is further asked (AG-V09, AG-V26)."""
    best = found.best_interests
    if found.kind is not AssessmentKind.BI or best is None or best.test is None:
        return ()
    if found.method is not Method.NEW:
        return ()
    wrong = list(
        recorded_findings.under_age(case.person.date_of_birth, found.carried_out_on, ctx.book)
    )
    if session is not None:
        like = alike(ctx, session, case.person_id, best.test.reasons)
        if like:
            wrong.append(Code.AG_V09.problem(field="test_reasons", ref=like))
    return tuple(wrong)


def migrate(ctx: Context, request_ids: Iterable[int]) -> Outcome[int]:
    """Take the earlier findings of some cases over as records, as they were made; count them.

    What is kept already is not taken over twice.
    """
    done, changes = 0, of_case(0)
    for request_id in request_ids:
        with on_case(ctx, Act.SEND_SCREENING, request_id) as act:
            taken = _take_over(act)
            if taken is not None:
                done += 1
            act.record("migrate_finding", taken=taken.facts.ref if taken else "")
        changes |= of_case(request_id)
    return Outcome(done, changes)


def closing_problems(case: Case) -> tuple[Problem, ...]:
    """Return what is open before the last safeguard of somebody not deprived ends (AG-V25)."""
    kept = recorded_findings.current(case.records)
    given = kept.facts.aftercare if kept else Aftercare()
    return () if given.is_answered else (recorded_findings.aftercare_problem(given),)


def alike(ctx: Context, session: ReadSession, person_id: int, reasons: str) -> str:
    """Return the reference of another person's finding with almost the same reasons, or nothing."""
    from rapidfuzz import fuzz, process

    said = reasons.strip()
    if not said:
        return ""
    least = ctx.book.value(RuleId.AGNI_ALIKE, on=ctx.today).amount
    test = legal_test.in_force(ctx.today, ctx.book)
    others = {
        number: one
        for number, one in enumerate(findings.every(session, test=test))
        if one.person_id != person_id and one.reasons
    }
    texts = {number: one.reasons for number, one in others.items()}
    best = process.extractOne(said, texts, scorer=fuzz.ratio, score_cutoff=least)
    return (others[best[2]].ref or others[best[2]].case_ref) if best else ""


def view(ctx: Context, case: Case) -> FindingsView:
    """Return the findings about the person of a case, and the old beside the new."""
    with ctx.reading() as session:
        told = findings.every(session, person_id=case.person_id)
        about = tuple(one for one in told if one.place_id == case.place.id)
        old, new = _old_and_new(ctx, session, about)
    return FindingsView(
        kept=recorded_findings.stored(case.records),
        earlier=about,
        old=old,
        new=new,
        differences=recorded_findings.side_by_side(old, new),
    )


def old_and_new(
    ctx: Context, session: ReadSession, case: Case
) -> tuple[DolTestRecord | None, DolTestRecord | None]:
    """Return the last finding under an earlier test about a person in a place, and the last now."""
    told = findings.every(session, person_id=case.person_id)
    return _old_and_new(ctx, session, tuple(o for o in told if o.place_id == case.place.id))


def _old_and_new(
    ctx: Context, session: ReadSession, about: tuple[Told, ...]
) -> tuple[DolTestRecord | None, DolTestRecord | None]:
    """Return the last finding under an earlier test, and the last under the test in force."""
    test = legal_test.in_force(ctx.today, ctx.book)
    decided = [one for one in about if one.is_formal]
    before = [one for one in decided if one.test != test]
    since = [one for one in decided if one.test == test]
    if not before and len(since) > 1:
        before = since[:-1]
    return (
        _whole(session, before[-1]) if before else None,
        _whole(session, since[-1]) if since else None,
    )


def _whole(session: ReadSession, one: Told) -> DolTestRecord | None:
    if one.record_id:
        held, _person = records.load(session, one.record_id)
        finding: DolTestRecord = held.facts.finding
        return finding
    best = cases.load(session, one.request_id).assessments.get(AssessmentKind.BI)
    test = best.best_interests.test if best and best.best_interests else None
    if test is not None and test.decided_on is None and best is not None:
        return replace(test, decided_on=best.carried_out_on)
    return test


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
    if not _may_decide(ctx, case, probe) and not _has_other_subject(case):
        settle((Code.AG_V04.problem(),), "")


def _has_other_subject(case: Case) -> bool:
    kinds = {kind for kind, _missing in _HANGS_ON.values()}
    return case.authorisation is not None or any(one.kind in kinds for one in case.records)


def _may_decide(ctx: Context, case: Case, record: RecordedFinding) -> bool:
    """Return whether the person at the desk is the assessor whose question this is (AG-V04)."""
    own = ctx.actor.assessor_id
    if Role.BIA not in ctx.actor.roles or own is None:
        return False
    if record.subject in {Subject.REQUEST, Subject.ASSESSMENT}:
        selected = case.active_allocations.get(AssessmentKind.BI)
        return selected is not None and selected.assessor_id == own
    if record.subject is Subject.THIRD_PARTY:
        held = holdings.of(case.records, RecordKind.REFERRAL, Referral)
        named = [one.facts.assessor_id for one in held if one.id == record.subject_id]
        return not named or named[0] in {None, own}
    return True


def _view_problems(ctx: Context, decided: RecordedFinding) -> tuple[Problem, ...]:
    """Return what is wrong with a view that decides nothing: only who, when and which test."""
    found = legal_test.problems(decided.finding, book=ctx.book)
    about = {Code.AG_V01.name, Code.AG_V02.name, Code.AG_V03.name}
    return tuple(one for one in found if one.code in about)


def _against_earlier(act: CaseAct, decided: RecordedFinding) -> RecordedFinding:
    """Return a decision that says which one it follows, and whether it decides otherwise."""
    if not decided.decides:
        return decided
    told = findings.every(act.write.session, person_id=act.case.person_id)
    here = [one for one in told if one.place_id == act.case.place.id and one.is_formal]
    before = [one for one in here if one.decided_on is not None and one.ref != decided.ref]
    if not before:
        return decided
    last = before[-1]
    now = decided.finding.finding.value if decided.finding.finding else ""
    return replace(
        decided,
        supersedes=last.ref or last.case_ref,
        changed_decision=bool(last.outcome) and last.outcome != now,
    )


def _stand_alone(act: CaseAct, record_id: int, decided: RecordedFinding) -> None:
    """Supersede every other decision about the person in this place; note it in a campaign."""
    if not decided.decides:
        return
    session, on = act.write.session, decided.finding.decided_on
    for one in records.of_person(session, act.case.person_id):
        if one.kind is not RecordKind.TEST_RECORD or one.is_void or one.id == record_id:
            continue
        if one.place_id != act.case.place.id or not one.facts.decides:
            continue
        state = MACHINE.after(one.facts.state, FindingEvent.SUPERSEDE)
        records.amend(
            session, one.id, replace(one.facts, state=state, superseded_by=decided.ref),
            seen=one.entries, why="", recorded_by=act.ctx.actor.id, recorded_at=act.write.at,
        )  # fmt: skip
        cases.add_event(
            session, one.request_id or act.case.request.id, kind="finding_superseded",
            happened_on=on or act.ctx.today, happened_time=None,
            detail=f"{one.facts.ref}: {decided.ref}", recorded_by=act.ctx.actor.id,
            recorded_at=act.write.at,
        )  # fmt: skip
    campaign_marks.decided(act, decided)


def _take_over(act: CaseAct) -> Record[RecordedFinding] | None:
    """Keep the finding of the newest assessment as a record, if none of this case is kept."""
    case = act.case
    found = case.assessments.get(AssessmentKind.BI)
    finding = found.best_interests.test if found and found.best_interests else None
    if found is None or finding is None:
        return None
    if any(one.facts.assessment_version == found.version
           for one in recorded_findings.stored(case.records)):  # fmt: skip
        return None
    facts = recorded_findings.migrated(
        finding,
        ref=references.finding_ref(act.write.session, act.ctx.today.year),
        version=found.version,
        carried_out_on=found.carried_out_on,
        test=legal_test.in_force(found.carried_out_on, act.ctx.book),
    )
    if not facts.finding.decided_by:
        facts = replace(facts, finding=replace(facts.finding, decided_by=found.assessor_name))
    if _is_older(act, facts):
        facts = replace(facts, state=FindingState.SUPERSEDED)
    record_id = act.begin(
        RecordKind.TEST_RECORD, facts, on=found.carried_out_on, detail=facts.ref,
        event="finding_taken_over",
    )  # fmt: skip
    act.write.session.flush()
    held, _person = records.load(act.write.session, record_id)
    return held


def _is_older(act: CaseAct, facts: RecordedFinding) -> bool:
    """Return whether a decision about the person in this place was made since."""
    on = facts.finding.decided_on or date.min
    return any(
        one.kind is RecordKind.TEST_RECORD
        and not one.is_void
        and one.place_id == act.case.place.id
        and one.facts.decides
        and (one.facts.finding.decided_on or date.min) >= on
        for one in records.of_person(act.write.session, act.case.person_id)
    )


def _outcome(record: RecordedFinding) -> str:
    found = record.finding.finding
    return words.fact(found.value) if found else words.fact(record.stage.value)


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
