"""An e-mail as the standards have it (RFC 5322 and MIME), by Python's own reader."""

from collections.abc import Iterator
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from dolsdesk.clock import london_date
from dolsdesk.domain.text import tidy
from dolsdesk.services.received.message import Attached, words_of_page
from dolsdesk.services.received.message import Message as Read

#: What the reader raises on fields that break the standard.
_BROKEN = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError)
_UNNAMED = "attachment"
_ENDINGS = {
    "message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf",
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/tiff": ".tif",
}  # fmt: skip


def read(content: bytes) -> Read:
    """Return an e-mail with what it brings; a field that cannot be read is blank."""
    found = message_from_bytes(content, policy=policy.default)
    attached: list[Attached] = []
    plain: list[str] = []
    pages: list[str] = []
    for part in _parts(found):
        kind = part.get_content_type()
        name = _name(part)
        is_body = not name and part.get_content_disposition() != "attachment"
        if is_body and kind == "text/plain":
            plain.append(_text(part))
        elif is_body and kind == "text/html":
            pages.append(words_of_page(_text(part)))
        else:
            attached.append(Attached(name or f"{_UNNAMED}{_ending(kind)}", _content(part)))
    return Read(
        sender=_field(found, "from"),
        to=_field(found, "to"),
        subject=_field(found, "subject"),
        sent_on=_sent_on(found),
        body="\n\n".join(plain if any(one.strip() for one in plain) else pages),
        attached=tuple(attached),
    )


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; an e-mail within an e-mail is one of them."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _field(message: Message, name: str) -> str:
    try:
        return tidy(str(message[name] or ""))
    except _BROKEN:
        return ""


def _name(part: Message) -> str:
    try:
        return tidy(part.get_filename() or "")
    except _BROKEN:
        return ""


def _ending(kind: str) -> str:
    """Return the ending for a part that came without a name; a picture within the text has none."""
    return _ENDINGS.get(kind, "")


def _content(part: Message) -> bytes:
    """Return the bytes of a part; those of an e-mail within as they would stand by themselves."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        try:
            first = inner[0] if isinstance(inner, list) and inner else None
            return first.as_bytes() if isinstance(first, Message) else b""
        except _BROKEN:
            return b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: Message) -> str:
    try:
        if isinstance(part, EmailMessage):
            return str(part.get_content())
    except _BROKEN:
        pass
    return _content(part).decode("cp1252", errors="replace")


def _sent_on(message: Message) -> date | None:
    try:
        at = getattr(message["date"], "datetime", None)
    except _BROKEN:
        return None
    if not isinstance(at, datetime):
        return None
    return london_date(at) if at.tzinfo is not None else at.date()
