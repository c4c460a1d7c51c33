"""Capacity, mental health, eligibility and refusals against their own answers and the request."""

from collections.abc import Iterator

from dolsdesk.domain.dols.assessments import (
    CaseAnswer,
    EligibilityCase,
    Method,
    RefusalFound,
    RefusalKind,
    Result,
)
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.consistency.written import Written
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import Capacity
from dolsdesk.domain.people import ContactRole
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook

_K = AssessmentKind
#: How a request says that no power of the Mental Health Act is used.
_NONE = frozenset({"", "no", "none", "n/a", "not subject", "nil", "not applicable"})


def capacity(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a result on capacity that its own answers, or another record, do not bear out."""
    found = form.found.get(_K.MC)
    lacks = found is not None and found.result is Result.POSITIVE
    if found is not None and found.capacity is not None and found.method is Method.NEW:
        answers = found.capacity
        if lacks and answers.abilities and not answers.is_unable:
            yield Clash.LACKS_WITHOUT_INABILITY.problem()
        if not lacks and answers.is_unable:
            yield Clash.HAS_WITH_INABILITY.problem()
        if lacks and not answers.impairment.strip():
            yield Clash.LACKS_WITHOUT_IMPAIRMENT.problem()
        bare = [one for one in answers.abilities if one.is_able is False and not one.evidence]
        if lacks and bare:
            yield Clash.INABILITY_WITHOUT_EVIDENCE.problem(
                field=f"{bare[0].ability.value}_evidence",
                items=tuple(one.ability.value for one in bare),
            )
    held = form.case.assessments.get(_K.MC)
    is_other = held is not None and not held.returned_reason and found is not None
    if is_other and held is not None and found is not None and held.result is not found.result:
        yield Clash.CAPACITY_AGAINST_RECORD.problem(name=held.assessor_name)
    known = form.any_of(_K.MC)
    if known is None or form.bi is None:
        return
    if form.test is not None and form.test.capacity is not Capacity.NOT_ASSESSED:
        said_lacks = form.test.capacity is Capacity.LACKS
        if said_lacks is not (known.result is Result.POSITIVE):
            yield Clash.CAPACITY_AGAINST_FINDING.problem()
            return
    if known.result is Result.NEGATIVE and form.bi.result is Result.POSITIVE:
        yield Clash.INTERESTS_DESPITE_CAPACITY.problem()


def health(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a mental health result that the doctor's own answers do not bear out."""
    found = form.found.get(_K.MH)
    if found is None or found.health is None or found.method is not Method.NEW:
        return
    has = found.health.has_disorder
    if found.result is Result.POSITIVE and has is False:
        yield Clash.MET_WITHOUT_DISORDER.problem()
    if found.result is Result.NEGATIVE and has is True:
        yield Clash.NOT_MET_WITH_DISORDER.problem()
    if found.result is Result.POSITIVE and has and not found.health.diagnosis.strip():
        yield Clash.DISORDER_WITHOUT_DIAGNOSIS.problem()


def eligibility(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield an eligibility result that the five answers, the place or the request contradict."""
    found = form.found.get(_K.ELIG)
    if found is None or found.method is not Method.NEW:
        return
    answers = found.eligibility.answers if found.eligibility else ()
    so = [one.case for one in answers if one.applies]
    is_met = found.result is Result.POSITIVE
    if EligibilityCase.E in so and form.case.place.kind is PlaceKind.CARE_HOME:
        yield Clash.CASE_E_OUTSIDE_HOSPITAL.problem()
    elif is_met and so:
        yield Clash.ELIGIBLE_IN_A_CASE.problem(field=f"case_{so[0].value}", case=so[0].value)
    if not is_met and _all_no(answers):
        yield Clash.INELIGIBLE_IN_NO_CASE.problem()
    if is_met and found.eligibility_case is EligibilityCase.A:
        yield Clash.ELIGIBLE_DETAINED.problem()
    says = form.case.request.mha_status.strip()
    is_told = says.casefold().rstrip(".") not in _NONE
    if is_met and is_told and found.eligibility_case is EligibilityCase.NONE:
        yield Clash.STATUS_AGAINST_ELIGIBILITY.problem(text=says)


def _all_no(answers: tuple[CaseAnswer, ...]) -> bool:
    return bool(answers) and all(one.applies is False for one in answers)


def refusals(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a result on refusals that its rows, the request or the contacts contradict."""
    found = form.found.get(_K.NR)
    if found is None or not found.refusals or found.method is not Method.NEW:
        return
    rows = {one.kind: one for one in found.refusals}
    conflicts = [one for one in found.refusals if one.conflicts and one.exists is not False]
    of_nothing = [one for one in found.refusals if one.conflicts and one.exists is False]
    if of_nothing:
        yield Clash.CONFLICT_OF_NOTHING.problem(field=f"{of_nothing[0].kind.value}_conflicts")
    elif found.result is Result.POSITIVE and conflicts:
        yield Clash.NO_REFUSAL_WITH_CONFLICT.problem(field=f"{conflicts[0].kind.value}_conflicts")
    elif found.result is Result.NEGATIVE and not conflicts:
        yield Clash.REFUSAL_WITHOUT_CONFLICT.problem()
    if form.case.request.advance_decision is Answered.YES and _denied(
        rows.get(RefusalKind.ADVANCE_DECISION)
    ):
        yield Clash.ADVANCE_DECISION_ON_REQUEST.problem()
    for kind, role, clash in (
        (RefusalKind.DONEE, ContactRole.DONEE, Clash.DONEE_ON_RECORD),
        (RefusalKind.DEPUTY, ContactRole.DEPUTY, Clash.DEPUTY_ON_RECORD),
    ):
        on_record = [one for one in form.case.contacts if one.role is role]
        if on_record and _denied(rows.get(kind)):
            yield clash.problem(name=on_record[0].name)


def _denied(row: RefusalFound | None) -> bool:
    return row is not None and row.exists is False
