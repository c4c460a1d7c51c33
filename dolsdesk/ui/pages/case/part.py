"""What the parts of a case share."""

from datetime import date

from dolsdesk.domain.dols.case import Case
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.dialogs.asking import Asking
from dolsdesk.ui.shell import Shell


class Part(Asking):
    """One part of a case; it is shown a new view whenever the case changes."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.view: CaseView | None = None

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
