"""The words of a paper, to be read in the window: never as a page that could fetch or run."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from dolsdesk.domain import incoming, text
from dolsdesk.domain.incoming import Media
from dolsdesk.errors import FileUnreadable
from dolsdesk.services import words
from dolsdesk.services.received import mail, outlook
from dolsdesk.services.received.message import Message, words_of_page

#: What comes of unpacking an archive that is damaged, and of reading what is then in it.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, LookupError,
    TypeError, AttributeError, RuntimeError,
)  # fmt: skip
#: A thousand pages; more would not be read in a window, and takes long to lay out.
MOST_LETTERS = 2_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What a program writes for older ones that do not know what stands before it: the same again.
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def of(media: Media, content: bytes) -> str:
    """Return the words of a paper that is read as text.

    Raises:
        FileUnreadable: it is damaged.
    """
    if media is Media.WORD:
        said = of_word(content)
    elif media is Media.EMAIL:
        said = _of_message(mail.read(content))
    elif media is Media.OUTLOOK:
        said = _of_message(outlook.read(content))
    else:
        said = incoming.as_text(content) or ""
        if media is Media.MARKUP:
            said = words_of_page(said)
    return _shortened(text.tidy_lines(said))


def of_word(content: bytes) -> str:
    """Return the words of a Word document, a line for each paragraph and each row of a table.

    Raises:
        FileUnreadable: it is damaged.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docx.opc.package import OpcPackage
    from docx.oxml.parser import parse_xml
    from lxml.etree import LxmlError

    try:
        package = OpcPackage.open(io.BytesIO(content))
        body = parse_xml(package.main_document_part.blob)
    except (PackageNotFoundError, LxmlError, *BROKEN) as fault:
        raise FileUnreadable("INCOMING_WORD_DAMAGED") from fault
    return "\n".join(_lines(body))


def _lines(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}p":
            yield _words(child)
        elif child.tag == f"{_W}tbl":
            for line in child.iter(f"{_W}tr"):
                cells = (" ".join(filter(None, _lines(cell))) for cell in line.iter(f"{_W}tc"))
                yield " | ".join(cells)
        elif child.tag != _AGAIN and isinstance(child.tag, str):
            yield from _lines(child)


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph; what was deleted while changes are followed is not there."""
    parts: list[str] = []
    for found in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(True for _again in found.iterancestors(_AGAIN)):
            continue
        if found.tag == f"{_W}t":
            parts.append(found.text or "")
        elif found.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif found.getparent().tag == f"{_W}r":
            parts.append("\t" if found.tag == f"{_W}tab" else "\n")
    return "".join(parts)


def _of_message(message: Message) -> str:
    head = [
        ("From", message.sender),
        ("To", message.to),
        ("Sent", text.long_date(message.sent_on) if message.sent_on else ""),
        ("Subject", message.subject),
        ("With it", ", ".join(one.name for one in message.attached)),
    ]
    lines = [f"{name}: {value}" for name, value in head if value]
    return "\n".join([*lines, "", message.body])


def _shortened(said: str) -> str:
    if len(said) <= MOST_LETTERS:
        return said
    return f"{said[:MOST_LETTERS]}\n\n{words.sentence('INCOMING_SHORTENED')}"
