"""One section of a report: tiles, charts, tables, definitions; every number opens its cases."""

from PySide6.QtWidgets import QFrame, QWidget

from dolsdesk.domain.reporting import Figure, Section, Table, Tile, superscript
from dolsdesk.ui.pages.reports.table import ReportTable
from dolsdesk.ui.pages.reports.tile import TileButton
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import card, column, holder, label, row
from dolsdesk.ui.widgets.chart import ChartView
from dolsdesk.ui.widgets.flow import FlowLayout


class SectionView(QWidget):
    """A section as it is shown."""

    def __init__(self, shell: Shell, section: Section) -> None:
        super().__init__()
        self.shell = shell
        look = shell.look
        inside = column(gap="room")
        inside.addWidget(label(f"{section.title}. {section.answers}", "lead", wrap=True))
        tiles = FlowLayout(gap=look.px(8))
        for tile in section.tiles:
            tiles.addWidget(self._tile(tile))
        inside.addWidget(holder(tiles))
        for pair in range(0, len(section.charts), 2):
            line = row(gap="room")
            for chart in section.charts[pair : pair + 2]:
                view = ChartView(chart, look)
                view.opened.connect(self.shell.show_cases)
                parts = column(view)
                if chart.note:
                    parts.addWidget(label(chart.note, "small", wrap=True))
                parts.addStretch(1)
                line.addWidget(card(parts), 1)
            inside.addLayout(line)
        for table in section.tables:
            inside.addWidget(self._table(table))
        if section.definitions:
            notes = column(label("What these numbers mean", "heading"), gap="tight")
            for number, sentence in enumerate(section.definitions, start=1):
                notes.addWidget(label(f"{superscript(number)} {sentence}", "small", wrap=True))
            inside.addWidget(card(notes, name="sunken"))
        self.setLayout(inside)

    def _tile(self, tile: Tile) -> TileButton:
        made = TileButton(tile, self.shell.look)
        made.clicked.connect(lambda: self._open(tile.figure, tile.label))
        return made

    def _table(self, table: Table) -> QFrame:
        shown = ReportTable(table, self.shell.look)
        shown.opened.connect(self._open)
        parts = column(label(table.title, "heading"), shown, gap="tight")
        if table.note:
            parts.addWidget(label(table.note, "small", wrap=True))
        return card(parts)

    def _open(self, figure: Figure, name: str) -> None:
        if figure.ids:
            self.shell.show_cases(figure.ids, name)
