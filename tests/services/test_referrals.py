"""Reports of an unauthorised deprivation: each transition of dols.md 4.5, the deemed request."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.case import Priority
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.referrals import Declined, Referral, ReferralEvent, ReferralState
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.places import PlaceKind
from dolsdesk.services import cases, referrals
from dolsdesk.services.referrals import NewReferral, ReferralLine
from dolsdesk.store import audit
from tests.support.desk import TODAY, World, a_person
from tests.support.refusals import refused

DAY = timedelta(days=1)
S, E = ReferralState, ReferralEvent


def a_report(**values) -> Referral:
    record = {
        "state": S.RECEIVED,
        "referrer": "Nell Łukasz",
        "unauthorised_request_received_on": TODAY,
        "what_is_said": "She is kept in one room.",
        "relationship": "Sister",
        **values,
    }
    return Referral(**record)


def reported(world: World, **values) -> int:
    new = NewReferral(a_report(**values), a_person(), world.home)
    return referrals.log(world.admin, new).value


def ready(world: World) -> int:
    """Return a report whose three conditions are met."""
    return reported(
        world, told_ma_on=TODAY - 3 * DAY, asked_ma_on=TODAY - 3 * DAY,
        reasonable_period_passed=True,
    )  # fmt: skip


def appointed(world: World) -> int:
    record_id = ready(world)
    referrals.appoint(world.admin, record_id, assessor_id=world.bia, on=TODAY)
    return record_id


def found(world: World, record_id: int, event: ReferralEvent) -> int | None:
    return referrals.find(
        world.admin, record_id, event, carried_out_on=TODAY, received_on=TODAY,
        reasons="Seen alone; asks to leave.",
    ).value  # fmt: skip


def line(world: World, *, is_open: bool = True) -> ReferralLine:
    [one] = referrals.listed(world.admin, is_open=is_open)
    return one


def test_the_seven_days_begin_with_the_day_of_receipt(world):
    reported(world, unauthorised_request_received_on=date(2026, 11, 20))
    one = line(world)
    assert one.due_on == date(2026, 11, 26)
    assert one.answer.results["unauthorised_assessment_due_on"].rule.citation


def test_a_report_may_be_about_somebody_who_is_known(world):
    request_id = world.a_case()
    person_id = world.case(request_id).person_id
    new = NewReferral(a_report(), world.case(request_id).person, world.home, person_id)
    referrals.log(world.admin, new)
    assert line(world).person_id == person_id


def test_it_is_kept_as_a_concern_until_the_conditions_are_met(world):
    record_id = reported(world)
    with refused(world, "REFERRAL_CONDITIONS"):
        referrals.appoint(world.admin, record_id, assessor_id=world.bia, on=TODAY)
    with refused(world, "WHY_NEEDED"):
        referrals.keep_as_concern(world.admin, record_id, why=" ")
    referrals.keep_as_concern(world.admin, record_id, why="The home was not asked")
    assert line(world).record.facts.state is S.CONCERN
    referrals.follow_up(
        world.admin, record_id, told_ma_on=TODAY, asked_ma_on=TODAY,
        reasonable_period_passed=True, ma_response="None",
    )  # fmt: skip
    referrals.appoint(world.admin, record_id, assessor_id=world.bia, on=TODAY)
    assert line(world).record.facts.state is S.ASSESSOR_APPOINTED


@pytest.mark.parametrize("because", Declined)
def test_no_assessment_needs_a_ground_and_a_reason(world, because):
    record_id = ready(world)
    with refused(world, "WHY_NEEDED"):
        referrals.decline(world.admin, record_id, because=None, why="So")
    with refused(world, "WHY_NEEDED"):
        referrals.decline(world.admin, record_id, because=because, why="")
    referrals.decline(world.admin, record_id, because=because, why="Decided on 3 November")
    assert line(world, is_open=False).record.facts.state is S.NOT_ASSESSED
    with pytest.raises(TransitionRefused):
        referrals.appoint(world.admin, record_id, assessor_id=world.bia, on=TODAY)


@pytest.mark.parametrize(
    ("event", "state"),
    [(E.FIND_NOT_DETAINED, S.NOT_DETAINED), (E.FIND_AUTHORISED, S.DETAINED_AUTHORISED)],
)
def test_the_outcome_ends_it(world, event, state):
    assert found(world, appointed(world), event) is None
    assert line(world, is_open=False).record.facts.state is state


def test_detained_without_authority_makes_a_deemed_request(world):
    record_id = appointed(world)
    request_id = found(world, record_id, E.FIND_UNAUTHORISED)
    view = cases.open_case(world.admin, request_id)
    request = view.case.request
    assert (request.type, request.state, request.priority) == (
        RequestType.DEEMED, RequestState.CHECKING, Priority.HIGH,
    )  # fmt: skip
    assert view.answer.date("assessments_due_on") == TODAY + 20 * DAY
    assert [event.kind for event in view.case.events] == ["deemed"]
    assert line(world, is_open=False).record.facts.deemed_request_id == request_id
    with world.desk.store.reading() as session:
        assert audit.check(session) is None


def test_every_step_owes_its_notices_again(world):
    record_id = ready(world)
    with refused(world, "METHOD_NEEDED"):
        referrals.tell(world.admin, record_id, "person", on=TODAY, method="")
    referrals.tell(world.admin, record_id, "person", on=TODAY, method="post")
    told = {one.who: one.sent_on for one in line(world).record.facts.notices}
    assert told == {
        "referrer": None, "person": TODAY, "managing_authority": None, "imca_39a": None,
    }  # fmt: skip
    referrals.appoint(world.admin, record_id, assessor_id=world.bia, on=TODAY)
    assert all(one.sent_on is None for one in line(world).record.facts.notices)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"referrer": " "}, "WHO_NEEDED"),
        ({"what_is_said": ""}, "WHY_NEEDED"),
        ({"told_ma_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"told_ma_on": TODAY, "asked_ma_on": TODAY - DAY}, "FACTS_CONTRADICT"),
        ({"unauthorised_request_received_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_added(world, values, code):
    with refused(world, code):
        reported(world, **values)
    assert referrals.listed(world.admin, is_open=True) == ()


def test_the_assessor_must_be_able_to_act_as_a_best_interests_assessor(world):
    record_id = ready(world)
    with refused(world, "ASSESSOR_NOT_ELIGIBLE"):
        referrals.appoint(world.admin, record_id, assessor_id=world.doctor, on=TODAY)
    with refused(world, "ASSESSOR_NEEDED"):
        referrals.appoint(world.admin, record_id, assessor_id=None, on=TODAY)
    with refused(world, "FACTS_CONTRADICT"):
        referrals.appoint(world.admin, record_id, assessor_id=world.bia, on=TODAY - DAY)


def test_days_of_the_assessment_are_in_order(world):
    record_id = appointed(world)
    for carried, came, code in (
        (TODAY - DAY, TODAY, "FACTS_CONTRADICT"),
        (TODAY, TODAY - DAY, "FACTS_CONTRADICT"),
        (TODAY, None, "WHEN_NEEDED"),
        (TODAY + DAY, TODAY + DAY, "EVENT_IN_FUTURE"),
    ):
        with refused(world, code):
            referrals.find(
                world.admin, record_id, E.FIND_AUTHORISED, carried_out_on=carried,
                received_on=came, reasons="Seen",
            )  # fmt: skip


def test_a_place_that_is_neither_home_nor_hospital_is_refused(world):
    flat = world.a_place("Quay Flats", "1-1000000009", kind=PlaceKind.OTHER)
    with refused(world, "SETTING_NOT_COVERED"):
        referrals.log(world.admin, NewReferral(a_report(), a_person(), flat))
