"""The finding about deprivation of liberty, as its decider made it (after-agni.md 4).

Prompts only: no total, no suggestion, nothing filled in.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.legal_test import (
    CURRENT_TEST,
    FACTORS,
    OLD_TEST,
    Basis,
    Capacity,
    Consent,
    Direction,
    DolTestRecord,
    Evidence,
    EvidenceKind,
    Factor,
    Finding,
    Imputable,
    Medication,
    Objective,
    Supports,
    VisitMode,
)
from dolsdesk.services import words
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import card, column, holder, label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    TickField,
    options,
)
from dolsdesk.ui.widgets.flow import FlowLayout, line, lines
from dolsdesk.ui.widgets.rows import Cell, RowsField

_BASIS_WORDS = {
    Basis.OBJECTIVE: "The restrictions do not amount to it",
    Basis.CONSENT: "Valid consent",
    Basis.NOT_IMPUTABLE: "Not the state's responsibility",
    Basis.HAS_CAPACITY: "The person has capacity to decide",
}


class FindingForm(QWidget):
    """Situation, factors, consent, outcome, reasons."""

    def __init__(
        self, look: Look, today: Callable[[], date], *, prose: type[ProseField] = ProseField
    ) -> None:
        super().__init__()
        self.test = ChoiceField(
            "test", "Test the assessor used", [(c, words.fact(c)) for c in (CURRENT_TEST, OLD_TEST)]
        )
        self.situation = prose("situation", "The concrete situation of this person", look, lines=3)
        self.factors = {
            code: (
                prose(f"{code}_narrative", words.fact(code), look, lines=2),
                ChoiceField(f"{code}_direction", "Which way", options(
                    Direction, first=Direction.NOT_KNOWN)),
            )
            for code in FACTORS
        }  # fmt: skip
        self.capacity = ChoiceField(
            "capacity",
            "Capacity to decide where to live for this care",
            options(Capacity, first=Capacity.NOT_ASSESSED),
        )
        self.objective = ChoiceField(
            "objective", "Objective element: confinement", options(Objective, blank="Choose")
        )
        self.consent = ChoiceField(
            "consent", "Wishes and feelings: consent", options(Consent, blank="Choose")
        )
        self.imputable = ChoiceField(
            "imputable", "Is the state responsible?", options(Imputable, blank="Choose")
        )
        self.medication = ChoiceField(
            "medication",
            "Could calming medicine hide an objection?",
            options(Medication, first=Medication.NOT_KNOWN),
        )
        self.prescriber = LineField("prescriber_view", "Prescriber's view")
        self.answer = LineField("objection_answer", "A recent objection, and the answer to it")
        self.evidence = RowsField(
            "evidence",
            "Signs of the person's wishes and feelings",
            look,
            (
                Cell("seen_on", lambda: DateField("seen_on", "Seen on", look, today), 2),
                Cell("kind", lambda: ChoiceField("kind", "Kind", options(EvidenceKind)), 2),
                Cell("supports", lambda: ChoiceField("supports", "Supports", options(Supports)), 2),
                Cell("what", lambda: LineField("what", "What was seen or heard"), 5),
                Cell("observer", lambda: LineField("observer", "By whom"), 3),
            ),
            add="Add a sign",
        )
        self.visit = ChoiceField(
            "visit_mode", "How the person was seen", options(VisitMode, blank="Choose")
        )
        self.why_not_seen = LineField("why_not_seen", "Why not seen")
        self.finding = ChoiceField("finding", "Outcome", options(Finding, blank="Choose"))
        self.basis = {
            basis: TickField(f"basis_{basis.value}", said) for basis, said in _BASIS_WORDS.items()
        }
        self.reasons = prose("test_reasons", "Reasons, in the decider's own words", look, lines=4)
        self.look_again = DateField("look_again_on", "Look again on", look, today)
        self.signs = LineField("objection_signs", "What would count as objecting, for this person")
        self.legal = LineField("legal_consulted", "Legal advice: from whom and when, or why not")
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        factors = column(gap="snug")
        for narrative, direction in self.factors.values():
            factors.addLayout(lines(look, [(narrative, 4), (direction, 2)]))
        why = FlowLayout(gap=12)
        for tick in self.basis.values():
            why.addWidget(tick)
        self.basis_part = holder(
            column(label("Why there is no deprivation", "label"), holder(why), gap="hair")
        )
        note = label(
            "Each factor is a prompt. No single one decides, and none is counted.", "muted"
        )
        self.setLayout(
            column(
                line(look, self.test, self.visit, self.why_not_seen),
                self.situation,
                card(column(label("Factors", "heading"), note, factors), name="sunken"),
                line(look, self.capacity, self.objective, self.imputable),
                line(look, self.consent, self.medication, self.prescriber),
                self.evidence,
                self.answer,
                line(look, self.finding, self.look_again),
                self.basis_part,
                self.reasons,
                line(look, self.signs, self.legal),
                gap="room",
            )
        )

    def fields(self) -> list[Field]:
        """Return every field."""
        pairs = [field for pair in self.factors.values() for field in pair]
        return [
            self.test, self.visit, self.why_not_seen, self.situation, *pairs, self.capacity,
            self.objective, self.imputable, self.consent, self.medication, self.prescriber,
            self.evidence, self.answer, self.finding, self.look_again, *self.basis.values(),
            self.reasons, self.signs, self.legal,
        ]  # fmt: skip

    def follow(self) -> None:
        """Show only what the findings so far make worth asking."""
        finding = self.finding.value()
        self.basis_part.setVisible(finding == Finding.NOT_DOL.value)
        self.look_again.setVisible(finding in {Finding.NOT_DOL.value, Finding.UNCERTAIN.value})
        self.signs.setVisible(finding == Finding.NOT_DOL.value)
        self.why_not_seen.setVisible(self.visit.value() == VisitMode.NOT_SEEN.value)

    def record(
        self, *, decided_on: date | None, decided_by: str, visited_on: date | None
    ) -> DolTestRecord:
        """Return the finding as it is typed."""
        return DolTestRecord(
            test=self.test.value(),
            decided_on=decided_on,
            decided_by=decided_by,
            situation=self.situation.value(),
            factors=tuple(
                Factor(code, narrative.value(), Direction(direction.value()))
                for code, (narrative, direction) in self.factors.items()
            ),
            capacity=Capacity(self.capacity.value()),
            objective=self.objective.choice(Objective),
            consent=self.consent.choice(Consent),
            imputable=self.imputable.choice(Imputable),
            evidence=self._evidence(decided_on),
            medication=Medication(self.medication.value()),
            prescriber_view=self.prescriber.value(),
            objection_answer=self.answer.value(),
            visit_mode=self.visit.choice(VisitMode),
            visited_on=visited_on,
            why_not_seen=self.why_not_seen.value(),
            finding=self.finding.choice(Finding),
            basis=frozenset(basis for basis, tick in self.basis.items() if tick.value()),
            reasons=self.reasons.value(),
            look_again_on=self.look_again.value(),
            objection_signs=self.signs.value(),
            legal_consulted=self.legal.value(),
        )

    def show_record(self, record: DolTestRecord) -> None:
        """Put a finding back as it was typed."""
        told = {one.code: one for one in record.factors}
        for code, (narrative, direction) in self.factors.items():
            held = told.get(code)
            narrative.set_raw(held.narrative if held else "")
            direction.set_raw((held.direction if held else Direction.NOT_KNOWN).value)
        for field, value in (
            (self.test, record.test), (self.situation, record.situation),
            (self.capacity, record.capacity), (self.objective, record.objective),
            (self.consent, record.consent), (self.imputable, record.imputable),
            (self.medication, record.medication), (self.prescriber, record.prescriber_view),
            (self.answer, record.objection_answer), (self.visit, record.visit_mode),
            (self.why_not_seen, record.why_not_seen), (self.finding, record.finding),
            (self.reasons, record.reasons), (self.signs, record.objection_signs),
            (self.legal, record.legal_consulted),
        ):  # fmt: skip
            field.set_raw(value or "")
        self.look_again.set_value(record.look_again_on)
        for basis, tick in self.basis.items():
            tick.set_raw(basis in record.basis)
        self.evidence.set_raw([
            {"seen_on": one.seen_on.strftime("%d/%m/%Y"), "kind": one.kind.value,
             "supports": one.supports.value, "what": one.what, "observer": one.observer}
            for one in record.evidence
        ])  # fmt: skip

    def _evidence(self, decided_on: date | None) -> tuple[Evidence, ...]:
        found = []
        for sign in self.evidence.value():
            seen_on = sign["seen_on"] or decided_on
            if sign["what"] and seen_on is not None:
                found.append(
                    Evidence(
                        seen_on,
                        EvidenceKind(sign["kind"]),
                        Supports(sign["supports"]),
                        sign["what"],
                        sign["observer"],
                    )
                )
        return tuple(found)
