"""What can be done with campaigns and their cases: one table, in the order of their course."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dolsdesk.domain.dols.campaigns import (
    CAMPAIGN,
    ITEM,
    CampaignEvent,
    CampaignState,
    Item,
    ItemEvent,
    ItemState,
    NextAction,
)
from dolsdesk.domain.staff import Act
from dolsdesk.services import campaign_cases, words
from dolsdesk.ui.pages.rescreening import asking

if TYPE_CHECKING:
    from dolsdesk.ui.pages.rescreening.page import RescreeningPage


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that can be done with a campaign or with the chosen cases."""

    id: str
    name: str
    help: str
    act: Act
    run: Callable[[], None]
    may: Callable[[], bool]


def of_campaigns(page: "RescreeningPage") -> list[Doing]:
    """Return what can be done with campaigns."""

    def step(event: CampaignEvent) -> Doing:
        return Doing(
            event.value, words.fact(event.value), "The next state of the campaign.",
            Act.RUN_CAMPAIGN, partial(page.step, event),
            lambda: page.now is not None and CAMPAIGN.may(page.now.campaign.state, event),
        )  # fmt: skip

    return [
        Doing("campaign_new", "New campaign…", "Choose a cohort and see how many it holds.",
              Act.RUN_CAMPAIGN, page.new_campaign, lambda: True),
        Doing("campaign_lock", "Freeze the cohort…", "Count, then keep the list as it is now.",
              Act.RUN_CAMPAIGN, page.lock, partial(page.is_in, CampaignState.DRAFT)),
        step(CampaignEvent.RUN),
        step(CampaignEvent.PAUSE),
        step(CampaignEvent.RESUME),
        step(CampaignEvent.BEGIN_CLOSING),
        Doing("campaign_close", "Sign off and close…", "When no case is unknown any more.",
              Act.RUN_CAMPAIGN, page.close_campaign,
              partial(page.is_in, CampaignState.CLOSING)),
        Doing("letter_see", "See the letter…", "As it would go to the first home, as a draft.",
              Act.READ, page.see_letter, lambda: bool(page.items)),
        Doing("letter_approve", "Approve the letter", "Until then nothing can be sent.",
              Act.RUN_CAMPAIGN, page.approve, lambda: page.now is not None
              and not page.now.campaign.letter_approved_by),
        Doing("take_over", "Keep earlier findings", "As records, exactly as they were made.",
              Act.SEND_SCREENING, page.take_over, lambda: bool(page.items)),
    ]  # fmt: skip


def of_cases(page: "RescreeningPage") -> list[Doing]:
    """Return what can be done with the chosen cases, in the order of their course."""
    one = page.one_may
    return [
        Doing("item_send", "Send the questionnaire…", "One letter to each home.",
              Act.SEND_SCREENING, partial(page.send, ItemEvent.SEND),
              partial(page.any_may, ItemEvent.SEND)),
        Doing("item_remind", "Remind…", "One letter to each home that has not answered.",
              Act.SEND_SCREENING, partial(page.send, ItemEvent.REMIND),
              partial(page.any_may, ItemEvent.REMIND)),
        Doing("item_assign", "Assign…", "Who has the next step, and by when.",
              Act.SEND_SCREENING, page.assign, lambda: bool(page.chosen)),
        Doing("item_answers", "Take answers…", "What the home wrote, question by question.",
              Act.ENTER_SCREENING, partial(page.ask, asking.answers),
              lambda: one(lambda i: i.state not in {ItemState.SELECTED, ItemState.EXCLUDED})),
        Doing("item_choose", "Which answers count…", "The returns differ: choose, with a"
              " reason.", Act.ENTER_SCREENING, partial(page.ask, asking.choose),
              lambda: page.view is not None and page.view.needs_choice),
        Doing("item_not_returned", "Not returned", "After the reminders; it concludes nothing.",
              Act.SEND_SCREENING, page.not_returned,
              lambda: one(lambda i: ITEM.may(i.state, ItemEvent.NOT_RETURN))),
        _alone(page, "item_triage", "Triage…", "What seems likely. It closes nothing.",
               Act.TRIAGE_SCREENING, partial(page.ask, asking.triage),
               lambda i: ITEM.may(i.state, ItemEvent.TRIAGE)),
        _alone(page, "item_route", "Next step…", "The lawful next step of this case.",
               Act.TRIAGE_SCREENING, partial(page.ask, asking.route),
               lambda i: ITEM.may(i.state, ItemEvent.ROUTE)),
        _alone(page, "item_close", "Close the case…", "On evidence, one at a time.",
               Act.CLOSE_REQUEST, partial(page.ask, asking.close), _may_close),
        _alone(page, "item_decided", "Decided", "The assessor's finding or a lawful ending is on"
               " record.", Act.SEND_SCREENING, partial(page.run_one, campaign_cases.note_decided),
               lambda i: ITEM.may(i.state, ItemEvent.DECIDE)),
        Doing("item_done", "Done", "Whatever follows from the decision has happened.",
              Act.SEND_SCREENING, partial(page.run_one, campaign_cases.finish),
              lambda: one(lambda i: ITEM.may(i.state, ItemEvent.FINISH))),
        Doing("item_exclude", "Leave out…", "Before anything is sent, with a reason.",
              Act.RUN_CAMPAIGN, partial(page.ask, asking.exclude),
              lambda: one(lambda i: ITEM.may(i.state, ItemEvent.EXCLUDE))),
        Doing("item_escalate", "Escalate…", "An objection, a safeguarding concern, or the"
              " provider.", Act.ENTER_SCREENING, partial(page.ask, asking.escalate),
              lambda: one(lambda i: i.is_open)),
    ]  # fmt: skip


def _alone(  # noqa: PLR0917  (a line of the table above)
    page: "RescreeningPage", name: str, title: str, tip: str, act: Act, run: Callable[[], None],
    may: Callable[[Item], bool],
) -> Doing:  # fmt: skip
    """Return what is done for one person at a time; for several it says so (AG-V24)."""

    def go() -> None:
        if len(page.chosen) > 1:
            page.refuse_many(name)
        else:
            run()

    return Doing(
        name, title, tip, act, go,
        lambda: any(map(may, page.chosen)) if len(page.chosen) > 1 else page.one_may(may),
    )  # fmt: skip


def top_up(page: "RescreeningPage") -> Doing:
    """Return how who joined later is taken in."""
    return Doing("top_up", "Take them in", "Marked as joined later; never by itself.",
                 Act.RUN_CAMPAIGN, page.top_up,
                 lambda: bool(page.joined_model.rows))  # fmt: skip


def _may_close(item: Item) -> bool:
    closing = {NextAction.CLOSE_CR05_06_09, NextAction.ASK_MA_TO_RECONSIDER}
    return item.state is ItemState.ACTION_OPEN and item.next_action in closing
