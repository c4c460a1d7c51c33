"""Forms as paper."""

import io
import time

import pytest
from reportlab.pdfgen.canvas import Canvas

from dolsdesk.domain.forms import spec
from dolsdesk.reports import forms, theme
from dolsdesk.reports.fonts import Weight, face
from dolsdesk.services.paperwork import CODES
from dolsdesk.services.templates import template
from tests.reports import pdf
from tests.reports.samples import HOSTILE, a_meta, form_5_answers

FORM_5 = template("F5")
PROSE = "She says she wants to go home and pulls at the door until staff bring her back"


def _rendered(answers=None, **meta):
    given = form_5_answers() if answers is None else answers
    return forms.render(FORM_5, given, a_meta(FORM_5, **meta))


def test_form_5_says_what_its_golden_file_says(golden):
    golden("F5.txt", pdf.as_text(_rendered().content))


def test_a_draft_is_marked_on_every_page_and_an_issued_form_on_none():
    assert all("DRAFT" in page for page in pdf.pages(_rendered(is_draft=True).content))
    assert "Draft, not issued" in pdf.words(_rendered(is_draft=True).content)
    assert "DRAFT" not in pdf.words(_rendered().content)


def test_every_font_is_embedded():
    found = pdf.fonts(_rendered().content)
    assert len(found) >= 2
    assert all("NotoSans" in name and embedded for name, embedded in found.items())


def test_the_file_says_title_author_subject_and_language():
    reader = pdf.read(_rendered().content)
    assert reader.metadata.title == "Standard authorisation granted"
    assert reader.metadata.author == "Norchester City Council"
    assert reader.metadata.subject == "26-000001 ADASS-2018 F5 1"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_no_name_of_the_person_is_in_the_properties():
    assert "Łukasz" not in str(pdf.read(_rendered().content).metadata)


def test_every_section_has_a_bookmark_that_leads_to_its_page():
    content = _rendered().content
    found = pdf.outline(content)
    assert found[0] == (0, "Standard authorisation granted", 1)
    wanted = [section.title for section in FORM_5.sections if not section.when]
    assert [words for _, words, _ in found[1:]] == wanted
    texts = pdf.pages(content)
    assert all(words in texts[page - 1] for _, words, page in found)


def test_every_page_says_which_it_is_whose_it_is_and_how_it_is_marked():
    done = _rendered()
    for number, page in enumerate(pdf.pages(done.content), 1):
        assert f"Page {number} of {done.pages}" in page
        assert "26-000001 · Ŵ.Ł. born 6 May 1941" in page
        assert "ADASS-2018 F5 1" in page
        assert "OFFICIAL-SENSITIVE" in page


def test_the_same_form_gives_the_same_bytes():
    assert _rendered().content == _rendered().content


def test_a_form_with_no_answers_says_so_for_each():
    done = _rendered({})
    text = pdf.words(done.content)
    fields = [field for s in FORM_5.sections for field in s.fields if not s.when]
    asked = [f for f in fields if f.kind not in {spec.FieldKind.WORDING, spec.FieldKind.SIGNATURE}]
    unsaid = [field for field in asked if not field.none_text]
    assert text.count(forms.NOT_STATED) == len(unsaid) + len(FORM_5.glance)
    assert all(field.none_text in text for field in asked)


def test_a_section_without_its_answer_is_left_out():
    assert "Equivalent assessments used" not in pdf.words(_rendered().content)
    used = form_5_answers(equivalents=[["Age", "Bea Iqbal, 2 March 2026", "On file."]])
    assert "Equivalent assessments used" in pdf.words(_rendered(used).content)


@pytest.mark.parametrize("code", CODES)
def test_the_fixed_words_of_every_paper_are_printed(code):
    form = template(code)
    text = pdf.words(forms.render(form, {}, a_meta(form)).content)
    fields = [field for part in form.sections if not part.when for field in part.fields]
    assert all(" ".join(field.text.split()) in text for field in fields if field.text)


@pytest.mark.parametrize("code", ["F5", "F6"])
def test_the_words_of_the_act_are_locked(code):
    assert [field for part in template(code).sections for field in part.fields if field.is_locked]


def test_forty_thousand_words_are_all_printed_and_quickly():
    count = 40_000
    told = " ".join(f"word{number}" for number in range(count))
    start = time.process_time()
    done = _rendered(form_5_answers(reason_bi=told))
    assert time.process_time() - start < 5
    text = pdf.words(done.content)
    assert all(f"word{number} " in text for number in range(0, count - 1, 997))
    assert f"word{count - 1} " in text
    assert done.pages > 40
    assert text.count("continued") >= done.pages - 4


@pytest.mark.parametrize("key", sorted(form_5_answers()))
def test_hostile_text_in_any_answer_prints_as_it_is(key):
    usual = form_5_answers()[key]
    if isinstance(usual, str):
        told = HOSTILE
    elif usual and isinstance(usual[0], list):
        told = [[HOSTILE] * len(usual[0])] * 2
    elif key == "equivalents":
        told = [[HOSTILE] * 3]
    else:
        told = [HOSTILE] * 3
    text = pdf.words(_rendered(form_5_answers(**{key: told})).content)
    assert "<b>& Sons</i>" in text
    assert "\x00" not in text


def test_nothing_is_printed_outside_the_margins():
    told = form_5_answers(
        person_name=HOSTILE,
        conditions=[HOSTILE] * 3,
        consulted=[[HOSTILE, HOSTILE, PROSE * 90]] * 2,
        equivalents=[["", "", PROSE * 400]],
        signature=[HOSTILE, PROSE * 9, ""],
    )
    reader = pdf.read(_rendered(told).content)
    faces = {weight.value: face(weight) for weight in Weight}
    left, right = theme.MARGIN - 0.1, theme.PAGE_WIDTH - theme.MARGIN + 0.1
    seen = []
    for page in reader.pages:

        def visit(text, cm, tm, font, size):
            words = text.strip("\n").rstrip()
            if not words.strip():
                return
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            name = str(font["/BaseFont"]).partition("+")[2]
            seen.append((x, x + faces[name].width(words, size), y, words))

        page.extract_text(visitor_text=visit)
    assert len(seen) > 300
    outside = [one for one in seen if one[0] < left or one[1] > right]
    assert not outside
    assert all(30 < y < theme.PAGE_HEIGHT - 30 for _, _, y, _ in seen)


@pytest.mark.parametrize("lines", range(0, 60, 3))
def test_the_signature_box_is_whole_and_under_its_heading(lines):
    told = form_5_answers(scrutiny_notes="\n".join(["A line."] * lines))
    texts = pdf.pages(_rendered(told).content)
    [page] = [text for text in texts if "Signed for the supervisory body" in text]
    assert all(part in page for part in ("Signature", "Sig Natory", "Head of Safeguarding"))


@pytest.mark.parametrize("lines", range(0, 60, 3))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(lines):
    told = form_5_answers(purpose="\n".join(["A line."] * lines))
    titles = {section.title for section in FORM_5.sections}
    for page in pdf.pages(_rendered(told).content):
        body = page.partition("26-000001 · ")[0].strip().splitlines()
        assert body[-1] not in titles


def test_a_form_takes_no_more_than_three_times_the_time_of_the_bare_words():
    content = _rendered().content
    runs = [page.split("\n") for page in pdf.pages(content)]
    weights = [Weight.REGULAR, Weight.BOLD]

    def bare():
        canvas = Canvas(io.BytesIO(), invariant=1)
        for lines in runs:
            for number, words in enumerate(lines):
                canvas.setFont(weights[number % 2].value, 9.6)
                canvas.drawString(60, 800 - 13 * number, words)
            canvas.showPage()
        canvas.save()

    def quickest(work):
        times = []
        for _ in range(12):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return min(times)

    assert quickest(_rendered) <= 3 * quickest(bare)


def test_a_form_cannot_glance_at_a_field_it_does_not_have():
    content = 'code="X"\nscheme="S"\nversion="1"\ntitle="T"\nglance=["nowhere"]\n'
    fields = '[[section]]\ntitle="A"\n[[section.field]]\nkey="here"\nkind="line"\n'
    with pytest.raises(ValueError, match="nowhere"):
        spec.parse(content + fields)
