"""What expires in the coming weeks: homes by weeks, and each authorisation with its lead time."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.domain.reporting import Figure
from dolsdesk.services import expiries
from dolsdesk.services.expiries import Expiries, Expiring
from dolsdesk.ui.pages.reports.table import ReportTable
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import clear, column, holder, label, scrolling

_LIST_TALL = 230


class ExpiringTab(Tab):
    """The forecast. Every number opens its cases."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.said = label("", "muted", wrap=True)
        self.model: RowModel[Expiring] = RowModel(_columns(shell.ctx.today), look, self)
        self.table: RowTable[Expiring] = RowTable(self.model, "Authorisations that expire", look)
        self.table.opened.connect(lambda one: shell.open_case(one.line.request_id))
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.grid: ReportTable | None = None
        self.inside = column(gap="room")
        self.inside.setContentsMargins(0, 0, 12, 12)
        body = holder(self.inside)
        self.area = scrolling(body)
        box = column(self.said, self.table, self.area, gap="snug")
        box.setStretch(1, 2)
        box.setStretch(2, 3)
        self.setLayout(box)

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(expiries.forecast, self.shell.ctx), self._show, latest="expiries"
        )

    def first_focus(self) -> None:
        self.table.setFocus()

    @property
    def chosen(self) -> int | None:
        one = self.table.current_row
        return one.line.request_id if one is not None else None

    def _show(self, found: Expiries) -> None:
        today = self.shell.ctx.today
        self.model.set_columns(_columns(today))
        self.model.replace(found.lines)
        self.table.select_first()
        asked = sum(one.is_to_ask(today) for one in found.lines)
        self.said.setText(
            f"{found.said} {text.number_of(asked, 'authorisation')} within it, with no further"
            f" request yet. {text.number_of(len(found.later), 'authorisation')} run beyond the"
            " weeks shown."
        )
        clear(self.inside)
        self.grid = ReportTable(found.table, self.shell.look)
        self.grid.opened.connect(self._open)
        self.inside.addWidget(label(found.table.title, "heading"))
        self.inside.addWidget(self.grid)
        self.inside.addStretch(1)
        QWidget.setTabOrder(self.table, self.grid)

    def _open(self, figure: Figure, name: str) -> None:
        self.shell.show_cases(figure.ids, name)


def _columns(today: date) -> list[Column[Expiring]]:
    def asked(one: Expiring) -> str:
        if one.line.has_further_request:
            return "received"
        return "ask now" if one.is_to_ask(today) else "not yet"

    return [
        Column("expires", "Expires", lambda one: text.near_date(one.line.expires_on, today), 110),
        Column("left", "Left", lambda one: text.standing(one.line.expires_on, today), 110),
        Column("ref", "Reference", lambda one: one.line.ref, 94),
        Column("person", "Person", lambda one: one.line.person_name, 160, is_strong=True),
        Column("place", "Home or hospital", lambda one: one.line.place_name, 190),
        Column("ask", "Ask from", lambda one: text.near_date(one.ask_on, today), 110),
        Column("further", "Further request", asked, 120,
               tone=lambda one: "warning" if one.is_to_ask(today) else ""),
    ]  # fmt: skip
