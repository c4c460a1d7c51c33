"""Putting right what was recorded: a new entry names the old, and no gap goes away unshown."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.authority import gaps
from dolsdesk.domain.dols.corrections import Correctable
from dolsdesk.domain.dols.endings import ClosureReason
from dolsdesk.domain.dols.suspensions import SuspensionReason
from dolsdesk.services import allocation, authorities, cases, closing, corrections, decisions
from dolsdesk.services.outcome import ReasonNeeded
from tests.services.life import a_suspension
from tests.support.desk import TODAY, World, a_closure
from tests.support.refusals import refused

DAY = timedelta(days=1)
C = Correctable
WHY = {"why": "Misread the stamp"}


def corrected(world: World, request_id: int, which: str, value, **said):
    return corrections.correct(world.admin, request_id, which, value=value, **{**WHY, **said}).value


def gap(world: World, request_id: int) -> int:
    return sum(one.gap_dates for one in gaps(cases.open_case(world.admin, request_id).spans))


def lapsed(world: World) -> int:
    """Return a request whose urgent authorisation ended on 17 November, six days ago."""
    return world.a_case(urgent=True, received_on=date(2026, 11, 11))


def test_a_day_is_put_right_by_an_entry_that_names_the_old_one(world):
    request_id = world.allocated(world.a_case())
    moves = corrected(
        world, request_id, C.RECEIVED_ON, date(2026, 11, 20), because="The form says so"
    )
    assert [(one.key, one.before, one.after) for one in moves] == [
        ("assessments_due_on", date(2026, 12, 11), date(2026, 12, 10))
    ]
    case = world.case(request_id)
    assert case.request.received_on == date(2026, 11, 20)
    old = next(one for one in case.events if one.kind == "received")
    new = case.events[-1]
    assert (new.kind, new.corrects_id, new.happened_on) == ("received", old.id, date(2026, 11, 20))
    assert "20 Nov 2026, not Sat 21 Nov 2026. Misread the stamp" in new.detail
    assert old.happened_on == date(2026, 11, 21)
    [entry] = world.trail("correct_fact")
    assert (entry.after["was"], entry.after["now"]) == ("2026-11-21", "2026-11-20")
    assert {one.due_on for one in case.allocations} == {date(2026, 12, 10)}


@pytest.mark.parametrize("which", ["assessments_due_on", "urgent_last_day", "sa_last_day"])
def test_a_day_that_the_law_works_out_is_never_typed(world, which):
    request_id = world.a_case(urgent=True)
    with refused(world, "DUE_DATE_EDIT"):
        corrected(world, request_id, which, TODAY)


@pytest.mark.parametrize(
    ("which", "value", "said", "code"),
    [
        (C.RECEIVED_ON, TODAY + DAY, {}, "RECEIVED_IN_FUTURE"),
        (C.RECEIVED_ON, None, {}, "WHEN_NEEDED"),
        (C.RECEIVED_ON, date(2026, 11, 20), {"why": " "}, "WHY_NEEDED"),
        (C.RECEIVED_ON, date(2026, 11, 21), {}, "NOTHING_CORRECTED"),
        (C.URGENT_GIVEN_ON, TODAY + DAY, {}, "URGENT_IN_FUTURE"),
        (C.URGENT_PERIOD, 0, {}, "URGENT_ZERO_DAYS"),
        (C.EXTENSION_REQUESTED_ON, TODAY, {}, "NOTHING_CORRECTED"),
    ],
)
def test_what_cannot_be_is_refused(world, which, value, said, code):
    request_id = world.a_case(urgent=True)
    with refused(world, code):
        corrected(world, request_id, which, value, **said)


def test_days_that_the_law_puts_in_an_order_stay_in_it(world):
    asked = world.allocated(world.a_case(received_on=date(2026, 11, 12)))
    world.desk.clock.move(days=2)
    with refused(world, "FACTS_CONTRADICT"):  # somebody was selected on Monday
        corrected(world, asked, C.RECEIVED_ON, TODAY + DAY)
    left = world.a_case()
    closing.close(world.admin, left, a_closure(reason=ClosureReason.LEFT))
    with refused(world, "FACTS_CONTRADICT"):
        corrected(world, left, C.ARRANGEMENTS_TO, date(2026, 11, 20), paper="Letter")


def test_a_gap_goes_away_only_where_a_paper_shows_that_it_was_none(world):
    request_id = lapsed(world)
    assert gap(world, request_id) == 6
    with refused(world, "GAP_EDIT"):
        corrected(world, request_id, C.URGENT_GIVEN_ON, date(2026, 11, 17))
    assert gap(world, request_id) == 6
    corrected(
        world, request_id, C.URGENT_GIVEN_ON, date(2026, 11, 17), paper="The form itself, page 2"
    )
    assert gap(world, request_id) == 7  # the days from receipt until some time on the 17th
    assert "Evidence: The form itself, page 2." in world.case(request_id).events[-1].detail
    with refused(world, "GAP_EDIT"):
        corrected(world, request_id, C.ARRANGEMENTS_FROM, date(2026, 11, 17))


def test_what_a_home_did_against_the_law_is_a_fact_and_needs_a_reason(world):
    request_id = world.a_case(urgent=True, urgent_days=3, arrangements_from=None)
    with pytest.raises(ReasonNeeded) as caught:
        corrected(world, request_id, C.FORM_SIGNED_ON, TODAY)
    assert [one.code for one in caught.value.problems] == ["RECEIVED_BEFORE_FORM"]
    corrected(world, request_id, C.FORM_SIGNED_ON, TODAY, because="As it stands there")
    assert world.case(request_id).request.form_signed_on == TODAY


def test_a_longer_stated_period_moves_the_last_day_no_further_than_the_law_lets_it(world):
    request_id = world.a_case(urgent=True, urgent_days=3)
    corrected(world, request_id, C.URGENT_PERIOD, 9)
    answer = cases.open_case(world.admin, request_id).answer
    assert answer.date("urgent_last_day") == date(2026, 11, 27)
    assert "URGENT_OVER_7_DAYS" in {one.code for one in answer.problems}


def test_the_day_a_refusal_was_received_moves_forward_only_with_a_paper(world):
    request_id = world.stopped(world.turned_negative(world.allocated(world.a_case(urgent=True))))
    decisions.refuse(world.signatory, request_id, reasons="Refused in advance")
    decisions.note_refusal_received(world.admin, request_id, TODAY)
    world.desk.clock.move(days=2)
    with refused(world, "GAP_EDIT"):
        corrected(world, request_id, C.REFUSAL_RECEIVED_ON, TODAY + DAY)
    corrected(world, request_id, C.REFUSAL_RECEIVED_ON, TODAY + DAY, paper="Their stamp")
    assert world.case(request_id).refusal.ma_received_on == TODAY + DAY


def test_an_end_of_the_restrictions_that_was_none_is_taken_back(world):
    request_id = world.a_case()
    closing.close(world.admin, request_id, a_closure(reason=ClosureReason.LEFT))
    assert world.case(request_id).request.arrangements_to == TODAY
    corrected(world, request_id, C.ARRANGEMENTS_TO, None)
    assert world.case(request_id).request.arrangements_to is None


def test_an_entry_that_states_nothing_else_has_its_words_put_right(world):
    request_id = world.turned_negative(world.allocated(world.a_case()))
    allocation.tell_to_stop(world.admin, request_id)
    old = world.case(request_id).events[-1]
    for on, why, code in ((None, "x", "WHEN_NEEDED"), (TODAY + DAY, "x", "EVENT_IN_FUTURE"),
                          (TODAY, " ", "WHY_NEEDED")):  # fmt: skip
        with refused(world, code):
            corrections.reword(
                world.admin, request_id, old.id, happened_on=on, detail="By telephone", why=why
            )
    corrections.reword(
        world.admin, request_id, old.id, happened_on=TODAY - DAY, detail="By telephone",
        why="On Sunday",
    )  # fmt: skip
    new = world.case(request_id).events[-1]
    assert (new.kind, new.corrects_id, new.happened_on, new.detail) == (
        "told_to_stop", old.id, TODAY - DAY, "By telephone (On Sunday)",
    )  # fmt: skip
    taken = next(one for one in world.case(request_id).events if one.kind == "allocated")
    with refused(world, "CORRECTED_ELSEWHERE"):
        corrections.reword(
            world.admin, request_id, taken.id, happened_on=TODAY, detail="", why="Another"
        )


def test_a_suspension_of_somebody_else_is_taken_back_with_its_paper(world):
    request_id = world.whole_way(arrangements_from=TODAY)
    authorities.suspend(world.admin, request_id, a_suspension(reason=SuspensionReason.CTO_CONFLICT))
    record = world.case(request_id).records[-1].id
    with refused(world, "GAP_EDIT"):
        authorities.enter_in_error(world.admin, request_id, record, why="Another resident")
    authorities.enter_in_error(
        world.admin, request_id, record, why="Another resident", paper="The ward's letter"
    )
    assert gap(world, request_id) == 0
    assert world.case(request_id).events[-1].detail == (
        "Another resident Evidence: The ward's letter"
    )
