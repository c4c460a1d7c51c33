"""The faces that every paper is set in, embedded so that any name prints on any machine."""

from collections import defaultdict
from enum import StrEnum
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from dolsdesk import resources


class Weight(StrEnum):
    """The four faces of the family, by the name of their file."""

    REGULAR = "NotoSans-Regular"
    BOLD = "NotoSans-Bold"
    ITALIC = "NotoSans-Italic"
    BOLD_ITALIC = "NotoSans-BoldItalic"


class Face:
    """One embedded face, and how wide each letter of it is."""

    def __init__(self, weight: Weight) -> None:
        font = TTFont(weight.value, str(resources.path(f"fonts/{weight.value}.ttf")))
        pdfmetrics.registerFont(font)
        self.name: str = weight.value
        self._widths = _Widths(font)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is at a size, in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def has(self, letter: str) -> bool:
        """Return whether the face has a shape for a letter."""
        return self._widths.holds(letter)


class _Widths(defaultdict[str, float]):
    """Widths in thousandths of the size, looked up once a letter."""

    def __init__(self, font: TTFont) -> None:
        super().__init__()
        self._known = font.face.charWidths
        self._usual = font.face.defaultWidth

    def __missing__(self, letter: str) -> float:
        width = float(self._known.get(ord(letter), self._usual))
        self[letter] = width
        return width

    def holds(self, letter: str) -> bool:
        return ord(letter) in self._known


@cache
def face(weight: Weight) -> Face:
    """Return a face, read from its file the first time it is asked for."""
    return Face(weight)
