"""How a finding about deprivation of liberty is recorded (after-agni.md 4.2 to 4.6).

The test in force on the day of the decision is a dated rule (``RuleId.LEGAL_TEST``). Nothing here
fills in an answer: ``problems`` checks that findings, evidence and outcome fit each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
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
    """Whether something, such as calming medicine, could hide an objection."""

    RULED_OUT = "ruled_out"
    PRESENT = "present"
    NOT_KNOWN = "not_known"


class Covers(StrEnum):
    """Which arrangements a finding of consent is about (4.4)."""

    PLACE = "covers_place"
    SUPERVISION = "covers_supervision"
    LOCKS = "covers_locks"
    RESTRAINT = "covers_restraint"
    MEDICATION = "covers_medication"
    CONTACT = "covers_contact"
    OTHER = "covers_other"


class Doubt(StrEnum):
    """What could make a sign of contentment unreliable (4.4)."""

    PRESSURE = "doubt_pressure"
    FEAR = "doubt_fear"
    MEDICATION = "doubt_medication"
    PAIN_OR_ILLNESS = "doubt_pain"
    LANGUAGE_COMMUNICATION = "doubt_language"
    SUGGESTIBLE = "doubt_suggestible"
    LEARNED_PASSIVITY = "doubt_passivity"
    STAFF_PRESENT = "doubt_staff_present"


class Setting(StrEnum):
    """What kind of place it is: relevant, never decisive (4.2)."""

    CARE_HOME = "setting_care_home"
    NURSING_HOME = "setting_nursing_home"
    ACUTE_WARD = "setting_acute_ward"
    ICU = "setting_icu"
    MH_WARD = "setting_mh_ward"
    REHAB = "setting_rehab"
    SUPPORTED_LIVING = "setting_supported_living"
    SHARED_LIVES = "setting_shared_lives"
    EXTRA_CARE = "setting_extra_care"
    FAMILY_HOME = "setting_family_home"
    OWN_HOME = "setting_own_home"
    SCHOOL_COLLEGE = "setting_school_college"
    OTHER = "setting_other"


class Special(StrEnum):
    """Kinds of case in which legal advice is expected before deciding (3d)."""

    SIXTEEN_OR_SEVENTEEN = "special_16_17"
    PDOC = "special_pdoc"
    SEDATION = "special_sedation"
    DISPUTE = "special_dispute"
    CLOSED_CULTURE = "special_closed_culture"
    S21A = "special_s21a"
    ORDER_IN_FORCE = "special_order"


@dataclass(frozen=True, slots=True)
class Factor:
    """What was found about one factor."""

    code: str
    narrative: str = ""
    direction: Direction = Direction.NOT_KNOWN
    evidence: str = ""
    importance: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign of the person's wishes and feelings."""

    seen_on: date
    kind: EvidenceKind
    supports: Supports
    what: str
    observer: str = ""
    seen_at: time | None = None
    place: str = ""
    is_independent: bool | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether one thing that could hide an objection was looked for, and what was found."""

    doubt: Doubt
    standing: Medication = Medication.NOT_KNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Consulted:
    """Who was asked for a view, or why somebody was not."""

    name: str
    link: str = ""
    on: date | None = None
    view: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class DolTestRecord:
    """One finding about deprivation of liberty, as its decider made it.

    ``supervision_control`` and ``free_to_leave`` are the two limbs of the test to 1 June 2026.
    """

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
    setting: Setting | None = None
    period_from: date | None = None
    expected_to: date | None = None
    is_open_ended: bool | None = None
    objective_reasons: str = ""
    imputable_reason: str = ""
    covers: frozenset[Covers] = frozenset()
    not_covered: str = ""
    knows_what: str = ""
    reliability: tuple[Reliability, ...] = ()
    seen_alone: bool | None = None
    why_not_alone: str = ""
    no_response: bool = False
    consulted: tuple[Consulted, ...] = ()
    special: frozenset[Special] = frozenset()
    review_reason: str = ""
    supervision_control: bool | None = None
    free_to_leave: bool | None = None


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
    to_come = any(
        value.amount == record.test and value.starts_on > decided_on
        for value in book.rule(RuleId.LEGAL_TEST).values
    )
    return (Code.AG_V02 if to_come else Code.AG_V01).problem()


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
    only_staff = content and all(
        sign.kind is EvidenceKind.STAFF and not sign.is_independent for sign in content
    )
    if record.consent is Consent.VALID_TACIT and only_staff:
        yield Code.AG_V11.problem()
    hidden = record.medication is not Medication.RULED_OUT
    if hidden and not record.prescriber_view.strip():
        yield Code.AG_V12.problem()
    if not content or record.no_response or Special.PDOC in record.special:
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
    unsettled = record.medication is Medication.PRESENT or bool(record.special)
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


#: The fewest characters of a text that a formal decision rests on (4.2 to 4.4).
_SITUATION, _REASONS, _OBJECTIVE, _NARRATIVE, _KNOWS = 200, 200, 100, 20, 50


def formal_problems(record: DolTestRecord) -> tuple[Problem, ...]:
    """Return what a formal decision of its own lacks beside what ``problems`` asks of any finding.

    A finding inside a best interests assessment rests on the assessment's own reasons; one that
    stands by itself must carry them.
    """
    return tuple(_formal_problems(record))


def _formal_problems(record: DolTestRecord) -> Iterator[Problem]:
    texts = (
        ("situation", record.situation, _SITUATION),
        ("test_reasons", record.reasons, _REASONS),
        ("objective_reasons", record.objective_reasons, _OBJECTIVE),
    )
    for name, said, least in texts:
        if len(said.strip()) < least:
            yield Code.AG_TOO_SHORT.problem(field=name, n=least)
    short = tuple(one.code for one in record.factors if 0 < len(one.narrative.strip()) < _NARRATIVE)
    if short:
        yield Code.AG_FACTOR_SHORT.problem(items=short, n=_NARRATIVE)
    valid = record.consent in VALID_CONSENT
    if valid and len(record.knows_what.strip()) < _KNOWS:
        yield Code.AG_TOO_SHORT.problem(field="knows_what", n=_KNOWS)
    lacking = [
        name
        for name, is_missing in (
            ("setting", record.setting is None),
            ("period_from", record.period_from is None),
            ("imputable_reason", record.imputable is Imputable.UNSURE
             and not record.imputable_reason.strip()),
            ("consulted", not record.consulted),
            ("objection_signs", record.finding is Finding.NOT_DOL
             and not record.objection_signs.strip()),
            ("covers", valid and not record.covers),
        )
        if is_missing
    ]  # fmt: skip
    if lacking:
        yield Code.AG_INCOMPLETE.problem(field=lacking[0], items=tuple(lacking))


def usual_recheck(record: DolTestRecord) -> RuleId | None:
    """Return the local target by which a finding is looked at again; None where it stands (3f)."""
    if record.finding is Finding.UNCERTAIN:
        return RuleId.AGNI_RECHECK_UNCERTAIN
    if record.finding is not Finding.NOT_DOL:
        return None
    is_sedated = record.medication is Medication.PRESENT or Special.SEDATION in record.special
    if record.consent is Consent.FLUCTUATING or is_sedated:
        return RuleId.AGNI_RECHECK_UNSETTLED
    if Basis.CONSENT in record.basis:
        return RuleId.AGNI_RECHECK_CONSENT
    return RuleId.AGNI_RECHECK_OBJECTIVE
