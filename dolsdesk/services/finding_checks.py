"""What a decision about deprivation of liberty is asked, and who may make it (4.6, 4.8)."""

from datetime import timedelta

from dolsdesk.domain.dols import holdings, legal_test, recorded_findings
from dolsdesk.domain.dols.assessments import Assessment, Method
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.objections import CourtCase, Objection
from dolsdesk.domain.dols.recorded_findings import (
    Aftercare,
    Circumstances,
    RecordedFinding,
    Stage,
    Subject,
)
from dolsdesk.domain.dols.referrals import Referral
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Role
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import findings


def problems(
    ctx: Context, session: ReadSession, case: Case, decided: RecordedFinding
) -> tuple[Problem, ...]:
    """Return what stops or questions a decision as it is typed."""
    if decided.stage is not Stage.FORMAL_DECISION:
        return _view_problems(ctx, decided)
    given = Circumstances(
        born_on=case.person.date_of_birth,
        may_decide=may_decide(ctx, case, decided),
        alike=alike(ctx, session, case.person_id, decided.finding.reasons),
        recent_objection=_objected_lately(ctx, case, decided),
        at_court=any(
            one.facts.is_live or one.facts.authorises_to(ctx.today) is not None
            for one in holdings.of(case.records, RecordKind.COURT, CourtCase)
        ),
    )
    return recorded_findings.decision_problems(decided, given, as_at=ctx.today, book=ctx.book)


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


def _objected_lately(ctx: Context, case: Case, decided: RecordedFinding) -> bool:
    on = decided.finding.decided_on or ctx.today
    window = timedelta(days=ctx.book.value(RuleId.AGNI_OBJECTION_DAYS, on=on).amount)
    held = holdings.of(case.records, RecordKind.OBJECTION, Objection)
    return any(on - window <= one.facts.on <= on for one in held)


def _view_problems(ctx: Context, decided: RecordedFinding) -> tuple[Problem, ...]:
    """Return what is wrong with a view that decides nothing: only who, when and which test."""
    found = legal_test.problems(decided.finding, book=ctx.book)
    about = {Code.AG_V01.name, Code.AG_V02.name, Code.AG_V03.name}
    return tuple(one for one in found if one.code in about)


def may_decide(ctx: Context, case: Case, record: RecordedFinding) -> bool:
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


def closing_problems(case: Case) -> tuple[Problem, ...]:
    """Return what is open before the last safeguard of somebody not deprived ends (AG-V25)."""
    kept = recorded_findings.current(case.records)
    given = kept.facts.aftercare if kept else Aftercare()
    return () if given.is_answered else (recorded_findings.aftercare_problem(given),)


def review_found_none(case: Case) -> bool:
    """Return whether a review under way has found that there is no deprivation."""
    held = holdings.of(case.records, RecordKind.REVIEW, Review)
    return any(
        one.facts.is_open and any(f.is_no_deprivation for f in one.facts.findings.values())
        for one in held
    )
