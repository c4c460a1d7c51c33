"""The forms of fees: an invoice, a release, an invoice sent back, an entry voided."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import fees, text
from dolsdesk.domain.fee_orders import REPORTED, Invoice, RejectReason
from dolsdesk.errors import Refused
from dolsdesk.services import fee_orders, words
from dolsdesk.services.fee_lists import FeeLine
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    MoneyField,
    ProseField,
    Values,
    options,
)

_LINE = "line_"


def amount(pence: int | None) -> str:
    """Return an amount as lists show it."""
    return fees.pounds(pence) if pence is not None else "no rate"


def invoice_dialog(
    shell: Shell, parent: QWidget, line: FeeLine, others: Sequence[FeeLine]
) -> FormDialog:
    """Return the form of an invoice: a line for each order of the assessor without one."""
    number = LineField("number", "Number of the invoice")
    dated = DateField("dated_on", "Dated", shell.look, lambda: shell.ctx.today)
    rest = [one for one in others if one.order.id != line.order.id]
    lines: list[Field] = [_money(one) for one in (line, *rest)]
    first = lines[0]
    if line.order.pence is not None:
        first.set_raw(fees.pounds(line.order.pence))

    def save(given: Values) -> Outcome[int]:
        claimed = tuple(
            (int(name.removeprefix(_LINE)), pence)
            for name, pence in given.items()
            if name.startswith(_LINE) and pence is not None
        )
        invoice = Invoice(given["number"], given["dated_on"], claimed)
        return fee_orders.claim(shell.ctx, invoice, because=given.get(BECAUSE, ""))

    return FormDialog(
        shell,
        parent,
        title="Invoice",
        lead=f"From {line.name}. Leave an order blank that is not on this invoice.",
        fields=[number, dated, *lines],
        accept="Enter this invoice",
        act=save,
        said="Invoice entered.",
    )


def _money(line: FeeLine) -> MoneyField:
    made = line.order
    return MoneyField(
        f"{_LINE}{made.id}",
        f"{made.ref}, {line.request_ref}",
        hint=f"{words.fact(made.kind.value)}, ordered at {amount(made.pence)}",
    )


def release_dialog(
    shell: Shell, parent: QWidget, lines: Sequence[FeeLine], *, lead: str
) -> FormDialog:
    """Return the form that releases lines; one without a form of the six asks for a day."""
    fields: list[Field] = []
    if any(line.order.kind in REPORTED for line in lines):
        fields.append(
            DateField("form_on", "The report came in on", shell.look, lambda: shell.ctx.today)
        )
    ids = [line.order.id for line in lines]

    def save(given: Values) -> Outcome[int]:
        form_on: date | None = given.get("form_on")
        return fee_orders.release(shell.ctx, ids, form_on=form_on)

    return FormDialog(
        shell,
        parent,
        title="Release for payment",
        lead=lead,
        fields=fields,
        accept="Release",
        act=save,
        said=f"{text.number_of(len(ids), 'line')} released for payment.",
    )


def reject_dialog(shell: Shell, parent: QWidget, line: FeeLine) -> FormDialog:
    """Return the form of an invoice that goes back to the assessor."""
    fields: list[Field] = [
        LineField("number", "Number of the invoice"),
        DateField("dated_on", "Dated", shell.look, lambda: shell.ctx.today),
        ChoiceField("reason", "Why", options(RejectReason, blank="Choose")),
        LineField("note", "Note"),
    ]

    def save(given: Values) -> Outcome[None]:
        if not given["reason"]:
            raise Refused("CHOOSE_ONE", field="reason")
        return fee_orders.reject(
            shell.ctx,
            line.order.id,
            number=given["number"],
            dated_on=given["dated_on"],
            reason=RejectReason(given["reason"]),
            note=given["note"],
        )

    return FormDialog(
        shell,
        parent,
        title="Send an invoice back",
        lead=f"{line.name}, {line.order.ref}. It stays on record and stands against nothing.",
        fields=fields,
        accept="Record",
        act=save,
        said="Recorded: the invoice was sent back.",
    )


def why_dialog(
    shell: Shell, parent: QWidget, line: FeeLine, *, title: str, lead: str, what: str
) -> FormDialog:
    """Return the form that asks why: ``what`` names the act of ``services.fee_orders``."""
    acts = {
        "void": fee_orders.void,
        "take_release_back": fee_orders.take_release_back,
        "cancel": fee_orders.cancel,
    }

    return FormDialog(
        shell,
        parent,
        title=title,
        lead=f"{line.name}, {line.order.ref}. {lead}",
        fields=[ProseField("why", "Why", shell.look, lines=2)],
        accept="Record",
        act=lambda given: acts[what](shell.ctx, line.order.id, why=given["why"]),
        said="Recorded.",
    )
