"""A note in a case: what somebody wants to be known, which moves no date and decides nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One note."""

    noted: str
