"""Two versions of a text: nothing is lost between them, and long ones are quick (AS6)."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk.domain.comparing import Change, percent_kept, pieces

#: How long two versions of the longest assessment may take (AS6).
LONGEST_S = 1.0


def sides(old: str, new: str) -> tuple[str, str]:
    found = pieces(old, new)
    was = "".join(one.text for one in found if one.change is not Change.ADDED)
    now = "".join(one.text for one in found if one.change is not Change.REMOVED)
    return was, now


def test_what_came_and_what_went_is_told_by_the_word():
    found = pieces(
        "She likes the garden. She walks daily.", "She likes the garden. She sits daily."
    )
    assert [(one.change, one.text.strip()) for one in found] == [
        (Change.SAME, "She likes the garden. She"),
        (Change.REMOVED, "walks"),
        (Change.ADDED, "sits"),
        (Change.SAME, "daily."),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60))
def test_the_pieces_make_up_both_texts_again(old, new):
    was, now = sides(old, new)
    assert "".join(was.split()) == "".join(old.split())
    assert now == new


@pytest.mark.parametrize(
    ("was", "now", "percent"),
    [
        ("One two three four", "One two  three\nfour", 100),
        ("One two three four", "One two three", 75),
        ("One two three four", "Five six", 0),
        ("", "", 0),
        ("One two", "One two and more", 99),
    ],
)
def test_how_much_of_a_copied_text_still_stands(was, now, percent):
    assert percent_kept(was, now) == percent


def long_text(seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    words = [f"word{n}" for n in range(800)] + ["the", "and", "of", "to"] * 100
    return [" ".join(chance.choices(words, k=14)) + ". " for _ in range(2_860)]  # 40,000 words


def spoilt(sentences: list[str], every: int) -> str:
    return "".join(
        one.replace("the", "a", 1) if n % every == 0 else one for n, one in enumerate(sentences)
    )


@pytest.mark.parametrize(
    "other",
    [
        spoilt(long_text(1), 10),
        "".join(one.replace("word", "term", 1) for one in long_text(1)),  # every sentence changed
        "".join(long_text(2)),  # nothing in common but single words
        "The same. " * 10_000,
        "a" * 200_000,
        "word " * 40_000,
        "",
    ],
    ids=["some", "every", "none", "repeated", "one word", "one sentence", "blank"],
)
def test_forty_thousand_words_compare_within_a_second(other):
    text = "".join(long_text(1))
    begun = time.perf_counter()
    pieces(text, other)
    assert time.perf_counter() - begun < LONGEST_S
