"""What stands between starting and the desk: a passphrase, who you are, or trouble."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from dolsdesk.domain.staff import StaffMember
from dolsdesk.services import words
from dolsdesk.ui.shell import Tone
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import Banner, button, column, label, room, row
from dolsdesk.ui.widgets.fields import SecretField, TickField


class PassphraseDialog(QDialog):
    """Asks for the passphrase of the store, or its recovery key."""

    given = Signal(str, bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("dolsdesk")
        self.banner = Banner(look)
        self.secret = SecretField("passphrase", "Passphrase of the store")
        self.is_recovery = TickField("recovery", "This is the recovery key")
        self.is_recovery.changed.connect(self._show_secret)
        self.open_button = button("Open", self._give, kind="primary")
        self.open_button.setDefault(True)
        leave = button("Leave dolsdesk", self.reject)
        self.setLayout(
            column(
                label("The store is encrypted", "lead"), self.banner, self.secret,
                self.is_recovery, row(None, leave, self.open_button), margin="wide",
            )
        )  # fmt: skip
        self.setMinimumWidth(min(look.px(420), room(self).width()))

    def _show_secret(self) -> None:
        self.secret.show_typed(self.is_recovery.value())

    def _give(self) -> None:
        self.open_button.setEnabled(False)
        self.given.emit(self.secret.raw(), self.is_recovery.value())

    def refuse(self, sentence: str) -> None:
        """Say that it does not open."""
        self.open_button.setEnabled(True)
        self.banner.show_message(sentence, Tone.DANGER)
        self.secret.edit.selectAll()
        self.secret.setFocus()


class WhoDialog(QDialog):
    """Asks who is at the desk."""

    chosen = Signal(object)

    def __init__(
        self, members: Sequence[StaffMember], look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Who is at this desk?")
        self.list = QListWidget()
        self.list.setAccessibleName("People of the desk")
        self.list.setMinimumHeight(look.px(260))
        for member in members:
            roles = ", ".join(sorted(words.fact(role.value) for role in member.roles))
            item = QListWidgetItem(f"{member.name}\n{roles}")
            item.setData(Qt.ItemDataRole.UserRole, member)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self._choose())
        note = label(
            "Everything done from now on is recorded under this name. Nobody may act under"
            " somebody else's.",
            "muted",
            wrap=True,
        )
        go = button("Go on", self._choose, kind="primary")
        go.setDefault(True)
        self.setLayout(
            column(label("Who is at this desk?", "lead"), note, self.list, row(None, go),
                   margin="wide")
        )  # fmt: skip
        self.setMinimumWidth(min(look.px(440), room(self).width()))

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()


class TroubleDialog(QDialog):
    """Says why the store was not opened, and offers what can be done."""

    again = Signal()
    restore_wanted = Signal()

    def __init__(
        self, sentence: str, look: Look, *, may_restore: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("dolsdesk could not open the store")
        self.sentence = sentence
        said = label(sentence, wrap=True)
        again = button("Try again", self._again, kind="primary")
        again.setDefault(True)
        restore = button("Restore a backup…", self._restore)
        leave = button("Leave dolsdesk", self.reject)
        self.setLayout(
            column(
                label("The store was not opened", "lead"), said, row(None, leave, restore, again),
                gap="room", margin="wide",
            )
        )  # fmt: skip
        restore.setVisible(may_restore)
        self.setMinimumWidth(min(look.px(520), room(self).width()))

    def _again(self) -> None:
        self.accept()
        self.again.emit()

    def _restore(self) -> None:
        self.accept()
        self.restore_wanted.emit()
