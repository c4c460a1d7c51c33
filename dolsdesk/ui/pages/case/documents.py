"""The papers that came in for a case: taken in, read, put right, moved to where they belong."""

from functools import partial

from dolsdesk.domain.staff import Act
from dolsdesk.services import incoming
from dolsdesk.services.cases import CaseView
from dolsdesk.services.incoming import Held
from dolsdesk.ui.pages import finders
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.incoming.panel import PapersIn
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, column
from dolsdesk.ui.widgets.fields import LineField


class Documents(Part):
    """What came in."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.refile_button = button("Refile…", self.refile, tip="It belongs to another case")
        self.panel = PapersIn(
            shell,
            "Documents received",
            "Nothing came in yet. Drop files or e-mails here, or press Add files….",
            lambda: self.case.request.ref,
            self.refile_button,
        )
        self.setLayout(column(self.panel))

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        self.shell.tasks.run_read(
            self,
            partial(incoming.listed, self.shell.ctx, self.request_id),
            self._show,
            latest=f"documents-{self.request_id}",
        )

    def _show(self, lines: tuple[Held, ...]) -> None:
        self.panel.show_lines(lines)
        self.refile_button.setEnabled(bool(lines) and self.shell.may(Act.CORRECT))

    def print_part(self) -> None:
        self.panel.print_paper()

    def first_focus(self) -> None:
        if self.panel.model.rows:
            self.panel.table.setFocus()
        else:
            self.panel.add.setFocus()

    def refile(self) -> None:
        """Move the paper that is chosen, and what it brought, to another case."""
        paper = self.panel.chosen
        if paper is None:
            return
        self.panel.ask(
            "File elsewhere",
            f"{paper.name}, with what it brought. Both cases say that it was moved, and why.",
            [
                finders.case_field(self.shell, "request_id", "Case it belongs to"),
                LineField("why", "Why"),
            ],
            accept="Move it there",
            act=lambda given: incoming.refile(
                self.shell.ctx, paper.id, given["request_id"], why=given["why"]
            ),
            said="Filed in the other case.",
        )
