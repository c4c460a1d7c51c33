"""One case whole: the request, its urgent authorisation, assessors, assessments and decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.assessments import Assessment, EligibilityCase, ReturnCode
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.endings import Cessation
from dolsdesk.domain.dols.facts import AssessmentKind, Facts, Priority, RequestType
from dolsdesk.domain.dols.objections import CourtCase, varied_last_day
from dolsdesk.domain.dols.residence import ResidenceQuestion
from dolsdesk.domain.dols.states import OPEN, RequestState
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.people import Contact, Person
from dolsdesk.domain.places import Place
from dolsdesk.domain.records import Record, RecordKind


class Channel(StrEnum):
    """How a request arrived."""

    EMAIL = "email"
    PORTAL = "portal"
    POST = "post"
    PHONE_CONFIRMED = "phone_confirmed"


class FormUsed(StrEnum):
    """What the request was written on."""

    FORM_1 = "form_1"
    FORM_2 = "form_2"
    OTHER_WRITTEN = "other_written"


class ResidenceStatus(StrEnum):
    """Whether it is settled which council is responsible."""

    AGREED = "agreed"
    QUERIED = "queried"
    DISPUTED = "disputed"
    DETERMINED = "determined"


class Answered(StrEnum):
    """A question of the form that may be left open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Funding(StrEnum):
    """Who pays for the care, as the request says."""

    LOCAL_AUTHORITY = "local_authority"
    NHS_CHC = "nhs_chc"
    JOINT = "joint"
    SELF_FUNDED = "self_funded"
    S117 = "s117"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Request:
    """The request as it was received (dols.md 5.2).

    The person lived under the arrangements from ``arrangements_from`` up to and including
    ``arrangements_to``, as far as anything says so.
    """

    id: int
    ref: str
    type: RequestType
    state: RequestState
    received_on: date
    received_time: time | None
    channel: Channel
    form_used: FormUsed
    urgent_given: bool
    purpose: str = ""
    sa_sought_from: date | None = None
    form_signed_on: date | None = None
    signed_by: str = ""
    restrictions: str = ""
    diagnosis: str = ""
    person_view: str = ""
    person_objects: Answered = Answered.UNKNOWN
    arrangements_from: date | None = None
    arrangements_to: date | None = None
    ward: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    residence_status: ResidenceStatus = ResidenceStatus.AGREED
    residence_council: str = ""
    s39a_applies: Answered = Answered.UNKNOWN
    mha_status: str = ""
    advance_decision: Answered = Answered.UNKNOWN
    existing_sa_last_day: date | None = None
    funding: Funding = Funding.UNKNOWN
    recorded_at: datetime | None = None
    recorded_by: str = ""
    priority: Priority | None = None
    priority_reason: str = ""
    next_contact_on: date | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Return whether the council still owes a decision."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Urgent:
    """The managing authority's urgent authorisation, as its form says."""

    given_on: date
    given_time: time | None = None
    period_days: int | None = None
    stated_last_day: date | None = None
    given_by: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """The one request to extend an urgent authorisation, and the council's answer."""

    requested_on: date
    reasons: str = ""
    decided_on: date | None = None
    is_granted: bool | None = None
    days: int | None = None
    decision_reasons: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """An assessor selected for one kind of assessment.

    ``due_on`` is the last day the law leaves, frozen with the selection; ``return_on`` is the day
    the council asks for the report. ``batch_id`` names the act if many were allocated at once.
    """

    id: int
    kind: AssessmentKind
    assessor_id: int
    assessor_name: str
    selected_on: date
    due_on: date | None
    declarations: Mapping[Declared, bool] = field(default_factory=dict)
    ended_on: date | None = None
    end_reason: str = ""
    stop_notice_on: date | None = None
    return_on: date | None = None
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Representative:
    """The relevant person's representative named in the authorisation."""

    name: str
    relationship: str = ""
    address: str = ""
    phone: str = ""
    is_paid: bool = False
    selected_by: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A standard authorisation as given (para 55)."""

    id: int
    given_at: datetime
    given_on: date
    in_force_on: date
    last_day: date
    purpose: str
    period_reason: str
    reasons: Mapping[AssessmentKind, str]
    eligibility_case: EligibilityCase
    conditions: tuple[str, ...]
    signatory_name: str
    scrutiny: Mapping[str, bool] = field(default_factory=dict)
    scrutiny_notes: str = ""
    representative: Representative | None = None
    late_reason: str = ""
    late_note: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision not to give a standard authorisation (para 58)."""

    id: int
    decided_at: datetime
    decided_on: date
    grounds: tuple[AssessmentKind, ...]
    reasons: str
    signatory_name: str
    is_no_deprivation: bool = False
    says_unauthorised: bool = False
    ma_received_on: date | None = None
    late_reason: str = ""
    late_note: str = ""


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One recipient the law names for one event, ticked off when sent.

    ``document_id`` is the issued paper it is about. ``reason_code`` is the kind of exception, with
    its reason in ``reason_not_sent``; on a line that was sent it says what was taken out first.
    """

    id: int
    event: str
    recipient: str
    name: str
    address: str
    papers: tuple[str, ...]
    rule_id: str
    is_statutory: bool
    sent_on: date | None = None
    method: str = ""
    reason_not_sent: str = ""
    reason_code: str = ""
    document_id: int | None = None

    @property
    def is_settled(self) -> bool:
        """Return whether it was sent or there is a recorded reason why not."""
        return self.sent_on is not None or bool(self.reason_not_sent)


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened, in the order it was recorded; never deleted."""

    id: int
    happened_on: date
    happened_time: time | None
    kind: str
    detail: str
    recorded_at: datetime
    recorded_by: str
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of one request.

    ``others_until`` is the last day of any authorisation that other requests about the person in
    this place brought about. ``earlier_urgent_on`` is the day an urgent authorisation was given
    before this request's own, for the same detention. ``replaced_on`` is the day on which another
    authorisation, for a change of place or during a review, takes the place of this one (paras 25,
    30 and 62(2)). ``records`` are those of this request.
    """

    request: Request
    person_id: int
    person_ref: str
    person: Person
    place: Place
    contacts: tuple[Contact, ...] = ()
    urgent: Urgent | None = None
    extension: Extension | None = None
    allocations: tuple[Allocation, ...] = ()
    assessments: Mapping[AssessmentKind, Assessment] = field(default_factory=dict)
    returned: tuple[Assessment, ...] = ()
    authorisation: Authorisation | None = None
    refusal: Refusal | None = None
    copies: tuple[CopyLine, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    others_until: date | None = None
    earlier_urgent_on: date | None = None
    replaced_on: date | None = None
    records: tuple[Record[Any], ...] = ()

    @property
    def active_allocations(self) -> dict[AssessmentKind, Allocation]:
        """Return who is asked to carry out each kind now."""
        return {a.kind: a for a in self.allocations if a.ended_on is None}

    def awaits(self, kind: AssessmentKind) -> bool:
        """Return whether no assessment of a kind is in, or the newest was sent back."""
        held = self.assessments.get(kind)
        return held is None or bool(held.returned_reason)

    @property
    def still_asked(self) -> tuple[str, ...]:
        """Return the assessors who were asked, have not answered, and were not told to stop.

        Whose assessment was sent back is at work on it again.
        """
        return tuple(
            dict.fromkeys(
                one.assessor_name
                for kind, one in self.active_allocations.items()
                if self.awaits(kind) and one.stop_notice_on is None
            )
        )

    @property
    def return_codes(self) -> dict[AssessmentKind, ReturnCode]:
        """Return how each of the six requirements stands in the national return."""
        held = self.assessments
        return {
            kind: held[kind].return_code if kind in held else ReturnCode.NOT_ASSESSED
            for kind in AssessmentKind
        }

    @property
    def assessments_completed_on(self) -> date | None:
        """Return when the last of the six was completed, once all are good."""
        good = [a for a in self.assessments.values() if a.is_good]
        if len(good) < len(AssessmentKind):
            return None
        return max(a.carried_out_on for a in good)


def facts_of(case: Case) -> Facts:
    """Return the facts of a case in the date vocabulary."""
    request, urgent, extension = case.request, case.urgent, case.extension
    given = case.authorisation
    granted = extension is not None and extension.is_granted is True
    held = holdings.of(case.records, RecordKind.SUSPENSION, Suspension)
    suspended = max((one.facts for one in held), key=_noticed_on, default=None)
    urgent_end = holdings.newest(case.records, RecordKind.URGENT_END, Cessation)
    question = holdings.newest(case.records, RecordKind.RESIDENCE, ResidenceQuestion)
    cessation = holdings.newest(case.records, RecordKind.CESSATION, Cessation)
    ends = [on for on in (cessation.facts.on if cessation else None, case.replaced_on) if on]
    return Facts(
        request_type=request.type,
        request_received_on=request.received_on,
        received_time=request.received_time,
        form_signed_on=request.form_signed_on,
        sa_sought_from=request.sa_sought_from,
        date_of_birth=case.person.date_of_birth,
        date_of_death=case.person.date_of_death,
        urgent_given=request.urgent_given,
        urgent_given_on=urgent.given_on if urgent else None,
        urgent_given_time=urgent.given_time if urgent else None,
        urgent_period_days=urgent.period_days if urgent else None,
        urgent_stated_last_day=urgent.stated_last_day if urgent else None,
        second_urgent_given_on=urgent.given_on if urgent and case.earlier_urgent_on else None,
        extension_requested_on=extension.requested_on if extension else None,
        extension_decided_on=extension.decided_on if extension and granted else None,
        extension_days=extension.days if extension and granted else None,
        ma_received_refusal_notice_on=case.refusal.ma_received_on if case.refusal else None,
        urgent_ended_on=urgent_end.facts.on if urgent_end else None,
        assessments_completed_on=case.assessments_completed_on,
        existing_sa_last_day=request.existing_sa_last_day,
        sa_given_on=given.given_on if given else None,
        sa_in_force_on=given.in_force_on if given else None,
        sa_last_day=_last_day(case),
        sa_ended_on=min(ends, default=None),
        or_dispute_arose_on=question.facts.or_dispute_arose_on if question else None,
        or_referred_on=question.facts.or_referred_on if question else None,
        suspension_notice_on=suspended.suspension_notice_on if suspended else None,
        eligibility_restored_on=suspended.eligibility_restored_on if suspended else None,
    )


def _last_day(case: Case) -> date | None:
    """Return the authorisation's last day, or the earlier one that the court has set."""
    given = case.authorisation
    if given is None:
        return None
    held = holdings.of(case.records, RecordKind.COURT, CourtCase)
    return varied_last_day((one.facts for one in held), given.last_day) or given.last_day


def _noticed_on(found: Suspension) -> date:
    return found.suspension_notice_on
