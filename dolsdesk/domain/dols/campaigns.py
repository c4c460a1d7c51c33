"""A re-screening after a change of the legal test: its cohort, its items, its guards (4.5, 4.7).

A campaign sets the order of work and routes each case to a lawful next step. It decides nothing:
no move here touches a due date, an authority or an outcome (AG-T1, AG-T4, AG-T5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.screening import HIGH, Answers, Flag
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem


class Cohort(StrEnum):
    """The ready-made cohorts, and a saved view of the worklist."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    K4 = "K4"
    K5 = "K5"
    K6 = "K6"
    K7 = "K7"
    K8 = "K8"
    K9 = "K9"
    VIEW = "view"


class CampaignState(StrEnum):
    """How far a campaign has come."""

    DRAFT = "campaign_draft"
    COHORT_LOCKED = "campaign_locked"
    RUNNING = "campaign_running"
    PAUSED = "campaign_paused"
    CLOSING = "campaign_closing"
    CLOSED = "campaign_closed"


class CampaignEvent(StrEnum):
    """What can happen to a campaign."""

    LOCK = "campaign_lock"
    RUN = "campaign_run"
    PAUSE = "campaign_pause"
    RESUME = "campaign_resume"
    BEGIN_CLOSING = "campaign_begin_closing"
    CLOSE = "campaign_close"


_C = CampaignState
CAMPAIGN: Machine[CampaignState, CampaignEvent] = Machine(
    {
        CampaignEvent.LOCK: {_C.DRAFT: _C.COHORT_LOCKED},
        CampaignEvent.RUN: {_C.COHORT_LOCKED: _C.RUNNING},
        CampaignEvent.PAUSE: {_C.RUNNING: _C.PAUSED},
        CampaignEvent.RESUME: {_C.PAUSED: _C.RUNNING, _C.CLOSING: _C.RUNNING},
        CampaignEvent.BEGIN_CLOSING: {_C.RUNNING: _C.CLOSING},
        CampaignEvent.CLOSE: {_C.CLOSING: _C.CLOSED},
    }
)


class ItemState(StrEnum):
    """How far one case of a campaign has come."""

    SELECTED = "item_selected"
    SENT = "item_sent"
    REMINDED = "item_reminded"
    RETURNED = "item_returned"
    NOT_RETURNED = "item_not_returned"
    TRIAGED = "item_triaged"
    ACTION_OPEN = "item_action_open"
    DECIDED = "item_decided"
    DONE = "item_done"
    EXCLUDED = "item_excluded"
    ESCALATED = "item_escalated"


class ItemEvent(StrEnum):
    """What can happen to an item."""

    SEND = "item_send"
    REMIND = "item_remind"
    RETURN = "item_return"
    NOT_RETURN = "item_not_return"
    TRIAGE = "item_triage"
    ROUTE = "item_route"
    DECIDE = "item_decide"
    FINISH = "item_finish"
    EXCLUDE = "item_exclude"
    ESCALATE = "item_escalate"


_I = ItemState
#: States in which somebody still owes something.
OPEN_ITEMS = frozenset(_I) - {_I.DONE, _I.EXCLUDED}
ITEM: Machine[ItemState, ItemEvent] = Machine(
    {
        ItemEvent.SEND: {_I.SELECTED: _I.SENT},
        ItemEvent.REMIND: {_I.SENT: _I.REMINDED, _I.REMINDED: _I.REMINDED},
        ItemEvent.RETURN: {
            _I.SENT: _I.RETURNED, _I.REMINDED: _I.RETURNED, _I.NOT_RETURNED: _I.RETURNED,
            _I.RETURNED: _I.RETURNED, _I.TRIAGED: _I.RETURNED, _I.ACTION_OPEN: _I.RETURNED,
            _I.ESCALATED: _I.ESCALATED,
        },
        ItemEvent.NOT_RETURN: {_I.REMINDED: _I.NOT_RETURNED},
        ItemEvent.TRIAGE: {_I.RETURNED: _I.TRIAGED, _I.ESCALATED: _I.TRIAGED},
        ItemEvent.ROUTE: {
            _I.TRIAGED: _I.ACTION_OPEN, _I.NOT_RETURNED: _I.ACTION_OPEN,
            _I.ACTION_OPEN: _I.ACTION_OPEN, _I.ESCALATED: _I.ACTION_OPEN,
            _I.DECIDED: _I.DECIDED,
        },
        ItemEvent.DECIDE: {_I.ACTION_OPEN: _I.DECIDED},
        ItemEvent.FINISH: {_I.DECIDED: _I.DONE},
        ItemEvent.EXCLUDE: {_I.SELECTED: _I.EXCLUDED},
        ItemEvent.ESCALATE: dict.fromkeys(OPEN_ITEMS - {_I.ESCALATED}, _I.ESCALATED),
    }
)  # fmt: skip


class ItemPriority(StrEnum):
    """The order of work."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TriageView(StrEnum):
    """What triage thinks likely; it closes nothing (AG-V17)."""

    LIKELY_DOL = "likely_dol"
    LIKELY_NOT_DOL = "likely_not_dol"
    UNCLEAR = "unclear"
    CIRCUMSTANCES_CHANGED = "circumstances_changed"


class NextAction(StrEnum):
    """The lawful next step of a case."""

    ALLOCATE_BIA = "action_allocate_bia"
    ASK_MA_TO_RECONSIDER = "action_ask_ma"
    START_PART8 = "action_part8"
    CHASE_MA = "action_chase"
    VISIT = "action_visit"
    LEGAL_REFERRAL = "action_legal"
    SAFEGUARDING = "action_safeguarding"
    CARE_REVIEW = "action_care_review"
    CLOSE_CR05_06_09 = "action_close"
    NO_CHANGE = "action_no_change"
    RUN_TO_EXPIRY = "action_run_to_expiry"


class ItemSubject(StrEnum):
    """What the case is in the campaign for."""

    REQUEST = "subject_request"
    AUTHORISATION = "subject_authorisation"
    COURT = "subject_court"
    FINDING = "subject_finding"
    THIRD_PARTY = "subject_third_party"


_A = NextAction
#: Where nothing came back: ask again or go and look, never conclude (4.7).
AFTER_SILENCE = frozenset({_A.CHASE_MA, _A.VISIT})
#: Steps an escalated case may take: somebody looks, today.
AFTER_ESCALATION = frozenset(
    {_A.ALLOCATE_BIA, _A.START_PART8, _A.VISIT, _A.LEGAL_REFERRAL, _A.SAFEGUARDING}
)
#: What may still follow from a decision before the case is done; none of it decides again.
AFTER_DECISION = frozenset({_A.LEGAL_REFERRAL, _A.SAFEGUARDING, _A.CARE_REVIEW})
_FITS: Mapping[NextAction, frozenset[ItemSubject]] = {
    _A.START_PART8: frozenset({ItemSubject.AUTHORISATION, ItemSubject.FINDING, ItemSubject.COURT}),
    _A.RUN_TO_EXPIRY: frozenset({ItemSubject.AUTHORISATION}),
    _A.CLOSE_CR05_06_09: frozenset(
        {ItemSubject.REQUEST, ItemSubject.THIRD_PARTY, ItemSubject.FINDING}
    ),
    _A.ASK_MA_TO_RECONSIDER: frozenset({ItemSubject.REQUEST, ItemSubject.AUTHORISATION}),
}
#: Steps after which no finding need follow before the item is done.
WITHOUT_FINDING = frozenset({_A.CLOSE_CR05_06_09, _A.RUN_TO_EXPIRY})


class BulkAct(StrEnum):
    """What may be done to many items at once (AG-V24)."""

    SEND = "bulk_send"
    REMIND = "bulk_remind"
    ASSIGN = "bulk_assign"


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign."""

    id: int
    name: str
    purpose: str
    test: str
    owner_id: int
    owner: str
    starts_on: date
    target_end: date | None
    cohort: Cohort
    definition: Mapping[str, Any]
    state: CampaignState
    snapshot_at: datetime | None
    template: str
    letter_approved_by: str
    reply_days: int
    reminder_days: int
    lessons: str
    sign_off_by: str
    signed_off_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One case of a campaign."""

    id: int
    campaign_id: int
    request_id: int | None
    record_id: int | None
    person_id: int
    place_id: int
    subject: ItemSubject
    ref: str
    person_name: str
    place_name: str
    priority: ItemPriority
    reasons: tuple[Flag, ...]
    state: ItemState
    is_top_up: bool
    joined_on: date
    sent_on: date | None = None
    reply_by: date | None = None
    reminders: int = 0
    reminded_on: date | None = None
    returned_on: date | None = None
    triage_view: TriageView | None = None
    triage_why: str = ""
    next_action: NextAction | None = None
    action_why: str = ""
    action_owner: str = ""
    action_due: date | None = None
    finding_ref: str = ""
    outcome: str = ""
    done_on: date | None = None
    excluded_reason: str = ""
    escalated_why: str = ""
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Return whether it still counts as unknown."""
        return self.state in OPEN_ITEMS


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One return of the questionnaire; the chosen one counts.

    ``chosen_of`` is how many returns there were when it was chosen.
    """

    id: int
    item_id: int
    number: int
    channel: str
    returned_on: date
    completed_by: str
    answers: Answers
    is_chosen: bool
    chosen_why: str = ""
    chosen_by: str = ""
    chosen_of: int = 0
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a campaign or an item; never changed.

    ``ref`` and ``person_name`` say whose item; both are empty where it concerns the campaign.
    """

    id: int
    item_id: int | None
    at: datetime
    by: str
    from_state: str
    to_state: str
    note: str
    ref: str = ""
    person_name: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the council itself knows that bears on the order of work."""

    objects: bool = False
    has_family: bool = True
    safeguarding: bool = False
    s21a_live: bool = False
    ends_soon: bool = False
    provider_concern: bool = False
    waited_long: bool = False


def reasons(known: Known, told: tuple[Flag, ...] = ()) -> tuple[Flag, ...]:
    """Return every reason for the order of work, each once, in a fixed order."""
    held = (
        (known.objects, Flag.OBJECTION),
        (not known.has_family, Flag.NO_FAMILY),
        (known.safeguarding, Flag.SAFEGUARDING),
        (known.s21a_live, Flag.S21A),
        (known.ends_soon, Flag.ENDING_SOON),
        (known.provider_concern, Flag.PROVIDER_CONCERN),
        (known.waited_long, Flag.WAITED_LONG),
    )
    found = {flag for stands, flag in held if stands} | set(told)
    return tuple(flag for flag in Flag if flag in found)


def priority(found: tuple[Flag, ...]) -> ItemPriority:
    """Return the order of work: HIGH for any reason on the list, MEDIUM for a long wait."""
    if HIGH & set(found):
        return ItemPriority.HIGH
    return ItemPriority.MEDIUM if Flag.WAITED_LONG in found else ItemPriority.LOW


@dataclass(frozen=True, slots=True)
class Bars:
    """What stands in the way of letting an authorisation run to its end (3c)."""

    review_asked: bool = False
    objection_open: bool = False
    too_long_left: bool = False


def route_problems(
    item: Item, action: NextAction, *, why: str, owner: str, due_on: date | None, bars: Bars
) -> tuple[Problem, ...]:
    """Return why a case may not take this next step."""
    found = [*_misfits(item, action)]
    if not why.strip():
        found.append(Code.WHY_NEEDED.problem(field="action_why"))
    if not owner.strip():
        found.append(Code.WHO_NEEDED.problem(field="action_owner"))
    if due_on is None:
        found.append(Code.ACTION_NEEDS_OWNER.problem())
    barred = bars.review_asked or bars.objection_open or bars.too_long_left
    if action is NextAction.RUN_TO_EXPIRY and barred:
        found.append(Code.RUN_TO_EXPIRY_BARRED.problem())
    return tuple(found)


def _misfits(item: Item, action: NextAction) -> Iterator[Problem]:
    if item.subject not in _FITS.get(action, frozenset(ItemSubject)):
        yield Code.ACTION_NOT_FOR_SUBJECT.problem(items=(item.subject.value,))
    silent = item.state is ItemState.NOT_RETURNED and action not in AFTER_SILENCE
    unanswered = item.state is ItemState.ACTION_OPEN and item.returned_on is None
    if silent or (unanswered and action in _NEEDS_ANSWERS):
        yield Code.NOT_RETURNED_ACTION.problem()
    if item.state is ItemState.ESCALATED and action not in AFTER_ESCALATION:
        yield Code.ESCALATED_ACTION.problem()
    if item.state is ItemState.DECIDED and action not in AFTER_DECISION:
        yield Code.DECIDED_ACTION.problem()


#: Steps that would conclude something from a questionnaire nobody returned.
_NEEDS_ANSWERS = frozenset({_A.ASK_MA_TO_RECONSIDER, _A.NO_CHANGE, _A.RUN_TO_EXPIRY})


def finish_problems(
    item: Item, *, has_finding: bool, is_closed: bool, as_at: date, ends_on: date | None
) -> tuple[Problem, ...]:
    """Return why an item does not count as decided yet.

    It is decided by a formal finding under the campaign's test, by a lawful ending of the request,
    or, where an authorisation runs to its end, by that end.
    """
    action = item.next_action
    ran_out = action is NextAction.RUN_TO_EXPIRY and ends_on is not None and ends_on < as_at
    lawful = has_finding or is_closed or ran_out
    return () if lawful else (Code.ITEM_NOT_DECIDED.problem(),)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a campaign stands; the parts add up to the whole."""

    total: int
    by_state: Mapping[ItemState, int] = field(default_factory=dict)
    by_priority: Mapping[ItemPriority, int] = field(default_factory=dict)
    sent: int = 0
    returned: int = 0

    @property
    def unknown(self) -> int:
        """Return how many are neither done nor excluded."""
        return sum(count for state, count in self.by_state.items() if state in OPEN_ITEMS)


def progress(items: tuple[Item, ...]) -> Progress:
    """Return how the items of a campaign stand."""
    states = {state: sum(one.state is state for one in items) for state in ItemState}
    ranks = {rank: sum(one.priority is rank for one in items) for rank in ItemPriority}
    return Progress(
        total=len(items),
        by_state=states,
        by_priority=ranks,
        sent=sum(one.sent_on is not None for one in items),
        returned=sum(one.returned_on is not None for one in items),
    )
