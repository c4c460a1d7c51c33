"""A question put to the council's lawyers about a case: who has it, by when, what they said.

A finding of no deprivation while a challenge is before the court asks for one (after-agni.md 4.11,
AG-A07).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LegalTask:
    """One question; ``done_on`` is the day it was answered, or None while it is open."""

    question: str
    owner: str
    due_on: date
    done_on: date | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it waits for an answer."""
        return self.done_on is None
