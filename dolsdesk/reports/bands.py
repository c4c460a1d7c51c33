"""Strips across the page, and the flowable that stacks them and knows where it may be broken.

Text is wrapped once, into strips one line high; a page break then only counts strips. So an answer
of any length costs its own length and no more, and a heading is never left alone at a page foot.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from dolsdesk.reports import theme
from dolsdesk.reports.tagging import Tag
from dolsdesk.reports.theme import Style

#: Draws on a canvas, given the left edge and the top of the band.
Paint = Callable[[Any, float, float], None]
#: Words at a place of a line, in a style, and what a reader takes them for.
Piece = tuple[float, str, Style, Tag | None]

TOGETHER = 2  # lines that never stand alone at a page foot or a page top


@dataclass(frozen=True, slots=True)
class Band:
    """A strip across the page that is never cut."""

    height: float
    paint: Paint


class Block(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Bands one under the other.

    Args:
        bands: from top to bottom.
        first: how many must stand together where the block begins.
        last: how many must stand together where it ends.
        head: bands said again on top of every further page.
        space: distance from what stands above.
    """

    def __init__(
        self,
        bands: Sequence[Band],
        *,
        first: int = TOGETHER,
        last: int = TOGETHER,
        head: Sequence[Band] = (),
        space: float = 0.0,
    ) -> None:
        super().__init__()
        self.bands = bands
        self.first, self.last, self.head = first, last, head
        self.spaceBefore = space

    def under(self, above: "Block") -> "Block":
        """Return this block with another on top of it that it must not be parted from."""
        return Block(
            [*above.bands, *self.bands],
            first=len(above.bands) + self.first,
            last=self.last,
            head=self.head,
            space=above.spaceBefore,
        )

    def over(self, below: "Block") -> "Block":
        """Return this block with another under it that its end must not be parted from."""
        return Block(
            [*self.bands, gap(below.spaceBefore), *below.bands],
            first=self.first,
            last=self.last + 1 + len(below.bands),
            head=self.head,
            space=self.spaceBefore,
        )

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size of the block (overrides ``Flowable.wrap``)."""
        self.width, self.height = width, sum(band.height for band in self.bands)
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Return the block in two where a page ends (overrides ``Flowable.split``).

        Nothing is returned when too little of it fits: it then begins on the next page. What does
        not even fit on an empty page is broken wherever that page ends.
        """
        fits, used = 0, 0.0
        for band in self.bands:
            if used + band.height > height:
                break
            fits, used = fits + 1, used + band.height
        if fits == len(self.bands):
            return [self]
        count = min(fits, len(self.bands) - self.last)
        if count < self.first and height < theme.FRAME_HEIGHT:
            return []
        if count <= len(self.head):
            count = fits
        upper = Block(self.bands[:count], first=self.first, space=self.spaceBefore)
        rest = [*self.head, *self.bands[count:]]
        lower = Block(rest, first=len(self.head) + 1, last=self.last, head=self.head)
        return [upper, lower]

    def draw(self) -> None:
        """Paint the bands from the top (overrides ``Flowable.draw``)."""
        top = self.height
        for band in self.bands:
            band.paint(self.canv, 0.0, top)
            top -= band.height


def gap(height: float) -> Band:
    """Return an empty strip."""
    return Band(height, _nothing)


def strip(style: Style, *pieces: Piece) -> Band:
    """Return one line: pieces of text, each at its place, all on the baseline of ``style``."""

    def paint(canvas: Any, x: float, top: float) -> None:
        for left, words, own, tag in pieces:
            put(canvas, x + left, top, words, own, tag=tag, drop=style.ascent)

    return Band(style.leading, paint)


def line(words: str, style: Style, tag: Tag | None) -> Band:
    """Return one line that begins at the left edge."""
    return strip(style, (0.0, words, style, tag))


def put(
    canvas: Any,
    x: float,
    top: float,
    words: str,
    style: Style,
    *,
    tag: Tag | None,
    drop: float | None = None,
    ends_at: bool = False,
) -> None:
    """Write one line below ``top``; it ends at ``x`` where ``ends_at`` is set.

    It belongs to ``tag``; without one it is furniture, which readers pass over. ``drop`` puts it
    on another style's baseline.
    """
    if not words:
        return
    if ends_at:
        x -= style.width(words)
    with canvas.reading(tag):
        canvas.use(style)
        written = canvas.beginText(x, top - (style.ascent if drop is None else drop))
        written.textLine(f"{words} ")  # so that words do not run together when they are read
        canvas.drawText(written)


def rule(
    canvas: Any,
    x: float,
    y: float,
    *,
    colour: Any = theme.RULE,
    weight: float = theme.HAIRLINE,
) -> None:
    """Draw a line as wide as the text."""
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(weight)
    canvas.line(x, y, x + theme.TEXT_WIDTH, y)


def bar(canvas: Any, x: float, top: float, height: float) -> None:
    """Draw a firm stroke down the left of something."""
    canvas.setStrokeColor(theme.ACCENT)
    canvas.setLineWidth(theme.FIRM)
    canvas.line(x + theme.FIRM / 2, top, x + theme.FIRM / 2, top - height)


def tint(canvas: Any, x: float, top: float, height: float) -> None:
    """Lay a tint with a bar at its left behind something."""
    canvas.setFillColor(theme.TINT)
    canvas.rect(x, top - height, theme.TEXT_WIDTH, height, stroke=0, fill=1)
    bar(canvas, x, top, height)


def _nothing(_canvas: Any, _x: float, _top: float) -> None:
    return
