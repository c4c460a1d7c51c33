"""The whole application, started on a profile as a person starts it."""

import sys
from pathlib import Path

import shiboken6
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dolsdesk import config, paths
from dolsdesk.clock import FixedClock
from dolsdesk.config import MachineSettings, Theme
from dolsdesk.ui.application import Application
from tests.support.desk import TODAY, World, a_person, open_copy
from tests.support.hands import Hands


def furnished(folder: Path, template: Path, *, who: str = "Ada Min") -> Path:
    """Return a profile with a home, assessors and one request, where somebody sat last."""
    profile = folder / "profile"
    profile.mkdir()
    world = World(open_copy(template, profile))
    world.a_case()
    settings = MachineSettings(staff_id=world.people[who].id, theme=Theme.LIGHT)
    world.close()
    (profile / "desk.db").replace(paths.store_file(profile))
    config.save(profile, settings)
    return profile


class Visit:
    """One run of dolsdesk, from starting it to leaving it."""

    def __init__(self, app: QApplication, profile: Path) -> None:
        self._hook = sys.excepthook
        self.application = Application(app, profile, FixedClock.at(TODAY))
        self.hands = Hands(app, lambda: self.application.is_busy)
        self.application.start()

    @property
    def window(self):
        """Return the window, once it is there."""
        self.hands.wait_for(lambda: self.application.window is not None, "the window")
        return self.application.window

    @property
    def shell(self):
        return self.application.shell

    @property
    def world(self) -> World:
        """Return the store behind the window, to do in it what somebody else would."""
        return World(self.shell.desk)

    def another(self):
        """Return somebody else the desk has not met."""
        return a_person(family_name="Probert", given_names="Mair")

    def leave(self) -> None:
        """Leave dolsdesk; nothing of it stays behind to slow down the next."""
        if not shiboken6.isValid(self.application):
            return
        self.application.close()
        sys.excepthook = self._hook
        for gone in (self.application.window, self.application.dialog, self.application):
            if gone is not None and shiboken6.isValid(gone):
                gone.deleteLater()
        QTest.qWait(1)
