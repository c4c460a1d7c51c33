"""One table model for every list: text is made when rows are set, ``data`` only looks it up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from dolsdesk.ui.theme import Look

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: its heading, how a row's text is made, and how it is shown and spoken.

    ``tone`` names a colour role for the text; what it means is also in the text. ``sort`` names
    what the list is ordered by when the heading is pressed, empty where it cannot be.
    """

    key: str
    heading: str
    text: Callable[[R], str]
    width: int = 100
    sort: str = ""
    tone: Callable[[R], str] | None = None
    tip: Callable[[R], str] | None = None
    is_strong: bool = False
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    tone: str
    tip: str


class RowModel(QAbstractTableModel, Generic[R]):
    """A table over frozen rows."""

    def __init__(
        self, columns: Sequence[Column[R]], look: Look, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._look = look
        self._rows: tuple[R, ...] = ()
        self._cells: list[tuple[_Cell, ...]] = []
        look.changed.connect(self._recolour)

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """Return the columns shown."""
        return self._columns

    @property
    def rows(self) -> tuple[R, ...]:
        """Return the rows shown."""
        return self._rows

    def row(self, index: Index) -> R | None:
        """Return the row at an index, or None beyond the rows."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def replace(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._cells = [self._made(row) for row in self._rows]
        self.endResetModel()

    def append(self, rows: Sequence[R]) -> None:
        """Show more rows after those there."""
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(_ROOT, first, first + len(rows) - 1)
        self._rows += tuple(rows)
        self._cells += [self._made(row) for row in rows]
        self.endInsertRows()

    def change(self, number: int, row: R) -> None:
        """Show another row in the place of one."""
        rows = list(self._rows)
        rows[number] = row
        self._rows = tuple(rows)
        self._cells[number] = self._made(row)
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self._columns) - 1))

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._cells = [self._made(row) for row in self._rows]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override of QAbstractTableModel: a table's cells have no rows of their own."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Override of QAbstractTableModel."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Override of QAbstractTableModel."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        cell = self._cells[index.row()][index.column()]
        if role == Role.DisplayRole:
            return cell.text
        if role == Role.AccessibleTextRole:
            return f"{column.heading}: {cell.text or 'none'}"
        if role == Role.ToolTipRole:
            return _plain(cell.tip or cell.text)
        if role == Role.AccessibleDescriptionRole:
            return cell.tip if cell.tip != cell.text else ""
        if role == Role.ForegroundRole:
            return QBrush(QColor(getattr(self._look.palette, cell.tone))) if cell.tone else None
        if role == Role.FontRole:
            return self._font(strong=column.is_strong or cell.tone in {"danger", "warning"})
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.is_right else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Override of QAbstractTableModel."""
        if orientation == Qt.Orientation.Horizontal and section < len(self._columns):
            column = self._columns[section]
            if role in {Role.DisplayRole, Role.AccessibleTextRole}:
                return column.heading
            if role == Role.TextAlignmentRole:
                return _RIGHT if column.is_right else _LEFT
        return None

    def _made(self, row: R) -> tuple[_Cell, ...]:
        return tuple(
            _Cell(
                column.text(row),
                column.tone(row) if column.tone else "",
                column.tip(row) if column.tip else "",
            )
            for column in self._columns
        )

    def _font(self, *, strong: bool) -> QFont:
        return self._look.font("body", 600 if strong else 400)

    def _recolour(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Role.ForegroundRole, Role.FontRole])


def _plain(said: str) -> str:
    """Return a tip that Qt shows as it stands.

    Qt takes what looks like markup for a page and would load the pictures it names, from wherever
    that is; what stands in a cell may come from an e-mail.
    """
    return f'<p style="white-space:pre-wrap">{escape(said)}</p>' if "<" in said else said
