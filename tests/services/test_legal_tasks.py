"""A question to the lawyers in any case: put, answered, and what it settles (AG-A07)."""

from datetime import date, timedelta

import pytest

from dolsdesk.services import alerts, legal_tasks, retest_papers
from tests.services.test_retest_alerts import challenged, raised
from tests.support.desk import TODAY
from tests.support.refusals import refused

QUESTION = {"question": "May he stay?", "owner": "L. Egal", "due_on": TODAY + timedelta(days=2)}


@pytest.fixture
def case(world):
    return world.allocated(world.a_case())


def test_a_question_stands_until_it_is_answered(world, case):
    made = legal_tasks.ask(world.admin, case, **QUESTION).value
    [held] = legal_tasks.waiting(world.case(case))
    assert (held.id, held.facts.owner) == (made, "L. Egal")
    world.desk.clock.move(days=1)
    today = world.desk.clock.today()
    legal_tasks.answer(world.admin, case, made, on=today, said="He may.")
    assert legal_tasks.waiting(world.case(case)) == ()
    assert [one.kind for one in world.case(case).events][-2:] == ["legal_task", "legal_answered"]
    with refused(world, "LEGAL_ANSWERED"):
        legal_tasks.answer(world.admin, case, made, on=today, said="Again")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"question": " "}, "LEGAL_QUESTION_NEEDED"),
        ({"owner": ""}, "LEGAL_OWNER_NEEDED"),
        ({"due_on": None}, "WHEN_NEEDED"),
        ({"due_on": TODAY - timedelta(days=1)}, "LEGAL_DAY_GONE_BY"),
    ],
)
def test_a_question_without_one_of_its_parts_is_refused(world, case, changed, code):
    with refused(world, code):
        legal_tasks.ask(world.admin, case, **(QUESTION | changed))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"on": None}, "WHEN_NEEDED"),
        ({"on": date(2026, 11, 22)}, "LEGAL_ANSWER_OUTSIDE"),
        ({"on": date(2026, 11, 24)}, "LEGAL_ANSWER_OUTSIDE"),
        ({"said": " "}, "LEGAL_ANSWER_NEEDED"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(world, case, changed, code):
    made = legal_tasks.ask(world.admin, case, **QUESTION).value
    with refused(world, code):
        legal_tasks.answer(world.admin, case, made, **({"on": TODAY, "said": "Yes"} | changed))


def test_outside_a_re_screening_a_question_settles_the_alert(world):
    case = challenged(world)
    assert "A07" in raised(world)
    legal_tasks.ask(world.admin, case, **QUESTION)
    assert "A07" not in raised(world)
    assert "A07" not in {one.alert for one in alerts.raised(world.admin, case)}


def test_the_referral_prints_the_question_its_owner_and_its_day(world):
    case = challenged(world)
    legal_tasks.ask(world.admin, case, **QUESTION)
    answers = retest_papers.draft(world.admin, case, "AG-D08").answers
    assert answers["question"] == "May he stay?"
    assert answers["owner"] == "L. Egal"
    assert answers["deadline"] == "Wed 25 Nov 2026"
