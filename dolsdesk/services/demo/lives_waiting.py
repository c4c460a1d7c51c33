"""What was done for those who wait on the morning the demonstration stands at.

Done through the services, as at the desk: holding letters with their paper, an update that changes
the picture, an escalation, and a council's own version of a question set that is not in use yet.
"""

from dataclasses import replace
from datetime import date, datetime, time

from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols import waiting
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.waiting import ContactKind, WaitingContact
from dolsdesk.domain.staff import Role
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import contacts, holding_letters, question_sets, waiting_list
from dolsdesk.services.context import Context
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.services.holding_letters import Wanted
from dolsdesk.services.waiting_list import Show, WaitingLine
from dolsdesk.store.handle import Store
from dolsdesk.store.repos import cases, staff

_BEGUN = time(8, 50)
_LETTERS = 3
_OWN_SET = "adass-2024"


def live(store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date) -> int:
    """Do what is done for those who wait, and return how many papers came of it."""
    clock = FixedClock(datetime.combine(as_at, _BEGUN, LONDON))
    with store.reading() as session:
        members = staff.members(session)
    clerk = next(one for one in members if Role.ADMINISTRATOR in one.roles)
    lead = next(one for one in members if Role.LEAD in one.roles)
    ctx = Context(store, clock, book, calendar, clerk, WORKSTATION)
    in_hand = [
        line
        for line in waiting_list.page(ctx, Show.BREACHED).rows
        if line.priority and line.next_contact_on and line.next_contact_on > as_at
    ]
    written, others = in_hand[:_LETTERS], in_hand[_LETTERS:]
    for line, why in zip(written, LateReason, strict=False):
        holding_letters.send(ctx, line.request_id, Wanted(why, _next(ctx, line)))
        clock.move(minutes=1)
    family = [(line, who) for line in in_hand if (who := _family(ctx, line))][:1]
    for line, who in family:
        holding_letters.send(ctx, line.request_id, Wanted(LateReason.QUEUE, _next(ctx, line), who))
        clock.move(minutes=1)
    for line in written[:1]:
        _record(
            ctx, line, ContactKind.ESCALATION, "The council's lawyer",
            "Objection and no authority: asked whether to go to court. Answer promised this week.",
        )  # fmt: skip
        clock.move(minutes=1)
    for line in others[-1:]:
        _record(
            ctx, line, ContactKind.MA_UPDATE_RECEIVED, "The deputy manager",
            "Asks for the door since Thursday and pushes staff away; a one-to-one was begun.",
            needs_triage=True,
        )  # fmt: skip
        clock.move(minutes=1)
    _own_version(ctx.as_actor(lead))
    return len(written) + len(family)


def _record(
    ctx: Context, line: WaitingLine, kind: ContactKind, who: str, what: str, *,
    needs_triage: bool = False,
) -> None:  # fmt: skip
    contact = WaitingContact(
        kind, ctx.today, who, what, next_action_on=_next(ctx, line), needs_triage=needs_triage
    )
    contacts.log(ctx, line.request_id, contact)


def _family(ctx: Context, line: WaitingLine) -> str:
    """Return whoever is named first among the person's contacts, or nothing."""
    with ctx.reading() as session:
        named = holding_letters.addressees(cases.load(session, line.request_id))
    return named[0].name if named else ""


def _next(ctx: Context, line: WaitingLine) -> date:
    return waiting.next_on(ctx.today, Priority(line.priority), ctx.book)


def _own_version(ctx: Context) -> None:
    """Make a version of the council's own, with one local addition turned on."""
    base = next(one for one in question_sets.all_sets(ctx) if one.id == _OWN_SET)
    question_sets.save_version(
        ctx,
        base,
        title="2024 pattern, Norchester's draft",
        note="Safeguarding added; wording still to be checked against the tool.",
        factors=[
            replace(factor, is_on=factor.is_on or factor.id == "safeguarding_open")
            for factor in base.factors
        ],
    )
