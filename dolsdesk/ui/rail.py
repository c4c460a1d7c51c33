"""The rail: the places, on the left, and who is at the desk."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from dolsdesk.domain.staff import Act
from dolsdesk.ui import icons, places
from dolsdesk.ui.places import PLACES, Place
from dolsdesk.ui.shell import Spot
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import label, scrolling

_WIDE, _NARROW, _BETWEEN = 176, 54, 7


class Rail(QFrame):
    """The places, on the left; narrow windows see icons only."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._look = look
        self._buttons: dict[Spot, QToolButton] = {}
        self._actor = ""
        self._group = QButtonGroup(self)
        self.name = label("dolsdesk", "lead")
        self.actor = QToolButton()
        self.actor.setAccessibleName("Who is at this desk")
        self.actor.setToolTip("Change who is at this desk (Ctrl+Shift+U)")
        self.actor.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 12, 8, 10)
        inside.setSpacing(3)
        inside.addWidget(self.name)
        inside.addSpacing(8)
        listed = QWidget()
        listed.setObjectName("rail")
        self._area = scrolling(listed)  # where the text is large not every place has room
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list(QVBoxLayout(listed))
        inside.addWidget(self._area, 1)
        inside.addWidget(self.actor)
        look.changed.connect(self.draw)
        self.draw()

    def _list(self, inside: QVBoxLayout) -> None:
        """Put a button for each place, with a little room between the parts of the rail."""
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)  # or the last place has no room in a window of 768
        section = PLACES[0].section
        for place in PLACES:
            if place.section is not section:
                section = place.section
                inside.addSpacing(_BETWEEN)
            made = QToolButton()
            made.setText(f" {place.name}")  # the space keeps it from its icon
            made.setCheckable(True)
            made.setAccessibleName(place.name)
            made.setToolTip(_tip(place))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(lambda _checked=False, spot=place.spot: self.chosen.emit(spot))
            self._group.addButton(made)
            self._buttons[place.spot] = made
            inside.addWidget(made)
        inside.addStretch(1)

    def draw(self, *, is_narrow: bool = False) -> None:
        """Draw icons in the colours in force, with or without words."""
        look = self._look
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if is_narrow
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        self.name.setVisible(not is_narrow)
        for place in PLACES:
            made = self._buttons[place.spot]
            made.setIcon(icons.icon(place.icon, look.palette.rail_text, look.px(18)))
            made.setIconSize(QSize(look.px(18), look.px(18)))
            made.setToolButtonStyle(style)
        self.actor.setIcon(icons.icon("user-round", look.palette.rail_text, look.px(18)))
        self.actor.setIconSize(QSize(look.px(18), look.px(18)))
        self.actor.setToolButtonStyle(style)
        self.setFixedWidth(look.px(_NARROW if is_narrow else _WIDE))
        self._elide()

    def show_spot(self, spot: Spot | None) -> None:
        """Mark where we are; a case belongs to no place."""
        self._group.setExclusive(spot is not None)
        for name, made in self._buttons.items():
            made.setChecked(name is spot)
        if spot is not None:
            self._area.ensureWidgetVisible(self._buttons[spot])

    def allow(self, may: Callable[[Act], bool]) -> None:
        """Show only those places where the person at the desk has business."""
        for spot, made in self._buttons.items():
            made.setVisible(places.may_go(spot, may))
            made.setEnabled(places.may_go(spot, may))

    def show_actor(self, name: str, roles: str) -> None:
        """Show who is at the desk."""
        self._actor = name
        self._elide()
        self.actor.setAccessibleDescription(f"{name}, {roles}")
        self.actor.setToolTip(f"{name}\n{roles}\nChange who is at this desk (Ctrl+Shift+U)")

    def _elide(self) -> None:
        room = self.width() - self._look.px(52)
        shown = self.actor.fontMetrics().elidedText(
            self._actor, Qt.TextElideMode.ElideRight, max(room, 0)
        )
        self.actor.setText(f" {shown}")


def _tip(place: Place) -> str:
    """Return what is found at a place, and its keys."""
    native = QKeySequence(places.key(place.spot)).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{place.name} ({native})\n{place.said}." if native else f"{place.name}\n{place.said}."
