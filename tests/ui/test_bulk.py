"""Several cases at once in the window: chosen, looked at, done and undone by keyboard (SW3)."""

import io

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QMenu

from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import contacts, words
from dolsdesk.ui.shell import Spot
from tests.services.waiting import a_contact, triaged
from tests.support.desk import a_person
from tests.ui.test_actions import press


@pytest.fixture
def team(sight):
    """Return three cases that one assessor has, and the colleague who could take them."""
    world = sight.world
    ids = [
        world.allocated(world.a_case(person=a_person(family_name=name)))
        for name in ("Aa", "Bb", "Cc")
    ]  # fmt: skip
    return ids, world.an_assessor("Nia Ŵynne", Profession.NURSE)


def chosen(sight, keys=("Ctrl+A",), spot=Spot.WORKLIST):
    page = sight.go(spot)
    page.first_focus()
    for one in keys:
        press(sight, one)
    return page


def begun(sight, page, name):
    """Choose an act from the menu of those chosen, by its first letters."""
    press(sight, "Ctrl+B")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text() == name)
    action.trigger()
    menu.close()
    sight.settle()
    return page.several.dialog


def assessors_of(sight, request_id):
    held = sight.world.case(request_id).active_allocations.values()
    return {one.assessor_name for one in held}


def reallocating(sight, page):
    dialog = begun(sight, page, "Re-allocate from one assessor to another")
    hands = sight.hands
    hands.choose("From", "Bea Iqbal, 3 of those chosen")
    hands.choose("To", "Nia Ŵynne, 0 open cases")
    hands.fill("Why", "On sick leave")
    hands.push("See what would change")
    return dialog


def test_several_are_chosen_with_shift_with_ctrl_and_all_of_them(sight, team):
    page = chosen(sight, ("Shift+Down",))
    assert page.several.button.text() == "With 2 cases…"
    press(sight, "Ctrl+Down")
    press(sight, "Ctrl+Space")
    assert page.several.button.text() == "With 3 cases…"
    press(sight, "Up")
    assert page.several.button.text() == "With 1 case…"
    press(sight, "Ctrl+A")
    assert page.several.button.text() == "With 3 cases…"


def test_all_means_those_too_that_are_not_yet_there(sight, team, monkeypatch):
    page = chosen(sight, ())
    first = page.model.rows
    page.model.replace(first[:1])
    page._next = (first[0].due_on, first[0].request_id)
    press(sight, "Ctrl+A")
    assert len(page._chosen_ids()) == 3


def test_those_chosen_stay_chosen_when_the_list_is_asked_again(sight, team):
    page = chosen(sight)
    contacts.log(sight.world.lead, team[0][0], a_contact())
    press(sight, "F5")
    assert set(page._chosen_ids()) == set(team[0])


def test_cases_are_re_allocated_and_undone_by_keyboard(sight, team):
    ids, _ = team
    page = chosen(sight)
    dialog = reallocating(sight, page)
    assert [row.line.can for row in dialog.model.rows] == [True, True, True]
    assert "Bea Iqbal to Nia Ŵynne" in dialog.model.rows[0].line.change
    assert dialog.go.text() == "Do it in 3 cases"
    sight.hands.push("Do it in 3 cases")
    assert dialog.declared._fault.text()  # nobody said that she was asked
    sight.hands.tick("Asked of every case that stays in; each no")
    sight.hands.push("Do it in 3 cases")
    assert dialog.said.text() == ("Re-allocate from one assessor to another: done in 3 cases.")
    assert all("Nia Ŵynne" in assessors_of(sight, one) for one in ids)
    sight.hands.push("Close")
    page.view.table.setFocus()
    sight.hands.press("Ctrl+Z")
    sight.settle()
    assert "undone in 3 cases" in page.several.banner.text
    assert all("Bea Iqbal" in assessors_of(sight, one) for one in ids)
    sight.hands.press("Ctrl+Z")
    sight.settle()
    assert "nothing today" in sight.window.said.text()


def test_a_case_is_taken_out_with_the_space_bar(sight, team):
    page = chosen(sight)
    dialog = reallocating(sight, page)
    dialog.table.setFocus()
    sight.hands.press("Space")
    assert [row.is_in for row in dialog.model.rows] == [False, True, True]
    assert "1 taken out" in dialog.said.text()
    sight.hands.tick("Asked of every case that stays in; each no")
    sight.hands.push("Do it in 2 cases")
    assert [row.came for row in dialog.model.rows] == ["Taken out", "Done", "Done"]
    sight.hands.push("Undo")
    assert "undone in 2 cases" in page.several.banner.text


def test_what_somebody_else_changed_meanwhile_is_left_out_and_said(sight, team):
    ids, _ = team
    page = chosen(sight)
    dialog = reallocating(sight, page)
    contacts.log(sight.world.lead, ids[1], a_contact())
    sight.hands.tick("Asked of every case that stays in; each no")
    sight.hands.push("Do it in 3 cases")
    [left] = [row for row in dialog.model.rows if row.is_left]
    assert left.line.request_id == ids[1]
    assert left.came == words.sentence("BULK_CHANGED_SINCE")
    assert left.line.ref in page.several.banner.text


def test_what_is_asked_is_still_there_after_going_back(sight, team):
    page = chosen(sight)
    dialog = reallocating(sight, page)
    sight.hands.push("Back")
    assert dialog.fields["reason"].value() == "On sick leave"
    sight.hands.fill("Why", " ")
    sight.hands.push("See what would change")
    assert dialog.steps.currentIndex() == 0
    assert "in a few words" in dialog.fields["reason"]._fault.text()


def test_a_note_is_put_into_each_case_chosen(sight, team):
    page = chosen(sight, ("Shift+Down",))
    dialog = begun(sight, page, "Add a note")
    sight.hands.fill("Note", "The home was rung.")
    sight.hands.push("See what would change")
    sight.hands.push("Do it in 2 cases")
    assert len(dialog.outcome.done) == 2
    noted = [sight.world.case(one).records for one in dialog.outcome.done]
    assert [[record.kind for record in found] for found in noted] == [[RecordKind.NOTE]] * 2


def test_letters_are_marked_as_due_from_the_waiting_list(sight):
    world = sight.world
    ids = [world.a_case(person=a_person(family_name=name)) for name in ("Aa", "Bb")]
    for one in ids:
        triaged(world.admin, one)
    page = chosen(sight, spot=Spot.WAITING)
    assert page.several.button.text() == "With 2 cases…"
    begun(sight, page, "Mark holding letters as due")
    sight.hands.push("See what would change")
    sight.hands.push("Do it in 2 cases")
    sight.hands.push("Close")
    shown = [page.parts[0].model.index(row, 6).data() for row in range(2)]
    assert all(text.startswith("letter due") for text in shown)


def test_closing_deciding_and_ending_are_never_offered_and_the_reason_is_told(sight, team):
    chosen(sight)
    press(sight, "Ctrl+B")
    menu = QApplication.activePopupWidget()
    never = [one for one in menu.actions() if one.text().startswith("Close")]
    assert [one.isEnabled() for one in never] == [False]
    assert never[0].toolTip() == words.sentence("BULK_NEVER")
    offered = [one.text().lower() for one in menu.actions() if one.isEnabled()]
    assert not any(word in " ".join(offered) for word in ("close", "refuse", "grant", "end "))
    menu.close()
    box = sight.command_box()
    box.open()
    sight.qtbot.keyClicks(box.edit, "close, decide")
    assert box.offers() == [
        f"Close, decide or end several cases: {words.sentence('BULK_NEVER')}"
    ]  # fmt: skip
    box.close()


def test_those_chosen_are_saved_as_a_workbook(sight, team, tmp_path):
    page = chosen(sight)
    path = tmp_path / "chosen.xlsx"
    page.several.write(page._chosen_ids(), "xlsx", path)
    sight.settle()
    rows = list(load_workbook(io.BytesIO(path.read_bytes())).active.values)
    assert len(rows) == 4


def test_nothing_can_be_done_with_nobody(sight):
    sight.go(Spot.DESK)
    action = sight.actions["bulk_note"]
    assert not action.isEnabled()
    assert "Choose cases" in action.statusTip()
