"""What stands on a form: a label and what was written beside it, and where."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """One label with its value.

    Attributes:
        label: the label as printed.
        value: what stands beside or under it, lines kept.
        where: the place in the file, in words: "page 1", "table 2, row 3".
        headings: the headings above it, the nearest last.
    """

    label: str
    value: str
    where: str
    headings: tuple[str, ...] = ()


_GAP = re.compile(r"\s{2,}|\t+")
_COLON = re.compile(r"^(.{2,110}?)\s*:\s*(.*)$")
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+", re.IGNORECASE)


def plain(words: str) -> str:
    """Return words as labels are compared: small letters, no marks, numbering or brackets."""
    said = unicodedata.normalize("NFKD", words)
    said = "".join(one for one in said if not unicodedata.combining(one))
    said = _NUMBER.sub("", said)
    said = re.sub(r"\([^)]*\)", " ", said)
    said = re.sub(r"['’]", "", said.lower())
    said = re.sub(r"[^a-z0-9]+", " ", said)
    return " ".join(said.split())


def split_line(line: str) -> tuple[str, str]:
    """Return the label and the value of a line that holds both, or the line as a label."""
    stripped = line.strip()
    found = _COLON.match(stripped)
    if found and not re.fullmatch(r"\d{1,2}", found[1][-2:]) and "http" not in found[1]:
        return found[1].strip(), found[2].strip()
    parts = _GAP.split(stripped, maxsplit=1)
    if len(parts) == 2:  # noqa: PLR2004  (a label and its value)
        return parts[0].strip(), parts[1].strip()
    return stripped, ""


def columns(line: str) -> tuple[str, str]:
    """Return the left and the right column of a line of a page; the left one may be empty."""
    if line[:1].isspace() and len(line) - len(line.lstrip()) >= _INDENT:
        return "", line.strip()
    return split_line(line)


_INDENT = 12
