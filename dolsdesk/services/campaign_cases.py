"""One case of a re-screening: what came back, triage, the next step, how it ends (4.5, 4.7).

Triage and routes set the order of work and close nothing. Nothing here ends an authority or fills
in an outcome (AG-T1, AG-T5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from dolsdesk.domain.dols import campaigns as rules
from dolsdesk.domain.dols import holdings, screening
from dolsdesk.domain.dols.campaigns import (
    ITEM,
    Bars,
    Campaign,
    Event,
    Item,
    ItemEvent,
    ItemState,
    ItemSubject,
    NextAction,
    Questionnaire,
    TriageView,
)
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.endings import Closure
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import Finding
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.dols.referrals import OPEN as REPORT_OPEN
from dolsdesk.domain.dols.reviews import Ground, Requester, Review, ReviewState
from dolsdesk.domain.dols.screening import ESCALATES, Answers, Flag
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act, Role
from dolsdesk.errors import NotPermitted, Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import campaign_steps, closing, reviews, words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import cohorts, findings
from dolsdesk.store.repos import campaigns as repo
from dolsdesk.store.repos import cases, records


@dataclass(frozen=True, slots=True)
class Differing:
    """One question that the returns of a questionnaire answer differently; as many as returns."""

    question: str
    told: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item whole: what came back, where returns differ, and what happened."""

    item: Item
    campaign: Campaign
    returns: tuple[Questionnaire, ...]
    differences: tuple[Differing, ...]
    needs_choice: bool
    flags: tuple[Flag, ...]
    events: tuple[Event, ...]


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
        item = campaign_steps.weigh(
            write, item, (*told, *_told_before(earlier)), returned_on=returned_on
        )
        if ITEM.may(item.state, ItemEvent.RETURN):
            item = campaign_steps.move_item(ctx, write, item, ItemEvent.RETURN, why)
        if ESCALATES & set(told) and ITEM.may(item.state, ItemEvent.ESCALATE):
            said = ", ".join(words.fact(flag.value) for flag in told if flag in ESCALATES)
            campaign_steps.move_item(ctx, write, item, ItemEvent.ESCALATE, said, escalated_why=said)
        write.record("record_answers", "campaign_item", item_id, reason=why,
                     after={"differs": differs, "flags": [one.value for one in told]})  # fmt: skip
    return Outcome(differs, campaign_steps.changed(item))


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
        repo.choose(write.session, item_id, questionnaire_id, why, by=ctx.actor.name)
        chosen = next(one for one in returns if one.id == questionnaire_id)
        campaign_steps.weigh(write, item, screening.flags(chosen.answers))
        campaign_steps.note(ctx, write, [item], why)
        write.record("choose_answers", "campaign_item", item_id, reason=why,
                     after={"questionnaire": questionnaire_id})  # fmt: skip
    return Outcome(None, campaign_steps.changed(item))


def mark_not_returned(ctx: Context, item_id: int) -> Outcome[None]:
    """Say that nothing came back after the reminders; it concludes nothing about the person.

    Raises:
        Refused: there were too few reminders, or the reply date has not passed.
    """
    with ctx.acting(Act.SEND_SCREENING) as write:
        item = repo.item(write.session, item_id)
        least = ctx.amount(RuleId.AGNI_REMINDERS)
        if item.reminders < least or item.reply_by is None or item.reply_by >= ctx.today:
            raise Refused("REMINDERS_OWED", n=least)
        campaign_steps.move_item(ctx, write, item, ItemEvent.NOT_RETURN, "")
        write.record("not_returned", "campaign_item", item_id)
    return Outcome(None, campaign_steps.changed(item))


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
        campaign_steps.move_item(
            ctx, write, item, ItemEvent.TRIAGE, why, triage_view=view, triage_why=why
        )
        write.record("triage_item", "campaign_item", item_id, after={"view": view.value})
    return Outcome(None, campaign_steps.changed(item))


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
        campaign_steps.move_item(
            ctx, write, item, ItemEvent.ROUTE, f"{words.fact(action.value)}: {why}",
            next_action=action, action_why=why, action_owner=owner.strip(), action_due=due_on,
        )  # fmt: skip
        write.record("route_item", "campaign_item", item_id, after={"action": action.value})
    return Outcome(None, campaign_steps.changed(item))


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
        campaign_steps.move_item(
            ctx, write, item, ItemEvent.DECIDE, ending.code, outcome=ending.code
        )
        write.record("close_item", "campaign_item", item_id, after={"code": ending.code})
    return Outcome(None, done.changes | campaign_steps.changed(item))


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
        code = _closed_as(write.session, item, case)
        ends_on = _ends_on(write.session, item)
        settle(
            rules.finish_problems(item, has_finding=finding is not None, is_closed=bool(code),
                                  as_at=ctx.today, ends_on=ends_on), "",
        )  # fmt: skip
        outcome = finding.outcome if finding else code or NextAction.RUN_TO_EXPIRY.value
        ref = finding.ref if finding else ""
        campaign_steps.move_item(
            ctx, write, item, ItemEvent.DECIDE, ref or outcome, finding_ref=ref, outcome=outcome
        )
        write.record("item_decided", "campaign_item", item_id, after={"outcome": outcome})
    return Outcome(None, campaign_steps.changed(item))


def finish(ctx: Context, item_id: int) -> Outcome[None]:
    """Count a case as done: whatever follows from its decision has happened.

    A finding of no deprivation ends nothing by itself: the request has to be decided or closed, an
    authorisation ended by a review, the court or its last day, and what is before the court, or
    ordered by it, is the court's to end (AG-T5, AG-W5).

    Raises:
        Refused: something that follows from the decision has not happened yet.
    """
    with ctx.acting(Act.SEND_SCREENING) as write:
        item = repo.item(write.session, item_id)
        if item.outcome == Finding.UNCERTAIN.value:
            raise Refused("ITEM_UNCERTAIN")
        is_none = item.outcome == Finding.NOT_DOL.value
        if is_none and cohorts.bound_by_court(write.session, item.person_id, ctx.today):
            raise Refused("ITEM_COURT_RUNS")
        if is_none and item.request_id is not None:
            found = cohorts.standings(write.session, (item.request_id,))[item.request_id]
            if found.is_open:
                raise Refused("ITEM_REQUEST_OPEN")
            if found.is_live(ctx.today):
                raise Refused("ITEM_AUTHORITY_RUNS")
        campaign_steps.move_item(ctx, write, item, ItemEvent.FINISH, "", done_on=ctx.today)
        write.record("item_done", "campaign_item", item_id)
    return Outcome(None, campaign_steps.changed(item))


def exclude(ctx: Context, item_id: int, *, reason: str) -> Outcome[None]:
    """Leave a case out before anything is sent, with a reason.

    Raises:
        ProblemsFound: no reason.
    """
    if not reason.strip():
        settle((Code.WHY_NEEDED.problem(field="excluded_reason"),), "")
    with ctx.acting(Act.RUN_CAMPAIGN) as write:
        item = repo.item(write.session, item_id)
        campaign_steps.move_item(
            ctx, write, item, ItemEvent.EXCLUDE, reason, excluded_reason=reason
        )
        write.record("exclude_item", "campaign_item", item_id, reason=reason)
    return Outcome(None, campaign_steps.changed(item))


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
        item = campaign_steps.weigh(write, item, (flag,))
        if flag in ESCALATES:
            campaign_steps.move_item(ctx, write, item, ItemEvent.ESCALATE, why, escalated_why=why)
        else:
            campaign_steps.note(ctx, write, [item], why)
        write.record("escalate_item", "campaign_item", item_id, reason=why,
                     after={"flag": flag.value})  # fmt: skip
    return Outcome(None, campaign_steps.changed(item))


# Looking


def items(ctx: Context, campaign_id: int) -> tuple[Item, ...]:
    """Return the items of a campaign: what comes first, first."""
    ctx.require(Act.READ_ALL)
    order = {rank: number for number, rank in enumerate(rules.ItemPriority)}
    with ctx.reading() as session:
        found = repo.items(session, campaign_id)
    return tuple(sorted(found, key=lambda one: (order[one.priority], one.id)))


def detail(ctx: Context, item_id: int) -> ItemView:
    """Return one item whole."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        item = repo.item(session, item_id)
        returns = repo.questionnaires(session, item_id)
        campaign = repo.load(session, item.campaign_id)
        happened = repo.events(session, item.campaign_id, item_id)
    chosen = next((one for one in returns if one.is_chosen), None)
    return ItemView(
        item=item,
        campaign=campaign,
        returns=returns,
        differences=_differing(returns),
        needs_choice=_needs_choice(returns),
        flags=screening.flags(chosen.answers) if chosen else (),
        events=happened,
    )


def items_of_case(ctx: Context, request_id: int) -> tuple[Item, ...]:
    """Return the items about a case."""
    with ctx.reading() as session:
        return repo.items_of_request(session, request_id)


# Within


def _case(session: ReadSession, item: Item) -> Case | None:
    return cases.load(session, item.request_id) if item.request_id is not None else None


def _differing(returns: Sequence[Questionnaire]) -> tuple[Differing, ...]:
    """Return the questions in which any two returns differ, in the order of the letter."""
    apart = {
        found.question
        for one, other in pairwise(returns)
        for found in screening.differences(one.answers, other.answers)
    }
    return tuple(
        Differing(name, tuple(getattr(one.answers, name) for one in returns))
        for name in Answers.__dataclass_fields__
        if name in apart
    )


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
        too_long_left=left > ctx.amount(RuleId.AGNI_ENDING_SOON),
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


def _closed_as(session: ReadSession, item: Item, case: Case | None) -> str:
    """Return how a request ended without a decision, or a third-party report was answered."""
    if item.subject is ItemSubject.THIRD_PARTY and item.record_id is not None:
        held, _person = records.load(session, item.record_id)
        return "" if held.facts.state in REPORT_OPEN else str(held.facts.state.value)
    if case is None or case.request.is_open:
        return ""
    ending = holdings.newest(case.records, RecordKind.CLOSURE, Closure)
    return ending.facts.code if ending else ""


def _ends_on(session: ReadSession, item: Item) -> date | None:
    if item.request_id is None:
        return None
    return cohorts.standings(session, (item.request_id,))[item.request_id].expires_on
