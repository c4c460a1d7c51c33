"""Representatives: each transition with its guard, each check, each end of regulation 13 (I16)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.advocates import AdvocateState, AdvocateTrigger
from dolsdesk.domain.dols.case import Answered, Representative
from dolsdesk.domain.dols.copies import Recipient
from dolsdesk.domain.dols.endings import EarlyEnd
from dolsdesk.domain.dols.objections import ObjectionHow
from dolsdesk.domain.dols.representatives import (
    Objecting,
    RprCheck,
    RprEndReason,
    RprKind,
    RprSelectedBy,
    RprState,
    SupportsChallenge,
    checks_for,
)
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import advocates, authorities, cases, representatives
from tests.services.life import an_ending
from tests.services.rights import (
    a_contact,
    an_advocacy,
    an_appointment,
    an_objection,
    checked,
    held,
    represented,
    told,
)
from tests.support.desk import TODAY, World
from tests.support.refusals import asked_why, refused

DAY = timedelta(days=1)
LAST = date(2027, 5, 22)
EVERYBODY = {
    Recipient.PERSON, Recipient.MANAGING_AUTHORITY, Recipient.REPRESENTATIVE,
    Recipient.INTERESTED_PERSON,
}  # fmt: skip


def states(world: World, request_id: int) -> list[RprState]:
    return [one.facts.state for one in held(world, request_id, RecordKind.REPRESENTATIVE)]


@pytest.fixture
def granted(world) -> int:
    return world.whole_way()


@pytest.fixture
def acting(world, granted) -> int:
    return represented(world, granted)


def test_the_authorisation_brings_the_assessors_choice_which_is_offered_and_appointed(
    world, granted
):
    [proposed] = held(world, granted, RecordKind.REPRESENTATIVE)
    assert proposed.facts.state is RprState.PROPOSED
    assert set(proposed.facts.checks) == set(checks_for(RprKind.UNPAID))
    representatives.offer(world.admin, granted, on=TODAY)
    assert states(world, granted) == [RprState.OFFERED]
    representatives.appoint(world.admin, granted, accepted_on=TODAY, appointed_on=TODAY)
    [appointed] = held(world, granted, RecordKind.REPRESENTATIVE)
    assert appointed.facts.state is RprState.APPOINTED
    assert appointed.facts.appointed_to == LAST
    assert appointed.entries == 3
    assert told(world, granted, "rpr_appointed_copies") == EVERYBODY


@pytest.mark.parametrize("missing", ["offered_on", "accepted_on", "appointed_on"])
def test_offer_acceptance_and_appointment_need_their_days(world, granted, missing):
    days = {"offered_on": TODAY, "accepted_on": TODAY, "appointed_on": TODAY, missing: None}
    if missing == "offered_on":
        with refused(world, "WHEN_NEEDED"):
            representatives.offer(world.admin, granted, on=None)
        return
    representatives.offer(world.admin, granted, on=TODAY)
    with refused(world, "WHEN_NEEDED") as caught:
        representatives.appoint(world.admin, granted, accepted_on=days["accepted_on"],
                                appointed_on=days["appointed_on"])  # fmt: skip
    assert caught.value.field == missing


@pytest.mark.parametrize(
    ("accepted", "appointed", "code"),
    [
        (TODAY - DAY, TODAY, "FACTS_CONTRADICT"),
        (TODAY, TODAY - DAY, "FACTS_CONTRADICT"),
        (TODAY, TODAY + DAY, "EVENT_IN_FUTURE"),
    ],
)
def test_days_out_of_order_are_refused(world, granted, accepted, appointed, code):
    representatives.offer(world.admin, granted, on=TODAY)
    with refused(world, code):
        representatives.appoint(world.admin, granted, accepted_on=accepted, appointed_on=appointed)
    assert states(world, granted) == [RprState.OFFERED]


def test_an_appointment_lies_within_the_authorisation(world):
    """I16."""
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.granted(request_id, in_force_on=TODAY + 9 * DAY)
    representatives.offer(world.admin, request_id, on=TODAY)
    with refused(world, "RPR_OUTSIDE_SA"):
        representatives.appoint(world.admin, request_id, accepted_on=TODAY, appointed_on=TODAY)
    world.desk.clock.move(days=9)
    on = TODAY + 9 * DAY
    representatives.appoint(world.admin, request_id, accepted_on=on, appointed_on=on)
    assert states(world, request_id) == [RprState.APPOINTED]


def test_nobody_is_appointed_before_an_offer_or_twice(world, granted):
    with refused(world, "TRANSITION_REFUSED", TransitionRefused):
        representatives.appoint(world.admin, granted, accepted_on=TODAY, appointed_on=TODAY)
    represented(world, granted)
    with refused(world, "NO_REPRESENTATIVE", Refused):
        representatives.offer(world.admin, granted, on=TODAY)
    with refused(world, "RPR_ACTS_ALREADY"):
        representatives.propose(world.admin, granted, an_appointment())


# Checks of regulations 3 and 9


def declined(world: World, request_id: int) -> int:
    representatives.decline(world.admin, request_id, why="Cannot keep in contact")
    return request_id


@pytest.mark.parametrize("kind", list(RprKind))
def test_every_check_must_be_answered_and_true(world, granted, kind):
    declined(world, granted)
    representatives.propose(world.admin, granted, an_appointment(kind))
    with refused(world, "RPR_UNCHECKED"):
        representatives.offer(world.admin, granted, on=TODAY)
    for check in checks_for(kind):
        with refused(world, "RPR_INELIGIBLE") as caught:
            checked(world, granted, kind, checks=dict.fromkeys(checks_for(kind), True)
                    | {check: False})  # fmt: skip
        assert caught.value.field == check.value
        open_one = dict.fromkeys(checks_for(kind), True)
        del open_one[check]
        with refused(world, "RPR_UNCHECKED") as caught:
            checked(world, granted, kind, checks=open_one)
        assert caught.value.params["items"] == (check.value,)
    checked(world, granted, kind)
    representatives.offer(world.admin, granted, on=TODAY)


def test_a_paid_representative_answers_more_questions():
    more = set(checks_for(RprKind.PAID)) - set(checks_for(RprKind.UNPAID))
    assert more == {
        RprCheck.PROFESSIONAL, RprCheck.NOT_EMPLOYED_BY_COUNCIL, RprCheck.ENHANCED_DBS,
    }  # fmt: skip


def test_the_assessor_recommends_the_unpaid_and_the_council_selects_the_paid(world, granted):
    declined(world, granted)
    for wrong, code in (
        (an_appointment(recommended_on=None), "RPR_NOT_RECOMMENDED"),
        (an_appointment(selected_by=RprSelectedBy.COUNCIL), "RPR_NOT_RECOMMENDED"),
        (an_appointment(is_objected_to=True), "RPR_P_OBJECTS"),
        (an_appointment(RprKind.PAID, selected_by=RprSelectedBy.BIA), "RPR_PAID_BY_COUNCIL"),
        (an_appointment(name=" "), "WHO_NEEDED"),
    ):
        with refused(world, code):
            representatives.propose(world.admin, granted, wrong)
    representatives.propose(world.admin, granted, an_appointment(RprKind.PAID))
    with refused(world, "RPR_UNDER_WAY"):
        representatives.propose(world.admin, granted, an_appointment())


def test_whether_a_challenge_would_be_supported_is_asked(world, granted):
    declined(world, granted)
    representatives.propose(world.admin, granted, an_appointment())
    with refused(world, "RPR_SUPPORT_QUESTION"):
        checked(world, granted, would_support_challenge=None)
    with asked_why(world, "RPR_WILL_NOT_CHALLENGE"):  # the assessor says that the person objects
        checked(world, granted, would_support_challenge=SupportsChallenge.NO)
    checked(world, granted, would_support_challenge=SupportsChallenge.NO, reason="Nobody else")


def test_declining_needs_a_reason(world, granted):
    with refused(world, "WHY_NEEDED"):
        representatives.decline(world.admin, granted, why=" ")
    declined(world, granted)
    assert states(world, granted) == [RprState.DECLINED]


# The end of an appointment: regulations 13 and 14


def warned(world: World, request_id: int) -> int:
    representatives.warn(world.admin, request_id, told_on=TODAY, to_end_on=TODAY + 7 * DAY,
                         why="No visits")  # fmt: skip
    return request_id


@pytest.mark.parametrize("reason", [RprEndReason.DIED, RprEndReason.UNWILLING])
def test_death_and_unwillingness_end_it_without_notice(world, acting, reason):
    representatives.end(world.admin, acting, on=TODAY, reason=reason)
    assert states(world, acting) == [RprState.ENDED]
    living = set() if reason is RprEndReason.DIED else {Recipient.REPRESENTATIVE}
    assert told(world, acting, "rpr_terminated_copies") == (
        EVERYBODY - {Recipient.REPRESENTATIVE} | living
    )


@pytest.mark.parametrize(
    "reason",
    [RprEndReason.NO_CONTACT, RprEndReason.NOT_BEST_INTERESTS, RprEndReason.INELIGIBLE],
)
def test_what_the_council_decides_is_told_first(world, acting, reason):
    with refused(world, "RPR_NOT_TOLD"):
        representatives.end(world.admin, acting, on=TODAY, reason=reason, note="As told")
    warned(world, acting)
    assert states(world, acting) == [RprState.ENDING]
    with refused(world, "WHY_NEEDED"):
        representatives.end(world.admin, acting, on=TODAY, reason=reason)
    representatives.end(world.admin, acting, on=TODAY, reason=reason, note="As told")
    [ended] = held(world, acting, RecordKind.REPRESENTATIVE)
    assert (ended.facts.state, ended.facts.end_reason) == (RprState.ENDED, reason)


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        (RprEndReason.PERSON_OBJECTS, RprSelectedBy.PERSON),
        (RprEndReason.DONEE_OBJECTS, RprSelectedBy.DONEE),
        (RprEndReason.DONEE_OBJECTS, RprSelectedBy.DEPUTY),
    ],
)
def test_an_objection_ends_it_only_for_whoever_selected(world, acting, reason, by):
    warned(world, acting)
    with refused(world, "RPR_OBJECTION_MISFIT"):
        representatives.end(world.admin, acting, on=TODAY, reason=reason)
    representatives.end(world.admin, acting, on=TODAY, reason=RprEndReason.UNWILLING)
    representatives.propose(world.admin, acting, an_appointment(selected_by=by))
    represented(world, checked(world, acting))
    warned(world, acting)
    representatives.end(world.admin, acting, on=TODAY, reason=reason)
    assert states(world, acting) == [RprState.ENDED, RprState.ENDED]


def test_the_period_ends_it_when_the_authorisation_is_over(world, acting):
    warned(world, acting)
    with refused(world, "RPR_PERIOD_RUNS"):
        representatives.end(world.admin, acting, on=TODAY, reason=RprEndReason.PERIOD_ENDED)
    world.desk.clock.move(days=400)
    with refused(world, "RPR_OUTSIDE_SA"):
        representatives.end(world.admin, acting, on=LAST + DAY, reason=RprEndReason.PERIOD_ENDED)
    representatives.end(world.admin, acting, on=LAST, reason=RprEndReason.PERIOD_ENDED)
    assert states(world, acting) == [RprState.ENDED]


def test_the_end_of_the_authorisation_ends_the_appointment(world, acting):
    authorities.end_authorisation(world.admin, acting, an_ending(EarlyEnd.LEFT))
    [ended] = held(world, acting, RecordKind.REPRESENTATIVE)
    assert ended.facts.end_reason is RprEndReason.PERIOD_ENDED
    with refused(world, "AUTHORISATION_OVER", Refused):
        representatives.propose(world.admin, acting, an_appointment())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"told_on": None}, "told_on"),
        ({"to_end_on": None}, "to_end_on"),
        ({"to_end_on": TODAY - DAY}, "to_end_on"),
        ({"why": " "}, "told_why"),
        ({"told_on": TODAY + DAY}, "told_on"),
    ],
)
def test_a_notice_of_the_end_says_when_and_why(world, acting, values, field):
    given = {"told_on": TODAY, "to_end_on": TODAY + DAY, "why": "No visits", **values}
    with pytest.raises(Refused) as caught:
        representatives.warn(world.admin, acting, **given)
    assert caught.value.field == field


def test_one_who_is_to_end_is_replaced(world, acting):
    warned(world, acting)
    representatives.propose(world.admin, acting, an_appointment(RprKind.PAID))
    checked(world, acting, RprKind.PAID)
    representatives.offer(world.admin, acting, on=TODAY)
    with refused(world, "RPR_ACTS_ALREADY"):
        representatives.appoint(world.admin, acting, accepted_on=TODAY, appointed_on=TODAY)
    representatives.end(world.admin, acting, on=TODAY, reason=RprEndReason.NO_CONTACT, note="None")
    representatives.appoint(world.admin, acting, accepted_on=TODAY, appointed_on=TODAY)
    assert states(world, acting) == [RprState.ENDED, RprState.APPOINTED]
    named = [line.name for line in world.case(acting).copies if line.recipient == "representative"]
    assert named[-1] == "Paz Órdenes"


def test_a_first_representative_stands_the_advocates_down(world):
    request_id = world.whole_way(s39a_applies=Answered.YES)
    record_id = advocates.instruct(world.admin, request_id, an_advocacy()).value
    represented(world, request_id)
    [stood_down] = held(world, request_id, RecordKind.ADVOCATE)
    assert stood_down.id == record_id
    assert stood_down.facts.state is AdvocateState.ENDED
    assert "161" in stood_down.facts.end_note
    assert Recipient.IMCA_39A in told(world, request_id, "rpr_appointed_copies")


def test_an_advocate_for_person_and_representative_stays(world, acting):
    advocates.instruct(world.admin, acting, an_advocacy(AdvocateTrigger.PERSON_ASKS))
    representatives.end(world.admin, acting, on=TODAY, reason=RprEndReason.UNWILLING)
    representatives.propose(world.admin, acting, an_appointment())
    represented(world, checked(world, acting))
    [stays] = held(world, acting, RecordKind.ADVOCATE)
    assert stays.facts.is_acting


def test_a_grant_that_names_nobody_waits_for_a_proposal(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    world.granted(request_id, representative=Representative("", is_paid=True))
    assert held(world, request_id, RecordKind.REPRESENTATIVE) == []
    representatives.propose(world.admin, request_id, an_appointment(RprKind.PAID))
    represented(world, checked(world, request_id, RprKind.PAID))


def test_without_an_authorisation_there_is_no_representative(world):
    request_id = world.a_case()
    with refused(world, "NO_AUTHORISATION", Refused):
        representatives.propose(world.admin, request_id, an_appointment())


# Contacts: dols.md 5.10


def test_a_contact_is_kept_and_counts_the_next_one(world, acting):
    representatives.log_contact(world.admin, acting, a_contact(persons_views="Content"))
    [kept] = held(world, acting, RecordKind.REPRESENTATIVE_CONTACT)
    assert kept.facts.persons_views == "Content"
    assert cases.open_case(world.admin, acting).case.events[-1].kind == "representative_contact"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"on": TODAY - DAY}, "FACTS_CONTRADICT"),
        ({"by": " "}, "WHO_NEEDED"),
        ({"next_due_on": TODAY}, "FACTS_CONTRADICT"),
        ({"objecting": Objecting.IN_WORDS}, "WHY_NEEDED"),
    ],
)
def test_an_impossible_contact_is_refused(world, acting, values, code):
    with refused(world, code):
        representatives.log_contact(world.admin, acting, a_contact(**values))


def test_nobody_is_in_touch_before_the_appointment(world, granted):
    with refused(world, "NO_REPRESENTATIVE", Refused):
        representatives.log_contact(world.admin, granted, a_contact())


@pytest.mark.parametrize(
    ("objecting", "how"),
    [
        (Objecting.IN_WORDS, ObjectionHow.WORDS),
        (Objecting.IN_BEHAVIOUR, ObjectionHow.BEHAVIOUR),
    ],
)
def test_an_objection_heard_on_a_visit_is_one(world, acting, objecting, how):
    contact = a_contact(objecting=objecting, persons_views="Wept at the door")
    representatives.log_contact(world.admin, acting, contact)
    representatives.log_contact(world.admin, acting, contact)
    [heard] = held(world, acting, RecordKind.OBJECTION)
    assert (heard.facts.how, heard.facts.what) == (how, "Wept at the door")
    assert heard.facts.told_by == contact.by
    assert heard.facts == an_objection(how=how, what="Wept at the door", told_by=contact.by)
