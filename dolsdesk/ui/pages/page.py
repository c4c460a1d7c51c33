"""What every page shares: it refreshes from what changed, and only while it is seen."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from dolsdesk.domain.changes import Changes
from dolsdesk.ui.shell import Shell


class Page(QWidget):
    """One place of the window."""

    #: What the window's title bar and the screen reader call it.
    title = ""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("page")
        self.shell = shell
        self._is_stale = True
        shell.notifier.changed.connect(self._touched)

    def refresh(self) -> None:
        """Ask again for what is shown."""

    def concerns(self, changes: Changes) -> bool:
        """Return whether what was touched is shown here."""
        return bool(changes)

    def first_focus(self) -> None:
        """Give the keyboard to where work starts."""
        self.setFocus()

    def save_page(self) -> None:
        """Save what stands on the page, where that can be done."""

    def print_page(self) -> None:
        """Print the paper of the page or show it, where there is one."""

    def leaving(self) -> None:
        """Put away what must not be lost before another page is shown."""

    def new_day(self) -> None:
        """Ask again, because what is due, overdue or without authority is now another thing."""
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Override of QWidget: a page that went stale while hidden asks again."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _touched(self, changes: Changes) -> None:
        if not self.concerns(changes):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True
