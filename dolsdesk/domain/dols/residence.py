"""Which council is responsible, while that is in question (dols.md 1.6, 10.11; IN5).

The council that received the request acts until another takes over: no clock stops (reg 18).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem


class ResidenceState(StrEnum):
    """How far the question has come."""

    QUERIED = "residence_queried"
    DISPUTED = "residence_disputed"
    REFERRED = "residence_referred"
    OURS = "residence_ours"
    THEIRS = "residence_theirs"


class ResidenceEvent(StrEnum):
    """What can happen to the question."""

    DISPUTE = "dispute"
    REFER = "refer"
    SETTLE_OURS = "settle_ours"
    SETTLE_THEIRS = "settle_theirs"


_S = ResidenceState
_OPEN = (_S.QUERIED, _S.DISPUTED, _S.REFERRED)

MACHINE: Machine[ResidenceState, ResidenceEvent] = Machine(
    {
        ResidenceEvent.DISPUTE: {_S.QUERIED: _S.DISPUTED},
        ResidenceEvent.REFER: {_S.DISPUTED: _S.REFERRED},
        ResidenceEvent.SETTLE_OURS: dict.fromkeys(_OPEN, _S.OURS),
        ResidenceEvent.SETTLE_THEIRS: dict.fromkeys(_OPEN, _S.THEIRS),
    }
)

#: States in which the question is open.
UNSETTLED = frozenset(_OPEN)


@dataclass(frozen=True, slots=True)
class ResidenceQuestion:
    """The question of one person's ordinary residence, with the reasons for and against.

    ``or_dispute_arose_on`` is the day of the first written communication asserting the dispute.
    """

    state: ResidenceState
    other_council: str
    queried_on: date
    reasons: str
    or_dispute_arose_on: date | None = None
    or_referred_on: date | None = None
    settled_on: date | None = None
    settled_by: str = ""
    paper: str = ""


def problems(found: ResidenceQuestion, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order."""
    wrong = []
    if not found.other_council.strip():
        wrong.append(Code.COUNCIL_NAME_NEEDED.problem(field="other_council"))
    if not found.reasons.strip():
        wrong.append(Code.WHY_NEEDED.problem(field="reasons"))
    wrong += out_of_order(
        as_at,
        queried_on=found.queried_on,
        or_dispute_arose_on=found.or_dispute_arose_on,
        or_referred_on=found.or_referred_on,
        settled_on=found.settled_on,
    )
    if found.state in {_S.OURS, _S.THEIRS} and not found.paper.strip():
        wrong.append(Code.CLOSE_WITHOUT_EVIDENCE.problem(field="paper"))
    return tuple(wrong)
