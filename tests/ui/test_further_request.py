"""A further request is begun from the case it follows, with what is known filled in."""

from dolsdesk.domain.dols.case import FormUsed
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.ui.pages.log.page import LogPage
from dolsdesk.ui.shell import Spot, Tone


def begin(sight, request_id):
    sight.window.open_case(request_id)
    sight.settle()
    sight.actions.run("case_further")
    sight.settle()
    page = sight.window.page
    assert isinstance(page, LogPage)
    return page


def test_person_place_and_the_end_of_the_authorisation_are_filled_in(sight):
    request_id = sight.world.whole_way()
    case = sight.world.case(request_id)
    page = begin(sight, request_id)
    view = page.view
    assert view.form_used.value() == FormUsed.FORM_2
    assert view.type.value() == RequestType.FOLLOW_ON
    assert view.existing.value() == case.authorisation.last_day
    assert view.family_name.value() == case.person.family_name
    assert view.place.value() == case.place
    view.received_on.set_raw("today")
    assert page._new_request().person_id == case.person_id


def test_a_request_that_is_being_typed_is_not_replaced(sight):
    page = sight.go(Spot.LOG)
    page.view.purpose.set_raw("Half a sentence")
    sight.settle()
    page = begin(sight, sight.world.whole_way())
    assert page.view.purpose.value() == "Half a sentence"
    assert page.view.family_name.value() == ""
    assert sight.window.banner.property("tone") == Tone.WARNING.value


def test_a_case_without_an_authorisation_has_none_to_follow(sight):
    sight.window.open_case(sight.world.a_case())
    sight.settle()
    assert not sight.actions["case_further"].isEnabled()


def test_typing_another_name_lets_go_of_the_person_and_the_place_picked(sight):
    page = begin(sight, sight.world.whole_way())
    page.view.place.setFocus()
    sight.hands.type("x")
    assert page._place is None
    page.view.person.setFocus()
    sight.hands.type("x")
    page.view.received_on.set_raw("today")
    assert page._new_request().person_id is None
