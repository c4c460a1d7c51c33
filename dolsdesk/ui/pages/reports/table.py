"""A table of a report."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from dolsdesk.domain.reporting import Cell, Table, superscript
from dolsdesk.ui.theme import Look

_FIGURE = Qt.ItemDataRole.UserRole
_NEARLY = 1.1  # times the room


class ReportTable(QTableWidget):
    """A table of a report; Enter on a number opens its cases."""

    opened = Signal(object, str)

    def __init__(self, table: Table, look: Look) -> None:
        super().__init__(len(table.rows), len(table.headings))
        self._table = table
        self.setAccessibleName(table.title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self._name_columns()
        for number, cells in enumerate(table.rows):
            for place, cell in enumerate(cells):
                self.setItem(number, place, self._item(cell, table, number, place, look))
        self.resizeColumnsToContents()
        self._widths = [self.columnWidth(place) for place in range(len(table.headings))]
        self.resizeRowsToContents()
        tall = header.sizeHint().height() + sum(
            self.rowHeight(number) for number in range(len(table.rows))
        )
        self.setFixedHeight(tall + look.px(16))
        self.cellActivated.connect(self._activate)
        self.cellDoubleClicked.connect(self._activate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override of QTableWidget: columns that nearly fit are drawn in a little."""
        super().resizeEvent(event)
        room, wide = self.viewport().width(), sum(self._widths)
        share = room / wide if room < wide <= room * _NEARLY else 1.0
        for place, width in enumerate(self._widths):
            self.setColumnWidth(place, int(width * share))

    def _name_columns(self) -> None:
        """Name the columns: what several share stands above each, so that none is wide."""
        has_groups = any(heading.group for heading in self._table.headings)
        for place, heading in enumerate(self._table.headings):
            above = f"{heading.group}\n" if has_groups else ""
            made = QTableWidgetItem(f"{above}{heading.text}{superscript(heading.note)}")
            side = Qt.AlignmentFlag.AlignRight if heading.is_number else Qt.AlignmentFlag.AlignLeft
            made.setTextAlignment(side | Qt.AlignmentFlag.AlignBottom)
            made.setData(Qt.ItemDataRole.AccessibleTextRole, _heading(self._table, place))
            self.setHorizontalHeaderItem(place, made)

    def _item(
        self, cell: Cell, table: Table, number: int, place: int, look: Look
    ) -> QTableWidgetItem:
        made = QTableWidgetItem(cell.text)
        if table.headings[place].is_number:
            made.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if number == table.total or place == 0:
            made.setFont(look.font("body", 600))
        figure = cell.figure
        if figure is not None and figure.ids:
            made.setData(_FIGURE, figure)
            made.setForeground(look.colour("accent"))
            made.setToolTip("Enter opens the cases behind this number")
        made.setData(
            Qt.ItemDataRole.AccessibleTextRole, f"{_heading(table, place)}: {cell.text or 'none'}"
        )
        return made

    def _activate(self, number: int, place: int) -> None:
        item = self.item(number, place)
        figure = item.data(_FIGURE) if item else None
        if figure is not None:
            name = f"{self._table.rows[number][0].text}, {_heading(self._table, place)}"
            self.opened.emit(figure, name)


def _heading(table: Table, place: int) -> str:
    heading = table.headings[place]
    group = f"{heading.group}: " if heading.group else ""
    return f"{group}{heading.text}{superscript(heading.note)}"
