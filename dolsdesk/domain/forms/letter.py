"""What a letter is: whom it may go to, what it needs, and its parts with the facts they name.

Read from ``resources/forms/LETTERS/*.toml``. A fact stands in braces in the text, or by its key
where it is a list or a table; what facts there are is said by the vocabulary of the letters.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_NAMED = re.compile(r"\{(\w+)\}")


class PartKind(StrEnum):
    """How a part of a letter is set."""

    TEXT = "text"  # a paragraph, with facts in braces
    HEADING = "heading"
    LIST = "list"  # the items of a fact
    ROWS = "rows"  # a fact as a table
    FREE = "free"  # what whoever sends it writes


@dataclass(frozen=True, slots=True)
class Part:
    """One part; where its fact is empty it is left out, or ``none_text`` stands in its place."""

    kind: PartKind
    text: str = ""
    key: str = ""
    columns: tuple[str, ...] = ()
    is_locked: bool = False
    none_text: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter at one version.

    Attributes:
        to: the kinds of recipients it may go to.
        needs: facts without which it cannot be written.
        tells: the events of the notice matrix it tells of; it is for whoever must be told of them.
        rule: why it is written and by when, with the source.
        is_easy: it is set in large letters, a sentence a line.
        names_person: whether the person stands in the line under the salutation.
    """

    code: str
    scheme: str
    version: str
    title: str
    to: tuple[str, ...]
    needs: tuple[str, ...]
    rule: str
    parts: tuple[Part, ...]
    tells: tuple[str, ...] = ()
    encloses: tuple[str, ...] = ()
    is_easy: bool = False
    names_person: bool = True

    @property
    def template(self) -> str:
        """Return scheme, code and version, as printed on every page."""
        return f"{self.scheme} {self.code} {self.version}"

    @property
    def facts(self) -> frozenset[str]:
        """Return every fact that it names."""
        texts = [self.title, *(part.text for part in self.parts), *self.encloses]
        named = {name for one in texts for name in _NAMED.findall(one)}
        keys = {part.key for part in self.parts if part.key and part.kind is not PartKind.FREE}
        return frozenset({*named, *keys, *self.needs})

    @property
    def asks_for_words(self) -> bool:
        """Return whether somebody must write a part of it."""
        return any(part.kind is PartKind.FREE for part in self.parts)


def parse(content: str) -> Letter:
    """Return the letter written in a template file.

    Raises:
        ValueError: a part has an unknown kind or key, or lacks what its kind needs.
    """
    data = tomllib.loads(content)
    known = {"code", "scheme", "version", "title", "to", "needs", "tells", "rule", "part",
             "encloses", "easy", "names_person"}  # fmt: skip
    if strange := sorted(set(data) - known):
        raise ValueError(f"unknown key {', '.join(strange)}")
    return Letter(
        code=data["code"],
        scheme=data["scheme"],
        version=data["version"],
        title=data["title"],
        to=tuple(data["to"]),
        needs=tuple(data.get("needs", ())),
        rule=data["rule"],
        parts=tuple(_part(entry) for entry in data["part"]),
        tells=tuple(data.get("tells", ())),
        encloses=tuple(data.get("encloses", ())),
        is_easy=data.get("easy", False),
        names_person=data.get("names_person", True),
    )


def _part(entry: Mapping[str, Any]) -> Part:
    known = {"kind", "text", "key", "columns", "locked", "none"}
    if strange := sorted(set(entry) - known):
        raise ValueError(f"unknown key {', '.join(strange)}")
    part = Part(
        kind=PartKind(entry.get("kind", "text")),
        text=entry.get("text", ""),
        key=entry.get("key", ""),
        columns=tuple(entry.get("columns", ())),
        is_locked=entry.get("locked", False),
        none_text=entry.get("none", ""),
    )
    needs_key = part.kind in {PartKind.LIST, PartKind.ROWS}
    if needs_key != bool(part.key) and part.kind is not PartKind.FREE:
        raise ValueError(f"a part of kind {part.kind} and its key do not fit")
    if part.kind in {PartKind.TEXT, PartKind.HEADING} and not part.text:
        raise ValueError("a part says nothing")
    return part


def merged(text: str, answers: Mapping[str, Any]) -> str:
    """Return a text with its facts put in; a fact that is not known is left empty."""
    return _NAMED.sub(lambda found: str(answers.get(found[1]) or ""), text)
