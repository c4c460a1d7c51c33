"""One way to write names, dates, ages, periods and references, for screen and paper alike."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from dolsdesk.clock import LONDON

if TYPE_CHECKING:
    from dolsdesk.domain.dols.facts import MaxPeriod

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: Letters that Unicode does not split into a base letter and a mark.
_FOLDS = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
        "þ": "th", "Þ": "th", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i",
        "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n",
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_NOT_WORD = re.compile(r"[^0-9a-zͰ-ӿ]+")


def long_date(on: date) -> str:
    """Write a date in full.

    >>> long_date(date(2026, 6, 2))
    '2 June 2026'
    """
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def day_date(on: date) -> str:
    """Write a date with its weekday, short enough for a column.

    >>> day_date(date(2026, 8, 31))
    'Mon 31 Aug 2026'
    """
    return f"{_DAYS[on.weekday()][:3]} {on.day} {_MONTHS[on.month - 1][:3]} {on.year}"


def short_date(on: date) -> str:
    """Write a date for a narrow column.

    >>> short_date(date(2026, 8, 31))
    '31 Aug 2026'
    """
    return f"{on.day} {_MONTHS[on.month - 1][:3]} {on.year}"


def near_date(on: date, today: date) -> str:
    """Write a date for a list read today: the year only where it is another one.

    >>> today = date(2026, 11, 22)
    >>> near_date(date(2026, 8, 31), today), near_date(date(2027, 1, 2), today)
    ('31 Aug', '2 Jan 2027')
    """
    written = f"{on.day} {_MONTHS[on.month - 1][:3]}"
    return written if on.year == today.year else f"{written} {on.year}"


def clock_time(at: time) -> str:
    """Write a time of day on the 24-hour clock.

    >>> clock_time(time(23, 40))
    '23:40'
    """
    return f"{at.hour:02}:{at.minute:02}"


def moment(at: datetime) -> str:
    """Write an instant as it was on the wall clock in London."""
    local = at.astimezone(LONDON)
    return f"{day_date(local.date())} at {clock_time(local.time())}"


def standing(on: date, today: date) -> str:
    """Write how a date stands today; due today is not overdue.

    >>> today = date(2026, 11, 22)
    >>> [standing(date(2026, 11, day), today) for day in (22, 25, 21)]
    ['today', 'in 3 days', '1 day ago']
    """
    days = (on - today).days
    if days == 0:
        return "today"
    return f"in {number_of(days, 'day')}" if days > 0 else f"{number_of(-days, 'day')} ago"


def near_moment(at: datetime) -> str:
    """Write an instant as it was on the wall clock in London, for a narrow column."""
    local = at.astimezone(LONDON)
    return f"{short_date(local.date())} {clock_time(local.time())}"


def number_of(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun.

    >>> number_of(1, "day"), number_of(3, "day"), number_of(2, "inquiry", "inquiries")
    ('1 day', '3 days', '2 inquiries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def period(maximum: "MaxPeriod") -> str:
    """Write a maximum authorisation period.

    >>> from dolsdesk.domain.dols.facts import MaxPeriod
    >>> period(MaxPeriod.parse("12m"))
    '12 months'
    """
    if maximum.until is not None:
        return f"up to and including {long_date(maximum.until)}"
    noun = {"d": "day", "w": "week", "m": "month"}[maximum.unit]
    return number_of(maximum.amount, noun)


def full_name(given_names: str, family_name: str) -> str:
    """Write a name the way it is said; people with one name have no given names.

    >>> full_name("", "Sukarno")
    'Sukarno'
    """
    return f"{given_names} {family_name}".strip()


def index_name(given_names: str, family_name: str) -> str:
    """Write a name the way a list sorts it.

    >>> index_name("Ŵyn", "O'Neill")
    "O'Neill, Ŵyn"
    """
    return f"{family_name}, {given_names}" if given_names else family_name


def initials(given_names: str, family_name: str) -> str:
    """Write initials, for footers and calendars.

    >>> initials("Mary Ann", "Łukasz")
    'M.A.Ł.'
    """
    return "".join(f"{part[0].upper()}." for part in f"{given_names} {family_name}".split() if part)


def fold(text: str) -> str:
    """Return text as search and sorting see it: no accents, no case, single spaces.

    Apostrophes vanish, so that O'Neill is found by "oneill"; other marks become spaces.

    >>> fold("Ŵyn  Łukasz-O’Neill")
    'wyn lukasz oneill'
    """
    stripped = _APOSTROPHES.sub("", text.translate(_FOLDS))
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", stripped) if not unicodedata.combining(char)
    )
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def begun(said: str) -> str:
    """Return words as they begin a line: the first letter a capital, the rest as it is."""
    return said[:1].upper() + said[1:]


def tidy(text: str) -> str:
    """Return one line of typed text without control characters or doubled spaces."""
    printable = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(printable.split())


def tidy_lines(text: str) -> str:
    """Return typed text of several lines without control characters or trailing spaces."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = (
        "".join(c for c in line if c == "\t" or unicodedata.category(c)[0] != "C").rstrip()
        for line in lines
    )
    return "\n".join(clean).strip()
