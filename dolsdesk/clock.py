"""The only place that reads the clock.

Legal dates are calendar dates in Europe/London (dols.md 0.6); instants are UTC.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Where "now" comes from."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        ...

    def today(self) -> date:
        """Return the present calendar date in Europe/London."""
        ...


def london_date(instant: datetime) -> date:
    """Return the calendar date in Europe/London of an aware instant.

    >>> london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 1)
    """
    return instant.astimezone(LONDON).date()


def end_of_day(on: date) -> datetime:
    """Return the first instant after a calendar day in Europe/London, in UTC.

    >>> end_of_day(date(2026, 6, 1)).isoformat()
    '2026-06-01T23:00:00+00:00'
    """
    following = on + timedelta(days=1)
    midnight = datetime(following.year, following.month, following.day, tzinfo=LONDON)
    return midnight.astimezone(UTC)


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return today's date in Europe/London, whatever zone the machine is set to."""
        return london_date(self.now())


class FixedClock:
    """A clock that moves only when told to: for tests, demonstrations and replays."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    @classmethod
    def at(cls, on: date, hour: int = 9, minute: int = 0) -> "FixedClock":
        """Return a clock standing at a London wall-clock time on a date."""
        return cls(datetime(on.year, on.month, on.day, hour, minute, tzinfo=LONDON))

    def now(self) -> datetime:
        """Return the instant the clock stands at."""
        return self._instant

    def today(self) -> date:
        """Return the London date the clock stands at."""
        return london_date(self._instant)

    def move(self, **step: int) -> None:
        """Move the clock by the arguments of ``timedelta``."""
        self._instant += timedelta(**step)

    def set(self, instant: datetime) -> None:
        """Set the clock to an aware instant."""
        self._instant = instant.astimezone(UTC)
