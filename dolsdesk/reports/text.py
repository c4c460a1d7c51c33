"""Breaks plain text into lines. Text is never read as markup, so nothing in it can do harm."""

import unicodedata
from functools import lru_cache

from dolsdesk.domain.text import tidy_lines
from dolsdesk.reports.fonts import Weight, face
from dolsdesk.reports.theme import Style

_TAB = "    "
_REMEMBERED = 2_000
#: Signs that word processors put in and our faces lack.
_STAND_INS = str.maketrans(
    {
        "\u2028": "\n", "−": "-", "≤": "<=", "≥": ">=", "≠": "not equal to", "≈": "about ",
        "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "■": "•", "●": "•", "▪": "•", "○": "•",
        "◦": "•", "□": "[ ]", "☐": "[ ]", "☑": "[x]", "☒": "[x]", "✓": "[x]", "✔": "[x]",
    }
)  # fmt: skip
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Return text as it can be printed: composed letters, no control characters, no tabs.

    A letter that our faces have no shape for is shown as unknown rather than left out unseen.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", text).translate(_STAND_INS)
    lines = tidy_lines(composed).replace("\t", _TAB)
    shapes = face(Weight.REGULAR)
    return "".join(c if c == "\n" or shapes.has(c) else _UNKNOWN for c in lines)


@lru_cache(_REMEMBERED)
def wrapped(text: str, style: Style, width: float) -> tuple[str, ...]:
    """Return the lines of a text in a column; a word longer than the column is cut.

    The same questions stand in every letter of a run, so what was broken lately is remembered.
    """
    return tuple(part for line in clean(text).split("\n") for part in _broken(line, style, width))


def longest_word(text: str, style: Style) -> float:
    """Return the width of the longest word: a column narrower than that must cut it."""
    return max((style.width(word) for word in clean(text).split()), default=0.0)


def longest_line(text: str, style: Style) -> float:
    """Return how wide a column must be to hold a text without breaking a line."""
    return max(style.width(line) for line in clean(text).split("\n"))


def _broken(line: str, style: Style, width: float) -> list[str]:
    space = style.width(" ")
    lines: list[str] = []
    held: list[str] = []
    used = 0.0
    for word in line.split(" "):
        wide = style.width(word)
        if held and used + space + wide > width:
            lines.append(" ".join(held))
            held, used = [], 0.0
        if wide > width:
            *full, word = _cut(word, style, width)  # noqa: PLW2901  (the rest goes on as a word)
            lines += full
            wide = style.width(word)
        used += wide + (space if held else 0.0)
        held.append(word)
    lines.append(" ".join(held))
    return lines


def _cut(word: str, style: Style, width: float) -> list[str]:
    """Return a word in pieces that each fit; a mark stays with the letter it stands on."""
    pieces: list[str] = []
    piece, used = "", 0.0
    for letter in word:
        wide = style.width(letter)
        if piece and used + wide > width and not unicodedata.combining(letter):
            pieces.append(piece)
            piece, used = "", 0.0
        piece += letter
        used += wide
    return [*pieces, piece]
