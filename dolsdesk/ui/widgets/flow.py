"""A layout that wraps, so that a strip of buttons fits any width and any text size."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem


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
            wanted = item.sizeHint()
            if x + wanted.width() > rect.right() + 1 and height:
                x, y, height = rect.x(), y + height + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), wanted))
            x += wanted.width() + self._gap
            height = max(height, wanted.height())
        return y + height - rect.y()
