"""The command box (Ctrl+K): every action by its name, and every case by its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from dolsdesk.domain.text import fold
from dolsdesk.services import worklist
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.ui.actions import Actions, ActionSpec, keys_text
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import column, label

_PAUSE_MS = 150
_CASES = 6


@dataclass(frozen=True, slots=True)
class _Offer:
    text: str
    run: Any


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
        self.list.setMinimumHeight(shell.look.px(320))
        self.list.itemActivated.connect(self._run_item)
        hint = label("Enter does it · arrows choose · Escape closes", "small")
        self.setLayout(column(self.edit, self.list, hint, margin="room"))
        self.resize(shell.look.px(560), shell.look.px(400))
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
        for spec in ranked(self._actions.specs, typed):
            if self._actions[spec.id].isEnabled():
                keys = keys_text(spec)
                text = f"{spec.text}    {keys}" if keys else spec.text
                self._add(_Offer(text, partial(self._actions.run, spec.id)))
        self.list.setCurrentRow(0)

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
            self.list.setCurrentRow(0)

    def _add(self, offer: _Offer) -> None:
        item = QListWidgetItem(offer.text)
        item.setData(Qt.ItemDataRole.UserRole, offer.run)
        self.list.addItem(item)

    def _run_item(self, item: QListWidgetItem) -> None:
        run = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        run()
        self.ran.emit()


def ranked(specs: Sequence[ActionSpec], typed: str) -> list[ActionSpec]:
    """Return the actions a half-typed name may mean: every word must begin a word of the name."""
    wanted = fold(typed).split()
    if not wanted:
        return list(specs)
    found = []
    for spec in specs:
        own = fold(f"{spec.text} {spec.menu}").split()
        if all(any(word.startswith(part) for word in own) for part in wanted):
            found.append(spec)
    return sorted(found, key=lambda spec: not fold(spec.text).startswith(" ".join(wanted)))
