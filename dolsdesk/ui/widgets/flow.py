"""Layouts that wrap, so that buttons and fields fit any width and any text size."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget

from dolsdesk.ui.theme import SPACE, Look

#: A line has so many columns, and a column is at least so wide at 100 %.
_COLUMNS, _LEAST = 6, 84


class FlowLayout(QLayout):
    """Lays widgets side by side and starts a new line when there is no room."""

    def __init__(self, *, gap: int = 6) -> None:
        super().__init__()
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Override of QLayout."""
        self._items.append(item)

    def count(self) -> int:
        """Override of QLayout."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Override of QLayout."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Override of QLayout."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Override of QLayout."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Override of QLayout."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override of QLayout."""
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Override of QLayout."""
        super().setGeometry(rect)
        self._lay_out(rect, place=True)

    def sizeHint(self) -> QSize:
        """Override of QLayout."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Override of QLayout."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay_out(self, rect: QRect, *, place: bool) -> int:
        x, y, height = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint()
            if x + wanted.width() > rect.right() + 1 and height:
                x, y, height = rect.x(), y + height + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), wanted))
            x += wanted.width() + self._gap
            height = max(height, wanted.height())
        return y + height - rect.y()


@dataclass(frozen=True, slots=True)
class _Cell:
    item: QLayoutItem
    span: int
    line: int


class LinesLayout(QLayout):
    """Lays fields out in lines of six columns; where there is no room, a line breaks into more."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._least = look.px(_LEAST)
        self._gap, self._step = SPACE["room"], SPACE["snug"]
        self._cells: list[_Cell] = []
        self._line = 0
        self._span = 1
        self.setContentsMargins(0, 0, 0, 0)

    def add_line(self, *parts: tuple[QWidget, int]) -> None:
        """Add a line of widgets, each with the number of columns it takes."""
        self._line += 1
        for widget, self._span in parts:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Override of QLayout."""
        self._cells.append(_Cell(item, self._span, self._line))

    def count(self) -> int:
        """Override of QLayout."""
        return len(self._cells)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Override of QLayout."""
        return self._cells[index].item if 0 <= index < len(self._cells) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Override of QLayout."""
        return self._cells.pop(index).item if 0 <= index < len(self._cells) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Override of QLayout."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Override of QLayout."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override of QLayout."""
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Override of QLayout."""
        super().setGeometry(rect)
        self._lay_out(rect, place=True)

    def sizeHint(self) -> QSize:
        """Override of QLayout."""
        return QSize(self._least * _COLUMNS, self.heightForWidth(self._least * _COLUMNS))

    def minimumSize(self) -> QSize:
        """Override of QLayout."""
        shown = [cell.item.minimumSize() for cell in self._cells if not cell.item.isEmpty()]
        return QSize(
            max((size.width() for size in shown), default=0),
            max((size.height() for size in shown), default=0),
        )

    def _rows(self, width: int) -> list[tuple[list[_Cell], bool]]:
        """Return what stands side by side, and whether it is a whole line."""
        rows: list[list[_Cell]] = []
        used = 0
        for cell in self._cells:
            if cell.item.isEmpty():
                continue
            need = self._need(cell)
            if rows and rows[-1][0].line == cell.line and used + self._gap + need <= width:
                rows[-1].append(cell)
                used += self._gap + need
            else:
                rows.append([cell])
                used = need
        lines = [row[0].line for row in rows]
        return [(row, lines.count(row[0].line) == 1) for row in rows]

    def _need(self, cell: _Cell) -> int:
        least = self._least * cell.span + self._gap * (cell.span - 1)
        return max(cell.item.minimumSize().width(), least)

    def _widths(self, row: Sequence[_Cell], width: int, *, is_whole: bool) -> list[int]:
        """Share the room: a whole line keeps the six columns if it can, a broken one is filled."""
        shared_by = _COLUMNS if is_whole else sum(cell.span for cell in row)
        one = (width - self._gap * (shared_by - 1)) / shared_by
        fair = [int(one * cell.span + self._gap * (cell.span - 1)) for cell in row]
        if all(w >= c.item.minimumSize().width() for w, c in zip(fair, row, strict=True)):
            return fair
        needs = [self._need(cell) for cell in row]
        spare = max(0, width - sum(needs) - self._gap * (len(row) - 1))
        return [
            min(width, need + spare * cell.span // shared_by)
            for cell, need in zip(row, needs, strict=True)
        ]

    def _lay_out(self, rect: QRect, *, place: bool) -> int:
        y = rect.y()
        for row, is_whole in self._rows(rect.width()):
            x, tallest = rect.x(), 0
            widths = self._widths(row, rect.width(), is_whole=is_whole)
            for cell, wide in zip(row, widths, strict=True):
                item = cell.item
                tall = item.heightForWidth(wide) if item.hasHeightForWidth() else -1
                tall = tall if tall >= 0 else item.sizeHint().height()
                if place:
                    item.setGeometry(QRect(x, y, wide, tall))
                x += wide + self._gap
                tallest = max(tallest, tall)
            y += tallest + self._step
        return max(0, y - self._step - rect.y())


def lines(look: Look, *each: Sequence[tuple[QWidget, int]]) -> LinesLayout:
    """Return lines of widgets, each with the columns it takes."""
    made = LinesLayout(look)
    for line in each:
        made.add_line(*line)
    return made


def line(look: Look, *parts: QWidget) -> LinesLayout:
    """Return one line that widgets share evenly."""
    return lines(look, [(part, _COLUMNS // len(parts)) for part in parts])


class Beside(QWidget):
    """The work, and a narrower part beside it that never takes more than its share."""

    def __init__(
        self, work: QWidget, side: QWidget, look: Look, *, wide: int, is_first: bool = False
    ) -> None:
        super().__init__()
        self._look = look
        self._wide = wide
        self._side = side
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE["room"])
        for part in (side, work) if is_first else (work, side):
            box.addWidget(part, 1 if part is work else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override of QWidget."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(self._look.px(self._wide), self.width() * 3 // 8))
