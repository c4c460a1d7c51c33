"""Tests over the rule data itself."""

from datetime import date

import pytest

from dolsdesk.errors import RuleNotInForce
from dolsdesk.rules import loader
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.loader import RuleFileError
from dolsdesk.rules.model import Nation, RuleClass, Unit

PINNED = 160

GOOD = """
[[rule]]
id = "one"
title = "One"
class = "STATUTE"
unit = "calendar_days"
counts = "beginning_with"
  [[rule.value]]
  nations = ["england"]
  from = 2009-04-01
  amount = 21
  source = { instrument = "SI", provision = "reg 1", url = "https://www.legislation.gov.uk/x" }
"""


def test_the_number_of_rules_changes_only_on_purpose(book):
    assert len(book) == PINNED == len(RuleId)


def test_every_statutory_rule_links_to_legislation_and_every_case_to_the_court(book):
    for rule in book:
        for value in rule.values:
            url = value.source.url
            if rule.rule_class is RuleClass.STATUTE:
                assert url.startswith("https://www.legislation.gov.uk/"), rule.id
            if rule.rule_class is RuleClass.CASE_LAW:
                assert url.startswith("https://www.supremecourt.uk/"), rule.id
            assert rule.rule_class is RuleClass.PRACTICE or value.source.instrument


def test_a_duty_and_a_target_never_share_a_file(book):
    files = {}
    for rule in book:
        files.setdefault(rule.file, set()).add(rule.rule_class is RuleClass.PRACTICE)
    assert all(len(kinds) == 1 for kinds in files.values())


def test_every_rule_has_a_title_and_statutory_periods_say_what_happens_if_missed(book):
    for rule in book:
        assert rule.title
        if rule.rule_class is RuleClass.STATUTE and rule.unit is Unit.CALENDAR_DAYS:
            assert rule.trigger
            assert rule.done_when


@pytest.mark.parametrize(
    ("rule_id", "amount"),
    [
        (RuleId.STANDARD_ASSESSMENTS, 21),
        (RuleId.URGENT_MAX_PERIOD, 7),
        (RuleId.URGENT_EXTENSION_MAX, 7),
        (RuleId.SA_MAX_PERIOD, 12),
        (RuleId.EQUIVALENT_AGE, 12),
        (RuleId.SUSPENSION_28, 28),
        (RuleId.UNAUTHORISED_ASSESSMENT_DUE, 7),
        (RuleId.OR_REFER_BY, 4),
        (RuleId.OR_LEGAL_ARGUMENTS, 14),
        (RuleId.ASSESSOR_REFRESHER, 12),
        (RuleId.AGE_REQUIREMENT, 18),
    ],
)
def test_the_numbers_of_the_law(book, rule_id, amount):
    assert book.value(rule_id, on=date(2026, 11, 22)).amount == amount


def test_the_legal_test_changed_on_2_june_2026(book):
    assert book.value(RuleId.LEGAL_TEST, on=date(2026, 6, 1)).code == "CW2014"
    assert book.value(RuleId.LEGAL_TEST, on=date(2026, 6, 2)).code == "AGNI2026"
    with pytest.raises(RuleNotInForce):
        book.value(RuleId.LEGAL_TEST, on=date(2014, 3, 18))


def test_a_value_is_never_guessed_for_another_nation(book):
    with pytest.raises(RuleNotInForce) as refused:
        book.value(RuleId.STANDARD_ASSESSMENTS, on=date(2026, 1, 1), nation=Nation.WALES)
    assert refused.value.code == "RULE_NOT_IN_FORCE"


def test_expected_law_is_loaded_and_never_used():
    from dolsdesk.rules.book import RuleBook

    text = GOOD.replace('id = "one"', 'id = "standard_assessments"\nstatus = "expected"')
    [rule] = loader.parse(text, "future.toml")
    assert rule.is_expected
    with pytest.raises(RuleNotInForce):
        RuleBook([rule], "e").value(RuleId.STANDARD_ASSESSMENTS, on=date(2026, 1, 1))


def test_a_council_may_change_a_target_and_never_a_duty(book):
    changed = book.with_policy({RuleId.PR_RENEWAL_PROMPT: 56})
    assert changed.value(RuleId.PR_RENEWAL_PROMPT, on=date(2026, 1, 1)).amount == 56
    assert book.value(RuleId.PR_RENEWAL_PROMPT, on=date(2026, 1, 1)).amount == 28
    with pytest.raises(ValueError, match="not local policy"):
        book.with_policy({RuleId.STANDARD_ASSESSMENTS: 42})


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("amount = 21", ""), "do not fit"),
        (('url = "https://www.legislation.gov.uk/x"', 'url = ""'), "needs its link"),
        (('title = "One"', 'title = "One"\ncolour = "red"'), "unknown key colour"),
        (('class = "STATUTE"', 'class = "HEARSAY"'), "HEARSAY"),
        (("from = 2009-04-01", 'from = "yesterday"'), "must be a date"),
    ],
)
def test_a_faulty_rule_file_names_its_fault(change, fault):
    loader.parse(GOOD, "good.toml")
    with pytest.raises(RuleFileError, match=fault):
        loader.parse(GOOD.replace(*change), "bad.toml")


def test_overlapping_values_are_refused():
    second = GOOD.split("  [[rule.value]]")[1].replace("2009-04-01", "2020-01-01")
    with pytest.raises(RuleFileError, match="overlap"):
        loader.parse(GOOD + "  [[rule.value]]" + second, "bad.toml")


def test_the_edition_does_not_depend_on_line_ends(book):
    assert loader.load().edition == book.edition
