"""Conditions of an authorisation: who sees to each, by when, and what shows it (AU6; para 53).

The text of a condition changes by a review or the court only (para 61; I17).
"""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import conditions, holdings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.conditions import Condition, ConditionStatus
from dolsdesk.domain.dols.reviews import ConditionAct, ConditionChange
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle

#: What can be said of a condition that binds; the other states come of a review or the court.
SAID = (ConditionStatus.OPEN, ConditionStatus.MET, ConditionStatus.NOT_MET)


def follow_up(
    ctx: Context,
    request_id: int,
    record_id: int,
    *,
    status: ConditionStatus,
    owner: str,
    due_on: date | None = None,
    evidence: str = "",
    evidence_on: date | None = None,
    ma_response: str = "",
) -> Outcome[None]:
    """Record how a condition stands: who sees to it, by when, evidence, what the home says.

    Raises:
        Refused: it does not bind any longer, or such a state comes of a review or the court.
        ProblemsFound: no owner, no evidence for what is said to be met, days out of order.
    """
    if status not in SAID:
        raise Refused("CONDITION_BY_REVIEW", field="status")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        held, given = _binding(act.case, record_id), act.case.authorisation
        if given is None:
            raise Refused("NO_AUTHORISATION")
        found = replace(
            held.facts, status=status, owner=owner, due_on=due_on, evidence=evidence,
            evidence_on=evidence_on, ma_response=ma_response,
        )  # fmt: skip
        settle(conditions.problems(found, given_on=given.given_on, as_at=ctx.today), "")
        said = f"{found.text}: {words.fact(found.status.value)}"
        act.amend(held, found, on=evidence_on, detail=said)
        act.record("follow_up_condition", status=status.value, record_id=record_id)
    return Outcome(None, of_case(request_id))


def binding(case: Case) -> tuple[Record[Condition], ...]:
    """Return the conditions of a case that the managing authority must comply with."""
    held = holdings.of(case.records, RecordKind.CONDITION, Condition)
    return tuple(one for one in held if one.facts.binds)


def vary(
    act: CaseAct,
    change: ConditionChange,
    *,
    review_id: int | None = None,
    court_id: int | None = None,
    reason: str = "",
) -> None:
    """Add, vary or omit a condition, by a review or by the court (para 61; I17).

    Raises:
        Refused: the condition does not bind any longer, or is none of this case.
        ProblemsFound: no text.
        ReasonNeeded: the text seems to ask something of another body (para 53(3)).
    """
    if change.act is not ConditionAct.ADD:
        record = _binding(act.case, change.record_id or 0)
        omitted = change.act is ConditionAct.OMIT
        status = ConditionStatus.OMITTED if omitted else ConditionStatus.VARIED
        gone = replace(record.facts, status=status, varied_by_review=review_id,
                       varied_by_court=court_id)  # fmt: skip
        act.amend(record, gone, detail=f"{gone.text}: {words.fact(status.value)}")
    if change.act is not ConditionAct.OMIT:
        if not change.text.strip():
            settle((Code.CONDITION_TEXT_NEEDED.problem(field="condition_text"),), "")
        settle(conditions.address_problems((change.text,), field="condition_text"), reason)
        new = Condition(
            text=change.text, owner=act.case.place.name, is_recommended_by_bia=False,
            varied_by_review=review_id, varied_by_court=court_id,
        )  # fmt: skip
        act.begin(RecordKind.CONDITION, new, on=act.ctx.today, detail=change.text)


def _binding(case: Case, record_id: int) -> Record[Condition]:
    found = next((one for one in binding(case) if one.id == record_id), None)
    if found is None:
        raise Refused("NO_SUCH_RECORD")
    return found
