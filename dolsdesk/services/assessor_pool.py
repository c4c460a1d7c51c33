"""The register as it stands for choosing: what every assessor carries, brings and may take on.

Read once for a picker or for many cases; ``give`` keeps count of what is given meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from dolsdesk.domain import hours, postcodes, ranking
from dolsdesk.domain.dols import assessors, overload
from dolsdesk.domain.dols.assessors import Assessor, Circumstances
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.overload import Carried, Limits
from dolsdesk.domain.hours import MINUTES, Figures, Week, Work
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.ranking import Offer, Part, Ranked, Wanted
from dolsdesk.domain.text import fold
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import load
from dolsdesk.store.reads.load import About, Load
from dolsdesk.store.repos import assessors as register

#: Leave further away than this bears on no return date.
_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Pool:
    """Every assessor with load, hours and leave on a day."""

    ctx: Context
    listed: tuple[Assessor, ...]
    loads: dict[int, Load]
    weeks: dict[int, Week]
    away: dict[int, date]
    leave: dict[int, tuple[tuple[date, date], ...]]
    about: dict[int, About]
    taken: dict[int, int]
    weights: dict[Part, int]
    figures: Figures
    given: dict[int, list[int]] = field(default_factory=dict)
    known: dict[tuple[int, AssessmentKind], tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def active(self) -> tuple[Assessor, ...]:
        """Return whoever takes cases, by name."""
        return tuple(one for one in self.listed if one.is_active)

    def minutes_of(self, kinds: Iterable[AssessmentKind]) -> int:
        """Return the minutes that some kinds take by the council's figures; 0 where not set."""
        return sum(self.figures.get(kind, 0) for kind in kinds) * MINUTES

    def carried(self, assessor_id: int) -> Carried:
        """Return what somebody carries, with what was given since this was read."""
        more = self.given.get(assessor_id, [])
        week = self.weeks[assessor_id]
        left = week.left
        return Carried(
            open=self.loads.get(assessor_id, Load()).open + len(more),
            taken=self.taken.get(assessor_id, 0) + len(more),
            minutes_left=None if left is None else left - sum(more),
            work=week.minutes_of(week.work.done) + week.minutes_of(week.work.due) + sum(more),
            post=self.about[assessor_id].post_minutes,
        )

    def limits(self, assessor_id: int) -> Limits:
        """Return what the council warns of, with somebody's own limit if they have one."""
        own = self.about[assessor_id].week_limit
        return overload.limits(self.ctx.today, self.ctx.book, own)

    def give(self, assessor_id: int, minutes: int) -> None:
        """Keep count of one more case that somebody is given."""
        self.given.setdefault(assessor_id, []).append(minutes)

    def pressure(self, one: Assessor, kinds: Iterable[AssessmentKind]) -> tuple[Problem, ...]:
        """Return the warnings against giving somebody one more case: leave and overload."""
        found = []
        if (until := self.away.get(one.id)) is not None:
            found.append(Code.ASSESSOR_ON_LEAVE.problem(name=one.name, until=until))
        minutes = self.minutes_of(kinds)
        found += overload.problems(one.name, self.carried(one.id), self.limits(one.id), minutes)
        return tuple(found)

    def eligibility(self, one: Assessor, kind: AssessmentKind) -> tuple[Problem, ...]:
        """Return why somebody may not carry out a kind of assessment today; remembered."""
        key = (one.id, kind)
        if key not in self.known:
            self.known[key] = assessors.eligibility_problems(
                one, kind, self.ctx.today, self.ctx.book
            )
        return self.known[key]

    def standing(
        self, one: Assessor, kinds: Iterable[AssessmentKind], given: Circumstances
    ) -> tuple[Problem, ...]:
        """Return everything that the law says against somebody for some kinds."""
        wanted = frozenset(kinds)
        found: list[Problem] = []
        if {AssessmentKind.MH, AssessmentKind.BI} <= wanted:
            found.append(Code.SAME_ASSESSOR_MH_BI.problem())
        for kind in AssessmentKind:
            if kind in wanted:
                found += self.eligibility(one, kind)
                found += assessors.conflict_problems(one, kind, given)
        return unique(found)

    @cached_property
    def offers(self) -> dict[int, Offer]:
        """Return what everybody brings to the ranking, as it was read."""
        return {one.id: self._offer(one) for one in self.active}

    def _offer(self, one: Assessor) -> Offer:
        about, carried = self.about[one.id], self.carried(one.id)
        return Offer(
            one.id,
            one.name,
            postcodes.find(about.base),
            fold(about.languages),
            ranking.needs(about.specialisms),
            open=carried.open,
            most=self.limits(one.id).open,
            minutes_left=carried.minutes_left,
            week_minutes=about.week_minutes,
            away=self.leave.get(one.id, ()),
        )

    def rank(self, wanted: Wanted, those: Iterable[Assessor]) -> tuple[Ranked, ...]:
        """Return assessors who may act, the best suited first; by what they carry when read."""
        return ranking.order(
            wanted,
            [self.offers[one.id] for one in those],
            weights=self.weights,
            as_at=self.ctx.today,
            calendar=self.ctx.calendar,
        )


def read(ctx: Context, session: ReadSession, ids: Iterable[int] | None = None) -> Pool:
    """Return the register as it stands today: everybody, or those named."""
    first_on, last_on = hours.week_of(ctx.today)
    figures = {
        kind: ctx.book.value(RuleId(f"pr_hours_{kind.value}"), on=ctx.today).amount
        for kind in AssessmentKind
    }
    listed = register.load_all(session, ids)
    about = load.about_assessors(session)
    work = load.work(session, first_on, last_on)
    leave = register.leave_within(session, first_on, ctx.today + _AHEAD)
    weeks = {
        one.id: Week(
            first_on,
            last_on,
            about[one.id].week_minutes,
            hours.days_away(leave.get(one.id, ()), first_on, ctx.calendar),
            work.get(one.id, Work()),
            figures,
        )
        for one in listed
    }
    return Pool(
        ctx,
        listed,
        load.of_assessors(session, last_on),
        weeks,
        register.leave(session, ctx.today),
        leave,
        about,
        load.taken(session, first_on, last_on),
        ranking.weights(ctx.today, ctx.book),
        figures,
    )


def unique(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems once each; the same code for another reason is another problem."""
    kept: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.code, str(problem.params.get("reason", ""))), problem)
    return tuple(kept.values())
