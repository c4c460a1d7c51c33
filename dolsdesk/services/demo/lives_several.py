"""What was done with several cases at once on the morning the demonstration stands at.

Done through the services, as at the desk: cases of an assessor who is away go to a colleague,
letters are marked as due, a note stands in several cases, and one act was undone again.
"""

from datetime import date, datetime, time

from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.staff import Role
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import bulk, waiting_list, worklist
from dolsdesk.services.bulk_kinds import Wish
from dolsdesk.services.context import Context
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.services.waiting_list import Show
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.store.handle import Store
from dolsdesk.store.repos import assessors, staff

_AT = time(8, 56, 30)
_FEW = 3


def live(store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date) -> None:
    """Do what is done with several cases at once."""
    clock = FixedClock(datetime.combine(as_at, _AT, LONDON))
    with store.reading() as session:
        lead = next(one for one in staff.members(session) if Role.LEAD in one.roles)
    ctx = Context(store, clock, book, calendar, lead, WORKSTATION)
    _cover(ctx)
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
