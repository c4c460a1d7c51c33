"""Proceedings in the Court of Protection: issued, heard, ordered, closed (dols.md 5.13).

A pending challenge extends nothing. What an order does it does from the day it was made.
"""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import endings, holdings, life, objections, timescales
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.endings import Cessation, EarlyEnd
from dolsdesk.domain.dols.objections import (
    CHALLENGES,
    CourtCase,
    CourtKind,
    Order,
    OrderEffect,
)
from dolsdesk.domain.dols.reviews import ConditionChange
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import conditions, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.authorities import cease
from dolsdesk.services.context import Context
from dolsdesk.services.objections import answer_as_issued
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.projection import standing


def begin(ctx: Context, request_id: int, found: CourtCase) -> Outcome[int]:
    """Record proceedings, issued or being prepared.

    A challenge answers the objections that asked for it once it is issued.

    Raises:
        ProblemsFound: no applicant, or the day is to come.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        begun = replace(found, orders=(), closed_on=None)
        settle(objections.court_problems(begun, as_at=ctx.today), "")
        on = begun.issued_on or ctx.today
        record_id = act.begin(RecordKind.COURT, begun, on=on, detail=_said(begun))
        _answer(act, begun)
        act.record("begin_proceedings", kind=begun.kind.value, on=on.isoformat(),
                   state=begun.state.value)  # fmt: skip
    return Outcome(record_id, of_case(request_id))


def issue(
    ctx: Context, request_id: int, record_id: int, *, on: date | None, case_no: str = ""
) -> Outcome[None]:
    """Record that an application which was being prepared was issued.

    Raises:
        ProblemsFound: no day, or one to come.
        Refused: nothing is being prepared.
    """
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field="issued_on"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = next((one for one in to_issue(act.case) if one.id == record_id), None)
        if held is None:
            raise Refused("NO_PROCEEDINGS")
        issued = replace(held.facts, issued_on=on, case_no=case_no.strip() or held.facts.case_no)
        settle(objections.court_problems(issued, as_at=ctx.today), "")
        act.amend(held, issued, on=on, detail=_said(issued))
        _answer(act, issued)
        act.record("issue_proceedings", kind=issued.kind.value, on=str(on or ""))
    return Outcome(None, of_case(request_id))


def add_hearing(ctx: Context, request_id: int, record_id: int, *, on: date | None) -> Outcome[None]:
    """Record a day fixed for a hearing, past or to come.

    Raises:
        ProblemsFound: no day, or one before the proceedings were issued.
    """
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field="hearing"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _live(act.case, record_id)
        days = {*held.facts.hearings, *([on] if on else [])}
        fixed = replace(held.facts, hearings=tuple(sorted(days)))
        settle(objections.court_problems(fixed, as_at=ctx.today), "")
        act.amend(held, fixed, detail=f"Hearing on {words.fill('{on}', {'on': on})}")
        act.record("add_hearing", on=str(on or ""))
    return Outcome(None, of_case(request_id))


def add_order(
    ctx: Context,
    request_id: int,
    record_id: int,
    order: Order,
    *,
    changes: tuple[ConditionChange, ...] = (),
    reason: str = "",
) -> Outcome[None]:
    """Record a sealed order, and let it do what it says.

    One that terminates ends the authorisation, or the urgent one it is about, on the day it was
    made; where an order of these proceedings was in force outside a challenge, it ends that. One
    that varies the period ends the authorisation on an earlier day when that day comes;
    a later day is the court's own authority. Conditions vary by a review or the court only (I17).

    Raises:
        ProblemsFound: no terms, no day, a day to come or out of order, authority from before the
            order was made, or nothing that it could end.
        ReasonNeeded: a condition seems to ask something of another body.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _live(act.case, record_id)
        ordered = replace(held.facts, orders=(*held.facts.orders, order))
        settle(objections.court_problems(ordered, as_at=ctx.today), "")
        detail = f"{words.fact(order.effect.value)}. {order.terms}"
        act.amend(held, ordered, on=order.made_on, detail=detail)
        if order.effect is OrderEffect.TERMINATES:
            _terminate(ctx, act, held.facts, order)
        if order.effect is OrderEffect.VARIES_PERIOD and act.case.authorisation is None:
            raise Refused("NO_AUTHORISATION", field="effect")
        if order.effect is OrderEffect.VARIES_CONDITIONS:
            if not changes:
                settle((Code.REVIEW_NOTHING_VARIED.problem(),), "")
            for change in changes:
                conditions.vary(act, change, court_id=record_id, reason=reason)
        act.record("add_order", reason=reason or order.terms, effect=order.effect.value,
                   made_on=order.made_on.isoformat())  # fmt: skip
    return Outcome(None, of_case(request_id))


def close(ctx: Context, request_id: int, record_id: int, *, on: date | None) -> Outcome[None]:
    """Record that proceedings are over.

    Raises:
        ProblemsFound: no day, one to come or out of order, or a hearing is still fixed.
    """
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field="closed_on"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = next((one for one in open_ones(act.case) if one.id == record_id), None)
        if held is None:
            raise Refused("NO_PROCEEDINGS")
        closed = replace(held.facts, closed_on=on)
        settle(objections.court_problems(closed, as_at=ctx.today), "")
        act.amend(held, closed, on=on, detail=words.fact(closed.state.value))
        act.record("close_proceedings", on=str(on or ""))
    return Outcome(None, of_case(request_id))


def open_ones(case: Case) -> tuple[Record[CourtCase], ...]:
    """Return the proceedings of a case that are not over."""
    held = holdings.of(case.records, RecordKind.COURT, CourtCase)
    return tuple(one for one in held if one.facts.is_open)


def live_ones(case: Case) -> tuple[Record[CourtCase], ...]:
    """Return the proceedings of a case that were issued and go on."""
    return tuple(one for one in open_ones(case) if one.facts.is_live)


def to_issue(case: Case) -> tuple[Record[CourtCase], ...]:
    """Return the proceedings of a case that are being prepared."""
    return tuple(one for one in open_ones(case) if not one.facts.is_live)


def _said(found: CourtCase) -> str:
    return f"{words.fact(found.kind.value)}, {found.applicant}"


def _answer(act: CaseAct, found: CourtCase) -> None:
    """Let a challenge that was issued answer the objections that asked for it."""
    if found.kind in CHALLENGES and found.issued_on is not None:
        answer_as_issued(act, found.issued_on, f"{_said(found)} {found.case_no}".strip())


def _live(case: Case, record_id: int) -> Record[CourtCase]:
    found = next((one for one in live_ones(case) if one.id == record_id), None)
    if found is None:
        raise Refused("NO_PROCEEDINGS")
    return found


def _terminate(ctx: Context, act: CaseAct, court: CourtCase, order: Order) -> None:
    """End what the order terminates: the standard authorisation, else the urgent one."""
    case = act.case
    if court.ends_own_order(order):
        return  # the order of these proceedings is what ends; the timeline follows from the orders
    answer = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    paper = " ".join(part for part in ("Sealed order", court.case_no) if part)
    ending = Cessation(EarlyEnd.COURT, order.made_on, paper=paper, terms=order.terms)
    given, urgent = case.authorisation, case.urgent
    if given is not None and court.kind is not CourtKind.S21A_URGENT:
        last = life.last_day_of_authority(case, answer) or given.last_day
        _may_end(ctx, ending, given.given_on, last)
        if life.cessation(case) is not None:
            settle((Code.ORDER_NOTHING_TO_END.problem(),), "")
        cease(act, ending)
    elif urgent is not None and standing(case, as_at=order.made_on, book=ctx.book).urgent_state:
        last = answer.date("urgent_ceases_on") or urgent.given_on
        _may_end(ctx, ending, urgent.given_on, last)
        act.begin(RecordKind.URGENT_END, ending, on=ending.on, detail=order.terms)
    else:
        settle((Code.ORDER_NOTHING_TO_END.problem(),), "")


def _may_end(ctx: Context, ending: Cessation, first: date, last: date) -> None:
    wrong = endings.cessation_problems(ending, first_on=first, last_on=last, as_at=ctx.today)
    settle(tuple(replace(one, field="made_on") if one.field == "on" else one for one in wrong), "")
