"""How the reports count."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain.reporting import Chart, ChartKind, Figure, Series, Unit
from dolsdesk.domain.tally import Scope, as_known, months, open_on, share, sorted_into, weeks
from tests.reports.samples import a_case, a_chart

START = date(2026, 1, 1)
DATES = st.dates(START, date(2026, 12, 31))
CASES = st.lists(
    st.tuples(DATES, st.one_of(st.none(), st.integers(0, 200)), st.booleans()), max_size=40
)


def _cases(drawn):
    return [
        a_case(
            number,
            received_on=received_on,
            closed_on=received_on + timedelta(days=took) if took is not None else None,
            is_open=took is None and is_open,
        )
        for number, (received_on, took, is_open) in enumerate(drawn)
    ]


@given(CASES, st.lists(DATES, min_size=1, max_size=6).map(sorted))
def test_open_on_a_day_is_what_each_case_says_of_itself(drawn, days):
    cases = _cases(drawn)
    for on, found in zip(days, open_on(cases, days), strict=True):
        assert {c.request_id for c in found} == {c.request_id for c in cases if c.is_open_on(on)}


@given(CASES, DATES)
def test_a_case_as_known_on_a_day_is_open_exactly_if_it_was_open_then(drawn, on):
    for case in _cases(drawn):
        known = as_known(case, on)
        assert known.is_open_on(on) == case.is_open_on(on)
        assert known.closed_on is None or known.closed_on <= on


def test_what_came_later_is_not_known_yet():
    case = a_case(
        completed_on=date(2026, 7, 1),
        decided_on=date(2026, 7, 3),
        closed_on=date(2026, 7, 3),
        outcome="granted",
        late_reason="queue",
        is_open=False,
    )
    known = as_known(case, date(2026, 7, 2))
    assert (known.decided_on, known.outcome, known.late_reason) == (None, "", "")
    assert known.completed_on == date(2026, 7, 1)
    assert as_known(case, date(2026, 6, 30)).completed_on is None
    assert as_known(case, date(2026, 7, 3)) == case


@given(DATES, st.integers(0, 500))
def test_months_cover_the_range_without_gap_or_overlap(first, days):
    last = first + timedelta(days=days)
    found = months(first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)
        assert after.first.day == 1


@given(CASES, DATES, st.integers(0, 300))
def test_each_case_falls_into_the_one_period_that_holds_its_day(drawn, first, days):
    periods = months(first, first + timedelta(days=days))
    cases = _cases(drawn)
    sorted_cases = sorted_into(periods, cases, lambda case: case.closed_on)
    for period, found in zip(periods, sorted_cases, strict=True):
        wanted = [c for c in cases if c.closed_on and period.first <= c.closed_on <= period.last]
        assert found == wanted


def test_weeks_end_with_the_last_day():
    assert weeks(date(2026, 6, 1), date(2026, 6, 20)) == (
        date(2026, 6, 6),
        date(2026, 6, 13),
        date(2026, 6, 20),
    )
    assert weeks(date(2026, 6, 20), date(2026, 6, 20)) == (date(2026, 6, 20),)


def test_the_marker_stands_before_the_first_label_after_the_change():
    scope = Scope(START, date(2026, 12, 31), date(2026, 12, 31), 21, date(2026, 6, 2), "New test")
    middles = [month.middle for month in months(scope.first, scope.last)]
    assert scope.marker(middles).index == 5
    assert scope.marker([date(2026, 6, 1), date(2026, 6, 2)]).index == 1
    assert scope.marker([date(2026, 6, 2), date(2026, 6, 9)]) is None
    assert Scope(START, START, START, 21).marker(middles) is None


def test_a_share_of_nothing_is_no_number():
    assert share([], []).text == "–"
    assert share([a_case(7)], [a_case(7), a_case(8)]) == Figure(50.0, (7,), Unit.PERCENT)


def test_no_stretch_of_a_chart_crosses_the_marker_or_a_missing_value():
    scope = Scope(START, date(2026, 6, 30), date(2026, 6, 30), 21, date(2026, 6, 2), "New test")
    days = [date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 2), date(2026, 6, 3)]
    chart: Chart = a_chart(values=((1, 2, 3, 4),), marker=scope.marker(days))
    [series] = chart.series
    assert list(chart.parts(series)) == [[(0, 1), (1, 2)], [(2, 3), (3, 4)]]
    gappy = Series("Gappy", (Figure(1), Figure(None), Figure(3), Figure(4)))
    plain = Chart(ChartKind.LINES, "", ("a", "b", "c", "d"), (gappy,))
    assert list(plain.parts(gappy)) == [[(0, 1)], [(2, 3), (3, 4)]]
