"""The council's certificate: which papers are signed with, put in and taken out of use (AU8)."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.domain.staff import Act
from dolsdesk.errors import FileUnreadable
from dolsdesk.services import signatures
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.signatures import HeldCertificate
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, card, column, label, row
from dolsdesk.ui.widgets.fields import LineField, SecretField

#: From so many days before its last day on a certificate is said to end soon.
_SOON = 60


class SigningCard(QWidget):
    """What the council's papers are signed with."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.dialog: FormDialog | None = None
        self.standing = label("", wrap=True)
        self.put_in = button("Put a certificate in…", self.ask_file, tip="A .p12 or .pfx file")
        self.take_out = button("Take it out of use…", self.ask_end, kind="quiet")
        self.take_out.hide()
        box = column(
            card(
                column(
                    label("Signatures on paper", "lead"), self.standing,
                    row(self.put_in, self.take_out, None),
                )
            )
        )  # fmt: skip
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def refresh(self) -> None:
        """Ask again which certificate is in use."""
        self.shell.tasks.run_read(
            self, partial(signatures.in_use, self.shell.ctx), self._show, latest="signing"
        )

    def _show(self, held: HeldCertificate | None) -> None:
        may = self.shell.may(Act.MANAGE_DESK)
        self.put_in.setEnabled(may)
        self.take_out.setEnabled(may)
        self.take_out.setVisible(held is not None)
        if held is None:
            self.standing.setText(
                "Papers say who signed them, in which position and when. With a certificate of"
                " the council they carry a digital signature too, which shows every change."
            )
            return
        left = (held.last_day - self.shell.ctx.today).days
        soon = f" {text.standing(held.last_day, self.shell.ctx.today)}." if left <= _SOON else ""
        self.standing.setText(
            f"{held.name}, issued by {held.issuer}. Good up to and including"
            f" {text.long_date(held.last_day)}.{soon}\nPut in by {held.added_by},"
            f" {text.moment(held.added_at)}. Fingerprint {held.fingerprint[:16]}…"
        )
        self.standing.setToolTip(held.fingerprint)

    def ask_file(self) -> None:
        """Choose the file of a certificate."""
        files.ask_open(self, "Certificate", "Certificate (*.p12 *.pfx)", self.ask_passphrase)

    def ask_passphrase(self, path: Path) -> None:
        """Ask for the passphrase of a certificate and put it in use."""
        passphrase = SecretField("passphrase", "Passphrase of the certificate")

        def put_in(typed: str) -> Outcome[int]:
            try:
                content = path.read_bytes()
            except OSError as fault:
                raise FileUnreadable("CERTIFICATE_FILE", name=path.name) from fault
            return signatures.add(self.shell.ctx, content, typed)

        self.dialog = FormDialog(
            self.shell, self, title="Put a certificate in",
            lead=f"{path.name}. From now on whoever signs is asked for this passphrase each time;"
            " it is kept nowhere. Papers already issued stay as they are.",
            fields=[passphrase], accept="Put it in use",
            act=lambda given: put_in(given["passphrase"]), said="The certificate is in use.",
            on_done=lambda _made: self.refresh(),
        )  # fmt: skip
        self.dialog.open()

    def ask_end(self) -> None:
        """Take the certificate out of use."""
        self.dialog = FormDialog(
            self.shell, self, title="Take the certificate out of use",
            lead="Papers carry no digital signature from now on. Those already signed stay signed,"
            " and are still checked when they are opened.",
            fields=[LineField("why", "Why")], accept="Take it out",
            act=lambda given: signatures.end(self.shell.ctx, given["why"]),
            said="Out of use.", on_done=lambda _made: self.refresh(),
        )  # fmt: skip
        self.dialog.open()
