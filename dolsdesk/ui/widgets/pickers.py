"""Finding something as its name is typed: a field with the matches under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.fields import Field

_PAUSE_MS = 150
_MOST_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that may be meant: its words, and what it is."""

    text: str
    value: Any


class PickField(Field):
    """A field that finds. Down moves into the matches, Enter takes one, Escape lets them go."""

    picked = Signal(object)
    typed = Signal(str)

    def __init__(
        self, name: str, title: str, look: Look, *, hint: str = "", placeholder: str = "",
        least: int = 2,
    ) -> None:  # fmt: skip
        self.edit = QLineEdit()
        self.edit.setMaxLength(200)
        self.edit.setPlaceholderText(placeholder)
        super().__init__(name, title, self.edit, hint=hint)
        self._look = look
        self._least = least
        self._value: Any = None
        self.matches = QListWidget()
        self.matches.setAccessibleName(f"Matches for {title}")
        self.matches.setWordWrap(True)
        self.matches.hide()
        self.matches.itemActivated.connect(self._taken)
        self.matches.itemClicked.connect(self._taken)
        self.matches.installEventFilter(self)
        self.box.insertWidget(2, self.matches)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.edit.textEdited.connect(self._edited)
        self.edit.installEventFilter(self)

    def value(self) -> Any:
        """Return what was picked, or None."""
        return self._value

    def raw(self) -> dict[str, Any]:
        return {"text": self.edit.text()}

    def set_raw(self, raw: Any) -> None:
        self.edit.setText(str((raw or {}).get("text", "")))

    def set_picked(self, text: str, value: Any) -> None:
        """Put something there as if it had been picked."""
        self._value = value
        self.edit.setText(text)
        self.matches.hide()
        self.changed.emit()

    def forget(self) -> None:
        """Take back what was picked, and leave what was typed."""
        self._value = None
        self.changed.emit()

    def show_matches(self, matches: Sequence[Match], *, nothing: str = "") -> None:
        """Show what may be meant."""
        self.matches.clear()
        for match in matches:
            item = QListWidgetItem(match.text)
            item.setData(Qt.ItemDataRole.UserRole, match.value)
            self.matches.addItem(item)
        if not matches and nothing:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.matches.addItem(item)
        shown = min(_MOST_SHOWN, self.matches.count())
        tall = sum(max(self.matches.sizeHintForRow(row), self._look.px(22)) for row in range(shown))
        self.matches.setFixedHeight(tall + self._look.px(10))
        self.matches.setVisible(bool(matches or nothing))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override of QObject: the arrows and Enter work between the field and its matches."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if key == Qt.Key.Key_Escape and self.matches.isVisible():
            self.matches.hide()
            self.edit.setFocus()
            return True
        if watched is self.edit and self.matches.isVisible() and self.matches.count():
            if key == Qt.Key.Key_Down:
                self.matches.setFocus()
                self.matches.setCurrentRow(0)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._taken(self.matches.item(0))
                return True
        if watched is self.matches:
            if key == Qt.Key.Key_Up and self.matches.currentRow() == 0:
                self.edit.setFocus()
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.matches.currentItem():
                self._taken(self.matches.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _edited(self, text: str) -> None:
        self._value = None
        self.changed.emit()
        if len(text.strip()) >= self._least:
            self._pause.start()
        else:
            self._pause.stop()
            self.matches.hide()

    def _ask(self) -> None:
        self.typed.emit(self.edit.text())

    def _taken(self, item: QListWidgetItem) -> None:
        if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self._value = item.data(Qt.ItemDataRole.UserRole)
        self.edit.setText(item.text().split("\n")[0])
        self.matches.hide()
        self.edit.setFocus()
        self.changed.emit()
        self.picked.emit(self._value)
