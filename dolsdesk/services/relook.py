"""The whole picture (IN8): every open, live, court and campaign case, by where its re-look stands.

The columns of a row add up to its total, and every number opens its cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dolsdesk.domain.dols.campaigns import CampaignState, Cohort, Item, ItemState
from dolsdesk.domain.staff import Act
from dolsdesk.services import campaigns, words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import cohorts, relook
from dolsdesk.store.repos import campaigns as repo


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of case: all of them, and each exactly once under where it stands."""

    name: str
    ids: tuple[int, ...]
    parts: Mapping[str, tuple[int, ...]]

    @property
    def adds_up(self) -> bool:
        """Return whether each case is counted exactly once."""
        counted = [one for ids in self.parts.values() for one in ids]
        return sorted(counted) == sorted(self.ids)


#: Where a case may stand, in the order of the columns.
CURRENT, NOWHERE = "Decided under the test in force", "In no campaign"
_STATES: tuple[tuple[str, frozenset[ItemState]], ...] = (
    ("Not sent", frozenset({ItemState.SELECTED})),
    ("Sent", frozenset({ItemState.SENT, ItemState.REMINDED})),
    ("Not returned", frozenset({ItemState.NOT_RETURNED})),
    ("Returned", frozenset({ItemState.RETURNED})),
    ("Triaged", frozenset({ItemState.TRIAGED})),
    ("Escalated", frozenset({ItemState.ESCALATED})),
    ("Next step open", frozenset({ItemState.ACTION_OPEN})),
    ("Decided or done", frozenset({ItemState.DECIDED, ItemState.DONE})),
    ("Left out", frozenset({ItemState.EXCLUDED})),
)
COLUMNS = (CURRENT, NOWHERE, *(name for name, _ in _STATES))


def groups(ctx: Context) -> tuple[Group, ...]:
    """Return how the re-look of every case stands."""
    ctx.require(Act.READ_ALL)
    tests = campaigns.tests(ctx)
    with ctx.reading() as session:
        lines = relook.lines(session, ctx.today)
        given = relook.given_on(session)
        items = _newest(repo.all_items(session), {
            one.id for one in repo.listed(session) if one.state is not CampaignState.CLOSED
        })  # fmt: skip
        court = [
            member
            for cohort in (Cohort.K4, Cohort.K5, Cohort.K6, Cohort.K7)
            for member in cohorts.members(session, cohort, tests, ctx.today)
        ]
    current = {one.request_id for one in lines if one.legal_test == tests.current}
    before = tuple(one.request_id for one in lines if one.is_open and one.received_on < tests.since)
    since = tuple(one.request_id for one in lines if one.is_open and one.received_on >= tests.since)
    live = [one for one in lines if not one.is_open]
    granted_before = tuple(
        one.request_id for one in live if given.get(one.request_id, tests.since) < tests.since
    )
    granted_since = tuple(one.request_id for one in live if one.request_id not in granted_before)
    at_court = tuple(dict.fromkeys(one.request_id for one in court if one.request_id is not None))
    held = {*before, *since, *granted_before, *granted_since, *at_court}
    over = tuple(one for one in items if one not in held)
    named = (
        (words.fact("requests_before"), before),
        (words.fact("requests_since"), since),
        (words.fact("granted_before"), granted_before),
        (words.fact("granted_since"), granted_since),
        (words.fact("at_court"), at_court),
        (words.fact("no_longer_live"), over),
    )
    return tuple(Group(name, ids, _parts(ids, current, items)) for name, ids in named)


def _parts(
    ids: tuple[int, ...], current: set[int], items: Mapping[int, Item]
) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {name: [] for name in COLUMNS}
    for one in ids:
        item = items.get(one)
        if one in current:
            found[CURRENT].append(one)
        elif item is None:
            found[NOWHERE].append(one)
        else:
            found[next(name for name, states in _STATES if item.state in states)].append(one)
    return {name: tuple(listed) for name, listed in found.items()}


def _newest(items: tuple[Item, ...], going: set[int]) -> dict[int, Item]:
    """Return the item of each request in the newest unfinished campaign."""
    return {
        one.request_id: one
        for one in items
        if one.request_id is not None and one.campaign_id in going
    }
