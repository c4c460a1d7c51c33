"""Putting right what was recorded, and a home that changes hands, at the window."""

import pytest

from dolsdesk.services import words
from dolsdesk.ui.shell import CaseTab, Spot
from tests.support.desk import TODAY
from tests.ui.driving import Driver, shown


@pytest.fixture
def driver(sight) -> Driver:
    return Driver(sight)


def test_a_date_is_corrected_with_what_moves_in_sight(driver):
    request_id = driver.world.a_case()
    driver.open(request_id)
    dialog = driver.ask("case_correct", which="request_received_on", day="20 11 26")
    assert "Recorded: Sat 21 Nov 2026." in shown(dialog)
    assert dialog.moves.text() == ("Assessments due: Fri 11 Dec 2026 becomes Thu 10 Dec 2026")
    driver.submit(dialog)
    assert dialog.fields["why"].fault == words.by_code("WHY_NEEDED")
    dialog.fields["why"].set_raw("Misread the stamp")
    driver.submit(dialog, because="The form says so")
    assert not dialog.isVisible()
    part = driver.open(request_id, CaseTab.HISTORY)
    said = [[part.model.index(row, column).data() for column in range(5)]
            for row in range(part.model.rowCount())]  # fmt: skip
    assert said[-1][1] == "Correction: request received"
    assert "not Sat 21 Nov 2026. Misread the stamp" in said[-1][4]
    assert "(Corrected " in next(line for line in said if line[1] == "Request received")[4]


def test_a_day_of_the_law_can_be_looked_up_and_not_typed_over(driver):
    driver.open(driver.world.a_case())
    said = driver.refusal("case_correct", which="assessments_due_on", day="20 12 26", why="Sooner")
    assert "This date is set by law and is worked out for you. It cannot be changed." in said


def test_a_number_of_days_is_asked_for_where_days_are_stated(driver):
    driver.open(driver.world.a_case(urgent=True))
    dialog = driver.ask("case_correct", which="urgent_period_days")
    assert dialog.days.isVisible()
    assert not dialog.day.isVisible()
    dialog.fields["days"].set_raw("3")
    assert "Urgent authorisation ceases: Fri 27 Nov 2026 becomes Mon 23 Nov 2026" in shown(dialog)
    dialog.reject()


def test_an_entry_of_the_history_is_corrected_where_it_stands(driver):
    request_id = driver.world.a_case(urgent=True)
    part = driver.open(request_id, CaseTab.HISTORY)
    kinds = [event.kind for event in part.model.rows]
    part.table.select_where(kinds.index("urgent_given"))
    part.correct_button.click()
    combo = part.dialog.which.combo
    assert [combo.itemData(number) for number in range(combo.count())] == [
        "urgent_given_on", "urgent_period_days", "urgent_stated_last_day",
    ]  # fmt: skip
    part.dialog.reject()
    part.table.select_where(kinds.index("went_on_because"))
    part.correct_button.click()
    part.dialog.fields["detail"].set_raw("As it came by post")
    part.dialog.fields["why"].set_raw("It was the post")
    driver.submit(part.dialog)
    assert not part.dialog.isVisible()
    assert driver.view.case.events[-1].detail == "As it came by post (It was the post)"


def test_an_entry_with_a_record_of_its_own_says_where_it_is_corrected(driver):
    request_id = driver.world.allocated(driver.world.a_case())
    part = driver.open(request_id, CaseTab.HISTORY)
    part.table.select_where([event.kind for event in part.model.rows].index("allocated"))
    part.correct_button.click()
    part.dialog.fields["why"].set_raw("Another")
    driver.submit(part.dialog)
    assert "belongs to a record of its own" in shown(part.dialog)
    part.dialog.reject()


def test_an_auditor_corrects_nothing(driver):
    part = driver.open(driver.world.a_case(), CaseTab.HISTORY, who="Audrey Tor")
    assert not part.correct_button.isVisible()


def test_a_home_that_changes_hands_lists_every_case_and_ends_none(driver):
    world = driver.world
    live, waiting = world.whole_way(), world.a_case(urgent=True)
    driver.be("Lee Deer")
    page = driver.sight.go(Spot.REGISTER)
    names = [place.name for place in page.places_model.rows]
    page.places.select_where(names.index("Rosewood House"))
    page.hand_over()
    driver.settle()
    said = shown(page.dialog)
    assert "Now run by Rosewood House Limited." in said
    assert "2 cases here" in said
    for request_id in (live, waiting):
        assert world.case(request_id).request.ref in said
    page.dialog.fields["managing_authority"].set_raw("Harbour Care Limited")
    driver.submit(page.dialog)
    assert page.dialog.fields["paper"].fault == words.by_code("HANDOVER_NO_PAPER")
    page.dialog.fields["paper"].set_raw("Letter of 20 November")
    driver.submit(page.dialog)
    assert "that is a reading of the law and not settled" in shown(page.dialog)
    page.dialog.because.set_raw("Advice of the legal team")
    driver.submit(page.dialog)
    assert not page.dialog.isVisible()
    driver.open(live)
    assert driver.view.case.place.managing_authority == "Harbour Care Limited"
    assert driver.told("ma_changed") == {"managing_authority"}
    assert driver.view.sa_state == "sa_in_force"
    part = driver.open(waiting, CaseTab.HISTORY)
    assert part.model.rows[-1].kind == "ma_changed"
    assert part.model.rows[-1].happened_on == TODAY


def test_a_concern_about_a_home_stands_in_the_register(driver):
    driver.be("Lee Deer")
    page = driver.sight.go(Spot.REGISTER)
    page.edit_place(page.places_model.rows[0])
    page.dialog.fields["concern"].set_raw("CQC: requires improvement, October 2026")
    driver.submit(page.dialog)
    assert not page.dialog.isVisible()
    assert page.places_model.rows[0].concern == "CQC: requires improvement, October 2026"
