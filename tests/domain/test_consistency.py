"""Every kind of contradiction is found before the signature, and it alone (AS5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dolsdesk.domain.dols.assessments import (
    CaseAnswer,
    EligibilityCase,
    EligibilityFound,
    RefusalFound,
    RefusalKind,
    Result,
    SelectedBy,
)
from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.consistency import Clash, Written, contradictions
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod
from dolsdesk.domain.dols.form_parts import (
    Ability,
    AbilityFound,
    Advised,
    Copied,
    Document,
    HealthFound,
    PointFound,
    RprPoint,
)
from dolsdesk.domain.dols.legal_test import (
    Capacity,
    Consent,
    Evidence,
    EvidenceKind,
    Setting,
    Supports,
    VisitMode,
)
from dolsdesk.domain.people import Contact, ContactRole
from dolsdesk.domain.problems import Severity
from dolsdesk.services import words
from tests.support.desk import TODAY
from tests.support.forms import (
    BIA,
    DAY,
    RECEIVED,
    SISTER,
    SON,
    a_capacity,
    clean,
    whole,
)

F, K = AssessorForm, AssessmentKind
Seed = Callable[[Written], Written]
YEAR_AGO = TODAY - 400 * DAY


# How a form is spoilt


def in_(kind: AssessmentKind, **values: Any) -> Seed:
    """Spoil one assessment of a form."""
    return lambda form: replace(
        form, found={**form.found, kind: replace(form.found[kind], **values)}
    )


def best(**values: Any) -> Seed:
    return lambda form: in_(K.BI, best_interests=replace(form.best, **values))(form)


def finding(**values: Any) -> Seed:
    return lambda form: best(test=replace(form.test, **values))(form)


def rpr(**values: Any) -> Seed:
    return lambda form: best(representative=replace(form.representative, **values))(form)


def asked(**values: Any) -> Seed:
    return lambda form: replace(
        form, case=replace(form.case, request=replace(form.case.request, **values))
    )


def case(**values: Any) -> Seed:
    return lambda form: replace(form, case=replace(form.case, **values))


def person(**values: Any) -> Seed:
    return lambda form: case(person=replace(form.case.person, **values))(form)


def both(*seeds: Seed) -> Seed:
    def spoil(form: Written) -> Written:
        for seed in seeds:
            form = seed(form)
        return form

    return spoil


def point(wrong: RprPoint) -> Seed:
    return rpr(points=tuple(PointFound(one, one is not wrong) for one in RprPoint))


def refused(kind: RefusalKind, *, exists: bool, conflicts: bool) -> Seed:
    return in_(
        K.NR,
        refusals=tuple(
            RefusalFound(one, exists, conflicts) if one is kind else RefusalFound(one, False, False)
            for one in RefusalKind
        ),
    )


def cases(*so: EligibilityCase) -> EligibilityFound:
    return EligibilityFound(
        tuple(CaseAnswer(one, one in so) for one in EligibilityCase if one.value != "none")
    )


def abilities(*unable: Ability, evidence: str = "Seen twice.") -> tuple[AbilityFound, ...]:
    return tuple(
        AbilityFound(one, one not in unable, evidence if one in unable else "") for one in Ability
    )


NEGATIVE = {"result": Result.NEGATIVE}
A_SIGN = Evidence(TODAY, EvidenceKind.BEHAVIOUR, Supports.OBJECTION, "Pulled at the door", "Staff")
NO_OBJECTION = {"person_objects": False, "how_objects": ""}

#: Each kind of contradiction: on which form it is seeded, and how.
SEEDS: dict[Clash, tuple[AssessorForm, Seed]] = {
    # Days
    Clash.VISIT_TO_COME: (F.F4, in_(K.ELIG, visited_on=TODAY + DAY)),
    Clash.SIGNED_BEFORE_VISIT: (F.F3, in_(K.MC, carried_out_on=TODAY - DAY)),
    Clash.VISIT_BEFORE_REQUEST: (F.F3, in_(K.MC, visited_on=RECEIVED - DAY)),
    Clash.VISIT_AFTER_DEATH: (F.F4, person(date_of_death=TODAY - DAY)),
    Clash.DOCUMENT_LATER: (F.F3, in_(K.BI, documents=(Document("Care plan", TODAY + DAY),))),
    Clash.EVIDENCE_LATER: (F.F3, finding(evidence=(replace(A_SIGN, seen_on=TODAY + DAY),))),
    Clash.BIA_TOLD_BEFORE: (F.F4, in_(K.MH, notified_bia_on=TODAY - DAY)),
    Clash.BIA_ASKED_AFTER: (
        F.F4, in_(K.ELIG, eligibility=replace(cases(), bia_asked_on=TODAY + DAY))),
    Clash.START_BEFORE_ASSESSMENT: (F.F3, best(recommended_start=TODAY - DAY)),
    Clash.START_BEFORE_END: (F.F3, asked(existing_sa_last_day=TODAY + DAY)),
    Clash.SITUATION_ENDS_BEFORE: (
        F.F3, finding(is_open_ended=False, period_from=TODAY, expected_to=TODAY - DAY)),
    Clash.OPEN_ENDED_WITH_END: (F.F3, finding(expected_to=date(2027, 12, 1))),
    # Age
    Clash.UNDER_AGE_MET: (F.F3, person(date_of_birth=date(2010, 1, 1))),
    Clash.OF_AGE_NOT_MET: (F.F3, in_(K.AGE, **NEGATIVE)),
    # Capacity
    Clash.LACKS_WITHOUT_INABILITY: (F.F3, in_(K.MC, capacity=a_capacity(abilities=abilities()))),
    Clash.HAS_WITH_INABILITY: (
        F.F3, both(in_(K.MC, **NEGATIVE), in_(K.BI, **NEGATIVE),
                   finding(capacity=Capacity.HAS),
                   best(max_period=None, advised=(), representative=None, wants_contact=None,
                        is_in_best_interests=False))),
    Clash.LACKS_WITHOUT_IMPAIRMENT: (F.F3, in_(K.MC, capacity=a_capacity(impairment=" "))),
    Clash.INABILITY_WITHOUT_EVIDENCE: (
        F.F3, in_(K.MC, capacity=a_capacity(abilities=abilities(Ability.RETAIN, evidence="")))),
    Clash.CAPACITY_AGAINST_FINDING: (F.F3, finding(capacity=Capacity.HAS)),
    Clash.CAPACITY_AGAINST_RECORD: (
        F.F3, case(assessments={K.MC: whole(K.MC, **NEGATIVE, assessor_name="Dr Mo Hart")})),
    Clash.INTERESTS_DESPITE_CAPACITY: (
        F.F3, both(in_(K.MC, **NEGATIVE, capacity=a_capacity(abilities=abilities())),
                   finding(capacity=Capacity.HAS))),
    # Mental health
    Clash.MET_WITHOUT_DISORDER: (F.F4, in_(K.MH, health=HealthFound(False, "None", "None"))),
    Clash.NOT_MET_WITH_DISORDER: (F.F4, in_(K.MH, **NEGATIVE)),
    Clash.DISORDER_WITHOUT_DIAGNOSIS: (F.F4, in_(K.MH, health=HealthFound(True, "", "Memory"))),
    # Eligibility
    Clash.ELIGIBLE_IN_A_CASE: (F.F4, in_(K.ELIG, eligibility=cases(EligibilityCase.D))),
    Clash.INELIGIBLE_IN_NO_CASE: (F.F4, in_(K.ELIG, **NEGATIVE)),
    Clash.ELIGIBLE_DETAINED: (F.F4, in_(K.ELIG, eligibility_case=EligibilityCase.A)),
    Clash.STATUS_AGAINST_ELIGIBILITY: (F.F4, asked(mha_status="Section 3 since October")),
    Clash.CASE_E_OUTSIDE_HOSPITAL: (
        F.F4, in_(K.ELIG, **NEGATIVE, eligibility=cases(EligibilityCase.E))),
    # No refusals
    Clash.NO_REFUSAL_WITH_CONFLICT: (F.F3, refused(RefusalKind.DONEE, exists=True, conflicts=True)),
    Clash.REFUSAL_WITHOUT_CONFLICT: (F.F3, in_(K.NR, **NEGATIVE)),
    Clash.CONFLICT_OF_NOTHING: (F.F3, refused(RefusalKind.DEPUTY, exists=False, conflicts=True)),
    Clash.ADVANCE_DECISION_ON_REQUEST: (F.F3, asked(advance_decision=Answered.YES)),
    Clash.DONEE_ON_RECORD: (F.F3, case(contacts=(replace(SON, role=ContactRole.DONEE), SISTER))),
    Clash.DEPUTY_ON_RECORD: (F.F3, case(contacts=(SON, replace(SISTER, role=ContactRole.DEPUTY)))),
    # Wishes and objection
    Clash.OBJECTS_AND_CONSENTS: (F.F3, finding(consent=Consent.VALID_TACIT)),
    Clash.CONSENT_OBJECTS_ALONE: (F.F3, both(best(**NO_OBJECTION), rpr())),
    Clash.OBJECTS_WISHES_SAY_NOT: (F.F3, best(wishes="She has not objected to anything.")),
    Clash.WISHES_SAY_OBJECTS: (F.F3A, best(wishes="Most days she asks to go home.")),
    Clash.OBJECTS_NOT_SHOWN_HOW: (F.F3, best(how_objects="")),
    Clash.NO_OBJECTION_SHOWN_HOW: (F.F3A, best(how_objects="At the door, every day.")),
    Clash.SIGN_OF_OBJECTION: (F.F3A, finding(evidence=(A_SIGN,))),
    Clash.OBJECTION_ON_RECORD: (F.F3A, asked(person_objects=Answered.YES)),
    Clash.NOT_SEEN_YET_VISITED: (F.F3, finding(visit_mode=VisitMode.NOT_SEEN)),
    Clash.SEEN_ON_NO_DAY: (F.F3, in_(K.BI, visited_on=None)),
    Clash.SETTING_AGAINST_PLACE: (F.F3, finding(setting=Setting.ACUTE_WARD)),
    # Best interests, period, conditions
    Clash.NEGATIVE_WITH_ALL_FOUR: (
        F.F3, both(in_(K.BI, **NEGATIVE),
                   best(max_period=None, advised=(), representative=None, wants_contact=None))),
    Clash.UNAUTHORISED_WITHOUT_DEPRIVATION: (F.F3A, best(says_unauthorised=True)),
    Clash.UNAUTHORISED_YET_POSITIVE: (F.F3, best(says_unauthorised=True)),
    Clash.PERIOD_OVER_MAXIMUM: (
        F.F3, best(max_period=MaxPeriod.parse("13m"), period_reason="Settled.")),
    Clash.PERIOD_ENDS_BEFORE_START: (F.F3, best(max_period=MaxPeriod(until=TODAY - DAY))),
    Clash.PERIOD_WITHOUT_WHY: (F.F3, best(period_reason=" ")),
    Clash.PERIOD_ON_NEGATIVE: (F.F3A, best(max_period=MaxPeriod.parse("6m"))),
    Clash.PERIOD_PAST_THE_NEED: (
        F.F3, finding(is_open_ended=False, expected_to=date(2027, 1, 20))),
    Clash.PERIOD_IN_OTHER_WORDS: (F.F3, best(period_reason="Nine months, as things stand.")),
    Clash.CONDITIONS_ON_NEGATIVE: (F.F3A, best(advised=(Advised("A walk", "She asks"),))),
    Clash.CONDITION_WITHOUT_REASON: (F.F3, best(advised=(Advised("Offer a walk each day."),))),
    Clash.CONDITION_TWICE: (F.F3, best(recommendations=("Offer a walk outside each day.",))),
    Clash.CONTACT_ABOUT_NOTHING: (F.F3, best(advised=())),
    Clash.OTHER_AUTHORITY_UNSAID: (F.F3A, best(needs_other_authority=True)),
    # People
    Clash.CONSULTED_AND_NOT: (
        F.F3, best(not_consulted=(Contact("sion  o’neill", why_not_consulted="Abroad"),))),
    Clash.CONSULTED_WITHOUT_ADDRESS: (F.F3, best(consulted=(SON, replace(SISTER, address="")))),
    Clash.NOT_CONSULTED_WITHOUT_REASON: (
        F.F3, best(consulted=(SON,), not_consulted=(Contact("Nell Łukasz", "Sister"),))),
    Clash.NOBODY_AND_SOMEBODY: (F.F3, best(why_nobody_consulted="She has nobody.")),
    Clash.CONSULTED_THEMSELF: (
        F.F3, best(consulted=(SON, SISTER, Contact(BIA, "Assessor", address="Civic Centre")))),
    Clash.CONTACT_PASSED_OVER: (F.F3, best(consulted=(SON,))),
    # The representative
    Clash.RPR_UNDER_18: (F.F3, point(RprPoint.ADULT)),
    Clash.RPR_OUT_OF_REACH: (F.F3, point(RprPoint.CAN_KEEP_CONTACT)),
    Clash.RPR_UNWILLING: (F.F3, point(RprPoint.WILLING)),
    Clash.RPR_INTERESTED: (F.F3, point(RprPoint.NO_INTEREST)),
    Clash.RPR_RELATED_TO_INTEREST: (F.F3, point(RprPoint.NOT_RELATED_TO_INTEREST)),
    Clash.RPR_OF_THE_HOME: (F.F3, point(RprPoint.NOT_EMPLOYED_BY_HOME)),
    Clash.RPR_OF_THE_COUNCIL: (F.F3, point(RprPoint.NOT_EMPLOYED_BY_COUNCIL)),
    Clash.RPR_PAID: (F.F3, rpr(is_paid=True)),
    Clash.RPR_NAMED_THOUGH_NOBODY: (
        F.F3, both(rpr(selected_by=SelectedBy.NOBODY), best(needs_39d=False))),
    Clash.RPR_NOT_NAMED: (F.F3, rpr(name="")),
    Clash.RPR_IS_AN_ASSESSOR: (F.F3, rpr(name=BIA)),
    Clash.RPR_OBJECTED_TO: (F.F3, rpr(is_objected_to=True)),
    Clash.RPR_AGAINST_CHALLENGE: (F.F3, rpr(would_support_challenge=False)),
    Clash.SELECTED_WITHOUT_CAPACITY: (F.F3, rpr(selected_by=SelectedBy.PERSON)),
    Clash.CAPACITY_TO_SELECT_UNUSED: (F.F3, best(person_can_select=True)),
    Clash.SELECTED_BY_NO_ATTORNEY: (F.F3, rpr(selected_by=SelectedBy.DONEE)),
    Clash.ADVOCATE_FOR_PAID: (F.F3, rpr(selected_by=SelectedBy.NOBODY, name="")),
    Clash.RPR_ON_NEGATIVE: (
        F.F3A, best(representative=clean(F.F3).representative)),
    # Who and what the form rests on
    Clash.SAME_ASSESSOR: (F.F3, case(assessments={K.MH: whole(K.MH, assessor_id=1)})),
    Clash.EQUIVALENT_OVER_12_MONTHS: (F.F3B, in_(K.BI, carried_out_on=YEAR_AGO)),
    Clash.EQUIVALENT_LATER: (
        F.F3B, lambda form: in_(K.BI, equivalent=replace(
            form.found[K.BI].equivalent, relied_on=TODAY - 200 * DAY))(form)),
    Clash.RENEWAL_OF_NOTHING: (F.F3B, asked(existing_sa_last_day=None)),
    Clash.RPR_UNSUITABLE_KEPT: (F.F3B, best(is_rpr_still_suitable=False)),
    # Texts
    Clash.TEXT_NAMES_OLD_TEST: (F.F3, finding(reasons="Under the acid test she is deprived.")),
    Clash.TEXT_NAMES_OTHER_DATE: (
        F.F3, best(background="I visited her at the home on 3rd March 2026.")),
    Clash.TEXT_NAMES_SOMEBODY_ELSE: (F.F3, best(background="Mrs Birtwistle came in March.")),
    Clash.COPIED_WORD_FOR_WORD: (
        F.F3, in_(K.BI, copied=(Copied("wishes", "DOL-2025-0002, 3 March 2025", 100),))),
}  # fmt: skip


def codes(form: Written, book: Any) -> list[str]:
    return [one.code for one in contradictions(form, book=book)]


@pytest.mark.parametrize("form", AssessorForm)
def test_a_form_that_contradicts_nothing_has_no_contradiction(form, book):
    assert codes(clean(form), book) == []


def test_every_kind_is_seeded():
    assert set(SEEDS) == set(Clash)
    assert len(SEEDS) >= 40


@pytest.mark.parametrize("clash", Clash, ids=lambda clash: clash.name)
def test_a_seeded_contradiction_is_found_and_nothing_else(clash, book):
    form, seed = SEEDS[clash]
    [found] = contradictions(seed(clean(form)), book=book)
    assert found.code == clash.name
    assert found.severity is clash.severity
    assert found.severity in {Severity.REFUSE, Severity.WARN}
    assert found.field
    assert clash.source
    said = words.problem(found)
    assert "…" not in said, said
    assert "{" not in said, said
