"""Holding letters: one, seen before it is sent; or all that are due, in one run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QDialog, QProgressBar, QPushButton, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.errors import DeskError
from dolsdesk.services import holding_letters, words
from dolsdesk.services.holding_letters import Run, Wanted
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.paperwork import Paper
from dolsdesk.services.waiting_list import WaitingLine
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.contact import next_field
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.dialogs.paper import PaperDialog
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import Banner, button, column, fit, holder, label, row
from dolsdesk.ui.widgets.fields import ChoiceField, Field, Values, options
from dolsdesk.ui.widgets.pdf import PdfView

_MOST_SAID = 3


def _why_field() -> ChoiceField:
    return ChoiceField(
        "why", "The assessments are not done because", options(LateReason, blank="Choose")
    )


class LetterDialog(FormDialog):
    """The holding letter of one case: seen first if wanted, then sent."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        request_id: int,
        *,
        band: Priority | None,
        family: Sequence[str],
    ) -> None:
        self.request_id = request_id
        self.paper: PaperDialog | None = None
        self.see: QPushButton = button("See the letter", self.look, tip="As it would be sent now")
        fields: list[Field] = [_why_field(), next_field(shell, band)]
        if family:
            to = [("", "The managing authority"), *((name, name) for name in family)]
            fields.insert(0, ChoiceField("to", "To", to))
        super().__init__(
            shell,
            parent,
            title="Holding letter",
            lead="It says what is not authorised, what the home must go on doing, what to tell us"
            " at once, and how anybody can get advice, ask for a check or go to court. It is frozen"
            " as it is sent, and stands under Papers.",
            fields=fields,
            accept="Send the letter",
            act=self._send,
            said="Holding letter issued. It stands under Papers, to print or save.",
            also=[self.see],
        )

    def look(self) -> None:
        """Show the letter as it would be sent now, marked as a draft."""
        self.fields.clear_faults()
        wanted = _wanted(self.fields.values())
        self.shell.tasks.run_read(
            self, partial(holding_letters.preview, self.shell.ctx, self.request_id, wanted),
            self._seen, on_fault=self._refused,
        )  # fmt: skip

    def _seen(self, paper: Paper) -> None:
        self.paper = PaperDialog(self.shell, self, paper.title, paper.content)
        self.paper.open()

    def _send(self, given: Values) -> Outcome[int]:
        return holding_letters.send(
            self.shell.ctx, self.request_id, _wanted(given), because=given.get(BECAUSE, "")
        )


def _wanted(given: Values) -> Wanted:
    why = LateReason(given["why"]) if given["why"] else None
    return Wanted(why, given["next_action_on"], given.get("to", ""))


class LettersDue(QDialog):
    """Every letter that is due today: each can be seen; then all that are chosen are sent."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.run: Run | None = None
        self._stop = Stop()
        self._is_running = False
        look = shell.look
        self.setWindowTitle("Holding letters due")
        self.banner = Banner(look)
        self.said = label("Looking for what is due…", "muted", wrap=True)
        self.why = _why_field()
        self.why.changed.connect(self._look)
        self.model: RowModel[WaitingLine] = RowModel(_columns(), look, self)
        self.table: RowTable[WaitingLine] = RowTable(self.model, "Letters due", look)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(lambda _line: self._look())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.pdf = PdfView(look)
        self.pdf.hide()
        self.hint = label("Choose why the assessments are not done; the letter says so.", "muted",
                          wrap=True)  # fmt: skip
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Letters sent")
        self.bar.hide()
        self.save = button("Save the letters…", self.ask_folder)
        self.save.hide()
        self.cancel = button("Close", self.reject)
        self.send = button("Send", self.start, kind="primary")
        self.send.setDefault(True)
        left = column(self.why, self.table, gap="snug")
        left.setStretch(1, 1)
        right = column(self.hint, self.pdf, gap="snug")
        right.setStretch(1, 1)
        both = row(gap="broad")
        both.addWidget(holder(left), 1)
        both.addWidget(holder(right), 1)
        box = column(
            label("Holding letters due", "lead"), self.said, self.banner, both, self.bar,
            row(self.save, None, self.cancel, self.send), gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(3, 1)
        self.setLayout(box)
        fit(self, look, 1080, 640)
        self._ask()

    @property
    def chosen(self) -> list[WaitingLine]:
        """Return the cases whose letters are to be sent."""
        picked = self.table.selectionModel().selectedRows() if self.table.selectionModel() else []
        rows = [self.model.row(index) for index in picked]
        return [one for one in rows if one is not None]

    def _ask(self) -> None:
        self.shell.tasks.run_read(
            self, partial(holding_letters.due, self.shell.ctx), self._show, latest="letters-due"
        )

    def _show(self, found: tuple[WaitingLine, ...]) -> None:
        self.model.replace(found)
        self.said.setText(
            f"{text.number_of(len(found), 'letter')} due today or overdue, one to each managing"
            " authority about each person. All are chosen; Ctrl and the mouse or the space bar"
            " leaves one out. Each is frozen as it is sent."
            if found
            else "Nothing is due."
        )
        self.table.select_first()  # whose letter is seen first
        self.table.selectAll()
        self._count()
        self._look()

    def _count(self) -> None:
        count = len(self.chosen)
        self.send.setText(f"Send {text.number_of(count, 'letter')}")
        self.send.setEnabled(bool(count) and not self._is_running)

    def _look(self) -> None:
        """Show the letter of the case the list stands on, as it would be sent now."""
        line = self.table.current_row
        if line is None or not self.why.value():
            return
        wanted = Wanted(LateReason(self.why.value()))
        self.shell.tasks.run_read(
            self, partial(holding_letters.preview, self.shell.ctx, line.request_id, wanted),
            self._seen, latest="letter-preview",
        )  # fmt: skip

    def _seen(self, paper: Paper) -> None:
        self.hint.hide()
        self.pdf.show()
        self.pdf.show_bytes(paper.content)

    # The run

    def start(self) -> None:
        """Send what is chosen, one after another."""
        self.why.set_fault("")
        if not self.why.value():
            self.why.set_fault(words.by_code("HOLDING_WHY_NEEDED"))
            self.why.setFocus()
            return
        ids = [one.request_id for one in self.chosen]
        self._is_running = True
        self._stop = Stop()
        self.send.setEnabled(False)
        self.why.setEnabled(False)
        self.cancel.setText("Stop")
        self.cancel.setFocus()
        self.bar.setRange(0, len(ids))
        self.bar.setValue(0)
        self.bar.show()
        self.shell.tasks.progressed.connect(self._progressed)
        work = partial(
            holding_letters.send_due, self.shell.ctx, ids, LateReason(self.why.value()),
            progress=self.shell.tasks.report, stop=self._stop,
        )  # fmt: skip
        self.shell.tasks.run_long(self, work, self._done, on_fault=self._failed, stop=self._stop)

    def reject(self) -> None:
        """Override of QDialog: while letters go out, stop after the one under way."""
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
        self.save.setVisible(bool(run.sent))
        said = f"{text.number_of(len(run.sent), 'letter')} sent and frozen."
        if run.left:
            said += f" Stopped: {run.left:,} not sent."
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
        self.why.setEnabled(True)
        self.cancel.setText("Close")
        self.cancel.setEnabled(True)
        self.cancel.setFocus()

    def ask_folder(self) -> None:
        """Ask for a folder to save the letters in."""
        files.ask_folder(self, "Save the letters in", self.write)

    def write(self, folder: Path) -> None:
        """Write the letters that were sent into a folder, in the background."""
        sent = self.run.sent if self.run else ()

        def done(count: Any) -> None:
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


def _columns() -> list[Column[WaitingLine]]:
    return [
        Column("band", "Band", lambda r: words.fact(r.priority or "no_band"), 76),
        Column("ref", "Reference", lambda r: r.ref, 94),
        Column("person", "Person", lambda r: r.person_name, 150, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place_name, 140),
        Column("due", "Was due", lambda r: text.short_date(r.next_contact_on)
               if r.next_contact_on else "no day set", 94),
    ]  # fmt: skip
