"""Importing the CQC directory: what it would do is shown first, then it is done."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from dolsdesk.domain import text
from dolsdesk.errors import DeskError
from dolsdesk.services import imports, words
from dolsdesk.services.imports import BrokenLine, CqcFile, ImportReport
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import Banner, button, column, fit, label, row
from dolsdesk.ui.widgets.fields import LineField


class ImportPlaces(QDialog):
    """Reads a directory, says what it would add and change, and imports it if told to."""

    imported = Signal(str)

    def __init__(self, shell: Shell, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self._path = path
        self._file: CqcFile | None = None
        self._planned_for: str | None = None
        self._stop = Stop()
        look = shell.look
        self.setWindowTitle("Import the CQC directory")
        self.banner = Banner(look)
        self.said = label(f"Reading {path.name}…", wrap=True)
        self.only = LineField(
            "only_council",
            "Only places of this council, as the directory names it",
            hint="Blank imports every care home and hospital of the file",
        )
        self.only.edit.editingFinished.connect(self._plan_again)
        self.model: RowModel[BrokenLine] = RowModel(_columns(), look, self)
        self.table: RowTable[BrokenLine] = RowTable(self.model, "Lines to look at", look)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Importing")
        self.progress.hide()
        self.go = button("Import", self.run, kind="primary")
        self.go.setEnabled(False)
        self.cancel = button("Cancel", self.reject)
        box = column(
            label("Import the CQC directory", "lead"), self.banner, self.said, self.only,
            self.table, self.progress, row(None, self.cancel, self.go), margin="wide",
        )  # fmt: skip
        box.setStretch(4, 1)
        self.setLayout(box)
        fit(self, look, 720, 520)
        shell.tasks.progressed.connect(self._progressed)
        shell.tasks.run_long(
            self, partial(imports.read_cqc, path), self._read, on_fault=self._failed
        )

    # Looking first

    def _read(self, file: CqcFile) -> None:
        self._file = file
        self._plan_again()
        self.only.setFocus()

    def _plan_again(self) -> None:
        """Say what an import would do, if the answer may have changed."""
        only = self.only.value()
        if self._file is None or only == self._planned_for:
            return
        self._planned_for = only
        self.go.setEnabled(False)
        self.shell.tasks.run_long(
            self, partial(self._import, dry_run=True), self._planned, on_fault=self._failed
        )

    def _planned(self, report: ImportReport) -> None:
        self.only.set_fault("")
        self.banner.hide_message()
        produced = self._file.produced_on if self._file else None
        dated = f"The directory of {text.long_date(produced)}. " if produced else ""
        self.said.setText(
            f"{dated}It would add {report.count('added'):,} and change"
            f" {report.count('changed'):,}; {report.count('unchanged'):,} stay as they are and"
            f" {report.left_out:,} are neither care home nor hospital. Nothing is deleted or"
            " closed."
        )
        self._show_lines(report)
        self.go.setEnabled(True)

    def _show_lines(self, report: ImportReport) -> None:
        gone = [
            BrokenLine(0, words.sentence("PLACE_GONE", name=line.name, location=line.code))
            for line in report.gone
        ]
        self.model.replace((*report.problems, *gone))
        self.table.setVisible(bool(self.model.rows))

    # Doing it

    def run(self) -> None:
        """Import what was shown."""
        self.go.setEnabled(False)
        self.only.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.cancel.setText("Stop")
        self.shell.tasks.run_long(
            self, self._import, self._done, on_fault=self._failed, stop=self._stop
        )

    def _import(self, *, dry_run: bool = False) -> Outcome[ImportReport]:
        if self._file is None:
            raise AssertionError("nothing was read")
        return imports.import_places(
            self.shell.ctx,
            self._file,
            only_council=self.only.value() or None,
            dry_run=dry_run,
            progress=self.shell.tasks.report,
            stop=self._stop,
        )

    def _progressed(self, done: int, total: int, _said: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _done(self, report: ImportReport) -> None:
        broken = len(report.problems)
        said = (
            f"{'Stopped. ' if report.was_stopped else ''}"
            f"Imported from {self._path.name}: {report.count('added'):,} added,"
            f" {report.count('changed'):,} changed."
        )
        if broken:
            said += f" {text.number_of(broken, 'line')} could not be read."
        self.imported.emit(said)
        self.accept()

    def reject(self) -> None:
        """Override of QDialog: while it imports, stop after the batch under way."""
        if self.progress.isVisible() and not self._stop():
            self._stop.ask()
            self.cancel.setEnabled(False)
            return
        super().reject()

    def _failed(self, fault: Exception) -> None:
        self.progress.hide()
        self.only.setEnabled(True)
        self.cancel.setText("Close")
        if not isinstance(fault, DeskError):
            super().reject()
            self.shell.fault.emit(fault)
            return
        sentence = words.error(fault)
        if self._file is None:
            self.said.setText("")
            self.banner.show_message(sentence, Tone.DANGER)
        else:
            self.only.set_fault(sentence)
            self.only.setFocus()


def _columns() -> list[Column[BrokenLine]]:
    return [
        Column("line", "Line", lambda one: f"{one.line:,}" if one.line else "", 70, is_right=True),
        Column("what", "What is wrong", lambda one: one.what, 580, tip=lambda one: one.what),
    ]
