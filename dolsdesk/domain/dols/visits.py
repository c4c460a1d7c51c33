"""A visit an assessor means to make: when and where, moved, called off, or made.

No law sets a day for it; the assessment that follows says on which day the person was seen.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class VisitState(StrEnum):
    """How a visit stands."""

    PLANNED = "visit_planned"
    MADE = "visit_made"
    CALLED_OFF = "visit_called_off"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; ``where`` is blank for the home or hospital of the request."""

    on: date
    at: time | None
    assessor_id: int
    name: str
    state: VisitState = VisitState.PLANNED
    where: str = ""
    note: str = ""
    why: str = ""
