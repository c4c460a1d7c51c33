"""Care homes and hospitals, and the managing authority that runs them."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """DoLS covers these two and nothing else (dols.md 7, SETTING_NOT_COVERED)."""

    CARE_HOME = "care_home"
    HOSPITAL = "hospital"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """One registered location; ``concern`` is what CQC or the council is worried about there."""

    id: int
    name: str
    kind: PlaceKind
    cqc_location_code: str
    managing_authority: str
    address: str
    postcode: str
    phone: str = ""
    email: str = ""
    is_run_by_council: bool = False
    is_open: bool = True
    service_types: str = ""
    concern: str = ""
