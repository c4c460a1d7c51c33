"""What happens to a case in memory is what the services do to it in the store."""

from dataclasses import replace
from datetime import date

import pytest

from dolsdesk.domain.dols import assessors
from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.decision import Grant
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import (
    allocation,
    assessments,
    closing,
    copies,
    decisions,
    requests,
    rework,
    selecting,
)
from dolsdesk.services.allocation import USUAL_KINDS
from dolsdesk.services.demo.story import Stage, Story
from dolsdesk.services.outcome import ProblemsFound
from dolsdesk.store.repos import assessors as assessors_repo
from tests.support.desk import (
    TODAY,
    World,
    a_closure,
    a_grant,
    a_person,
    an_assessment,
    new_request,
)

_K = AssessmentKind
ORDER = (_K.MH, _K.ELIG, _K.AGE, _K.MC, _K.NR, _K.BI)
NEXT_CONTACT = date(2026, 12, 7)


class Both:
    """The same request in the store and in memory, and the same acts on each."""

    def __init__(self, world: World, *, reason: str = "", **values) -> None:
        self.world = world
        self.admin, self.lead, self.signatory = (
            world.admin.actor,
            world.lead.actor,
            world.signatory.actor,
        )
        self.at = world.desk.clock.now()
        new = new_request(world.home, **values)
        self.id = requests.log(world.admin, new, reason=reason).value
        logged = world.case(self.id)
        blank = Case(
            request=replace(
                new.request, id=self.id, ref=logged.request.ref, recorded_at=None, recorded_by=""
            ),
            person_id=logged.person_id,
            person_ref=logged.person_ref,
            person=new.person,
            place=logged.place,
            contacts=new.contacts,
            urgent=new.urgent,
        )
        self.story = Story(self._stage(), blank, self.admin, is_new_person=True)
        self.story.log(self.at, self.admin, reason=reason)

    def _stage(self) -> Stage:
        desk, ids = self.world.desk, iter(range(1, 1000))
        return Stage(
            desk.store, desk.book, desk.calendar, "test",
            next_id=lambda _table: next(ids),
            eligibility=lambda one, kind, on: assessors.eligibility_problems(
                one, kind, on, desk.book
            ),
            snapshot=selecting.snapshot,
        )  # fmt: skip

    def wait(self) -> None:
        values = {
            "priority": Priority.HIGH, "reason": "Asks to leave.", "next_contact_on": NEXT_CONTACT,
        }  # fmt: skip
        requests.wait(self.world.lead, self.id, **values)
        self.story.wait(self.at, self.lead, **values)

    def extend(self, *, days: int | None) -> None:
        requests.ask_extension(self.world.admin, self.id, requested_on=TODAY, reasons="Ill.")
        self.story.ask_extension(self.at, self.admin, reasons="Ill.")
        requests.decide_extension(
            self.world.lead, self.id, decided_on=TODAY, is_granted=days is not None, days=days,
            reasons="Exceptional.", is_essential=True,
        )  # fmt: skip
        self.story.decide_extension(self.at, self.lead, days=days, reasons="Exceptional.")

    def allocate(self) -> None:
        world = self.world
        for kind, chosen in ((_K.MH, world.doctor), (_K.BI, world.bia)):
            allocation.allocate(
                world.lead, self.id, assessor_id=chosen, kinds=USUAL_KINDS[kind],
                declarations=dict.fromkeys(Declared, False), reason="",
            )  # fmt: skip
            with world.desk.store.reading() as session:
                held = assessors_repo.load(session, chosen)
            self.story.allocate(self.at, self.lead, held, USUAL_KINDS[kind], reason="")

    def record(self, kind: AssessmentKind, **values) -> None:
        found = replace(an_assessment(kind, TODAY), **values)
        assessments.record(self.world.admin, self.id, found, reason="")
        self.story.record(self.at, self.admin, found, reason="")

    def submit(self) -> None:
        decisions.submit(self.world.admin, self.id)
        self.story.submit(self.at, self.admin)

    def send_back(self) -> None:
        values = {
            "kind": _K.BI, "reason": ReturnReason.NO_EVIDENCE,
            "note": "Say what was tried before.", "due_on": TODAY,
        }  # fmt: skip
        rework.send_back(self.world.signatory, self.id, **values)
        self.story.send_back(self.at, self.signatory, **values)

    def grant(self, given: Grant) -> None:
        values = {"notes": "Read.", "late_reason": "", "reason": ""}
        decisions.grant(self.world.signatory, self.id, given, **values)
        self.story.grant(self.at, self.signatory, given, **values, document_id=1)

    def refuse(self) -> None:
        values = {"reasons": "Not a deprivation.", "late_reason": ""}
        decisions.refuse(self.world.signatory, self.id, **values)
        self.story.refuse(self.at, self.signatory, **values, document_id=1)

    def send(self, index: int) -> None:
        copy_id = self.world.case(self.id).copies[index].id
        copies.mark_sent(self.world.admin, self.id, copy_id, on=TODAY, method="post")
        self.story.settle_copy(self.at, self.admin, index, method="post")

    def agree(self) -> None:
        """Compare the case, its history and its trail."""
        held = self.world.case(self.id)
        # A finding told in thousands stands in its assessment, as in a store from before records.
        others = tuple(one for one in held.records if one.kind is not RecordKind.TEST_RECORD)
        held = replace(held, records=others)
        events = [(e.happened_on, e.happened_time, e.kind, e.detail, e.recorded_by)
                  for e in held.events if not e.kind.startswith("finding_")]  # fmt: skip
        assert events == [
            (e.happened_on, e.happened_time, e.kind, e.detail, e.recorded_by)
            for e, _ in self.story.events
        ]
        told = replace(self.story.case, others_until=held.others_until)
        told = replace(told, request=replace(told.request, version=self.story.version))
        assert _without_ids(held) == _without_ids(told)
        trail = [
            (e.action, e.entity, e.reason, e.before, _plain(e.after), e.actor)
            for e in self.world.trail()
            if e.entity in {"request", "person"}
        ]
        assert trail == [
            (a.action, a.entity, a.reason, a.before, _plain(a.after), a.actor.name)
            for a in self.story.recorded
        ]


#: Numbers that the store gives out, and what was suggested, which a story does not tell.
NOT_TOLD = frozenset({"copy_id", "document_id", "rank", "score", "suggested"})


def _plain(after: dict | None) -> dict | None:
    """Return values as they stand in the trail, but for those a story does not tell."""
    if after is None:
        return None
    return {k: v for k, v in after.items() if k not in NOT_TOLD}


def _without_ids(case: Case) -> Case:
    given, refused = case.authorisation, case.refusal
    return replace(
        case,
        allocations=tuple(replace(one, id=0) for one in case.allocations),
        copies=tuple(replace(one, id=0, document_id=None) for one in case.copies),
        events=(),
        authorisation=replace(given, id=0) if given else None,
        refusal=replace(refused, id=0) if refused else None,
        records=tuple(replace(one, id=0) for one in case.records),
    )


def test_a_grant_with_everything_on_the_way(world):
    both = Both(world, urgent=True, received_on=date(2026, 11, 21))
    both.wait()
    both.extend(days=7)
    both.allocate()
    for kind in ORDER:
        both.record(kind)
    both.submit()
    both.send_back()
    both.record(_K.BI)
    both.submit()
    both.grant(a_grant(TODAY))
    both.send(0)
    both.agree()


def test_a_refusal_with_a_stop_and_its_receipt(world):
    both = Both(world, urgent=True, received_on=date(2026, 11, 21))
    both.extend(days=None)
    both.allocate()
    both.record(_K.MH)
    both.record(_K.MC, result=Result.NEGATIVE)
    allocation.tell_to_stop(world.admin, both.id)
    both.story.tell_to_stop(both.at, both.admin)
    both.refuse()
    decisions.note_refusal_received(world.admin, both.id, TODAY)
    both.story.note_refusal_received(both.at, both.admin)
    both.agree()


def test_a_request_that_lacks_something_is_checked_and_closed(world):
    both = Both(world, signed_by="", reason="Rang at once.")
    requests.check(world.admin, both.id, note="Rang the home.")
    both.story.check(both.at, both.admin, note="Rang the home.")
    found = a_closure(ClosedAs.WITHDRAWN, reason=ClosureReason.IN_ERROR)
    closing.close(world.admin, both.id, found)
    both.story.close(both.at, both.admin, found)
    both.agree()


def test_what_the_services_refuse_cannot_be_told_either(world):
    both = Both(world, person=a_person(nhs_number=""))
    both.allocate()
    for kind in ORDER:
        both.record(kind)
    both.submit()
    too_long = a_grant(TODAY, last_day=date(2027, 11, 30))
    with pytest.raises(ProblemsFound, match="SA_EXCEEDS"):
        both.story.grant(
            both.at, both.signatory, too_long, notes="", late_reason="", reason="",
            document_id=None,
        )  # fmt: skip
    with pytest.raises(Refused, match="TRANSITION_REFUSED"):
        both.story.submit(both.at, both.admin)
