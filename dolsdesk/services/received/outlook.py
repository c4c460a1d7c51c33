"""An e-mail as Outlook saves it (.msg): the few properties we need, as [MS-OXMSG] lays them out."""

import io
import struct
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email import message_from_string, policy
from typing import TYPE_CHECKING

from dolsdesk.clock import london_date
from dolsdesk.domain.text import tidy
from dolsdesk.errors import FileUnreadable
from dolsdesk.services.received.message import Attached, Message, words_of_page

if TYPE_CHECKING:
    from olefile import OleFileIO

#: Numbers of properties ([MS-OXPROPS]).
_SUBJECT, _BODY, _PAGE = "0037", "1000", "1013"
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS = "0C1A", "5D01", "0C1F"
_TO, _HEADERS = "0E04", "007D"
_LONG_NAME, _SHORT_NAME, _DATA = "3707", "3704", "3701"
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_TIME = 0x0040
#: Kinds of text in the name of a stream, with how it is encoded; the last is a page's bytes.
_ENCODINGS = (("001F", "utf-16-le"), ("001E", "cp1252"), ("0102", "utf-8"))

#: What stands before the properties: of a message by itself, of one within another.
_HEADER, _HEADER_WITHIN = 32, 24
_PROPERTY = struct.Struct("<HHIQ")  # kind, number, flags, value
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # FILETIME counts tenths of microseconds from then
_DEEPEST = 3  # e-mails within e-mails within e-mails

_Path = tuple[str, ...]


def read(content: bytes) -> Message:
    """Return an e-mail with what it brings.

    Raises:
        FileUnreadable: it is no storage, or damaged.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            return _Storage(ole).message((), 0)
    except (OSError, ValueError, LookupError, TypeError, RuntimeError, struct.error) as fault:
        raise FileUnreadable("INCOMING_MAIL_DAMAGED") from fault


class _Storage:
    """An open storage."""

    def __init__(self, ole: "OleFileIO") -> None:
        self._ole = ole
        self._entries: list[_Path] = [tuple(entry) for entry in ole.listdir(storages=True)]

    def message(self, at: _Path, deep: int) -> Message:
        """Return the message whose streams stand at a path."""
        name, address = self._text(at, _SENDER_NAME), self._address(at)
        sender = f"{name} <{address}>" if name and address and name != address else name or address
        body = self._text(at, _BODY)
        if not body.strip():
            body = words_of_page(self._text(at, _PAGE))
        return Message(
            sender=tidy(sender),
            to=tidy(self._text(at, _TO)),
            subject=tidy(self._text(at, _SUBJECT)),
            sent_on=self._sent_on(at),
            body=body,
            attached=tuple(self._attached(at, deep)),
        )

    def _address(self, at: _Path) -> str:
        """Return the sender's address; one within an Exchange organisation is none to write to."""
        smtp = self._text(at, _SENDER_SMTP)
        if smtp:
            return smtp
        headers = message_from_string(self._text(at, _HEADERS), policy=policy.compat32)
        written = str(headers["from"] or "")
        if "@" in written:
            return written.rpartition("<")[2].strip("<> ")
        given = self._text(at, _SENDER_ADDRESS)
        return given if "@" in given else ""

    def _attached(self, at: _Path, deep: int) -> Sequence[Attached]:
        found = []
        for entry in self._entries:
            if len(entry) != len(at) + 1 or entry[:-1] != at:
                continue
            if not entry[-1].startswith("__attach_version1.0_"):
                continue
            name = self._text(entry, _LONG_NAME) or self._text(entry, _SHORT_NAME)
            inner = (*entry, f"__substg1.0_{_DATA}000D")
            if inner in self._entries:
                if deep < _DEEPEST:
                    found.append(_as_mail(self.message(inner, deep + 1)))
                continue
            data = self._bytes((*entry, f"__substg1.0_{_DATA}0102"))
            if data is not None:
                found.append(Attached(tidy(name) or "attachment", data))
        return found

    def _text(self, at: _Path, number: str) -> str:
        for kind, encoding in _ENCODINGS:
            data = self._bytes((*at, f"__substg1.0_{number}{kind}"))
            if data is not None:
                return data.decode(encoding, errors="replace").strip("\0")
        return ""

    def _bytes(self, path: _Path) -> bytes | None:
        if path not in self._entries:
            return None
        with self._ole.openstream(list(path)) as stream:
            found: bytes = stream.read()
        return found

    def _sent_on(self, at: _Path) -> date | None:
        """Return the day it was sent, or else delivered, in London."""
        data = self._bytes((*at, "__properties_version1.0")) or b""
        start = _HEADER_WITHIN if at else _HEADER
        times = {}
        for offset in range(start, len(data) - _PROPERTY.size + 1, _PROPERTY.size):
            kind, number, _flags, value = _PROPERTY.unpack_from(data, offset)
            if kind == _TIME and value:
                times[number] = value
        counted = times.get(_SUBMITTED) or times.get(_DELIVERED)
        if not counted:
            return None
        try:
            return london_date(_EPOCH + timedelta(microseconds=counted // 10))
        except OverflowError:
            return None


def _as_mail(message: Message) -> Attached:
    """Return an e-mail within another as one that stands by itself."""
    from email.message import EmailMessage

    made = EmailMessage()
    made["From"] = message.sender
    made["To"] = message.to
    made["Subject"] = message.subject
    if message.sent_on is not None:
        made["Date"] = datetime.combine(message.sent_on, datetime.min.time(), UTC).replace(hour=12)
    made.set_content(message.body)
    for one in message.attached:
        made.add_attachment(
            one.content, maintype="application", subtype="octet-stream", filename=one.name
        )
    return Attached(f"{message.subject or 'message'}.eml", made.as_bytes())
