"""Sections that both sheets have: what the form is about, people and papers, capacity."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLabel

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.form_parts import (
    Ability,
    AbilityFound,
    AssessedFor,
    CapacityFound,
    Document,
)
from dolsdesk.services import words
from dolsdesk.services.asked import ask
from dolsdesk.ui.pages.assessor.asks import Maker
from dolsdesk.ui.pages.assessor.section import Asked, Section, Standing
from dolsdesk.ui.widgets.basics import column, holder, label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    LineField,
    TickField,
    TimeField,
    as_bool,
    options,
)
from dolsdesk.ui.widgets.flow import FlowLayout, lines
from dolsdesk.ui.widgets.rows import Cell, RowsField

Today = Callable[[], date]
_MET = ((Result.POSITIVE.value, "Yes, met"), (Result.NEGATIVE.value, "No, not met"))


def met(make: Maker, kind: AssessmentKind, title: str = "") -> ChoiceField:
    """Return the question whether a requirement is met."""
    return make.choice(f"{kind.value}_result", [("", "Choose"), *_MET], title=title)


class About(Section):
    """Which assessments, for what, when, and about whom."""

    def __init__(self, make: Maker, today: Today, kinds: Sequence[AssessmentKind]) -> None:
        look = make.look
        self.who: QLabel = label("", "muted", wrap=True)
        self.ticks = {kind: TickField(f"which_{kind.value}", words.fact(kind.value))
                      for kind in kinds}  # fmt: skip
        self.assessed_for = make.choice("assessed_for", options(AssessedFor))
        self.carried_out = DateField(
            "assessment_carried_out_on", ask("assessment_carried_out_on").title, look, today
        )
        self.at = TimeField("carried_out_at", ask("carried_out_at").title)
        self.visited = DateField("visited_on", ask("visited_on").title, look, today)
        self.present = make.line("present_address")
        which = FlowLayout(gap=12)
        for tick in self.ticks.values():
            which.addWidget(tick)
        chosen = holder(column(label(ask("which").title, "label"), holder(which), gap="hair"))
        super().__init__(
            "This assessment",
            [
                self.who,
                make.with_law("which", chosen),
                lines(look, [(self.carried_out, 2), (self.at, 1), (self.visited, 2)],
                      [(self.assessed_for, 3), (self.present, 3)]),
            ],
            [*self.ticks.values(), self.assessed_for, self.carried_out, self.at, self.visited,
             self.present],
            [self.carried_out, self.visited],
        )  # fmt: skip

    @property
    def kinds(self) -> frozenset[AssessmentKind]:
        """Return the assessments that are made on this form."""
        return frozenset(kind for kind, tick in self.ticks.items() if tick.value())


class Papers(Section):
    """Documents considered."""

    def __init__(self, make: Maker, today: Today) -> None:
        look = make.look
        self.documents = RowsField(
            "documents", ask("documents").title, look,
            (
                Cell("name", lambda: LineField("name", "Document"), 4),
                Cell("dated_on", lambda: DateField("dated_on", "Dated", look, today), 2),
            ),
            add="Add a document",
        )  # fmt: skip
        super().__init__(
            "Documents considered",
            [make.with_law("documents", self.documents)],
            [self.documents],
            [self.documents],
        )

    def read(self) -> tuple[Document, ...]:
        """Return the documents typed."""
        return tuple(
            Document(row["name"], row["dated_on"]) for row in self.documents.value() if row["name"]
        )


class Capacity(Section):
    """The capacity assessment: support, result, impairment, the four abilities, the cause."""

    def __init__(self, make: Maker, when: Asked) -> None:
        look = make.look
        kind = AssessmentKind.MC
        self.result = make.choice(
            "mc_result",
            [
                ("", "Choose"),
                (Result.POSITIVE.value, "Lacks capacity (requirement met)"),
                (Result.NEGATIVE.value, "Has capacity (not met)"),
            ],
        )  # fmt: skip
        self.support = make.prose("support_steps")
        self.impairment = make.prose("impairment", lines=2)
        self.abilities = {
            one: (
                make.choice(
                    one.value,
                    [("", "Choose"), ("yes", "Able"), ("no", "Unable")],
                    title=words.fact(one.value),
                ),
                make.prose(f"{one.value}_evidence", title=f"Evidence: {words.fact(one.value)}",
                           lines=2),
            )
            for one in Ability
        }  # fmt: skip
        self.cause = make.prose("cause", lines=2)
        self.reasons = make.prose(f"{kind.value}_reasons")
        pairs = column(gap="snug")
        for answer, evidence in self.abilities.values():
            pairs.addLayout(lines(look, [(answer, 2), (evidence, 4)]))
        self._lacking = holder(
            column(
                make.with_law("impairment", self.impairment),
                make.with_law("abilities", holder(pairs)),
                make.with_law("cause", self.cause),
                gap="room",
            )
        )
        flat = [field for pair in self.abilities.values() for field in pair]
        super().__init__(
            "Mental capacity",
            [
                make.with_law("support_steps", self.support),
                make.with_law("mc_result", self.result),
                self._lacking,
                self.reasons,
            ],
            [self.support, self.result, self.impairment, *flat, self.cause, self.reasons],
            [self.support, self.result, self.impairment,
             *(answer for answer, _evidence in self.abilities.values()), self.cause, self.reasons],
            when=when,
        )  # fmt: skip

    def follow(self, standing: Standing) -> None:
        """Ask for the impairment and the evidence only where somebody lacks capacity."""
        super().follow(standing)
        has = self.result.value() == Result.NEGATIVE.value
        for field in (self.impairment, self.cause):
            field.setVisible(not has)
        for answer, evidence in self.abilities.values():
            evidence.setVisible(answer.value() == "no" or bool(evidence.value()))

    def read(self) -> CapacityFound:
        """Return what is typed."""
        return CapacityFound(
            support_steps=self.support.value(),
            impairment=self.impairment.value(),
            cause=self.cause.value(),
            abilities=tuple(
                AbilityFound(one, as_bool(answer), evidence.value())
                for one, (answer, evidence) in self.abilities.items()
            ),
        )
