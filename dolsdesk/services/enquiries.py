"""Enquiries: a home that rings before it asks for anything (after-agni.md AG-W3)."""

from dataclasses import dataclass

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols import enquiries
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.enquiries import Enquiry
from dolsdesk.domain.people import Person
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import persons
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import worklist
from dolsdesk.store.reads.worklist import CaseLine
from dolsdesk.store.repos import people, places, records


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """One enquiry as a list shows it; ``since`` are the requests that came after it."""

    record: Record[Enquiry]
    person_id: int
    person: Person
    place: Place
    since: tuple[CaseLine, ...]

    @property
    def flags(self) -> tuple[Problem, ...]:
        """Return what is marked as a defect."""
        return enquiries.flags(self.record.facts, has_request=bool(self.since))


def log(
    ctx: Context, found: Enquiry, *, person: Person, place_id: int, person_id: int | None = None
) -> Outcome[int]:
    """Record an enquiry and return its record; nothing is decided and no clock runs.

    Raises:
        ProblemsFound: nobody asks, nothing is said, no view of the home, a day to come, an
            extension where nothing was requested, or a place that is no hospital or care home.
    """
    settle(enquiries.problems(found, as_at=ctx.today), "")
    with ctx.acting(Act.RECORD_EVENT) as write:
        if places.load(write.session, place_id).kind is PlaceKind.OTHER:
            settle((Code.SETTING_NOT_COVERED.problem(),), "")
        persons.refuse_taken_number(write.session, person, person_id)
        known = persons.put(write, person, person_id)
        record_id = records.add(
            write.session, RecordKind.ENQUIRY, found, on=found.on, person_id=known,
            place_id=place_id, recorded_by=ctx.actor.id, recorded_at=write.at,
        )  # fmt: skip
        write.record(
            "log_enquiry", "record", record_id,
            after={"on": found.on.isoformat(), "person_id": known, "place_id": place_id,
                   "ma_view": found.ma_view.value},
        )  # fmt: skip
    return Outcome(record_id, _changes(known))


def listed(ctx: Context) -> tuple[EnquiryLine, ...]:
    """Return every enquiry, the newest first."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        found = [
            EnquiryLine(
                record=one,
                person_id=person_id,
                person=people.load(session, person_id),
                place=places.load(session, one.place_id or 0),
                since=_since(session, one, person_id),
            )
            for one, person_id in records.with_people(session, RecordKind.ENQUIRY)
            if not one.is_void
        ]
    return tuple(sorted(found, key=lambda one: (one.record.on, one.record.id), reverse=True))


def _since(session: ReadSession, record: Record[Enquiry], person_id: int) -> tuple[CaseLine, ...]:
    """Return the requests about the person that came on the day of an enquiry or later."""
    found = worklist.of_person(session, person_id, besides=0)
    return tuple(one for one in found if one.received_on >= record.facts.on)


def _changes(person_id: int) -> Changes:
    return Changes(people=frozenset({person_id}), lists=frozenset({Listing.REFERRALS}))
