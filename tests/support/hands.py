"""A person at the keyboard: keys go to whatever has the focus, and nothing is ever clicked."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QWidget

_LONGEST_S = 60
_TABS = 140


class Hands:
    """Types, presses keys, and looks where the focus is."""

    def __init__(self, app: QApplication, is_busy: Callable[[], bool]) -> None:
        self._app = app
        self._is_busy = is_busy

    def wait_for(self, ready: Callable[[], object], what: str = "") -> None:
        """Wait until something is so, as a person would, and fail if it never is."""
        until = time.monotonic() + _LONGEST_S
        while not ready():
            assert time.monotonic() < until, f"waited in vain: {what}"
            QTest.qWait(15)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        QTest.qWait(30)
        self.wait_for(lambda: not self._is_busy(), "work in the background")
        QTest.qWait(30)

    @property
    def focus(self) -> QWidget:
        """Return what has the keyboard.

        Offscreen there is no window manager, so that we put a window in front when one closes.
        """
        if self._app.focusWidget() is None:
            front = self._app.activeModalWidget() or next(
                widget
                for widget in self._app.topLevelWidgets()
                if widget.isVisible() and widget.windowType() is not Qt.WindowType.Popup
            )
            front.activateWindow()
        self.wait_for(self._app.focusWidget, "something that has the keyboard")
        found = self._app.focusWidget()
        assert found is not None
        return found

    @property
    def at(self) -> str:
        """Return the accessible name of what has the keyboard, or what stands on it."""
        widget = self.focus
        text = widget.text() if hasattr(widget, "text") else ""
        return widget.accessibleName() or str(text)

    def press(self, keys: str) -> None:
        """Press keys as they are written in a menu, such as ``Ctrl+K``."""
        chord = QKeySequence(keys)[0]
        QTest.keyClick(self.focus, chord.key(), chord.keyboardModifiers())
        QTest.qWait(5)

    def type(self, text: str) -> None:
        """Type text where the keyboard is, in any letters."""
        for letter in text:
            if letter == "\n":
                self.press("Return")
            elif letter.isascii():
                QTest.keyClicks(self.focus, letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    stroke = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self.focus, stroke)

    def to(self, name: str, *, back: bool = False) -> None:
        """Press Tab until something with a name has the keyboard."""
        seen = []
        for _ in range(_TABS):
            if self.at == name or (name.endswith("…") and self.at.startswith(name[:-1])):
                return
            seen.append(self.at)
            if back:
                QTest.keyClick(self.focus, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
            else:
                QTest.keyClick(self.focus, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name!r}, but to {seen}")

    def fill(self, name: str, text: str) -> None:
        """Go to a field and type into it what should stand there, in place of what does."""
        self.to(name)
        self.press("Ctrl+A")
        self.press("Delete")
        self.type(text)

    def pick(self, name: str, text: str) -> None:
        """Go to a field that finds, type, and take the first match."""
        self.to(name)
        self.type(text)
        self.wait_for(lambda: self._matches(name), f"matches for {text!r}")
        self.press("Return")
        self.settle()

    def _matches(self, name: str) -> list[QListWidget]:
        lists = self.focus.window().findChildren(QListWidget)
        return [
            found
            for found in lists
            if found.accessibleName() == f"Matches for {name}" and found.isVisible()
        ]

    def choose(self, name: str, option: str) -> None:
        """Go to a list of choices and go down to one of them."""
        self.to(name)
        combo = self.focus
        assert isinstance(combo, QComboBox), f"{name!r} is no list of choices"
        self.press("Home")
        for _ in range(combo.count()):
            if combo.currentText() == option:
                return
            self.press("Down")
        offered = [combo.itemText(number) for number in range(combo.count())]
        raise AssertionError(f"{option!r} is not offered, but {offered}")

    def tick(self, name: str) -> None:
        """Go to a box and tick it."""
        self.to(name)
        self.press("Space")

    def push(self, name: str) -> None:
        """Go to a button and press it."""
        self.to(name)
        self.press("Space")
        self.settle()

    def command(self, words: str) -> None:
        """Do something by its name in the command box."""
        self.press("Ctrl+K")
        self.settle()
        self.type(words)
        self.settle()
        self.press("Return")
        self.settle()
