"""Pages are made afresh for another text size or another person, and nothing typed is lost."""

from dolsdesk.config import Theme
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.shell import CaseTab, Spot


def test_another_text_size_keeps_the_place_the_keyboard_and_what_is_typed(sight):
    log = sight.go(Spot.LOG)
    log.view.purpose.set_raw("Half a sentence")
    page = sight.go(Spot.DESK)
    page.text_size.setFocus()
    try:
        page.text_size.set_raw("150")
        sight.settle()
        assert sight.window.page is not page
        assert sight.window.focusWidget().accessibleName() == "Text size"
        again = sight.go(Spot.LOG)
        assert again is not log
        assert again.view.purpose.value() == "Half a sentence"
    finally:
        sight.shell.look.apply(Theme.LIGHT, 100)
        sight.settle()


def test_another_person_at_the_desk_sees_the_same_case_and_not_what_the_first_was_typing(sight):
    log = sight.go(Spot.LOG)
    log.view.purpose.set_raw("Half a sentence")
    sight.window.open_case(sight.world.a_case(), CaseTab.HISTORY)
    sight.settle()
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    sight.settle()
    page = sight.window.page
    assert isinstance(page, CasePage)
    assert page.tab is CaseTab.HISTORY
    assert sight.go(Spot.LOG).view.purpose.value() == ""
    sight.shell.change_actor(sight.world.people["Ada Min"])
    sight.settle()
    assert sight.go(Spot.LOG).view.purpose.value() == "Half a sentence"
