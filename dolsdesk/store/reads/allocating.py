"""What allocating turns on: waiting cases, who assessed whom before, and reports still out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.assessors import Interest
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.store.reads.load import DONE
from dolsdesk.store.tables.allocations import AllocationRow
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.assessors import AssessorRow, InterestRow
from dolsdesk.store.tables.people import PersonRow
from dolsdesk.store.tables.places import PlaceRow
from dolsdesk.store.tables.requests import RequestRow
from dolsdesk.store.tables.summaries import SummaryRow


class ToAllocate(NamedTuple):
    """A waiting case with what choosing assessors turns on."""

    request_id: int
    ref: str
    version: int
    person_id: int
    person_name: str
    language: str
    diagnosis: str
    place_id: int
    place_name: str
    postcode: str
    service_types: str
    is_hospital: bool
    is_run_by_council: bool
    priority: str
    received_on: date
    due_on: date | None
    no_authority_from: date | None


class Covered(NamedTuple):
    """A kind of a request that has its assessor or its assessment already."""

    request_id: int
    kind: AssessmentKind
    assessor_id: int | None
    is_equivalent: bool


class OutRow(NamedTuple):
    """A kind of a report that is still out; a row for each kind."""

    request_id: int
    ref: str
    given_names: str
    family_name: str
    person_name: str
    place_name: str
    due_on: date | None
    assessor_id: int
    assessor: str
    email: str
    kind: AssessmentKind
    selected_on: date
    return_on: date


def waiting(session: Session) -> tuple[ToAllocate, ...]:
    """Return every triaged request that waits, the first received first."""
    rows = session.execute(
        select(
            SummaryRow.request_id, SummaryRow.ref, RequestRow.version, SummaryRow.person_id,
            SummaryRow.person_name, PersonRow.language, RequestRow.diagnosis, PlaceRow.id,
            PlaceRow.name, PlaceRow.postcode, PlaceRow.service_types,
            PlaceRow.kind == "hospital", PlaceRow.is_run_by_council, SummaryRow.priority,
            SummaryRow.received_on, SummaryRow.due_on, SummaryRow.no_authority_from,
        )
        .join(RequestRow, RequestRow.id == SummaryRow.request_id)
        .join(PersonRow, PersonRow.id == RequestRow.person_id)
        .join(PlaceRow, PlaceRow.id == RequestRow.place_id)
        .where(SummaryRow.state == RequestState.WAITING, SummaryRow.priority != "")
        .order_by(SummaryRow.received_on, SummaryRow.request_id)
    )  # fmt: skip
    return tuple(ToAllocate._make(row) for row in rows)


def covered(session: Session, request_ids: Iterable[int]) -> tuple[Covered, ...]:
    """Return the kinds of some requests that need nobody any more."""
    ids = tuple(request_ids)
    running = session.execute(
        select(AllocationRow.request_id, AllocationRow.kind, AllocationRow.assessor_id).where(
            AllocationRow.request_id.in_(ids), AllocationRow.ended_on.is_(None)
        )
    )
    found = [Covered(*row, False) for row in running]
    done = session.execute(
        select(
            AssessmentRow.request_id, AssessmentRow.kind, AssessmentRow.assessor_id,
            AssessmentRow.method,
        ).where(AssessmentRow.request_id.in_(ids), AssessmentRow.returned_reason == "")
    )  # fmt: skip
    found += [Covered(*row[:3], row[3] is Method.EQUIVALENT) for row in done]
    return tuple(found)


def assessed_before(
    session: Session, person_ids: Iterable[int], *, but: int = 0
) -> dict[int, dict[int, date]]:
    """Return when each assessor last assessed each of some people, in any request but one."""
    last_on = func.max(AssessmentRow.carried_out_on)
    rows = session.execute(
        select(RequestRow.person_id, AssessmentRow.assessor_id, last_on)
        .join(RequestRow, RequestRow.id == AssessmentRow.request_id)
        .where(
            RequestRow.person_id.in_(tuple(person_ids)),
            RequestRow.id != but,
            AssessmentRow.method == Method.NEW,
            AssessmentRow.assessor_id.is_not(None),
        )
        .group_by(RequestRow.person_id, AssessmentRow.assessor_id)
    )
    found: dict[int, dict[int, date]] = {}
    for person_id, assessor_id, on in rows:
        assert assessor_id is not None  # noqa: S101  (asked for above)
        found.setdefault(person_id, {})[assessor_id] = on
    return found


def interests(
    session: Session, people: Iterable[int], places: Iterable[int]
) -> tuple[Interest, ...]:
    """Return the known conflicts with any of some people or places."""
    rows = session.scalars(
        select(InterestRow)
        .where(
            or_(InterestRow.person_id.in_(tuple(people)), InterestRow.place_id.in_(tuple(places)))
        )
        .order_by(InterestRow.id)
    )
    return tuple(Interest(r.assessor_id, r.kind, r.person_id, r.place_id, r.note) for r in rows)


def out(session: Session) -> tuple[OutRow, ...]:
    """Return the reports that are still out, by the day they are asked for.

    Nobody is asked for a report who was told to stop, or whose request has ended.
    """
    statement = (
        select(
            AllocationRow.request_id, SummaryRow.ref, PersonRow.given_names, PersonRow.family_name,
            SummaryRow.person_name, SummaryRow.place_name, SummaryRow.due_on, AssessorRow.id,
            AssessorRow.name, AssessorRow.email, AllocationRow.kind, AllocationRow.selected_on,
            AllocationRow.return_on,
        )
        .join(SummaryRow, SummaryRow.request_id == AllocationRow.request_id)
        .join(PersonRow, PersonRow.id == SummaryRow.person_id)
        .join(AssessorRow, AssessorRow.id == AllocationRow.assessor_id)
        .where(
            AllocationRow.ended_on.is_(None),
            AllocationRow.stop_notice_on.is_(None),
            AllocationRow.return_on.is_not(None),
            SummaryRow.is_open,
            ~DONE,
        )
        .order_by(
            AllocationRow.return_on, AllocationRow.request_id, AssessorRow.id, AllocationRow.id
        )
    )  # fmt: skip
    return tuple(OutRow._make(row) for row in session.execute(statement))


def by_case(found: Iterable[Covered]) -> Mapping[int, tuple[Covered, ...]]:
    """Return what is covered, by request."""
    held: dict[int, list[Covered]] = {}
    for one in found:
        held.setdefault(one.request_id, []).append(one)
    return {request_id: tuple(kinds) for request_id, kinds in held.items()}
