"""Reports that somebody may be deprived of liberty without authority (Sch A1 paras 67-73; IN9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem


class ReferralState(StrEnum):
    """How far a report has come."""

    RECEIVED = "referral_received"  # T1
    CONCERN = "referral_concern"  # the three conditions are not met: kept, and followed up
    NOT_ASSESSED = "referral_not_assessed"  # T2
    ASSESSOR_APPOINTED = "referral_assessor_appointed"  # T3
    NOT_DETAINED = "referral_not_detained"  # T4
    DETAINED_AUTHORISED = "referral_detained_authorised"  # T5
    DETAINED_UNAUTHORISED = "referral_detained_unauthorised"  # T6


class ReferralEvent(StrEnum):
    """What can happen to a report."""

    KEEP_AS_CONCERN = "keep_as_concern"
    DECLINE = "decline"
    APPOINT = "appoint"
    FIND_NOT_DETAINED = "find_not_detained"
    FIND_AUTHORISED = "find_authorised"
    FIND_UNAUTHORISED = "find_unauthorised"


_S = ReferralState
MACHINE: Machine[ReferralState, ReferralEvent] = Machine(
    {
        ReferralEvent.KEEP_AS_CONCERN: {_S.RECEIVED: _S.CONCERN},
        ReferralEvent.DECLINE: {_S.RECEIVED: _S.NOT_ASSESSED, _S.CONCERN: _S.NOT_ASSESSED},
        ReferralEvent.APPOINT: {
            _S.RECEIVED: _S.ASSESSOR_APPOINTED,
            _S.CONCERN: _S.ASSESSOR_APPOINTED,
        },
        ReferralEvent.FIND_NOT_DETAINED: {_S.ASSESSOR_APPOINTED: _S.NOT_DETAINED},
        ReferralEvent.FIND_AUTHORISED: {_S.ASSESSOR_APPOINTED: _S.DETAINED_AUTHORISED},
        ReferralEvent.FIND_UNAUTHORISED: {_S.ASSESSOR_APPOINTED: _S.DETAINED_UNAUTHORISED},
    }
)

#: States in which the council still owes something.
OPEN = frozenset({_S.RECEIVED, _S.CONCERN, _S.ASSESSOR_APPOINTED})


class Declined(StrEnum):
    """Why the council need not assess (para 69(3)-(5))."""

    FRIVOLOUS_OR_VEXATIOUS = "frivolous_vexatious"
    ALREADY_DECIDED = "already_decided"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice somebody must get, and when they got it."""

    who: str
    name: str = ""
    sent_on: date | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """A report by an eligible person: anyone but the managing authority (para 68(5))."""

    state: ReferralState
    referrer: str
    unauthorised_request_received_on: date
    what_is_said: str
    relationship: str = ""
    contact: str = ""
    told_ma_on: date | None = None
    asked_ma_on: date | None = None
    reasonable_period_passed: bool | None = None
    ma_response: str = ""
    declined: Declined | None = None
    why: str = ""
    assessor_id: int | None = None
    assessor_name: str = ""
    appointed_on: date | None = None
    assessment_carried_out_on: date | None = None
    assessment_received_on: date | None = None
    reasons: str = ""
    deemed_request_id: int | None = None
    notices: tuple[Told, ...] = ()

    @property
    def conditions_met(self) -> bool:
        """Return whether the three conditions of para 68(2)-(4) are met."""
        return (
            self.told_ma_on is not None
            and self.asked_ma_on is not None
            and self.reasonable_period_passed is True
        )


def problems(found: Referral, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is missing or out of order in a report."""
    return tuple(_problems(found, as_at))


def _problems(found: Referral, as_at: date) -> Iterator[Problem]:
    if not found.referrer.strip():
        yield Code.WHO_NEEDED.problem(field="referrer")
    if not found.what_is_said.strip():
        yield Code.WHY_NEEDED.problem(field="what_is_said")
    received = found.unauthorised_request_received_on
    yield from out_of_order(as_at, told_ma_on=found.told_ma_on, asked_ma_on=found.asked_ma_on)
    yield from out_of_order(
        as_at,
        unauthorised_request_received_on=received,
        appointed_on=found.appointed_on,
        assessment_carried_out_on=found.assessment_carried_out_on,
        assessment_received_on=found.assessment_received_on,
    )
    if found.state is _S.NOT_ASSESSED and (found.declined is None or not found.why.strip()):
        yield Code.WHY_NEEDED.problem(field="why")
    if found.state is _S.ASSESSOR_APPOINTED and not found.conditions_met:
        yield Code.REFERRAL_CONDITIONS.problem(field="reasonable_period_passed")
