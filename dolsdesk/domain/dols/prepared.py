"""An authorisation as it was prepared for the signatory (dols.md 4.1, R6 to R7).

Nothing follows from it: it is what the signatory starts from, and every word can be changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dolsdesk.domain.dols.facts import AssessmentKind

if TYPE_CHECKING:
    from dolsdesk.domain.dols.case import Case
    from dolsdesk.domain.dols.decision import Grant


@dataclass(frozen=True, slots=True)
class Proposed:
    """Who was to be the representative."""

    name: str
    relationship: str = ""
    address: str = ""
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What stood in it; ``last_day`` is included."""

    in_force_on: date
    last_day: date | None
    purpose: str
    period_reason: str
    reasons: Mapping[AssessmentKind, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    representative: Proposed | None = None


def of_grant(grant: "Grant") -> Prepared:
    """Return what is kept of an authorisation that is sent to the signatory."""
    who = grant.representative
    return Prepared(
        grant.in_force_on, grant.last_day, grant.purpose, grant.period_reason,
        dict(grant.reasons), grant.conditions,
        Proposed(who.name, who.relationship, who.address, who.is_paid) if who else None,
    )  # fmt: skip


def newest(case: "Case") -> Prepared | None:
    """Return the authorisation that was prepared last in a case, if any was."""
    from dolsdesk.domain.dols import holdings
    from dolsdesk.domain.records import RecordKind

    found = holdings.newest(case.records, RecordKind.PREPARED, Prepared)
    return found.facts if found is not None else None
