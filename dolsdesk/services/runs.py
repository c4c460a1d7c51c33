"""Many papers in one run: each an act of its own, so that a stop leaves nothing half done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dolsdesk.domain.changes import Changes
from dolsdesk.errors import DeskError
from dolsdesk.services import words
from dolsdesk.services.outcome import Outcome

T = TypeVar("T")
Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper of a run that was not made, and why."""

    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of papers came to.

    Attributes:
        sent: the papers that were frozen, by their numbers.
        left_out: what could not be made, and why.
        left: how many it did not reach before it stopped.
        texts: what is to be copied rather than printed, such as a chaser.
    """

    sent: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    left: int = 0
    texts: tuple[str, ...] = ()


def run(
    items: Sequence[T],
    make: Callable[[T], Outcome[int | str]],
    name: Callable[[T], str],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome[Run]:
    """Make the papers of some items one after another.

    One that cannot be made is left out with the reason, and the others go on; ``stop`` is asked
    between two, and what was made by then stays made. ``make`` returns the number of the frozen
    paper, or a text to be copied.
    """
    sent: list[int] = []
    texts: list[str] = []
    left_out: list[LeftOut] = []
    changes = Changes()
    for number, item in enumerate(items, start=1):
        if stop is not None and stop():
            break
        try:
            done = make(item)
        except DeskError as fault:
            left_out.append(LeftOut(name(item), words.error(fault)))
        else:
            changes |= done.changes
            if isinstance(done.value, str):
                texts.append(done.value)
            else:
                sent.append(done.value)
        if progress is not None:
            progress(number, len(items))
    left = len(items) - len(sent) - len(texts) - len(left_out)
    return Outcome(Run(tuple(sent), tuple(left_out), left, tuple(texts)), changes)
