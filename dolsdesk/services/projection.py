"""Keeps what lists show in step with the facts of a case. Dates only; lateness is never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dolsdesk.domain.counting import first_day_after
from dolsdesk.domain.dols import holdings, life, recorded_findings, rights, timescales
from dolsdesk.domain.dols.authority import Grant, Span, timeline
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.endings import Closure
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import SaState, UrgentState
from dolsdesk.domain.dols.next_step import Step, next_step
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.timescales import Answer
from dolsdesk.domain.dols.triage import Triage
from dolsdesk.domain.dols.waiting import ContactKind, ContactPlan, WaitingContact
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import summaries
from dolsdesk.store.reads.summaries import Summary
from dolsdesk.store.repos import cases


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from the facts of a case as things stand on a day."""

    answer: Answer
    spans: tuple[Span, ...]
    step: Step
    urgent_state: UrgentState | None = None
    sa_state: SaState | None = None

    @property
    def due_on(self) -> date | None:
        """Return when the assessments are due."""
        return self.answer.date("assessments_due_on")


def standing(
    case: Case, *, as_at: date, book: RuleBook, earlier: tuple[Grant, ...] = ()
) -> Standing:
    """Return what follows from the facts of a case.

    ``earlier`` are the authorities that other requests for the person in this place brought about.
    """
    answer = timescales.work_out(facts_of(case), as_at=as_at, book=book)
    grants = [*earlier, *life.grants(case, answer)]
    spans = timeline(grants, from_on=arrangements_from(case), to_on=_look_to(case, grants, as_at))
    urgent = life.urgent_state(case, answer, as_at)
    authority = life.sa_state(case, answer, as_at)
    step = next_step(
        case,
        due_on=answer.date("assessments_due_on"),
        prompt_on=answer.date("renewal_prompt_on"),
        as_at=as_at,
        urgent=urgent,
        authority=authority,
        suspended_until=answer.date("suspension_last_day"),
    )
    return Standing(answer, spans, step, urgent, authority)


def standing_with_others(
    session: ReadSession, case: Case, *, as_at: date, book: RuleBook
) -> Standing:
    """Return what follows from a case and the person's other requests in this place."""
    earlier = grants_of_others(session, case, as_at=as_at, book=book)
    return standing(case, as_at=as_at, book=book, earlier=earlier)


def arrangements_from(case: Case) -> date | None:
    """Return since when the person has lived under the arrangements, if anything says so."""
    stated = case.request.arrangements_from
    urgent = case.urgent.given_on if case.urgent else None
    known = [on for on in (stated, urgent) if on is not None]
    return min(known) if known else None


def _look_to(case: Case, grants: list[Grant], as_at: date) -> date:
    """Return the last day the timeline shows: today, or the end of an authority beyond it.

    Days on which the person is known to be no longer under the arrangements are no gap.
    """
    ends = [on for on in (case.person.date_of_death, case.request.arrangements_to) if on]
    return max([min([as_at, *ends]), *(grant.last_on for grant in grants)])


def project(session: ReadSession, request_id: int, *, as_at: date, book: RuleBook) -> None:
    """Rebuild the summary and the search entry of a case from its facts."""
    case = cases.load(session, request_id)
    earlier = grants_of_others(session, case, as_at=as_at, book=book)
    summary = summary_of(case, earlier, as_at=as_at, book=book)
    given = case.authorisation
    if given is not None:
        ceases_on = life.ceases_on(case, as_at=as_at, book=book)
        ceased_on = ceases_on if ceases_on != given.last_day else None
        ending = life.cessation(case)
        cases.note_ceases(session, request_id, ceased_on, ending.reason if ending else "")
    summaries.put(session, summary)
    summaries.note_further_request(session, case)


def project_with_others(
    session: ReadSession, request_id: int, *, as_at: date, book: RuleBook
) -> None:
    """Project a case, and the others that its authority covers or takes the place of."""
    project(session, request_id, as_at=as_at, book=book)
    case = cases.load(session, request_id)
    touched = set(cases.others(session, case))
    if case.request.type is RequestType.CHANGE_OF_PLACE and case.authorisation is not None:
        touched |= set(cases.of_person(session, case.person_id)) - {request_id}
    project_all(session, sorted(touched), as_at=as_at, book=book)


def project_all(
    session: ReadSession, request_ids: Iterable[int], *, as_at: date, book: RuleBook
) -> None:
    """Project several cases, because something they share has changed."""
    for request_id in request_ids:
        project(session, request_id, as_at=as_at, book=book)


def grants_of_others(
    session: ReadSession, case: Case, *, as_at: date, book: RuleBook
) -> tuple[Grant, ...]:
    """Return the authorities that other requests for the person in this place brought about."""
    grants: list[Grant] = []
    for other_id in cases.others(session, case):
        other = cases.load(session, other_id)
        answer = timescales.work_out(facts_of(other), as_at=as_at, book=book)
        grants += life.grants(other, answer)
    return tuple(grants)


def summary_of(case: Case, earlier: tuple[Grant, ...], *, as_at: date, book: RuleBook) -> Summary:
    """Return what lists show of a case."""
    found = standing(case, as_at=as_at, book=book, earlier=earlier)
    request, given, refused = case.request, case.authorisation, case.refusal
    running = case.active_allocations
    bia, doctor = running.get(AssessmentKind.BI), running.get(AssessmentKind.MH)
    decided = given.given_on if given else refused.decided_on if refused else None
    best = case.assessments.get(AssessmentKind.BI)
    kept = recorded_findings.current(case.records)
    assessed = best.best_interests.test if best and best.best_interests else None
    test = kept.facts.finding if kept else assessed
    return Summary(
        request_id=request.id,
        ref=request.ref,
        person_id=case.person_id,
        person=case.person,
        place=case.place,
        state=request.state,
        is_open=request.is_open,
        received_on=request.received_on,
        urgent_given=request.urgent_given,
        priority=request.priority.value if request.priority else "",
        due_on=found.due_on,
        completed_on=case.assessments_completed_on,
        urgent_last_on=found.answer.date("extended_urgent_last_day")
        or found.answer.date("urgent_last_day"),
        no_authority_from=_no_authority_from(case, earlier, found),
        expires_on=_expires_on(case, found),
        has_further_request=case.replaced_on is not None,
        renewal_prompt_on=found.answer.date("renewal_prompt_on") if given else None,
        next_step=found.step.what.value,
        next_contact_on=request.next_contact_on,
        bia_id=bia.assessor_id if bia else None,
        bia_name=bia.assessor_name if bia else "",
        mh_id=doctor.assessor_id if doctor else None,
        mh_name=doctor.assessor_name if doctor else "",
        decided_on=decided,
        outcome=_outcome(request.state),
        closed_on=decided or _closed_on(case),
        unsent_count=sum(not line.is_settled and line.is_statutory for line in case.copies),
        objects=rights.objects(case),
        legal_test=test.test if test else "",
        edition=book.edition,
        late_reason=_late_reason(case),
        **_waiting(case),
    )


def _late_reason(case: Case) -> str:
    """Return why the end of a request came late, as whoever ended it recorded."""
    decided = case.authorisation or case.refusal
    if decided is not None:
        return decided.late_reason
    closed = holdings.newest(case.records, RecordKind.CLOSURE, Closure)
    return closed.facts.late_reason if closed and not case.request.is_open else ""


def _waiting(case: Case) -> dict[str, Any]:
    """Return when the case was triaged and in contact, and whether somebody asked for a triage."""
    triages = holdings.of(case.records, RecordKind.TRIAGE, Triage)
    contacts = holdings.of(case.records, RecordKind.WAITING_CONTACT, WaitingContact)
    newest = triages[-1] if triages else None
    asked = [
        one.facts.on
        for one in contacts
        if one.facts.needs_triage and (newest is None or one.recorded_at > newest.recorded_at)
    ]
    return {
        "triaged_on": newest.facts.on if newest else None,
        "triage_asked_on": min(asked, default=None),
        "is_letter_due": _is_letter_due(case),
        "contacted_on": max((one.facts.on for one in contacts), default=None),
        "agni_screen": newest.facts.agni_screen.value if newest else "",
    }


def _is_letter_due(case: Case) -> bool:
    """Return whether the day of the next contact was last set as that of a holding letter."""
    plans = holdings.of(case.records, RecordKind.CONTACT_PLAN, ContactPlan)
    if not plans or plans[-1].facts.what is not ContactKind.HOLDING_LETTER:
        return False
    set_since = [
        one
        for one in case.records
        if not one.is_void
        and one.id > plans[-1].id
        and (
            (one.kind is RecordKind.TRIAGE and one.facts.next_contact_on is not None)
            or (one.kind is RecordKind.WAITING_CONTACT and one.facts.next_action_on is not None)
        )
    ]
    return case.request.is_open and not set_since


def _outcome(state: RequestState) -> str:
    ended = {
        RequestState.GRANTED,
        RequestState.NOT_GRANTED,
        RequestState.WITHDRAWN,
        RequestState.NO_LONGER_NEEDED,
        RequestState.TRANSFERRED,
    }
    return state.value if state in ended else ""


def _closed_on(case: Case) -> date | None:
    if case.request.is_open:
        return None
    ends = [event.happened_on for event in case.events if event.kind.startswith("closed")]
    return max(ends) if ends else None


def _expires_on(case: Case, found: Standing) -> date | None:
    """Return the last day of an authority; None where it ended early.

    On the day that another authorisation replaces it, the other is the one that counts.
    """
    if life.cessation(case):
        return None
    last = life.last_day_of_authority(case, found.answer)
    is_replaced = last is not None and last == case.replaced_on
    return last - timedelta(days=1) if last is not None and is_replaced else last


def _no_authority_from(case: Case, earlier: tuple[Grant, ...], found: Standing) -> date | None:
    """Return the first day of the latest stretch without authority, past or to come.

    It is compared with today by whoever asks, so that it is right on every day without a
    recalculation. None where nothing says the person lives under the arrangements, where another
    authorisation replaced this one, or the request is over without an authority.
    """
    if case.request.state is not RequestState.GRANTED and not case.request.is_open:
        return None
    has_left = case.request.arrangements_to is not None or case.replaced_on is not None
    if has_left and not case.request.is_open:
        return None
    grants = [*earlier, *life.grants(case, found.answer)]
    return first_day_without(grants) if grants else arrangements_from(case)


def first_day_without(grants: Sequence[Grant]) -> date:
    """Return the first day after the last of some authorities."""
    last = max(grants, key=lambda grant: grant.last_on)
    return last.last_on if last.ends_in_day else first_day_after(last.last_on)
