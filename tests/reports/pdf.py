"""Reading PDFs back in tests."""

import io
import re

from pypdf import PdfReader


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pages(content: bytes) -> list[str]:
    """Return the words of each page, spaces made single, so that a reviewer can read a diff."""
    return [_tidy(page.extract_text()) for page in read(content).pages]


def words(content: bytes) -> str:
    """Return all words of a paper on one line."""
    return " ".join(" ".join(pages(content)).split())


def as_text(content: bytes) -> str:
    """Return a paper as a golden file keeps it."""
    return "".join(
        f"--- page {number} ---\n{page}\n" for number, page in enumerate(pages(content), 1)
    )


def fonts(content: bytes) -> dict[str, bool]:
    """Return the fonts of a paper, each with whether it is embedded."""
    found = {}
    for page in read(content).pages:
        for held in page["/Resources"]["/Font"].values():
            font = held.get_object()
            descriptor = font.get("/FontDescriptor", {})
            found[str(font["/BaseFont"])] = "/FontFile2" in descriptor
    return found


def outline(content: bytes) -> list[tuple[int, str, int]]:
    """Return the bookmarks: depth, words, number of the page they lead to."""
    reader = read(content)

    def walk(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, entry.title, reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline, 0))


def _tidy(text: str) -> str:
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
