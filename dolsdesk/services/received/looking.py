"""Looking at a file before it is taken in: what it is, what it brings, and whether it is safe.

A file is read once, whole, into memory; what was looked at is what is kept. How large it is, and
how large it would become if it were unpacked, is asked before anything is unpacked.
"""

import io
import stat
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dolsdesk.domain import incoming
from dolsdesk.domain.incoming import Fit, IncomingKind, Media
from dolsdesk.errors import DeskError, FileUnreadable, Refused
from dolsdesk.services import words
from dolsdesk.services.received import mail, outlook, wording
from dolsdesk.services.received.message import Message

#: However large a council lets files be: a file is held in memory three times while it is kept.
LARGEST_EVER = 200_000_000
_MB = 1_000_000
#: What a document may unpack to. A long form with photographs comes to some tens of megabytes.
_LARGEST_UNPACKED = 500_000_000
#: How many times its size an archive may unpack to, from the size at which that matters. Text
#: packs to a tenth; a thousandth is nothing that anybody wrote.
_MOST_TIMES = 150
_SMALL_UNPACKED = 50_000_000
_MOST_MEMBERS = 10_000
#: An e-mail within an e-mail within an e-mail; and what one may bring.
_DEEPEST = 3
_MOST_ATTACHED = 100
_LONGEST_LINE = 400  # what a line of text holds in the store
_MIMETYPE = "mimetype"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not taken in, and why, as a sentence."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was looked at.

    ``received_on`` is the day an e-mail was sent. ``brought`` are the files that came with an
    e-mail, ``left_out`` those of them that are not kept by themselves.
    """

    name: str
    content: bytes
    media: Media
    fit: Fit
    kind: IncomingKind
    received_on: date | None = None
    sender: str = ""
    subject: str = ""
    brought: tuple["Found", ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def at_path(path: Path, largest: int) -> Found:
    """Return what a file is; ``largest`` is how many bytes it may have.

    Raises:
        FileUnreadable: it is not there, is a folder, may not be read, or changed meanwhile.
        Refused: it is empty, too large, could run, or hides what is in it.
    """
    name = incoming.plain_name(path.name)
    try:
        held = path.stat()
        if stat.S_ISDIR(held.st_mode):
            raise FileUnreadable("INCOMING_FOLDER", name=name)
        if not stat.S_ISREG(held.st_mode):
            raise FileUnreadable("INCOMING_GONE", name=name)
        _check_size(name, held.st_size, largest)
        with path.open("rb") as opened:
            content = opened.read(held.st_size + 1)
    except PermissionError as fault:
        raise FileUnreadable("INCOMING_NO_LEAVE", name=name) from fault
    except OSError as fault:
        raise FileUnreadable("INCOMING_GONE", name=name) from fault
    if len(content) != held.st_size:
        raise FileUnreadable("INCOMING_MOVING", name=name)
    return at_bytes(name, content, largest)


def at_bytes(name: str, content: bytes, largest: int, *, deep: int = 0) -> Found:
    """Return what some bytes are that came under a name.

    Raises:
        Refused: they are none, too many, could run, or hide what is in them.
    """
    name = incoming.plain_name(name)
    _check_size(name, len(content), largest)
    media, fit = _what(name, content)
    if media is Media.PROGRAM or incoming.ending(name) in incoming.RUNS:
        raise Refused("INCOMING_RUNS", name=name)
    if media in incoming.REFUSED:
        raise Refused("INCOMING_ARCHIVE", name=name)
    found = Found(name, content, media, fit, incoming.usual_kind(media, name))
    return _with_message(found, largest, deep) if media in incoming.MAIL else found


def said(found: Found) -> str:
    """Return what a file was found to be, in sentences."""
    return describe(found.name, found.media, found.fit)


def describe(name: str, media: Media, fit: Fit) -> str:
    """Return what a file is, and what that means for whoever would read it, in sentences."""
    parts = [f"{words.fact(media.value)}."]
    if incoming.is_misnamed(name, media):
        parts.append(words.sentence("INCOMING_MISNAMED", ending=incoming.ending(name)))
    code = {
        Fit.LOCKED: "INCOMING_LOCKED",
        Fit.DAMAGED: "INCOMING_DAMAGED",
        Fit.MACROS: "INCOMING_MACROS",
        Fit.NOT_SHOWN: "INCOMING_NOT_SHOWN",
    }.get(fit)
    if code is not None:
        parts.append(words.sentence(code))
    elif media is Media.WORD:
        parts.append(words.sentence("INCOMING_WORDS_ONLY"))
    return " ".join(parts)


def _check_size(name: str, size: int, largest: int) -> None:
    if not size:
        raise Refused("INCOMING_EMPTY", name=name)
    most = min(largest, LARGEST_EVER)
    if size > most:
        raise Refused(
            "INCOMING_TOO_LARGE", name=name, size=round(size / _MB), most=round(most / _MB)
        )


def _what(name: str, content: bytes) -> tuple[Media, Fit]:
    media = incoming.by_beginning(content)
    has_macros = False
    if media is Media.ARCHIVE:
        media, has_macros, is_damaged = _archive(name, content)
        if is_damaged:
            return media, Fit.DAMAGED
    elif media is Media.STORAGE:
        media, has_macros = _storage(content)
    if media is Media.LOCKED_OFFICE:
        return media, Fit.LOCKED
    if media is Media.PDF:
        return media, _fit_of_pdf(content)
    if media is Media.WORD:
        try:
            wording.of_word(content)
        except FileUnreadable:
            return media, Fit.DAMAGED
    if media not in incoming.SHOWN:
        return media, Fit.NOT_SHOWN
    return media, Fit.MACROS if has_macros else Fit.WHOLE


def _archive(name: str, content: bytes) -> tuple[Media, bool, bool]:
    """Return what an archive is, whether it has macros, and whether it is damaged.

    Raises:
        Refused: it would unpack to far more than anybody wrote.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            is_bomb = len(members) > _MOST_MEMBERS or unpacked > _LARGEST_UNPACKED
            if is_bomb or (
                unpacked > _SMALL_UNPACKED and unpacked > _MOST_TIMES * len(content)
            ):  # fmt: skip
                raise Refused("INCOMING_BOMB", name=name)
            names = {member.filename for member in members}
            kind = ""
            if _MIMETYPE in names:
                kind = archive.read(_MIMETYPE)[:100].decode("ascii", errors="replace")
    except Refused:
        raise
    except wording.BROKEN:
        # Cut off in the middle: kept only where its name says what it was to be.
        is_word = incoming.ending(name) in {"docx", "docm"}
        return (Media.WORD, False, True) if is_word else (Media.ARCHIVE, False, True)
    media, has_macros = incoming.by_members(names, kind)
    return media, has_macros, False


def _storage(content: bytes) -> tuple[Media, bool]:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            return incoming.by_streams(["/".join(entry) for entry in ole.listdir()])
    except wording.BROKEN:
        return Media.STORAGE, False


def _fit_of_pdf(content: bytes) -> Fit:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as found:
            return Fit.WHOLE if len(found.pages) else Fit.DAMAGED
    except pikepdf.PasswordError:
        return Fit.LOCKED
    except (pikepdf.PdfError, OSError, ValueError):
        return Fit.DAMAGED


def _with_message(found: Found, largest: int, deep: int) -> Found:
    """Return an e-mail with who sent it, when, and what it brings."""
    try:
        message = _message(found)
    except FileUnreadable:
        return Found(found.name, found.content, found.media, Fit.DAMAGED, found.kind)
    brought: list[Found] = []
    left_out: list[LeftOut] = []
    for number, one in enumerate(message.attached):
        name = incoming.plain_name(one.name)
        try:
            if deep >= _DEEPEST or number >= _MOST_ATTACHED:
                raise Refused("INCOMING_TOO_DEEP", name=name)
            brought.append(at_bytes(name, one.content, largest, deep=deep + 1))
        except DeskError as fault:
            left_out.append(LeftOut(name, words.error(fault)))
    return Found(
        name=found.name,
        content=found.content,
        media=found.media,
        fit=found.fit,
        kind=found.kind,
        received_on=message.sent_on,
        sender=message.sender[:_LONGEST_LINE],
        subject=message.subject[:_LONGEST_LINE],
        brought=tuple(brought),
        left_out=tuple(left_out),
    )


def _message(found: Found) -> Message:
    if found.media is Media.EMAIL:
        return mail.read(found.content)
    return outlook.read(found.content)
