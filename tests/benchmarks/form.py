"""Form 5 from a case, against its own words drawn on a bare canvas, line for line."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import cases, opening, paperwork, worklist
from dolsdesk.services.worklist import Bucket, Query, SortKey
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS = 51
_TARGET = Target(times=3.0)


@dataclass(frozen=True, slots=True)
class Line:
    """Words as they stand on a page of the paper."""

    x: float
    y: float
    font: str
    size: float
    words: str


def measure(profile: Path) -> Iterator[Measured]:
    """Measure the newest Form 5 of the council, from the facts of the case to the bytes."""
    desk, ctx = opening.desk_and_context(profile, None)
    newest = Query(
        bucket=Bucket.CLOSED,
        states=frozenset({RequestState.GRANTED}),
        sort=SortKey.DECIDED,
        descending=True,
    )
    try:
        granted = worklist.page(ctx, newest, limit=1).rows[0]
        case = cases.open_case(ctx, granted.request_id).case
        paper = paperwork.form_5(ctx, case)
        pages = [_lines(page) for page in PdfReader(io.BytesIO(paper.content)).pages]
        _check(pages, _draw(pages))
        yield in_turn(
            f"Form 5 from a case ({paper.pages} pages)",
            [(timed(partial(paperwork.form_5, ctx, case)), timed(partial(_draw, pages)))] * _ROUNDS,
            baseline="the same lines on a bare reportlab canvas",
            target=_TARGET,
        )
    finally:
        desk.close()


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


def _draw(pages: Sequence[Sequence[Line]]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for page in pages:
        font, size = "", 0.0
        for line in page:
            if (line.font, line.size) != (font, size):
                font, size = line.font, line.size
                canvas.setFont(font, size)
            canvas.drawString(line.x, line.y, line.words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _check(pages: Sequence[Sequence[Line]], drawn: bytes) -> None:
    """Check that the baseline says the same: as many pages, and every word on them.

    Raises:
        ValueError: it does not, so that measuring against it would mean nothing.
    """
    read = [_lines(page) for page in PdfReader(io.BytesIO(drawn)).pages]
    if [_words(page) for page in read] != [_words(page) for page in pages]:
        raise ValueError("the bare canvas does not say what the paper says")


def _words(page: Sequence[Line]) -> list[str]:
    return [word for line in page for word in line.words.split()]
