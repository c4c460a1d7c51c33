"""Dates as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain.text import day_date, long_date, short_date
from dolsdesk.domain.typed_dates import NotADate, parse_date, parse_time

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2 6 26", date(2026, 6, 2)),
        ("2/6/2026", date(2026, 6, 2)),
        ("02.06.26", date(2026, 6, 2)),
        ("2-6-2026", date(2026, 6, 2)),
        ("2 Jun 2026", date(2026, 6, 2)),
        ("2 june 26", date(2026, 6, 2)),
        ("2nd June 2026", date(2026, 6, 2)),
        ("2026-06-02", date(2026, 6, 2)),
        ("020626", date(2026, 6, 2)),
        ("02062026", date(2026, 6, 2)),
        ("Tue 2 Jun 2026", date(2026, 6, 2)),
        ("today", TODAY),
        ("TODAY ", TODAY),
        ("t", TODAY),
        ("yesterday", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24)),
        ("+21", date(2026, 12, 14)),
        ("-1", date(2026, 11, 22)),
        ("sat", date(2026, 11, 21)),
        ("last saturday", date(2026, 11, 21)),
        ("mon", TODAY),
        ("last mon", date(2026, 11, 16)),
        ("2/6", date(2026, 6, 2)),
        ("29 2 28", date(2028, 2, 29)),
        ("", None),
        ("   ", None),
    ],
)
def test_what_is_typed_is_understood(typed, expected):
    assert parse_date(typed, today=TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("29 2 26", "DATE_FORMAT"),
        ("31/11/2026", "DATE_FORMAT"),
        ("0/6/2026", "DATE_FORMAT"),
        ("2/13/2026", "DATE_FORMAT"),
        ("soon", "DATE_FORMAT"),
        ("2 Juni 2026", "DATE_FORMAT"),
        ("2 6 126", "DATE_FORMAT"),
        ("2 6 3026", "YEAR_UNLIKELY"),
        ("1/1/1066", "YEAR_UNLIKELY"),
        ("1 2 3 4", "DATE_FORMAT"),
        ("²/6/2026", "DATE_FORMAT"),
    ],
)
def test_what_is_no_date_is_said_so(typed, code):
    with pytest.raises(NotADate, match=code):
        parse_date(typed, today=TODAY)


@pytest.mark.parametrize("typed", ["6 5 41", "060541", "6/5"])
def test_a_birth_needs_its_whole_year(typed):
    with pytest.raises(NotADate, match="BIRTH_YEAR_NEEDED"):
        parse_date(typed, today=TODAY, is_birth=True)
    assert parse_date("6 5 1941", today=TODAY, is_birth=True) == date(1941, 5, 6)


def test_today_is_no_birth_date():
    with pytest.raises(NotADate):
        parse_date("today", today=TODAY, is_birth=True)


@given(st.dates(date(1900, 1, 1), date(2150, 1, 1)))
def test_every_way_of_writing_a_date_reads_back(on):
    for written in (long_date(on), day_date(on), short_date(on), on.isoformat()):
        assert parse_date(written, today=TODAY) == on


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_a_sentence(typed):
    try:
        found = parse_date(typed, today=TODAY)
    except NotADate:
        return
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("23:40", time(23, 40)),
        ("2340", time(23, 40)),
        ("9.05", time(9, 5)),
        ("9", time(9)),
        ("11 pm", time(23)),
        ("12am", time(0)),
        ("12:30 pm", time(12, 30)),
        ("", None),
    ],
)
def test_times_are_understood(typed, expected):
    assert parse_time(typed) == expected


@pytest.mark.parametrize("typed", ["25:00", "9:61", "noon", "13 pm", "0am", "123456"])
def test_what_is_no_time_is_said_so(typed):
    with pytest.raises(NotADate, match="TIME_FORMAT"):
        parse_time(typed)
