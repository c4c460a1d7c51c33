"""What pages and parts of a case share: asking what an act needs to know, and doing it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import Field, Values


class Asking(QWidget):
    """A widget of the window that asks by dialogs.

    ``dialog`` is the one opened last, ``paper`` the paper that was looked at last.
    """

    shell: Shell
    dialog: FormDialog | None = None
    paper: QDialog | None = None

    def ask(
        self,
        title: str,
        lead: str,
        fields: Sequence[Field],
        *,
        accept: str,
        act: Callable[[Values], Outcome[Any]],
        said: str,
        on_done: Callable[[Any], None] | None = None,
    ) -> None:
        """Ask what an act needs to know, and do it; a refusal is shown at its field."""
        self.dialog = FormDialog(
            self.shell,
            self,
            title=title,
            lead=lead,
            fields=fields,
            accept=accept,
            act=act,
            said=said,
            on_done=on_done,
        )
        self.dialog.open()
