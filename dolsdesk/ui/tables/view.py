"""The table every list uses: whole rows, the keyboard first, Enter opens."""

import math
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.theme import Look

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex

#: How many rows are measured, the room round a cell and for the arrow, and how many times its
#: usual width a column may be.
_LOOKED_AT, _PADDING, _ARROW, _WIDEST = 40, 24, 12, 2


class _Tones(QStyledItemDelegate):
    """Keeps a cell's own colour when its row is chosen."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Override of QStyledItemDelegate."""
        super().initStyleOption(option, index)
        brush = index.data(Qt.ItemDataRole.ForegroundRole) or QBrush(self._look.colour("text"))
        option.palette.setBrush(QPalette.ColorRole.HighlightedText, brush)


class RowTable(QTableView, Generic[R]):
    """A table over a ``RowModel``."""

    opened = Signal(object)
    chosen = Signal(object)
    sort_wanted = Signal(str)
    count_changed = Signal(int)
    all_wanted = Signal()
    end_reached = Signal()

    def __init__(self, model: RowModel[R], name: str, look: Look) -> None:
        super().__init__()
        self._model = model
        self._look = look
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Tones(look, self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.sectionClicked.connect(self._heading_pressed)
        self.doubleClicked.connect(self._open)
        header.sectionResized.connect(self._section_resized)
        model.modelReset.connect(self._measure)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        look.changed.connect(self._size)
        self._is_fitting = False
        self._by_hand: dict[str, int] = {}
        self._usual: list[int] = []
        self._size()

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(29))
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override of QTableView: share the new room among the columns."""
        super().resizeEvent(event)
        self._fit()

    def _measure(self) -> None:
        """Take the width of what stands in the columns, and fit them to it."""
        self._usual = [self._width(number, one) for number, one in enumerate(self._model.columns)]
        self._fit()

    def _fit(self) -> None:
        """Make columns as wide as what stands in them; where there is no room, cut the widest.

        A column whose width a person chose keeps it.
        """
        columns = self._model.columns
        wanted = [
            self._by_hand.get(column.key, usual)
            for column, usual in zip(columns, self._usual, strict=True)
        ]
        least = [min(want, self._look.px(column.width)) for want, column in zip(
            wanted, columns, strict=True)]  # fmt: skip
        over = sum(wanted) - self.viewport().width()
        spare = sum(wanted) - sum(least)
        share = min(1.0, over / spare) if over > 0 and spare else 0.0
        self._is_fitting = True
        for number, (want, small) in enumerate(zip(wanted, least, strict=True)):
            self.setColumnWidth(number, math.floor(want - (want - small) * share))
        self._is_fitting = False

    def _width(self, number: int, column: Column[R]) -> int:
        strong = QFontMetrics(self._look.font("body", 600))
        usual = strong if column.is_strong or column.tone else QFontMetrics(self._look.font("body"))
        widths = [strong.horizontalAdvance(column.heading) + self._look.px(_ARROW)]
        widths += [
            usual.horizontalAdvance(str(self._model.index(row, number).data()))
            for row in range(min(_LOOKED_AT, self._model.rowCount()))
        ]
        return min(max(widths) + self._look.px(_PADDING), self._look.px(column.width * _WIDEST))

    def _section_resized(self, number: int, _old: int, new: int) -> None:
        if not self._is_fitting and number < len(self._model.columns) - 1:
            self._by_hand[self._model.columns[number].key] = new

    def let_choose_several(self) -> None:
        """Let several rows be chosen: with Shift, with Ctrl, all with Ctrl+A.

        ``count_changed`` says how many are; ``all_wanted`` that rows not yet there are meant too.
        """
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self._say_chosen)
        self._model.modelReset.connect(self._say_chosen)

    @property
    def chosen_rows(self) -> tuple[R, ...]:
        """Return every row that is chosen, in the order of the list."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._model.rows[number] for number in numbers)

    def choose_where(self, wanted: Callable[[R], bool]) -> None:
        """Choose every row of a kind, and leave the keyboard where it is."""
        last = len(self._model.columns) - 1
        chosen = QItemSelection()
        for number, row in enumerate(self._model.rows):
            if wanted(row):
                chosen.select(self._model.index(number, 0), self._model.index(number, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _say_chosen(self) -> None:
        self.count_changed.emit(len(self.selectionModel().selectedRows()))

    def selectAll(self) -> None:
        """Override of QTableView: rows not yet there are asked for too."""
        super().selectAll()
        self.all_wanted.emit()

    @property
    def current_row(self) -> R | None:
        """Return the row that has the keyboard."""
        return self._model.row(self.currentIndex())

    def show_order(self, sort: str, *, descending: bool) -> None:
        """Mark the heading the list is ordered by."""
        header = self.horizontalHeader()
        found = [n for n, column in enumerate(self._model.columns) if column.sort == sort]
        header.setSortIndicatorShown(bool(found))
        if found:
            # Qt points down for ascending; people expect the arrow to point up.
            order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
            header.setSortIndicator(found[0], order)

    def select_first(self) -> None:
        """Give the first row the keyboard."""
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def select_where(self, number: int) -> None:
        """Give a row the keyboard by its place."""
        self.setCurrentIndex(self._model.index(number, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override of QTableView: Enter opens the row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Override of QTableView: say which row is chosen."""
        super().currentChanged(current, previous)
        row = self._model.row(current)
        if row is not None:
            self.chosen.emit(row)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.opened.emit(row)

    def _heading_pressed(self, section: int) -> None:
        column = self._model.columns[section]
        if column.sort:
            self.sort_wanted.emit(column.sort)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() and self._model.rowCount():
            self.end_reached.emit()
