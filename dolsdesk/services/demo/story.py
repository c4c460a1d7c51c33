"""One case as it happens, act by act, in memory.

Each method does to a case what the service of the same name does in the store: the same rules are
asked, the same events and audit entries come of it. What a rule refuses raises here too, so that
nothing unlawful can be written by the way round the services.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from dolsdesk.clock import FixedClock, london_date
from dolsdesk.domain import text
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols import assessments as assessment_rules
from dolsdesk.domain.dols import assessors as assessor_rules
from dolsdesk.domain.dols import decision, endings, returns, timescales
from dolsdesk.domain.dols import given as given_with
from dolsdesk.domain.dols import rework as correction_rules
from dolsdesk.domain.dols.assessments import Assessment, Method, Setting
from dolsdesk.domain.dols.assessors import Assessor, Circumstances, Declared
from dolsdesk.domain.dols.case import (
    Allocation,
    Authorisation,
    Case,
    CaseEvent,
    CopyLine,
    Extension,
    Request,
    facts_of,
)
from dolsdesk.domain.dols.copies import Due, NoticeEvent, due, due_on_grant
from dolsdesk.domain.dols.decision import Grant
from dolsdesk.domain.dols.endings import ClosedAs, Closure, Unsettled
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.intake import Arrival, missing
from dolsdesk.domain.dols.rework import Correction, ReturnReason
from dolsdesk.domain.dols.states import Event, RequestState, after
from dolsdesk.domain.dols.triage import Triage
from dolsdesk.domain.dols.waiting import WaitingContact
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import StaffMember
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import (
    contacts,
    decisions,
    lateness,
    requests,
    rework,
    triage,
    words,
)
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import ReasonNeeded, settle
from dolsdesk.services.projection import arrangements_from
from dolsdesk.services.requests import NewRequest
from dolsdesk.store.handle import Store

_CASE_PARTS = tuple(name for name in Case.__dataclass_fields__ if name != "request")
_REQUEST_PARTS = tuple(Request.__dataclass_fields__)

_CLOSING = {
    ClosedAs.WITHDRAWN: Event.WITHDRAW,
    ClosedAs.NO_LONGER_NEEDED: Event.CLOSE,
    ClosedAs.TRANSFERRED: Event.TRANSFER,
}
_UNALLOCATED_CHECKED = frozenset({RequestState.CHECKING, RequestState.WAITING})


@dataclass(frozen=True, slots=True)
class Stage:
    """What every story is told with: the rules, the calendar, the store it is meant for.

    ``next_id`` gives out the next number of a table. ``eligibility`` and ``snapshot`` are those of
    ``domain.dols.assessors`` and ``services.selecting``, which may remember their answers.
    """

    store: Store
    book: RuleBook
    calendar: WorkingCalendar
    workstation: str
    next_id: Callable[[str], int]
    eligibility: Callable[[Assessor, AssessmentKind, date], tuple[Problem, ...]]
    snapshot: Callable[[Assessor], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One audit entry to be written."""

    at: datetime
    actor: StaffMember
    action: str
    entity: str
    entity_id: int
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Story:
    """A case and everything that has happened to it so far.

    What the case is made of is kept in parts, and put together when somebody asks for it.
    """

    def __init__(
        self, stage: Stage, case: Case, recorder: StaffMember, *, is_new_person: bool
    ) -> None:
        self.stage = stage
        self.recorder = recorder
        self.is_new_person = is_new_person
        self.recorded: list[Recorded] = []
        self.eligibility: list[dict[str, Any]] = []
        self.versions: list[tuple[Assessment, StaffMember, datetime]] = []
        self.events: list[tuple[CaseEvent, StaffMember]] = []
        self.entries: list[tuple[Record[Any], StaffMember]] = []
        self.signatory: StaffMember | None = None
        self.document_id: int | None = None
        self.version = 1
        self.urgent_last_day: date | None = None
        self.due_on: date | None = None
        self._case: Case | None = case
        self._parts = {name: getattr(case, name) for name in _CASE_PARTS}
        self._asked = {name: getattr(case.request, name) for name in _REQUEST_PARTS}

    @property
    def case(self) -> Case:
        """Return the case as it stands now."""
        if self._case is None:
            self._case = Case(request=Request(**self._asked), **self._parts)
        return self._case

    @property
    def state(self) -> RequestState:
        """Return where the request stands now."""
        return self._asked["state"]  # type: ignore[no-any-return]

    # Before anybody assesses

    def log(self, at: datetime, actor: StaffMember, *, reason: str) -> None:
        """Let the request be logged as it came; see ``services.requests.log``."""
        request, case = self.case.request, self.case
        new = NewRequest(
            request, case.person, case.place.id, None, urgent=case.urgent, contacts=case.contacts
        )
        found = requests.preview(new, case.place, as_at=london_date(at), book=self.stage.book)
        self.urgent_last_day = found.answer.date("urgent_last_day")
        self.due_on = found.answer.date("assessments_due_on")
        why = _settled(found.problems, reason)
        lacking = missing(Arrival(request, case.person, case.place, case.urgent, london_date(at)))
        self._set(
            state=RequestState.RECEIVED if lacking else RequestState.CHECKING,
            recorded_at=at,
            recorded_by=actor.name,
        )
        if case.urgent is not None:
            self._happened(at, actor, "urgent_given", case.urgent.reasons, on=case.urgent.given_on)
        self._happened(
            at, actor, "received", words.fact(request.channel.value), on=request.received_on,
            when=request.received_time,
        )  # fmt: skip
        for problem in found.problems:
            self._happened(at, actor, "noted", words.problem(problem))
        if why:
            self._happened(at, actor, "went_on_because", why)
        if self.is_new_person:
            self._write(
                at, actor, "add_person", "person", case.person_id, after={"ref": case.person_ref}
            )
        self._write(
            at, actor, "log_request", "request", request.id, reason=why,
            after={
                "ref": request.ref,
                "received_on": request.received_on.isoformat(),
                "received_time": str(request.received_time or ""),
                "urgent_given": request.urgent_given,
                "place_id": case.place.id,
                "person_id": case.person_id,
                "missing": [item.value for item in lacking],
            },
        )  # fmt: skip

    def check(self, at: datetime, actor: StaffMember, *, note: str) -> None:
        """Let the content be checked."""
        before = self.state
        self._move(Event.CHECK)
        self._happened(at, actor, "checked", note)
        self._act(at, actor, "check_request", before, reason=note)

    def wait(
        self, at: datetime, actor: StaffMember, *, priority: Priority, reason: str,
        next_contact_on: date, asked: Triage | None = None,
    ) -> None:  # fmt: skip
        """Let the request be triaged and wait; see ``services.triage``.

        ``asked`` is what was answered, if a question set was used.
        """
        found = asked or Triage(priority, reason, london_date(at), next_contact_on=next_contact_on)
        before = self.state
        self._move(Event.WAIT)
        self._set(
            priority=found.band, priority_reason=found.reason,
            next_contact_on=found.next_contact_on,
        )  # fmt: skip
        self._begin(
            at, actor, RecordKind.TRIAGE, found, on=found.on, detail=triage.said(found),
            event="waiting",
        )  # fmt: skip
        why = found.differs_because or found.reason
        self._act(at, actor, "triage", before, reason=why, **triage.told(found))

    def contact(self, at: datetime, actor: StaffMember, contact: WaitingContact) -> None:
        """Let somebody be in touch while the request waits; see ``services.contacts``."""
        before = self.state
        if contact.next_action_on is not None:
            self._set(next_contact_on=contact.next_action_on)
        self._begin(
            at, actor, RecordKind.WAITING_CONTACT, contact, on=contact.on,
            detail=contacts.said(contact), event=f"contact_{contact.kind.value}",
        )  # fmt: skip
        self._act(
            at, actor, "log_contact", before, kind=contact.kind.value,
            next_action_on=contact.next_action_on.isoformat() if contact.next_action_on else "",
            needs_triage=contact.needs_triage,
        )  # fmt: skip

    def ask_extension(self, at: datetime, actor: StaffMember, *, reasons: str) -> None:
        """Let the managing authority ask for an extension of its urgent authorisation."""
        on, before = london_date(at), self.state
        extension = Extension(requested_on=on, reasons=reasons)
        self._check_extension(extension, on)
        self._change(extension=extension)
        self._happened(at, actor, "extension_requested", reasons, on=on)
        self._act(at, actor, "request_extension", before, requested_on=on.isoformat())

    def decide_extension(
        self, at: datetime, actor: StaffMember, *, days: int | None, reasons: str
    ) -> None:
        """Let the extension be granted for some days, or refused."""
        on, before = london_date(at), self.state
        asked = self.case.extension
        if asked is None:
            raise ValueError("no extension was asked for")
        answer = replace(
            asked, decided_on=on, is_granted=days is not None, days=days,
            decision_reasons=reasons, decided_by=actor.name,
        )  # fmt: skip
        self._check_extension(answer, on)
        self._change(extension=answer)
        granted = days is not None
        if granted:
            answer_now = timescales.work_out(facts_of(self.case), as_at=on, book=self.stage.book)
            self.due_on = answer_now.date("assessments_due_on")
        event = NoticeEvent.EXTENSION_GRANTED if granted else NoticeEvent.EXTENSION_REFUSED
        self._add_copies(due(event, self.case))
        self._happened(at, actor, event.value, reasons, on=on)
        self._act(
            at, actor, "decide_extension", before, reason=reasons, is_granted=granted, days=days
        )

    def learn_of_death(self, at: datetime, actor: StaffMember, *, on: date) -> None:
        """Note when the person died."""
        self._change(person=replace(self.case.person, date_of_death=on))
        self._write(
            at, actor, "change_person", "person", self.case.person_id,
            after={"date_of_death": ["", on.isoformat()]},
        )  # fmt: skip

    def close(self, at: datetime, actor: StaffMember, closing: Closure) -> None:
        """End the request without a decision."""
        on, book = london_date(at), self.stage.book
        days_over = lateness.days_over(self.case, closing.on, book)
        if not days_over:
            closing = replace(closing, late_reason="", late_note="")
        problems = endings.closure_problems(closing, Unsettled(), as_at=on)
        late = lateness.problems(
            self.case, closing.on, book, reason=closing.late_reason, note=closing.late_note
        )
        _settled((*problems, *late), "")
        before = self.state
        self._move(_CLOSING[closing.closed_as])
        self._end_allocations(self.case.active_allocations, closing.on, closing.closed_as.value)
        said = f"{words.fact(closing.reason.value)}. {closing.note} Evidence: {closing.paper}"
        self._begin(
            at, actor, RecordKind.CLOSURE, closing, on=closing.on, detail=said,
            event=f"closed_{closing.closed_as.value}",
        )  # fmt: skip
        self._act(
            at, actor, "close_request", before, reason=closing.note,
            closed_as=closing.closed_as.value, closure_reason=closing.reason.value,
            code=closing.code, evidence=closing.paper,
            **_breach(days_over, closing.late_reason, closing.late_note),
        )  # fmt: skip

    def end_arrangements(
        self, at: datetime, actor: StaffMember, *, last_day: date, evidence: str
    ) -> None:
        """Record the last day of the restrictions, where anything says when they began."""
        if arrangements_from(self.case) is None:
            return
        self._set(arrangements_to=last_day)
        self._happened(at, actor, "arrangements_ended", evidence, on=last_day)
        self._act(
            at, actor, "end_arrangements", self.state, arrangements_to=last_day.isoformat(),
            evidence=evidence,
        )  # fmt: skip

    # Assessments

    def allocate(
        self,
        at: datetime,
        actor: StaffMember,
        chosen: Assessor,
        kinds: Iterable[AssessmentKind],
        *,
        reason: str,
    ) -> None:
        """Select an assessor for some kinds; eligibility and conflicts are judged on that day."""
        on, before, case = london_date(at), self.state, self.case
        wanted = tuple(kinds)
        given = Circumstances(
            selected_on=on,
            is_place_run_by_council=case.place.is_run_by_council,
            other_kinds=self._others(),
        )
        problems: list[Problem] = []
        for kind in wanted:
            problems += self.stage.eligibility(chosen, kind, on)
            problems += assessor_rules.conflict_problems(chosen, kind, given)
        why = _settled(tuple(problems), reason)
        self._end_allocations(wanted, on, "replaced")
        return_on = returns.propose(
            returns.role_of(frozenset(wanted)), self.due_on, as_at=on, book=self.stage.book
        )
        selected = []
        for kind in wanted:
            answers: dict[Declared, bool] = dict.fromkeys(
                assessor_rules.questions({kind}, given), False
            )
            _settled(assessor_rules.declaration_problems(answers, kind, given), "")
            selected.append(
                Allocation(
                    0, kind, chosen.id, chosen.name, on, self.due_on, answers,
                    return_on=return_on,
                )
            )  # fmt: skip
            self.eligibility.append(self.stage.snapshot(chosen))
        self._change(allocations=(*self.case.allocations, *selected))
        covered = set(self.case.active_allocations) | {
            kind for kind, done in case.assessments.items() if done.method is Method.EQUIVALENT
        }
        if covered >= set(AssessmentKind) and self.state is not RequestState.ALLOCATED:
            self._move(Event.ALLOCATE)
        named = ", ".join(words.fact(kind.value) for kind in wanted)
        self._happened(at, actor, "allocated", f"{chosen.name}: {named}")
        self._act(
            at, actor, "allocate", before, reason=why, assessor_id=chosen.id,
            kinds=[kind.value for kind in wanted], return_on=return_on.isoformat(),
        )  # fmt: skip

    def record(self, at: datetime, actor: StaffMember, found: Assessment, *, reason: str) -> None:
        """Record an assessment; see ``services.assessments.record`` for what follows from it."""
        on, before = london_date(at), self.state
        selection = self.case.active_allocations.get(found.kind)
        if found.method is Method.NEW:
            if selection is None:
                raise ValueError("nobody is selected for this assessment")
            found = replace(
                found,
                assessor_id=selection.assessor_id,
                assessor_name=selection.assessor_name,
                selected_on=selection.selected_on,
            )
        given = Setting(as_at=on, others=self.case.assessments)
        why = _settled(assessment_rules.problems(found, given, book=self.stage.book), reason)
        number = 1 + sum(one.kind is found.kind for one, _, _ in self.versions)
        found = replace(found, version=number)
        self.versions.append((found, actor, at))
        self._change(assessments={**self.case.assessments, found.kind: found})
        self._follow(found)
        for one in rework.out(self.case):
            if one.facts.kind is found.kind:
                back = replace(one.facts, came_back_on=on)
                detail = words.fact(found.kind.value)
                self._amend(at, actor, one, back, on=on, detail=detail, event="corrected")
        self._happened(
            at, actor, f"assessment_{found.result.value}", words.fact(found.kind.value),
            on=found.carried_out_on,
        )  # fmt: skip
        self._act(
            at, actor, "record_assessment", before, reason=why, kind=found.kind.value,
            version=number, result=found.result.value, method=found.method.value,
            carried_out_on=found.carried_out_on.isoformat(),
        )  # fmt: skip

    def tell_to_stop(self, at: datetime, actor: StaffMember) -> None:
        """Tell the assessors still working to stop; nothing where nobody is."""
        on, before = london_date(at), self.state
        stopped = [
            one
            for one in self.case.allocations
            if one.ended_on is None and self.case.awaits(one.kind)
        ]
        if not stopped:
            return
        told = tuple(
            replace(one, stop_notice_on=on) if one in stopped else one
            for one in self.case.allocations
        )
        self._change(allocations=told)
        kinds = [one.kind.value for one in stopped]
        self._happened(at, actor, "told_to_stop", ", ".join(kinds))
        self._act(at, actor, "tell_to_stop", before, kinds=kinds)

    # The decision

    def submit(self, at: datetime, actor: StaffMember) -> None:
        """Send the request to the signatory."""
        before = self.state
        self._move(Event.SUBMIT)
        self._happened(at, actor, "submitted")
        self._act(at, actor, "submit", before)

    def send_back(
        self, at: datetime, actor: StaffMember, *, kind: AssessmentKind, reason: ReturnReason,
        note: str, due_on: date,
    ) -> None:  # fmt: skip
        """Send an assessment back to its assessor; see ``services.rework``."""
        on, before = london_date(at), self.state
        self._move(Event.RETURN)
        found = self.case.assessments[kind]
        given = Correction(
            kind, found.version, reason, note, due_on, found.assessor_id, found.assessor_name
        )
        _settled(correction_rules.sending_problems(given, found, limit=None, as_at=on), "")
        returned = replace(found, returned_reason=note)
        self.versions = [
            (returned if one.kind is kind and one.version == returned.version else one, who, when)
            for one, who, when in self.versions
        ]
        self._change(
            assessments={**self.case.assessments, kind: returned},
            returned=(*self.case.returned, returned),
        )
        self._begin(
            at, actor, RecordKind.CORRECTION, given, on=on, detail=rework.said(given),
            event="returned",
        )  # fmt: skip
        told = rework.told(given)
        self._act(at, actor, "send_back", before, reason=told.pop("reason"), **told)

    def grant(
        self, at: datetime, actor: StaffMember, given: Grant, *, notes: str, late_reason: str,
        reason: str, document_id: int | None, late_note: str = "",
    ) -> None:  # fmt: skip
        """Give the standard authorisation."""
        ctx, before = self._context(at, actor), self.state
        why = _settled(decisions.problems(ctx, self.case, given), reason)
        late, days_over = self._late(ctx, late_reason, late_note)
        self._move(Event.GRANT)
        authorised = decisions.authorisation(ctx, self.case, given, notes=notes, **late)
        self._change(authorisation=authorised)
        self.signatory, self.document_id = actor, document_id
        self._add_copies(due_on_grant(self.case))
        self._happened(
            at, actor, "granted", f"Up to and including {text.long_date(authorised.last_day)}"
        )
        self._bring(at, actor, authorised)
        self._act(
            at, actor, "grant", before, reason=why,
            **_breach(days_over, late["late_reason"], late["late_note"]),
            in_force_on=authorised.in_force_on.isoformat(),
            last_day=authorised.last_day.isoformat(), **_document(document_id),
        )  # fmt: skip

    def refuse(
        self, at: datetime, actor: StaffMember, *, reasons: str, late_reason: str,
        document_id: int | None, late_note: str = "",
    ) -> None:  # fmt: skip
        """Refuse the request on its negative assessment."""
        ctx, before = self._context(at, actor), self.state
        on = london_date(at)
        _settled(decision.refusal_problems(self.case, actor, reasons, as_at=on), "")
        late, days_over = self._late(ctx, late_reason, late_note)
        self._move(Event.REFUSE)
        refused = decisions.refusal(ctx, self.case, reasons=reasons, **late)
        self._change(refusal=refused)
        self.signatory, self.document_id = actor, document_id
        self._end_allocations(self.case.active_allocations, london_date(at), "decided")
        self._add_copies(due(NoticeEvent.NOT_GRANTED, self.case))
        self._happened(at, actor, "not_granted", reasons)
        self._act(
            at, actor, "refuse", before,
            **_breach(days_over, late["late_reason"], late["late_note"]),
            grounds=[kind.value for kind in refused.grounds], **_document(document_id),
        )  # fmt: skip

    def note_refusal_received(self, at: datetime, actor: StaffMember) -> None:
        """Note that the managing authority received the refusal on that day."""
        on, before, refused = london_date(at), self.state, self.case.refusal
        if refused is None:
            raise ValueError("the request was not refused")
        self._change(refusal=replace(refused, ma_received_on=on))
        self._happened(at, actor, "refusal_received", on=on)
        self._act(at, actor, "note_refusal_received", before, on=on.isoformat())

    def settle_copy(
        self, at: datetime, actor: StaffMember, index: int, *, method: str = "", reason: str = ""
    ) -> None:
        """Tick one copy off as sent, or say why it is not sent."""
        on, before, line = london_date(at), self.state, self.case.copies[index]
        settled = replace(
            line, sent_on=on if method else None, method=method, reason_not_sent=reason
        )
        copies = (*self.case.copies[:index], settled, *self.case.copies[index + 1 :])
        self._change(copies=copies)
        kind = "copy_sent" if method else "copy_not_sent"
        detail = line.name if method else f"{line.name}: {reason}"
        self._happened(at, actor, kind, detail, on=on if method else None)
        self._act(at, actor, kind, before, reason=reason, copy_id=line.id, recipient=line.recipient)

    # Records beside the request

    def begin_record(
        self, at: datetime, actor: StaffMember, kind: RecordKind, facts: Any, *, on: date,
        detail: str, action: str,
    ) -> Record[Any]:  # fmt: skip
        """Begin a record, as an act of its own."""
        made = self._begin(at, actor, kind, facts, on=on, detail=detail)
        self._act(at, actor, action, self.state, on=on.isoformat())
        return made

    def amend_record(
        self, at: datetime, actor: StaffMember, record: Record[Any], facts: Any, *, on: date,
        detail: str, action: str,
    ) -> None:  # fmt: skip
        """Put a new entry on a record, as an act of its own."""
        self._amend(at, actor, record, facts, on=on, detail=detail)
        self._act(at, actor, action, self.state, on=on.isoformat())

    def tell(self, event: NoticeEvent) -> None:
        """List whoever the law says must be told of an event."""
        self._add_copies(due(event, self.case))

    def _bring(self, at: datetime, actor: StaffMember, authorised: Authorisation) -> None:
        on = authorised.given_on
        proposed = given_with.proposal(self.case, authorised)
        if proposed is not None:
            detail = f"{proposed.name}: proposed"
            self._begin(at, actor, RecordKind.REPRESENTATIVE, proposed, on=on, detail=detail)
        for one in given_with.conditions(self.case, authorised):
            self._begin(at, actor, RecordKind.CONDITION, one, on=on, detail=one.text)

    def _begin(
        self, at: datetime, actor: StaffMember, kind: RecordKind, facts: Any, *, on: date,
        detail: str = "", event: str = "",
    ) -> Record[Any]:  # fmt: skip
        record = Record(
            id=self.stage.next_id("record"), kind=kind, facts=facts, on=on, entries=1,
            recorded_at=at, recorded_by=actor.name, request_id=self.case.request.id,
            place_id=self.case.place.id,
        )  # fmt: skip
        self.entries.append((record, actor))
        self._change(records=(*self.case.records, record))
        self._happened(at, actor, event or kind.value, detail, on=on)
        return record

    def _amend(
        self, at: datetime, actor: StaffMember, record: Record[Any], facts: Any, *, on: date,
        detail: str = "", event: str = "",
    ) -> None:  # fmt: skip
        newer = replace(
            record, facts=facts, entries=record.entries + 1, recorded_at=at,
            recorded_by=actor.name,
        )  # fmt: skip
        self.entries.append((newer, actor))
        self._change(
            records=tuple(newer if one.id == record.id else one for one in self.case.records)
        )
        self._happened(at, actor, event or record.kind.value, detail, on=on)

    # What the acts are made of

    def _context(self, at: datetime, actor: StaffMember) -> Context:
        stage = self.stage
        return Context(
            stage.store, FixedClock(at), stage.book, stage.calendar, actor, stage.workstation
        )

    def _change(self, **parts: Any) -> None:
        self._parts |= parts
        self._case = None

    def _set(self, **values: Any) -> None:
        self._asked |= values
        self._case = None

    def _move(self, event: Event) -> None:
        self._set(state=after(self.state, event))

    def _happened(
        self, at: datetime, actor: StaffMember, kind: str, detail: str = "", *,
        on: date | None = None, when: time | None = None,
    ) -> None:  # fmt: skip
        event = CaseEvent(0, on or london_date(at), when, kind, detail, at, actor.name)
        self.events.append((event, actor))

    def _act(
        self, at: datetime, actor: StaffMember, action: str, before: RequestState, *,
        reason: str = "", **values: Any,
    ) -> None:  # fmt: skip
        self.version += 1
        self._write(
            at, actor, action, "request", self.case.request.id, reason=reason,
            before={"state": before.value}, after={"state": self.state.value, **values},
        )  # fmt: skip

    def _write(
        self, at: datetime, actor: StaffMember, action: str, entity: str, entity_id: int, *,
        reason: str = "", before: dict[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        told = dict(after) if after is not None else None
        self.recorded.append(Recorded(at, actor, action, entity, entity_id, reason, before, told))

    def _others(self) -> dict[AssessmentKind, int]:
        others = {kind: a.assessor_id for kind, a in self.case.active_allocations.items()}
        others |= {
            kind: done.assessor_id
            for kind, done in self.case.assessments.items()
            if done.assessor_id is not None and done.method is Method.NEW
        }
        return others

    def _end_allocations(self, kinds: Iterable[AssessmentKind], on: date, reason: str) -> None:
        ending = frozenset(kinds)
        self._change(
            allocations=tuple(
                replace(one, ended_on=on, end_reason=reason)
                if one.ended_on is None and one.kind in ending
                else one
                for one in self.case.allocations
            ),
        )

    def _check_extension(self, extension: Extension, on: date) -> None:
        facts = facts_of(replace(self.case, extension=replace(extension, is_granted=True)))
        answer = timescales.work_out(facts, as_at=on, book=self.stage.book)
        _settled(tuple(p for p in answer.problems if p.code.startswith("EXTENSION")), "")

    def _follow(self, found: Assessment) -> None:
        """Move the request on, as ``services.assessments`` does."""
        held = self.case.assessments
        covered = set(held) | set(self.case.active_allocations) >= set(AssessmentKind)
        if self.state in _UNALLOCATED_CHECKED and (covered or found.is_negative):
            self._move(Event.ALLOCATE)
        if self.state is RequestState.ALLOCATED:
            self._move(Event.START)
        is_negative = any(one.is_negative for one in held.values())
        still_out = any(one.returned_reason for one in held.values())
        if self.state is RequestState.RETURNED and (is_negative or not still_out):
            self._move(Event.CORRECT)
        if self.state is not RequestState.ASSESSING:
            return
        if is_negative:
            self._move(Event.TURN_NEGATIVE)
        elif len(held) == len(AssessmentKind) and all(one.is_good for one in held.values()):
            self._move(Event.COMPLETE)

    def _late(self, ctx: Context, reason: str, note: str) -> tuple[dict[str, str], int]:
        """Return why a decision is late, nothing where it is in time, and by how many days."""
        _settled(lateness.problems(self.case, ctx.today, ctx.book, reason=reason, note=note), "")
        days = lateness.days_over(self.case, ctx.today, ctx.book)
        if not days:
            reason = note = ""
        return {"late_reason": reason, "late_note": note}, days

    def _add_copies(self, told: tuple[Due, ...]) -> None:
        lines = tuple(
            CopyLine(
                id=self.stage.next_id("copy_line"),
                event=line.event.value,
                recipient=line.recipient.value,
                name=line.name,
                address=line.address,
                papers=tuple(paper.value for paper in line.papers),
                rule_id=line.rule_id.value,
                is_statutory=True,
            )
            for line in told
        )
        self._change(copies=(*self.case.copies, *lines))


def _settled(problems: tuple[Problem, ...], reason: str) -> str:
    """Return the reason where one is needed, and nothing where it is not."""
    try:
        return settle(problems, "")
    except ReasonNeeded:
        return settle(problems, reason)


def _breach(days_over: int, reason: str, note: str) -> dict[str, Any]:
    if not days_over:
        return {}
    return {"days_over": days_over, "late_reason": reason, "late_note": note}


def _document(document_id: int | None) -> dict[str, Any]:
    return {} if document_id is None else {"document_id": document_id}
