"""A request that ends after its day: never without a coded reason and a note (TI9)."""

from dataclasses import dataclass
from datetime import date

from dolsdesk.domain.dols import holdings, timescales
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.endings import Closure
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.services.context import Context


@dataclass(frozen=True, slots=True)
class Breach:
    """An end that came late: by how many days, why, what more is to say, and who decided."""

    days: int
    reason: str
    note: str
    by: str


def days_over(case: Case, on: date, book: RuleBook) -> int:
    """Return how many days after the day the assessments were due a day lies; 0 if none."""
    due_on = timescales.work_out(facts_of(case), as_at=on, book=book).date("assessments_due_on")
    return max((on - due_on).days, 0) if due_on is not None else 0


def is_late(ctx: Context, case: Case) -> bool:
    """Return whether a decision today comes after the day the assessments were due."""
    return bool(days_over(case, ctx.today, ctx.book))


def problems(
    case: Case, on: date, book: RuleBook, *, reason: str, note: str
) -> tuple[Problem, ...]:
    """Return what is lacking where a request would end on a day after its own."""
    if not days_over(case, on, book):
        return ()
    if not reason:
        return (Code.LATE_REASON_NEEDED.problem(),)
    return () if note.strip() else (Code.LATE_NOTE_NEEDED.problem(),)


def breach(case: Case, book: RuleBook) -> Breach | None:
    """Return the breach record of a request that is over, or None where it ended in time."""
    given, refused = case.authorisation, case.refusal
    if given is not None:
        ended = (given.given_on, given.late_reason, given.late_note, given.signatory_name)
    elif refused is not None:
        ended = (refused.decided_on, refused.late_reason, refused.late_note, refused.signatory_name)
    else:
        closed = holdings.newest(case.records, RecordKind.CLOSURE, Closure)
        if closed is None or case.request.is_open:
            return None
        facts = closed.facts
        ended = (facts.on, facts.late_reason, facts.late_note, closed.recorded_by)
    on, reason, note, by = ended
    days = days_over(case, on, book)
    return Breach(days, reason, note, by) if days else None
