"""How a decision is laid out: what is typed on the left, the law's limits on the right."""

from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from dolsdesk.domain.dols.decision import LateReason, Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.services import words
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, card, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Fields,
    LineField,
    ProseField,
    TickField,
    options,
)
from dolsdesk.ui.widgets.flow import Beside, line
from dolsdesk.ui.widgets.legal import DatesPanel, ProblemsPanel
from dolsdesk.ui.widgets.rows import Cell, RowsField

_SIDE = 390


class DecisionView(QWidget):
    """The fields of a grant and of a refusal, the limits, and the buttons."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._look = look = shell.look

        def today() -> date:
            return shell.ctx.today

        self.standing = label("", "lead", wrap=True)
        self.six = label("", wrap=True)
        self.in_force = DateField("sa_in_force_on", "Comes into force", look, today)
        self.last_day = DateField("sa_last_day", "In force up to and including", look, today)
        self.period_reason = ProseField("period_reason", "Why this period", look, lines=2)
        self.purpose = ProseField("purpose", "Purpose: the care or treatment", look, lines=2)
        self.conditions = RowsField(
            "conditions", "Conditions on the home or hospital", look,
            (Cell("text", lambda: LineField("text", "Condition")),), add="Add a condition",
        )  # fmt: skip
        self.former = label("", "muted", wrap=True)
        self.reasons = {
            kind: ProseField(
                f"reason_{kind.value}",
                f"Why {words.fact(kind.value).lower()} is met",
                look,
                lines=2,
            )
            for kind in AssessmentKind
        }
        self.rpr_name = LineField("representative", "Representative")
        self.rpr_relationship = LineField("rpr_relationship", "Relationship")
        self.rpr_address = LineField("rpr_address", "Address")
        self.rpr_paid = TickField("rpr_paid", "Paid representative, appointed by the council")
        self.scrutiny = {
            check: TickField(check.value, words.fact(check.value)) for check in Scrutiny
        }
        self.notes = ProseField("scrutiny_notes", "Notes on scrutiny", look, lines=2)
        self.refusal_reasons = ProseField(
            "refusal_reasons", "Reasons for the refusal", look, lines=4
        )
        self.late = ChoiceField(
            "late_reason",
            "Decided after the due day because",
            options(LateReason, blank="Choose"),
        )
        self.late_note = ProseField("late_note", "What held it up", look, lines=2)
        self.bounds = DatesPanel(look)
        self.problems = ProblemsPanel(look, nothing="Nothing stands in the way.")
        self.reason = LineField("reason", "Why go on despite the warnings")
        self.longest = button("Longest lawful period", kind="quiet")
        self.submit = button("Send to the signatory", kind="primary")
        self.preview = button("See the form before signing", kind="primary")
        self.back = button("Return an assessment…")
        self.kept = label("", "small")
        self.fields = Fields(
            [
                self.in_force, self.last_day, self.period_reason, self.purpose, self.conditions,
                *self.reasons.values(), self.rpr_name, self.rpr_relationship, self.rpr_address,
                self.rpr_paid, *self.scrutiny.values(), self.notes, self.refusal_reasons,
                self.late, self.late_note, self.reason,
            ]
        )  # fmt: skip
        self._lay_out()

    def _lay_out(self) -> None:
        period = line(self._look, self.in_force, self.last_day)
        checks = column(*self.scrutiny.values(), gap="hair")
        reasons = column(*self.reasons.values(), gap="snug")
        self.grant_part = holder(
            column(
                card(column(label("Scrutiny", "lead"), checks, self.notes)),
                card(
                    column(
                        row(label("Period", "lead"), None, self.longest),
                        period,
                        self.period_reason,
                        self.purpose,
                    )
                ),
                card(column(label("Conditions", "lead"), self.former, self.conditions)),
                card(
                    column(
                        label("Representative", "lead"),
                        line(self._look, self.rpr_name, self.rpr_relationship),
                        line(self._look, self.rpr_address, self.rpr_paid),
                    )
                ),
                card(column(label("Why each requirement is met", "lead"), reasons)),
                gap="room",
            )
        )  # fmt: skip
        self.refuse_part = card(column(label("Refusal", "lead"), self.refusal_reasons))
        inside = column(
            card(column(self.standing, self.six)), self.grant_part, self.refuse_part, None,
            gap="room",
        )  # fmt: skip
        inside.setContentsMargins(2, 2, 12, 16)
        self.area = scrolling(holder(inside))
        self.limits_part = holder(column(label("The law's limits today", "lead"), self.bounds))
        limits = column(
            self.limits_part,
            label("To look at", "lead"),
            self.problems,
            self.late,
            self.late_note,
            self.reason,
            None,
            gap="room",
            margin="room",
        )
        panel = scrolling(holder(limits))
        foot = column(self.preview, self.submit, self.back, self.kept, gap="snug", margin="room")
        side = QFrame()
        side.setObjectName("card")
        box = column(panel, foot)
        box.setStretch(0, 1)
        side.setLayout(box)
        self.setLayout(column(Beside(self.area, side, self._look, wide=_SIDE)))
