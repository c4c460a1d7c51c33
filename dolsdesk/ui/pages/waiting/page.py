"""The waiting list: six parts under tabs, and triage, contact and letters by keyboard from each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QTabWidget

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.services import papers_due, triage
from dolsdesk.services.triage import Prepared
from dolsdesk.ui.dialogs.contact import contact_dialog
from dolsdesk.ui.dialogs.letters import LetterDialog
from dolsdesk.ui.dialogs.papers_due import PapersDue
from dolsdesk.ui.dialogs.triage import TriageDialog
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.several import Several
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.pages.waiting.contacting import ContactTab
from dolsdesk.ui.pages.waiting.expiring import ExpiringTab
from dolsdesk.ui.pages.waiting.listing import ListTab
from dolsdesk.ui.pages.waiting.next import NextTab
from dolsdesk.ui.pages.waiting.risk import RiskTab
from dolsdesk.ui.pages.waiting.sets import SetsTab
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.widgets.basics import button, column, label, row, scrolling

_TABS: tuple[tuple[str, type[Tab]], ...] = (
    ("Waiting", ListTab),
    ("Next to assess", NextTab),
    ("Contact", ContactTab),
    ("Expiring", ExpiringTab),
    ("Will breach", RiskTab),
    ("Question sets", SetsTab),
)


class WaitingPage(Page):
    """Who waits, who is next, and what the coming weeks bring."""

    title = "Waiting list"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.dialog: QDialog | None = None
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.parts: list[Tab] = []
        for name, kind in _TABS:
            part = kind(shell)
            inside = part.layout()
            if inside is not None:
                inside.setContentsMargins(0, 10, 0, 0)
            self.parts.append(part)
            self.tabs.addTab(scrolling(part), name)
        self.tabs.currentChanged.connect(lambda _index: self._look())
        self.triage = button(
            "Triage…", self.triage_chosen, kind="primary", tip="The chosen case (Ctrl+Shift+T)"
        )
        self.contact = button(
            "Contact…", self.contact_chosen, tip="With the chosen case (Ctrl+Shift+C)"
        )
        self.letter = button(
            "Holding letter…", self.letter_chosen, tip="For the chosen case (Ctrl+Shift+H)"
        )
        self.all_letters = button(
            "Letters due…", self.letters_due, tip="Every holding letter due (Ctrl+Shift+L)"
        )
        self.allocate = button(
            "Propose assessors…", self.allocate_chosen, tip="For the chosen cases (Ctrl+Shift+A)"
        )
        self.several = Several(self, lambda: self.part.chosen_several)
        for part in self.parts:
            part.count_changed.connect(self.several.count_changed)
        listed = self.parts[0]
        assert isinstance(listed, ListTab)  # noqa: S101  (the table above says so)
        listed.tools.addWidget(self.several.button)
        head = row(label("Waiting list", "title"), None, self.triage, self.contact, self.letter)
        box = column(head, self.several.banner, self.tabs, gap="snug", margin="wide")
        box.setStretch(2, 1)
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
        return bool(changes.lists & {Listing.WORKLIST, Listing.SETTINGS})

    def first_focus(self) -> None:
        self.part.first_focus()

    def triage_chosen(self) -> None:
        """Triage the chosen case, or triage it again."""
        self._prepare(Act.TRIAGE, self._triage)

    def contact_chosen(self) -> None:
        """Record a contact with the chosen case."""
        self._prepare(Act.RECORD_EVENT, self._contact)

    def letter_chosen(self) -> None:
        """Send the holding letter of the chosen case."""
        self._prepare(Act.RECORD_EVENT, self._letter)

    def allocate_chosen(self) -> None:
        """Propose assessors for the chosen cases."""
        part = self.part
        one = () if part.chosen is None else (part.chosen,)
        chosen = part.chosen_several or one
        if not chosen or not self.shell.may(Act.ALLOCATE):
            self.shell.say("Choose a case on the list first.", Tone.INFO)
            return
        self.shell.allocate_many(frozenset(chosen))

    def _look(self) -> None:
        """Ask again for the part that is seen; what can be done goes with what is chosen there."""
        part = self.part
        if part.is_stale:
            part.is_stale = False
            part.refresh()
        is_list = not isinstance(part, SetsTab)
        self.several.count_changed(len(part.chosen_several))
        for control, act in (
            (self.triage, Act.TRIAGE),
            (self.contact, Act.RECORD_EVENT),
            (self.letter, Act.RECORD_EVENT),
            (self.allocate, Act.ALLOCATE),
        ):
            control.setEnabled(is_list and self.shell.may(act))
        self.all_letters.setEnabled(self.shell.may(Act.RECORD_EVENT))

    def _prepare(self, act: Act, then: Callable[[Prepared], None]) -> None:
        chosen = self.part.chosen
        if chosen is None or not self.shell.may(act):
            self.shell.say("Choose a case on the list first.", Tone.INFO)
            return
        self.shell.tasks.run_read(self, partial(triage.prepare, self.shell.ctx, chosen), then)

    def _triage(self, held: Prepared) -> None:
        made = TriageDialog(self.shell, self, held.request_id, held.questions, held.earlier)
        self._open(made, held)

    def _contact(self, held: Prepared) -> None:
        made = contact_dialog(self.shell, self, held.request_id, who=held.who, band=held.band)
        self._open(made, held)

    def _letter(self, held: Prepared) -> None:
        made = LetterDialog(self.shell, self, held.request_id, band=held.band, family=held.family)
        self._open(made, held)

    def letters_due(self) -> None:
        """Look at every holding letter that is due, and send them in one run."""
        if not self.shell.may(Act.RECORD_EVENT):
            return
        self.dialog = PapersDue(self.shell, self, papers_due.HOLDING)
        self.dialog.open()

    def _open(self, made: QDialog, held: Prepared) -> None:
        made.setWindowTitle(f"{made.windowTitle()}, {held.ref}")
        self.dialog = made
        made.open()
