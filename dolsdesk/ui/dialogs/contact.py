"""Contact with a request that waits: what was said and what is next."""

from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols import waiting
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
    next_on = next_field(shell, band)
    kinds = options(ContactKind, blank="Choose")
    fields = [
        ChoiceField("kind", "What it was", [one for one in kinds if one[0] not in waiting.LETTERS]),
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


def next_field(shell: Shell, band: Priority | None) -> DateField:
    """Return the field for the next contact, filled by the target of the band."""

    def today() -> date:
        return shell.ctx.today

    field = DateField("next_action_on", "Next contact", shell.look, today)
    field.set_value(triage.next_contact(shell.ctx, band))
    return field
