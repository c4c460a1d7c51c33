"""Taking the time: two pieces of work in turn, so that a busy machine slows down both alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

#: Does a piece of work and returns how many seconds it took.
Timed = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Target:
    """What must be kept to, as far as it is stated.

    ``times`` the baseline, with ``plus`` seconds on top; and ``within`` so many seconds.
    """

    times: float | None = None
    plus: float = 0.0
    within: float | None = None

    def is_met(self, ours: float, bare: float) -> bool:
        """Return whether a time is good enough beside that of the baseline."""
        in_ratio = self.times is None or ours <= self.times * bare + self.plus
        return in_ratio and (self.within is None or ours <= self.within)

    def __str__(self) -> str:
        """Return the target in words."""
        parts = []
        if self.times is not None:
            extra = f" + {self.plus:g} s" if self.plus else ""
            parts.append(f"within {self.times:g} × bare{extra}")
        if self.within is not None:
            parts.append(f"under {self.within:g} s")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Measured:
    """Something that was measured: the seconds of every round, ours beside the baseline's."""

    what: str
    baseline: str
    target: Target
    ours: tuple[float, ...]
    bare: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """Return how long it takes us, as a rule."""
        return median(self.ours)

    @property
    def bare_seconds(self) -> float:
        """Return how long the baseline takes, as a rule."""
        return median(self.bare)

    @property
    def ratio(self) -> float:
        """Return how many times as long as the baseline it takes us."""
        return self.seconds / self.bare_seconds

    @property
    def is_met(self) -> bool:
        """Return whether the target is met."""
        return self.target.is_met(self.seconds, self.bare_seconds)


def in_turn(
    what: str, rounds: Sequence[tuple[Timed, Timed]], *, baseline: str, target: Target
) -> Measured:
    """Return what some rounds took, each our own work and the baseline's.

    The first round warms files and caches and is not counted. Who goes first changes from round
    to round.
    """
    ours: list[float] = []
    bare: list[float] = []
    for work in rounds[0]:
        work()
    for number, (our_work, bare_work) in enumerate(rounds[1:]):
        if number % 2:
            bare.append(bare_work())
            ours.append(our_work())
        else:
            ours.append(our_work())
            bare.append(bare_work())
    return Measured(what, baseline, target, tuple(ours), tuple(bare))


def timed(work: Callable[[], object]) -> Timed:
    """Return a piece of work which says how long it took."""

    def run() -> float:
        begun = perf_counter()
        work()
        return perf_counter() - begun

    return run
