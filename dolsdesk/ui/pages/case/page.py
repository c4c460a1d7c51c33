"""One case: its head, and the parts under tabs."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar

from dolsdesk.domain.changes import Changes
from dolsdesk.domain.dols.next_step import NextStep
from dolsdesk.services import cases
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.assessments import Assessments
from dolsdesk.ui.pages.case.assessors import Assessors
from dolsdesk.ui.pages.case.authority import AuthorityPart
from dolsdesk.ui.pages.case.decision import Decision
from dolsdesk.ui.pages.case.documents import Documents
from dolsdesk.ui.pages.case.findings import FindingsPart
from dolsdesk.ui.pages.case.header import DONE_BY, TABS, CaseHeader
from dolsdesk.ui.pages.case.history import History
from dolsdesk.ui.pages.case.overview import Overview
from dolsdesk.ui.pages.case.papers import Papers
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.rights import RightsPart
from dolsdesk.ui.pages.case.waiting import WaitingPart
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.widgets.basics import column, holder, scrolling

_PARTS: tuple[tuple[CaseTab, str, type[Part]], ...] = (
    (CaseTab.OVERVIEW, "Overview", Overview),
    (CaseTab.WAITING, "Waiting", WaitingPart),
    (CaseTab.ASSESSORS, "Assessors", Assessors),
    (CaseTab.ASSESSMENTS, "Assessments", Assessments),
    (CaseTab.DECISION, "Decision", Decision),
    (CaseTab.FINDINGS, "Legal test", FindingsPart),
    (CaseTab.AUTHORITY, "Authority", AuthorityPart),
    (CaseTab.RIGHTS, "Rights", RightsPart),
    (CaseTab.DOCUMENTS, "Documents", Documents),
    (CaseTab.PAPERS, "Papers and copies", Papers),
    (CaseTab.HISTORY, "History", History),
)

#: What is left of a part where the text is large: the page scrolls before less is seen of it.
_LEAST_PART = 280


class CasePage(Page):
    """A case. Parts are made when they are first looked at."""

    title = "Case"

    def __init__(self, shell: Shell, request_id: int, tab: CaseTab = CaseTab.OVERVIEW) -> None:
        super().__init__(shell)
        self.request_id = request_id
        self.view: CaseView | None = None
        self._wanted = tab
        self._parts: dict[CaseTab, Part] = {}
        self.header = CaseHeader(shell.look, shell.ctx.book)
        self.header.next_wanted.connect(self._do_next)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Parts of the case")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget()
        for _tab, name, _kind in _PARTS:
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self._turned)
        self.stack.setMinimumHeight(shell.look.px(_LEAST_PART))
        box = column(self.header, self.tabs, self.stack, gap="tight", margin="room")
        box.setStretch(2, 1)
        self.setLayout(column(scrolling(holder(box))))
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self._turn, step))

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self,
            partial(cases.open_case, self.shell.ctx, self.request_id),
            self._show_view,
            latest=f"case-{self.request_id}",
        )

    def concerns(self, changes: Changes) -> bool:
        return self.request_id in changes.cases

    def first_focus(self) -> None:
        if self.header.next_button.isVisible():
            self.header.next_button.setFocus()
        else:
            self.tabs.setFocus()

    def save_page(self) -> None:
        if self.part is not None:
            self.part.save_part()

    def print_page(self) -> None:
        if self.part is not None:
            self.part.print_part()

    def leaving(self) -> None:
        for part in self._parts.values():
            part.leaving()

    def _show_view(self, view: CaseView) -> None:
        first = self.view is None
        self.view = view
        self.title = f"Case {view.case.request.ref}"
        if self.isVisible():
            self.window().setWindowTitle(f"{self.title} – dolsdesk")
        self.header.show_case(view)
        if first:
            self.show_tab(self._wanted)
        current = self.part
        for part in self._parts.values():
            if part is not current:
                part.view = None
            elif part.view is not view:
                part.show_case(view)
        if first:
            self.first_focus()
        self.shell.turned.emit()

    # Parts

    @property
    def part(self) -> Part | None:
        """Return the part that is seen."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Part) else None

    @property
    def overview(self) -> Overview:
        """Return the overview, made if need be; it knows what can be done with the case."""
        if CaseTab.OVERVIEW not in self._parts:
            self._parts[CaseTab.OVERVIEW] = Overview(self.shell)
            self.stack.addWidget(self._parts[CaseTab.OVERVIEW])
        found = self._parts[CaseTab.OVERVIEW]
        assert isinstance(found, Overview)  # noqa: S101  (the table of parts says so)
        return found

    @property
    def tab(self) -> CaseTab:
        """Return which part is seen, or will be once the case is there."""
        return self._wanted

    def show_tab(self, tab: CaseTab) -> None:
        """Show one part."""
        self._wanted = tab
        if self.view is None:
            return
        number = [name for name, _text, _kind in _PARTS].index(tab)
        if self.tabs.currentIndex() != number:
            self.tabs.setCurrentIndex(number)
        else:
            self._turned(number)

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % len(_PARTS))
        self.tabs.setFocus()

    def _turned(self, number: int) -> None:
        if self.view is None:
            return
        now = self.part
        if now is not None:
            now.leaving()
        tab, _name, kind = _PARTS[number]
        self._wanted = tab
        if tab not in self._parts:
            self._parts[tab] = kind(self.shell)
            self.stack.addWidget(self._parts[tab])
        part = self._parts[tab]
        self.stack.setCurrentWidget(part)
        if part.view is not self.view:
            part.show_case(self.view)

    def _do_next(self, what: NextStep) -> None:
        """Do the next thing, or go to where it is done."""
        if what is NextStep.ASK_FURTHER and self.view is not None:
            self.shell.log_further(self.view.case)
            return
        self.show_tab(TABS[what])
        part = self.part
        done_by = DONE_BY.get(what)
        if part is not None and done_by is not None:
            done_by(part)
        elif isinstance(part, Assessors) and what is NextStep.STOP_ASSESSORS:
            part.tell_to_stop()
        elif isinstance(part, Decision) and what is NextStep.SUBMIT:
            part.send()
        elif part is not None:
            part.first_focus()
