"""Form 12: pre-filled for the managing authority, which sends it to the coroner where it must."""

from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.endings import Cessation, Closure
from dolsdesk.domain.dols.representatives import Appointment
from dolsdesk.domain.forms.spec import Answer
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import council, words
from dolsdesk.services.context import Context
from dolsdesk.services.papers.paper import Paper, day, header, joined, made


def form_12(ctx: Context, case: Case, *, is_draft: bool = True, replaces: str = "") -> Paper:
    """Return Form 12 with everything the case says; the home fills in the rest and signs it.

    Raises:
        ValueError: nobody has died.
    """
    died_on = case.person.date_of_death
    if died_on is None:
        raise ValueError("no death is recorded")
    given = case.authorisation
    is_covered = given is not None and given.in_force_on <= died_on <= given.last_day
    held = holdings.of(case.records, RecordKind.CONDITION, Condition)
    answers: dict[str, Answer] = header(ctx, case) | {
        "died_on": day(died_on),
        "coroner": _coroner(case),
        "family": _family(case),
        "sb_contact": joined(ctx.actor.name, ctx.actor.job_title, council.name(ctx)),
        "authorisation": f"{text.long_date(given.in_force_on)} to {text.long_date(given.last_day)}"
        if given is not None and is_covered
        else None,
        "conditions": [one.facts.text for one in held if one.facts.binds] if is_covered else [],
    }
    return made(ctx, "F12", case, answers, ctx.clock.now(), is_draft=is_draft, is_blank=True,
                replaces=replaces)  # fmt: skip


def _coroner(case: Case) -> str | None:
    ended = holdings.newest(case.records, RecordKind.CESSATION, Cessation)
    closed = holdings.newest(case.records, RecordKind.CLOSURE, Closure)
    said = (ended.facts.coroner if ended else None) or (closed.facts.coroner if closed else None)
    return words.fact(said.value) if said else None


def _family(case: Case) -> str:
    held = holdings.of(case.records, RecordKind.REPRESENTATIVE, Appointment)
    if held:
        one = held[-1].facts
        return joined(one.name, one.relationship, one.address, one.phone)
    first = next(iter(case.contacts), None)
    return joined(first.name, first.relationship, first.address, first.phone) if first else ""
