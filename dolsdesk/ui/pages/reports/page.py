"""Timescale reports: on screen with charts, as PDF, as a workbook; every number opens its cases."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.reporting import Report
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError
from dolsdesk.services import reports, words
from dolsdesk.ui import files
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.pages.reports.section import SectionView
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.theme import SPACE
from dolsdesk.ui.widgets.basics import button, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import ChoiceField, DateField
from dolsdesk.ui.widgets.flow import FlowLayout


class ReportsPage(Page):
    """Chooses a report, shows it, and takes it out."""

    title = "Reports"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.report: Report | None = None
        self.kind = ChoiceField("report", "Report", [(k.name, k.title) for k in reports.REPORTS])
        self.kind.set_raw("timescales")
        self.first = DateField("first", "From", look, self._today)
        self.last = DateField("last", "Up to and including", look, self._today)
        self.as_at = DateField("as_at", "As things stood on", look, self._today)
        today = self._today()
        self.first.set_value(date(today.year - 1, today.month, 1))
        self.last.set_value(today)
        self.as_at.set_value(today)
        self.run = button("Show", self.refresh, kind="primary")
        self.pdf = button("Save as PDF…", self.save_pdf)
        self.xlsx = button("Save as workbook…", self.save_xlsx)
        self.csv = button("Save as CSV…", self.save_csv)
        self.heading = label("", "lead", wrap=True)
        self.inside = column(gap="room")
        body = QWidget()
        body.setLayout(self.inside)
        self.inside.setContentsMargins(2, 2, 12, 24)
        self.kind.setMinimumWidth(look.px(230))
        title = row(label("Reports", "title"), None, self.pdf, self.xlsx, self.csv)
        asked = FlowLayout(gap=SPACE["room"])
        run = holder(column(label(" ", "label"), self.run, gap="hair"))  # level with the fields
        for control in (self.kind, self.first, self.last, self.as_at, run):
            asked.addWidget(control)
        self.area = scrolling(body)
        box = column(title, asked, self.heading, self.area, gap="snug", margin="wide")
        box.setStretch(3, 1)
        self.setLayout(box)

    def first_focus(self) -> None:
        self.kind.setFocus()

    def concerns(self, changes: Changes) -> bool:
        return Listing.REPORTS in changes.lists

    def refresh(self) -> None:
        first, last, as_at = self.first.value(), self.last.value(), self.as_at.value()
        for field in (self.first, self.last, self.as_at):
            field.set_fault("" if field.value() else field.fault or "Type a date.")
        if first is None or last is None or as_at is None:
            return
        self.shell.tasks.run_read(
            self,
            partial(reports.build, self.shell.ctx, self.kind.value(), first, last, as_at),
            self.show_report,
            on_fault=self._refused,
            latest="report",
        )

    def _refused(self, fault: Exception) -> None:
        fields = {field.name: field for field in (self.first, self.last, self.as_at)}
        field = fields.get(getattr(fault, "field", None) or "")
        if field is None or not isinstance(fault, DeskError):
            self.shell.fault.emit(fault)
            return
        field.set_fault(words.error(fault))
        field.setFocus()

    def show_report(self, report: Report) -> None:
        """Show a report."""
        self.report = report
        self.heading.setText(
            f"{report.title}, {report.range}, as things stood on {text.long_date(report.as_at)}"
        )
        clear(self.inside)
        for section in report.sections:
            self.inside.addWidget(SectionView(self.shell, section))
        self.inside.addStretch(1)
        for control in (self.xlsx, self.csv):
            control.setEnabled(self.shell.may(Act.EXPORT))

    # Taking out

    def save_page(self) -> None:
        self.save_pdf()

    def print_page(self) -> None:
        self.save_pdf()

    def save_pdf(self) -> None:
        """Save the report as a PDF."""
        self._save("pdf", "PDF (*.pdf)")

    def save_xlsx(self) -> None:
        """Save the report as a workbook, with the list of cases behind it."""
        self._save("xlsx", "Excel workbook (*.xlsx)")

    def save_csv(self) -> None:
        """Save every figure as a plain table."""
        self._save("csv", "CSV (*.csv)")

    def _save(self, ending: str, kinds: str) -> None:
        if self.report is None:
            return
        name = f"{self.report.name}_{self.report.as_at:%Y%m%d}.{ending}"
        files.ask_save(self, "Save the report", name, kinds, partial(self.write_to, ending))

    def write_to(self, ending: str, path: Path) -> None:
        """Write the report to a file, in the background."""
        report = self.report
        if report is None:
            return
        self.shell.tasks.run_long(
            self,
            partial(reports.save, self.shell.ctx, report, ending, path),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )

    def _today(self) -> date:
        return self.shell.ctx.today
