"""The rights radar in the window: found, filtered, searched, opened by Enter where it is mended."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.rights import ConcernKind
from dolsdesk.services import authorities, objections, reviews
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.radar.page import RadarPage
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services import rights
from tests.services.life import a_review, a_suspension
from tests.support.desk import a_person, best_interests

K = ConcernKind


def quiet(world, **values) -> int:
    request_id = world.allocated(world.a_case(**values))
    calm = {"best_interests": best_interests(world.desk.clock.today(), person_objects=False)}
    granted = world.granted(world.submitted(world.assessed(request_id, bi=calm)))
    return rights.represented(world, granted)


@pytest.fixture
def page(sight) -> RadarPage:
    world = sight.world
    world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Núñez"))
    objecting = world.a_case(person=a_person(family_name="Objector"))
    objections.record(world.admin, objecting, rights.an_objection())
    found = sight.go(Spot.RADAR)
    assert isinstance(found, RadarPage)
    return found


def people(page) -> list[str]:
    return [line.person_name.split(",")[0] for line in page.model.rows]


def test_the_gravest_come_first_and_every_line_cites_its_rule(page):
    assert people(page) == ["Objector", "Núñez"]
    assert all(line.citation for line in page.model.rows)
    assert "MCA 2005 s21A" in page.view.rule.text()
    assert page.view.count.text() == "2 lines"


def test_tiles_count_and_choose_one_kind(sight, page):
    assert page.view.everything.text() == "Everything  2"
    assert page.view.tiles[K.OBJECTS].text() == "Objecting  1"
    page.view.tiles[K.OBJECTS].click()
    assert people(page) == ["Objector"]
    page.view.tiles[K.OBJECTS].click()
    assert len(people(page)) == 2
    page.view.tiles[K.SUSPENSION].click()
    assert people(page) == []
    assert page.view.count.text() == "Nothing is lacking."
    page.view.everything.click()
    assert len(people(page)) == 2


def test_words_and_a_home_choose_and_forgive_accents(sight, page, monkeypatch):
    page.view.search.setFocus()
    sight.hands.type("nunez\n")
    assert people(page) == ["Núñez"]
    page.view.search.clear()
    page._choose()
    elsewhere = sight.world.a_place("Éclat House", "1-1000000009")
    monkeypatch.setattr(sight.world, "home", elsewhere)
    sight.world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Else"))
    page.refresh()
    sight.settle()
    page.view.place.set_raw(str(elsewhere))
    assert people(page) == ["Else"]
    page.refresh()
    sight.settle()
    assert people(page) == ["Else"]  # the home chosen stays chosen


def test_a_heading_sorts_and_sorts_back(page):
    page.view.table.sort_wanted.emit("person")
    assert people(page) == ["Núñez", "Objector"]
    page.view.table.sort_wanted.emit("person")
    assert people(page) == ["Objector", "Núñez"]


def test_enter_opens_the_case_where_it_can_be_put_right(sight, page):
    page.view.table.setFocus()
    QTest.keyClick(page.view.table, Qt.Key.Key_Return)
    sight.settle()
    assert isinstance(sight.window.page, CasePage)
    assert sight.window.page.tab is CaseTab.RIGHTS
    assert sight.window.page.view.case.person.family_name == "Objector"


def test_a_suspension_and_a_review_open_at_the_authority(sight):
    world = sight.world
    suspended = quiet(world, person=a_person(family_name="Susp"))
    authorities.suspend(world.admin, suspended, a_suspension())
    reviewed = quiet(world, person=a_person(family_name="Revi"))
    reviews.ask(world.admin, reviewed, a_review())
    world.desk.clock.move(days=20)
    page = sight.go(Spot.RADAR)
    for kind in (K.SUSPENSION, K.REVIEW):
        page.show_kind(kind)
        page.open_line(page.model.rows[0])
        sight.settle()
        assert sight.window.page.tab is CaseTab.AUTHORITY
        page = sight.go(Spot.RADAR)


@pytest.mark.parametrize(
    ("stage", "tab"),
    [("checking", CaseTab.ASSESSORS), ("allocated", CaseTab.ASSESSMENTS),
     ("submitted", CaseTab.DECISION), ("received", CaseTab.OVERVIEW)],
)  # fmt: skip
def test_a_lapsed_urgent_opens_where_the_request_goes_on(sight, stage, tab):
    world = sight.world
    request_id = world.a_case(urgent=True, **({"signed_by": ""} if stage == "received" else {}))
    if stage in {"allocated", "submitted"}:
        world.allocated(request_id)
    if stage == "submitted":
        world.submitted(world.assessed(request_id))
    world.desk.clock.move(days=6)
    page = sight.go(Spot.RADAR)
    page.show_kind(K.URGENT_LAPSED)
    page.open_line(page.model.rows[0])
    sight.settle()
    assert sight.window.page.tab is tab


def test_it_is_rebuilt_when_facts_change_and_when_the_day_does(sight, page):
    [waiting] = [one for one in page.model.rows if one.kind is K.ADVOCATE_NEEDED]
    sight.window.open_case(waiting.request_id, CaseTab.RIGHTS)
    sight.settle()
    part = sight.window.page.part
    part.offered.buttons["case_imca_instruct"].click()
    part.dialog.fields["provider"].set_raw("Wayfarer")
    part.dialog.submit()
    sight.settle()
    page = sight.go(Spot.RADAR)
    assert people(page) == ["Objector"]
    sight.world.desk.clock.move(days=8)
    sight.window._look_at_day()
    sight.settle()
    assert {line.kind for line in page.model.rows} == {K.OBJECTS, K.ADVOCATE_SILENT}


def test_many_lines_come_as_one_scrolls(sight, page, monkeypatch):
    monkeypatch.setattr("dolsdesk.ui.pages.radar.page._TOGETHER", 1)
    page._choose()
    assert page.view.count.text() == "1 of 2"
    page.view.table.end_reached.emit()
    assert page.view.count.text() == "2 lines"


def test_everybody_may_look(sight, page):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    sight.settle()
    assert isinstance(sight.window.page, RadarPage)
    assert len(people(sight.window.page)) == 2
