"""Re-screening campaigns: choose, freeze, send, take answers, triage, route, count (4.5, 4.7).

In bulk one can send, assign and chase; a decision is made one person at a time (AG-V24). Nothing
here moves a clock, ends an authority or fills in an outcome (AG-T1, AG-T4, AG-T5).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dolsdesk.domain.changes import CASE_LISTS, Changes, Listing
from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols import campaigns as rules
from dolsdesk.domain.dols import holdings, legal_test, screening
from dolsdesk.domain.dols.campaigns import (
    CAMPAIGN,
    ITEM,
    Bars,
    BulkAct,
    Campaign,
    CampaignEvent,
    CampaignState,
    Cohort,
    Event,
    Item,
    ItemEvent,
    ItemState,
    ItemSubject,
    Known,
    NextAction,
    Progress,
    Questionnaire,
    TriageView,
)
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.endings import Closure
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import Finding
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.dols.reviews import Ground, Requester, Review, ReviewState
from dolsdesk.domain.dols.screening import ESCALATES, Answers, Changed, Flag
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act, Role
from dolsdesk.errors import NotPermitted, Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import (
    campaign_letters,
    closing,
    files,
    recorded_findings,
    reviews,
    words,
    worklist,
)
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.worklist import SavedView
from dolsdesk.store.handle import ReadSession, Write
from dolsdesk.store.reads import cohorts, findings
from dolsdesk.store.reads.cohorts import Member, Tests
from dolsdesk.store.repos import campaigns as repo
from dolsdesk.store.repos import cases, places
from dolsdesk.store.repos.campaigns import Letter

__all__ = ["Letter"]

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
class ItemView:
    """One item whole: what came back, where returns differ, and what happened."""

    item: Item
    campaign: Campaign
    returns: tuple[Questionnaire, ...]
    differences: tuple[Changed, ...]
    needs_choice: bool
    flags: tuple[Flag, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run of letters made: how many items, in how many letters."""

    items: int
    letters: tuple[int, ...]


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


def preview(ctx: Context, cohort: Cohort, view: SavedView | None = None) -> Preview:
    """Return how many cases a cohort holds now, before anything is written."""
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
            reply_days=_amount(ctx, RuleId.AGNI_REPLY) if reply_days is None else reply_days,
            reminder_days=_amount(ctx, RuleId.AGNI_REMINDER)
            if reminder_days is None
            else reminder_days,
        )
        _told(ctx, write, campaign_id, now=CampaignState.DRAFT.value, note=name)
        write.record("create_campaign", "campaign", campaign_id,
                     after={"name": name, "cohort": cohort.value})  # fmt: skip
    return Outcome(campaign_id, _CHANGED)


def lock(ctx: Context, campaign_id: int) -> Outcome[int]:
    """Freeze the cohort as it stands now; who joins later comes into a top-up list, by hand.

    Raises:
        Refused: nobody belongs to it.
        TransitionRefused: it is frozen already.
    """
    campaign = load(ctx, campaign_id)
    found = _members(ctx, campaign.cohort, _view(campaign))
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        _move_campaign(ctx, write, campaign_id, CampaignEvent.LOCK, snapshot_at=write.at)
        taken = _taken(write.session)
        free = [one for one in found if _key(one) not in taken]
        if not free:
            raise Refused("COHORT_EMPTY")
        _join(ctx, write, campaign_id, free, is_top_up=False)
        write.record("lock_cohort", "campaign", campaign_id, after={"items": len(free)})
    return Outcome(len(free), _CHANGED)


def joined_later(ctx: Context, campaign_id: int) -> tuple[Member, ...]:
    """Return who belongs to the cohort now and did not when it was frozen: the top-up list."""
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
        named = cohorts.names(session, [one.request_id for one in found if one.request_id])
    return tuple(
        Joined(one.request_id, *named.get(one.request_id or 0, ("", "", "")), one.received_on)
        for one in found
    )


def add_top_up(ctx: Context, campaign_id: int) -> Outcome[int]:
    """Take the top-up list into the campaign, marked as such.

    Raises:
        Refused: the list is empty, or the campaign is closed.
    """
    found = joined_later(ctx, campaign_id)
    if not found:
        raise Refused("TOP_UP_EMPTY")
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        taken = _taken(write.session)
        free = [one for one in found if _key(one) not in taken]
        _join(ctx, write, campaign_id, free, is_top_up=True)
        write.record("add_top_up", "campaign", campaign_id, after={"items": len(free)})
    return Outcome(len(free), _CHANGED)


# The campaign's own course


def move(ctx: Context, campaign_id: int, event: CampaignEvent) -> Outcome[None]:
    """Run, pause, resume, or begin to close a campaign."""
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        _move_campaign(ctx, write, campaign_id, event)
        write.record(event.value, "campaign", campaign_id)
    return Outcome(None, _CHANGED)


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
        _move_campaign(ctx, write, campaign_id, CampaignEvent.CLOSE, lessons=lessons,
                       sign_off_by=ctx.actor.name, signed_off_at=write.at)  # fmt: skip
        write.record("close_campaign", "campaign", campaign_id, after={"by": ctx.actor.name})
    return Outcome(None, _CHANGED)


def approve_letter(ctx: Context, campaign_id: int) -> Outcome[None]:
    """Approve the letter that goes to homes; until then it is a draft and cannot be sent."""
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        campaign = repo.load(write.session, campaign_id)
        repo.change(write.session, campaign_id, letter_approved_by=ctx.actor.name)
        _told(
            ctx, write, campaign_id, was=campaign.state.value, now=campaign.state.value,
            note=words.sentence("LETTER_APPROVED"),
        )  # fmt: skip
        write.record("approve_letter", "campaign", campaign_id, after={"by": ctx.actor.name})
    return Outcome(None, _CHANGED)


def take_over(
    ctx: Context,
    campaign_id: int,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome[int]:
    """Keep the earlier findings of every case of a campaign as records, as they were made."""
    found = [one.request_id for one in items(ctx, campaign_id) if one.request_id is not None]
    done, changes = 0, Changes()
    for number, request_id in enumerate(found):
        if stop is not None and stop():
            break
        made = recorded_findings.migrate(ctx, (request_id,))
        done += made.value
        changes |= made.changes
        if progress is not None:
            progress(number + 1, len(found))
    return Outcome(done, changes)


# Many at once: send, remind, assign, and nothing else

#: What closing many at once is called, for it to be refused by its own name.
BULK_CLOSING = "item_close"


def bulk(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], what: str, **values: Any
) -> Outcome[Any]:
    """Do one thing to many items: send, remind or assign.

    Raises:
        ProblemsFound: anything else is done one person at a time (AG-V24); requests above all are
            closed one by one.
    """
    if what == BULK_CLOSING:
        settle((Code.BULK_CLOSE.problem(),), "")
    if what not in set(BulkAct):
        settle((Code.AG_V24.problem(),), "")
    if what == BulkAct.SEND.value:
        return send(ctx, campaign_id, item_ids, **values)
    if what == BulkAct.REMIND.value:
        return remind(ctx, campaign_id, item_ids, **values)
    return assign(ctx, campaign_id, item_ids, **values)


def send(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], *, channel: str = "post"
) -> Outcome[Sent]:
    """Send the questionnaire: one letter to each home, with the questions for each person there.

    Raises:
        Refused: the campaign does not run, its letter is not approved, or no case is to be sent.
    """
    return _send(ctx, campaign_id, item_ids, ItemEvent.SEND, channel)


def remind(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], *, channel: str = "post"
) -> Outcome[Sent]:
    """Remind homes of questionnaires that were sent and have not come back.

    Raises:
        Refused: the campaign does not run, or no case is to be reminded of.
    """
    return _send(ctx, campaign_id, item_ids, ItemEvent.REMIND, channel)


def assign(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], *, owner: str, due_on: date | None
) -> Outcome[int]:
    """Say who has the next step of some cases, and by when.

    Raises:
        ProblemsFound: nobody is named, or no day.
    """
    if not owner.strip():
        settle((Code.WHO_NEEDED.problem(field="action_owner"),), "")
    if due_on is None:
        settle((Code.ACTION_NEEDS_OWNER.problem(),), "")
    with ctx.acting(Act.SEND_SCREENING) as write:
        chosen = [one for one in _chosen(write.session, campaign_id, item_ids) if one.is_open]
        if not chosen:
            raise Refused("NOTHING_CHOSEN")
        for one in chosen:
            repo.change_item(write.session, one, action_owner=owner.strip(), action_due=due_on)
            _told(
                ctx,
                write,
                campaign_id,
                was=one.state.value,
                now=one.state.value,
                note=owner,
                item=one,
            )
        write.record("assign_items", "campaign", campaign_id,
                     after={"items": [one.id for one in chosen], "owner": owner})  # fmt: skip
    return Outcome(len(chosen), _CHANGED)


def _send(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], event: ItemEvent, channel: str
) -> Outcome[Sent]:
    made = []
    with ctx.acting(Act.SEND_SCREENING) as write:
        campaign = repo.load(write.session, campaign_id)
        if campaign.state is not CampaignState.RUNNING:
            raise Refused("CAMPAIGN_NOT_RUNNING")
        if not campaign.letter_approved_by:
            raise Refused("LETTER_NOT_APPROVED")
        chosen = [
            one
            for one in _chosen(write.session, campaign_id, item_ids)
            if ITEM.may(one.state, event)
        ]
        if not chosen:
            raise Refused("NOTHING_TO_SEND")
        days = campaign.reply_days if event is ItemEvent.SEND else campaign.reminder_days
        reply_by = ctx.today + timedelta(days=days)
        for place_id, of_place in repo.by_place(chosen).items():
            letter = campaign_letters.letter(
                ctx, write.session, campaign, place_id, of_place, reply_by=reply_by,
                is_reminder=event is ItemEvent.REMIND,
            )  # fmt: skip
            made.append(
                repo.keep_letter(
                    write.session, campaign_id, place_id, kind=letter.code,
                    items=[one.id for one in of_place], content=letter.content,
                    pages=letter.pages, made_at=write.at, made_by=ctx.actor.id,
                )
            )  # fmt: skip
        for one in chosen:
            values: dict[str, Any] = {"reply_by": reply_by}
            if event is ItemEvent.SEND:
                values["sent_on"] = ctx.today
            else:
                values |= {"reminded_on": ctx.today, "reminders": one.reminders + 1}
            _move_item(ctx, write, one, event, channel, **values)
        write.record(event.value, "campaign", campaign_id,
                     after={"items": [one.id for one in chosen], "letters": made})  # fmt: skip
    return Outcome(Sent(len(chosen), tuple(made)), _CHANGED)


# One case at a time


def record_answers(
    ctx: Context,
    item_id: int,
    answers: Answers,
    *,
    returned_on: date,
    channel: str = "post",
    reason: str = "",
) -> Outcome[bool]:
    """Take what a home answered; a second return stands beside the first until somebody chooses.

    Returns:
        Whether the returns differ and somebody has to choose.

    Raises:
        ProblemsFound: the days are out of order.
        ReasonNeeded: questions are open, or an urgent authorisation contradicts the view (AG-V20).
        Refused: the questionnaire was never sent.
    """
    with ctx.acting(Act.ENTER_SCREENING) as write:
        item = repo.item(write.session, item_id)
        _own(ctx, write.session, item)
        if item.state in {ItemState.SELECTED, ItemState.EXCLUDED}:
            raise Refused("NEVER_SENT")
        case = _case(write.session, item)
        found = screening.problems(
            answers,
            returned_on=returned_on,
            sent_on=item.sent_on,
            urgent_given=bool(case and case.request.urgent_given),
            as_at=ctx.today,
        )
        why = settle(found, reason)
        earlier = repo.questionnaires(write.session, item_id)
        counts = next((one for one in earlier if one.is_chosen), None)
        differs = counts is not None and bool(screening.differences(counts.answers, answers))
        repo.add_questionnaire(
            write.session, item_id, answers, returned_on=returned_on, channel=channel,
            completed_by=f"{answers.q20_name}, {answers.q20_role}".strip(", "),
            entered_by=ctx.actor.id, entered_at=write.at, is_chosen=counts is None,
        )  # fmt: skip
        told = screening.flags(answers)
        item = _weigh(write, item, (*told, *_told_before(earlier)), returned_on=returned_on)
        if ITEM.may(item.state, ItemEvent.RETURN):
            item = _move_item(ctx, write, item, ItemEvent.RETURN, why)
        if ESCALATES & set(told) and ITEM.may(item.state, ItemEvent.ESCALATE):
            said = ", ".join(words.fact(flag.value) for flag in told if flag in ESCALATES)
            _move_item(ctx, write, item, ItemEvent.ESCALATE, said, escalated_why=said)
        write.record("record_answers", "campaign_item", item_id, reason=why,
                     after={"differs": differs, "flags": [one.value for one in told]})  # fmt: skip
    return Outcome(differs, _changed(item))


def choose(ctx: Context, item_id: int, questionnaire_id: int, *, why: str) -> Outcome[None]:
    """Say which of several returns counts; the others are kept.

    Raises:
        ProblemsFound: no reason.
    """
    if not why.strip():
        settle((Code.SCREENING_CHOICE_WHY.problem(),), "")
    with ctx.acting(Act.ENTER_SCREENING) as write:
        item = repo.item(write.session, item_id)
        _own(ctx, write.session, item)
        returns = repo.questionnaires(write.session, item_id)
        if questionnaire_id not in {one.id for one in returns}:
            raise Refused("NO_SUCH_RECORD")
        repo.choose(write.session, item_id, questionnaire_id, why)
        chosen = next(one for one in returns if one.id == questionnaire_id)
        _weigh(write, item, screening.flags(chosen.answers))
        _told(
            ctx,
            write,
            item.campaign_id,
            was=item.state.value,
            now=item.state.value,
            note=why,
            item=item,
        )
        write.record("choose_answers", "campaign_item", item_id, reason=why,
                     after={"questionnaire": questionnaire_id})  # fmt: skip
    return Outcome(None, _changed(item))


def mark_not_returned(ctx: Context, item_id: int) -> Outcome[None]:
    """Say that nothing came back after the reminders; it concludes nothing about the person.

    Raises:
        Refused: there were too few reminders, or the reply date has not passed.
    """
    with ctx.acting(Act.SEND_SCREENING) as write:
        item = repo.item(write.session, item_id)
        least = _amount(ctx, RuleId.AGNI_REMINDERS)
        if item.reminders < least or item.reply_by is None or item.reply_by >= ctx.today:
            raise Refused("REMINDERS_OWED", n=least)
        _move_item(ctx, write, item, ItemEvent.NOT_RETURN, "")
        write.record("not_returned", "campaign_item", item_id)
    return Outcome(None, _changed(item))


def triage(ctx: Context, item_id: int, view: TriageView, *, why: str) -> Outcome[None]:
    """Record what triage thinks likely: it sets the order of work and closes nothing.

    Raises:
        ProblemsFound: no reason.
        Refused: returns differ and nobody has chosen.
    """
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field="triage_why"),), "")
    with ctx.acting(Act.TRIAGE_SCREENING) as write:
        item = repo.item(write.session, item_id)
        if _needs_choice(repo.questionnaires(write.session, item_id)):
            raise Refused("RETURNS_DIFFER")
        _move_item(ctx, write, item, ItemEvent.TRIAGE, why, triage_view=view, triage_why=why)
        write.record("triage_item", "campaign_item", item_id, after={"view": view.value})
    return Outcome(None, _changed(item))


def route(
    ctx: Context, item_id: int, action: NextAction, *, why: str, owner: str, due_on: date | None
) -> Outcome[None]:
    """Send a case to its lawful next step; a review of an authorisation begins at once.

    Raises:
        ProblemsFound: the step does not fit the case, or nobody is named, or no day.
        TransitionRefused: the case is not at the point where a step is chosen.
    """
    ctx.require(Act.TRIAGE_SCREENING)
    with ctx.reading() as session:
        item = repo.item(session, item_id)
        case = _case(session, item)
    ITEM.after(item.state, ItemEvent.ROUTE)
    bars = _bars(ctx, case, item)
    settle(rules.route_problems(item, action, why=why, owner=owner, due_on=due_on, bars=bars), "")
    if action is NextAction.START_PART8 and case is not None and reviews.current(case) is None:
        reviews.ask(ctx, case.request.id, _own_motion(ctx, why))
    with ctx.acting(Act.TRIAGE_SCREENING) as write:
        item = repo.item(write.session, item_id)
        _move_item(
            ctx, write, item, ItemEvent.ROUTE, f"{words.fact(action.value)}: {why}",
            next_action=action, action_why=why, action_owner=owner.strip(), action_due=due_on,
        )  # fmt: skip
        write.record("route_item", "campaign_item", item_id, after={"action": action.value})
    return Outcome(None, _changed(item))


def close_case(ctx: Context, item_id: int, ending: Closure, *, reason: str = "") -> Outcome[None]:
    """End the request of an item, one at a time, on evidence (CR-01, CR-05, CR-06, CR-09).

    Raises:
        ProblemsFound: what ``closing.close`` refuses.
        Refused: the case was not routed to this, or has no request.
    """
    with ctx.reading() as session:
        item = repo.item(session, item_id)
    allowed = {NextAction.CLOSE_CR05_06_09, NextAction.ASK_MA_TO_RECONSIDER}
    if item.state is not ItemState.ACTION_OPEN or item.next_action not in allowed:
        raise Refused("NOT_ROUTED_TO_CLOSE")
    if item.request_id is None:
        raise Refused("ITEM_HAS_NO_CASE")
    done = closing.close(ctx, item.request_id, ending, reason=reason)
    with ctx.acting(Act.CLOSE_REQUEST) as write:
        item = repo.item(write.session, item_id)
        _move_item(ctx, write, item, ItemEvent.DECIDE, ending.code, outcome=ending.code)
        write.record("close_item", "campaign_item", item_id, after={"code": ending.code})
    return Outcome(None, done.changes | _changed(item))


def note_decided(ctx: Context, item_id: int) -> Outcome[None]:
    """Note that a case is decided: by the assessor's finding, or by a lawful ending.

    Raises:
        ProblemsFound: neither is on record.
    """
    with ctx.acting(Act.SEND_SCREENING) as write:
        item = repo.item(write.session, item_id)
        campaign = repo.load(write.session, item.campaign_id)
        finding = _finding(write.session, item, campaign)
        case = _case(write.session, item)
        code = _closed_as(case)
        ends_on = _ends_on(write.session, item)
        settle(
            rules.finish_problems(item, has_finding=finding is not None, is_closed=bool(code),
                                  as_at=ctx.today, ends_on=ends_on), "",
        )  # fmt: skip
        outcome = finding.outcome if finding else code or NextAction.RUN_TO_EXPIRY.value
        ref = finding.ref if finding else ""
        _move_item(ctx, write, item, ItemEvent.DECIDE, ref or outcome, finding_ref=ref,
                   outcome=outcome)  # fmt: skip
        write.record("item_decided", "campaign_item", item_id, after={"outcome": outcome})
    return Outcome(None, _changed(item))


def finish(ctx: Context, item_id: int) -> Outcome[None]:
    """Count a case as done: whatever follows from its decision has happened.

    A finding of no deprivation ends nothing by itself: the request has to be decided or closed, and
    an authorisation ended by a review, the court or its last day (AG-T5).

    Raises:
        Refused: something that follows from the decision has not happened yet.
    """
    with ctx.acting(Act.SEND_SCREENING) as write:
        item = repo.item(write.session, item_id)
        if item.outcome == Finding.UNCERTAIN.value:
            raise Refused("ITEM_UNCERTAIN")
        if item.outcome == Finding.NOT_DOL.value and item.request_id is not None:
            found = cohorts.standings(write.session, (item.request_id,))[item.request_id]
            if found.is_open:
                raise Refused("ITEM_REQUEST_OPEN")
            if found.is_live(ctx.today):
                raise Refused("ITEM_AUTHORITY_RUNS")
        _move_item(ctx, write, item, ItemEvent.FINISH, "", done_on=ctx.today)
        write.record("item_done", "campaign_item", item_id)
    return Outcome(None, _changed(item))


def exclude(ctx: Context, item_id: int, *, reason: str) -> Outcome[None]:
    """Leave a case out before anything is sent, with a reason.

    Raises:
        ProblemsFound: no reason.
    """
    if not reason.strip():
        settle((Code.WHY_NEEDED.problem(field="excluded_reason"),), "")
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        item = repo.item(write.session, item_id)
        _move_item(ctx, write, item, ItemEvent.EXCLUDE, reason, excluded_reason=reason)
        write.record("exclude_item", "campaign_item", item_id, reason=reason)
    return Outcome(None, _changed(item))


def escalate(ctx: Context, item_id: int, *, why: str, flag: Flag = Flag.OBJECTION) -> Outcome[None]:
    """Bring a case to the front because of an objection, a safeguarding concern or the provider.

    Raises:
        ProblemsFound: no reason.
    """
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field="escalated_why"),), "")
    with ctx.acting(Act.ENTER_SCREENING) as write:
        item = repo.item(write.session, item_id)
        _own(ctx, write.session, item)
        item = _weigh(write, item, (flag,))
        if flag in ESCALATES:
            _move_item(ctx, write, item, ItemEvent.ESCALATE, why, escalated_why=why)
        else:
            _told(
                ctx,
                write,
                item.campaign_id,
                was=item.state.value,
                now=item.state.value,
                note=why,
                item=item,
            )
        write.record("escalate_item", "campaign_item", item_id, reason=why,
                     after={"flag": flag.value})  # fmt: skip
    return Outcome(None, _changed(item))


# Looking


def listed(ctx: Context) -> tuple[Listed, ...]:
    """Return every campaign with how it stands, the newest first."""
    with ctx.reading() as session:
        return tuple(
            Listed(one, rules.progress(repo.items(session, one.id))) for one in repo.listed(session)
        )


def load(ctx: Context, campaign_id: int) -> Campaign:
    """Return a campaign."""
    with ctx.reading() as session:
        return repo.load(session, campaign_id)


def items(ctx: Context, campaign_id: int) -> tuple[Item, ...]:
    """Return the items of a campaign: what comes first, first."""
    order = {rank: number for number, rank in enumerate(rules.ItemPriority)}
    with ctx.reading() as session:
        found = repo.items(session, campaign_id)
    return tuple(sorted(found, key=lambda one: (order[one.priority], one.id)))


def detail(ctx: Context, item_id: int) -> ItemView:
    """Return one item whole."""
    with ctx.reading() as session:
        item = repo.item(session, item_id)
        returns = repo.questionnaires(session, item_id)
        campaign = repo.load(session, item.campaign_id)
        happened = repo.events(session, item.campaign_id, item_id)
    chosen = next((one for one in returns if one.is_chosen), None)
    others = [one for one in returns if one is not chosen]
    differences = (
        screening.differences(chosen.answers, others[-1].answers) if chosen and others else ()
    )
    return ItemView(
        item=item,
        campaign=campaign,
        returns=returns,
        differences=differences,
        needs_choice=_needs_choice(returns),
        flags=screening.flags(chosen.answers) if chosen else (),
        events=happened,
    )


def items_of_case(ctx: Context, request_id: int) -> tuple[Item, ...]:
    """Return the items about a case."""
    with ctx.reading() as session:
        return repo.items_of_request(session, request_id)


def events(ctx: Context, campaign_id: int) -> tuple[Event, ...]:
    """Return everything that happened in a campaign, in order."""
    with ctx.reading() as session:
        return repo.events(session, campaign_id)


def letters(ctx: Context, campaign_id: int) -> tuple[Letter, ...]:
    """Return the letters of a campaign, the newest first."""
    with ctx.reading() as session:
        return repo.letters(session, campaign_id)


def letter_content(ctx: Context, letter_id: int) -> bytes:
    """Return a letter exactly as it was sent; that it left the store is recorded."""
    with ctx.acting(Act.READ) as write:
        content = repo.letter_content(write.session, letter_id)
        write.record("export", "campaign_letter", letter_id)
    return content


def letter_preview(ctx: Context, campaign_id: int) -> bytes:
    """Return the letter to the first home as it would look, marked as a draft."""
    with ctx.reading() as session:
        campaign = repo.load(session, campaign_id)
        found = [one for one in repo.items(session, campaign_id) if one.is_open]
        if not found:
            raise Refused("NOTHING_TO_SEND")
        place_id, of_place = next(iter(repo.by_place(found).items()))
        made = campaign_letters.letter(
            ctx, session, campaign, place_id, of_place,
            reply_by=ctx.today + timedelta(days=campaign.reply_days), is_draft=True,
        )  # fmt: skip
    return made.content


def preview_of(ctx: Context, campaign_id: int) -> Preview:
    """Return what freezing the cohort of a campaign would keep."""
    campaign = load(ctx, campaign_id)
    return preview(ctx, campaign.cohort, _view(campaign))


def save_draft(ctx: Context, campaign_id: int, path: Path) -> None:
    """Write a draft of the letter to a file the person chose."""
    files.write(path, letter_preview(ctx, campaign_id))


def save_letter(ctx: Context, letter_id: int, path: Path) -> None:
    """Write a letter to a file the person chose, exactly as it was sent."""
    files.write(path, letter_content(ctx, letter_id))


# Within


_CHANGED = Changes(lists=frozenset({Listing.CAMPAIGNS, Listing.REPORTS}))


def _changed(item: Item) -> Changes:
    of_it = frozenset({item.request_id}) if item.request_id is not None else frozenset()
    return Changes(cases=of_it, lists=CASE_LISTS | {Listing.CAMPAIGNS})


def _amount(ctx: Context, rule: RuleId) -> int:
    return ctx.book.value(rule, on=ctx.today).amount


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
    ctx: Context, write: Write, campaign_id: int, found: Iterable[Member], *, is_top_up: bool
) -> None:
    session = write.session
    alone, at_court = cohorts.without_family(session), cohorts.challenged(session)
    worrying = places.with_concern(session)
    soon = ctx.today + timedelta(days=_amount(ctx, RuleId.AGNI_ENDING_SOON))
    long_ago = _amount(ctx, RuleId.AGNI_WAITED_LONG)
    for one in found:
        waits = one.subject is ItemSubject.REQUEST and one.received_on is not None
        known = Known(
            objects=one.objects,
            has_family=one.request_id not in alone,
            s21a_live=one.person_id in at_court,
            ends_soon=one.subject is not ItemSubject.REQUEST
            and one.expires_on is not None
            and ctx.today <= one.expires_on <= soon,
            provider_concern=one.place_id in worrying,
            waited_long=waits
            and last_day_of_months(one.received_on or ctx.today, long_ago) < ctx.today,
        )
        why = rules.reasons(known)
        item_id = repo.add_item(
            session, campaign_id, request_id=one.request_id, record_id=one.record_id,
            person_id=one.person_id, place_id=one.place_id, subject=one.subject,
            priority=rules.priority(why), reasons=[flag.value for flag in why],
            state=ItemState.SELECTED, is_top_up=is_top_up, joined_on=ctx.today,
        )  # fmt: skip
        repo.happened(
            session, campaign_id, item_id=item_id, at=write.at, by=ctx.actor.id, was="",
            now=ItemState.SELECTED.value,
            note=words.sentence("TOPPED_UP") if is_top_up else "",
        )  # fmt: skip


def _chosen(session: ReadSession, campaign_id: int, ids: Sequence[int]) -> list[Item]:
    wanted = set(ids)
    return [one for one in repo.items(session, campaign_id) if one.id in wanted]


def _case(session: ReadSession, item: Item) -> Case | None:
    return cases.load(session, item.request_id) if item.request_id is not None else None


def _move_campaign(
    ctx: Context, write: Write, campaign_id: int, event: CampaignEvent, **values: Any
) -> None:
    campaign = repo.load(write.session, campaign_id)
    state = CAMPAIGN.after(campaign.state, event)
    repo.change(write.session, campaign_id, state=state, **values)
    _told(ctx, write, campaign_id, was=campaign.state.value, now=state.value)


def _move_item(
    ctx: Context, write: Write, item: Item, event: ItemEvent, note: str, **values: Any
) -> Item:
    state = ITEM.after(item.state, event)
    repo.change_item(write.session, item, state=state, **values)
    _told(ctx, write, item.campaign_id, was=item.state.value, now=state.value, note=note, item=item)
    return repo.item(write.session, item.id)


def _told(
    ctx: Context,
    write: Write,
    campaign_id: int,
    *,
    now: str,
    was: str = "",
    note: str = "",
    item: Item | None = None,
) -> None:
    repo.happened(
        write.session,
        campaign_id,
        item_id=item.id if item else None,
        at=write.at,
        by=ctx.actor.id,
        was=was,
        now=now,
        note=note,
    )


def _weigh(write: Write, item: Item, told: Iterable[Flag], **values: Any) -> Item:
    """List the reasons for the order of work anew; a reason once known stays."""
    held = set(item.reasons) | set(told)
    why = tuple(flag for flag in Flag if flag in held)
    repo.change_item(
        write.session, item, reasons=[flag.value for flag in why], priority=rules.priority(why),
        **values,
    )  # fmt: skip
    return repo.item(write.session, item.id)


def _told_before(returns: Iterable[Questionnaire]) -> tuple[Flag, ...]:
    return tuple(flag for one in returns for flag in screening.flags(one.answers))


def _needs_choice(returns: Sequence[Questionnaire]) -> bool:
    """Return whether returns differ and nobody has said since which one counts."""
    chosen = next((one for one in returns if one.is_chosen), None)
    if chosen is None or len(returns) == 1:
        return False
    return any(
        screening.differences(chosen.answers, one.answers)
        for one in returns
        if one is not chosen and not (chosen.chosen_why and one.number <= chosen.chosen_of)
    )


def _own(ctx: Context, session: ReadSession, item: Item) -> None:
    """Let an assessor enter answers in no case but their own (4.8)."""
    if ctx.actor.roles & {Role.ADMINISTRATOR, Role.LEAD}:
        return
    case = _case(session, item)
    selected = case.active_allocations.get(AssessmentKind.BI) if case else None
    if selected is None or selected.assessor_id != ctx.actor.assessor_id:
        raise NotPermitted("NOT_PERMITTED", act=Act.ENTER_SCREENING, name=ctx.actor.name)


def _bars(ctx: Context, case: Case | None, item: Item) -> Bars:
    """Return what stands against letting an authorisation run to its end (3c)."""
    if case is None or item.subject is not ItemSubject.AUTHORISATION:
        return Bars()
    objections = holdings.of(case.records, RecordKind.OBJECTION, Objection)
    given = case.authorisation
    left = (given.last_day - ctx.today).days if given else 0
    return Bars(
        review_asked=reviews.current(case) is not None,
        objection_open=any(one.facts.is_open for one in objections)
        or Flag.OBJECTION in item.reasons,
        too_long_left=left > _amount(ctx, RuleId.AGNI_ENDING_SOON),
    )


def _own_motion(ctx: Context, why: str) -> Review:
    return Review(
        state=ReviewState.OWN_MOTION,
        requested_by=Requester.COUNCIL,
        requested_on=ctx.today,
        grounds={AssessmentKind.BI: Ground.NON_QUALIFICATION},
        why=why,
        requester_name=ctx.actor.name,
    )


def _finding(session: ReadSession, item: Item, campaign: Campaign) -> findings.Told | None:
    """Return the assessor's decision about the person here under the campaign's test."""
    told = findings.every(session, person_id=item.person_id, test=campaign.test)
    standing = findings.latest(told).get((item.person_id, item.place_id))
    if standing is None or standing.decided_on is None:
        return None
    is_since = standing.decided_on >= item.joined_on or item.subject is not ItemSubject.FINDING
    return standing if is_since else None


def _closed_as(case: Case | None) -> str:
    if case is None or case.request.is_open:
        return ""
    ending = holdings.newest(case.records, RecordKind.CLOSURE, Closure)
    return ending.facts.code if ending else ""


def _ends_on(session: ReadSession, item: Item) -> date | None:
    if item.request_id is None:
        return None
    return cohorts.standings(session, (item.request_id,))[item.request_id].expires_on


def current_test(ctx: Context) -> str:
    """Return the code of the test in force today."""
    return legal_test.in_force(ctx.today, ctx.book)
