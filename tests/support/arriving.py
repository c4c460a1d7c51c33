"""Files as they come in: real ones, whole, damaged, locked and harmful; everything is invented."""

import io
import zipfile
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pikepdf
from docx import Document
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.support import storages

SENT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
SENDER = "Rosewood House <office@rosewood.example>"
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def a_pdf(*pages: str) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    for words in pages or ("Form 1, signed by the manager.",):
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def a_large_pdf(size: int) -> bytes:
    """Return a scan of so many bytes at least: pages of noise, which packs badly."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    number = 0
    while made.tell() + number * 500_000 < size:
        noise = Image.effect_noise((700, 700), 90 + number)
        canvas.drawInlineImage(noise, 0, 0, 595, 842)
        canvas.showPage()
        number += 1
    canvas.save()
    return made.getvalue()


def a_locked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as found:
        found.save(made, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return made.getvalue()


def a_damaged_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (90, 120, 200)).save(made, kind)
    return made.getvalue()


def a_word_file(*paragraphs: str) -> bytes:
    document = Document()
    for words in paragraphs or ("She asks to go home every afternoon.",):
        document.add_paragraph(words)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Name", "Doris Weatherby"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def a_macro_file() -> bytes:
    """Return a Word document with macros: what a project of macros is kept in, and its type."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_word_file("Please enable macros."))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(_PLAIN.encode(), _MACRO.encode())
            new.writestr(name, content)
        new.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return made.getvalue()


def a_bomb() -> bytes:
    """Return what would unpack to 200 MB, and looks like a document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 200_000_000)
    return made.getvalue()


def an_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("form.pdf", a_pdf())
    return made.getvalue()


def a_letter_by_mail(
    attached: dict[str, bytes] | None = None, *, body: str = "Please find the form attached.",
    subject: str = "DoLS request", page: str = "", within: bytes | None = None,
) -> bytes:  # fmt: skip
    message = EmailMessage()
    message["From"], message["To"] = SENDER, "dols@norchester.example"
    message["Subject"] = subject
    message["Date"] = SENT
    if page:
        message.set_content(page, subtype="html")
    else:
        message.set_content(body)
    for name, content in (attached or {}).items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    if within is not None:
        inner = EmailMessage(policy=policy.default)
        inner["From"], inner["Subject"], inner["Date"] = SENDER, "The first letter", SENT
        inner.set_content("As I wrote before.")
        inner.add_attachment(within, maintype="application", subtype="pdf", filename="first.pdf")
        message.add_attachment(inner)
    return message.as_bytes()


def an_outlook_file(attached: dict[str, bytes] | None = None, *, body: str = "As spoken.") -> bytes:
    within = storages.message(
        sender="Ann Other", address="ann@other.example", to="", subject="Earlier", body="Before.",
        sent=SENT, is_root=False,
    )  # fmt: skip
    return storages.storage(
        storages.message(
            sender="Rosewood House", address="office@rosewood.example",
            to="dols@norchester.example", subject="Form 1 for Ŵyn", body=body, sent=SENT,
            attached=attached, within=within,
        )
    )  # fmt: skip


def an_old_word_file(*, is_locked: bool = False) -> bytes:
    name = "EncryptedPackage" if is_locked else "WordDocument"
    return storages.storage({name: b"\xec\xa5" + b"\0" * 5000})
