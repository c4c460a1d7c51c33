"""Importing a list of assessors: what each line would do is shown first, then it is done."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.domain import text
from dolsdesk.errors import DeskError
from dolsdesk.services import staff_file, staff_import, words
from dolsdesk.services.staff_file import StaffFile
from dolsdesk.services.staff_import import StaffReport
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import Banner, button, column, fit, label, row


@dataclass(frozen=True, slots=True)
class _Shown:
    """One line of the list as it is shown."""

    line: int
    name: str
    outcome: str
    what: str
    tone: str


class ImportStaff(QDialog):
    """Reads a list, says what each line would do, and imports it if told to."""

    imported = Signal(str)

    def __init__(self, shell: Shell, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self._path = path
        self._file: StaffFile | None = None
        look = shell.look
        self.setWindowTitle("Import assessors")
        self.banner = Banner(look)
        self.said = label(f"Reading {path.name}…", wrap=True)
        self.unused = label("", "muted", wrap=True)
        self.unused.hide()
        self.model: RowModel[_Shown] = RowModel(_columns(), look, self)
        self.table: RowTable[_Shown] = RowTable(self.model, "Lines of the list", look)
        self.what = label("", "small", wrap=True)  # the whole of what the line chosen says
        self.table.chosen.connect(lambda one: self.what.setText(one.what))
        self.go = button("Import", self.run, kind="primary")
        self.go.setEnabled(False)
        self.cancel = button("Cancel", self.reject)
        box = column(
            label("Import assessors", "lead"), self.banner, self.said, self.unused, self.table,
            self.what, row(None, self.cancel, self.go), margin="wide",
        )  # fmt: skip
        box.setStretch(4, 1)
        self.setLayout(box)
        fit(self, look, 820, 520)
        shell.tasks.run_long(
            self, partial(staff_file.read, path, shell.ctx.today), self._read, on_fault=self._failed
        )

    # Looking first

    def _read(self, file: StaffFile) -> None:
        self._file = file
        self.shell.tasks.run_long(
            self,
            partial(staff_import.import_staff, self.shell.ctx, file, dry_run=True),
            self._planned,
            on_fault=self._failed,
        )

    def _planned(self, report: StaffReport) -> None:
        self.said.setText(
            f"It would add {report.count('added'):,} and change {report.count('changed'):,};"
            f" {report.count('unchanged'):,} stay as they are. {_of(report)} Nobody is taken away."
        )
        self.unused.setText(f"Columns that mean nothing here: {', '.join(report.unused)}.")
        self.unused.setVisible(bool(report.unused))
        self.model.replace(_lines(report))
        self.table.select_first()
        self.go.setEnabled(report.count("added") + report.count("changed") > 0)
        (self.go if self.go.isEnabled() else self.cancel).setFocus()

    # Doing it

    def run(self) -> None:
        """Import what was shown; once begun it is done whole or not at all."""
        if self._file is None:
            return
        self.go.setEnabled(False)
        self.cancel.setEnabled(False)
        self.shell.tasks.run_change(
            self,
            partial(staff_import.import_staff, self.shell.ctx, self._file),
            self._done,
            on_fault=self._failed,
        )

    def _done(self, report: StaffReport) -> None:
        self.imported.emit(
            f"Imported from {self._path.name}: {report.count('added'):,} added,"
            f" {report.count('changed'):,} changed. {_of(report)}"
        )
        self.accept()

    def _failed(self, fault: Exception) -> None:
        self.cancel.setEnabled(True)
        self.cancel.setText("Close")
        if not isinstance(fault, DeskError):
            self.reject()
            self.shell.fault.emit(fault)
            return
        self.said.setText("")
        self.banner.show_message(words.error(fault), Tone.DANGER)


def _of(report: StaffReport) -> str:
    """Return who may not be selected, and how many lines are not imported."""
    said = []
    if report.barred:
        said.append(f"{len(report.barred):,} may not be selected as they stand.")
    if report.broken:
        said.append(f"{text.number_of(report.broken, 'line')} not imported.")
    return " ".join(said)


def _lines(report: StaffReport) -> list[_Shown]:
    """Return what is wrong first, then who may not act, then the others in their order."""
    broken = [
        _Shown(one.line, "", "Not imported", _with_field(one.field, one.what), "danger")
        for one in report.problems
    ]
    names = {"added": "Added", "changed": "Changed", "unchanged": "As it is"}
    others = [
        _Shown(one.line, one.name, names[one.outcome], " ".join(one.barred),
               "warning" if one.barred else "")
        for one in report.lines
    ]  # fmt: skip
    return [*broken, *sorted(others, key=lambda one: not one.what)]


def _with_field(field: str, what: str) -> str:
    if not field:
        return what
    return f"{staff_file.HEADINGS[field][0]}: {what}"


def _columns() -> list[Column[_Shown]]:
    return [
        Column("line", "Line", lambda one: f"{one.line:,}", 56, is_right=True),
        Column("name", "Name", lambda one: one.name, 170, is_strong=True),
        Column("outcome", "What happens", lambda one: one.outcome, 110,
               tone=lambda one: one.tone),
        Column("what", "What to look at", lambda one: one.what, 440, tip=lambda one: one.what),
    ]  # fmt: skip
