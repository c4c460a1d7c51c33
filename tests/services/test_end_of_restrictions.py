"""The restrictions on a person end: the days without authority stop there and stay on record."""

from datetime import date

import pytest

from dolsdesk.domain.dols.authority import gaps
from dolsdesk.domain.dols.endings import ClosureReason
from dolsdesk.domain.machine import TransitionRefused
from dolsdesk.errors import Refused
from dolsdesk.services import cases, closing
from dolsdesk.services.outcome import ProblemsFound
from tests.support.desk import a_closure

URGENT_ON = date(2026, 11, 2)  # seven days: the last is 8 November
ENDED_ON = date(2026, 11, 12)
CLOSED_ON = date(2026, 11, 20)


def overdue(world):
    return world.a_case(urgent=True, urgent_given_on=URGENT_ON, received_on=URGENT_ON)


def close(world, request_id, **more):
    return closing.close(
        world.admin,
        request_id,
        a_closure(
            reason=ClosureReason.COURT_ORDER,
            on=CLOSED_ON,
            paper="E-mail of the care manager, 20 November.",
            note="Lives under an order of the court.",
            **more,
        ),
    )


def gap_of(world, request_id):
    [gap] = gaps(cases.open_case(world.admin, request_id).spans)
    return gap


def test_days_without_authority_are_counted_up_to_the_last_day_of_the_restrictions(world):
    request_id = overdue(world)
    close(world, request_id, arrangements_to=ENDED_ON)
    gap = gap_of(world, request_id)
    assert (gap.first_on, gap.last_on, gap.gap_dates) == (date(2026, 11, 9), ENDED_ON, 4)


def test_closing_alone_ends_no_gap(world):
    request_id = overdue(world)
    close(world, request_id)
    assert gap_of(world, request_id).last_on == world.admin.today
    world.desk.clock.move(days=3)
    assert gap_of(world, request_id).last_on == world.admin.today


def test_the_end_is_recorded_later_on_evidence_and_once(world):
    request_id = overdue(world)
    close(world, request_id)
    record = {"arrangements_to": ENDED_ON, "evidence": "Letter of the home, 13 November."}
    closing.end_arrangements(world.admin, request_id, **record)
    assert gap_of(world, request_id).last_on == ENDED_ON
    event = world.case(request_id).events[-1]
    assert (event.kind, event.happened_on) == ("arrangements_ended", ENDED_ON)
    assert world.trail()[-1].action == "end_arrangements"
    with pytest.raises(TransitionRefused):
        closing.end_arrangements(world.admin, request_id, **record)


@pytest.mark.parametrize(
    ("last_day", "code"),
    [(date(2026, 12, 1), "DATE_IN_FUTURE"), (date(2026, 11, 1), "ENDED_BEFORE_BEGAN")],
)
def test_an_impossible_end_is_refused_and_closes_nothing(world, last_day, code):
    request_id = overdue(world)
    before = len(world.trail())
    with pytest.raises(Refused) as refused:
        close(world, request_id, arrangements_to=last_day)
    assert (refused.value.code, refused.value.field) == (code, "arrangements_to")
    assert world.case(request_id).request.is_open
    assert len(world.trail()) == before


def test_the_end_needs_evidence(world):
    request_id = overdue(world)
    close(world, request_id)
    with pytest.raises(ProblemsFound):
        closing.end_arrangements(world.admin, request_id, arrangements_to=ENDED_ON, evidence=" ")


def test_an_open_request_goes_on_counting(world):
    request_id = overdue(world)
    with pytest.raises(TransitionRefused):
        closing.end_arrangements(
            world.admin, request_id, arrangements_to=ENDED_ON, evidence="Telephone call."
        )
