"""Contact while a request waits: what was said, by whom, and when something is next (dols.md 5.19).

A case that waits with no day to come for its next action is an error, and is shown as one. The
intervals are local targets; no law sets them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import last_day_within_days_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

#: How often a waiting case is in contact, by band; a case without one is treated as the first.
CONTACTS: Mapping[Priority, RuleId] = {
    Priority.HIGH: RuleId.PR_WAITING_CONTACT_HIGH,
    Priority.MEDIUM: RuleId.PR_WAITING_CONTACT_MEDIUM,
    Priority.LOW: RuleId.PR_WAITING_CONTACT_LOW,
}


class ContactKind(StrEnum):
    """What kind of contact it was; a triage is a record of its own."""

    ACKNOWLEDGEMENT = "acknowledgement"
    MISSING_INFO_CHASE = "missing_info_chase"
    HOLDING_LETTER = "holding_letter"
    FAMILY_LETTER = "family_letter"
    MA_UPDATE_REQUEST = "ma_update_request"
    MA_UPDATE_RECEIVED = "ma_update_received"
    CALL = "call"
    ESCALATION = "escalation"
    SAFEGUARDING = "safeguarding"
    LEGAL_ADVICE = "legal_advice"


@dataclass(frozen=True, slots=True)
class WaitingContact:
    """One contact, and what is next.

    ``needs_triage`` says that what was heard changes the picture, so that the case is to be triaged
    again at once. ``template`` names the version of the letter that was sent, ``answers_due_on``
    the day on which it was due.
    """

    kind: ContactKind
    on: date
    who: str
    what: str
    next_action_on: date | None = None
    next_action: str = ""
    needs_triage: bool = False
    template: str = ""
    answers_due_on: date | None = None

    @property
    def status(self) -> ContactKind:
        """Return what a list of records says of it."""
        return self.kind


#: Contacts that are letters: frozen as they are sent, and never sent twice for one day.
LETTERS = frozenset({ContactKind.HOLDING_LETTER, ContactKind.FAMILY_LETTER})


def answers(next_action_on: date | None, today: date) -> date:
    """Return the day that a letter sent today is due on: today, where it comes before its day."""
    return min(next_action_on or today, today)


def is_sent(
    contacts: Iterable[WaitingContact], kind: ContactKind, who: str, *, due_on: date, today: date
) -> bool:
    """Return whether a letter of a kind went to somebody for a due day already, or went today."""
    return any(
        one.kind is kind
        and one.who == who
        and (one.on == today or (one.answers_due_on or one.on) == due_on)
        for one in contacts
    )


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """A day set for the next contact without one being made; ``what`` where it must be a letter."""

    next_action_on: date
    what: ContactKind | None = None
    why: str = ""


class ContactState(StrEnum):
    """How contact with a waiting case stands; derived, never stored."""

    IN_HAND = "contact_in_hand"
    DUE_TODAY = "contact_due_today"
    OVERDUE = "contact_overdue"
    NONE = "contact_none"


#: A waiting case must not stand so.
ERRORS = frozenset({ContactState.OVERDUE, ContactState.NONE})


def state(next_action_on: date | None, as_at: date) -> ContactState:
    """Return how contact stands; due today is not overdue."""
    if next_action_on is None:
        return ContactState.NONE
    if next_action_on < as_at:
        return ContactState.OVERDUE
    return ContactState.DUE_TODAY if next_action_on == as_at else ContactState.IN_HAND


def next_on(contact_on: date, band: Priority | None, book: RuleBook) -> date:
    """Return by when the next contact is due, by the local target of the band."""
    days = book.value(CONTACTS[band or Priority.HIGH], on=contact_on).amount
    return last_day_within_days_of(contact_on, days)


def next_problems(
    next_action_on: date | None, *, as_at: date, band: Priority | None, book: RuleBook,
    field: str = "next_action_on",
) -> Iterator[Problem]:  # fmt: skip
    """Yield what is wrong with the day of the next contact of a case that waits."""
    if next_action_on is None or next_action_on <= as_at:
        yield Code.NEXT_ACTION_NEEDED.problem(field=field)
    elif next_action_on > (latest := next_on(as_at, band, book)):
        yield Code.NEXT_ACTION_BEYOND_TARGET.problem(field=field, latest=latest)


def plan_problems(
    plan: ContactPlan, *, as_at: date, band: Priority | None, book: RuleBook
) -> Iterator[Problem]:
    """Yield what is wrong with a day that is set; it may be today."""
    latest = next_on(as_at, band, book)
    if plan.next_action_on < as_at:
        yield Code.NEXT_ACTION_NEEDED.problem()
    elif plan.next_action_on > latest:
        yield Code.NEXT_ACTION_BEYOND_TARGET.problem(field="next_action_on", latest=latest)


def problems(
    contact: WaitingContact, *, as_at: date, waits: bool, band: Priority | None, book: RuleBook
) -> tuple[Problem, ...]:
    """Return what is wrong with a contact; ``waits`` says that the case is on the waiting list."""
    return tuple(_problems(contact, as_at, waits=waits, band=band, book=book))


def _problems(
    contact: WaitingContact, as_at: date, *, waits: bool, band: Priority | None, book: RuleBook
) -> Iterator[Problem]:
    if contact.on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="on")
    if not contact.who.strip():
        yield Code.CONTACT_WHO_NEEDED.problem()
    if not contact.what.strip():
        yield Code.CONTACT_SUMMARY_NEEDED.problem()
    if waits:
        yield from next_problems(contact.next_action_on, as_at=as_at, band=band, book=book)
    elif contact.next_action_on is not None and contact.next_action_on <= as_at:
        yield Code.NEXT_ACTION_NEEDED.problem()
