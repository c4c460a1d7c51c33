"""What the parts of a case share."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.case import Case
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import Field, Values


class Part(QWidget):
    """One part of a case; it is shown a new view whenever the case changes."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.view: CaseView | None = None
        self.dialog: FormDialog | None = None

    def show_case(self, view: CaseView) -> None:
        """Show a case."""
        self.view = view

    def save_part(self) -> None:
        """Save what stands in this part, where that can be done."""

    def print_part(self) -> None:
        """Print the paper of this part or show it, where there is one."""

    def leaving(self) -> None:
        """Put away what must not be lost before something else is shown."""

    def first_focus(self) -> None:
        """Give the keyboard to where work starts."""
        self.setFocus()

    def ask(
        self,
        title: str,
        lead: str,
        fields: Sequence[Field],
        *,
        accept: str,
        act: Callable[[Values], Outcome[Any]],
        said: str,
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
        )
        self.dialog.open()

    def today(self) -> date:
        """Return today's date in London."""
        return self.shell.ctx.today

    @property
    def case(self) -> Case:
        """Return the case shown."""
        assert self.view is not None  # noqa: S101  (a part is shown a case before anything else)
        return self.view.case

    @property
    def request_id(self) -> int:
        """Return the case's number."""
        return self.case.request.id
