"""A certificate put in by keyboard, a paper signed with it, and what is shown of it later."""

import pytest

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import signatures
from dolsdesk.ui.pages.preview import PreviewPage
from dolsdesk.ui.shell import CaseTab
from tests.support.certificates import PASSPHRASE, a_certificate
from tests.ui.test_case_page import fill_grant, open_case, ready


@pytest.fixture
def signing(sight):
    """Return the window with a certificate in use."""
    signatures.add(sight.world.lead, a_certificate(), PASSPHRASE)
    return sight


def before_signing(sight):
    page = open_case(sight, ready(sight), CaseTab.DECISION, who="Sig Natory")
    fill_grant(page.part)
    page.part.see()
    sight.settle()
    assert isinstance(sight.window.page, PreviewPage)
    return page, sight.window.page


def test_a_certificate_is_put_in_and_taken_out_by_keyboard(sight, tmp_path):
    file = tmp_path / "seal.p12"
    file.write_bytes(a_certificate())
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    sight.hands.command("This desk")
    sight.settle()
    card = sight.window.page.signing
    assert "who signed them" in card.standing.text()
    card.ask_passphrase(file)
    sight.hands.fill("Passphrase of the certificate", "wrong one")
    sight.hands.push("Put it in use")
    assert "not the passphrase" in card.dialog.fields["passphrase"].fault
    sight.hands.fill("Passphrase of the certificate", PASSPHRASE)
    sight.hands.push("Put it in use")
    assert card.standing.text().startswith("Norchester DoLS")
    sight.hands.push("Take it out of use…")
    sight.hands.fill("Why", "Another is coming")
    sight.hands.push("Take it out")
    assert "who signed them" in card.standing.text()


def test_a_file_that_vanished_is_said(sight, tmp_path):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    sight.hands.command("This desk")
    sight.settle()
    card = sight.window.page.signing
    card.ask_passphrase(tmp_path / "gone.p12")
    sight.hands.fill("Passphrase of the certificate", PASSPHRASE)
    sight.hands.push("Put it in use")
    assert card.dialog.isVisible()
    assert "could not be read" in card.dialog.banner.text


def test_the_wrong_passphrase_is_said_and_nothing_is_lost(signing):
    page, preview = before_signing(signing)
    assert preview.passphrase.isVisible()
    preview.passphrase.setText("wrong")
    preview.sign.click()
    signing.settle()
    assert signing.window.page is preview
    assert "not the passphrase" in preview.certificate.text()
    preview.passphrase.setText(PASSPHRASE)
    preview.sign.click()
    signing.settle()
    assert page.view.case.request.state is RequestState.GRANTED


def test_a_signed_paper_says_so_when_it_is_opened(signing):
    page, preview = before_signing(signing)
    preview.passphrase.setText(PASSPHRASE)
    preview.sign.click()
    signing.settle()
    part = page.part
    assert part.signature.text().startswith("Signed by Sig Natory")
    assert "not a byte has changed" in part.signature.text()


def test_without_a_certificate_nothing_more_is_asked(sight):
    _page, preview = before_signing(sight)
    assert not preview.passphrase.isVisible()
    assert preview.sign.hasFocus()
