"""Working days in England, for local targets only; statutory dates never come here."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.counting import ONE_DAY

_SATURDAY = date(2000, 1, 1).weekday()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekends and bank holidays of one nation, known up to ``horizon`` inclusive."""

    holidays: frozenset[date]
    horizon: date

    def is_working_day(self, on: date) -> bool:
        """Return whether ``on`` is neither a weekend day nor a bank holiday."""
        return on.weekday() < _SATURDAY and on not in self.holidays

    def after(self, start_on: date, working_days: int) -> date:
        """Return the ``working_days``-th working day after ``start_on`` (itself left out).

        Beyond ``horizon`` only weekends are known; ask ``is_certain``.
        """
        days = self._working_days_after(start_on)
        due_on = start_on
        for _ in range(working_days):
            due_on = next(days)
        return due_on

    def is_certain(self, on: date) -> bool:
        """Return whether bank holidays are known up to ``on``."""
        return on <= self.horizon

    def _working_days_after(self, start_on: date) -> Iterator[date]:
        on = start_on
        while True:
            on += ONE_DAY
            if self.is_working_day(on):
                yield on


def parse(content: str) -> WorkingCalendar:
    """Return the calendar written in a ``resources/calendars`` file.

    Raises:
        ValueError: the file lacks its horizon or a holiday lacks its date.
    """
    data = tomllib.loads(content)
    try:
        return WorkingCalendar(
            holidays=frozenset(entry["on"] for entry in data["holiday"]),
            horizon=data["horizon"],
        )
    except KeyError as missing:
        raise ValueError(f"calendar file lacks {missing}") from missing
