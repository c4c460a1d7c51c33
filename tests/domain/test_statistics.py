"""The sums behind the reports."""

import statistics as standard
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain.statistics import (
    Wait,
    mean,
    median,
    median_wait,
    ninetieth,
    quantile,
    share_waiting,
    waiting_curve,
)

DAYS = st.integers(0, 800)
WAITS = st.lists(st.builds(Wait, DAYS, st.booleans()), max_size=80)


def test_nothing_has_no_middle():
    assert (mean([]), median([]), ninetieth([])) == (None, None, None)
    assert median_wait(waiting_curve([])) is None


@given(st.lists(DAYS, min_size=1))
def test_the_median_is_the_usual_one(values):
    assert median(values) == standard.median(values)


@given(st.lists(DAYS, min_size=2))
def test_the_ninetieth_is_that_of_a_spreadsheet(values):
    [*_, ninth] = standard.quantiles(values, n=10, method="inclusive")
    assert ninetieth(values) == pytest.approx(ninth)


@given(st.lists(DAYS, min_size=1), st.floats(0, 1))
def test_a_quantile_lies_among_the_values(values, share):
    assert min(values) <= quantile(values, share) <= max(values)


def test_a_curve_worked_by_hand():
    """Ends at 6 (three), 7 and 10 days; broken off or going on at 6 and 9."""
    waits = [
        *[Wait(6, True)] * 3,
        Wait(6, False),
        Wait(7, True),
        Wait(9, False),
        Wait(10, True),
    ]
    curve = waiting_curve(waits)
    assert [(p.days, p.at_risk, p.ended) for p in curve] == [(6, 7, 3), (7, 3, 1), (10, 1, 1)]
    shares = [Fraction(4, 7), Fraction(4, 7) * Fraction(2, 3), 0]
    assert [p.share_waiting for p in curve] == pytest.approx([float(share) for share in shares])
    assert median_wait(curve) == 7


@given(st.lists(DAYS, min_size=1))
def test_when_every_wait_is_over_the_curve_is_the_plain_share(values):
    curve = waiting_curve(Wait(value, True) for value in values)
    for point in curve:
        longer = sum(value > point.days for value in values) / len(values)
        assert point.share_waiting == pytest.approx(longer)
    assert median_wait(curve) == sorted(values)[(len(values) - 1) // 2]


@given(WAITS)
def test_the_share_waiting_only_falls_and_stays_a_share(waits):
    curve = waiting_curve(waits)
    shares = [1.0, *(point.share_waiting for point in curve)]
    assert all(0 <= after <= before <= 1 for before, after in pairwise(shares))
    assert sum(point.ended for point in curve) == sum(wait.is_over for wait in waits)


@given(WAITS, st.integers(0, 79))
def test_a_wait_that_goes_on_longer_never_shortens_the_median(waits, place):
    """The honest measure: leaving people waiting cannot make it look better."""
    if not waits or waits[place % len(waits)].is_over:
        return
    longer = list(waits)
    longer[place % len(waits)] = Wait(waits[place % len(waits)].days + 400, False)
    before, after = (median_wait(waiting_curve(some)) for some in (waits, longer))
    assert after is None or (before is not None and after >= before)


@given(WAITS)
def test_one_more_wait_that_goes_on_never_shortens_the_median(waits):
    before = median_wait(waiting_curve(waits))
    after = median_wait(waiting_curve([*waits, Wait(2_000, False)]))
    assert after is None or (before is not None and after >= before)


def test_the_share_between_two_steps_is_that_of_the_earlier_one():
    curve = waiting_curve([Wait(10, True), Wait(20, True)])
    assert [share_waiting(curve, days) for days in (0, 9, 10, 19, 20, 99)] == [1, 1, 0.5, 0.5, 0, 0]
