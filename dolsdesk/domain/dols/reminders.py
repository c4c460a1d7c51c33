"""On which days a reminder falls due: before an end, or again and again after a day (forms.md 7).

The days themselves are the council's own targets; nothing here is law.
"""

from datetime import date, timedelta


def before(last_on: date, today: date, *, first: int, every: int, last: int) -> date | None:
    """Return the newest day on or before today on which a reminder of an end fell due.

    Args:
        last_on: the last day before the end, inclusive.
        today: the day it is asked for.
        first: how many days before ``last_on`` the first reminder falls due.
        every: how many days lie between two reminders.
        last: how many days before ``last_on`` the last one falls due.

    Returns:
        None before the first reminder, and after ``last_on``.
    """
    if today > last_on:
        return None
    marks = [*range(first, last, -every), last]
    due = [last_on - timedelta(days=mark) for mark in marks]
    return max((on for on in due if on <= today), default=None)


def again(first_on: date, today: date, *, every: int) -> date | None:
    """Return the newest day on or before today of those ``every`` so many days from the first on.

    Returns:
        None before the first.
    """
    if today < first_on:
        return None
    return today - timedelta(days=(today - first_on).days % every)
