"""One figure with its name above and what belongs to it below; it opens its cases."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from dolsdesk.domain.reporting import Tile, superscript
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import column, label

_WIDTH = 150
_EDGE = 12


class TileButton(QPushButton):
    """A tile. One that counts no case cannot be opened."""

    def __init__(self, tile: Tile, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setAutoDefault(False)
        parts = column(
            label(f"{tile.label}{superscript(tile.note)}", "small"),
            label(tile.figure.text, "figure"),
            label(tile.below, "small"),
            gap="hair",
        )
        parts.setContentsMargins(_EDGE, _EDGE // 2, _EDGE, _EDGE // 2)
        for number in range(parts.count()):
            item = parts.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(parts)
        self.setMinimumWidth(look.px(_WIDTH))
        self.setAccessibleName(f"{tile.label}: {tile.figure.text} {tile.below}".strip())
        self.setEnabled(bool(tile.figure.ids))

    def sizeHint(self) -> QSize:
        """Override of QPushButton: as large as the words."""
        layout = self.layout()
        inside = layout.sizeHint() if layout is not None else super().sizeHint()
        return QSize(max(self.minimumWidth(), inside.width()), inside.height())

    def minimumSizeHint(self) -> QSize:
        """Override of QPushButton: as large as the words."""
        return self.sizeHint()
