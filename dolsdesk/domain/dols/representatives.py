"""The relevant person's representative: proposed, checked, appointed, ended (Part 10; RPR regs)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dolsdesk.domain.counting import last_day_within_days_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.machine import Machine
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


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
    ``told_on`` is the day on which the representative was told that it is to end, ``to_end_on`` the
    day named then (RPR reg 14).
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
    to_end_on: date | None = None
    ended_on: date | None = None
    end_reason: RprEndReason | None = None
    end_note: str = ""

    @property
    def is_acting(self) -> bool:
        """Return whether this is the person's representative now."""
        return self.state in ACTING


#: What is asked before the offer, and may still be open when somebody is proposed.
_ASKED_LATER = frozenset(
    {Code.RPR_UNCHECKED.name, Code.RPR_SUPPORT_QUESTION.name, Code.RPR_WILL_NOT_CHALLENGE.name}
)


def proposal_problems(found: Appointment, *, person_objects: bool = False) -> tuple[Problem, ...]:
    """Return why this person cannot be offered the appointment.

    ``person_objects`` says that the person objects to being there: then a representative who would
    not support a challenge is the wrong one, unless somebody says why not (AJ v A Local Authority).
    """
    return tuple(_proposal_problems(found, person_objects))


def first_problems(found: Appointment) -> tuple[Problem, ...]:
    """Return why this person cannot even be proposed; checks may still be open."""
    return tuple(p for p in proposal_problems(found) if p.code not in _ASKED_LATER)


def _proposal_problems(found: Appointment, person_objects: bool) -> Iterator[Problem]:
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
    elif person_objects and found.would_support_challenge is SupportsChallenge.NO:
        yield Code.RPR_WILL_NOT_CHALLENGE.problem(name=found.name)


def offer_problems(found: Appointment, as_at: date) -> tuple[Problem, ...]:
    """Return what is wrong with the day of an offer."""
    if found.offered_on is None:
        return (Code.WHEN_NEEDED.problem(field="offered_on"),)
    return tuple(
        out_of_order(as_at, recommended_on=found.recommended_on, offered_on=found.offered_on)
    )


def appointment_problems(
    found: Appointment, *, in_force_on: date, sa_last_day: date, as_at: date
) -> tuple[Problem, ...]:
    """Return why an appointment cannot be made so (RPR reg 12; I16)."""
    days = {name: getattr(found, name) for name in ("offered_on", "accepted_on", "appointed_on")}
    wrong = [Code.WHEN_NEEDED.problem(field=name) for name, on in days.items() if on is None]
    wrong += out_of_order(as_at, recommended_on=found.recommended_on, **days)
    appointed = found.appointed_on
    if appointed and not in_force_on <= appointed <= sa_last_day:
        wrong.append(Code.RPR_OUTSIDE_SA.problem(field="appointed_on"))
    return tuple(wrong)


def warning_problems(found: Appointment, *, as_at: date) -> tuple[Problem, ...]:
    """Return what a notice of the pending end lacks: reasons, and the day (RPR reg 14)."""
    wrong = [
        *out_of_order(as_at, appointed_on=found.appointed_on, told_on=found.told_on),
    ]
    if found.told_on is None:
        wrong.append(Code.WHEN_NEEDED.problem(field="told_on"))
    if found.to_end_on is None:
        wrong.append(Code.WHEN_NEEDED.problem(field="to_end_on"))
    elif found.told_on is not None and found.to_end_on < found.told_on:
        wrong.append(Code.FACTS_CONTRADICT.problem(field="to_end_on", first="told_on",
                                                   second="to_end_on"))  # fmt: skip
    if not found.told_why.strip():
        wrong.append(Code.WHY_NEEDED.problem(field="told_why"))
    return tuple(wrong)


def end_problems(
    found: Appointment, *, sa_last_day: date, is_over: bool, as_at: date
) -> tuple[Problem, ...]:
    """Return why an appointment cannot end so (RPR regs 13 and 14).

    ``is_over`` says that the authorisation has come to its end.
    """
    return tuple(_end_problems(found, sa_last_day, is_over, as_at))


def _end_problems(
    found: Appointment, sa_last_day: date, is_over: bool, as_at: date
) -> Iterator[Problem]:
    reason = found.end_reason
    if found.ended_on is None:
        yield Code.WHEN_NEEDED.problem(field="ended_on")
    yield from out_of_order(
        as_at, appointed_on=found.appointed_on, told_on=found.told_on, ended_on=found.ended_on
    )
    if found.ended_on is not None and found.ended_on > sa_last_day:
        yield Code.RPR_OUTSIDE_SA.problem(field="ended_on")
    if reason is None:
        yield Code.WHY_NEEDED.problem(field="end_reason")
        return
    if reason in TOLD_FIRST and found.told_on is None:
        yield Code.RPR_NOT_TOLD.problem(field="end_reason")
    if reason is RprEndReason.PERIOD_ENDED and not is_over:
        yield Code.RPR_PERIOD_RUNS.problem(field="end_reason", last=sa_last_day)
    whose = _WHOSE_OBJECTION.get(reason)
    if whose is not None and found.selected_by not in whose:
        yield Code.RPR_OBJECTION_MISFIT.problem(field="end_reason")
    if reason in _NEED_A_NOTE and not found.end_note.strip():
        yield Code.WHY_NEEDED.problem(field="end_note")


#: Whose selection it must have been for an objection to end the appointment (RPR reg 13(d), (e)).
_WHOSE_OBJECTION: Mapping[RprEndReason, frozenset[RprSelectedBy]] = {
    RprEndReason.PERSON_OBJECTS: frozenset({RprSelectedBy.PERSON}),
    RprEndReason.DONEE_OBJECTS: frozenset({RprSelectedBy.DONEE, RprSelectedBy.DEPUTY}),
}
#: Reasons that are the council's own judgement (RPR reg 13(f)-(h)).
_NEED_A_NOTE = frozenset(
    {RprEndReason.NO_CONTACT, RprEndReason.NOT_BEST_INTERESTS, RprEndReason.INELIGIBLE}
)


class ContactHow(StrEnum):
    """How the representative was in contact."""

    VISIT = "contact_visit"
    PHONE = "contact_phone"
    VIDEO = "contact_video"
    LETTER = "contact_letter"


class Objecting(StrEnum):
    """Whether the person objects, as the representative found them."""

    NO = "objecting_no"
    IN_WORDS = "objecting_words"
    IN_BEHAVIOUR = "objecting_behaviour"


@dataclass(frozen=True, slots=True)
class RprContact:
    """A visit or other contact of the representative with the person (dols.md 5.10).

    ``next_due_on`` is the day agreed for the next one; without it the local target says.
    """

    on: date
    how: ContactHow
    by: str
    person_seen: bool | None = None
    persons_views: str = ""
    objecting: Objecting = Objecting.NO
    concerns: str = ""
    next_due_on: date | None = None
    is_reported_by_ma: bool = False


def contact_record_problems(
    found: RprContact, *, appointed_on: date | None, as_at: date
) -> tuple[Problem, ...]:
    """Return what is missing or out of order in a contact."""
    wrong = [*out_of_order(as_at, appointed_on=appointed_on, on=found.on)]
    if not found.by.strip():
        wrong.append(Code.WHO_NEEDED.problem(field="by"))
    if found.next_due_on is not None and found.next_due_on <= found.on:
        wrong.append(Code.FACTS_CONTRADICT.problem(field="next_due_on", first="on",
                                                   second="next_due_on"))  # fmt: skip
    if found.objecting is not Objecting.NO and not found.persons_views.strip():
        wrong.append(Code.WHY_NEEDED.problem(field="persons_views"))
    return tuple(wrong)


#: How often a kind of representative should be in touch: local targets, no law says.
CONTACT_RULES: Mapping[RprKind, RuleId] = {
    RprKind.PAID: RuleId.PR_RPR_VISIT_PAID,
    RprKind.UNPAID: RuleId.PR_RPR_CONTACT_UNPAID,
}


@dataclass(frozen=True, slots=True)
class ContactDue:
    """When a representative should be in touch next, counted from what, under which target."""

    since: date
    by: date
    rule_id: RuleId


def contact_due(
    acting: Appointment, last: RprContact | None, *, book: RuleBook
) -> ContactDue | None:
    """Return when the representative should be in touch next; ``last`` is the newest contact.

    Counted from the last contact since the appointment, else from the appointment itself.
    """
    if not acting.is_acting or acting.appointed_on is None:
        return None
    rule_id = CONTACT_RULES[acting.kind]
    mine = last is not None and last.on >= acting.appointed_on
    since = last.on if last is not None and mine else acting.appointed_on
    if last is not None and mine and last.next_due_on is not None:
        return ContactDue(since, last.next_due_on, rule_id)
    target = book.value(rule_id, on=since).amount
    return ContactDue(since, last_day_within_days_of(since, target), rule_id)


def silence(due: ContactDue | None, *, as_at: date) -> tuple[Problem, ...]:
    """Return the warning that no contact is recorded within the local target."""
    if due is None or due.by >= as_at:
        return ()
    return (Code.RPR_NO_CONTACT.problem(date=due.since),)
