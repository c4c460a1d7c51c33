"""Properties of counting (dols.md 11.5)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.clock import FixedClock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.counting import (
    first_day_after,
    last_day_of_days,
    last_day_of_months,
    last_day_of_weeks,
    last_day_within_months_of,
    latest_start_of_days,
)

DATES = st.dates(date(2009, 4, 1), date(2099, 12, 31))


@given(DATES, st.integers(1, 12))
def test_months_never_reach_367_days_and_leave_no_gap_or_overlap(start, months):
    last = last_day_of_months(start, months)
    assert start <= last < start + timedelta(days=367)
    assert first_day_after(last) - timedelta(days=1) == last


@given(DATES, DATES, st.integers(1, 12))
def test_a_later_start_never_ends_earlier(one, other, months):
    earlier, later = sorted((one, other))
    assert last_day_of_months(earlier, months) <= last_day_of_months(later, months)


@given(DATES, st.integers(1, 11))
def test_a_longer_period_ends_later(start, months):
    assert last_day_of_months(start, months) < last_day_of_months(start, months + 1)


@given(DATES)
def test_twelve_months_are_a_year(start):
    last = last_day_of_months(start, 12)
    assert (last - start).days + 1 in (365, 366)


@given(DATES, st.integers(1, 400))
def test_latest_start_inverts_counting_days(last, days):
    assert last_day_of_days(latest_start_of_days(last, days), days) == last


@given(DATES, st.integers(1, 60))
def test_weeks_are_seven_days_each(start, weeks):
    assert last_day_of_weeks(start, weeks) == last_day_of_days(start, 7 * weeks)


@given(DATES, st.integers(1, 12))
def test_within_months_of_keeps_the_day_number_or_takes_the_month_end(start, months):
    last = last_day_within_months_of(start, months)
    assert last.day == start.day or first_day_after(last).day == 1


@given(DATES, st.integers(1, 30), st.frozensets(DATES, max_size=40))
def test_working_days_are_working_days(start, days, holidays):
    calendar = WorkingCalendar(holidays, date(2099, 12, 31))
    due = calendar.after(start, days)
    assert calendar.is_working_day(due)
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(calendar.is_working_day(on) for on in between) == days


def test_today_is_londons_day_on_both_clock_change_nights():
    for instant, day in (
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-06-30T22:59:59+00:00", "2026-06-30"),
        ("2026-06-30T23:00:00+00:00", "2026-07-01"),
        ("2026-10-25T23:59:59+00:00", "2026-10-25"),
        ("2026-12-31T23:59:59+00:00", "2026-12-31"),
    ):
        from datetime import datetime

        assert FixedClock(datetime.fromisoformat(instant)).today().isoformat() == day


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"])
def test_the_machines_time_zone_changes_no_date(zone):
    from datetime import datetime

    instant = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(zone))
    assert FixedClock(instant).today() == instant.astimezone(ZoneInfo("Europe/London")).date()
