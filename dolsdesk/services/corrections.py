"""Putting right what was recorded wrongly about a request: a new entry that names the old (TI3)."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import corrections, timescales
from dolsdesk.domain.dols.case import Case, CaseEvent, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.corrections import DATED, EVENTS, NEEDED, Correctable, Moved, Value
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.authorities import hidden_gap
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.repos import cases


def stated_by(event: CaseEvent, case: Case) -> tuple[Correctable, ...]:
    """Return what an entry of the history states that can be corrected."""
    return tuple(
        which
        for which, kind in EVENTS.items()
        if kind == event.kind and corrections.applies(case, which)
    )


def correctable(case: Case) -> tuple[Correctable, ...]:
    """Return everything about a request that can be corrected."""
    return tuple(which for which in Correctable if corrections.applies(case, which))


def preview(ctx: Context, case: Case, which: Correctable, value: Value) -> tuple[Moved, ...]:
    """Return which legal dates would move; writes nothing."""
    if value is None and which in NEEDED:
        return ()
    after = corrections.corrected(case, which, value)
    return corrections.moved(
        *(timescales.work_out(facts_of(one), as_at=ctx.today, book=ctx.book)
          for one in (case, after))
    )  # fmt: skip


def correct(
    ctx: Context, request_id: int, which: str, *, value: Value, why: str, paper: str = "",
    because: str = "",
) -> Outcome[tuple[Moved, ...]]:  # fmt: skip
    """Put one day, or one number of days, right; return which legal dates moved.

    Raises:
        ProblemsFound: a day that the law works out, no reason, no day where one is needed, a day to
            come or out of order, or days without authority that no paper takes away (I14).
        ReasonNeeded: it would stand against the law, which may be a fact all the same.
        Refused: it is recorded so already.
    """
    if which not in set(Correctable):
        settle((Code.DUE_DATE_EDIT.problem(field="which"),), "")
    fact = Correctable(which)
    with on_case(ctx, Act.CORRECT, request_id) as act:
        case = act.case
        was = corrections.held(case, fact)
        if not corrections.applies(case, fact) or value == was:
            raise Refused("NOTHING_CORRECTED", field="day")
        after = corrections.corrected(case, fact, value)
        reason = settle(_problems(ctx, case, after, fact, why=why, paper=paper), because)
        moves = preview(ctx, case, fact, value)
        _put(act, fact, value, after, moves)
        said = f"{_name(fact)}: {_told(value)}, not {_told(was)}. {why}"
        shown = f" Evidence: {paper}." if paper.strip() else ""
        _name_old(act, fact, value, said + shown)
        act.record(
            "correct_fact", reason=reason or why, fact=fact.value, was=_plain(was),
            now=_plain(value), paper=paper, moved=[one.key for one in moves],
        )  # fmt: skip
    return Outcome(moves, of_case(request_id))


def reword(
    ctx: Context, request_id: int, event_id: int, *, happened_on: date | None, detail: str, why: str
) -> Outcome[None]:
    """Put right the day or the words of an entry of the history that states nothing else.

    Raises:
        Refused: the entry belongs to a record of its own, which is corrected where it stands.
        ProblemsFound: no reason, no day, or a day to come.
    """
    with on_case(ctx, Act.CORRECT, request_id) as act:
        old = next((one for one in act.case.events if one.id == event_id), None)
        if old is None or old.kind not in corrections.WORDED:
            raise Refused("CORRECTED_ELSEWHERE")
        wrong = [Code.WHY_NEEDED.problem(field="why")] if not why.strip() else []
        if happened_on is None:
            wrong.append(Code.WHEN_NEEDED.problem(field="happened_on"))
        elif happened_on > ctx.today:
            wrong.append(Code.EVENT_IN_FUTURE.problem(field="happened_on"))
        settle(tuple(wrong), "")
        act.happened(old.kind, f"{detail} ({why})".strip(), on=happened_on, corrects=old.id)
        act.record("correct_entry", reason=why, event_id=event_id)
    return Outcome(None, of_case(request_id))


def _problems(
    ctx: Context, case: Case, after: Case, fact: Correctable, *, why: str, paper: str
) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if not why.strip():
        found.append(Code.WHY_NEEDED.problem(field="why"))
    if corrections.held(after, fact) is None and fact in NEEDED:
        return (*found, Code.WHEN_NEEDED.problem(field="day"))
    before, now = (
        timescales.work_out(facts_of(one), as_at=ctx.today, book=ctx.book) for one in (case, after)
    )
    wrong = corrections.problems(after, fact, before=before, after=now, as_at=ctx.today)
    field = "days" if fact is Correctable.URGENT_PERIOD else "day"
    found += [replace(one, field=field) for one in wrong]
    if not any(one.refuses for one in found) and not paper.strip():
        found += [replace(one, field="paper") for one in hidden_gap(ctx, case, after)]
    return tuple(found)


def _put(
    act: CaseAct, fact: Correctable, value: Value, after: Case, moves: tuple[Moved, ...]
) -> None:
    """Write the value, and let the return dates of assessors who are asked follow."""
    session, request_id = act.write.session, act.case.request.id
    if EVENTS[fact] in {"received", "arrangements_ended"}:
        name = "received_on" if fact is Correctable.RECEIVED_ON else fact.value
        act.set(**{name: value})
    elif EVENTS[fact] == "urgent_given" and after.urgent is not None:
        cases.set_urgent(session, request_id, after.urgent)
    elif fact is Correctable.EXTENSION_REQUESTED_ON and after.extension is not None:
        cases.set_extension(session, request_id, after.extension)
    elif isinstance(value, date):
        cases.note_refusal_received(session, request_id, value)
    for one in moves:
        if one.key == "assessments_due_on":
            cases.move_due(session, request_id, before=one.before, after=one.after)


def _name_old(act: CaseAct, fact: Correctable, value: Value, said: str) -> None:
    """Put a new entry into the history that names the newest one which states the fact."""
    old = [one for one in act.case.events if one.kind == EVENTS[fact]]
    on = value if fact in DATED and isinstance(value, date) else None
    if on is None and old:
        on = old[-1].happened_on
    act.happened(EVENTS[fact], said, on=on, corrects=old[-1].id if old else None)


def _name(fact: Correctable) -> str:
    return words.fact(fact.value)


def _told(value: Value) -> str:
    if isinstance(value, date):
        return text.day_date(value)
    return "not known" if value is None else str(value)


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
