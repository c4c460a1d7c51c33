"""Which label asks for which field: loosely, because every council prints its own (forms.md 11)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from dolsdesk.domain.reading.pieces import Piece, plain

#: From this likeness on, of 100, a label is taken for the one that is known.
ALIKE = 82
#: From this likeness on it is taken without a doubt.
SURE = 93
_SHORT = 5
_HEADING = 88


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks: the field, how its value is written, its labels, and in which parts.

    ``under`` are the parts it stands in, empty for any; "" among them is no part at all.
    """

    name: str
    kind: str
    labels: tuple[str, ...]
    under: tuple[str, ...] = ()
    not_under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything that is looked for, and the headings of the parts of a form."""

    fields: tuple[Asked, ...]
    parts: Mapping[str, tuple[str, ...]]

    def part_of(self, headings: tuple[str, ...]) -> str:
        """Return the part of the form that the nearest heading begins; "" where none is known."""
        for heading in reversed(headings):
            said = plain(heading)
            for part, known in self.parts.items():
                if any(fuzz.ratio(said, one) >= _HEADING for one in known):
                    return part
        return ""

    def is_heading(self, words: str) -> bool:
        """Return whether words are the heading of a part."""
        return bool(self.part_of((words,)))

    def likeness(self, asked: Asked, piece: Piece) -> float:
        """Return how much a label is like those of a field, 0 to 100, where it may stand there."""
        part = self.part_of(piece.headings)
        if (asked.under and part not in asked.under) or part in asked.not_under:
            return 0.0
        said = plain(piece.label)
        return max((_alike(said, one) for one in asked.labels), default=0.0)

    def best(self, label: str, headings: tuple[str, ...] = ()) -> float:
        """Return how much a label is like the one it is most like."""
        piece = Piece(label, "", "", headings)
        return max((self.likeness(one, piece) for one in self.fields), default=0.0)


def _alike(said: str, known: str) -> float:
    if not said:
        return 0.0
    if said == known:
        return 100.0
    if min(len(said), len(known)) <= _SHORT:
        return 0.0  # a short word is the whole label or none of it
    whole = fuzz.ratio(said, known)
    same_words = fuzz.token_sort_ratio(said, known)
    # A long label of one's own that begins with the known one, or ends it early.
    begins = 95.0 if said.startswith(f"{known} ") and len(known) > 2 * _SHORT else 0.0
    return max(whole, same_words, begins)


def parse(content: str) -> Labels:
    """Return the labels of a file of them.

    Raises:
        ValueError: a key is not known.
    """
    data = tomllib.loads(content)
    known = {"name", "kind", "labels", "under", "not_under"}
    for entry in data["field"]:
        if strange := sorted(set(entry) - known):
            raise ValueError(f"unknown key {', '.join(strange)}")
    parts = {part: tuple(map(plain, heads)) for part, heads in data["parts"].items()}
    return Labels(tuple(_asked(entry) for entry in data["field"]), parts)


def _asked(entry: Mapping[str, Any]) -> Asked:
    return Asked(
        entry["name"], entry["kind"], tuple(plain(one) for one in entry["labels"]),
        tuple(entry.get("under", ())), tuple(entry.get("not_under", ())),
    )  # fmt: skip
