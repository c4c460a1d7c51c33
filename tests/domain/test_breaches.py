"""The forecast of breaches: a survival estimate, honest about what it rests on."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain import breaches
from dolsdesk.domain.breaches import Course, History, back_test, still_waiting
from dolsdesk.domain.statistics import Wait, share_waiting, waiting_curve

AS_AT = date(2026, 11, 23)
DAY = timedelta(days=1)


def course(number: int = 1, *, received: date, takes: int | None = None, **values) -> Course:
    record = {
        "request_id": number, "is_urgent": False, "band": "low", "received_on": received,
        "due_on": received + 20 * DAY,
        "completed_on": received + takes * DAY if takes is not None else None, **values,
    }  # fmt: skip
    return Course(**record)


def council(seed: int, count: int, chance: float = 0.5) -> list[Course]:
    """Return two years of a council in which a share of requests is in time, by chance."""
    rng = Random(seed)  # noqa: S311
    found = []
    for number in range(count):
        received = AS_AT - (30 + int(rng.random() * 700)) * DAY
        band = rng.choice(["high", "low"])
        in_time = rng.random() < (chance + 0.2 if band == "high" else chance - 0.2)
        takes = 1 + int(rng.random() * 19) if in_time else 21 + int(rng.random() * 80)
        asked = received + int(rng.random() * takes) * DAY
        found.append(course(number, received=received, takes=takes, band=band, allocated_on=asked))
    return found


fared = st.dictionaries(
    st.tuples(st.integers(0, 25), st.booleans()), st.integers(1, 20), min_size=1
)


@given(fared, st.integers(0, 25))
def test_counting_together_is_the_curve_of_kaplan_and_meier(counts, days):
    waits = [Wait(day, over) for (day, over), n in counts.items() for _ in range(n)]
    expected = share_waiting(waiting_curve(waits), days)
    assert still_waiting(counts, days) == pytest.approx(expected)


@given(fared)
def test_a_probability_is_one_and_falls_with_the_days_that_are_left(counts):
    shares = [still_waiting(counts, days) for days in range(26)]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares, reverse=True)


def test_the_words_and_the_number_agree_where_nobody_left():
    received = AS_AT - 200 * DAY
    past = [course(n, received=received, takes=10 if n < 14 else 40) for n in range(62)]
    now = course(99, received=AS_AT)
    found = History(past).estimate(now, AS_AT)
    assert (found.like, found.breached, found.left) == (62, 48, 0)
    assert found.probability == pytest.approx(48 / 62)


def test_one_that_left_counts_until_then_and_for_neither_side():
    received = AS_AT - 200 * DAY
    past = [course(n, received=received, takes=None if n % 2 else 40) for n in range(60)]
    gone = [
        replace(one, left_on=received + 5 * DAY) if one.completed_on is None else one
        for one in past
    ]
    found = History(gone).estimate(course(99, received=AS_AT), AS_AT)
    assert (found.probability, found.breached, found.left) == (1.0, 30, 30)


def test_what_is_not_alike_is_leant_on_only_where_too_few_are():
    received = AS_AT - 100 * DAY
    few = [course(n, received=received, takes=5, band="high") for n in range(10)]
    many = [course(100 + n, received=received, takes=90) for n in range(40)]
    now = course(99, received=AS_AT, band="high")
    found = History([*few, *many]).estimate(now, AS_AT)
    assert (found.alike.band, found.like) == (None, 50)
    assert found.probability == pytest.approx(0.8)
    assert History(few).estimate(now, AS_AT).is_thin
    assert History([]).estimate(now, AS_AT) is None


def test_nothing_that_was_not_known_yet_is_counted():
    late = [course(n, received=AS_AT - 10 * DAY, takes=90) for n in range(50)]
    assert History(late).estimate(course(99, received=AS_AT), AS_AT) is None
    old = [course(n, received=AS_AT - 800 * DAY, takes=90) for n in range(50)]
    assert History(old).estimate(course(99, received=AS_AT), AS_AT) is None


def test_a_day_passed_is_no_risk_any_more_and_the_day_itself_still_is():
    one = course(received=AS_AT - 20 * DAY)
    assert one.is_at_risk_on(AS_AT)
    assert not one.is_at_risk_on(AS_AT + DAY)
    assert one.is_breach is True
    assert replace(one, completed_on=AS_AT).is_breach is False
    assert replace(one, left_on=AS_AT).is_breach is None


@pytest.mark.parametrize("seed", range(3))
def test_on_a_history_that_goes_on_as_before_it_is_calibrated_within_ten_points(seed):
    past = council(seed, 3_000)
    tested = back_test(past, History(past), AS_AT)
    assert tested.is_calibrated
    assert len(tested.judged) >= 4
    assert tested.worst <= breaches.TOLERANCE


def test_a_history_that_turned_shows_as_not_calibrated():
    good = [one for one in council(1, 3_000, 0.79) if one.due_on < AS_AT - 120 * DAY]
    bad = [one for one in council(2, 3_000, 0.21) if one.due_on >= AS_AT - 120 * DAY]
    past = [*good, *bad]
    assert back_test(past, History(past), AS_AT).is_calibrated is False


def test_a_short_history_is_not_judged_and_every_forecast_stands_in_one_group():
    past = council(3, 60)
    tested = back_test(past, History(past), AS_AT)
    assert tested.is_calibrated is None
    past = council(4, 2_000)
    tested = back_test(past, History(past), AS_AT)
    edges = [(one.low, one.high) for one in tested.bins]
    assert all(low < high for low, high in edges)
    assert [high for _, high in edges[:-1]] == [low for low, _ in edges[1:]]
    assert all(one.is_judged for one in tested.bins)
