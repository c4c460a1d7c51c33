"""Letters while a request waits: to the managing authority, and to family (dols.md 6.3)."""

from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.dols import waiting
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.forms.spec import Answers
from dolsdesk.domain.people import Contact
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import Paper, header, made, moment
from dolsdesk.services.projection import Standing, grants_of_others, standing

HOLDING_LETTER, FAMILY_LETTER = "L02", "L02F"

#: What the managing authority must tell the council at once (dols.md 6.3).
TELL_US = (
    "HOLDING_TELL_OBJECTS", "HOLDING_TELL_RESTRICTIONS", "HOLDING_TELL_FAMILY",
    "HOLDING_TELL_ADMITTED", "HOLDING_TELL_MOVES", "HOLDING_TELL_DIES",
)  # fmt: skip
#: What family or friends can do meanwhile.
YOU_CAN = (
    "FAMILY_CAN_TELL", "FAMILY_CAN_ASK_HOME", "FAMILY_CAN_ASK_CHECK", "FAMILY_CAN_COURT",
    "FAMILY_CAN_COMPLAIN",
)  # fmt: skip


def draft_of_holding_letter(ctx: Context, case: Case, code: str = HOLDING_LETTER) -> Paper:
    """Return a holding letter as it would be sent today, marked as a draft.

    The one to family is made out to the first who is named among the person's contacts.

    Raises:
        Refused: the request is over, so there is nothing to hold; or nobody is named.
    """
    to = next(iter(case.contacts), None) if code == FAMILY_LETTER else None
    if not case.request.is_open or (code == FAMILY_LETTER and to is None):
        raise Refused("PAPER_NOT_YET", paper=code, ref=case.request.ref)
    return holding_letter(ctx, case, to=to, is_draft=True)


def holding_letter(
    ctx: Context,
    case: Case,
    *,
    why: LateReason = LateReason.QUEUE,
    next_contact_on: date | None = None,
    to: Contact | None = None,
    is_draft: bool = False,
) -> Paper:
    """Return the holding letter of a case as things stand today; ``to`` family, if it is named.

    It says what is not authorised, what goes on being asked of the managing authority, and where
    advice is to be had. It never says or implies that the council agrees to the position.
    """
    with ctx.reading() as session:
        earlier = grants_of_others(session, case, as_at=ctx.today, book=ctx.book)
    found = standing(case, as_at=ctx.today, book=ctx.book, earlier=earlier)
    now = ctx.clock.now()
    answers = _answers(ctx, case, found, why, next_contact_on or _next_contact(ctx, case))
    if to is not None:
        answers |= {
            "to": "\n".join(part for part in (to.name, to.address) if part),
            "you_can": [words.sentence(code) for code in YOU_CAN],
            "band": _band("FAMILY_BAND", case),
        }
    return made(
        ctx,
        HOLDING_LETTER if to is None else FAMILY_LETTER,
        case,
        answers
        | {
            "signature": [
                ctx.actor.name,
                ctx.actor.job_title,
                words.sentence("NOT_SENT") if is_draft else moment(now),
            ]
        },
        now,
        is_draft=is_draft,
    )


def _answers(
    ctx: Context, case: Case, found: Standing, why: LateReason, next_contact_on: date
) -> dict[str, str | list[str] | list[list[str]] | None]:
    request, due_on = case.request, found.due_on
    authority, short = _authority(found, ctx.today)
    answers: Answers = header(ctx, case)
    return {
        **answers,
        "received": text.long_date(request.received_on),
        "authority": authority,
        "authority_short": short,
        "due": text.long_date(due_on) if due_on else None,
        "lateness": _lateness(due_on, ctx.today, why),
        "band": _band("HOLDING_BAND", case),
        "next_contact": text.long_date(next_contact_on),
        "tell_us": [words.sentence(code) for code in TELL_US],
    }


def _band(code: str, case: Case) -> str:
    band = case.request.priority
    return words.sentence(code, band=words.fact(band.value if band else "no_band"))


def _next_contact(ctx: Context, case: Case) -> date:
    """Return the day that is set for the next contact, or the target's where that has passed."""
    on = case.request.next_contact_on
    if on is not None and on > ctx.today:
        return on
    return waiting.next_on(ctx.today, case.request.priority, ctx.book)


def _authority(found: Standing, today: date) -> tuple[str, str]:
    """Return what authorises the person's care today, in a sentence and in short."""
    now = next((one for one in found.spans if one.first_on <= today <= one.last_on), None)
    if now is None:
        return words.sentence("HOLDING_NOTHING_RECORDED"), words.fact("no_authority_now")
    if not now.ref:
        return words.sentence("HOLDING_GAP", first=now.first_on), words.fact("no_authority_now")
    name = words.fact(f"authority_{now.kind.value}")
    sentence = words.sentence("HOLDING_UNTIL", what=name, last=now.last_on)
    return sentence, f"{name}, to {text.long_date(now.last_on)}"


def _lateness(due_on: date | None, today: date, why: LateReason) -> str:
    if due_on is None or today <= due_on:
        return words.sentence("HOLDING_NOT_YET_LATE", reason=why.value)
    days = (today - due_on).days
    return words.sentence("HOLDING_LATE", due=due_on, n=days, reason=why.value)
