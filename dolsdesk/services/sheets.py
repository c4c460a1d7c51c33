"""Reading tables that people keep in spreadsheets: any of the encodings and separators they save.

A line is read by itself. A cell with line breaks joins the lines it stands on; a quotation mark
that is never closed spoils its own line and no other.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dolsdesk.errors import FileUnreadable

#: Separators that spreadsheets write.
SEPARATORS = (",", ";", "\t", "|")
_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSED = ("utf-8", "cp1252")
_NOUGHT = "\0"  # no text has one; a workbook and a damaged file do
_LONGEST_CELL = 12  # lines of the file that one cell may stand on
_QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its first line in the file, and its text."""

    line: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands in it."""
        return not self.text.strip(' ,;|\t"\x1a')


def content(path: Path, largest: int) -> bytes:
    """Return what stands in a file.

    Raises:
        FileUnreadable: it is not there, is larger than ``largest`` bytes, or is empty.
    """
    try:
        if path.stat().st_size > largest:
            raise FileUnreadable("SHEET_TOO_LARGE", name=path.name, n=largest // 1_000_000)
        found = path.read_bytes()
    except OSError as fault:
        raise FileUnreadable("SHEET_NOT_READ", name=path.name) from fault
    if not found.strip():
        raise FileUnreadable("SHEET_EMPTY", name=path.name)
    return found


def decoded(found: bytes, name: str) -> str:
    """Return bytes as text: by their mark, or as UTF-8, or as a western spreadsheet saves it.

    Raises:
        FileUnreadable: it is a workbook, or no text.
    """
    marked = [encoding for mark, encoding in _MARKED if found.startswith(mark)]
    for encoding in marked or _GUESSED:
        try:
            text = found.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOUGHT not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise FileUnreadable("SHEET_NOT_TEXT", name=name)


def rows(text: str) -> Iterator[Row]:
    """Yield the rows of a table, each with the number of its first line."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end = _end_of(lines, at)
        yield Row(at + 1, "\n".join(lines[at:end]))
        at = end


def _end_of(lines: list[str], at: int) -> int:
    """Return where the row that begins on a line ends; itself alone where a quote stays open."""
    quotes = 0
    for end in range(at, min(at + _LONGEST_CELL, len(lines))):
        quotes += lines[end].count(_QUOTE)
        if quotes % 2 == 0:
            return end + 1
    return at + 1


def cells(row: Row, separator: str) -> list[str] | None:
    """Return the cells of a row; None where its quotation marks do not match."""
    try:
        found = list(
            csv.reader(io.StringIO(row.text, newline=""), delimiter=separator, strict=True)
        )
    except (csv.Error, ValueError):
        return None
    return found[0] if len(found) == 1 else None
