"""The council's own weights of the ranking, and of waiting and journeys where many are matched."""

from collections.abc import Mapping
from dataclasses import dataclass

from dolsdesk.domain import matching, ranking
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import targets
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome

#: In the order of the form.
RULES = (*ranking.WEIGHTS.values(), RuleId.PR_RANK_TOGETHER, *matching.LEAVING.values())


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight: its rule, what it is called, and its amount in points."""

    rule: RuleId
    title: str
    amount: int


def weights(ctx: Context) -> tuple[Weight, ...]:
    """Return every weight as it is set now."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        book = targets.as_set_now(ctx, session).book
    return tuple(
        Weight(rule, book.rule(rule).title, book.value(rule, on=ctx.today).amount) for rule in RULES
    )


def set_weights(ctx: Context, amounts: Mapping[RuleId, int | None]) -> Outcome[None]:
    """Set weights; one that is blank counts as 0.

    Raises:
        Refused: no part of the ranking would have any weight.
    """
    ctx.require(Act.MANAGE_DESK)
    chosen = {rule: amounts.get(rule) or 0 for rule in RULES if rule in amounts}
    if not any(chosen.get(rule) for rule in ranking.WEIGHTS.values()):
        raise Refused("WEIGHTS_ALL_NOUGHT", field=RuleId.PR_RANK_DISTANCE.value)
    return targets.set_many(ctx, chosen, "set_weights")
