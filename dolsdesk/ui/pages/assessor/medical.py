"""The sections of a doctor's form: mental health and eligibility (forms.md 4, Form 4)."""

from dolsdesk.domain.dols.assessments import CaseAnswer, EligibilityCase, EligibilityFound
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.form_parts import HealthFound
from dolsdesk.services import words
from dolsdesk.services.asked import ask
from dolsdesk.ui.pages.assessor.about import Today, met
from dolsdesk.ui.pages.assessor.asks import Maker
from dolsdesk.ui.pages.assessor.section import Section
from dolsdesk.ui.widgets.basics import column, holder
from dolsdesk.ui.widgets.fields import DateField, LineField, as_bool
from dolsdesk.ui.widgets.flow import line, lines

_K = AssessmentKind
#: The five cases that make somebody ineligible.
CASES = tuple(one for one in EligibilityCase if one is not EligibilityCase.NONE)


class Health(Section):
    """Mental disorder, and the effect of being detained."""

    def __init__(self, make: Maker, today: Today) -> None:
        self.result = met(make, _K.MH)
        self.disorder = make.yes_no("has_disorder")
        self.diagnosis = make.prose("diagnosis", lines=2)
        self.symptoms = make.prose("symptoms", lines=3)
        self.reasons = make.prose("mh_reasons")
        self.effect = make.prose("effect_of_detention", lines=3)
        self.told = DateField("notified_bia_on", ask("notified_bia_on").title, make.look, today)
        fields = [
            self.disorder, self.diagnosis, self.symptoms, self.result, self.reasons, self.effect,
            self.told,
        ]  # fmt: skip
        super().__init__(
            "Mental health",
            [
                make.with_law("mh_result", holder(line(make.look, self.disorder, self.result))),
                self.diagnosis, self.symptoms, self.reasons,
                make.with_law("effect_of_detention", self.effect, self.told),
            ],
            fields, fields, when=lambda now: _K.MH in now.kinds,
        )  # fmt: skip

    def read(self) -> HealthFound:
        """Return what is typed of the disorder."""
        return HealthFound(as_bool(self.disorder), self.diagnosis.value(), self.symptoms.value())


class Eligible(Section):
    """The five questions of Schedule 1A, and the conclusion."""

    def __init__(self, make: Maker, today: Today) -> None:
        look = make.look
        self.result = met(make, _K.ELIG, "Is the person eligible?")
        self.cases = {
            one: (
                make.yes_no(
                    f"case_{one.value}",
                    title=f"{one.value}: {words.fact(f'f4_case_{one.value}')}",
                ),
                LineField(f"case_{one.value}_note", f"Case {one.value}: note"),
            )
            for one in CASES
        }
        self.case = make.choice(
            "eligibility_case",
            [("", "Choose"), *((one.value, words.fact(f"case_{one.value}"))
                               for one in EligibilityCase)],
        )  # fmt: skip
        self.asked = DateField("bia_asked_on", ask("bia_asked_on").title, look, today)
        self.reasons = make.prose("elig_reasons")
        rows = column(gap="snug")
        for answer, note in self.cases.values():
            rows.addLayout(lines(look, [(answer, 3), (note, 3)]))
        answers = [answer for answer, _note in self.cases.values()]
        super().__init__(
            "Eligibility",
            [
                make.with_law("elig_result", holder(rows), self.result),
                make.with_law("eligibility_case", self.case),
                make.with_law("bia_asked_on", self.asked),
                self.reasons,
            ],
            [*(f for pair in self.cases.values() for f in pair), self.result, self.case,
             self.asked, self.reasons],
            [*answers, self.result, self.case, self.reasons],
            when=lambda now: _K.ELIG in now.kinds,
        )  # fmt: skip

    def read(self) -> EligibilityFound:
        """Return the answers typed."""
        return EligibilityFound(
            tuple(
                CaseAnswer(one, as_bool(answer), note.value())
                for one, (answer, note) in self.cases.items()
            ),
            self.asked.value(),
        )
