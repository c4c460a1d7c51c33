"""What a refused act leaves behind: nothing but a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dolsdesk.errors import DeskError
from dolsdesk.services import words
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from tests.support.desk import World


@contextmanager
def refused(
    world: World, code: str, kind: type[DeskError] = DeskError
) -> Iterator[pytest.ExceptionInfo[DeskError]]:
    """Expect a failure with a code that a person can read; the audit trail does not grow."""
    before = len(world.trail())
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.code == code
    assert len(words.error(caught.value)) > len("Check it.")
    assert len(world.trail()) == before


@contextmanager
def asked_why(world: World, *codes: str) -> Iterator[None]:
    """Expect that warnings, which these codes are among, hold an act back for want of a reason."""
    with refused(world, "REASON_NEEDED", ReasonNeeded) as caught:
        yield
    assert isinstance(caught.value, ReasonNeeded)
    assert set(codes) <= {problem.code for problem in caught.value.problems}


def assert_is_said(fault: DeskError) -> None:
    """Check that a person can read what is wrong, and every problem behind it."""
    said = [words.error(fault)]
    if isinstance(fault, (ProblemsFound, ReasonNeeded)):
        said += [words.problem(problem) for problem in fault.problems]
    for sentence in said:
        assert sentence.endswith(".")
        assert "{" not in sentence
