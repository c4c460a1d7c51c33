"""One urgent authorisation for one detention: a second gives no authority (I10, dols.md 10.6)."""

from datetime import date

import pytest

from dolsdesk.domain.dols.authority import Authority, gaps
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason
from dolsdesk.services import cases, closing, requests
from tests.support.desk import a_closure, new_request

FIRST_ON = date(2026, 11, 2)  # its last day is 8 November
AGAIN_ON = date(2026, 11, 20)


@pytest.fixture
def first(world):
    """Return a closed request whose urgent authorisation has run out."""
    request_id = world.a_case(urgent=True, urgent_given_on=FIRST_ON, received_on=FIRST_ON)
    close(world, request_id)
    return world.case(request_id)


def close(world, request_id, **more):
    closing.close(
        world.admin,
        request_id,
        a_closure(
            ClosedAs.WITHDRAWN,
            reason=ClosureReason.IN_ERROR,
            on=date(2026, 11, 12),
            paper="Letter of the home.",
            note="Asked for on the wrong form.",
            **more,
        ),
    )


def again(world, person_id, place_id=None):
    values = {"urgent": True, "urgent_given_on": AGAIN_ON, "received_on": AGAIN_ON}
    return new_request(place_id or world.home, person_id=person_id, **values)


def logged(world, new):
    return requests.log(world.admin, new, reason="as it came").value


def told(world, request_id):
    view = cases.open_case(world.admin, request_id)
    return {problem.code for problem in view.answer.problems}, view


def test_a_second_urgent_for_the_same_detention_gives_no_authority(world, first):
    new = again(world, first.person_id)
    assert requests.earlier(world.admin, new).urgent_on == FIRST_ON
    codes, view = told(world, logged(world, new))
    assert "SECOND_URGENT" in codes
    [before, gap] = view.spans
    assert (before.kind, before.last_on) == (Authority.URGENT, date(2026, 11, 8))
    assert (gap.kind, gap.first_on, gap.last_on) == (
        Authority.NONE, date(2026, 11, 9), world.admin.today,
    )  # fmt: skip


def test_the_assessments_are_due_as_soon_all_the_same(world, first):
    _codes, view = told(world, logged(world, again(world, first.person_id)))
    assert view.answer.date("assessments_due_on") == date(2026, 11, 26)
    assert view.answer.results["second_urgent_gives_authority"].value is False


def test_a_detention_that_ended_and_began_again_is_another_one(world, first):
    closing.end_arrangements(
        world.admin, first.request.id, arrangements_to=date(2026, 11, 15), evidence="Went home."
    )
    codes, view = told(world, logged(world, again(world, first.person_id)))
    assert "SECOND_URGENT" not in codes
    assert view.spans[-1].kind is Authority.URGENT
    assert [gap.last_on for gap in gaps(view.spans)][-1] < AGAIN_ON


def test_another_place_is_another_detention(world, first):
    codes, view = told(world, logged(world, again(world, first.person_id, world.hospital)))
    assert "SECOND_URGENT" not in codes
    assert view.spans[0].kind is Authority.URGENT


def test_the_first_stays_the_first(world, first):
    logged(world, again(world, first.person_id))
    codes, _view = told(world, first.request.id)
    assert "SECOND_URGENT" not in codes
