"""Lists over all cases, each asked for by everybody: assessors see their own cases only."""

from dolsdesk.domain.dols.campaigns import Cohort
from dolsdesk.domain.staff import Act
from dolsdesk.services import (
    alerts,
    campaign_cases,
    campaign_sending,
    campaigns,
    duplicates,
    enquiries,
    handovers,
    referrals,
    relook,
)
from tests.services.uses_of_people import pair
from tests.services.uses_of_retest import item_of, running
from tests.support.uses import At, Use


def chosen(at: At) -> int:
    return item_of(at, running(at))


def sent(at: At) -> tuple[int, int]:
    number = running(at)
    campaign_sending.send(at.world.admin, number, [item_of(at, number)])
    [letter] = campaign_sending.letters(at.world.admin, number)
    return number, letter.id


_LEAVE = Act.READ_ALL

USES = (
    Use(_LEAVE, "alerts.raised", lambda at, _: alerts.raised(at.ctx)),
    Use(_LEAVE, "relook.groups", lambda at, _: relook.groups(at.ctx)),
    Use(_LEAVE, "referrals.listed", lambda at, _: referrals.listed(at.ctx, is_open=True)),
    Use(_LEAVE, "enquiries.listed", lambda at, _: enquiries.listed(at.ctx)),
    Use(_LEAVE, "handovers.of_place", lambda at, _: handovers.of_place(at.ctx, at.world.home)),
    Use(_LEAVE, "duplicates.pairs", lambda at, _: duplicates.pairs(at.ctx)),
    Use(_LEAVE, "duplicates.of_person",
        lambda at, ids: duplicates.of_person(at.ctx, ids[0]), pair),
    Use(_LEAVE, "campaigns.listed", lambda at, _: campaigns.listed(at.ctx)),
    Use(_LEAVE, "campaigns.preview", lambda at, _: campaigns.preview(at.ctx, Cohort.K2)),
    Use(_LEAVE, "campaigns.preview_of",
        lambda at, number: campaigns.preview_of(at.ctx, number), running),
    Use(_LEAVE, "campaigns.load", lambda at, number: campaigns.load(at.ctx, number), running),
    Use(_LEAVE, "campaigns.events", lambda at, number: campaigns.events(at.ctx, number), running),
    Use(_LEAVE, "campaigns.joined_later",
        lambda at, number: campaigns.joined_later(at.ctx, number), running),
    Use(_LEAVE, "campaigns.top_up", lambda at, number: campaigns.top_up(at.ctx, number), running),
    Use(_LEAVE, "campaign_cases.items",
        lambda at, number: campaign_cases.items(at.ctx, number), running),
    Use(_LEAVE, "campaign_cases.detail",
        lambda at, item: campaign_cases.detail(at.ctx, item), chosen),
    Use(_LEAVE, "campaign_sending.letters",
        lambda at, made: campaign_sending.letters(at.ctx, made[0]), sent),
    Use(_LEAVE, "campaign_sending.letter_seen",
        lambda at, made: campaign_sending.letter_seen(at.ctx, made[1]), sent),
)  # fmt: skip

READING = {one.name for one in USES}
