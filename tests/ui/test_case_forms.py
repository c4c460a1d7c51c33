"""A form of a case by keyboard: seen as it stands; printed for others, or issued once."""

import pytest

from dolsdesk.services import cases
from dolsdesk.ui.dialogs.case_form import CaseFormDialog
from dolsdesk.ui.shell import CaseTab
from tests.reports import pdf
from tests.ui.test_case_page import open_case


def asked(sight, part) -> CaseFormDialog:
    part.form.click()
    sight.settle()
    return part.dialog


def choose(dialog, code: str) -> None:
    [place] = [n for n, one in enumerate(dialog.lines) if one.code == code]
    dialog.which.set_raw(str(place))


@pytest.fixture
def granted(sight):
    """Return the part Papers of a case in which an authorisation was given."""
    return open_case(sight, sight.world.whole_way(), CaseTab.PAPERS).part


def test_an_assessor_s_form_is_seen_and_then_issued_once(sight, granted):
    dialog = asked(sight, granted)
    choose(dialog, "F3")
    assert not dialog.accept_button.isEnabled()
    dialog.see.click()
    sight.settle()
    assert "Form 3" in dialog.paper.windowTitle() or dialog.paper.pdf.text()
    dialog.paper.accept()
    assert dialog.accept_button.isEnabled()
    dialog.submit()
    sight.settle()
    assert granted.view.papers[-1].code == "F3"
    assert pdf.faults(cases.content(sight.shell.ctx, granted.view.papers[-1].id)) == []
    again = asked(sight, granted)
    choose(again, "F3")
    again.see.click()
    sight.settle()
    again.paper.accept()
    assert not again.accept_button.isEnabled()
    assert "issued already" in again.standing.text()


def test_a_form_for_an_assessor_is_headed_and_saved_never_issued(sight, tmp_path):
    world = sight.world
    part = open_case(sight, world.allocated(world.a_case()), CaseTab.PAPERS).part
    dialog = asked(sight, part)
    choose(dialog, "F3")
    assert "Somebody else fills this in" in dialog.standing.text()
    dialog.see.click()
    sight.settle()
    dialog.paper.write(tmp_path / "f3.pdf")
    sight.settle()
    assert world.case(part.request_id).person.full_name in pdf.words(
        (tmp_path / "f3.pdf").read_bytes()
    )
    dialog.paper.accept()
    assert not dialog.accept_button.isEnabled()
    assert part.view.papers == ()


def test_where_nothing_has_happened_it_says_so(sight):
    part = open_case(sight, sight.world.a_case(), CaseTab.PAPERS).part
    dialog = asked(sight, part)
    assert "Nothing has happened" in dialog.standing.text()
    assert not dialog.see.isEnabled()


def test_it_is_in_the_command_box(sight, granted):
    sight.hands.command("Form of this case")
    sight.settle()
    assert isinstance(sight.window.page.part.dialog, CaseFormDialog)
