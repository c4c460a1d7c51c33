"""Objections and the court: recorded at any point, answered, ordered (RR4; dols.md 5.13)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.authority import Authority, gaps
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.conditions import ConditionStatus
from dolsdesk.domain.dols.copies import Recipient
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason, EarlyEnd
from dolsdesk.domain.dols.life import SaState, UrgentState
from dolsdesk.domain.dols.objections import (
    Challenger,
    CourtKind,
    ObjectionAnswer,
    ObjectionState,
    OrderEffect,
    challenge_due_on,
)
from dolsdesk.domain.dols.representatives import RprState
from dolsdesk.domain.dols.reviews import ConditionAct, ConditionChange
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import authorities, cases, closing, court, objections, worklist
from dolsdesk.services.cases import CaseView
from dolsdesk.services.worklist import Bucket, Query
from tests.services.life import an_ending
from tests.services.rights import an_objection, an_order, held, proceedings, represented, told
from tests.support.desk import TODAY, World, a_closure, best_interests
from tests.support.refusals import asked_why, refused

DAY = timedelta(days=1)
LAST = date(2027, 5, 22)


def seen(world: World, request_id: int) -> CaseView:
    return cases.open_case(world.admin, request_id)


def quiet(world: World) -> int:
    """Return an authorisation about somebody who does not object."""
    request_id = world.allocated(world.a_case(arrangements_from=TODAY))
    calm = {"best_interests": best_interests(TODAY, person_objects=False)}
    return world.granted(world.submitted(world.assessed(request_id, bi=calm)))


def objects(world: World, request_id: int) -> bool:
    page = worklist.page(world.admin, Query(bucket=Bucket.ALL, objects=True))
    return request_id in {line.request_id for line in page.rows}


# Objections


@pytest.mark.parametrize("stage", ["waiting", "allocated", "granted"])
def test_an_objection_is_recorded_at_any_point_and_shows(world, stage):
    request_id = {
        "waiting": world.a_case,
        "allocated": lambda: world.allocated(world.a_case()),
        "granted": lambda: quiet(world),
    }[stage]()
    assert not objects(world, request_id)
    objections.record(world.admin, request_id, an_objection())
    assert objects(world, request_id)
    [found] = held(world, request_id, RecordKind.OBJECTION)
    assert found.facts.state is ObjectionState.UNANSWERED


def test_an_open_objection_refuses_a_withdrawal_for_having_looked_again(world):
    """AG-V19."""
    request_id = world.a_case()
    record_id = objections.record(world.admin, request_id, an_objection()).value
    looked = a_closure(ClosedAs.WITHDRAWN, reason=ClosureReason.LOOKED_AGAIN)
    with refused(world, "AG_V19"):
        closing.close(world.admin, request_id, looked)
    objections.answer(world.admin, request_id, record_id, answer=ObjectionAnswer.NO_LONGER,
                      on=TODAY, note="Settled")  # fmt: skip
    assert not objects(world, request_id)
    closing.close(world.admin, request_id, looked)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"what": " "}, "WHY_NEEDED"),
        ({"told_by": " "}, "WHO_NEEDED"),
        ({"on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"challenger": Challenger.IMCA}, "WHEN_NEEDED"),
        ({"challenger": Challenger.IMCA, "challenge_by": TODAY - DAY}, "FACTS_CONTRADICT"),
    ],
)
def test_what_an_objection_must_say(world, values, code):
    request_id = world.a_case()
    with refused(world, code):
        objections.record(world.admin, request_id, an_objection(**values))


def test_who_brings_the_challenge_and_by_when(world, book):
    request_id = world.a_case()
    record_id = objections.record(world.admin, request_id, an_objection()).value
    assert challenge_due_on(an_objection(), book) == TODAY + 7 * DAY
    with refused(world, "WHO_NEEDED"):
        objections.name_challenger(
            world.admin, request_id, record_id, challenger=None, name="", by=TODAY
        )
    objections.name_challenger(
        world.admin, request_id, record_id, challenger=Challenger.REPRESENTATIVE, name="Sion",
        by=TODAY + 20 * DAY,
    )  # fmt: skip
    [found] = held(world, request_id, RecordKind.OBJECTION)
    assert found.facts.state is ObjectionState.NAMED
    assert challenge_due_on(found.facts, book) == TODAY + 20 * DAY


@pytest.mark.parametrize(
    ("answer", "on", "note", "code"),
    [
        (None, TODAY, "Settled", "OBJECTION_ANSWER_NEEDED"),
        (ObjectionAnswer.NO_LONGER, TODAY, " ", "OBJECTION_ANSWER_NEEDED"),
        (ObjectionAnswer.NO_LONGER, None, "Settled", "WHEN_NEEDED"),
        (ObjectionAnswer.NO_LONGER, TODAY - DAY, "Settled", "FACTS_CONTRADICT"),
        (ObjectionAnswer.ISSUED, TODAY, "By a friend", "OBJECTION_NOT_ISSUED"),
        (ObjectionAnswer.AUTHORITY_ENDED, TODAY, "Left", "OBJECTION_AUTHORITY_RUNS"),
    ],
)
def test_an_objection_is_not_closed_without_a_true_answer(world, answer, on, note, code):
    request_id = quiet(world)
    record_id = objections.record(world.admin, request_id, an_objection()).value
    with refused(world, code):
        objections.answer(world.admin, request_id, record_id, answer=answer, on=on, note=note)
    assert objections.open_ones(world.case(request_id))


def test_each_answer_where_it_is_true(world):
    request_id = quiet(world)
    for answer in (ObjectionAnswer.NO_LONGER, ObjectionAnswer.ADVISED_NOT):
        record_id = objections.record(world.admin, request_id, an_objection()).value
        objections.answer(world.admin, request_id, record_id, answer=answer, on=TODAY, note="So")
        with refused(world, "NO_OPEN_OBJECTION", Refused):
            objections.answer(world.admin, request_id, record_id, answer=answer, on=TODAY,
                              note="So")  # fmt: skip
    record_id = objections.record(world.admin, request_id, an_objection()).value
    authorities.end_authorisation(world.admin, request_id, an_ending(EarlyEnd.LEFT))
    objections.answer(world.admin, request_id, record_id, answer=ObjectionAnswer.AUTHORITY_ENDED,
                      on=TODAY, note="Went home")  # fmt: skip
    assert not objections.open_ones(world.case(request_id))


def test_a_challenge_that_is_issued_answers_what_is_open(world):
    request_id = quiet(world)
    objections.record(world.admin, request_id, an_objection())
    court.begin(world.admin, request_id, proceedings(kind=CourtKind.OTHER))
    assert objections.open_ones(world.case(request_id))
    court.begin(world.admin, request_id, proceedings())
    [found] = held(world, request_id, RecordKind.OBJECTION)
    assert found.facts.answer is ObjectionAnswer.ISSUED
    assert "14000001" in found.facts.answer_note
    assert objects(world, request_id)  # the person objects still


def test_a_challenge_being_prepared_answers_nothing_until_it_is_issued(world):
    request_id = quiet(world)
    objections.record(world.admin, request_id, an_objection())
    record_id = court.begin(world.admin, request_id, proceedings(issued_on=None, case_no="")).value
    assert objections.open_ones(world.case(request_id))
    assert court.live_ones(world.case(request_id)) == ()
    with refused(world, "WHEN_NEEDED"):
        court.issue(world.admin, request_id, record_id, on=None)
    court.issue(world.admin, request_id, record_id, on=TODAY, case_no="14000002")
    [found] = held(world, request_id, RecordKind.OBJECTION)
    assert found.facts.answer is ObjectionAnswer.ISSUED
    assert "14000002" in found.facts.answer_note


# The court


@pytest.fixture
def granted(world) -> int:
    return quiet(world)


def ordered(world: World, request_id: int, order, *, kind=CourtKind.S21A_STANDARD, **more) -> int:
    record_id = court.begin(world.admin, request_id, proceedings(order.made_on, kind=kind)).value
    court.add_order(world.admin, request_id, record_id, order, **more)
    return record_id


def test_a_pending_challenge_extends_nothing(world, granted):
    before = seen(world, granted).spans
    record_id = court.begin(world.admin, granted, proceedings()).value
    court.add_hearing(world.admin, granted, record_id, on=LAST + 30 * DAY)
    assert seen(world, granted).spans == before
    assert seen(world, granted).answer.date("sa_ceases_on") == LAST


def test_an_order_that_terminates_ends_the_authorisation_with_its_notices(world, granted):
    represented(world, granted)
    ordered(world, granted, an_order(OrderEffect.TERMINATES))
    view = seen(world, granted)
    assert view.sa_state is SaState.ENDED_BY_COURT
    assert view.answer.date("sa_ceases_on") == TODAY
    assert Recipient.PERSON in told(world, granted, "sa_ceased")
    [rpr] = held(world, granted, RecordKind.REPRESENTATIVE)
    assert rpr.facts.state is RprState.ENDED
    [record] = court.live_ones(world.case(granted))
    with refused(world, "ORDER_NOTHING_TO_END"):
        court.add_order(world.admin, granted, record.id, an_order(OrderEffect.TERMINATES))


def test_an_order_about_the_urgent_one_ends_that(world):
    request_id = world.a_case(urgent=True)
    ordered(world, request_id, an_order(OrderEffect.TERMINATES), kind=CourtKind.S21A_URGENT)
    assert seen(world, request_id).urgent_state is UrgentState.ENDED_BY_COURT


def test_the_court_ends_its_own_order_and_the_day_of_ending_is_covered(world):
    request_id = world.a_case(arrangements_from=TODAY)
    order = an_order(OrderEffect.AUTHORISES, authority_to=TODAY + 60 * DAY)
    record_id = ordered(world, request_id, order, kind=CourtKind.S16_WELFARE)
    world.desk.clock.move(days=10)
    ended = an_order(OrderEffect.TERMINATES, TODAY + 10 * DAY)
    court.add_order(world.admin, request_id, record_id, ended)
    world.desk.clock.move(days=1)
    spans = [(one.kind, one.first_on, one.last_on) for one in seen(world, request_id).spans]
    assert spans == [
        (Authority.COURT, TODAY, TODAY + 10 * DAY),
        (Authority.NONE, TODAY + 11 * DAY, TODAY + 11 * DAY),
    ]
    with refused(world, "ORDER_NOTHING_TO_END"):
        court.add_order(
            world.admin, request_id, record_id, an_order(OrderEffect.TERMINATES, TODAY + 11 * DAY)
        )


def test_one_order_ends_the_authorisation_and_another_of_the_day_authorises(world, granted):
    last = TODAY + 60 * DAY
    record_id = ordered(
        world, granted, an_order(OrderEffect.TERMINATES), kind=CourtKind.S16_WELFARE
    )
    order = an_order(OrderEffect.AUTHORISES, authority_to=last)
    court.add_order(world.admin, granted, record_id, order)
    view = seen(world, granted)
    assert view.sa_state is SaState.ENDED_BY_COURT
    assert (view.spans[-1].kind, view.spans[-1].last_on) == (Authority.COURT, last)


def test_where_nothing_is_in_force_nothing_is_ended(world):
    request_id = world.a_case()
    record_id = court.begin(world.admin, request_id, proceedings()).value
    with refused(world, "ORDER_NOTHING_TO_END"):
        court.add_order(world.admin, request_id, record_id, an_order(OrderEffect.TERMINATES))


def test_an_earlier_last_day_ends_it_when_that_day_comes(world, granted):
    ordered(world, granted, an_order(OrderEffect.VARIES_PERIOD, authority_to=TODAY + 9 * DAY))
    view = seen(world, granted)
    assert view.sa_state is SaState.IN_FORCE
    assert view.answer.date("sa_ceases_on") == TODAY + 9 * DAY
    world.desk.clock.move(days=9)
    assert seen(world, granted).sa_state is SaState.IN_FORCE
    world.desk.clock.move(days=1)
    view = seen(world, granted)
    assert view.sa_state is SaState.ENDED_BY_COURT
    assert [one.first_on for one in gaps(view.spans)] == [TODAY + 10 * DAY]
    assert view.case.authorisation.last_day == LAST


def test_a_later_last_day_is_the_courts_own_authority(world, granted):
    later = LAST + 30 * DAY
    ordered(world, granted, an_order(OrderEffect.VARIES_PERIOD, authority_to=later))
    spans = [(one.kind, one.first_on, one.last_on) for one in seen(world, granted).spans]
    assert spans == [(Authority.STANDARD, TODAY, LAST), (Authority.COURT, LAST + DAY, later)]
    assert seen(world, granted).answer.date("sa_ceases_on") == LAST


@pytest.mark.parametrize("effect", [OrderEffect.AUTHORISES, OrderEffect.EXTENDS])
def test_the_court_authorises_from_the_day_of_its_order(world, effect):
    request_id = world.a_case(arrangements_from=TODAY)
    order = an_order(effect, authority_to=TODAY + 60 * DAY)
    ordered(world, request_id, order, kind=CourtKind.S16_WELFARE)
    spans = [(one.kind, one.first_on, one.last_on) for one in seen(world, request_id).spans]
    assert spans == [(Authority.COURT, TODAY, TODAY + 60 * DAY)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"effect": OrderEffect.CONTINUES, "terms": " "}, "ORDER_TERMS_NEEDED"),
        ({"effect": OrderEffect.CONTINUES, "on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"effect": OrderEffect.CONTINUES, "on": TODAY - DAY}, "FACTS_CONTRADICT"),
        ({"effect": OrderEffect.AUTHORISES}, "WHEN_NEEDED"),
        ({"effect": OrderEffect.VARIES_PERIOD}, "WHEN_NEEDED"),
        ({"effect": OrderEffect.VARIES_CONDITIONS}, "REVIEW_NOTHING_VARIED"),
        (
            {"effect": OrderEffect.EXTENDS, "authority_from": TODAY - DAY,
             "authority_to": TODAY + DAY},
            "FACTS_CONTRADICT",
        ),
        ({"effect": OrderEffect.VARIES_PERIOD, "authority_to": TODAY - DAY}, "FACTS_CONTRADICT"),
    ],
)  # fmt: skip
def test_no_order_without_terms_or_from_before_it_was_made(world, granted, values, code):
    record_id = court.begin(world.admin, granted, proceedings()).value
    with refused(world, code):
        court.add_order(world.admin, granted, record_id, an_order(**values))
    assert seen(world, granted).sa_state is SaState.IN_FORCE


def test_conditions_vary_by_order_of_the_court(world, granted):
    """I17."""
    [first] = held(world, granted, RecordKind.CONDITION)
    change = ConditionChange(ConditionAct.VARY, "Offer two walks.", first.id)
    record_id = ordered(world, granted, an_order(OrderEffect.VARIES_CONDITIONS),
                        changes=(change,))  # fmt: skip
    found = [one.facts for one in held(world, granted, RecordKind.CONDITION)]
    assert [(one.text, one.status) for one in found] == [
        ("Offer a walk outside each day.", ConditionStatus.VARIED),
        ("Offer two walks.", ConditionStatus.OPEN),
    ]
    assert {one.varied_by_court for one in found} == {record_id}


def test_an_order_that_binds_another_body_is_questioned(world, granted):
    record_id = court.begin(world.admin, granted, proceedings()).value
    change = ConditionChange(ConditionAct.ADD, "The council should visit weekly.")
    order = an_order(OrderEffect.VARIES_CONDITIONS)
    with asked_why(world, "CONDITION_NOT_FOR_MA"):
        court.add_order(world.admin, granted, record_id, order, changes=(change,))
    court.add_order(world.admin, granted, record_id, order, changes=(change,), reason="As ordered")


@pytest.mark.parametrize("effect", [OrderEffect.CONTINUES, OrderEffect.DISMISSES])
def test_other_orders_change_no_day(world, granted, effect):
    before = seen(world, granted).spans
    ordered(world, granted, an_order(effect))
    assert seen(world, granted).spans == before


def test_proceedings_are_closed_after_their_last_hearing(world, granted):
    record_id = court.begin(world.admin, granted, proceedings()).value
    with refused(world, "FACTS_CONTRADICT"):
        court.add_hearing(world.admin, granted, record_id, on=TODAY - DAY)
    with refused(world, "WHEN_NEEDED"):
        court.add_hearing(world.admin, granted, record_id, on=None)
    court.add_hearing(world.admin, granted, record_id, on=TODAY + DAY)
    with refused(world, "COURT_OPEN_HEARING"):
        court.close(world.admin, granted, record_id, on=TODAY)
    world.desk.clock.move(days=2)
    with refused(world, "WHEN_NEEDED"):
        court.close(world.admin, granted, record_id, on=None)
    court.close(world.admin, granted, record_id, on=TODAY + 2 * DAY)
    with refused(world, "NO_PROCEEDINGS", Refused):
        court.add_hearing(world.admin, granted, record_id, on=TODAY + 9 * DAY)


def test_proceedings_name_their_applicant(world, granted):
    with refused(world, "WHO_NEEDED"):
        court.begin(world.admin, granted, proceedings(applicant=" "))


def test_what_the_request_says_counts_until_the_record_says_otherwise(world):
    request_id = world.a_case(person_objects=Answered.YES)
    assert objects(world, request_id)
    record_id = objections.record(world.admin, request_id, an_objection()).value
    objections.answer(world.admin, request_id, record_id, answer=ObjectionAnswer.NO_LONGER,
                      on=TODAY, note="Settled")  # fmt: skip
    assert not objects(world, request_id)
