"""Form 11: an independent mental capacity advocate is instructed (ss39A, 39C and 39D)."""

from dolsdesk.domain import text
from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.advocates import TRIGGERS, Advocacy, AdvocateKind
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.services import council, words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import (
    Paper,
    by_actor,
    day,
    header,
    home_contact,
    joined,
    made,
    ticked,
)

#: What goes with the referral: the papers the advocate may see and take copies of.
_ENCLOSED = {
    AdvocateKind.S39A: ("F11_REQUEST", "F11_URGENT", "F11_CARE_PLAN"),
    AdvocateKind.S39C: ("F11_FORM_5", "F11_ASSESSMENTS", "F11_CARE_PLAN"),
    AdvocateKind.S39D: ("F11_FORM_5", "F11_ASSESSMENTS", "F11_CARE_PLAN"),
}


def form_11(
    ctx: Context, case: Case, found: Advocacy, *, record_id: int | None = None,
    is_draft: bool = False, replaces: str = "",
) -> Paper:  # fmt: skip
    """Return Form 11 for an instruction.

    Raises:
        ValueError: nobody is instructed.
    """
    if found.instructed_on is None:
        raise ValueError("no advocate is instructed")
    now = ctx.clock.now()
    person = case.person
    enclosed = [one for one in _ENCLOSED[found.kind] if case.urgent or one != "F11_URGENT"]
    answers: dict[str, Answer] = header(ctx, case) | {
        "home_contact": home_contact(case),
        "communication": joined(person.communication_needs, person.language),
        "provider": joined(found.provider, found.address),
        "advocate": found.advocate,
        "instructed": day(found.instructed_on),
        "submissions_to": joined(ctx.actor.name, ctx.actor.job_title, council.letterhead(ctx)),
        "kind_short": words.fact(found.kind.value),
        "kind": [
            [words.fact(kind.value), *ticked(trigger is found.trigger, words.fact(trigger.value))]
            for kind, triggers in TRIGGERS.items()
            for trigger in triggers
        ],
        "said": found.said,
        "authority": _authority(case),
        "enclosed": [words.sentence(code) for code in enclosed],
        "deadlines": _deadlines(ctx, case),
        "signature": by_actor(ctx, None if is_draft else now),
    }
    return made(ctx, "F11", case, answers, now, is_draft=is_draft, record_id=record_id,
                replaces=replaces)  # fmt: skip


def _authority(case: Case) -> str:
    given = case.authorisation
    if given is not None:
        return words.sentence("F11_SA", first=given.in_force_on, last=given.last_day)
    return words.sentence("F11_ASKED", on=case.request.received_on)


def _deadlines(ctx: Context, case: Case) -> list[str]:
    answer = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book)
    urgent = answer.date("extended_urgent_last_day") or answer.date("urgent_last_day")
    given = case.authorisation
    if given is not None:
        return [f"The authorisation ends at the end of {text.long_date(given.last_day)}."]
    due = answer.date("assessments_due_on")
    return [
        said
        for said in (
            f"Assessments are due by {text.long_date(due)}." if due else "",
            f"The urgent authorisation ends at the end of {text.long_date(urgent)}."
            if urgent
            else "",
        )
        if said
    ]
