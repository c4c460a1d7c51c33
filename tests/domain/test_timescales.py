"""The worked examples W1 to W15 of dols.md 9, and the corners they leave."""

from datetime import date, time

import pytest

from dolsdesk.domain.dols.facts import AssessmentKind, Facts, MaxPeriod, RequestType
from dolsdesk.domain.dols.timescales import Answer, Outcome, work_out
from dolsdesk.domain.problems import Severity
from dolsdesk.errors import RuleNotInForce

LATER = date(2032, 1, 1)


@pytest.fixture
def ask(book):
    def ask(as_at=LATER, **facts) -> Answer:
        if isinstance(facts.get("bia_max_period"), str):
            facts["bia_max_period"] = MaxPeriod.parse(facts["bia_max_period"])
        return work_out(Facts(**facts), as_at=as_at, book=book)

    return ask


def values(answer: Answer, *keys: str):
    return tuple(answer.results[key].value if key in answer.results else None for key in keys)


def codes(answer: Answer) -> list[str]:
    return [problem.code for problem in answer.problems]


D = date.fromisoformat

WORKED_EXAMPLES = {
    "W1 plain request": (
        {"request_received_on": D("2026-03-02")},
        {"assessments_due_on": D("2026-03-22")},
    ),
    "W2 received on a Saturday at 23:40": (
        {"request_received_on": D("2026-05-16"), "received_time": time(23, 40)},
        {"assessments_due_on": D("2026-06-05")},
    ),
    "W3 Christmas and New Year": (
        {"request_received_on": D("2026-12-23"), "urgent_given": False},
        {"assessments_due_on": D("2027-01-12")},
    ),
    "W4 urgent across a month end": (
        {"urgent_given_on": D("2026-01-28"), "request_received_on": D("2026-01-28")},
        {
            "urgent_last_day": D("2026-02-03"),
            "assessments_due_on": D("2026-02-03"),
            "first_day_without_authority": D("2026-02-04"),
        },
    ),
    "W5 urgent across a leap day": (
        {"urgent_given_on": D("2028-02-26")},
        {"urgent_last_day": D("2028-03-03")},
    ),
    "W6 urgent and extension over Christmas": (
        {
            "urgent_given_on": D("2026-12-17"),
            "extension_days": 7,
            "extension_decided_on": D("2026-12-22"),
        },
        {
            "urgent_last_day": D("2026-12-23"),
            "extended_urgent_last_day": D("2026-12-30"),
            "assessments_due_on": D("2026-12-30"),
        },
    ),
    "W7 short urgent and extension": (
        {
            "urgent_given_on": D("2026-08-10"),
            "urgent_period_days": 3,
            "extension_days": 7,
            "extension_decided_on": D("2026-08-12"),
        },
        {
            "urgent_last_day": D("2026-08-12"),
            "extended_urgent_last_day": D("2026-08-19"),
        },
    ),
    "W8 clocks go forward": (
        {"urgent_given_on": D("2026-03-26"), "urgent_given_time": time(15)},
        {"urgent_last_day": D("2026-04-01")},
    ),
    "W9 twelve months from the day clocks go back": (
        {
            "sa_given_on": D("2026-10-25"),
            "sa_in_force_on": D("2026-10-25"),
            "bia_max_period": "12m",
        },
        {"sa_last_day": D("2027-10-24")},
    ),
    "W10 twelve months from 29 February": (
        {"sa_in_force_on": D("2028-02-29"), "bia_max_period": "12m"},
        {"sa_last_day": D("2029-02-28")},
    ),
    "W11 twelve months from 1 March into a leap year": (
        {"sa_in_force_on": D("2027-03-01"), "bia_max_period": "12m"},
        {"sa_last_day": D("2028-02-29")},
    ),
    "W12 further authorisation following on": (
        {
            "existing_sa_last_day": D("2026-06-30"),
            "sa_given_on": D("2026-06-18"),
            "bia_max_period": "6m",
            "request_type": RequestType.FOLLOW_ON,
        },
        {
            "sa_in_force_on": D("2026-07-01"),
            "sa_last_day": D("2026-12-31"),
            "gap_dates": 0,
            "renewal_prompt_on": D("2026-06-02"),
            "renewal_latest_receipt_on": D("2026-06-10"),
        },
    ),
    "W13a equivalent on the last day": (
        {
            "assessment_kind": AssessmentKind.MH,
            "assessment_carried_out_on": D("2025-05-15"),
            "relied_on": D("2026-05-14"),
        },
        {"equivalent_usable": True, "equivalent_last_usable_on": D("2026-05-14")},
    ),
    "W13b equivalent on the anniversary": (
        {
            "assessment_kind": AssessmentKind.MH,
            "assessment_carried_out_on": D("2025-05-15"),
            "relied_on": D("2026-05-15"),
        },
        {"equivalent_usable": False, "equivalent_last_usable_on": D("2026-05-14")},
    ),
    "W13c an age assessment has no limit": (
        {
            "assessment_kind": AssessmentKind.AGE,
            "assessment_carried_out_on": D("2015-05-15"),
            "relied_on": D("2026-05-15"),
        },
        {"equivalent_usable": True},
    ),
    "W14 suspension": (
        {"suspension_notice_on": D("2026-10-05"), "sa_last_day": D("2027-03-31")},
        {
            "suspension_last_day": D("2026-11-01"),
            "sa_ceases_on": D("2026-11-01"),
            "first_day_without_authority": D("2026-10-05"),
        },
    ),
    "W15 lapse, then late grant": (
        {
            "urgent_given_on": D("2026-06-01"),
            "assessments_completed_on": D("2026-06-19"),
            "sa_given_on": D("2026-06-22"),
            "sa_in_force_on": D("2026-06-22"),
            "bia_max_period": "12m",
        },
        {
            "urgent_last_day": D("2026-06-07"),
            "assessments_due_on": D("2026-06-07"),
            "days_late": 12,
            "first_day_without_authority": D("2026-06-08"),
            "gap_dates": 15,
            "sa_last_day": D("2027-06-21"),
        },
    ),
}


def test_all_fifteen_worked_examples_are_here():
    numbers = {int(name.split()[0].strip("Wabc")) for name in WORKED_EXAMPLES}
    assert numbers == set(range(1, 16))


@pytest.mark.parametrize("name", WORKED_EXAMPLES)
def test_worked_example_gives_the_dates_written_in_the_reference(ask, name):
    facts, expected = WORKED_EXAMPLES[name]
    answer = ask(**facts)
    assert {key: answer.results[key].value for key in expected} == expected


@pytest.mark.parametrize("name", WORKED_EXAMPLES)
def test_every_date_carries_its_rule_and_its_source(ask, name):
    facts, _ = WORKED_EXAMPLES[name]
    for result in ask(**facts).results.values():
        assert result.rule.edition
        assert str(result.rule.citation)
        assert result.rule.rule.rule_class.value == "PRACTICE" or result.rule.citation.url


def test_late_grant_flags_the_gap_and_never_hides_it(ask):
    answer = ask(**WORKED_EXAMPLES["W15 lapse, then late grant"][0])
    assert answer.outcome is Outcome.FLAGGED
    assert codes(answer) == ["SA_GAP"]


def test_urgent_over_seven_days_is_capped_and_flagged(ask):
    answer = ask(urgent_given_on=D("2026-01-01"), urgent_period_days=8)
    assert values(answer, "urgent_last_day", "urgent_max_last_day") == (D("2026-01-07"),) * 2
    assert codes(answer) == ["URGENT_OVER_7_DAYS"]
    assert answer.outcome is Outcome.FLAGGED


def test_urgent_of_no_days_is_refused(ask):
    answer = ask(urgent_given_on=D("2026-01-01"), urgent_period_days=0)
    assert codes(answer) == ["URGENT_ZERO_DAYS"]
    assert answer.outcome is Outcome.REFUSED


def test_two_statements_of_the_urgent_that_differ_use_the_earlier_end(ask):
    answer = ask(
        urgent_given_on=D("2026-01-01"),
        urgent_period_days=5,
        urgent_stated_last_day=D("2026-01-07"),
    )
    assert values(answer, "urgent_last_day") == (D("2026-01-05"),)
    assert codes(answer) == ["FACTS_CONTRADICT"]


def test_second_urgent_for_the_same_detention_gives_nothing(ask):
    answer = ask(urgent_given_on=D("2026-01-01"), second_urgent_given_on=D("2026-01-08"))
    assert values(answer, "urgent_last_day") == (D("2026-01-07"),)
    assert codes(answer) == ["SECOND_URGENT"]


def test_second_urgent_for_another_detention_stands(ask):
    answer = ask(
        urgent_given_on=D("2026-01-01"),
        second_urgent_given_on=D("2026-03-01"),
        same_detention=False,
    )
    assert values(answer, "second_urgent_last_day") == (D("2026-03-07"),)
    assert codes(answer) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"extension_days": 8, "extension_decided_on": D("2026-01-05")}, "EXTENSION_OVER_7_DAYS"),
        ({"extension_days": 0, "extension_decided_on": D("2026-01-05")}, "EXTENSION_OVER_7_DAYS"),
        ({"extension_days": 7, "extension_decided_on": D("2026-01-08")}, "EXTENSION_AFTER_EXPIRY"),
        ({"extension_requested_on": D("2026-01-08")}, "EXTENSION_AFTER_EXPIRY"),
        ({"second_extension_requested_on": D("2026-01-06")}, "SECOND_EXTENSION"),
        (
            {
                "extension_days": 7,
                "extension_decided_on": D("2026-01-05"),
                "known_absent": frozenset({"request_received_on"}),
            },
            "EXTENSION_NO_REQUEST",
        ),
    ],
)
def test_extension_outside_the_law_is_refused_and_moves_nothing(ask, facts, code):
    answer = ask(urgent_given_on=D("2026-01-01"), **facts)
    assert code in codes(answer)
    assert answer.outcome is Outcome.REFUSED
    assert values(answer, "extended_urgent_last_day", "assessments_due_on") == (
        None,
        D("2026-01-07"),
    )


def test_extension_decided_on_the_last_day_is_in_time(ask):
    answer = ask(
        urgent_given_on=D("2026-01-01"), extension_days=2, extension_decided_on=D("2026-01-07")
    )
    assert values(answer, "extended_urgent_last_day") == (D("2026-01-09"),)


def test_extension_without_an_urgent_is_refused(ask):
    answer = ask(urgent_given=False, request_received_on=D("2026-01-01"), extension_days=7)
    assert codes(answer) == ["EXTENSION_NO_URGENT"]


def test_a_request_nobody_made_is_not_the_same_as_one_not_stated(ask):
    assert codes(ask(urgent_given_on=D("2026-01-01"))) == []
    answer = ask(urgent_given_on=D("2026-01-01"), known_absent=frozenset({"request_received_on"}))
    assert codes(answer) == ["URGENT_NO_REQUEST"]


def test_request_after_the_urgent_ended_reports_both_dates(ask):
    answer = ask(urgent_given_on=D("2026-06-01"), request_received_on=D("2026-06-10"))
    assert values(
        answer, "assessments_due_on", "days_late_on_receipt", "assessments_reference_on"
    ) == (D("2026-06-07"), 3, D("2026-06-30"))


def test_urgent_known_but_undated_gives_no_due_date_rather_than_a_wrong_one(ask):
    answer = ask(urgent_given=True, request_received_on=D("2026-06-10"))
    assert "assessments_due_on" not in answer.results


def test_receipt_in_the_future_is_refused_but_today_is_not(ask):
    today = D("2026-11-22")
    assert codes(ask(as_at=today, request_received_on=today)) == []
    tomorrow = D("2026-11-23")
    assert codes(ask(as_at=today, request_received_on=tomorrow)) == ["RECEIVED_IN_FUTURE"]


def test_request_more_than_28_days_ahead_is_questioned(ask):
    received = D("2026-11-01")
    assert codes(ask(request_received_on=received, sa_sought_from=D("2026-11-29"))) == []
    answer = ask(request_received_on=received, sa_sought_from=D("2026-11-30"))
    assert codes(answer) == ["REQUEST_TOO_EARLY"]
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("starts_on", ["2026-06-19", "2026-06-21"])
def test_backdating_is_refused(ask, starts_on):
    answer = ask(sa_given_on=D("2026-06-22"), sa_in_force_on=D(starts_on), bia_max_period="12m")
    assert "SA_BACKDATED" in codes(answer)
    assert answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        ("2026-12-21", []),
        ("2026-12-22", ["SA_EXCEEDS_BIA_PERIOD"]),
        ("2027-06-22", ["SA_EXCEEDS_1_YEAR", "SA_EXCEEDS_BIA_PERIOD"]),
        ("2026-06-21", ["SA_ENDS_BEFORE_START"]),
    ],
)
def test_period_longer_than_the_law_allows_is_refused(ask, proposed, expected):
    answer = ask(sa_given_on=D("2026-06-22"), bia_max_period="6m", sa_proposed_last_day=D(proposed))
    assert sorted(codes(answer)) == sorted(expected)


@pytest.mark.parametrize("maximum", ["13m", "53w", "366d"])
def test_an_assessors_period_over_a_year_is_refused_and_capped(ask, maximum):
    answer = ask(sa_given_on=D("2026-06-22"), bia_max_period=maximum)
    assert codes(answer) == ["BIA_PERIOD_OVER_1_YEAR"]
    assert values(answer, "sa_latest_permitted_last_day") == (D("2027-06-21"),)


def test_366_days_into_a_leap_year_are_exactly_a_year(ask):
    answer = ask(sa_given_on=D("2027-03-01"), bia_max_period="366d")
    assert codes(answer) == []
    assert values(answer, "sa_last_day") == (D("2028-02-29"),)


def test_a_written_end_date_is_kept_but_capped_at_a_year(ask):
    answer = ask(sa_given_on=D("2026-06-22"), bia_max_period="until:2027-01-31")
    assert values(answer, "sa_last_day") == (D("2027-01-31"),)
    answer = ask(sa_given_on=D("2026-06-22"), bia_max_period="until:2028-01-31")
    assert values(answer, "sa_latest_permitted_last_day") == (D("2027-06-21"),)


def test_a_follow_on_may_not_overlap_but_a_request_during_review_may(ask):
    facts = {
        "existing_sa_last_day": D("2026-06-30"),
        "sa_given_on": D("2026-06-18"),
        "sa_in_force_on": D("2026-06-25"),
        "bia_max_period": "6m",
    }
    assert "SA_OVERLAPS_EXISTING" in codes(ask(request_type=RequestType.FOLLOW_ON, **facts))
    assert codes(ask(request_type=RequestType.DURING_REVIEW, **facts)) == []
    assert codes(ask(request_type=RequestType.CHANGE_OF_PLACE, **facts)) == []


@pytest.mark.parametrize(
    ("given", "starts", "gap"),
    [
        ("2026-07-04", "2026-07-04", 4),  # in force when given: 1, 2, 3 and part of 4 July
        ("2026-07-02", "2026-07-04", 3),  # stated to start at midnight: 1, 2, 3 July
        ("2026-06-20", "2026-07-01", 0),
    ],
)
def test_gap_counts_part_days(ask, given, starts, gap):
    answer = ask(
        existing_sa_last_day=D("2026-06-30"),
        sa_given_on=D(given),
        sa_in_force_on=D(starts),
        bia_max_period="6m",
    )
    assert values(answer, "gap_dates") == (gap,)
    assert ("SA_GAP" in codes(answer)) is (gap > 0)


def test_urgent_ends_at_the_first_of_lapse_supersession_and_refusal(ask):
    base = {"urgent_given_on": D("2026-06-01")}
    assert values(ask(**base), "urgent_ceases_on") == (D("2026-06-07"),)
    assert values(
        ask(**base, sa_given_on=D("2026-06-04"), bia_max_period="6m"), "urgent_ceases_on"
    ) == (D("2026-06-04"),)
    refused = ask(**base, ma_received_refusal_notice_on=D("2026-06-05"))
    assert values(refused, "urgent_ceases_on") == (D("2026-06-05"),)
    assert refused.outcome is Outcome.NOT_GRANTED
    late = ask(**base, ma_received_refusal_notice_on=D("2026-06-15"))
    assert values(late, "urgent_ceases_on") == (D("2026-06-07"),)


def test_suspension_lifted_in_time_leaves_the_last_day_where_it_was(ask):
    answer = ask(
        suspension_notice_on=D("2026-10-05"),
        eligibility_restored_on=D("2026-11-01"),
        sa_last_day=D("2027-03-31"),
    )
    assert values(answer, "sa_ceases_on", "gap_dates") == (D("2027-03-31"), 28)
    assert codes(answer) == []


def test_suspension_lifted_too_late_is_refused(ask):
    answer = ask(
        suspension_notice_on=D("2026-10-05"),
        eligibility_restored_on=D("2026-11-02"),
        sa_last_day=D("2027-03-31"),
    )
    assert codes(answer) == ["SUSPENSION_LATE_LIFT"]
    assert values(answer, "sa_ceases_on") == (D("2026-11-01"),)


def test_suspension_outside_the_authorisation_is_refused(ask):
    answer = ask(suspension_notice_on=D("2027-04-01"), sa_last_day=D("2027-03-31"))
    assert codes(answer) == ["SUSPENSION_OUTSIDE_SA"]


def test_third_party_request_has_seven_days(ask):
    answer = ask(unauthorised_request_received_on=D("2026-12-28"))
    assert values(answer, "unauthorised_assessment_due_on") == (D("2027-01-03"),)


def test_residence_dispute_is_referred_within_four_months(ask):
    answer = ask(or_dispute_arose_on=D("2026-10-31"), or_referred_on=D("2026-12-01"))
    assert values(answer, "or_refer_by", "or_legal_arguments_by") == (
        D("2027-02-28"),
        D("2026-12-15"),
    )


@pytest.mark.parametrize(
    ("selected", "ok"),
    [
        ("2025-03-01", True),
        ("2026-02-28", True),  # the last day of the 12 months beginning with completion
        ("2026-03-01", False),
    ],
)
def test_initial_training_carries_an_assessor_for_a_year(ask, selected, ok):
    answer = ask(initial_training_on=D("2025-03-01"), selected_on=D(selected))
    assert values(answer, "assessor_training_ok") == (ok,)
    assert ("ASSESSOR_TRAINING_LAPSED" in codes(answer)) is not ok
    assert values(answer, "last_selectable_without_refresher_on") == (D("2026-02-28"),)


def test_further_training_carries_an_assessor_until_before_the_anniversary(ask):
    base = {"initial_training_on": D("2020-03-01"), "further_training_on": (D("2025-06-10"),)}
    assert values(ask(**base, selected_on=D("2026-06-09")), "assessor_training_ok") == (True,)
    assert values(ask(**base, selected_on=D("2026-06-10")), "assessor_training_ok") == (False,)
    # Training after the day of selection cannot help.
    assert values(ask(**base, selected_on=D("2025-06-09")), "assessor_training_ok") == (False,)


def test_best_interests_under_the_old_test_is_questioned(ask):
    facts = {"assessment_kind": AssessmentKind.BI, "relied_on": D("2026-07-01")}
    as_at = D("2026-07-01")
    old = ask(as_at, assessment_carried_out_on=D("2026-06-01"), **facts)
    assert codes(old) == ["BI_TEST_OLD"]
    assert values(old, "equivalent_usable", "legal_test_on_that_day") == (True, "CW2014")
    new = ask(as_at, assessment_carried_out_on=D("2026-06-02"), **facts)
    assert codes(new) == []


def test_under_18_warns_at_receipt_and_refuses_at_grant(ask):
    born = D("2008-07-02")
    receipt = ask(request_received_on=D("2026-06-20"), date_of_birth=born)
    assert [(p.code, p.severity) for p in receipt.problems] == [("UNDER_18", Severity.WARN)]
    too_young = ask(sa_given_on=D("2026-07-01"), sa_in_force_on=D("2026-07-01"), date_of_birth=born)
    assert [(p.code, p.severity) for p in too_young.problems] == [("UNDER_18", Severity.REFUSE)]
    birthday = ask(sa_given_on=D("2026-07-02"), date_of_birth=born)
    assert codes(birthday) == []


def test_a_date_before_the_law_is_refused_rather_than_guessed(ask):
    with pytest.raises(RuleNotInForce):
        ask(request_received_on=D("2009-03-31"))


def test_contradicting_urgent_facts_are_refused(ask):
    answer = ask(urgent_given=False, urgent_given_on=D("2026-06-01"))
    assert codes(answer) == ["FACTS_CONTRADICT"]


@pytest.mark.parametrize("text", ["", "m12", "0m", "12", "12y", "until:2026-02-30", "-3m", "1.5m"])
def test_a_period_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        MaxPeriod.parse(text)


def test_one_that_ends_before_it_begins_leaves_the_day_after_the_one_before_without(ask):
    answer = ask(
        existing_sa_last_day=D("2026-06-30"),
        sa_given_on=D("2026-06-20"),
        sa_in_force_on=D("2026-07-01"),
        bia_max_period="12m",
        sa_ended_on=D("2026-06-25"),
    )
    assert values(answer, "first_day_without_authority") == (D("2026-07-01"),)
