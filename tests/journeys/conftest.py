"""The whole application, started as a person starts it, on a machine where nothing is set up."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dolsdesk.clock import FixedClock
from dolsdesk.ui.application import Application
from tests.support.desk import TODAY
from tests.support.hands import Hands

_SIZE, _SEEN_MS = (1366, 768), 500


class Visit:
    """One run of dolsdesk, from starting it to leaving it."""

    def __init__(
        self, app: QApplication, profile: Path, clock: FixedClock, pictures: str | None = None
    ) -> None:
        self.app = app
        self._pictures = Path(pictures) if pictures else None
        self.application = Application(app, profile, clock)
        self.hands = Hands(app, lambda: self.application.is_busy)
        self.application.start()

    @property
    def window(self):
        """Return the window, once it is there."""
        self.hands.wait_for(lambda: self.application.window is not None, "the window")
        return self.application.window

    @property
    def page(self):
        """Return the page that is seen."""
        return self.window.page

    def picture(self, name: str) -> None:
        """Keep a picture of what is seen now, where pictures were asked for."""
        if self._pictures is None:
            return
        shown = self.application.window or self.application.dialog
        assert shown is not None
        if shown is self.application.window:
            shown.resize(*_SIZE)
        QTest.qWait(_SEEN_MS)
        self.hands.settle()
        self._pictures.mkdir(parents=True, exist_ok=True)
        shown.grab().save(str(self._pictures / f"{name}.png"))

    def leave(self) -> None:
        """Leave dolsdesk."""
        self.application.close()


@pytest.fixture
def visit(qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Start dolsdesk on a machine where nothing is set up, on a Monday."""
    pictures = request.config.getoption("--pictures")
    made = Visit(qapp, tmp_path / "profile", FixedClock.at(TODAY), pictures)
    yield made
    made.leave()
