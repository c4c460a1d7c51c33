"""Which facts each kind of record holds, and how to ask a case for them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.endings import Absence, Cessation, Closure
from dolsdesk.domain.dols.enquiries import Enquiry
from dolsdesk.domain.dols.legal_tasks import LegalTask
from dolsdesk.domain.dols.notes import Note
from dolsdesk.domain.dols.objections import CourtCase, Objection
from dolsdesk.domain.dols.prepared import Prepared
from dolsdesk.domain.dols.recorded_findings import RecordedFinding
from dolsdesk.domain.dols.referrals import Referral
from dolsdesk.domain.dols.representatives import Appointment, RprContact
from dolsdesk.domain.dols.residence import ResidenceQuestion
from dolsdesk.domain.dols.returns import ReturnNote
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.dols.rework import Correction
from dolsdesk.domain.dols.suspensions import Suspension
from dolsdesk.domain.dols.triage import Triage
from dolsdesk.domain.dols.visits import Visit
from dolsdesk.domain.dols.waiting import ContactPlan, WaitingContact
from dolsdesk.domain.records import Record, RecordKind

F = TypeVar("F")

FACTS: Mapping[RecordKind, type[Any]] = {
    RecordKind.CLOSURE: Closure,
    RecordKind.URGENT_END: Cessation,
    RecordKind.SUSPENSION: Suspension,
    RecordKind.CESSATION: Cessation,
    RecordKind.REVIEW: Review,
    RecordKind.ABSENCE: Absence,
    RecordKind.RESIDENCE: ResidenceQuestion,
    RecordKind.REFERRAL: Referral,
    RecordKind.ENQUIRY: Enquiry,
    RecordKind.REPRESENTATIVE: Appointment,
    RecordKind.REPRESENTATIVE_CONTACT: RprContact,
    RecordKind.ADVOCATE: Advocacy,
    RecordKind.OBJECTION: Objection,
    RecordKind.COURT: CourtCase,
    RecordKind.CONDITION: Condition,
    RecordKind.TRIAGE: Triage,
    RecordKind.WAITING_CONTACT: WaitingContact,
    RecordKind.CONTACT_PLAN: ContactPlan,
    RecordKind.NOTE: Note,
    RecordKind.VISIT: Visit,
    RecordKind.TEST_RECORD: RecordedFinding,
    RecordKind.RETURN_NOTE: ReturnNote,
    RecordKind.CORRECTION: Correction,
    RecordKind.PREPARED: Prepared,
    RecordKind.LEGAL_TASK: LegalTask,
}


def of(records: Iterable[Record[Any]], kind: RecordKind, facts: type[F]) -> tuple[Record[F], ...]:
    """Return the records of a kind that count, in the order they were begun.

    ``facts`` is what the kind holds, for whoever reads the code and for the type checker.
    """
    assert FACTS[kind] is facts  # noqa: S101  (the table above says so)
    return tuple(one for one in records if one.kind is kind and not one.is_void)


def newest(records: Iterable[Record[Any]], kind: RecordKind, facts: type[F]) -> Record[F] | None:
    """Return the record of a kind that was begun last, if there is one."""
    found = of(records, kind, facts)
    return found[-1] if found else None
