"""``dolsdesk timescales``: the shapes other programs rely on (interfaces.md 3)."""

import json

import pytest

from dolsdesk.clock import SystemClock
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.worksheet import Step
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.timescales import answer_text
from dolsdesk.services.word_lists import PROBLEMS, STEPS


@pytest.fixture
def ask(book):
    def ask(question):
        text = question if isinstance(question, str) else json.dumps(question)
        return json.loads(answer_text(text, book=book, clock=SystemClock()))

    return ask


def test_the_promised_example(ask):
    answer = ask(
        {
            "scheme": "dols",
            "as_at": "2026-11-22",
            "facts": {"request_received_on": "2026-08-31", "urgent_given": False},
        }
    )
    due = answer["results"]["assessments_due_on"]
    assert due["value"] == "2026-09-20"
    assert due["rule"] == "standard_assessments"
    assert due["class"] == "STATUTE"
    assert due["citation"] == "SI 2008/1858 reg 13(1)"
    assert due["why"] == ("21 days beginning with Mon 31 Aug 2026 (day 1) end on Sun 20 Sep 2026.")
    assert answer["outcome"] == "accepted"
    assert answer["problems"] == []


def test_a_list_comes_back_as_a_list_in_order(ask):
    dates = ["2026-03-02", "2026-12-23"]
    answers = ask([{"facts": {"request_received_on": on}} for on in dates])
    assert [a["results"]["assessments_due_on"]["value"] for a in answers] == [
        "2026-03-22",
        "2027-01-12",
    ]


def test_yes_and_no_are_accepted(ask):
    answer = ask({"facts": {"urgent_given": "no", "request_received_on": "2026-03-02"}})
    assert answer["results"]["assessments_due_on"]["value"] == "2026-03-22"


def test_an_unknown_fact_is_refused_by_name_with_the_nearest(ask):
    with pytest.raises(Refused) as refused:
        ask({"facts": {"request_recieved_on": "2026-03-02"}})
    assert words.error(refused.value) == (
        "“request_recieved_on” is not a fact dolsdesk knows. Did you mean “request_received_on”?"
    )


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("{", "NOT_JSON"),
        ("[" * 100000, "NOT_JSON"),
        ("3", "NOT_A_QUESTION"),
        ({"facts": []}, "NOT_A_QUESTION"),
        ({"scheme": "lps", "facts": {}}, "SCHEME_UNKNOWN"),
        ({"facts": {"request_received_on": "2026-02-30"}}, "FACT_NOT_A_DATE"),
        ({"facts": {"request_received_on": 20260230}}, "FACT_NOT_A_DATE"),
        ({"facts": {"request_received_on": "9999-01-01"}}, "FACT_OUT_OF_RANGE"),
        ({"facts": {"received_time": "25:00"}}, "FACT_NOT_A_TIME"),
        ({"facts": {"urgent_given": "perhaps"}}, "FACT_NOT_YES_NO"),
        ({"facts": {"urgent_period_days": "7"}}, "FACT_NOT_A_NUMBER"),
        ({"facts": {"bia_max_period": "a while"}}, "FACT_NOT_A_PERIOD"),
        ({"facts": {"request_type": "second"}}, "FACT_NOT_A_CHOICE"),
        ({"facts": {"request_received_on": "2001-01-01"}}, "RULE_NOT_IN_FORCE"),
        ({"as_at": "soon", "facts": {}}, "FACT_NOT_A_DATE"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(ask, question, code):
    with pytest.raises(Refused) as refused:
        ask(question)
    assert refused.value.code == code
    sentence = words.error(refused.value)
    assert sentence
    assert "{" not in sentence.replace(question if isinstance(question, str) else "", "")


def test_every_problem_says_its_sentence(ask):
    answer = ask({"facts": {"urgent_given_on": "2026-01-01", "urgent_period_days": 8}})
    [problem] = answer["problems"]
    assert problem["code"] == "URGENT_OVER_7_DAYS" == answer["rule_code"]
    assert problem["severity"] == "FLAG"
    assert problem["message"].endswith("The last lawful day is Wed 7 Jan 2026.")


def test_every_code_and_every_step_has_its_sentence():
    assert {code.name for code in Code} == set(PROBLEMS)
    assert {step.value for step in Step} == set(STEPS)


def test_training_without_a_name_still_reads_as_a_sentence(ask):
    answer = ask({"facts": {"initial_training_on": "2020-01-01", "selected_on": "2026-01-01"}})
    assert answer["problems"][0]["message"].startswith("The assessor has no further training")
