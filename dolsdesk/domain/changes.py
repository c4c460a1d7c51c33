"""What an operation touched, so that screens refresh themselves and nothing else does."""

from dataclasses import dataclass, fields
from enum import StrEnum


class Listing(StrEnum):
    """Lists that an operation can make stale."""

    WORKLIST = "worklist"
    DECISIONS = "decisions"
    REPORTS = "reports"
    PEOPLE = "people"
    PLACES = "places"
    REFERRALS = "referrals"
    ASSESSORS = "assessors"
    FEES = "fees"
    STAFF = "staff"
    VIEWS = "views"
    DRAFTS = "drafts"
    BACKUPS = "backups"
    SETTINGS = "settings"
    CAMPAIGNS = "campaigns"
    INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what was touched, and which lists can no longer be trusted."""

    cases: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    lists: frozenset[Listing] = frozenset()

    def __or__(self, other: "Changes") -> "Changes":
        """Return both."""
        merged = (getattr(self, f.name) | getattr(other, f.name) for f in fields(self))
        return Changes(*merged)

    def __bool__(self) -> bool:
        """Return whether anything was touched."""
        return bool(self.cases or self.people or self.lists)


#: What every act on a case makes stale.
CASE_LISTS = frozenset({Listing.WORKLIST, Listing.DECISIONS, Listing.REPORTS})


def of_case(request_id: int, *lists: Listing) -> Changes:
    """Return the changes of an act on one case."""
    return Changes(cases=frozenset({request_id}), lists=CASE_LISTS | frozenset(lists))
