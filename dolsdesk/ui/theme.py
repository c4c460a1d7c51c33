"""The look: palette, type scale and spacing, as one style sheet; and what painted parts ask for."""

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from dolsdesk import resources
from dolsdesk.config import Theme
from dolsdesk.ui.palette import CONTRAST, DARK, LIGHT, Palette

FAMILY = "Inter"
_FONTS = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")

#: Type sizes and spaces in pixels at 100 %.
SIZES = {"small": 12, "body": 13, "lead": 15, "title": 20}
SPACE = {"hair": 2, "tight": 4, "snug": 8, "room": 12, "wide": 16, "broad": 24}


class Look(QObject):
    """The palette and scale in force. Painted widgets repaint when ``changed`` is emitted."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.palette: Palette = LIGHT
        self.percent = 100
        self._fonts: dict[tuple[str, int], QFont] = {}
        for name in _FONTS:
            QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
        app.setStyle(QStyleFactory.create("Fusion"))

    def apply(self, theme: Theme, percent: int = 100) -> None:
        """Put a theme and a text size into force."""
        self.palette = _palette(theme)
        self.percent = percent
        self._fonts.clear()
        self._app.setFont(self.font())
        self._app.setPalette(_qt_palette(self.palette))
        self._app.setStyleSheet(stylesheet(self.palette, percent))
        self.changed.emit()

    def px(self, pixels: float) -> int:
        """Return a length at the scale in force."""
        return max(1, round(pixels * self.percent / 100))

    def font(self, size: str = "body", weight: int = 400) -> QFont:
        """Return a font by size name, with figures that line up in columns."""
        found = self._fonts.get((size, weight))
        if found is None:  # a table asks for every cell it paints
            found = self._fonts[size, weight] = QFont(FAMILY)
            found.setPixelSize(self.px(SIZES[size]))
            found.setWeight(QFont.Weight(weight))
            found.setFeature(QFont.Tag("tnum"), 1)
        return found

    def colour(self, role: str) -> QColor:
        """Return a colour by role."""
        return QColor(getattr(self.palette, role))


def _palette(theme: Theme) -> Palette:
    chosen = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}
    if theme in chosen:
        return chosen[theme]
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _qt_palette(look: Palette) -> QPalette:
    role = QPalette.ColorRole
    given = {
        role.Window: look.window,
        role.WindowText: look.text,
        role.Base: look.surface,
        role.AlternateBase: look.raised,
        role.Text: look.text,
        role.Button: look.surface,
        role.ButtonText: look.text,
        role.BrightText: look.danger,
        role.Highlight: look.accent,
        role.HighlightedText: look.accent_text,
        role.PlaceholderText: look.muted,
        role.ToolTipBase: look.surface,
        role.ToolTipText: look.text,
        role.Link: look.accent,
        role.Mid: look.line,
        role.Dark: look.border,
    }
    made = QPalette()
    for name, colour in given.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(look.muted))
    return made


def stylesheet(look: Palette, percent: int) -> str:
    """Return the style sheet of a palette at a text size."""
    colours = {name: getattr(look, name) for name in look.__dataclass_fields__}
    scale = percent / 100
    lengths = {f"size_{k}": f"{round(v * scale)}px" for k, v in SIZES.items()}
    spaces = {f"space_{k}": f"{max(1, round(v * scale))}px" for k, v in SPACE.items()}
    controls = str(resources.path("icons/controls")).replace("\\", "/")
    extra = {
        "images": controls,
        "control": f"{round(30 * scale)}px",
        "box": f"{round(16 * scale)}px",
        "box_checked": f"{round(16 * scale) - 2}px",  # its border is wider by so much
        "ring": "3px" if look.name == "contrast" else "2px",
    }
    sheet = Template(resources.text("look/sheet.qss"))
    return sheet.substitute(colours | lengths | spaces | extra)
