"""A paper as it would be issued, seen before it is signed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.changes import Changes
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, column, label, row
from dolsdesk.ui.widgets.pdf import PdfView


class PreviewPage(Page):
    """Shows the draft; signing is one press away, and so is going back."""

    title = "Before signing"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._sign: Callable[[], None] | None = None
        self.heading = label("", "title")
        self.sign = button("Sign and issue", self._signed, kind="primary")
        self.back = button("Back to the decision", shell.back)
        self.pdf = PdfView(shell.look)
        note = label(
            "This is the paper as it will be issued. Signing freezes it: a correction is a new"
            " paper that names this one.",
            "muted",
            wrap=True,
        )
        top = row(self.heading, None, self.back, self.sign)
        box = column(top, note, self.pdf, margin="wide")
        box.setStretch(2, 1)
        self.setLayout(box)
        QWidget.setTabOrder(self.sign, self.back)

    def concerns(self, changes: Changes) -> bool:
        return False

    def show_paper(self, paper: Any, sign: Callable[[], None]) -> None:
        """Show a draft, and what signing it does."""
        self._sign = sign
        self.heading.setText(paper.title)
        self.sign.setEnabled(True)
        self.pdf.show_bytes(paper.content)

    def first_focus(self) -> None:
        self.sign.setFocus()

    def _signed(self) -> None:
        if self._sign is not None:
            self.sign.setEnabled(False)
            self._sign()
