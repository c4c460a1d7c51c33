"""The papers of a case as issued, and who must get a copy, ticked off as sent (AU5)."""

from functools import partial
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.case import CopyLine
from dolsdesk.domain.dols.copies import NotSent
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import cases, copies, decisions, letter_writing, signatures, words
from dolsdesk.services.cases import CaseView, Issued
from dolsdesk.services.papers import issuing
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.case_letter import CaseLetterDialog
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.case.offers import writing_letters
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, column, label, restyle, row
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    SecretField,
    options,
)
from dolsdesk.ui.widgets.pdf import PdfView

_PAPERS_TALL = 94


class Papers(Part):
    """Issued papers on the right, copies on the left."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._content = b""
        self._shown: Issued | None = None
        self.papers_model: RowModel[Issued] = RowModel(_paper_columns(), look, self)
        self.papers: RowTable[Issued] = RowTable(self.papers_model, "Papers issued", look)
        self.papers.setMaximumHeight(look.px(_PAPERS_TALL))
        self.papers.chosen.connect(self._show_paper)
        self.letter = button("Letter or notice…", self.write_letter)
        self.form = button("Form…", lambda: writing_letters.forms(self))
        self.for_line = button("Its letter…", self.write_for_line,
                               tip="The letter that tells the chosen recipient")  # fmt: skip
        self.copies_model: RowModel[CopyLine] = RowModel(self._copy_columns(), look, self)
        self.copies: RowTable[CopyLine] = RowTable(self.copies_model, "Who must get a copy", look)
        self.copies.opened.connect(lambda _line: self.tick())
        self.copies.chosen.connect(self._show_line)
        self.detail = label("", "small", wrap=True)
        self.served = label("", "heading", wrap=True)
        self.sent = button("Sent…", self.tick, kind="primary", tip="Enter on a line does the same")
        self.all_post = button("All by post today", self.tick_all)
        self.not_sent = button("Not sent, because…", self.not_sent_because)
        self.undo = button("Take the tick back", self.take_back)
        self.received = button("Home received the refusal…", self.note_received)
        self.pdf = PdfView(look)
        self.save = button("Save as…", self.save_as)
        self.print = button("Print…", self.print_paper)
        self.correct = button(
            "Correct…", self.correct_paper, tip="A new paper that names this one; both stay"
        )
        self.about = label("", "small")
        self.signature = label("", "small", wrap=True)
        left = QWidget()
        lines = column(
            card(
                column(
                    row(label("Papers issued", "lead"), None, self.form, self.letter), self.papers
                )
            ),
            card(
                column(
                    label("Who must get a copy", "lead"),
                    self.served,
                    self.copies,
                    self.detail,
                    row(self.sent, self.for_line, self.all_post, None),
                    row(self.not_sent, self.undo, self.received, None),
                )
            ),
            gap="room",
        )
        lines.setStretch(1, 1)
        left.setLayout(lines)
        right = column(
            row(self.save, self.print, self.correct, None, self.about), self.signature, self.pdf
        )
        right.setStretch(2, 1)
        whole = row(left, right, gap="room")
        whole.setStretch(0, 5)
        whole.setStretch(1, 6)
        self.setLayout(whole)

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        kept = self.copies.currentIndex().row()
        self.papers_model.replace(view.papers)
        self.copies_model.replace(view.case.copies)
        if view.papers:
            self.papers.select_where(len(view.papers) - 1)
        if view.case.copies:
            self.copies.select_where(max(0, min(kept, len(view.case.copies) - 1)))
        waiting = [line.name for line in view.case.copies if not line.is_settled]
        self.served.setText(_served(view, waiting))
        self.served.setProperty("role", "warning" if waiting else "good")
        self.served.style().polish(self.served)
        can = self.shell.may(Act.SEND_COPIES)
        for control in (self.sent, self.not_sent, self.undo):
            control.setEnabled(can and bool(view.case.copies))
        self.all_post.setEnabled(can and bool(waiting))
        self.letter.setEnabled(can)
        refused = view.case.refusal
        self.received.setVisible(
            refused is not None and refused.ma_received_on is None and view.case.urgent is not None
        )
        for control in (self.save, self.print, self.correct):
            control.setEnabled(bool(view.papers))

    def print_part(self) -> None:
        self.print_paper()

    def first_focus(self) -> None:
        self.copies.setFocus()

    # Papers

    def _show_paper(self, paper: Issued) -> None:
        if self._shown is not None and paper.id == self._shown.id:
            return
        self._shown = paper
        pages = text.number_of(paper.pages, "page")
        standing = ", superseded by a later paper" if paper.superseded_by else ""
        self.correct.setEnabled(paper.superseded_by is None)
        self.about.setText(f"{paper.template}, {pages}, SHA-256 {paper.sha256[:12]}…{standing}")
        self.about.setToolTip(paper.sha256)
        self.shell.tasks.run_read(
            self,
            partial(cases.content, self.shell.ctx, paper.id),
            self._show_content,
            latest=f"paper-{self.request_id}",
        )

        self.signature.clear()
        self.shell.tasks.run_read(
            self,
            partial(signatures.check, self.shell.ctx, paper.id),
            self._show_signature,
            latest=f"signature-{self.request_id}",
        )

    def _show_signature(self, found: signatures.Standing) -> None:
        is_wrong = found.state not in {signatures.State.NONE, signatures.State.GOOD}
        self.signature.setText(signatures.in_words(found))
        self.signature.setProperty("role", "warning" if is_wrong else "small")
        restyle(self.signature)

    def _show_content(self, content: bytes) -> None:
        self._content = content
        self.pdf.show_bytes(content)

    def save_as(self) -> None:
        """Save the paper as a file; its name carries the reference and no person's name."""
        if self._shown is None:
            return
        stamp = f"{self._shown.issued_at:%Y%m%d}"
        name = f"{self.case.request.ref}_{self._shown.code}_{stamp}.pdf"
        files.ask_save(self, "Save the paper", name, "PDF (*.pdf)", self._save_to)

    def _save_to(self, path: Path) -> None:
        content = self._content
        self.shell.tasks.run_read(
            self,
            partial(cases.save_paper, self.shell.ctx, self.request_id, content, path),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )

    def correct_paper(self) -> None:
        """Issue the paper anew from the case as it stands; the first stays readable."""
        paper = self._shown
        if paper is None or paper.superseded_by is not None:
            return
        fields: list[Field] = [LineField("why", "What was wrong with it")]
        if paper.code in issuing.SIGNED:
            fields.append(
                SecretField("passphrase", "Passphrase of the certificate, if there is one")
            )
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Correct the paper",
            lead=f"{paper.title} is made anew from the case as it stands. The first one stays"
            " readable, each names the other, and whoever had it is listed for the new one.",
            fields=fields,
            accept="Issue the new paper",
            act=lambda given: issuing.correct(
                self.shell.ctx,
                self.request_id,
                paper.id,
                why=given["why"],
                passphrase=given.get("passphrase", ""),
            ),
            said="Issued anew. The first paper is marked as superseded.",
        )
        self.dialog.open()

    def print_paper(self) -> None:
        """Print the paper."""
        files.ask_printer(self, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        self.pdf.print_to(printer)
        self.shell.say("Sent to the printer.")

    # Letters

    def write_letter(self) -> None:
        """Write a letter or notice of the case."""
        writing_letters.write(self)

    def write_for_line(self) -> None:
        """Write the letter that tells the chosen recipient of what they must be told."""
        line = self._line()
        if line is None:
            return
        stage = writing_letters.stage(self)
        self.dialog = CaseLetterDialog(
            self.shell, self, stage, letter_writing.for_line(stage, line)
        )
        self.dialog.open()

    # Copies

    def _line(self) -> CopyLine | None:
        return self.copies.current_row

    def tick(self) -> None:
        """Tick the chosen recipient off as sent."""
        line = self._line()
        if line is None or not self.shell.may(Act.SEND_COPIES):
            return
        on = DateField("on", "Sent on", self.shell.look, lambda: self.shell.ctx.today)
        on.set_raw("today")
        how = ChoiceField("method", "How", [(m, words.fact(m)) for m in copies.METHODS])
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Copy sent",
            lead=f"{words.fact(f'to_{line.recipient}')}: {line.name}. {_papers(line)}.",
            fields=[how, on],
            accept="Tick off as sent",
            act=lambda given: copies.mark_sent(
                self.shell.ctx,
                self.request_id,
                line.id,
                on=given["on"] or self.shell.ctx.today,
                method=given["method"],
            ),
        )
        self.dialog.open()

    def tick_all(self) -> None:
        """Tick every recipient off as sent by post today, one act each."""
        for line in self.case.copies:
            if not line.is_settled:
                self.shell.tasks.run_change(
                    self,
                    partial(
                        copies.mark_sent,
                        self.shell.ctx,
                        self.request_id,
                        line.id,
                        on=self.shell.ctx.today,
                        method="post",
                    ),
                )

    def not_sent_because(self) -> None:
        """Record why the chosen recipient gets no copy."""
        line = self._line()
        if line is None:
            return
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Not sent",
            lead=f"{line.name} gets no copy. The reason stays in the record (paragraph 187).",
            fields=[
                ChoiceField("code", "Why not", options(NotSent)),
                LineField("reason", "In words: what was tried, who said so"),
                LineField("manager", "No contact: the manager who gave the instruction"),
            ],
            accept="Record the reason",
            act=lambda given: copies.mark_not_sent(
                self.shell.ctx,
                self.request_id,
                line.id,
                reason=given["reason"],
                code=NotSent(given["code"]),
                manager=given["manager"],
            ),
        )
        self.dialog.open()

    def take_back(self) -> None:
        """Take the tick of the chosen recipient back."""
        line = self._line()
        if line is not None and line.is_settled:
            self.shell.tasks.run_change(
                self, partial(copies.undo, self.shell.ctx, self.request_id, line.id)
            )

    def note_received(self) -> None:
        """Record when the managing authority received the refusal."""
        on = DateField("on", "Received on", self.shell.look, lambda: self.shell.ctx.today)
        on.set_raw("today")
        self.dialog = FormDialog(
            self.shell,
            self,
            title="Refusal received",
            lead="An urgent authorisation ends when the managing authority receives this notice"
            " (paragraph 89(4)).",
            fields=[on],
            accept="Record",
            act=lambda given: decisions.note_refusal_received(
                self.shell.ctx, self.request_id, given["on"] or self.shell.ctx.today
            ),
        )
        self.dialog.open()

    def _copy_columns(self) -> list[Column[CopyLine]]:
        def standing(line: CopyLine) -> str:
            if line.sent_on is not None:
                return f"sent {text.short_date(line.sent_on)}, {words.fact(line.method).lower()}"
            return f"not sent: {line.reason_not_sent}" if line.reason_not_sent else "to send"

        def tone(line: CopyLine) -> str:
            if line.sent_on is not None:
                return "good"
            return "" if line.reason_not_sent else "warning"

        return [
            Column("name", "Name", lambda r: r.name, 140, is_strong=True),
            Column("to", "Recipient", lambda r: words.fact(f"to_{r.recipient}"), 120),
            Column("papers", "What", lambda r: text.begun(_papers(r)), 130),
            Column("standing", "Sent?", standing, 100, tone=tone),
        ]

    def _show_line(self, line: CopyLine) -> None:
        """Say what goes to the chosen recipient, where to, and why; and show the paper."""
        for place, paper in enumerate(self.view.papers if self.view else ()):
            if line.document_id is not None and paper.id == line.document_id:
                self.papers.select_where(place)
        ctx = self.shell.ctx
        may = self.shell.may(Act.SEND_COPIES) and not line.is_settled
        wanted = letter_writing.for_line(writing_letters.stage(self), line)
        self.for_line.setEnabled(may and wanted is not None)
        why = ctx.book.value(RuleId(line.rule_id), on=ctx.today).citation
        where = line.address.replace("\n", ", ") or "no address held"
        self.detail.setText(f"{_papers(line)}, to {line.name}, {where}. Because: {why}.")


def _papers(line: CopyLine) -> str:
    return ", ".join(words.fact(f"paper_{paper}") for paper in line.papers)


def _paper_columns() -> list[Column[Issued]]:
    return [
        Column("title", "Paper", _named, 200, is_strong=True),
        Column(
            "at",
            "Issued",
            lambda p: text.near_moment(p.issued_at),
            120,
            tip=lambda p: text.moment(p.issued_at),
        ),
        Column("by", "By", lambda p: p.issued_by, 100),
    ]


def _named(paper: Issued) -> str:
    return f"{paper.title} (superseded)" if paper.superseded_by else paper.title


def _served(view: CaseView, waiting: list[str]) -> str:
    if not view.case.copies:
        return "Nobody has to be told anything yet."
    if waiting:
        return words.by_code("COPIES_NOT_SENT", list=waiting)
    return "Everybody the law names has been served."
