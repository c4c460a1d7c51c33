"""Re-screening campaigns: choose a cohort, freeze it, run, count, close (after-agni.md 4.5, 4.7).

Letters are ``campaign_sending``, one case is ``campaign_cases``. Nothing here moves a clock, ends
an authority or fills in an outcome (AG-T1, AG-T4, AG-T5).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dolsdesk.domain.changes import Changes
from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols import campaigns as rules
from dolsdesk.domain.dols import legal_test
from dolsdesk.domain.dols.campaigns import (
    Campaign,
    CampaignEvent,
    CampaignState,
    Cohort,
    Event,
    Item,
    ItemState,
    ItemSubject,
    Known,
    Progress,
)
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    assessed_findings,
    campaign_cases,
    campaign_letters,
    campaign_steps,
    words,
    worklist,
)
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.worklist import SavedView
from dolsdesk.store.handle import ReadSession, Write
from dolsdesk.store.reads import cohorts
from dolsdesk.store.reads.cohorts import Member, Tests
from dolsdesk.store.repos import campaigns as repo
from dolsdesk.store.repos import places
from dolsdesk.store.repos.campaigns import Step

_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What a cohort would hold if it were frozen now."""

    total: int
    by_subject: tuple[tuple[str, int], ...]
    homes: int
    elsewhere: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A campaign as the list shows it."""

    campaign: Campaign
    progress: Progress


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who belongs to a cohort now and did not when it was frozen."""

    request_id: int | None
    ref: str
    person_name: str
    place_name: str
    received_on: date | None


# Choosing and freezing


def tests(ctx: Context) -> Tests:
    """Return the test in force, and since when."""
    now = ctx.book.value(RuleId.LEGAL_TEST, on=ctx.today)
    return Tests(now.code, now.value.starts_on)


def current_test(ctx: Context) -> str:
    """Return the code of the test in force today."""
    return legal_test.in_force(ctx.today, ctx.book)


def preview(ctx: Context, cohort: Cohort, view: SavedView | None = None) -> Preview:
    """Return how many cases a cohort holds now, before anything is written."""
    ctx.require(Act.READ_ALL)
    found = _members(ctx, cohort, view)
    with ctx.reading() as session:
        taken = _taken(session)
    free = [one for one in found if _key(one) not in taken]
    counts = {subject: sum(one.subject is subject for one in free) for subject in ItemSubject}
    return Preview(
        total=len(free),
        by_subject=tuple((words.fact(s.value), n) for s, n in counts.items() if n),
        homes=len({one.place_id for one in free}),
        elsewhere=len(found) - len(free),
        ids=tuple(one.request_id for one in free if one.request_id is not None),
    )


def preview_of(ctx: Context, campaign_id: int) -> Preview:
    """Return what freezing the cohort of a campaign would keep."""
    ctx.require(Act.READ_ALL)
    campaign = load(ctx, campaign_id)
    return preview(ctx, campaign.cohort, _view(campaign))


def create(
    ctx: Context,
    *,
    name: str,
    purpose: str,
    cohort: Cohort,
    view: SavedView | None = None,
    target_end: date | None = None,
    reply_days: int | None = None,
    reminder_days: int | None = None,
) -> Outcome[int]:
    """Begin a campaign as a draft.

    Raises:
        Refused: it has no name, ends before it begins, or no view was chosen.
    """
    if not name.strip():
        raise Refused("NAME_NEEDED", field="name")
    if cohort is Cohort.VIEW and view is None:
        raise Refused("VIEW_NEEDED", field="view")
    if target_end is not None and target_end < ctx.today:
        raise Refused("ENDS_BEFORE_TODAY", field="target_end")
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        definition: dict[str, Any] = {}
        if view is not None and cohort is Cohort.VIEW:
            definition = {"name": view.name, "query": worklist.plain(view.query)}
        campaign_id = repo.add(
            write.session,
            name=name.strip(),
            purpose=purpose.strip(),
            test=tests(ctx).current,
            owner_id=ctx.actor.id,
            starts_on=ctx.today,
            target_end=target_end,
            cohort=cohort,
            definition=definition,
            state=CampaignState.DRAFT,
            template=campaign_letters.TEMPLATE,
            reply_days=ctx.amount(RuleId.AGNI_REPLY) if reply_days is None else reply_days,
            reminder_days=ctx.amount(RuleId.AGNI_REMINDER)
            if reminder_days is None
            else reminder_days,
        )
        campaign_steps.tell(ctx, write, campaign_id, now=CampaignState.DRAFT.value, note=name)
        write.record("create_campaign", "campaign", campaign_id,
                     after={"name": name, "cohort": cohort.value})  # fmt: skip
    return Outcome(campaign_id, campaign_steps.CHANGED)


def lock(ctx: Context, campaign_id: int) -> Outcome[int]:
    """Freeze the cohort as it stands now; who joins later comes into a top-up list, by hand.

    Raises:
        Refused: nobody belongs to it.
        TransitionRefused: it is frozen already.
    """
    ctx.require(Act.RUN_CAMPAIGN)
    campaign = load(ctx, campaign_id)
    found = _members(ctx, campaign.cohort, _view(campaign))
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        campaign_steps.move_campaign(
            ctx, write, campaign_id, CampaignEvent.LOCK, snapshot_at=write.at
        )
        taken = _taken(write.session)
        free = [one for one in found if _key(one) not in taken]
        if not free:
            raise Refused("COHORT_EMPTY")
        _join(ctx, write, campaign_id, free, is_top_up=False)
        write.record("lock_cohort", "campaign", campaign_id, after={"items": len(free)})
    return Outcome(len(free), campaign_steps.CHANGED)


def joined_later(ctx: Context, campaign_id: int) -> tuple[Member, ...]:
    """Return who belongs to the cohort now and did not when it was frozen: the top-up list."""
    ctx.require(Act.READ_ALL)
    campaign = load(ctx, campaign_id)
    if campaign.snapshot_at is None or campaign.state is CampaignState.CLOSED:
        return ()
    found = _members(ctx, campaign.cohort, _view(campaign))
    with ctx.reading() as session:
        taken = _taken(session)
        own = {_of_item(one) for one in repo.items(session, campaign_id)}
    known = taken | own
    return tuple(one for one in found if _key(one) not in known)


def top_up(ctx: Context, campaign_id: int) -> tuple[Joined, ...]:
    """Return the top-up list with names."""
    found = joined_later(ctx, campaign_id)
    with ctx.reading() as session:
        named = cohorts.names(session, found)
    return tuple(
        Joined(one.request_id, *who, one.received_on) for one, who in zip(found, named, strict=True)
    )


def add_top_up(ctx: Context, campaign_id: int) -> Outcome[int]:
    """Take the top-up list into the campaign, marked as such.

    Raises:
        Refused: the list is empty, or the campaign is closed.
    """
    ctx.require(Act.RUN_CAMPAIGN)
    found = joined_later(ctx, campaign_id)
    if not found:
        raise Refused("TOP_UP_EMPTY")
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        taken = _taken(write.session)
        free = [one for one in found if _key(one) not in taken]
        _join(ctx, write, campaign_id, free, is_top_up=True)
        write.record("add_top_up", "campaign", campaign_id, after={"items": len(free)})
    return Outcome(len(free), campaign_steps.CHANGED)


# The campaign's own course


def move(ctx: Context, campaign_id: int, event: CampaignEvent) -> Outcome[None]:
    """Run, pause, resume, or begin to close a campaign."""
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        campaign_steps.move_campaign(ctx, write, campaign_id, event)
        write.record(event.value, "campaign", campaign_id)
    return Outcome(None, campaign_steps.CHANGED)


def close(ctx: Context, campaign_id: int, *, lessons: str) -> Outcome[None]:
    """Sign a campaign off: every case is done, or left out with a reason.

    Raises:
        Refused: cases are open, or nobody says what was learnt.
    """
    if not lessons.strip():
        raise Refused("LESSONS_NEEDED", field="lessons")
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        unknown = rules.progress(repo.items(write.session, campaign_id)).unknown
        if unknown:
            raise Refused("CAMPAIGN_ITEMS_OPEN", n=unknown)
        campaign_steps.move_campaign(ctx, write, campaign_id, CampaignEvent.CLOSE, lessons=lessons,
                       sign_off_by=ctx.actor.name, signed_off_at=write.at)  # fmt: skip
        write.record("close_campaign", "campaign", campaign_id, after={"by": ctx.actor.name})
    return Outcome(None, campaign_steps.CHANGED)


def approve_letter(ctx: Context, campaign_id: int) -> Outcome[None]:
    """Approve the letter that goes to homes; until then it is a draft and cannot be sent."""
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        campaign = repo.load(write.session, campaign_id)
        repo.change(write.session, campaign_id, letter_approved_by=ctx.actor.name)
        campaign_steps.tell(
            ctx, write, campaign_id, was=campaign.state.value, now=campaign.state.value,
            note=words.sentence("LETTER_APPROVED"),
        )  # fmt: skip
        write.record("approve_letter", "campaign", campaign_id, after={"by": ctx.actor.name})
    return Outcome(None, campaign_steps.CHANGED)


def take_over(
    ctx: Context,
    campaign_id: int,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome[int]:
    """Keep the earlier findings of every case of a campaign as records, as they were made."""
    found = [
        one.request_id
        for one in campaign_cases.items(ctx, campaign_id)
        if one.request_id is not None
    ]
    done, changes = 0, Changes()
    for number, request_id in enumerate(found):
        if stop is not None and stop():
            break
        made = assessed_findings.migrate(ctx, (request_id,))
        done += made.value
        changes |= made.changes
        if progress is not None:
            progress(number + 1, len(found))
    return Outcome(done, changes)


# Looking


def listed(ctx: Context) -> tuple[Listed, ...]:
    """Return every campaign with how it stands, the newest first."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return tuple(
            Listed(one, rules.progress(repo.items(session, one.id))) for one in repo.listed(session)
        )


def load(ctx: Context, campaign_id: int) -> Campaign:
    """Return a campaign."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return repo.load(session, campaign_id)


def events(ctx: Context, campaign_id: int) -> tuple[Event, ...]:
    """Return everything that happened in a campaign, in order."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return repo.events(session, campaign_id)


# Within


def _view(campaign: Campaign) -> SavedView | None:
    if campaign.cohort is not Cohort.VIEW:
        return None
    held = campaign.definition
    return SavedView(held.get("name", ""), True, worklist.query_of(held.get("query", {})), ())


def _members(ctx: Context, cohort: Cohort, view: SavedView | None) -> tuple[Member, ...]:
    if cohort is Cohort.VIEW and view is not None:
        page = worklist.page(ctx, view.query, limit=_MOST)
        ids = [line.request_id for line in page.rows]
        with ctx.reading() as session:
            return cohorts.of_requests(session, ids)
    with ctx.reading() as session:
        return cohorts.members(session, cohort, tests(ctx), ctx.today)


def _key(one: Member) -> tuple[int | None, int | None]:
    is_request = one.subject is not ItemSubject.THIRD_PARTY
    return (one.request_id, None) if is_request and one.request_id else (None, one.record_id)


def _of_item(one: Item) -> tuple[int | None, int | None]:
    is_request = one.subject is not ItemSubject.THIRD_PARTY
    return (one.request_id, None) if is_request and one.request_id else (None, one.record_id)


def _taken(session: ReadSession) -> set[tuple[int | None, int | None]]:
    """Return the cases that an unfinished campaign is looking at already."""
    going = {one.id for one in repo.listed(session) if one.state is not CampaignState.CLOSED}
    return {
        _of_item(one) for one in repo.all_items(session) if one.campaign_id in going and one.is_open
    }


def _join(
    ctx: Context, write: Write, campaign_id: int, found: Sequence[Member], *, is_top_up: bool
) -> None:
    """Take members in, each with the reasons for its place in the order of work."""
    known = _known(ctx, write.session, found)
    selected = ItemState.SELECTED
    rows: list[dict[str, Any]] = []
    for one in found:
        why = rules.reasons(known[one])
        rows.append(
            {
                "request_id": one.request_id, "record_id": one.record_id,
                "person_id": one.person_id, "place_id": one.place_id, "subject": one.subject,
                "priority": rules.priority(why), "reasons": [flag.value for flag in why],
                "state": selected, "is_top_up": is_top_up, "joined_on": ctx.today,
            }
        )  # fmt: skip
    ids = repo.add_items(write.session, campaign_id, rows)
    note = words.sentence("TOPPED_UP") if is_top_up else ""
    steps = [Step(item_id, "", selected.value, note) for item_id in ids]
    repo.happened(write.session, campaign_id, steps, at=write.at, by=ctx.actor.id)


def _known(ctx: Context, session: ReadSession, found: Sequence[Member]) -> dict[Member, Known]:
    """Return what the council itself knows of each member that bears on the order of work."""
    alone, at_court = cohorts.without_family(session), cohorts.challenged(session)
    worrying = places.with_concern(session)
    soon = ctx.today + timedelta(days=ctx.amount(RuleId.AGNI_ENDING_SOON))
    long_ago = ctx.amount(RuleId.AGNI_WAITED_LONG)
    known = {}
    for one in found:
        is_request, received_on = one.subject is ItemSubject.REQUEST, one.received_on
        ends = not is_request and one.expires_on is not None
        known[one] = Known(
            objects=one.objects,
            has_family=one.request_id not in alone,
            s21a_live=one.person_id in at_court,
            ends_soon=ends and ctx.today <= (one.expires_on or date.max) <= soon,
            provider_concern=one.place_id in worrying,
            waited_long=is_request
            and received_on is not None
            and last_day_of_months(received_on, long_ago) < ctx.today,
        )
    return known
