"""What was allocated in one act, and undoing it in one step."""

from functools import partial

from dolsdesk.domain import text
from dolsdesk.domain.staff import Act
from dolsdesk.services import allocation_batch
from dolsdesk.services.allocation_batch import Batch
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.allocation.columns import batch_columns
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, label, row
from dolsdesk.ui.widgets.fields import LineField


class AcceptedTab(Tab):
    """Every allocation of many cases, the newest first."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.dialog: FormDialog | None = None
        said = label(
            "What was accepted in one act can be undone in one step, until something comes back or"
            " other assessors are chosen in any of its cases. Every selection stays on record.",
            "muted",
            wrap=True,
        )
        self.model: RowModel[Batch] = RowModel(batch_columns(), shell.look, self)
        self.table: RowTable[Batch] = RowTable(self.model, "Accepted", shell.look)
        self.table.chosen.connect(lambda _one: self._allow())
        self.undo_button = button("Undo…", self.undo)
        box = column(said, self.table, row(self.undo_button, None))
        box.setStretch(1, 1)
        self.setLayout(box)

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(allocation_batch.batches, self.shell.ctx), self._show, latest="batches"
        )

    def first_focus(self) -> None:
        self.table.setFocus()

    def undo(self) -> None:
        """Ask why the chosen allocation is to be undone."""
        one = self.table.current_row
        if one is None or not self.undo_button.isEnabled():
            return
        ctx = self.shell.ctx
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Undo an allocation",
            lead=f"{text.number_of(one.cases, 'case')} wait again, each in its old place.",
            fields=[LineField("why", "Why")],
            accept="Undo it",
            act=lambda given: allocation_batch.undo(ctx, one.id, given["why"]),
            said="Undone; the cases wait again.",
        )
        self.dialog.open()

    def _show(self, found: tuple[Batch, ...]) -> None:
        kept = max(self.table.currentIndex().row(), 0)
        self.model.replace(found)
        if found:
            self.table.select_where(min(kept, len(found) - 1))
        self._allow()

    def _allow(self) -> None:
        one = self.table.current_row
        can = one is not None and one.undone_at is None and self.shell.may(Act.ALLOCATE)
        self.undo_button.setEnabled(can)
