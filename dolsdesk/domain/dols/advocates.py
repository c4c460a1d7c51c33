"""Independent mental capacity advocates: sections 39A, 39C and 39D (dols.md 1.5, 5.11; RR2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.problems import Problem


class AdvocateKind(StrEnum):
    """Under which section the advocate acts."""

    S39A = "s39a"
    S39C = "s39c"
    S39D = "s39d"


class AdvocateState(StrEnum):
    """How far an instruction has come; derived from its dates."""

    NOT_INSTRUCTED = "advocate_not_instructed"
    INSTRUCTED = "advocate_instructed"
    ACKNOWLEDGED = "advocate_acknowledged"
    REPORTED = "advocate_reported"
    ENDED = "advocate_ended"


@dataclass(frozen=True, slots=True)
class Advocacy:
    """One instruction of an advocate, or the reason why none was given."""

    kind: AdvocateKind
    trigger: str
    ma_notified_on: date | None = None
    instructed_on: date | None = None
    provider: str = ""
    advocate: str = ""
    address: str = ""
    acknowledged_on: date | None = None
    report_received_on: date | None = None
    chased_on: date | None = None
    ended_on: date | None = None
    end_note: str = ""
    why_not_instructed: str = ""

    @property
    def state(self) -> AdvocateState:
        """Return how far the instruction has come."""
        if self.ended_on is not None:
            return AdvocateState.ENDED
        if self.report_received_on is not None:
            return AdvocateState.REPORTED
        if self.acknowledged_on is not None:
            return AdvocateState.ACKNOWLEDGED
        if self.instructed_on is not None:
            return AdvocateState.INSTRUCTED
        return AdvocateState.NOT_INSTRUCTED

    @property
    def is_acting(self) -> bool:
        """Return whether an advocate acts for the person now."""
        return self.instructed_on is not None and self.ended_on is None


def problems(found: Advocacy, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order in an instruction."""
    wrong = []
    if not found.trigger.strip():
        wrong.append(Code.WHY_NEEDED.problem(field="trigger"))
    if found.instructed_on is None and not found.why_not_instructed.strip():
        wrong.append(Code.WHEN_NEEDED.problem(field="instructed_on"))
    if found.instructed_on is not None and not found.provider.strip():
        wrong.append(Code.WHO_NEEDED.problem(field="provider"))
    if found.instructed_on is None and (found.acknowledged_on or found.report_received_on):
        wrong.append(Code.WHEN_NEEDED.problem(field="instructed_on"))
    wrong += out_of_order(
        as_at,
        instructed_on=found.instructed_on,
        acknowledged_on=found.acknowledged_on,
        report_received_on=found.report_received_on,
        ended_on=found.ended_on,
    )
    return tuple(wrong)
