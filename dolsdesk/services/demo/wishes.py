"""What a plan wishes for: a request on a day, and as much of its course as matters."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services.demo.people import Known


class Mood(StrEnum):
    """How somebody is about the arrangements."""

    CONTENT = "content"
    UNSETTLED = "unsettled"
    OBJECTS = "objects"


class Asked(StrEnum):
    """What became of an urgent authorisation's extension."""

    NOT = "not"
    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why a request is refused."""

    OBJECTIVE = "objective"
    CONSENT = "consent"
    BOTH = "both"
    OLD_TEST = "old_test"
    NOT_BEST_INTERESTS = "not_best_interests"
    CAPACITY = "capacity"
    INELIGIBLE = "ineligible"
    ATTORNEY = "attorney"


class Why(StrEnum):
    """Why a request is closed without a decision."""

    WITHDRAWN = "withdrawn"
    DIED = "died"
    MOVED = "moved"
    DETAINED = "detained"
    TRANSFERRED = "transferred"


#: Where a request stands that is closed without a decision.
CLOSED_STATE = {
    Why.WITHDRAWN: RequestState.WITHDRAWN,
    Why.TRANSFERRED: RequestState.TRANSFERRED,
    Why.DIED: RequestState.NO_LONGER_NEEDED,
    Why.MOVED: RequestState.NO_LONGER_NEEDED,
    Why.DETAINED: RequestState.NO_LONGER_NEEDED,
}


class Quirk(StrEnum):
    """Something out of the ordinary about a case."""

    LACKS_SIGNATURE = "lacks_signature"
    LACKS_START = "lacks_start"
    COPIES_UNSENT = "copies_unsent"
    RETURNED = "returned"
    RETURNED_TWICE = "returned_twice"
    STOP_NOT_TOLD = "stop_not_told"
    SIGNATORY_ASSESSED = "signatory_assessed"
    RESIDENCE_QUERIED = "residence_queried"
    URGENT_TOO_LONG = "urgent_too_long"
    LIVES_THERE = "lives_there"
    CONTACT_DUE = "contact_due"
    BARS_RELATIVE = "bars_relative"
    BARS_CARER = "bars_carer"


@dataclass(frozen=True, slots=True)
class Wish:
    """One request wished for; whatever is empty is left to chance.

    ``goal`` is where it stands in the end. ``person`` is a key: the same key is the same person
    again, and an empty one somebody new. ``late_by`` counts days from the day the assessments are
    due to the day they are completed; negative is early. ``takes`` says instead how many days after
    receipt that is, or the request is closed. ``is_continued`` says that another
    request about the same person in the same place will come. ``moves`` sends somebody
    known to a place where they have not been. ``last_day`` is the last day of the
    authorisation, ``lasts_beyond`` a day that it is to outlast if a period that fits does.
    """

    received_on: date
    goal: RequestState
    person: str = ""
    received_time: time | None = None
    urgent: bool | None = None
    urgent_age: int | None = None  # days it was given before receipt
    extension: Asked | None = None
    late_by: int | None = None
    takes: int | None = None
    last_day: date | None = None
    lasts_beyond: date | None = None
    mood: Mood | None = None
    portrait: str = ""
    place: str = ""
    ground: Ground | None = None
    why: Why | None = None
    known: Known | None = None
    is_further: bool = False
    moves: bool = False
    is_continued: bool = False
    quirks: frozenset[Quirk] = frozenset()
