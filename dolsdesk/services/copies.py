"""Who must get a copy, ticked off as sent (AU5)."""

from datetime import date

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols.case import Case, CopyLine
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.copies import NoticeEvent
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


def mark_not_sent(ctx: Context, request_id: int, copy_id: int, *, reason: str) -> Outcome[None]:
    """Record why a copy does not go to a recipient (para 187, a no-contact instruction …).

    Raises:
        Refused: no reason is given.
        Conflict: somebody settled this line already.
    """
    if not reason.strip():
        raise Refused("NOT_SENT_REASON_NEEDED", field="reason")
    return _settle(ctx, request_id, copy_id, reason=reason)


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
) -> Outcome[None]:
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        [line] = [one for one in act.case.copies if one.id == copy_id]
        settles = sent_on is not None or bool(reason)
        if settles == line.is_settled:
            raise Conflict("COPY_MOVED_ON")
        settle(_too_early(act.case, line, sent_on), "")
        cases.settle_copy(
            act.write.session,
            request_id,
            copy_id,
            sent_on=sent_on,
            method=method,
            reason_not_sent=reason,
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
