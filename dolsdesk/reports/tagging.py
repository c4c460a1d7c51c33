"""The structure of a paper: what a screen reader reads, in which order, and as what (AU3).

Every word of a paper stands either in a tag of its structure or in an artifact, which is what
readers pass over: rules, tints, the furniture of a page. Tags are made with the parts of a paper
and filled while it is drawn; at the end the structure is written into the file as PDF/UA-1 asks.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from dolsdesk.domain.text import tidy

_ARTIFACT = "/Artifact BMC"
_END = "EMC"
_LETTER = re.compile(rb"<[0-9A-F]+> <[0-9A-F]+>")
_MOST_LETTERS = 100  # in one part of such a table


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a page that belongs to a tag: the number of the page, and its own on it."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Tag:
    """One element of the structure.

    Args:
        kind: its name in the standard set: ``H1``, ``P``, ``L``, ``Table`` …
        within: the element it belongs to; one of the paper itself where there is none.
        says: what a reader is told in place of a drawing.
        scope: of a heading of a table, what it heads: ``Column`` or ``Row``.
        span: over how many columns a cell reaches.
        is_said_once: said again on further pages for the eye only.
    """

    kind: str
    within: "Tag | None" = None
    says: str = ""
    scope: str = ""
    span: int = 1
    is_said_once: bool = False
    kids: list["Tag | Mark"] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take a place in the order of reading, behind what was made before."""
        if self.within is not None:
            self.within.kids.append(self)

    @property
    def root(self) -> "Tag":
        """Return the element of the paper itself that this one belongs to."""
        return self if self.within is None else self.within.root


class Marks:
    """What the pages of a paper hold of its structure, while it is drawn."""

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.pages: list[list[Tag]] = [[]]
        self._seen: set[int] = set()

    def turn(self) -> None:
        """Go on to the next page."""
        self.pages.append([])

    @contextmanager
    def within(self, code: list[str], tag: Tag) -> Iterator[None]:
        """Let what is drawn belong to a tag; lines that follow one another become one stretch."""
        page = len(self.pages) - 1
        if tag.is_said_once and any(isinstance(one, Mark) and one.page != page for one in tag.kids):
            yield
            return
        self._place(tag)
        if code and code[-1] == _ARTIFACT:
            code.pop()
            here = self.pages[page]
            is_next = bool(here) and here[-1] is tag and bool(code) and code[-1] == _END
            if is_next:
                code.pop()
            else:
                code.append(self._begin(tag, page))
        else:
            code.append(_END)
            code.append(self._begin(tag, page))
        yield
        code.append(_END)
        code.append(_ARTIFACT)

    def _begin(self, tag: Tag, page: int) -> str:
        here = self.pages[page]
        tag.kids.append(Mark(page, len(here)))
        here.append(tag)
        return f"/{tag.kind} <</MCID {len(here) - 1}>> BDC"

    def _place(self, tag: Tag) -> None:
        root = tag.root
        if id(root) not in self._seen:
            self._seen.add(id(root))
            self.tags.append(root)


def begin(code: list[str]) -> None:
    """Begin a page: nothing on it is to be read until a tag says so."""
    code.append(_ARTIFACT)


def end(code: list[str]) -> None:
    """End a page."""
    code.append(_END)


def write(content: bytes, marks: Marks, *, title: str, author: str, language: str) -> bytes:
    """Return a paper with its structure written into it; the same paper gives the same bytes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        _structure(pdf, marks)
        _letters(pdf)
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said["dc:title"] = tidy(title)
            said["dc:creator"] = [tidy(author)]
            said["dc:language"] = [language]
            said["pdfuaid:part"] = "1"
        target = io.BytesIO()
        pdf.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return target.getvalue()


def _structure(pdf: Pdf, marks: Marks) -> None:
    made: dict[int, Any] = {}
    pages = [page.obj for page in pdf.pages]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    whole.K = Array([_element(pdf, tag, whole, pages, made) for tag in marks.tags])
    root.K = whole
    numbers: list[Any] = []
    for number, tags in enumerate(marks.pages[: len(pages)]):
        pages[number].StructParents = number
        pages[number].Tabs = Name.S
        numbers += [number, pdf.make_indirect(Array([made[id(tag)] for tag in tags]))]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root


def _element(pdf: Pdf, tag: Tag, above: Any, pages: Sequence[Any], made: dict[int, Any]) -> Any:
    found = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag.kind}"), P=above))
    made[id(tag)] = found
    if tag.says:
        found.Alt = String(tidy(tag.says))
    if looks := _attributes(tag):
        found.A = looks
    found.K = Array(
        [
            _mark(one, pages) if isinstance(one, Mark) else _element(pdf, one, found, pages, made)
            for one in tag.kids
        ]
    )
    return found


def _mark(mark: Mark, pages: Sequence[Any]) -> Any:
    return Dictionary(Type=Name.MCR, Pg=pages[mark.page], MCID=mark.number)


def _letters(pdf: Pdf) -> None:
    """Take out of the faces what they say of letters that no word uses, and which is no letter."""
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get(Name.Type) == Name.Font and "/ToUnicode" in one:
            told = one.ToUnicode.read_bytes()
            head, rest = told.split(b"endcodespacerange\n", 1)
            tail = rest[rest.rindex(b"endbfchar") + len(b"endbfchar") :]
            used = [row for row in _LETTER.findall(rest) if not row.endswith(b"<0000>")]
            parts = (used[at : at + _MOST_LETTERS] for at in range(0, len(used), _MOST_LETTERS))
            said = b"\n".join(
                b"%d beginbfchar\n%s\nendbfchar" % (len(part), b"\n".join(part)) for part in parts
            )
            one.ToUnicode.write(head + b"endcodespacerange\n" + said + tail)


def _attributes(tag: Tag) -> Any:
    held: dict[str, Any] = {}
    if tag.scope:
        held["Scope"] = Name(f"/{tag.scope}")
    if tag.span > 1:
        held["ColSpan"] = tag.span
    return Dictionary(O=Name.Table, **held) if held else None
