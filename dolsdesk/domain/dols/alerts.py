"""What a re-screening must not lose sight of (after-agni.md 4.9): derived, never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Alert(StrEnum):
    """Each alert by its number."""

    A01 = "A01"
    A02 = "A02"
    A03 = "A03"
    A04 = "A04"
    A05 = "A05"
    A06 = "A06"
    A07 = "A07"
    A08 = "A08"
    A09 = "A09"


class Colour(StrEnum):
    """How pressing it is; the colour is always said in words too."""

    RED = "red"
    AMBER = "amber"
    INFO = "info"


#: How pressing each is; A02 turns red once its day has passed.
COLOURS = {
    Alert.A01: Colour.RED,
    Alert.A02: Colour.AMBER,
    Alert.A03: Colour.RED,
    Alert.A04: Colour.AMBER,
    Alert.A05: Colour.RED,
    Alert.A06: Colour.AMBER,
    Alert.A07: Colour.RED,
    Alert.A08: Colour.INFO,
    Alert.A09: Colour.AMBER,
}


@dataclass(frozen=True, slots=True)
class Raised:
    """One alert about one case, or about one home."""

    alert: Alert
    colour: Colour
    request_id: int
    ref: str
    person_name: str
    place_name: str
    on: date | None
    said: str
    ids: tuple[int, ...] = ()
    item_id: int | None = None
