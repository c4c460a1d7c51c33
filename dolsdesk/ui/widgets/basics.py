"""Labels, cards, buttons, banners: the small parts, made one way."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dolsdesk.ui import icons
from dolsdesk.ui.shell import Tone
from dolsdesk.ui.theme import SPACE, Look

#: What a row or column may hold: a widget, a layout, a space in pixels, or None for a stretch.
Part = QWidget | QLayout | int | None

_TONE_ICONS = {
    Tone.INFO: "info",
    Tone.GOOD: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
}

_OF_THE_SCREEN = 0.94
_TONE_WORDS = {
    Tone.INFO: "For information",
    Tone.GOOD: "Done",
    Tone.WARNING: "Warning",
    Tone.DANGER: "Trouble",
}


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label; ``role`` names its style."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        policy = made.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        made.setSizePolicy(policy)
    return made


def set_role(made: QLabel, role: str) -> None:
    """Change the style of a label."""
    made.setProperty("role", role)
    restyle(made)


def restyle(widget: QWidget) -> None:
    """Have the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def chip(text: str, tone: str = "neutral") -> QLabel:
    """Return a small rounded label; what it says is in its words, never in its colour alone."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("chip", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def button(
    text: str, on_click: Callable[[], None] | None = None, *, kind: str = "", tip: str = ""
) -> QPushButton:
    """Return a button; ``kind`` is primary, danger, quiet, tile, filter or plain."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        made.setToolTip(tip)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


class IconButton(QToolButton):
    """A button that shows only an icon; its name is spoken and shown as a tip."""

    def __init__(self, look: Look, icon: str, name: str, on_click: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setMinimumSize(look.px(28), look.px(28))
        self._draw()
        look.changed.connect(self._draw)
        self.clicked.connect(lambda _checked=False: on_click())

    def _draw(self) -> None:
        look = self._look
        self.setIcon(icons.icon(self._icon, look.palette.muted, look.px(16)))
        self.setIconSize(QSize(look.px(16), look.px(16)))


def column(
    *parts: QWidget | QLayout | int | None, gap: str = "snug", margin: str = ""
) -> QVBoxLayout:
    """Return parts one under another; None is a stretch, a number a space."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margin)
    return made


def row(*parts: Part, gap: str = "snug", margin: str = "") -> QHBoxLayout:
    """Return parts side by side; None is a stretch, a number a space."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margin)
    return made


def _fill(made: QBoxLayout, parts: Iterable[Part], gap: str, margin: str) -> None:
    made.setSpacing(SPACE[gap])
    edge = SPACE[margin] if margin else 0
    made.setContentsMargins(edge, edge, edge, edge)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        elif isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addWidget(part)


def card(inside: QLayout, *, name: str = "card", margin: str = "room") -> QFrame:
    """Return a framed surface round a layout."""
    made = QFrame()
    made.setObjectName(name)
    edge = SPACE[margin]
    inside.setContentsMargins(edge, edge, edge, edge)
    made.setLayout(inside)
    return made


def hairline() -> QFrame:
    """Return a thin line between parts."""
    made = QFrame()
    made.setObjectName("hairline")
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """Return a scrolling area round a widget, as wide as there is room."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setObjectName("canvas")
    made.setWidget(inside)
    return made


def holder(inside: QLayout) -> QWidget:
    """Return a plain widget round a layout."""
    made = QWidget()
    made.setLayout(inside)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()  # or Qt, which shows what was just added a little later, opens a window
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def room(window: QWidget) -> QSize:
    """Return the largest size a window may have: what its screen holds, less a frame."""
    return window.screen().availableSize() * _OF_THE_SCREEN


def fit(window: QWidget, look: Look, width: int, height: int) -> None:
    """Give a window a size in pixels at 100 %, larger with larger letters while there is room."""
    window.resize(QSize(look.px(width), look.px(height)).boundedTo(room(window)))


class Drawing(QLabel):
    """Something painted that takes the keyboard, and that is spoken as a picture.

    A bare widget has no role for a screen reader to speak; a label that holds a picture has one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setPixmap(QPixmap(1, 1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class Banner(QFrame):
    """A message at the top of a page, with what to do about it."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._look = look
        self._icon = QLabel()
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._act = button("", self._do)
        self._do_it: Callable[[], None] | None = None
        self._close = IconButton(look, "x", "Close this message", self.hide_message)
        self.setLayout(row(self._icon, self._text, self._act, self._close, margin="snug"))
        self.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self.hide()

    def show_message(
        self, text: str, tone: Tone, *, act: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        """Show a message; ``act`` is what can be done about it: its name, and what does it."""
        name, self._do_it = act if act is not None else ("", None)
        self._act.setText(name)
        self._act.setVisible(act is not None)
        self.setProperty("tone", tone.value)
        role = {"good": "good", "info": "info"}.get(tone.value, tone.value)
        colour = getattr(self._look.palette, role)
        self._icon.setPixmap(icons.pixmap(_TONE_ICONS[tone], colour, self._look.px(18)))
        self._icon.setAccessibleName(_TONE_WORDS[tone])
        self._text.setText(text)
        self.setAccessibleName(text)
        restyle(self)
        self.show()

    def _do(self) -> None:
        if self._do_it is not None:
            self._do_it()

    def hide_message(self) -> None:
        """Take the message away."""
        self.hide()
        self.closed.emit()

    @property
    def text(self) -> str:
        """Return what the banner says."""
        return self._text.text()
