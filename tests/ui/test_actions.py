"""Every action: its name, its keys, what it does, and why it cannot be chosen now."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from dolsdesk.ui.actions import MENUS, keys_text
from dolsdesk.ui.dialogs.command_box import ranked
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.pages.desk.page import DeskPage
from dolsdesk.ui.pages.register.page import RegisterPage
from dolsdesk.ui.places import PLACES
from dolsdesk.ui.shell import CaseTab, Spot
from dolsdesk.ui.tables.view import RowTable

OF_A_CASE = ("next", "tab_overview", "tab_decision", "case_wait", "case_close")


def specs_of(sight):
    return sight.actions.specs


def test_no_two_actions_share_a_name_an_id_or_keys(sight):
    for own in (
        [spec.id for spec in specs_of(sight)],
        [spec.text for spec in specs_of(sight)],
        [QKeySequence(spec.shortcut).toString() for spec in specs_of(sight) if spec.shortcut],
    ):
        assert sorted(own) == sorted(set(own))


def test_every_action_has_words_a_menu_help_and_something_to_do(sight):
    for spec in specs_of(sight):
        assert spec.menu in MENUS
        assert spec.text
        assert spec.help.endswith(".")
        assert callable(spec.handler)
        assert spec.shortcut == "" or keys_text(spec)


def test_every_menu_builds_and_holds_its_actions(sight):
    bar = sight.window.menuBar()
    menus = {action.text().replace("&", ""): action.menu() for action in bar.actions()}
    assert tuple(menus) == MENUS
    menus["Case"].aboutToShow.emit()  # what was left for later is there once a menu is opened
    held = [action.text() for menu in menus.values() for action in menu.actions()]
    assert sorted(held) == sorted(spec.text for spec in specs_of(sight))
    letters = [action.text()[action.text().index("&") + 1] for action in bar.actions()]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QComboBox])
def test_no_keys_of_ours_are_taken_by_what_is_being_typed_in(sight, qtbot, kind):
    field = kind()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    taken = []
    for spec in specs_of(sight):
        if not spec.shortcut:
            continue
        chord = QKeySequence(spec.shortcut)[0]
        event = QKeyEvent(QEvent.Type.ShortcutOverride, chord.key(), chord.keyboardModifiers())
        event.ignore()
        QApplication.sendEvent(field, event)
        if event.isAccepted():
            taken.append(spec.shortcut)
    assert taken == []


def test_no_keys_of_ours_open_a_menu(sight):
    bar = sight.window.menuBar()
    opening = {
        QKeySequence.mnemonic(action.text()).toString() for action in bar.actions()
    }  # fmt: skip
    assert opening.isdisjoint(
        QKeySequence(spec.shortcut).toString() for spec in specs_of(sight) if spec.shortcut
    )


# The sheet and the box


def test_the_sheet_lists_every_key(sight):
    sheet = sight.shortcuts()
    told = {sheet.table.item(row, 0).text() for row in range(sheet.table.rowCount())}
    assert {keys_text(spec) for spec in specs_of(sight) if spec.shortcut} <= told
    assert {"Ctrl+Tab", "F4, Alt+Down"} <= told
    for row in range(sheet.table.rowCount()):
        assert sheet.table.item(row, 1).text()


def test_the_box_reaches_every_action_by_typing_its_name(sight):
    for spec in specs_of(sight):
        assert ranked(specs_of(sight), spec.text)[0] is spec
        first_letters = " ".join(word[:4] for word in spec.text.lower().split())
        assert spec in ranked(specs_of(sight), first_letters)


def test_the_box_runs_what_is_typed_and_closes(sight):
    box = sight.command_box()
    box.open()
    sight.qtbot.keyClicks(box.edit, "check the audit")
    sight.qtbot.keyClick(box.edit, "\r")
    sight.settle()
    assert not box.isVisible()
    assert isinstance(sight.window.page, DeskPage)
    assert sight.window.page.audit.text().startswith("Whole")


def test_the_box_finds_cases_and_opens_them(sight):
    request_id = sight.world.a_case()
    box = sight.command_box()
    box.open()
    sight.qtbot.keyClicks(box.edit, "lukasz")
    sight.qtbot.waitUntil(lambda: any("ukasz" in offer for offer in box.offers()))
    assert box.edit.hasFocus() or not box.edit.isActiveWindow()
    sight.qtbot.keyClick(box.edit, "\r")
    sight.settle()
    assert isinstance(sight.window.page, CasePage)
    assert sight.window.page.request_id == request_id


def test_anything_typed_into_the_box_is_harmless(sight):
    box = sight.command_box()
    box.open()
    for typed in ("%", "'; DROP TABLE request; --", "NEAR(", "*", "\U0001f600", '"', "a" * 5_000):
        box.edit.setText(typed)
        sight.qtbot.wait(160)
        sight.settle()
    sight.qtbot.keyClick(box.edit, "\r")
    box.close()


# What cannot be chosen, and why


def test_actions_of_a_case_wait_for_a_case(sight):
    request_id = sight.world.a_case()
    sight.go(Spot.WORKLIST)
    for action_id in OF_A_CASE:
        assert not sight.actions[action_id].isEnabled()
        assert sight.actions[action_id].statusTip() == "Open a case first."
    sight.window.open_case(request_id)
    sight.settle()
    for action_id in OF_A_CASE:
        assert sight.actions[action_id].isEnabled()
        assert sight.actions[action_id].statusTip() in {spec.help for spec in specs_of(sight)}
    sight.go(Spot.REGISTER)
    assert not sight.actions["case_close"].isEnabled()


def test_what_this_stage_of_a_case_does_not_allow_says_so(sight):
    sight.window.open_case(sight.world.whole_way())
    sight.settle()
    action = sight.actions["case_wait"]
    assert not action.isEnabled()
    assert action.statusTip() == "This case, as it stands, does not allow it."


def test_what_somebody_may_not_do_says_so(sight):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    sight.settle()
    for action_id in ("new", "back_up", "import_cqc", "add_place", "restore"):
        action = sight.actions[action_id]
        assert not action.isEnabled()
        assert action.statusTip() == "Your roles do not allow this."
    assert sight.actions["verify"].isEnabled()


def test_the_box_says_why_an_action_cannot_be_chosen(sight):
    sight.go(Spot.WORKLIST)
    box = sight.command_box()
    box.open()
    sight.qtbot.keyClicks(box.edit, "no longer nee")
    assert box.offers() == ["No longer needed: Open a case first."]
    sight.qtbot.keyClick(box.edit, "\r")
    assert box.isVisible()
    box.close()


# Keys, pressed


def test_each_place_has_its_keys_in_the_order_of_the_rail(sight):
    counted = [place.spot for place in PLACES if not place.own_key][:10]
    assert counted[:4] == [Spot.DAY, Spot.WORKLIST, Spot.LOG, Spot.WAITING]
    for number, spot in enumerate(counted, start=1):
        press(sight, f"Ctrl+{number % 10}")
        assert sight.window.page is sight.window.place(spot)
    for keys, spot in (
        ("Ctrl+R", Spot.REPORTS),
        ("Ctrl+G", Spot.REGISTER),
        ("Ctrl+,", Spot.DESK),
    ):
        press(sight, keys)
        assert sight.window.page is sight.window.place(spot)
    press(sight, "Ctrl+N")
    assert sight.window.page is sight.window.place(Spot.LOG)
    press(sight, "Alt+Left")
    assert sight.window.page is sight.window.place(Spot.DESK)
    press(sight, "Ctrl+F")
    assert sight.window.page.view.search.hasFocus()


def test_each_part_of_a_case_has_its_keys(sight):
    sight.window.open_case(sight.world.a_case())
    sight.settle()
    page = sight.window.page
    counted = [tab for tab in CaseTab if tab is not CaseTab.DOCUMENTS]
    keys = [f"Alt+{number % 10}" for number in range(1, len(counted) + 1)]
    for key, tab in [("Alt+I", CaseTab.DOCUMENTS), *zip(keys, counted, strict=True)]:
        press(sight, key)
        assert page.tabs.currentIndex() == list(CaseTab).index(tab)
    press(sight, "Ctrl+Tab")
    assert page.tabs.currentIndex() == 0


def test_every_action_can_be_run_from_every_place_without_a_fault(sight):
    request_id = sight.world.a_case()
    left_out = {
        "leave",
        "command",
        "keys",
        "print",
        "import_cqc",
    }  # these open what waits for files
    for place in (Spot.WORKLIST, None):
        for spec in specs_of(sight):
            if spec.id in left_out:
                continue
            if place is None:
                sight.window.open_case(request_id)
            else:
                sight.window.go(place)
            sight.settle()
            sight.actions.run(spec.id)
            sight.settle()
            close_dialogs()


def test_the_register_opens_what_its_actions_name(sight):
    for action_id, title in (
        ("add_place", "Home or hospital"),
        ("add_assessor", "Assessor"),
        ("add_member", "Somebody of the desk"),
    ):
        sight.actions.run(action_id)
        sight.settle()
        page = sight.window.page
        assert isinstance(page, RegisterPage)
        assert page.dialog.windowTitle() == title
        page.dialog.reject()


def press(sight, keys):
    chord = QKeySequence(keys)[0]
    sight.window.activateWindow()
    focus = QApplication.focusWidget() or sight.window
    sight.qtbot.keyClick(focus, chord.key(), chord.keyboardModifiers())
    sight.settle()


def close_dialogs():
    modal = QApplication.activeModalWidget()
    while modal is not None:
        modal.reject()
        modal = QApplication.activeModalWidget()


def test_tables_do_not_swallow_the_keys_of_the_window(sight):
    sight.world.a_case()
    page = sight.go(Spot.WORKLIST)
    assert isinstance(page.view.table, RowTable)
    page.view.table.setFocus()
    press(sight, "Ctrl+3")
    assert sight.window.page is sight.window.place(Spot.LOG)
