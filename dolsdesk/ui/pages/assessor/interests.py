"""The sections on wishes, on deprivation of liberty, and on best interests (rows 14 to 22)."""

from dataclasses import replace
from datetime import date

from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import Consulted, DolTestRecord
from dolsdesk.domain.people import Contact
from dolsdesk.services.asked import ask
from dolsdesk.ui.pages.assessor.about import Today, met
from dolsdesk.ui.pages.assessor.asks import Maker, explain
from dolsdesk.ui.pages.assessor.people import has_bi
from dolsdesk.ui.pages.assessor.section import Section, Standing
from dolsdesk.ui.pages.assessor.writing import WritingField
from dolsdesk.ui.pages.case.whole_finding_form import WholeFindingForm
from dolsdesk.ui.widgets.basics import column, holder, label
from dolsdesk.ui.widgets.fields import Field
from dolsdesk.ui.widgets.flow import line

_F3A = AssessorForm.F3A


def _is_boxes(now: Standing) -> bool:
    return not now.is_report


class Wishes(Section):
    """Background, the person's wishes, objection, and what others think (rows 14 to 16)."""

    def __init__(self, make: Maker) -> None:
        self.background = make.prose("background")
        self.wishes = make.prose("wishes")
        self.objects = make.yes_no("person_objects")
        self.how = make.prose("how_objects", lines=2)
        self.others = make.prose("views_others")
        boxes = [self.background, self.wishes, self.others]
        laws = [make.with_law(field.name, field) for field in boxes]
        super().__init__(
            "Wishes and feelings",
            [laws[0], laws[1], self.objects, self.how, laws[2]],
            [self.background, self.wishes, self.objects, self.how, self.others],
            [*boxes, self.objects, self.how],
            when=has_bi,
            parts=[(law, _is_boxes) for law in laws],
        )
        self._optional: tuple[Field, ...] = ()

    def follow(self, standing: Standing) -> None:
        """Ask how an objection shows only where there is one; Form 3A asks less."""
        super().follow(standing)
        boxes = (self.background, self.wishes, self.others)
        self._optional = boxes if standing.form is _F3A else ()
        self.how.setVisible(self.objects.value() == "yes" or bool(self.how.value()))

    @property
    def missing(self) -> tuple[Field, ...]:
        """Return what is asked, needed on this form, and blank."""
        return tuple(field for field in super().missing if field not in self._optional)


class Deprivation(Section):
    """Is there a deprivation of liberty, under the test in force (row 17; after-agni.md 4)?"""

    def __init__(self, make: Maker, today: Today) -> None:
        self.form = WholeFindingForm(make.look, today, prose=WritingField)
        self.is_deprivation = make.yes_no("is_deprivation")
        for name, field in (
            ("test", self.form.base.test), ("situation", self.form.base.situation),
            ("objective", self.form.base.objective), ("consent", self.form.base.consent),
            ("imputable", self.form.base.imputable), ("finding", self.form.base.finding),
        ):  # fmt: skip
            law = ask(name)
            if law.prompt:
                explain(field, name)
        # What another part of this form asks is not asked twice.
        self._elsewhere: tuple[Field, ...] = (self.form.consulted, self.form.visited_on)
        for elsewhere in self._elsewhere:
            elsewhere.hide()
        base = self.form.base
        super().__init__(
            "Deprivation of liberty",
            [
                label(ask("factors").prompt, "small", wrap=True),
                self.form,
                self.is_deprivation,
            ],
            [*(f for f in self.form.fields() if f not in self._elsewhere), self.is_deprivation],
            [base.situation, *(narrative for narrative, _way in base.factors.values()),
             base.objective, base.imputable, base.consent, base.visit, base.finding, base.reasons,
             base.look_again, base.signs, self.is_deprivation],
            when=lambda now: has_bi(now) and not now.is_again,
        )  # fmt: skip

    def follow(self, standing: Standing) -> None:
        """Show only what the findings so far make worth asking."""
        super().follow(standing)
        self.form.follow()

    def read(
        self, *, on: date | None, by: str, visited_on: date | None,
        people: tuple[tuple[Contact, ...], tuple[Contact, ...]],
    ) -> DolTestRecord:  # fmt: skip
        """Return the finding, with the people that another part of the form lists."""
        met_, missed = people
        return replace(
            self.form.record(),
            decided_on=on,
            decided_by=by,
            visited_on=visited_on,
            consulted=(
                *(Consulted(one.name, one.relationship) for one in met_),
                *(Consulted(one.name, one.relationship, why_not=one.why_not_consulted)
                  for one in missed),
            ),
        )  # fmt: skip


class Interests(Section):
    """Harm, proportion, less restrictive options, and the conclusion (rows 18 to 22)."""

    def __init__(self, make: Maker) -> None:
        look = make.look
        self.harm = make.prose("harm", lines=3)
        self.necessary = make.yes_no("is_necessary")
        self.proportion = make.prose("proportionality", lines=3)
        self.proportionate = make.yes_no("is_proportionate")
        self.less = make.prose("less_restrictive", lines=3)
        self.in_interests = make.yes_no("is_in_best_interests")
        self.result = met(make, AssessmentKind.BI)
        self.reasons = make.prose("bi_reasons", lines=6)
        self.unauthorised = make.yes_no("says_unauthorised")
        self.advice = make.prose("unauthorised_advice", lines=2)
        self.changes = make.prose("home_changes", lines=3)
        self.needs_other = make.yes_no("needs_other_authority")
        self.other = make.prose("other_authority", lines=2)
        boxes = [make.with_law(f.name, f) for f in (self.harm, self.proportion, self.less)]
        four = holder(column(line(look, self.necessary, self.proportionate, self.in_interests)))
        law = make.with_law("bi_result", self.result)
        self._report = label(f"{ask('narrative').prompt} ({ask('narrative').source})", "small",
                             wrap=True)  # fmt: skip
        negative = make.with_law("says_unauthorised", self.unauthorised, self.advice)
        none = make.with_law("home_changes", self.changes, self.needs_other, self.other)
        super().__init__(
            "Best interests",
            [*boxes, four, self._report, self.reasons, law, negative, none],
            [self.harm, self.necessary, self.proportion, self.proportionate, self.less,
             self.in_interests, self.result, self.reasons, self.unauthorised, self.advice,
             self.changes, self.needs_other, self.other],
            [self.harm, self.necessary, self.proportion, self.proportionate, self.less,
             self.in_interests, self.reasons, self.result, self.unauthorised, self.changes,
             self.needs_other, self.other],
            when=has_bi,
            parts=[
                *((one, lambda now: not now.is_report and now.form is not _F3A) for one in boxes),
                (four, lambda now: now.form is not _F3A),
                (self._report, lambda now: now.is_report),
                (negative, lambda now: now.is_positive is False),
                (none, lambda now: now.form is _F3A),
            ],
        )  # fmt: skip

    def follow(self, standing: Standing) -> None:
        """Ask for details only where there are any."""
        super().follow(standing)
        self.advice.setVisible(self.unauthorised.value() == "yes" or bool(self.advice.value()))
        self.other.setVisible(self.needs_other.value() == "yes" or bool(self.other.value()))
        title = "narrative" if standing.is_report else "bi_reasons"
        self.reasons.set_title(ask(title).title)
