"""Forms 1 and 2 are read right, in many layouts; what is no form is declined in a sentence."""

import io
from collections import Counter

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas

from dolsdesk.errors import DeskError
from dolsdesk.services import form_reading
from tests.support import forms_in
from tests.support.forms_in import TOLD, Sample

#: Fields of the request that may be read; what is read into others counts as wrong.
RIGHT_FROM = 0.95
#: Said on the form and of no use to the request's fields.
_BESIDE = {"place_address", "supervisory_body"}


def misses(ctx, sample: Sample) -> tuple[int, list[str]]:
    """Return how many fields there are, and which were read wrongly, not at all, or invented."""
    read = form_reading.read_bytes(ctx, sample.name, sample.content).reading.raw()
    read = {name: value for name, value in read.items() if name not in _BESIDE}
    names = {*sample.truth, *read}
    wrong = [
        f"{sample.name}: {name}: {read.get(name, '')!r} for {sample.truth.get(name, '')!r}"
        for name in sorted(names)
        if " ".join(read.get(name, "").split()) != sample.truth.get(name, "")
    ]
    return len(names), wrong


def test_at_least_95_of_100_fields_are_right_over_all_files(world):
    fields, wrong, files = 0, [], Counter()
    for sample in forms_in.samples():
        count, found = misses(world.admin, sample)
        fields += count
        wrong += found
        files[sample.name.rpartition("-")[0]] += len(found)
    share = 1 - len(wrong) / fields
    assert len(files) * len(TOLD) >= 20
    assert share >= RIGHT_FROM, f"{share:.3f}\n" + "\n".join(wrong)


def test_each_value_says_where_it_stood_and_how_sure_it_is(world):
    sample = next(forms_in.samples())
    held = form_reading.read_bytes(world.admin, sample.name, sample.content)
    for one in held.reading.values:
        assert one.piece.label
        assert one.piece.where
        assert one.value
    born = next(one for one in held.reading.values if one.field == "date_of_birth")
    assert born.piece.value == "6 May 1941"
    assert born.piece.where.startswith("table 1, row")


def test_a_form_2_is_known_as_one(world):
    held = form_reading.read_bytes(
        world.admin, "f.docx", forms_in.word_table(TOLD[2], forms_in.SHORT)
    )
    assert held.reading.is_further
    first = form_reading.read_bytes(
        world.admin, "f.docx", forms_in.word_table(TOLD[0], forms_in.SHORT)
    )
    assert not first.reading.is_further


def scanned() -> bytes:
    kept = io.BytesIO()
    page = canvas.Canvas(kept)
    page.rect(50, 50, 400, 600, fill=1)
    page.showPage()
    page.save()
    return kept.getvalue()


def locked() -> bytes:
    writer = PdfWriter(
        clone_from=PdfReader(io.BytesIO(forms_in.pdf_columns(TOLD[0], forms_in.SHORT)))
    )
    writer.encrypt("secret")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("scan.pdf", scanned(), "READING_SCANNED"),
        ("locked.pdf", locked(), "READING_LOCKED"),
        ("cut.pdf", forms_in.pdf_columns(TOLD[0], forms_in.SHORT)[:900], "READING_DAMAGED"),
        ("letter.txt", b"Dear all,\nthe lift is out of order.\nB. Porter\n", "READING_NOTHING"),
        ("form.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "READING_OTHER"),
    ],
)  # fmt: skip
def test_what_is_no_form_that_can_be_read_is_declined_in_a_sentence(world, name, content, code):
    before = len(world.trail())
    with pytest.raises(DeskError) as caught:
        form_reading.read_bytes(world.admin, name, content)
    assert caught.value.code == code
    assert len(world.trail()) == before


def test_reading_keeps_nothing(world):
    before = len(world.trail())
    for sample in list(forms_in.samples())[:4]:
        form_reading.read_bytes(world.admin, sample.name, sample.content)
    assert len(world.trail()) == before
