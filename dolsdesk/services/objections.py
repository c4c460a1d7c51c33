"""Objections, and the question who brings the challenge (RR4; MCA s21A)."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings, objections
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING
from dolsdesk.domain.dols.objections import (
    CHALLENGES,
    Challenger,
    CourtCase,
    Objection,
    ObjectionAnswer,
)
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.projection import standing_with_others


def record(ctx: Context, request_id: int, found: Objection, *, reason: str = "") -> Outcome[int]:
    """Record an objection at any point of a case, and return its record.

    It stays open until somebody answered who brings the challenge, or why nobody does.

    Raises:
        ProblemsFound: nobody says what was said or who told it, or a day is to come.
        ReasonNeeded: the person had died before.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        fresh = replace(found, answer=None, answered_on=None, answer_note="")
        wrong = objections.objection_problems(fresh, as_at=ctx.today)
        why = settle((*wrong, *act.after_death(on=fresh.on)), reason)
        record_id = begin_objection(act, fresh)
        act.record("record_objection", reason=why, how=fresh.how.value, on=fresh.on.isoformat())
    return Outcome(record_id, of_case(request_id))


def begin_objection(act: CaseAct, found: Objection) -> int:
    """Begin the record of an objection inside an act."""
    detail = f"{words.fact(found.how.value)}: {found.what}"
    return act.begin(RecordKind.OBJECTION, found, on=found.on, detail=detail)


def name_challenger(
    ctx: Context,
    request_id: int,
    record_id: int,
    *,
    challenger: Challenger | None,
    name: str,
    by: date | None,
) -> Outcome[None]:
    """Record who will bring the challenge, and by when.

    Raises:
        ProblemsFound: nobody is named, or no day.
    """
    if challenger is None:
        settle((Code.WHO_NEEDED.problem(field="challenger"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _open(act.case, record_id)
        named = replace(held.facts, challenger=challenger, challenger_name=name, challenge_by=by)
        settle(objections.objection_problems(named, as_at=ctx.today), "")
        who = words.fact(challenger.value) if challenger else ""
        act.amend(held, named, detail=f"Challenge: {name or who}")
        act.record("name_challenger", who=who, by=str(by or ""))
    return Outcome(None, of_case(request_id))


def answer(
    ctx: Context,
    request_id: int,
    record_id: int,
    *,
    answer: ObjectionAnswer | None,
    on: date | None,
    note: str,
) -> Outcome[None]:
    """Close an objection with an answer; without one it stays open.

    Raises:
        ProblemsFound: no answer or no note, no proceedings where the challenge is said to be
            issued, or an authority that still runs where it is said to have ended.
    """
    if answer is None:
        settle((Code.OBJECTION_ANSWER_NEEDED.problem(field="answer"),), "")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = _open(act.case, record_id)
        closed = replace(held.facts, answer=answer, answered_on=on, answer_note=note)
        settle(
            (
                *objections.objection_problems(closed, as_at=ctx.today),
                *objections.answer_problems(
                    closed,
                    has_proceedings=_has_proceedings(act.case),
                    is_authorised=_is_authorised(ctx, act),
                ),
            ),
            "",
        )
        _close(act, held, closed)
        act.record("answer_objection", reason=note, answer=answer.value if answer else "")
    return Outcome(None, of_case(request_id))


def answer_as_issued(act: CaseAct, on: date, note: str) -> None:
    """Answer every open objection of a case: the challenge was issued."""
    for held in holdings.of(act.case.records, RecordKind.OBJECTION, Objection):
        if held.facts.is_open:
            issued = ObjectionAnswer.ISSUED
            answered_on = max(on, held.facts.on)
            _close(act, held, replace(held.facts, answer=issued, answered_on=answered_on,
                                      answer_note=note))  # fmt: skip


def open_ones(case: Case) -> tuple[Record[Objection], ...]:
    """Return the objections of a case that have no answer yet."""
    held = holdings.of(case.records, RecordKind.OBJECTION, Objection)
    return tuple(one for one in held if one.facts.is_open)


def _close(act: CaseAct, held: Record[Objection], closed: Objection) -> None:
    said = words.fact(closed.answer.value) if closed.answer else ""
    act.amend(held, closed, on=closed.answered_on, detail=f"{said}. {closed.answer_note}")


def _open(case: Case, record_id: int) -> Record[Objection]:
    found = next((one for one in open_ones(case) if one.id == record_id), None)
    if found is None:
        raise Refused("NO_OPEN_OBJECTION")
    return found


def _has_proceedings(case: Case) -> bool:
    held = holdings.of(case.records, RecordKind.COURT, CourtCase)
    return any(one.facts.kind in CHALLENGES and one.facts.issued_on for one in held)


def _is_authorised(ctx: Context, act: CaseAct) -> bool:
    found = standing_with_others(act.write.session, act.case, as_at=ctx.today, book=ctx.book)
    return found.sa_state in SA_LIVE or found.urgent_state in URGENT_RUNNING
