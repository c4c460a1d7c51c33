"""From six good assessments to the signatory: only with an authorisation that could be given."""

from dataclasses import replace
from datetime import date

import pytest

from dolsdesk.domain.dols import prepared
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import decisions
from tests.support.desk import TODAY, a_grant
from tests.support.refusals import refused


@pytest.fixture
def assessed(world):
    return world.assessed(world.allocated(world.a_case()))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"last_day": date(2027, 11, 30)}, "SA_EXCEEDS_1_YEAR"),
        ({"last_day": None}, "SA_NO_CONTENTS"),
        ({"purpose": " "}, "SA_NO_CONTENTS"),
        ({"period_reason": ""}, "SA_NO_CONTENTS"),
        ({"reasons": {AssessmentKind.AGE: "She is 85."}}, "SA_NO_CONTENTS"),
        ({"in_force_on": date(2026, 11, 1)}, "SA_BACKDATED"),
    ],
)
def test_what_could_not_be_given_does_not_go_to_the_signatory(world, assessed, changed, code):
    with refused(world, code):
        decisions.submit(world.admin, assessed, a_grant(TODAY, **changed))
    assert world.case(assessed).request.state is RequestState.ALL_POSITIVE


def test_what_was_prepared_is_what_the_signatory_starts_from(world, assessed):
    wanted = a_grant(TODAY, last_day=date(2027, 2, 1), conditions=("Walks daily",), scrutiny=())
    decisions.submit(world.admin, assessed, wanted)
    found = prepared.newest(world.case(assessed))
    assert (found.last_day, found.conditions) == (date(2027, 2, 1), ("Walks daily",))
    assert found.representative.name == "Sion O'Neill"
    assert [one.kind for one in world.case(assessed).events if one.kind == "submitted"]


def test_what_only_the_signatory_can_say_is_not_asked_yet(world, assessed):
    decisions.submit(world.admin, assessed, a_grant(TODAY, scrutiny=frozenset()))
    assert world.case(assessed).request.state is RequestState.WITH_SIGNATORY
    with refused(world, "SA_NO_CONTENTS"):
        decisions.grant(world.signatory, assessed, a_grant(TODAY, scrutiny=frozenset()))


def test_without_one_it_is_what_the_assessors_advise(world, assessed):
    decisions.submit(world.admin, assessed)
    assert prepared.newest(world.case(assessed)) is None
    assert world.case(assessed).request.state is RequestState.WITH_SIGNATORY


def test_an_eligibility_assessment_without_its_case_letter_is_asked_for(world, assessed):
    case = world.case(assessed)
    found = case.assessments[AssessmentKind.ELIG]
    held = case.assessments | {AssessmentKind.ELIG: replace(found, eligibility_case=None)}
    lacking = replace(case, assessments=held)
    wrong = decisions.prepared_problems(world.admin, lacking, a_grant(TODAY))
    assert [one.code for one in wrong if one.refuses] == ["ELIG_CASE_MISSING"]
