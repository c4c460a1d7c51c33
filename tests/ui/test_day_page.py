"""My day in the window: each sees their own, and every number opens its cases."""

from datetime import time, timedelta

import pytest
from PySide6.QtWidgets import QTableWidget

from dolsdesk.domain.staff import Role
from dolsdesk.services import reviews, visits
from dolsdesk.services.day import Part
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.reports.tile import TileButton
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services.life import a_review
from tests.services.test_day import somebody
from tests.support.desk import TODAY, a_person


@pytest.fixture
def case(sight):
    return sight.world.allocated(sight.world.a_case())


def chosen(sight, part):
    page = sight.go(Spot.DAY)
    numbers = [one.part for one in page._listed]
    page.lists.setCurrentRow(numbers.index(part))
    sight.settle()
    return page


def sit(sight, role, assessor_id=None, name="Some One"):
    ctx = somebody(sight.world, role, assessor_id, name)
    sight.shell.change_actor(ctx.actor)
    sight.settle()


def test_an_assessor_sees_their_visits_and_plans_one_by_keyboard(sight, case):
    world, hands = sight.world, sight.hands
    sit(sight, Role.BIA, world.bia)
    page = chosen(sight, Part.NO_VISIT)
    assert [line.request_id for line in page.cases_model.rows] == [case]
    page.cases.setFocus()
    hands.press("Return")
    sight.settle()
    assert isinstance(sight.window.page, CasePage)
    hands.push("Plan a visit…")
    hands.fill("On", "tomorrow")
    hands.fill("At", "10:30")
    hands.push("Plan it")
    [visit] = visits.planned(world.case(case))
    assert (visit.facts.on, visit.facts.at) == (TODAY + timedelta(days=1), time(10, 30))
    page = chosen(sight, Part.VISITS)
    [line] = page.visits_model.rows
    assert line.request_id == case
    assert page.visits_model.index(0, 1).data() == "in 1 day"
    page.visits.setFocus()
    hands.press("Return")
    sight.settle()
    assert sight.window.page.tab is CaseTab.ASSESSMENTS


def test_a_manager_opens_the_cases_behind_each_number(sight, case):
    sit(sight, Role.MANAGER)
    page = chosen(sight, Part.OVERVIEW)
    tiles = {tile.accessibleName(): tile for tile in page.overview_area.findChildren(TileButton)}
    name = next(name for name in tiles if name.startswith("Open: 1"))
    tiles[name].click()
    sight.settle()
    assert sight.window.spot is Spot.WORKLIST
    assert sight.window.page.query.ids == (case,)
    page = chosen(sight, Part.OVERVIEW)
    table = next(
        table
        for table in page.overview_area.findChildren(QTableWidget)
        if table.accessibleName() == "By stage"
    )
    table.setFocus()
    table.setCurrentCell(2, 1)
    sight.hands.press("Return")
    sight.settle()
    assert sight.window.page.query.ids == (case,)


def test_all_of_a_list_are_shown_in_the_worklist_under_its_name(sight):
    world = sight.world
    sight.world.a_case(signed_by="")
    page = chosen(sight, Part.ARRIVED)
    page.show_all()
    sight.settle()
    worklist = sight.window.page
    assert worklist.query.states
    assert "Arrived" in worklist.view.chips.itemAt(0).widget().text()
    worklist.show_bucket(worklist.query.bucket)
    sight.settle()
    assert not worklist.query.states
    request_id = world.whole_way(person=a_person(family_name="Again"))
    reviews.ask(world.admin, request_id, a_review())
    sight.window.place(Spot.DAY).refresh()
    page = chosen(sight, Part.REVIEWS)
    assert [line.request_id for line in page.cases_model.rows] == [request_id]
