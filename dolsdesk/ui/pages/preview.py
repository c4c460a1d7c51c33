"""A paper as it would be issued, seen before it is signed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from dolsdesk.domain.changes import Changes
from dolsdesk.services import signatures, words
from dolsdesk.services.signatures import HeldCertificate
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, column, label, restyle, row
from dolsdesk.ui.widgets.pdf import PdfView

#: Signs with a passphrase; told that it may not be, it says why to whoever asked.
Sign = Callable[[str, Callable[[str], None]], None]


class PreviewPage(Page):
    """Shows the draft; signing is one press away, and so is going back."""

    title = "Before signing"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._sign: Sign | None = None
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
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Passphrase of the certificate")
        self.passphrase.setPlaceholderText("Passphrase of the certificate")
        self.passphrase.returnPressed.connect(self._signed)
        self.passphrase.hide()
        self.certificate = label("", "muted", wrap=True)
        self.certificate.hide()
        top = row(self.heading, None, self.back, self.passphrase, self.sign)
        box = column(top, note, self.certificate, self.pdf, margin="wide")
        box.setStretch(3, 1)
        self.setLayout(box)
        QWidget.setTabOrder(self.passphrase, self.sign)
        QWidget.setTabOrder(self.sign, self.back)

    def concerns(self, changes: Changes) -> bool:
        return False

    def show_paper(self, paper: Any, sign: Sign) -> None:
        """Show a draft, and what signing it with a passphrase does."""
        self._sign = sign
        self.heading.setText(paper.title)
        self.sign.setEnabled(True)
        self.pdf.show_bytes(paper.content)
        self.passphrase.clear()
        self.shell.tasks.run_read(
            self, partial(signatures.in_use, self.shell.ctx), self._show_certificate,
            latest="certificate",
        )  # fmt: skip

    def _show_certificate(self, held: HeldCertificate | None) -> None:
        """Ask for the passphrase where papers are signed with a certificate."""
        for part in (self.passphrase, self.certificate):
            part.setVisible(held is not None)
        if held is not None:
            self.certificate.setProperty("role", "muted")
            restyle(self.certificate)
            self.certificate.setText(
                words.by_code("SIGNED_WITH", name=held.name, last=held.last_day)
            )
            self.passphrase.setFocus()

    def first_focus(self) -> None:
        (self.passphrase if self.passphrase.isVisible() else self.sign).setFocus()

    def refused(self, said: str) -> None:
        """Say why it was not signed; nothing of what was decided is lost."""
        self.sign.setEnabled(True)
        self.certificate.setText(said)
        self.certificate.setProperty("role", "danger")
        restyle(self.certificate)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _signed(self) -> None:
        if self._sign is not None and self.sign.isEnabled():
            self.sign.setEnabled(False)
            self._sign(self.passphrase.text(), self.refused)
