"""Papers due: reminders, holding letters, chasers; looked through, ticked, made in one run."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractItemView, QDialog, QProgressBar, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.errors import DeskError
from dolsdesk.services import cases, holding_letters, papers_due, words
from dolsdesk.services.papers.paper import Paper
from dolsdesk.services.papers_due import DueLine
from dolsdesk.services.runs import Run
from dolsdesk.ui import files
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import Banner, button, column, fit, holder, label, row
from dolsdesk.ui.widgets.fields import ChoiceField, options
from dolsdesk.ui.widgets.pdf import PdfView, print_all

_MOST_SAID = 3
_EVERY = ""


class PapersDue(QDialog):
    """Every paper that falls due: each can be seen; then all that are chosen are made.

    ``code`` shows those of one kind first.
    """

    def __init__(self, shell: Shell, parent: QWidget, code: str = _EVERY) -> None:
        super().__init__(parent)
        self.shell = shell
        self.run: Run | None = None
        self._found: tuple[DueLine, ...] = ()
        self._stop = Stop()
        self._is_running = False
        look = shell.look
        self.setWindowTitle("Papers due")
        self.banner = Banner(look)
        self.said = label("Looking for what is due…", "muted", wrap=True)
        self.which = ChoiceField("which", "Show", [(_EVERY, "Everything due")])
        self._first = code
        self.why = ChoiceField(
            "why", "Holding letters: the assessments are not done because",
            options(LateReason, blank="Choose"),
        )  # fmt: skip
        self.model: RowModel[DueLine] = RowModel(_columns(), look, self)
        self.table: RowTable[DueLine] = RowTable(self.model, "Papers due", look)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(lambda _line: self._look())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.pdf = PdfView(look)
        self.pdf.hide()
        self.hint = label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Papers made")
        self.bar.hide()
        self.save = button("Save them…", self.ask_folder)
        self.out = button("To the outgoing folder", self.write_out)
        self.print = button("Print them…", self.ask_printer)
        self.copy = button("Copy the chasers", self.copy_texts)
        self._after = (self.save, self.out, self.print, self.copy)
        for control in self._after:
            control.hide()
        self.cancel = button("Close", self.reject)
        self.send = button("Make", self.start, kind="primary")
        self.send.setDefault(True)
        left = column(self.which, self.why, self.table, gap="snug")
        left.setStretch(2, 1)
        right = column(self.hint, self.pdf, gap="snug")
        right.setStretch(1, 1)
        both = row(gap="broad")
        both.addWidget(holder(left), 6)
        both.addWidget(holder(right), 5)
        box = column(
            label("Papers due", "lead"), self.said, self.banner, both, self.bar,
            row(*self._after, None, self.cancel, self.send), gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(3, 1)
        self.setLayout(box)
        fit(self, look, 1180, 660)
        self.which.changed.connect(self._show_chosen)
        self.why.changed.connect(self._look)
        self._ask()

    @property
    def chosen(self) -> list[DueLine]:
        """Return what is to be made."""
        picked = self.table.selectionModel().selectedRows() if self.table.selectionModel() else []
        rows = [self.model.row(index) for index in picked]
        return [one for one in rows if one is not None]

    def _ask(self) -> None:
        self.shell.tasks.run_read(
            self, partial(papers_due.due, self.shell.ctx), self._show, latest="papers-due"
        )

    def _show(self, found: tuple[DueLine, ...]) -> None:
        self._found = found
        count = {code: sum(one.code == code for one in found) for code in papers_due.CODES}
        kept = self._first or self.which.value()
        self._first = _EVERY
        self.which.blockSignals(True)
        self.which.set_options(
            [
                (_EVERY, f"Everything due ({len(found):,})"),
                *((code, f"{_kind(code)} ({n:,})") for code, n in count.items() if n),
            ]
        )
        self.which.set_raw(kept if kept and count[kept] else _EVERY)
        self.which.blockSignals(False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the papers of the chosen kind, all of them chosen."""
        code = self.which.value()
        shown = tuple(one for one in self._found if code in {_EVERY, one.code})
        self.model.replace(shown)
        self.why.setVisible(any(one.code == papers_due.HOLDING for one in shown))
        self.said.setText(words.sentence("DUE_LISTED" if shown else "DUE_NOTHING", n=len(shown)))
        self.table.select_first()  # whose paper is seen first
        self.table.selectAll()
        self._count()
        self._look()

    def _count(self) -> None:
        count = len(self.chosen)
        self.send.setText(f"Make {text.number_of(count, 'paper')}")
        self.send.setEnabled(bool(count) and not self._is_running)

    def _look(self) -> None:
        """Show the paper that the list stands on, as it would be made now."""
        line, why = self.table.current_row, self._why()
        self.pdf.hide()
        self.hint.clear()
        if line is None:
            return
        if line.code == papers_due.HOLDING and why is None:
            self.hint.setText(words.sentence("DUE_WHY"))
            return
        self.shell.tasks.run_read(
            self, partial(papers_due.preview, self.shell.ctx, line, why), self._seen,
            latest="paper-due-preview", on_fault=self._not_seen,
        )  # fmt: skip

    def _why(self) -> LateReason | None:
        return LateReason(self.why.value()) if self.why.value() else None

    def _seen(self, paper: Paper | str) -> None:
        if isinstance(paper, str):
            self.hint.setText(paper)
            return
        self.pdf.show()
        self.pdf.show_bytes(paper.content)

    def _not_seen(self, fault: Exception) -> None:
        if isinstance(fault, DeskError):
            self.hint.setText(words.error(fault))
        else:
            self.shell.fault.emit(fault)

    # The run

    def start(self) -> None:
        """Make what is chosen, one after another."""
        lines = self.chosen
        self.why.set_fault("")
        if self._why() is None and any(one.code == papers_due.HOLDING for one in lines):
            self.why.set_fault(words.by_code("HOLDING_WHY_NEEDED"))
            self.why.setFocus()
            return
        self._is_running = True
        self._stop = Stop()
        for control in (self.send, self.why, self.which):
            control.setEnabled(False)
        self.cancel.setText("Stop")
        self.cancel.setFocus()
        self.bar.setRange(0, len(lines))
        self.bar.setValue(0)
        self.bar.show()
        self.shell.tasks.progressed.connect(self._progressed)
        work = partial(
            papers_due.produce, self.shell.ctx, lines, self._why(),
            progress=self.shell.tasks.report, stop=self._stop,
        )  # fmt: skip
        self.shell.tasks.run_long(self, work, self._done, on_fault=self._failed, stop=self._stop)

    def reject(self) -> None:
        """Override of QDialog: while papers are made, stop after the one under way."""
        if self._is_running:
            self._stop.ask()
            self.cancel.setEnabled(False)
            return
        super().reject()

    def _progressed(self, done: int, total: int, _said: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _done(self, run: Run) -> None:
        self.run = run
        self._over()
        for control in (self.save, self.out, self.print):
            control.setVisible(bool(run.sent))
        self.out.setVisible(bool(run.sent and self.shell.settings.outgoing_folder))
        self.copy.setVisible(bool(run.texts))
        said = f"{text.number_of(len(run.sent), 'letter')} made and frozen."
        if run.texts:
            said += f" {text.number_of(len(run.texts), 'chaser')} recorded, to be copied."
        if run.left:
            said += f" Stopped: {run.left:,} not made."
        if run.left_out:
            reasons = [f"{one.ref}: {one.why}" for one in run.left_out[:_MOST_SAID]]
            said += f" {len(run.left_out):,} left out. {' '.join(reasons)}"
        tone = Tone.WARNING if run.left or run.left_out else Tone.GOOD
        self.banner.show_message(said, tone)
        self._ask()

    def _failed(self, fault: Exception) -> None:
        self._over()
        if isinstance(fault, DeskError):
            self.banner.show_message(words.error(fault), Tone.DANGER)
        else:
            super().reject()
            self.shell.fault.emit(fault)

    def _over(self) -> None:
        self._is_running = False
        self.shell.tasks.progressed.disconnect(self._progressed)
        self.bar.hide()
        for control in (self.why, self.which):
            control.setEnabled(True)
        self.cancel.setText("Close")
        self.cancel.setEnabled(True)
        self.cancel.setFocus()

    # What becomes of them

    def ask_folder(self) -> None:
        """Ask for a folder to save the letters in."""
        files.ask_folder(self, "Save the letters in", self.write)

    def write_out(self) -> None:
        """Write the letters into the outgoing folder of this machine."""
        self.write(Path(self.shell.settings.outgoing_folder))

    def write(self, folder: Path) -> None:
        """Write the letters that were made into a folder, in the background."""
        sent = self.run.sent if self.run else ()

        def done(count: int) -> None:
            self.banner.show_message(
                f"{text.number_of(count, 'letter')} saved in {folder.name}.", Tone.GOOD
            )

        self.shell.tasks.run_long(
            self, partial(holding_letters.save_all, self.shell.ctx, sent, folder), done,
            on_fault=self._not_saved,
        )  # fmt: skip

    def _not_saved(self, fault: Exception) -> None:
        if isinstance(fault, DeskError):
            self.banner.show_message(words.error(fault), Tone.DANGER)
        else:
            self.shell.fault.emit(fault)

    def ask_printer(self) -> None:
        """Ask for a printer for the letters that were made."""
        files.ask_printer(self, self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Print the letters that were made, one after another."""
        sent = self.run.sent if self.run else ()
        self.shell.tasks.run_read(
            self, partial(cases.contents, self.shell.ctx, sent), partial(self._print, printer)
        )

    def _print(self, printer: QPrinter, contents: tuple[bytes, ...]) -> None:
        print_all(contents, printer)
        self.banner.show_message(
            f"{text.number_of(len(contents), 'letter')} sent to the printer.", Tone.GOOD
        )

    def copy_texts(self) -> None:
        """Copy the chasers, to be pasted into e-mails."""
        texts = self.run.texts if self.run else ()
        QGuiApplication.clipboard().setText("\n\n".join(texts))
        self.banner.show_message(f"{text.number_of(len(texts), 'chaser')} copied.", Tone.GOOD)


def _kind(code: str) -> str:
    return words.fact(f"due_{code}")


def _columns() -> list[Column[DueLine]]:
    return [
        Column("what", "What", lambda r: _kind(r.code), 92),
        Column("person", "Person", lambda r: r.person_name, 120, is_strong=True),
        Column("due", "Due", lambda r: text.short_date(r.due_on), 104),
        Column("why", "Why", lambda r: r.why, 200, tip=lambda r: r.why),
        Column("place", "Home or hospital", lambda r: r.place_name, 120),
        Column("ref", "Reference", lambda r: r.ref, 92),
    ]
