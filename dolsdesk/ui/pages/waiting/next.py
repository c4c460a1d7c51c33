"""Who is next to be assessed this week, and why."""

from functools import partial

from dolsdesk.services import waiting_list
from dolsdesk.services.waiting_list import NextLine
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.pages.waiting.columns import next_columns
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import column, label


class NextTab(Tab):
    """What is left of this week's quotas, the oldest of every band first."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.said = label(
            "Who is called this week, band by band. The first place of every band is for whoever"
            " waits longest; the others go in order: authority gap, due day, receipt. Open a case"
            " to choose assessors.",
            "muted",
            wrap=True,
        )
        self.model: RowModel[NextLine] = RowModel(next_columns(shell.ctx.today), shell.look, self)
        self.table: RowTable[NextLine] = RowTable(self.model, "Next to be assessed", shell.look)
        self.table.opened.connect(
            lambda one: shell.open_case(one.line.request_id, CaseTab.ASSESSORS)
        )
        self.setLayout(column(self.said, self.table))

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self,
            partial(waiting_list.next_to_assess, self.shell.ctx),
            self._show,
            latest="waiting-next",
        )

    def first_focus(self) -> None:
        self.table.setFocus()

    @property
    def chosen(self) -> int | None:
        one = self.table.current_row
        return one.line.request_id if one is not None else None

    def _show(self, found: tuple[NextLine, ...]) -> None:
        self.model.set_columns(next_columns(self.shell.ctx.today))
        self.model.replace(found)
        self.table.select_first()
