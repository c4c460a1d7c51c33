"""What was planned and done with several cases on the morning the demonstration stands at.

Done through the services, as at the desk: cases of an assessor who is away go to a colleague,
letters are marked as due, a note stands in several cases, and one act was undone again. Assessors
have visits to come.
"""

from datetime import date, datetime, time, timedelta

from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.staff import Role
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import bulk, visits, waiting_list, worklist
from dolsdesk.services.bulk_kinds import Wish
from dolsdesk.services.context import Context
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.services.waiting_list import Show
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.store.handle import Store
from dolsdesk.store.repos import assessors, cases, staff

_AT = time(8, 56, 50)
_FEW, _VISITS = 3, 12


def live(store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date) -> None:
    """Do what is done with several cases at once."""
    clock = FixedClock(datetime.combine(as_at, _AT, LONDON))
    with store.reading() as session:
        lead = next(one for one in staff.members(session) if Role.LEAD in one.roles)
    ctx = Context(store, clock, book, calendar, lead, WORKSTATION)
    _cover(ctx)
    _visits(ctx)
    calm = [
        line.request_id
        for line in waiting_list.page(ctx, Show.LOW).rows
        if line.next_contact_on and line.next_contact_on > as_at
    ]
    _run(ctx, Wish(BulkAct.LETTER_DUE, on=as_at), calm[:_FEW])
    _run(
        ctx,
        Wish(BulkAct.NOTE, note="The home changes hands next month; write to the new owner then."),
        calm[-_FEW:],
    )
    undone = _run(ctx, Wish(BulkAct.NEXT_CONTACT), calm[_FEW : 2 * _FEW])
    if undone is not None:
        bulk.undo(ctx, undone)


def _visits(ctx: Context) -> None:
    """Plan visits for those who assess, the first of them today; one is called off again."""
    query = Query(bucket=Bucket.WITH_ASSESSORS)
    lines = worklist.page(ctx, query).rows[:_VISITS]
    made = []
    for days, line in enumerate(lines):
        with ctx.reading() as session:
            known = visits.selected(cases.load(session, line.request_id))
        if known:
            visit_id = visits.plan(
                ctx, line.request_id, assessor_id=min(known), on=ctx.today + timedelta(days),
                at=time(10 + days % 5, 30),
            ).value  # fmt: skip
            made.append((line.request_id, visit_id))
    if made:
        visits.call_off(ctx, *made[-1], why="Taken to hospital on Friday.")


def _cover(ctx: Context) -> None:
    """Give some cases of an assessor who is away to whoever may take them."""
    query = Query(bucket=Bucket.WITH_ASSESSORS)
    ids = [line.request_id for line in worklist.page(ctx, query).rows]
    with ctx.reading() as session:
        away = assessors.leave(session, ctx.today)
    hands = bulk.hands(ctx, ids)
    leaving = next((one for one in hands.owing if one.id in away), None)
    if leaving is None:
        return
    for coming in hands.taking:
        if coming.id in away:
            continue
        wish = Wish(
            BulkAct.REALLOCATE, reason=f"{leaving.name} is away.", from_id=leaving.id,
            to_id=coming.id, is_declared=True,
        )  # fmt: skip
        can = [line.request_id for line in bulk.look(ctx, wish, ids).can]
        if can:
            _run(ctx, wish, can[:_FEW])
            return


def _run(ctx: Context, wish: Wish, ids: list[int]) -> int | None:
    """Do an act in some cases, and return its number; nothing where there are none."""
    if not ids:
        return None
    return bulk.run(ctx, bulk.look(ctx, wish, ids), ids).value.batch_id
