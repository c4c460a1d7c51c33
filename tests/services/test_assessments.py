"""The six assessments: recorded, questioned, used again, turned negative, corrected."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    BestInterestsGround,
    EligibilityCase,
    EquivalentUse,
    Method,
    RefusalKind,
    Result,
    ReturnCode,
)
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.endings import ClosureReason
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod
from dolsdesk.domain.dols.legal_test import (
    CURRENT_TEST,
    FACTORS,
    OLD_TEST,
    Basis,
    Capacity,
    Consent,
    Evidence,
    EvidenceKind,
    Factor,
    Finding,
    Imputable,
    Medication,
    Objective,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.staff import Role
from dolsdesk.errors import NotPermitted
from dolsdesk.services import assessments, cases, closing, decisions, register, requests
from dolsdesk.services.outcome import ProblemsFound
from tests.support.desk import (
    TODAY,
    World,
    a_closure,
    a_test_record,
    an_assessment,
    best_interests,
    new_request,
)
from tests.support.refusals import asked_why, refused

K = AssessmentKind
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def record(world: World, request_id: int, found: Assessment, reason: str = "") -> tuple[str, ...]:
    return assessments.record(world.admin, request_id, found, reason=reason).value


def codes(world: World, case: Case, found: Assessment) -> set[str]:
    return {problem.code for problem in assessments.problems(world.admin, case, found)}


def found_by_bia(**values) -> Assessment:
    return an_assessment(K.BI, TODAY, best_interests=best_interests(TODAY, **values), assessor_id=1)


def with_test(**values) -> Assessment:
    return found_by_bia(test=a_test_record(TODAY, **values))


@pytest.fixture
def allocated(world: World) -> int:
    """Return a request whose assessors are selected."""
    return world.allocated(world.a_case())


@pytest.fixture
def earlier(world: World) -> int:
    """Return a request granted for a person, at an earlier place."""
    return world.whole_way()


def second(world: World, earlier: int) -> int:
    """Return a further request about the same person, at the hospital."""
    new = new_request(world.hospital, person_id=world.case(earlier).person_id)
    return requests.log(world.admin, new, reason="Asked again").value


# New assessments


def test_the_first_assessment_starts_the_work_and_the_sixth_good_one_completes_it(world, allocated):
    states = []
    for kind in (K.MH, K.ELIG, K.AGE, K.MC, K.NR, K.BI):
        assert record(world, allocated, an_assessment(kind, TODAY)) == ()
        states.append(world.case(allocated).request.state)
    assert states == [RequestState.ASSESSING] * 5 + [RequestState.ALL_POSITIVE]
    view = cases.open_case(world.admin, allocated)
    assert view.case.assessments_completed_on == TODAY
    assert view.answer.number("days_late") == 0
    assert [entry.after["kind"] for entry in world.trail("record_assessment")] == [
        "mh", "elig", "age", "mc", "nr", "bi",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", K)
def test_an_assessment_comes_back_as_it_was_recorded(world, allocated, kind):
    found = an_assessment(kind, TODAY)
    record(world, allocated, found, reason="The doctor's comes tomorrow")
    held = world.case(allocated).assessments[kind]
    asked = world.case(allocated).active_allocations[kind]
    assert held == replace(
        found,
        assessor_id=asked.assessor_id,
        assessor_name=asked.assessor_name,
        selected_on=asked.selected_on,
    )
    assert held.return_code == 1


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (an_assessment(K.AGE, TODAY, reasons=" "), "ASSESSMENT_NO_REASONS"),
        (an_assessment(K.AGE, TOMORROW), "ASSESSMENT_FUTURE"),
        (an_assessment(K.ELIG, TODAY, eligibility_case=None), "ELIG_CASE_MISSING"),
        (found_by_bia(max_period=None), "BI_NO_MAX_PERIOD"),
        (found_by_bia(max_period=MaxPeriod.parse("13m")), "BIA_PERIOD_OVER_1_YEAR"),
        (found_by_bia(max_period=MaxPeriod.parse("53w")), "BIA_PERIOD_OVER_1_YEAR"),
        (found_by_bia(is_in_best_interests=None), "AG_V06"),
        (found_by_bia(is_necessary=False), "AG_V06"),
        (found_by_bia(is_proportionate=False), "AG_V06"),
        (found_by_bia(is_deprivation=False), "AG_V21"),
        (found_by_bia(test=None), "AG_V03"),
    ],
)
def test_what_the_law_asks_of_an_assessment_is_not_waived(world, allocated, found, code):
    assert code in codes(world, world.case(allocated), found)
    with pytest.raises(ProblemsFound) as caught:
        record(world, allocated, found, reason="The assessor is away")
    assert code in {problem.code for problem in caught.value.problems}
    assert world.case(allocated).assessments == {}


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (an_assessment(K.AGE, YESTERDAY), "ASSESSMENT_BEFORE_SELECTION"),
        (found_by_bia(consulted=()), "BI_NO_CONSULTED"),
        (found_by_bia(), "MH_NOT_SHARED"),
    ],
)
def test_what_may_be_questioned_is_recorded_with_a_reason(world, allocated, found, code):
    with asked_why(world, code):
        record(world, allocated, found)
    record(world, allocated, found, reason="Agreed by telephone")
    assert world.trail("record_assessment")[-1].reason == "Agreed by telephone"


def test_the_best_interests_assessor_needs_the_doctors_conclusions_in_time(world, allocated):
    told_late = an_assessment(K.MH, TODAY, notified_bia_on=TOMORROW)
    record(world, allocated, told_late)
    assert codes(world, world.case(allocated), found_by_bia()) == {"MH_NOT_SHARED"}
    record(world, allocated, an_assessment(K.MH, TODAY))
    assert codes(world, world.case(allocated), found_by_bia()) == set()


def test_a_reason_why_nobody_was_consulted_will_do(world, allocated):
    record(world, allocated, an_assessment(K.MH, TODAY))
    found = found_by_bia(consulted=(), why_nobody_consulted="She has nobody")
    record(world, allocated, found)


def test_nothing_is_recorded_before_the_check_without_an_assessor_or_after_the_end(world):
    found = an_assessment(K.AGE, TODAY)
    unchecked, unallocated = world.a_case(signed_by=""), world.a_case()
    with refused(world, "TRANSITION_REFUSED"):
        record(world, unchecked, found)
    with refused(world, "ASSESSMENT_NOT_ALLOCATED", ProblemsFound):
        record(world, unallocated, found)
    closed = world.allocated(world.a_case())
    closing.close(world.admin, closed, a_closure(reason=ClosureReason.LEFT))
    for request_id in (closed, world.whole_way()):
        for method in Method:
            with refused(world, "TRANSITION_REFUSED"):
                record(world, request_id, replace(found, method=method))


def test_without_its_written_copy_an_assessment_counts_for_nothing_yet(world, allocated):
    world.assessed(allocated, bi={"copy_received_on": None})
    view = cases.open_case(world.admin, allocated)
    assert view.case.request.state is RequestState.ASSESSING
    assert view.step.detail == ("bi",)
    with refused(world, "TRANSITION_REFUSED"):
        decisions.submit(world.admin, allocated)
    record(world, allocated, an_assessment(K.BI, TODAY))
    assert world.case(allocated).request.state is RequestState.ALL_POSITIVE


def test_an_assessor_at_the_desk_records_their_own_and_nobody_elses(world, allocated):
    member = register.save_member(
        world.lead, name="Bea Iqbal", job_title="BIA", roles={Role.BIA}, assessor_id=world.bia
    ).value
    ctx = world.desk.context(world.desk.member(member))
    own = an_assessment(K.AGE, TODAY, assessor_id=world.bia)
    assessments.record(ctx, allocated, own)
    with refused(world, "NOT_PERMITTED", NotPermitted):
        assessments.record(ctx, allocated, an_assessment(K.MH, TODAY, assessor_id=world.bia))
    with refused(world, "NOT_PERMITTED", NotPermitted):
        assessments.record(ctx, allocated, an_assessment(K.MH, TODAY, assessor_id=world.doctor))


# The finding about deprivation (after-agni.md 4.6)

CONTENT = (
    Evidence(YESTERDAY, EvidenceKind.WORDS, Supports.CONTENT, "“I like it here.”", "BIA"),
    Evidence(TODAY, EvidenceKind.FAMILY, Supports.CONTENT, "She says so each week.", "Sister"),
)
CONSENTING = {
    "objective": Objective.MET, "consent": Consent.VALID_TACIT, "finding": Finding.NOT_DOL,
    "basis": frozenset({Basis.CONSENT}), "evidence": CONTENT, "look_again_on": date(2027, 5, 23),
}  # fmt: skip
OBJECTED = Evidence(TODAY - timedelta(days=28), EvidenceKind.WORDS, Supports.OBJECTION, "“No.”")
STAFF_ONLY = tuple(replace(sign, kind=EvidenceKind.STAFF) for sign in CONTENT)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"test": OLD_TEST}, "AG_V01"),
        ({"decided_on": date(2026, 6, 1)}, "AG_V02"),
        ({"decided_on": None}, "AG_V03"),
        ({"decided_by": ""}, "AG_V03"),
        ({"situation": ""}, "AG_INCOMPLETE"),
        ({"objective": None}, "AG_INCOMPLETE"),
        ({"consent": None}, "AG_INCOMPLETE"),
        ({"imputable": None}, "AG_INCOMPLETE"),
        ({"finding": None}, "AG_INCOMPLETE"),
        ({"reasons": ""}, "AG_INCOMPLETE"),
        ({"visit_mode": None}, "AG_INCOMPLETE"),
        ({"factors": ()}, "AG_V05"),
        ({"factors": tuple(Factor(code, "Seen.") for code in FACTORS[:-1])}, "AG_V05"),
        ({"visit_mode": VisitMode.NOT_SEEN}, "AG_V16"),
        ({"objective": Objective.NOT_MET}, "AG_V06"),
        ({"imputable": Imputable.NO}, "AG_V06"),
        ({"imputable": Imputable.UNSURE}, "AG_V06"),
        ({"capacity": Capacity.HAS}, "AG_V06"),
        ({"consent": Consent.NOT_REACHED}, "AG_V06"),
        ({"consent": Consent.VALID_EXPRESS, "evidence": CONTENT}, "AG_V06"),
        (CONSENTING | {"basis": frozenset()}, "AG_V07"),
        (CONSENTING | {"evidence": CONTENT[:1]}, "AG_V08"),
        (CONSENTING | {"evidence": (CONTENT[0], replace(CONTENT[1], seen_on=YESTERDAY))}, "AG_V08"),
        (CONSENTING | {"evidence": (*CONTENT, OBJECTED)}, "AG_V10"),
        (CONSENTING | {"evidence": STAFF_ONLY}, "AG_V11"),
        (CONSENTING | {"medication": Medication.PRESENT}, "AG_V12"),
        (CONSENTING | {"medication": Medication.NOT_KNOWN}, "AG_V12"),
        (CONSENTING | {"evidence": ()}, "AG_V13"),
        (CONSENTING | {"look_again_on": None}, "AG_V15"),
        (CONSENTING | {"look_again_on": date(2027, 11, 24)}, "AG_V15"),
        (CONSENTING | {"look_again_on": TODAY}, "AG_V15"),
        ({"medication": Medication.PRESENT}, "AG_V14"),
    ],
)
def test_a_finding_without_its_reasons_evidence_or_fit_does_not_stand(
    world, allocated, values, code
):
    assert code in codes(world, world.case(allocated), with_test(**values))


def test_a_finding_of_consent_well_shown_stands_and_is_negative(world, allocated):
    record(world, allocated, an_assessment(K.MH, TODAY))
    bi = best_interests(
        TODAY, is_deprivation=False, max_period=None,
        test=a_test_record(TODAY, **CONSENTING, objection_signs="Turns away"),
    )  # fmt: skip
    found = an_assessment(K.BI, TODAY, result=Result.NEGATIVE, best_interests=bi)
    assert codes(world, world.case(allocated), replace(found, assessor_id=world.bia)) == set()
    record(world, allocated, found)
    held = world.case(allocated).assessments[K.BI]
    assert held.ground is BestInterestsGround.NO_DEPRIVATION
    assert held.best_interests.test.test == CURRENT_TEST


def test_an_uncertain_finding_or_two_opposite_ones_are_no_positive_result(world, allocated):
    case = world.case(allocated)
    uncertain = with_test(
        objective=Objective.UNSURE, finding=Finding.UNCERTAIN, look_again_on=date(2026, 12, 21)
    )
    assert "AG_V06" in codes(world, case, uncertain)
    assert "AG_V21" in codes(world, case, with_test(**CONSENTING))


# Equivalent assessments (para 49)

CONFIRMED = EquivalentUse(
    author="Dr Mo Hart",
    relied_on=TODAY,
    holds_written_copy="In the file",
    meets_requirements="Section 12 doctor",
    within_time="Made this year",
    still_accurate="No change since",
    decided_by="Ada Min",
)


def used_again(found: Assessment, **values) -> Assessment:
    return replace(found, **{"method": Method.EQUIVALENT, "equivalent": CONFIRMED, **values})


@pytest.mark.parametrize("kind", K)
def test_an_earlier_assessment_is_found_and_used_again(world, earlier, kind):
    request_id = second(world, earlier)
    [usable] = assessments.find_equivalents(world.admin, request_id, kind)
    assert usable.may_be_used
    assert usable.found.ref == world.case(earlier).request.ref
    record(world, request_id, used_again(usable.found.assessment), reason="MH is new")
    held = world.case(request_id).assessments[kind]
    assert (held.method, held.return_code) == (Method.EQUIVALENT, 3)
    assert held.equivalent == CONFIRMED


def test_six_earlier_assessments_need_no_assessor(world, earlier):
    request_id = second(world, earlier)
    for kind in (K.MH, K.AGE, K.MC, K.NR, K.ELIG, K.BI):
        [usable] = assessments.find_equivalents(world.admin, request_id, kind)
        record(world, request_id, used_again(usable.found.assessment))
    case = world.case(request_id)
    assert case.allocations == ()
    assert case.request.state is RequestState.ALL_POSITIVE


@pytest.mark.parametrize(
    "condition", ["holds_written_copy", "meets_requirements", "within_time", "still_accurate"]
)
def test_each_of_the_four_conditions_carries_its_reason(world, earlier, condition):
    request_id = second(world, earlier)
    held = world.case(earlier).assessments[K.MC]
    use = replace(CONFIRMED, **{condition: " "})
    with refused(world, "EQUIVALENT_CONDITIONS", ProblemsFound):
        record(world, request_id, used_again(held, equivalent=use), reason="In haste")


def test_without_a_written_copy_an_earlier_assessment_is_not_used(world, earlier):
    request_id = second(world, earlier)
    held = world.case(earlier).assessments[K.MC]
    with refused(world, "EQUIVALENT_NO_COPY", ProblemsFound):
        record(world, request_id, used_again(held, copy_received_on=None), reason="In haste")


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize(
    ("days", "is_usable"), [(0, True), (1, False)], ids=["last day", "anniversary"]
)
def test_on_the_anniversary_an_assessment_is_too_old_unless_it_is_about_age(
    world, earlier, kind, days, is_usable
):
    held = world.case(earlier).assessments[kind]
    last = date(2027, 11, 22)
    world.desk.clock.move(days=(last - TODAY).days + days)
    request_id = second(world, earlier)
    [usable] = assessments.find_equivalents(world.admin, request_id, kind)
    assert usable.may_be_used == (is_usable or kind is K.AGE)
    found = used_again(held, equivalent=replace(CONFIRMED, relied_on=world.desk.clock.today()))
    too_old = "EQUIVALENT_TOO_OLD" in codes(world, world.case(request_id), found)
    assert too_old != usable.may_be_used


def test_a_best_interests_assessment_under_the_old_test_is_not_used_again(world, earlier):
    request_id = second(world, earlier)
    held = world.case(earlier).assessments[K.BI]
    dated_before = used_again(held, carried_out_on=date(2026, 6, 1))
    by_old_test = used_again(
        held, best_interests=best_interests(TODAY, test=a_test_record(TODAY, test=OLD_TEST))
    )
    for found in (dated_before, by_old_test):
        with refused(world, "AG_V22", ProblemsFound):
            record(world, request_id, found, reason="In haste")
    mental_health = world.case(earlier).assessments[K.MH]
    before = date(2026, 6, 1)
    record(world, request_id, used_again(mental_health, carried_out_on=before))


def test_the_newest_earlier_assessment_comes_first_and_each_says_why_not(world, earlier):
    world.desk.clock.move(days=180)
    further = second(world, earlier)
    world.assessed(world.allocated(further), mc={"copy_received_on": None})
    world.desk.clock.move(days=200)
    third = second(world, earlier)
    listed = assessments.find_equivalents(world.admin, third, K.MC)
    assert [one.found.assessment.carried_out_on for one in listed] == [
        TODAY + timedelta(days=180), TODAY,
    ]  # fmt: skip
    assert [{problem.code for problem in one.problems} for one in listed] == [
        {"EQUIVALENT_NO_COPY"}, {"EQUIVALENT_TOO_OLD", "EQUIVALENT_OTHER_PLACE"},
    ]  # fmt: skip


def test_what_was_sent_back_or_not_met_is_listed_and_says_why_it_is_not_used(world):
    first = world.allocated(world.a_case())
    record(world, first, an_assessment(K.AGE, TODAY))
    record(world, first, an_assessment(K.NR, TODAY))
    world.sent_back(first, K.AGE, by=world.admin)
    record(world, first, an_assessment(K.MC, TODAY, result=Result.NEGATIVE), reason="As it came")
    again = second(world, first)
    for kind, code in ((K.AGE, "EQUIVALENT_SENT_BACK"), (K.MC, "EQUIVALENT_NOT_MET")):
        [one] = assessments.find_equivalents(world.admin, again, kind)
        assert [problem.code for problem in one.problems] == [code]
        assert not one.may_be_used
    [one] = assessments.find_equivalents(world.admin, again, K.NR)
    assert one.problems == ()


# The national return


def test_each_requirement_has_its_code_for_the_national_return(world, earlier):
    request_id = world.allocated(second(world, earlier))
    assert set(world.case(request_id).return_codes.values()) == {ReturnCode.NOT_ASSESSED}
    [usable] = assessments.find_equivalents(world.admin, request_id, K.AGE)
    record(world, request_id, used_again(usable.found.assessment), reason="Unchanged")
    record(world, request_id, an_assessment(K.MH, TODAY))
    record(world, request_id, an_assessment(K.MC, TODAY, result=Result.NEGATIVE), reason="Alone")
    codes_now = {
        kind.value: int(code) for kind, code in world.case(request_id).return_codes.items()
    }
    assert codes_now == {"age": 3, "mh": 1, "mc": 2, "bi": 0, "elig": 0, "nr": 0}


def test_what_was_returned_for_correction_counts_as_not_assessed(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.sent_back(request_id, K.BI, "No reasons")
    codes_now = world.case(request_id).return_codes
    assert codes_now[K.BI] is ReturnCode.NOT_ASSESSED
    assert codes_now[K.MH] is ReturnCode.SATISFIED


# Negative results


@pytest.mark.parametrize("kind", K)
def test_one_negative_ends_the_work_and_says_whom_to_tell(world, allocated, kind):
    values = {
        K.BI: {"best_interests": best_interests(TODAY, is_necessary=False)},
        K.ELIG: {"eligibility_case": EligibilityCase.A},
        K.NR: {"refusal_kind": RefusalKind.DONEE},
    }
    found = an_assessment(kind, TODAY, result=Result.NEGATIVE, **values.get(kind, {}))
    told = record(world, allocated, found, reason="The doctor's comes later")
    assert told == ("Bea Iqbal", "Dr Mo Hart")
    case = world.case(allocated)
    assert case.request.state is RequestState.NEGATIVE
    assert case.assessments[kind].return_code == 2
    assert case.events[-1].kind == "assessment_negative"


def test_what_comes_in_after_a_negative_is_kept_with_a_reason_and_changes_nothing(world, allocated):
    world.turned_negative(allocated, K.NR)
    late = an_assessment(K.MH, TODAY)
    with asked_why(world, "CONTINUE_AFTER_NEGATIVE"):
        record(world, allocated, late)
    assert record(world, allocated, late, reason="It was in the post") == ()
    case = world.case(allocated)
    assert case.request.state is RequestState.NEGATIVE
    assert set(case.assessments) == {K.NR, K.MH}


@pytest.mark.parametrize("method", Method)
def test_a_negative_is_not_covered_by_a_better_version(world, allocated, method):
    world.turned_negative(allocated, K.NR)
    better = used_again(an_assessment(K.NR, TODAY), method=method)
    with refused(world, "ASSESSMENT_ALREADY_HELD", ProblemsFound):
        record(world, allocated, better, reason="She changed her mind")
    assert world.case(allocated).assessments[K.NR].result is Result.NEGATIVE


def test_an_earlier_negative_used_again_ends_a_request_nobody_was_asked_about(world):
    request_id = world.a_case()
    found = used_again(an_assessment(K.AGE, TODAY), result=Result.NEGATIVE)
    record(world, request_id, found)
    assert world.case(request_id).request.state is RequestState.NEGATIVE


# Correction


def test_a_correction_is_a_new_version_and_the_old_one_stays(world, allocated):
    world.submitted(world.assessed(allocated))
    with refused(world, "ASSESSMENT_ALREADY_HELD", ProblemsFound):
        record(world, allocated, an_assessment(K.MC, TODAY))
    world.sent_back(allocated, K.MC, "Which decision?")
    case = world.case(allocated)
    assert case.request.state is RequestState.RETURNED
    assert not case.assessments[K.MC].is_good
    with refused(world, "TRANSITION_REFUSED"):
        decisions.submit(world.admin, allocated)
    record(world, allocated, an_assessment(K.MC, TODAY, reasons="Cannot weigh the risk."))
    case = world.case(allocated)
    assert case.request.state is RequestState.ALL_POSITIVE
    assert (case.assessments[K.MC].version, case.assessments[K.MC].is_good) == (2, True)
    [old] = case.returned
    assert (old.version, old.reasons, old.returned_reason) == (
        1, "Reasons for mc.", "Which decision?",
    )  # fmt: skip
    versions = [
        entry.after["version"]
        for entry in world.trail("record_assessment")
        if entry.after["kind"] == "mc"
    ]
    assert versions == [1, 2]


def test_a_correction_may_turn_out_negative(world, allocated):
    world.submitted(world.assessed(allocated))
    world.sent_back(allocated, K.MC, "Which decision?")
    world.turned_negative(allocated, K.MC)
    assert world.case(allocated).request.state is RequestState.NEGATIVE


def test_a_positive_result_without_any_finding_is_refused_whoever_asks(world, allocated):
    found = an_assessment(K.BI, TODAY, best_interests=BestInterests())
    assert {"AG_V03", "AG_V06", "BI_NO_MAX_PERIOD"} <= codes(world, world.case(allocated), found)
