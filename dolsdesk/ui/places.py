"""The table of places: what the rail, the keys, the menus, the command box and F1 are made from.

A new place is one line here, at its place on the rail, and one in ``pages/places.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from dolsdesk.domain.staff import Act
from dolsdesk.ui.shell import Spot


class Section(IntEnum):
    """The parts of the rail, set apart by a little room, from top to bottom."""

    WORK = 1
    SAFEGUARDS = 2
    LOOKING_UP = 3
    DESK = 4


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes:
        spot: which place it is.
        name: its name on the rail, in the menus and in the command box.
        said: what is found there, without a full stop.
        icon: name of its icon.
        section: the part of the rail it stands in.
        leave: the act somebody must be permitted for the place to be shown to them.
        own_key: its key, in Qt's words; where there is none the place is counted.
    """

    spot: Spot
    name: str
    said: str
    icon: str
    section: Section
    leave: Act = Act.READ
    own_key: str = ""


#: Every place, in the order of the rail.
PLACES = (
    Place(Spot.DAY, "My day", "What your day asks of you, by what you are", "sun", Section.WORK),
    Place(
        Spot.WORKLIST, "Worklist", "What is due, overdue, without authority, waiting",
        "list-todo", Section.WORK,
    ),
    Place(
        Spot.LOG, "Log a request", "Take in a Form 1 or Form 2", "file-plus", Section.WORK,
        Act.LOG_REQUEST,
    ),
    Place(
        Spot.UNFILED, "Unfiled papers", "What came in and is filed in no case yet", "inbox",
        Section.WORK, Act.READ_ALL, "Ctrl+I",
    ),
    Place(
        Spot.WAITING, "Waiting list", "Who waits, who is next, contact, what is about to expire",
        "hourglass", Section.WORK, Act.READ_ALL,
    ),
    Place(
        Spot.ALLOCATION, "Allocation",
        "Assessors for many waiting cases at once, reports due back", "user-round-check",
        Section.WORK, Act.READ_ALL,
    ),
    Place(
        Spot.DECISIONS, "Decisions", "What waits for a signatory", "stamp", Section.WORK,
        Act.READ_ALL,
    ),
    Place(
        Spot.RADAR, "Rights radar", "Everyone whose safeguards lack something today",
        "shield-check", Section.SAFEGUARDS, Act.READ_ALL,
    ),
    Place(
        Spot.REFERRALS, "Referrals",
        "Reports by third parties that somebody may be deprived of liberty without authority",
        "flag", Section.SAFEGUARDS, Act.READ_ALL,
    ),
    Place(
        Spot.RESCREENING, "Re-screening", "Cases to be looked at again under the test in force",
        "scale", Section.SAFEGUARDS, Act.READ_ALL,
    ),
    Place(
        Spot.PEOPLE, "People", "Everything on record about one person, and duplicates", "users",
        Section.LOOKING_UP, Act.READ_ALL,
    ),
    Place(
        Spot.REPORTS, "Reports", "Timescales and backlog", "chart-column", Section.LOOKING_UP,
        Act.READ_REPORTS, "Ctrl+R",
    ),
    Place(
        Spot.REGISTER, "Register", "Homes, hospitals, assessors, people of the desk",
        "building-2", Section.LOOKING_UP, Act.READ_ALL, "Ctrl+G",
    ),
    Place(
        Spot.DESK, "This desk", "Store, backups, audit trail, look, local targets", "settings",
        Section.DESK, own_key="Ctrl+,",
    ),
)  # fmt: skip

#: The counted places have Ctrl+1 to Ctrl+9 and, for the tenth, Ctrl+0; after that there is none.
_DIGITS = 10


def _keys() -> Mapping[Spot, str]:
    counted = [place.spot for place in PLACES if not place.own_key]
    numbered = {
        spot: f"Ctrl+{number % _DIGITS}"
        for number, spot in enumerate(counted[:_DIGITS], start=1)
    }  # fmt: skip
    return {place.spot: place.own_key or numbered.get(place.spot, "") for place in PLACES}


_KEYS = _keys()
_BY_SPOT = {place.spot: place for place in PLACES}


def of(spot: Spot) -> Place:
    """Return the place of a spot."""
    return _BY_SPOT[spot]


def key(spot: Spot) -> str:
    """Return the key of a place, in Qt's words; empty where it is reached by name only."""
    return _KEYS[spot]


def may_go(spot: Spot, may: Callable[[Act], bool]) -> bool:
    """Return whether whoever may do ``may`` has business at a place."""
    return may(_BY_SPOT[spot].leave)
