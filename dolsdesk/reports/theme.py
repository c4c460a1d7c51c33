"""Every style of the papers, named for its purpose, once. Sizes in points, measures in mm.

Two greys and one blue, chosen so that a page printed in black loses nothing.
"""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from dolsdesk.reports.fonts import Face, Weight, face

INK = HexColor(0x17222C)
SLATE = HexColor(0x51606E)
ACCENT = HexColor(0x123F5C)
RULE = HexColor(0xC9D1D8)
TINT = HexColor(0xF2F5F7)
GHOST = HexColor(0xF0F2F5)


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of text is set; ``leading`` is the distance from line to line."""

    weight: Weight
    size: float
    leading: float
    colour: Color = INK

    @property
    def face(self) -> Face:
        """Return the face the text is set in."""
        return face(self.weight)

    @property
    def ascent(self) -> float:
        """Return how far the baseline lies below the top of a line."""
        return (self.leading + self.size * 0.72) / 2

    def width(self, text: str) -> float:
        """Return how wide a text is in this style."""
        return self.face.width(text, self.size)


TITLE = Style(Weight.BOLD, 21, 26, ACCENT)
SUBTITLE = Style(Weight.REGULAR, 10.5, 15, SLATE)
SECTION = Style(Weight.BOLD, 12, 16, ACCENT)
GLANCE = Style(Weight.BOLD, 10.4, 14)
LABEL = Style(Weight.REGULAR, 8.4, 13.4, SLATE)
ANSWER = Style(Weight.REGULAR, 9.6, 13.4)
STRONG = Style(Weight.BOLD, 9.6, 13.4)
NOTHING = Style(Weight.REGULAR, 9.6, 13.4, SLATE)
WORDING = Style(Weight.REGULAR, 9, 13, INK)
CONTINUED = Style(Weight.REGULAR, 8.4, 13.4, SLATE)
COLUMN_HEAD = Style(Weight.BOLD, 8, 11, SLATE)
CELL = Style(Weight.REGULAR, 9, 12.4)
CELL_STRONG = Style(Weight.BOLD, 9, 12.4)
DENSE_HEAD = Style(Weight.BOLD, 7.2, 9.6, SLATE)
DENSE_CELL = Style(Weight.REGULAR, 8.2, 11.2)
DENSE_STRONG = Style(Weight.BOLD, 8.2, 11.2)
CAPTION = Style(Weight.REGULAR, 7.4, 10, SLATE)
TILE = Style(Weight.BOLD, 17, 21, ACCENT)
CHART_TITLE = Style(Weight.BOLD, 8.6, 12)
AXIS = Style(Weight.REGULAR, 6.8, 9, SLATE)
SERIES = Style(Weight.BOLD, 6.8, 9)
SUBHEADING = Style(Weight.BOLD, 10, 14)
REMARK = Style(Weight.REGULAR, 8.4, 11.8)
LETTER = Style(Weight.REGULAR, 10.4, 14.6)
LETTER_STRONG = Style(Weight.BOLD, 10.4, 14.6)
LETTER_TITLE = Style(Weight.BOLD, 13, 17, ACCENT)
LARGE_BODY = Style(Weight.REGULAR, 16, 22)
LARGE_STRONG = Style(Weight.BOLD, 16, 22)
LARGE_TITLE = Style(Weight.BOLD, 30, 38, ACCENT)
LARGE_LABEL = Style(Weight.BOLD, 18, 24, SLATE)
LARGE = Style(Weight.REGULAR, 22, 30)
FURNITURE = Style(Weight.REGULAR, 7.6, 10, SLATE)
FURNITURE_STRONG = Style(Weight.BOLD, 7.6, 10, SLATE)
LETTERHEAD = Style(Weight.BOLD, 10.5, 13, INK)
DRAFT = Style(Weight.BOLD, 168, 168, GHOST)

#: Fills of a chart's series, from the first on; they stay apart in grey.
SERIES_FILLS = (ACCENT, HexColor(0x9DB8C9), HexColor(0x5B7F99), HexColor(0xDDE6EC))
#: Strokes of a chart's lines: dark and whole, lighter and dashed, light and dotted.
SERIES_STROKES = ((ACCENT, None), (HexColor(0x5B7F99), (4, 2)), (SLATE, (1, 2)))

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 21 * mm
TOP = 27 * mm
BOTTOM = 24 * mm
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
FRAME_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
#: Labels stand in a column of their own, so that answers keep one left edge and a short line.
GUTTER = 45 * mm
ANSWER_WIDTH = TEXT_WIDTH - GUTTER

HAIRLINE, THIN, FIRM = 0.35, 0.7, 1.4
#: Room for a picture on a note in large print.
PICTURE = 52 * mm
#: Room for a signature by hand.
SIGN_HERE = 17 * mm
