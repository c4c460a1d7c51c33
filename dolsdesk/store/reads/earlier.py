"""Assessments made for earlier requests about the same person."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.store.repos.assessments import of_row
from dolsdesk.store.tables.assessments import AssessmentRow
from dolsdesk.store.tables.places import PlaceRow
from dolsdesk.store.tables.requests import RequestRow

_LIMIT = 12


@dataclass(frozen=True, slots=True)
class EarlierAssessment:
    """One earlier assessment and the request it was made for."""

    ref: str
    assessment: Assessment
    place_id: int
    place_name: str


def forms_of_person(
    session: Session, person_id: int, kinds: Collection[AssessmentKind]
) -> list[tuple[int, str, Assessment]]:
    """Return every version of some kinds about a person with its request, oldest first."""
    rows = session.execute(
        select(AssessmentRow, RequestRow.id, RequestRow.ref)
        .join(RequestRow, RequestRow.id == AssessmentRow.request_id)
        .where(RequestRow.person_id == person_id, AssessmentRow.kind.in_(kinds))
        .order_by(AssessmentRow.request_id, AssessmentRow.version_no)
    )
    return [(request_id, ref, of_row(row)) for row, request_id, ref in rows]


def of_person(
    session: Session, person_id: int, kind: AssessmentKind, *, besides: int
) -> tuple[EarlierAssessment, ...]:
    """Return the assessments of a kind about a person, newest first, whatever they found.

    One that was sent back is among them; so is the version that took its place.
    """
    rows = session.execute(
        select(AssessmentRow, RequestRow.ref, PlaceRow.id, PlaceRow.name)
        .join(RequestRow, RequestRow.id == AssessmentRow.request_id)
        .join(PlaceRow, PlaceRow.id == RequestRow.place_id)
        .where(
            RequestRow.person_id == person_id,
            AssessmentRow.kind == kind,
            AssessmentRow.request_id != besides,
        )
        .order_by(AssessmentRow.carried_out_on.desc(), AssessmentRow.id.desc())
        .limit(_LIMIT)
    )
    return tuple(
        EarlierAssessment(ref, of_row(row), place_id, place_name)
        for row, ref, place_id, place_name in rows
    )
