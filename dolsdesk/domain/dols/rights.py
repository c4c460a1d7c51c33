"""What the safeguards around a person lack on a day (RR5; dols.md 1.4, 1.5, 3.1, 3.3).

One set of rules for one case on the screen and for the radar over all of them: both give what
little the rules need to know. Nothing is stored; every line follows from facts and the day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from dolsdesk.domain.counting import first_day_after, last_day_of_days, last_day_within_days_of
from dolsdesk.domain.dols import advocates, conditions, holdings, representatives, suspensions
from dolsdesk.domain.dols.advocates import Advocacy, AdvocateKind, AdvocateTrigger
from dolsdesk.domain.dols.case import Answered, Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.conditions import Condition, ConditionStatus
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING, SaState, UrgentState
from dolsdesk.domain.dols.objections import (
    CHALLENGES,
    CourtCase,
    Objection,
    challenge_due_on,
    prompt_on,
    still_objects,
)
from dolsdesk.domain.dols.referrals import Referral, ReferralState
from dolsdesk.domain.dols.representatives import (
    Appointment,
    RprContact,
    RprKind,
    SupportsChallenge,
)
from dolsdesk.domain.dols.reviews import Review, ReviewState
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class ConcernKind(StrEnum):
    """What the radar looks for, the gravest first."""

    SUSPENSION = "radar_suspension"
    OBJECTS = "radar_objects"
    URGENT_LAPSED = "radar_urgent_lapsed"
    NO_REPRESENTATIVE = "radar_no_representative"
    ADVOCATE_NEEDED = "radar_advocate_needed"
    REVIEW = "radar_review"
    CONDITION = "radar_condition"
    NO_CONTACT = "radar_no_contact"
    ADVOCATE_SILENT = "radar_advocate_silent"


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that a person's safeguards lack.

    ``said`` is the code of its sentence and ``params`` what stands in it. ``since`` is the day it
    began; ``by`` the day by which it was or is to be put right, where a day is set.
    """

    kind: ConcernKind
    rule_id: RuleId
    since: date
    said: str
    by: date | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def is_late(self, as_at: date) -> bool:
        """Return whether its day is past; what must be done at once is late from the start."""
        return self.by is None or self.by < as_at

    @property
    def order(self) -> tuple[int, date]:
        """Return the place of a line: the gravest kind first, in it the longest waiting."""
        return list(ConcernKind).index(self.kind), self.by or self.since


@dataclass(frozen=True, slots=True)
class Safeguards:
    """What the rules need to know of one case.

    ``sa_begun_on`` is the day on which a standard authorisation that still lasts came into force;
    None where there is none, where it has ended, or where it is yet to come. ``no_authority_from``
    is the first day of the latest stretch without authority, past or to come.
    """

    received_on: date
    is_open: bool = False
    is_further: bool = False
    says_objects: bool = False
    nobody_to_consult: bool = False
    assessor_on_report: bool = False
    urgent_given_on: date | None = None
    urgent_last_on: date | None = None
    urgent_runs: bool = False
    no_authority_from: date | None = None
    sa_given_on: date | None = None
    sa_begun_on: date | None = None
    sa_last_on: date | None = None
    appointments: tuple[Appointment, ...] = ()
    last_contact: RprContact | None = None
    advocates: tuple[Advocacy, ...] = ()
    objections: tuple[Objection, ...] = ()
    proceedings: tuple[CourtCase, ...] = ()
    conditions: tuple[Condition, ...] = ()
    suspension: Suspension | None = None
    review: Review | None = None

    @property
    def acting(self) -> Appointment | None:
        """Return the person's representative, if there is one."""
        found = [one for one in self.appointments if one.is_acting]
        return found[-1] if found else None

    @property
    def coming(self) -> Appointment | None:
        """Return who is on the way to become the representative, if anybody is."""
        found = [one for one in self.appointments if one.state in representatives.COMING]
        return found[-1] if found else None

    @property
    def vacant_since(self) -> date | None:
        """Return when the last appointment ended, where nobody acts now."""
        if self.acting is not None:
            return None
        return max((one.ended_on for one in self.appointments if one.ended_on), default=None)

    @property
    def is_objecting(self) -> bool:
        """Return whether the person is taken to object."""
        return still_objects(self.objections, said_before=self.says_objects)

    @property
    def is_challenged(self) -> bool:
        """Return whether a challenge is before the court."""
        return any(one.is_live and one.kind in CHALLENGES for one in self.proceedings)

    @property
    def is_authorised(self) -> bool:
        """Return whether there is an authorisation that could be challenged."""
        return self.sa_begun_on is not None or self.urgent_runs


def of_case(
    case: Case,
    answer: Answer,
    *,
    sa_state: SaState | None,
    urgent_state: UrgentState | None,
    no_authority_from: date | None = None,
    as_at: date,
) -> Safeguards:
    """Return what the rules need to know of a case that is there whole."""
    request, given = case.request, case.authorisation
    lasts = given is not None and sa_state in SA_LIVE
    begun = lasts and given is not None and given.in_force_on <= as_at
    contacts = _facts(case, RecordKind.REPRESENTATIVE_CONTACT, RprContact)
    suspended = [
        one
        for one in _facts(case, RecordKind.SUSPENSION, Suspension)
        if one.eligibility_restored_on is None
    ]
    under_review = [one for one in _facts(case, RecordKind.REVIEW, Review) if one.is_open]
    reports = _facts(case, RecordKind.REFERRAL, Referral)
    return Safeguards(
        received_on=request.received_on,
        is_open=request.is_open,
        is_further=request.type is RequestType.FOLLOW_ON,
        says_objects=says_objects(case),
        nobody_to_consult=request.s39a_applies is Answered.YES,
        assessor_on_report=has_assessor(reports),
        urgent_given_on=case.urgent.given_on if case.urgent else None,
        urgent_last_on=answer.date("extended_urgent_last_day") or answer.date("urgent_last_day"),
        urgent_runs=urgent_state in URGENT_RUNNING,
        no_authority_from=no_authority_from,
        sa_given_on=given.given_on if given else None,
        sa_begun_on=given.in_force_on if begun and given else None,
        sa_last_on=answer.date("sa_ceases_on") or (given.last_day if given else None),
        appointments=_facts(case, RecordKind.REPRESENTATIVE, Appointment),
        last_contact=max(contacts, key=lambda one: one.on, default=None),
        advocates=_facts(case, RecordKind.ADVOCATE, Advocacy),
        objections=_facts(case, RecordKind.OBJECTION, Objection),
        proceedings=_facts(case, RecordKind.COURT, CourtCase),
        conditions=_facts(case, RecordKind.CONDITION, Condition),
        suspension=suspended[-1] if suspended and lasts else None,
        review=under_review[-1] if under_review else None,
    )


def has_assessor(reports: Iterable[Referral]) -> bool:
    """Return whether an assessor was selected on a third party's report (para 69)."""
    return any(one.state is ReferralState.ASSESSOR_APPOINTED for one in reports)


def says_objects(case: Case) -> bool:
    """Return whether the request or the best interests assessor says that the person objects."""
    best = case.assessments.get(AssessmentKind.BI)
    found = best.best_interests if best else None
    return case.request.person_objects is Answered.YES or bool(found and found.person_objects)


def objects(case: Case) -> bool:
    """Return whether the person of a case is taken to object."""
    held = _facts(case, RecordKind.OBJECTION, Objection)
    return still_objects(held, said_before=says_objects(case))


def _facts(case: Case, kind: RecordKind, facts: type[Any]) -> tuple[Any, ...]:
    return tuple(one.facts for one in holdings.of(case.records, kind, facts))


# Advocates: sections 39A, 39C and 39D (dols.md 1.5)


@dataclass(frozen=True, slots=True)
class Need:
    """What calls for an advocate, and since when."""

    trigger: AdvocateTrigger
    since: date

    @property
    def kind(self) -> AdvocateKind:
        """Return under which section the advocate is to be instructed."""
        return advocates.kind_of(self.trigger)


def needs(found: Safeguards) -> tuple[Need, ...]:
    """Return what calls for an advocate and is not met: nobody instructed, no reason why not."""
    recorded = [
        Need(one.trigger, one.arose_on or found.received_on)
        for one in found.advocates
        if not one.is_settled and one.ended_on is None
    ]
    taken = {need.kind for need in recorded}
    worked_out = [need for need in _triggered(found) if need.kind not in taken]
    return (*recorded, *worked_out)


def _triggered(found: Safeguards) -> Iterator[Need]:
    yield from _section_39a(found)
    if found.sa_begun_on is not None:
        yield from _section_39c(found)
        yield from _section_39d(found)


def _section_39a(found: Safeguards) -> Iterator[Need]:
    """Yield the need at the start, until a first representative is appointed (para 161)."""
    is_subject = found.is_open or found.sa_begun_on is not None
    if not found.nobody_to_consult or found.is_further or not is_subject:
        return
    if any(one.appointed_on is not None for one in found.appointments):
        return
    if any(one.kind is AdvocateKind.S39A and one.is_settled for one in found.advocates):
        return
    urgent_on = found.urgent_given_on
    if urgent_on is not None and urgent_on <= found.received_on:
        yield Need(AdvocateTrigger.URGENT_FIRST, urgent_on)
    elif found.assessor_on_report:
        yield Need(AdvocateTrigger.PARA_69, found.received_on)
    else:
        yield Need(AdvocateTrigger.REQUEST, found.received_on)


def _section_39c(found: Safeguards) -> Iterator[Need]:
    """Yield the need between two representatives: never before the first (s39C)."""
    since = found.vacant_since
    if since is None or not found.nobody_to_consult:
        return
    for one in found.advocates:
        on = one.arose_on or one.instructed_on
        if one.kind is AdvocateKind.S39C and one.is_settled and on is not None and on >= since:
            return
    yield Need(AdvocateTrigger.VACANCY, since)


def _section_39d(found: Safeguards) -> Iterator[Need]:
    """Yield the need that follows from the facts; the others are asked for and recorded.

    A person who objects beside an unpaid representative who would not support a challenge is
    unlikely to use the right to go to court (s39D(5)).
    """
    acting = found.acting
    if acting is None or acting.kind is RprKind.PAID or acting.appointed_on is None:
        return
    if not found.is_objecting or acting.would_support_challenge is not SupportsChallenge.NO:
        return
    for one in found.advocates:
        if one.kind is AdvocateKind.S39D and one.is_settled and one.ended_on is None:
            return
    yield Need(AdvocateTrigger.COUNCIL_BELIEVES, acting.appointed_on)


def problems(found: Safeguards, *, as_at: date, book: RuleBook) -> tuple[Problem, ...]:
    """Return the flags and warnings of dols.md 7 that stand on a day."""
    flags = [Code.IMCA_NEEDED.problem(type=need.kind) for need in needs(found)]
    acting = found.acting
    due = (
        representatives.contact_due(acting, found.last_contact, book=book)
        if acting is not None and found.sa_begun_on is not None
        else None
    )
    return (*flags, *representatives.silence(due, as_at=as_at))


# What the radar says of a case


def concerns(found: Safeguards, *, as_at: date, book: RuleBook) -> tuple[Concern, ...]:
    """Return everything that the safeguards of a case lack on a day, the gravest first."""
    listed = [
        *_suspension(found, as_at, book),
        *_objecting(found, as_at, book),
        *_lapsed(found, as_at),
        *_unrepresented(found),
        *_unadvocated(found),
        *_not_reviewed(found, book),
        *_conditions(found, as_at, book),
        *_unvisited(found, as_at, book),
        *_unanswered(found, as_at, book),
    ]
    return tuple(sorted(listed, key=lambda one: one.order))


def _suspension(found: Safeguards, as_at: date, book: RuleBook) -> Iterator[Concern]:
    held = found.suspension
    if held is None or found.sa_begun_on is None:
        return
    last = suspensions.last_day(held, book)
    if found.sa_last_on is not None:
        last = min(last, found.sa_last_on)
    warning = book.value(RuleId.PR_SUSPENSION_WARNING, on=as_at).amount
    if last_day_within_days_of(last, -warning) <= as_at <= last:
        yield Concern(
            ConcernKind.SUSPENSION, RuleId.SUSPENSION_28, held.suspension_notice_on,
            "RADAR_SUSPENSION", last, {"last": last},
        )  # fmt: skip


def _objecting(found: Safeguards, as_at: date, book: RuleBook) -> Iterator[Concern]:
    is_live = found.is_open or found.sa_begun_on is not None
    if not is_live or found.is_challenged:
        return
    kind, rule = ConcernKind.OBJECTS, RuleId.S21A_APPLICATION
    for one in found.objections:
        due_on = challenge_due_on(one, book)
        if one.lacks_challenger:
            yield Concern(kind, rule, one.on, "RADAR_OBJECTS", due_on)
        elif one.is_open and due_on < as_at:
            params = {"challenger": one.challenger, "by": due_on}
            yield Concern(kind, rule, one.on, "RADAR_CHALLENGE_LATE", due_on, params)
    if found.says_objects and not found.objections and found.is_authorised:
        began = found.sa_given_on if found.sa_begun_on is not None else found.urgent_given_on
        since = began or found.received_on
        yield Concern(kind, rule, since, "RADAR_OBJECTS_UNASKED", prompt_on(since, book))


def _lapsed(found: Safeguards, as_at: date) -> Iterator[Concern]:
    last, without = found.urgent_last_on, found.no_authority_from
    if not found.is_open or last is None or last >= as_at or without is None or without > as_at:
        return
    since = first_day_after(last)
    yield Concern(
        ConcernKind.URGENT_LAPSED, RuleId.URGENT_ASSESSMENTS, since, "RADAR_URGENT_LAPSED", last,
        {"last": last},
    )  # fmt: skip


def _unrepresented(found: Safeguards) -> Iterator[Concern]:
    if found.sa_begun_on is None or found.acting is not None:
        return
    vacant, coming = found.vacant_since, found.coming
    since = vacant or found.sa_given_on or found.sa_begun_on
    rule = RuleId.RPR_VACANCY if vacant else RuleId.RPR_APPOINT
    said, params = "RADAR_NO_REPRESENTATIVE", {}
    if coming is not None:
        said, params = "RADAR_REPRESENTATIVE_COMING", {"name": coming.name, "state": coming.state}
    yield Concern(ConcernKind.NO_REPRESENTATIVE, rule, since, said, params=params)


def _unadvocated(found: Safeguards) -> Iterator[Concern]:
    if not found.is_open and found.sa_begun_on is None:
        return
    for need in needs(found):
        yield Concern(
            ConcernKind.ADVOCATE_NEEDED, RuleId.IMCA_INSTRUCT, need.since, "RADAR_ADVOCATE_NEEDED",
            params={"type": need.kind, "trigger": need.trigger},
        )  # fmt: skip


def _not_reviewed(found: Safeguards, book: RuleBook) -> Iterator[Concern]:
    held = found.review
    asked = {ReviewState.REQUESTED, ReviewState.OWN_MOTION}
    if held is None or found.sa_begun_on is None or held.state not in asked:
        return
    target = book.value(RuleId.PR_REVIEW_TARGET, on=held.requested_on).amount
    by = last_day_of_days(held.requested_on, target)
    yield Concern(
        ConcernKind.REVIEW, RuleId.REVIEW_ON_REQUEST, held.requested_on, "RADAR_REVIEW", by,
        {"asker": held.requested_by},
    )  # fmt: skip


def _conditions(found: Safeguards, as_at: date, book: RuleBook) -> Iterator[Concern]:
    begun = found.sa_begun_on
    if begun is None:
        return
    for one in found.conditions:
        due = conditions.due_on(one, in_force_on=begun, book=book)
        said = ""
        if one.status is ConditionStatus.NOT_MET:
            said = "RADAR_CONDITION_NOT_MET"
        elif one.status is ConditionStatus.OPEN and not one.evidence.strip() and due < as_at:
            said = "RADAR_CONDITION_UNSHOWN"
        if said:
            yield Concern(
                ConcernKind.CONDITION, RuleId.CODE_CONDITIONS, one.evidence_on or begun, said, due,
                {"text": one.text},
            )  # fmt: skip


def _unvisited(found: Safeguards, as_at: date, book: RuleBook) -> Iterator[Concern]:
    acting = found.acting
    if acting is None or found.sa_begun_on is None:
        return
    due = representatives.contact_due(acting, found.last_contact, book=book)
    if due is not None and due.by < as_at:
        yield Concern(
            ConcernKind.NO_CONTACT, due.rule_id, due.since, "RADAR_NO_CONTACT", due.by,
            {"name": acting.name, "since": due.since},
        )  # fmt: skip


def _unanswered(found: Safeguards, as_at: date, book: RuleBook) -> Iterator[Concern]:
    if not found.is_open and found.sa_begun_on is None:
        return
    for one in found.advocates:
        due = advocates.answer_due_on(one, book)
        if one.is_unanswered and due is not None and due < as_at and one.instructed_on is not None:
            yield Concern(
                ConcernKind.ADVOCATE_SILENT, RuleId.PR_IMCA_ANSWER, one.instructed_on,
                "RADAR_ADVOCATE_SILENT", due, {"type": one.kind, "provider": one.provider},
            )  # fmt: skip
