"""The signatory's queue (AU1): what waits for a decision, the longest waiting first."""

from datetime import date
from functools import partial

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.staff import Act
from dolsdesk.services import worklist
from dolsdesk.services.worklist import Bucket, CaseLine, Query, SortKey
from dolsdesk.services.worklist import Page as ListPage
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.worklist.columns import columns
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import column, label, row

_MOST = 500


class DecisionsPage(Page):
    """What waits for a signature."""

    title = "Decisions"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.model: RowModel[CaseLine] = RowModel(_columns(shell.ctx.today), shell.look, self)
        self.table: RowTable[CaseLine] = RowTable(self.model, "Waiting for a decision", shell.look)
        self.table.opened.connect(lambda line: shell.open_case(line.request_id, CaseTab.DECISION))
        self.said = label("", "muted", wrap=True)
        self.count = label("", "muted")
        box = column(
            row(label("Decisions", "title"), None, self.count), self.said, self.table,
            gap="snug", margin="wide",
        )  # fmt: skip
        self.setLayout(box)

    def refresh(self) -> None:
        self.said.setText(
            "Open a case to scrutinise and decide it."
            if self.shell.may(Act.DECIDE)
            else "Only a signatory can decide. You can see what waits."
        )
        query = Query(bucket=Bucket.WITH_SIGNATORY, sort=SortKey.DUE)
        self.shell.tasks.run_read(
            self,
            partial(worklist.page, self.shell.ctx, query, limit=_MOST),
            self._show,
            latest="decisions",
        )

    def concerns(self, changes: Changes) -> bool:
        return Listing.DECISIONS in changes.lists

    def first_focus(self) -> None:
        self.table.setFocus()

    def _show(self, page: ListPage) -> None:
        self.model.set_columns(_columns(self.shell.ctx.today))
        self.model.replace(page.rows)
        self.table.select_first()
        self.count.setText(
            f"{text.number_of(page.total, 'case')} waiting" if page.total else "Nothing waits."
        )


def _columns(today: date) -> list[Column[CaseLine]]:
    usual = columns(today)

    def what(line: CaseLine) -> str:
        return "To refuse" if line.state is RequestState.NEGATIVE else "To grant"

    return [
        usual["ref"], usual["person"], usual["place"],
        Column("what", "What", what, 90, is_strong=True),
        usual["due"], usual["authority"], usual["objects"], usual["test"], usual["assessors"],
    ]  # fmt: skip
