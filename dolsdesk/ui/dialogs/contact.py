"""Contact with a request that waits: what was said and what is next; and the holding letter."""

from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.waiting import ContactKind, WaitingContact
from dolsdesk.services import contacts, triage
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    LineField,
    ProseField,
    TickField,
    Values,
    options,
)


def contact_dialog(
    shell: Shell, parent: QWidget, request_id: int, *, who: str, band: Priority | None
) -> FormDialog:
    """Return the form for a contact; ``who`` is the usual one to speak to."""
    look, today = shell.look, shell.ctx.today
    on = DateField("on", "On", look, lambda: shell.ctx.today)
    on.set_raw("today")
    named = LineField("who", "With whom")
    named.set_raw(who)
    next_on = _next(shell, band)
    kinds = options(ContactKind, blank="Choose")
    fields = [
        ChoiceField(
            "kind", "What it was", [one for one in kinds if one[0] != ContactKind.HOLDING_LETTER]
        ),
        on,
        named,
        ProseField("what", "What was said", look, lines=3),
        TickField("needs_triage", "It changes the picture: triage again at once"),
        next_on,
        LineField("next_action", "What is next"),
    ]

    def act(given: Values) -> Outcome[int]:
        made = WaitingContact(
            kind=ContactKind(given["kind"]),
            on=given["on"] or today,
            who=given["who"],
            what=given["what"],
            next_action_on=given["next_action_on"],
            next_action=given["next_action"],
            needs_triage=given["needs_triage"],
        ) if given["kind"] else None  # fmt: skip
        return contacts.log(shell.ctx, request_id, made, because=given.get(BECAUSE, ""))

    return FormDialog(
        shell,
        parent,
        title="Contact while waiting",
        lead="Nobody waits without a day for the next contact.",
        fields=fields,
        accept="Record",
        act=act,
        said="Contact recorded.",
    )


def letter_dialog(
    shell: Shell, parent: QWidget, request_id: int, *, band: Priority | None
) -> FormDialog:
    """Return the form for the holding letter to the managing authority."""
    fields = [
        ChoiceField(
            "why", "The assessments are not done because", options(LateReason, blank="Choose")
        ),
        _next(shell, band),
    ]

    def act(given: Values) -> Outcome[int]:
        return contacts.send_holding_letter(
            shell.ctx,
            request_id,
            why=LateReason(given["why"]) if given["why"] else None,
            next_action_on=given["next_action_on"],
            because=given.get(BECAUSE, ""),
        )

    return FormDialog(
        shell,
        parent,
        title="Holding letter",
        lead="It says what is not authorised, what the home must go on doing, what to tell us at"
        " once, and how anybody can get advice, ask for a check or go to court. It is frozen as it"
        " is sent, and stands under Papers.",
        fields=fields,
        accept="Send the letter",
        act=act,
        said="Holding letter issued. It stands under Papers, to print or save.",
    )


def _next(shell: Shell, band: Priority | None) -> DateField:
    """Return the field for the next contact, filled by the target of the band."""

    def today() -> date:
        return shell.ctx.today

    field = DateField("next_action_on", "Next contact", shell.look, today)
    field.set_value(triage.next_contact(shell.ctx, band))
    return field
