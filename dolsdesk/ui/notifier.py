"""Says what an act touched; pages compare with what they show."""

from PySide6.QtCore import QObject, Signal

from dolsdesk.domain.changes import Changes


class Notifier(QObject):
    """One signal for all changes."""

    changed = Signal(object)

    def announce(self, changes: Changes) -> None:
        """Announce what was touched, if anything was."""
        if changes:
            self.changed.emit(changes)
