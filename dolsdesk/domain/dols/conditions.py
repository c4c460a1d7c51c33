"""Conditions of an authorisation: they bind the managing authority only (para 53; AU6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import last_day_within_days_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


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
    varied_by_court: int | None = None

    @property
    def is_unmet(self) -> bool:
        """Return whether it binds and is not shown to be met."""
        return self.status in {ConditionStatus.OPEN, ConditionStatus.NOT_MET}

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
    if found.evidence.strip() and found.evidence_on is None:
        wrong.append(Code.WHEN_NEEDED.problem(field="evidence_on"))
    wrong += out_of_order(as_at, sa_given_on=given_on, evidence_on=found.evidence_on)
    if found.due_on is not None and found.due_on < given_on:
        wrong.append(Code.FACTS_CONTRADICT.problem(field="due_on", first="sa_given_on",
                                                   second="due_on"))  # fmt: skip
    if not found.owner.strip():
        wrong.append(Code.WHO_NEEDED.problem(field="owner"))
    return tuple(wrong)


def due_on(found: Condition, *, in_force_on: date, book: RuleBook) -> date:
    """Return by when it should be shown to be met: the day set, or the local target's."""
    if found.due_on is not None:
        return found.due_on
    target = book.value(RuleId.PR_CONDITIONS_CHECK, on=in_force_on).amount
    return last_day_within_days_of(in_force_on, target)


#: Bodies that no condition can bind, and how something is asked of them.
_OTHERS = (
    "council", "local authority", "supervisory body", "social worker", "social services",
    "social care team", "care manager", "care co-?ordinator", "adult social care", "commissioners?",
    "integrated care board", "icb", "gp", "general practitioner", "psychiatrist",
    "community mental health team", "family", "daughter", "son", "wife", "husband", "sister",
    "brother", "representative", "rpr", "advocate", "attorney", "deputy", "best interests assessor",
)  # fmt: skip
_ASKED = ("shall", "should", "must", "will", "is to", "are to", "needs? to", "ha(?:s|ve) to")
_WHO = rf"(?:the |a |an |her |his |their )?(?:{'|'.join(_OTHERS)})"
#: "The council should …" anywhere; "GP to …" at the start of a sentence. "Ask the GP to …" is the
#: home's own to do.
_FOR_OTHERS = re.compile(
    rf"\b{_WHO} (?:{'|'.join(_ASKED)}) \w|(?:^|[.;]\s*){_WHO} to \w", re.IGNORECASE
)


def is_for_others(text: str) -> bool:
    """Return whether a condition seems to ask something of another body (para 53(3)).

    >>> is_for_others("The council should review the placement.")
    True
    >>> is_for_others("GP to review the calming medicine.")
    True
    >>> is_for_others("Ask the GP to review the calming medicine.")
    False
    >>> is_for_others("Offer a walk outside each day; tell the council if it is refused.")
    False
    """
    return _FOR_OTHERS.search(text.strip()) is not None


def address_problems(texts: Iterable[str], *, field: str = "conditions") -> tuple[Problem, ...]:
    """Return a warning for each condition that seems to ask something of another body."""
    return tuple(
        Code.CONDITION_NOT_FOR_MA.problem(field=field, text=text)
        for text in texts
        if is_for_others(text)
    )
