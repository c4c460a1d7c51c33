"""A letter of a case by keyboard: chosen, seen, released; and the letter of one recipient."""

import pytest

from dolsdesk.services import cases
from dolsdesk.ui.dialogs.case_letter import CaseLetterDialog
from dolsdesk.ui.shell import CaseTab
from tests.reports import pdf
from tests.ui.test_case_page import open_case


@pytest.fixture
def papers(sight):
    """Return the part Papers of a case in which an authorisation was given."""
    page = open_case(sight, sight.world.whole_way(), CaseTab.PAPERS)
    return page.part


def seen(sight, dialog):
    dialog.see.click()
    sight.settle()
    dialog.paper.accept()
    sight.settle()


def test_no_letter_is_released_unseen(sight, papers):
    papers.letter.click()
    dialog = papers.dialog
    assert isinstance(dialog, CaseLetterDialog)
    assert not dialog.accept_button.isEnabled()
    dialog.code.set_raw("L11")
    seen(sight, dialog)
    assert dialog.accept_button.isEnabled()
    dialog.is_large.set_raw(True)
    assert not dialog.accept_button.isEnabled()
    seen(sight, dialog)
    dialog.method.set_raw("post")
    dialog.submit()
    sight.settle()
    assert [one.code for one in papers.view.papers] == ["F5", "L11"]
    assert papers.pdf.document.pageCount() >= 1


def test_what_is_seen_is_what_is_released(sight, papers):
    papers.letter.click()
    dialog = papers.dialog
    dialog.code.set_raw("L11")
    dialog.see.click()
    sight.settle()
    shown = dialog.paper.pdf.text()
    dialog.paper.accept()
    dialog.submit()
    sight.settle()
    issued = cases.content(sight.shell.ctx, papers.view.papers[-1].id)
    said = [word for word in pdf.words(issued).split() if "\u2026" not in word]
    assert set(said) <= set(shown.split()) | {"OFFICIAL-SENSITIVE"}


def test_the_letter_of_a_recipient_is_chosen_and_ticks_their_line(sight, papers):
    numbers = [n for n, one in enumerate(papers.copies_model.rows) if one.recipient == "person"]
    papers.copies.select_where(numbers[0])
    sight.settle()
    assert papers.for_line.isEnabled()
    papers.for_line.click()
    dialog = papers.dialog
    assert dialog.code.value() in {"L11", "L11E"}
    assert dialog.to.value().startswith("person|")
    seen(sight, dialog)
    dialog.method.set_raw("by_hand")
    dialog.submit()
    sight.settle()
    told = [one for one in papers.case.copies if one.recipient == "person" and one.is_settled]
    assert [(one.event, one.method) for one in told] == [("granted", "by_hand")]


def test_a_letter_without_wording_asks_for_words_at_their_field(sight, papers):
    papers.letter.click()
    dialog = papers.dialog
    dialog.code.set_raw("L27")
    assert dialog.words.isVisible()
    dialog.see.click()
    sight.settle()
    assert "Write what this letter is to say" in dialog.fields["words"].fault
    dialog.words.set_raw("Which ward is it?")
    seen(sight, dialog)
    dialog.submit()
    sight.settle()
    assert papers.view.papers[-1].code == "L27"


def test_it_is_in_the_menus_and_the_command_box(sight, papers):
    sight.hands.command("Letter or notice")
    sight.settle()
    assert isinstance(sight.window.page.part.dialog, CaseLetterDialog)
