"""The whole application, started as a person starts it, on a machine where nothing is set up."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from dolsdesk.clock import FixedClock
from dolsdesk.ui.application import Application
from tests.support.desk import TODAY
from tests.support.hands import Hands


class Visit:
    """One run of dolsdesk, from starting it to leaving it."""

    def __init__(self, app: QApplication, profile: Path, clock: FixedClock) -> None:
        self.app = app
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

    def leave(self) -> None:
        """Leave dolsdesk."""
        self.application.close()


@pytest.fixture
def visit(qapp: QApplication, tmp_path: Path) -> Iterator[Visit]:
    """Start dolsdesk on a machine where nothing is set up, on a Monday."""
    made = Visit(qapp, tmp_path / "profile", FixedClock.at(TODAY))
    yield made
    made.leave()
