"""The register: homes and hospitals, assessors, and who works at the desk."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QTabWidget, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.assessors import Lapse
from dolsdesk.domain.hours import hours
from dolsdesk.domain.places import Place
from dolsdesk.domain.staff import StaffMember
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import handovers, register, words
from dolsdesk.services.handovers import Hands
from dolsdesk.services.register import AssessorForm, AssessorLine
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.import_places import ImportPlaces
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.register import forms
from dolsdesk.ui.pages.register.fees import FeesTab
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, label, restyle, row

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
        self.places_model: RowModel[Place] = RowModel(_place_columns(), look, self)
        self.places: RowTable[Place] = RowTable(self.places_model, "Homes and hospitals", look)
        self.places.opened.connect(self.edit_place)
        self.assessors_model: RowModel[AssessorLine] = RowModel(
            self._assessor_columns(), look, self
        )
        self.assessors: RowTable[AssessorLine] = RowTable(self.assessors_model, "Assessors", look)
        self.assessors.opened.connect(self.edit_assessor)
        self._lines: tuple[AssessorLine, ...] = ()
        self._lapses: dict[int, tuple[Lapse, ...]] = {}
        self.lapsing = button("", self._show_lines, kind="tile", tip="What ends soon, or has ended")
        self.lapsing.setCheckable(True)
        self.staff_model: RowModel[StaffMember] = RowModel(_staff_columns(), look, self)
        self.staff: RowTable[StaffMember] = RowTable(self.staff_model, "People of the desk", look)
        self.staff.opened.connect(self.edit_member)
        self.imported = label("", "muted", wrap=True)
        self.imported.hide()
        self._tab(
            "Homes and hospitals",
            row(
                self.search,
                button("Add a place…", lambda: self.edit_place(None)),
                button("Changes hands…", self.hand_over),
                button("Import the CQC directory…", self.import_directory),
                None,
            ),
            self.imported,
            self.places,
        )
        self._tab(
            "Assessors",
            row(
                button("Add an assessor…", lambda: self.edit_assessor(None)),
                button("Leave…", self.add_leave),
                button("Conflict of interest…", self.add_interest),
                None,
                self.lapsing,
            ),
            self.assessors,
        )
        self.fees = FeesTab(shell)
        self.tabs.addTab(self.fees, "Fees")
        self._tab(
            "People of the desk",
            row(button("Add somebody…", lambda: self.edit_member(None)), None),
            self.staff,
        )
        box = column(label("Register", "title"), self.tabs, gap="snug", margin="wide")
        box.setStretch(1, 1)
        self.setLayout(box)

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
            self, partial(register.members, ctx), self._show_staff, latest="members"
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
        self._lapses = found
        days = self.shell.ctx.book.value(RuleId.PR_TRAINING_WARNING, on=self.shell.ctx.today).amount
        self.lapsing.setText(f"Ends within {days} days  {len(found)}")
        self.lapsing.setProperty("tone", "danger" if found else "")
        restyle(self.lapsing)
        self._show_lines()

    def _show_lines(self) -> None:
        """Show every assessor, or those for whom something ends soon."""
        only = self.lapsing.isChecked()
        shown = [line for line in self._lines if not only or line.id in self._lapses]
        self.assessors_model.replace(shown)
        self.assessors.select_first()

    def _show_staff(self, found: tuple[StaffMember, ...]) -> None:
        self.staff_model.replace(found)
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

    def _assessor_columns(self) -> list[Column[AssessorLine]]:
        today = self.shell.ctx.today

        def standing(line: AssessorLine) -> str:
            if line.is_suspended:
                return "suspended"
            return "active" if line.is_active else "not active"

        def insured(line: AssessorLine) -> str:
            return text.short_date(line.insured_until) if line.insured_until else "none"

        def insured_tone(line: AssessorLine) -> str:
            return "danger" if line.insured_until is None or line.insured_until < today else ""

        def approved(line: AssessorLine) -> str:
            parts = []
            if line.s12_until:
                parts.append(f"s12 to {text.short_date(line.s12_until)}")
            if line.amhp_until:
                parts.append(f"AMHP to {text.short_date(line.amhp_until)}")
            return ", ".join(parts)

        def trained(line: AssessorLine) -> str:
            on = line.last_training_on or line.initial_training_on
            return text.short_date(on) if on else "none"

        def away(line: AssessorLine) -> str:
            until = line.away_until
            return f"to {text.short_date(until)}" if until and until >= today else ""

        def week(line: AssessorLine) -> str:
            return hours(line.week_minutes) if line.week_minutes is not None else ""

        def week_tip(line: AssessorLine) -> str:
            return f"{week(line)} a week for DoLS work" if week(line) else "Hours not known"

        def ends(line: AssessorLine) -> str:
            return ", ".join(
                f"{words.fact(one.term.value)} {text.short_date(one.last_day)}"
                for one in self._lapses.get(line.id, ())
            )

        def ends_tone(line: AssessorLine) -> str:
            held = self._lapses.get(line.id, ())
            gone = any(one.last_day < today for one in held)
            return "danger" if gone else "warning" if held else ""

        return [
            Column("name", "Assessor", lambda line: line.name, 150, is_strong=True),
            Column("profession", "Profession", lambda line: words.fact(line.profession.value), 112),
            Column("standing", "Stands", standing, 98,
                   tone=lambda line: "danger" if line.is_suspended else ""),
            Column("trained", "Last training", trained, 104),
            Column("approved", "Approved", approved, 164, tip=approved),
            Column("insured", "Insured until", insured, 110, tone=insured_tone),
            Column("away", "Leave", away, 66),
            Column("ends", "Ends soon", ends, 158, tone=ends_tone, tip=ends),
            Column("hours", "Weekly", week, 66, tip=week_tip),
            Column("languages", "Languages", lambda line: line.languages, 62),
        ]  # fmt: skip

    # Staff

    def edit_member(self, member: StaffMember | None = None) -> None:
        """Add somebody to the desk, or change their roles."""
        self.dialog = forms.member_dialog(self.shell, self, member)
        self.dialog.open()


def _place_columns() -> list[Column[Place]]:
    return [
        Column("name", "Name", lambda p: p.name, 230, is_strong=True),
        Column("kind", "Kind", lambda p: words.fact(p.kind.value), 90),
        Column("postcode", "Postcode", lambda p: p.postcode, 90),
        Column("code", "CQC location", lambda p: p.cqc_location_code, 120),
        Column("authority", "Managing authority", lambda p: p.managing_authority, 220),
        Column("council", "Run by", lambda p: "the council" if p.is_run_by_council else "", 90),
        Column(
            "concern",
            "Concern",
            lambda p: p.concern,
            110,
            tone=_concern_tone,
            tip=lambda p: p.concern,
        ),
        Column("open", "Open", lambda p: "open" if p.is_open else "closed", 70),
        Column("address", "Address", lambda p: p.address.replace("\n", ", "), 240),
    ]


def _concern_tone(place: Place) -> str:
    return "warning" if place.concern else ""


def _staff_columns() -> list[Column[StaffMember]]:
    def roles(member: StaffMember) -> str:
        return ", ".join(sorted(words.fact(role.value) for role in member.roles))

    return [
        Column("name", "Name", lambda m: m.name, 200, is_strong=True),
        Column("title", "Job title", lambda m: m.job_title, 220),
        Column("roles", "Roles", roles, 360),
        Column("assessor", "Also assesses", lambda m: "yes" if m.assessor_id else "", 110),
    ]
