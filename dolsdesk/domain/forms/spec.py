"""What a form is: sections of fields, read from ``resources/forms/*.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FieldKind(StrEnum):
    """How an answer is set on paper."""

    LINE = "line"  # one line beside its label
    LONG = "long"  # text of any length under its label
    LIST = "list"  # numbered items
    ROWS = "rows"  # a table with a heading row
    WORDING = "wording"  # fixed text of the form itself
    SIGNATURE = "signature"  # name, position, date and time


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``key`` names its answer, ``columns`` the headings of a table."""

    key: str
    label: str
    kind: FieldKind
    columns: tuple[str, ...] = ()
    text: str = ""
    is_locked: bool = False
    none_text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its fields; ``when`` names an answer without which it is left out."""

    title: str
    fields: tuple[Field, ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one scheme, at one version; ``glance`` names what a reader looks for first."""

    code: str
    scheme: str
    version: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    glance: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Return scheme, code and version, as printed on every page."""
        return f"{self.scheme} {self.code} {self.version}"


#: An answer: a text, a list of items, a table of rows, or nothing.
Answer = str | list[str] | list[list[str]] | None
Answers = Mapping[str, Answer]


def parse(content: str) -> Form:
    """Return the form written in a template file.

    Raises:
        ValueError: a field has an unknown kind, an unknown key, or a key that stands twice.
    """
    data = tomllib.loads(content)
    sections = tuple(_section(table) for table in data["section"])
    keys = [field.key for section in sections for field in section.fields if field.key]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"field keys stand twice: {', '.join(twice)}")
    glance = tuple(data.get("glance", ()))
    if strange := sorted(set(glance) - set(keys)):
        raise ValueError(f"no such field to glance at: {', '.join(strange)}")
    return Form(
        code=data["code"],
        scheme=data["scheme"],
        version=data["version"],
        title=data["title"],
        subtitle=data.get("subtitle", ""),
        sections=sections,
        glance=glance,
    )


def _section(table: Mapping[str, Any]) -> Section:
    return Section(
        title=table["title"],
        fields=tuple(_field(entry) for entry in table["field"]),
        when=table.get("when", ""),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    known = {"key", "label", "kind", "columns", "text", "locked", "none"}
    if strange := sorted(set(entry) - known):
        raise ValueError(f"unknown key {', '.join(strange)}")
    return Field(
        key=entry.get("key", ""),
        label=entry.get("label", ""),
        kind=FieldKind(entry["kind"]),
        columns=tuple(entry.get("columns", ())),
        text=entry.get("text", ""),
        is_locked=entry.get("locked", False),
        none_text=entry.get("none", ""),
    )
