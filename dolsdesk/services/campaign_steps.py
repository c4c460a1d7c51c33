"""What every act of a re-screening does: take a step, put it on record, say what it touched."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dolsdesk.domain.changes import CASE_LISTS, Changes, Listing
from dolsdesk.domain.dols import campaigns as rules
from dolsdesk.domain.dols.campaigns import CAMPAIGN, ITEM, CampaignEvent, Item, ItemEvent
from dolsdesk.domain.dols.screening import Flag
from dolsdesk.services.context import Context
from dolsdesk.store.handle import Write
from dolsdesk.store.repos import campaigns as repo
from dolsdesk.store.repos.campaigns import Step

#: What a change of a campaign as a whole touches.
CHANGED = Changes(lists=frozenset({Listing.CAMPAIGNS, Listing.REPORTS}))


def changed(item: Item) -> Changes:
    """Return what a change of one item touches."""
    of_it = frozenset({item.request_id}) if item.request_id is not None else frozenset()
    return Changes(cases=of_it, lists=CASE_LISTS | {Listing.CAMPAIGNS})


def move_campaign(
    ctx: Context, write: Write, campaign_id: int, event: CampaignEvent, **values: Any
) -> None:
    """Take a campaign to its next state.

    Raises:
        TransitionRefused: the event cannot happen in this state.
    """
    campaign = repo.load(write.session, campaign_id)
    state = CAMPAIGN.after(campaign.state, event)
    repo.change(write.session, campaign_id, state=state, **values)
    tell(ctx, write, campaign_id, was=campaign.state.value, now=state.value)


def move_item(
    ctx: Context, write: Write, item: Item, event: ItemEvent, note: str, **values: Any
) -> Item:
    """Take one item to its next state and return it as it is then.

    Raises:
        TransitionRefused: the event cannot happen in this state.
    """
    state = ITEM.after(item.state, event)
    repo.change_item(write.session, item, state=state, **values)
    _tell(ctx, write, item.campaign_id, [Step(item.id, item.state.value, state.value, note)])
    return repo.item(write.session, item.id)


def move_items(
    ctx: Context, write: Write, found: Sequence[Item], event: ItemEvent, *,
    note: str, values: Callable[[Item], Mapping[str, Any]],
) -> None:  # fmt: skip
    """Take several items of one campaign to their next state, all at once.

    Raises:
        TransitionRefused: the event cannot happen in the state of one of them.
    """
    states = {one.id: ITEM.after(one.state, event) for one in found}
    repo.change_items(write.session, found, lambda one: {**values(one), "state": states[one.id]})
    _tell(
        ctx, write, found[0].campaign_id,
        [Step(one.id, one.state.value, states[one.id].value, note) for one in found],
    )  # fmt: skip


def note(ctx: Context, write: Write, found: Sequence[Item], said: str) -> None:
    """Put on record what was said of items of one campaign that stay where they are."""
    steps = [Step(one.id, one.state.value, one.state.value, said) for one in found]
    _tell(ctx, write, found[0].campaign_id, steps)


def tell(
    ctx: Context, write: Write, campaign_id: int, *, now: str, was: str = "", note: str = ""
) -> None:
    """Put something that happened to a campaign as a whole on record."""
    _tell(ctx, write, campaign_id, [Step(None, was, now, note)])


def _tell(ctx: Context, write: Write, campaign_id: int, steps: Sequence[Step]) -> None:
    repo.happened(write.session, campaign_id, steps, at=write.at, by=ctx.actor.id)


def weigh(write: Write, item: Item, told: Iterable[Flag], **values: Any) -> Item:
    """List the reasons for the order of work anew; a reason once known stays."""
    held = set(item.reasons) | set(told)
    why = tuple(flag for flag in Flag if flag in held)
    repo.change_item(
        write.session, item, reasons=[flag.value for flag in why], priority=rules.priority(why),
        **values,
    )  # fmt: skip
    return repo.item(write.session, item.id)
