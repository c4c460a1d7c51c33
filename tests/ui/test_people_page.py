"""People in the window: whom somebody worked on last, and two entries put together and apart."""

import pytest

from dolsdesk.services import duplicates
from dolsdesk.ui.shell import Spot
from tests.support.desk import a_person


@pytest.fixture
def twice(sight):
    """Return one person on record twice, spelled otherwise the second time."""
    world = sight.world
    first = world.a_case(person=a_person(family_name="Wolstenholme", given_names="Kelly"))
    second = world.a_case(person=a_person(family_name="Wolstenholm", given_names="Kelly"))
    return first, second


def names(page):
    return [f"{one.family_name}, {one.given_names}" for one in page.people_model.rows]


def test_with_nothing_typed_those_worked_on_last_are_shown(sight, twice):
    world = sight.world
    world.allocated(twice[0])
    page = sight.go(Spot.PEOPLE)
    assert page.heading.text() == "Last worked on"
    assert names(page) == ["Wolstenholme, Kelly", "Wolstenholm, Kelly"]
    assert page.view.id == world.case(twice[0]).person_id
    sight.hands.type("wolstenholm")
    sight.hands.wait_for(lambda: page.heading.text() == "Found")
    sight.settle()
    assert len(page.people_model.rows) == 2


def test_whoever_is_opened_from_a_case_stays_shown(sight, twice):
    sight.world.allocated(twice[0])
    person_id = sight.world.case(twice[1]).person_id
    sight.shell.open_person(person_id)
    sight.settle()
    page = sight.window.page
    assert page.view.id == person_id
    assert page.people.current_row.id == person_id


def test_two_entries_are_put_together_and_taken_apart_by_keyboard(sight, twice):
    world, hands = sight.world, sight.hands
    ids = [world.case(one).person_id for one in twice]
    sight.window.activateWindow()
    hands.press("Ctrl+K")
    hands.command("possible dup")
    page = sight.window.page
    assert page.tabs.currentIndex() == 1
    [pair] = duplicates.pairs(world.admin)
    hands.press("Return")
    hands.settle()
    hands.choose("Keep", f"{pair.one.full_name} ({pair.one.ref})")
    hands.fill("How you know", "The daughter says so.")
    hands.push("Put together")
    assert {world.case(one).person_id for one in twice} == {ids[0]}
    sight.shell.open_person(ids[0])
    sight.settle()
    hands.push("Take a merge apart…")
    hands.fill("Why", "Two sisters.")
    hands.push("Take apart")
    assert [world.case(one).person_id for one in twice] == ids
    assert "Two sisters." in [one.detail for one in page.view.happenings]


def test_a_date_of_birth_in_a_report_is_never_one_of_this_century_by_guess(sight):
    page = sight.go(Spot.REFERRALS)
    page.log()
    field = page.dialog.fields["date_of_birth"]
    field.set_raw("6 5 41")
    assert field.value() is None
    field.set_raw("6 5 1941")
    assert field.value().year == 1941
    page.dialog.reject()
