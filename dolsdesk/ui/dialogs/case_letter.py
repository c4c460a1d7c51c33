"""A letter or notice of a case: chosen, seen as it would be sent, and only then released."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from dolsdesk.services import letter_writing, words
from dolsdesk.services.copies import METHODS
from dolsdesk.services.letter_facts import Stage
from dolsdesk.services.letter_writing import Wanted
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers.paper import Paper
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.dialogs.paper import PaperDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, label
from dolsdesk.ui.widgets.fields import ChoiceField, ProseField, TickField, Values


class CaseLetterDialog(FormDialog):
    """Every letter that can be written in a case as it stands; none goes unseen."""

    def __init__(
        self, shell: Shell, parent: QWidget, stage: Stage, wanted: Wanted | None = None
    ) -> None:
        self.case = stage.case
        self.paper: PaperDialog | None = None
        self.addresses: dict[str, str] = {}
        self.see: QPushButton = button("See it", self.look, tip="As it would be released now")
        self.letters = letter_writing.possible(stage)
        names = [(one.code, f"{one.code}  {_title(one.title)}") for one in self.letters]
        self.code = ChoiceField("code", "Letter or notice", names)
        self.to = ChoiceField("to", "To", [])
        self.address = ProseField(
            "address", "Address", shell.look, lines=2,
            hint="As held; what is typed here is for this letter alone",
        )  # fmt: skip
        self.words = ProseField("words", "What it says", shell.look, lines=6)
        self.is_large = TickField("is_large", "In large print")
        self.method = ChoiceField(
            "method", "It goes",
            [("", "Printed and sent later"), *((one, words.fact(one)) for one in METHODS)],
        )  # fmt: skip
        self.rule = label("", "small", wrap=True)
        super().__init__(
            shell,
            parent,
            title="Letter or notice",
            lead="Nothing goes by itself. See the letter as it would be released; released, it is"
            " frozen, and whoever had to be told by it is ticked where you say how it goes.",
            fields=[self.code, self.to, self.address, self.words, self.is_large, self.method],
            accept="Release",
            act=self._release,
            said="Released. It stands under Papers.",
            below=[self.rule],
            also=[self.see],
        )
        if wanted is not None:
            self.code.set_raw(wanted.code)
        self._chosen()
        if wanted is not None:
            self.to.set_raw(wanted.to)
        self._addressed()
        self.code.changed.connect(self._chosen)
        self.to.changed.connect(self._addressed)
        for field in (self.address, self.words, self.is_large):
            field.changed.connect(self._unseen)

    @property
    def wanted(self) -> Wanted:
        """Return the letter as it is chosen."""
        return _wanted(self.fields.values())

    def _chosen(self) -> None:
        """Offer whom the chosen letter may go to, and say why and by when it is written."""
        letter = next((one for one in self.letters if one.code == self.code.value()), None)
        if letter is None:
            self.rule.setText(words.sentence("LETTER_NONE_POSSIBLE"))
            return
        found = letter_writing.addressees(self.case, letter)
        self.addresses = {one.key: one.address for one in found}
        kinds = {one.kind: words.fact(f"to_{one.kind}") for one in found}
        self.to.set_options([(one.key, f"{kinds[one.kind]}: {one.name}") for one in found])
        self.words.setVisible(letter.asks_for_words)
        self.is_large.setVisible(not letter.is_easy)
        self.rule.setText(letter.rule)
        self._addressed()

    def _addressed(self) -> None:
        """Show the address that is held of whoever is chosen."""
        self.address.set_raw(self.addresses.get(self.to.value(), ""))
        self._unseen()

    def _unseen(self) -> None:
        """What was changed has to be seen again before it may be released."""
        self.accept_button.setEnabled(False)
        self.accept_button.setToolTip("See the letter first")

    def look(self) -> None:
        """Show the letter as it would be released now, marked as a draft."""
        self.fields.clear_faults()
        self.shell.tasks.run_read(
            self,
            partial(letter_writing.preview, self.shell.ctx, self.case.request.id, self.wanted),
            self._seen,
            on_fault=self._refused,
        )

    def _seen(self, paper: Paper) -> None:
        self.paper = PaperDialog(self.shell, self, paper.title, paper.content)
        self.paper.open()
        self.accept_button.setEnabled(True)
        self.accept_button.setToolTip("")

    def _release(self, given: Values) -> Outcome[int]:
        return letter_writing.release(
            self.shell.ctx, self.case.request.id, _wanted(given), method=given["method"]
        )


def _wanted(given: Values) -> Wanted:
    return Wanted(
        given["code"], given["to"], given["words"], given["address"], is_large=given["is_large"]
    )


def _title(template: str) -> str:
    """Return the title of a letter without the names of its facts, for a list."""
    return template.replace("{", "").replace("}", "").replace("_", " ")
