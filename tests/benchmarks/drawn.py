"""The words of a paper, drawn again on a bare canvas: what the papers are measured against."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Line:
    """Words as they stand on a page of the paper."""

    x: float
    y: float
    font: str
    size: float
    words: str


Page = Sequence[Line]


def pages(content: bytes) -> list[Page]:
    """Return the words of a paper, page by page, with where and how they are set."""
    return [_lines(page) for page in PdfReader(io.BytesIO(content)).pages]


def check(found: Sequence[Page]) -> None:
    """Check that a paper drawn again says the same: as many pages, and every word on them.

    Raises:
        ValueError: it does not, so that measuring against it would mean nothing.
    """
    if list(map(_words, pages(draw(found)))) != list(map(_words, found)):
        raise ValueError("the bare canvas does not say what the paper says")


def draw(found: Sequence[Page]) -> bytes:
    """Draw every word again, and nothing else."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for page in found:
        font, size = "", 0.0
        for line in page:
            if (line.font, line.size) != (font, size):
                font, size = line.font, line.size
                canvas.setFont(font, size)
            canvas.drawString(line.x, line.y, line.words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _lines(page: PageObject) -> list[Line]:
    """Return the words of a page with where and how they are set."""
    found: list[Line] = []

    def visit(words: str, place: Any, within: Any, font: Any, size: float) -> None:
        if words.strip():
            name = str(font["/BaseFont"]).partition("+")[2]
            x, y = place[4] + within[4], place[5] + within[5]
            found.append(Line(x, y, name, size, words.strip("\n")))

    page.extract_text(visitor_text=visit)
    return found


def _words(page: Sequence[Line]) -> list[str]:
    return [word for line in page for word in line.words.split()]
