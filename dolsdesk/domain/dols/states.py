"""The request's machine (dols.md 4.1): states, events, and which event leads where."""

from enum import StrEnum

from dolsdesk.domain.machine import Machine


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"  # R1
    CHECKING = "checking"  # R2
    WAITING = "waiting"  # R3
    ALLOCATED = "allocated"  # R4
    ASSESSING = "assessing"  # R5
    ALL_POSITIVE = "all_positive"  # R6
    WITH_SIGNATORY = "with_signatory"  # R7
    RETURNED = "returned"  # R8
    GRANTED = "granted"  # R9
    NEGATIVE = "negative"  # R10
    NOT_GRANTED = "not_granted"  # R11
    WITHDRAWN = "withdrawn"  # R12
    NO_LONGER_NEEDED = "no_longer_needed"  # R13
    TRANSFERRED = "transferred"  # R14


class Event(StrEnum):
    """What can happen to a request."""

    CHECK = "check"
    WAIT = "wait"
    ALLOCATE = "allocate"
    UNALLOCATE = "unallocate"
    START = "start"
    COMPLETE = "complete"
    TURN_NEGATIVE = "turn_negative"
    SUBMIT = "submit"
    RETURN = "return"
    CORRECT = "correct"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    TRANSFER = "transfer"


_S = RequestState

#: States in which the council still owes a decision.
OPEN = frozenset(
    {
        _S.RECEIVED, _S.CHECKING, _S.WAITING, _S.ALLOCATED, _S.ASSESSING, _S.ALL_POSITIVE,
        _S.WITH_SIGNATORY, _S.RETURNED, _S.NEGATIVE,
    }
)  # fmt: skip

#: Open states in which nobody has been asked to assess.
UNALLOCATED = frozenset({_S.RECEIVED, _S.CHECKING, _S.WAITING})

#: Open states in which assessments are still owed.
ASSESSMENTS_OWED = UNALLOCATED | {_S.ALLOCATED, _S.ASSESSING, _S.RETURNED}

#: States in which assessors may be selected, or others put in their place.
SELECTING = ASSESSMENTS_OWED - {_S.RECEIVED}

#: States in which an assessment that comes in may be recorded.
RECORDING = OPEN - {_S.RECEIVED}

#: Ends at which the council decided.
DECIDED = frozenset({_S.GRANTED, _S.NOT_GRANTED})

#: States in which an assessment may be sent back for correction: any before the decision, by the
#: signatory (dols.md 4.1) or by whoever checks it as it comes in (AL8).
_RETURNABLE = frozenset(
    {_S.ASSESSING, _S.ALL_POSITIVE, _S.WITH_SIGNATORY, _S.RETURNED, _S.NEGATIVE}
)

_BEFORE_DECISION = OPEN - {_S.NEGATIVE}

_MACHINE: Machine[RequestState, Event] = Machine(
    {
        Event.CHECK: {_S.RECEIVED: _S.CHECKING},
        Event.WAIT: {_S.CHECKING: _S.WAITING, _S.WAITING: _S.WAITING},
        Event.ALLOCATE: {_S.CHECKING: _S.ALLOCATED, _S.WAITING: _S.ALLOCATED},
        Event.UNALLOCATE: {_S.ALLOCATED: _S.WAITING},
        Event.START: {_S.ALLOCATED: _S.ASSESSING, _S.ASSESSING: _S.ASSESSING},
        Event.COMPLETE: {_S.ASSESSING: _S.ALL_POSITIVE},
        Event.TURN_NEGATIVE: {_S.ASSESSING: _S.NEGATIVE},
        Event.SUBMIT: {_S.ALL_POSITIVE: _S.WITH_SIGNATORY},
        Event.RETURN: dict.fromkeys(_RETURNABLE, _S.RETURNED),
        Event.CORRECT: {_S.RETURNED: _S.ASSESSING},
        Event.GRANT: {_S.WITH_SIGNATORY: _S.GRANTED},
        Event.REFUSE: {_S.NEGATIVE: _S.NOT_GRANTED},
        Event.WITHDRAW: dict.fromkeys(_BEFORE_DECISION, _S.WITHDRAWN),
        Event.CLOSE: dict.fromkeys(_BEFORE_DECISION, _S.NO_LONGER_NEEDED),
        Event.TRANSFER: dict.fromkeys(_BEFORE_DECISION, _S.TRANSFERRED),
    }
)

may, after = _MACHINE.may, _MACHINE.after
