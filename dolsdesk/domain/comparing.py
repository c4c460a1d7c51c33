"""Two texts held against each other: what is the same, what came, what went (AS6)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with what became of it."""

    change: Change
    text: str


_SENTENCES = re.compile(r"[^.!?\n]*(?:[.!?]+[\"”’)]*\s*|\n+|$)")
_WORDS = re.compile(r"\s*\S+\s*|\s+")
#: Runs longer than this are held against each other sentence by sentence, so that time stays short.
_LONGEST_RUN = 400
_WHOLE = 100


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the old and the new text as one run of pieces, in the order of reading.

    The pieces that are same or added make up the new text; those same or removed the old one, but
    for its spaces and ends of lines.
    """
    return tuple(_joined(_by_sentence(old, new)))


def percent_kept(was: str, now: str) -> int:
    """Return how much of a text, by its words, still stands in another: 0 to 100, whole numbers.

    It is 100 only where the two say the same word for word.
    """
    if was.split() == now.split():
        return _WHOLE if was.split() else 0
    kept = sum(len(one.text.split()) for one in pieces(was, now) if one.change is Change.SAME)
    whole = max(len(was.split()), 1)
    return min(_WHOLE - 1, kept * _WHOLE // whole)


def _by_sentence(old: str, new: str) -> Iterator[Piece]:
    before, after = _cut(_SENTENCES, old), _cut(_SENTENCES, new)
    for kind, i, j, k, m in _steps(_keys(before), _keys(after)):
        if kind == "equal":
            yield Piece(Change.SAME, "".join(after[k:m]))
        else:
            yield from _by_word(before[i:j], after[k:m])


def _by_word(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Yield what changed in some sentences; many at once are taken in pairs."""
    old, new = _cut(_WORDS, "".join(before)), _cut(_WORDS, "".join(after))
    if max(len(old), len(new)) > _LONGEST_RUN and max(len(before), len(after)) > 1:
        for one, other in zip_longest(before, after, fillvalue=""):
            yield from _by_word([one], [other])
        return
    for kind, i, j, k, m in _steps(_keys(old), _keys(new)):
        if kind == "equal":
            yield Piece(Change.SAME, "".join(new[k:m]))
        else:
            yield Piece(Change.REMOVED, "".join(old[i:j]))
            yield Piece(Change.ADDED, "".join(new[k:m]))


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield how one run becomes the other; what begins and ends alike is not searched."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if head:
        yield "equal", 0, head, 0, head
    middle_old, middle_new = before[head : len(before) - tail], after[head : len(after) - tail]
    if middle_old or middle_new:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=True)
        for kind, i, j, k, m in matcher.get_opcodes():
            yield kind, i + head, j + head, k + head, m + head
    if tail:
        yield "equal", len(before) - tail, len(before), len(after) - tail, len(after)


def _keys(parts: Sequence[str]) -> list[str]:
    """Return parts as they are compared: spaces and ends of lines are no difference."""
    return [part.strip() for part in parts]


def _cut(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return a text in parts that make it up again."""
    found = [part for part in pattern.findall(text) if part]
    return found or ([text] if text else [])


def _joined(all_of: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces with neighbours of one kind put together, and blank ones left out."""
    held: Piece | None = None
    for one in all_of:
        if not one.text:
            continue
        if held is not None and held.change is one.change:
            held = Piece(held.change, held.text + one.text)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
