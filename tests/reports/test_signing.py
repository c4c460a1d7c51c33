"""Digital signatures on papers, made with a real certificate and checked again."""

from contextlib import suppress

import pytest

from dolsdesk.errors import Refused
from dolsdesk.reports import forms, signing
from dolsdesk.services.templates import template
from tests.reports import pdf
from tests.reports.samples import a_meta, form_5_answers
from tests.support.certificates import PASSPHRASE, a_certificate

FORM_5 = template("F5")
NAME = "Ŵyn O'Neill-Łukasz"


@pytest.fixture(scope="module")
def plain():
    return forms.render(FORM_5, form_5_answers(), a_meta(FORM_5)).content


@pytest.fixture(scope="module")
def signed(plain):
    return signing.sign(plain, a_certificate(), PASSPHRASE, name=NAME, reason="Form 5")


def test_a_signed_paper_says_who_signed_it_and_that_it_is_whole(signed):
    seal = signing.check(signed)
    assert (seal.name, seal.certificate, seal.is_whole) == (NAME, "Norchester DoLS", True)
    held = signing.certificate(a_certificate(), PASSPHRASE)
    assert seal.fingerprint == held.fingerprint
    assert seal.at is not None


def test_a_signed_paper_says_the_same_words_and_is_still_pdf_ua(plain, signed):
    assert pdf.pages(signed) == pdf.pages(plain)
    assert pdf.faults(signed) == []
    assert ("Form", "") in pdf.structure(signed)


def test_a_paper_without_a_signature_has_none(plain):
    assert signing.check(plain) is None


def test_any_changed_byte_is_found(signed):
    ours = signing.certificate(a_certificate(), PASSPHRASE).fingerprint
    for at in range(3, len(signed), 311):
        changed = bytearray(signed)
        changed[at] ^= 1
        with suppress(Refused):
            seal = signing.check(bytes(changed))
            assert seal is None or not seal.is_whole or seal.fingerprint != ours, at


def test_something_added_after_the_signature_is_found(signed):
    added = signing.check(signed + b"\n% more\n")
    assert added is not None
    assert not added.is_whole


@pytest.mark.parametrize(
    ("content", "passphrase", "code"),
    [
        (a_certificate(), "wrong", "CERTIFICATE_PASSPHRASE"),
        (a_certificate(), "", "CERTIFICATE_PASSPHRASE"),
        (b"", "", "CERTIFICATE_UNREADABLE"),
        (b"MZ not a certificate", PASSPHRASE, "CERTIFICATE_UNREADABLE"),
        (b"-----BEGIN CERTIFICATE-----", PASSPHRASE, "CERTIFICATE_UNREADABLE"),
    ],
)
def test_what_is_no_certificate_is_refused(content, passphrase, code):
    with pytest.raises(Refused) as caught:
        signing.certificate(content, passphrase)
    assert caught.value.code == code


def test_a_damaged_paper_says_so():
    with pytest.raises(Refused) as caught:
        signing.check(b"%PDF-1.7 nothing")
    assert caught.value.code == "SIGNATURE_UNREADABLE"
