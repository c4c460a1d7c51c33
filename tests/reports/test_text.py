"""How text is made printable and broken into lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.reports import theme
from dolsdesk.reports.fonts import Weight, face
from dolsdesk.reports.text import clean, wrapped

STYLE = theme.ANSWER


@given(st.text(max_size=400), st.floats(min_value=20, max_value=400))
def test_no_line_is_wider_than_its_column(text, width):
    for line in wrapped(text, STYLE, width):
        letters_alone = len(line.strip()) <= 1
        assert STYLE.width(line.rstrip()) <= width + 0.001 or letters_alone or " " not in line


@given(st.text(max_size=400), st.floats(min_value=20, max_value=400))
def test_breaking_into_lines_loses_and_adds_no_letter(text, width):
    lines = wrapped(text, STYLE, width)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


@given(st.text(max_size=200))
def test_clean_text_has_no_control_characters_and_only_letters_we_have(text):
    shapes = face(Weight.REGULAR)
    assert all(letter == "\n" or shapes.has(letter) for letter in clean(text))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x07c", "abc"),
        ("a\tb", "a    b"),
        ("W\u0302yn", "Ŵyn"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("zero\u200bwidth\u00ad", "zerowidth"),
        ("over 65 → ≥ 2 ☑", "over 65 -> >= 2 [x]"),
        ("日", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_odd_characters_become_printable(typed, printed):
    assert clean(typed) == printed


def test_a_word_wider_than_the_column_is_cut_and_kept_whole():
    lines = wrapped("a " + "W" * 100 + " b", STYLE, 100)
    assert len(lines) > 8
    assert "".join(lines).replace(" ", "") == "a" + "W" * 100 + "b"
    assert all(STYLE.width(line) <= 100 for line in lines)


def test_a_mark_is_not_parted_from_the_letter_it_stands_on():
    lines = wrapped("q\u0308" * 60, STYLE, 60)
    assert len(lines) > 2
    assert not any(line.startswith("\u0308") for line in lines)


def test_all_four_faces_know_the_names_of_our_neighbours():
    for weight in Weight:
        shapes = face(weight)
        assert all(shapes.has(letter) for letter in "ŴŵŶŷŁłŻżŐőČčĞğŞşİıÞþÐðÆæØøŒœßΩωЖжЁё’“”…")
