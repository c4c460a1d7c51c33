"""Dates and times as people type them (features.md, "Dates").

Typed first: ``2 6 26``, ``2/6/2026``, ``2 Jun 2026``, ``today``, ``+21``. Day before month. A
two-digit year means 20xx for an event and is refused for a date of birth.
"""

import re
from datetime import date, time, timedelta

from dolsdesk.domain.counting import ONE_DAY

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",),
            ("jun", "june"), ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"),
            ("oct", "october"), ("nov", "november"), ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday"), ("tue", "tues", "tuesday"), ("wed", "wednesday"),
            ("thu", "thur", "thurs", "thursday"), ("fri", "friday"), ("sat", "saturday"),
            ("sun", "sunday"),
        )
    )
    for name in names
}  # fmt: skip
_SPLIT = re.compile(r"[\s./\\,-]+")
_ORDINAL = re.compile(r"^(\d{1,2})(st|nd|rd|th)$")
_SHIFT = re.compile(r"^([+-])\s*(\d{1,4})$")
_ISO = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")
_TIME = re.compile(r"^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?$")
_CENTURY = 2000
_EARLIEST_YEAR, _LATEST_YEAR = 1890, 2199


class NotADate(ValueError):
    """What was typed names no real date; ``args[0]`` is a code of ``services.words``."""


def parse_date(typed: str, *, today: date, is_birth: bool = False) -> date | None:
    """Return the date somebody typed, or None for a blank.

    Args:
        typed: what stands in the field.
        today: today in London; ``today``, ``+21`` and weekdays count from it. A weekday means the
            most recent one, today included.
        is_birth: whether it is a date of birth, which needs its whole year.

    Raises:
        NotADate: with the code of a sentence that says what is wrong.

    >>> parse_date("2 6 26", today=date(2026, 11, 22))
    datetime.date(2026, 6, 2)
    """
    text = _plain(typed, "DATE_FORMAT")
    if not text:
        return None
    if not is_birth and (relative := _relative(text, today)) is not None:
        return relative
    if _ISO.match(text):
        year, month, day = (int(part) for part in text.split("-"))
        return _real(day, month, year)
    parts = _SPLIT.split(text)
    if parts and parts[0] in _WEEKDAYS:
        parts = parts[1:]
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in {6, 8}:
        whole = parts[0]
        parts = [whole[:2], whole[2:4], whole[4:]]
    return _from_parts(parts, today, is_birth=is_birth)


def parse_time(typed: str) -> time | None:
    """Return the time of day somebody typed, or None for a blank.

    Raises:
        NotADate: it names no time of day.

    >>> parse_time("2340"), parse_time("9.05"), parse_time("11 pm")
    (datetime.time(23, 40), datetime.time(9, 5), datetime.time(23, 0))
    """
    text = _plain(typed, "TIME_FORMAT")
    if not text:
        return None
    match = _TIME.match(text)
    if match is None:
        raise NotADate("TIME_FORMAT")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004  (a clock's face)
            raise NotADate("TIME_FORMAT")
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as fault:
        raise NotADate("TIME_FORMAT") from fault


def _plain(typed: str, code: str) -> str:
    """Return it in lower case with plain single spaces; digits of other scripts are refused."""
    text = " ".join(typed.lower().split())
    if not text.isascii():
        raise NotADate(code)
    return text


def _relative(text: str, today: date) -> date | None:
    named = {"today": today, "t": today, "yesterday": today - ONE_DAY, "tomorrow": today + ONE_DAY}
    if text in named:
        return named[text]
    if shift := _SHIFT.match(text):
        days = int(shift[2]) * (1 if shift[1] == "+" else -1)
        return today + timedelta(days=days)
    word = text.removeprefix("last ").strip()
    if word in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS[word]) % 7
        if back == 0 and text.startswith("last "):
            back = 7
        return today - timedelta(days=back)
    return None


def _from_parts(parts: list[str], today: date, *, is_birth: bool) -> date:
    if len(parts) not in {2, 3}:
        raise NotADate("DATE_FORMAT")
    day_text = _ORDINAL.sub(r"\1", parts[0])
    month = _MONTHS.get(parts[1]) or (int(parts[1]) if parts[1].isdigit() else 0)
    if not day_text.isdigit() or not month:
        raise NotADate("DATE_FORMAT")
    day_and_month = 2
    if len(parts) == day_and_month:
        if is_birth:
            raise NotADate("BIRTH_YEAR_NEEDED")
        return _real(int(day_text), month, today.year)
    return _real(int(day_text), month, _year(parts[2], is_birth=is_birth))


def _year(text: str, *, is_birth: bool) -> int:
    short, full = 2, 4
    if not text.isdigit() or len(text) not in {short, full}:
        raise NotADate("DATE_FORMAT")
    if len(text) == short:
        if is_birth:
            raise NotADate("BIRTH_YEAR_NEEDED")
        return _CENTURY + int(text)
    return int(text)


def _real(day: int, month: int, year: int) -> date:
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise NotADate("YEAR_UNLIKELY")
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise NotADate("DATE_FORMAT") from fault
