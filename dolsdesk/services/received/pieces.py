"""The labels and values that stand in a file: a Word document, a PDF, plain lines, a table."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dolsdesk.domain import incoming
from dolsdesk.domain.incoming import Media
from dolsdesk.domain.reading.labels import ALIKE, Labels
from dolsdesk.domain.reading.pieces import Piece, columns, plain, split_line
from dolsdesk.errors import FileUnreadable, Refused
from dolsdesk.services.received import mail, outlook
from dolsdesk.services.received.wording import of_word

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: Fewer letters on a page than these are a picture of a page.
_LEAST_LETTERS = 60
_MOST_PAGES = 60
_LONGEST_LABEL = 220
_CELLS = 6


@dataclass(frozen=True, slots=True)
class Source:
    """What stands in a file: its first words, and its pieces in order."""

    title: str
    pieces: tuple[Piece, ...]


def of(media: Media, content: bytes, labels: Labels) -> Source:
    """Return what stands in a file.

    Raises:
        FileUnreadable: it is damaged, or locked.
        Refused: it is of a kind that holds no form that can be read, or a picture of one.
    """
    if media is Media.WORD:
        return _of_word(content, labels)
    if media is Media.PDF:
        return _of_pdf(content, labels)
    if media in {Media.CSV, Media.TEXT} and (rows := _rows(incoming.as_text(content) or "")):
        return _of_table(rows)
    if media in {Media.CSV, Media.TEXT, Media.EMAIL, Media.OUTLOOK}:
        said = _words(media, content)
        return Source(said[:200], tuple(_of_lines(said.split("\n"), "line", labels)))
    raise Refused("READING_OTHER")


def _words(media: Media, content: bytes) -> str:
    if media is Media.EMAIL:
        return mail.read(content).body
    if media is Media.OUTLOOK:
        return outlook.read(content).body
    return incoming.as_text(content) or ""


# Lines


def _of_lines(
    lines: Sequence[str], place: str, labels: Labels, *, in_columns: bool = False
) -> Iterator[Piece]:
    """Yield the pieces of lines: a label before its value, above it, or in a column of its own.

    ``in_columns`` says that labels stand on the left and values on the right: then a line on the
    left alone, right under a label, is more of the label, and a line with both begins anew.
    """
    held: Piece | None = None
    headings: tuple[str, ...] = ()
    was_blank = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            was_blank = True
            continue
        follows, was_blank = not was_blank, False
        label, value = columns(line)
        where = f"{place} {number}"
        if not label:  # more of the value before
            held = _more(held, value)
            continue
        if not value and labels.is_heading(label) and labels.best(label, headings) < ALIKE:
            if held is not None:
                yield held
            held, headings = None, (*headings, label)
            continue
        joined = f"{held.label} {label}" if held is not None else ""
        alone = labels.best(label, headings)
        if held is not None and labels.best(joined, headings) > max(
            alone, labels.best(held.label, headings)
        ):
            held = _more(replace(held, label=joined), value)  # the label goes on
            continue
        if in_columns and held is not None and follows and alone < ALIKE and not value:
            held = replace(held, label=joined)
            continue
        is_pair = bool(value) and (in_columns or ":" in line[: len(label) + 3])
        if alone >= ALIKE or held is None or is_pair:
            if held is not None:
                yield held
            held = Piece(label[:_LONGEST_LABEL], value, where, headings)
        else:
            held = _more(held, line.strip())
    if held is not None:
        yield held


def _more(held: Piece | None, said: str) -> Piece | None:
    if held is None or not said:
        return held
    return replace(held, value=f"{held.value}\n{said}".strip())


# Word


def _of_word(content: bytes, labels: Labels) -> Source:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        document = Document(io.BytesIO(content))
        blocks = list(_blocks(document.element.body))
    except (
        PackageNotFoundError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, OSError,
        NotImplementedError, EOFError,
    ) as fault:  # fmt: skip
        raise FileUnreadable("INCOMING_WORD_DAMAGED") from fault
    found: list[Piece] = []
    lines: list[str] = []
    headings: tuple[str, ...] = ()
    tables = 0
    for block in blocks:
        if isinstance(block, str):
            lines += block.split("\n")
            continue
        found += _with_headings(_of_lines(lines, "line", labels), headings)
        headings = (*headings, *filter(labels.is_heading, lines))
        lines = []
        tables += 1
        rows, headings = _of_cells(block, f"table {tables}", headings, labels)
        found += rows
    found += _with_headings(_of_lines(lines, "line", labels), headings)
    title = next((one for one in blocks if isinstance(one, str)), "")
    return Source(title or of_word(content)[:200], tuple(found))


def _with_headings(pieces: Iterable[Piece], headings: tuple[str, ...]) -> Iterator[Piece]:
    for one in pieces:
        yield replace(one, headings=(*headings, *one.headings))


def _blocks(body: object) -> Iterator["str | list[list[str]]"]:
    """Yield paragraphs as text and tables as rows of cells, in the order they stand."""
    for one in body:  # type: ignore[attr-defined]
        if one.tag == f"{_W}p":
            said = _said(one)
            if said.strip():
                yield said
        elif one.tag == f"{_W}tbl":
            yield [[_said(cell) for cell in row.iter(f"{_W}tc")] for row in one.iter(f"{_W}tr")]
        elif one.tag == f"{_W}sdt":
            inner = one.find(f"{_W}sdtContent")
            if inner is not None:
                yield from _blocks(inner)


def _said(element: object) -> str:
    """Return the words of a paragraph or a cell; a ticked box as one."""
    parts: list[str] = []
    for one in element.iter():  # type: ignore[attr-defined]
        if one.tag == f"{_W}t":
            parts.append(one.text or "")
        elif one.tag == f"{_W}tab":
            parts.append("\t")
        elif one.tag in {f"{_W}br", f"{_W}cr"} or (one.tag == f"{_W}p" and parts):
            parts.append("\n")
        elif one.tag == f"{_W}checkBox":  # a box of an old form
            default, ticked = one.find(f"{_W}default"), one.find(f"{_W}checked")
            mark = ticked if ticked is not None else default
            value = mark.get(f"{_W}val", "1") if mark is not None else "0"
            parts.append("☒ " if value in {"1", "true"} else "☐ ")
    return "".join(parts).strip()


def _of_cells(
    rows: list[list[str]], place: str, headings: tuple[str, ...], labels: Labels
) -> tuple[list[Piece], tuple[str, ...]]:
    """Return the pieces of a table, and the headings that stand from then on.

    A row of two cells is a label and its value; of four, two of each; of one, a heading, a label
    whose value stands in the next row, or a line with both.
    """
    found: list[Piece] = []
    waiting: Piece | None = None
    for number, cells in enumerate(rows, start=1):
        where = f"{place}, row {number}"
        told = [one for place_, one in enumerate(cells) if place_ == 0 or one != cells[place_ - 1]]
        told = [one for one in told if one.strip()]
        if not told:
            continue
        if len(told) == 1:
            only = told[0]
            if waiting is not None and labels.best(only, headings) < ALIKE:
                found.append(replace(waiting, value=only))
                waiting = None
                continue
            label, value = split_line(only.split("\n")[0])
            rest = "\n".join(only.split("\n")[1:])
            if labels.is_heading(label) and not value and not rest:
                headings = (*headings, label)
            elif value or rest:
                found.append(Piece(label, f"{value}\n{rest}".strip(), where, headings))
            else:
                waiting = Piece(label, "", where, headings)
            continue
        waiting = None
        pairs = [(told[n], told[n + 1]) for n in range(0, len(told) - 1, 2)]
        if len(told) % 2:
            pairs = [(told[0], "\n".join(told[1:]))]
        for label, value in pairs:
            found.append(Piece(" ".join(label.split())[:_LONGEST_LABEL], value, where, headings))
    if waiting is not None:
        found.append(waiting)
    return found, headings


# PDF


def _of_pdf(content: bytes, labels: Labels) -> Source:
    """Return the fields of a form to fill in, or the lines of its pages in two columns."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise FileUnreadable("READING_LOCKED")
        if len(reader.pages) > _MOST_PAGES:
            raise Refused("READING_LONG", n=_MOST_PAGES)
        fields = tuple(_of_fields(reader.get_fields() or {}))
        texts = [page.extract_text(extraction_mode="layout") for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError,
            RecursionError, OSError) as fault:  # fmt: skip
        raise FileUnreadable("READING_DAMAGED") from fault
    if not fields and sum(len(plain(one)) for one in texts) < _LEAST_LETTERS * len(texts):
        raise Refused("READING_SCANNED")
    title = " ".join(" ".join(texts[:1]).split())[:200]
    if fields:
        return Source(title, fields)
    found: list[Piece] = []
    headings: tuple[str, ...] = ()
    for number, said in enumerate(texts, start=1):
        pieces = list(_of_lines(said.split("\n"), f"page {number}, line", labels, in_columns=True))
        found += _with_headings(pieces, headings)
        if pieces:
            headings = (*headings, *pieces[-1].headings)
    return Source(title, tuple(found))


def _of_fields(fields: dict[str, object]) -> Iterator[Piece]:
    """Yield the fields of a form; what a field is called for people is its label."""
    for number, (name, one) in enumerate(fields.items(), start=1):
        held = one if hasattr(one, "get") else {}
        value = str(held.get("/V") or "")
        label = str(held.get("/TU") or name)
        if value.startswith("/"):
            value = {"/Yes": "Yes", "/On": "Yes", "/Off": ""}.get(value, value[1:])
        if value.strip():
            yield Piece(_spaced(label), value.replace("\r", "\n"), f"field {number}")


def _spaced(name: str) -> str:
    """Return a name such as DateOfBirth or date_of_birth in words."""
    if " " in name:
        return name
    said = "".join(
        f" {one}" if one.isupper() and n and not name[n - 1].isupper() else one
        for n, one in enumerate(name)
    )
    return said.replace("_", " ").replace(".", " ").strip()


# A table with a line for each request


def _rows(said: str) -> list[list[str]]:
    """Return the rows of a table, for whichever sign parts its cells; none where it is no table."""
    for sign in ",;\t|":
        try:
            rows = [
                row
                for row in csv.reader(io.StringIO(said), delimiter=sign, strict=True)
                if any(map(str.strip, row))
            ]
        except csv.Error:
            continue
        widths = {len(row) for row in rows}
        is_wide = len(widths) == 1 and max(widths) >= _CELLS and len(rows) > 1
        is_upright = widths == {2} and len(rows) >= _CELLS
        if is_wide or is_upright:
            return rows
    return []


def _of_table(rows: list[list[str]]) -> Source:
    """Return the first line of a table under its headings, or the pairs of two columns."""
    if len(rows[0]) == 2:  # noqa: PLR2004  (a label and its value)
        return Source(rows[0][0], tuple(
            Piece(_spaced(row[0]), row[1], f"row {n}") for n, row in enumerate(rows, start=1)
        ))  # fmt: skip
    found = tuple(
        Piece(_spaced(label), value, f"row 2, column {n}")
        for n, (label, value) in enumerate(zip(rows[0], rows[1], strict=True), start=1)
        if value.strip()
    )
    return Source("", found)
