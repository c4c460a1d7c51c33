"""Papers that came in on the mornings before the demonstration: filed in cases, and not filed yet.

Taken in through the services, as at the desk: an e-mail with a form, a letter as text, and, filed
nowhere yet, an e-mail with a care plan and a photograph. Everything in them is invented.
"""

import struct
import zlib
from datetime import date, datetime, time
from email.message import EmailMessage

from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.domain import text
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.domain.staff import Role
from dolsdesk.reports import blocks
from dolsdesk.reports.model import Meta
from dolsdesk.reports.page import bind
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import cases, incoming, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.services.incoming import Arrival, Dropped
from dolsdesk.services.worklist import Bucket, Query, SortKey
from dolsdesk.store.handle import Store
from dolsdesk.store.repos import staff

_AT = time(8, 56, 55)
_TO = "dols@norchester.example"
_FEW = 3
_PHOTO = (480, 320)


def live(store: Store, book: RuleBook, calendar: WorkingCalendar, as_at: date) -> None:
    """Take in what came."""
    clock = FixedClock(datetime.combine(as_at, _AT, LONDON))
    with store.reading() as session:
        clerk = next(one for one in staff.members(session) if Role.ADMINISTRATOR in one.roles)
    ctx = Context(store, clock, book, calendar, clerk, WORKSTATION)
    query = Query(bucket=Bucket.OPEN, sort=SortKey.RECEIVED, descending=True)
    newest = worklist.page(ctx, query, limit=_FEW).rows
    for line in newest:
        _request(ctx, cases.open_case(ctx, line.request_id).case)
    _take(
        ctx,
        "call with the daughter.txt",
        b"She visits on Sundays and would like to be asked. Rings from the number on file.\n",
        IncomingKind.LETTER,
        newest[0].request_id,
    )
    _loose(ctx, cases.open_case(ctx, newest[-1].request_id).case)


def _request(ctx: Context, case: Case) -> None:
    """Take in the e-mail that a request came with, and its form."""
    on = case.request.received_on
    form = _pdf(
        case, "Request for a standard authorisation",
        "The person lives here under continuous supervision and is not free to leave.",
    )  # fmt: skip
    mail = _mail(case, on, f"DoLS request, {case.place.name}", {"Form 1.pdf": form})
    _take(ctx, "request.eml", mail, IncomingKind.EMAIL, case.request.id)


def _loose(ctx: Context, case: Case) -> None:
    """Take in what nobody has filed yet."""
    plan = _pdf(
        case, "Care plan", "Door locked at night. A walk with one member of staff each day."
    )
    mail = _mail(case, ctx.today, "Care plan as asked for", {"care plan.pdf": plan})
    _take(ctx, "care plan.eml", mail, IncomingKind.EMAIL, None)
    _take(ctx, "front door.png", _photograph(), IncomingKind.PHOTOGRAPH, None)


def _take(
    ctx: Context, name: str, content: bytes, kind: IncomingKind, request_id: int | None
) -> None:
    [found] = incoming.look(ctx, [Dropped(name, content=content)]).found
    on = min(found.received_on or ctx.today, ctx.today)
    incoming.take_in(ctx, [Arrival(found, kind, on, found.sender)], request_id)


def _mail(case: Case, on: date, subject: str, attached: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = f"{case.place.name} <office@home.example>"
    message["To"] = _TO
    message["Subject"] = subject
    message["Date"] = datetime.combine(on, time(7, 40), LONDON)
    message.set_content("Good morning,\n\nplease find the paper attached.\n\nThe manager\n")
    for name, content in attached.items():
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    message.set_boundary("=_the_same_each_time")
    return message.as_bytes()


def _pdf(case: Case, title: str, words: str) -> bytes:
    meta = Meta(
        title=title, council=case.place.name, reference="", footer_person=case.person.initials,
        template="", produced=text.long_date(case.request.received_on), author=case.place.name,
    )  # fmt: skip
    about = [("Home or hospital", case.place.name), ("Person", case.person.full_name)]
    story = [blocks.title(title, ""), blocks.glance(about), blocks.labelled("Why", words)]
    return bind(story, meta).content


def _photograph() -> bytes:
    """Return a picture of nothing in particular: a lit doorway, as a PNG."""
    wide, tall = _PHOTO
    lines = b"".join(
        b"\0" + b"".join(
            bytes((60 + y // 3, 70 + y // 3, 90)) if abs(x - wide // 2) > wide // 6 or y < tall // 5
            else bytes((200 - y // 4, 190 - y // 4, 150))
            for x in range(wide)
        )
        for y in range(tall)
    )  # fmt: skip

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )  # fmt: skip
