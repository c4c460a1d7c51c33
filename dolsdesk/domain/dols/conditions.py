"""Conditions of an authorisation: they bind the managing authority only (para 53; AU6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.problems import Problem


class ConditionStatus(StrEnum):
    """How a condition stands."""

    OPEN = "condition_open"
    MET = "condition_met"
    NOT_MET = "condition_not_met"
    VARIED = "condition_varied"
    OMITTED = "condition_omitted"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: who answers for it, by when, and what shows that it is met."""

    text: str
    status: ConditionStatus = ConditionStatus.OPEN
    owner: str = ""
    due_on: date | None = None
    is_recommended_by_bia: bool = True
    evidence: str = ""
    evidence_on: date | None = None
    ma_response: str = ""
    varied_by_review: int | None = None

    @property
    def binds(self) -> bool:
        """Return whether the managing authority must comply with it still."""
        return self.status not in {ConditionStatus.VARIED, ConditionStatus.OMITTED}


def problems(found: Condition, *, given_on: date, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order."""
    wrong = []
    if not found.text.strip():
        wrong.append(Code.CONDITION_TEXT_NEEDED.problem(field="text"))
    if found.status is ConditionStatus.MET and not found.evidence.strip():
        wrong.append(Code.CONDITION_EVIDENCE_NEEDED.problem(field="evidence"))
    if found.evidence_on is not None and found.evidence_on > as_at:
        wrong.append(Code.EVENT_IN_FUTURE.problem(field="evidence_on"))
    if found.due_on is not None and found.due_on < given_on:
        wrong.append(Code.FACTS_CONTRADICT.problem(field="due_on", first="sa_given_on",
                                                   second="due_on"))  # fmt: skip
    return tuple(wrong)
