"""Form 1, extension part: the council's decision on an urgent authorisation (paras 84 to 86)."""

from dataclasses import replace

from dolsdesk.domain import text
from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.case import Case, Extension, facts_of
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import Paper, by_actor, day, header, home_contact, made


def form_1x(
    ctx: Context, case: Case, answer: Extension, *, is_draft: bool = False, replaces: str = ""
) -> Paper:
    """Return the decision on an extension as it goes back to the home.

    Raises:
        ValueError: it is not decided, or there is no urgent authorisation.
    """
    urgent = case.urgent
    if answer.is_granted is None or urgent is None:
        raise ValueError("no extension is decided")
    now = ctx.clock.now()
    dates = timescales.work_out(
        facts_of(replace(case, extension=answer)), as_at=ctx.today, book=ctx.book
    )
    was = dates.date("urgent_last_day")
    last = dates.date("extended_urgent_last_day") if answer.is_granted else was
    at = f" at {text.clock_time(urgent.given_time)}" if urgent.given_time else ""
    answers: dict[str, Answer] = header(ctx, case) | {
        "home_contact": home_contact(case),
        "given": f"{text.long_date(urgent.given_on)}{at}",
        "was_to_end": day(was),
        "requested": day(answer.requested_on),
        "requested_why": answer.reasons,
        "decision": words.fact("f1x_granted" if answer.is_granted else "f1x_refused"),
        "days": str(answer.days) if answer.is_granted and answer.days else None,
        "last_day": day(last),
        "reasons": answer.decision_reasons,
        "decided": day(answer.decided_on),
        "effect": words.sentence("F1X_GRANTED" if answer.is_granted else "F1X_REFUSED", last=last),
        "signature": by_actor(ctx, None if is_draft else now),
    }
    return made(ctx, "F1X", case, answers, now, is_draft=is_draft, replaces=replaces)
