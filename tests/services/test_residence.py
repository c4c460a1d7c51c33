"""Ordinary residence in question: each step, its dates, and that no clock stops (IN5)."""

from datetime import date, timedelta

import pytest

from dolsdesk.domain.dols.case import ResidenceStatus
from dolsdesk.domain.dols.endings import ClosedAs, Evidence
from dolsdesk.domain.dols.residence import ResidenceEvent, ResidenceState
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.services import cases, closing, residence
from tests.support.desk import TODAY, World, a_closure
from tests.support.refusals import refused

DAY = timedelta(days=1)
E = ResidenceEvent


def queried(world: World, **values) -> int:
    request_id = world.a_case()
    record = {
        "other_council": "Eastmere Borough Council",
        "queried_on": TODAY,
        "reasons": "Placed by them in 2022; the home is here.",
        **values,
    }
    residence.query(world.admin, request_id, **record)
    return request_id


def state(world: World, request_id: int) -> ResidenceState:
    held = residence.current(world.case(request_id))
    assert held is not None
    return held.facts.state


def test_the_clock_runs_on_whatever_is_in_question(world):
    request_id = queried(world)
    before = cases.open_case(world.admin, request_id).answer.date("assessments_due_on")
    residence.go_on(world.admin, request_id, E.DISPUTE, on=TODAY)
    residence.go_on(world.admin, request_id, E.REFER, on=TODAY)
    answer = cases.open_case(world.admin, request_id).answer
    assert answer.date("assessments_due_on") == before
    assert answer.date("or_refer_by") == date(2027, 3, 23)
    assert answer.date("or_legal_arguments_by") == TODAY + 14 * DAY
    assert world.case(request_id).request.residence_status is ResidenceStatus.DISPUTED


@pytest.mark.parametrize(
    ("event", "end"),
    [(E.SETTLE_OURS, ResidenceState.OURS), (E.SETTLE_THEIRS, ResidenceState.THEIRS)],
)
def test_it_is_settled_on_paper_from_any_open_step(world, event, end):
    for steps in ((), (E.DISPUTE,), (E.DISPUTE, E.REFER)):
        request_id = queried(world)
        for step in steps:
            residence.go_on(world.admin, request_id, step, on=TODAY)
        with refused(world, "CLOSE_WITHOUT_EVIDENCE"):
            residence.go_on(world.admin, request_id, event, on=TODAY)
        residence.go_on(world.admin, request_id, event, on=TODAY, paper="Letter of today")
        assert state(world, request_id) is end
        with pytest.raises(TransitionRefused):
            residence.go_on(world.admin, request_id, E.DISPUTE, on=TODAY)


def test_nobody_takes_over_while_it_is_merely_queried(world):
    request_id = queried(world)
    found = a_closure(ClosedAs.TRANSFERRED)
    with refused(world, "TRANSFER_NOT_AGREED"):
        closing.close(world.admin, request_id, found)
    residence.go_on(world.admin, request_id, E.SETTLE_THEIRS, on=TODAY, paper="Determination")
    closing.close(
        world.admin, request_id, a_closure(ClosedAs.TRANSFERRED, evidence=Evidence.DETERMINATION)
    )
    assert world.case(request_id).request.state is RequestState.TRANSFERRED


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"other_council": " "}, "COUNCIL_NAME_NEEDED"),
        ({"reasons": ""}, "WHY_NEEDED"),
        ({"queried_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
    ],
)
def test_a_question_says_which_council_why_and_when(world, values, code):
    request_id = world.a_case()
    record = {"other_council": "Eastmere", "queried_on": TODAY, "reasons": "Placed", **values}
    with refused(world, code):
        residence.query(world.admin, request_id, **record)


def test_steps_out_of_order_are_refused(world):
    request_id = world.a_case()
    with refused(world, "RESIDENCE_NOT_RAISED"):
        residence.go_on(world.admin, request_id, E.DISPUTE, on=TODAY)
    asked = queried(world)
    with refused(world, "RESIDENCE_OPEN"):
        residence.query(
            world.admin, asked, other_council="Eastmere", queried_on=TODAY, reasons="Again"
        )
    with pytest.raises(TransitionRefused):
        residence.go_on(world.admin, asked, E.REFER, on=TODAY)
    with refused(world, "FACTS_CONTRADICT"):
        residence.go_on(world.admin, asked, E.DISPUTE, on=TODAY - DAY)
