"""Contact due, and contact made."""

from functools import partial

from dolsdesk.domain import text
from dolsdesk.services import waiting_list
from dolsdesk.services.waiting_list import ContactLine, Page, Show, WaitingLine
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.pages.waiting.columns import done_columns, list_columns
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import column, label

_DUE = ("band", "ref", "person", "place", "contact", "due", "authority")


class ContactTab(Tab):
    """The due list above, the done list below."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.due_said = label("Due", "lead")
        self.due_model: RowModel[WaitingLine] = RowModel(self._due_columns(), look, self)
        self.due: RowTable[WaitingLine] = RowTable(self.due_model, "Contact due", look)
        self.due.opened.connect(lambda one: shell.open_case(one.request_id, CaseTab.WAITING))
        self.done_model: RowModel[ContactLine] = RowModel(done_columns(), look, self)
        self.done: RowTable[ContactLine] = RowTable(self.done_model, "Contact made lately", look)
        self.done.opened.connect(lambda one: shell.open_case(one.request_id, CaseTab.WAITING))
        box = column(self.due_said, self.due, label("Done lately", "lead"), self.done)
        box.setStretch(1, 1)
        box.setStretch(3, 1)
        self.setLayout(box)

    def refresh(self) -> None:
        run_read, ctx = self.shell.tasks.run_read, self.shell.ctx
        run_read(
            self, partial(waiting_list.page, ctx, Show.CONTACT), self._show_due,
            latest="contact-due",
        )  # fmt: skip
        run_read(self, partial(waiting_list.contacts, ctx), self._show_done, latest="contact-done")

    def first_focus(self) -> None:
        self.due.setFocus()

    @property
    def chosen(self) -> int | None:
        table = self.done if self.done.hasFocus() else self.due
        line = table.current_row
        return line.request_id if line is not None else None

    def _show_due(self, page: Page) -> None:
        self.due_model.set_columns(self._due_columns())
        self.due_model.replace(page.rows)
        self.due.select_first()
        count = text.number_of(page.total, "case")
        self.due_said.setText(f"Due: {count}" if page.total else "Nothing is due.")

    def _show_done(self, found: tuple[ContactLine, ...]) -> None:
        self.done_model.replace(found)
        self.done.select_first()

    def _due_columns(self) -> list[Column[WaitingLine]]:
        listed = {one.key: one for one in list_columns(self.shell.ctx, None)}
        return [listed[key] for key in _DUE]
