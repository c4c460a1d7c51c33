"""Triage of a request (IN7): the answers behind a band, and the person who confirms it.

Each triage is a record of its own. An earlier one is never changed or taken away, and no triage
moves a date (I19).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings, waiting
from dolsdesk.domain.dols import triage as rules
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.states import Event, RequestState
from dolsdesk.domain.dols.triage import AgniScreen, QuestionSet, Triage
from dolsdesk.domain.dols.waiting import ContactPlan, WaitingContact
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.records import Record, RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import question_sets, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.repos import cases


def triage(
    ctx: Context,
    request_id: int,
    questions: QuestionSet,
    *,
    ticked: Iterable[str],
    band: Priority | None,
    reason: str,
    screen: AgniScreen | None,
    screen_why: str = "",
    next_contact_on: date | None,
    because: str = "",
) -> Outcome[Triage]:
    """Triage a request and put it on the waiting list, or keep it there.

    Args:
        ctx: who acts, and on what.
        request_id: the request, whose content was checked.
        questions: the version of the set that was asked.
        ticked: the ids of the factors found to be so.
        band: what a person confirms, whatever the answers suggest.
        reason: why this band.
        screen: the answer to the screening question, or that it was not asked.
        screen_why: what the answer rests on.
        next_contact_on: when somebody is in touch next.
        because: why the band differs from the answers, or the contact is later than the target.

    Raises:
        Refused: no band, no reason, no screening answer.
        ProblemsFound: no contact to come, or a screening answer without what it rests on.
        ReasonNeeded: the band differs from the answers, or the contact comes late, unexplained.
        TransitionRefused: the request is not checked yet, or is past waiting.
    """
    checked(band, reason)
    if screen is None:
        raise Refused("SCREEN_NEEDED", field="screen")
    assert band is not None  # noqa: S101  (or it was refused above)
    asked = Triage(
        band=band, reason=reason.strip(), on=ctx.today, agni_screen=screen,
        screen_why=screen_why.strip(), next_contact_on=next_contact_on,
    )  # fmt: skip
    found = rules.with_answers(asked, questions, ticked)
    problems = (
        *rules.problems(found, as_at=ctx.today),
        *waiting.next_problems(
            next_contact_on, as_at=ctx.today, band=band, book=ctx.book, field="next_contact_on"
        ),
    )
    why = settle(problems, because)
    if found.differs and why:
        found = replace(found, differs_because=why)
    with on_case(ctx, Act.TRIAGE, request_id) as act:
        put(act, found, because=why)
    return Outcome(found, of_case(request_id))


def checked(band: Priority | None, reason: str) -> None:
    """Refuse a triage without a band or a reason.

    Raises:
        Refused: either is lacking.
    """
    if band is None:
        raise Refused("BAND_NEEDED", field="priority")
    if not reason.strip():
        raise Refused("BAND_REASON_NEEDED", field="reason")


def put(act: CaseAct, found: Triage, *, because: str = "") -> None:
    """Record a triage of the case, and move it to the waiting list if it is not there."""
    act.move(Event.WAIT)
    act.set(
        priority=found.band, priority_reason=found.reason, next_contact_on=found.next_contact_on
    )
    act.begin(RecordKind.TRIAGE, found, on=found.on, detail=said(found), event="waiting")
    act.record("triage", reason=because or found.reason, **told(found))


def said(found: Triage) -> str:
    """Return a triage in one line, for the history."""
    return f"{words.fact(found.band.value)}: {found.reason}"


def told(found: Triage) -> dict[str, object]:
    """Return what the audit trail keeps of a triage."""
    return {
        "priority": found.band.value,
        "set": found.set_id,
        "set_version": found.set_version,
        "answers": [answer.id for answer in found.answers],
        "suggested": found.suggested.value if found.suggested else "",
        "agni_screen": found.agni_screen.value,
    }


def newest(case: Case) -> Record[Triage] | None:
    """Return the triage that counts, if there was one."""
    return holdings.newest(case.records, RecordKind.TRIAGE, Triage)


def recheck_on(case: Case, ctx: Context) -> date | None:
    """Return by when a waiting case is to be triaged again; None where it does not wait."""
    held = newest(case)
    if held is None or case.request.state is not RequestState.WAITING:
        return None
    due_on = rules.recheck_on(held.facts.on, held.facts.band, ctx.book)
    asked = [
        one.facts.on
        for one in holdings.of(case.records, RecordKind.WAITING_CONTACT, WaitingContact)
        if one.facts.needs_triage and one.recorded_at > held.recorded_at
    ]
    return min([due_on, *asked])


def warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that a reason lets pass."""
    return tuple(problem for problem in problems if problem.severity is Severity.WARN)


def after_error(act: CaseAct, gone: Record[object]) -> None:
    """Let what the list shows follow what is left, once one of its entries was an error.

    Raises:
        ProblemsFound: it is the only triage of a case that waits.
    """
    left = [one for one in act.case.records if one.id != gone.id]
    triages = holdings.of(left, RecordKind.TRIAGE, Triage)
    if gone.kind is RecordKind.TRIAGE:
        if not triages and act.case.request.state is RequestState.WAITING:
            settle((Code.TRIAGE_LAST.problem(),), "")
        if triages:
            kept = triages[-1].facts
            act.set(priority=kept.band, priority_reason=kept.reason)
    contacts = holdings.of(left, RecordKind.WAITING_CONTACT, WaitingContact)
    nexts = [(one.recorded_at, one.facts.next_contact_on) for one in triages]
    nexts += [(one.recorded_at, one.facts.next_action_on) for one in contacts]
    plans = holdings.of(left, RecordKind.CONTACT_PLAN, ContactPlan)
    nexts += [(one.recorded_at, one.facts.next_action_on) for one in plans]
    known = [found for found in nexts if found[1] is not None]
    act.set(next_contact_on=max(known, key=lambda one: one[0])[1] if known else None)


def next_contact(ctx: Context, band: Priority | None) -> date:
    """Return by when the next contact is due, by the local target of a band."""
    return waiting.next_on(ctx.today, band, ctx.book)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the forms for triage, contact and letters begin with.

    ``family`` are those named among the person's contacts.
    """

    request_id: int
    ref: str
    questions: QuestionSet
    earlier: Triage | None
    who: str
    band: Priority | None
    family: tuple[str, ...] = ()


def prepare(ctx: Context, request_id: int) -> Prepared:
    """Return what the forms for triage and contact of a request begin with."""
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        questions = question_sets.held(session)
    held = newest(case)
    request = case.request
    return Prepared(
        request_id=request_id,
        ref=request.ref,
        questions=questions,
        earlier=held.facts if held else None,
        who=request.contact_name or case.place.managing_authority or case.place.name,
        band=request.priority,
        family=tuple(one.name for one in case.contacts if one.name.strip()),
    )
