"""The properties that dols.md 11.5 names, where no single date shows them.

Counting itself (11.5, 1) is in ``tests/domain/test_counting_properties.py``; that nothing is
granted on less than six good assessments (11.5, 3) in ``test_life_of_a_request.py``.
"""

import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dolsdesk.clock import FixedClock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.authority import Authority, Grant, authorised_until, gaps, timeline
from dolsdesk.domain.dols.facts import Facts, MaxPeriod
from dolsdesk.domain.dols.timescales import work_out
from dolsdesk.services import admin, cases
from tests.support.desk import TODAY

DAY = timedelta(days=1)
DATES = st.dates(date(2026, 1, 1), date(2029, 12, 31))
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
AROUND_A_CHANGE = st.builds(
    lambda on, days: on + days * DAY, st.sampled_from(CLOCK_CHANGES), st.integers(-8, 8)
)


@st.composite
def grants(draw) -> Grant:
    first = draw(st.dates(date(2026, 1, 1), date(2026, 6, 30)))
    return Grant(
        draw(st.sampled_from([Authority.URGENT, Authority.EXTENSION, Authority.STANDARD])),
        first,
        first + draw(st.integers(0, 60)) * DAY,
        ref=draw(st.sampled_from(["26-000001", "26-000002"])),
        starts_in_day=draw(st.booleans()),
    )


def days_of(span) -> list[date]:
    return [span.first_on + number * DAY for number in range(span.days)]


def authorised(given) -> set[date]:
    """Return every day that some authority covers, one by one."""
    return {
        grant.first_on + number * DAY
        for grant in given
        for number in range((grant.last_on - grant.first_on).days + 1)
    }


# 4: the timeline is a set of half-open ranges that never overlap


@given(st.lists(grants(), max_size=6), st.none() | DATES, DATES)
def test_the_timeline_names_each_day_once_and_leaves_none_out(found, since, until):
    spans = timeline(found, from_on=since, to_on=until)
    starts = [grant.first_on for grant in found] + ([since] if since else [])
    if not starts or min(starts) > until:
        assert spans == ()
        return
    shown = [day for span in spans for day in days_of(span)]
    whole = [min(starts) + number * DAY for number in range((until - min(starts)).days + 1)]
    assert shown == whole
    assert all(one.until_on == next_.first_on for one, next_ in pairwise(spans))
    assert all((one.kind, one.ref) != (next_.kind, next_.ref) for one, next_ in pairwise(spans))


@given(st.lists(grants(), min_size=1, max_size=6), DATES)
def test_a_day_has_the_authority_that_began_last(found, until):
    for span in timeline(found, from_on=None, to_on=until):
        for day in days_of(span):
            covering = [grant for grant in found if grant.first_on <= day <= grant.last_on]
            latest = max((grant.first_on for grant in covering), default=None)
            kinds = {grant.kind for grant in covering if grant.first_on == latest}
            assert span.kind in kinds or (not kinds and span.kind is Authority.NONE)


# 5: whatever runs out without a successor leaves a gap


@given(st.lists(grants(), min_size=1, max_size=6))
def test_every_authority_that_runs_out_without_another_leaves_a_gap(found):
    until = max(grant.last_on for grant in found) + 30 * DAY
    without = {
        day
        for gap in gaps(timeline(found, from_on=None, to_on=until))
        for day in days_of(gap)
    }  # fmt: skip
    covered = authorised(found)
    for grant in found:
        next_day = grant.last_on + DAY
        assert (next_day in without) == (next_day not in covered)


@given(st.lists(grants(), min_size=1, max_size=6), DATES)
def test_authority_reaches_to_the_last_day_before_the_next_gap(found, on):
    covered = authorised(found)
    reached = on
    while reached in covered:
        reached += DAY
    assert authorised_until(found, on) == (reached - DAY if on in covered else None)


# 2: weekends and holidays move no statutory date


def test_no_legal_date_of_a_case_moves_with_the_holidays(world):
    ids = [world.a_case(urgent=True), world.whole_way()]
    before = [cases.open_case(world.admin, one).answer.results for one in ids]
    year = [TODAY + number * DAY for number in range(-60, 400)]
    for holidays in ((), year[::2], year[1::2], year[::3], [on for on in year if on.day > 3]):
        calendar = WorkingCalendar(frozenset(holidays), date(2099, 12, 31))
        ctx = replace(world.admin, calendar=calendar)
        assert admin.recalculate(ctx).value.moved == ()
        assert [cases.open_case(ctx, one).answer.results for one in ids] == before


def test_a_legal_date_falls_on_every_day_of_the_week_and_on_holidays(book):
    days = [date(2026, 11, 30) + number * DAY for number in range(21)]
    due = [
        work_out(Facts(request_received_on=on), as_at=TODAY, book=book).date("assessments_due_on")
        for on in days
    ]
    assert due == [on + 20 * DAY for on in days]
    assert {on.weekday() for on in due} == set(range(7))
    assert date(2026, 12, 25) in due
    assert date(2026, 12, 28) in due


# 6: neither the machine's time zone nor a clock change alters a date


def dates_of(book, on: date, hour: int) -> dict:
    """Return the legal dates of a case received and urgent on a day, and what today is then."""
    clock = FixedClock.at(on, hour)
    facts = Facts(
        request_received_on=on, urgent_given_on=on, extension_days=7, extension_decided_on=on,
        sa_given_on=on + 3 * DAY, bia_max_period=MaxPeriod.parse("12m"), suspension_notice_on=on,
    )  # fmt: skip
    answer = work_out(facts, as_at=clock.today(), book=book)
    found = {name: result.value for name, result in answer.results.items()}
    return {**found, "today": clock.today()}


@pytest.fixture(
    params=["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Europe/London"]
)
def machine_zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_zone")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(on=AROUND_A_CHANGE, hour=st.sampled_from([0, 3, 12, 23]))
def test_neither_time_zone_nor_clock_change_alters_a_date(book, on, hour):
    found = dates_of(book, on, hour)
    assert found["today"] == on
    assert found["urgent_last_day"] == on + 6 * DAY
    assert found["extended_urgent_last_day"] == on + 13 * DAY
    assert found["suspension_last_day"] == on + 27 * DAY
    assert found["sa_in_force_on"] == on + 3 * DAY


@given(on=AROUND_A_CHANGE, minutes=st.integers(0, 46 * 60))
def test_today_is_londons_day_at_every_minute(on, minutes):
    clock = FixedClock.at(on, 0)
    clock.move(minutes=minutes)
    hours = 24 if on not in CLOCK_CHANGES else 23 if on.month == 3 else 25
    assert clock.today() == (on if minutes < hours * 60 else on + DAY)
