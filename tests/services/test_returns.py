"""Reports that are out: proposed days, the daily list, the chase, another day."""

from datetime import date, timedelta

import pytest

from dolsdesk.clock import FixedClock
from dolsdesk.domain.dols import returns as rules
from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.returns import ReturnState, ReturnStep
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.records import RecordKind
from dolsdesk.errors import Refused
from dolsdesk.services import allocation, assessments, closing, returns, rework
from dolsdesk.services.desk import assemble
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from tests.support.desk import TODAY, World, a_closure, an_assessment
from tests.support.refusals import asked_why, refused

K = AssessmentKind
DAY = timedelta(days=1)
NO = dict.fromkeys(Declared, False)
AS_BIA, AS_DOCTOR = allocation.USUAL_KINDS[K.BI], allocation.USUAL_KINDS[K.MH]


def at(world: World, on: date):
    """Return the lead at the desk on another day."""
    desk = assemble(world.desk.store, FixedClock.at(on))
    return desk.context(world.people["Lee Deer"])


def out(world: World, **values) -> int:
    request_id = world.a_case(**values)
    return world.allocated(request_id)


@pytest.mark.parametrize(
    ("legal", "doctor", "bia"),
    [
        (date(2026, 12, 11), date(2026, 12, 7), date(2026, 12, 10)),
        (date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 24)),  # never before tomorrow
        (TODAY, date(2026, 11, 26), date(2026, 11, 29)),  # today: as if it were in a week
        (date(2026, 10, 1), date(2026, 11, 26), date(2026, 11, 29)),
        (None, date(2026, 11, 26), date(2026, 11, 29)),
    ],
)
def test_the_doctor_is_asked_first_and_both_before_the_legal_day(book, legal, doctor, bia):
    for role, on in ((K.MH, doctor), (K.BI, bia)):
        assert rules.propose(role, legal, as_at=TODAY, book=book) == on


def test_a_selection_keeps_the_legal_day_and_the_day_the_report_is_asked_for(world):
    case = world.case(out(world))
    doctor, bia = case.active_allocations[K.MH], case.active_allocations[K.BI]
    assert doctor.due_on == bia.due_on == date(2026, 12, 11)
    assert (doctor.return_on, bia.return_on) == (date(2026, 12, 7), date(2026, 12, 10))
    assert {one.return_on for one in case.active_allocations.values()} == {
        doctor.return_on, bia.return_on,
    }  # fmt: skip


def test_a_return_after_the_legal_day_is_never_silent(world):
    request_id = world.a_case()
    late = date(2026, 12, 12)

    def allocate(**values) -> None:
        allocation.allocate(
            world.lead, request_id, assessor_id=world.bia, kinds=AS_BIA, declarations=NO, **values
        )

    with asked_why(world, "RETURN_AFTER_LEGAL_DAY"):
        allocate(return_on=late)
    with refused(world, "RETURN_IN_PAST", ProblemsFound):
        allocate(return_on=TODAY - DAY)
    allocate(return_on=late, reason="The assessor is in court")
    assert world.case(request_id).active_allocations[K.BI].return_on == late
    [entry] = world.trail("allocate")
    assert (entry.after["return_on"], entry.reason) == ("2026-12-12", "The assessor is in court")


def test_the_best_interests_report_before_the_doctors_is_asked_about(world):
    request_id = world.a_case()
    allocation.allocate(
        world.lead, request_id, assessor_id=world.doctor, kinds=AS_DOCTOR, declarations=NO
    )
    with asked_why(world, "RETURN_BEFORE_DOCTOR"):
        allocation.allocate(
            world.lead, request_id, assessor_id=world.bia, kinds=AS_BIA, declarations=NO,
            return_on=TODAY + DAY,
        )  # fmt: skip


def test_where_the_legal_day_has_passed_the_day_is_said_to_be_late_and_needs_no_reason(world):
    request_id = world.a_case(received_on=date(2026, 9, 1))
    allocation.allocate(
        world.lead, request_id, assessor_id=world.bia, kinds=AS_BIA, declarations=NO
    )
    assert world.case(request_id).active_allocations[K.BI].return_on == date(2026, 11, 29)
    codes = [one.code for one in rules.problems(date(2026, 11, 29), date(2026, 9, 21), as_at=TODAY)]
    assert codes == ["RETURN_LEGAL_DAY_PASSED"]


def test_the_list_of_a_day_holds_what_is_overdue_and_due_today_and_nothing_else(world):
    request_id = out(world)
    assert returns.listed(at(world, date(2026, 12, 6))) == ()
    [today] = returns.listed(at(world, date(2026, 12, 7)))
    assert (today.assessor, today.state) == ("Dr Mo Hart", ReturnState.DUE_TODAY)
    assert today.kinds == (K.MH, K.ELIG)
    both = returns.listed(at(world, date(2026, 12, 10)))
    assert [(one.assessor, one.state) for one in both] == [
        ("Dr Mo Hart", ReturnState.OVERDUE), ("Bea Iqbal", ReturnState.DUE_TODAY),
    ]  # fmt: skip
    assert len(returns.listed(world.lead, all_out=True)) == 2
    assessments.record(world.admin, request_id, an_assessment(K.MH, TODAY), reason="as received")
    assessments.record(world.admin, request_id, an_assessment(K.ELIG, TODAY), reason="as received")
    assert [one.assessor for one in returns.listed(at(world, date(2026, 12, 20)))] == ["Bea Iqbal"]


def test_nobody_is_asked_for_a_report_on_a_request_that_ended(world):
    request_id = out(world)
    closing.close(world.admin, request_id, a_closure(), reason="as told")
    assert returns.listed(at(world, date(2026, 12, 20))) == ()


def test_the_chase_names_the_case_by_reference_and_initials_only_and_is_kept(world):
    request_id = out(world)
    lead = at(world, date(2026, 12, 14))
    doctor, bia = returns.listed(lead)
    said = returns.chase(lead, [doctor]).value
    case = world.case(request_id)
    assert case.request.ref in said
    assert "Ŵ.Ł." in said
    for secret in ("Łukasz", "Neill", "Rosewood", "1941"):
        assert secret not in said
    assert "7 days ago" in said
    assert "has passed" in said
    [record] = [one for one in case.records if one.kind is RecordKind.RETURN_NOTE]
    assert record.facts.step is ReturnStep.CHASED
    assert record.facts.text == said
    assert [one.chases for one in returns.listed(lead)] == [1, 0]
    assert returns.listed(lead)[0].chased_on == date(2026, 12, 14)
    returns.chase(lead, [doctor, bia])
    assert [one.chases for one in returns.listed(lead)] == [2, 1]
    assert case.events[-1].kind == "return_chased"
    assert len(world.trail("chase")) == 3


def test_a_report_that_came_in_meanwhile_is_not_chased(world):
    request_id = out(world)
    lead = at(world, date(2026, 12, 14))
    doctor, bia = returns.listed(lead)
    for kind in AS_DOCTOR:
        assessments.record(world.admin, request_id, an_assessment(kind, TODAY), reason="received")
    with refused(world, "NO_RETURN_OUT", Refused):
        returns.chase(lead, [doctor, bia])
    assert world.trail("chase") == []


def test_another_day_needs_a_why_keeps_the_one_before_and_warns(world):
    request_id = out(world)
    lead = world.lead

    def move(on: date | None, **values) -> None:
        returns.move(lead, request_id, world.doctor, on, **{"why": "The ward is closed", **values})

    with refused(world, "WHY_NEEDED", Refused):
        move(date(2026, 12, 8), why=" ")
    with refused(world, "RETURN_IN_PAST", ProblemsFound):
        move(None)
    with pytest.raises(ReasonNeeded):
        move(date(2026, 12, 20))
    move(date(2026, 12, 9))
    case = world.case(request_id)
    assert {case.active_allocations[kind].return_on for kind in AS_DOCTOR} == {date(2026, 12, 9)}
    assert case.active_allocations[K.BI].return_on == date(2026, 12, 10)
    [record] = [one for one in case.records if one.kind is RecordKind.RETURN_NOTE]
    assert (record.facts.was_on, record.facts.return_on) == (date(2026, 12, 7), date(2026, 12, 9))
    [entry] = world.trail("move_return")
    assert entry.after["was_on"] == "2026-12-07"
    with refused(world, "NO_RETURN_OUT", Refused):
        returns.move(lead, request_id, 999, date(2026, 12, 8), why="x")


def test_what_was_sent_back_is_due_by_its_second_day_which_is_changed_in_the_case(world):
    request_id = out(world)
    for kind in AS_DOCTOR:
        assessments.record(world.admin, request_id, an_assessment(kind, TODAY), reason="received")
    lead = world.lead
    assert [one.assessor for one in returns.listed(lead, all_out=True)] == ["Bea Iqbal"]
    rework.send_back(
        lead, request_id, kind=K.MH, reason=next(iter(ReturnReason)), note="Say when it began",
        due_on=TODAY + 2 * DAY,
    )  # fmt: skip
    assert returns.listed(lead) == ()
    [line] = returns.listed(at(world, TODAY + 3 * DAY))
    assert (line.assessor, line.return_on) == ("Dr Mo Hart", TODAY + 2 * DAY)
    assert line.kinds == (K.MH,)
    with refused(world, "RETURN_SENT_BACK", Refused):
        returns.move(lead, request_id, world.doctor, TODAY + 4 * DAY, why="Asked for")
