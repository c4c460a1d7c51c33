"""A form that was read: each value beside what stands in the file; what is chosen is put in."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from PySide6.QtWidgets import QAbstractItemView, QDialog, QWidget

from dolsdesk.domain import text
from dolsdesk.services import form_reading, words
from dolsdesk.services.form_reading import FormFile, Read
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, column, fit, holder, label, row

_CHOICES = frozenset(
    {"gender", "funding", "urgent_given", "person_objects", "s39a_applies", "advance_decision"}
)
OnPut = Callable[[Sequence[Read]], None]


class ReadFormDialog(QDialog):
    """Shows what was read; nothing goes anywhere until it is put into the request."""

    def __init__(self, shell: Shell, parent: QWidget, held: FormFile, on_put: OnPut) -> None:
        super().__init__(parent)
        self._on_put = on_put
        look = shell.look
        self.setWindowTitle("Read a form")
        self.model: RowModel[Read] = RowModel(_columns(), look, self)
        self.table: RowTable[Read] = RowTable(self.model, "What was read", look)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(self._show)
        self.where = label("", "heading", wrap=True)
        self.source = label("", wrap=True)
        unread = [words.fact(f"field_{one.field}") for one in held.reading.unread]
        self.unread = label(words.sentence("READ_UNREAD", list=unread) if unread else "", "warning",
                            wrap=True)  # fmt: skip
        self.put = button("Put into the request", self.accept, kind="primary")
        self.put.setDefault(True)
        left, right = column(self.table), column(self.where, self.source, None, gap="snug")
        both = row(gap="broad")
        both.addWidget(holder(left), 3)
        both.addWidget(holder(right), 2)
        lead = words.sentence("READ_LEAD", n=len(held.reading.values), name=held.name)
        box = column(
            label("Read a form", "lead"), label(lead, "muted", wrap=True), both, self.unread,
            row(None, button("Cancel", self.reject), self.put), gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(2, 1)
        self.setLayout(box)
        self.unread.setVisible(bool(unread))
        fit(self, look, 980, 620)
        self.model.replace(held.reading.values)
        self.table.select_first()
        self.table.selectAll()
        self.table.setFocus()

    @property
    def chosen(self) -> list[Read]:
        """Return what is to be put into the request."""
        picked = self.table.selectionModel().selectedRows() if self.table.selectionModel() else []
        rows = [self.model.row(index) for index in picked]
        return [one for one in rows if one is not None]

    def _show(self, one: Read) -> None:
        """Show what stands in the file where a value was read."""
        self.where.setText(words.sentence("READ_AT", label=one.piece.label, where=one.piece.where))
        self.source.setText(one.piece.value)

    def accept(self) -> None:
        """Override of QDialog: put what is chosen into the request."""
        super().accept()
        self._on_put(self.chosen)


def _said(one: Read) -> str:
    """Return a value as people read it: a day, a choice in words, text in one line."""
    if one.field in _CHOICES:
        return words.fact(one.value)
    with suppress(ValueError):
        return text.short_date(date.fromisoformat(one.value))
    return " ".join(one.value.split())


def _columns() -> list[Column[Read]]:
    def sure(one: Read) -> str:
        return words.fact(one.certainty.value)

    def tone(one: Read) -> str:
        return "" if one.certainty is form_reading.Certainty.SURE else "warning"

    return [
        Column("field", "Field", lambda r: words.fact(f"field_{r.field}"), 136),
        Column("value", "Read", _said, 210, is_strong=True, tip=_said),
        Column("sure", "How sure", sure, 130, tone=tone),
    ]  # fmt: skip
