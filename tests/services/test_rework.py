"""Sent back for correction and back again, once or twice, before the decision (AL8)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.assessments import Result
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.errors import Refused
from dolsdesk.services import allocation, assessments, decisions, record_lines, rework
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from tests.support.desk import TODAY, an_assessment
from tests.support.refusals import refused

K = AssessmentKind
LIMIT = date(2026, 12, 11)  # the 21st day of a request received on 21 November


@pytest.fixture
def assessed(world):
    return world.assessed(world.allocated(world.a_case()))


@pytest.fixture
def submitted(world, assessed):
    return world.submitted(assessed)


def send(world, request_id, **values):
    return rework.send_back(
        world.signatory, request_id,
        **{"kind": K.BI, "reason": ReturnReason.NO_REASONS, "note": "Thin", "due_on": TODAY,
           **values},
    )  # fmt: skip


def corrected(world, request_id, kind=K.BI, **values):
    assessments.record(
        world.admin, request_id, an_assessment(kind, world.desk.clock.today(), **values),
        reason="as received",
    )  # fmt: skip


def test_what_was_sent_back_is_kept_coded_and_due_again(world, submitted):
    send(world, submitted, due_on=TODAY + timedelta(days=4))
    case = world.case(submitted)
    [record] = rework.held(case, K.BI)
    found = record.facts
    assert (found.reason, found.note, found.version, found.name) == (
        ReturnReason.NO_REASONS, "Thin", 1, "Bea Iqbal",
    )  # fmt: skip
    assert (found.due_on, found.is_out, record.recorded_by) == (
        TODAY + timedelta(days=4), True, "Sig Natory",
    )  # fmt: skip
    assert case.request.state is RequestState.RETURNED
    assert case.assessments[K.BI].returned_reason == "Thin"
    [entry] = world.trail("send_back")
    assert entry.after["return_reason"] == "return_reasons"
    [event] = [one for one in case.events if one.kind == "returned"]
    assert "A conclusion without its reasons. Thin" in event.detail


def test_it_counts_as_not_in_until_it_comes_back(world, submitted):
    send(world, submitted)
    assert not world.case(submitted).assessments[K.BI].is_good
    with refused(world, "TRANSITION_REFUSED"):
        decisions.submit(world.admin, submitted)
    world.desk.clock.move(days=2)
    corrected(world, submitted, reasons="As asked.")
    case = world.case(submitted)
    assert case.request.state is RequestState.ALL_POSITIVE
    [record] = rework.held(case)
    assert record.facts.came_back_on == TODAY + timedelta(days=2)
    assert [one.number for one in record_lines.history(world.admin, record.id)] == [1, 2]
    [old] = case.returned
    assert (old.version, case.assessments[K.BI].version) == (1, 2)


def test_twice_is_two_records(world, submitted):
    for round_no in (1, 2):
        send(world, submitted, note=f"Round {round_no}")
        corrected(world, submitted)
        decisions.submit(world.admin, submitted)
    case = world.case(submitted)
    assert [one.facts.version for one in rework.held(case, K.BI)] == [1, 2]
    assert rework.out(case) == ()
    assert [one.returned_reason for one in case.returned] == ["Round 1", "Round 2"]
    newest, oldest = rework.lines(case, (K.BI,))
    assert newest.startswith("Version 2 was sent back on Mon 23 Nov 2026.")
    assert "Round 1 The next version came on" in oldest


@pytest.mark.parametrize("stage", ["assessing", "assessed", "negative"])
def test_the_desk_sends_back_what_is_wrong_as_soon_as_it_comes_in(world, stage):
    request_id = world.allocated(world.a_case())
    if stage == "assessing":
        corrected(world, request_id, K.MC)
    elif stage == "assessed":
        world.assessed(request_id)
    else:
        world.turned_negative(request_id, K.MC)
    world.sent_back(request_id, K.MC, by=world.admin)
    assert world.case(request_id).request.state is RequestState.RETURNED
    corrected(world, request_id, K.MC)
    after = {
        "assessing": RequestState.ASSESSING,
        "assessed": RequestState.ALL_POSITIVE,
        "negative": RequestState.ASSESSING,
    }[stage]
    assert world.case(request_id).request.state is after


def test_two_may_be_out_at_once_and_the_case_waits_for_both(world, submitted):
    send(world, submitted)
    send(world, submitted, kind=K.MC)
    corrected(world, submitted, K.MC)
    assert world.case(submitted).request.state is RequestState.RETURNED
    corrected(world, submitted)
    assert world.case(submitted).request.state is RequestState.ALL_POSITIVE


def test_a_standing_negative_is_not_forgotten_when_something_else_comes_back(world):
    request_id = world.allocated(world.a_case())
    corrected(world, request_id, K.AGE)
    world.turned_negative(request_id, K.MC)
    send(world, request_id, kind=K.AGE)
    corrected(world, request_id, K.AGE)
    assert world.case(request_id).request.state is RequestState.NEGATIVE


def test_whose_assessment_was_sent_back_is_told_to_stop_too(world):
    request_id = world.assessed(world.allocated(world.a_case()))
    send(world, request_id, kind=K.MH)
    send(world, request_id, kind=K.MC)
    world.turned_negative(request_id, K.MC)
    assert world.case(request_id).request.state is RequestState.NEGATIVE
    assert world.case(request_id).still_asked == ("Dr Mo Hart",)
    allocation.tell_to_stop(world.admin, request_id)
    assert world.case(request_id).active_allocations[K.MH].stop_notice_on == TODAY
    decisions.refuse(world.signatory, request_id, reasons="Not met")


def test_a_negative_that_was_sent_back_refuses_nothing(world):
    request_id = world.allocated(world.a_case())
    world.turned_negative(request_id, K.MC)
    send(world, request_id, kind=K.MC)
    with refused(world, "REFUSE_WITHOUT_NEGATIVE", ProblemsFound):
        decisions.refuse(world.signatory, request_id, reasons="Not met")
    world.turned_negative(request_id, K.NR)
    allocation.tell_to_stop(world.admin, request_id)
    decisions.refuse(world.signatory, request_id, reasons="A valid refusal")
    assert world.case(request_id).refusal.grounds == (K.NR,)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"note": "  "}, "RETURN_NOTE_NEEDED", "note"),
        ({"due_on": None}, "WHEN_NEEDED", "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "RETURN_DUE_PAST", "due_on"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_written(world, submitted, values, code, field):
    with refused(world, code, ProblemsFound) as caught:
        send(world, submitted, **values)
    assert caught.value.problems[0].field == field
    assert rework.held(world.case(submitted)) == ()


def test_only_what_is_in_goes_back_and_once_at_a_time(world):
    request_id = world.allocated(world.a_case())
    corrected(world, request_id, K.MC)
    with refused(world, "RETURN_NOTHING_THERE", ProblemsFound):
        send(world, request_id, kind=K.BI)
    send(world, request_id, kind=K.MC)
    with refused(world, "RETURN_OUT_ALREADY", ProblemsFound):
        send(world, request_id, kind=K.MC)


def test_nothing_goes_back_before_it_came_or_after_the_decision(world, submitted):
    fresh = world.allocated(world.a_case())
    with refused(world, "TRANSITION_REFUSED"):
        send(world, fresh)
    world.granted(submitted)
    with refused(world, "TRANSITION_REFUSED"):
        send(world, submitted)


def test_a_day_after_the_limit_of_the_law_asks_for_a_reason(world, submitted):
    send(world, submitted, kind=K.MC, due_on=LIMIT)
    with refused(world, "REASON_NEEDED", ReasonNeeded) as caught:
        send(world, submitted, due_on=LIMIT + timedelta(days=1))
    assert [one.code for one in caught.value.problems] == ["RETURN_DUE_AFTER_LIMIT"]
    send(world, submitted, due_on=LIMIT + timedelta(days=1), because="In hospital until then")
    assert world.trail("send_back")[-1].after["because"] == "In hospital until then"


def test_once_the_limit_has_passed_no_day_can_be_within_it(world):
    request_id = world.submitted(
        world.assessed(world.allocated(world.a_case(received_on=date(2026, 10, 1))))
    )
    send(world, request_id, due_on=TODAY + timedelta(days=3))
    assert rework.out(world.case(request_id))


def test_the_usual_day_never_lies_beyond_the_limit(world):
    near = world.allocated(world.a_case(received_on=date(2026, 11, 5)))  # due on 25 November
    assert rework.usual_due(world.admin, world.case(near)) == date(2026, 11, 25)
    long_over = world.allocated(world.a_case(received_on=date(2026, 9, 1)))
    assert rework.usual_due(world.admin, world.case(long_over)) == date(2026, 11, 28)


def test_another_day_is_agreed_and_the_first_stays_on_record(world, submitted):
    number = send(world, submitted).value
    rework.set_due(world.admin, submitted, number, due_on=TODAY + timedelta(days=3), why="On leave")
    [record] = rework.out(world.case(submitted))
    assert record.facts.due_on == TODAY + timedelta(days=3)
    assert [one.why for one in record_lines.history(world.admin, number)] == ["", "On leave"]
    assert world.trail("set_second_due")[-1].reason == "On leave"
    with refused(world, "WHY_NEEDED", Refused):
        rework.set_due(world.admin, submitted, number, due_on=TODAY, why=" ")
    corrected(world, submitted)
    with refused(world, "CORRECTION_NOT_OUT", Refused):
        rework.set_due(world.admin, submitted, number, due_on=TODAY, why="Late")


def test_whoever_takes_over_brings_the_correction_back(world, submitted):
    send(world, submitted)
    allocation.allocate(
        world.lead, submitted, assessor_id=world.an_assessor("Ann Other", Profession.AMHP),
        kinds=(K.BI,), declarations=dict.fromkeys(Declared, False),
    )  # fmt: skip
    corrected(world, submitted)
    [record] = rework.held(world.case(submitted))
    assert (record.facts.name, record.facts.is_out) == ("Bea Iqbal", False)


def test_a_second_due_date_is_late_from_the_next_day_on(world, submitted):
    send(world, submitted)
    [record] = rework.out(world.case(submitted))
    assert not record.facts.is_late(TODAY)
    assert record.facts.is_late(TODAY + timedelta(days=1))


def test_a_correction_may_bring_a_negative_result(world, submitted):
    send(world, submitted, kind=K.MC)
    corrected(world, submitted, K.MC, result=Result.NEGATIVE)
    assert world.case(submitted).request.state is RequestState.NEGATIVE
    assert rework.out(world.case(submitted)) == ()
