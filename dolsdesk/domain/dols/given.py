"""What an authorisation brings with it: a proposed representative, and conditions to be met."""

from dolsdesk.domain.dols.assessments import Recommendation
from dolsdesk.domain.dols.case import Authorisation, Case, Representative
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.representatives import (
    Appointment,
    RprKind,
    RprSelectedBy,
    RprState,
    SupportsChallenge,
    checks_for,
)

_SELECTED = {
    "person": RprSelectedBy.PERSON,
    "donee": RprSelectedBy.DONEE,
    "deputy": RprSelectedBy.DEPUTY,
    "bia": RprSelectedBy.BIA,
}


def proposal(case: Case, given: Authorisation) -> Appointment | None:
    """Return the representative whom the authorisation names, as the assessor proposed them.

    What the assessor confirmed (RPR reg 7) counts as checked; what nobody confirmed stays open.
    """
    named = given.representative
    if named is None or not named.name.strip():
        return None
    said = _recommendation(case)
    is_same = said is not None and said.name == named.name
    kind = RprKind.PAID if named.is_paid else RprKind.UNPAID
    confirmed = is_same and said is not None and said.is_eligible_confirmed
    return Appointment(
        state=RprState.PROPOSED,
        name=named.name,
        kind=kind,
        selected_by=_selected_by(named),
        relationship=named.relationship,
        address=named.address,
        phone=named.phone,
        checks=dict.fromkeys(checks_for(kind), True) if confirmed else {},
        is_objected_to=bool(is_same and said and said.is_objected_to),
        would_support_challenge=_support(said if is_same else None),
        recommended_on=case.assessments[AssessmentKind.BI].carried_out_on if is_same else None,
    )


def conditions(case: Case, given: Authorisation) -> tuple[Condition, ...]:
    """Return the conditions of an authorisation, each owed by the managing authority."""
    best = case.assessments.get(AssessmentKind.BI)
    recommended = best.best_interests.conditions if best and best.best_interests else ()
    return tuple(
        Condition(text=text, owner=case.place.name, is_recommended_by_bia=text in recommended)
        for text in given.conditions
    )


def _recommendation(case: Case) -> Recommendation | None:
    best = case.assessments.get(AssessmentKind.BI)
    return best.best_interests.representative if best and best.best_interests else None


def _selected_by(named: Representative) -> RprSelectedBy:
    return _SELECTED.get(named.selected_by, RprSelectedBy.COUNCIL)


def _support(said: Recommendation | None) -> SupportsChallenge | None:
    if said is None or said.would_support_challenge is None:
        return None
    return SupportsChallenge.YES if said.would_support_challenge else SupportsChallenge.NO
