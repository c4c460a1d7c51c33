"""Everything fits: on a small office screen, and with letters twice as large."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from dolsdesk.config import Theme
from tests.ui.walk import Walk

WIDE, TALL = 1366, 768
PERCENTS = (100, 200)


@pytest.fixture(params=PERCENTS)
def walk(request, sight):
    """Return a walk in a window on a small screen, at each size of letters."""
    look = sight.shell.look
    look.apply(Theme.LIGHT, request.param)
    sight.settle()
    sight.window.resize(WIDE, TALL)
    yield Walk(sight)
    look.apply(Theme.LIGHT)


def cut(widget: QWidget) -> list[str]:
    """Return the words of which a part cannot be seen, and no tip tells the rest."""
    worded = [*widget.findChildren(QAbstractButton)]
    worded += [one for one in widget.findChildren(QLabel) if not one.wordWrap()]
    return [
        one.text()
        for one in worded
        if one.isVisible()
        and not one.toolTip()
        and one.width() < one.fontMetrics().horizontalAdvance(one.text())
    ]


def out_of_reach(widget: QWidget) -> list[str]:
    """Return the buttons that lie outside, and could not be scrolled to."""
    window = widget.window()
    found = []
    for one in widget.findChildren(QAbstractButton):
        if not one.isVisible() or _scrolls(one, widget):
            continue
        corner = one.mapTo(window, one.rect().bottomRight())
        if not window.rect().contains(corner):
            found.append(one.text() or one.accessibleName())
    return found


def _scrolls(one: QWidget, within: QWidget) -> bool:
    above = one.parentWidget()
    while above is not None and above is not within:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def test_every_page_fits_the_window(walk, sight):
    wrong = {}
    for name, page in walk.pages():
        least = sight.window.minimumSizeHint()
        if least.width() > WIDE or least.height() > TALL:
            wrong[name, "least"] = (least.width(), least.height())
        assert (sight.window.width(), sight.window.height()) == (WIDE, TALL), name
        for what, find in (("cut", cut), ("out of reach", out_of_reach)):
            if found := find(page):
                wrong[name, what] = found
    assert wrong == {}


def test_every_dialog_fits_the_screen(walk, sight):
    wrong = {}
    for name, dialog in walk.dialogs():
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        if least.width() > WIDE or least.height() > TALL:
            wrong[name, "least"] = (least.width(), least.height())
        screen = dialog.screen().availableGeometry().size().expandedTo(least)
        if dialog.width() > screen.width() or dialog.height() > screen.height():
            wrong[name, "larger than the screen"] = (dialog.width(), dialog.height())
        for what, find in (("cut", cut), ("out of reach", out_of_reach)):
            if found := find(dialog):
                wrong[name, what] = found
    assert wrong == {}


def test_a_narrow_window_keeps_its_places_as_icons_with_tips(sight):
    sight.window.resize(940, 560)
    sight.settle()
    places = sight.window.rail._buttons.values()
    assert all(one.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly for one in places)
    assert all(one.toolTip() for one in places)
