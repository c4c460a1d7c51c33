"""Any letter as paper: addressed for a window envelope, with its parts; in large print too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dolsdesk.domain.forms.letter import Letter, Part, PartKind, merged
from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import tables, theme
from dolsdesk.reports.bands import Band, Block, gap, line, put, strip
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind
from dolsdesk.reports.tagging import Tag
from dolsdesk.reports.text import clean, wrapped
from dolsdesk.reports.theme import Style

_SHARE = 0.56  # of the width that the addressee has


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a letter goes to, from whom and when; each a text of a line or several."""

    to: str
    sender: str
    on: str
    reference: str
    salutation: str
    about: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class _Look:
    """How a letter is set."""

    body: Style
    strong: Style
    space: float


_USUAL = _Look(theme.LETTER, theme.LETTER_STRONG, 8.0)
_LARGE = _Look(theme.LARGE_BODY, theme.LARGE_STRONG, 13.0)
_EASY = _Look(theme.LARGE, theme.LARGE_LABEL, 16.0)


def render(
    letter: Letter,
    answers: Mapping[str, Any],
    envelope: Envelope,
    meta: Meta,
    *,
    is_large: bool = False,
) -> Rendered:
    """Return a letter with its facts as PDF; ``is_large`` sets it in large print."""
    look = _EASY if letter.is_easy else _LARGE if is_large else _USUAL
    story: list[Block] = [_head(envelope, look), _subject(letter, answers, look)]
    story.append(_paragraph(envelope.salutation, look))
    if envelope.about:
        story.append(_paragraph(envelope.about, look, style=look.strong))
    for part in letter.parts:
        story += _part(part, answers, look)
    story.append(_signed("Yours sincerely", envelope.signed_by, look))
    if letter.encloses:
        heading = _paragraph("Enclosed", look, style=look.strong)
        listed = _listing([merged(one, answers) for one in letter.encloses], look)
        story.append(_together(heading, listed, look))
    return bind(story, meta)


def _head(envelope: Envelope, look: _Look) -> Block:
    """Return the addressee, where a window shows it, beside sender, date and reference."""
    style = look.body
    share = theme.TEXT_WIDTH * _SHARE
    left = _lines(envelope.to, style, share - 14.0)
    beside = "\n".join((envelope.sender, envelope.on, envelope.reference))
    right = _lines(beside, style, theme.TEXT_WIDTH - share)
    to, sender = Tag("P"), Tag("P")
    height = max(len(left), len(right)) * style.leading

    def paint(canvas: Any, x: float, top: float) -> None:
        for place, said in enumerate(left):
            put(canvas, x, top - place * style.leading, said, style, tag=to)
        for place, said in enumerate(right):
            put(canvas, x + share, top - place * style.leading, said, style, tag=sender)

    return Block([gap(30.0), Band(height, paint), gap(14.0)], first=3)


def _subject(letter: Letter, answers: Mapping[str, Any], look: _Look) -> Block:
    style = theme.LARGE_TITLE if letter.is_easy else theme.LETTER_TITLE
    words = merged(letter.title, answers)
    tag = Tag("H1")
    lines = [line(said, style, tag) for said in wrapped(words, style, theme.TEXT_WIDTH)]
    outline = Band(0.0, lambda canvas, _x, top: canvas.note_section(words, 0, top))
    return Block([outline, *lines], first=len(lines) + 1, space=look.space)


def _part(part: Part, answers: Mapping[str, Any], look: _Look) -> Iterator[Block]:
    answer = answers.get(part.key) if part.key else None
    if part.kind is PartKind.TEXT:
        said = merged(part.text, answers).strip()
        if said:
            yield _paragraph(said, look)
    elif part.kind is PartKind.HEADING:
        yield _paragraph(merged(part.text, answers), look, style=look.strong, kind="H2")
    elif not answer:
        if part.none_text:
            yield _paragraph(part.none_text, look)
    elif part.kind is PartKind.ROWS:
        headings = [Heading(column, is_number=False) for column in part.columns]
        yield tables.table(headings, [[str(cell) for cell in row] for row in answer])
    elif part.kind is PartKind.LIST:
        yield _listing([str(item) for item in answer], look)
    else:
        yield _paragraph(str(answer), look)


def _paragraph(words: str, look: _Look, *, style: Style | None = None, kind: str = "P") -> Block:
    chosen = style or look.body
    bands = [
        line(said, chosen, tag)
        for one, tag in ((one, Tag(kind)) for one in clean(words).split("\n"))
        for said in wrapped(one, chosen, theme.TEXT_WIDTH)
    ]
    return Block(bands, space=look.space)


def _listing(items: Sequence[str], look: _Look) -> Block:
    style, indent, whole = look.body, look.body.size * 1.4, Tag("L")
    bands: list[Band] = []
    for item in items:
        entry = Tag("LI", whole)
        mark, body = Tag("Lbl", entry), Tag("LBody", entry)
        for place, said in enumerate(wrapped(item, style, theme.TEXT_WIDTH - indent)):
            sign = "•" if place == 0 else ""
            bands.append(strip(style, (0.0, sign, style, mark), (indent, said, style, body)))
    return Block(bands, space=look.space / 2)


def _signed(close: str, words: str, look: _Look) -> Block:
    """Return the close, room for a signature by hand, and who signs; it is never broken."""
    tag = Tag("P")
    names = [line(said, look.body, tag) for said in _lines(words, look.body, theme.TEXT_WIDTH)]
    bands = [line(close, look.body, Tag("P")), gap(theme.SIGN_HERE * 0.7), *names]
    return Block(bands, first=len(bands), space=look.space)


def _together(heading: Block, listed: Block, look: _Look) -> Block:
    """Return a heading and its list, which begins on the page of the heading."""
    bands = [*heading.bands, gap(look.space / 2), *listed.bands]
    return Block(bands, first=len(heading.bands) + 2, space=look.space)


def _lines(words: str, style: Style, width: float) -> list[str]:
    parts = (part for part in clean(words).split("\n") if part.strip())
    return [said for part in parts for said in wrapped(part, style, width)]
