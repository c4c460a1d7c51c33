"""A small form over the window: it stays open, with everything typed, until it is accepted."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.problems import Severity
from dolsdesk.errors import DeskError
from dolsdesk.services import words
from dolsdesk.services.drafts import Draft
from dolsdesk.services.outcome import Outcome, ProblemsFound, ReasonNeeded
from dolsdesk.ui.drafting import Drafter
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.widgets.basics import (
    Banner,
    button,
    column,
    holder,
    label,
    room,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.fields import Field, Fields, LineField, Values

#: What the act finds the reason to go on under.
BECAUSE = "because"
#: More fields than these stand in two columns.
_ONE_COLUMN = 7
_NARROW, _WIDE, _TALLEST = 460, 760, 500
#: What the title, the sentence, a message and the buttons take.
_AROUND = 230


class FormDialog(QDialog):
    """Fields, a sentence on top, and one act; a refusal is shown at its field.

    ``keeps`` names the draft in which what is typed is kept, by kind and subject: it is there again
    when the form is next opened, after a crash too, until the act has been done.

    ``act`` runs in the background and is given what is typed, never the fields themselves;
    ``on_done`` is told what came of it once the form has closed. ``below`` stands under the fields,
    ``also`` beside the buttons.
    Where warnings stood, a field for the reason to go on appears; what is typed there is
    ``because``.
    """

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        *,
        title: str,
        lead: str,
        fields: Sequence[Field],
        accept: str,
        act: Callable[[Values], Outcome[Any]],
        said: str = "",
        on_done: Callable[[Any], None] | None = None,
        below: Sequence[QWidget] = (),
        also: Sequence[QWidget] = (),
        keeps: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self._act = act
        self._said = said
        self._on_done = on_done
        self.setWindowTitle(title)
        self.fields = Fields([*fields, *(part for part in below if isinstance(part, Field))])
        self.banner = Banner(shell.look)
        self.accept_button = button(accept, self.submit, kind="primary")
        self.accept_button.setDefault(True)
        cancel = button("Cancel", self.reject)
        parts: list[QWidget] = [label(title, "lead")]
        if lead:
            parts.append(label(lead, "muted", wrap=True))
        self.because = LineField(BECAUSE, "Why you go on")
        self.because.hide()
        self._form_part = self._form(fields, below)
        parts += [self.banner, self._form_part, self.because]
        self.afresh = button("Begin afresh", self._begin_afresh, tip="Throw away what was kept")
        self.afresh.hide()
        self._draft = Drafter(shell, *keeps, self.fields.raw) if keeps is not None else None
        self._blank: Mapping[str, Any] = {}
        foot = row(*also, self.afresh, None, cancel, self.accept_button)
        box = column(*parts, foot, gap="snug", margin="wide")
        box.setStretch(parts.index(self._form_part), 1)
        self.setLayout(box)

    def _form(self, fields: Sequence[Field], below: Sequence[QWidget]) -> QWidget:
        """Return the fields in one column, or in two; they scroll where there is no room.

        What stands below them has the whole width.
        """
        look, most = self.shell.look, room(self)
        is_narrow = len(fields) <= _ONE_COLUMN
        half = len(fields) if is_narrow else (len(fields) + 1) // 2
        columns = row(column(*fields[:half], None), gap="broad")
        if not is_narrow:
            columns.addLayout(column(*fields[half:], None))
            columns.setStretch(0, 1)
            columns.setStretch(1, 1)
        self.setMinimumWidth(min(look.px(_NARROW if is_narrow else _WIDE), most.width()))
        whole = column(columns, *below, gap="room")
        inside = holder(whole)
        for part in inside.findChildren(QWidget):
            part.ensurePolished()  # or it would be measured with smaller letters
        tall = whole.sizeHint().height() + look.px(8)
        left = most.height() - look.px(_AROUND)
        if is_narrow and tall <= left:
            return inside
        whole.setContentsMargins(0, 0, 10, 0)
        area = scrolling(inside)
        area.setMinimumHeight(min(look.px(_TALLEST), tall, left))
        return area

    # What is typed and not yet done

    def open(self) -> None:
        """Override of QDialog: look for what was typed before."""
        super().open()
        draft = self._draft
        if draft is None:
            return
        self._blank = self.fields.raw()
        draft.found.connect(self._restore)
        for field in self.fields:
            field.changed.connect(self._typed)
        draft.look()

    def reject(self) -> None:
        """Override of QDialog: what was typed is kept for another time."""
        if self._draft is not None:
            self._draft.settle()
        super().reject()

    def _typed(self) -> None:
        if self._draft is not None and self.fields.raw() != self._blank:
            self._draft.touched()

    def _restore(self, found: Draft) -> None:
        """Put back what was typed, unless somebody types already."""
        if self._draft is None or self.fields.raw() != self._blank:
            return
        self._draft.paused(True)
        self.fields.set_raw(found.payload)
        self._draft.paused(False)
        self.afresh.show()
        self.banner.show_message(
            f"Found again as you left it {text.moment(found.updated_at)}.", Tone.INFO
        )

    def _begin_afresh(self) -> None:
        """Throw away what was kept, and show the form as it was at first."""
        if self._draft is None:
            return
        self._draft.paused(True)
        self.fields.set_raw(self._blank)
        self._draft.paused(False)
        self._draft.drop()
        self.afresh.hide()
        self.banner.hide_message()

    def submit(self) -> None:
        """Try the act with what is typed."""
        self.fields.clear_faults()
        wrong = self.fields.first_wrong()
        if wrong is not None:
            wrong.setFocus()
            return
        self.accept_button.setEnabled(False)
        given = self.fields.values()
        if not self.because.isHidden():
            given = {**given, BECAUSE: self.because.value()}
        self.shell.tasks.run_change(
            self,
            partial(self._act, given),
            self._done,
            on_fault=self._refused,
        )

    def _done(self, value: object) -> None:
        if self._draft is not None:
            self._draft.drop()
        if self._said:
            self.shell.say(self._said)
        self.accept()
        if self._on_done is not None:
            self._on_done(value)

    def _refused(self, fault: Exception) -> None:
        self.accept_button.setEnabled(True)
        if not isinstance(fault, DeskError):
            self.reject()
            self.shell.fault.emit(fault)
            return
        if isinstance(fault, ReasonNeeded):
            self._warn(fault)
            return
        sentences = (
            [words.problem(problem) for problem in fault.problems if problem.refuses]
            if isinstance(fault, ProblemsFound)
            else [words.error(fault)]
        )
        if fault.field in self.fields:
            field = self.fields[str(fault.field)]
            field.set_fault(sentences[0])
            field.setFocus()
            sentences = sentences[1:]
        if sentences:
            self.banner.show_message(" ".join(sentences), Tone.DANGER)

    def _warn(self, fault: ReasonNeeded) -> None:
        """Say what is questionable, and ask for the reason to go on all the same."""
        warnings = (p for p in fault.problems if p.severity is Severity.WARN)
        self.banner.show_message(" ".join(map(words.problem, warnings)), Tone.WARNING)
        self.because.show()
        self.because.setFocus()
