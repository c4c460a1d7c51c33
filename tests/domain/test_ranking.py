"""The order in which assessors are suggested: every part, the weights, always the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain import postcodes, ranking
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.ranking import FULL, HIGHEST, Need, Offer, Part, Wanted
from dolsdesk.services import ranking_words

TODAY = date(2026, 11, 23)  # a Monday
CALENDAR = WorkingCalendar(frozenset({date(2026, 12, 25)}), date(2027, 12, 31))
WEIGHTS = {
    Part.DISTANCE: 20, Part.SKILL: 25, Part.LANGUAGE: 20, Part.LOAD: 20, Part.CONTINUITY: 5,
    Part.URGENCY: 10,
}  # fmt: skip
ANN = Offer(
    1, "Ann", postcodes.find("NX4"), "english polish", frozenset({Need.DEMENTIA}), open=1, most=4
)
CASE = Wanted(
    postcodes.find("NX4 2AB"), "Polish", frozenset({Need.DEMENTIA, Need.NURSING}),
    TODAY + timedelta(days=10), {1: date(2025, 3, 4)},
)  # fmt: skip


def score(wanted: Wanted, offer: Offer, weights=WEIGHTS) -> ranking.Ranked:
    return ranking.score(wanted, offer, weights=weights, as_at=TODAY, calendar=CALENDAR)


def points(wanted: Wanted, offer: Offer) -> dict[Part, int]:
    return {mark.part: mark.points for mark in score(wanted, offer).marks}


def why(wanted: Wanted, offer: Offer, part: Part) -> str:
    [mark] = [mark for mark in score(wanted, offer).marks if mark.part is part]
    return mark.why


def test_a_score_is_the_weighted_mean_of_its_parts_in_thousandths():
    assert points(CASE, ANN) == {
        Part.DISTANCE: 80, Part.SKILL: 100, Part.LANGUAGE: 100, Part.LOAD: 75,
        Part.CONTINUITY: 100, Part.URGENCY: 100,
    }  # fmt: skip
    assert score(CASE, ANN).score == (80 * 20 + 100 * 25 + 100 * 20 + 75 * 20 + 500 + 1000) // 10


def test_without_any_weight_nobody_is_better_than_another():
    assert score(CASE, ANN, dict.fromkeys(Part, 0)).score == 0


@pytest.mark.parametrize(
    ("base", "expected", "code"),
    [
        ("1 High St, NX4 2ZZ", 100, "RANK_NEAR_SECTOR"),
        ("nx4 9aa", 80, "RANK_NEAR_DISTRICT"),
        ("NX11", 50, "RANK_NEAR_AREA"),
        ("LS1 1AA", 0, "RANK_NEAR_FAR"),
        ("Kiln Rise", 30, "RANK_NEAR_UNKNOWN"),
    ],
)
def test_distance_is_judged_by_what_postcodes_share_and_an_unknown_one_is_said(
    base, expected, code
):
    offer = replace(ANN, base=postcodes.find(base))
    assert points(CASE, offer)[Part.DISTANCE] == expected
    assert why(CASE, offer, Part.DISTANCE) == code


def test_english_asks_for_nobody_and_a_language_nobody_speaks_needs_an_interpreter():
    for language in ("", "English", " english "):
        assert points(replace(CASE, language=language), ANN)[Part.LANGUAGE] == 50
    assert why(replace(CASE, language="Pol"), ANN, Part.LANGUAGE) == "RANK_LANGUAGE_MISSING"


def test_load_is_the_scarcer_of_room_for_cases_and_hours():
    tired = replace(ANN, minutes_left=60, week_minutes=600)
    assert points(CASE, tired)[Part.LOAD] == 10
    assert points(CASE, replace(tired, minutes_left=-90))[Part.LOAD] == 0
    assert points(CASE, replace(ANN, open=9))[Part.LOAD] == 0
    assert points(CASE, replace(ANN, most=0))[Part.LOAD] == 0


def test_urgency_counts_working_days_before_the_report_is_due_without_leave():
    friday = replace(CASE, return_on=TODAY + timedelta(days=4))
    assert points(friday, ANN)[Part.URGENCY] == 100
    away = replace(ANN, away=((TODAY + timedelta(days=1), TODAY + timedelta(days=3)),))
    assert points(friday, away)[Part.URGENCY] == 25
    gone = replace(ANN, away=((TODAY, TODAY + timedelta(days=30)),))
    assert why(friday, gone, Part.URGENCY) == "RANK_URGENCY_AWAY"
    weekend = replace(CASE, return_on=date(2026, 12, 25))
    over = replace(ANN, away=((TODAY, date(2026, 12, 24)),))
    assert points(weekend, over)[Part.URGENCY] == 0  # Christmas is no working day


def test_needs_are_found_in_the_words_of_a_request_and_of_the_register():
    assert ranking.needs("Alzheimer’s disease, moderate") == {Need.DEMENTIA}
    assert ranking.needs("Down's syndrome; autism") == {Need.LEARNING}
    assert ranking.needs("Nursing homes | hospital") == {Need.NURSING, Need.HOSPITAL}
    assert ranking.needs("reward") == frozenset()  # only the beginnings of words count


offers = st.lists(
    st.builds(
        Offer,
        id=st.integers(1, 30),
        name=st.sampled_from(["Ann", "Ánn", "Bea", "Zed"]),
        base=st.sampled_from([None, *map(postcodes.find, ("NX4", "NX4 2AA", "NX1", "LS1"))]),
        languages=st.sampled_from(["english", "english polish"]),
        knows=st.frozensets(st.sampled_from(Need)),
        open=st.integers(0, 9),
        most=st.integers(0, 6),
        minutes_left=st.none() | st.integers(-600, 2000),
        week_minutes=st.none() | st.integers(0, 2220),
        away=st.just(()) | st.just(((TODAY, TODAY + timedelta(days=2)),)),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)
weights = st.fixed_dictionaries({part: st.integers(0, 100) for part in Part})


@given(offers, weights, st.randoms())
def test_the_same_facts_give_the_same_order_however_they_come(listed, weighed, chance):
    found = ranking.order(CASE, listed, weights=weighed, as_at=TODAY, calendar=CALENDAR)
    shuffled = list(listed)
    chance.shuffle(shuffled)
    again = ranking.order(CASE, shuffled, weights=weighed, as_at=TODAY, calendar=CALENDAR)
    assert found == again
    assert all(0 <= one.score <= HIGHEST for one in found)
    assert all(0 <= mark.points <= FULL for one in found for mark in one.marks)
    here = [one for one in found if not next(o for o in listed if o.id == one.assessor_id).away]
    assert list(found[: len(here)]) == here
    assert [one.score for one in here] == sorted((one.score for one in here), reverse=True)
    for one in found:
        for mark in one.marks:
            assert ranking_words.said(mark).endswith(".")


@given(offers.filter(bool), weights)
def test_more_points_in_a_part_never_lower_a_score(listed, weighed):
    one = listed[0]
    better = replace(one, base=CASE.where, languages="polish", knows=frozenset(Need), open=0)
    assert score(CASE, better, weighed).score >= score(CASE, one, weighed).score


def test_reasons_name_what_weighs_most_and_leave_out_what_is_true_of_everybody():
    said = ranking_words.reasons(score(replace(CASE, language=""), ANN).marks)
    assert said.startswith("Knows dementia.")
    assert "postcode district, NX4" in said
    assert "English" not in said
    nothing = ranking_words.reasons(score(CASE, ANN, dict.fromkeys(Part, 0)).marks)
    assert nothing == ""


def test_the_parts_of_a_score_add_up_to_it():
    marks = score(CASE, ANN).marks
    worth = [ranking_words.worth(mark, marks) for mark in marks]
    assert abs(sum(got for got, _most in worth) - score(CASE, ANN).score) <= len(Part)
    assert sum(most for _got, most in worth) == HIGHEST
