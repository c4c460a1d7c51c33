"""An act on several cases: what is asked, what would change in each, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.bulk import BulkAct
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.errors import DeskError
from dolsdesk.services import bulk, words
from dolsdesk.services.bulk import Hands, Line, Plan, Result
from dolsdesk.services.bulk_kinds import Wish
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import (
    Banner,
    button,
    column,
    fit,
    holder,
    label,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    Fields,
    LineField,
    ProseField,
    TickField,
    Values,
)

_WIDE, _TALL = 900, 560


@dataclass(frozen=True, slots=True)
class _Shown:
    """One case of the list: whether it stays in, and what came of it."""

    line: Line
    is_in: bool
    came: str = ""
    is_left: bool = False


class BulkDialog(QDialog):
    """Asks, shows case by case what would change, and does it in the background.

    ``done`` says what came of it; ``undo_wanted`` that it is to be undone at once.
    """

    done_with = Signal(object)
    undo_wanted = Signal(int)

    def __init__(
        self, shell: Shell, parent: QWidget, act: BulkAct, ids: tuple[int, ...], hands: Hands
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self.act = act
        self.ids = ids
        self.plan: Plan | None = None
        self.outcome: Result | None = None
        self._hands = hands
        self._stop = Stop()
        self._is_running = False
        self.setWindowTitle(words.fact(f"bulk_{act.value}"))
        self.banner = Banner(shell.look)
        self.fields = Fields(_FORMS[act](shell, hands))
        self.steps = QStackedWidget()
        self.steps.addWidget(self._asking())
        self.steps.addWidget(self._looking())
        box = column(
            label(f"{self.windowTitle()}: {text.number_of(len(ids), 'case')}", "lead"),
            self.banner, self.steps, margin="wide",
        )  # fmt: skip
        box.setStretch(2, 1)
        self.setLayout(box)
        fit(self, shell.look, _WIDE, _TALL)
        shell.tasks.progressed.connect(self._progressed)

    # What is laid out

    def _asking(self) -> QWidget:
        self.see = button("See what would change", self.look_at, kind="primary")
        self.see.setDefault(True)
        asked = scrolling(holder(column(*self.fields, None, gap="room")))
        foot = row(None, button("Cancel", self.reject), self.see)
        never = label(words.sentence("BULK_NEVER"), "muted", wrap=True)
        made = column(asked, never, foot)
        made.setStretch(0, 1)
        return holder(made)

    def _looking(self) -> QWidget:
        look = self.shell.look
        self.said = label("", wrap=True)
        self.model: RowModel[_Shown] = RowModel(_columns(), look, self)
        self.table: RowTable[_Shown] = RowTable(self.model, "What would change, case by case", look)
        self.table.let_choose_several()
        self.take_out = button(
            "Take out or put back", self.toggle, tip="The chosen cases of this list (Space)"
        )
        space = QShortcut(QKeySequence("Space"), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self.toggle)
        self.detail = label("", wrap=True)
        self.table.chosen.connect(lambda shown: self.detail.setText(_whole(shown)))
        self.ask = label("", "muted", wrap=True)
        self.declared = TickField("is_declared", "Asked of every case that stays in; each no")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress")
        self.progress.hide()
        self.undo = button("Undo", self._undo, tip="Put back what was done, as far as it can be")
        self.back = button("Back", self.ask_again)
        self.leave = button("Cancel", self.reject)
        self.go = button("", self.run, kind="primary")
        foot = row(
            self.take_out, None, self.undo, self.back, self.leave, self.go
        )  # fmt: skip
        made = column(
            self.said, self.table, self.detail, self.ask, self.declared, self.progress, foot
        )
        made.setStretch(1, 1)
        return holder(made)

    # Asking

    def look_at(self) -> None:
        """Ask what would change in each case, if nothing that is asked is lacking."""
        self.fields.clear_faults()
        self.banner.hide_message()
        wrong = self.fields.first_wrong()
        if wrong is not None:
            wrong.setFocus()
            return
        wish = _wish(self.act, self.fields.values())
        self.see.setEnabled(False)
        self.shell.tasks.run_read(
            self, partial(bulk.check, self.shell.ctx, wish), self._look, on_fault=self._refused
        )

    def ask_again(self) -> None:
        """Go back to what was asked; everything typed is still there."""
        self._stop.ask()
        self.banner.hide_message()
        self.see.setEnabled(True)
        self.steps.setCurrentIndex(0)
        next(iter(self.fields)).setFocus()

    def _look(self, wish: Wish) -> None:
        self.plan = None
        self._stop = Stop()
        self.model.replace(())
        self.said.setText("Looking at each case…")
        self._ask_of(wish)
        self.steps.setCurrentIndex(1)
        self._show_buttons()
        self._begin_progress()
        report, stop = self.shell.tasks.report, self._stop
        self.shell.tasks.run_long(
            self,
            partial(bulk.look, self.shell.ctx, wish, self.ids, progress=report, stop=stop),
            partial(self._looked, stop),
            on_fault=self._refused,
            stop=stop,
        )

    def _looked(self, stop: Stop, plan: Plan) -> None:
        if stop():  # somebody went back meanwhile
            return
        self.progress.hide()
        self.plan = plan
        lines = sorted(plan.lines, key=lambda line: not line.can)
        self.model.replace([_Shown(line, line.can) for line in lines])
        self.table.select_first()
        self._show_buttons()
        self.table.setFocus()

    def _ask_of(self, wish: Wish) -> None:
        """Show what the new assessor is to be asked about every case."""
        is_asked = wish.act is BulkAct.REALLOCATE
        self.ask.setVisible(is_asked)
        self.declared.setVisible(is_asked)
        if is_asked:
            name = next(one.name for one in self._hands.taking if one.id == wish.to_id)
            questions = " ".join(words.fact(question.value) for question in Declared)
            self.ask.setText(words.sentence("BULK_ASK", name=name, questions=questions))

    # The list

    @property
    def taken(self) -> tuple[int, ...]:
        """Return the cases that stay in."""
        return tuple(shown.line.request_id for shown in self.model.rows if shown.is_in)

    def toggle(self) -> None:
        """Take the chosen cases out of the list, or put them back."""
        if self.outcome is not None or self._is_running:
            return
        chosen = {shown.line.request_id for shown in self.table.chosen_rows if shown.line.can}
        is_in = not any(shown.is_in for shown in self.model.rows if shown.line.request_id in chosen)
        for number, shown in enumerate(self.model.rows):
            if shown.line.request_id in chosen:
                self.model.change(number, replace(shown, is_in=is_in))
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_over, is_seen = self.outcome is not None, self.plan is not None
        can = len(self.taken)
        self.take_out.setVisible(not is_over)
        self.take_out.setEnabled(is_seen and not self._is_running)
        self.back.setVisible(not is_over)
        self.back.setEnabled(not self._is_running)
        self.undo.setVisible(is_over and bool(self.outcome and self.outcome.done))
        self.go.setVisible(not is_over)
        self.go.setText(f"Do it in {text.number_of(can, 'case')}")
        self.go.setEnabled(bool(can) and not self._is_running)
        self.declared.setEnabled(not self._is_running and not is_over)
        self.leave.setText("Close" if is_over else "Stop" if self._is_running else "Cancel")
        if is_seen and not is_over and not self._is_running:
            self.said.setText(_counted(self.model.rows))

    # Doing it

    def run(self) -> None:
        """Do it in the cases that stay in, one after another."""
        if self.plan is None:
            return
        self.declared.set_fault("")
        wish = replace(self.plan.wish, is_declared=self.declared.value())
        self._is_running, self._stop = True, Stop()
        self._show_buttons()
        self._begin_progress()
        self.said.setText("Each case is a change of its own. Those done stay done if you stop.")
        self.shell.tasks.run_long(
            self,
            partial(
                bulk.run, self.shell.ctx, replace(self.plan, wish=wish), self.taken,
                progress=self.shell.tasks.report, stop=self._stop,
            ),
            self._done,
            on_fault=self._refused,
            stop=self._stop,
        )  # fmt: skip

    def _done(self, result: Result) -> None:
        self._is_running, self.outcome = False, result
        self.progress.hide()
        done, left = frozenset(result.done), {one.request_id: one.why for one in result.left}
        self.model.replace(
            [
                replace(
                    shown,
                    came="Done" if shown.line.request_id in done
                    else left.get(shown.line.request_id, "Taken out"),
                    is_left=shown.line.request_id not in done,
                )
                for shown in self.model.rows
            ]
        )  # fmt: skip
        self.table.select_first()
        self.said.setText(told(result))
        self._show_buttons()
        self.leave.setFocus()
        self.done_with.emit(result)

    def _undo(self) -> None:
        if self.outcome is not None:
            self.undo_wanted.emit(self.outcome.batch_id)
            self.accept()

    def _begin_progress(self) -> None:
        self.progress.setRange(0, len(self.ids))
        self.progress.setValue(0)
        self.progress.show()

    def _progressed(self, done: int, total: int, _said: str) -> None:
        if self.progress.isVisible():
            self.progress.setRange(0, total)
            self.progress.setValue(done)

    def reject(self) -> None:
        """Override of QDialog: while it is done, stop after the case under way."""
        self._stop.ask()
        if self._is_running:
            self.leave.setEnabled(False)
            return
        super().reject()

    def _refused(self, fault: Exception) -> None:
        self._is_running = False
        self.progress.hide()
        self.see.setEnabled(True)
        if not isinstance(fault, DeskError):
            super().reject()
            self.shell.fault.emit(fault)
            return
        sentence = words.error(fault)
        if fault.field == self.declared.name:
            self._show_buttons()
            self.declared.set_fault(sentence)
            self.declared.setFocus()
        elif fault.field in self.fields:
            self.steps.setCurrentIndex(0)
            self.fields[str(fault.field)].set_fault(sentence)
            self.fields[str(fault.field)].setFocus()
        else:
            self._show_buttons()
            self.banner.show_message(sentence, Tone.DANGER)


def told(result: Result, *, is_undone: bool = False) -> str:
    """Return in a few sentences what came of an act, or of undoing one; the left out by reason."""
    name = words.fact(f"bulk_{result.act.value}")
    what = "undone" if is_undone else "done"
    parts = [f"{name}: {what} in {text.number_of(len(result.done), 'case')}."]
    by_why: dict[str, list[str]] = {}
    for left in result.left:
        by_why.setdefault(left.why, []).append(left.ref)
    if by_why:
        parts.append(f"Not {what} in {text.number_of(len(result.left), 'case')}.")
    parts += [f"{', '.join(refs)}: {why}" for why, refs in by_why.items()]
    return " ".join(parts)


def _counted(shown: Sequence[_Shown]) -> str:
    """Return how many change, how many were taken out, and how many cannot."""
    changing = sum(one.is_in for one in shown)
    cannot = sum(not one.line.can for one in shown)
    out = len(shown) - changing - cannot
    parts = [f"{text.number_of(changing, 'case')} would change."]
    if out:
        parts.append(f"{out:,} taken out.")
    if cannot:
        parts.append(f"In {text.number_of(cannot, 'case')} it cannot be done; each says why.")
    return " ".join(parts)


def _known(shown: _Shown) -> str:
    """Return what came of it, or else what is to be known before."""
    return shown.came or " ".join((*shown.line.why_not, *shown.line.warnings))


def _whole(shown: _Shown) -> str:
    """Return everything that a line says, where its columns have no room for it."""
    return "\n".join(filter(None, (shown.line.change, _known(shown))))


def _columns() -> list[Column[_Shown]]:
    def stays(shown: _Shown) -> str:
        if not shown.line.can:
            return "cannot"
        return "in" if shown.is_in else "taken out"

    def tone(shown: _Shown) -> str:
        if shown.came:
            return "warning" if shown.is_left else "good"
        return "danger" if not shown.line.can else ""

    return [
        Column("in", "In", stays, 72, tone=lambda r: "" if r.line.can else "danger"),
        Column("ref", "Reference", lambda r: r.line.ref, 94),
        Column("person", "Person", lambda r: r.line.person_name, 140, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.line.place_name, 130),
        Column("change", "What would change", lambda r: r.line.change, 230,
               tip=lambda r: r.line.change),
        Column("known", "What to know", _known, 240, tone=tone, tip=_known),
    ]  # fmt: skip


# What each act asks


def _reallocation(_shell: Shell, hands: Hands) -> list[Field]:
    owing = [(str(one.id), f"{one.name}, {one.count:,} of those chosen") for one in hands.owing]
    taking = [
        (str(one.id), f"{one.name}, {text.number_of(one.count, 'open case')}")
        for one in hands.taking
    ]
    return [
        ChoiceField("from_id", "From", owing or [("", "Nobody owes an assessment in these cases")]),
        ChoiceField("to_id", "To", [("", "Choose"), *taking],
                    hint="May they act, and is there a conflict? Asked for each case"),
        LineField("reason", "Why", hint="Kept with every case: leaver, sickness, conflict"),
    ]  # fmt: skip


def _contact(shell: Shell, _hands: Hands) -> list[Field]:
    return [
        DateField("on", "Next contact", shell.look, lambda: shell.ctx.today,
                  hint="Blank takes how often each band is in contact, from today"),
        LineField("reason", "Why", hint="Needed where a day is later than the target"),
    ]  # fmt: skip


def _letter(shell: Shell, _hands: Hands) -> list[Field]:
    on = DateField("on", "Due", shell.look, lambda: shell.ctx.today,
                   hint="They stand under Contact due until each is sent")  # fmt: skip
    on.set_value(shell.ctx.today)
    return [on, LineField("reason", "Why", hint="Needed where a day is later than the target")]


def _note(shell: Shell, _hands: Hands) -> list[Field]:
    return [ProseField("note", "Note", shell.look, lines=5, hint="The same in each case")]


_FORMS: dict[BulkAct, Callable[[Shell, Hands], list[Field]]] = {
    BulkAct.REALLOCATE: _reallocation,
    BulkAct.NEXT_CONTACT: _contact,
    BulkAct.LETTER_DUE: _letter,
    BulkAct.NOTE: _note,
}


def _wish(act: BulkAct, given: Values) -> Wish:
    def number(name: str) -> int | None:
        return int(given[name]) if given.get(name) else None

    return Wish(
        act,
        reason=given.get("reason", ""),
        from_id=number("from_id"),
        to_id=number("to_id"),
        on=given.get("on"),
        note=given.get("note", ""),
    )
