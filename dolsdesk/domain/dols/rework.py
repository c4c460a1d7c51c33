"""Assessments sent back to their assessor before the decision: why, what for, and until when (AL8).

The version that was sent back stays as it was; what comes back is the next one. Until then the
assessment counts as not in (dols.md 4.1, R8). Nothing in law sets a second due date: it is agreed
with the assessor, and the council's limit for the assessments stays where it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.problems import Problem


class ReturnReason(StrEnum):
    """Why an assessment is sent back; the note says what exactly."""

    UNSIGNED = "return_unsigned"
    WRONG_PARTICULARS = "return_particulars"
    NO_REASONS = "return_reasons"
    NO_EVIDENCE = "return_evidence"
    LEGAL_TEST = "return_legal_test"
    NOT_CONSULTED = "return_consulted"
    CONTRADICTION = "return_contradiction"
    PERIOD = "return_period"
    CONDITIONS = "return_conditions"
    REPRESENTATIVE = "return_representative"
    OTHER = "return_other"


class CorrectionState(StrEnum):
    """Where a correction stands."""

    OUT = "correction_out"
    BACK = "correction_back"


@dataclass(frozen=True, slots=True)
class Correction:
    """One sending back of one version of one assessment.

    Attributes:
        kind: which of the six.
        version: the version that was sent back.
        reason: its code.
        note: what is to be put right, as the assessor reads it.
        due_on: the second due date, that day included; None only for what is being typed.
        assessor_id: whose assessment it is, if the register knows them.
        name: their name as it stood in the assessment.
        came_back_on: the day on which the corrected version was recorded.
    """

    kind: AssessmentKind
    version: int
    reason: ReturnReason
    note: str
    due_on: date | None
    assessor_id: int | None = None
    name: str = ""
    came_back_on: date | None = None

    @property
    def state(self) -> CorrectionState:
        """Return whether it is still with the assessor."""
        return CorrectionState.OUT if self.came_back_on is None else CorrectionState.BACK

    @property
    def is_out(self) -> bool:
        """Return whether the corrected version is still to come."""
        return self.came_back_on is None

    def is_late(self, on: date) -> bool:
        """Return whether the second due date lies before a day and nothing has come back."""
        return self.is_out and self.due_on is not None and self.due_on < on


def sending_problems(
    given: Correction, held: Assessment | None, *, limit: date | None, as_at: date
) -> tuple[Problem, ...]:
    """Return what stops or questions the sending back of an assessment.

    Args:
        given: what is to be sent back, why, and until when.
        held: the newest version of that kind, if any is recorded.
        limit: the last day the law gives for the assessments, that day included.
        as_at: today.
    """
    return (*_of_what(given, held), *due_problems(given, limit=limit, as_at=as_at))


def _of_what(given: Correction, held: Assessment | None) -> Iterator[Problem]:
    if held is None:
        yield Code.RETURN_NOTHING_THERE.problem()
    elif held.returned_reason:
        yield Code.RETURN_OUT_ALREADY.problem(name=held.assessor_name)
    if not given.note.strip():
        yield Code.RETURN_NOTE_NEEDED.problem()


def due_problems(given: Correction, *, limit: date | None, as_at: date) -> Iterator[Problem]:
    """Yield what is wrong with a second due date.

    One after the limit of the law asks for a reason as long as that limit is still to come;
    afterwards every day is late, and the page says so elsewhere.
    """
    if given.due_on is None:
        yield Code.WHEN_NEEDED.problem(field="due_on")
    elif given.due_on < as_at:
        yield Code.RETURN_DUE_PAST.problem()
    elif limit is not None and as_at <= limit < given.due_on:
        yield Code.RETURN_DUE_AFTER_LIMIT.problem(limit=limit)
