"""The projection that lists read: one row a case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from dolsdesk.domain import text
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Person
from dolsdesk.domain.places import Place
from dolsdesk.store import search
from dolsdesk.store.repos import people
from dolsdesk.store.tables.summaries import SummaryRow


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists show of a case."""

    request_id: int
    ref: str
    person_id: int
    person: Person
    place: Place
    state: RequestState
    is_open: bool
    received_on: date
    urgent_given: bool
    priority: str
    due_on: date | None
    completed_on: date | None
    urgent_last_on: date | None
    no_authority_from: date | None
    expires_on: date | None
    renewal_prompt_on: date | None
    next_step: str
    next_contact_on: date | None
    bia_id: int | None
    bia_name: str
    mh_id: int | None
    mh_name: str
    decided_on: date | None
    outcome: str
    closed_on: date | None
    unsent_count: int
    objects: bool
    legal_test: str
    edition: str
    late_reason: str = ""
    triaged_on: date | None = None
    triage_asked_on: date | None = None
    contacted_on: date | None = None
    agni_screen: str = ""
    is_letter_due: bool = False
    has_further_request: bool = False


_OWN = {"person", "place"}


def values(summary: Summary) -> dict[str, Any]:
    """Return the columns of a summary."""
    plain = {
        name: getattr(summary, name) for name in Summary.__dataclass_fields__ if name not in _OWN
    }
    person, place = summary.person, summary.place
    return {
        **plain,
        "person_name": person.index_name,
        "name_key": people.name_key(person),
        "born_on": person.date_of_birth,
        "place_id": place.id,
        "place_name": place.name,
        "place_key": text.fold(place.name),
        "place_kind": place.kind,
    }


def words(summary: Summary) -> list[str]:
    """Return the words by which a case is found."""
    person, place = summary.person, summary.place
    return [*people.words(person, summary.ref), place.name, place.cqc_location_code]


def put(session: Session, summary: Summary) -> None:
    """Write the summary and the search entry of a case; that it was followed stays noted."""
    was_followed = session.scalar(
        select(SummaryRow.has_further_request).where(SummaryRow.request_id == summary.request_id)
    )
    session.execute(delete(SummaryRow).where(SummaryRow.request_id == summary.request_id))
    row = values(summary)
    row["has_further_request"] = row["has_further_request"] or bool(was_followed)
    session.execute(insert(SummaryRow).values(**row))
    search.put(session, search.Kind.REQUEST, summary.request_id, words(summary))


def note_further_request(session: Session, case: Case) -> None:
    """Mark earlier cases of the person at the place as followed by a further request."""
    if case.request.type is RequestType.FIRST and case.request.existing_sa_last_day is None:
        return
    session.execute(
        update(SummaryRow)
        .where(
            SummaryRow.person_id == case.person_id,
            SummaryRow.place_id == case.place.id,
            SummaryRow.request_id != case.request.id,
            SummaryRow.received_on <= case.request.received_on,
        )
        .values(has_further_request=True)
    )
