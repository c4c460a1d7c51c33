"""Choosing assessors: who may act, who is free, and the selection itself (AL1 to AL3)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dolsdesk.domain import hours, text
from dolsdesk.domain.changes import Listing, of_case
from dolsdesk.domain.dols import assessors, timescales
from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.assessors import Assessor, Circumstances, Declared, Profession
from dolsdesk.domain.dols.case import Allocation, Case, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import SELECTING, Event, may
from dolsdesk.domain.hours import Figures, Week, Work
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import fee_orders, words
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import load
from dolsdesk.store.reads.load import Load
from dolsdesk.store.repos import assessors as register
from dolsdesk.store.repos import cases

#: What a best interests assessor and a mental health assessor usually take on (dols.md 2).
USUAL_KINDS: Mapping[AssessmentKind, tuple[AssessmentKind, ...]] = {
    AssessmentKind.BI: (
        AssessmentKind.BI, AssessmentKind.AGE, AssessmentKind.NR, AssessmentKind.MC,
    ),
    AssessmentKind.MH: (AssessmentKind.MH, AssessmentKind.ELIG),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One assessor in the picker, with everything that speaks for and against."""

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
    away_until: date | None
    away_from: date | None
    week: Week
    problems: tuple[Problem, ...]

    @property
    def may_act(self) -> bool:
        """Return whether nothing refuses the selection."""
        return not any(problem.refuses for problem in self.problems)


def candidates(
    ctx: Context, request_id: int, kinds: Iterable[AssessmentKind]
) -> tuple[Candidate, ...]:
    """Return every active assessor for some kinds: those who may act first, the least busy first.

    Those who may not act are listed too, each with its reason.
    """
    wanted = tuple(kinds)
    with ctx.reading() as session:
        case = cases.load(session, request_id)
        given = _circumstances(session, case, ctx.today)
        listed = register.load_all(session)
        first_on, last_on = hours.week_of(ctx.today)
        loads = load.of_assessors(session, last_on)
        work = load.work(session, first_on, last_on)
        away = register.leave(session, ctx.today)
        leave = register.leave_within(session, first_on, last_on)
        about = load.about_assessors(session)
    figures = _figures(ctx)
    found = []
    for one in listed:
        if not one.is_active:
            continue
        carried = loads.get(one.id, Load())
        problems = list(_problems(one, wanted, given, ctx.book))
        problems += _pressure(one, carried, away.get(one.id), ctx)
        notes = about[one.id]
        spans = leave.get(one.id, ())
        week = Week(
            first_on,
            last_on,
            notes.week_minutes,
            hours.days_away(spans, first_on, ctx.calendar),
            work.get(one.id, Work()),
            figures,
        )
        found.append(
            Candidate(
                id=one.id,
                name=one.name,
                profession=one.profession,
                is_independent=not one.is_employed_by_council,
                languages=notes.languages,
                specialisms=notes.specialisms,
                base=notes.base,
                availability=notes.availability,
                selectable_until=assessors.selectable_until(one, ctx.today, ctx.book),
                load=carried,
                away_until=away.get(one.id),
                away_from=min((day for day, _ in spans if day > ctx.today), default=None),
                week=week,
                problems=_unique(problems),
            )
        )
    return tuple(sorted(found, key=_order))


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
        given = _circumstances(session, case, ctx.today)
    return assessors.questions(frozenset(kinds), given)


def allocate(
    ctx: Context,
    request_id: int,
    *,
    assessor_id: int,
    kinds: Iterable[AssessmentKind],
    declarations: Mapping[Declared, bool | None],
    reason: str = "",
    seen_version: int | None = None,
) -> Outcome[None]:
    """Select an assessor for some kinds of assessment of a request, in the place of any before.

    Eligibility and conflicts are judged on today's date and frozen with the selection. Once every
    kind has an assessor or an equivalent assessment the request counts as allocated.

    Raises:
        ProblemsFound: the assessor may not act, or has not answered the questions.
        ReasonNeeded: warnings stand (leave, load) without a reason.
        TransitionRefused: the request is not checked yet, or owes no assessment any more.
    """
    wanted = tuple(dict.fromkeys(kinds))
    if not wanted:
        raise Refused("NO_KIND_CHOSEN", field="kinds")
    with on_case(ctx, Act.ALLOCATE, request_id, seen_version=seen_version) as act:
        session, case = act.write.session, act.case
        if act.state not in SELECTING:
            raise TransitionRefused("TRANSITION_REFUSED", state=act.state, event=Event.ALLOCATE)
        given = _circumstances(session, case, ctx.today)
        chosen = register.load(session, assessor_id)
        why = settle(
            judged(ctx, session, case, chosen, kinds=wanted, declarations=declarations), reason
        )
        due_on = timescales.work_out(facts_of(case), as_at=ctx.today, book=ctx.book).date(
            "assessments_due_on"
        )
        cases.end_allocations(session, request_id, wanted, on=ctx.today, reason="replaced")
        for kind in wanted:
            answers = {q: bool(declarations.get(q)) for q in assessors.questions({kind}, given)}
            selection = Allocation(0, kind, assessor_id, chosen.name, ctx.today, due_on, answers)
            cases.add_allocation(session, request_id, selection, snapshot(chosen))
        fee_orders.order_for(act, chosen, wanted)
        covered = set(case.active_allocations) | set(wanted) | _equivalents(case)
        if covered >= set(AssessmentKind) and may(act.state, Event.ALLOCATE):
            act.move(Event.ALLOCATE)
        act.happened(
            "allocated", f"{chosen.name}: {', '.join(words.fact(k.value) for k in wanted)}"
        )
        act.record("allocate", reason=why, assessor_id=assessor_id, kinds=[k.value for k in wanted])
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
    wanted = tuple(kinds)
    given = _circumstances(session, case, ctx.today)
    problems = list(_problems(chosen, wanted, given, ctx.book))
    for kind in wanted:
        problems += assessors.declaration_problems(declarations, kind, given)
    away = register.leave(session, ctx.today).get(chosen.id)
    _, week_end = hours.week_of(ctx.today)
    carried = load.of_assessors(session, week_end).get(chosen.id, Load())
    problems += _pressure(chosen, carried, away, ctx)
    return _unique(problems)


def tell_to_stop(ctx: Context, request_id: int) -> Outcome[None]:
    """Record that assessors still working were told to stop (para 133)."""
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        stopped = cases.note_stop(act.write.session, request_id, on=ctx.today)
        if not stopped:
            raise Refused("NOBODY_TO_STOP")
        act.happened("told_to_stop", ", ".join(kind.value for kind in stopped))
        act.record("tell_to_stop", kinds=[kind.value for kind in stopped])
    return Outcome(None, of_case(request_id, Listing.ASSESSORS))


def _figures(ctx: Context) -> Figures:
    """Return how many hours an assessment of each kind takes, by the council's own figures."""
    return {
        kind: ctx.book.value(RuleId(f"pr_hours_{kind.value}"), on=ctx.today).amount
        for kind in AssessmentKind
    }


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


def _circumstances(session: ReadSession, case: Case, today: date) -> Circumstances:
    others = {kind: a.assessor_id for kind, a in case.active_allocations.items()}
    others |= {
        kind: done.assessor_id
        for kind, done in case.assessments.items()
        if done.assessor_id is not None and done.method is Method.NEW
    }
    return Circumstances(
        selected_on=today,
        is_place_run_by_council=case.place.is_run_by_council,
        other_kinds=others,
        interests=register.interests(session, person_id=case.person_id, place_id=case.place.id),
    )


def _problems(
    one: Assessor, kinds: Iterable[AssessmentKind], given: Circumstances, book: RuleBook
) -> list[Problem]:
    wanted = set(kinds)
    found: list[Problem] = []
    if {AssessmentKind.MH, AssessmentKind.BI} <= wanted:
        found.append(Code.SAME_ASSESSOR_MH_BI.problem())
    for kind in wanted:
        found += assessors.eligibility_problems(one, kind, given.selected_on, book)
        found += assessors.conflict_problems(one, kind, given)
    return found


def _pressure(one: Assessor, carried: Load, away: date | None, ctx: Context) -> list[Problem]:
    found = []
    if away is not None:
        found.append(Code.ASSESSOR_ON_LEAVE.problem(name=one.name, until=away))
    limit = carried.week_limit
    if limit is None:
        limit = ctx.book.value(RuleId.PR_ASSESSOR_WEEK_LIMIT, on=ctx.today).amount
    if carried.open >= limit:
        found.append(Code.ASSESSOR_OVERLOADED.problem(name=one.name, n=carried.open))
    return found


def _unique(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    kept: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.code, str(problem.params.get("reason", ""))), problem)
    return tuple(kept.values())


def _order(one: Candidate) -> tuple[int, int, int, str]:
    refusing = sum(problem.severity is Severity.REFUSE for problem in one.problems)
    return (refusing and 1, 1 if one.away_until else 0, one.load.open, one.name)


def _equivalents(case: Case) -> set[AssessmentKind]:
    return {k for k, done in case.assessments.items() if done.method is Method.EQUIVALENT}


def snapshot(one: Assessor) -> dict[str, object]:
    """Return what eligibility turned on, frozen on the day of selection."""
    values = asdict(one)
    return {
        name: [on.isoformat() for on in value]
        if isinstance(value, tuple)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in values.items()
    }
