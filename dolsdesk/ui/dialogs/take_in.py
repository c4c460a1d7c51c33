"""Taking files in: what each was found to be is said, and what is known of it is asked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.errors import DeskError
from dolsdesk.services import incoming, words
from dolsdesk.services.incoming import Arrival, Dropped, Found, LeftOut, Looked, Taken
from dolsdesk.ui.pages import finders
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.widgets.basics import (
    Banner,
    button,
    card,
    column,
    fit,
    holder,
    label,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, Field, Fields, LineField, options


class TakeIn(QDialog):
    """Files that were dropped or chosen; each is taken in by itself, and nothing in it is run.

    Where no case is given, one may be chosen; without one the papers wait to be filed.
    """

    def __init__(
        self, shell: Shell, parent: QWidget, dropped: Sequence[Dropped], case: Case | None
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self._case = case
        self._found: tuple[Found, ...] = ()
        self.fields = Fields([])
        look = shell.look
        title = f"Take in for {case.request.ref}" if case is not None else "Take in"
        self.setWindowTitle(title)
        self.banner = Banner(look)
        self.where = finders.case_field(
            shell, "request_id", "Case", hint="Leave blank to file it later: it waits under"
            " Unfiled papers",
        )  # fmt: skip
        if case is not None:
            self.where.hide()
        self.said = label("Looking at what came…", wrap=True)
        self.blocks = column(gap="room")
        self.go = button("Take in", self.submit, kind="primary")
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.cancel = button("Cancel", self.reject)
        inside = holder(column(self.blocks, None))
        box = column(
            label(title, "lead"), self.banner, self.where, self.said, scrolling(inside),
            row(None, self.cancel, self.go), gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(4, 1)
        self.setLayout(box)
        fit(self, look, 720, 560)
        request_id = case.request.id if case is not None else None
        shell.tasks.run_read(
            self,
            partial(incoming.look, shell.ctx, tuple(dropped), request_id),
            self._looked,
            on_fault=self._refused,
        )

    # Looking first

    def _looked(self, looked: Looked) -> None:
        self._found = looked.found
        fields: list[Field] = [self.where]
        for number, (found, known) in enumerate(zip(looked.found, looked.known, strict=True)):
            own = self._fields_of(number, found)
            fields += own
            self.blocks.addWidget(_block(found, known, own))
        self.fields = Fields(fields)
        self.go.setEnabled(bool(looked.found))
        self.go.setText(f"Take in {text.number_of(len(looked.found), 'file')}")
        self.said.setText(
            "Each is kept exactly as received. Say what it is, from whom and when it came."
            if looked.found
            else "Nothing of this can be taken in."
        )
        if looked.left_out:
            self.banner.show_message(_listed(looked.left_out), Tone.WARNING)
        if not looked.found:
            self.cancel.setText("Close")
            self.cancel.setFocus()
        elif self._case is None:
            self.where.setFocus()
        else:
            fields[1].setFocus()

    def _fields_of(self, number: int, found: Found) -> list[Field]:
        today = self.shell.ctx.today
        kind = ChoiceField(f"kind_{number}", "What it is", options(IncomingKind))
        kind.set_raw(found.kind.value)
        on = DateField(f"received_on_{number}", "Received on", self.shell.look, lambda: today)
        on.set_value(min(found.received_on or today, today))
        sender = LineField(f"sender_{number}", "From")
        sender.set_raw(found.sender)
        note = LineField(f"note_{number}", "Note")
        return [kind, on, sender, note]

    # Doing it

    def submit(self) -> None:
        """Take the files in as they are described."""
        self.fields.clear_faults()
        wrong = self.fields.first_wrong()
        if wrong is not None:
            wrong.setFocus()
            return
        request_id = self._case.request.id if self._case is not None else self.where.value()
        if self._case is None and request_id is None and self.where.edit.text().strip():
            self.where.set_fault(words.by_code("INCOMING_WHICH_CASE"))
            self.where.setFocus()
            return
        given = self.fields.values()
        arrivals = [
            Arrival(
                found,
                IncomingKind(given[f"kind_{number}"]),
                given[f"received_on_{number}"] or self.shell.ctx.today,
                given[f"sender_{number}"],
                given[f"note_{number}"],
            )
            for number, found in enumerate(self._found)
        ]
        self.go.setEnabled(False)
        self.shell.tasks.run_change(
            self,
            partial(incoming.take_in, self.shell.ctx, arrivals, request_id),
            self._taken,
            on_fault=self._refused,
        )

    def _taken(self, taken: Taken) -> None:
        self.accept()
        told = f"Taken in: {text.number_of(len(taken.ids), 'file')}."
        if taken.left_out:
            self.shell.say(f"{told} {_listed(taken.left_out)}", Tone.WARNING)
        else:
            self.shell.say(told)

    def _refused(self, fault: Exception) -> None:
        self.go.setEnabled(bool(self._found))
        if not isinstance(fault, DeskError):
            self.reject()
            self.shell.fault.emit(fault)
            return
        sentence = words.error(fault)
        if fault.field in self.fields:
            self.fields[str(fault.field)].set_fault(sentence)
            self.fields[str(fault.field)].setFocus()
        else:
            self.banner.show_message(sentence, Tone.DANGER)


def _block(found: Found, known: str, fields: Sequence[Field]) -> QWidget:
    """Return one file: its name, what it was found to be, and what is asked about it."""
    kind, on, sender, note = fields
    parts: list[QWidget] = [
        label(found.name, "heading", wrap=True), label(incoming.said(found), "muted", wrap=True)
    ]  # fmt: skip
    if known:
        parts.append(label(known, "warning", wrap=True))
    if found.subject:
        parts.append(label(f"Subject: {found.subject}", wrap=True))
    if found.brought:
        names = ", ".join(one.name for one in found.brought)
        parts.append(label(f"It brings, each kept as a paper of its own: {names}.", wrap=True))
    if found.left_out:
        parts.append(label(_listed(found.left_out), "warning", wrap=True))
    both = row(kind, on, gap="room")
    for place, field in enumerate((kind, on)):
        both.setStretch(place, 1)
        both.setAlignment(field, Qt.AlignmentFlag.AlignTop)
    return card(column(*parts, both, row(sender, note, gap="room")))


def _listed(left_out: Sequence[LeftOut]) -> str:
    return " ".join(one.why for one in left_out)
