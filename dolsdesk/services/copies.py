"""Who must get a copy, ticked off as sent (AU5)."""

from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols.case import Case, CopyLine
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent, NotSent, Recipient
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Conflict, Refused
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.repos import cases

METHODS = ("post", "secure_email", "by_hand", "portal")


def mark_sent(
    ctx: Context, request_id: int, copy_id: int, *, on: date, method: str
) -> Outcome[None]:
    """Tick one recipient off as sent.

    Raises:
        Refused: no way of sending is named, or the day is in the future.
        ProblemsFound: a copy of a decision, sent before it was made.
        Conflict: somebody settled this line already.
    """
    if method not in METHODS:
        raise Refused("METHOD_NEEDED", field="method")
    if on > ctx.today:
        raise Refused("DATE_IN_FUTURE", field="on")
    return _settle(ctx, request_id, copy_id, sent_on=on, method=method)


def mark_not_sent(
    ctx: Context, request_id: int, copy_id: int, *, reason: str, code: NotSent = NotSent.OTHER,
    manager: str = "",
) -> Outcome[None]:  # fmt: skip
    """Record why a copy does not go to a recipient.

    ``manager`` is who gave an instruction not to make contact.

    Raises:
        Refused: no reason, nothing of what was tried to find an address, or no manager is named.
        Conflict: somebody settled this line already.
    """
    if not reason.strip():
        missing = code is NotSent.UNKNOWN_ADDRESS
        raise Refused("NOT_SENT_TRIED_NEEDED" if missing else "NOT_SENT_REASON_NEEDED",
                      field="reason")  # fmt: skip
    if code is NotSent.NO_CONTACT:
        if not manager.strip():
            raise Refused("NOT_SENT_MANAGER_NEEDED", field="manager")
        reason = f"{reason.strip()} (instruction of {manager.strip()})"
    return _settle(ctx, request_id, copy_id, reason=reason, code=code)


def undo(ctx: Context, request_id: int, copy_id: int) -> Outcome[None]:
    """Take a tick back; the history keeps both.

    Raises:
        Conflict: somebody took it back already.
    """
    return _settle(ctx, request_id, copy_id)


def _settle(
    ctx: Context,
    request_id: int,
    copy_id: int,
    *,
    sent_on: date | None = None,
    method: str = "",
    reason: str = "",
    code: NotSent | None = None,
) -> Outcome[None]:
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        [line] = [one for one in act.case.copies if one.id == copy_id]
        settles = sent_on is not None or bool(reason)
        if settles == line.is_settled:
            raise Conflict("COPY_MOVED_ON")
        about_person = line.recipient == Recipient.PERSON.value
        is_alive = act.case.person.date_of_death is None
        if code is NotSent.DECEASED and about_person and is_alive:
            raise Refused("NOT_SENT_NOT_DEAD", field="code")
        settle(_too_early(act.case, line, sent_on), "")
        cases.settle_copy(
            act.write.session,
            request_id,
            copy_id,
            sent_on=sent_on,
            method=method,
            reason_not_sent=reason,
            reason_code=code.value if code else "",
        )
        kind = "copy_sent" if sent_on else "copy_not_sent" if reason else "copy_tick_undone"
        detail = line.name if not reason else f"{line.name}: {reason}"
        act.happened(kind, detail, on=sent_on)
        act.record(kind, copy_id=copy_id, recipient=line.recipient, reason=reason)
    return Outcome(None, of_case(request_id))


def _too_early(case: Case, line: CopyLine, sent_on: date | None) -> tuple[Problem, ...]:
    """Return that a copy of a decision cannot have been sent before the decision was made."""
    given, refused = case.authorisation, case.refusal
    made = {
        NoticeEvent.GRANTED.value: given.given_on if given else None,
        NoticeEvent.NOT_GRANTED.value: refused.decided_on if refused else None,
    }.get(line.event)
    if made is None or sent_on is None or sent_on >= made:
        return ()
    return (Code.FACTS_CONTRADICT.problem(field="on", first="decided_on", second="sent_on"),)
