"""The council's own targets as they are set now, where a page both steers by them and sets them."""

from collections.abc import Mapping
from dataclasses import replace

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.services.desk import POLICY_PREFIX, own_targets
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import settings


def as_set_now(ctx: Context, session: ReadSession) -> Context:
    """Return the context with the targets the council has now, not those of when it was opened."""
    return replace(ctx, book=ctx.book.with_policy(own_targets(settings.read(session))))


def set_many(ctx: Context, amounts: Mapping[RuleId, int], action: str) -> Outcome[None]:
    """Set several targets in one act.

    Raises:
        NotPermitted: whoever is at the desk may not manage it.
    """
    with ctx.acting(Act.MANAGE_DESK) as write:
        book = as_set_now(ctx, write.session).book
        before = {rule.value: book.value(rule, on=ctx.today).amount for rule in amounts}
        after = {rule.value: amount for rule, amount in amounts.items()}
        settings.write(
            write.session,
            {f"{POLICY_PREFIX}{rule}": str(amount) for rule, amount in after.items()},
        )
        write.record(action, "setting", None, before=before, after=after)
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS, Listing.WORKLIST})))
