"""Triage: what is so on the left, what a person makes of it on the right."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from dolsdesk.domain.dols import triage as rules
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.triage import AgniScreen, QuestionSet, Triage
from dolsdesk.services import triage, words
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import column, holder, label, room, row, scrolling
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    Values,
    options,
)

_WIDE, _TALL = 900, 470
_AROUND = 250


class _Words(QLabel):
    """What a factor says, over as many lines as it takes; pressing it ticks its box."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override of QLabel."""
        self._box.setFocus()
        self._box.toggle()
        super().mousePressEvent(event)


class FactorsField(Field):
    """The factors of a question set as boxes under the heading of their band."""

    def __init__(self, questions: QuestionSet) -> None:
        self.boxes: dict[str, QCheckBox] = {}
        inside = column(gap="hair")
        for band in [*[band.value for band in Priority], ""]:
            asked = [factor for factor in questions.asked if factor.band == band]
            if not asked:
                continue
            name = words.fact(band) if band else "No band of its own"
            inside.addWidget(label(name, "heading"))
            for factor in asked:
                box = QCheckBox()
                box.setAccessibleName(f"{name}: {factor.text}")
                self.boxes[factor.id] = box
                line = row(box, _Words(factor.text, box), gap="tight")
                line.setStretch(1, 1)
                inside.addLayout(line)
        super().__init__("factors", f"What is so ({questions.name})", holder(inside))
        self.setFocusProxy(next(iter(self.boxes.values())))
        for box in self.boxes.values():
            box.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> list[str]:
        return [name for name, box in self.boxes.items() if box.isChecked()]

    def raw(self) -> list[str]:
        return self.value()

    def set_raw(self, raw: Any) -> None:
        for name, box in self.boxes.items():
            box.setChecked(name in (raw or ()))


class TriageDialog(FormDialog):
    """The questions of the set in use, and what is confirmed."""

    def __init__(
        self, shell: Shell, parent: QWidget, request_id: int, questions: QuestionSet,
        earlier: Triage | None,
    ) -> None:  # fmt: skip
        self._questions = questions
        look = shell.look

        def today() -> date:
            return shell.ctx.today

        self.factors = FactorsField(questions)
        self.band = ChoiceField("priority", "Band", options(Priority, blank="Choose"))
        self.next_on = DateField("next_contact_on", "Next contact", look, today)
        screen = ChoiceField(
            "screen",
            "Under the test since 2 June 2026",
            options(AgniScreen, blank="Choose"),
            hint="It orders nothing and decides nothing; a request ends only in a lawful way.",
        )
        fields: list[Field] = [
            self.factors,
            self.band,
            ProseField("reason", "Why this band", look, lines=2),
            screen,
            LineField("screen_why", "What that rests on"),
            self.next_on,
        ]
        super().__init__(
            shell,
            parent,
            title="Triage" if earlier is None else "Triage again",
            lead="The answers suggest a band, and you confirm one. A band orders the work: it moves"
            " no date and changes no duty. Earlier triages stay on record.",
            fields=fields,
            accept="Confirm",
            act=lambda given: _act(shell, request_id, questions, given),
            said="Triaged. The clock runs on.",
            keeps=("triage", str(request_id)),
        )
        if earlier is not None:
            self.factors.set_raw([answer.id for answer in earlier.answers])
        self.factors.changed.connect(self._suggest)
        self.band.changed.connect(self._propose_contact)
        self._suggest()

    def _form(self, fields: Sequence[Field], below: Sequence[QWidget]) -> QWidget:
        """Return the factors on the left, which scroll, and the rest on the right."""
        look, most = self.shell.look, room(self)
        left = scrolling(holder(column(fields[0], None)))
        right = scrolling(holder(column(*fields[1:], *below, None, gap="snug")))
        both = row(left, right, gap="broad")
        both.setStretch(0, 5)
        both.setStretch(1, 4)
        self.setMinimumWidth(min(look.px(_WIDE), most.width()))
        tall = min(look.px(_TALL), most.height() - look.px(_AROUND))
        for area in (left, right):
            area.setMinimumHeight(tall)
        return holder(both)

    def _suggest(self) -> None:
        found = rules.suggested(rules.answered(self._questions, self.factors.value()))
        said = words.fact(found.value) if found else "no band"
        self.band.set_hint(f"The answers say: {said.lower()}.")

    def _propose_contact(self) -> None:
        """Propose the next contact by the target of the band, unless a day was typed."""
        band = self.band.choice(Priority)
        if band is not None and not self.next_on.raw():
            self.next_on.set_value(triage.next_contact(self.shell.ctx, band))


def _act(shell: Shell, request_id: int, questions: QuestionSet, given: Values) -> Outcome[Triage]:
    return triage.triage(
        shell.ctx,
        request_id,
        questions,
        ticked=given["factors"],
        band=Priority(given["priority"]) if given["priority"] else None,
        reason=given["reason"],
        screen=AgniScreen(given["screen"]) if given["screen"] else None,
        screen_why=given["screen_why"],
        next_contact_on=given["next_contact_on"],
        because=given.get(BECAUSE, ""),
    )
