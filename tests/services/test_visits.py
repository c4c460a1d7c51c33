"""Visits of assessors: planned, moved, called off, made; one's own only, and in one's day."""

from datetime import time, timedelta

import pytest

from dolsdesk.domain.dols.visits import VisitState
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Role
from dolsdesk.errors import NotPermitted
from dolsdesk.services import assessments, closing, day, visits
from dolsdesk.services.day import Part
from dolsdesk.store.repos import records
from tests.services.test_day import somebody
from tests.support.desk import TODAY, AssessmentKind, a_closure, a_person, an_assessment
from tests.support.refusals import refused

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def case(world):
    return world.allocated(world.a_case())


def planned(world, case, ctx=None, **values) -> int:
    given = {"assessor_id": world.bia, "on": TOMORROW, "at": time(10, 30), **values}
    return visits.plan(ctx or world.admin, case, **given).value


def in_day(ctx, part):
    return next(one for one in day.lists(ctx) if one.part is part)


def test_a_visit_stands_in_the_day_of_whoever_makes_it(world, case):
    ctx = somebody(world, Role.BIA, world.bia)
    other = world.allocated(world.a_case(person=a_person(family_name="Other")))
    planned(world, other, on=TOMORROW + timedelta(days=1))
    planned(world, case, ctx)
    found = in_day(ctx, Part.VISITS)
    assert [line.request_id for line in found.visits] == [case, other]
    assert found.visits[0].visit.at == time(10, 30)
    assert in_day(ctx, Part.NO_VISIT).total == 0
    doctor = somebody(world, Role.MH_ASSESSOR, world.doctor, "Dr Own")
    assert in_day(doctor, Part.VISITS).total == 0
    assert in_day(doctor, Part.NO_VISIT).total == 2


def test_it_is_moved_called_off_and_made_and_nothing_is_lost(world, case):
    record_id = planned(world, case)
    visits.move(world.admin, case, record_id, on=TODAY, at=None, why="The home asked")
    [moved] = visits.planned(world.case(case))
    assert (moved.facts.on, moved.facts.at, moved.entries) == (TODAY, None, 2)
    visits.made(world.admin, case, record_id, on=TODAY)
    assert visits.planned(world.case(case)) == ()
    second = planned(world, case)
    visits.call_off(world.admin, case, second, why="Taken to hospital")
    states = [one.facts.state for one in world.case(case).records if one.kind is RecordKind.VISIT]
    assert states == [VisitState.MADE, VisitState.CALLED_OFF]
    with world.desk.store.reading() as session:
        assert [one.facts.on for one in records.entries(session, record_id)] == [
            TOMORROW, TODAY, TODAY,
        ]  # fmt: skip
    kinds = [event.kind for event in world.case(case).events[-5:]]
    assert kinds == [
        "visit_planned", "visit_moved", "visit_made", "visit_planned", "visit_called_off",
    ]  # fmt: skip
    with refused(world, "VISIT_NOT_PLANNED"):
        visits.made(world.admin, case, second, on=TODAY)


def test_nobody_visits_who_is_not_selected_nor_on_a_day_gone_by(world, case):
    with refused(world, "VISIT_BY_WHOM"):
        planned(world, case, assessor_id=99)
    with refused(world, "VISIT_GONE_BY"):
        planned(world, case, on=TODAY - timedelta(days=1))
    with refused(world, "WHEN_NEEDED"):
        planned(world, case, on=None)
    record_id = planned(world, case)
    with refused(world, "EVENT_IN_FUTURE"):
        visits.made(world.admin, case, record_id, on=TOMORROW)
    with refused(world, "VISIT_WHY"):
        visits.call_off(world.admin, case, record_id, why=" ")


def test_an_assessor_plans_their_own_visits_only(world, case):
    ctx = somebody(world, Role.BIA, world.bia)
    with refused(world, "NOT_YOUR_VISIT", NotPermitted):
        planned(world, case, ctx, assessor_id=world.doctor)
    theirs = planned(world, case, assessor_id=world.doctor)
    with refused(world, "NOT_YOUR_VISIT", NotPermitted):
        visits.call_off(ctx, case, theirs, why="Mine to say")


def test_whose_assessment_is_in_is_not_asked_for_a_visit(world, case):
    ctx = somebody(world, Role.BIA, world.bia)
    assert in_day(ctx, Part.NO_VISIT).total == 1
    kinds = AssessmentKind
    for kind in (kinds.AGE, kinds.MC, kinds.NR, kinds.BI):
        assessments.record(world.admin, case, an_assessment(kind, TODAY), reason="as received")
    assert in_day(ctx, Part.NO_VISIT).total == 0


def test_a_case_that_is_over_takes_its_visits_from_the_day(world, case):
    ctx = somebody(world, Role.BIA, world.bia)
    planned(world, case)
    closing.close(world.admin, case, a_closure())
    assert in_day(ctx, Part.VISITS).total == 0
