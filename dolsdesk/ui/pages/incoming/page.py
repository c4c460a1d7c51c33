"""Papers that came in and are filed nowhere yet: read, and filed in the case they belong to."""

from functools import partial

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.services import incoming
from dolsdesk.services.incoming import Held
from dolsdesk.ui.pages import finders
from dolsdesk.ui.pages.incoming.panel import PapersIn
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, column, label


class UnfiledPage(Page):
    """What waits to be filed."""

    title = "Unfiled papers"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.file = button("File under…", self.file_under, tip="Choose the case it belongs to")
        self.panel = PapersIn(
            shell,
            "Filed nowhere yet",
            "Nothing waits. Drop files or e-mails here, or press Add files…; what belongs to no"
            " case yet waits here.",
            str,
            self.file,
        )
        box = column(label("Unfiled papers", "title"), self.panel, gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(incoming.unfiled, self.shell.ctx), self._show, latest="unfiled"
        )

    def concerns(self, changes: Changes) -> bool:
        return Listing.INCOMING in changes.lists

    def first_focus(self) -> None:
        if self.panel.model.rows:
            self.panel.table.setFocus()
        else:
            self.panel.add.setFocus()

    def print_page(self) -> None:
        self.panel.print_paper()

    def _show(self, lines: tuple[Held, ...]) -> None:
        self.panel.show_lines(lines)

    def file_under(self) -> None:
        """File the paper that is chosen, and what it brought, in a case."""
        paper = self.panel.chosen
        if paper is None:
            return
        self.panel.ask(
            "File a paper",
            f"{paper.name}, with what it brought. Find the case by reference, name or NHS number.",
            [finders.case_field(self.shell, "request_id", "Case")],
            accept="File it there",
            act=lambda given: incoming.file_under(self.shell.ctx, paper.id, given["request_id"]),
            said="Filed.",
        )
