"""On which days reminders fall due."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain.dols import reminders

LAST = date(2026, 12, 31)
USUAL = {"first": 56, "every": 14, "last": 7}


def test_the_reminders_of_an_end_fall_56_42_28_14_and_7_days_before():
    days = (LAST - timedelta(days=ahead) for ahead in range(70, -3, -1))
    found = [reminders.before(LAST, day, **USUAL) for day in days]
    marks = list(dict.fromkeys(on for on in found if on is not None))
    assert [(LAST - on).days for on in marks] == [56, 42, 28, 14, 7]
    assert found[:14] == [None] * 14  # 57 days ahead nothing is due yet
    assert found[-2:] == [None] * 2  # nor once it has ended


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.integers(1, 60))
def test_again_is_the_newest_of_its_days(first, ahead, every):
    today = first + timedelta(days=ahead)
    on = reminders.again(first, today, every=every)
    assert first <= on <= today < on + timedelta(days=every)
    assert (on - first).days % every == 0
    assert reminders.again(first, first - timedelta(days=1), every=every) is None
