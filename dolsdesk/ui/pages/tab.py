"""What the parts of a place under tabs share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dolsdesk.ui.shell import Shell


class Tab(QWidget):
    """One part of the place; it asks again whenever it is seen and something has changed."""

    count_changed = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.is_stale = True

    def refresh(self) -> None:
        """Ask again for what is shown."""

    def first_focus(self) -> None:
        """Give the keyboard to where work starts."""
        self.setFocus()

    @property
    def chosen_several(self) -> tuple[int, ...]:
        """Return every request that is chosen, where several can be."""
        return ()

    @property
    def chosen(self) -> int | None:
        """Return the request that is chosen, if one is."""
        return None
