"""Papers that come in: what they may be, and what a file is by its content (IN3).

A file is known by how it begins and by what is in it, never by its name: a name says what somebody
called it. Nothing here opens a file; whoever does hands in bytes and names.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class IncomingKind(StrEnum):
    """What a paper is to the desk; whoever takes it in says so."""

    FORM_1 = "in_form_1"
    FORM_2 = "in_form_2"
    FORM_10 = "in_form_10"
    FORM_12 = "in_form_12"
    ASSESSMENT = "in_assessment"
    CARE_PLAN = "in_care_plan"
    MEDICAL = "in_medical"
    POWER = "in_power"
    COURT = "in_court"
    EMAIL = "in_email"
    LETTER = "in_letter"
    PHOTOGRAPH = "in_photograph"
    OTHER = "in_other"


class Media(StrEnum):
    """What a file is by its content."""

    PDF = "media_pdf"
    JPEG = "media_jpeg"
    PNG = "media_png"
    TIFF = "media_tiff"
    GIF = "media_gif"
    BMP = "media_bmp"
    WEBP = "media_webp"
    HEIC = "media_heic"
    WORD = "media_word"
    SHEET = "media_sheet"
    SLIDES = "media_slides"
    OPEN_DOCUMENT = "media_open_document"
    OLD_OFFICE = "media_old_office"
    LOCKED_OFFICE = "media_locked_office"
    RICH_TEXT = "media_rich_text"
    EMAIL = "media_email"
    OUTLOOK = "media_outlook"
    MARKUP = "media_markup"
    CSV = "media_csv"
    TEXT = "media_text"
    ARCHIVE = "media_archive"
    STORAGE = "media_storage"
    PROGRAM = "media_program"
    UNKNOWN = "media_unknown"


class Fit(StrEnum):
    """Whether a paper can be read in the window, and if not, why."""

    WHOLE = "fit_whole"
    MACROS = "fit_macros"
    LOCKED = "fit_locked"
    DAMAGED = "fit_damaged"
    NOT_SHOWN = "fit_not_shown"


#: What is looked at as a picture.
PICTURES = frozenset({Media.JPEG, Media.PNG, Media.TIFF, Media.GIF, Media.BMP, Media.WEBP})
#: E-mails, which bring other papers with them.
MAIL = frozenset({Media.EMAIL, Media.OUTLOOK})
#: What is read as text; never as a page that could fetch or run something.
TEXTS = frozenset({Media.WORD, Media.MARKUP, Media.CSV, Media.TEXT}) | MAIL
#: What can be read in the window at all.
SHOWN = frozenset({Media.PDF}) | PICTURES | TEXTS
#: What is not kept: it could run, or hides what is in it.
REFUSED = frozenset({Media.PROGRAM, Media.ARCHIVE, Media.STORAGE})

#: The ending a file is saved under, by what it is. Others are saved under a harmless one.
ENDINGS: dict[Media, str] = {
    Media.PDF: "pdf", Media.JPEG: "jpg", Media.PNG: "png", Media.TIFF: "tif", Media.GIF: "gif",
    Media.BMP: "bmp", Media.WEBP: "webp", Media.HEIC: "heic", Media.WORD: "docx",
    Media.SHEET: "xlsx", Media.SLIDES: "pptx", Media.OPEN_DOCUMENT: "odt", Media.RICH_TEXT: "rtf",
    Media.OLD_OFFICE: "doc", Media.EMAIL: "eml", Media.OUTLOOK: "msg", Media.CSV: "csv",
    Media.TEXT: "txt", Media.MARKUP: "txt",
}  # fmt: skip
#: Endings that a name may have for what a file is; any other is worth a word.
_NAMED: dict[Media, frozenset[str]] = {
    Media.JPEG: frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    Media.TIFF: frozenset({"tif", "tiff"}),
    Media.HEIC: frozenset({"heic", "heif"}),
    Media.WORD: frozenset({"docx", "docm", "dotx", "dotm"}),
    Media.SHEET: frozenset({"xlsx", "xlsm", "xltx", "xltm"}),
    Media.SLIDES: frozenset({"pptx", "pptm", "ppsx"}),
    Media.OPEN_DOCUMENT: frozenset({"odt", "ods", "odp"}),
    Media.OLD_OFFICE: frozenset({"doc", "xls", "ppt", "dot"}),
    Media.MARKUP: frozenset({"htm", "html", "xml", "svg"}),
    Media.CSV: frozenset({"csv", "tsv", "txt"}),
    Media.TEXT: frozenset({"txt", "text", "md", "log", "csv"}),
}

#: Endings under which Windows or an office program runs what is in a file.
RUNS = frozenset(
    {
        "app", "bat", "cmd", "com", "cpl", "exe", "hta", "inf", "iso", "jar", "js", "jse", "lnk",
        "msc", "msi", "msp", "pif", "ps1", "reg", "scf", "scr", "sh", "url", "vb", "vbe", "vbs",
        "vhd", "wsf", "wsh", "xll",
    }
)  # fmt: skip

#: How the beginning of a file tells what it is.
_BEGINNINGS: tuple[tuple[bytes, Media], ...] = (
    (b"%PDF-", Media.PDF),
    (b"\xff\xd8\xff", Media.JPEG),
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"II*\x00", Media.TIFF),
    (b"MM\x00*", Media.TIFF),
    (b"GIF87a", Media.GIF),
    (b"GIF89a", Media.GIF),
    (b"{\\rtf", Media.RICH_TEXT),
    (b"PK\x03\x04", Media.ARCHIVE),
    (b"PK\x05\x06", Media.ARCHIVE),
    (b"Rar!", Media.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Media.ARCHIVE),
    (b"\x1f\x8b", Media.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media.STORAGE),
    (b"MZ", Media.PROGRAM),
    (b"\x7fELF", Media.PROGRAM),
    (b"\xfe\xed\xfa\xce", Media.PROGRAM),
    (b"\xfe\xed\xfa\xcf", Media.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Media.PROGRAM),
    (b"\xca\xfe\xba\xbe", Media.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Media.PROGRAM),
    (b"#!", Media.PROGRAM),
)
_PDF_WITHIN = 1024  # bytes: a PDF may have something before its first line (ISO 32000-1, annex H)
_LOOKED_AT = 8192  # bytes, to tell text from other things
_STRANGE, _FEW = 0.05, 8  # control characters: the share from which text is none; a few are let be
#: Fields that an e-mail begins with (RFC 5322), and those of which it has at least one.
_FIELD = re.compile(r"(?i)^([a-z][a-z0-9-]{1,60}):")
_MAIL_FIELDS = frozenset(
    {
        "received", "from", "return-path", "mime-version", "date", "subject", "delivered-to",
        "message-id", "to", "content-type", "authentication-results", "dkim-signature",
    }
)  # fmt: skip
_LEAST_FIELDS = 2
_MARKUP = re.compile(r"(?is)^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|\?xml|svg|head|body)\b")
_SEPARATORS = ",;\t"
_LEAST_LINES = 2


@dataclass(frozen=True, slots=True)
class Incoming:
    """A paper that came in, without its bytes.

    ``received_on`` is the day it reached the council, ``entered_at`` when it was taken in.
    ``parent_id`` is the e-mail that brought it. ``request_id`` is nothing while it is not filed.
    """

    id: int
    request_id: int | None
    person_id: int | None
    kind: IncomingKind
    name: str
    media: Media
    fit: Fit
    size: int
    sha256: str
    received_on: date
    sender: str
    subject: str
    note: str
    parent_id: int | None

    @property
    def is_shown(self) -> bool:
        """Return whether it can be read in the window."""
        return is_shown(self.media, self.fit)


def is_shown(media: Media, fit: Fit) -> bool:
    """Return whether a file can be read in the window."""
    return media in SHOWN and fit in {Fit.WHOLE, Fit.MACROS}


def ending(name: str) -> str:
    """Return the ending of a file's name, in small letters; empty where it has none.

    >>> ending("Form 1.PDF"), ending("scan"), ending("photo.jpg.exe")
    ('pdf', '', 'exe')
    """
    return name.rpartition(".")[2].strip().casefold() if "." in name else ""


def is_misnamed(name: str, media: Media) -> bool:
    """Return whether a name claims something else than the file is.

    >>> is_misnamed("Form 1.docx", Media.JPEG), is_misnamed("scan.jpeg", Media.JPEG)
    (True, False)
    """
    named = ending(name)
    fitting = _NAMED.get(media) or frozenset({ENDINGS.get(media, named)})
    return bool(named) and named in _ENDINGS_KNOWN and named not in fitting


_ENDINGS_KNOWN = frozenset(ENDINGS.values()) | frozenset().union(*_NAMED.values())


def plain_name(name: str, longest: int = 200) -> str:
    r"""Return a file's name as it is kept: no folder, no control or turning characters.

    >>> plain_name("C:\\Users\\me\\Form\u202e 1.pdf"), plain_name("../..")
    ('Form 1.pdf', 'unnamed')
    """
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    clean = " ".join(clean.split()).strip(". ")
    if len(clean) > longest:
        stem, dot, end = clean.rpartition(".")
        clean = f"{stem[: longest - len(end) - 1]}{dot}{end}" if dot else clean[:longest]
    return clean or "unnamed"


def by_beginning(content: bytes) -> Media:
    """Return what a file is by how it begins; an archive or a storage has to be looked into.

    >>> by_beginning(b"%PDF-1.7"), by_beginning(b"MZ..."), by_beginning(b"Dear Sir,")
    (<Media.PDF: 'media_pdf'>, <Media.PROGRAM: 'media_program'>, <Media.TEXT: 'media_text'>)
    """
    for beginning, media in _BEGINNINGS:
        if content.startswith(beginning):
            return media
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        return Media.BMP
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Media.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}:
        return Media.HEIC
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return Media.PDF
    words = as_text(content[:_LOOKED_AT], is_beginning=len(content) > _LOOKED_AT)
    return Media.UNKNOWN if words is None else _of_text(words)


def as_text(content: bytes, *, is_beginning: bool = False) -> str | None:
    """Return bytes as text, or nothing where they are none.

    ``is_beginning`` says that more follows, so that the last letter may be cut in two.
    """
    if not content:
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = content.decode("utf-16", errors="ignore" if is_beginning else "replace")
    elif b"\0" in content:
        return None
    else:
        whole = content.rsplit(b"\n", 1)[0] if is_beginning and b"\n" in content else content
        try:
            words = whole.decode("utf-8-sig")
        except UnicodeDecodeError:
            words = whole.decode("cp1252", errors="replace")
    odd = sum(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f\x1b" for char in words)
    return None if odd > max(_FEW, _STRANGE * len(words)) else words


def _of_text(words: str) -> Media:
    if _MARKUP.match(words):
        return Media.MARKUP
    lines = words.splitlines()
    if lines and lines[0].startswith("From "):
        lines = lines[1:]  # of a mailbox, before the e-mail itself
    fields = set()
    for line in lines:
        found = _FIELD.match(line)
        if found:
            fields.add(found.group(1).casefold())
        elif not line[:1].isspace():
            break
    if len(fields & _MAIL_FIELDS) >= _LEAST_FIELDS and fields & {"from", "received", "message-id"}:
        return Media.EMAIL
    return Media.CSV if _is_table(lines) else Media.TEXT


def _is_table(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()][:20]
    return len(filled) >= _LEAST_LINES and any(
        len({line.count(mark) for line in filled}) == 1 and filled[0].count(mark)
        for mark in _SEPARATORS
    )


def by_members(names: Collection[str], kind_of_open_document: str = "") -> tuple[Media, bool]:
    """Return what an archive is by the names of its members, and whether it carries macros.

    ``kind_of_open_document`` is what its member "mimetype" says, where there is one.
    """
    folders = {name.partition("/")[0] for name in names}
    has_macros = any(name.rpartition("/")[2].casefold() == "vbaproject.bin" for name in names)
    if "[Content_Types].xml" in names:
        for folder, media in (
            ("word", Media.WORD), ("xl", Media.SHEET), ("ppt", Media.SLIDES),
        ):  # fmt: skip
            if folder in folders:
                return media, has_macros
    if kind_of_open_document.startswith("application/vnd.oasis.opendocument."):
        return Media.OPEN_DOCUMENT, any(name.startswith("Basic/") for name in names)
    return Media.ARCHIVE, has_macros


def by_streams(names: Collection[str]) -> tuple[Media, bool]:
    """Return what an OLE storage is by the names of its streams, and whether it carries macros."""
    lower = {name.casefold() for name in names}
    has_macros = any("vba" in name.split("/") or name.startswith("macros/") for name in lower)
    if "encryptedpackage" in lower:
        return Media.LOCKED_OFFICE, False
    if "__properties_version1.0" in lower:
        return Media.OUTLOOK, False
    if lower & {"worddocument", "workbook", "book", "powerpoint document"}:
        return Media.OLD_OFFICE, has_macros
    return Media.STORAGE, has_macros


def usual_kind(media: Media, name: str, subject: str = "") -> IncomingKind:
    """Return what a paper probably is; whoever takes it in says what it is.

    >>> usual_kind(Media.PDF, "DoLS Form 1 - Rosewood.pdf").value
    'in_form_1'
    >>> usual_kind(Media.JPEG, "IMG_0001.jpg").value
    'in_photograph'
    """
    if media in MAIL:
        return IncomingKind.EMAIL
    said = " ".join(re.findall(r"[a-z]+|\d+", f"{name} {subject}".casefold()))
    for words, kind in _TELLING:
        if re.search(rf"\b{words}\b", said):
            return kind
    return IncomingKind.PHOTOGRAPH if media in PICTURES else IncomingKind.OTHER


#: Words in the name of a file that tell what it probably is, the surest first.
_TELLING: tuple[tuple[str, IncomingKind], ...] = (
    ("form 1", IncomingKind.FORM_1),
    ("form 2", IncomingKind.FORM_2),
    ("form 10", IncomingKind.FORM_10),
    ("form 12", IncomingKind.FORM_12),
    ("form (3|3a|3b|4)", IncomingKind.ASSESSMENT),
    ("assessment", IncomingKind.ASSESSMENT),
    ("care plan", IncomingKind.CARE_PLAN),
    ("support plan", IncomingKind.CARE_PLAN),
    ("(discharge|medication|mar|gp)", IncomingKind.MEDICAL),
    ("(lpa|attorney|deputy|deputyship)", IncomingKind.POWER),
    ("(court|order|cop)", IncomingKind.COURT),
    ("letter", IncomingKind.LETTER),
)
