"""How near two postcodes lie, as far as the postcodes themselves tell.

No coordinates are bundled, so nothing here is a distance in miles. A postcode names its area (NX),
its district (NX4) and its sector (NX4 2); two places are as near as the smallest of these they
share. Neighbouring districts are not known to be neighbours.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_POSTCODE = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)(?:\s*(\d)[A-Z]{2})?\b", re.ASCII)


class Near(StrEnum):
    """How near two places are to one another."""

    SECTOR = "near_sector"
    DISTRICT = "near_district"
    AREA = "near_area"
    FAR = "near_far"
    UNKNOWN = "near_unknown"


@dataclass(frozen=True, slots=True)
class Postcode:
    """The parts of a postcode; ``sector`` is blank where only the district is given."""

    area: str
    district: str
    sector: str = ""

    @property
    def outward(self) -> str:
        """Return the outward code, such as NX4."""
        return f"{self.area}{self.district}"


def find(text: str) -> Postcode | None:
    """Return the first postcode or outward code in a text, or None.

    >>> find("City Hall, nx1 1aa"), find("Kiln Rise")
    (Postcode(area='NX', district='1', sector='1'), None)
    >>> find("Kiln Rise, NX4")
    Postcode(area='NX', district='4', sector='')
    """
    found = _POSTCODE.search(text.upper())
    return Postcode(found[1], found[2], found[3] or "") if found else None


def near(one: Postcode | None, other: Postcode | None) -> Near:
    """Return how near two postcodes are.

    >>> near(find("NX4 2AB"), find("NX4 2ZZ")), near(find("NX4"), find("NX4 2ZZ"))
    (<Near.SECTOR: 'near_sector'>, <Near.DISTRICT: 'near_district'>)
    >>> near(find("NX4"), find("NX11 2ZZ")), near(find("NX4"), find("LS1")), near(None, find("LS1"))
    (<Near.AREA: 'near_area'>, <Near.FAR: 'near_far'>, <Near.UNKNOWN: 'near_unknown'>)
    """
    if one is None or other is None:
        return Near.UNKNOWN
    if one.area != other.area:
        return Near.FAR
    if one.district != other.district:
        return Near.AREA
    return Near.SECTOR if one.sector and one.sector == other.sector else Near.DISTRICT
