"""My day: the lists that concern whoever is at the desk, each with what stands in it."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act
from dolsdesk.services import day, words
from dolsdesk.services.day import Listed, Part, VisitLine
from dolsdesk.services.referrals import ReferralLine
from dolsdesk.services.worklist import CaseLine
from dolsdesk.ui.dialogs.papers_due import PapersDue
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.worklist.columns import columns
from dolsdesk.ui.shell import CaseTab, Shell, Spot
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, clear, column, holder, label, row, scrolling

_LISTS_WIDE = 270
#: The part of a case where what a list asks for is done.
_TABS = {
    Part.MINE: CaseTab.ASSESSMENTS,
    Part.NO_VISIT: CaseTab.OVERVIEW,
    Part.MINE_RETURNED: CaseTab.ASSESSMENTS,
    Part.TO_SIGN: CaseTab.DECISION,
    Part.REVIEWS: CaseTab.AUTHORITY,
    Part.RETURNS_DUE: CaseTab.ASSESSORS,
    Part.NOTICES: CaseTab.AUTHORITY,
    Part.COPIES: CaseTab.PAPERS,
    Part.RETURNED: CaseTab.ASSESSMENTS,
}


#: Lists that are none of cases.
_NO_CASES = frozenset({Part.REFERRALS, Part.VISITS, Part.OVERVIEW})


class DayPage(Page):
    """Lists with their counts on the left, the chosen one on the right."""

    title = "My day"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._listed: tuple[Listed, ...] = ()
        self.lists = QListWidget()
        self.lists.setAccessibleName("What the day asks")
        self.lists.setFixedWidth(look.px(_LISTS_WIDE))
        self.lists.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.dialog: PapersDue | None = None
        self.papers = button(
            "Papers due…", self.papers_due, tip="Reminders, holding letters, chasers (Ctrl+Shift+D)"
        )
        if not shell.may(Act.SEND_COPIES):
            self.papers.hide()  # shown before it stands anywhere, it would open as a window
        self.heading = label("", "heading", wrap=True)
        self.everything = button("All of them in the worklist", self.show_all, kind="quiet")
        self.cases_model: RowModel[CaseLine] = RowModel(_case_columns(shell.ctx.today), look, self)
        self.cases: RowTable[CaseLine] = RowTable(self.cases_model, "Cases of the list", look)
        self.cases.opened.connect(self._open)
        self.referrals_model: RowModel[ReferralLine] = RowModel(
            _referral_columns(shell.ctx.today), look, self
        )
        self.referrals: RowTable[ReferralLine] = RowTable(
            self.referrals_model, "Referrals of the list", look
        )
        self.referrals.opened.connect(lambda _line: shell.go(Spot.REFERRALS))
        self.visits_model: RowModel[VisitLine] = RowModel(
            _visit_columns(shell.ctx.today), look, self
        )
        self.visits: RowTable[VisitLine] = RowTable(self.visits_model, "Visits", look)
        self.visits.opened.connect(
            lambda line: shell.open_case(line.request_id, CaseTab.ASSESSMENTS)
        )
        self.overview = column()
        self.overview_area = scrolling(holder(self.overview))
        self.nothing = label("Nothing. Well done.", "muted")
        head = row(self.heading, self.everything)
        head.setStretch(0, 1)
        right = column(
            head,
            self.nothing,
            self.cases,
            self.referrals,
            self.visits,
            self.overview_area,
        )
        both = row(self.lists, right, gap="room")
        both.setStretch(1, 1)
        said = shell.actor.name
        roles = ", ".join(sorted(words.fact(role.value) for role in shell.actor.roles))
        box = column(
            row(label("My day", "title"), None, label(f"{said}, {roles}", "muted"), self.papers),
            both,
            gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(1, 1)
        self.setLayout(box)

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(day.lists, self.shell.ctx), self._show, latest="day"
        )

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.lists & {Listing.WORKLIST, Listing.REFERRALS})

    def first_focus(self) -> None:
        self.lists.setFocus()

    @property
    def chosen(self) -> Listed | None:
        """Return the list that is chosen."""
        number = self.lists.currentRow()
        return self._listed[number] if 0 <= number < len(self._listed) else None

    def papers_due(self) -> None:
        """Look through what goes out today, and make it in one run."""
        if self.shell.may(Act.SEND_COPIES):
            self.dialog = PapersDue(self.shell, self)
            self.dialog.open()

    def show_all(self) -> None:
        """Show the cases of the chosen list in the worklist, with its filters and columns."""
        if self.chosen is None or self.chosen.part in _NO_CASES:
            return
        title = words.fact(self.chosen.part.value)
        if self.chosen.part is Part.NO_VISIT:
            self.shell.show_cases(tuple(line.request_id for line in self.chosen.cases), title)
        else:
            self.shell.show_query(day.query(self.shell.ctx, self.chosen.part), title)

    def _show(self, found: tuple[Listed, ...]) -> None:
        kept = self.chosen.part if self.chosen else None
        self._listed = found
        self.lists.blockSignals(True)
        self.lists.clear()
        for one in found:
            number = "" if one.overview else f"  {one.total}"
            item = QListWidgetItem(f"{words.fact(one.part.value)}{number}")
            said = text.number_of(one.total, "case")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{words.fact(one.part.value)}: {said}"
            )
            self.lists.addItem(item)
        named = [one.part for one in found]
        first = next((n for n, one in enumerate(found) if one.total), 0)
        self.lists.setCurrentRow(named.index(kept) if kept in named else first)
        self.lists.blockSignals(False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.chosen
        if one is None:
            return
        today = self.shell.ctx.today
        is_referrals, is_visits = one.part is Part.REFERRALS, one.part is Part.VISITS
        is_cases = not is_referrals and not is_visits and one.overview is None
        self._show_overview(one)
        self.heading.setText(f"{words.fact(one.part.value)} ({one.total})")
        self.heading.setVisible(one.overview is None)
        self.cases_model.set_columns(_case_columns(today))
        self.cases_model.replace(one.cases)
        self.referrals_model.set_columns(_referral_columns(today))
        self.referrals_model.replace(one.referrals)
        self.visits_model.set_columns(_visit_columns(today))
        self.visits_model.replace(one.visits)
        self.visits.setVisible(is_visits and bool(one.total))
        self.cases.setVisible(is_cases and bool(one.total))
        self.referrals.setVisible(is_referrals and bool(one.total))
        self.everything.setVisible(is_cases and bool(one.total))
        self.nothing.setVisible(not one.total and one.overview is None)
        for table in (self.cases, self.referrals, self.visits):
            table.select_first()

    def _show_overview(self, one: Listed) -> None:
        """Show how things stand, every number with its cases behind it."""
        clear(self.overview)
        self.overview_area.setVisible(one.overview is not None)
        if one.overview is not None:
            from dolsdesk.ui.pages.reports.section import SectionView

            self.overview.addWidget(SectionView(self.shell, one.overview))
            self.overview.addStretch(1)

    def _open(self, line: CaseLine) -> None:
        part = self.chosen.part if self.chosen else None
        tab = _TABS.get(part, CaseTab.OVERVIEW) if part else CaseTab.OVERVIEW
        self.shell.open_case(line.request_id, tab)


def _case_columns(today: date) -> list[Column[CaseLine]]:
    usual = columns(today)
    return [usual[name] for name in ("ref", "person", "place", "due", "authority", "next")]


def _referral_columns(today: date) -> list[Column[ReferralLine]]:
    def due(line: ReferralLine) -> str:
        if line.due_on is None:
            return ""
        return f"{text.short_date(line.due_on)}, {text.standing(line.due_on, today)}"

    return [
        Column("person", "Person", lambda r: r.person.index_name, 150, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place.name, 170),
        Column("state", "Stands", lambda r: words.fact(r.record.facts.state.value), 160),
        Column("due", "Assessment due", due, 170),
    ]


def _visit_columns(today: date) -> list[Column[VisitLine]]:
    def on(line: VisitLine) -> str:
        at = f" {text.clock_time(line.visit.at)}" if line.visit.at else ""
        return f"{text.day_date(line.visit.on)}{at}"

    def tone(line: VisitLine) -> str:
        if line.visit.on < today:
            return "danger"
        return "warning" if line.visit.on == today else ""

    def standing(line: VisitLine) -> str:
        days = (line.visit.on - today).days
        if days < 0:
            return "was it made?"
        return "today" if not days else f"in {text.number_of(days, 'day')}"

    return [
        Column("on", "When", on, 180, tone=tone),
        Column("standing", "Stands", standing, 90, tone=tone),
        Column("person", "Person", lambda r: r.person_name, 150, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.visit.where or r.place_name, 170),
        Column("due", "Assessments due", lambda r: text.short_date(r.due_on) if r.due_on else "",
               110),
        Column("ref", "Reference", lambda r: r.ref, 94),
    ]  # fmt: skip
