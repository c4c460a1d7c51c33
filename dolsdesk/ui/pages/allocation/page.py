"""The allocation desk: proposing for many cases, reports due back, and what was accepted."""

from PySide6.QtWidgets import QTabWidget

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.ui.pages.allocation.accepted import AcceptedTab
from dolsdesk.ui.pages.allocation.proposing import ProposeTab
from dolsdesk.ui.pages.allocation.returning import ReturnsTab
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import column, label, scrolling


class AllocationPage(Page):
    """Who is to assess whom, and by when it comes back."""

    title = "Allocation"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.proposing = ProposeTab(shell)
        self.returning = ReturnsTab(shell)
        self.accepted = AcceptedTab(shell)
        self.parts: tuple[Tab, ...] = (self.proposing, self.returning, self.accepted)
        for part, name in zip(self.parts, ("Propose", "Returns due", "Accepted"), strict=True):
            inside = part.layout()
            if inside is not None:
                inside.setContentsMargins(0, 10, 0, 0)
            self.tabs.addTab(scrolling(part), name)
        self.tabs.currentChanged.connect(lambda _index: self._look())
        box = column(label("Allocation", "title"), self.tabs, gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

    @property
    def part(self) -> Tab:
        """Return the part that is seen."""
        return self.parts[self.tabs.currentIndex()]

    def refresh(self) -> None:
        for part in self.parts:
            part.is_stale = True
        self._look()

    def concerns(self, changes: Changes) -> bool:
        return bool(
            changes.lists & {Listing.WORKLIST, Listing.ASSESSORS, Listing.PLACES, Listing.SETTINGS}
        )

    def first_focus(self) -> None:
        self.part.first_focus()

    def choose(self, ids: frozenset[int]) -> None:
        """Propose for some cases of the waiting list."""
        self.tabs.setCurrentIndex(0)
        self.proposing.choose(ids)

    def propose(self) -> None:
        """Propose for what is chosen."""
        self.tabs.setCurrentIndex(0)
        self.proposing.propose()

    def show_returns(self) -> None:
        """Show the reports due back."""
        self.tabs.setCurrentIndex(self.parts.index(self.returning))
        self.returning.first_focus()

    def chase(self) -> None:
        """Chase what is chosen among the reports due back; show them where they are not seen."""
        if self.part is self.returning:
            self.returning.chase()
        else:
            self.show_returns()

    def show_accepted(self) -> None:
        """Show what was accepted, where it can be undone."""
        self.tabs.setCurrentIndex(self.parts.index(self.accepted))
        self.accepted.first_focus()

    def _look(self) -> None:
        """Ask again for the part that is seen, if something has changed."""
        part = self.part
        if part.is_stale:
            part.is_stale = False
            part.refresh()
