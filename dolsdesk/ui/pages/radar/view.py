"""How the rights radar is laid out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from dolsdesk.services import words
from dolsdesk.services.radar import ConcernKind, RadarLine
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import button, column, label, row
from dolsdesk.ui.widgets.fields import ChoiceField
from dolsdesk.ui.widgets.flow import FlowLayout

ALL_HOMES = (("", "All homes and hospitals"),)


class RadarView(QWidget):
    """Kinds with their counts, the search box, the home, and the table."""

    def __init__(self, model: RowModel[RadarLine], look: Look) -> None:
        super().__init__()
        self.as_at = label("", "muted")
        self.everything = button("Everything", kind="tile")
        self.everything.setCheckable(True)
        self.tiles: dict[ConcernKind, QPushButton] = {}
        strip = FlowLayout(gap=look.px(6))
        strip.addWidget(self.everything)
        for kind in ConcernKind:
            tile = button(words.fact(kind.value), kind="tile")
            tile.setCheckable(True)
            self.tiles[kind] = tile
            strip.addWidget(tile)
        self.search = QLineEdit()
        self.search.setAccessibleName("Search person, reference, home or what is said")
        self.search.setPlaceholderText("Search person, reference, home, words")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(200)
        self.search.setMinimumWidth(look.px(300))
        self.place = ChoiceField("place", "Home or hospital", ALL_HOMES)
        self.place.hide_caption()
        self.place.setMaximumWidth(look.px(300))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.table: RowTable[RadarLine] = RowTable(model, "Whose safeguards lack something", look)
        self.rule = label("", "muted", wrap=True)
        self.setLayout(
            column(
                row(label("Rights radar", "title"), self.as_at, None, gap="room"),
                strip,
                row(self.search, self.place, None, self.count),
                self.table,
                self.rule,
                gap="snug",
                margin="wide",
            )
        )
        for first, second in (
            (self.search, self.place.combo),
            (self.place.combo, self.table),
        ):
            QWidget.setTabOrder(first, second)
