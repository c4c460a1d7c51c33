"""The table of places: rail, keys, menus and leave all come from it."""

from PySide6.QtWidgets import QToolButton

from dolsdesk.domain.staff import PERMITTED, Act, Role
from dolsdesk.ui import places
from dolsdesk.ui.pages.places import factories
from dolsdesk.ui.places import PLACES, Section
from dolsdesk.ui.shell import Spot


def test_each_place_stands_in_the_table_once_and_has_its_page():
    assert sorted(place.spot for place in PLACES) == sorted(Spot)
    assert set(factories()) == set(Spot)
    assert len({place.name for place in PLACES}) == len(PLACES)
    assert len({place.icon for place in PLACES}) == len(PLACES)


def test_the_parts_of_the_rail_follow_one_another():
    sections = [place.section for place in PLACES]
    assert sections == sorted(sections)
    assert set(sections) == set(Section)


def test_the_counted_keys_follow_the_rail_and_the_tenth_has_the_nought():
    counted = [places.key(place.spot) for place in PLACES if not place.own_key]
    assert counted[:10] == [f"Ctrl+{number % 10}" for number in range(1, 11)][: len(counted)]
    assert not any(counted[10:])
    assert places.key(Spot.DESK) == "Ctrl+,"


def test_the_rail_shows_the_places_in_order_and_names_their_keys(sight):
    shown = [
        made
        for made in sight.window.rail.findChildren(QToolButton)
        if made.isCheckable() and made.isVisible()
    ]
    shown.sort(key=lambda made: made.mapTo(sight.window, made.rect().topLeft()).y())
    assert [made.accessibleName() for made in shown] == [
        place.name for place in PLACES if places.may_go(place.spot, sight.shell.may)
    ]
    assert "(Ctrl+1)" in shown[0].toolTip()


def test_nobody_is_shown_a_place_where_they_have_no_business(sight):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    sight.settle()
    for spot, made in sight.window.rail._buttons.items():
        assert made.isVisible() == places.may_go(spot, sight.shell.may)
    assert not sight.window.rail._buttons[Spot.LOG].isVisible()


def test_an_assessor_has_their_day_and_their_cases_and_no_list_of_everybody():
    def may(act):
        return act in PERMITTED[Role.BIA]

    assert not may(Act.READ_ALL)
    seen = {place.spot for place in PLACES if places.may_go(place.spot, may)}
    assert seen == {Spot.DAY, Spot.WORKLIST, Spot.DESK}
