"""Advocates: what calls for one, and how an instruction goes on (dols.md 1.5, 5.11)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dolsdesk.domain.dols import advocates as law
from dolsdesk.domain.dols import rights
from dolsdesk.domain.dols.advocates import (
    TRIGGERS,
    Advocacy,
    AdvocateKind,
    AdvocateState,
    AdvocateTrigger,
)
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.representatives import RprEndReason, RprKind, SupportsChallenge
from dolsdesk.domain.dols.rights import Safeguards
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import advocates, cases, representatives
from dolsdesk.services import rights as shown
from tests.services.rights import (
    an_advocacy,
    an_appointment,
    checked,
    held,
    represented,
)
from tests.support.desk import TODAY, World
from tests.support.refusals import refused

DAY = timedelta(days=1)
T = AdvocateTrigger


def needed(world: World, request_id: int) -> list[AdvocateTrigger]:
    view = cases.open_case(world.admin, request_id)
    return [need.trigger for need in shown.of(world.admin, view).needs]


# Section 39A: at the start


@pytest.mark.parametrize(
    ("values", "trigger"),
    [
        ({}, T.REQUEST),
        ({"urgent": True}, T.URGENT_FIRST),
        ({"urgent": True, "urgent_given_on": TODAY}, T.REQUEST),
    ],
)
def test_nobody_to_consult_calls_for_39a_at_once(world, values, trigger):
    request_id = world.a_case(s39a_applies=Answered.YES, **values)
    assert needed(world, request_id) == [trigger]
    advocates.instruct(world.admin, request_id, an_advocacy(trigger))
    assert needed(world, request_id) == []


@pytest.mark.parametrize("said", [Answered.NO, Answered.UNKNOWN])
def test_somebody_to_consult_calls_for_nobody(world, said):
    assert needed(world, world.a_case(s39a_applies=said)) == []


def test_a_report_with_an_assessor_calls_for_39a_too(book):
    found = Safeguards(TODAY, is_open=True, nobody_to_consult=True, assessor_on_report=True)
    assert [need.trigger for need in rights.needs(found)] == [T.PARA_69]
    [flag] = rights.problems(found, as_at=TODAY, book=book)
    assert (flag.code, flag.params["type"]) == ("IMCA_NEEDED", AdvocateKind.S39A)


def test_a_further_request_is_excluded_from_39a(book):
    """s39B(7)."""
    found = Safeguards(TODAY, is_open=True, nobody_to_consult=True, is_further=True)
    assert rights.needs(found) == ()
    assert rights.problems(found, as_at=TODAY, book=book) == ()


def test_39a_falls_away_once_a_representative_was_appointed(world):
    request_id = world.whole_way(s39a_applies=Answered.YES)
    assert needed(world, request_id) == [T.REQUEST]
    represented(world, request_id)
    assert needed(world, request_id) == []


# Section 39C: between two representatives


def test_a_vacancy_calls_for_39c_and_the_first_gap_does_not(world):
    request_id = world.whole_way(s39a_applies=Answered.YES)
    represented(world, request_id)
    representatives.end(world.admin, request_id, on=TODAY, reason=RprEndReason.DIED)
    assert needed(world, request_id) == [T.VACANCY]
    advocates.decide_not(world.admin, request_id, trigger=T.VACANCY, why="Appointed tomorrow")
    assert needed(world, request_id) == []


def test_a_vacancy_with_somebody_to_consult_calls_for_nobody(world):
    request_id = represented(world, world.whole_way())
    representatives.end(world.admin, request_id, on=TODAY, reason=RprEndReason.DIED)
    assert needed(world, request_id) == []


def test_a_second_vacancy_calls_again(book):
    gone = replace(an_appointment(), appointed_on=TODAY - 90 * DAY, ended_on=TODAY)
    earlier = an_advocacy(T.VACANCY, arose_on=TODAY - 60 * DAY, ended_on=TODAY - 50 * DAY)
    found = Safeguards(TODAY, nobody_to_consult=True, sa_begun_on=TODAY - 99 * DAY,
                       appointments=(gone,), advocates=(earlier,))  # fmt: skip
    assert [need.trigger for need in rights.needs(found)] == [T.VACANCY]
    again = replace(found, advocates=(replace(earlier, arose_on=TODAY, ended_on=None),))
    assert rights.needs(again) == ()


# Section 39D: person and unpaid representative


@pytest.mark.parametrize("trigger", TRIGGERS[AdvocateKind.S39D])
def test_who_asks_is_recorded_and_the_need_stands_until_it_is_met(world, trigger):
    request_id = represented(world, world.whole_way())
    record_id = advocates.ask_for(world.admin, request_id, an_advocacy(trigger)).value
    assert needed(world, request_id) == [trigger]
    advocates.instruct(world.admin, request_id, an_advocacy(trigger))
    assert needed(world, request_id) == []
    [one] = held(world, request_id, RecordKind.ADVOCATE)
    assert (one.id, one.entries, one.facts.state) == (record_id, 2, AdvocateState.INSTRUCTED)


def test_an_objecting_person_beside_one_who_would_not_challenge_needs_39d(world):
    request_id = world.whole_way()  # the assessor says that the person objects
    checked(world, request_id, would_support_challenge=SupportsChallenge.NO, reason="Only family")
    representatives.offer(world.admin, request_id, on=TODAY, reason="Only family")
    representatives.appoint(world.admin, request_id, accepted_on=TODAY, appointed_on=TODAY,
                            reason="Only family")  # fmt: skip
    assert needed(world, request_id) == [T.COUNCIL_BELIEVES]


def test_a_paid_representative_excludes_39d(world):
    request_id = world.whole_way()
    representatives.decline(world.admin, request_id, why="Unwilling")
    representatives.propose(world.admin, request_id, an_appointment(RprKind.PAID))
    represented(world, checked(world, request_id, RprKind.PAID))
    with refused(world, "ADVOCATE_REPRESENTATIVE_PAID"):
        advocates.instruct(world.admin, request_id, an_advocacy(T.REPRESENTATIVE_ASKS))


def test_one_advocate_a_section_but_the_person_may_ask_for_another(world):
    """s39E."""
    request_id = represented(world, world.whole_way())
    advocates.instruct(world.admin, request_id, an_advocacy(T.COUNCIL_BELIEVES))
    with refused(world, "ADVOCATE_ACTS"):
        advocates.instruct(world.admin, request_id, an_advocacy(T.REPRESENTATIVE_ASKS))
    advocates.instruct(world.admin, request_id, an_advocacy(T.PERSON_ASKS))
    with refused(world, "ADVOCATE_ACTS"):
        advocates.instruct(world.admin, request_id, an_advocacy(T.PERSON_ASKS))


@pytest.mark.parametrize("trigger", [T.VACANCY, T.PERSON_ASKS])
def test_39c_and_39d_need_an_authorisation(world, trigger):
    request_id = world.a_case()
    with refused(world, "ADVOCATE_NO_AUTHORITY"):
        advocates.instruct(world.admin, request_id, an_advocacy(trigger))


def test_a_trigger_of_another_section_is_refused():
    wrong = Advocacy(AdvocateKind.S39C, T.PERSON_ASKS)
    assert [one.code for one in law.need_problems(wrong, as_at=TODAY)] == ["FACTS_CONTRADICT"]


# How an instruction goes on


@pytest.fixture
def instructed(world) -> tuple[int, int]:
    request_id = world.a_case(s39a_applies=Answered.YES)
    return request_id, advocates.instruct(world.admin, request_id, an_advocacy()).value


def state(world: World, request_id: int) -> AdvocateState:
    [one] = held(world, request_id, RecordKind.ADVOCATE)
    return one.facts.state


def test_instructed_chased_acknowledged_reported_ended(world, instructed):
    request_id, record_id = instructed
    assert state(world, request_id) is AdvocateState.INSTRUCTED
    advocates.chase(world.admin, request_id, record_id, on=TODAY)
    advocates.acknowledge(world.admin, request_id, record_id, on=TODAY, advocate="Io Dée")
    assert state(world, request_id) is AdvocateState.ACKNOWLEDGED
    advocates.receive_report(world.admin, request_id, record_id, on=TODAY)
    assert state(world, request_id) is AdvocateState.REPORTED
    with refused(world, "WHY_NEEDED"):
        advocates.end(world.admin, request_id, record_id, on=TODAY, note=" ")
    advocates.end(world.admin, request_id, record_id, on=TODAY, note="Decided")
    assert state(world, request_id) is AdvocateState.ENDED
    with refused(world, "NO_ADVOCATE", Refused):
        advocates.chase(world.admin, request_id, record_id, on=TODAY)


@pytest.mark.parametrize("on", [None, TODAY + DAY, TODAY - DAY])
@pytest.mark.parametrize("step", [advocates.chase, advocates.acknowledge, advocates.receive_report])
def test_days_missing_to_come_or_before_the_instruction_are_refused(world, instructed, step, on):
    code = {None: "WHEN_NEEDED", TODAY + DAY: "EVENT_IN_FUTURE"}.get(on, "FACTS_CONTRADICT")
    with refused(world, code):
        step(world.admin, *instructed, on=on)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"instructed_on": None}, "WHEN_NEEDED"),
        ({"provider": " "}, "WHO_NEEDED"),
        ({"instructed_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
    ],
)
def test_an_instruction_says_whom_and_when(world, values, code):
    request_id = world.a_case(s39a_applies=Answered.YES)
    with refused(world, code):
        advocates.instruct(world.admin, request_id, an_advocacy(**values))


def test_why_nobody_is_instructed_is_said(world):
    request_id = world.a_case(s39a_applies=Answered.YES)
    with refused(world, "WHY_NEEDED"):
        advocates.decide_not(world.admin, request_id, trigger=T.REQUEST, why=" ")
    advocates.decide_not(world.admin, request_id, trigger=T.REQUEST, why="A cousin came forward")
    assert state(world, request_id) is AdvocateState.NOT_INSTRUCTED
    assert needed(world, request_id) == []


def test_an_answer_is_due_within_the_local_target_counted_anew_when_chased(book):
    found = an_advocacy()
    assert law.answer_due_on(found, book) == TODAY + 7 * DAY
    chased = replace(found, chased_on=TODAY + 9 * DAY)
    assert law.answer_due_on(chased, book) == TODAY + 16 * DAY
    assert law.answer_due_on(Advocacy(AdvocateKind.S39A, T.REQUEST), book) is None
