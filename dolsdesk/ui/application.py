"""From starting to the open desk: first run, passphrase, who is there, and then the window."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from dolsdesk import config, logs
from dolsdesk.clock import Clock
from dolsdesk.config import MachineSettings
from dolsdesk.domain.staff import Act, StaffMember
from dolsdesk.errors import DeskError, StoreDamaged, StoreLocked
from dolsdesk.services import opening, words
from dolsdesk.services.desk import Desk
from dolsdesk.ui import faults, files
from dolsdesk.ui.notifier import Notifier
from dolsdesk.ui.shell import Message, Shell, Spot
from dolsdesk.ui.tasks import Tasks
from dolsdesk.ui.theme import Look

DEMONSTRATION = "demonstration"
_SMALLEST = (940, 560)
#: What the day asks for waits until the first list can be there.
_AFTER_MS = 150
_USUAL = (1366, 768)


if TYPE_CHECKING:
    from dolsdesk.services.backup import Restored
    from dolsdesk.services.drafts import Draft
    from dolsdesk.services.setup import Created
    from dolsdesk.ui.actions import Actions
    from dolsdesk.ui.dialogs.first_run import FirstRunDialog
    from dolsdesk.ui.dialogs.opening import PassphraseDialog
    from dolsdesk.ui.main_window import MainWindow


class Application(QObject):
    """One run of dolsdesk."""

    ready = Signal()
    _told = Signal(object)

    def __init__(
        self, app: QApplication, profile: Path, clock: Clock, *, database: str | None = None
    ) -> None:
        super().__init__(app)
        self._app = app
        self._clock = clock
        self._database = database
        self.profile = profile
        self.settings: MachineSettings = config.load(profile)
        self.look = Look(app)
        self.look.apply(self.settings.theme, self.settings.text_percent)
        self.window: MainWindow | None = None
        self.shell: Shell | None = None
        self.actions: Actions | None = None
        self.dialog: QWidget | None = None
        self._asking: PassphraseDialog | None = None
        self._early = Tasks(Notifier(self), self._trouble, self)
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.setInterval(_AFTER_MS)
        self._after.timeout.connect(self._after_showing)
        self._log = logs.set_up(profile)
        self._told.connect(self._say)
        sys.excepthook = faults.hook(self._told.emit, profile)

    def start(self) -> None:
        """Open the desk, or ask what is needed before it can be opened."""
        if self._database is None and not opening.is_set_up(self.profile):
            self._first_run()
        else:
            self._open()

    @property
    def is_busy(self) -> bool:
        """Return whether anything is under way in the background."""
        in_window = self.shell is not None and self.shell.tasks.is_busy
        return self._early.is_busy or in_window or self._after.isActive()

    # Before the window

    def _first_run(self) -> None:
        from dolsdesk.ui.dialogs.first_run import FirstRunDialog

        dialog = FirstRunDialog(self.look, self._early, self.profile, self._clock)
        dialog.created.connect(self._created)
        dialog.demonstration_wanted.connect(partial(self._make_demonstration, dialog))
        dialog.rejected.connect(self._app.quit)
        self.dialog = dialog
        dialog.show()

    def _created(self, made: "Created") -> None:
        self.settings = config.load(self.profile)
        self._show(made.desk, made.member)

    def _make_demonstration(self, dialog: "FirstRunDialog") -> None:
        from dolsdesk.services.demo import maker
        from dolsdesk.services.demo.plans import SIZES

        into = self.profile / DEMONSTRATION
        self._early.progressed.connect(dialog.show_progress)
        if opening.is_set_up(into):
            self._open_demonstration(dialog, None)
            return
        self._early.run_long(
            self,
            partial(
                maker.make,
                into,
                SIZES["small"],
                seed=1,
                as_at=self._clock.today(),
                progress=self._early.report,
                stop=dialog.stop,
            ),
            partial(self._open_demonstration, dialog),
            on_fault=dialog.demonstration_failed,
            stop=dialog.stop,
        )

    def _open_demonstration(self, dialog: "FirstRunDialog", _made: object) -> None:
        dialog.rejected.disconnect()
        dialog.accept()
        self.profile = self.profile / DEMONSTRATION
        self.settings = config.load(self.profile)
        self._open()

    def _open(self, passphrase: str | None = None, recovery: str | None = None) -> None:
        self._early.run_read(
            self,
            partial(
                _open,
                self.profile,
                self._clock,
                staff_id=self.settings.staff_id,
                passphrase=passphrase,
                recovery=recovery,
                database=self._database,
            ),
            self._opened,
            on_fault=self._not_opened,
        )
        from dolsdesk.ui import furnishing  # noqa: F401  (meanwhile)

    def _not_opened(self, fault: Exception) -> None:
        if isinstance(fault, StoreLocked):
            self._ask_passphrase(fault, self._open)
        elif isinstance(fault, DeskError):
            self._show_trouble(words.error(fault), may_restore=isinstance(fault, StoreDamaged))
        else:
            self._trouble(fault)

    def _ask_passphrase(self, fault: StoreLocked, go_on: Callable[..., None]) -> None:
        """Ask for the passphrase or the recovery key, and go on with it."""
        if self._asking is not None:
            self._asking.refuse(words.error(fault))
            return
        from dolsdesk.ui.dialogs.opening import PassphraseDialog

        dialog = PassphraseDialog(self.look)

        def given(secret: str, is_recovery: bool) -> None:
            go_on(
                passphrase=None if is_recovery else secret, recovery=secret if is_recovery else None
            )

        dialog.given.connect(given)
        dialog.rejected.connect(self._app.quit)
        self.dialog = self._asking = dialog
        dialog.show()

    def _show_trouble(self, sentence: str, *, may_restore: bool) -> None:
        from dolsdesk.ui.dialogs.opening import TroubleDialog

        dialog = TroubleDialog(sentence, self.look, may_restore=may_restore)
        dialog.again.connect(self._open)
        dialog.restore_wanted.connect(self._choose_backup)
        dialog.rejected.connect(self._app.quit)
        self.dialog = dialog
        dialog.show()

    def _choose_backup(self) -> None:
        host = self.dialog or QWidget()
        files.ask_open(host, "Backup to restore", "Backups (*.db)", self._restore)

    def _opened(self, found: "_Opened") -> None:
        if self._asking is not None:
            self._asking.rejected.disconnect()
            self._asking.accept()
            self._asking = None
        known = any(member.id == self.settings.staff_id for member in found.members)
        if found.actor is not None and (known or len(found.members) == 1):
            self._show(found.desk, found.actor)
            return
        from dolsdesk.ui.dialogs.opening import WhoDialog

        dialog = WhoDialog(found.members, self.look)
        dialog.chosen.connect(partial(self._show, found.desk))
        dialog.rejected.connect(found.desk.close)
        dialog.rejected.connect(self._app.quit)
        self.dialog = dialog
        dialog.show()

    # The window

    def _show(self, desk: Desk, actor: StaffMember) -> None:
        from dolsdesk.ui.furnishing import furnish

        if self.settings.staff_id != actor.id:
            self.settings = replace(self.settings, staff_id=actor.id)
            self._remember()
        made = furnish(
            desk=desk,
            actor=actor,
            look=self.look,
            profile=self.profile,
            settings=self.settings,
            parent=self,
            on_restore=self._restore,
            command_box=self.show_command_box,
            shortcuts=self.show_shortcuts,
            who=self.ask_who,
        )
        self.shell, self.window, self.actions = made.shell, made.window, made.actions
        made.shell.fault.connect(self._trouble)
        window = made.window
        window.closing.connect(self._closing)
        window.setMinimumSize(*_SMALLEST)
        window.resize(*_USUAL)
        window.restore_geometry(self.settings.geometry)
        window.go(Spot.WORKLIST if made.shell.may(Act.READ_ALL) else Spot.DAY)
        window.show()
        window.activateWindow()
        self.dialog = None
        self.ready.emit()
        self._after.start()

    def _after_showing(self) -> None:
        """Do in the background what the day asks for: find drafts again, make the day's backup."""
        if self.shell is None:
            return
        from dolsdesk.services import backup, drafts

        shell = self.shell
        shell.tasks.run_read(self, partial(drafts.all_of_mine, shell.ctx), self._say_drafts)
        folder = Path(self.settings.backup_folder) if self.settings.backup_folder else None
        if self.window is not None:
            self.window.show_backup()
        shell.tasks.run_long(
            self, partial(backup.run_if_due, shell.ctx, folder), lambda _value: None
        )

    def _say_drafts(self, found: "tuple[Draft, ...]") -> None:
        if self.shell is None or not found:
            return
        names = {
            "log-request": "a request",
            "assessment": "an assessment",
            "decision": "a decision",
            "form": "an assessor's form",
            "finding": "a finding",
            "triage": "a triage",
            "screening-answers": "the answers of a home",
            "screening-triage": "a triage of a re-screening",
        }
        kinds = [names[draft.kind] for draft in found if draft.kind in names]
        if kinds:
            self.shell.say(f"What you were typing is kept: {', '.join(dict.fromkeys(kinds))}.")

    def show_command_box(self) -> None:
        """Open the command box over the window."""
        if self.window is None or self.shell is None or self.actions is None:
            return
        from dolsdesk.ui.dialogs.command_box import CommandBox

        box = CommandBox(self.shell, self.actions, self.window)
        box.move(self.window.geometry().center() - box.rect().center())
        self.dialog = box
        box.open()
        box.edit.setFocus()

    def show_shortcuts(self) -> None:
        """Open the sheet of keys."""
        if self.actions is not None and self.window is not None:
            from dolsdesk.ui.dialogs.shortcuts import Shortcuts

            sheet = Shortcuts(self.actions, self.look, self.window)
            self.dialog = sheet
            sheet.open()

    def ask_who(self) -> None:
        """Ask who is at the desk now."""
        if self.shell is None:
            return
        self.shell.tasks.run_read(self, self.shell.desk.staff, self._ask_who)

    def _ask_who(self, members: tuple[StaffMember, ...]) -> None:
        from dolsdesk.ui.dialogs.opening import WhoDialog

        dialog = WhoDialog(members, self.look, self.window)
        dialog.chosen.connect(self._sit_down)
        self.dialog = dialog
        dialog.open()

    def _sit_down(self, member: StaffMember) -> None:
        if self.shell is None or self.window is None:
            return
        if self.window.page is not None:
            self.window.page.leaving()
        self.shell.change_actor(member)
        self.shell.say(f"{member.name} is at the desk.")

    def _restore(
        self, path: Path, passphrase: str | None = None, recovery: str | None = None
    ) -> None:
        """Put a backup in the place of the store; the window closes and opens again."""
        from dolsdesk.services import backup

        key = None
        if self.shell is not None:
            key = self.shell.desk.store.location.key
            self._leave_window()
        self._early.run_long(
            self,
            partial(
                backup.restore,
                self.profile,
                path,
                self._clock,
                passphrase=passphrase,
                recovery=recovery,
                key=key,
            ),
            self._restored,
            on_fault=partial(self._not_restored, path),
        )

    def _restored(self, restored: "Restored") -> None:
        aside = restored.put_aside
        said = f" The former store is kept in {aside}." if aside else ""

        def back(found: _Opened) -> None:
            self._opened(found)
            if self.shell is not None:
                self.shell.say(f"The backup is restored.{said}")

        staff_id = self.settings.staff_id
        self._early.run_read(self, partial(_people_of, restored.desk, staff_id), back)

    def _not_restored(self, path: Path, fault: Exception) -> None:
        if isinstance(fault, StoreLocked):
            self._ask_passphrase(fault, partial(self._restore, path))
        else:
            message = faults.message_of(fault, self.profile)
            self._show_trouble(message.text, may_restore=True)

    # Leaving

    def _closing(self) -> None:
        if self.window is None or self.shell is None:
            return
        self.settings = replace(self.shell.settings, geometry=self.window.geometry_text())
        self._remember()
        self.shell.tasks.close()
        self.shell.desk.close()

    def _leave_window(self) -> None:
        window, shell = self.window, self.shell
        self.window = self.shell = self.dialog = None
        if window is None or shell is None:
            return
        window.closing.disconnect()
        window.close()
        shell.tasks.close()
        shell.desk.close()
        window.deleteLater()

    def close(self) -> None:
        """Close the window, or what is asked before it, and let every thread go."""
        if self.window is not None:
            self.window.close()
        elif self.dialog is not None:
            self.dialog.close()
        self._early.close()
        logging.getLogger().removeHandler(self._log)
        self._log.close()

    def _remember(self) -> None:
        try:
            config.save(self.profile, self.settings)
        except OSError:
            logs.note("SETTINGS_NOT_SAVED")

    # Failures

    def _trouble(self, fault: Exception) -> None:
        self._say(faults.message_of(fault, self.profile))

    def _say(self, message: Message) -> None:
        if self.window is not None:
            self.window.show_message(message)
        else:
            self._show_trouble(message.text, may_restore=False)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open desk, who was at it last, and everybody who may be."""

    desk: Desk
    actor: StaffMember | None
    members: tuple[StaffMember, ...]


def _open(profile: Path, clock: Clock, *, staff_id: int, **secrets: str | None) -> _Opened:
    """Open the store of a profile; on a worker's thread."""
    return _people_of(opening.open_profile(profile, clock, **secrets), staff_id)


def _people_of(desk: Desk, staff_id: int) -> _Opened:
    """Return who may be at a desk; if even that cannot be read, its store is let go."""
    try:
        return _Opened(desk, opening.actor(desk, staff_id), desk.staff())
    except BaseException:
        desk.close()
        raise


def run(profile: Path, clock: Clock, *, database: str | None = None) -> int:
    """Open dolsdesk and return its exit code when the last window has closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("dolsdesk")
    app.setApplicationDisplayName("dolsdesk")
    application = Application(app, profile, clock, database=database)
    application.start()
    try:
        return app.exec()
    finally:
        application.close()
