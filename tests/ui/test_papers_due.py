"""What goes out today, by keyboard: one list, looked through, left out, made, written, printed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from dolsdesk.services import cases
from dolsdesk.ui.dialogs.papers_due import PapersDue
from dolsdesk.ui.shell import Spot
from tests.reports import pdf
from tests.support.desk import a_person

DAY = timedelta(days=1)


@pytest.fixture
def due(sight):
    """Return the dialog on a day on which a reminder, an ended one and chasers are due."""
    world = sight.world
    end = world.case(world.whole_way()).authorisation.last_day
    other = a_person(family_name="Ŵ", given_names="", nhs_number="")
    world.allocated(world.a_case(person=other))
    world.desk.clock.move(days=(end - 14 * DAY - world.desk.clock.today()).days)
    sight.go(Spot.DAY)
    sight.hands.press("Ctrl+Shift+D")
    sight.settle()
    dialog = sight.window.page.dialog
    assert isinstance(dialog, PapersDue)
    return dialog


def codes(dialog) -> list[str]:
    return [one.code for one in dialog.model.rows]


def test_everything_due_is_one_list_and_each_kind_can_be_shown_alone(sight, due):
    assert set(codes(due)) == {"L14", "L16", "CHASE"}
    assert len(due.chosen) == len(codes(due))
    due.which.set_raw("CHASE")
    assert set(codes(due)) == {"CHASE"}
    assert not due.why.isVisible()


def test_a_letter_is_seen_before_it_is_made_and_a_chaser_read(sight, due):
    due.which.set_raw("L14")
    sight.settle()
    assert "Form 2 should reach us" in due.pdf.text()
    assert "DRAFT" in due.pdf.text()
    due.which.set_raw("CHASE")
    sight.settle()
    assert not due.pdf.isVisible()
    assert "report" in due.hint.text()


def test_made_in_one_run_then_written_copied_and_printed(sight, due, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    sight.shell.settings = replace(sight.shell.settings, outgoing_folder=str(folder))
    chasers = codes(due).count("CHASE")
    due.start()
    sight.settle()
    assert "2 letters made and frozen" in due.banner.text
    assert f"{chasers} chaser" in due.banner.text
    assert "Nothing is due" in due.said.text()
    due.out.click()
    sight.settle()
    written = sorted(folder.iterdir())
    assert [path.name.split("_")[1] for path in written] == ["L14", "L16"]
    held = {cases.content(sight.world.admin, sent) for sent in due.run.sent}
    assert {path.read_bytes() for path in written} == held
    due.copy.click()
    assert QGuiApplication.clipboard().text() == "\n\n".join(due.run.texts)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    due.print_on(printer)
    sight.settle()
    assert len(pdf.pages((tmp_path / "printed.pdf").read_bytes())) >= 1
    assert "sent to the printer" in due.banner.text


def test_what_is_left_out_stays_due(sight, due):
    due.table.clearSelection()
    assert not due.send.isEnabled()
    due.table.select_where(0)
    left = [one for one in due.model.rows if one not in due.chosen]
    due.start()
    sight.settle()
    assert [one.code for one in due.model.rows] == [one.code for one in left]


def test_the_folder_of_this_computer_is_chosen_at_this_desk(sight, tmp_path):
    page = sight.go(Spot.DESK)
    page.use_outgoing(tmp_path)
    assert sight.shell.settings.outgoing_folder == str(tmp_path)


def test_a_page_that_just_fits_does_not_make_its_view_turn_for_ever(sight, due):
    """Shown and hidden again, a scroll bar would change what fits; it is always there."""
    due.which.set_raw("L14")
    sight.settle()
    widths = set()
    for tall in range(420, 900, 6):
        due.pdf.resize(due.pdf.width(), tall)
        sight.qtbot.wait(1)
        widths.add(due.pdf.pages.viewport().width())
    assert len(widths) == 1
