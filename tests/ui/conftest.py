"""Real widgets, offscreen, on a real store."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dolsdesk.config import MachineSettings, Theme
from dolsdesk.ui.actions import Actions
from dolsdesk.ui.case_actions import CaseActions
from dolsdesk.ui.dialogs.command_box import CommandBox
from dolsdesk.ui.dialogs.shortcuts import Shortcuts
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.pages import places
from dolsdesk.ui.shell import Shell, Spot
from dolsdesk.ui.theme import Look
from dolsdesk.ui.window_actions import specs
from tests.support.desk import World
from tests.support.hands import Hands


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """Return the look in force, light at 100 %."""
    made = Look(qapp)
    made.apply(Theme.LIGHT)
    return made


#: How Qt begins what it says of having no real screen.
_OFFSCREEN = "This plugin does not support "
_GRAVE = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


@pytest.fixture(autouse=True)
def no_qt_warning(qtlog) -> Iterator[None]:
    """Fail a test in which Qt has something to complain about."""
    yield
    said = [one.message for one in qtlog.records if one.type in _GRAVE]
    assert [message for message in said if not message.startswith(_OFFSCREEN)] == []


class Sight:
    """The window, and ways to wait for it."""

    def __init__(self, world: World, shell: Shell, window: MainWindow, qtbot=None) -> None:
        self.world = world
        self.shell = shell
        self.window = window
        self.qtbot = qtbot
        self.hands = Hands(QApplication.instance(), lambda: shell.tasks.is_busy)
        self.faults: list[Exception] = []
        shell.fault.connect(self.faults.append)
        self.actions = Actions(
            specs(
                window,
                command_box=lambda: self.command_box().open(),
                shortcuts=lambda: self.shortcuts().open(),
                who=lambda: None,
            ),
            window,
            shell.look,
            later=CaseActions(window).offers,
        )
        window.install_menus(self.actions)
        shell.turned.connect(lambda: self.actions.update(shell.may))

    def command_box(self) -> CommandBox:
        """Return a command box over the window."""
        return CommandBox(self.shell, self.actions, self.window)

    def shortcuts(self) -> Shortcuts:
        """Return a sheet of keys over the window."""
        return Shortcuts(self.actions, self.shell.look, self.window)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.hands.settle()
        assert self.faults == []

    def go(self, spot: Spot):
        """Go to a place and wait for it."""
        self.window.go(spot)
        self.settle()
        return self.window.page


@contextmanager
def opened(world: World, look: Look, profile: Path, qtbot=None) -> Iterator[Sight]:
    """Open the real window on a store of its own, with an administrator at the desk."""
    shell = Shell(
        desk=world.desk,
        actor=world.people["Ada Min"],
        look=look,
        profile=profile,
        settings=MachineSettings(),
    )
    window = MainWindow(shell, places.factories())
    window.resize(1366, 768)
    window.show()
    made = Sight(world, shell, window, qtbot)
    yield made
    made.hands.settle()
    window.close()
    shell.tasks.close()
    window.deleteLater()
    shell.deleteLater()
    QTest.qWait(1)


@pytest.fixture
def sight(world: World, look: Look, qtbot, tmp_path: Path) -> Iterator[Sight]:
    """Return the real window on a store of its own, with an administrator at the desk."""
    with opened(world, look, tmp_path, qtbot) as made:
        yield made
