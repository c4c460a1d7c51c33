"""How the worklist is laid out."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dolsdesk.services import words
from dolsdesk.services.worklist import Bucket, CaseLine
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import button, column, label, row
from dolsdesk.ui.widgets.flow import FlowLayout

#: Lists whose being filled is bad news.
GRAVE = frozenset({Bucket.OVERDUE, Bucket.NO_AUTHORITY, Bucket.EXPIRED})
SHOWN = tuple(bucket for bucket in Bucket)


class WorklistView(QWidget):
    """Ready-made lists, the search box, what filters are in force, and the table."""

    def __init__(self, model: RowModel[CaseLine], look: Look) -> None:
        super().__init__()
        self.title = label("Worklist", "title")
        self.as_at = label("", "muted")
        self.tiles: dict[Bucket, QPushButton] = {}
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        strip = FlowLayout(gap=look.px(6))
        for bucket in SHOWN:
            tile = button(words.fact(bucket.value), kind="tile")
            tile.setCheckable(True)
            self.tiles[bucket] = tile
            self.group.addButton(tile)
            strip.addWidget(tile)
        self.search = QLineEdit()
        self.search.setAccessibleName("Search person, reference, NHS number or home")
        self.search.setPlaceholderText("Search person, reference, NHS number, home (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(2_000)
        self.search.setMinimumWidth(look.px(320))
        self.filters = button("Filter")
        self.columns = button("Columns")
        self.views = button("Views")
        self.chips = QHBoxLayout()
        self.chips.setSpacing(look.px(6))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.table: RowTable[CaseLine] = RowTable(model, "Worklist", look)
        tools = row(
            self.search, self.filters, self.columns, self.views, self.chips, None, self.count
        )
        self.head = row(self.title, self.as_at, None, gap="room")
        self.setLayout(
            column(
                self.head,
                strip,
                tools,
                self.table,
                gap="snug",
                margin="wide",
            )
        )
        self._in_order(self.table)

    def add_several(self, banner: QWidget, button: QPushButton) -> None:
        """Put in what is done with several cases: its message above, its button at the top."""
        inside = self.layout()
        assert isinstance(inside, QVBoxLayout)  # noqa: S101  (made above)
        inside.insertWidget(0, banner)
        self.head.addWidget(button)
        self._in_order(button, self.table)

    def _in_order(self, *last: QWidget) -> None:
        walked = [self.search, self.filters, self.columns, self.views, *last]
        for first, second in pairwise(walked):
            QWidget.setTabOrder(first, second)
