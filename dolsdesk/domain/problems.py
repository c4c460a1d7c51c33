"""A problem: a stable code with parameters; the sentence is made in ``services.words``."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_NO_PARAMS: Mapping[str, Any] = MappingProxyType({})


class Severity(StrEnum):
    """What a problem does (dols.md 7)."""

    REFUSE = "REFUSE"  # cannot be saved in that form
    FLAG = "FLAG"  # saved and marked: a breach or defect that is a fact
    WARN = "WARN"  # saved with a reason


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at one field where it concerns one."""

    code: str
    severity: Severity
    field: str | None = None
    params: Mapping[str, Any] = dataclass_field(default_factory=lambda: _NO_PARAMS)

    @property
    def refuses(self) -> bool:
        """Return whether the problem stops the save."""
        return self.severity is Severity.REFUSE


def worst(problems: tuple[Problem, ...]) -> Severity | None:
    """Return the gravest severity among problems, or None."""
    for severity in Severity:
        if any(problem.severity is severity for problem in problems):
            return severity
    return None
