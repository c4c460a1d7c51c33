"""What a use case gives back: a value, and what it touched."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dolsdesk.domain.changes import Changes
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.errors import Refused

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """The value of an act, and the changes that screens listen for."""

    value: T_co
    changes: Changes = field(default_factory=Changes)


class ProblemsFound(Refused):
    """The act was refused; carries every problem so that each is shown at its field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        stopping = [p for p in problems if p.refuses] or list(problems)
        super().__init__(stopping[0].code, field=stopping[0].field, **stopping[0].params)
        self.problems = problems


class ReasonNeeded(Refused):
    """Warnings stand and nobody said why to go on."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("REASON_NEEDED", field="reason")
        self.problems = problems


def settle(problems: tuple[Problem, ...], reason: str) -> str:
    """Let an act pass, or refuse it.

    A problem of severity REFUSE stops it. Warnings let it pass with a reason (dols.md 7).

    Returns:
        The reason, tidied, to be kept with the act.

    Raises:
        ProblemsFound: something refuses.
        ReasonNeeded: there are warnings and no reason was given.
    """
    if any(problem.refuses for problem in problems):
        raise ProblemsFound(problems)
    if any(problem.severity is Severity.WARN for problem in problems) and not reason.strip():
        raise ReasonNeeded(problems)
    return reason.strip()
