"""What is looked through: a form as it is written, and the case it stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessments import Assessment, BestInterests, Recommendation
from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.legal_test import DolTestRecord

_K = AssessmentKind


@dataclass(frozen=True, slots=True)
class Written:
    """A form before it is signed: what stands on it, and what the case knows."""

    form: AssessorForm
    found: Mapping[AssessmentKind, Assessment]
    case: Case
    as_at: date

    @property
    def bi(self) -> Assessment | None:
        """Return the best interests assessment on the form."""
        return self.found.get(_K.BI)

    @property
    def best(self) -> BestInterests:
        """Return what only the best interests assessment carries; blank where there is none."""
        return (self.bi and self.bi.best_interests) or BestInterests()

    @property
    def test(self) -> DolTestRecord | None:
        """Return the finding about deprivation of liberty."""
        return self.best.test

    @property
    def representative(self) -> Recommendation | None:
        """Return the recommendation of a representative."""
        return self.best.representative

    def any_of(self, kind: AssessmentKind) -> Assessment | None:
        """Return an assessment of the form, or else the one the case holds, not sent back."""
        if kind in self.found:
            return self.found[kind]
        held = self.case.assessments.get(kind)
        return held if held is not None and not held.returned_reason else None

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every long text of the form with the name of its field."""
        for kind, one in self.found.items():
            yield f"{kind.value}_reasons", one.reasons
            yield "effect_of_detention", one.effect_of_detention
            yield "review_note", one.review_note
            if one.capacity is not None:
                yield "support_steps", one.capacity.support_steps
                yield "impairment", one.capacity.impairment
                yield "cause", one.capacity.cause
            if one.health is not None:
                yield "diagnosis", one.health.diagnosis
                yield "symptoms", one.health.symptoms
        best = self.best
        for name in _TEXTS:
            yield name, getattr(best, name)
        if best.test is not None:
            yield "situation", best.test.situation
            yield "test_reasons", best.test.reasons

    @property
    def names(self) -> Iterator[str]:
        """Yield the names of everybody the form or the case knows."""
        case = self.case
        yield case.person.full_name
        yield case.person.known_as
        yield case.request.signed_by
        yield case.request.contact_name
        for contact in (*case.contacts, *self.best.consulted, *self.best.not_consulted):
            yield contact.name
        for asked in case.allocations:
            yield asked.assessor_name
        for held in (*case.assessments.values(), *self.found.values()):
            yield held.assessor_name
        if self.representative is not None:
            yield self.representative.name
        for consulted in self.test.consulted if self.test else ():
            yield consulted.name
        for sign in self.test.evidence if self.test else ():
            yield sign.observer


_TEXTS = (
    "background", "wishes", "how_objects", "views_others", "harm", "proportionality",
    "less_restrictive", "period_reason", "unauthorised_advice", "home_changes", "changes_since",
    "why_39d",
)  # fmt: skip


def same_name(one: str, other: str) -> bool:
    """Return whether two names are written alike, but for accents, case and spaces."""
    return bool(one.strip()) and text.fold(one) == text.fold(other)
