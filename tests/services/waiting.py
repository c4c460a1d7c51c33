"""Triage and contact, as tests tell them: complete, on the day of the tests."""

from datetime import timedelta

from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.triage import AgniScreen, Triage
from dolsdesk.domain.dols.waiting import ContactKind, WaitingContact
from dolsdesk.services import question_sets, triage
from dolsdesk.services.context import Context
from tests.support.desk import TODAY

SOON = TODAY + timedelta(days=5)
FACTOR = {
    Priority.HIGH: "p_objects", Priority.MEDIUM: "sometimes_unsettled",
    Priority.LOW: "settled_over_year",
}  # fmt: skip


def triaged(ctx: Context, request_id: int, band: Priority = Priority.HIGH, **values) -> Triage:
    """Triage a request into a band that its answers say too."""
    given = {
        "ticked": [FACTOR[band]] if band else [],
        "band": band,
        "reason": "As the form says",
        "screen": AgniScreen.UNCLEAR,
        "screen_why": "The form is short",
        "next_contact_on": ctx.today + timedelta(days=5),
        **values,
    }
    return triage.triage(ctx, request_id, question_sets.in_use(ctx), **given).value


def a_contact(**values) -> WaitingContact:
    """Return a telephone call."""
    record = {
        "kind": ContactKind.CALL,
        "on": TODAY,
        "who": "M. Anager",
        "what": "Nothing has changed.",
        "next_action_on": SOON,
        **values,
    }
    return WaitingContact(**record)
