"""Enquiries: the home's own view, no finding of the council, no request and no clock (AG-W3)."""

from datetime import timedelta

import pytest

from dolsdesk.domain.dols.enquiries import Enquiry
from dolsdesk.domain.dols.screening import MaView
from dolsdesk.domain.places import PlaceKind
from dolsdesk.services import chronology, enquiries, worklist
from dolsdesk.services.worklist import Bucket, Query
from tests.support.desk import TODAY, World, a_person
from tests.support.refusals import refused

DAY = timedelta(days=1)


def an_enquiry(**values) -> Enquiry:
    """Return what a ward asks about somebody who is confused and will go home in a week."""
    record = {
        "on": TODAY,
        "asked_by": "The ward sister",
        "what": "Day 3 with pneumonia; staff would stop her from walking off the ward.",
        "ma_view": MaView.NOT_DEPRIVED,
        "ma_why": "No restraint, no pattern of objection, home in six days.",
        "told": "The guidance on hospital treatment",
        "watch_for": "Repeated attempts to leave",
        **values,
    }
    return Enquiry(**record)


def asked(world: World, **values) -> int:
    return enquiries.log(
        world.admin, an_enquiry(**values), person=a_person(family_name="Ward"),
        place_id=world.hospital,
    ).value  # fmt: skip


def test_an_enquiry_is_on_record_and_begins_nothing(world):
    asked(world)
    [line] = enquiries.listed(world.admin)
    assert (line.place.name, line.record.facts.ma_view) == (
        "Norchester General", MaView.NOT_DEPRIVED,
    )  # fmt: skip
    assert (line.since, line.flags) == ((), ())
    assert worklist.page(world.admin, Query(bucket=Bucket.ALL)).rows == ()
    told = chronology.of_person(world.admin, line.person_id).happenings
    assert [one.what for one in told] == ["Enquiry"]


def test_a_request_that_comes_is_accepted_and_stands_beside_it(world):
    asked(world)
    [line] = enquiries.listed(world.admin)
    request_id = world.a_case(person_id=line.person_id, person=line.person, received_on=TODAY)
    [line] = enquiries.listed(world.admin)
    assert [one.request_id for one in line.since] == [request_id]


def test_an_urgent_without_a_request_is_marked_until_one_comes(world):
    asked(world, urgent_given_on=TODAY)
    [line] = enquiries.listed(world.admin)
    assert [problem.code for problem in line.flags] == ["URGENT_NO_REQUEST"]
    world.a_case(person_id=line.person_id, person=line.person, received_on=TODAY)
    assert enquiries.listed(world.admin)[0].flags == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"urgent_given_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
        ({"asked_by": ""}, "WHO_NEEDED"),
        ({"what": " "}, "WHY_NEEDED"),
        ({"ma_why": " "}, "WHY_NEEDED"),
        ({"urgent_given_on": TODAY, "extension_requested_on": TODAY}, "EXTENSION_NO_REQUEST"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_and_nobody_is_added(world, values, code):
    with refused(world, code):
        asked(world, **values)
    assert enquiries.listed(world.admin) == ()


def test_a_place_that_is_neither_home_nor_hospital_is_refused(world):
    flat = world.a_place("Quay Flats", "1-1000000009", kind=PlaceKind.OTHER)
    with refused(world, "SETTING_NOT_COVERED"):
        enquiries.log(world.admin, an_enquiry(), person=a_person(), place_id=flat)
