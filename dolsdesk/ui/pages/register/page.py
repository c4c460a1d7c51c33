"""The register: homes and hospitals, assessors, and who works at the desk."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTabWidget, QWidget

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.assessors import Lapse
from dolsdesk.domain.places import Place
from dolsdesk.domain.staff import StaffMember
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import handovers, register
from dolsdesk.services.handovers import Hands
from dolsdesk.services.register import AssessorForm, AssessorLine
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.import_places import ImportPlaces
from dolsdesk.ui.dialogs.import_staff import ImportStaff
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.register import forms
from dolsdesk.ui.pages.register.columns import assessor_columns, place_columns, staff_columns
from dolsdesk.ui.pages.register.fees import FeesTab
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, holder, label, restyle
from dolsdesk.ui.widgets.flow import FlowLayout

_ASSESSORS = 1  # the place of their tab
_LISTS = frozenset({Listing.PLACES, Listing.ASSESSORS, Listing.STAFF, Listing.FEES})


class RegisterPage(Page):
    """Three lists, each with what can be added or changed."""

    title = "Register"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.dialog: QDialog | None = None
        look = shell.look
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.search = QLineEdit()
        self.search.setAccessibleName("Find a home or hospital by name or postcode")
        self.search.setPlaceholderText("Name, postcode or CQC location code")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(look.px(320))
        self.search.textEdited.connect(lambda _text: self._ask_places())
        self.places_model: RowModel[Place] = RowModel(place_columns(), look, self)
        self.places: RowTable[Place] = RowTable(self.places_model, "Homes and hospitals", look)
        self.places.opened.connect(self.edit_place)
        self._lapses: dict[int, tuple[Lapse, ...]] = {}
        self._barred: dict[int, tuple[str, ...]] = {}
        self.assessors_model: RowModel[AssessorLine] = RowModel(
            assessor_columns(shell.ctx.today, self._lapses, self._barred), look, self
        )
        self.assessors: RowTable[AssessorLine] = RowTable(self.assessors_model, "Assessors", look)
        self.assessors.opened.connect(self.edit_assessor)
        self._lines: tuple[AssessorLine, ...] = ()
        self.lapsing = button("", self._show_lines, kind="tile", tip="What ends soon, or has ended")
        self.lapsing.setCheckable(True)
        self._members: tuple[StaffMember, ...] = ()
        self._signing: dict[int, date] = {}
        self.ending = button("", self._show_members, kind="tile",
                             tip="Whose authority to sign ends soon, or has ended")  # fmt: skip
        self.ending.setCheckable(True)
        self.staff_model: RowModel[StaffMember] = RowModel(
            staff_columns(shell.ctx.today, self._signing), look, self
        )
        self.staff: RowTable[StaffMember] = RowTable(self.staff_model, "People of the desk", look)
        self.staff.opened.connect(self.edit_member)
        self.imported = label("", "muted", wrap=True)
        self.imported.hide()
        self._tab(
            "Homes and hospitals",
            self._strip(
                self.search,
                button("Add a place…", lambda: self.edit_place(None)),
                button("Changes hands…", self.hand_over),
                button("Import the CQC directory…", self.import_directory),
            ),
            self.imported,
            self.places,
        )
        self.listed = label("", "muted", wrap=True)
        self.listed.hide()
        self._tab(
            "Assessors",
            self._strip(
                button("Add an assessor…", lambda: self.edit_assessor(None)),
                button("Leave…", self.add_leave),
                button("Conflict of interest…", self.add_interest),
                button("Import a list…", self.import_list),
                self.lapsing,
            ),
            self.listed,
            self.assessors,
        )
        self.fees = FeesTab(shell)
        self.tabs.addTab(self.fees, "Fees")
        self._tab(
            "People of the desk",
            self._strip(button("Add somebody…", lambda: self.edit_member(None)), self.ending),
            self.staff,
        )
        box = column(label("Register", "title"), self.tabs, gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

    def _strip(self, *parts: QWidget) -> QWidget:
        """Return controls side by side, on as many lines as they need."""
        strip = FlowLayout(gap=self.shell.look.px(6))
        for part in parts:
            strip.addWidget(part)
        return holder(strip)

    def _tab(self, name: str, *parts: object) -> None:
        inside = QWidget()
        box = column(*parts, gap="snug")  # type: ignore[arg-type]
        box.setContentsMargins(0, 10, 0, 0)
        box.setStretch(box.count() - 1, 1)
        inside.setLayout(box)
        self.tabs.addTab(inside, name)

    # Page

    def refresh(self) -> None:
        ctx = self.shell.ctx
        self._ask_places()
        self.shell.tasks.run_read(
            self, partial(register.assessor_lines, ctx), self._show_assessors, latest="assessors"
        )
        self.shell.tasks.run_read(
            self, partial(register.lapses, ctx), self._show_lapses, latest="lapses"
        )
        self.shell.tasks.run_read(
            self, partial(register.barred, ctx), self._show_barred, latest="barred"
        )
        self.shell.tasks.run_read(
            self, partial(register.members, ctx), self._show_staff, latest="members"
        )
        self.shell.tasks.run_read(
            self, partial(register.signing_ends, ctx), self._show_signing, latest="signing"
        )
        self.fees.refresh()

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.lists & _LISTS)

    def first_focus(self) -> None:
        self.tabs.tabBar().setFocus()

    def _ask_places(self) -> None:
        self.shell.tasks.run_read(
            self,
            partial(register.find_places, self.shell.ctx, self.search.text()),
            self._show_places,
            latest="places",
        )

    def _show_places(self, found: tuple[Place, ...]) -> None:
        self.places_model.replace(found)
        self.places.select_first()

    def _show_assessors(self, found: tuple[AssessorLine, ...]) -> None:
        self._lines = found
        self._show_lines()

    def _show_lapses(self, found: dict[int, tuple[Lapse, ...]]) -> None:
        self._lapses.clear()
        self._lapses.update(found)
        self._count(self.lapsing, len(found))
        self._show_lines()

    def _count(self, tile: QPushButton, n: int) -> None:
        """Say on a tile for how many something ends within the days the council wants to know."""
        days = self.shell.ctx.book.value(RuleId.PR_TRAINING_WARNING, on=self.shell.ctx.today).amount
        tile.setText(f"Ends within {days} days  {n}")
        tile.setProperty("tone", "danger" if n else "")
        restyle(tile)

    def _show_barred(self, found: dict[int, tuple[str, ...]]) -> None:
        self._barred.clear()
        self._barred.update(found)
        self._show_lines()

    def _show_lines(self) -> None:
        """Show every assessor, or those for whom something ends soon."""
        only = self.lapsing.isChecked()
        shown = [line for line in self._lines if not only or line.id in self._lapses]
        self.assessors_model.replace(shown)
        self.assessors.select_first()

    def _show_staff(self, found: tuple[StaffMember, ...]) -> None:
        self._members = found
        self._show_members()

    def _show_signing(self, found: dict[int, date]) -> None:
        self._signing.clear()
        self._signing.update(found)
        self._count(self.ending, len(found))
        self._show_members()

    def _show_members(self) -> None:
        """Show everybody of the desk, or the signatories whose authority ends soon."""
        only = self.ending.isChecked()
        shown = [one for one in self._members if not only or one.id in self._signing]
        self.staff_model.replace(shown)
        self.staff.select_first()

    # Places

    def edit_place(self, place: Place | None = None) -> None:
        """Add a place, or change one."""
        self.dialog = forms.place_dialog(self.shell, self, place)
        self.dialog.open()

    def hand_over(self) -> None:
        """Record that the chosen home is run by somebody else from a day on."""
        place = self.places.current_row
        if place is not None:
            self.shell.tasks.run_read(
                self,
                partial(handovers.of_place, self.shell.ctx, place.id),
                partial(self._open_handover, place),
            )

    def _open_handover(self, place: Place, held: Hands) -> None:
        self.dialog = forms.handover_dialog(self.shell, self, place, held)
        self.dialog.open()

    def import_directory(self) -> None:
        """Choose a CQC directory file."""
        files.ask_open(self, "CQC directory", "CQC directory (*.csv)", self.import_file)

    def import_file(self, path: Path) -> None:
        """Show what importing a CQC directory file would do, and import it if told to."""
        importing = ImportPlaces(self.shell, path, self)
        importing.imported.connect(self._imported)
        self.dialog = importing
        self.dialog.open()

    def _imported(self, said: str) -> None:
        self.imported.setText(said)
        self.imported.show()
        self.shell.say(said)

    # Fees

    def show_fees(self) -> None:
        """Show the list of fees."""
        self.tabs.setCurrentWidget(self.fees)
        self.fees.table.setFocus()

    # Assessors

    def edit_assessor(self, line: AssessorLine | None = None) -> None:
        """Add an assessor, or change what the register holds of one."""
        if line is None:
            self._open_assessor(None, None)
            return
        self.shell.tasks.run_read(
            self,
            partial(register.assessor_form, self.shell.ctx, line.id),
            partial(self._open_assessor, line.id),
        )

    def _open_assessor(self, assessor_id: int | None, held: AssessorForm | None) -> None:
        self.dialog = forms.assessor_dialog(self.shell, self, assessor_id, held)
        self.dialog.open()

    def import_list(self) -> None:
        """Choose a list of assessors."""
        files.ask_open(self, "List of assessors", "CSV (*.csv *.txt)", self.import_staff_file)

    def import_staff_file(self, path: Path) -> None:
        """Show what importing a list of assessors would do, and import it if told to."""
        self.tabs.setCurrentIndex(_ASSESSORS)
        importing = ImportStaff(self.shell, path, self)
        importing.imported.connect(self._imported_list)
        self.dialog = importing
        self.dialog.open()

    def _imported_list(self, said: str) -> None:
        self.listed.setText(said)
        self.listed.show()
        self.shell.say(said)

    def add_leave(self) -> None:
        """Record days the chosen assessor is away."""
        line = self.assessors.current_row
        if line is not None:
            self.dialog = forms.leave_dialog(self.shell, self, line)
            self.dialog.open()

    def add_interest(self) -> None:
        """Record a conflict of interest of the chosen assessor."""
        line = self.assessors.current_row
        if line is not None:
            self.dialog = forms.interest_dialog(self.shell, self, line)
            self.dialog.open()

    # Staff

    def edit_member(self, member: StaffMember | None = None) -> None:
        """Add somebody to the desk, or change their roles."""
        self.dialog = forms.member_dialog(self.shell, self, member)
        self.dialog.open()
