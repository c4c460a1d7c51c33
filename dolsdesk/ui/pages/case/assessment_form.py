"""The form of one assessment, for whichever of the six it is."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    EligibilityCase,
    EquivalentUse,
    Method,
    Recommendation,
    RefusalKind,
    Result,
    SelectedBy,
)
from dolsdesk.domain.dols.facts import AssessmentKind, MaxPeriod
from dolsdesk.domain.dols.form_parts import Advised
from dolsdesk.domain.people import Contact
from dolsdesk.services import words
from dolsdesk.ui.pages.case.finding_form import FindingForm
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import card, column, holder, label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    Fields,
    LineField,
    ProseField,
    as_bool,
    options,
    yes_no,
)
from dolsdesk.ui.widgets.flow import line, lines
from dolsdesk.ui.widgets.rows import Cell, RowsField

Kind = AssessmentKind

_CASES = [("", "Choose")] + [(case.value, f"case_{case.value}") for case in EligibilityCase]


class AssessmentForm(QWidget):
    """Fields common to all six, and those of one kind."""

    def __init__(self, kind: AssessmentKind, look: Look, today: Callable[[], date]) -> None:
        super().__init__()
        self.kind = kind
        self._look = look
        self._today = today
        self.method = ChoiceField("method", "New, or used again", options(Method))
        self.carried_out = DateField("assessment_carried_out_on", "Carried out on", look, today)
        self.copy = DateField("copy_received_on", "Written copy received", look, today)
        self.visited = DateField("visited_on", "Person visited on", look, today)
        self.result = ChoiceField(
            "result", "Requirement met?",
            [
                ("", "Choose"),
                (Result.POSITIVE.value, "Yes, met"),
                (Result.NEGATIVE.value, "No, not met"),
            ],
        )  # fmt: skip
        self.reasons = ProseField("reasons", "The assessor's reasons", look, lines=4)
        self._own: list[Field] = []
        parts: list[QWidget] = []
        self._equivalent_part(parts)
        if kind is Kind.MH:
            self._mental_health(parts)
        elif kind is Kind.ELIG:
            self._eligibility(parts)
        elif kind is Kind.NR:
            self._no_refusals(parts)
        elif kind is Kind.BI:
            self._best_interests(parts)
        common = lines(
            look,
            [(self.method, 2), (self.carried_out, 2), (self.copy, 2)],
            [(self.visited, 2), (self.result, 2)],
        )
        self.setLayout(column(common, self.reasons, *parts, gap="room"))
        self.fields = Fields(
            [
                self.method, self.carried_out, self.copy, self.visited, self.result, self.reasons,
                *self._own,
            ]
        )  # fmt: skip
        self.follow()

    # Parts

    def _equivalent_part(self, parts: list[QWidget]) -> None:
        look = self._look
        self.author = LineField("author", "Who made it")
        self.relied_on = DateField("relied_on", "Relied on from", look, self._today)
        self.conditions_of_49 = tuple(
            LineField(name, title)
            for name, title in (
                ("holds_written_copy", "1. We hold a written copy: which"),
                ("meets_requirements", "2. It complies with all that is required: why"),
                ("within_time", "3. Carried out within the previous 12 months (age exempt)"),
                ("still_accurate", "4. No reason to think it is no longer accurate: why"),
            )
        )
        inside = column(
            label("Used again (Schedule A1, paragraph 49): all four conditions", "heading"),
            line(self._look, self.author, self.relied_on),
            *self.conditions_of_49,
        )
        self.equivalent_part = card(inside, name="sunken")
        parts.append(self.equivalent_part)
        self._own += [self.author, self.relied_on, *self.conditions_of_49]

    def _mental_health(self, parts: list[QWidget]) -> None:
        self.effect = ProseField(
            "effect_of_detention", "Likely effect of being detained on the person's mental health",
            self._look, lines=2,
        )  # fmt: skip
        self.notified = DateField(
            "notified_bia_on", "Best interests assessor told on", self._look, self._today
        )
        parts += [self.effect, self.notified]
        self._own += [self.effect, self.notified]

    def _eligibility(self, parts: list[QWidget]) -> None:
        listed = [(value, text if not value else words.fact(text)) for value, text in _CASES]
        self.case = ChoiceField(
            "eligibility_case", "Schedule 1A: why the person is eligible", listed
        )
        parts.append(self.case)
        self._own.append(self.case)

    def _no_refusals(self, parts: list[QWidget]) -> None:
        self.refusal = ChoiceField(
            "refusal_kind", "Which refusal", options(RefusalKind, blank="None")
        )
        parts.append(self.refusal)
        self._own.append(self.refusal)

    def _best_interests(self, parts: list[QWidget]) -> None:
        look = self._look
        self.finding = FindingForm(look, self._today)
        self.limbs = (
            yes_no("is_deprivation", "1. Is, or is to be, a detained resident?"),
            yes_no("is_in_best_interests", "2. In the person's best interests?"),
            yes_no("is_necessary", "3. Necessary to prevent harm to the person?"),
            yes_no("is_proportionate", "4. Proportionate to that harm?"),
        )
        self.period = LineField(
            "bia_max_period",
            "Maximum period",
            placeholder="12m, 13w, 90d or 2027-03-31",
            hint="Months, weeks or days from the start, or a last day. Never more than a year.",
        )
        self.period_why = LineField("period_reason", "Why this period")
        self.conditions = RowsField(
            "conditions", "Conditions recommended", look,
            (Cell("text", lambda: LineField("text", "Condition on the home or hospital")),),
            add="Add a condition",
        )  # fmt: skip
        self.consulted = RowsField(
            "consulted", "People consulted, with addresses", look,
            (
                Cell("name", lambda: LineField("name", "Name"), 3),
                Cell("relationship", lambda: LineField("relationship", "Relationship"), 2),
                Cell("address", lambda: LineField("address", "Address"), 4),
            ),
            add="Add a person",
        )  # fmt: skip
        self.nobody = LineField("why_nobody_consulted", "Why nobody was consulted")
        self.person_objects = yes_no("person_objects", "Does the person object?")
        self.unauthorised = yes_no(
            "says_unauthorised", "Already deprived of liberty without authority (para 44)?"
        )
        self.selected_by = ChoiceField(
            "selected_by", "Selected by", options(SelectedBy, first=SelectedBy.BIA)
        )
        self.rpr_name = LineField("rpr_name", "Name")
        self.rpr_relationship = LineField("rpr_relationship", "Relationship")
        self.rpr_address = LineField("rpr_address", "Address")
        self.rpr_eligible = yes_no("rpr_eligible", "Eligible and willing (RPR reg 3)?")
        self.rpr_challenge = yes_no("rpr_challenge", "Would support a challenge?")
        self.rpr_objected = yes_no("rpr_objected", "Does anyone object to this choice?")
        self.needs_39d = yes_no("needs_39d", "Section 39D advocate needed?")
        self.finding_card = card(
            column(label("Is there a deprivation of liberty?", "lead"), self.finding)
        )
        four = column(
            label("The four conditions of best interests (para 16)", "lead"),
            line(self._look, *self.limbs[:2]),
            line(self._look, *self.limbs[2:]),
            line(self._look, self.person_objects, self.unauthorised),
        )
        self.positive_part = holder(
            column(
                line(self._look, self.period, self.period_why),
                self.conditions,
                card(
                    column(
                        label("Representative", "heading"),
                        line(self._look, self.selected_by, self.rpr_name, self.rpr_relationship),
                        line(self._look, self.rpr_address, self.rpr_eligible),
                        line(self._look, self.rpr_challenge, self.rpr_objected, self.needs_39d),
                    ),
                    name="sunken",
                ),
                gap="room",
            )
        )
        parts += [self.finding_card, card(four), self.consulted, self.nobody, self.positive_part]
        self._own += [
            *self.finding.fields(), *self.limbs, self.person_objects, self.unauthorised,
            self.consulted, self.nobody, self.period, self.period_why, self.conditions,
            self.selected_by, self.rpr_name, self.rpr_relationship, self.rpr_address,
            self.rpr_eligible, self.rpr_challenge, self.rpr_objected, self.needs_39d,
        ]  # fmt: skip

    # Behaviour

    def follow(self) -> None:
        """Show only what the answers so far make worth asking."""
        is_again = self.method.value() == Method.EQUIVALENT.value
        self.equivalent_part.setVisible(is_again)
        if self.kind is Kind.NR:
            self.refusal.setVisible(self.result.value() == Result.NEGATIVE.value)
        if self.kind is Kind.BI:
            self.finding.follow()
            self.finding_card.setVisible(not is_again)
            is_negative = self.result.value() == Result.NEGATIVE.value
            self.positive_part.setVisible(not is_negative)
            self.unauthorised.setVisible(is_negative)
        self.visited.setVisible(self.kind in {Kind.MH, Kind.MC, Kind.BI} and not is_again)

    def read(self, assessor: tuple[int | None, str]) -> Assessment | None:
        """Return the assessment as it is typed; None while its date or result is missing."""
        done_on, result = self.carried_out.value(), self.result.choice(Result)
        if done_on is None or result is None:
            return None
        assessor_id, name = assessor
        method = Method(self.method.value())
        return Assessment(
            kind=self.kind,
            method=method,
            carried_out_on=done_on,
            result=result,
            reasons=self.reasons.value(),
            assessor_id=assessor_id if method is Method.NEW else None,
            assessor_name=name if method is Method.NEW else self.author.value(),
            copy_received_on=self.copy.value(),
            visited_on=self.visited.value(),
            effect_of_detention=self.effect.value() if self.kind is Kind.MH else "",
            notified_bia_on=self.notified.value() if self.kind is Kind.MH else None,
            eligibility_case=self.case.choice(EligibilityCase) if self.kind is Kind.ELIG else None,
            refusal_kind=self.refusal.choice(RefusalKind) if self.kind is Kind.NR else None,
            best_interests=self._read_best_interests(name) if self.kind is Kind.BI else None,
            equivalent=self._read_equivalent() if method is Method.EQUIVALENT else None,
        )

    def _read_equivalent(self) -> EquivalentUse:
        copy, meets, within, accurate = (field.value() for field in self.conditions_of_49)
        return EquivalentUse(
            author=self.author.value(),
            relied_on=self.relied_on.value(),
            holds_written_copy=copy,
            meets_requirements=meets,
            within_time=within,
            still_accurate=accurate,
        )

    def _read_best_interests(self, decider: str) -> BestInterests:
        deprivation, interests, necessary, proportionate = (as_bool(f) for f in self.limbs)
        is_new = self.method.value() == Method.NEW.value
        return BestInterests(
            is_deprivation=deprivation,
            is_in_best_interests=interests,
            is_necessary=necessary,
            is_proportionate=proportionate,
            max_period=self._read_period(),
            period_reason=self.period_why.value(),
            advised=tuple(Advised(line["text"]) for line in self.conditions.value()),
            consulted=tuple(
                Contact(
                    line["name"],
                    line["relationship"],
                    address=line["address"],
                    was_consulted=True,
                )
                for line in self.consulted.value()
            ),
            why_nobody_consulted=self.nobody.value(),
            person_objects=as_bool(self.person_objects),
            says_unauthorised=as_bool(self.unauthorised),
            test=self.finding.record(
                decided_on=self.carried_out.value(),
                decided_by=decider,
                visited_on=self.visited.value(),
            )
            if is_new
            else None,
            representative=self._read_representative(),
            needs_39d=as_bool(self.needs_39d),
        )  # fmt: skip

    def _read_period(self) -> MaxPeriod | None:
        typed = self.period.value().lower().replace(" ", "")
        if not typed:
            return None
        try:
            if typed[:4].isdigit() and "-" in typed:
                return MaxPeriod(until=date.fromisoformat(typed))
            return MaxPeriod.parse(typed)
        except ValueError:
            self.period.set_fault(words.sentence("PERIOD_FORMAT"))
            return None

    def _read_representative(self) -> Recommendation | None:
        if not self.rpr_name.value():
            return None
        return Recommendation(
            selected_by=SelectedBy(self.selected_by.value()),
            name=self.rpr_name.value(),
            relationship=self.rpr_relationship.value(),
            address=self.rpr_address.value(),
            is_eligible_confirmed=as_bool(self.rpr_eligible) is True,
            would_support_challenge=as_bool(self.rpr_challenge),
            is_objected_to=as_bool(self.rpr_objected) is True,
        )
