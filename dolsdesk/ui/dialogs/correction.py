"""Correcting what was recorded: the old value, the new one, and every legal date that moves."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols import corrections as rules
from dolsdesk.domain.dols.case import Case, CaseEvent
from dolsdesk.domain.dols.corrections import Correctable, Moved, Value
from dolsdesk.services import corrections, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.reasons import worth_showing
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    LineField,
    NumberField,
    ProseField,
    Values,
)


class CorrectionDialog(FormDialog):
    """One fact, what is right, and what follows from it; dates of the law can only be looked at."""

    def __init__(
        self, shell: Shell, parent: QWidget, case: Case, choices: Sequence[tuple[str, str]]
    ) -> None:
        self._case = case
        self.which = ChoiceField("which", "What is wrong", choices)
        self.day = DateField("day", "The right day", shell.look, lambda: shell.ctx.today)
        self.days = NumberField("days", "The right number of days", most=99)
        self.moves = label("", "small", wrap=True)
        super().__init__(
            shell,
            parent,
            title="Correct what was recorded",
            lead="The correction is a new entry that names the old one; both stay on record. Days"
            " shown without authority go away only where a paper shows that they were none.",
            fields=[
                self.which,
                self.day,
                self.days,
                ProseField("why", "Why it was wrong", shell.look, lines=2),
                LineField("paper", "What shows it: from whom, dated when"),
            ],
            below=[self.moves],
            accept="Correct it",
            act=partial(_act, shell, case.request.id),
            said="Corrected. The old entry stays in the history.",
        )
        self.which.changed.connect(self._chosen)
        for field in (self.day, self.days):
            field.changed.connect(self._follow)
        self._chosen()

    def _chosen(self) -> None:
        """Show what is recorded now, and ask for a day or for a number."""
        fact = self._fact
        is_number = fact is Correctable.URGENT_PERIOD
        self.day.setVisible(not is_number)
        self.days.setVisible(is_number)
        held = rules.held(self._case, fact) if fact is not None else None
        self.which.set_hint(f"Recorded: {_told(held)}." if fact is not None else "")
        self._follow()

    def _follow(self) -> None:
        """Say which legal dates would move."""
        fact, value = self._fact, self._value
        if fact is None or value is None or value == rules.held(self._case, fact):
            self.moves.setText("")
            return
        found = corrections.preview(self.shell.ctx, self._case, fact, value)
        self.moves.setText("\n".join(map(_line, found)) or "No legal date moves.")

    @property
    def _fact(self) -> Correctable | None:
        chosen = self.which.value()
        return Correctable(chosen) if chosen in set(Correctable) else None

    @property
    def _value(self) -> Value:
        return self.days.value() if self._fact is Correctable.URGENT_PERIOD else self.day.value()


class RewordDialog(FormDialog):
    """The day and the words of an entry that states nothing else."""

    def __init__(self, shell: Shell, parent: QWidget, request_id: int, event: CaseEvent) -> None:
        on = DateField("happened_on", "Happened on", shell.look, lambda: shell.ctx.today)
        on.set_value(event.happened_on)
        detail = ProseField("detail", "What happened", shell.look, lines=2)
        detail.set_raw(event.detail)
        super().__init__(
            shell,
            parent,
            title="Correct an entry",
            lead="The correction is a new entry that names the old one; both stay on record.",
            fields=[on, detail, ProseField("why", "Why it was wrong", shell.look, lines=2)],
            accept="Correct it",
            act=lambda given: corrections.reword(
                shell.ctx,
                request_id,
                event.id,
                happened_on=given["happened_on"],
                detail=given["detail"],
                why=given["why"],
            ),
            said="Corrected. The old entry stays in the history.",
        )


def of_case(shell: Shell, parent: QWidget, view: CaseView) -> CorrectionDialog:
    """Return the form that corrects anything about a request; dates of the law are listed too."""
    facts = [(one.value, words.fact(one.value)) for one in corrections.correctable(view.case)]
    known = {name for name, _said in facts}
    derived = [
        (one.key, f"{words.fact(one.key)} (worked out)")
        for one in worth_showing(view.answer.results.values())
        if one.key not in known
    ]
    return CorrectionDialog(shell, parent, view.case, [*facts, *derived])


def of_event(shell: Shell, parent: QWidget, case: Case, event: CaseEvent) -> FormDialog:
    """Return the form that corrects one entry of the history."""
    stated = corrections.stated_by(event, case)
    if not stated:
        return RewordDialog(shell, parent, case.request.id, event)
    choices = [(one.value, words.fact(one.value)) for one in stated]
    return CorrectionDialog(shell, parent, case, choices)


def _act(shell: Shell, request_id: int, given: Values) -> Outcome[tuple[Moved, ...]]:
    is_number = given["which"] == Correctable.URGENT_PERIOD.value
    return corrections.correct(
        shell.ctx,
        request_id,
        given["which"],
        value=given["days"] if is_number else given["day"],
        why=given["why"],
        paper=given["paper"],
        because=given.get(BECAUSE, ""),
    )


def _told(value: Value) -> str:
    if isinstance(value, int):
        return text.number_of(value, "day")
    return text.day_date(value) if value is not None else "not known"


def _line(one: Moved) -> str:
    return f"{words.fact(one.key)}: {_told(one.before)} becomes {_told(one.after)}"
