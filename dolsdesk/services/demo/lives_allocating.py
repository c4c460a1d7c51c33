"""What was done about assessors on the morning the demonstration stands at.

Done through the services, as at the desk: two cases allocated in one act, another act undone, an
assessor chased twice and a doctor given another day.
"""

from datetime import date, datetime, time

from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.counting import ONE_DAY
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.returns import ReturnState
from dolsdesk.domain.staff import Role
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import allocation_batch, allocation_plan, returns
from dolsdesk.services.allocation_plan import Scope
from dolsdesk.services.context import Context
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.store.handle import Store
from dolsdesk.store.repos import staff

_BEGUN = time(8, 56, 40)
_BOTH = (AssessmentKind.MH, AssessmentKind.BI)
_KEPT, _LATER = 2, 3 * ONE_DAY


def live(store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date) -> None:
    """Do what is done about assessors; it all falls into the minute before the desk opens."""
    clock = FixedClock(datetime.combine(as_at, _BEGUN, LONDON))
    with store.reading() as session:
        lead = next(one for one in staff.members(session) if Role.LEAD in one.roles)
    ctx = Context(store, clock, book, calendar, lead, WORKSTATION)
    undone = _allocate(ctx, Scope(band=Priority.MEDIUM))
    if undone is not None:
        allocation_batch.undo(ctx, undone, "The medium band was meant for next week.")
    _allocate(ctx, Scope(band=Priority.HIGH))
    _chase(ctx)


def _allocate(ctx: Context, scope: Scope) -> int | None:
    """Allocate the last cases of a band that are in time, in one act; return the batch."""
    proposal = allocation_plan.propose(ctx, _BOTH, scope)
    given = [line for line in proposal.lines if line.given]
    in_time = [line for line in given if (line.asked.case.due_on or ctx.today) > ctx.today]
    for line in given:
        for one in line.given if line not in in_time[-_KEPT:] else ():
            proposal = proposal.with_assessor(line.request_id, one.role, None)
    if not proposal.chosen:
        return None
    answered = {one.assessor_id for line in proposal.lines for one in line.given}
    return allocation_batch.accept(ctx, proposal, answered=answered).value.batch_id


def _chase(ctx: Context) -> None:
    """Chase the longest overdue twice, and give the first who is due today another day."""
    listed = returns.listed(ctx)
    for line in listed[:1]:
        returns.chase(ctx, [line])
        returns.chase(ctx, [line])
    today = [
        line for line in listed
        if line.state is ReturnState.DUE_TODAY and not line.was_sent_back
    ]  # fmt: skip
    for line in today[:1]:
        returns.move(
            ctx, line.request_id, line.assessor_id, ctx.today + _LATER,
            why="The ward is closed to visitors until tomorrow.",
            reason="An infection on the ward; the family was told.",
        )  # fmt: skip
