"""Best interests: wishes, the four conditions, the period, conditions and recommendations."""

import re
from collections.abc import Iterator
from datetime import date

from dolsdesk.domain.counting import last_day_of_months
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.assessments import BestInterests, Method, Result
from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.consistency.written import Written, same_name
from dolsdesk.domain.dols.legal_test import (
    VALID_CONSENT,
    Consent,
    Setting,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

_SAYS_NOT = re.compile(
    r"\b(?:(?:does|do|did|has|have)(?: not|n['’]t)(?: ever)? object(?:ed|s)?|no objections?"
    r"|not objecting|never objected)\b",
    re.IGNORECASE,
)
_SAYS_OBJECTS = re.compile(
    r"\b(?:(?:she|he|they) (?:strongly |clearly |consistently |often )?objects?"
    r"|is objecting|wants to leave|asks to (?:go home|leave)|tries to leave)\b",
    re.IGNORECASE,
)
_HOSPITAL = frozenset({Setting.ACUTE_WARD, Setting.ICU, Setting.MH_WARD, Setting.REHAB})
_HOME = frozenset({Setting.CARE_HOME, Setting.NURSING_HOME})


def wishes(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield an answer about objecting that the texts, the signs or the records contradict."""
    best, test, objects = form.best, form.test, form.best.person_objects
    if objects is None:
        return
    consent = test.consent if test else None
    if objects and consent in VALID_CONSENT:
        yield Clash.OBJECTS_AND_CONSENTS.problem()
    if not objects and consent is Consent.OBJECTS:
        yield Clash.CONSENT_OBJECTS_ALONE.problem()
    if objects:
        if _SAYS_NOT.search(best.wishes):
            yield Clash.OBJECTS_WISHES_SAY_NOT.problem()
        if not best.how_objects.strip():
            yield Clash.OBJECTS_NOT_SHOWN_HOW.problem()
        return
    if _SAYS_OBJECTS.search(best.wishes):
        yield Clash.WISHES_SAY_OBJECTS.problem()
    if best.how_objects.strip():
        yield Clash.NO_OBJECTION_SHOWN_HOW.problem()
    signs = [one for one in test.evidence if one.supports is Supports.OBJECTION] if test else []
    if signs and consent is not Consent.OBJECTS:
        yield Clash.SIGN_OF_OBJECTION.problem(on=signs[0].seen_on)
    kept = holdings.of(form.case.records, RecordKind.OBJECTION, Objection)
    if form.case.request.person_objects is Answered.YES or any(one.facts.is_open for one in kept):
        yield Clash.OBJECTION_ON_RECORD.problem()


def finding(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield what the finding says of the visit and the place that other facts contradict."""
    test, bi = form.test, form.bi
    if test is None or bi is None:
        return
    if test.visit_mode is VisitMode.NOT_SEEN and bi.visited_on is not None:
        yield Clash.NOT_SEEN_YET_VISITED.problem(on=bi.visited_on)
    if test.visit_mode is VisitMode.IN_PERSON and bi.visited_on is None:
        yield Clash.SEEN_ON_NO_DAY.problem()
    kind = form.case.place.kind
    is_wrong = (kind is PlaceKind.CARE_HOME and test.setting in _HOSPITAL) or (
        kind is PlaceKind.HOSPITAL and test.setting in _HOME
    )
    if is_wrong:
        yield Clash.SETTING_AGAINST_PLACE.problem(name=form.case.place.name)


def conclusion(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a conclusion that the four conditions or paragraph 44 contradict."""
    bi, best = form.bi, form.best
    if bi is None:
        return
    four = (
        best.is_deprivation, best.is_in_best_interests, best.is_necessary, best.is_proportionate,
    )  # fmt: skip
    if bi.result is Result.NEGATIVE and all(four):
        yield Clash.NEGATIVE_WITH_ALL_FOUR.problem()
    if best.says_unauthorised and best.is_deprivation is False:
        yield Clash.UNAUTHORISED_WITHOUT_DEPRIVATION.problem()
    elif best.says_unauthorised and bi.result is Result.POSITIVE:
        yield Clash.UNAUTHORISED_YET_POSITIVE.problem()
    if best.needs_other_authority and not best.other_authority.strip():
        yield Clash.OTHER_AUTHORITY_UNSAID.problem()


def period(form: Written, book: RuleBook) -> Iterator[Problem]:
    """Yield a period that is too long, out of order, unexplained or said twice (para 42)."""
    bi, best = form.bi, form.best
    if bi is None or best.max_period is None:
        return
    if bi.result is Result.NEGATIVE:
        yield Clash.PERIOD_ON_NEGATIVE.problem()
        return
    start_on = best.recommended_start or bi.carried_out_on
    last = best.max_period.last_day(start_on)
    most = book.value(RuleId.SA_MAX_PERIOD, on=start_on).amount
    if last < start_on:
        yield Clash.PERIOD_ENDS_BEFORE_START.problem(on=last, start=start_on)
    elif last > last_day_of_months(start_on, most):
        yield Clash.PERIOD_OVER_MAXIMUM.problem(last=last_day_of_months(start_on, most))
    expected = form.test.expected_to if form.test else None
    if expected is not None and start_on <= expected < last:
        yield Clash.PERIOD_PAST_THE_NEED.problem(on=expected)
    if not best.period_reason.strip():
        yield Clash.PERIOD_WITHOUT_WHY.problem()
    elif (said := _said_otherwise(best, last, start_on)) is not None:
        yield Clash.PERIOD_IN_OTHER_WORDS.problem(text=said)


_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_MONTHS = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})[ -]months?\b(?! (?:ago|before|earlier|later))",
    re.IGNORECASE,
)


def _said_otherwise(best: BestInterests, last: date, start_on: date) -> str | None:
    """Return the months that the reason names, where none of them is the period chosen."""
    if best.max_period is None or best.max_period.unit != "m":
        return None
    named = list(_MONTHS.finditer(best.period_reason))
    counts = [_count(one["count"]) for one in named]
    if not counts or any(last_day_of_months(start_on, n) == last for n in counts if n):
        return None
    return named[0].group(0)


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS.index(said.lower()) + 1


def conditions(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield conditions and recommendations that do not go with the rest of the form (para 43)."""
    bi, best = form.bi, form.best
    if bi is None:
        return
    if bi.result is Result.NEGATIVE and best.advised:
        yield Clash.CONDITIONS_ON_NEGATIVE.problem()
        return
    bare = [one.text for one in best.advised if not one.reason.strip()]
    if bare:
        yield Clash.CONDITION_WITHOUT_REASON.problem(text=bare[0])
    twice = [t for t in best.recommendations if any(same_name(t, c) for c in best.conditions)]
    if twice:
        yield Clash.CONDITION_TWICE.problem(text=twice[0])
    if best.wants_contact and not best.advised and bi.method is Method.NEW:
        yield Clash.CONTACT_ABOUT_NOTHING.problem()


def rests_on(form: Written, book: RuleBook) -> Iterator[Problem]:
    """Yield an earlier assessment relied on that cannot bear it (para 49; Form 3B)."""
    for one in form.found.values():
        use = one.equivalent
        if one.method is not Method.EQUIVALENT or use is None:
            continue
        relied_on = use.relied_on or form.as_at
        months = book.value(RuleId.EQUIVALENT_AGE, on=relied_on).amount
        is_age = one.kind.value == "age"
        if one.carried_out_on > relied_on:
            yield Clash.EQUIVALENT_LATER.problem(on=one.carried_out_on)
        elif not is_age and last_day_of_months(one.carried_out_on, months) < relied_on:
            yield Clash.EQUIVALENT_OVER_12_MONTHS.problem(on=one.carried_out_on)
    if form.form is not AssessorForm.F3B:
        return
    if form.case.request.existing_sa_last_day is None and form.case.others_until is None:
        yield Clash.RENEWAL_OF_NOTHING.problem()
