"""Whatever bytes come in, under whatever name: they are kept, or refused with a sentence."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk.domain import incoming
from dolsdesk.errors import DeskError
from dolsdesk.services import words
from dolsdesk.services.received import looking, wording
from tests.support import arriving

LARGEST = 40_000_000
BEGINNINGS = (
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"From: a@b.c\nDate: ",
    b"\xff\xd8\xff", b"<html>", b"{\\rtf1", b"\xff\xfe",
)  # fmt: skip
WHOLE = {
    "form.pdf": arriving.a_pdf(),
    "form.docx": arriving.a_word_file(),
    "form.docm": arriving.a_macro_file(),
    "mail.eml": arriving.a_letter_by_mail({"a.pdf": arriving.a_pdf()}, within=arriving.a_pdf()),
    "mail.msg": arriving.an_outlook_file({"a.pdf": arriving.a_pdf()}),
    "old.doc": arriving.an_old_word_file(),
}


def try_it(name: str, content: bytes) -> None:
    """Look at a file and read it; nothing but an expected failure may come of it."""
    said = ""
    try:
        found = looking.at_bytes(name, content, LARGEST)
        said = looking.said(found)
        assert found.content == content
        if incoming.is_shown(found.media, found.fit) and found.media in incoming.TEXTS:
            read = wording.of(found.media, content)
            assert not any(char < " " and char not in "\n\t" for char in read)
    except DeskError as fault:
        said = words.error(fault)
    assert said.endswith(".")


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=2000), st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_bytes_under_any_name(beginning, rest, name):
    try_it(name, beginning + rest)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_was_damaged_anywhere(name):
    chance = random.Random(20261123)  # noqa: S311  (no secret)
    whole = WHOLE[name]
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        if content:
            try_it(name, bytes(content))


@given(st.text(max_size=300))
def test_a_name_is_always_one_that_a_folder_can_hold(name):
    kept = incoming.plain_name(name)
    assert kept
    assert not set(kept) & set("/\\\0\n\r")
    assert len(kept) <= 200
    assert incoming.plain_name(kept) == kept
