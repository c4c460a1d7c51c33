"""Contact while a request waits (dols.md 5.19); its letters are ``holding_letters``."""

from dataclasses import replace

from dolsdesk.domain import text
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import waiting
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.waiting import ContactKind, ContactPlan, WaitingContact
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle


def log(
    ctx: Context, request_id: int, contact: WaitingContact | None, *, because: str = ""
) -> Outcome[int]:
    """Record a contact, and when something is next.

    Returns:
        The id of the record.

    Raises:
        Refused: no kind of contact is chosen.
        ProblemsFound: nobody, nothing said, in the future, or no next day while the case waits.
        ReasonNeeded: the next contact comes later than the local target, unexplained.
        TransitionRefused: the request is over.
    """
    if contact is None:
        raise Refused("CONTACT_KIND_NEEDED", field="kind")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        record_id = put(act, contact, because)
    return Outcome(record_id, of_case(request_id))


def plan(
    ctx: Context,
    request_id: int,
    planned: ContactPlan,
    *,
    because: str = "",
    seen_version: int | None = None,
) -> Outcome[int]:
    """Set the day of the next contact, or that a holding letter is due, without being in touch.

    Returns:
        The id of the record.

    Raises:
        ProblemsFound: the day has passed.
        ReasonNeeded: it comes later than the local target, unexplained.
        TransitionRefused: the request is over.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id, seen_version=seen_version) as act:
        still_open(act)
        why = settle(plan_problems(ctx, act.case, planned), because)
        made = replace(planned, why=why)
        act.set(next_contact_on=made.next_action_on)
        record_id = act.begin(
            RecordKind.CONTACT_PLAN, made, on=ctx.today, detail=_planned(made),
            event="letter_planned" if made.what is ContactKind.HOLDING_LETTER else "",
        )  # fmt: skip
        act.record("plan_contact", reason=why, next_action_on=made.next_action_on.isoformat())
    return Outcome(record_id, of_case(request_id))


def plan_problems(ctx: Context, case: Case, planned: ContactPlan) -> tuple[Problem, ...]:
    """Return what is wrong with a day that is set for the next contact of a case."""
    return tuple(
        waiting.plan_problems(planned, as_at=ctx.today, band=case.request.priority, book=ctx.book)
    )


def _planned(made: ContactPlan) -> str:
    on = text.day_date(made.next_action_on)
    return f"{on}: {made.why}" if made.why else on


def put(act: CaseAct, contact: WaitingContact, because: str) -> int:
    """Put a contact on record, and the day on which something is next.

    Raises:
        ProblemsFound, ReasonNeeded, TransitionRefused: as ``log``.
    """
    still_open(act)
    ctx, request = act.ctx, act.case.request
    contact = replace(contact, who=contact.who.strip(), what=contact.what.strip())
    problems = waiting.problems(
        contact,
        as_at=ctx.today,
        waits=request.state is RequestState.WAITING,
        band=request.priority,
        book=ctx.book,
    )
    why = settle(problems, because)
    if contact.next_action_on is not None:
        act.set(next_contact_on=contact.next_action_on)
    record_id = act.begin(
        RecordKind.WAITING_CONTACT, contact, on=contact.on, detail=said(contact),
        event=f"contact_{contact.kind.value}",
    )  # fmt: skip
    act.record(
        "log_contact",
        reason=why,
        kind=contact.kind.value,
        next_action_on=contact.next_action_on.isoformat() if contact.next_action_on else "",
        needs_triage=contact.needs_triage,
    )
    return record_id


def said(contact: WaitingContact) -> str:
    """Return a contact in one line, for the history."""
    return f"{contact.who}: {contact.what}"


def still_open(act: CaseAct) -> None:
    """Refuse what is done while a request waits, where it is over.

    Raises:
        TransitionRefused: it is.
    """
    if not act.case.request.is_open:
        raise TransitionRefused("TRANSITION_REFUSED", state=act.case.request.state)
