"""How things end that the council did not decide: requests closed, authorities that cease early.

dols.md 4.1 (R12 to R14), 4.2 (U8, U9), 4.3 (A8 to A10), 10.8, 10.19, 10.22, 10.24; after-agni.md
3b. A lapse and an expiry need no entry: they follow from the calendar.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.ordering import out_of_order
from dolsdesk.domain.problems import Problem


class ClosedAs(StrEnum):
    """Ends of a request that are no decision (R12 to R14)."""

    WITHDRAWN = "withdrawn"
    NO_LONGER_NEEDED = "no_longer_needed"
    TRANSFERRED = "transferred"


class ClosureReason(StrEnum):
    """Why a request ended without a decision."""

    DIED = "died"
    LEFT = "left"
    MOVED = "moved"
    DETAINED_MHA = "detained_mha"
    COURT_ORDER = "court_order"
    CAPACITY_REGAINED = "capacity_regained"
    RESTRICTIONS_REMOVED = "restrictions_removed"
    LOOKED_AGAIN = "looked_again"
    IN_ERROR = "in_error"
    COUNCIL_TOOK_OVER = "council_took_over"
    OTHER = "other"


class Evidence(StrEnum):
    """What kind of paper shows it."""

    MANAGING_AUTHORITY = "from_managing_authority"
    DEATH = "notice_of_death"
    DISCHARGE = "discharge_record"
    MHA_PAPERS = "mha_papers"
    COURT_ORDER = "sealed_order"
    COUNCIL_AGREEMENT = "council_agreement"
    DETERMINATION = "determination"
    DESK_REVIEW = "desk_review"
    OTHER = "other_paper"


class Coroner(StrEnum):
    """Whether the coroner was told of a death (10.24)."""

    NOT_REQUIRED = "coroner_not_required"
    ADVISED = "coroner_advised"
    REPORTED = "coroner_reported"


#: Which reasons fit which end.
REASONS: Mapping[ClosedAs, tuple[ClosureReason, ...]] = {
    ClosedAs.WITHDRAWN: (
        ClosureReason.LOOKED_AGAIN,
        ClosureReason.RESTRICTIONS_REMOVED,
        ClosureReason.CAPACITY_REGAINED,
        ClosureReason.MOVED,
        ClosureReason.DIED,
        ClosureReason.IN_ERROR,
        ClosureReason.OTHER,
    ),
    ClosedAs.NO_LONGER_NEEDED: (
        ClosureReason.DIED,
        ClosureReason.LEFT,
        ClosureReason.MOVED,
        ClosureReason.DETAINED_MHA,
        ClosureReason.COURT_ORDER,
        ClosureReason.CAPACITY_REGAINED,
        ClosureReason.RESTRICTIONS_REMOVED,
    ),
    ClosedAs.TRANSFERRED: (ClosureReason.COUNCIL_TOOK_OVER,),
}

#: Reasons after which the person is no longer under the arrangements in this place.
GONE = frozenset({ClosureReason.DIED, ClosureReason.LEFT, ClosureReason.MOVED})

#: How the lawful endings of after-agni.md 3b are counted.
CLOSURE_CODES: Mapping[ClosureReason, str] = {
    ClosureReason.LOOKED_AGAIN: "CR-01",
    ClosureReason.RESTRICTIONS_REMOVED: "CR-05",
    ClosureReason.CAPACITY_REGAINED: "CR-07",
    ClosureReason.MOVED: "CR-05",
    ClosureReason.LEFT: "CR-05",
    ClosureReason.DETAINED_MHA: "CR-05",
    ClosureReason.COURT_ORDER: "CR-05",
    ClosureReason.DIED: "CR-06",
    ClosureReason.IN_ERROR: "CR-09",
    ClosureReason.COUNCIL_TOOK_OVER: "CR-05",
    ClosureReason.OTHER: "CR-05",
}


@dataclass(frozen=True, slots=True)
class Closure:
    """A request that ended without a decision, on evidence, one at a time."""

    closed_as: ClosedAs
    reason: ClosureReason
    on: date
    evidence: Evidence
    paper: str
    note: str = ""
    restrictions_continue: bool | None = None
    arrangements_to: date | None = None
    council: str = ""
    coroner: Coroner | None = None
    objection_checked: str = ""
    late_reason: str = ""
    late_note: str = ""

    @property
    def code(self) -> str:
        """Return the closure code that reports count by."""
        return CLOSURE_CODES[self.reason]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What speaks against taking a withdrawal at its word (AG-V19)."""

    objects: bool = False
    is_residence_settled: bool = True


def closure_problems(closing: Closure, held: Unsettled, *, as_at: date) -> tuple[Problem, ...]:
    """Return why a request may not be closed in this way."""
    return tuple(_closure_problems(closing, held, as_at))


def _closure_problems(closing: Closure, held: Unsettled, as_at: date) -> Iterator[Problem]:
    if not closing.paper.strip() or not closing.note.strip():
        field = "note" if closing.paper.strip() else "paper"
        yield Code.CLOSE_WITHOUT_EVIDENCE.problem(field=field)
    if closing.on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="on")
    if closing.reason not in REASONS[closing.closed_as]:
        yield Code.CLOSURE_REASON_MISFIT.problem(field="reason")
    if closing.evidence is Evidence.DESK_REVIEW:
        yield Code.AG_V17.problem(field="evidence")
    if closing.closed_as is ClosedAs.WITHDRAWN:
        yield from _withdrawal(closing, held)
    if closing.closed_as is ClosedAs.TRANSFERRED:
        yield from _transfer(closing, held)
    if closing.reason is ClosureReason.DIED and closing.coroner is None:
        yield Code.CORONER_QUESTION.problem(field="coroner")


def _withdrawal(closing: Closure, held: Unsettled) -> Iterator[Problem]:
    if closing.evidence is not Evidence.MANAGING_AUTHORITY:
        yield Code.WITHDRAWAL_NOT_WRITTEN.problem(field="evidence")
    if closing.restrictions_continue is None and closing.reason not in GONE:
        yield Code.RESTRICTIONS_QUESTION.problem(field="restrictions_continue")
    if closing.restrictions_continue:
        yield Code.WITHDRAWN_RESTRICTIONS_GO_ON.problem(field="restrictions_continue")
    if closing.reason is ClosureReason.LOOKED_AGAIN and held.objects:
        yield Code.AG_V19.problem(field="reason")


def _transfer(closing: Closure, held: Unsettled) -> Iterator[Problem]:
    agreed = {Evidence.COUNCIL_AGREEMENT, Evidence.DETERMINATION}
    if closing.evidence not in agreed or not closing.council.strip():
        field = "council" if closing.evidence in agreed else "evidence"
        yield Code.TRANSFER_NOT_AGREED.problem(field=field)
    elif not held.is_residence_settled:
        yield Code.TRANSFER_NOT_AGREED.problem(field="closed_as")


class EarlyEnd(StrEnum):
    """Why an authority ended before its last day, by the fact and not by the calendar."""

    COURT = "court"
    DIED = "died"
    LEFT = "left"
    MOVED = "moved"
    DETAINED_MHA = "detained_mha"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Cessation:
    """An authority that ended before its last day (U8, U9; A5, A8, A9, A10).

    Where the person died or left the place, the standard authorisation legally keeps its last day
    and gives authority for nothing from ``on`` (dols.md 10.8).
    """

    reason: EarlyEnd
    on: date
    paper: str
    terms: str = ""
    coroner: Coroner | None = None


def cessation_problems(
    ending: Cessation, *, first_on: date, last_on: date, as_at: date
) -> tuple[Problem, ...]:
    """Return why an authority cannot have ended so; its own days are inclusive."""
    return tuple(_cessation_problems(ending, first_on, last_on, as_at))


def _cessation_problems(
    ending: Cessation, first_on: date, last_on: date, as_at: date
) -> Iterator[Problem]:
    if not ending.paper.strip():
        yield Code.CLOSE_WITHOUT_EVIDENCE.problem(field="paper")
    if ending.on > as_at:
        yield Code.EVENT_IN_FUTURE.problem(field="on")
    if not first_on <= ending.on <= last_on:
        yield Code.ENDED_OUTSIDE.problem(field="on", first=first_on, last=last_on)
    if ending.reason is EarlyEnd.COURT and not ending.terms.strip():
        yield Code.ORDER_TERMS_NEEDED.problem(field="terms")
    if ending.reason is EarlyEnd.DIED and ending.coroner is None:
        yield Code.CORONER_QUESTION.problem(field="coroner")


@dataclass(frozen=True, slots=True)
class Absence:
    """A stay elsewhere, such as in a general hospital (dols.md 10.19): no suspension.

    The authorisation covers its own place only. ``back_on`` is the day of return, if known.
    """

    where: str
    from_on: date
    back_on: date | None = None
    note: str = ""


def absence_problems(away: Absence, *, as_at: date) -> tuple[Problem, ...]:
    """Return what is wrong with a stay elsewhere."""
    found = [*out_of_order(as_at, from_on=away.from_on, back_on=away.back_on)]
    if not away.where.strip():
        found.append(Code.WHERE_NEEDED.problem())
    return tuple(found)
