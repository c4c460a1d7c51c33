"""A new recovery key for the open store: asked for, made, and shown once."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.config import Protection
from dolsdesk.errors import StoreLocked
from dolsdesk.services import keys
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.widgets.basics import Banner, button, column, label, room, row
from dolsdesk.ui.widgets.fields import Field, LineField, SecretField, TickField, Values
from dolsdesk.ui.widgets.recovery import RecoveryKey

_WIDE = 520


def asking(
    shell: Shell, parent: QWidget, protection: Protection, on_made: Callable[[str], None]
) -> FormDialog:
    """Return the form that makes a new recovery key of the open store."""
    is_recovery = TickField("is_recovery", "This is the present recovery key")
    fields: list[Field]
    if protection is Protection.KEYRING:
        shown = LineField(
            "secret",
            "Present recovery key",
            hint="Leave this blank while this computer's keyring opens the store",
        )
        fields = [shown]
    else:
        hidden = SecretField("secret", "Passphrase of the store")
        is_recovery.changed.connect(lambda: hidden.show_typed(is_recovery.value()))
        fields = [hidden, is_recovery]

    def make(given: Values) -> Outcome[str]:
        with_recovery = given.get("is_recovery", protection is Protection.KEYRING)
        try:
            return keys.renew_recovery(
                shell.ctx,
                passphrase=None if with_recovery else given["secret"],
                recovery=given["secret"] if with_recovery else None,
            )
        except StoreLocked as fault:  # both are typed in one field
            raise StoreLocked(fault.code, field="secret") from fault

    return FormDialog(
        shell,
        parent,
        title="New recovery key",
        lead="The recovery key there is now will not open this store any more. Backups made"
        " until today still open with it: keep it with them.",
        fields=fields,
        accept="Make a new key",
        act=make,
        on_done=on_made,
    )


class RecoveryDialog(QDialog):
    """Shows a new recovery key; it closes once the key is written down."""

    def __init__(self, shell: Shell, parent: QWidget, key: str, about: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("New recovery key")
        self.banner = Banner(shell.look)
        self.shown = RecoveryKey()
        self.shown.show_key(key, about)
        self.shown.written.changed.connect(self._written)
        self.close_button = button("Close", self.accept, kind="primary")
        self.close_button.setEnabled(False)
        self.setLayout(
            column(
                label("New recovery key", "lead"), self.banner, self.shown,
                row(None, self.close_button), margin="wide",
            )
        )  # fmt: skip
        self.setMinimumWidth(min(shell.look.px(_WIDE), room(self).width()))
        self.finished.connect(lambda _result: self.shown.forget())

    def _written(self) -> None:
        self.close_button.setEnabled(self.shown.written.value())

    def reject(self) -> None:
        """Override of QDialog: the key is gone when this closes, so it is asked for first."""
        if self.shown.written.value():
            super().reject()
            return
        self.banner.show_message(
            "Write the key down first, and tick that you have: it cannot be shown again.",
            Tone.WARNING,
        )
        self.shown.written.setFocus()
