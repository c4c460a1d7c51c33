"""Choosing assessors: who may act, who is free, who is suggested, the selection (AL1 to AL5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dolsdesk.domain import hours, postcodes, text
from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import assessors, returns
from dolsdesk.domain.dols.assessors import Assessor, Circumstances, Declared, Profession
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.hours import Week
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.ranking import Mark, Need, Ranked, Wanted, needs
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import assessor_pool, targets, words
from dolsdesk.services.acts import on_case
from dolsdesk.services.assessor_pool import Pool, unique
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.services.selecting import (
    Choice,
    Suggested,
    against,
    check,
    circumstances,
    legal_day,
    select,
)
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import allocating
from dolsdesk.store.reads.load import Load
from dolsdesk.store.repos import assessors as register
from dolsdesk.store.repos import cases

#: How many of those suggested the audit trail names.
_FIRST = 3

#: What a best interests assessor and a mental health assessor usually take on (dols.md 2).
USUAL_KINDS: Mapping[AssessmentKind, tuple[AssessmentKind, ...]] = {
    AssessmentKind.BI: (
        AssessmentKind.BI, AssessmentKind.AGE, AssessmentKind.NR, AssessmentKind.MC,
    ),
    AssessmentKind.MH: (AssessmentKind.MH, AssessmentKind.ELIG),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One assessor in the picker, with everything that speaks for and against.

    ``rank`` is 0 for whoever may not act; ``taken`` counts the cases given this week.
    """

    id: int
    name: str
    profession: Profession
    is_independent: bool
    languages: str
    specialisms: str
    base: str
    availability: str
    selectable_until: date | None
    load: Load
    taken: int
    away_until: date | None
    away_from: date | None
    week: Week
    problems: tuple[Problem, ...]
    rank: int
    score: int
    marks: tuple[Mark, ...]

    @property
    def may_act(self) -> bool:
        """Return whether nothing refuses the selection."""
        return not any(problem.refuses for problem in self.problems)


def candidates(
    ctx: Context, request_id: int, kinds: Iterable[AssessmentKind]
) -> tuple[Candidate, ...]:
    """Return every active assessor for some kinds: those who may act by rank, then the others.

    The rank comes of the council's weights (AL4); equal scores go by name. Those who may not act
    are listed too, each with the reason, and have no rank.
    """
    wanted = tuple(kinds)
    with ctx.reading() as session:
        ctx = targets.as_set_now(ctx, session)
        case = cases.load(session, request_id)
        given = circumstances(session, case, ctx.today)
        pool = assessor_pool.read(ctx, session)
        asked = _asked(ctx, session, case, wanted)
    return _listed(pool, wanted, given, asked)


def _asked(
    ctx: Context, session: ReadSession, case: Case, kinds: tuple[AssessmentKind, ...]
) -> Wanted:
    """Return what a case asks of an assessor for some kinds."""
    before = allocating.assessed_before(session, (case.person_id,), but=case.request.id)
    return Wanted(
        postcodes.find(case.place.postcode),
        case.person.language,
        needs_of(
            case.request.diagnosis,
            case.place.service_types,
            is_hospital=case.place.kind is PlaceKind.HOSPITAL,
        ),
        returns.propose(
            returns.role_of(frozenset(kinds)), legal_day(ctx, case), as_at=ctx.today, book=ctx.book
        ),
        before.get(case.person_id, {}),
    )


def needs_of(diagnosis: str, service_types: str, *, is_hospital: bool) -> frozenset[Need]:
    """Return what a case may call for, by the words of the request and what the place is."""
    return needs(" | ".join((diagnosis, service_types, "hospital" if is_hospital else "")))


def _listed(
    pool: Pool, kinds: tuple[AssessmentKind, ...], given: Circumstances, asked: Wanted
) -> tuple[Candidate, ...]:
    against = {
        one.id: unique((*pool.standing(one, kinds, given), *pool.pressure(one, kinds)))
        for one in pool.active
    }
    may_act = [one for one in pool.active if not any(p.refuses for p in against[one.id])]
    ranks = {one.assessor_id: (n, one) for n, one in enumerate(pool.rank(asked, may_act), start=1)}
    found = [_candidate(pool, one, against[one.id], ranks.get(one.id)) for one in pool.active]
    return tuple(sorted(found, key=lambda one: (one.rank or len(found) + 1, one.name)))


def _candidate(
    pool: Pool, one: Assessor, problems: tuple[Problem, ...], rank: tuple[int, Ranked] | None
) -> Candidate:
    ctx, about = pool.ctx, pool.about[one.id]
    spans = pool.leave.get(one.id, ())
    number, ranked = rank or (0, Ranked(one.id, 0, ()))
    return Candidate(
        id=one.id,
        name=one.name,
        profession=one.profession,
        is_independent=not one.is_employed_by_council,
        languages=about.languages,
        specialisms=about.specialisms,
        base=about.base,
        availability=about.availability,
        selectable_until=assessors.selectable_until(one, ctx.today, ctx.book),
        load=pool.loads.get(one.id, Load()),
        taken=pool.carried(one.id).taken,
        away_until=pool.away.get(one.id),
        away_from=min((day for day, _ in spans if day > ctx.today), default=None),
        week=pool.weeks[one.id],
        problems=problems,
        rank=number,
        score=ranked.score,
        marks=ranked.marks,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """An assessor by name, to choose from."""

    id: int
    name: str


def best_interests_assessors(ctx: Context) -> tuple[Named, ...]:
    """Return whoever may act as a best interests assessor today, by name."""
    with ctx.reading() as session:
        listed = register.load_all(session)
    return tuple(
        Named(one.id, one.name)
        for one in sorted(listed, key=lambda one: one.name)
        if not any(
            problem.refuses
            for problem in assessors.eligibility_problems(
                one, AssessmentKind.BI, ctx.today, ctx.book
            )
        )
    )


def questions(
    ctx: Context, request_id: int, kinds: Iterable[AssessmentKind]
) -> tuple[Declared, ...]:
    """Return the conflict-of-interest questions to be answered for some kinds."""
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        given = circumstances(session, case, ctx.today)
    return assessors.questions(frozenset(kinds), given)


def proposed_return(ctx: Context, request_id: int, kinds: Iterable[AssessmentKind]) -> date:
    """Return by when the report for some kinds is proposed to be asked for."""
    with ctx.reading() as session:
        ctx = targets.as_set_now(ctx, session)
        legal_on = legal_day(ctx, cases.load(session, request_id))
    role = returns.role_of(frozenset(kinds))
    return returns.propose(role, legal_on, as_at=ctx.today, book=ctx.book)


def allocate(
    ctx: Context,
    request_id: int,
    *,
    assessor_id: int,
    kinds: Iterable[AssessmentKind],
    declarations: Mapping[Declared, bool | None],
    return_on: date | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> Outcome[None]:
    """Select an assessor for some kinds of assessment of a request, in the place of any before.

    Eligibility and conflicts are judged on today's date and frozen with the selection. Once every
    kind has an assessor or an equivalent assessment the request counts as allocated. The rank of
    the one chosen among those suggested goes into the audit trail.

    Args:
        ctx: who acts, and on what.
        request_id: the case.
        assessor_id: who is selected.
        kinds: for which assessments.
        declarations: the assessor's own answers to the conflict-of-interest questions.
        return_on: the last day for the report, inclusive; as proposed if not given.
        reason: why to go on where warnings stand.
        seen_version: the version of the case that was looked at.

    Raises:
        ProblemsFound: the assessor may not act, has not answered, or the return date is past.
        ReasonNeeded: warnings stand (leave, load, a return after the legal day) without a reason.
        TransitionRefused: the request is not checked yet, or owes no assessment any more.
    """
    wanted = tuple(dict.fromkeys(kinds))
    if not wanted:
        raise Refused("NO_KIND_CHOSEN", field="kinds")
    with on_case(ctx, Act.ALLOCATE, request_id, seen_version=seen_version) as act:
        session = act.write.session
        ctx = targets.as_set_now(ctx, session)
        pool = assessor_pool.read(ctx, session)
        chosen = Choice(assessor_id, wanted, declarations, return_on)
        ready = check(act, pool, chosen)
        why = settle(ready.problems, reason)
        given = circumstances(session, act.case, ctx.today)
        listed = _listed(pool, wanted, given, _asked(ctx, session, act.case, wanted))
        select(act, ready, why=why, suggested=_suggested(listed, assessor_id))
    return Outcome(None, of_case(request_id, Listing.ASSESSORS, Listing.FEES))


def judged(
    ctx: Context,
    session: ReadSession,
    case: Case,
    chosen: Assessor,
    *,
    kinds: Iterable[AssessmentKind],
    declarations: Mapping[Declared, bool | None],
) -> tuple[Problem, ...]:
    """Return what stands against selecting an assessor for some kinds of a case today."""
    pool = assessor_pool.read(targets.as_set_now(ctx, session), session, (chosen.id,))
    choice = Choice(chosen.id, tuple(kinds), declarations)
    return against(pool, chosen, choice, circumstances(session, case, ctx.today))


def _suggested(listed: tuple[Candidate, ...], assessor_id: int) -> Suggested:
    first = tuple(one.id for one in listed if one.rank)[:_FIRST]
    chosen = next((one for one in listed if one.id == assessor_id), None)
    return Suggested(chosen.rank if chosen else 0, chosen.score if chosen else 0, first)


def tell_to_stop(ctx: Context, request_id: int) -> Outcome[None]:
    """Record that assessors still working were told to stop (para 133)."""
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        stopped = cases.note_stop(act.write.session, request_id, on=ctx.today)
        if not stopped:
            raise Refused("NOBODY_TO_STOP")
        act.happened("told_to_stop", ", ".join(kind.value for kind in stopped))
        act.record("tell_to_stop", kinds=[kind.value for kind in stopped])
    return Outcome(None, of_case(request_id, Listing.ASSESSORS))


def how_hours(week: Week) -> tuple[str, ...]:
    """Return in words how the hours left of a week are worked out, a step a line.

    Every number is the council's own: hours from the register, figures from the local targets.
    """
    if week.unknown is not None:
        return (words.sentence(week.unknown.value),)
    written = hours.hours
    last = text.near_date(week.last_on, week.first_on)
    lines = [
        words.sentence("HOURS_LEFT", left=written(week.left or 0)),
        words.sentence(
            "HOURS_WEEK", first=text.near_date(week.first_on, week.first_on), last=last,
            contracted=written(week.contracted or 0),
        )
    ]  # fmt: skip
    if week.days_away:
        lines.append(words.sentence("HOURS_AWAY", n=week.days_away, away=written(week.away)))
    for code, counts in (("HOURS_DONE", week.work.done), ("HOURS_DUE", week.work.due)):
        kinds = [
            f"{n} {words.fact(kind.value).lower()}"
            for kind in AssessmentKind
            if (n := counts.get(kind, 0))
        ]
        if kinds:
            lines.append(
                words.sentence(
                    code, what=", ".join(kinds), hours=written(week.minutes_of(counts)),
                    last=last,
                )
            )  # fmt: skip
    if later := sum(week.work.later.values()):
        lines.append(words.sentence("HOURS_LATER", n=later))
    lines.append(words.sentence("HOURS_LOCAL"))
    return tuple(lines)
