"""Records of a case: a list, what the chosen one states, and every entry it was made by."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import authorities, record_lines
from dolsdesk.services.record_lines import EntryLine, RecordLine
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, clear, column, holder, label, row
from dolsdesk.ui.widgets.fields import LineField, ProseField

_LIST_TALL = 150


class RecordsPanel(QWidget):
    """The records of some kinds; the one chosen is shown whole beneath the list."""

    def __init__(self, part: Part, name: str, kinds: Iterable[RecordKind]) -> None:
        super().__init__()
        look = part.shell.look
        self._part = part
        self._kinds = tuple(kinds)
        self.model: RowModel[RecordLine] = RowModel(_columns(), look, self)
        self.table: RowTable[RecordLine] = RowTable(self.model, name, look)
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.table.chosen.connect(self._show)
        self.nothing = label("Nothing is recorded.", "muted")
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(look.px(12))
        self.facts.setVerticalSpacing(look.px(3))
        self.facts.setColumnStretch(1, 1)
        self.entries = label("", "small", wrap=True)
        self.error_button = button("Entered in error…", self.enter_in_error, kind="quiet")
        self.shown = holder(
            column(holder(self.facts), self.entries, row(None, self.error_button), gap="snug")
        )
        self.setLayout(column(self.nothing, self.table, self.shown, gap="snug"))

    def show_records(self) -> None:
        """Show the records of the case as it stands now; the chosen one stays chosen."""
        kept = self.chosen.record.id if self.chosen else 0
        found = record_lines.lines(self._part.case.records, self._kinds)
        self.model.replace(found)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        numbers = [line.record.id for line in found]
        if found:
            self.table.select_where(numbers.index(kept) if kept in numbers else 0)
        self._show(self.chosen)

    @property
    def chosen(self) -> RecordLine | None:
        """Return the line that is chosen."""
        return self.table.current_row

    def enter_in_error(self) -> None:
        """Ask why the chosen record should never have been made, and mark it so."""
        line = self.chosen
        if line is None:
            return
        part = self._part
        part.ask(
            "Entered in error",
            "The entry stays on record, marked as an error, and counts for nothing. Where that"
            " would hide a period without authority, a paper must show that it was none.",
            [
                ProseField("why", "Why it was an error", part.shell.look, lines=2),
                LineField("paper", "What shows it, where days without authority would go"),
            ],
            accept="Mark as an error",
            act=lambda given: authorities.enter_in_error(
                part.shell.ctx,
                part.request_id,
                line.record.id,
                why=given["why"],
                paper=given["paper"],
            ),
            said="Marked as entered in error.",
        )

    def _show(self, line: RecordLine | None) -> None:
        clear(self.facts)
        self.entries.setText("")
        self.shown.setVisible(line is not None)
        if line is None:
            return
        for number, (name, value) in enumerate(record_lines.facts_of(line.record)):
            self.facts.addWidget(label(name, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(label(value, wrap=True), number, 1)
        may = self._part.shell.may(Act.CORRECT) and not line.record.is_void
        self.error_button.setVisible(may)
        self._part.shell.tasks.run_read(
            self,
            partial(record_lines.history, self._part.shell.ctx, line.record.id),
            self._show_entries,
            latest=f"entries-{id(self)}",
        )

    def _show_entries(self, entries: tuple[EntryLine, ...]) -> None:
        said = []
        for one in entries:
            words = "entered in error" if one.is_void else f"entry {one.number}"
            why = f": {one.why}" if one.why else ""
            said.append(f"{words.capitalize()}, {one.said}{why}")
        self.entries.setText("\n".join(said))


def _columns() -> list[Column[RecordLine]]:
    return [
        Column("on", "On", lambda r: text.short_date(r.record.on), 92),
        Column("what", "What", lambda r: r.what, 150, is_strong=True),
        Column("state", "Stands", lambda r: r.state, 150),
        Column("about", "About", lambda r: r.about, 220),
    ]
