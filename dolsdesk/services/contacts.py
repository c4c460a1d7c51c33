"""Contact while a request waits (dols.md 5.19); its letters are ``holding_letters``."""

from dataclasses import replace

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import waiting
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.waiting import WaitingContact
from dolsdesk.domain.machine import TransitionRefused
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
