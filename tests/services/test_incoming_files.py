"""What a file is when it comes in: told by its content, kept where that is safe, never run."""

import os
import zipfile
from datetime import date
from email.message import EmailMessage

import pytest

from dolsdesk.domain import incoming
from dolsdesk.domain.incoming import Fit, IncomingKind, Media
from dolsdesk.errors import DeskError, FileUnreadable, Refused
from dolsdesk.services import words
from dolsdesk.services.received import looking, wording
from dolsdesk.services.received.message import words_of_page
from tests.support import arriving

LARGEST = 40_000_000
SENT_ON = date(2026, 11, 20)  # half past eleven in the evening, in London too


def look(name: str, content: bytes) -> looking.Found:
    return looking.at_bytes(name, content, LARGEST)


@pytest.mark.parametrize(
    ("name", "content", "media", "fit"),
    [
        ("form.pdf", arriving.a_pdf(), Media.PDF, Fit.WHOLE),
        ("form.pdf", b"\n\n" + arriving.a_pdf(), Media.PDF, Fit.WHOLE),
        ("locked.pdf", arriving.a_locked_pdf(), Media.PDF, Fit.LOCKED),
        ("broken.pdf", arriving.a_damaged_pdf(), Media.PDF, Fit.DAMAGED),
        ("photo.jpg", arriving.a_picture("JPEG"), Media.JPEG, Fit.WHOLE),
        ("photo.png", arriving.a_picture("PNG"), Media.PNG, Fit.WHOLE),
        ("scan.tif", arriving.a_picture("TIFF"), Media.TIFF, Fit.WHOLE),
        ("p.gif", arriving.a_picture("GIF"), Media.GIF, Fit.WHOLE),
        ("p.bmp", arriving.a_picture("BMP"), Media.BMP, Fit.WHOLE),
        ("form.docx", arriving.a_picture("JPEG"), Media.JPEG, Fit.WHOLE),
        ("form.docx", arriving.a_word_file(), Media.WORD, Fit.WHOLE),
        ("form.docm", arriving.a_macro_file(), Media.WORD, Fit.MACROS),
        ("cut.docx", arriving.a_word_file()[:3000], Media.WORD, Fit.DAMAGED),
        ("old.doc", arriving.an_old_word_file(), Media.OLD_OFFICE, Fit.NOT_SHOWN),
        ("locked.docx", arriving.an_old_word_file(is_locked=True), Media.LOCKED_OFFICE,
         Fit.LOCKED),
        ("mail.eml", arriving.a_letter_by_mail(), Media.EMAIL, Fit.WHOLE),
        ("mail", b"From - Fri Nov 20\n" + arriving.a_letter_by_mail(), Media.EMAIL, Fit.WHOLE),
        ("mail.msg", arriving.an_outlook_file(), Media.OUTLOOK, Fit.WHOLE),
        ("list.csv", b"Name,Born\nDoris,1941\n", Media.CSV, Fit.WHOLE),
        ("note.txt", "Señora Ŵyn rang.".encode(), Media.TEXT, Fit.WHOLE),
        ("note.txt", "It’s noted.".encode("cp1252"), Media.TEXT, Fit.WHOLE),
        ("note.txt", "Noted.".encode("utf-16"), Media.TEXT, Fit.WHOLE),
        ("page.html", b"<!DOCTYPE html><p>Hello</p>", Media.MARKUP, Fit.WHOLE),
        ("letter.rtf", b"{\\rtf1 Hello}", Media.RICH_TEXT, Fit.NOT_SHOWN),
        ("odd.dat", bytes(range(256)), Media.UNKNOWN, Fit.NOT_SHOWN),
    ],
)  # fmt: skip
def test_a_file_is_what_is_in_it(name, content, media, fit):
    found = look(name, content)
    assert (found.media, found.fit) == (media, fit)
    assert found.content == content
    assert looking.said(found).endswith(".")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("form.pdf", b"MZ\x90\x00" + b"\0" * 100, "INCOMING_RUNS"),
        ("run.sh.txt", b"#!/bin/sh\nrm -rf /\n", "INCOMING_RUNS"),
        ("form.pdf.js", b"alert(1)", "INCOMING_RUNS"),
        ("form.lnk", b"anything", "INCOMING_RUNS"),
        ("forms.zip", arriving.an_archive(), "INCOMING_ARCHIVE"),
        ("forms.docx", arriving.an_archive(), "INCOMING_ARCHIVE"),
        ("forms.rar", b"Rar!\x1a\x07\x00", "INCOMING_ARCHIVE"),
        ("form.docx", arriving.a_bomb(), "INCOMING_BOMB"),
        ("form.pdf", b"", "INCOMING_EMPTY"),
    ],
)
def test_what_could_run_or_hides_what_is_in_it_is_refused(name, content, code):
    with pytest.raises(Refused) as caught:
        look(name, content)
    assert caught.value.code == code
    assert incoming.plain_name(name) in words.error(caught.value)


def test_a_bomb_is_not_unpacked_to_be_found(monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_args: pytest.fail("unpacked"))
    with pytest.raises(Refused, match="INCOMING_BOMB"):
        look("form.docx", arriving.a_bomb())


def test_a_scan_that_is_too_large_is_declined_unread_with_what_to_do(tmp_path):
    path = tmp_path / "scan.pdf"
    with path.open("wb") as made:
        made.write(b"%PDF-1.7\n")
        made.truncate(60_000_000)
    with pytest.raises(Refused) as caught:
        looking.at_path(path, LARGEST)
    said = words.error(caught.value)
    assert "60 MB" in said
    assert "40 MB" in said
    assert "150 dots" in said


def test_a_file_that_is_gone_or_changes_or_is_a_folder_is_said_to_be(tmp_path):
    with pytest.raises(FileUnreadable, match="INCOMING_GONE"):
        looking.at_path(tmp_path / "gone.pdf", LARGEST)
    with pytest.raises(FileUnreadable, match="INCOMING_FOLDER"):
        looking.at_path(tmp_path, LARGEST)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name")
def test_something_that_never_ends_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(FileUnreadable, match="INCOMING_GONE"):
        looking.at_path(tmp_path / "pipe.pdf", LARGEST)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Temp\\Form 1.pdf", "Form 1.pdf"),
        ("/etc/passwd", "passwd"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_characters_that_turn_it(name, kept):
    assert incoming.plain_name(name) == kept


def test_a_name_that_claims_something_else_is_said():
    assert "ends in .docx" in looking.said(look("form.docx", arriving.a_picture()))
    assert "ends in" not in looking.said(look("form.jpeg", arriving.a_picture()))
    assert "ends in" not in looking.said(look("form", arriving.a_picture()))


def test_macros_are_said_and_their_document_is_read_as_words():
    found = look("form.docm", arriving.a_macro_file())
    assert "never run" in looking.said(found)
    assert "Please enable macros." in wording.of(found.media, found.content)


def test_an_e_mail_tells_sender_day_and_subject_and_brings_its_files():
    content = arriving.a_letter_by_mail(
        {"Form 1.pdf": arriving.a_pdf(), "run.exe": b"MZ\0\0"}, within=arriving.a_pdf()
    )
    found = look("request.eml", content)
    assert (found.sender, found.subject) == (arriving.SENDER, "DoLS request")
    assert found.received_on == SENT_ON
    assert [one.name for one in found.brought] == ["Form 1.pdf", "attachment.eml"]
    assert found.brought[0].kind is IncomingKind.FORM_1
    [inner] = found.brought[1].brought
    assert (inner.name, inner.media) == ("first.pdf", Media.PDF)
    assert inner.content == arriving.a_pdf()
    assert [one.name for one in found.left_out] == ["run.exe"]
    assert "could run" in found.left_out[0].why


def test_an_e_mail_of_outlook_does_the_same():
    scan = arriving.a_pdf("A scan " * 9) + b"\n" * 6000
    content = arriving.an_outlook_file({"Form 1.pdf": arriving.a_pdf(), "scan.pdf": scan})
    found = look("request.msg", content)
    assert found.sender == "Rosewood House <office@rosewood.example>"
    assert (found.subject, found.received_on) == ("Form 1 for Ŵyn", SENT_ON)
    assert [one.name for one in found.brought] == ["Form 1.pdf", "scan.pdf", "Earlier.eml"]
    assert found.brought[1].content == scan
    assert found.brought[2].sender == "Ann Other <ann@other.example>"
    said = wording.of(found.media, found.content)
    assert "As spoken." in said
    assert "With it: Form 1.pdf, scan.pdf, Earlier.eml" in said


def test_the_words_of_an_e_mail_are_text_and_fetch_nothing():
    page = (
        '<html><head><style>p{}</style></head><body><p>Dear team</p><img src="http://x.example/1">'
        "<script>fetch('http://x.example')</script><p>She is <b>not</b> free.</p></body></html>"
    )
    said = wording.of(Media.EMAIL, arriving.a_letter_by_mail(page=page))
    assert "Dear team" in said
    assert "She is not free." in said
    assert "x.example" not in said
    assert "<" not in said.partition("Subject")[2]


def test_control_characters_and_markup_in_text_stay_harmless():
    said = wording.of(
        Media.TEXT, "A\x1b[31m <b>bold</b> \u202eevil\u2066 \x07 end\r\nnext".encode()
    )
    assert said == "A[31m <b>bold</b> evil  end\nnext"


def test_the_words_of_a_document_come_in_their_order_with_its_tables():
    said = wording.of(Media.WORD, arriving.a_word_file("First.", "", "Second."))
    assert said.splitlines() == ["First.", "", "Second.", "Name | Doris Weatherby"]


def test_an_e_mail_with_broken_fields_is_read_as_far_as_it_goes():
    content = (
        b"From: =?utf-8?b?!!!?= <a@b.example>\nDate: yesterday\nSubject: \xff\xfe\n"
        b"Content-Type: text/plain; charset=no-such\nMIME-Version: 1.0\n\nHello\xff"
    )
    found = look("odd.eml", content)
    assert found.media is Media.EMAIL
    assert found.received_on is None
    assert "Hello" in wording.of(found.media, content)


def test_a_picture_within_the_text_of_an_e_mail_is_kept_too():
    message = EmailMessage()
    message["From"], message["Subject"] = arriving.SENDER, "A bruise"
    message.set_content("<p>See <img src='cid:a'></p>", subtype="html")
    message.add_related(arriving.a_picture(), "image", "jpeg", cid="<a>")
    [picture] = look("bruise.eml", message.as_bytes()).brought
    assert (picture.name, picture.media) == ("attachment.jpg", Media.JPEG)


def test_an_e_mail_within_e_mails_without_end_is_cut_short():
    content = arriving.a_letter_by_mail(within=arriving.a_pdf())
    for _ in range(6):
        content = arriving.a_letter_by_mail({"again.eml": content})
    found, deep = look("deep.eml", content), 0
    while found.brought:
        found, deep = found.brought[0], deep + 1
    assert deep == 3
    assert "too deep" in found.left_out[0].why


def test_a_storage_that_is_cut_off_is_refused_or_said_to_be_damaged():
    whole = arriving.an_outlook_file({"Form 1.pdf": arriving.a_pdf()})
    said = []
    for end in (100, 600, 1500, len(whole) - 700):
        try:
            said.append(looking.said(look("mail.msg", whole[:end])))
        except DeskError as fault:
            said.append(words.error(fault))
    assert len(said) == 4
    assert all(one.endswith(".") for one in said)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("DoLS Form 1 Rosewood.pdf", IncomingKind.FORM_1),
        ("FORM_12.docx", IncomingKind.FORM_12),
        ("care-plan v2.pdf", IncomingKind.CARE_PLAN),
        ("IMG_0001.pdf", IncomingKind.OTHER),
    ],
)
def test_what_a_paper_probably_is_comes_from_its_name(name, kind):
    assert incoming.usual_kind(Media.PDF, name) is kind


def test_pages_lose_their_scripts_even_where_they_are_not_closed():
    assert words_of_page("<p>Hi</p><script>steal()") == "Hi"
