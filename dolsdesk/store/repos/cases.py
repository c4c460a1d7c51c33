"""Loads and saves a case."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from dolsdesk.domain.dols.assessments import (
    Assessment,
    EligibilityCase,
    latest,
)
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.case import (
    Allocation,
    Authorisation,
    Case,
    CaseEvent,
    CopyLine,
    Extension,
    Refusal,
    Representative,
    Request,
    Urgent,
)
from dolsdesk.domain.dols.copies import Due
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Contact
from dolsdesk.errors import Conflict, StaleRecord
from dolsdesk.store import codec
from dolsdesk.store.repos import assessments, people, places, records
from dolsdesk.store.tables.allocations import AllocationRow
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.assessors import AssessorRow
from dolsdesk.store.tables.copies import CopyRow
from dolsdesk.store.tables.decisions import AuthorisationRow, RefusalRow
from dolsdesk.store.tables.events import EventRow
from dolsdesk.store.tables.people import ContactRow, PersonRow
from dolsdesk.store.tables.places import PlaceRow
from dolsdesk.store.tables.requests import ExtensionRow, RequestRow, UrgentRow
from dolsdesk.store.tables.staff import StaffRow

#: Fields of ``Request`` that a row carries under the same name.
_REQUEST_FIELDS = tuple(name for name in Request.__dataclass_fields__ if name != "recorded_by")


class NoSuchCase(Conflict):
    """The case is not in this store."""


def load(session: Session, request_id: int) -> Case:
    """Return a case whole.

    Raises:
        NoSuchCase: there is no such request.
    """
    row = session.get(RequestRow, request_id)
    if row is None:
        raise NoSuchCase("NO_SUCH_CASE")
    person = session.get_one(PersonRow, row.person_id)
    place = session.get_one(PlaceRow, row.place_id)
    recorder = session.get(StaffRow, row.recorded_by)
    versions = _assessments(session, request_id)
    urgent = _urgent(session, request_id)
    return Case(
        request=_request(row, recorder.name if recorder else ""),
        person_id=person.id,
        person_ref=person.ref,
        person=people.person(person),
        place=places.place(place),
        contacts=_contacts(session, row.person_id),
        urgent=urgent,
        extension=_extension(session, request_id),
        allocations=_allocations(session, request_id),
        assessments=latest(versions),
        returned=tuple(found for found in versions if found.returned_reason),
        authorisation=_authorisation(session, request_id),
        refusal=_refusal(session, request_id),
        copies=_copies(session, request_id),
        events=_events(session, request_id),
        others_until=_others_until(session, row),
        earlier_urgent_on=earlier_urgent_on(
            session, person.id, place.id, before=urgent.given_on, request_id=request_id
        )
        if urgent is not None
        else None,
        replaced_on=_replaced_on(session, request_id),
        records=records.of_request(session, request_id),
    )


def add_request(session: Session, request: Request, *, person_id: int, place_id: int,
                recorded_by: int, recorded_at: datetime) -> int:  # fmt: skip
    """Add a request and return its id."""
    values = {name: getattr(request, name) for name in _REQUEST_FIELDS}
    for derived in ("id", "version", "recorded_at"):
        values.pop(derived)
    row = RequestRow(
        **values, person_id=person_id, place_id=place_id, recorded_by=recorded_by,
        recorded_at=recorded_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def move(session: Session, request_id: int, *, seen_version: int | None, **values: Any) -> None:
    """Change fields of a request, once, from the version that was seen.

    Raises:
        StaleRecord: somebody else changed it since.
    """
    row = session.get_one(RequestRow, request_id)
    if seen_version is not None and row.version != seen_version:
        raise StaleRecord("STALE_RECORD")
    for name, value in values.items():
        setattr(row, name, value)
    if not session.is_modified(row):
        # Something beneath the request changed: the case as a whole has moved on.
        row.version = row.version + 1
    session.flush()


def set_urgent(session: Session, request_id: int, urgent: Urgent) -> None:
    """Add or correct the urgent authorisation of a request."""
    row = session.scalar(select(UrgentRow).where(UrgentRow.request_id == request_id))
    if row is None:
        session.add(UrgentRow(request_id=request_id, **_fields(urgent)))
        return
    for name, value in _fields(urgent).items():
        setattr(row, name, value)


def set_extension(session: Session, request_id: int, extension: Extension) -> None:
    """Add or answer the one extension request."""
    row = session.scalar(select(ExtensionRow).where(ExtensionRow.request_id == request_id))
    if row is None:
        session.add(ExtensionRow(request_id=request_id, **_fields(extension)))
        return
    for name, value in _fields(extension).items():
        setattr(row, name, value)


def add_allocation(
    session: Session, request_id: int, allocation: Allocation, eligibility: dict[str, Any]
) -> None:
    """Add a selection of an assessor for one kind."""
    session.add(
        AllocationRow(
            request_id=request_id,
            kind=allocation.kind,
            assessor_id=allocation.assessor_id,
            selected_on=allocation.selected_on,
            due_on=allocation.due_on,
            return_on=allocation.return_on,
            batch_id=allocation.batch_id,
            declarations={q.value: answer for q, answer in allocation.declarations.items()},
            eligibility=eligibility,
        )
    )


def move_due(session: Session, request_id: int, *, before: date | None, after: date | None) -> None:
    """Move the return date of assessors who are asked, where it was the day that has moved."""
    for row in _running(session, request_id):
        if row.due_on == before:
            row.due_on = after


def end_allocations(
    session: Session, request_id: int, kinds: Iterable[AssessmentKind], *, on: date, reason: str
) -> None:
    """End the running selections of some kinds; they stay on record."""
    for row in _running(session, request_id):
        if row.kind in set(kinds):
            row.ended_on, row.end_reason = on, reason


def note_stop(session: Session, request_id: int, *, on: date) -> tuple[AssessmentKind, ...]:
    """Note that assessors still working were told to stop; return the kinds (para 133)."""
    done = set(
        session.scalars(
            select(AssessmentRow.kind).where(
                AssessmentRow.request_id == request_id, AssessmentRow.returned_reason == ""
            )
        )
    )
    stopped = []
    for row in _running(session, request_id):
        if row.kind not in done:
            row.stop_notice_on = on
            stopped.append(row.kind)
    return tuple(stopped)


def add_assessment(
    session: Session, request_id: int, found: Assessment, *, recorded_by: int, at: datetime
) -> int:
    """Add the next version of an assessment and return its number; old versions stay."""
    last = session.scalar(
        select(func.max(AssessmentRow.version_no)).where(
            AssessmentRow.request_id == request_id, AssessmentRow.kind == found.kind
        )
    )
    number = (last or 0) + 1
    bi = found.best_interests
    session.add(
        AssessmentRow(
            request_id=request_id,
            kind=found.kind,
            version_no=number,
            method=found.method,
            assessor_id=found.assessor_id,
            assessor_name=found.assessor_name,
            carried_out_on=found.carried_out_on,
            result=found.result,
            copy_received_on=found.copy_received_on,
            legal_test=bi.test.test if bi and bi.test else "",
            details=assessments.details_of(found),
            recorded_by=recorded_by,
            recorded_at=at,
        )
    )
    session.flush()
    return number


def return_assessment(session: Session, request_id: int, kind: AssessmentKind, reason: str) -> None:
    """Mark the newest version of an assessment as returned for correction."""
    row = session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.request_id == request_id, AssessmentRow.kind == kind)
        .order_by(AssessmentRow.version_no.desc())
        .limit(1)
    ).one()
    row.returned_reason = reason


def add_authorisation(
    session: Session, case: Case, given: Authorisation, *, signatory_id: int
) -> int:
    """Add the standard authorisation of a case and return its id."""
    row = AuthorisationRow(
        request_id=case.request.id,
        person_id=case.person_id,
        place_id=case.place.id,
        given_at=given.given_at,
        given_on=given.given_on,
        in_force_on=given.in_force_on,
        last_day=given.last_day,
        purpose=given.purpose,
        period_reason=given.period_reason,
        reasons={kind.value: words for kind, words in given.reasons.items()},
        eligibility_case=given.eligibility_case.value,
        conditions=list(given.conditions),
        scrutiny=dict(given.scrutiny),
        scrutiny_notes=given.scrutiny_notes,
        representative=codec.dump(given.representative) if given.representative else None,
        signatory_id=signatory_id,
        signatory_name=given.signatory_name,
        late_reason=given.late_reason,
        late_note=given.late_note,
    )
    session.add(row)
    session.flush()
    return row.id


def add_refusal(session: Session, request_id: int, refused: Refusal, *, signatory_id: int) -> int:
    """Add the refusal of a request and return its id."""
    row = RefusalRow(
        request_id=request_id,
        decided_at=refused.decided_at,
        decided_on=refused.decided_on,
        grounds=[kind.value for kind in refused.grounds],
        reasons=refused.reasons,
        is_no_deprivation=refused.is_no_deprivation,
        says_unauthorised=refused.says_unauthorised,
        ma_received_on=refused.ma_received_on,
        signatory_id=signatory_id,
        signatory_name=refused.signatory_name,
        late_reason=refused.late_reason,
        late_note=refused.late_note,
    )
    session.add(row)
    session.flush()
    return row.id


def note_refusal_received(session: Session, request_id: int, on: date) -> None:
    """Note when the managing authority received the paragraph 58 notice."""
    row = session.scalars(select(RefusalRow).where(RefusalRow.request_id == request_id)).one()
    row.ma_received_on = on


def add_copies(
    session: Session, request_id: int, lines: Iterable[Due], document_id: int | None = None
) -> None:
    """Add one line for each recipient the law names; ``document_id`` is the paper they get."""
    session.add_all(
        CopyRow(
            request_id=request_id,
            event=line.event.value,
            recipient=line.recipient.value,
            name=line.name,
            address=line.address,
            papers=[paper.value for paper in line.papers],
            rule_id=line.rule_id.value,
            is_statutory=line.is_statutory,
            document_id=document_id,
        )
        for line in lines
    )


def link_copies(session: Session, request_id: int, code: str, document_id: int) -> None:
    """Let the lines that wait for a paper of a code, and have none yet, name this one."""
    for row in session.scalars(select(CopyRow).where(CopyRow.request_id == request_id)):
        if row.document_id is None and code in row.papers:
            row.document_id = document_id


def copies_again(session: Session, request_id: int, old_id: int, new_id: int) -> int:
    """Send a corrected paper to whoever the first one was for, and return how many get it again.

    Lines that still wait name the new paper; whoever had the old one gets a line for the new one.
    Whoever was not sent the old one, for a recorded reason, is not sent the new one either.
    """
    rows = session.scalars(
        select(CopyRow).where(CopyRow.request_id == request_id, CopyRow.document_id == old_id)
    ).all()
    had = [row for row in rows if row.sent_on is not None]
    for row in rows:
        if row.sent_on is None and not row.reason_not_sent:
            row.document_id = new_id
    session.add_all(
        CopyRow(
            request_id=request_id, event=row.event, recipient=row.recipient, name=row.name,
            address=row.address, papers=list(row.papers), rule_id=row.rule_id,
            is_statutory=row.is_statutory, document_id=new_id,
        )
        for row in had
    )  # fmt: skip
    return len(had)


def settle_copy(
    session: Session, request_id: int, copy_id: int, *,
    sent_on: date | None, method: str, reason_not_sent: str, reason_code: str = "",
) -> None:  # fmt: skip
    """Tick a copy off as sent, or note why it was not; ``reason_code`` is the kind of exception."""
    row = session.get_one(CopyRow, copy_id)
    if row.request_id != request_id:
        raise NoSuchCase("NO_SUCH_CASE")
    row.sent_on, row.method = sent_on, method
    row.reason_not_sent, row.reason_code = reason_not_sent, reason_code


def add_event(
    session: Session,
    request_id: int,
    *,
    kind: str,
    happened_on: date,
    detail: str,
    recorded_by: int,
    recorded_at: datetime,
    happened_time: time | None = None,
    corrects_id: int | None = None,
) -> None:
    """Add something that happened; ``corrects_id`` is the entry that it puts right, if any."""
    session.add(
        EventRow(
            request_id=request_id,
            kind=kind,
            happened_on=happened_on,
            detail=detail,
            happened_time=happened_time,
            recorded_by=recorded_by,
            recorded_at=recorded_at,
            corrects_id=corrects_id,
        )
    )


def replace_contacts(session: Session, person_id: int, contacts: Iterable[Contact]) -> None:
    """Replace the contacts of a person by those given."""
    session.execute(delete(ContactRow).where(ContactRow.person_id == person_id))
    session.add_all(
        ContactRow(
            person_id=person_id, name=c.name, relationship=c.relationship, role=c.role,
            address=c.address, phone=c.phone, email=c.email,
        )
        for c in contacts
    )  # fmt: skip


def others(session: Session, case: Case) -> tuple[int, ...]:
    """Return the ids of other requests about the same person in the same place, oldest first."""
    statement = (
        select(RequestRow.id)
        .where(
            RequestRow.person_id == case.person_id,
            RequestRow.place_id == case.place.id,
            RequestRow.id != case.request.id,
        )
        .order_by(RequestRow.received_on, RequestRow.id)
    )
    return tuple(session.scalars(statement))


def authorised_before(session: Session, case: Case) -> tuple[int, str] | None:
    """Return the request whose authorisation of the person in this place came last before a case.

    Its id and its reference.
    """
    row = session.execute(
        select(RequestRow.id, RequestRow.ref)
        .join(AuthorisationRow, AuthorisationRow.request_id == RequestRow.id)
        .where(
            RequestRow.person_id == case.person_id,
            RequestRow.place_id == case.place.id,
            RequestRow.id != case.request.id,
            AuthorisationRow.in_force_on
            < (case.authorisation.in_force_on if case.authorisation else date.max),
        )
        .order_by(AuthorisationRow.in_force_on.desc(), RequestRow.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row is not None else None


def of_person(session: Session, person_id: int) -> tuple[int, ...]:
    """Return the ids of every request about a person, oldest first."""
    return tuple(
        session.scalars(
            select(RequestRow.id)
            .where(RequestRow.person_id == person_id)
            .order_by(RequestRow.received_on, RequestRow.id)
        )
    )


def at_place(session: Session, place_id: int) -> tuple[int, ...]:
    """Return the ids of every request about a place, oldest first."""
    return tuple(
        session.scalars(
            select(RequestRow.id)
            .where(RequestRow.place_id == place_id)
            .order_by(RequestRow.received_on, RequestRow.id)
        )
    )


def state_of(session: Session, request_id: int) -> RequestState:
    """Return the state of a request."""
    return session.get_one(RequestRow, request_id).state


def _fields(record: Any) -> dict[str, Any]:
    return asdict(record)


def _request(row: RequestRow, recorded_by: str) -> Request:
    return Request(
        **{name: getattr(row, name) for name in _REQUEST_FIELDS}, recorded_by=recorded_by
    )


def _contacts(session: Session, person_id: int) -> tuple[Contact, ...]:
    rows = session.scalars(
        select(ContactRow).where(ContactRow.person_id == person_id).order_by(ContactRow.id)
    )
    return tuple(Contact(r.name, r.relationship, r.role, r.address, r.phone, r.email) for r in rows)


def _urgent(session: Session, request_id: int) -> Urgent | None:
    row = session.scalar(select(UrgentRow).where(UrgentRow.request_id == request_id))
    if row is None:
        return None
    return Urgent(**{name: getattr(row, name) for name in Urgent.__dataclass_fields__})


def _extension(session: Session, request_id: int) -> Extension | None:
    row = session.scalar(select(ExtensionRow).where(ExtensionRow.request_id == request_id))
    if row is None:
        return None
    return Extension(**{name: getattr(row, name) for name in Extension.__dataclass_fields__})


def _running(session: Session, request_id: int) -> list[AllocationRow]:
    statement = select(AllocationRow).where(
        AllocationRow.request_id == request_id, AllocationRow.ended_on.is_(None)
    )
    return list(session.scalars(statement))


def _allocations(session: Session, request_id: int) -> tuple[Allocation, ...]:
    statement = (
        select(AllocationRow, AssessorRow.name)
        .join(AssessorRow, AssessorRow.id == AllocationRow.assessor_id)
        .where(AllocationRow.request_id == request_id)
        .order_by(AllocationRow.id)
    )
    return tuple(
        Allocation(
            id=row.id,
            kind=row.kind,
            assessor_id=row.assessor_id,
            assessor_name=name,
            selected_on=row.selected_on,
            due_on=row.due_on,
            declarations={Declared(q): a for q, a in row.declarations.items()},
            ended_on=row.ended_on,
            end_reason=row.end_reason,
            stop_notice_on=row.stop_notice_on,
            return_on=row.return_on,
            batch_id=row.batch_id,
        )
        for row, name in session.execute(statement)
    )


def _assessments(session: Session, request_id: int) -> list[Assessment]:
    rows = session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.request_id == request_id)
        .order_by(AssessmentRow.kind, AssessmentRow.version_no)
    )
    return [assessments.of_row(row) for row in rows]


def _or_none(kind: Any, value: Any) -> Any:
    return kind(value) if value is not None else None


def _or_none_record(kind: Any, value: Any) -> Any:
    return codec.load(value, kind) if value is not None else None


def _authorisation(session: Session, request_id: int) -> Authorisation | None:
    row = session.scalar(select(AuthorisationRow).where(AuthorisationRow.request_id == request_id))
    if row is None:
        return None
    return Authorisation(
        id=row.id,
        given_at=row.given_at,
        given_on=row.given_on,
        in_force_on=row.in_force_on,
        last_day=row.last_day,
        purpose=row.purpose,
        period_reason=row.period_reason,
        reasons={AssessmentKind(kind): words for kind, words in row.reasons.items()},
        eligibility_case=EligibilityCase(row.eligibility_case),
        conditions=tuple(row.conditions),
        signatory_name=row.signatory_name,
        scrutiny=row.scrutiny,
        scrutiny_notes=row.scrutiny_notes,
        representative=_or_none_record(Representative, row.representative),
        late_reason=row.late_reason,
        late_note=row.late_note,
    )


def note_ceases(session: Session, request_id: int, ended_on: date | None, reason: str) -> None:
    """Keep beside an authorisation the day it ceased early, so that others can be asked for it."""
    session.execute(
        update(AuthorisationRow)
        .where(AuthorisationRow.request_id == request_id)
        .values(ended_on=ended_on, end_reason=reason)
    )


def _others_until(session: Session, row: RequestRow) -> date | None:
    return session.scalar(
        select(func.max(func.coalesce(AuthorisationRow.ended_on, AuthorisationRow.last_day))).where(
            AuthorisationRow.person_id == row.person_id,
            AuthorisationRow.place_id == row.place_id,
            AuthorisationRow.request_id != row.id,
        )
    )


def _replaced_on(session: Session, request_id: int) -> date | None:
    """Return when a later authorisation of the person takes the place of this one, if one does.

    One that overlaps it in this place was given during a review; elsewhere only a change of place
    ends this one (Sch A1 paras 25, 30 and 62(2)).
    """
    own, later = aliased(AuthorisationRow), aliased(AuthorisationRow)
    statement = (
        select(func.min(later.in_force_on))
        .join(RequestRow, RequestRow.id == later.request_id)
        .join(own, own.person_id == later.person_id)
        .where(
            own.request_id == request_id,
            later.request_id != request_id,
            or_(
                later.in_force_on > own.in_force_on,
                and_(later.in_force_on == own.in_force_on, later.id > own.id),
            ),
            later.in_force_on <= own.last_day,
            or_(
                later.place_id == own.place_id,
                RequestRow.type == RequestType.CHANGE_OF_PLACE,
            ),
        )
    )
    return session.scalar(statement)


def earlier_urgent_on(
    session: Session, person_id: int, place_id: int, *, before: date, request_id: int = 0
) -> date | None:
    """Return when an urgent authorisation was last given for the same detention, if one was.

    A detention that is known to have ended, and begins again, is another one (dols.md 10.6).
    ``before`` is exclusive; ``request_id`` is the request that asks, which does not count.
    """
    here = (
        RequestRow.person_id == person_id,
        RequestRow.place_id == place_id,
        RequestRow.id != request_id,
    )
    ended_on = session.scalar(
        select(func.max(RequestRow.arrangements_to)).where(
            *here, RequestRow.arrangements_to < before
        )
    )
    statement = (
        select(func.max(UrgentRow.given_on))
        .join(RequestRow, RequestRow.id == UrgentRow.request_id)
        .where(*here, UrgentRow.given_on < before)
    )
    if ended_on is not None:
        statement = statement.where(UrgentRow.given_on > ended_on)
    return session.scalar(statement)


def _refusal(session: Session, request_id: int) -> Refusal | None:
    row = session.scalar(select(RefusalRow).where(RefusalRow.request_id == request_id))
    if row is None:
        return None
    return Refusal(
        id=row.id,
        decided_at=row.decided_at,
        decided_on=row.decided_on,
        grounds=tuple(AssessmentKind(kind) for kind in row.grounds),
        reasons=row.reasons,
        signatory_name=row.signatory_name,
        is_no_deprivation=row.is_no_deprivation,
        says_unauthorised=row.says_unauthorised,
        ma_received_on=row.ma_received_on,
        late_reason=row.late_reason,
        late_note=row.late_note,
    )


def _copies(session: Session, request_id: int) -> tuple[CopyLine, ...]:
    rows = session.scalars(
        select(CopyRow).where(CopyRow.request_id == request_id).order_by(CopyRow.id)
    )
    return tuple(
        CopyLine(
            id=r.id, event=r.event, recipient=r.recipient, name=r.name, address=r.address,
            papers=tuple(r.papers), rule_id=r.rule_id, is_statutory=r.is_statutory,
            sent_on=r.sent_on, method=r.method, reason_not_sent=r.reason_not_sent,
            reason_code=r.reason_code, document_id=r.document_id,
        )
        for r in rows
    )  # fmt: skip


def _events(session: Session, request_id: int) -> tuple[CaseEvent, ...]:
    statement = (
        select(EventRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == EventRow.recorded_by)
        .where(EventRow.request_id == request_id)
        .order_by(EventRow.id)
    )
    return tuple(
        CaseEvent(
            row.id, row.happened_on, row.happened_time, row.kind, row.detail, row.recorded_at,
            name, row.corrects_id,
        )
        for row, name in session.execute(statement)
    )  # fmt: skip
