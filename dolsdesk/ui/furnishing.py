"""Puts the window together, with its shell and its actions.

``Application`` imports this while the store is being opened on another thread: the window's code
and the worklist's, with which it begins, are there when the store is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from dolsdesk.config import MachineSettings
from dolsdesk.domain.staff import StaffMember
from dolsdesk.services.desk import Desk
from dolsdesk.ui.actions import Actions
from dolsdesk.ui.case_actions import CaseActions
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.pages import places
from dolsdesk.ui.pages.worklist import page as _begins_with  # noqa: F401
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.theme import Look
from dolsdesk.ui.window_actions import specs


@dataclass(frozen=True, slots=True)
class Furnished:
    """A window that is ready to be shown."""

    shell: Shell
    window: MainWindow
    actions: Actions


def furnish(
    *,
    desk: Desk,
    actor: StaffMember,
    look: Look,
    profile: Path,
    settings: MachineSettings,
    parent: QObject,
    on_restore: Callable[[Path], None],
    command_box: Callable[[], None],
    shortcuts: Callable[[], None],
    who: Callable[[], None],
) -> Furnished:
    """Return the window of an open desk, with somebody at it."""
    shell = Shell(
        desk=desk, actor=actor, look=look, profile=profile, settings=settings, parent=parent
    )
    window = MainWindow(shell, places.factories(on_restore))
    named = specs(window, command_box=command_box, shortcuts=shortcuts, who=who)
    actions = Actions(named, window, look, later=CaseActions(window).offers)
    window.install_menus(actions)
    shell.turned.connect(lambda: actions.update(shell.may))
    window.rail.actor.clicked.connect(lambda _checked=False: who())
    return Furnished(shell, window, actions)
