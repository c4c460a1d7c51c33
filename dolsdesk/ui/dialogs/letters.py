"""The holding letter of one case, seen before it is sent."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.services import holding_letters
from dolsdesk.services.holding_letters import Wanted
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers.paper import Paper
from dolsdesk.ui.dialogs.contact import next_field
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.dialogs.paper import PaperDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button
from dolsdesk.ui.widgets.fields import ChoiceField, Field, Values, options


def _why_field() -> ChoiceField:
    return ChoiceField(
        "why", "The assessments are not done because", options(LateReason, blank="Choose")
    )


class LetterDialog(FormDialog):
    """The holding letter of one case: seen first if wanted, then sent."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        request_id: int,
        *,
        band: Priority | None,
        family: Sequence[str],
    ) -> None:
        self.request_id = request_id
        self.paper: PaperDialog | None = None
        self.see: QPushButton = button("See the letter", self.look, tip="As it would be sent now")
        fields: list[Field] = [_why_field(), next_field(shell, band)]
        if family:
            to = [("", "The managing authority"), *((name, name) for name in family)]
            fields.insert(0, ChoiceField("to", "To", to))
        super().__init__(
            shell,
            parent,
            title="Holding letter",
            lead="It says what is not authorised, what the home must go on doing, what to tell us"
            " at once, and how anybody can get advice, ask for a check or go to court. It is frozen"
            " as it is sent, and stands under Papers.",
            fields=fields,
            accept="Send the letter",
            act=self._send,
            said="Holding letter issued. It stands under Papers, to print or save.",
            also=[self.see],
        )

    def look(self) -> None:
        """Show the letter as it would be sent now, marked as a draft."""
        self.fields.clear_faults()
        wanted = _wanted(self.fields.values())
        self.shell.tasks.run_read(
            self, partial(holding_letters.preview, self.shell.ctx, self.request_id, wanted),
            self._seen, on_fault=self._refused,
        )  # fmt: skip

    def _seen(self, paper: Paper) -> None:
        self.paper = PaperDialog(self.shell, self, paper.title, paper.content)
        self.paper.open()

    def _send(self, given: Values) -> Outcome[int]:
        return holding_letters.send(
            self.shell.ctx, self.request_id, _wanted(given), because=given.get(BECAUSE, "")
        )


def _wanted(given: Values) -> Wanted:
    why = LateReason(given["why"]) if given["why"] else None
    return Wanted(why, given["next_action_on"], given.get("to", ""))
