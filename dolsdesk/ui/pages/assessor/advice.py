"""The sections on period, conditions, renewal and the representative (rows 23 to 32; Form 3B)."""

from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.dols.assessments import EquivalentUse, Method, Recommendation, SelectedBy
from dolsdesk.domain.dols.facts import MaxPeriod
from dolsdesk.domain.dols.form_parts import Advised, ConditionKept, PointFound, RprPoint
from dolsdesk.services import words
from dolsdesk.services.asked import ask
from dolsdesk.ui.pages.assessor.about import Today
from dolsdesk.ui.pages.assessor.asks import Maker
from dolsdesk.ui.pages.assessor.people import has_bi
from dolsdesk.ui.pages.assessor.section import Section, Standing
from dolsdesk.ui.widgets.basics import column, holder, label
from dolsdesk.ui.widgets.fields import (
    DateField,
    LineField,
    as_bool,
    options,
    yes_no,
)
from dolsdesk.ui.widgets.flow import line, lines
from dolsdesk.ui.widgets.rows import Cell, RowsField


def _is_given(now: Standing) -> bool:
    return has_bi(now) and now.is_positive is not False


class Earlier(Section):
    """Whether an earlier best interests assessment is relied on, and what has changed (3B)."""

    def __init__(self, make: Maker, today: Today) -> None:
        look = make.look
        self.method = make.choice("method", options(Method))
        self.author = make.line("author")
        self.earlier_on = DateField("earlier_on", ask("earlier_on").title, look, today)
        self.relied_on = DateField("relied_on", ask("relied_on").title, look, today)
        self.four = tuple(
            make.line(name)
            for name in ("holds_written_copy", "meets_requirements", "within_time",
                         "still_accurate")
        )  # fmt: skip
        self.changes = make.prose("changes_since")
        self.kept = RowsField(
            "conditions_kept", ask("conditions_kept").title, look,
            (
                Cell("text", lambda: LineField("text", "Condition"), 4),
                Cell("is_met", lambda: yes_no("is_met", "Met?"), 1),
                Cell("note", lambda: LineField("note", "What shows it"), 3),
            ),
            add="Add a condition of the last authorisation",
        )  # fmt: skip
        self.suitable = make.yes_no("is_rpr_still_suitable")
        inside = holder(
            column(
                holder(lines(look, [(self.author, 2), (self.earlier_on, 2), (self.relied_on, 2)])),
                *self.four,
                make.with_law("changes_since", self.changes),
                self.kept, self.suitable, gap="room",
            )
        )  # fmt: skip
        own = [self.author, self.earlier_on, self.relied_on, *self.four, self.changes, self.kept,
               self.suitable]  # fmt: skip
        needed = [one for one in own if one is not self.kept]
        super().__init__(
            "Earlier assessment",
            [make.with_law("method", self.method), inside],
            [self.method, *own],
            needed,
            when=has_bi,
            parts=[(inside, lambda now: now.is_again)],
        )

    @property
    def is_again(self) -> bool:
        """Return whether an earlier assessment is relied on."""
        return self.method.value() == Method.EQUIVALENT.value

    def read(self) -> EquivalentUse:
        """Return why the earlier one may stand."""
        copy, meets, within, accurate = (field.value() for field in self.four)
        return EquivalentUse(
            author=self.author.value(), relied_on=self.relied_on.value(), holds_written_copy=copy,
            meets_requirements=meets, within_time=within, still_accurate=accurate,
        )  # fmt: skip

    def read_kept(self) -> tuple[ConditionKept, ...]:
        """Return what came of the conditions of the last authorisation."""
        told = {"yes": True, "no": False}
        return tuple(
            ConditionKept(row["text"], told.get(row["is_met"]), row["note"])
            for row in self.kept.value()
            if row["text"]
        )


class Period(Section):
    """Maximum period, start, conditions and recommendations (rows 23 to 27)."""

    def __init__(self, make: Maker, today: Today) -> None:
        look = make.look
        self.period = LineField(
            "bia_max_period", ask("bia_max_period").title,
            placeholder="12m, 13w, 90d or 2027-03-31",
            hint="Months, weeks or days from the start, or a last day.",
        )  # fmt: skip
        self.why = make.prose("period_reason", lines=2)
        self.start = DateField("recommended_start", ask("recommended_start").title, look, today)
        self.advised = RowsField(
            "advised", ask("advised").title, look,
            (
                Cell("text", lambda: LineField("text", "Condition on the home or hospital"), 4),
                Cell("reason", lambda: LineField("reason", "Why"), 3),
            ),
            add="Add a condition",
        )  # fmt: skip
        self.contact = make.yes_no("wants_contact")
        self.recommended = RowsField(
            "recommendations", ask("recommendations").title, look,
            (Cell("text", lambda: LineField("text", "Recommendation")),),
            add="Add a recommendation",
        )  # fmt: skip
        self.review = make.prose("review_note", lines=2)
        super().__init__(
            "Period and conditions",
            [
                make.with_law("bia_max_period", holder(line(look, self.period, self.start)),
                              self.why),
                make.with_law("advised", self.advised, self.contact),
                self.recommended,
                self.review,
            ],
            [self.period, self.start, self.why, self.advised, self.contact, self.recommended,
             self.review],
            [self.period, self.why],
            when=_is_given,
            stays=True,
        )  # fmt: skip

    def read_period(self) -> MaxPeriod | None:
        """Return the period typed, or None with what is wrong said at the field."""
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

    def read_advised(self) -> tuple[Advised, ...]:
        """Return the conditions typed."""
        return tuple(
            Advised(row["text"], row["reason"]) for row in self.advised.value() if row["text"]
        )

    def read_recommended(self) -> tuple[str, ...]:
        """Return the recommendations typed."""
        return tuple(row["text"] for row in self.recommended.value())


@dataclass(frozen=True, slots=True)
class _Nominee:
    name: LineField
    relationship: LineField
    address: LineField
    phone: LineField
    email: LineField


class Represented(Section):
    """The representative (rows 28 to 32)."""

    def __init__(self, make: Maker) -> None:
        look = make.look
        self.can_select = make.yes_no("person_can_select")
        self.by = make.choice("selected_by", options(SelectedBy, blank="Choose"))
        self.who = _Nominee(*(make.line(f"rpr_{part}") for part in _Nominee.__dataclass_fields__))
        self.paid = make.yes_no("rpr_is_paid")
        self.points = {one: make.yes_no(one.value, title=words.fact(one.value)) for one in RprPoint}
        self.eligible = make.yes_no("rpr_eligible")
        self.challenge = make.yes_no("rpr_challenge")
        self.objected = make.yes_no("rpr_objected")
        self.needs_39d = make.yes_no("needs_39d")
        self.why_39d = make.prose("why_39d", lines=2)
        who = self.who
        points = list(self.points.values())
        grid = [
            holder(line(look, *points[start : start + 2])) for start in range(0, len(points), 2)
        ]
        self._nominee = holder(
            column(
                holder(lines(look, [(who.name, 2), (who.relationship, 2), (self.paid, 2)],
                             [(who.address, 2), (who.phone, 2), (who.email, 2)])),
                make.with_law("rpr_points", label(ask("rpr_points").title, "label"), *grid,
                              self.eligible),
                make.with_law("rpr_challenge", self.challenge, self.objected),
                gap="room",
            )
        )  # fmt: skip
        person = [who.name, who.relationship, who.address, who.phone, who.email]
        super().__init__(
            "Representative",
            [
                make.with_law("person_can_select",
                              holder(line(look, self.can_select, self.by))),
                self._nominee,
                make.with_law("needs_39d", self.needs_39d, self.why_39d),
            ],
            [self.can_select, self.by, *person, self.paid, *points, self.eligible, self.challenge,
             self.objected, self.needs_39d, self.why_39d],
            [self.can_select, self.by, who.name, who.address, *points, self.eligible,
             self.challenge, self.needs_39d],
            when=_is_given,
            stays=True,
        )  # fmt: skip

    def follow(self, standing: Standing) -> None:
        """Ask about a nominee only where somebody is selected."""
        super().follow(standing)
        is_nobody = self.by.value() == SelectedBy.NOBODY.value
        self._nominee.setVisible(not is_nobody or bool(self.who.name.value()))

    def read(self) -> Recommendation | None:
        """Return the recommendation; None while nothing is chosen."""
        by = self.by.choice(SelectedBy)
        if by is None:
            return None
        who = self.who
        return Recommendation(
            selected_by=by,
            name=who.name.value(),
            relationship=who.relationship.value(),
            address=who.address.value(),
            phone=who.phone.value(),
            email=who.email.value(),
            is_paid=as_bool(self.paid),
            points=tuple(PointFound(one, as_bool(field)) for one, field in self.points.items()),
            is_eligible_confirmed=as_bool(self.eligible) is True,
            would_support_challenge=as_bool(self.challenge),
            is_objected_to=as_bool(self.objected) is True,
        )


def told(answer: bool | None) -> str:
    """Return an answer as a yes-or-no field holds it."""
    return {True: "yes", False: "no", None: ""}[answer]
