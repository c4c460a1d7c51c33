"""Days out of order, and what the day of birth says."""

from collections.abc import Iterator

from dolsdesk.domain.counting import age_on
from dolsdesk.domain.dols.assessments import Method, Result
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.consistency.written import Written
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

_K = AssessmentKind


def days(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a day that cannot be, beside the other days of the form and the case."""
    yield from _visits(form)
    yield from _papers(form)
    yield from _told(form)
    yield from _start(form)
    yield from _situation(form)


def _visits(form: Written) -> Iterator[Problem]:
    died_on = form.case.person.date_of_death
    received_on = form.case.request.received_on
    visits = {one.visited_on for one in form.found.values() if one.method is Method.NEW}
    for on in sorted(on for on in visits if on is not None):
        if on > form.as_at:
            yield Clash.VISIT_TO_COME.problem(on=on)
        elif died_on is not None and on > died_on:
            yield Clash.VISIT_AFTER_DEATH.problem(on=on, died=died_on)
        elif on < received_on:
            yield Clash.VISIT_BEFORE_REQUEST.problem(on=on, received=received_on)
    for one in form.found.values():
        if one.visited_on is not None and one.carried_out_on < one.visited_on <= form.as_at:
            yield Clash.SIGNED_BEFORE_VISIT.problem(on=one.carried_out_on, visit=one.visited_on)
            return


def _papers(form: Written) -> Iterator[Problem]:
    for one in form.found.values():
        # A renewal considers papers that are newer than the assessment it relies on.
        for paper in one.documents if one.method is Method.NEW else ():
            if paper.dated_on is not None and paper.dated_on > one.carried_out_on:
                yield Clash.DOCUMENT_LATER.problem(name=paper.name, on=paper.dated_on)
                return
    test, bi = form.test, form.bi
    if test is not None and bi is not None:
        later = [sign for sign in test.evidence if sign.seen_on > bi.carried_out_on]
        if later:
            yield Clash.EVIDENCE_LATER.problem(on=later[0].seen_on)


def _told(form: Written) -> Iterator[Problem]:
    health = form.found.get(_K.MH)
    told_on = health.notified_bia_on if health else None
    seen_on = health.visited_on if health else None
    if told_on is not None and seen_on is not None and told_on < seen_on:
        yield Clash.BIA_TOLD_BEFORE.problem(on=told_on)
    eligible = form.found.get(_K.ELIG)
    asked_on = eligible.eligibility.bia_asked_on if eligible and eligible.eligibility else None
    if eligible is not None and asked_on is not None and asked_on > eligible.carried_out_on:
        yield Clash.BIA_ASKED_AFTER.problem(on=asked_on)


def _start(form: Written) -> Iterator[Problem]:
    bi, start_on = form.bi, form.best.recommended_start
    if bi is None or start_on is None:
        return
    last = form.case.request.existing_sa_last_day
    if start_on < bi.carried_out_on:
        yield Clash.START_BEFORE_ASSESSMENT.problem(on=start_on)
    elif last is not None and start_on <= last:
        yield Clash.START_BEFORE_END.problem(on=start_on, last=last)


def _situation(form: Written) -> Iterator[Problem]:
    test = form.test
    if test is None:
        return
    if test.expected_to is not None and test.is_open_ended:
        yield Clash.OPEN_ENDED_WITH_END.problem(on=test.expected_to)
    elif test.expected_to and test.period_from and test.expected_to < test.period_from:
        yield Clash.SITUATION_ENDS_BEFORE.problem(on=test.expected_to, since=test.period_from)


def age(form: Written, book: RuleBook) -> Iterator[Problem]:
    """Yield an age requirement that does not fit the day of birth (para 12(3), 13)."""
    found = form.found.get(_K.AGE)
    if found is None:
        return
    start_on = form.best.recommended_start or found.carried_out_on
    born_on = form.case.person.date_of_birth
    years = age_on(born_on, start_on) if born_on else form.case.person.estimated_age
    if years is None:
        return
    least = book.value(RuleId.AGE_REQUIREMENT, on=start_on).amount
    if found.result is Result.POSITIVE and years < least:
        yield Clash.UNDER_AGE_MET.problem(n=years)
    if found.result is Result.NEGATIVE and years >= least:
        yield Clash.OF_AGE_NOT_MET.problem(n=years)
