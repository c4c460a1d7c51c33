"""The parts a paper is made of, each a block of strips."""

from collections.abc import Iterable, Sequence
from typing import Any

from dolsdesk.reports import theme
from dolsdesk.reports.bands import TOGETHER, Band, Block, bar, gap, line, put, rule, strip, tint
from dolsdesk.reports.tagging import Tag
from dolsdesk.reports.text import clean, wrapped
from dolsdesk.reports.theme import Style

_GLANCE_LINES, _SIGNATURE_LINES = 3, 24


def title(words: str, below: str) -> Block:
    """Return the title of a paper with the line under it; the root of its outline."""
    bands = [
        _entry(words, 0),
        *_lines(words, theme.TITLE, Tag("H1")),
        *_lines(below, theme.SUBTITLE, Tag("P")),
    ]
    return Block(bands, first=len(bands))


def heading(words: str, *, level: int = 1) -> Block:
    """Return the heading of a section, with its entry in the outline."""

    def over(canvas: Any, x: float, top: float) -> None:
        rule(canvas, x, top, colour=theme.ACCENT, weight=theme.THIN)

    bands = [
        _entry(words, level),
        Band(5.0, over),
        *_lines(words, theme.SECTION, _heads(level)),
        gap(3.0),
    ]
    return Block(bands, first=len(bands), space=15.0)


def subheading(words: str, *, level: int) -> Block:
    """Return the heading of one table, with its entry in the outline."""
    bands = [_entry(words, level), *_lines(words, theme.SUBHEADING, _heads(level))]
    return Block(bands, first=len(bands), space=16.0)


def glance(facts: Sequence[tuple[str, str]]) -> Block:
    """Return the facts that a reader looks for first, side by side on a tint.

    They stand in the paper in full as well, so that a very long one may be cut short here.
    """
    share, inset = theme.TEXT_WIDTH / len(facts), 10.0
    cells = [
        (name, _clipped(wrapped(value, theme.GLANCE, share - 1.5 * inset), _GLANCE_LINES))
        for name, value in facts
    ]
    lines = max(len(value) for _, value in cells)
    height = theme.CAPTION.leading + lines * theme.GLANCE.leading + 17.0
    tags = [Tag("P") for _ in cells]

    def paint(canvas: Any, x: float, top: float) -> None:
        tint(canvas, x, top, height)
        for number, (name, value) in enumerate(cells):
            _cell(
                canvas,
                x + number * share + inset,
                top - 8.0,
                name=name,
                value=value,
                style=theme.GLANCE,
                tag=tags[number],
            )

    return Block([Band(height, paint)], first=1, space=13.0)


def labelled(label: str, words: str, *, style: Style = theme.ANSWER, ruled: bool = True) -> Block:
    """Return an answer beside its label; an answer of any length runs on over pages."""
    bands = [
        strip(style, (theme.GUTTER, said, style, tag))
        for part, tag in ((part, Tag("P")) for part in clean(words).split("\n"))
        for said in wrapped(part, style, theme.ANSWER_WIDTH)
    ]
    return _field(label, bands, ruled=ruled)


def listing(label: str, items: Iterable[str], *, ruled: bool = True) -> Block:
    """Return numbered items beside their label."""
    style, indent = theme.ANSWER, 16.0
    left, whole = theme.GUTTER + indent, Tag("L")
    bands: list[Band] = []
    for number, item in enumerate(items, 1):
        entry = Tag("LI", whole)
        mark, body = Tag("Lbl", entry), Tag("LBody", entry)
        for place, words in enumerate(wrapped(item, style, theme.ANSWER_WIDTH - indent)):
            said = str(number) if place == 0 else ""
            first = (theme.GUTTER, said, theme.LABEL, mark)
            bands.append(strip(style, first, (left, words, style, body)))
    return _field(label, bands, ruled=ruled)


def wording(words: str) -> Block:
    """Return words of the form itself, told from the answers by a bar at their left."""
    style, inset, tag = theme.WORDING, 9.0, Tag("P")

    def band(said: str) -> Band:
        def paint(canvas: Any, x: float, top: float) -> None:
            bar(canvas, x + theme.GUTTER, top, style.leading)
            put(canvas, x + theme.GUTTER + inset, top, said, style, tag=tag)

        return Band(style.leading, paint)

    bands = [band(said) for said in wrapped(words, style, theme.ANSWER_WIDTH - inset)]
    return Block([gap(3.0), *bands, gap(6.0)], first=len(bands) + 1)


def numbered(number: int, words: str) -> Block:
    """Return a numbered remark across the whole page."""
    style, indent, tag = theme.REMARK, 14.0, Tag("P")
    lines = wrapped(words, style, theme.TEXT_WIDTH - indent)
    bands = [
        strip(
            style,
            (0.0, str(number) if place == 0 else "", style, tag),
            (indent, said, style, tag),
        )
        for place, said in enumerate(lines)
    ]
    return Block(bands, first=len(bands), space=2.0)


def note(words: str, *, style: Style = theme.CAPTION, space: float = 3.0) -> Block:
    """Return a remark across the whole page."""
    return Block(_lines(words, style, Tag("P")), space=space)


def large(words: str, style: Style, kind: str = "P") -> Block:
    """Return text of a note in large print; ``kind`` says what a reader takes it for."""
    return Block(_lines(words, style, Tag(kind)), space=9.0)


def frame(words: str) -> Block:
    """Return an empty frame for a picture, saying what belongs there."""
    tag = Tag("P")

    def paint(canvas: Any, x: float, top: float) -> None:
        canvas.setStrokeColor(theme.SLATE)
        canvas.setLineWidth(theme.THIN)
        canvas.roundRect(x, top - theme.PICTURE, theme.TEXT_WIDTH, theme.PICTURE, 6)
        put(canvas, x + 10, top - 10, words, theme.SUBTITLE, tag=tag)

    return Block([Band(theme.PICTURE, paint)], first=1, space=6.0)


def signature(label: str, parts: Sequence[tuple[str, str]]) -> Block:
    """Return a box to sign in, over what is printed of the signatory; it is never broken."""
    share, inset = theme.TEXT_WIDTH / len(parts), 8.0
    cells = [
        (name, _clipped(wrapped(value, theme.STRONG, share - 2 * inset), _SIGNATURE_LINES))
        for name, value in parts
    ]
    lines = max(len(value) for _, value in cells)
    over, tags = Tag("P"), [Tag("P") for _ in cells]
    height = theme.SIGN_HERE + theme.CAPTION.leading + lines * theme.STRONG.leading + 10.0

    def paint(canvas: Any, x: float, top: float) -> None:
        across = top - theme.SIGN_HERE
        canvas.setStrokeColor(theme.SLATE)
        canvas.setLineWidth(theme.THIN)
        canvas.roundRect(x, top - height, theme.TEXT_WIDTH, height, 3)
        put(canvas, x + inset, top - 4, label, theme.CAPTION, tag=over)
        rule(canvas, x, across, colour=theme.SLATE)
        for number, (name, value) in enumerate(cells):
            start = x + number * share
            if number:
                canvas.line(start, across, start, top - height)
            _cell(
                canvas, start + inset, across - 4,
                name=name, value=value, style=theme.STRONG, tag=tags[number],
            )  # fmt: skip

    return Block([gap(4.0), Band(height, paint)], first=2)


def _heads(level: int) -> Tag:
    """Return the tag of a heading; the title of the paper is the one above them all."""
    return Tag(f"H{level + 1}")


def _lines(words: str, style: Style, tag: Tag) -> list[Band]:
    return [line(said, style, tag) for said in wrapped(words, style, theme.TEXT_WIDTH)]


def _field(label: str, bands: Sequence[Band], *, ruled: bool) -> Block:
    """Return the bands of one field beside its label, under a hairline.

    The label is painted whole before the answer, so that it is also read before it. On the next
    page the gutter says that the answer goes on; that takes no room of its own.
    """
    labels = wrapped(label, theme.LABEL, theme.GUTTER - 10)
    missing = [gap(theme.ANSWER.leading)] * (len(labels) - len(bands))
    tag = Tag("P")

    def paint(canvas: Any, x: float, top: float) -> None:
        for place, said in enumerate(labels):
            below = top - place * theme.ANSWER.leading
            put(canvas, x, below, said, theme.LABEL, tag=tag, drop=theme.ANSWER.ascent)

    again = line("continued", theme.CONTINUED, None)
    return Block(
        [Band(4.0, rule) if ruled else gap(1.0), Band(0.0, paint), *bands, *missing, gap(3.4)],
        first=max(len(labels), TOGETHER) + 2,
        last=TOGETHER + 1,
        head=(Band(0.0, again.paint),),
    )


def _cell(
    canvas: Any, x: float, top: float, *, name: str, value: Sequence[str], style: Style, tag: Tag
) -> None:
    """Write a small name over lines of a value."""
    put(canvas, x, top, name, theme.CAPTION, tag=tag)
    for place, said in enumerate(value):
        below = top - theme.CAPTION.leading - place * style.leading
        put(canvas, x, below, said, style, tag=tag)


def _clipped(lines: Sequence[str], most: int) -> Sequence[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


def _entry(words: str, level: int) -> Band:
    """Return a strip without height that puts a heading into the outline."""
    return Band(0.0, lambda canvas, _x, top: canvas.note_section(words, level, top))
