"""Real widgets, offscreen, on a real store."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from dolsdesk.config import MachineSettings, Theme
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.pages.decisions.page import DecisionsPage
from dolsdesk.ui.pages.desk.page import DeskPage
from dolsdesk.ui.pages.log.page import LogPage
from dolsdesk.ui.pages.register.page import RegisterPage
from dolsdesk.ui.pages.reports.page import ReportsPage
from dolsdesk.ui.pages.worklist.page import WorklistPage
from dolsdesk.ui.shell import Shell, Spot
from dolsdesk.ui.theme import Look
from tests.support.desk import World


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """Return the look in force, light at 100 %."""
    made = Look(qapp)
    made.apply(Theme.LIGHT)
    return made


class Sight:
    """The window, and ways to wait for it."""

    def __init__(self, world: World, shell: Shell, window: MainWindow, qtbot) -> None:
        self.world = world
        self.shell = shell
        self.window = window
        self.qtbot = qtbot
        self.faults: list[Exception] = []
        shell.fault.connect(self.faults.append)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: not self.shell.tasks.is_busy, timeout=10_000)
        self.qtbot.wait(10)
        assert self.faults == []

    def go(self, spot: Spot):
        """Go to a place and wait for it."""
        self.window.go(spot)
        self.settle()
        return self.window.page


@pytest.fixture
def sight(world: World, look: Look, qtbot, tmp_path) -> Iterator[Sight]:
    """Return the real window on a store of its own, with an administrator at the desk."""
    shell = Shell(
        desk=world.desk,
        actor=world.people["Ada Min"],
        look=look,
        profile=tmp_path,
        settings=MachineSettings(),
    )
    window = MainWindow(
        shell,
        {
            Spot.WORKLIST: WorklistPage,
            Spot.LOG: LogPage,
            Spot.DECISIONS: DecisionsPage,
            Spot.REGISTER: RegisterPage,
            Spot.REPORTS: ReportsPage,
            Spot.DESK: DeskPage,
        },
    )
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = Sight(world, shell, window, qtbot)
    yield made
    qtbot.waitUntil(lambda: not shell.tasks.is_busy, timeout=10_000)
    shell.tasks.close()
