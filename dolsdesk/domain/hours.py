"""Hours for DoLS work in a week, and what is left of them (AL3).

Nothing here is law. The hours somebody is contracted for stand in the register; how many hours an
assessment of each kind takes is the council's own figure. Where either is not known, no number is
made up.
"""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.facts import AssessmentKind

MINUTES = 60
#: Hours as people type them: "18", "18.5" or "18:30".
_HOURS = re.compile(r"(\d{1,3})(?:\.(\d{1,2})|:([0-5]\d))?\s*h?", re.ASCII)
_WEEK = timedelta(days=7)
_WEEKDAYS = 5
_MOST = 7 * 24 * MINUTES

#: How many hours an assessment of each kind takes in this council; 0 where it has not said.
Figures = Mapping[AssessmentKind, int]


class Unknown(StrEnum):
    """Why nobody can say how many hours are left; each is the code of its sentence."""

    CONTRACT = "HOURS_CONTRACT"
    FIGURES = "HOURS_FIGURES"


class NotHours(ValueError):
    """What was typed is no number of hours in a week; its text is the code of the sentence."""


@dataclass(frozen=True, slots=True)
class Work:
    """Assessments of one assessor by kind: done this week, due by its end, and due later."""

    done: MutableMapping[AssessmentKind, int] = field(default_factory=dict)
    due: MutableMapping[AssessmentKind, int] = field(default_factory=dict)
    later: MutableMapping[AssessmentKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of one assessor in one week, Monday to Sunday.

    ``contracted`` is in minutes, None where it is not known; ``days_away`` counts the weekdays of
    leave and the bank holidays.
    """

    first_on: date
    last_on: date
    contracted: int | None
    days_away: int
    work: Work
    figures: Figures

    @property
    def unknown(self) -> Unknown | None:
        """Return why it cannot be worked out, or None where it can."""
        if self.contracted is None:
            return Unknown.CONTRACT
        return None if any(self.figures.values()) else Unknown.FIGURES

    @property
    def away(self) -> int:
        """Return the minutes that leave and bank holidays take, a fifth of the week for each."""
        return round((self.contracted or 0) * self.days_away / _WEEKDAYS)

    def minutes_of(self, counts: Mapping[AssessmentKind, int]) -> int:
        """Return the minutes that some assessments take by the council's figures."""
        return sum(self.figures.get(kind, 0) * MINUTES * n for kind, n in counts.items())

    @property
    def left(self) -> int | None:
        """Return the minutes left, less than 0 where there is too much, None where not known."""
        if self.contracted is None or self.unknown is not None:
            return None
        carried = self.minutes_of(self.work.done) + self.minutes_of(self.work.due)
        return self.contracted - self.away - carried


def week_of(on: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week of a day.

    >>> week_of(date(2026, 11, 25))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 29))
    """
    first_on = on - timedelta(days=on.weekday())
    return first_on, first_on + _WEEK - timedelta(days=1)


def days_away(leave: Iterable[tuple[date, date]], first_on: date, calendar: WorkingCalendar) -> int:
    """Return on how many weekdays of a week somebody does not work, leave or bank holiday."""
    spans = tuple(leave)
    weekdays = [first_on + timedelta(days=n) for n in range(_WEEKDAYS)]
    return sum(
        not calendar.is_working_day(day) or any(first <= day <= last for first, last in spans)
        for day in weekdays
    )


def parse_hours(typed: str) -> int | None:
    """Return hours of a week as typed, in minutes, or None where nothing was.

    >>> parse_hours("18.5"), parse_hours("18:30"), parse_hours("37 h"), parse_hours("")
    (1110, 1110, 2220, None)

    Raises:
        NotHours: it is no such number, or more than a week has.
    """
    if not typed.strip():
        return None
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        raise NotHours("HOURS_WANTED")
    hours, decimals, minutes = found.groups()
    part = round(float(f"0.{decimals}") * MINUTES) if decimals else int(minutes or 0)
    total = int(hours) * MINUTES + part
    if total > _MOST:
        raise NotHours("HOURS_WANTED")
    return total


def hours(minutes: int) -> str:
    """Write minutes as hours, with one decimal where they are not whole.

    >>> hours(1110), hours(2220), hours(-90), hours(0)
    ('18.5 h', '37 h', '−1.5 h', '0 h')
    """
    sign = "−" if minutes < 0 else ""
    written = f"{abs(minutes) / MINUTES:.1f}".removesuffix(".0")
    return f"{sign}{written} h"
