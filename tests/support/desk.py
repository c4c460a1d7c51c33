"""Builders: a real store in a file, invented people, and cases at any stage.

Every name here is invented. Builders go through the services, so that what they make is what the
product makes.
"""

import shutil
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from dolsdesk.clock import FixedClock
from dolsdesk.domain.audit import Entry
from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    EligibilityCase,
    Method,
    Recommendation,
    Result,
    SelectedBy,
)
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.case import (
    Answered,
    Case,
    Channel,
    FormUsed,
    Representative,
    Request,
    Urgent,
)
from dolsdesk.domain.dols.decision import Grant, Scrutiny
from dolsdesk.domain.dols.endings import ClosedAs, Closure, ClosureReason, Evidence
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod, RequestType
from dolsdesk.domain.dols.form_parts import Advised
from dolsdesk.domain.dols.legal_test import (
    FACTORS,
    Consent,
    Direction,
    DolTestRecord,
    EvidenceKind,
    Factor,
    Finding,
    Imputable,
    Medication,
    Objective,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.legal_test import Evidence as TestEvidence
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Contact, Gender, Person
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Role
from dolsdesk.services import allocation, assessments, cases, decisions, requests, rework
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk, assemble
from dolsdesk.store import audit, schema
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import assessors, places, staff
from dolsdesk.store.repos import settings as settings_repo

TODAY = date(2026, 11, 23)  # a Monday
COUNCIL = {
    "store_id": "0a1b2c3d4e5f",
    "council_name": "Norchester City Council",
    "council_gss": "E99999999",
    "council_address": "1 Market Place\nNorchester\nNX1 1AA",
}


def make_template(folder: Path) -> Path:
    """Make an empty store to be copied by each test."""
    path = folder / "template.db"
    store = Store(Location(path=path))
    schema.create(store.engine)
    store.close()
    return path


def open_copy(template: Path, folder: Path, clock: FixedClock | None = None) -> Desk:
    """Open a fresh copy of the template, with the council's name set."""
    path = folder / "desk.db"
    shutil.copy(template, path)
    return open_on(Store(Location(path=path)), clock)


def open_on(store: Store, clock: FixedClock | None = None) -> Desk:
    """Open a desk on an empty store, with the council's name set."""
    desk = assemble(store, clock or FixedClock.at(TODAY))
    furnish(desk)
    return desk


def furnish(desk: Desk) -> None:
    """Set the council's name and add one person of each role."""
    with desk.store.acting(
        actor_id=None, actor="set-up", workstation="test", at=desk.clock.now()
    ) as write:
        settings_repo.write(write.session, COUNCIL)
        for name, roles in (
            ("Ada Min", {Role.ADMINISTRATOR}),
            ("Lee Deer", {Role.LEAD}),
            ("Sig Natory", {Role.SIGNATORY}),
            ("Audrey Tor", {Role.AUDITOR}),
        ):
            staff.add_member(write.session, name=name, roles=roles, job_title=name.split()[0])
        write.record("set_up", "setting", None, after=COUNCIL)


class World:
    """A desk with a home, a hospital and assessors, and people to act as."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.people = {member.name: member for member in desk.staff()}
        self.home = self.a_place("Rosewood House", "1-1000000001")
        self.council_home = self.a_place("Civic Lodge", "1-1000000002", is_run_by_council=True)
        self.hospital = self.a_place("Norchester General", "RXX01", kind=PlaceKind.HOSPITAL)
        self.bia = self.an_assessor("Bea Iqbal", Profession.SOCIAL_WORKER)
        self.doctor = self.an_assessor("Dr Mo Hart", Profession.DOCTOR, s12_until=date(2028, 1, 1))

    def close(self) -> None:
        self.desk.close()

    @property
    def admin(self) -> Context:
        return self.desk.context(self.people["Ada Min"])

    @property
    def lead(self) -> Context:
        return self.desk.context(self.people["Lee Deer"])

    @property
    def signatory(self) -> Context:
        return self.desk.context(self.people["Sig Natory"])

    @property
    def auditor(self) -> Context:
        return self.desk.context(self.people["Audrey Tor"])

    def _write(self, work):
        with self.desk.store.acting(
            actor_id=None, actor="set-up", workstation="test", at=self.desk.clock.now()
        ) as write:
            result = work(write.session)
            write.record("set_up", "register", None)
        return result

    def a_place(self, name: str, code: str, **values) -> int:
        record = {
            "name": name,
            "kind": PlaceKind.CARE_HOME,
            "cqc_location_code": code,
            "managing_authority": f"{name} Limited",
            "address": "2 Hill Road, Norchester",
            "postcode": "NX2 2BB",
            **values,
        }
        return self._write(lambda session: places.put(session, record))[0]

    def an_assessor(self, name: str, profession: Profession, **values) -> int:
        record = {
            "name": name,
            "profession": profession,
            "registered_on": date(2015, 1, 1),
            "initial_training_on": date(2018, 1, 1),
            "insured_until": date(2027, 12, 31),
            "dbs_on": date(2024, 1, 1),
            **values,
        }
        training = record.pop("training", [date(2026, 6, 1)])
        return self._write(lambda session: assessors.add(session, record, training))

    def a_signatory_who_assesses(self, name: str, assessor_id: int) -> Context:
        self._write(
            lambda session: staff.add_member(
                session, name=name, roles={Role.SIGNATORY}, assessor_id=assessor_id
            )
        )
        return self.desk.context(next(m for m in self.desk.staff() if m.name == name))

    def trail(self, action: str = "") -> list[Entry]:
        """Return the entries of the audit trail: all, or those of one kind of act."""
        with self.desk.store.reading() as session:
            return [one for one in audit.entries(session) if action in {"", one.action}]

    # Cases

    def case(self, request_id: int) -> Case:
        return cases.open_case(self.admin, request_id).case

    def a_case(self, *, urgent: bool = False, reason: str = "as it came", **values) -> int:
        """Log a request; the fields of the request and ``person`` may be given."""
        new = new_request(values.pop("place_id", self.home), urgent=urgent, **values)
        return requests.log(self.admin, new, reason=reason).value

    def allocated(self, request_id: int) -> int:
        for assessor, kinds in (
            (self.bia, allocation.USUAL_KINDS[AssessmentKind.BI]),
            (self.doctor, allocation.USUAL_KINDS[AssessmentKind.MH]),
        ):
            allocation.allocate(
                self.admin,
                request_id,
                assessor_id=assessor,
                kinds=kinds,
                declarations=dict.fromkeys(Declared, False),
                reason="load accepted",
            )
        return request_id

    def assessed(self, request_id: int, **changes) -> int:
        """Record all six; ``changes`` names kinds with other values, e.g. ``nr={...}``."""
        for kind in (
            AssessmentKind.MH,
            AssessmentKind.ELIG,
            AssessmentKind.AGE,
            AssessmentKind.MC,
            AssessmentKind.NR,
            AssessmentKind.BI,
        ):
            found = replace(
                an_assessment(kind, self.desk.clock.today()), **changes.get(kind.value, {})
            )
            assessments.record(self.admin, request_id, found, reason="as received")
        return request_id

    def turned_negative(
        self, request_id: int, kind: AssessmentKind = AssessmentKind.NR, **values
    ) -> int:
        """Record one assessment of an allocated request, with a negative result."""
        found = an_assessment(
            kind, self.desk.clock.today(), **{"result": Result.NEGATIVE, **values}
        )
        assessments.record(self.admin, request_id, found, reason="as received")
        return request_id

    def stopped(self, request_id: int) -> int:
        """Tell the assessors still working to stop, as must be done before a refusal."""
        allocation.tell_to_stop(self.admin, request_id)
        return request_id

    def assessed_negative(self, request_id: int) -> int:
        """Record one negative assessment, of mental capacity."""
        found = replace(
            an_assessment(AssessmentKind.MC, self.desk.clock.today()), result=Result.NEGATIVE
        )
        assessments.record(self.admin, request_id, found, reason="as received")
        return request_id

    def submitted(self, request_id: int) -> int:
        decisions.submit(self.admin, request_id)
        return request_id

    def sent_back(
        self, request_id: int, kind: AssessmentKind, note: str = "Thin", *, days: int = 5,
        reason: ReturnReason = ReturnReason.NO_REASONS, by: Context | None = None,
    ) -> int:  # fmt: skip
        """Send an assessment back to its assessor, and return the number of the record."""
        ctx = by or self.signatory
        return rework.send_back(
            ctx, request_id, kind=kind, reason=reason, note=note,
            due_on=ctx.today + timedelta(days=days), because="Agreed",
        ).value  # fmt: skip

    def granted(self, request_id: int, **values) -> int:
        decisions.grant(
            self.signatory,
            request_id,
            a_grant(self.desk.clock.today(), **values),
            late_reason="queue",
            late_note="Nobody was free.",
            reason="signed",
        )
        return request_id

    def whole_way(self, **values) -> int:
        """Log, allocate, assess, submit and grant one request."""
        return self.granted(self.submitted(self.assessed(self.allocated(self.a_case(**values)))))


def a_person(**values) -> Person:
    """Return an invented person."""
    record = {
        "family_name": "Łukasz-O'Neill",
        "given_names": "Ŵyn",
        "date_of_birth": date(1941, 5, 6),
        "gender": Gender.FEMALE,
        "usual_address": "2 Hill Road, Norchester",
        "postcode": "NX2 2BB",
        **values,
    }
    return Person(**record)


def new_request(
    place_id: int,
    *,
    urgent: bool = False,
    person: Person | None = None,
    person_id: int | None = None,
    urgent_given_on: date | None = None,
    urgent_days: int = 7,
    **values,
) -> requests.NewRequest:
    """Return a complete request as typed."""
    received_on = values.pop("received_on", date(2026, 11, 21))
    request = Request(
        id=0,
        ref="",
        state=RequestState.RECEIVED,
        **{
            "type": RequestType.FIRST,
            "received_on": received_on,
            "received_time": time(23, 40),
            "channel": Channel.EMAIL,
            "form_used": FormUsed.FORM_1,
            "urgent_given": urgent,
            "purpose": "Care and treatment day to day",
            "sa_sought_from": received_on,
            "form_signed_on": received_on,
            "signed_by": "M. Anager",
            "arrangements_from": received_on,
            "s39a_applies": Answered.NO,
            **values,
        },
    )
    given = Urgent(
        given_on=urgent_given_on or received_on,
        period_days=urgent_days,
        given_by="M. Anager",
        reasons="Needed at once",
    )
    return requests.NewRequest(
        request=request,
        person=person or a_person(),
        place_id=place_id,
        person_id=person_id,
        urgent=given if urgent else None,
    )


def a_closure(closed_as: ClosedAs = ClosedAs.NO_LONGER_NEEDED, **values) -> Closure:
    """Return a request's end without a decision, complete."""
    record = {
        "closed_as": closed_as,
        "reason": {
            ClosedAs.WITHDRAWN: ClosureReason.RESTRICTIONS_REMOVED,
            ClosedAs.NO_LONGER_NEEDED: ClosureReason.DETAINED_MHA,
            ClosedAs.TRANSFERRED: ClosureReason.COUNCIL_TOOK_OVER,
        }[closed_as],
        "on": TODAY,
        "evidence": {
            ClosedAs.WITHDRAWN: Evidence.MANAGING_AUTHORITY,
            ClosedAs.NO_LONGER_NEEDED: Evidence.MHA_PAPERS,
            ClosedAs.TRANSFERRED: Evidence.COUNCIL_AGREEMENT,
        }[closed_as],
        "paper": "Letter of 23 November",
        "note": "Moved",
        "restrictions_continue": False if closed_as is ClosedAs.WITHDRAWN else None,
        "council": "Eastmere Borough Council" if closed_as is ClosedAs.TRANSFERRED else "",
        "late_reason": "queue",
        "late_note": "Nobody was free.",
        **values,
    }
    return Closure(**record)


def a_test_record(on: date, **values) -> DolTestRecord:
    """Return a finding of a deprivation of liberty under the current test."""
    record = {
        "test": "AGNI2026",
        "decided_on": on,
        "decided_by": "Bea Iqbal",
        "situation": "Lives in one wing; doors are locked; asks to leave every afternoon.",
        "factors": tuple(
            Factor(code, f"What was seen of {code}.", Direction.TOWARDS) for code in FACTORS
        ),
        "objective": Objective.MET,
        "consent": Consent.OBJECTS,
        "imputable": Imputable.YES,
        "medication": Medication.RULED_OUT,
        "visit_mode": VisitMode.IN_PERSON,
        "visited_on": on,
        "finding": Finding.DOL,
        "reasons": "She pulls at the door and asks for her sister; staff bring her back.",
        "evidence": (
            TestEvidence(on, EvidenceKind.WORDS, Supports.OBJECTION, "“Let me go home.”", "BIA"),
        ),
        **values,
    }
    return DolTestRecord(**record)


def an_assessment(kind: AssessmentKind, on: date, **values) -> Assessment:
    """Return a positive assessment of a kind, complete."""
    record = {
        "kind": kind,
        "method": Method.NEW,
        "carried_out_on": on,
        "result": Result.POSITIVE,
        "reasons": f"Reasons for {kind.value}.",
        "copy_received_on": on,
        "visited_on": on,
    }
    if kind is AssessmentKind.MH:
        record |= {"effect_of_detention": "May be distressed at first.", "notified_bia_on": on}
    if kind is AssessmentKind.ELIG:
        record["eligibility_case"] = EligibilityCase.NONE
    if kind is AssessmentKind.BI:
        record["best_interests"] = best_interests(on)
    return Assessment(**{**record, **values})


def best_interests(on: date, **values) -> BestInterests:
    """Return what only a best interests assessment carries, all of it positive."""
    record = {
        "is_deprivation": True,
        "is_in_best_interests": True,
        "is_necessary": True,
        "is_proportionate": True,
        "max_period": MaxPeriod.parse("6m"),
        "period_reason": "Her needs are settled.",
        "advised": (Advised("Offer a walk outside each day.", "She asks to go out."),),
        "consulted": (
            Contact("Sion O'Neill", "Son", address="9 Quay Street, Norchester"),
            Contact("Nell Łukasz", "Sister", address="4 Dock Lane, Norchester"),
        ),
        "person_objects": True,
        "test": a_test_record(on),
        "representative": Recommendation(
            SelectedBy.BIA,
            "Sion O'Neill",
            "Son",
            "9 Quay Street, Norchester",
            is_eligible_confirmed=True,
            would_support_challenge=True,
        ),
        **values,
    }
    return BestInterests(**record)


def a_grant(on: date, **values) -> Grant:
    """Return a complete authorisation about to be given."""
    record = {
        "given_on": on,
        "in_force_on": on,
        "last_day": date(2027, 5, 22),
        "purpose": "Care and treatment day to day",
        "period_reason": "As the assessor advises.",
        "reasons": {kind: f"Met: {kind.value}." for kind in AssessmentKind},
        "conditions": ("Offer a walk outside each day.",),
        "representative": Representative("Sion O'Neill", "Son", selected_by="bia"),
        "scrutiny": frozenset(Scrutiny),
        **values,
    }
    return Grant(**record)
