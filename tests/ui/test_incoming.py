"""Papers that come in, in the window: dropped, looked at, taken in, read, filed, moved."""

import struct
import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from sqlalchemy import text as sql

from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.services import incoming
from dolsdesk.services.incoming import Arrival, Dropped
from dolsdesk.ui import dropping, files
from dolsdesk.ui.shell import CaseTab, Spot
from dolsdesk.ui.widgets.fields import ProseField
from tests.support import arriving
from tests.support.desk import TODAY, a_person


def dragged(*paths) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def from_outlook(**named: bytes) -> QMimeData:
    """Return what Outlook hands over when attachments are dragged out of a message."""
    names = struct.pack("<I", len(named))
    data = QMimeData()
    for number, (name, content) in enumerate(named.items()):
        written = name.replace("_", ".").encode("utf-16-le").ljust(520, b"\0")
        names += b"\0" * 72 + written
        data.setData(f'application/x-qt-windows-mime;value="FileContents";index={number}', content)
    data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', names)
    return data


def drop(sight, data: QMimeData, on: QWidget | None = None) -> None:
    """Drop something on a part of the window, as Qt tells whatever lies there and all above it."""
    window = on or sight.window
    at = window.rect().center()
    action = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    button = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at, action, data, button, none)
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        event = QDropEvent(QPointF(at), action, data, button, none)
        QApplication.sendEvent(window, event)
        assert event.dropAction() is Qt.DropAction.CopyAction  # what lay there lies there still
    sight.settle()


def written(tmp_path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def taken(world, request_id=None, *, name="Form 1.pdf", content=b"") -> int:
    looked = incoming.look(world.admin, [Dropped(name, content=content or arriving.a_pdf())])
    [found] = looked.found
    arrival = Arrival(found, found.kind, TODAY, "Rosewood House")
    return incoming.take_in(world.admin, [arrival], request_id).value.ids[0]


def documents(sight, request_id: int):
    sight.window.open_case(request_id, CaseTab.DOCUMENTS)
    sight.settle()
    return sight.window.page.part


def said(widget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def choose_case(sight, field, typed: str) -> None:
    field.edit.setText(typed)
    field.typed.emit(typed)
    sight.settle()
    assert field.matches.isVisibleTo(field)
    field._taken(field.matches.item(0))


def test_a_file_dropped_on_a_case_is_taken_in_there_and_read(sight, tmp_path):
    request_id = sight.world.a_case()
    part = documents(sight, request_id)
    assert "Nothing came in yet" in part.panel.nothing.text()
    drop(sight, dragged(written(tmp_path, "Form 1.pdf", arriving.a_pdf("Signed by the manager."))))
    dialog = sight.window.taking
    assert dialog.isVisible()
    assert not dialog.where.isVisible()
    assert dialog.fields["kind_0"].value() == IncomingKind.FORM_1.value
    dialog.fields["sender_0"].set_raw("Rosewood House")
    dialog.fields["received_on_0"].set_raw("20 11 26")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    [held] = part.panel.model.rows
    assert (held.paper.sender, held.paper.received_on.day) == ("Rosewood House", 20)
    assert part.panel.reader.stack.currentWidget() is part.panel.reader.pdf
    assert "Signed by the manager." in part.panel.reader.pdf.text()


def test_it_may_be_dropped_on_whatever_is_shown(sight, tmp_path):
    request_id = sight.world.a_case()
    taken(sight.world, request_id, name="a.txt", content=b"Rung.")
    panel = documents(sight, request_id).panel
    sight.hands.settle()
    path = written(tmp_path, "b.txt", b"Rung again.")
    for part in (panel.reader.words.viewport(), panel.table.viewport(), sight.window.rail):
        drop(sight, dragged(path), part)
        assert sight.window.taking.isVisible(), part
        sight.window.taking.reject()
    sight.go(Spot.LOG)
    prose = sight.window.page.findChildren(ProseField)[0]
    drop(sight, dragged(path), prose.control.viewport())
    assert sight.window.taking.isVisible()
    assert prose.value() == ""
    sight.window.taking.reject()


def test_a_whole_e_mail_dropped_elsewhere_asks_for_the_case(sight, tmp_path):
    request_id = sight.world.a_case()
    sight.go(Spot.WORKLIST)
    content = arriving.a_letter_by_mail({"Form 1.pdf": arriving.a_pdf(), "run.exe": b"MZ"})
    drop(sight, dragged(written(tmp_path, "request.eml", content)))
    dialog = sight.window.taking
    assert dialog.where.isVisible()
    assert dialog.fields["sender_0"].value() == arriving.SENDER
    assert "run.exe" in said(dialog)
    choose_case(sight, dialog.where, sight.world.case(request_id).request.ref)
    dialog.submit()
    sight.settle()
    assert [one.paper.name for one in incoming.listed(sight.world.admin, request_id)] == [
        "request.eml", "Form 1.pdf",
    ]  # fmt: skip
    assert "run.exe" in sight.window.banner.text
    part = documents(sight, request_id)
    part.panel.table.select_where(0)
    sight.settle()
    assert "Please find the form attached." in part.panel.reader.words.toPlainText()


def test_what_is_typed_for_a_case_and_not_found_is_not_filed_by_chance(sight, tmp_path):
    sight.go(Spot.WORKLIST)
    drop(sight, dragged(written(tmp_path, "a.txt", b"Rung.")))
    dialog = sight.window.taking
    dialog.where.edit.setText("Nobody")
    dialog.submit()
    assert "Choose the case" in dialog.where.fault
    dialog.where.edit.setText("")
    dialog.submit()
    sight.settle()
    assert incoming.unfiled_count(sight.world.admin) == 1


def test_attachments_dragged_out_of_outlook_are_taken_in(sight):
    request_id = sight.world.a_case()
    documents(sight, request_id)
    drop(sight, from_outlook(Form1_pdf=arriving.a_pdf(), note_txt=b"Rung."))
    sight.window.taking.submit()
    sight.settle()
    names = [one.paper.name for one in incoming.listed(sight.world.admin, request_id)]
    assert names == ["Form1.pdf", "note.txt"]


def test_a_message_that_outlook_does_not_hand_over_is_said_with_what_to_do(sight):
    sight.go(Spot.WORKLIST)
    drop(sight, from_outlook(Hello_msg=b""))
    assert sight.window.taking is None
    assert "Save the message or file to a folder first" in sight.window.banner.text


def test_a_list_of_names_that_lies_about_its_length_is_harmless():
    data = QMimeData()
    data.setData(
        'application/x-qt-windows-mime;value="FileGroupDescriptorW"', struct.pack("<I", 2**31)
    )
    assert dropping.files_of(data) == ()


def test_web_addresses_are_no_files(sight):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/form.pdf")])
    assert not dropping.holds_files(data)
    assert dropping.files_of(data) == ()


def test_a_file_dropped_on_long_text_is_for_the_window_and_not_typed_into_it(sight, tmp_path):
    field = ProseField("why", "Why", sight.shell.look)
    assert not field.control.canInsertFromMimeData(dragged(tmp_path / "a.pdf"))
    words = QMimeData()
    words.setText("pasted")
    assert field.control.canInsertFromMimeData(words)


def test_what_cannot_be_taken_in_is_said_and_the_rest_is(sight, tmp_path):
    request_id = sight.world.a_case()
    documents(sight, request_id)
    drop(sight, dragged(
        written(tmp_path, "good.pdf", arriving.a_pdf()), written(tmp_path, "bad.exe", b"MZ"),
        tmp_path / "gone.pdf",
    ))  # fmt: skip
    dialog = sight.window.taking
    assert "bad.exe" in dialog.banner.text
    assert "gone.pdf" in dialog.banner.text
    assert dialog.go.text() == "Take in 1 file"
    dialog.submit()
    sight.settle()
    assert len(incoming.listed(sight.world.admin, request_id)) == 1


def test_nothing_to_take_in_leaves_only_close(sight, tmp_path):
    sight.go(Spot.WORKLIST)
    drop(sight, dragged(written(tmp_path, "bad.exe", b"MZ")))
    dialog = sight.window.taking
    assert not dialog.go.isEnabled()
    assert dialog.cancel.text() == "Close"
    dialog.reject()


def test_a_day_to_come_is_said_at_its_field_and_nothing_is_lost(sight, tmp_path):
    documents(sight, sight.world.a_case())
    drop(sight, dragged(written(tmp_path, "a.txt", b"Rung.")))
    dialog = sight.window.taking
    dialog.fields["received_on_0"].set_raw("1 12 26")
    dialog.fields["note_0"].set_raw("kept")
    dialog.submit()
    sight.settle()
    assert dialog.isVisible()
    assert "future" in dialog.fields["received_on_0"].fault
    assert dialog.fields["note_0"].value() == "kept"
    dialog.reject()


def test_whoever_may_only_read_is_told_so(sight, tmp_path):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    sight.go(Spot.WORKLIST)
    drop(sight, dragged(written(tmp_path, "a.txt", b"Rung.")))
    assert sight.window.taking is None
    assert "Audrey Tor" in sight.window.banner.text


def test_all_of_it_by_keyboard(sight, tmp_path, monkeypatch):
    path = written(tmp_path, "Form 12.pdf", arriving.a_pdf())
    monkeypatch.setattr(files, "ask_open_many", lambda _p, _t, _k, chosen: chosen((path,)))
    request_id = sight.world.a_case()
    sight.window.open_case(request_id)
    sight.settle()
    sight.hands.press("Alt+I")
    sight.settle()
    sight.hands.press("Ctrl+Shift+I")
    sight.settle()
    sight.hands.fill("From", "Rosewood House")
    sight.hands.press("Return")
    sight.settle()
    [held] = incoming.listed(sight.world.admin, request_id)
    assert (held.paper.kind, held.paper.sender) == (IncomingKind.FORM_12, "Rosewood House")


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.jpg", arriving.a_picture(), "picture"),
        ("a.tif", arriving.a_picture("TIFF"), "picture"),
        ("a.docx", arriving.a_word_file("First."), "words"),
        ("a.docm", arriving.a_macro_file(), "words"),
        ("a.msg", arriving.an_outlook_file(), "words"),
        ("a.html", b"<html><body onload=x()>Hi <script>y()</script></body></html>", "words"),
        ("a.pdf", arriving.a_locked_pdf(), "_nothing"),
        ("a.pdf", arriving.a_damaged_pdf(), "_nothing"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "_nothing"),
        ("a.doc", arriving.an_old_word_file(), "_nothing"),
    ],
)
def test_each_kind_of_paper_is_shown_as_it_can_be(sight, name, content, shown):
    request_id = sight.world.a_case()
    taken(sight.world, request_id, name=name, content=content)
    part = documents(sight, request_id)
    reader = part.panel.reader
    part.panel.table.select_where(0)
    sight.settle()
    assert reader.stack.currentWidget() is getattr(reader, shown)
    if shown == "_nothing":
        assert reader.message.text().endswith(".")
        assert not part.panel.print.isEnabled()
        assert part.panel.save.isEnabled()
    elif shown == "picture":
        assert not reader.picture.picture.pixmap().isNull()
    assert "script" not in reader.words.toPlainText()


def test_a_picture_is_fitted_enlarged_and_its_pages_are_turned(sight):
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    pages = [Image.new("RGB", (600, 800), colour) for colour in ("red", "green", "blue")]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    request_id = sight.world.a_case()
    taken(sight.world, request_id, name="fax.tif", content=made.getvalue())
    picture = documents(sight, request_id).panel.reader.picture
    before = picture.picture.pixmap().width()
    picture._zoom(1.2)
    assert picture.picture.pixmap().width() > before
    assert picture.where.text() == "Picture 1 of 3"
    picture.following.click()
    assert picture.where.text() == "Picture 2 of 3"
    assert picture.picture.pixmap().toImage().pixelColor(5, 5).green() > 100
    picture._turn(5)
    assert picture.where.text() == "Picture 2 of 3"


def test_a_link_in_a_paper_leads_nowhere(sight, monkeypatch):
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    canvas.linkURL("https://evil.example/", (0, 0, 600, 850))
    canvas.drawString(100, 500, "Click here")
    canvas.showPage()
    canvas.save()
    followed = []
    monkeypatch.setattr(QDesktopServices, "openUrl", followed.append)
    QDesktopServices.setUrlHandler("https", sight.window, "say")
    request_id = sight.world.a_case()
    taken(sight.world, request_id, content=made.getvalue())
    pages = documents(sight, request_id).panel.reader.pdf.pages
    QTest.mouseMove(pages.viewport(), QPoint(200, 200))
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    sight.settle()
    QDesktopServices.unsetUrlHandler("https")
    assert followed == []


def test_a_paper_that_was_changed_in_the_store_is_not_shown(sight):
    request_id = sight.world.a_case()
    taken(sight.world, request_id)
    with sight.world.desk.store.engine.begin() as connection:
        connection.execute(sql("UPDATE incoming_bytes SET content = x'00'"))
    part = documents(sight, request_id)
    assert "no longer fit" in part.panel.reader.message.text()


def test_a_paper_waits_unfiled_and_is_filed_in_its_case(sight):
    request_id = sight.world.a_case()
    taken(sight.world)
    page = sight.go(Spot.UNFILED)
    assert len(page.panel.model.rows) == 1
    page.file.click()
    dialog = page.panel.dialog
    dialog.submit()
    sight.settle()
    assert "Choose the case" in dialog.fields["request_id"].fault
    choose_case(sight, dialog.fields["request_id"], sight.world.case(request_id).request.ref)
    dialog.submit()
    sight.settle()
    assert page.panel.model.rows == ()
    assert not page.file.isEnabled()
    assert len(incoming.listed(sight.world.admin, request_id)) == 1


def test_a_paper_is_moved_to_another_case_with_a_reason(sight):
    wrong = sight.world.a_case()
    right = sight.world.a_case(person=a_person(family_name="Other"))
    taken(sight.world, wrong)
    part = documents(sight, wrong)
    part.refile_button.click()
    dialog = part.panel.dialog
    choose_case(sight, dialog.fields["request_id"], sight.world.case(right).request.ref)
    dialog.submit()
    sight.settle()
    assert dialog.fields["why"].fault
    dialog.fields["why"].set_raw("Of a namesake")
    dialog.submit()
    sight.settle()
    assert part.panel.model.rows == ()
    assert len(documents(sight, right).panel.model.rows) == 1


def test_what_is_said_of_a_paper_is_put_right(sight):
    request_id = sight.world.a_case()
    taken(sight.world, request_id)
    part = documents(sight, request_id)
    part.panel.describe_button.click()
    part.panel.dialog.fields["kind"].set_raw(IncomingKind.FORM_2.value)
    part.panel.dialog.submit()
    sight.settle()
    [held] = part.panel.model.rows
    assert held.paper.kind is IncomingKind.FORM_2


def test_a_paper_is_saved_and_printed_and_the_trail_says_so(sight, tmp_path, monkeypatch):
    request_id = sight.world.a_case()
    made = taken(sight.world, request_id, name="Doris Weatherby.pdf")
    part = documents(sight, request_id)
    asked = []
    monkeypatch.setattr(
        files, "ask_save", lambda _p, _t, name, _k, chosen: (
            asked.append(name), chosen(tmp_path / name))
    )  # fmt: skip
    part.panel.save.click()
    sight.settle()
    ref = sight.world.case(request_id).request.ref
    assert asked == [f"{ref}_other_20261123_{made}.pdf"]
    assert (tmp_path / asked[0]).read_bytes() == arriving.a_pdf()
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(files, "ask_printer", lambda _p, chosen: chosen(printer))
    part.panel.print.click()
    sight.settle()
    assert (tmp_path / "printed.pdf").stat().st_size > 500
    assert len(sight.world.trail("save_paper_in")) == len(sight.world.trail("print_paper_in")) == 1


def test_a_stored_scan_of_five_megabytes_opens_within_a_second(sight):
    request_id = sight.world.a_case()
    taken(sight.world, request_id, content=arriving.a_large_pdf(5_000_000))
    taken(sight.world, request_id, content=arriving.a_pdf())
    panel = documents(sight, request_id).panel
    began = time.monotonic()
    panel.table.select_where(0)
    sight.qtbot.waitUntil(lambda: panel.reader.pdf.document.pageCount() > 3)
    panel.reader.repaint()
    assert time.monotonic() - began < 1
