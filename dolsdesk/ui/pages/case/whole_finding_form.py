"""A finding that stands by itself: the form every finding has, and what only a formal one carries.

Prompts only: no total, no suggestion, nothing filled in.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.legal_test import (
    Consulted,
    Covers,
    DolTestRecord,
    Doubt,
    Medication,
    Reliability,
    Setting,
    Special,
)
from dolsdesk.services import words
from dolsdesk.ui.pages.case.finding_form import FindingForm
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import card, column, holder, label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    TickField,
    as_bool,
    options,
    yes_no,
)
from dolsdesk.ui.widgets.flow import FlowLayout, line
from dolsdesk.ui.widgets.rows import Cell, RowsField


class WholeFindingForm(QWidget):
    """Setting, period, situation, factors, consent with its evidence, outcome, reasons."""

    def __init__(
        self, look: Look, today: Callable[[], date], *, prose: type[ProseField] = ProseField
    ) -> None:
        super().__init__()
        self.base = FindingForm(look, today, prose=prose)
        self.setting = ChoiceField("setting", "Kind of place", options(Setting, blank="Choose"))
        self.period_from = DateField("period_from", "Since when", look, today)
        self.expected_to = DateField("expected_to", "Expected until", look, today)
        self.open_ended = yes_no("is_open_ended", "Open-ended?")
        self.visited_on = DateField("visited_on", "Person seen on", look, today)
        self.seen_alone = yes_no("seen_alone", "Seen alone?")
        self.why_not_alone = LineField("why_not_alone", "Why not alone")
        self.objective_reasons = prose(
            "objective_reasons", "Why the restrictions are, or are not, confinement", look, lines=3
        )
        self.imputable_reason = LineField("imputable_reason", "If unsure who is responsible: why")
        self.knows_what = prose(
            "knows_what", "What the person appears to know of where they are and what is done",
            look, lines=2,
        )  # fmt: skip
        self.covers = {one: TickField(one.value, words.fact(one.value)) for one in Covers}
        self.not_covered = LineField("not_covered", "What it does not cover")
        self.no_response = TickField("no_response", "The person shows no response at all")
        self.special = {one: TickField(one.value, words.fact(one.value)) for one in Special}
        self.reliability = {
            doubt: (
                ChoiceField(f"{doubt.value}_standing", words.fact(doubt.value),
                            options(Medication, first=Medication.NOT_KNOWN)),
                LineField(f"{doubt.value}_note", "Note"),
            )
            for doubt in Doubt
        }  # fmt: skip
        self.consulted = RowsField("consulted", "People consulted", look, (
            Cell("name", lambda: LineField("name", "Name"), 3),
            Cell("link", lambda: LineField("link", "Link"), 2),
            Cell("on", lambda: DateField("on", "On", look, today), 2),
            Cell("view", lambda: LineField("view", "View"), 4),
            Cell("why_not", lambda: LineField("why_not", "Or why not asked"), 3),
        ), add="Add somebody")  # fmt: skip
        self.review_reason = LineField("review_reason", "Why look again then")
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        covers, special = FlowLayout(gap=12), FlowLayout(gap=12)
        for tick in self.covers.values():
            covers.addWidget(tick)
        for tick in self.special.values():
            special.addWidget(tick)
        doubts = column(gap="snug")
        for standing, note in self.reliability.values():
            doubts.addLayout(line(look, standing, note))
        self.setLayout(
            column(
                line(look, self.setting, self.period_from, self.expected_to),
                line(look, self.open_ended, self.visited_on, self.seen_alone),
                self.why_not_alone,
                holder(column(label("Kind of case in which legal advice is expected", "label"),
                              holder(special), gap="hair")),
                self.base,
                self.objective_reasons,
                self.imputable_reason,
                card(
                    column(
                        label("If consent is found", "heading"),
                        holder(column(label("What it covers", "label"), holder(covers),
                                      gap="hair")),
                        self.not_covered, self.knows_what, self.no_response,
                        label("What could hide an objection", "label"), doubts,
                    ),
                    name="sunken",
                ),
                self.consulted,
                self.review_reason,
                gap="room",
            )
        )  # fmt: skip

    def fields(self) -> list[Field]:
        """Return every field."""
        pairs = [field for pair in self.reliability.values() for field in pair]
        return [
            *self.base.fields(), self.setting, self.period_from, self.expected_to, self.open_ended,
            self.visited_on, self.seen_alone, self.why_not_alone, self.objective_reasons,
            self.imputable_reason, self.knows_what, *self.covers.values(), self.not_covered,
            self.no_response, *self.special.values(), *pairs, self.consulted, self.review_reason,
        ]  # fmt: skip

    def follow(self) -> None:
        """Show only what the findings so far make worth asking."""
        self.base.follow()

    def show_record(self, record: DolTestRecord) -> None:
        """Put a finding back as it was typed."""
        self.base.show_record(record)
        for field, value in (
            (self.setting, record.setting), (self.why_not_alone, record.why_not_alone),
            (self.objective_reasons, record.objective_reasons),
            (self.imputable_reason, record.imputable_reason),
            (self.knows_what, record.knows_what), (self.not_covered, record.not_covered),
            (self.review_reason, record.review_reason),
        ):  # fmt: skip
            field.set_raw(value or "")
        for dated, on in (
            (self.period_from, record.period_from), (self.expected_to, record.expected_to),
            (self.visited_on, record.visited_on),
        ):  # fmt: skip
            dated.set_value(on)
        self.open_ended.set_raw(_told(record.is_open_ended))
        self.seen_alone.set_raw(_told(record.seen_alone))
        self.no_response.set_raw(record.no_response)
        for covers, tick in self.covers.items():
            tick.set_raw(covers in record.covers)
        for special, tick in self.special.items():
            tick.set_raw(special in record.special)
        held = {one.doubt: one for one in record.reliability}
        for doubt, (standing, note) in self.reliability.items():
            one = held.get(doubt, Reliability(doubt))
            standing.set_raw(one.standing.value)
            note.set_raw(one.note)
        self.consulted.set_raw([
            {"name": one.name, "link": one.link, "view": one.view, "why_not": one.why_not,
             "on": one.on.strftime("%d/%m/%Y") if one.on else ""}
            for one in record.consulted
        ])  # fmt: skip
        self.follow()

    def record(self) -> DolTestRecord:
        """Return the finding as it is typed; who decides it and when is said when deciding."""
        visited_on = self.visited_on.value()
        typed = self.base.record(decided_on=visited_on, decided_by="", visited_on=visited_on)
        return replace(
            typed,
            decided_on=None,
            setting=self.setting.choice(Setting),
            period_from=self.period_from.value(),
            expected_to=self.expected_to.value(),
            is_open_ended=as_bool(self.open_ended),
            seen_alone=as_bool(self.seen_alone),
            why_not_alone=self.why_not_alone.value(),
            objective_reasons=self.objective_reasons.value(),
            imputable_reason=self.imputable_reason.value(),
            knows_what=self.knows_what.value(),
            covers=frozenset(one for one, tick in self.covers.items() if tick.value()),
            not_covered=self.not_covered.value(),
            no_response=self.no_response.value(),
            special=frozenset(one for one, tick in self.special.items() if tick.value()),
            reliability=tuple(
                Reliability(doubt, Medication(standing.value()), note.value())
                for doubt, (standing, note) in self.reliability.items()
            ),
            consulted=tuple(
                Consulted(row["name"], row["link"], row["on"], row["view"], row["why_not"])
                for row in self.consulted.value()
                if row["name"]
            ),
            review_reason=self.review_reason.value(),
        )


def _told(answer: bool | None) -> str:
    return {True: "yes", False: "no"}.get(answer, "") if answer is not None else ""
