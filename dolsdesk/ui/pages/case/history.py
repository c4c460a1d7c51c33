"""Everything that happened in a case, in the order it was recorded."""

from collections.abc import Mapping

from dolsdesk.domain import text
from dolsdesk.domain.dols.case import CaseEvent
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import words
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.dialogs import correction
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.records import RecordsPanel
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, label, row


class History(Part):
    """The chronology, and a way to put right what it says."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.model: RowModel[CaseEvent] = RowModel(_columns({}), shell.look, self)
        self.table: RowTable[CaseEvent] = RowTable(
            self.model, "Everything that happened", shell.look
        )
        self.table.setWordWrap(True)
        self.correct_button = button("Correct this entry…", self.correct)
        note = label(
            "Nothing here is ever deleted or changed; a correction is a new entry.",
            "muted",
            wrap=True,
        )
        self.offered = Offered(self, CaseTab.HISTORY, title="")
        self.notes = RecordsPanel(self, "Notes and visits", (RecordKind.NOTE, RecordKind.VISIT))
        head = row(note, self.offered, self.correct_button)
        head.setStretch(0, 1)
        box = column(head, self.table, self.notes)
        box.setStretch(1, 1)
        self.setLayout(box)

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        kept = self.table.currentIndex().row()
        events = view.case.events
        self.model.set_columns(
            _columns({one.corrects_id: one for one in events if one.corrects_id})
        )
        self.model.replace(events)
        self.correct_button.setVisible(self.shell.may(Act.CORRECT))
        if events:
            self.table.select_where(max(0, min(kept, len(events) - 1)))
        self.table.resizeRowsToContents()
        self.offered.show_case(view)
        self.notes.show_records()
        self.notes.setVisible(bool(self.notes.model.rows))

    def first_focus(self) -> None:
        self.table.setFocus()

    def correct(self) -> None:
        """Put right the entry that is chosen."""
        event = self.table.current_row
        if event is not None:
            self.dialog = correction.of_event(self.shell, self, self.case, event)
            self.dialog.open()


def _columns(corrections: Mapping[int | None, CaseEvent]) -> list[Column[CaseEvent]]:
    def when(event: CaseEvent) -> str:
        at = f" {text.clock_time(event.happened_time)}" if event.happened_time else ""
        return f"{text.day_date(event.happened_on)}{at}"

    def what(event: CaseEvent) -> str:
        said = words.fact(f"event_{event.kind}")
        return f"Correction: {said[0].lower()}{said[1:]}" if event.corrects_id else said

    def detail(event: CaseEvent) -> str:
        later = corrections.get(event.id)
        if later is None:
            return event.detail
        return f"{event.detail} (Corrected {text.moment(later.recorded_at)}.)".strip()

    return [
        Column("when", "Happened", when, 160),
        Column("what", "What", what, 220, is_strong=True),
        Column("who", "Recorded by", lambda e: e.recorded_by, 150),
        Column("recorded", "Recorded", lambda e: text.moment(e.recorded_at), 190),
        Column("detail", "Detail", detail, 400),
    ]
