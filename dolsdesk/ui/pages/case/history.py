"""Everything that happened in a case, in the order it was recorded."""

from dolsdesk.domain import text
from dolsdesk.domain.dols.case import CaseEvent
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import words
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.records import RecordsPanel
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import column, label, row


class History(Part):
    """The chronology."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.model: RowModel[CaseEvent] = RowModel(_columns(), shell.look, self)
        self.table: RowTable[CaseEvent] = RowTable(
            self.model, "Everything that happened", shell.look
        )
        self.table.setWordWrap(True)
        note = label(
            "Nothing here is ever deleted or changed; a correction is a new entry.",
            "muted",
            wrap=True,
        )
        self.offered = Offered(self, CaseTab.HISTORY, title="")
        self.notes = RecordsPanel(self, "Notes", (RecordKind.NOTE,))
        head = row(note, self.offered)
        head.setStretch(0, 1)
        box = column(head, self.table, self.notes)
        box.setStretch(1, 1)
        self.setLayout(box)

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        self.model.replace(view.case.events)
        self.table.resizeRowsToContents()
        self.offered.show_case(view)
        self.notes.show_records()
        self.notes.setVisible(bool(self.notes.model.rows))


def _columns() -> list[Column[CaseEvent]]:
    def when(event: CaseEvent) -> str:
        at = f" {text.clock_time(event.happened_time)}" if event.happened_time else ""
        return f"{text.day_date(event.happened_on)}{at}"

    return [
        Column("when", "Happened", when, 160),
        Column("what", "What", lambda e: words.fact(f"event_{e.kind}"), 220, is_strong=True),
        Column("who", "Recorded by", lambda e: e.recorded_by, 150),
        Column("recorded", "Recorded", lambda e: text.moment(e.recorded_at), 190),
        Column("detail", "Detail", lambda e: e.detail, 400),
    ]
