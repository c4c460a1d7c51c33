"""Reports due back: who is overdue, the chase in one key, another day."""

from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

from dolsdesk.domain import text
from dolsdesk.domain.dols.returns import ReturnState
from dolsdesk.domain.staff import Act
from dolsdesk.services import returns
from dolsdesk.services.returns import ReturnLine
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.pages.allocation.columns import return_columns
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.shell import CaseTab, Shell, Tone
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, label, row
from dolsdesk.ui.widgets.fields import DateField, LineField, TickField

_LIST_TALL = 200


class ReturnsTab(Tab):
    """The list of the day, and what is sent to whoever is late."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.dialog: FormDialog | None = None
        self.said = label("", "lead", wrap=True)
        self.all_out = TickField("all_out", "Show those to come too")
        self.all_out.changed.connect(self.refresh)
        self.model: RowModel[ReturnLine] = RowModel(return_columns(shell.ctx.today), look, self)
        self.table: RowTable[ReturnLine] = RowTable(self.model, "Reports due back", look)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.table.opened.connect(lambda one: shell.open_case(one.request_id, CaseTab.ASSESSORS))
        self.table.chosen.connect(lambda _line: self._show_text())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_text())
        self.text = label("", wrap=True)
        self.chase_button = button(
            "Copy the chase", self.chase, kind="primary",
            tip="Copies the text for what is chosen and records the chase (Ctrl+Shift+E)",
        )  # fmt: skip
        self.move_button = button("Another day…", self.another_day)
        note = label(
            "The text names cases by reference and initials only, because it goes by e-mail.",
            "muted",
            wrap=True,
        )
        head = row(self.said, self.all_out)
        head.setStretch(0, 1)
        box = column(
            head,
            self.table,
            label("What is sent", "heading"),
            self.text,
            note,
            row(self.chase_button, self.move_button, None),
        )
        box.setStretch(1, 1)
        self.setLayout(box)

    @property
    def picked(self) -> tuple[ReturnLine, ...]:
        """Return the chosen reports."""
        rows = [self.model.row(one) for one in self.table.selectionModel().selectedRows()]
        return tuple(one for one in rows if one is not None)

    @property
    def chosen(self) -> int | None:
        line = self.table.current_row
        return line.request_id if line is not None else None

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self,
            partial(returns.listed, self.shell.ctx, all_out=self.all_out.value()),
            self._show,
            latest="returns",
        )

    def first_focus(self) -> None:
        self.table.setFocus()

    def chase(self) -> None:
        """Copy the text for the chosen reports, and record that they are chased."""
        lines = self.picked
        if not lines or not self.shell.may(Act.RECORD_EVENT):
            self.shell.say("Choose a report on the list first.", Tone.INFO)
            return
        self.shell.tasks.run_change(
            self, partial(returns.chase, self.shell.ctx, lines), partial(self._chased, len(lines))
        )

    def another_day(self) -> None:
        """Ask by which other day the chosen report is to be back."""
        line = self.table.current_row
        if line is None or not self.shell.may(Act.ALLOCATE):
            return
        ctx = self.shell.ctx
        on = DateField("return_on", "To be back by", self.shell.look, lambda: ctx.today)
        on.set_value(line.return_on if line.return_on > ctx.today else None)
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Another day",
            lead=f"{line.assessor}, {line.ref}. The day the law sets does not move with it.",
            fields=[on, LineField("why", "Why")],
            accept="Set the day",
            act=lambda given: returns.move(
                ctx, line.request_id, line.assessor_id, given["return_on"], why=given["why"],
                reason=given.get(BECAUSE, ""),
            ),
            said="The day is set; the one before stays on record.",
        )  # fmt: skip
        self.dialog.open()

    def _chased(self, count: int, said: str) -> None:
        QGuiApplication.clipboard().setText(said)
        self.shell.say(f"Copied and recorded: {text.number_of(count, 'chase')}.")

    def _show(self, found: tuple[ReturnLine, ...]) -> None:
        kept = self.table.current_row
        had_focus = self.table.hasFocus()
        self.model.set_columns(return_columns(self.shell.ctx.today))
        self.model.replace(found)
        keys = [one.key for one in found]
        if found:
            self.table.select_where(keys.index(kept.key) if kept and kept.key in keys else 0)
        if had_focus:
            self.table.setFocus()
        late = sum(one.state is ReturnState.OVERDUE for one in found)
        today = sum(one.state is ReturnState.DUE_TODAY for one in found)
        self.said.setText(
            f"{text.number_of(late, 'report')} overdue, {today} due today."
            if late or today
            else "No report is overdue or due today."
        )
        self.chase_button.setEnabled(bool(found) and self.shell.may(Act.RECORD_EVENT))
        self.move_button.setEnabled(bool(found) and self.shell.may(Act.ALLOCATE))
        self._show_text()

    def _show_text(self) -> None:
        today = self.shell.ctx.today
        self.text.setText("\n\n".join(returns.chase_text(one, today) for one in self.picked[:3]))
