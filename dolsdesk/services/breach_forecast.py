"""Which open requests will pass their day in the coming weeks, and how far to trust that (TI10)."""

from dataclasses import dataclass
from datetime import date, timedelta

from dolsdesk.domain import breaches
from dolsdesk.domain.breaches import BackTest, Course, Estimate, History
from dolsdesk.domain.reporting import Cell, Figure, Heading, Table, Unit
from dolsdesk.domain.staff import Act
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import courses
from dolsdesk.store.reads.courses import OpenLine

_HISTORY = timedelta(weeks=breaches.WINDOW_WEEKS + breaches.TESTED_WEEKS + 1)
_POINTS = 100


@dataclass(frozen=True, slots=True)
class RiskLine:
    """An open request, how likely it is to pass its day, and what that rests on in words."""

    line: OpenLine
    estimate: Estimate | None
    evidence: str

    @property
    def percent(self) -> float | None:
        """Return the probability in per cent, or None where nothing is known."""
        return _POINTS * self.estimate.probability if self.estimate else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The requests at risk, the likeliest first, those past their day, and the back-test."""

    lines: tuple[RiskLine, ...]
    breached: tuple[int, ...]
    expected: float
    tested: BackTest
    verdict: str
    table: Table


def forecast(ctx: Context) -> Forecast:
    """Return which open requests will pass their day, as things stand today."""
    today = ctx.today
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        past = courses.past(session, since=today - _HISTORY, before=today)
        at_risk = courses.at_risk(session, today)
        shown = courses.open_lines(session, today)
        gone = courses.breached(session, today)
    history = History(past)
    lines = [_line(one, shown[one.request_id], history, today) for one in at_risk]
    lines.sort(key=lambda one: (-(one.percent or 0.0), one.line.due_on, one.line.request_id))
    tested = breaches.back_test(past, history, today)
    return Forecast(
        lines=tuple(lines),
        breached=gone,
        expected=sum(one.estimate.probability for one in lines if one.estimate),
        tested=tested,
        verdict=verdict(tested),
        table=table(tested),
    )


def evidence(found: Estimate | None) -> str:
    """Return what a probability rests on, in words."""
    if found is None:
        return words.sentence("BREACH_NO_HISTORY")
    said = "BREACH_THIN" if found.is_thin else "BREACH_EVIDENCE"
    return words.sentence(
        said, like=found.like, breached=found.breached, what=_what(found), left=found.left
    )


def verdict(tested: BackTest) -> str:
    """Return how far the probabilities may be trusted, in words."""
    right = tested.is_calibrated
    if right is None:
        return words.sentence("BREACH_CANNOT_JUDGE")
    code = "BREACH_CALIBRATED" if right else "BREACH_NOT_CALIBRATED"
    points = round(breaches.TOLERANCE if right else tested.worst)
    return words.sentence(code, n=tested.count, points=points)


def table(tested: BackTest) -> Table:
    """Return the back-test as a table: what was said, and what came."""
    rows = tuple(
        (
            Cell(f"{one.low} to {one.high}%"),
            Cell(one.count),
            Cell(Figure(one.said, unit=Unit.PERCENT)),
            Cell(Figure(one.came, unit=Unit.PERCENT)),
            Cell(f"{one.off:.0f} points" if one.is_judged else "too few to judge"),
        )
        for one in tested.bins
    )
    return Table(
        "What was said a week at a time over the last year, and what came",
        (
            Heading("Said", is_number=False),
            Heading("Requests"),
            Heading("Said on average"),
            Heading("Came true"),
            Heading("Apart", is_number=False),
        ),
        rows,
        note="Each week is told only from what was known by then. A request that left before its "
        "day counts for neither side. An extension that came later is counted in.",
    )


def _line(one: Course, shown: OpenLine, history: History, today: date) -> RiskLine:
    found = history.estimate(one, today)
    return RiskLine(shown, found, evidence(found))


def _what(found: Estimate) -> str:
    alike = found.alike
    parts = ["urgent" if alike.is_urgent else "standard"]
    if alike.stage is not None:
        parts.append(words.fact(alike.stage.value))
    if alike.band is not None:
        band = words.fact(alike.band).lower() if alike.band else "no"
        parts.append(f"{band} priority")
    parts.append(_left(alike.days_left))
    if found.left:
        parts.append(f"{found.left} ended before without assessments")
    return ", ".join(parts)


def _left(days: int) -> str:
    return "due that day" if not days else f"{days} day left" if days == 1 else f"{days} days left"
