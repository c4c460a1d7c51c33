"""Sending an assessment back to its assessor before the decision, and its coming back (AL8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import holdings, timescales
from dolsdesk.domain.dols import rework as rules
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import Correction, ReturnReason
from dolsdesk.domain.dols.states import Event
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.repos import cases


def held(case: Case, kind: AssessmentKind | None = None) -> tuple[Record[Correction], ...]:
    """Return the corrections of a case, or of one kind of assessment, in the order they began."""
    found = holdings.of(case.records, RecordKind.CORRECTION, Correction)
    return tuple(one for one in found if kind in {None, one.facts.kind})


def out(case: Case) -> tuple[Record[Correction], ...]:
    """Return the corrections that have not come back yet."""
    return tuple(one for one in held(case) if one.facts.is_out)


def may_go_back(case: Case) -> tuple[AssessmentKind, ...]:
    """Return the kinds whose newest version is in and was not sent back."""
    return tuple(
        kind
        for kind in AssessmentKind
        if (found := case.assessments.get(kind)) is not None and not found.returned_reason
    )


def usual_due(ctx: Context, case: Case) -> date:
    """Return the second due date to begin with: the council's own days, within the law's limit."""
    days = ctx.book.value(RuleId.PR_CORRECTION, on=ctx.today).amount
    due_on, limit = ctx.today + timedelta(days=days), _limit(ctx, case)
    return min(due_on, limit) if limit is not None and limit >= ctx.today else due_on


def send_back(
    ctx: Context,
    request_id: int,
    *,
    kind: AssessmentKind,
    reason: ReturnReason,
    note: str,
    due_on: date | None,
    because: str = "",
) -> Outcome[int]:
    """Send an assessment back to its assessor; the version is kept, and counts as not in.

    Args:
        ctx: who sends it back.
        request_id: the case.
        kind: which of the six.
        reason: the code the reports count by.
        note: what is to be put right.
        due_on: the second due date, that day included.
        because: why the second due date lies after the law's limit, where it does.

    Returns:
        The number of the record.

    Raises:
        TransitionRefused: nothing is recorded yet, or the request is decided.
        ProblemsFound: no such assessment is in, it is out already, or the note or date is wanting.
        ReasonNeeded: the second due date lies after the law's limit.
    """
    with on_case(ctx, Act.SEND_BACK, request_id) as act:
        act.move(Event.RETURN)
        found = act.case.assessments.get(kind)
        given = Correction(
            kind, found.version if found else 0, reason, note.strip(), due_on,
            found.assessor_id if found else None, found.assessor_name if found else "",
        )  # fmt: skip
        limit = _limit(ctx, act.case)
        why = settle(rules.sending_problems(given, found, limit=limit, as_at=ctx.today), because)
        cases.return_assessment(act.write.session, request_id, kind, given.note)
        record_id = act.begin(
            RecordKind.CORRECTION, given, on=ctx.today, detail=said(given), event="returned"
        )
        act.record("send_back", **told(given), **({"because": why} if why else {}))
    return Outcome(record_id, of_case(request_id, Listing.ASSESSORS))


def set_due(
    ctx: Context, request_id: int, record_id: int, *, due_on: date | None, why: str,
    because: str = "",
) -> Outcome[None]:  # fmt: skip
    """Agree another day by which a correction comes back; the day before stays on record.

    Raises:
        Refused: it has come back, or is none of this case, or nothing is said about why.
        ProblemsFound: no day, or one that has passed.
        ReasonNeeded: the day lies after the law's limit.
    """
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")
    with on_case(ctx, Act.SEND_BACK, request_id) as act:
        record = next((one for one in out(act.case) if one.id == record_id), None)
        if record is None:
            raise Refused("CORRECTION_NOT_OUT", field="record")
        given = replace(record.facts, due_on=due_on)
        limit = _limit(ctx, act.case)
        noted = settle(tuple(rules.due_problems(given, limit=limit, as_at=ctx.today)), because)
        act.amend(record, given, why=why, detail=f"{said(given)} {why}", event="returned_due")
        act.record("set_second_due", reason=why, record_id=record_id, because=noted,
                   due_on=due_on.isoformat() if due_on else "")  # fmt: skip
    return Outcome(None, of_case(request_id, Listing.ASSESSORS))


def come_back(act: CaseAct, kind: AssessmentKind) -> None:
    """Note that a corrected version was recorded today, whoever wrote it."""
    for record in out(act.case):
        if record.facts.kind is kind:
            given = replace(record.facts, came_back_on=act.ctx.today)
            act.amend(record, given, detail=words.fact(kind.value), event="corrected")


def said(given: Correction) -> str:
    """Return a sending back in one line, for the history."""
    due = f", due again {text.long_date(given.due_on)}" if given.due_on else ""
    return f"{words.fact(given.kind.value)}: {words.fact(given.reason.value)}. {given.note}{due}"


def told(given: Correction) -> dict[str, Any]:
    """Return a sending back as the audit trail has it."""
    return {
        "kind": given.kind.value,
        "version": given.version,
        "return_reason": given.reason.value,
        "reason": given.note,
        "due_on": given.due_on.isoformat() if given.due_on else "",
    }


def lines(case: Case, kinds: Iterable[AssessmentKind]) -> tuple[str, ...]:
    """Return each sending back of some kinds in a sentence, the newest first."""
    wanted = frozenset(kinds)
    listed = [one for one in held(case) if one.facts.kind in wanted]
    return tuple(_line(one) for one in reversed(listed))


def _line(record: Record[Correction]) -> str:
    found = record.facts
    back = (
        words.sentence("CORRECTION_BACK", on=found.came_back_on)
        if found.came_back_on
        else words.sentence("CORRECTION_DUE", on=found.due_on)
    )
    return words.sentence(
        "CORRECTION_SENT", version=found.version, on=record.on, why=words.fact(found.reason.value),
        note=found.note, back=back,
    )  # fmt: skip


def _limit(ctx: Context, case: Case) -> date | None:
    """Return the last day the law gives for the assessments."""
    answer = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    return answer.date("assessments_due_on")
