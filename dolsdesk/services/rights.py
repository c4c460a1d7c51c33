"""How the rights of the person of a case stand today, for the window (RR1 to RR4)."""

from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.dols import advocates, conditions, representatives, rights
from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.representatives import ContactDue
from dolsdesk.domain.dols.rights import Concern, Need, Safeguards
from dolsdesk.domain.problems import Problem
from dolsdesk.services import words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.context import Context


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything the window says of a person's rights."""

    safeguards: Safeguards
    concerns: tuple[Concern, ...]
    problems: tuple[Problem, ...]
    needs: tuple[Need, ...]
    contact_due: ContactDue | None


def of(ctx: Context, view: CaseView) -> Rights:
    """Return how the rights of the person of a case stand today."""
    found = _safeguards(view)
    acting = found.acting
    due = None
    if acting is not None and found.sa_begun_on is not None:
        due = representatives.contact_due(acting, found.last_contact, book=ctx.book)
    return Rights(
        safeguards=found,
        concerns=rights.concerns(found, as_at=view.as_at, book=ctx.book),
        problems=rights.problems(found, as_at=view.as_at, book=ctx.book),
        needs=rights.needs(found),
        contact_due=due,
    )


def said(ctx: Context, concern: Concern) -> str:
    """Return a concern in one sentence, with the rule that it rests on."""
    rule = ctx.book.value(concern.rule_id, on=ctx.today)
    sentence = words.sentence(concern.said, **concern.params)
    kind = words.fact(concern.kind.value)
    return f"{kind}: {sentence} {rule.rule.title}: {rule.citation}."


def needs(view: CaseView) -> tuple[Need, ...]:
    """Return what calls for an advocate in a case and is not met."""
    return rights.needs(_safeguards(view))


def condition_due_on(ctx: Context, view: CaseView, found: Condition) -> date | None:
    """Return by when a condition should be shown to be met."""
    given = view.case.authorisation
    if given is None:
        return None
    return conditions.due_on(found, in_force_on=given.in_force_on, book=ctx.book)


def answer_due_on(ctx: Context, found: Advocacy) -> date | None:
    """Return by when an instruction should be acknowledged."""
    return advocates.answer_due_on(found, ctx.book)


def _safeguards(view: CaseView) -> Safeguards:
    return rights.of_case(
        view.case, view.answer, sa_state=view.sa_state, urgent_state=view.urgent_state,
        as_at=view.as_at,
    )  # fmt: skip
