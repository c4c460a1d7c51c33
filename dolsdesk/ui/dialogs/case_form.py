"""A form of a case: one that the case allows, seen as it stands, then printed or issued."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from dolsdesk.services import cases, words
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers import at_hand, issuing
from dolsdesk.services.papers.at_hand import Line
from dolsdesk.services.papers.paper import Paper, file_name
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.dialogs.paper import PaperDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, label
from dolsdesk.ui.widgets.fields import ChoiceField, SecretField, Values


class CaseFormDialog(FormDialog):
    """Every form that a case allows: those to issue, those issued, and those others fill in."""

    def __init__(
        self, shell: Shell, parent: QWidget, request_id: int, ref: str, lines: tuple[Line, ...]
    ) -> None:
        self.request_id, self.ref = request_id, ref
        self.lines = lines
        self.paper: PaperDialog | None = None
        self.see: QPushButton = button("See it", self.look, tip="As it would be issued now")
        names = [(str(n), f"{one.code}  {one.title}: {one.detail}") for n, one in enumerate(lines)]
        self.which = ChoiceField("which", "Form", names)
        self.passphrase = SecretField(
            "passphrase", "Passphrase of the certificate, if there is one"
        )
        self.standing = label("", "small", wrap=True)
        self.gaps = label("", "warning", wrap=True)
        super().__init__(
            shell,
            parent,
            title="Form of this case",
            lead="A form is made from the case as it stands. Issued, it is frozen.",
            fields=[self.which, self.passphrase],
            accept="Issue",
            act=self._issue,
            said="Issued. It stands under Papers.",
            below=[self.standing, self.gaps],
            also=[self.see],
        )
        self.which.changed.connect(self._chosen)
        self._chosen()

    @property
    def line(self) -> Line | None:
        """Return the form that is chosen."""
        value = self.which.value()
        return self.lines[int(value)] if value else None

    def _chosen(self) -> None:
        """Say how the chosen form stands; what may be issued has to be seen first."""
        line = self.line
        self.gaps.clear()
        self.accept_button.setEnabled(False)
        self.see.setEnabled(line is not None)
        self.passphrase.setVisible(line is not None and line.code in issuing.SIGNED)
        if line is None:
            self.standing.setText(words.sentence("FORM_NONE_POSSIBLE"))
        elif line.is_for_others:
            self.standing.setText(words.sentence("FORM_FOR_OTHERS"))
        elif line.is_issued:
            self.standing.setText(words.sentence("FORM_ISSUED"))
        elif not self.shell.may(line.act):
            self.standing.setText(words.sentence("FORM_NOT_YOURS"))
        else:
            self.standing.setText(words.sentence("FORM_TO_ISSUE"))

    def look(self) -> None:
        """Show the chosen form as it stands."""
        line = self.line
        if line is not None:
            self.shell.tasks.run_read(
                self,
                partial(
                    at_hand.preview, self.shell.ctx, self.request_id, line.code, line.record_id
                ),
                partial(self._seen, line),
                on_fault=self._refused,
            )

    def _seen(self, line: Line, paper: Paper) -> None:
        ctx = self.shell.ctx
        self.paper = PaperDialog(
            self.shell, self, paper.title, paper.content,
            name=file_name(self.ref, paper.code, ctx.today),
            save=partial(cases.save_paper, ctx, self.request_id, paper.content),
        )  # fmt: skip
        self.paper.open()
        if paper.gaps:
            self.gaps.setText(words.sentence("FORM_GAPS", list=paper.gaps))
        may = self.shell.may(line.act)
        self.accept_button.setEnabled(may and not line.is_for_others and not line.is_issued)

    def _issue(self, given: Values) -> Outcome[int]:
        line = self.lines[int(given["which"])]
        return issuing.issue_now(
            self.shell.ctx, self.request_id, line.code, line.record_id,
            passphrase=given["passphrase"],
        )  # fmt: skip
