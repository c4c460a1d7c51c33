"""How a finding about deprivation of liberty is recorded (after-agni.md 4.2 to 4.6).

The test in force on the day of the decision is a dated rule (``RuleId.LEGAL_TEST``). Nothing here
fills in an answer: ``problems`` checks that findings, evidence and outcome fit each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dolsdesk.domain.counting import last_day_within_months_of
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

OLD_TEST, CURRENT_TEST = "CW2014", "AGNI2026"

#: Codes of other papers for the same two tests (after-agni.md, "Codes").
ALIASES = {"CHESHIRE_WEST": OLD_TEST, "AGNI": CURRENT_TEST}

FACTORS = tuple(f"F{number:02}" for number in range(1, 19))


class Objective(StrEnum):
    """Is the person confined in the sense of Article 5, objectively?"""

    MET = "met"
    NOT_MET = "not_met"
    UNSURE = "unsure"


class Consent(StrEnum):
    """What the person's wishes and feelings show (4.4)."""

    VALID_EXPRESS = "valid_express"
    VALID_TACIT = "valid_tacit"
    OBJECTS = "objects"
    NOT_SHOWN = "not_shown"
    SERIOUS_DOUBT = "serious_doubt"
    FLUCTUATING = "fluctuating"
    CANNOT_EXPRESS = "cannot_express"
    NOT_REACHED = "not_reached"


VALID_CONSENT = frozenset({Consent.VALID_EXPRESS, Consent.VALID_TACIT})


class Imputable(StrEnum):
    """Is the state responsible for the arrangements?"""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Capacity(StrEnum):
    """Capacity to decide about residence for this care."""

    LACKS = "lacks"
    HAS = "has"
    NOT_ASSESSED = "not_assessed"


class Finding(StrEnum):
    """Is there a deprivation of liberty?"""

    DOL = "dol"
    NOT_DOL = "not_dol"
    UNCERTAIN = "uncertain"


class Basis(StrEnum):
    """Why there is no deprivation."""

    OBJECTIVE = "objective"
    CONSENT = "consent"
    NOT_IMPUTABLE = "not_imputable"
    HAS_CAPACITY = "has_capacity"


class Direction(StrEnum):
    """Which way a factor points; never totalled."""

    TOWARDS = "towards"
    AWAY = "away"
    NEUTRAL = "neutral"
    NOT_KNOWN = "not_known"


class EvidenceKind(StrEnum):
    """Where a sign of the person's wishes comes from."""

    WORDS = "words"
    SIGN_OR_AID = "sign_or_aid"
    BEHAVIOUR = "behaviour"
    RECORDS = "records"
    FAMILY = "family"
    ADVOCATE = "advocate"
    STAFF = "staff"
    PAST_VIEWS = "past_views"


class Supports(StrEnum):
    """What a piece of evidence supports."""

    CONTENT = "content"
    OBJECTION = "objection"
    MIXED = "mixed"


class VisitMode(StrEnum):
    """How the person was seen."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    NOT_SEEN = "not_seen"


class Medication(StrEnum):
    """Whether calming medicine could hide an objection."""

    RULED_OUT = "ruled_out"
    PRESENT = "present"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Factor:
    """What was found about one factor."""

    code: str
    narrative: str = ""
    direction: Direction = Direction.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign of the person's wishes and feelings."""

    seen_on: date
    kind: EvidenceKind
    supports: Supports
    what: str
    observer: str = ""


@dataclass(frozen=True, slots=True)
class DolTestRecord:
    """One finding about deprivation of liberty, as its decider made it."""

    test: str
    decided_on: date | None = None
    decided_by: str = ""
    situation: str = ""
    factors: tuple[Factor, ...] = ()
    capacity: Capacity = Capacity.LACKS
    objective: Objective | None = None
    consent: Consent | None = None
    imputable: Imputable | None = None
    evidence: tuple[Evidence, ...] = ()
    medication: Medication = Medication.NOT_KNOWN
    prescriber_view: str = ""
    objection_answer: str = ""
    visit_mode: VisitMode | None = None
    visited_on: date | None = None
    why_not_seen: str = ""
    finding: Finding | None = None
    basis: frozenset[Basis] = frozenset()
    reasons: str = ""
    look_again_on: date | None = None
    objection_signs: str = ""
    legal_consulted: str = ""


def in_force(on: date, book: RuleBook) -> str:
    """Return the code of the test in force on a day.

    Raises:
        RuleNotInForce: before the first test the rule file knows.
    """
    return book.value(RuleId.LEGAL_TEST, on=on).code


def problems(record: DolTestRecord, *, book: RuleBook) -> tuple[Problem, ...]:
    """Return what stops or questions a finding, in the order a reader would put it right."""
    return tuple(_problems(record, book))


def _problems(record: DolTestRecord, book: RuleBook) -> Iterator[Problem]:
    if record.decided_on is None or not record.decided_by:
        yield Code.AG_V03.problem()
        return
    if (wrong := _test_problem(record, record.decided_on, book)) is not None:
        yield wrong
        return
    if record.test == OLD_TEST:
        return  # an old finding is kept as it was made (4.2, MIGRATED rows)
    yield from _incomplete(record)
    yield from _consent_problems(record, book)
    yield from _finding_problems(record, book)


def _test_problem(record: DolTestRecord, decided_on: date, book: RuleBook) -> Problem | None:
    current = in_force(decided_on, book)
    if record.test == current:
        return None
    return (Code.AG_V01 if current == CURRENT_TEST else Code.AG_V02).problem()


def _incomplete(record: DolTestRecord) -> Iterator[Problem]:
    missing = [
        name
        for name, value in (
            ("situation", record.situation),
            ("objective", record.objective),
            ("consent", record.consent),
            ("imputable", record.imputable),
            ("finding", record.finding),
            ("reasons", record.reasons),
            ("visit_mode", record.visit_mode),
        )
        if not value
    ]
    if missing:
        yield Code.AG_INCOMPLETE.problem(field=missing[0], items=tuple(missing))
    told = {factor.code for factor in record.factors if factor.narrative.strip()}
    if silent := [code for code in FACTORS if code not in told]:
        yield Code.AG_V05.problem(items=tuple(silent))
    if record.visit_mode is VisitMode.NOT_SEEN and not record.why_not_seen.strip():
        yield Code.AG_V16.problem()


def _consent_problems(record: DolTestRecord, book: RuleBook) -> Iterator[Problem]:
    if record.consent not in VALID_CONSENT or record.decided_on is None:
        return
    content = [sign for sign in record.evidence if sign.supports is Supports.CONTENT]
    if len({sign.seen_on for sign in content}) <= 1:
        yield Code.AG_V08.problem()
    window = book.value(RuleId.AGNI_OBJECTION_DAYS, on=record.decided_on).amount
    recent_from = record.decided_on - timedelta(days=window)
    objected = any(
        sign.supports is Supports.OBJECTION and sign.seen_on >= recent_from
        for sign in record.evidence
    )
    if objected and not record.objection_answer.strip():
        yield Code.AG_V10.problem()
    only_staff = content and all(sign.kind is EvidenceKind.STAFF for sign in content)
    if record.consent is Consent.VALID_TACIT and only_staff:
        yield Code.AG_V11.problem()
    hidden = record.medication is not Medication.RULED_OUT
    if hidden and not record.prescriber_view.strip():
        yield Code.AG_V12.problem()
    if not content:
        yield Code.AG_V13.problem()


def _finding_problems(record: DolTestRecord, book: RuleBook) -> Iterator[Problem]:
    if record.finding is None or record.objective is None or record.imputable is None:
        return
    if record.consent is Consent.NOT_REACHED and record.objective is not Objective.NOT_MET:
        yield Code.AG_V06.problem(field="consent")
    elif record.finding is not fitting(record):
        yield Code.AG_V06.problem()
    if record.finding is Finding.NOT_DOL and not record.basis:
        yield Code.AG_V07.problem()
    if record.finding is not Finding.DOL and record.decided_on is not None:
        ceiling = book.value(RuleId.AGNI_RECHECK_OBJECTIVE, on=record.decided_on).amount
        latest = last_day_within_months_of(record.decided_on, ceiling)
        if record.look_again_on is None or not record.decided_on < record.look_again_on <= latest:
            yield Code.AG_V15.problem()
    unsettled = record.medication is Medication.PRESENT
    if unsettled and not record.legal_consulted.strip():
        yield Code.AG_V14.problem()


def fitting(record: DolTestRecord) -> Finding:
    """Return the outcome that fits the findings (the table of 4.2); never shown as an answer."""
    if Capacity.HAS is record.capacity or record.imputable is Imputable.NO:
        return Finding.NOT_DOL
    if record.objective is Objective.NOT_MET or record.consent in VALID_CONSENT:
        return Finding.NOT_DOL
    if Objective.UNSURE is record.objective or Imputable.UNSURE is record.imputable:
        return Finding.UNCERTAIN
    return Finding.DOL
