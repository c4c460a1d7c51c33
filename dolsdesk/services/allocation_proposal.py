"""A proposal for many waiting cases: what it says, and what it says once it is changed by hand.

It stands on one reading of the store and one match; changing it reads and solves nothing anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dolsdesk.domain.dols import assessors as assessor_rules
from dolsdesk.domain.dols import returns
from dolsdesk.domain.dols.assessors import Circumstances, Declared
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.queue import Called
from dolsdesk.domain.matching import Instance, SlotPrice, Solved
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.ranking import Ranked
from dolsdesk.errors import Refused
from dolsdesk.services import assessor_pool
from dolsdesk.services.allocation import USUAL_KINDS
from dolsdesk.services.assessor_pool import Pool
from dolsdesk.store.reads.allocating import ToAllocate

Roles = tuple[AssessmentKind, ...]
BI, MH = AssessmentKind.BI, AssessmentKind.MH
#: The doctor first.
ORDER = (MH, BI)


@dataclass(frozen=True, slots=True)
class Asked:
    """A case of a proposal: what it says, the kinds each role takes, and who may act, by rank."""

    case: ToAllocate
    called: Called | None
    kinds: Mapping[AssessmentKind, tuple[AssessmentKind, ...]]
    given: Circumstances
    ranked: Mapping[AssessmentKind, tuple[Ranked, ...]]

    @property
    def id(self) -> int:
        """Return the request."""
        return self.case.request_id


@dataclass(frozen=True, slots=True)
class Given:
    """Who would act in one role of a case, and by when the report would be back."""

    role: AssessmentKind
    kinds: tuple[AssessmentKind, ...]
    assessor_id: int
    name: str
    rank: int
    of: int
    score: int
    ranked: Ranked
    return_on: date
    warnings: tuple[Problem, ...]
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A case with those it would be given; with nobody it goes on waiting."""

    asked: Asked
    given: tuple[Given, ...]

    @property
    def request_id(self) -> int:
        """Return the request."""
        return self.asked.id

    def by(self, role: AssessmentKind) -> Given | None:
        """Return who would act in a role."""
        return next((one for one in self.given if one.role is role), None)

    @property
    def has_warnings(self) -> bool:
        """Return whether a reason is needed to go on."""
        return any(one.warnings for one in self.given)


@dataclass(frozen=True, slots=True)
class LoadLine:
    """What an assessor would carry by the proposal, and what one more slot would be worth."""

    assessor_id: int
    name: str
    role: AssessmentKind
    open: int
    new: int
    slots: int
    limit: int
    minutes_left: int | None
    warnings: tuple[Problem, ...]
    slot: SlotPrice | None
    slot_ref: str


@dataclass(frozen=True)
class Proposal:
    """A proposal: what was asked, what was found, and what was changed by hand since.

    Changing it by hand reads nothing and solves nothing anew.
    """

    as_at: date
    roles: Roles
    pool: Pool
    asked: tuple[Asked, ...]
    instance: Instance
    solved: Solved
    chosen: Mapping[int, Mapping[AssessmentKind, int]]
    by_hand: frozenset[tuple[int, AssessmentKind]] = frozenset()
    returns_on: Mapping[tuple[int, AssessmentKind], date] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every case, those given somebody first, each group in the order of the list."""
        counted = replace(self.pool, given={})
        found = [self._line(one, counted) for one in self.asked]
        return tuple(sorted(found, key=lambda one: not one.given))

    def loads(self) -> tuple[LoadLine, ...]:
        """Return what everybody with a role would carry.

        The overloaded come first, then who is given most, then whose next slot is worth most.
        """
        slots = {(one.role, one.assessor_id): one for one in self.solved.slots}
        refs = {one.id: one.case.ref for one in self.asked}
        names = {one.id: one for one in self.pool.active}
        minutes = _new_minutes(self)
        found = []
        for seat in self.instance.seats:
            one = names[seat.assessor_id]
            new = minutes.get((seat.role, one.id), [])
            counted = replace(self.pool, given={one.id: new[1:]})
            price = slots.get((seat.role, one.id))
            carried = replace(self.pool, given={one.id: new}).carried(one.id)
            found.append(
                LoadLine(
                    one.id,
                    one.name,
                    seat.role,
                    self.pool.carried(one.id).open,
                    len(new),
                    seat.slots,
                    self.pool.limits(one.id).open,
                    carried.minutes_left,
                    counted.pressure(one, USUAL_KINDS[seat.role]) if new else (),
                    price,
                    refs.get(price.request_id or 0, "") if price else "",
                )
            )
        return tuple(
            sorted(
                found,
                key=lambda one: (
                    not one.warnings, -one.new, -(one.slot.worth if one.slot else 0), one.name,
                ),
            )
        )  # fmt: skip

    def with_assessor(
        self, request_id: int, role: AssessmentKind, assessor_id: int | None
    ) -> "Proposal":
        """Return the proposal with somebody else in a role of a case, or with nobody.

        Raises:
            Refused: they may not act in this case.
        """
        [one] = [one for one in self.asked if one.id == request_id]
        if assessor_id is not None and assessor_id not in {
            ranked.assessor_id for ranked in one.ranked.get(role, ())
        }:
            raise Refused("MAY_NOT_ACT", field="assessor")
        chosen = {key: dict(given) for key, given in self.chosen.items()}
        given = chosen.setdefault(request_id, {})
        given.pop(role, None)
        if assessor_id is not None:
            given[role] = assessor_id
        if not given:
            del chosen[request_id]
        return replace(self, chosen=chosen, by_hand=self.by_hand | {(request_id, role)})

    def with_return(self, request_id: int, role: AssessmentKind, return_on: date) -> "Proposal":
        """Return the proposal with another day for a report; what speaks against it is shown."""
        return replace(self, returns_on={**self.returns_on, (request_id, role): return_on})

    def options(self, request_id: int, role: AssessmentKind) -> tuple[tuple[Ranked, str], ...]:
        """Return who may act in a role of a case, the best suited first, with their names."""
        [one] = [one for one in self.asked if one.id == request_id]
        names = {found.id: found.name for found in self.pool.active}
        return tuple((ranked, names[ranked.assessor_id]) for ranked in one.ranked.get(role, ()))

    def questions(self, line: Line) -> tuple[Declared, ...]:
        """Return the conflict-of-interest questions of a line's assessors."""
        kinds = frozenset(kind for given in line.given for kind in given.kinds)
        return assessor_rules.questions(kinds, line.asked.given)

    def _line(self, one: Asked, counted: Pool) -> Line:
        chosen = self.chosen.get(one.id, {})
        found = [self._given(one, role, chosen[role], counted) for role in ORDER if role in chosen]
        return Line(one, tuple(found))

    def _given(self, one: Asked, role: AssessmentKind, assessor_id: int, counted: Pool) -> Given:
        places = {ranked.assessor_id: n for n, ranked in enumerate(one.ranked[role], start=1)}
        ranked = one.ranked[role][places[assessor_id] - 1]
        [assessor] = [found for found in counted.listed if found.id == assessor_id]
        on = self.returns_on.get((one.id, role)) or return_on(self.pool, one.case, role)
        doctor_on = None
        if role is BI and MH in self.chosen.get(one.id, {}):
            doctor_on = self.returns_on.get((one.id, MH)) or return_on(self.pool, one.case, MH)
        against = (
            *counted.standing(assessor, one.kinds[role], one.given),
            *counted.pressure(assessor, one.kinds[role]),
            *returns.problems(on, one.case.due_on, as_at=self.as_at, doctor_on=doctor_on),
        )
        counted.give(assessor_id, counted.minutes_of(one.kinds[role]))
        return Given(
            role,
            one.kinds[role],
            assessor_id,
            assessor.name,
            places[assessor_id],
            len(places),
            ranked.score,
            ranked,
            on,
            tuple(p for p in assessor_pool.unique(against) if p.severity is not Severity.FLAG),
            (one.id, role) in self.by_hand,
        )


def _new_minutes(proposal: Proposal) -> dict[tuple[AssessmentKind, int], list[int]]:
    kinds = {one.id: one.kinds for one in proposal.asked}
    found: dict[tuple[AssessmentKind, int], list[int]] = {}
    for request_id, given in proposal.chosen.items():
        for role, assessor_id in given.items():
            minutes = proposal.pool.minutes_of(kinds[request_id][role])
            found.setdefault((role, assessor_id), []).append(minutes)
    return found


def return_on(pool: Pool, one: ToAllocate, role: AssessmentKind) -> date:
    """Return by when the report of a role is proposed to be back."""
    return returns.propose(role, one.due_on, as_at=pool.ctx.today, book=pool.ctx.book)
