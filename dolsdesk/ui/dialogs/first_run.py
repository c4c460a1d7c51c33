"""The first run: which council, who you are, where the store goes, how it is protected."""

import getpass
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from dolsdesk.clock import Clock
from dolsdesk.config import Protection
from dolsdesk.domain.staff import Role
from dolsdesk.errors import DeskError, FolderReadOnly
from dolsdesk.services import council, setup, words
from dolsdesk.services.council import Council
from dolsdesk.services.setup import Created, FirstRun
from dolsdesk.ui import files
from dolsdesk.ui.shell import Tone
from dolsdesk.ui.tasks import Stop, Tasks
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import (
    Banner,
    button,
    card,
    column,
    fit,
    holder,
    label,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    Field,
    LineField,
    ProseField,
    SecretField,
    TickField,
)
from dolsdesk.ui.widgets.pickers import Match, PickField
from dolsdesk.ui.widgets.recovery import RecoveryKey

_ROLES = (
    Role.ADMINISTRATOR, Role.LEAD, Role.SIGNATORY, Role.BIA, Role.MH_ASSESSOR, Role.MANAGER,
    Role.AUDITOR,
)  # fmt: skip
_PROTECTIONS = (
    (Protection.NONE.value, "Not encrypted: this disk is encrypted already"),
    (Protection.PASSPHRASE.value, "Encrypted, opened with a passphrase"),
    (Protection.KEYRING.value, "Encrypted, opened with this machine's keyring"),
)
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    widget: QWidget
    first: Field | None


class FirstRunDialog(QDialog):
    """Three short steps, or the demonstration in one."""

    created = Signal(object)
    demonstration_wanted = Signal()

    def __init__(
        self, look: Look, tasks: Tasks, profile: Path, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._tasks = tasks
        self._profile = profile
        self._clock = clock
        self._councils = council.all_councils()
        self._made: Created | None = None
        self.stop = Stop()
        self.setWindowTitle("Welcome to dolsdesk")
        self.banner = Banner(look)
        self.heading = label("", "title")
        self.lead = label("", "muted", wrap=True)
        self._fields()
        self.stack = QStackedWidget()
        self.steps = (
            _Step("Welcome to dolsdesk", self._welcome(), None),
            _Step("Which council is this?", self._council_step(), self.council),
            _Step("Who are you?", self._you_step(), self.name),
            _Step("Where should the store be kept?", self._store_step(), self.folder),
            _Step("Ready", self._done_step(), None),
        )
        for step in self.steps:
            self.stack.addWidget(step.widget)
        self.back = button("Back", self.previous)
        self.next = button("Next", self.advance, kind="primary")
        self.next.setDefault(True)
        foot = row(None, self.back, self.next)
        whole = column(
            self.heading, self.lead, self.banner, self.stack, foot, gap="room", margin="broad"
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)
        fit(self, look, 760, 620)
        self._show(0)

    # Fields

    def _fields(self) -> None:
        look = self._look
        self.council = PickField(
            "council", "Council", look, placeholder="Type its name, such as Norfolk", least=1
        )
        self.council.typed.connect(self._find_council)
        self.council.picked.connect(self._council_picked)
        self.address = ProseField("address", "Address as it stands on paper", look, lines=3)
        self.name = LineField("name", "Your name, as it should stand in the record")
        self.job_title = LineField("job_title", "Job title")
        self.roles = {role: TickField(role.value, words.fact(role.value)) for role in _ROLES}
        self.roles[Role.ADMINISTRATOR].set_raw(True)
        self.folder = LineField("folder", "Folder on this computer")
        self.folder.set_raw(str(self._profile))
        self.url = LineField(
            "url",
            "or a PostgreSQL database for a team",
            placeholder="postgresql://name@server/dolsdesk",
        )
        self.protection = ChoiceField("protection", "Encryption at rest", _PROTECTIONS)
        self.protection.changed.connect(self._protection_chosen)
        self.passphrase = SecretField(
            "passphrase", "Passphrase", hint="Several words; at least 12 characters"
        )
        self.again = SecretField("again", "Passphrase once more")

    # Steps

    def _welcome(self) -> QWidget:
        self.begin = button("Set up this council's desk", self.advance, kind="primary")
        self.demo = button("Open the invented demonstration council", self._demonstrate)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Making the demonstration council")
        self.progress.hide()
        parts = column(
            label(
                "dolsdesk keeps the requests, legal dates, assessors, decisions and paperwork of a"
                " DoLS team. It records, counts, warns and prints; it never decides.",
                wrap=True,
            ),
            card(
                column(
                    label("Start work", "heading"),
                    label("Three short steps. Nothing leaves this computer.", "muted", wrap=True),
                    row(self.begin, None),
                )
            ),
            card(
                column(
                    label("Look round first", "heading"),
                    label(
                        "Norchester and everybody in it are invented. Nothing there touches a real"
                        " store.",
                        "muted",
                        wrap=True,
                    ),
                    row(self.demo, None),
                    self.progress,
                )
            ),
            None,
            gap="room",
        )  # fmt: skip
        return scrolling(holder(parts))

    def _council_step(self) -> QWidget:
        return scrolling(holder(column(self.council, self.address, None, gap="room")))

    def _you_step(self) -> QWidget:
        roles = column(label("What you do here", "label"), *self.roles.values(), gap="hair")
        login = label(f"You are logged in on this computer as {getpass.getuser()}.", "small")
        return scrolling(
            holder(column(self.name, self.job_title, holder(roles), login, None, gap="room"))
        )

    def _store_step(self) -> QWidget:
        choose = button("Choose…", self._choose_folder)
        line = row(self.folder, choose)
        line.setStretch(0, 1)
        line.setAlignment(choose, Qt.AlignmentFlag.AlignBottom)
        self.secret = holder(column(self.passphrase, self.again))
        self.secret.hide()
        note = label(
            "Not a shared network drive: several people writing one file there can damage it. For"
            " a team, use a PostgreSQL database.",
            "small",
            wrap=True,
        )
        return scrolling(
            holder(column(line, note, self.url, self.protection, self.secret, None, gap="room"))
        )

    def _done_step(self) -> QWidget:
        self.summary = label("", wrap=True)
        self.recovery_part = RecoveryKey()
        self.recovery = self.recovery_part.key
        self.written = self.recovery_part.written
        self.written.changed.connect(self._may_finish)
        self.finished.connect(lambda _result: self.recovery_part.forget())
        return scrolling(holder(column(self.summary, self.recovery_part, None, gap="room")))

    # Walking

    @property
    def at(self) -> int:
        """Return the number of the step shown."""
        return self.stack.currentIndex()

    def _show(self, number: int) -> None:
        self.banner.hide_message()
        step = self.steps[number]
        self.stack.setCurrentIndex(number)
        self.heading.setText(step.name)
        self.lead.setText(f"Step {number} of 3" if 0 < number < 4 else "")
        self.lead.setVisible(bool(self.lead.text()))
        self.back.setVisible(0 < number < 4)
        self.next.setVisible(number > 0)
        self.next.setText({3: "Make the store", 4: "Open the desk"}.get(number, "Next"))
        if step.first is not None:
            step.first.setFocus()
        elif number == 0:
            self.begin.setFocus()

    def previous(self) -> None:
        """Go one step back; everything typed stays."""
        self._show(max(0, self.at - 1))

    def advance(self) -> None:
        """Go one step on, if this one is complete."""
        checks = {0: lambda: True, 1: self._council_ok, 2: self._you_ok}
        if self.at in checks:
            if checks[self.at]():
                self._show(self.at + 1)
        elif self.at == 3:
            self._create()
        elif self._made is not None:
            self.created.emit(self._made)
            self.accept()

    def reject(self) -> None:
        """Leave; a store that was made already is let go and opens next time."""
        if self._made is not None:
            self._made.desk.close()
        super().reject()

    def _council_ok(self) -> bool:
        if self.council.value() is None:
            self.council.set_fault("Type the council's name and choose it from the list.")
            self.council.setFocus()
            return False
        return True

    def _you_ok(self) -> bool:
        self.name.set_fault("" if self.name.value() else "Type your name.")
        if not self.name.value():
            self.name.setFocus()
            return False
        if not self._chosen_roles():
            self.banner.show_message(words.by_code("ROLE_NEEDED"), Tone.WARNING)
            return False
        return True

    def _chosen_roles(self) -> frozenset[Role]:
        return frozenset(role for role, tick in self.roles.items() if tick.value())

    # Council

    def _find_council(self, typed: str) -> None:
        found = council.find(typed, self._councils)[:_SHOWN]
        self.council.show_matches(
            [Match(f"{one.name}\n{one.official_name}, {one.region}", one) for one in found],
            nothing="No English council with adult social services has this name.",
        )

    def _council_picked(self, one: Council) -> None:
        self.council.set_fault("")
        self.council.set_picked(one.name, one)
        self.council.set_hint(f"{one.official_name}, {one.region}")
        if not self.address.value():
            self.address.set_raw(one.official_name)
        self.address.setFocus()

    # Store

    def _choose_folder(self) -> None:
        files.ask_folder(self, "Folder for the store", lambda path: self.folder.set_raw(str(path)))

    def _protection_chosen(self) -> None:
        self.secret.setVisible(self.protection.value() == Protection.PASSPHRASE.value)

    def _create(self) -> None:
        for field in (self.folder, self.url, self.protection, self.passphrase, self.again):
            field.set_fault("")
        protection = Protection(self.protection.value())
        secret = self.passphrase.raw() if protection is Protection.PASSPHRASE else None
        if secret is not None and secret != self.again.raw():
            self.again.set_fault("The two passphrases differ. Type the same one twice.")
            self.again.setFocus()
            return
        one: Council = self.council.value()
        asked = FirstRun(
            council_gss=one.gss_code,
            council_name=one.official_name,
            council_address=self.address.value(),
            staff_name=self.name.value(),
            roles=self._chosen_roles(),
            job_title=self.job_title.value(),
            folder=Path(self.folder.value()) if self.folder.value() else None,
            url=self.url.value(),
            protection=protection,
            passphrase=secret,
        )
        self.next.setEnabled(False)
        self._tasks.run_long(
            self,
            partial(setup.create, self._profile, asked, self._clock),
            self._store_made,
            on_fault=self._not_made,
        )

    def _store_made(self, made: Created) -> None:
        self.next.setEnabled(True)
        self._made = made
        where = made.desk.store.location.path
        self.summary.setText(
            f"The store is made{f': {where}' if where else ''}. Next: put your homes and assessors"
            " into the register, or log the first request."
        )
        about = f"{self.council.value().official_name}\nThe store {where or 'on a server'}"
        self.recovery_part.show_key(made.recovery or "", about)
        self.recovery_part.setVisible(made.recovery is not None)
        self._show(4)
        self._may_finish()

    def _may_finish(self) -> None:
        needs = self._made is not None and self._made.recovery is not None
        self.next.setEnabled(not needs or self.written.value())

    def _not_made(self, fault: Exception) -> None:
        self.next.setEnabled(True)
        if not isinstance(fault, DeskError):
            raise fault
        fields: dict[str, Field] = {
            "folder": self.folder, "url": self.url, "passphrase": self.passphrase,
            "protection": self.protection,
        }  # fmt: skip
        sentence = words.error(fault)
        field = fields.get("folder" if isinstance(fault, FolderReadOnly) else fault.field or "")
        if field is not None:
            field.set_fault(sentence)
            field.setFocus()
        else:
            self.banner.show_message(sentence, Tone.DANGER)

    # Demonstration

    def _demonstrate(self) -> None:
        self.begin.setEnabled(False)
        self.demo.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.demonstration_wanted.emit()

    def show_progress(self, done: int, total: int, said: str) -> None:
        """Show how far the demonstration is made."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.progress.setFormat(f"{said} %p%")

    def demonstration_failed(self, fault: Exception) -> None:
        """Say why the demonstration could not be made."""
        self.begin.setEnabled(True)
        self.demo.setEnabled(True)
        self.progress.hide()
        if not isinstance(fault, DeskError):
            raise fault
        self.banner.show_message(words.error(fault), Tone.DANGER)
