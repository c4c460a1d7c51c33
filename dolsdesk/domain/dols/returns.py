"""When an assessor is asked to return the report, and how that stands (AL5).

The legal day is the law's and never typed. The return date is what the council asks of an assessor:
it is proposed ahead of the legal day, the doctor's before the best interests assessor's because the
one must have regard to the other (para 39), and it may be changed. After the legal day it may only
be with a reason. Where the legal day has passed already, nothing the council asks can mend that;
the report is asked for within its own target.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dolsdesk.domain.counting import ONE_DAY
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

MH, BI = AssessmentKind.MH, AssessmentKind.BI


class ReturnState(StrEnum):
    """How a return stands; due today is not overdue."""

    OVERDUE = "return_overdue"
    DUE_TODAY = "return_due_today"
    TO_COME = "return_to_come"


class ReturnStep(StrEnum):
    """What was done about a return."""

    CHASED = "return_chased"
    MOVED = "return_moved"


@dataclass(frozen=True, slots=True)
class ReturnNote:
    """Somebody was chased for a report, or the day it is asked for was changed.

    ``text`` is what was sent; it names nobody but the assessor.
    """

    step: ReturnStep
    assessor_id: int
    assessor: str
    kinds: tuple[AssessmentKind, ...]
    return_on: date
    was_on: date | None = None
    text: str = ""
    why: str = ""

    @property
    def status(self) -> ReturnStep:
        """Return what a list of records says of it."""
        return self.step


def role_of(kinds: frozenset[AssessmentKind]) -> AssessmentKind:
    """Return whose work some kinds are: the doctor's if a mental health assessment is among them.

    Kinds that either may do count as the best interests assessor's.
    """
    return MH if MH in kinds else BI


def propose(role: AssessmentKind, legal_on: date | None, *, as_at: date, book: RuleBook) -> date:
    """Return by when an assessor is asked for the report; never before tomorrow."""
    ahead = {MH: RuleId.PR_RETURN_MH_BEFORE, BI: RuleId.PR_RETURN_BI_BEFORE}[role]
    late = timedelta(days=book.value(RuleId.PR_RETURN_LATE, on=as_at).amount)
    aim = legal_on if legal_on is not None and legal_on > as_at else as_at + late
    before = timedelta(days=book.value(ahead, on=as_at).amount)
    return max(aim - before, as_at + ONE_DAY)


def problems(
    return_on: date | None,
    legal_on: date | None,
    *,
    as_at: date,
    doctor_on: date | None = None,
    field: str = "return_on",
) -> Iterator[Problem]:
    """Yield what is wrong with a return date.

    Args:
        return_on: the last day for the report, inclusive.
        legal_on: the last day the law leaves for the assessments, if known.
        as_at: today.
        doctor_on: where it is the best interests assessor's, the doctor's return date.
        field: what the form calls it.
    """
    if return_on is None or return_on < as_at:
        yield Code.RETURN_IN_PAST.problem(field=field)
        return
    if legal_on is not None and return_on > legal_on:
        if legal_on < as_at:
            yield Code.RETURN_LEGAL_DAY_PASSED.problem(field=field, legal=legal_on)
        else:
            yield Code.RETURN_AFTER_LEGAL_DAY.problem(field=field, legal=legal_on)
    if doctor_on is not None and return_on < doctor_on:
        yield Code.RETURN_BEFORE_DOCTOR.problem(field=field, doctor=doctor_on)


def state(return_on: date, as_at: date) -> ReturnState:
    """Return how a return stands that has not come in."""
    if return_on < as_at:
        return ReturnState.OVERDUE
    return ReturnState.DUE_TODAY if return_on == as_at else ReturnState.TO_COME
