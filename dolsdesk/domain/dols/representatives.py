"""The relevant person's representative: proposed, checked, appointed, ended (Part 10; RPR regs)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem


class RprState(StrEnum):
    """How far an appointment has come."""

    PROPOSED = "rpr_proposed"
    OFFERED = "rpr_offered"
    APPOINTED = "rpr_appointed"
    ENDING = "rpr_ending"  # told that the appointment is about to be ended (reg 14)
    ENDED = "rpr_ended"
    DECLINED = "rpr_declined"


class RprEvent(StrEnum):
    """What can happen to an appointment."""

    OFFER = "rpr_offer"
    APPOINT = "rpr_appoint"
    DECLINE = "rpr_decline"
    WARN = "rpr_warn"
    END = "rpr_end"


_S = RprState
MACHINE: Machine[RprState, RprEvent] = Machine(
    {
        RprEvent.OFFER: {_S.PROPOSED: _S.OFFERED},
        RprEvent.APPOINT: {_S.OFFERED: _S.APPOINTED},
        RprEvent.DECLINE: {_S.PROPOSED: _S.DECLINED, _S.OFFERED: _S.DECLINED},
        RprEvent.WARN: {_S.APPOINTED: _S.ENDING},
        RprEvent.END: {_S.APPOINTED: _S.ENDED, _S.ENDING: _S.ENDED},
    }
)

#: States in which the person has somebody.
ACTING = frozenset({_S.APPOINTED, _S.ENDING})
#: States on the way to an appointment.
COMING = frozenset({_S.PROPOSED, _S.OFFERED})


class RprKind(StrEnum):
    """Family, friend or carer; or paid (RPR reg 9)."""

    UNPAID = "unpaid"
    PAID = "paid"


class RprSelectedBy(StrEnum):
    """Who selected the representative (RPR regs 4-9)."""

    PERSON = "person"
    DONEE = "donee"
    DEPUTY = "deputy"
    BIA = "bia"
    COUNCIL = "council"


class RprCheck(StrEnum):
    """What must be true of a representative (RPR regs 3 and 9, para 140)."""

    ADULT = "rpr_adult"
    CAN_KEEP_CONTACT = "rpr_can_keep_contact"
    WILLING = "rpr_willing"
    NO_FINANCIAL_INTEREST = "rpr_no_financial_interest"
    NOT_EMPLOYED_THERE = "rpr_not_employed_there"
    NOT_COUNCIL_IN_CASE = "rpr_not_council_in_case"
    LIKELY_TO_SUPPORT = "rpr_likely_to_support"
    PROFESSIONAL = "rpr_professional"  # paid only, from here on
    NOT_EMPLOYED_BY_COUNCIL = "rpr_not_employed_by_council"
    ENHANCED_DBS = "rpr_enhanced_dbs"


PAID_ONLY = frozenset(
    {RprCheck.PROFESSIONAL, RprCheck.NOT_EMPLOYED_BY_COUNCIL, RprCheck.ENHANCED_DBS}
)


def checks_for(kind: RprKind) -> tuple[RprCheck, ...]:
    """Return what must be checked for a kind of representative."""
    return tuple(check for check in RprCheck if kind is RprKind.PAID or check not in PAID_ONLY)


class RprEndReason(StrEnum):
    """Why an appointment ends (RPR reg 13(a)-(h))."""

    DIED = "rpr_died"  # (a)
    UNWILLING = "rpr_unwilling"  # (b)
    PERIOD_ENDED = "rpr_period_ended"  # (c)
    PERSON_OBJECTS = "rpr_person_objects"  # (d)
    DONEE_OBJECTS = "rpr_donee_objects"  # (e)
    NO_CONTACT = "rpr_no_contact"  # (f)
    NOT_BEST_INTERESTS = "rpr_not_best_interests"  # (g)
    INELIGIBLE = "rpr_ineligible"  # (h)


#: Reasons for which the representative must be told before the appointment ends (RPR reg 14).
TOLD_FIRST = frozenset(RprEndReason) - {RprEndReason.DIED, RprEndReason.UNWILLING}


class SupportsChallenge(StrEnum):
    """Whether the representative would support a challenge (AJ v A Local Authority; PRACTICE)."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One representative, from the proposal to the end of the appointment.

    ``appointed_to`` is the last day of the authorisation; an appointment never goes beyond it.
    """

    state: RprState
    name: str
    kind: RprKind
    selected_by: RprSelectedBy
    relationship: str = ""
    address: str = ""
    phone: str = ""
    provider: str = ""
    checks: Mapping[RprCheck, bool] = field(default_factory=dict)
    is_objected_to: bool = False
    would_support_challenge: SupportsChallenge | None = None
    recommended_on: date | None = None
    offered_on: date | None = None
    accepted_on: date | None = None
    appointed_on: date | None = None
    appointed_to: date | None = None
    told_on: date | None = None
    told_why: str = ""
    ended_on: date | None = None
    end_reason: RprEndReason | None = None
    end_note: str = ""

    @property
    def is_acting(self) -> bool:
        """Return whether this is the person's representative now."""
        return self.state in ACTING


def proposal_problems(found: Appointment) -> tuple[Problem, ...]:
    """Return why this person cannot be the representative."""
    return tuple(_proposal_problems(found))


def _proposal_problems(found: Appointment) -> Iterator[Problem]:
    if not found.name.strip():
        yield Code.WHO_NEEDED.problem(field="name")
    failed = tuple(
        check.value for check in checks_for(found.kind) if found.checks.get(check) is False
    )
    if failed:
        yield Code.RPR_INELIGIBLE.problem(field=failed[0], name=found.name, reason=failed)
    unanswered = tuple(
        check.value for check in checks_for(found.kind) if found.checks.get(check) is None
    )
    if unanswered:
        yield Code.RPR_UNCHECKED.problem(field=unanswered[0], items=unanswered)
    if found.kind is RprKind.UNPAID:
        if found.selected_by is RprSelectedBy.COUNCIL or found.recommended_on is None:
            yield Code.RPR_NOT_RECOMMENDED.problem(field="recommended_on")
        if found.is_objected_to and found.selected_by is RprSelectedBy.BIA:
            yield Code.RPR_P_OBJECTS.problem(field="is_objected_to")
    elif found.selected_by is not RprSelectedBy.COUNCIL:
        yield Code.RPR_PAID_BY_COUNCIL.problem(field="selected_by")
    if found.would_support_challenge is None:
        yield Code.RPR_SUPPORT_QUESTION.problem(field="would_support_challenge")


def appointment_problems(
    found: Appointment, *, in_force_on: date, sa_last_day: date, as_at: date
) -> tuple[Problem, ...]:
    """Return why an appointment cannot be made so (RPR reg 12; I16)."""
    days = {name: getattr(found, name) for name in ("offered_on", "accepted_on", "appointed_on")}
    wrong = [Code.WHEN_NEEDED.problem(field=name) for name, on in days.items() if on is None]
    wrong += out_of_order(as_at, **days)
    appointed = found.appointed_on
    if appointed and not in_force_on <= appointed <= sa_last_day:
        wrong.append(Code.RPR_OUTSIDE_SA.problem(field="appointed_on"))
    return tuple(wrong)


@dataclass(frozen=True, slots=True)
class RprContact:
    """A visit or other contact of the representative with the person (dols.md 5.10)."""

    on: date
    how: str
    by: str
    person_seen: bool | None = None
    persons_views: str = ""
    objecting: str = "no"
    concerns: str = ""
    next_due_on: date | None = None
    is_reported_by_ma: bool = False
