"""Reports of an unauthorised deprivation, with what to do next (IN9); and enquiries of homes."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QTabWidget

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.referrals import MACHINE, Referral, ReferralEvent
from dolsdesk.domain.staff import Act
from dolsdesk.services import allocation, paperwork, record_lines, referrals, words
from dolsdesk.services.allocation import Named
from dolsdesk.services.paperwork import PaperFile
from dolsdesk.services.referrals import ReferralLine
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.dialogs.paper import PaperDialog
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.referrals import dialogs
from dolsdesk.ui.pages.referrals.enquiries import Enquiries
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import (
    button,
    card,
    chip,
    clear,
    column,
    holder,
    label,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.flow import FlowLayout
from dolsdesk.ui.widgets.legal import DatesPanel


class ReferralsPage(Page):
    """Reports on the left; the one chosen, whole, on the right."""

    title = "Third-party referrals"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.dialog: FormDialog | None = None
        self.paper: PaperDialog | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._wanted = 0
        self.open_tile = button("Open", partial(self._turn, True), kind="tile")
        self.over_tile = button("Over", partial(self._turn, False), kind="tile")
        for tile in (self.open_tile, self.over_tile):
            tile.setCheckable(True)
        self.open_tile.setChecked(True)
        self.add = button("A report came in…", self.log, kind="primary")
        self.model: RowModel[ReferralLine] = RowModel(_columns(shell.ctx.today), look, self)
        self.table: RowTable[ReferralLine] = RowTable(self.model, "Third-party referrals", look)
        self.table.chosen.connect(self._show)
        self.nothing = label("No reports.", "muted")
        self.name = label("", "title", wrap=True)
        self.state = FlowLayout(gap=look.px(4))
        self.doing = FlowLayout(gap=look.px(6))
        self.dates = DatesPanel(look)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(look.px(12))
        self.facts.setVerticalSpacing(look.px(3))
        self.facts.setColumnStretch(1, 1)
        self.notices = label("", wrap=True)
        self.detail = holder(
            column(
                self.name,
                holder(self.state),
                card(column(label("What can be done", "lead"), holder(self.doing))),
                card(column(label("Clock", "lead"), self.dates)),
                card(column(label("Notices of this step", "lead"), self.notices)),
                card(column(label("The report", "lead"), holder(self.facts))),
                None,
                gap="snug",
            )
        )
        left = column(row(self.open_tile, self.over_tile, None, self.add), self.nothing, self.table)
        both = row(left, scrolling(self.detail), gap="room")
        both.setStretch(0, 6)
        both.setStretch(1, 5)
        both.setContentsMargins(0, 10, 0, 0)
        self.enquiries = Enquiries(shell)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(holder(both), "Reports")
        self.tabs.addTab(self.enquiries, "Enquiries of homes")
        box = column(label("Third-party referrals", "title"), self.tabs, gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self,
            partial(referrals.listed, self.shell.ctx, is_open=self.open_tile.isChecked()),
            self._show_lines,
            latest="referrals",
        )
        self.enquiries.refresh()

    def concerns(self, changes: Changes) -> bool:
        return Listing.REFERRALS in changes.lists

    def first_focus(self) -> None:
        self.table.setFocus()

    @property
    def chosen(self) -> ReferralLine | None:
        """Return the report that is chosen."""
        return self.table.current_row

    def log(self) -> None:
        """Record a report that came in."""
        self._open(dialogs.new_report(self.shell, self))

    def _turn(self, wants_open: bool) -> None:
        self.open_tile.setChecked(wants_open)
        self.over_tile.setChecked(not wants_open)
        self.refresh()

    def _show_lines(self, lines: tuple[ReferralLine, ...]) -> None:
        kept = self._wanted or (self.chosen.record.id if self.chosen else 0)
        self.model.set_columns(_columns(self.shell.ctx.today))
        self.model.replace(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.add.setEnabled(self.shell.may(Act.RECORD_EVENT))
        ids = [line.record.id for line in lines]
        if lines:
            self.table.select_where(ids.index(kept) if kept in ids else 0)
        self._show(self.chosen)

    def _show(self, line: ReferralLine | None) -> None:
        self.detail.setVisible(line is not None)
        clear(self.state)
        clear(self.doing)
        clear(self.facts)
        self.buttons = {}
        if line is None:
            return
        found = line.record.facts
        self.name.setText(f"{line.person.full_name}, {line.place.name}")
        self.state.addWidget(chip(words.fact(found.state.value), _tone(line, self.shell.ctx.today)))
        self.dates.show_results(line.answer.results.values(), self.shell.ctx.today)
        for name, offered, run in self._offers(line):
            if offered:
                made = self.buttons[name] = button(name, run)
                self.doing.addWidget(made)
        self.notices.setText(_told(found))
        for number, (name, value) in enumerate(record_lines.facts_of(line.record)):
            self.facts.addWidget(label(name, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(label(value, wrap=True), number, 1)

    def _offers(self, line: ReferralLine) -> list[tuple[str, bool, Callable[[], None]]]:
        found, shell = line.record.facts, self.shell
        may = shell.may(Act.RECORD_EVENT)
        state = found.state

        def can(event: ReferralEvent) -> bool:
            return may and MACHINE.may(state, event)

        def ask(make: Callable[..., FormDialog]) -> Callable[[], None]:
            return lambda: self._open(make(shell, self, line))

        deemed = found.deemed_request_id
        return [
            ("What the home was told…", can(ReferralEvent.APPOINT), ask(dialogs.follow_up)),
            ("Appoint an assessor…", can(ReferralEvent.APPOINT), self._appoint),
            ("Outcome of the assessment…", can(ReferralEvent.FIND_AUTHORISED), ask(dialogs.find)),
            ("Keep as a concern…", can(ReferralEvent.KEEP_AS_CONCERN),
             ask(dialogs.keep_as_concern)),
            ("No assessment…", can(ReferralEvent.DECLINE), ask(dialogs.decline)),
            ("Notice given…", may and any(one.sent_on is None for one in found.notices),
             ask(dialogs.tell)),
            ("See the notice", paperwork.has_notice(found), self._see_notice),
            ("Open the deemed request", deemed is not None,
             lambda: shell.open_case(deemed) if deemed else None),
        ]  # fmt: skip

    def _see_notice(self) -> None:
        """Show the newest notice of the chosen report, as issued or as it would be."""
        if self.chosen is not None:
            self.shell.tasks.run_read(
                self,
                partial(paperwork.notice_of_report, self.shell.ctx, self.chosen.record.id),
                self._show_notice,
            )

    def _show_notice(self, found: PaperFile) -> None:
        self.paper = PaperDialog(self.shell, self, "Notice on a report", found.content)
        self.paper.open()

    def _appoint(self) -> None:
        self.shell.tasks.run_read(
            self, partial(allocation.best_interests_assessors, self.shell.ctx), self._appoint_one
        )

    def _appoint_one(self, found: tuple[Named, ...]) -> None:
        if self.chosen is not None:
            self._open(dialogs.appoint(self.shell, self, self.chosen, found))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()


def _told(found: Referral) -> str:
    lines = []
    for one in found.notices:
        name = f" ({one.name})" if one.name else ""
        how = (
            f"sent {text.day_date(one.sent_on)}, {words.fact(one.method).lower()}"
            if one.sent_on
            else "not sent yet"
        )
        lines.append(f"{words.fact(f'told_{one.who}')}{name}: {how}")
    return "\n".join(lines)


def _tone(line: ReferralLine, today: date) -> str:
    if line.due_on is None:
        return "neutral"
    return "danger" if line.due_on < today else "accent"


def _columns(today: date) -> list[Column[ReferralLine]]:
    def due(line: ReferralLine) -> str:
        if line.due_on is None:
            return ""
        return f"{text.short_date(line.due_on)}, {text.standing(line.due_on, today)}"

    return [
        Column("person", "Person", lambda r: r.person.index_name, 140, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place.name, 130),
        Column("state", "Stands", lambda r: words.fact(r.record.facts.state.value), 130),
        Column("due", "Assessment due", due, 150),
    ]
