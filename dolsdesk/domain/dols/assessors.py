"""Who may carry out which assessment (SI 2008/1858 regs 3-12, Sch A1 para 129; dols.md 1.2, 1.3).

Evaluated on the day of selection, per case, and frozen with the allocation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dolsdesk.domain.counting import age_on
from dolsdesk.domain.dols import training
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.facts import AssessmentKind, Facts
from dolsdesk.domain.dols.worksheet import Worksheet
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId


class Profession(StrEnum):
    """Professions an assessor may hold (regs 4 and 5(2))."""

    AMHP = "amhp"
    SOCIAL_WORKER = "social_worker"
    NURSE = "nurse"
    OT = "ot"
    PSYCHOLOGIST = "psychologist"
    DOCTOR = "doctor"


BIA_PROFESSIONS = frozenset(Profession) - {Profession.DOCTOR}


class Ineligible(StrEnum):
    """Why somebody is not eligible; ``services.words`` has the words and the regulation."""

    NOT_INSURED = "not_insured"
    NO_DBS = "no_dbs"
    NOT_ACTIVE = "not_active"
    NOT_A_BIA_PROFESSION = "not_a_bia_profession"
    TOO_LITTLE_EXPERIENCE = "too_little_experience"
    NO_BIA_TRAINING = "no_bia_training"
    NOT_A_DOCTOR = "not_a_doctor"
    NO_SECTION_12_OR_EXPERIENCE = "no_section_12_or_experience"
    NO_MH_TRAINING = "no_mh_training"
    NOT_S12_OR_AMHP = "not_s12_or_amhp"


class Declared(StrEnum):
    """The conflict-of-interest questions C3 to C7, asked for each case."""

    RELATIVE_OF_PERSON = "relative_of_person"  # C3
    RELATIVE_OF_FINANCIAL = "relative_of_financial"  # C4
    FINANCIAL_INTEREST = "financial_interest"  # C5
    INVOLVED_IN_CARE = "involved_in_care"  # C6
    EMPLOYED_BY_COUNCIL = "employed_by_council"  # C7


_DECLARED_CODES: Mapping[Declared, Code] = {
    Declared.RELATIVE_OF_PERSON: Code.ASSESSOR_RELATIVE,
    Declared.RELATIVE_OF_FINANCIAL: Code.ASSESSOR_RELATIVE,
    Declared.FINANCIAL_INTEREST: Code.ASSESSOR_FINANCIAL,
    Declared.INVOLVED_IN_CARE: Code.BIA_INVOLVED_IN_CARE,
    Declared.EMPLOYED_BY_COUNCIL: Code.BIA_SAME_BODY,
}

#: Rules cited for each code, so that every refusal can say why.
RULES: Mapping[str, RuleId] = {
    "ASSESSOR_TRAINING_LAPSED": RuleId.ASSESSOR_REFRESHER,
    "ASSESSOR_SUSPENDED": RuleId.BIA_PROFESSION,
    "SAME_ASSESSOR_MH_BI": RuleId.MH_BI_DIFFERENT,
    "ASSESSOR_RELATIVE": RuleId.ASSESSOR_RELATIVE,
    "ASSESSOR_FINANCIAL": RuleId.ASSESSOR_FINANCIAL,
    "BIA_INVOLVED_IN_CARE": RuleId.BIA_NOT_INVOLVED,
    "BIA_SAME_BODY": RuleId.BIA_NOT_SAME_BODY,
    "BIA_SERVES_COUNCIL": RuleId.BIA_NOT_SAME_BODY,
    "DECLARATION_MISSING": RuleId.ASSESSOR_SUITABLE,
}

INELIGIBLE_RULES: Mapping[Ineligible, RuleId] = {
    Ineligible.NOT_INSURED: RuleId.ASSESSOR_GENERAL,
    Ineligible.NO_DBS: RuleId.ASSESSOR_GENERAL,
    Ineligible.NOT_ACTIVE: RuleId.ASSESSOR_SUITABLE,
    Ineligible.NOT_A_BIA_PROFESSION: RuleId.BIA_PROFESSION,
    Ineligible.TOO_LITTLE_EXPERIENCE: RuleId.BIA_EXPERIENCE,
    Ineligible.NO_BIA_TRAINING: RuleId.BIA_TRAINING,
    Ineligible.NOT_A_DOCTOR: RuleId.MH_ASSESSOR,
    Ineligible.NO_SECTION_12_OR_EXPERIENCE: RuleId.MH_DOCTOR_EXPERIENCE,
    Ineligible.NO_MH_TRAINING: RuleId.MH_ASSESSOR,
    Ineligible.NOT_S12_OR_AMHP: RuleId.ELIG_ASSESSOR,
}


@dataclass(frozen=True, slots=True)
class Assessor:
    """An assessor as the register holds them; dates are inclusive last days where ``_until``."""

    id: int
    name: str
    profession: Profession
    is_active: bool = True
    is_suspended: bool = False
    registered_on: date | None = None
    s12_until: date | None = None
    amhp_until: date | None = None
    initial_training_on: date | None = None
    further_training_on: tuple[date, ...] = ()
    insured_until: date | None = None
    dbs_on: date | None = None
    is_employed_by_council: bool = False
    serves_council_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Interest:
    """A conflict the register already knows of, with a person or a place."""

    assessor_id: int
    kind: Declared
    person_id: int | None = None
    place_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a selection depends on, besides the assessor."""

    selected_on: date
    is_place_run_by_council: bool
    other_kinds: Mapping[AssessmentKind, int] = field(default_factory=dict)
    interests: tuple[Interest, ...] = ()


def eligibility_problems(
    assessor: Assessor, kind: AssessmentKind, selected_on: date, book: RuleBook
) -> tuple[Problem, ...]:
    """Return why an assessor may not carry out a kind of assessment; empty if they may."""
    common = list(_general(assessor, selected_on))
    as_bia = list(_as_bia(assessor, selected_on, book))
    as_mh = list(_as_mh(assessor, selected_on, book))
    if kind is AssessmentKind.MH:
        own = as_mh
    elif kind is AssessmentKind.MC:
        own = min(as_bia, as_mh, key=len)  # either will do (reg 6)
    elif kind is AssessmentKind.ELIG:
        own = _as_eligibility(assessor, selected_on, as_bia, as_mh)
    else:
        own = as_bia
    return tuple(common + own)


def conflict_problems(
    assessor: Assessor, kind: AssessmentKind, given: Circumstances
) -> tuple[Problem, ...]:
    """Return the conflicts C1 to C7 known before anyone is asked; empty if there are none."""
    found: list[Problem] = []
    barred = {AssessmentKind.MH: AssessmentKind.BI, AssessmentKind.BI: AssessmentKind.MH}
    if kind in barred and given.other_kinds.get(barred[kind]) == assessor.id:
        found.append(Code.SAME_ASSESSOR_MH_BI.problem())
    found += [
        _DECLARED_CODES[interest.kind].problem(note=interest.note)
        for interest in given.interests
        if interest.assessor_id == assessor.id and _applies(interest.kind, kind, given)
    ]
    if kind is AssessmentKind.BI and given.is_place_run_by_council:
        if assessor.is_employed_by_council or assessor.serves_council_otherwise:
            found.append(Code.BIA_SAME_BODY.problem())
        else:
            # Whether paid case work is "providing services" is not settled (dols.md 10.17).
            found.append(Code.BIA_SERVES_COUNCIL.problem(name=assessor.name))
    return tuple(_unique(found))


def declaration_problems(
    answers: Mapping[Declared, bool | None], kind: AssessmentKind, given: Circumstances
) -> tuple[Problem, ...]:
    """Return what the assessor's own answers mean: a blank stops, a yes bars."""
    needed = [question for question in Declared if _applies(question, kind, given)]
    if any(answers.get(question) is None for question in needed):
        return (Code.DECLARATION_MISSING.problem(),)
    barred = [_DECLARED_CODES[question] for question in needed if answers[question]]
    return tuple(code.problem() for code in dict.fromkeys(barred))


def questions(kinds: Iterable[AssessmentKind], given: Circumstances) -> tuple[Declared, ...]:
    """Return the questions an assessor of these kinds must answer."""
    asked = tuple(kinds)
    return tuple(
        question for question in Declared if any(_applies(question, kind, given) for kind in asked)
    )


def _applies(question: Declared, kind: AssessmentKind, given: Circumstances) -> bool:
    if question is Declared.INVOLVED_IN_CARE:
        return kind is AssessmentKind.BI
    if question is Declared.EMPLOYED_BY_COUNCIL:
        return kind is AssessmentKind.BI and given.is_place_run_by_council
    return True


def _unique(found: list[Problem]) -> Iterator[Problem]:
    seen: set[str] = set()
    for problem in found:
        if problem.code not in seen:
            seen.add(problem.code)
            yield problem


def _not_eligible(assessor: Assessor, reason: Ineligible) -> Problem:
    return Code.ASSESSOR_NOT_ELIGIBLE.problem(name=assessor.name, reason=reason)


def _general(assessor: Assessor, on: date) -> Iterator[Problem]:
    if assessor.is_suspended:
        yield Code.ASSESSOR_SUSPENDED.problem(name=assessor.name)
    if not assessor.is_active:
        yield _not_eligible(assessor, Ineligible.NOT_ACTIVE)
    if assessor.insured_until is None or assessor.insured_until < on:
        yield _not_eligible(assessor, Ineligible.NOT_INSURED)
    if assessor.dbs_on is None or assessor.dbs_on > on:
        yield _not_eligible(assessor, Ineligible.NO_DBS)


def _as_bia(assessor: Assessor, on: date, book: RuleBook) -> Iterator[Problem]:
    if assessor.profession not in BIA_PROFESSIONS:
        yield _not_eligible(assessor, Ineligible.NOT_A_BIA_PROFESSION)
        return
    years = book.value(RuleId.BIA_EXPERIENCE, on=on).amount
    if assessor.registered_on is None or age_on(assessor.registered_on, on) < years:
        yield _not_eligible(assessor, Ineligible.TOO_LITTLE_EXPERIENCE)
    if assessor.initial_training_on is None or assessor.initial_training_on > on:
        yield _not_eligible(assessor, Ineligible.NO_BIA_TRAINING)
    elif not _training_ok(assessor, on, book):
        yield Code.ASSESSOR_TRAINING_LAPSED.problem(name=assessor.name)


def _as_mh(assessor: Assessor, on: date, book: RuleBook) -> Iterator[Problem]:
    if assessor.profession is not Profession.DOCTOR:
        yield _not_eligible(assessor, Ineligible.NOT_A_DOCTOR)
        return
    years = book.value(RuleId.MH_DOCTOR_EXPERIENCE, on=on).amount
    is_s12 = assessor.s12_until is not None and assessor.s12_until >= on
    experienced = assessor.registered_on is not None and age_on(assessor.registered_on, on) >= years
    if not is_s12 and not experienced:
        yield _not_eligible(assessor, Ineligible.NO_SECTION_12_OR_EXPERIENCE)
    if assessor.initial_training_on is None or assessor.initial_training_on > on:
        yield _not_eligible(assessor, Ineligible.NO_MH_TRAINING)
    elif not _training_ok(assessor, on, book):
        yield Code.ASSESSOR_TRAINING_LAPSED.problem(name=assessor.name)


def _as_eligibility(
    assessor: Assessor, on: date, as_bia: list[Problem], as_mh: list[Problem]
) -> list[Problem]:
    if assessor.profession is Profession.DOCTOR:
        is_s12 = assessor.s12_until is not None and assessor.s12_until >= on
        return as_mh if is_s12 else [*as_mh, _not_eligible(assessor, Ineligible.NOT_S12_OR_AMHP)]
    is_amhp = assessor.amhp_until is not None and assessor.amhp_until >= on
    return as_bia if is_amhp else [*as_bia, _not_eligible(assessor, Ineligible.NOT_S12_OR_AMHP)]


def _training_ok(assessor: Assessor, on: date, book: RuleBook) -> bool:
    sheet = Worksheet(book, on)
    facts = Facts(
        initial_training_on=assessor.initial_training_on,
        further_training_on=assessor.further_training_on,
        selected_on=on,
    )
    training.work_out(facts, sheet)
    return sheet.results["assessor_training_ok"].value is True


def barred(assessor: Assessor, on: date, book: RuleBook) -> tuple[Problem, ...]:
    """Return why somebody may not be selected on a day for what their profession is asked for.

    That is the mental health assessment for a doctor and the best interests assessment for anybody
    else; whoever may not do that may do none of those that go with it (regs 4 to 9).
    """
    is_doctor = assessor.profession is Profession.DOCTOR
    kind = AssessmentKind.MH if is_doctor else AssessmentKind.BI
    return eligibility_problems(assessor, kind, on, book)


def selectable_until(assessor: Assessor, on: date, book: RuleBook) -> date | None:
    """Return the last day the assessor may be selected without further training, if any."""
    sheet = Worksheet(book, on)
    facts = Facts(
        initial_training_on=assessor.initial_training_on,
        further_training_on=assessor.further_training_on,
    )
    training.work_out(facts, sheet)
    return sheet.date("last_selectable_without_refresher_on")


class Term(StrEnum):
    """What an assessor holds for a time."""

    TRAINING = "training"
    SECTION_12 = "section_12"
    AMHP = "amhp_approval"
    INSURANCE = "insurance"


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something an assessor holds that ends soon, or has ended; ``last_day`` is inclusive."""

    assessor_id: int
    term: Term
    last_day: date


def lapses(assessor: Assessor, on: date, book: RuleBook) -> tuple[Lapse, ...]:
    """Return what ends within the days the council wants to be warned (AL1), first end first.

    Nothing is said of an assessor who takes no cases.
    """
    if not assessor.is_active:
        return ()
    ends = {
        Term.TRAINING: selectable_until(assessor, on, book),
        Term.SECTION_12: assessor.s12_until,
        Term.AMHP: assessor.amhp_until,
        Term.INSURANCE: assessor.insured_until,
    }
    warned_to = on + timedelta(days=book.value(RuleId.PR_TRAINING_WARNING, on=on).amount)
    found = [Lapse(assessor.id, term, day) for term, day in ends.items() if day is not None]
    return tuple(sorted((one for one in found if one.last_day <= warned_to), key=_last_day))


def _last_day(lapse: Lapse) -> date:
    return lapse.last_day
