"""Fees: what is not settled, what a month brought, and what it comes to for each assessor (AL6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from dateutil.relativedelta import relativedelta
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from dolsdesk.domain import fees, text
from dolsdesk.domain.fee_orders import FeeAct, FeeEntry, FeeState
from dolsdesk.domain.staff import Act
from dolsdesk.services import fee_lists, words
from dolsdesk.services.fee_lists import FeeLine, FeePage, FeeShow, PerAssessor, Standing
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.register import fee_forms
from dolsdesk.ui.pages.register.fee_forms import amount
from dolsdesk.ui.shell import CaseTab, Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, holder, label
from dolsdesk.ui.widgets.fields import ChoiceField
from dolsdesk.ui.widgets.flow import FlowLayout

_MONTHS_BACK = 24
_PAGE = 200
_LEAST_TALL = 150
_TONES = {
    FeeState.CLAIMED: "warning", FeeState.READY: "accent", FeeState.RELEASED: "good",
    FeeState.CANCELLED: "muted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that can be done with the order chosen, or with the list as a whole."""

    name: str
    tip: str
    act: Act
    may: Callable[[], bool]
    run: Callable[[], None]
    of_list: bool = False


class FeesTab(QWidget):
    """The list of fees, and what can be done with each."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.dialog: FormDialog | None = None
        look = shell.look
        self.show_what = FeeShow.UNSETTLED
        self.standing = Standing((), ())
        self._next: int | None = None
        self.tiles: dict[FeeShow, QPushButton] = {}
        group = QButtonGroup(self)
        strip = FlowLayout(gap=look.px(6))
        for show in FeeShow:
            tile = button(words.fact(show.value), partial(self.show_part, show), kind="tile")
            tile.setCheckable(True)
            group.addButton(tile)
            self.tiles[show] = tile
            strip.addWidget(tile)
        self.month = ChoiceField("month", "Month", self._months())
        self.month.hide_caption()
        self.month.changed.connect(self.refresh)
        strip.addWidget(self.month)
        self.per_assessor = button("By assessor", self._turn, kind="tile",
                                   tip="What the list comes to for each assessor")  # fmt: skip
        self.per_assessor.setCheckable(True)
        strip.addWidget(self.per_assessor)
        self.said = label("", "muted", wrap=True)
        self.model: RowModel[FeeLine] = RowModel(_columns(), look, self)
        self.table: RowTable[FeeLine] = RowTable(self.model, "Fees", look)
        self.table.chosen.connect(lambda _line: self._show_chosen())
        self.table.opened.connect(
            lambda line: shell.open_case(line.order.request_id, CaseTab.ASSESSMENTS)
        )
        self.table.end_reached.connect(self._more)
        self.sums_model: RowModel[PerAssessor] = RowModel(_sum_columns(), look, self)
        self.sums: RowTable[PerAssessor] = RowTable(self.sums_model, "Fees by assessor", look)
        self.tables = QStackedWidget()
        self.tables.addWidget(self.table)
        self.tables.addWidget(self.sums)
        self.tables.setMinimumHeight(look.px(_LEAST_TALL))
        self.history = label("", "small", wrap=True)
        self.doings = self._doings()
        self.buttons: dict[str, QPushButton] = {}
        acts = FlowLayout(gap=look.px(6))
        for doing in self.doings:
            made = button(doing.name, doing.run, tip=doing.tip)
            self.buttons[doing.name] = made
            acts.addWidget(made)
        box = column(holder(strip), self.said, self.tables, self.history, holder(acts), gap="snug")
        box.setContentsMargins(0, 10, 0, 0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self._show_tiles()
        self._show_chosen()

    # The list

    def _months(self) -> list[tuple[str, str]]:
        this = self.shell.ctx.today.replace(day=1)
        months = [this - relativedelta(months=back) for back in range(_MONTHS_BACK)]
        return [(on.isoformat(), f"{on:%B %Y}") for on in months]

    @property
    def month_on(self) -> date:
        """Return the first day of the month that is looked at."""
        return date.fromisoformat(self.month.value())

    def show_part(self, show: FeeShow) -> None:
        """Show what is not settled, or what a month brought."""
        self.show_what = show
        self._show_tiles()
        self.refresh()

    def _show_tiles(self) -> None:
        self.tiles[self.show_what].setChecked(True)
        self.month.setVisible(self.show_what is not FeeShow.UNSETTLED)

    def _turn(self) -> None:
        self.tables.setCurrentIndex(int(self.per_assessor.isChecked()))
        self._show_chosen()

    def refresh(self) -> None:
        """Ask for the list again, as far as it was shown, and for what the whole comes to."""
        run_read, ctx = self.shell.tasks.run_read, self.shell.ctx
        show, month, shown = self.show_what, self.month_on, max(_PAGE, len(self.model.rows))
        run_read(
            self, partial(fee_lists.page, ctx, show, month, limit=shown), self._show, latest="fees"
        )
        run_read(
            self, partial(fee_lists.standing, ctx, show, month), self._show_standing,
            latest="fees-standing",
        )  # fmt: skip

    def _more(self) -> None:
        """Ask for the orders that follow on the last that is shown, if any do."""
        if self._next is not None:
            after, self._next = self._next, None
            ask = partial(
                fee_lists.page, self.shell.ctx, self.show_what, self.month_on, after=after
            )
            self.shell.tasks.run_read(self, ask, self._show_more, latest="fees")

    def _show(self, found: FeePage) -> None:
        kept = self.chosen.order.id if self.chosen else 0
        self.model.replace(found.lines)
        self._next = found.next_after
        numbers = [line.order.id for line in found.lines]
        if numbers:
            self.table.select_where(numbers.index(kept) if kept in numbers else 0)
        self._show_chosen()

    def _show_more(self, found: FeePage) -> None:
        self.model.append(found.lines)
        self._next = found.next_after

    def _show_standing(self, found: Standing) -> None:
        self.standing = found
        self.sums_model.replace(found.sums)
        self.sums.select_first()
        self.said.setText(_summary(found.sums))
        self._show_chosen()

    @property
    def chosen(self) -> FeeLine | None:
        """Return the order that is chosen."""
        return self.table.current_row

    def _show_chosen(self) -> None:
        line = self.chosen
        is_list = self.tables.currentIndex() == 0
        self.history.setText(_history(line) if line is not None else "")
        self.history.setVisible(line is not None and is_list)
        for doing in self.doings:
            made = self.buttons[doing.name]
            made.setVisible(self.shell.may(doing.act) and (is_list or doing.of_list))
            made.setEnabled(doing.may())

    # What can be done

    def _doings(self) -> tuple[Doing, ...]:
        return (
            Doing("Invoice…", "Enter an invoice against this order, and others of the assessor",
                  Act.HANDLE_FEES, lambda: self._is(FeeState.ORDERED), self.ask_invoice),
            Doing("Release…", "Release this line for payment",
                  Act.RELEASE_FEES, lambda: self._is(FeeState.READY), self.ask_release),
            Doing("Release all that are ready…", "Release every line of the list whose form is in",
                  Act.RELEASE_FEES, lambda: bool(self.standing.ready), self.ask_release_all, True),
            Doing("Send an invoice back…", "Record a duplicate, or one that is wrong",
                  Act.HANDLE_FEES, lambda: self.chosen is not None, self.ask_reject),
            Doing("Void the newest entry…", "Take it back by a new entry; both stay on record",
                  Act.HANDLE_FEES, self._may_void, self.ask_void),
            Doing("Take the release back…", "Before the money has gone",
                  Act.RELEASE_FEES, lambda: self._is(FeeState.RELEASED),
                  self.ask_release_back),
            Doing("Cancel the order…", "It is no longer wanted; it stays on record",
                  Act.HANDLE_FEES, lambda: self._is(FeeState.ORDERED),
                  self.ask_cancel),
            Doing("Save as workbook…", "This list, and what it comes to for each assessor",
                  Act.EXPORT, lambda: bool(self.model.rows), self.save_xlsx, True),
        )  # fmt: skip

    def _is(self, state: FeeState) -> bool:
        return self.chosen is not None and self.chosen.state is state

    def _may_void(self) -> bool:
        standing = self.chosen.order.standing if self.chosen else ()
        return bool(standing) and standing[-1].act is not FeeAct.RELEASED

    def ask_invoice(self) -> None:
        """Ask for an invoice of the assessor of the chosen order."""
        line = self.chosen
        if line is not None:
            self.shell.tasks.run_read(
                self,
                partial(fee_lists.awaiting_invoice, self.shell.ctx, line.order.assessor_id),
                partial(self._open_invoice, line),
            )

    def _open_invoice(self, line: FeeLine, others: tuple[FeeLine, ...]) -> None:
        self._open(fee_forms.invoice_dialog(self.shell, self, line, others))

    def ask_release(self) -> None:
        """Release the chosen line."""
        line = self.chosen
        if line is not None and line.order.claim is not None:
            lead = (
                f"{line.name}, {line.order.ref}: {amount(line.order.claim.pence)} on invoice"
                f" {line.order.claim.invoice_no}. dolsdesk pays nobody; this says that the work is"
                " in."
            )
            self._open(fee_forms.release_dialog(self.shell, self, [line], lead=lead))

    def ask_release_all(self) -> None:
        """Release every line of the list whose form is in."""
        ready = list(self.standing.ready)
        pence = sum(line.order.claim.pence or 0 for line in ready if line.order.claim)
        lead = f"{text.number_of(len(ready), 'line')}, {fees.pounds(pence)} together."
        self._open(fee_forms.release_dialog(self.shell, self, ready, lead=lead))

    def ask_reject(self) -> None:
        """Record that an invoice was sent back."""
        if self.chosen is not None:
            self._open(fee_forms.reject_dialog(self.shell, self, self.chosen))

    def ask_void(self) -> None:
        """Take the newest entry of the chosen order back."""
        self._ask_why("void")

    def ask_release_back(self) -> None:
        """Take the release of the chosen order back."""
        self._ask_why("take_release_back")

    def ask_cancel(self) -> None:
        """Cancel the chosen order."""
        self._ask_why("cancel")

    def _ask_why(self, what: str) -> None:
        if self.chosen is not None:
            title, lead = _WHYS[what]
            self._open(
                fee_forms.why_dialog(
                    self.shell, self, self.chosen, title=title, lead=lead, what=what
                )
            )

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def save_xlsx(self) -> None:
        """Save the list as a workbook."""
        when = "" if self.show_what is FeeShow.UNSETTLED else f"_{self.month_on:%Y%m}"
        name = f"{self.show_what.value.replace('_', '-')}{when}.xlsx"
        files.ask_save(self, "Save the list", name, "Excel workbook (*.xlsx)", self.write_to)

    def write_to(self, path: Path) -> None:
        """Write the list to a file, in the background."""
        self.shell.tasks.run_long(
            self,
            partial(fee_lists.save, self.shell.ctx, self.show_what, self.month_on, path),
            lambda _value: self.shell.say(f"Saved as {path.name}.", Tone.GOOD),
        )


_WHYS = {
    "void": ("Void an entry", "The newest entry is taken back; both stay on record."),
    "take_release_back": ("Take a release back", "Tell whoever pays. Both entries stay on record."),
    "cancel": ("Cancel an order", "No invoice is expected any more; it stays on record."),
}


def _summary(sums: tuple[PerAssessor, ...]) -> str:
    if not sums:
        return "Nothing here."
    waits = sum(one.waits for one in sums)
    said = [
        text.number_of(sum(one.orders for one in sums), "order"),
        f"ordered {fees.pounds(sum(one.ordered for one in sums))}",
        f"invoiced {fees.pounds(sum(one.invoiced for one in sums))}",
        f"released {fees.pounds(sum(one.released for one in sums))}",
    ]
    if waits:
        said.append(f"{text.number_of(waits, 'invoice')} before the form")
    return " · ".join(said)


def _history(line: FeeLine) -> str:
    made = line.order
    kinds = ", ".join(words.fact(kind.value).lower() for kind in made.kinds)
    said = [
        f"Ordered {text.short_date(made.ordered_on)} at {amount(made.pence)}"
        f"{f' for {kinds}' if kinds else ''}{f'. {made.note}' if made.note else ''}"
    ]
    return "\n".join([*said, *map(_entry, made.entries)])


def _entry(entry: FeeEntry) -> str:
    parts = [words.fact(entry.act.value)]
    if entry.invoice_no:
        parts.append(entry.invoice_no)
    if entry.pence is not None:
        parts.append(amount(entry.pence))
    if entry.reject is not None:
        parts.append(words.fact(entry.reject.value).lower())
    if entry.form_on is not None:
        parts.append(f"report came in {text.short_date(entry.form_on)}")
    by = f" ({entry.recorded_by})" if entry.recorded_by else ""
    why = f": {entry.why}" if entry.why else ""
    return f"{text.short_date(entry.on)} {', '.join(parts)}{why}{by}"


def _columns() -> list[Column[FeeLine]]:
    def claim(line: FeeLine) -> str:
        return line.order.claim.invoice_no if line.order.claim else ""

    def claimed(line: FeeLine) -> str:
        return amount(line.order.claim.pence) if line.order.claim else ""

    def claimed_tone(line: FeeLine) -> str:
        return "warning" if line.order.differs else ""

    def why(line: FeeLine) -> str:
        return line.order.claim.why if line.order.claim else ""

    def form(line: FeeLine) -> str:
        return text.short_date(line.form_in_on) if line.form_in_on else ""

    return [
        Column("ref", "Order", lambda line: line.order.ref, 90, is_strong=True),
        Column("request", "Request", lambda line: line.request_ref, 88),
        Column("name", "Assessor", lambda line: line.name, 120),
        Column("kind", "For", lambda line: words.fact(line.order.kind.value), 150,
               tip=lambda line: words.fact(line.order.kind.value)),
        Column("ordered", "Ordered", lambda line: amount(line.order.pence), 74, is_right=True,
               tone=lambda line: "warning" if line.order.pence is None else ""),
        Column("on", "On", lambda line: text.short_date(line.order.ordered_on), 92),
        Column("invoice", "Invoice", claim, 88),
        Column("claimed", "Invoiced", claimed, 78, tone=claimed_tone, tip=why, is_right=True),
        Column("form", "Form in", form, 92),
        Column("state", "Stands", lambda line: words.fact(line.state.value), 112,
               tone=lambda line: _TONES.get(line.state, "")),
    ]  # fmt: skip


def _sum_columns() -> list[Column[PerAssessor]]:
    def many(n: int) -> str:
        return f"{n:,}" if n else ""

    return [
        Column("name", "Assessor", lambda one: one.name, 180, is_strong=True),
        Column("orders", "Orders", lambda one: f"{one.orders:,}", 80, is_right=True),
        Column("ordered", "Ordered", lambda one: fees.pounds(one.ordered), 100, is_right=True),
        Column("invoiced", "Invoiced", lambda one: fees.pounds(one.invoiced), 100, is_right=True),
        Column("released", "Released", lambda one: fees.pounds(one.released), 100, is_right=True),
        Column("waits", "Form not in", lambda one: many(one.waits), 90, is_right=True,
               tone=lambda one: "warning" if one.waits else ""),
        Column("differs", "Amount differs", lambda one: many(one.differs), 110, is_right=True,
               tone=lambda one: "warning" if one.differs else ""),
    ]  # fmt: skip
