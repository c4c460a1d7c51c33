"""The order of the waiting list, and a route to assessment for every band (dols.md 6.2, 6.3).

Inside a band: those without authority first, then the earliest due day, then the earliest receipt.
Each week every band has its own quota, and the first place of every quota goes to whoever of the
band has waited longest. So nobody is overtaken for ever: with n people of a band waiting longer, a
person is called after n further weeks at the latest. Prioritising is allowed; not assessing at all
is fault (returns-and-reports.md 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.facts import Priority
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

QUOTAS: Mapping[Priority, RuleId] = {
    Priority.HIGH: RuleId.PR_WAITING_QUOTA_HIGH,
    Priority.MEDIUM: RuleId.PR_WAITING_QUOTA_MEDIUM,
    Priority.LOW: RuleId.PR_WAITING_QUOTA_LOW,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the order of the list turns on."""

    request_id: int
    band: Priority
    received_on: date
    due_on: date | None = None
    no_authority_from: date | None = None

    def has_gap(self, as_at: date) -> bool:
        """Return whether nothing authorises the person's care on a day."""
        return self.no_authority_from is not None and self.no_authority_from <= as_at


class Why(StrEnum):
    """Why a case is next to be assessed."""

    OLDEST = "next_oldest"
    GAP = "next_gap"
    DUE = "next_due"


@dataclass(frozen=True, slots=True)
class Called:
    """A case that is next to be assessed: its place in this week's quota, and why it is there."""

    request_id: int
    band: Priority
    place: int
    quota: int
    why: Why


def quotas(as_at: date, book: RuleBook) -> dict[Priority, int]:
    """Return how many of each band are to be allocated a week; never fewer than one."""
    return {band: max(1, book.value(rule, on=as_at).amount) for band, rule in QUOTAS.items()}


def order(waiting: Iterable[Waiting], as_at: date) -> list[Waiting]:
    """Return the list in order: band, authority gap, earliest due, earliest receipt."""
    bands = list(Priority)
    return sorted(
        waiting,
        key=lambda one: (
            bands.index(one.band),
            not one.has_gap(as_at),
            one.due_on or date.max,
            one.received_on,
            one.request_id,
        ),
    )


def next_to_assess(
    waiting: Sequence[Waiting], quota: Mapping[Priority, int], taken: Mapping[Priority, int],
    as_at: date,
) -> list[Called]:  # fmt: skip
    """Return who is next this week, band by band.

    ``taken`` is how many of each band were allocated this week already. The oldest of a band is
    called while anything is left of its quota.
    """
    called: list[Called] = []
    for band in Priority:
        of_band = [one for one in order(waiting, as_at) if one.band is band]
        left = max(quota[band] - taken.get(band, 0), 0)
        if not of_band or not left:
            continue
        oldest = min(of_band, key=lambda one: (one.received_on, one.request_id))
        others = [one for one in of_band if one is not oldest]
        chosen = [oldest, *others[: left - 1]]
        called += [
            Called(one.request_id, band, place, quota[band], _why(one, oldest, as_at))
            for place, one in enumerate(chosen, start=taken.get(band, 0) + 1)
        ]
    return called


def weeks_until(place: int, quota: int) -> int:
    """Return in about how many weeks the case at a place of its band is called; 0 is this week."""
    return (place - 1) // quota


def swallowing(counts: Mapping[Priority, int], share: float) -> Priority | None:
    """Return the band that holds over a set share of the list, if one does."""
    total = sum(counts.values())
    return next((band for band, n in counts.items() if total and n / total > share), None)


def _why(one: Waiting, oldest: Waiting, as_at: date) -> Why:
    if one is oldest:
        return Why.OLDEST
    return Why.GAP if one.has_gap(as_at) else Why.DUE
