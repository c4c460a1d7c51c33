"""Visits of assessors: planned, moved, called off, made; each change is a new entry."""

from dataclasses import replace
from datetime import date, time

from dolsdesk.domain import text
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.visits import Visit, VisitState
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import NotPermitted, Refused
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome


def plan(
    ctx: Context, request_id: int, *, assessor_id: int | None, on: date | None, at: time | None,
    where: str = "", note: str = "",
) -> Outcome[int]:  # fmt: skip
    """Plan a visit of an assessor who was selected in the case.

    Returns:
        The id of the record.

    Raises:
        Refused: nobody who is selected here, no day, or a day gone by.
        NotPermitted: an assessor at the desk plans somebody else's visit.
        TransitionRefused: the request is over.
    """
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id) as act:
        _still_open(act)
        name = selected(act.case).get(assessor_id or 0)
        if name is None or assessor_id is None:
            raise Refused("VISIT_BY_WHOM", field="assessor_id")
        _only_own(ctx, assessor_id)
        visit = Visit(
            _to_come(ctx, on), at, assessor_id, name, where=where.strip(), note=note.strip()
        )
        record_id = act.begin(
            RecordKind.VISIT, visit, on=ctx.today, detail=_said(visit), event=visit.state.value
        )
        act.record("plan_visit", record_id=record_id, on=visit.on.isoformat())
    return Outcome(record_id, of_case(request_id))


def move(
    ctx: Context, request_id: int, record_id: int, *, on: date | None, at: time | None, why: str
) -> Outcome[None]:
    """Move a planned visit to another day or hour.

    Raises:
        Refused: no reason, no day, a day gone by, or the visit is not planned any more.
        NotPermitted: it is somebody else's.
    """
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id) as act:
        held = _planned(ctx, act, record_id)
        moved = replace(held.facts, on=_to_come(ctx, on), at=at, why=_reason(why))
        act.amend(held, moved, detail=_said(moved), why=moved.why, event="visit_moved")
        act.record("move_visit", reason=moved.why, record_id=record_id, on=moved.on.isoformat())
    return Outcome(None, of_case(request_id))


def call_off(ctx: Context, request_id: int, record_id: int, *, why: str) -> Outcome[None]:
    """Call a planned visit off.

    Raises:
        Refused: no reason, or the visit is not planned any more.
        NotPermitted: it is somebody else's.
    """
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id) as act:
        held = _planned(ctx, act, record_id)
        off = replace(held.facts, state=VisitState.CALLED_OFF, why=_reason(why))
        act.amend(held, off, detail=off.why, why=off.why, event=off.state.value)
        act.record("call_off_visit", reason=off.why, record_id=record_id)
    return Outcome(None, of_case(request_id))


def made(ctx: Context, request_id: int, record_id: int, *, on: date | None) -> Outcome[None]:
    """Note that a planned visit was made; what was found belongs into the assessment.

    Raises:
        Refused: no day, a day to come, or the visit is not planned any more.
        NotPermitted: it is somebody else's.
    """
    with on_case(ctx, Act.RECORD_ASSESSMENT, request_id) as act:
        held = _planned(ctx, act, record_id)
        if on is None:
            raise Refused("WHEN_NEEDED", field="on")
        if on > ctx.today:
            raise Refused("EVENT_IN_FUTURE", field="on")
        done = replace(held.facts, on=on, state=VisitState.MADE)
        act.amend(held, done, on=on, detail=_said(done), event=done.state.value)
        act.record("make_visit", record_id=record_id, on=on.isoformat())
    return Outcome(None, of_case(request_id))


def planned(case: Case) -> tuple[Record[Visit], ...]:
    """Return the visits of a case that are planned, the next first."""
    held = holdings.of(case.records, RecordKind.VISIT, Visit)
    waiting = [one for one in held if one.facts.state is VisitState.PLANNED]
    return tuple(sorted(waiting, key=lambda one: (one.facts.on, one.id)))


def selected(case: Case) -> dict[int, str]:
    """Return who is selected in a case now, by id."""
    return {one.assessor_id: one.assessor_name for one in case.active_allocations.values()}


def said(visit: Visit) -> str:
    """Return when a visit is, and whose, in one line."""
    return f"{_said(visit)}: {visit.name}"


def _said(visit: Visit) -> str:
    at = f" at {text.clock_time(visit.at)}" if visit.at else ""
    where = f", {visit.where}" if visit.where else ""
    return f"{text.day_date(visit.on)}{at}{where}"


def _planned(ctx: Context, act: CaseAct, record_id: int) -> Record[Visit]:
    found = next((one for one in planned(act.case) if one.id == record_id), None)
    if found is None:
        raise Refused("VISIT_NOT_PLANNED")
    _only_own(ctx, found.facts.assessor_id)
    return found


def _only_own(ctx: Context, assessor_id: int) -> None:
    """Refuse an assessor the visits of others; the desk plans everybody's."""
    if not ctx.actor.may(Act.ALLOCATE) and ctx.actor.assessor_id != assessor_id:
        raise NotPermitted("NOT_YOUR_VISIT")


def _still_open(act: CaseAct) -> None:
    if not act.case.request.is_open:
        raise TransitionRefused("TRANSITION_REFUSED", state=act.case.request.state)


def _to_come(ctx: Context, on: date | None) -> date:
    if on is None:
        raise Refused("WHEN_NEEDED", field="on")
    if on < ctx.today:
        raise Refused("VISIT_GONE_BY", field="on")
    return on


def _reason(why: str) -> str:
    if not why.strip():
        raise Refused("VISIT_WHY", field="why")
    return why.strip()
