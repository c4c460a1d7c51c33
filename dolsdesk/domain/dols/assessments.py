"""The six assessments of a request: what was found, whether it may stand (dols.md 2, 5.5, 7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum, StrEnum

from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols import equivalents
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind, Facts, MaxPeriod
from dolsdesk.domain.dols.form_parts import (
    Advised,
    AssessedFor,
    CapacityFound,
    ConditionKept,
    Copied,
    Document,
    HealthFound,
    PointFound,
)
from dolsdesk.domain.dols.legal_test import OLD_TEST, DolTestRecord, Finding
from dolsdesk.domain.dols.legal_test import problems as test_problems
from dolsdesk.domain.dols.worksheet import Worksheet
from dolsdesk.domain.people import Contact
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class Method(StrEnum):
    """Newly done for this request, or an earlier one used again (para 49)."""

    NEW = "new"
    EQUIVALENT = "equivalent"


class Result(StrEnum):
    """What the assessment found."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class ReturnCode(IntEnum):
    """How a requirement stands in the national return (dols.md 11.2)."""

    NOT_ASSESSED = 0
    SATISFIED = 1
    NOT_SATISFIED = 2
    EQUIVALENT = 3


class EligibilityCase(StrEnum):
    """Schedule 1A cases; the authorisation must say why eligibility is met (para 55(2))."""

    NONE = "none"
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class RefusalKind(StrEnum):
    """Which refusal stands in the way (paras 18-20)."""

    ADVANCE_DECISION = "advance_decision"
    DONEE = "donee"
    DEPUTY = "deputy"


class BestInterestsGround(StrEnum):
    """Two opposite negatives that are never merged (after-agni.md 3d)."""

    NO_DEPRIVATION = "no_deprivation"
    NOT_BEST_INTERESTS = "not_best_interests"


class SelectedBy(StrEnum):
    """Who selected or recommends the representative (RPR regs 4-9)."""

    PERSON = "person"
    DONEE = "donee"
    DEPUTY = "deputy"
    BIA = "bia"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """Whether one of the five cases of Schedule 1A makes the person ineligible (Form 4 row 8)."""

    case: EligibilityCase
    applies: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EligibilityFound:
    """The eligibility questions, one by one; ``bia_asked_on`` is the day of reg 15."""

    answers: tuple[CaseAnswer, ...] = ()
    bia_asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class RefusalFound:
    """Whether one kind of refusal exists, and whether it stands in the way (Form 3 row 13)."""

    kind: RefusalKind
    exists: bool | None = None
    conflicts: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The best interests assessor's recommendation of a representative.

    ``is_eligible_confirmed`` is what the assessor confirms (RPR reg 7); ``points`` are the answers
    it rests on.
    """

    selected_by: SelectedBy
    name: str = ""
    relationship: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    is_paid: bool | None = None
    points: tuple[PointFound, ...] = ()
    is_eligible_confirmed: bool = False
    would_support_challenge: bool | None = None
    is_objected_to: bool = False


@dataclass(frozen=True, slots=True)
class BestInterests:
    """What only a best interests assessment carries.

    ``consulted`` are the people met or consulted (row 6), ``not_consulted`` the interested persons
    who were not, each with why (row 7). ``advised`` are the conditions recommended, and
    ``wants_contact`` asks the council to speak to the assessor before leaving one out (row 25).
    The last three groups stand on Forms 3A and 3B only.
    """

    is_deprivation: bool | None = None
    is_in_best_interests: bool | None = None
    is_necessary: bool | None = None
    is_proportionate: bool | None = None
    max_period: MaxPeriod | None = None
    period_reason: str = ""
    advised: tuple[Advised, ...] = ()
    wants_contact: bool | None = None
    recommendations: tuple[str, ...] = ()
    consulted: tuple[Contact, ...] = ()
    why_nobody_consulted: str = ""
    not_consulted: tuple[Contact, ...] = ()
    background: str = ""  # row 14
    wishes: str = ""  # row 15
    person_objects: bool | None = None
    how_objects: str = ""
    views_others: str = ""  # row 16
    harm: str = ""  # row 18
    proportionality: str = ""  # row 19
    less_restrictive: str = ""  # row 20
    says_unauthorised: bool | None = None
    unauthorised_advice: str = ""  # row 22
    recommended_start: date | None = None  # row 24
    test: DolTestRecord | None = None
    representative: Recommendation | None = None
    person_can_select: bool | None = None  # row 28
    needs_39d: bool | None = None
    why_39d: str = ""
    home_changes: str = ""  # Form 3A
    needs_other_authority: bool | None = None
    other_authority: str = ""
    changes_since: str = ""  # Form 3B
    conditions_kept: tuple[ConditionKept, ...] = ()
    is_rpr_still_suitable: bool | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """Return the words of the conditions recommended."""
        return tuple(one.text for one in self.advised)


@dataclass(frozen=True, slots=True)
class EquivalentUse:
    """Why an earlier assessment may stand: the four conditions of para 49, each with reasons."""

    author: str = ""
    relied_on: date | None = None
    holds_written_copy: str = ""
    meets_requirements: str = ""
    within_time: str = ""
    still_accurate: str = ""
    decided_by: str = ""

    @property
    def is_complete(self) -> bool:
        """Return whether every condition carries its reason."""
        reasons = (
            self.holds_written_copy,
            self.meets_requirements,
            self.within_time,
            self.still_accurate,
        )
        return all(reason.strip() for reason in reasons)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment of one kind, one version of it.

    ``carried_out_at`` is the time of day on the form; ``present_address`` where the person is if
    not at the home; ``review_note`` what is said of a review (Form 3 row 27); ``copied`` which of
    its texts come from an earlier assessment.
    """

    kind: AssessmentKind
    method: Method
    carried_out_on: date
    result: Result
    reasons: str
    assessor_id: int | None = None
    assessor_name: str = ""
    selected_on: date | None = None
    copy_received_on: date | None = None
    version: int = 1
    visited_on: date | None = None
    effect_of_detention: str = ""  # mh
    notified_bia_on: date | None = None  # mh
    eligibility_case: EligibilityCase | None = None  # elig
    refusal_kind: RefusalKind | None = None  # nr
    best_interests: BestInterests | None = None  # bi
    equivalent: EquivalentUse | None = None
    returned_reason: str = ""
    assessed_for: AssessedFor = AssessedFor.REQUEST
    carried_out_at: time | None = None
    present_address: str = ""
    documents: tuple[Document, ...] = ()
    capacity: CapacityFound | None = None  # mc
    refusals: tuple[RefusalFound, ...] = ()  # nr
    health: HealthFound | None = None  # mh
    eligibility: EligibilityFound | None = None  # elig
    review_note: str = ""
    copied: tuple[Copied, ...] = ()

    @property
    def is_good(self) -> bool:
        """Return whether the requirement is met and a written copy is held (para 50(1))."""
        return (
            self.result is Result.POSITIVE
            and self.copy_received_on is not None
            and not self.returned_reason
        )

    @property
    def is_negative(self) -> bool:
        """Return whether it finds the requirement not met, and stands."""
        return self.result is Result.NEGATIVE and not self.returned_reason

    @property
    def return_code(self) -> ReturnCode:
        """Return the national return's code; what was returned for correction counts as nothing."""
        if self.returned_reason:
            return ReturnCode.NOT_ASSESSED
        if self.result is Result.NEGATIVE:
            return ReturnCode.NOT_SATISFIED
        return ReturnCode.EQUIVALENT if self.method is Method.EQUIVALENT else ReturnCode.SATISFIED

    @property
    def ground(self) -> BestInterestsGround | None:
        """Return which of the two negatives a negative best interests assessment is."""
        if self.best_interests is None or self.result is Result.POSITIVE:
            return None
        if self.best_interests.is_deprivation is False:
            return BestInterestsGround.NO_DEPRIVATION
        return BestInterestsGround.NOT_BEST_INTERESTS


@dataclass(frozen=True, slots=True)
class Setting:
    """What an assessment is checked against."""

    as_at: date
    others: Mapping[AssessmentKind, Assessment] = field(default_factory=dict)


def problems(found: Assessment, given: Setting, *, book: RuleBook) -> tuple[Problem, ...]:
    """Return what stops or questions the recording of an assessment."""
    return tuple(_problems(found, given, book))


def _problems(found: Assessment, given: Setting, book: RuleBook) -> Iterator[Problem]:
    if found.carried_out_on > given.as_at:
        yield Code.ASSESSMENT_FUTURE.problem()
    if not found.reasons.strip():
        yield Code.ASSESSMENT_NO_REASONS.problem()
    if found.method is Method.EQUIVALENT:
        yield from _equivalent(found, given, book)
    elif found.assessor_id is None:
        yield Code.ASSESSMENT_NOT_ALLOCATED.problem()
    elif found.selected_on is not None and found.carried_out_on < found.selected_on:
        yield Code.ASSESSMENT_BEFORE_SELECTION.problem()
    if found.kind is AssessmentKind.BI:
        yield from _best_interests(found, given, book)
    if found.kind is AssessmentKind.ELIG and found.eligibility_case is None:
        yield Code.ELIG_CASE_MISSING.problem()


def _equivalent(found: Assessment, given: Setting, book: RuleBook) -> Iterator[Problem]:
    use = found.equivalent or EquivalentUse()
    if found.copy_received_on is None:
        yield Code.EQUIVALENT_NO_COPY.problem()
    if not use.is_complete:
        yield Code.EQUIVALENT_CONDITIONS.problem()
    sheet = Worksheet(book, given.as_at)
    facts = Facts(
        assessment_kind=found.kind,
        assessment_carried_out_on=found.carried_out_on,
        relied_on=use.relied_on or given.as_at,
    )
    equivalents.work_out(facts, sheet)
    yield from (p for p in sheet.problems if p.code == Code.EQUIVALENT_TOO_OLD.name)
    bi = found.best_interests
    if found.kind is AssessmentKind.BI and bi is not None:
        then = book.value(RuleId.LEGAL_TEST, on=found.carried_out_on).code
        if then == OLD_TEST or (bi.test is not None and bi.test.test == OLD_TEST):
            yield Code.AG_V22.problem()


def _best_interests(found: Assessment, given: Setting, book: RuleBook) -> Iterator[Problem]:
    bi = found.best_interests or BestInterests()
    if bi.test is not None and found.method is Method.NEW:
        yield from test_problems(bi.test, book=book)
        yield from _finding_fits(found, bi)
    elif found.method is Method.NEW:
        yield Code.AG_V03.problem()
    if found.method is Method.NEW:
        yield from _old_test(found, bi, given, book)
    if found.result is Result.POSITIVE:
        yield from _positive(found, bi, book)
    if not bi.consulted and not bi.why_nobody_consulted.strip():
        yield Code.BI_NO_CONSULTED.problem()
    health = given.others.get(AssessmentKind.MH)
    told_on = health.notified_bia_on if health else None
    if health is None or told_on is None or told_on > found.carried_out_on:
        yield Code.MH_NOT_SHARED.problem()


def _old_test(
    found: Assessment, bi: BestInterests, given: Setting, book: RuleBook
) -> Iterator[Problem]:
    """Yield a warning where it rests on the test before the one in force today (dols.md 0.2)."""
    now = book.value(RuleId.LEGAL_TEST, on=given.as_at)
    then = book.value(RuleId.LEGAL_TEST, on=found.carried_out_on).code
    used = bi.test.test if bi.test is not None else then
    if then != now.code or used != now.code:
        yield Code.BI_TEST_OLD.problem(starts_on=now.value.starts_on)


def _finding_fits(found: Assessment, bi: BestInterests) -> Iterator[Problem]:
    finding = bi.test.finding if bi.test else None
    if finding is None:
        return
    if finding is Finding.UNCERTAIN and found.result is Result.POSITIVE:
        yield Code.AG_V06.problem(field="result")
    if finding is Finding.NOT_DOL and (found.result is Result.POSITIVE or bi.is_deprivation):
        yield Code.AG_V21.problem(field="result")
    if finding is Finding.DOL and bi.is_deprivation is False:
        yield Code.AG_V21.problem(field="is_deprivation")


def _positive(found: Assessment, bi: BestInterests, book: RuleBook) -> Iterator[Problem]:
    limbs = (bi.is_deprivation, bi.is_in_best_interests, bi.is_necessary, bi.is_proportionate)
    if not all(limbs):
        yield Code.AG_V06.problem(field="result")
    if bi.max_period is None:
        yield Code.BI_NO_MAX_PERIOD.problem()
    elif bi.max_period.until is None:
        year = book.value(RuleId.SA_MAX_PERIOD, on=found.carried_out_on).amount
        year_end = last_day_of_months(found.carried_out_on, year)
        if bi.max_period.last_day(found.carried_out_on) > year_end:
            yield Code.BIA_PERIOD_OVER_1_YEAR.problem()


def latest(assessments: Iterable[Assessment]) -> dict[AssessmentKind, Assessment]:
    """Return the newest version of each kind."""
    newest: dict[AssessmentKind, Assessment] = {}
    for found in assessments:
        held = newest.get(found.kind)
        if held is None or found.version > held.version:
            newest[found.kind] = found
    return newest


def refuses(problems_found: Iterable[Problem]) -> bool:
    """Return whether any problem stops the save."""
    return any(problem.severity is Severity.REFUSE for problem in problems_found)
