"""A home changes hands: who runs it from a day on, and each case there that is told of it."""

from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.domain.changes import CASE_LISTS, Changes, Listing
from dolsdesk.domain.dols import handovers
from dolsdesk.domain.dols.copies import NoticeEvent, due
from dolsdesk.domain.dols.handovers import Handover
from dolsdesk.domain.staff import Act
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.projection import project_all
from dolsdesk.store.handle import Write
from dolsdesk.store.reads import worklist
from dolsdesk.store.reads.worklist import CaseLine
from dolsdesk.store.repos import cases, places


@dataclass(frozen=True, slots=True)
class Hands:
    """Who ran a place, and every case that a change would be told to."""

    changes: tuple[Handover, ...]
    cases: tuple[CaseLine, ...]


def of_place(ctx: Context, place_id: int) -> Hands:
    """Return who ran a place until when, and the cases there: open, or with an authority."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return Hands(
            places.handovers(session, place_id), worklist.at_place(session, place_id, ctx.today)
        )


def hand_over(
    ctx: Context, place_id: int, *, managing_authority: str, from_on: date | None, paper: str,
    reason: str = "",
) -> Outcome[int]:  # fmt: skip
    """Let a place have another managing authority from a day on; return how many cases are told.

    Each case goes on as it is: it gets an entry in its history and a copy to be sent to the new
    managing authority. Papers that were issued keep the name they were issued to.

    Raises:
        ProblemsFound: no name or paper, the name it has already, or a day to come or out of order.
        ReasonNeeded: people are there, and nobody says why their authorisations go on.
    """
    with ctx.acting(Act.EDIT_REGISTER) as write:
        session = write.session
        place = places.load(session, place_id)
        before = places.handovers(session, place_id)
        there = [line.request_id for line in worklist.at_place(session, place_id, ctx.today)]
        found = Handover(
            managing_authority.strip(), from_on or ctx.today, paper.strip(),
            place.managing_authority,
        )  # fmt: skip
        wrong = handovers.problems(
            found,
            last_changed_on=before[-1].from_on if before else None,
            is_anybody_there=bool(there),
            as_at=ctx.today,
        )
        note(ctx, write, place_id, found, reason=settle(wrong, reason))
        project_all(session, cases.at_place(session, place_id), as_at=ctx.today, book=ctx.book)
    changes = Changes(cases=frozenset(there), lists=CASE_LISTS | {Listing.PLACES})
    return Outcome(len(there), changes)


def note(ctx: Context, write: Write, place_id: int, found: Handover, *, reason: str = "") -> None:
    """Put a change on record: at the place, and in each case there."""
    there = [one.request_id for one in worklist.at_place(write.session, place_id, ctx.today)]
    places.hand_over(write.session, place_id, found, by=ctx.actor.id, at=write.at)
    write.record(
        "hand_over", "place", place_id, reason=reason,
        before={"managing_authority": found.before},
        after={"managing_authority": found.managing_authority,
               "from_on": found.from_on.isoformat(), "paper": found.paper, "cases": there},
    )  # fmt: skip
    for request_id in there:
        _tell(ctx, write, request_id, found)


def _tell(ctx: Context, write: Write, request_id: int, found: Handover) -> None:
    """Put the change into the history of one case, and list the copy for who runs the place now."""
    case = cases.load(write.session, request_id)
    cases.add_event(
        write.session,
        request_id,
        kind="ma_changed",
        happened_on=found.from_on,
        detail=f"From {found.before} to {found.managing_authority}. {found.paper}",
        recorded_by=ctx.actor.id,
        recorded_at=write.at,
    )
    lines = [replace(line, name=f"{found.managing_authority}, {line.name}")
             for line in due(NoticeEvent.MA_CHANGED, case)]  # fmt: skip
    cases.add_copies(write.session, request_id, lines)
    write.record(
        "ma_changed", "request", request_id,
        before={"managing_authority": found.before},
        after={"managing_authority": found.managing_authority},
    )  # fmt: skip
