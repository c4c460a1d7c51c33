"""Questions to the council's lawyers: put, answered; each answer is a new entry (AG-A07)."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.legal_tasks import LegalTask
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome


def ask(
    ctx: Context, request_id: int, *, question: str, owner: str, due_on: date | None
) -> Outcome[int]:
    """Put a question to the lawyers, whether or not the case is in a re-screening.

    Returns:
        The id of the record.

    Raises:
        Refused: no question, nobody to answer it, no day, or a day gone by.
    """
    if not question.strip():
        raise Refused("LEGAL_QUESTION_NEEDED", field="question")
    if not owner.strip():
        raise Refused("LEGAL_OWNER_NEEDED", field="owner")
    if due_on is None:
        raise Refused("WHEN_NEEDED", field="due_on")
    if due_on < ctx.today:
        raise Refused("LEGAL_DAY_GONE_BY", field="due_on")
    task = LegalTask(question.strip(), owner.strip(), due_on)
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        said = f"{task.owner}, by {text.day_date(due_on)}: {task.question}"
        record_id = act.begin(RecordKind.LEGAL_TASK, task, on=ctx.today, detail=said)
        act.record("ask_lawyers", record_id=record_id, due_on=due_on.isoformat())
    return Outcome(record_id, of_case(request_id))


def answer(
    ctx: Context, request_id: int, record_id: int, *, on: date | None, said: str
) -> Outcome[None]:
    """Record what the lawyers said.

    Raises:
        Refused: no day, a day to come or before the question, nothing said, or it was answered
            already.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held = next((one for one in waiting(act.case) if one.id == record_id), None)
        if held is None:
            raise Refused("LEGAL_ANSWERED")
        if on is None:
            raise Refused("WHEN_NEEDED", field="on")
        if not held.on <= on <= ctx.today:
            raise Refused("LEGAL_ANSWER_OUTSIDE", field="on", first=held.on)
        if not said.strip():
            raise Refused("LEGAL_ANSWER_NEEDED", field="said")
        done = replace(held.facts, done_on=on, answer=said.strip())
        act.amend(held, done, detail=done.answer, event="legal_answered")
        act.record("answer_of_lawyers", record_id=record_id, on=on.isoformat())
    return Outcome(None, of_case(request_id))


def waiting(case: Case) -> tuple[Record[LegalTask], ...]:
    """Return the questions of a case that wait for an answer, the oldest first."""
    held = holdings.of(case.records, RecordKind.LEGAL_TASK, LegalTask)
    return tuple(one for one in held if one.facts.is_open)
