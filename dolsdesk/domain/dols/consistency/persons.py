"""The people on a form: who was consulted, who is to represent, who assessed."""

from collections.abc import Iterator

from dolsdesk.domain.dols.assessments import Recommendation, RefusalKind, Result, SelectedBy
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.consistency.written import Written, same_name
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.form_parts import RprPoint
from dolsdesk.domain.people import Contact
from dolsdesk.domain.problems import Problem
from dolsdesk.rules.book import RuleBook

_K = AssessmentKind
_OF_POINT = {
    RprPoint.ADULT: Clash.RPR_UNDER_18,
    RprPoint.CAN_KEEP_CONTACT: Clash.RPR_OUT_OF_REACH,
    RprPoint.WILLING: Clash.RPR_UNWILLING,
    RprPoint.NO_INTEREST: Clash.RPR_INTERESTED,
    RprPoint.NOT_RELATED_TO_INTEREST: Clash.RPR_RELATED_TO_INTEREST,
    RprPoint.NOT_EMPLOYED_BY_HOME: Clash.RPR_OF_THE_HOME,
    RprPoint.NOT_EMPLOYED_BY_COUNCIL: Clash.RPR_OF_THE_COUNCIL,
}
_ATTORNEYS = {SelectedBy.DONEE: RefusalKind.DONEE, SelectedBy.DEPUTY: RefusalKind.DEPUTY}


def consulted(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield what rows 6 and 7 say of one person and deny of the same, or leave out."""
    if form.bi is None:
        return
    met, missed = form.best.consulted, form.best.not_consulted
    both = [one.name for one in met if _named(one.name, missed)]
    if both:
        yield Clash.CONSULTED_AND_NOT.problem(name=both[0])
    homeless = [one.name for one in met if not one.address.strip()]
    if homeless:
        yield Clash.CONSULTED_WITHOUT_ADDRESS.problem(name=homeless[0])
    unsaid = [one.name for one in missed if not one.why_not_consulted.strip()]
    if unsaid:
        yield Clash.NOT_CONSULTED_WITHOUT_REASON.problem(name=unsaid[0])
    if met and form.best.why_nobody_consulted.strip():
        yield Clash.NOBODY_AND_SOMEBODY.problem()
    if _named(form.bi.assessor_name, met):
        yield Clash.CONSULTED_THEMSELF.problem(name=form.bi.assessor_name)
    passed = [
        one.name for one in form.case.contacts
        if not _named(one.name, met) and not _named(one.name, missed)
    ]  # fmt: skip
    if passed and (met or missed):
        yield Clash.CONTACT_PASSED_OVER.problem(name=passed[0])


def _named(name: str, among: tuple[Contact, ...]) -> bool:
    return any(same_name(name, one.name) for one in among)


def representative(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a recommendation that the representative regulations or the form itself contradict."""
    who, bi = form.representative, form.bi
    if who is None or bi is None:
        return
    if bi.result is Result.NEGATIVE:
        if who.name:
            yield Clash.RPR_ON_NEGATIVE.problem(name=who.name)
        return
    yield from _selection(form, who)
    if who.selected_by is SelectedBy.NOBODY:
        return
    yield from _person(form, who)


def _selection(form: Written, who: Recommendation) -> Iterator[Problem]:
    by, can = who.selected_by, form.best.person_can_select
    if by is SelectedBy.NOBODY and who.name:
        yield Clash.RPR_NAMED_THOUGH_NOBODY.problem(name=who.name)
    if by is not SelectedBy.NOBODY and not who.name:
        yield Clash.RPR_NOT_NAMED.problem()
    if by is SelectedBy.PERSON and can is False:
        yield Clash.SELECTED_WITHOUT_CAPACITY.problem()
    if by not in {SelectedBy.PERSON, SelectedBy.NOBODY} and can is True:
        yield Clash.CAPACITY_TO_SELECT_UNUSED.problem()
    refusals = form.found.get(_K.NR)
    kind = _ATTORNEYS.get(by)
    rows = {one.kind: one for one in refusals.refusals} if refusals else {}
    if kind in rows and rows[kind].exists is False:
        yield Clash.SELECTED_BY_NO_ATTORNEY.problem(first=kind.value)
    if form.best.needs_39d and by is SelectedBy.NOBODY:
        yield Clash.ADVOCATE_FOR_PAID.problem()


def _person(form: Written, who: Recommendation) -> Iterator[Problem]:
    if who.is_eligible_confirmed:
        for one in who.points:
            if one.is_met is False:
                yield _OF_POINT[one.point].problem(name=who.name)
    if who.is_paid:
        yield Clash.RPR_PAID.problem(name=who.name)
    assessors = {
        *(one.assessor_name for one in form.case.active_allocations.values()),
        *(one.assessor_name for one in form.found.values()),
    }
    if any(same_name(who.name, one) for one in assessors):
        yield Clash.RPR_IS_AN_ASSESSOR.problem(name=who.name)
    if who.is_objected_to and who.selected_by is SelectedBy.BIA:
        yield Clash.RPR_OBJECTED_TO.problem(name=who.name)
    if form.best.person_objects and who.would_support_challenge is False:
        yield Clash.RPR_AGAINST_CHALLENGE.problem(name=who.name)
    if form.best.is_rpr_still_suitable is False:
        former = form.case.authorisation.representative if form.case.authorisation else None
        if former is None or same_name(former.name, who.name):
            yield Clash.RPR_UNSUITABLE_KEPT.problem(name=who.name)


def assessors(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield one person in two roles that must be apart (para 129(5))."""
    main, health = form.any_of(_K.BI), form.any_of(_K.MH)
    if main is None or health is None or not {_K.BI, _K.MH} & set(form.found):
        return
    is_same = (
        main.assessor_id == health.assessor_id
        if main.assessor_id is not None and health.assessor_id is not None
        else same_name(main.assessor_name, health.assessor_name)
    )
    if is_same:
        field = "bi_result" if _K.BI in form.found else "mh_result"
        yield Clash.SAME_ASSESSOR.problem(field=field, name=main.assessor_name)
