"""The page that every paper shares: margins, header, footer, marking, page x of y, bookmarks."""

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from dolsdesk.domain.text import tidy
from dolsdesk.reports import tagging, theme
from dolsdesk.reports.bands import put, rule
from dolsdesk.reports.fonts import Weight
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.tagging import Marks, Tag
from dolsdesk.reports.theme import Style

LANGUAGE = "en-GB"
_FACES = frozenset(weight.value for weight in Weight)
_BETWEEN = " · "
_ABOVE = 12.0  # shown above a heading that the outline leads to


class PagedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that holds its pages back until it is known how many there are."""

    def __init__(self, *arguments: Any, meta: Meta, marks: Marks, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._meta = meta
        self._marks = marks
        self._held: list[dict[str, Any]] = []
        self._sections: list[tuple[str, int, float]] = []

    def setFont(  # noqa: N802
        self, psfontname: str, size: float, leading: float | None = None
    ) -> None:
        """Set one of our faces (overrides ``Canvas.setFont``).

        Drawings begin by naming a built-in font, which is never embedded: it is passed over.
        """
        if psfontname in _FACES:
            super().setFont(psfontname, size, leading)

    def use(self, style: Style) -> None:
        """Set font and colour, without saying again what already holds."""
        if (self._fontname, self._fontsize) != (style.face.name, style.size):
            self.setFont(style.face.name, style.size)
        if self._fillColorObj is not style.colour:
            self.setFillColor(style.colour)

    def begin(self) -> None:
        """Begin a page, on which nothing is read until a tag says so."""
        tagging.begin(self._code)

    def reading(self, tag: Tag | None) -> AbstractContextManager[None]:
        """Let what is drawn belong to a tag of the structure, or be furniture."""
        return nullcontext() if tag is None else self._marks.within(self._code, tag)

    def note_section(self, words: str, level: int, top: float) -> None:
        """Remember that a section begins here, for the outline."""
        _, above = self.absolutePosition(0, top)
        self._sections.append((words, level, above))

    def showPage(self) -> None:  # noqa: N802
        """Hold the page back (overrides ``Canvas.showPage``)."""
        self._held.append(dict(self.__dict__))
        self._marks.turn()
        self._sections = []
        self._startPage()

    def save(self) -> None:
        """Finish every page and write the file (overrides ``Canvas.save``)."""
        for number, page in enumerate(self._held, 1):
            self.__dict__.update(page)
            _foot(self, self._meta, number, len(self._held))
            for place, (words, level, above) in enumerate(self._sections):
                key = f"section-{number}-{place}"
                self.bookmarkHorizontal(key, 0, above + _ABOVE)
                self.addOutlineEntry(tidy(words), key, level=level)
            tagging.end(self._code)
            super().showPage()
        super().save()


def bind(story: Sequence[Flowable], meta: Meta) -> Rendered:
    """Return a paper as PDF; the same story and furniture give the same bytes."""
    target, marks = io.BytesIO(), Marks()
    frame = Frame(
        theme.MARGIN,
        theme.BOTTOM,
        theme.TEXT_WIDTH,
        theme.FRAME_HEIGHT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document = BaseDocTemplate(
        target,
        pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT),
        pageTemplates=[PageTemplate(frames=[frame], onPage=partial(_open, meta=meta))],
        title=tidy(meta.title),
        author=tidy(meta.author),
        subject=tidy(f"{meta.reference} {meta.template}"),
        creator="dolsdesk",
        lang=LANGUAGE,
        initialFontName=theme.ANSWER.face.name,
        invariant=1,
    )
    document.build(list(story), canvasmaker=partial(PagedCanvas, meta=meta, marks=marks))
    content = tagging.write(
        target.getvalue(), marks, title=meta.title, author=meta.author, language=LANGUAGE
    )
    return Rendered(content, document.page)


def _open(canvas: Any, document: Any, *, meta: Meta) -> None:
    """Draw what lies under the text: the draft mark, then the header."""
    canvas.begin()
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if meta.is_draft:
        _draft(canvas)
    left, right = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN
    top = theme.PAGE_HEIGHT - theme.TOP / 2 + 4
    if document.page == 1:
        put(canvas, left, top, meta.council, theme.LETTERHEAD, tag=Tag("P"))
    else:
        put(canvas, left, top, meta.council, theme.FURNITURE_STRONG, tag=None)
        put(canvas, right, top, meta.title, theme.FURNITURE, tag=None, ends_at=True)
    if meta.is_draft and document.page == 1:
        said = "Draft, not issued"
        put(canvas, right, top, said, theme.FURNITURE_STRONG, tag=Tag("P"), ends_at=True)


def _draft(canvas: Any) -> None:
    canvas.saveState()
    canvas.translate(theme.PAGE_WIDTH / 2, theme.PAGE_HEIGHT / 2)
    canvas.rotate(54)
    half = theme.DRAFT.width("DRAFT") / 2
    put(canvas, -half, theme.DRAFT.size / 2, "DRAFT", theme.DRAFT, tag=None)
    canvas.restoreState()


def _foot(canvas: Any, meta: Meta, number: int, total: int) -> None:
    left, right = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN
    top = theme.BOTTOM - 14
    rule(canvas, left, top + 4)
    about = _BETWEEN.join(part for part in (meta.reference, meta.footer_person) if part)
    put(canvas, left, top, about, theme.FURNITURE_STRONG, tag=None)
    page = f"Page {number} of {total}"
    put(canvas, right, top, page, theme.FURNITURE_STRONG, tag=None, ends_at=True)
    below = top - theme.FURNITURE.leading
    put(canvas, left, below, f"{meta.template}{_BETWEEN}{meta.produced}", theme.FURNITURE, tag=None)
    put(canvas, right, below, meta.marking, theme.FURNITURE, tag=None, ends_at=True)
