"""Form 7: the council's notices that an authorisation is suspended, and that it no longer is."""

from datetime import date, time

from dolsdesk.domain import text
from dolsdesk.domain.dols import suspensions
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.suspensions import NO_SUSPENSION, Suspension, SuspensionReason
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import (
    Paper,
    by_actor,
    day,
    header,
    home_contact,
    made,
    ticked,
)

_GROUNDS = tuple(one for one in SuspensionReason if one not in NO_SUSPENSION)


def form_7(
    ctx: Context, case: Case, found: Suspension, *, record_id: int | None = None,
    is_draft: bool = False, replaces: str = "",
) -> Paper:  # fmt: skip
    """Return the notice that the authorisation is suspended (para 93)."""
    last = suspensions.last_day(found, ctx.book)
    given = case.authorisation
    is_first = given is not None and given.last_day < last
    effect = "F7_SA_ENDS_FIRST" if is_first and given else "F7_CEASES"
    answers = _shared(ctx, case, found) | {
        "location": found.location,
        "why": found.why,
        "last_day": day(last),
        "effect": words.sentence(effect, last=given.last_day if is_first and given else last),
    }
    return _made(ctx, case, "F7", answers, record_id=record_id, is_draft=is_draft,
                 replaces=replaces)  # fmt: skip


def form_7_lifted(
    ctx: Context, case: Case, found: Suspension, *, record_id: int | None = None,
    is_draft: bool = False, replaces: str = "",
) -> Paper:  # fmt: skip
    """Return the notice that the suspension is lifted (para 95).

    Raises:
        ValueError: it is not.
    """
    if found.eligibility_restored_on is None:
        raise ValueError("the suspension is not lifted")
    given = case.authorisation
    answers = _shared(ctx, case, found) | {
        "lifted": _when(found.eligibility_restored_on, found.eligibility_restored_time),
        "last_day": day(given.last_day) if given else None,
    }
    return _made(ctx, case, "F7L", answers, record_id=record_id, is_draft=is_draft,
                 replaces=replaces)  # fmt: skip


def _shared(ctx: Context, case: Case, found: Suspension) -> dict[str, Answer]:
    given = case.authorisation
    held = (
        f"{text.long_date(given.in_force_on)} to {text.long_date(given.last_day)}" if given else ""
    )
    return header(ctx, case) | {
        "authorisation": held,
        "home_contact": home_contact(case),
        "notice": _when(found.suspension_notice_on, found.suspension_notice_time),
        "ground": [ticked(one is found.reason, words.fact(f"f7_{one.value}")) for one in _GROUNDS],
    }


def _made(
    ctx: Context, case: Case, code: str, answers: dict[str, Answer], *, record_id: int | None,
    is_draft: bool, replaces: str,
) -> Paper:  # fmt: skip
    now = ctx.clock.now()
    answers["signature"] = by_actor(ctx, None if is_draft else now)
    return made(ctx, code, case, answers, now, is_draft=is_draft, record_id=record_id,
                replaces=replaces)  # fmt: skip


def _when(on: date, at: time | None) -> str:
    return f"{text.long_date(on)} at {text.clock_time(at)}" if at else text.long_date(on)
