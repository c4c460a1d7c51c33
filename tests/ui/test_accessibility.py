"""Every control of every page and dialog can be named, reached by keyboard, and seen to be it."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTableView,
    QWidget,
)

from dolsdesk.ui.shell import Spot
from tests.support.desk import World, open_copy
from tests.ui.conftest import opened
from tests.ui.walk import Walk

_MOST = 300
_LEAST_PX = 24


def controls(widget: QWidget) -> list[QWidget]:
    """Return what takes the keyboard on a page or in a dialog, as it is shown."""
    return [
        found
        for found in widget.findChildren(QWidget)
        if found.isVisible()
        and found.isEnabled()
        and found.focusPolicy() & Qt.FocusPolicy.TabFocus
        and found.focusProxy() is None
        and found.window() is widget.window()
    ]


def spoken(widget: QWidget) -> tuple[str, QAccessible.Role]:
    """Return what a screen reader says of a control."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip(), found.role()


def unnamed(widget: QWidget) -> list[str]:
    """Return the controls that a screen reader would call nothing."""
    found = []
    for control in controls(widget):
        name, role = spoken(control)
        # Qt itself gives a scrolling view of pages no better role.
        is_bare = role in {QAccessible.Role.NoRole, QAccessible.Role.Client} and not isinstance(
            control, QPdfView
        )
        if not name or is_bare:
            found.append(f"{type(control).__name__} {name!r} {role.name}")
    return found


def misnamed(widget: QWidget) -> list[str]:
    """Return the labels whose control is called something else."""
    return [
        f"{caption.text()!r} before {caption.buddy().accessibleName()!r}"
        for caption in widget.findChildren(QLabel)
        if caption.isVisible()
        and caption.buddy() is not None
        and caption.text() not in caption.buddy().accessibleName()
    ]


def wordless(widget: QWidget) -> list[str]:
    """Return what says something by its colour or its picture and has no words for it."""
    found = []
    for one in widget.findChildren(QLabel):
        if not one.isVisible():
            continue
        if one.property("chip") and not one.text().strip():
            found.append("a chip")
        if not one.pixmap().isNull() and not spoken(one)[0]:
            found.append(f"a picture in {type(one.parent()).__name__}")
    for view in widget.findChildren(QTableView):
        model = view.model()
        for row in range(min(20, model.rowCount()) if view.isVisible() else 0):
            for place in range(model.columnCount()):
                index = model.index(row, place)
                is_coloured = index.data(Qt.ItemDataRole.ForegroundRole) is not None
                if is_coloured and not str(index.data() or "").strip():
                    found.append(f"{view.accessibleName()}, {row}, {place}")
    return found


def too_small(widget: QWidget) -> list[str]:
    """Return the controls that an unsteady hand would miss."""
    return [
        f"{type(one).__name__} {spoken(one)[0]!r}: {one.width()} by {one.height()}"
        for one in controls(widget)
        if min(one.width(), one.height()) < _LEAST_PX
    ]


def not_walked(widget: QWidget) -> list[str]:
    """Press Tab all the way round; return the controls it never came to."""
    wanted = controls(widget)
    if not wanted:
        return []
    widget.window().activateWindow()
    first = wanted[0]
    first.setFocus()
    QTest.qWait(5)
    walked = [first]
    for _ in range(_MOST):
        now = QApplication.focusWidget()
        if now is None:
            return [f"the keyboard is lost after {spoken(walked[-1])[0]!r}"]
        if now is first and len(walked) > 1:
            return [
                f"{type(one).__name__} {spoken(one)[0]!r}"
                for one in wanted
                if shiboken6.isValid(one) and one.isVisible() and one not in walked
            ]
        walked.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return [f"Tab does not come back from {spoken(walked[-1])[0]!r}"]


def unmarked(widget: QWidget) -> list[str]:
    """Return the kinds of controls that look the same with the keyboard and without."""
    seen, same = set(), []
    for control in controls(widget):
        kind = (type(control).__name__, control.property("kind"), control.parent().objectName())
        if kind in seen or control.visibleRegion().isEmpty():
            continue
        seen.add(kind)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if not control.hasFocus():
            continue
        if isinstance(control, QLineEdit):
            control.deselect()  # what is chosen in it says nothing of the ring round it
        with_it = control.grab().toImage()
        control.clearFocus()
        if with_it == control.grab().toImage():
            same.append(f"{kind[0]} {kind[1] or ''} {spoken(control)[0]!r}")
    return same


class Strays(QObject):
    """Notes whatever opens as a window of its own, were it only for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(  # noqa: N802  (Qt's name)
        self, watched: QObject, event: QEvent
    ) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_ours = isinstance(watched, (QDialog, QMainWindow))
            if not is_ours and watched.windowType() is Qt.WindowType.Window:
                self.seen.append(f"{type(watched).__name__} {getattr(watched, 'text', str)()!r}")
        return False


CHECKS = (unnamed, misnamed, wordless, too_small, unmarked, not_walked)


@pytest.fixture(scope="module")
def survey(look, store_template, tmp_path_factory):
    """Walk once past every page and dialog and look at each in every way."""
    folder = tmp_path_factory.mktemp("survey")
    world = World(open_copy(store_template, folder))
    found = {check: {} for check in CHECKS}
    strays = Strays()
    QApplication.instance().installEventFilter(strays)
    with opened(world, look, folder) as sight:
        walk = Walk(sight)
        for place in (walk.pages, walk.dialogs):
            for name, widget in place():
                for check in CHECKS:
                    if wrong := check(widget):
                        found[check][name] = wrong
    QApplication.instance().removeEventFilter(strays)
    world.close()
    return found | {Strays: strays.seen}


def test_every_control_has_a_name_and_a_role(survey):
    assert survey[unnamed] == {}


def test_what_is_typed_or_chosen_is_called_what_its_label_says(survey):
    assert survey[misnamed] == {}


def test_nothing_is_told_by_colour_or_picture_alone(survey):
    assert survey[wordless] == {}


def test_targets_are_large_enough_for_an_unsteady_hand(survey):
    assert survey[too_small] == {}


def test_what_has_the_keyboard_can_be_seen(survey):
    assert survey[unmarked] == {}


def test_tab_walks_through_every_control_and_comes_back(survey):
    assert survey[not_walked] == {}


def test_nothing_flashes_up_as_a_window_of_its_own(survey):
    assert survey[Strays] == []


def test_a_fault_is_spoken_with_its_field(sight):
    sight.go(Spot.REGISTER).edit_place(None)
    for field in sight.window.page.dialog.fields:
        field.set_fault("It is wrong.")
        found = QAccessible.queryAccessibleInterface(field.control)
        assert found.text(QAccessible.Text.Description) == "It is wrong.", field.name
    sight.window.page.dialog.reject()
