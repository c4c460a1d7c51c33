"""A form is read into a request: seen beside its source, chosen, put in, saved, kept."""

from datetime import date

import pytest

from dolsdesk.services import cases, incoming
from dolsdesk.ui.dialogs.read_form import ReadFormDialog
from dolsdesk.ui.shell import Spot
from tests.support import forms_in
from tests.support.forms_in import TOLD


@pytest.fixture
def form(sight, tmp_path):
    """Return a Form 1 as a Word document about somebody at the home of the tests."""
    path = tmp_path / "Form 1.docx"
    path.write_bytes(forms_in.word_table(TOLD[0], forms_in.OFFICIAL))
    return path


def read(sight, path):
    page = sight.go(Spot.LOG)
    page.take_form(path)
    sight.settle()
    return page


def test_what_was_read_stands_beside_its_source_and_nothing_is_saved(sight, form):
    before = len(sight.world.trail())
    page = read(sight, form)
    dialog = page.dialog
    assert isinstance(dialog, ReadFormDialog)
    assert len(dialog.chosen) == len(dialog.model.rows) >= 15
    born = [n for n, one in enumerate(dialog.model.rows) if one.field == "date_of_birth"]
    dialog.table.select_where(born[0])
    assert "Date of Birth" in dialog.where.text()
    assert "table 1, row" in dialog.where.text()
    assert dialog.source.text() == "6 May 1941"
    dialog.reject()
    assert page.view.family_name.value() == ""
    assert len(sight.world.trail()) == before


def test_what_is_chosen_is_put_in_and_what_is_left_out_is_not(sight, form):
    page = read(sight, form)
    dialog = page.dialog
    dialog.table.clearSelection()
    dialog.table.select_where(0)
    kept = dialog.chosen[0]
    dialog.put.click()
    sight.settle()
    assert page.view.fields[kept.field].value() == kept.value
    assert page.view.born.value() is None


def test_put_in_saved_and_the_file_kept_with_the_case(sight, form):
    page = read(sight, form)
    page.dialog.put.click()
    sight.settle()
    view = page.view
    assert view.born.value() == date(1941, 5, 6)
    assert view.gender.value() == "female"
    assert view.sought.value() == date(2026, 11, 24)
    assert "Keypad" in view.restrictions.value()
    assert page._place is not None  # the register has one home of that name
    view.received_on.set_raw("today")
    view.urgent.set_raw("no")
    view.reason.set_raw("As it came")
    page.save()
    sight.settle()
    sight.settle()
    request_id = sight.window.page.request_id
    case = cases.open_case(sight.world.admin, request_id).case
    assert (case.person.family_name, case.request.signed_by) == ("Łukasz-O'Neill", "Mo Anager")
    [held] = incoming.listed(sight.world.admin, request_id)
    assert incoming.content(sight.world.admin, held.paper.id) == form.read_bytes()


def test_what_was_typed_before_stays_where_nothing_was_read(sight, form):
    page = sight.go(Spot.LOG)
    page.view.nhs.set_raw("943 476 5919")
    page.take_form(form)
    sight.settle()
    page.dialog.put.click()
    sight.settle()
    assert page.view.nhs.value() == "943 476 5919"


def test_a_file_that_is_no_form_is_declined_in_a_sentence(sight, tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4 cut")
    page = read(sight, path)
    assert page.dialog is None
    assert "damaged" in sight.window.banner.text


def test_it_is_in_the_menus(sight):
    assert sight.actions["read_form"].isEnabled()
