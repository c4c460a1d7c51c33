"""The command box (Ctrl+K): every action by its name, and every case by its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dolsdesk.domain.text import fold
from dolsdesk.services import worklist
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.ui.actions import Actions, ActionSpec, keys_text
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import column, fit, label

_PAUSE_MS = 150
_CASES = 6
_KEYS = Qt.ItemDataRole.UserRole + 1
#: Before anything is typed: what is done with a case, then the places, then the rest.
_MENUS_FIRST = ("Case", "Go")


@dataclass(frozen=True, slots=True)
class _Offer:
    text: str
    run: Any
    keys: str = ""


class _KeysBeside(QStyledItemDelegate):
    """Writes the keys of an action at the right of its name."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Override of QStyledItemDelegate."""
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if keys:
            painter.save()
            painter.setPen(option.palette.placeholderText().color())
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(option.rect.adjusted(0, 0, -12, 0), side, keys)
            painter.restore()


class CommandBox(QDialog):
    """Type what you want to do, or whom you look for; Enter does it."""

    ran = Signal()

    def __init__(self, shell: Shell, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._actions = actions
        self.setWindowTitle("Command box")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.edit = QLineEdit()
        self.edit.setAccessibleName("What do you want to do, or whom do you look for?")
        self.edit.setPlaceholderText("What do you want to do, or whom do you look for?")
        self.edit.setMaxLength(200)
        self.list = QListWidget()
        self.list.setAccessibleName("Actions and cases")
        self.list.setItemDelegate(_KeysBeside(self.list))
        self.list.itemActivated.connect(self._run_item)
        hint = label("Enter does it · arrows choose · Escape closes", "small")
        self.setLayout(column(self.edit, self.list, hint, margin="room"))
        fit(self, shell.look, 560, 400)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._typed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._find_cases)
        self._show_actions("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override of QObject: the arrows move the list while the box keeps the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                last = self.list.count() - 1
                self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self.list.currentItem() is not None:
                    self._run_item(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def offers(self) -> list[str]:
        """Return what the box offers now."""
        return [self.list.item(number).text() for number in range(self.list.count())]

    def _typed(self, typed: str) -> None:
        self._show_actions(typed)
        if len(typed.strip()) >= 2:
            self._pause.start()
        else:
            self._pause.stop()

    def _show_actions(self, typed: str) -> None:
        self._actions.update(self._shell.may)
        self.list.clear()
        found = ranked(self._actions.specs, typed)
        for spec in found:
            if self._actions[spec.id].isEnabled():
                run = partial(self._actions.run, spec.id)
                self._add(_Offer(spec.text, run, keys_text(spec)))
        self.list.setCurrentRow(0)
        for spec in found:
            if typed.strip() and not self._actions[spec.id].isEnabled():
                self._refuse(f"{spec.text}: {self._actions[spec.id].toolTip()}")

    def _refuse(self, text: str) -> None:
        """Show what was asked for and why it cannot be done now."""
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _find_cases(self) -> None:
        query = Query(bucket=Bucket.ALL, words=self.edit.text())
        self._shell.tasks.run_read(
            self,
            partial(worklist.page, self._shell.ctx, query, limit=_CASES),
            self._show_cases,
            latest="command-cases",
        )

    def _show_cases(self, page: worklist.Page) -> None:
        for row in page.rows:
            text = f"{row.ref}  {row.person_name}, {row.place_name}"
            self._add(_Offer(text, partial(self._shell.open_case, row.request_id)))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(self.list.count() - len(page.rows))

    def _add(self, offer: _Offer) -> None:
        item = QListWidgetItem(offer.text)
        item.setData(Qt.ItemDataRole.UserRole, offer.run)
        item.setData(_KEYS, offer.keys)
        if offer.keys:
            spoken = f"{offer.text}, {offer.keys}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.list.addItem(item)

    def _run_item(self, item: QListWidgetItem) -> None:
        run = item.data(Qt.ItemDataRole.UserRole)
        if run is None:
            return
        self.accept()
        run()
        self.ran.emit()


def ranked(specs: Sequence[ActionSpec], typed: str) -> list[ActionSpec]:
    """Return the actions a half-typed name may mean: every word must begin a word of the name."""
    wanted = fold(typed).split()
    if not wanted:
        return sorted(specs, key=lambda spec: (*_MENUS_FIRST, spec.menu).index(spec.menu))
    found = []
    for spec in specs:
        own = fold(f"{spec.text} {spec.menu}").split()
        if all(any(word.startswith(part) for word in own) for part in wanted):
            found.append(spec)
    return sorted(found, key=lambda spec: _nearness(fold(spec.text), " ".join(wanted)))


def _nearness(name: str, typed: str) -> tuple[bool, bool]:
    """Return how near a name is to what was typed: the whole of it first, then its beginning."""
    return (name != typed, not name.startswith(typed))
