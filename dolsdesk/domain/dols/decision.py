"""What a signatory may sign (Sch A1 paras 50-58; dols.md 4.6 and 7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import days_from
from dolsdesk.domain.dols import assessments, timescales
from dolsdesk.domain.dols.assessments import (
    Assessment,
    EligibilityCase,
    Method,
    Recommendation,
)
from dolsdesk.domain.dols.case import Case, Representative, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.conditions import address_problems
from dolsdesk.domain.dols.facts import AssessmentKind, Facts, MaxPeriod, RequestType
from dolsdesk.domain.dols.worksheet import Result as Dated
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.staff import Act, StaffMember
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class Scrutiny(StrEnum):
    """What the signatory looks at before signing; scrutiny, not a rubber stamp."""

    SAME_PERSON_AND_PLACE = "same_person_and_place"
    SIX_ASSESSMENTS_READ = "six_assessments_read"
    CURRENT_TEST_APPLIED = "current_test_applied"
    PERSONS_WISHES_HEARD = "persons_wishes_heard"
    OBJECTION_ANSWERED = "objection_answered"
    LESS_RESTRICTIVE = "less_restrictive"
    CONDITIONS_FIT = "conditions_fit"
    REPRESENTATIVE_FITS = "representative_fits"
    PERIOD_FITS = "period_fits"


class LateReason(StrEnum):
    """Why a decision comes after the day the assessments were due (TI9)."""

    NO_ASSESSOR = "no_assessor"
    NO_DOCTOR = "no_doctor"
    WAITING_FOR_INFORMATION = "waiting_for_information"
    PERSON_UNAVAILABLE = "person_unavailable"
    QUEUE = "queue"
    CONTESTED = "contested"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Grant:
    """A standard authorisation about to be given."""

    given_on: date
    in_force_on: date
    last_day: date | None
    purpose: str = ""
    period_reason: str = ""
    reasons: Mapping[AssessmentKind, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    representative: Representative | None = None
    scrutiny: frozenset[Scrutiny] = frozenset()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the law allows for a decision made on a day: first day, longest last day, and why."""

    first_on: date
    latest_last_day: date | None
    results: Mapping[str, Dated]
    problems: tuple[Problem, ...]


def max_period(case: Case) -> MaxPeriod | None:
    """Return the best interests assessor's maximum period, once stated."""
    found = case.assessments.get(AssessmentKind.BI)
    return found.best_interests.max_period if found and found.best_interests else None


def bounds(
    case: Case, *, given_on: date, in_force_on: date | None, as_at: date, book: RuleBook
) -> Bounds:
    """Return the longest lawful period for a decision given on a day."""
    facts = _facts(case, given_on, in_force_on, None)
    answer = timescales.work_out(facts, as_at=as_at, book=book)
    starts_on = answer.date("sa_in_force_on") or given_on
    return Bounds(
        starts_on, answer.date("sa_latest_permitted_last_day"), answer.results, answer.problems
    )


def grant_problems(
    grant: Grant, case: Case, signatory: StaffMember, *, as_at: date, book: RuleBook
) -> tuple[Problem, ...]:
    """Return every reason why this authorisation may not be given, and every warning."""
    return tuple(_grant_problems(grant, case, signatory, as_at, book))


def prepared_problems(
    grant: Grant, case: Case, *, as_at: date, book: RuleBook
) -> tuple[Problem, ...]:
    """Return why an authorisation may not go to the signatory as it was prepared (R6 to R7).

    It is asked all that is asked of one that is given, but for what only the signatory can say:
    who they are, what they looked at, and whom they appoint.
    """
    read = replace(grant, scrutiny=frozenset(Scrutiny))
    return tuple(_draft_problems(read, case, as_at, book))


def refusal_problems(
    case: Case, signatory: StaffMember, reasons: str, *, as_at: date
) -> tuple[Problem, ...]:
    """Return why the request may not be refused.

    Only a negative assessment allows it (I12), and the assessors who still work are told to stop
    before.
    """
    found = list(signatory_problems(case, signatory, as_at=as_at))
    if not any(a.is_negative for a in case.assessments.values()):
        found.append(Code.REFUSE_WITHOUT_NEGATIVE.problem())
    elif case.still_asked:  # stop notices come first (para 133; dols.md 4.1, R10 to R11)
        found.append(
            Code.CONTINUE_AFTER_NEGATIVE.problem(severity=Severity.REFUSE, names=case.still_asked)
        )
    if not reasons.strip():
        found.append(Code.SA_NO_CONTENTS.problem(field="reasons", items=("refusal_reasons",)))
    return tuple(found)


def signatory_problems(case: Case, signatory: StaffMember, *, as_at: date) -> Iterator[Problem]:
    """Yield why this person may not decide this case: leave, authority, own assessments (AU1).

    Authority is delegated by the council; where the register says until when, it ends with that
    day. No statute asks anything more of a signatory (dols.md 1.1).
    """
    if not signatory.may(Act.DECIDE):
        yield Code.SIGNATORY_NOT_AUTHORISED.problem()
    until = signatory.signs_until
    if until is not None and until < as_at:
        yield Code.SIGNATORY_AUTHORITY_ENDED.problem(until=until)
    own = signatory.assessor_id
    asked = {allocation.assessor_id for allocation in case.allocations}
    done = {a.assessor_id for a in (*case.assessments.values(), *case.returned)}
    if own is not None and own in asked | done:
        yield Code.SIGNATORY_CONFLICT.problem()


def missing_assessments(case: Case) -> tuple[AssessmentKind, ...]:
    """Return the kinds not yet positive with a written copy held (I1, I2)."""
    return tuple(
        kind
        for kind in AssessmentKind
        if (found := case.assessments.get(kind)) is None or not found.is_good
    )


def _facts(case: Case, given_on: date, in_force_on: date | None, last_day: date | None) -> Facts:
    """Return the facts of a case as they would be with this decision.

    An authorisation that still runs is known here even where the form did not name it: two for
    one person in one place never overlap (I6).
    """
    base = facts_of(case)
    values = {name: getattr(base, name) for name in Facts.__dataclass_fields__}
    running = case.others_until
    if running is not None and running >= given_on:
        values["existing_sa_last_day"] = max(running, base.existing_sa_last_day or running)
    values |= {
        "sa_given_on": given_on,
        "sa_in_force_on": in_force_on,
        "sa_last_day": None,
        "sa_proposed_last_day": last_day,
        "bia_max_period": max_period(case),
        "review_in_progress": case.request.type is RequestType.DURING_REVIEW,
    }
    return Facts(**values)


def _grant_problems(
    grant: Grant, case: Case, signatory: StaffMember, as_at: date, book: RuleBook
) -> Iterator[Problem]:
    yield from signatory_problems(case, signatory, as_at=as_at)
    yield from _draft_problems(grant, case, as_at, book)
    yield from representative_problems(grant.representative, case)


def _draft_problems(grant: Grant, case: Case, as_at: date, book: RuleBook) -> Iterator[Problem]:
    if any(a.is_negative for a in case.assessments.values()):
        yield Code.GRANT_AFTER_NEGATIVE.problem()
    elif lacking := missing_assessments(case):
        yield Code.GRANT_NOT_ALL_POSITIVE.problem(items=lacking)
    yield from _stale(grant, case, book)
    facts = _facts(case, grant.given_on, grant.in_force_on, grant.last_day)
    answer = timescales.work_out(facts, as_at=as_at, book=book)
    yield from (p for p in answer.problems if p.code not in _ARRIVAL_CODES)
    yield from _contents(grant, case)
    yield from _period_reason(grant, answer.date("sa_latest_permitted_last_day"), book)
    yield from address_problems(grant.conditions)


#: Questions of the day of receipt; they were asked then.
_ARRIVAL_CODES = frozenset(
    {"REQUEST_TOO_EARLY", "RECEIVED_BEFORE_FORM", "DOB_IMPLAUSIBLE", "URGENT_OVER_7_DAYS"}
)


def _stale(grant: Grant, case: Case, book: RuleBook) -> Iterator[Problem]:
    """Yield assessments dated after the decision, or equivalents too old on it (10.5)."""
    for found in case.assessments.values():
        if found.carried_out_on > grant.given_on:
            yield Code.ASSESSMENT_FUTURE.problem()
        if found.method is Method.EQUIVALENT:
            setting = assessments.Setting(as_at=grant.given_on)
            retested = _relied_on(found, grant.given_on)
            yield from (
                problem
                for problem in assessments.problems(retested, setting, book=book)
                if problem.code == Code.EQUIVALENT_TOO_OLD.name
            )


def _relied_on(found: Assessment, on: date) -> Assessment:
    use = found.equivalent or assessments.EquivalentUse()
    return replace(found, equivalent=replace(use, relied_on=on))


def _contents(grant: Grant, case: Case) -> Iterator[Problem]:
    """Yield what para 55 asks for and is not there."""
    items = [
        name
        for name, value in (
            ("last_day", grant.last_day),
            ("purpose", grant.purpose.strip()),
            ("period_reason", grant.period_reason.strip()),
        )
        if not value
    ]
    items += [
        f"reason_{kind.value}" for kind in AssessmentKind if not grant.reasons.get(kind, "").strip()
    ]
    if set(Scrutiny) - grant.scrutiny:
        items.append("scrutiny")
    if items:
        yield Code.SA_NO_CONTENTS.problem(field=items[0], items=tuple(items))
    eligible = case.assessments.get(AssessmentKind.ELIG)
    if eligible is not None and eligible.eligibility_case is None:
        yield Code.ELIG_CASE_MISSING.problem()


def _period_reason(grant: Grant, longest: date | None, book: RuleBook) -> Iterator[Problem]:
    if grant.last_day is None or longest is None or grant.period_reason.strip():
        return
    shorter = book.value(RuleId.PR_SHORT_PERIOD, on=grant.given_on).amount
    if days_from(grant.last_day, longest) > shorter:
        yield Code.SHORTER_PERIOD_NO_REASON.problem()


def representative_problems(chosen: Representative | None, case: Case) -> Iterator[Problem]:
    """Yield why somebody may not be the representative (RPR regs 3 to 11)."""
    if chosen is None or not chosen.name.strip():
        yield Code.RPR_MISSING.problem()
        return
    if chosen.is_paid:
        return
    found = case.assessments.get(AssessmentKind.BI)
    advice: Recommendation | None = None
    if found is not None and found.best_interests is not None:
        advice = found.best_interests.representative
    if advice is None or advice.name.strip().casefold() != chosen.name.strip().casefold():
        yield Code.RPR_NOT_RECOMMENDED.problem()
        return
    if advice.is_objected_to:
        yield Code.RPR_P_OBJECTS.problem()
    if not advice.is_eligible_confirmed:
        yield Code.RPR_INELIGIBLE.problem(name=chosen.name, reason="rpr_not_confirmed")


def eligibility_case(case: Case) -> EligibilityCase:
    """Return the Schedule 1A case stated by the eligibility assessor."""
    found = case.assessments.get(AssessmentKind.ELIG)
    return found.eligibility_case or EligibilityCase.NONE if found else EligibilityCase.NONE
