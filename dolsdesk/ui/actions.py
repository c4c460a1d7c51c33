"""Every action as data: menus, command box and sheet of shortcuts come from one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from dolsdesk.domain.staff import Act
from dolsdesk.ui import icons
from dolsdesk.ui.theme import Look


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        id: stable name.
        text: what it is called in menus and in the command box.
        menu: under which menu it stands.
        help: one sentence for the sheet of shortcuts.
        handler: what it does.
        shortcut: keys, in Qt's words; empty where it is reached by name only.
        icon: name of its icon, if any.
        act: leave it needs; without it the action is shown and cannot be chosen.
        why_not: asked whenever menus are shown; why it cannot be chosen now, or nothing.
    """

    id: str
    text: str
    menu: str
    help: str
    handler: Callable[[], None]
    shortcut: str = ""
    icon: str = ""
    act: Act | None = None
    why_not: Callable[[], str] | None = None


_NO_LEAVE = "Your roles do not allow this."

#: Menus in order.
MENUS = ("Desk", "Go", "Case", "Legal test", "Authority", "Rights", "Several cases", "View", "Help")


class Actions(QObject):
    """The actions of one window; they go with it.

    ``later`` gives those that need much code and no keys: they are made when menus, the command
    box or the sheet of keys first ask for them, so that no start waits for them.
    """

    def __init__(
        self,
        specs: Sequence[ActionSpec],
        window: QWidget,
        look: Look,
        later: Callable[[], Sequence[ActionSpec]] = tuple,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._specs: list[ActionSpec] = []
        self._later: Callable[[], Sequence[ActionSpec]] | None = later
        self._made: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._may: Callable[[Act], bool] = lambda _act: True
        self._drawn: set[str] = set()
        self._add(specs)
        look.changed.connect(self._drawn.clear)

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Return every action."""
        self.complete()
        return tuple(self._specs)

    def complete(self) -> None:
        """Make those actions that were left for later."""
        if self._later is not None:
            later, self._later = self._later, None
            self._add(later())
            self.update(self._may)

    def _add(self, specs: Sequence[ActionSpec]) -> None:
        for spec in specs:
            action = QAction(spec.text, self._window)
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            action.triggered.connect(lambda _checked=False, run=spec.handler: run())
            self._window.addAction(action)
            self._made[spec.id] = action
            self._specs.append(spec)
            if spec.menu in self._menus:
                self._menus[spec.menu].addAction(action)

    def __getitem__(self, action_id: str) -> QAction:
        """Return an action by id."""
        if action_id not in self._made:
            self.complete()
        return self._made[action_id]

    def fill(self, bar: QMenuBar, may: Callable[[Act], bool]) -> None:
        """Put the actions into the menu bar."""
        for name in MENUS:
            menu = self._menus[name] = bar.addMenu(f"&{name}")
            for spec in self._specs:
                if spec.menu == name:
                    menu.addAction(self._made[spec.id])
            menu.aboutToShow.connect(self.complete)
            menu.aboutToShow.connect(lambda: self.update(may))
            menu.aboutToShow.connect(partial(self._draw_icons, name))
        self.update(may)

    def update(self, may: Callable[[Act], bool]) -> None:
        """Look again at which actions can be chosen now; the others say why they cannot."""
        self._may = may
        for spec in self._specs:
            allowed = spec.act is None or may(spec.act)
            why = (spec.why_not() if spec.why_not else "") if allowed else _NO_LEAVE
            action = self._made[spec.id]
            action.setEnabled(not why)
            action.setToolTip(why or spec.help)
            action.setStatusTip(why or spec.help)

    def run(self, action_id: str) -> None:
        """Run an action as if its keys had been pressed."""
        self[action_id].trigger()

    def _draw_icons(self, menu: str) -> None:
        """Draw the icons of a menu in the colours in force, when it is first opened."""
        if menu in self._drawn:
            return
        self._drawn.add(menu)
        for spec in self._specs:
            if spec.icon and spec.menu == menu:
                made = icons.icon(spec.icon, self._look.palette.muted, self._look.px(16))
                self._made[spec.id].setIcon(made)


def keys_text(spec: ActionSpec) -> str:
    """Return the keys of an action as they are printed on a keyboard."""
    if not spec.shortcut:
        return ""
    return QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
