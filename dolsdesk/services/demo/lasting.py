"""How long requests take, so that as many are still open as there should be."""

from dataclasses import dataclass
from math import exp, log
from random import Random
from typing import Self

_ALWAYS_OPEN = 2  # days
#: How large a share is dealt with at once in the first year and in the last.
_AT_ONCE = (0.85, 0.42)
_QUICK = 21  # days that takes, about
_QUICK_ALIKE, _SLOW_ALIKE = 1.6, 1.4  # how alike requests of a kind are in it


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long requests of a day take: some are dealt with at once, the others have to queue.

    Both kinds take as long as things that wear out do (Weibull): ``at_once`` is the share of the
    first kind, ``slow`` about the number of days that the others take.
    """

    at_once: float
    slow: float

    @classmethod
    def of(cls, share: float, slow: float) -> Self:
        """Return how long requests take when so large a share of them all has come."""
        return cls(_AT_ONCE[0] + (_AT_ONCE[1] - _AT_ONCE[0]) * share, slow)

    def open_share(self, age: int) -> float:
        """Return how many are still open after some days."""
        return 1 - sum(self._over(age))

    def drawn(self, age: int, rng: Random) -> int:
        """Return how many days one took that is over after some days."""
        quick, slow = self._over(age)
        drawn = rng.random() * (quick + slow)
        if drawn < quick:
            return int(_until(drawn / self.at_once, _QUICK, _QUICK_ALIKE))
        return int(_until((drawn - quick) / (1 - self.at_once), self.slow, _SLOW_ALIKE))

    def _over(self, age: int) -> tuple[float, float]:
        """Return how many of each kind are over after some days."""
        days = max(0, age - _ALWAYS_OPEN)
        return (
            self.at_once * (1 - exp(-((days / _QUICK) ** _QUICK_ALIKE))),
            (1 - self.at_once) * (1 - exp(-((days / self.slow) ** _SLOW_ALIKE))),
        )


def _until(share: float, scale: float, alike: float) -> float:
    """Return after how many days such a share is over."""
    return float(scale * (-log(1 - share)) ** (1 / alike))
