"""A sheet: its sections in order, what they make of it, and the assessments that stand on it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.assessments import (
    Assessment,
    BestInterests,
    EligibilityCase,
    Method,
    Result,
)
from dolsdesk.domain.dols.assessor_forms import KINDS, AssessorForm, Sheet, form_of
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.form_parts import AssessedFor, Copied
from dolsdesk.ui.pages.assessor.about import About, Capacity, Papers
from dolsdesk.ui.pages.assessor.advice import Earlier, Period, Represented
from dolsdesk.ui.pages.assessor.asks import Maker
from dolsdesk.ui.pages.assessor.interests import Deprivation, Interests, Wishes
from dolsdesk.ui.pages.assessor.medical import Eligible, Health
from dolsdesk.ui.pages.assessor.people import Age, People, Refusals
from dolsdesk.ui.pages.assessor.section import Section, Standing
from dolsdesk.ui.pages.assessor.writing import WritingField
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import column
from dolsdesk.ui.widgets.fields import Fields, as_bool

_K = AssessmentKind
Who = Mapping[AssessmentKind, tuple[int | None, str]]


class SheetForm(QWidget):
    """The sections of one sheet. Those that the answers do not call for are not seen."""

    def __init__(
        self, sheet: Sheet, look: Look, today: Callable[[], date], *, is_report: bool
    ) -> None:
        super().__init__()
        self.sheet = sheet
        self._today = today
        self._is_report = is_report
        make = Maker(look)
        self.about = About(make, today, KINDS[sheet])
        self.capacity = Capacity(make, lambda now: _K.MC in now.kinds)
        if sheet is Sheet.MEDICAL:
            self.health, self.eligible = Health(make, today), Eligible(make, today)
            own: list[Section] = [self.capacity, self.health, self.eligible]
        else:
            self.earlier, self.people = Earlier(make, today), People(make)
            self.papers = Papers(make, today)
            self.age, self.refusals = Age(make), Refusals(make)
            self.wishes, self.deprivation = Wishes(make), Deprivation(make, today)
            self.interests, self.period = Interests(make), Period(make, today)
            self.represented = Represented(make)
            own = [
                self.earlier, self.people, self.papers, self.age, self.capacity, self.refusals,
                self.wishes, self.deprivation, self.interests, self.period, self.represented,
            ]  # fmt: skip
        self.sections: tuple[Section, ...] = (self.about, *own)
        self.setLayout(column(*self.sections, None, gap="room"))
        self.fields = Fields([field for section in self.sections for field in section.fields])

    # What it is, as far as it is filled in

    @property
    def standing(self) -> Standing:
        """Return what the answers make of it."""
        kinds = self.about.kinds
        is_medical = self.sheet is Sheet.MEDICAL
        result = None if is_medical else self.interests.result.choice(Result)
        is_again = not is_medical and self.earlier.is_again
        return Standing(
            form=form_of(
                self.sheet,
                is_deprivation=None if is_medical else as_bool(self.deprivation.is_deprivation),
                is_equivalent=is_again,
                kinds=kinds,
            ),
            kinds=kinds,
            is_positive=None if result is None else result is Result.POSITIVE,
            is_again=is_again,
            is_report=self._is_report,
        )

    @property
    def form(self) -> AssessorForm:
        """Return which form it is."""
        return self.standing.form

    def follow(self) -> None:
        """Show only what the answers so far make worth asking."""
        now = self.standing
        for section in self.sections:
            section.follow(now)

    @property
    def long_texts(self) -> dict[str, WritingField]:
        """Return the fields for long text by name."""
        return {one.name: one for one in self.fields if isinstance(one, WritingField)}

    # Drafts

    def raw(self) -> dict[str, Any]:
        """Return everything typed, and what of it was copied, for the draft."""
        copied = {
            name: field.raw_copied()
            for name, field in self.long_texts.items()
            if field.copied is not None
        }
        return self.fields.raw() | ({"_copied": copied} if copied else {})

    def set_raw(self, raw: Mapping[str, Any]) -> None:
        """Put everything typed back."""
        self.fields.set_raw(raw)
        for name, mark in raw.get("_copied", {}).items():
            if name in self.long_texts:
                self.long_texts[name].set_raw_copied(mark)
        self.follow()

    # Reading

    def read(self, who: Who) -> dict[AssessmentKind, Assessment]:
        """Return the assessments whose result is chosen; a day not given is taken as today's."""
        made = {kind: self._read_one(kind, *who.get(kind, (None, ""))) for kind in self._kinds}
        return {kind: one for kind, one in made.items() if one is not None}

    @property
    def _kinds(self) -> tuple[AssessmentKind, ...]:
        return tuple(kind for kind in KINDS[self.sheet] if kind in self.about.kinds)

    def _read_one(
        self, kind: AssessmentKind, assessor_id: int | None, name: str
    ) -> Assessment | None:
        result = self.fields[f"{kind.value}_result"].choice(Result)  # type: ignore[attr-defined]
        if result is None:
            return None
        about, again = self.about, kind is _K.BI and self.earlier.is_again
        done_on = about.carried_out.value() or self._today()
        common: dict[str, Any] = {
            "kind": kind,
            "method": Method.EQUIVALENT if again else Method.NEW,
            "carried_out_on": (self.earlier.earlier_on.value() or done_on) if again else done_on,
            "result": result,
            "reasons": self.fields[f"{kind.value}_reasons"].value(),
            "assessor_id": None if again else assessor_id,
            "assessor_name": self.earlier.author.value() if again else name,
            "copy_received_on": self._today(),
            "visited_on": None if again else about.visited.value(),
            "assessed_for": AssessedFor(about.assessed_for.value()),
            "carried_out_at": about.at.value(),
            "present_address": about.present.value(),
            "copied": self._read_copied(kind),
        }
        if self.sheet is Sheet.BEST_INTERESTS:
            common["documents"] = self.papers.read()
        return Assessment(**common, **self._read_own(kind, name))

    def _read_own(self, kind: AssessmentKind, name: str) -> dict[str, Any]:
        if kind is _K.MC:
            return {"capacity": self.capacity.read()}
        if kind is _K.NR:
            return {"refusals": self.refusals.read(), "refusal_kind": self.refusals.kind}
        if kind is _K.MH:
            return {
                "health": self.health.read(),
                "effect_of_detention": self.health.effect.value(),
                "notified_bia_on": self.health.told.value(),
            }
        if kind is _K.ELIG:
            return {
                "eligibility": self.eligible.read(),
                "eligibility_case": self.eligible.case.choice(EligibilityCase),
            }
        if kind is _K.BI:
            return {
                "best_interests": self._read_best_interests(name),
                "equivalent": self.earlier.read() if self.earlier.is_again else None,
                "review_note": self.period.review.value(),
            }
        return {}

    def _read_best_interests(self, name: str) -> BestInterests:
        people, wishes, interests = self.people.read(), self.wishes, self.interests
        period, who = self.period, self.represented
        is_again = self.earlier.is_again
        done_on = self.about.carried_out.value() or self._today()
        yes = as_bool
        return BestInterests(
            # One that is relied on found a deprivation, or nothing could rest on it.
            is_deprivation=True if is_again else yes(self.deprivation.is_deprivation),
            is_in_best_interests=yes(interests.in_interests),
            is_necessary=yes(interests.necessary),
            is_proportionate=yes(interests.proportionate),
            max_period=period.read_period(),
            period_reason=period.why.value(),
            advised=period.read_advised(),
            wants_contact=yes(period.contact),
            recommendations=period.read_recommended(),
            consulted=people[0],
            why_nobody_consulted=self.people.nobody.value(),
            not_consulted=people[1],
            background=wishes.background.value(),
            wishes=wishes.wishes.value(),
            person_objects=yes(wishes.objects),
            how_objects=wishes.how.value(),
            views_others=wishes.others.value(),
            harm=interests.harm.value(),
            proportionality=interests.proportion.value(),
            less_restrictive=interests.less.value(),
            says_unauthorised=yes(interests.unauthorised),
            unauthorised_advice=interests.advice.value(),
            recommended_start=period.start.value(),
            test=None if is_again else self.deprivation.read(
                on=done_on, by=name, visited_on=self.about.visited.value(), people=people
            ),
            representative=who.read(),
            person_can_select=yes(who.can_select),
            needs_39d=yes(who.needs_39d),
            why_39d=who.why_39d.value(),
            home_changes=interests.changes.value(),
            needs_other_authority=yes(interests.needs_other),
            other_authority=interests.other.value(),
            changes_since=self.earlier.changes.value(),
            conditions_kept=self.earlier.read_kept(),
            is_rpr_still_suitable=yes(self.earlier.suitable),
        )  # fmt: skip

    def _read_copied(self, kind: AssessmentKind) -> tuple[Copied, ...]:
        fields = [field for section in self._of(kind) for field in section.fields]
        return tuple(
            Copied(field.name, *field.copied)
            for field in fields
            if isinstance(field, WritingField) and field.copied is not None
        )

    def _of(self, kind: AssessmentKind) -> tuple[Section, ...]:
        """Return the sections that one assessment stands in."""
        if kind is _K.MC:
            return (self.capacity,)
        if kind is _K.MH:
            return (self.health,)
        if kind is _K.ELIG:
            return (self.eligible,)
        if kind is _K.AGE:
            return (self.age,)
        if kind is _K.NR:
            return (self.refusals,)
        return (
            self.earlier, self.wishes, self.deprivation, self.interests, self.period,
            self.represented,
        )  # fmt: skip
