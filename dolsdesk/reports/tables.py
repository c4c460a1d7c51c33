"""Tables: columns that fit their content, headings said again on every page, rows kept whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dolsdesk.domain.reporting import Heading, superscript
from dolsdesk.reports import theme
from dolsdesk.reports.bands import TOGETHER, Band, Block, gap, put, rule
from dolsdesk.reports.tagging import Tag
from dolsdesk.reports.text import longest_line, longest_word, wrapped
from dolsdesk.reports.theme import Style

_PAD = 1.5  # above and below the words of a row
_WHOLE = 24  # a row of more lines than this may be broken
_SHORT = 0.4  # of a page: a table no taller than this is never broken


@dataclass(frozen=True, slots=True)
class _Look:
    """How a table is set; one with many columns is set smaller."""

    cell: Style
    total: Style
    head: Style
    air: float  # between two columns


_USUAL = _Look(theme.CELL, theme.CELL_STRONG, theme.COLUMN_HEAD, 9.0)
_DENSE = _Look(theme.DENSE_CELL, theme.DENSE_STRONG, theme.DENSE_HEAD, 6.0)
_MANY = 8  # columns


@dataclass(frozen=True, slots=True)
class _Column:
    heading: Heading
    left: float
    width: float

    @property
    def words(self) -> str:
        return self.heading.text + superscript(self.heading.note)

    def put(self, canvas: Any, x: float, top: float, words: str, style: Style, *, tag: Tag) -> None:
        """Write one line of a cell: numbers end at the right, words begin at the left."""
        is_number = self.heading.is_number
        edge = x + self.left + (self.width if is_number else 0.0)
        put(canvas, edge, top, words, style, tag=tag, ends_at=is_number)


def table(
    headings: Sequence[Heading], rows: Sequence[Sequence[str]], *, total: int | None = None
) -> Block:
    """Return a table as wide as the text; the row numbered ``total`` is set bold.

    A short table stays whole, and so does every row that a page can hold well.
    """
    look = _DENSE if len(headings) >= _MANY else _USUAL
    columns = _columns(headings, rows, look)
    whole = Tag("Table")
    over = Tag("THead", whole)
    top = [gap(3.0), *_groups(columns, look.head, over), _heads(columns, look.head, over)]
    bands: list[Band] = []
    under = Tag("TBody", whole)
    for number, row in enumerate(rows):
        style = look.total if number == total else look.cell
        bands += _row(columns, row, style, Tag("TR", under))
    is_short = sum(band.height for band in bands) <= _SHORT * theme.FRAME_HEIGHT
    together = len(bands) if is_short else TOGETHER
    return Block([*top, *bands], first=len(top) + together, head=top)


def _columns(
    headings: Sequence[Heading], rows: Sequence[Sequence[str]], look: _Look
) -> list[_Column]:
    """Return the columns: as wide as they would like, or fairly narrowed to fit."""
    usable = theme.TEXT_WIDTH - look.air * (len(headings) - 1)
    share = usable / len(headings)
    liked: list[float] = []
    least: list[float] = []
    for place, heading in enumerate(headings):
        head = heading.text + superscript(heading.note)
        cells = {row[place] for row in rows}
        styles = (look.cell, look.total)  # most signs are wider in bold, and a few are not
        line = max(longest_line(words, style) for words in (*cells, "") for style in styles)
        word = max(longest_word(words, style) for words in (*cells, "") for style in styles)
        liked.append(max(line, longest_line(head, look.head)))
        word = max(word, longest_word(head, look.head), min(liked[-1], share / 2))
        least.append(min(word, 2 * share))
    columns: list[_Column] = []
    left = 0.0
    for heading, width in zip(headings, _shared(usable, liked, least), strict=True):
        columns.append(_Column(heading, left, width))
        left += width + look.air
    return columns


def _shared(usable: float, liked: Sequence[float], least: Sequence[float]) -> list[float]:
    """Return widths that fill the room: all get what they like, or more than the least."""
    if (spare := usable - sum(liked)) >= 0:
        return [one + spare * one / (sum(liked) or 1.0) for one in liked]
    if (room := usable - sum(least)) < 0:
        return [usable * low / sum(least) for low in least]
    wanting = [max(like - low, 0.0) for like, low in zip(liked, least, strict=True)]
    return [
        low + room * more / (sum(wanting) or 1.0) for low, more in zip(least, wanting, strict=True)
    ]


def _groups(columns: Sequence[_Column], style: Style, within: Tag) -> list[Band]:
    """Return the strip of headings that stand over several columns, if any do."""
    spans: list[tuple[str, float, float, int]] = []
    for column in columns:
        start, end, count = column.left, column.left + column.width, 1
        if spans and spans[-1][0] == column.heading.group:
            _, start, _, held = spans.pop()
            count += held
        spans.append((column.heading.group, start, end, count))
    if not any(name for name, *_ in spans):
        return []
    row = Tag("TR", within)
    tags = [_heads_column(row, span=count) for *_, count in spans]
    named = [
        (wrapped(name, style, end - start), start, end, tag)
        for (name, start, end, _), tag in zip(spans, tags, strict=True)
        if name
    ]
    height = max(len(lines) for lines, *_ in named) * style.leading

    def paint(canvas: Any, x: float, top: float) -> None:
        canvas.setStrokeColor(theme.RULE)
        canvas.setLineWidth(theme.THIN)
        for lines, start, end, tag in named:
            below = top - height + len(lines) * style.leading
            for place, words in enumerate(lines):
                middle = x + (start + end - style.width(words)) / 2
                put(canvas, middle, below - place * style.leading, words, style, tag=tag)
            canvas.line(x + start, top - height - 1, x + end, top - height - 1)

    return [Band(height + 2.5, paint)]


def _heads_column(row: Tag, *, span: int = 1) -> Tag:
    return Tag("TH", row, scope="Column", span=span, is_said_once=True)


def _heads(columns: Sequence[_Column], style: Style, within: Tag) -> Band:
    """Return the strip of column headings, all standing on one line."""
    row = Tag("TR", within)
    tags = [_heads_column(row) for _ in columns]
    lines = [wrapped(column.words, style, column.width) for column in columns]
    height = max(map(len, lines)) * style.leading

    def paint(canvas: Any, x: float, top: float) -> None:
        for column, said, tag in zip(columns, lines, tags, strict=True):
            below = top - height + len(said) * style.leading
            for place, words in enumerate(said):
                column.put(canvas, x, below - place * style.leading, words, style, tag=tag)
        rule(canvas, x, top - height - 1.2, colour=theme.SLATE, weight=theme.THIN)

    return Band(height + 2.5, paint)


def _row(columns: Sequence[_Column], cells: Sequence[str], style: Style, row: Tag) -> list[Band]:
    """Return a row as one strip; a very tall one line by line, so that it can be broken."""
    tags = [Tag("TD", row) for _ in columns]
    lines = [
        wrapped(words, style, column.width) for words, column in zip(cells, columns, strict=True)
    ]
    count = max(map(len, lines))

    def paint(canvas: Any, x: float, top: float, start: int, stop: int) -> None:
        for column, said, tag in zip(columns, lines, tags, strict=True):
            for place, words in enumerate(said[start:stop]):
                column.put(canvas, x, top - _PAD - place * style.leading, words, style, tag=tag)
        if stop == count:
            rule(canvas, x, top - 2 * _PAD - (stop - start) * style.leading)

    if count <= _WHOLE:
        return [Band(count * style.leading + 2 * _PAD, partial(paint, start=0, stop=count))]
    return [
        Band(
            style.leading + (2 * _PAD if number + 1 == count else 0.0),
            partial(paint, start=number, stop=number + 1),
        )
        for number in range(count)
    ]
