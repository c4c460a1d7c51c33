"""Reports that somebody may be deprived of liberty without authority (IN9; dols.md 4.5).

A report needs no request. Where the assessor finds the person detained without authority, the
Schedule applies as if the managing authority had asked (para 71): a deemed request is logged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dolsdesk.domain.changes import CASE_LISTS, Changes, Listing
from dolsdesk.domain.dols import assessors, referrals, timescales
from dolsdesk.domain.dols.assessors import Circumstances
from dolsdesk.domain.dols.case import (
    Answered,
    Channel,
    FormUsed,
    Request,
)
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind, Facts, Priority, RequestType
from dolsdesk.domain.dols.referrals import (
    MACHINE,
    OPEN,
    Declined,
    Referral,
    ReferralEvent,
    ReferralState,
    Told,
)
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.people import Person
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import persons, references
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.papers import issuing, third_party
from dolsdesk.services.projection import project_all
from dolsdesk.store.handle import Write
from dolsdesk.store.repos import assessors as register
from dolsdesk.store.repos import cases, people, places, records

_FINDINGS = {
    ReferralEvent.FIND_NOT_DETAINED,
    ReferralEvent.FIND_AUTHORISED,
    ReferralEvent.FIND_UNAUTHORISED,
}


@dataclass(frozen=True, slots=True)
class NewReferral:
    """A report as typed: about a person already known, or a new one."""

    referral: Referral
    person: Person
    place_id: int
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One report as a list shows it: about whom, where, how it stands, and its dates."""

    record: Record[Referral]
    person_id: int
    person: Person
    place: Place
    answer: Answer

    @property
    def due_on(self) -> date | None:
        """Return when the paragraph 69 assessment is due; None once nothing is owed."""
        is_open = self.record.facts.state in OPEN
        return self.answer.date("unauthorised_assessment_due_on") if is_open else None


def log(ctx: Context, new: NewReferral) -> Outcome[int]:
    """Record a report and return its record; the seven days run from its receipt (para 69, reg 14).

    Raises:
        ProblemsFound: nobody reports, nothing is said, or a day to come.
        Refused: the place is no hospital or care home.
    """
    received = replace(
        new.referral,
        state=ReferralState.RECEIVED,
        notices=_notices(new.referral.referrer),
    )
    settle(referrals.problems(received, as_at=ctx.today), "")
    with ctx.acting(Act.RECORD_EVENT) as write:
        place = places.load(write.session, new.place_id)
        if place.kind is PlaceKind.OTHER:
            settle((Code.SETTING_NOT_COVERED.problem(),), "")
        persons.refuse_taken_number(write.session, new.person, new.person_id)
        person_id = persons.put(write, new.person, new.person_id)
        record_id = records.add(
            write.session,
            RecordKind.REFERRAL,
            received,
            on=received.unauthorised_request_received_on,
            person_id=person_id,
            place_id=new.place_id,
            recorded_by=ctx.actor.id,
            recorded_at=write.at,
        )
        write.record(
            "log_referral",
            "record",
            record_id,
            after={
                "received_on": received.unauthorised_request_received_on.isoformat(),
                "person_id": person_id,
                "place_id": new.place_id,
            },
        )
    return Outcome(record_id, _changes(person_id))


def keep_as_concern(ctx: Context, record_id: int, *, why: str) -> Outcome[None]:
    """Keep a report whose three conditions are not met: tell the home, treat as safeguarding.

    Raises:
        ProblemsFound: no reason.
        TransitionRefused: it went on already.
    """
    _why(why, "why")
    with _on(ctx, record_id) as doing:
        doing.move(ReferralEvent.KEEP_AS_CONCERN, why=why)
    return Outcome(None, _changes(doing.person_id))


def follow_up(
    ctx: Context, record_id: int, *, told_ma_on: date | None, asked_ma_on: date | None,
    reasonable_period_passed: bool | None, ma_response: str,
) -> Outcome[None]:  # fmt: skip
    """Record what the managing authority was told and asked, and what it answered (para 68).

    Raises:
        ProblemsFound: days to come or out of order.
    """
    with _on(ctx, record_id) as doing:
        doing.change(
            "follow_up",
            told_ma_on=told_ma_on,
            asked_ma_on=asked_ma_on,
            reasonable_period_passed=reasonable_period_passed,
            ma_response=ma_response,
        )
    return Outcome(None, _changes(doing.person_id))


def decline(ctx: Context, record_id: int, *, because: Declined | None, why: str) -> Outcome[None]:
    """Decide that no assessment is needed: frivolous or vexatious, or decided already (para 69).

    Raises:
        ProblemsFound: no ground or no reason.
    """
    if because is None:
        settle((Code.WHY_NEEDED.problem(field="declined"),), "")
    with _on(ctx, record_id) as doing:
        doing.move(ReferralEvent.DECLINE, declined=because, why=why)
        doing.issue()
    return Outcome(None, _changes(doing.person_id))


def appoint(
    ctx: Context, record_id: int, *, assessor_id: int | None, on: date | None
) -> Outcome[None]:
    """Appoint an assessor, suitable and eligible as a best interests assessor (para 69(6), 70).

    Raises:
        ProblemsFound: the three conditions are not met, or the assessor may not act.
        Refused: nobody is chosen.
    """
    if assessor_id is None:
        raise Refused("ASSESSOR_NEEDED", field="assessor")
    with _on(ctx, record_id) as doing:
        session, found = doing.write.session, register.load(doing.write.session, assessor_id)
        place = places.load(session, doing.record.place_id or 0)
        given = Circumstances(
            selected_on=on or ctx.today,
            is_place_run_by_council=place.is_run_by_council,
            interests=register.interests(session, person_id=doing.person_id, place_id=place.id),
        )
        wrong = [
            *assessors.eligibility_problems(found, AssessmentKind.BI, given.selected_on, ctx.book),
            *assessors.conflict_problems(found, AssessmentKind.BI, given),
        ]
        settle(tuple(one for one in wrong if one.refuses), "")
        doing.move(
            ReferralEvent.APPOINT,
            assessor_id=assessor_id,
            assessor_name=found.name,
            appointed_on=given.selected_on,
        )
        doing.issue()
    return Outcome(None, _changes(doing.person_id))


def find(
    ctx: Context, record_id: int, event: ReferralEvent, *, carried_out_on: date | None,
    received_on: date | None, reasons: str,
) -> Outcome[int | None]:  # fmt: skip
    """Record the outcome of the assessment; return the deemed request where there is one.

    The 21 days of a deemed request run from the day the council receives the assessment
    (dols.md 10.7).

    Raises:
        ProblemsFound: no reasons, days to come or out of order.
        TransitionRefused: nobody was appointed.
    """
    if event not in _FINDINGS:
        raise Refused("RESULT_NEEDED", field="outcome")
    _why(reasons, "reasons")
    for field, on in (
        ("assessment_carried_out_on", carried_out_on),
        ("assessment_received_on", received_on),
    ):
        if on is None:
            settle((Code.WHEN_NEEDED.problem(field=field),), "")
    request_id = None
    with _on(ctx, record_id) as doing:
        doing.move(
            event,
            assessment_carried_out_on=carried_out_on,
            assessment_received_on=received_on,
            reasons=reasons,
        )
        if event is ReferralEvent.FIND_UNAUTHORISED:
            request_id = _deem(ctx, doing, received_on or ctx.today)
            doing.change("deem_request", deemed_request_id=request_id)
            everyone = cases.of_person(doing.write.session, doing.person_id)
            project_all(doing.write.session, everyone, as_at=ctx.today, book=ctx.book)
        doing.issue()
    changes = _changes(doing.person_id)
    if request_id is not None:
        changes |= Changes(cases=frozenset({request_id}), lists=CASE_LISTS)
    return Outcome(request_id, changes)


def tell(ctx: Context, record_id: int, who: str, *, on: date | None, method: str) -> Outcome[None]:
    """Tick off that somebody was given notice (para 69(7)-(8), 71-73).

    Raises:
        ProblemsFound: no day, or a day to come.
        Refused: no way of sending is named.
    """
    if not method:
        raise Refused("METHOD_NEEDED", field="method")
    if on is None:
        settle((Code.WHEN_NEEDED.problem(field="on"),), "")
    elif on > ctx.today:
        settle((Code.EVENT_IN_FUTURE.problem(field="on"),), "")
    with _on(ctx, record_id) as doing:
        told = tuple(
            replace(one, sent_on=on, method=method) if one.who == who else one
            for one in doing.record.facts.notices
        )
        doing.change("tell_of_referral", notices=told)
    return Outcome(None, _changes(doing.person_id))


def listed(ctx: Context, *, is_open: bool) -> tuple[ReferralLine, ...]:
    """Return the reports, those due soonest first; only open ones, or those that are over."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        found = [
            (one, person_id)
            for one, person_id in records.with_people(session, RecordKind.REFERRAL)
            if not one.is_void and (one.facts.state in OPEN) is is_open
        ]
        lines = [
            ReferralLine(
                record=one,
                person_id=person_id,
                person=people.load(session, person_id),
                place=places.load(session, one.place_id or 0),
                answer=answer(ctx, one.facts),
            )
            for one, person_id in found
        ]
    return tuple(sorted(lines, key=lambda one: (one.due_on or date.max, one.record.id)))


def answer(ctx: Context, found: Referral) -> Answer:
    """Return the legal dates of a report, each with its reason."""
    facts = Facts(unauthorised_request_received_on=found.unauthorised_request_received_on)
    return timescales.work_out(facts, as_at=ctx.today, book=ctx.book)


@dataclass
class _Doing:
    """One act on one report inside an open write."""

    ctx: Context
    write: Write
    record: Record[Referral]
    person_id: int

    def move(self, event: ReferralEvent, **values: Any) -> None:
        """Let an event happen to the report."""
        state = MACHINE.after(self.record.facts.state, event)
        fresh = tuple(replace(one, sent_on=None, method="") for one in self.record.facts.notices)
        self.change(event.value, state=state, notices=fresh, **values)

    def issue(self) -> None:
        """Issue the notice of what was decided or found (paras 69(7)-(8), 71-73)."""
        session = self.write.session
        paper = third_party.notice(
            self.ctx,
            people.load(session, self.person_id),
            places.load(session, self.record.place_id or 0),
            self.record.facts,
            record_id=self.record.id,
        )
        issuing.freeze(self.ctx, self.write, paper, request_id=None)

    def change(self, action: str, **values: Any) -> None:
        """Put a new entry on the report."""
        moved = replace(self.record.facts, **values)
        settle(referrals.problems(moved, as_at=self.ctx.today), "")
        records.amend(
            self.write.session,
            self.record.id,
            moved,
            seen=self.record.entries,
            why="",
            recorded_by=self.ctx.actor.id,
            recorded_at=self.write.at,
        )
        self.write.record(
            action, "record", self.record.id,
            before={"state": self.record.facts.state.value}, after={"state": moved.state.value},
        )  # fmt: skip
        self.record, _ = records.load(self.write.session, self.record.id)


@contextmanager
def _on(ctx: Context, record_id: int) -> Iterator[_Doing]:
    with ctx.acting(Act.RECORD_EVENT) as write:
        record, person_id = records.load(write.session, record_id)
        if record.kind is not RecordKind.REFERRAL or record.is_void:
            raise Refused("NO_SUCH_RECORD")
        yield _Doing(ctx, write, record, person_id)


def _deem(ctx: Context, doing: _Doing, received_on: date) -> int:
    """Log the request that the Schedule deems to have been made (para 71)."""
    session, found = doing.write.session, doing.record.facts
    ref = references.request_ref(session, received_on.year)
    request = Request(
        id=0,
        ref=ref,
        type=RequestType.DEEMED,
        state=RequestState.CHECKING,
        received_on=received_on,
        received_time=None,
        channel=Channel.POST,
        form_used=FormUsed.OTHER_WRITTEN,
        urgent_given=False,
        purpose=found.what_is_said,
        sa_sought_from=received_on,
        arrangements_from=found.assessment_carried_out_on,
        s39a_applies=Answered.UNKNOWN,
        priority=Priority.HIGH,
        priority_reason="Detained without authority: a deemed request (paragraph 71)",
    )
    request_id = cases.add_request(
        session, request, person_id=doing.person_id, place_id=doing.record.place_id or 0,
        recorded_by=ctx.actor.id, recorded_at=doing.write.at,
    )  # fmt: skip
    cases.add_event(
        session, request_id, kind="deemed", happened_on=received_on, detail=found.reasons,
        recorded_by=ctx.actor.id, recorded_at=doing.write.at,
    )  # fmt: skip
    doing.write.record(
        "log_request", "request", request_id,
        after={"ref": ref, "received_on": received_on.isoformat(), "type": request.type.value},
    )  # fmt: skip
    return request_id


def _notices(referrer: str) -> tuple[Told, ...]:
    """Return who must be told of each step: the notice matrix, dols.md 3.6."""
    return (
        Told("referrer", referrer),
        Told("person"),
        Told("managing_authority"),
        Told("imca_39a"),
    )


def _why(why: str, field: str) -> None:
    if not why.strip():
        settle((Code.WHY_NEEDED.problem(field=field),), "")


def _changes(person_id: int) -> Changes:
    return Changes(people=frozenset({person_id}), lists=frozenset({Listing.REFERRALS}))
