"""Papers that came in, listed on the left; the one chosen is read on the right."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from dolsdesk.domain import text
from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError
from dolsdesk.services import incoming, words
from dolsdesk.services.incoming import Held, Incoming, Opened
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui import dropping, files
from dolsdesk.ui.dialogs.asking import Asking
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, column, holder, label, row
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    LineField,
    ProseField,
    Values,
    options,
)
from dolsdesk.ui.widgets.paper import PaperView

_MB, _KB = 1_000_000, 1_000


class PapersIn(Asking):
    """The list and the reader. ``ref`` gives the reference of the case, for names of files."""

    def __init__(
        self, shell: Shell, title: str, nothing: str, ref: Callable[[], str],
        *more: QPushButton,
    ) -> None:  # fmt: skip
        super().__init__()
        self.shell = shell
        self._ref = ref
        self._more = more
        self._shown: int | None = None
        look = shell.look
        self.add = button(
            "Add files…", self.ask_files, kind="primary", tip="Files can be dropped here too"
        )
        self.nothing = label(nothing, "muted", wrap=True)
        self.model: RowModel[Held] = RowModel(_columns(shell.ctx.today), look, self)
        self.table: RowTable[Held] = RowTable(self.model, title, look)
        self.table.chosen.connect(self._show_chosen)
        self.detail = label("", "small", wrap=True)
        self.describe_button = button(
            "Put right…", self.describe, tip="What is said about the paper; the file stays"
        )
        self.save = button("Save as…", self.save_as, tip="Exactly as received")
        self.print = button("Print…", self.print_paper)
        self.said = label("", "small", wrap=True)
        self.reader = PaperView(look)
        left = column(
            row(label(title, "lead"), None, self.add), self.nothing, self.table, self.detail,
            row(*more, self.describe_button, None),
        )  # fmt: skip
        left.setStretch(2, 1)
        right = column(row(self.save, self.print, None), self.said, self.reader)
        right.setStretch(2, 1)
        whole = row(card(left), holder(right), gap="room")
        whole.setStretch(0, 5)
        whole.setStretch(1, 6)
        self.setLayout(whole)

    def show_lines(self, lines: Sequence[Held]) -> None:
        """Show papers; the one that was chosen stays so."""
        kept = self.chosen.id if self.chosen is not None else None
        self.model.set_columns(_columns(self.shell.ctx.today))
        self.model.replace(lines)
        self.nothing.setVisible(not lines)
        may = self.shell.may(Act.RECORD_EVENT)
        self.add.setEnabled(may)
        self.describe_button.setEnabled(may and bool(lines))
        for control in (self.save, self.print):
            control.setEnabled(bool(lines))
        for control in self._more:
            control.setEnabled(may and bool(lines))
        self._shown = None
        if lines:
            ids = [line.paper.id for line in lines]
            self.table.select_where(ids.index(kept) if kept in ids else len(ids) - 1)
        else:
            self.detail.clear()
            self.said.clear()
            self.reader.say("")

    @property
    def chosen(self) -> Incoming | None:
        """Return the paper that is chosen, if one is."""
        held = self.table.current_row
        return held.paper if held is not None else None

    # Reading

    def _show_chosen(self, held: Held) -> None:
        paper = held.paper
        if self._shown == paper.id:
            return
        self._shown = paper.id
        self.detail.setText(_detail(held))
        self.detail.setToolTip(paper.sha256)
        self.shell.tasks.run_read(
            self,
            partial(incoming.open_paper, self.shell.ctx, paper.id),
            self._show,
            on_fault=self._not_shown,
            latest=f"paper-in-{id(self)}",
        )

    def _show(self, opened: Opened) -> None:
        self.reader.show_paper(opened)
        self.said.setText(opened.said if self.reader.can_print else "")
        self.print.setEnabled(self.reader.can_print)

    def _not_shown(self, fault: Exception) -> None:
        """Say in the place of the paper that it cannot be read; it may have been changed."""
        if not isinstance(fault, DeskError):
            self.shell.fault.emit(fault)
            return
        self.said.clear()
        self.reader.say(words.error(fault))
        self.print.setEnabled(False)

    # Doing

    def ask_files(self) -> None:
        """Ask for files that came in."""
        files.ask_open_many(
            self,
            "Files that came in",
            "All files (*)",
            lambda paths: self.shell.take_in(dropping.of_paths(paths)),
        )

    def describe(self) -> None:
        """Put right what is said about the paper that is chosen."""
        paper = self.chosen
        if paper is None:
            return
        kind = ChoiceField("kind", "What it is", options(IncomingKind))
        on = DateField("received_on", "Received on", self.shell.look, lambda: self.shell.ctx.today)
        sender = LineField("sender", "From")
        note = ProseField("note", "Note", self.shell.look, lines=2)
        kind.set_raw(paper.kind.value)
        on.set_value(paper.received_on)
        sender.set_raw(paper.sender)
        note.set_raw(paper.note)

        def act(given: Values) -> Outcome[None]:
            return incoming.describe(
                self.shell.ctx,
                paper.id,
                kind=IncomingKind(given["kind"]),
                received_on=given["received_on"],
                sender=given["sender"],
                note=given["note"],
            )

        self.ask(
            "What is said about the paper",
            f"{paper.name} itself stays as received; what was said before stays on record.",
            [kind, on, sender, note],
            accept="Put right",
            act=act,
            said="Put right.",
        )

    def save_as(self) -> None:
        """Save the paper as received; its name carries the reference and no person's name."""
        paper = self.chosen
        if paper is not None:
            name = incoming.file_name(paper, self._ref())
            files.ask_save(
                self, "Save the paper", name, "All files (*)", partial(self._save_to, paper.id)
            )

    def _save_to(self, paper_id: int, path: Path) -> None:
        self.shell.tasks.run_read(
            self,
            partial(incoming.save, self.shell.ctx, paper_id, path),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )

    def print_paper(self) -> None:
        """Print the paper that is shown."""
        if self.reader.can_print:
            files.ask_printer(self, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        paper = self.chosen
        if paper is None:
            return
        self.reader.print_to(printer)
        self.shell.tasks.run_change(
            self,
            partial(incoming.printed, self.shell.ctx, paper.id),
            lambda _value: self.shell.say("Sent to the printer."),
        )


def _detail(held: Held) -> str:
    paper = held.paper
    about = [
        f"“{paper.name}”",
        f"{paper.size / _MB:,.1f} MB" if paper.size >= _MB else f"{max(1, paper.size // _KB)} kB",
        f"taken in {text.near_moment(held.entered_at)} by {held.entered_by}",
        f"SHA-256 {paper.sha256[:12]}…",
    ]
    lines = [", ".join(about)]
    lines += [f"Subject: {paper.subject}"] if paper.subject else []
    lines += [paper.note] if paper.note else []
    return "\n".join(lines)


def _columns(today: date) -> list[Column[Held]]:
    def what(held: Held) -> str:
        kind = words.fact(held.paper.kind.value)
        return f"    with it: {kind}" if held.paper.parent_id is not None else kind

    def name(held: Held) -> str:
        return held.paper.subject or held.paper.name

    return [
        Column("what", "What", what, 150, is_strong=True, tip=what),
        Column("on", "Received", lambda held: text.near_date(held.paper.received_on, today), 64,
               tip=lambda held: text.day_date(held.paper.received_on)),
        Column("sender", "From", lambda held: held.paper.sender.partition(" <")[0], 100,
               tip=lambda held: held.paper.sender),
        Column("name", "File or subject", name, 120, tip=lambda held: held.paper.name),
    ]  # fmt: skip
