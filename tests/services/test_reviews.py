"""Reviews: each transition of dols.md 4.4 with its guard, and what it does to the authorisation."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.conditions import ConditionStatus
from dolsdesk.domain.dols.copies import Recipient
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.reviews import (
    ConditionAct,
    ConditionChange,
    Ground,
    Requester,
    Review,
    ReviewEvent,
    ReviewOutcome,
    ReviewState,
)
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import authorities, cases, closing, recorded_findings, reviews
from tests.services.life import a_finding, a_review, a_suspension
from tests.services.retest import CARED_FOR
from tests.support.desk import TODAY, World, a_closure
from tests.support.refusals import refused

DAY = timedelta(days=1)
K = AssessmentKind
LAST = date(2027, 5, 22)


def of(world: World, request_id: int) -> Review:
    [held] = [r for r in world.case(request_id).records if r.kind is RecordKind.REVIEW]
    return held.facts


def under_review(world: World, **values) -> int:
    request_id = world.whole_way()
    reviews.ask(world.admin, request_id, a_review(**values))
    return request_id


def deciding(world: World) -> int:
    request_id = under_review(world)
    reviews.give_notice(world.admin, request_id, on=TODAY)
    reviews.consider(world.admin, request_id)
    return request_id


def assessing(world: World, *kinds: AssessmentKind) -> int:
    request_id = deciding(world)
    reviews.assess(world.admin, request_id, kinds=kinds or (K.BI,), why="She moved units")
    return request_id


def told(world: World, request_id: int, event: str) -> set[str]:
    return {one.recipient for one in world.case(request_id).copies if one.event == event}


@pytest.mark.parametrize(
    ("who", "state", "missing"),
    [
        (Requester.PERSON, ReviewState.REQUESTED, Recipient.PERSON),
        (Requester.REPRESENTATIVE, ReviewState.REQUESTED, Recipient.REPRESENTATIVE),
        (Requester.MANAGING_AUTHORITY, ReviewState.REQUESTED, Recipient.MANAGING_AUTHORITY),
        (Requester.COUNCIL, ReviewState.OWN_MOTION, None),
    ],
)
def test_whoever_asks_is_not_told_that_it_begins(world, who, state, missing):
    request_id = under_review(world, requested_by=who)
    assert of(world, request_id).state is state
    reviews.give_notice(world.admin, request_id, on=TODAY)
    everybody = {Recipient.PERSON, Recipient.MANAGING_AUTHORITY, Recipient.REPRESENTATIVE}
    assert told(world, request_id, "review_notice") == everybody - {missing}


def test_none_reviewable_completes_it(world):
    request_id = deciding(world)
    with refused(world, "WHY_NEEDED"):
        reviews.find_none(world.admin, request_id, why=" ")
    reviews.find_none(world.admin, request_id, why="Nothing has changed")
    found = of(world, request_id)
    assert (found.state, found.outcome) == (
        ReviewState.NONE_REVIEWABLE, ReviewOutcome.NONE_REVIEWABLE,
    )  # fmt: skip
    assert Recipient.PERSON in told(world, request_id, "review_outcome")
    reviews.ask(world.admin, request_id, a_review())  # another one may follow


def test_no_change(world):
    request_id = assessing(world, K.BI, K.MC)
    with refused(world, "REVIEW_ASSESSMENTS_OWED"):
        reviews.complete(world.signatory, request_id, ReviewEvent.KEEP)
    for kind in (K.BI, K.MC):
        reviews.record_finding(world.admin, request_id, kind, a_finding())
    with refused(world, "REVIEW_NOTHING_NEGATIVE"):
        reviews.complete(world.signatory, request_id, ReviewEvent.TERMINATE)
    with refused(world, "REVIEW_NOTHING_VARIED"):
        reviews.complete(world.signatory, request_id, ReviewEvent.VARY)
    reviews.complete(world.signatory, request_id, ReviewEvent.KEEP)
    assert of(world, request_id).state is ReviewState.NO_CHANGE
    assert cases.open_case(world.admin, request_id).sa_state is SaState.IN_FORCE


def test_conditions_vary_without_an_assessment_where_nothing_significant_changed(world):
    request_id = deciding(world)
    reviews.conditions_only(world.admin, request_id, why="Walks are in the garden now")
    [held] = [r for r in world.case(request_id).records if r.kind is RecordKind.CONDITION]
    change = ConditionChange(ConditionAct.VARY, "Offer a walk in the garden.", held.id)
    reviews.complete(world.signatory, request_id, ReviewEvent.VARY, changes=(change,))
    conditions = [r.facts for r in world.case(request_id).records if r.kind is RecordKind.CONDITION]
    assert [(one.text, one.status) for one in conditions] == [
        ("Offer a walk outside each day.", ConditionStatus.VARIED),
        ("Offer a walk in the garden.", ConditionStatus.OPEN),
    ]
    found = of(world, request_id)
    assert (found.state, found.outcome) == (ReviewState.VARIED, ReviewOutcome.CONDITIONS_VARIED)
    assert cases.open_case(world.admin, request_id).case.authorisation.last_day == LAST


def test_a_negative_assessment_terminates_at_once(world):
    request_id = assessing(world)
    with refused(world, "REVIEW_WHICH_NEGATIVE"):
        reviews.record_finding(world.admin, request_id, K.BI, a_finding(result=Result.NEGATIVE))
    reviews.record_finding(
        world.admin, request_id, K.BI,
        a_finding(result=Result.NEGATIVE, is_no_deprivation=True),
    )  # fmt: skip
    for event in (ReviewEvent.KEEP, ReviewEvent.VARY):
        with refused(world, "REVIEW_MUST_TERMINATE"):
            reviews.complete(world.signatory, request_id, event)
    recorded_findings.set_aftercare(world.admin, request_id, CARED_FOR)
    reviews.complete(world.signatory, request_id, ReviewEvent.TERMINATE)
    view = cases.open_case(world.admin, request_id)
    assert view.sa_state is SaState.TERMINATED_REVIEW
    assert view.answer.date("sa_ceases_on") == TODAY
    assert view.case.authorisation.last_day == LAST
    assert told(world, request_id, "sa_ceased") >= {Recipient.PERSON, Recipient.MANAGING_AUTHORITY}
    assert Recipient.PERSON in told(world, request_id, "review_outcome")


def test_a_review_never_makes_an_authorisation_longer(world):
    request_id = assessing(world)
    with refused(world, "REVIEW_EXTENDS_SA"):
        reviews.record_finding(
            world.admin, request_id, K.BI, a_finding(recommended_last_day=LAST + DAY)
        )
    reviews.record_finding(world.admin, request_id, K.BI, a_finding(recommended_last_day=LAST))


def test_no_review_while_suspended(world):
    request_id = world.whole_way()
    authorities.suspend(world.admin, request_id, a_suspension())
    with refused(world, "REVIEW_WHILE_SUSPENDED"):
        reviews.ask(world.admin, request_id, a_review())


def test_no_review_while_a_further_request_is_pending(world):
    request_id = world.whole_way()
    person_id = world.case(request_id).person_id
    further = world.a_case(
        person_id=person_id, type=RequestType.FOLLOW_ON, existing_sa_last_day=LAST
    )
    with refused(world, "REVIEW_WHILE_RENEWAL"):
        reviews.ask(world.admin, request_id, a_review())
    closing.close(world.admin, further, a_closure())
    reviews.ask(world.admin, request_id, a_review())


def test_a_review_is_paused_and_goes_on_where_it_stood(world):
    request_id = assessing(world)
    authorities.suspend(world.admin, request_id, a_suspension())
    reviews.pause(world.admin, request_id, why="Suspended")
    assert of(world, request_id).state is ReviewState.PAUSED
    with refused(world, "REVIEW_WHILE_SUSPENDED"):
        reviews.resume(world.admin, request_id)
    authorities.lift_suspension(world.admin, request_id, restored_on=TODAY)
    reviews.resume(world.admin, request_id)
    assert of(world, request_id).state is ReviewState.ASSESSING


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"grounds": {}}, "REVIEW_GROUND_NEEDED"),
        ({"grounds": {K.AGE: Ground.CHANGE_OF_REASON}}, "REVIEW_GROUND_MISFIT"),
        ({"grounds": {K.MH: Ground.VARIATION_OF_CONDITIONS}}, "REVIEW_GROUND_MISFIT"),
        ({"why": " "}, "WHY_NEEDED"),
        ({"requested_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
    ],
)
def test_an_incomplete_request_for_review_is_refused(world, values, code):
    request_id = world.whole_way()
    with refused(world, code):
        reviews.ask(world.admin, request_id, a_review(**values))


def test_steps_out_of_order_are_refused(world):
    request_id = under_review(world)
    with refused(world, "REVIEW_UNDER_WAY"):
        reviews.ask(world.admin, request_id, a_review())
    with pytest.raises(TransitionRefused):
        reviews.consider(world.admin, request_id)
    with pytest.raises(TransitionRefused):
        reviews.complete(world.signatory, request_id, ReviewEvent.KEEP)
    with refused(world, "NOT_BEING_ASSESSED"):
        reviews.record_finding(world.admin, request_id, K.BI, a_finding())
    with refused(world, "NOT_PAUSED"):
        reviews.resume(world.admin, request_id)


def test_a_finding_about_what_is_not_reviewable_or_dated_wrong_is_refused(world):
    request_id = assessing(world)
    for kind, values, code in (
        (K.MH, {}, "REVIEW_NOT_REVIEWABLE"),
        (K.BI, {"reasons": ""}, "ASSESSMENT_NO_REASONS"),
        (K.BI, {"carried_out_on": TODAY + DAY}, "ASSESSMENT_FUTURE"),
        (K.BI, {"carried_out_on": TODAY - DAY}, "FACTS_CONTRADICT"),
    ):
        with refused(world, code):
            reviews.record_finding(world.admin, request_id, kind, a_finding(**values))


def test_no_review_of_what_is_not_in_force(world):
    request_id = world.whole_way()
    world.desk.clock.move(days=400)
    with refused(world, "REVIEW_NOT_IN_FORCE"):
        reviews.ask(world.admin, request_id, a_review(TODAY + 400 * DAY))


def test_whoever_assessed_completes_no_review(world):
    request_id = assessing(world)
    reviews.record_finding(world.admin, request_id, K.BI, a_finding())
    assessor = world.a_signatory_who_assesses("Sig Bea", world.bia)
    with refused(world, "SIGNATORY_CONFLICT"):
        reviews.complete(assessor, request_id, ReviewEvent.KEEP)
