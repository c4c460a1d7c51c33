"""The counting rules R1 to R8 of dols.md 0.6, once, on calendar dates.

No limit in Schedule A1 or the two sets of Regulations skips weekends or bank holidays. Working
days exist only for local targets and are counted in ``domain.calendars``.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)


def last_day_of_days(start_on: date, days: int) -> date:
    """R1: last day of ``days`` days beginning with ``start_on`` (which is day 1).

    >>> last_day_of_days(date(2026, 3, 2), 21)
    datetime.date(2026, 3, 22)
    """
    return start_on + timedelta(days=days) - ONE_DAY


def last_day_of_weeks(start_on: date, weeks: int) -> date:
    """R2: last day of ``weeks`` weeks beginning with ``start_on``."""
    return start_on + timedelta(weeks=weeks) - ONE_DAY


def last_day_of_months(start_on: date, months: int) -> date:
    """R3: last day of ``months`` months beginning with ``start_on``.

    The period ends the day before the same day-number; where that day does not exist, it ends
    on the last day of the month that lacks it.

    >>> last_day_of_months(date(2027, 3, 1), 12)
    datetime.date(2028, 2, 29)
    >>> last_day_of_months(date(2028, 2, 29), 12)
    datetime.date(2029, 2, 28)
    """
    anniversary = start_on + relativedelta(months=months)
    if anniversary.day < start_on.day:
        return anniversary
    return anniversary - ONE_DAY


def last_day_within_months_of(start_on: date, months: int) -> date:
    """R4: last day "within ``months`` months of" ``start_on``, which itself is left out.

    >>> last_day_within_months_of(date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    return start_on + relativedelta(months=months)


def last_day_within_days_of(start_on: date, days: int) -> date:
    """R5: last day "within ``days`` days of" ``start_on``, which itself is left out."""
    return start_on + timedelta(days=days)


def first_day_after(last_on: date) -> date:
    """R6: first day after a period that ends at midnight at the end of ``last_on``."""
    return last_on + ONE_DAY


def last_day_within_previous_months(event_on: date, months: int) -> date:
    """R8: last day on which ``event_on`` lies "within the previous ``months`` months".

    Strictly before the anniversary: on the anniversary itself it no longer does (dols.md 10.5).

    >>> last_day_within_previous_months(date(2025, 5, 15), 12)
    datetime.date(2026, 5, 14)
    """
    return last_day_of_months(event_on, months)


def latest_start_of_days(last_on: date, days: int) -> date:
    """Return the latest day 1 for which ``days`` days end on or before ``last_on`` (R1 inverted).

    >>> latest_start_of_days(date(2026, 6, 30), 21)
    datetime.date(2026, 6, 10)
    """
    return last_on - timedelta(days=days) + ONE_DAY


def days_from(earlier_on: date, later_on: date) -> int:
    """Return how many days ``later_on`` lies after ``earlier_on`` (negative if before)."""
    return (later_on - earlier_on).days


def days_between(first_on: date, last_on: date) -> tuple[date, ...]:
    """Return every day from the first to the last, both included; none if the last comes first."""
    return tuple(first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1))


def age_on(born_on: date, on: date) -> int:
    """Return the age in completed years on a date; born on 29 February ages on 1 March.

    >>> age_on(date(2008, 2, 29), date(2026, 2, 28))
    17
    """
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (0 if had_birthday else 1)
