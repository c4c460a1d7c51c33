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


class FieldType(StrEnum):
    """What an answer is (forms.md 2)."""

    LINE = "T"
    LONG = "LT"
    DATE = "D"
    MOMENT = "DT"
    NUMBER = "N"
    TICK = "TB"
    ONE_OF = "CH"
    SOME_OF = "MC"
    SIGNATURE = "SIG"
    TABLE = "TAB"


class Need(StrEnum):
    """Whether an answer must be there; a form with gaps is warned of and never refused."""

    MANDATORY = "M"
    CONDITIONAL = "C"
    OPTIONAL = "O"


class Source(StrEnum):
    """How sure it is that the form in use has this field (forms.md)."""

    VERIFIED = "V"  # checked against a public copy
    KNOWN = "K"  # from knowledge


#: How an answer of each type is set, where the form does not say.
_KINDS = {
    FieldType.LONG: FieldKind.LONG,
    FieldType.SOME_OF: FieldKind.LIST,
    FieldType.SIGNATURE: FieldKind.SIGNATURE,
    FieldType.TABLE: FieldKind.ROWS,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``key`` names its answer, ``columns`` the headings of a table.

    A conditional field says in ``condition`` when it is needed; ``follows`` names the answer whose
    presence makes it so, where that can be seen. ``is_hidden_empty`` leaves it out where it has no
    answer.
    """

    key: str
    label: str
    kind: FieldKind
    columns: tuple[str, ...] = ()
    text: str = ""
    is_locked: bool = False
    none_text: str = ""
    type: FieldType = FieldType.LINE
    need: Need = Need.OPTIONAL
    condition: str = ""
    follows: str = ""
    source: Source = Source.KNOWN
    is_hidden_empty: bool = False


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


def gaps(form: Form, answers: Answers) -> tuple[Field, ...]:
    """Return the fields that should be answered and are not, in the order of the form."""
    return tuple(
        field
        for section in form.sections
        for field in section.fields
        if field.key and is_empty(answers.get(field.key)) and _is_needed(field, answers)
    )


def is_empty(answer: Answer) -> bool:
    """Return whether an answer says nothing."""
    return not answer or (isinstance(answer, str) and not answer.strip())


def _is_needed(field: Field, answers: Answers) -> bool:
    if field.need is Need.CONDITIONAL:
        return bool(field.follows) and not is_empty(answers.get(field.follows))
    return field.need is Need.MANDATORY


_KNOWN = frozenset(
    {
        "key", "label", "kind", "columns", "text", "locked", "none", "type", "need", "condition",
        "follows", "source", "hide",
    }
)  # fmt: skip


def _field(entry: Mapping[str, Any]) -> Field:
    if strange := sorted(set(entry) - _KNOWN):
        raise ValueError(f"unknown key {', '.join(strange)}")
    answered = FieldType(entry.get("type", FieldType.LINE.value))
    need = Need(entry.get("need", Need.OPTIONAL.value))
    if need is Need.CONDITIONAL and not entry.get("condition"):
        raise ValueError(f"no condition for {entry.get('key')}")
    kind = FieldKind(entry["kind"]) if "kind" in entry else _KINDS.get(answered, FieldKind.LINE)
    return Field(
        key=entry.get("key", ""),
        label=entry.get("label", ""),
        kind=kind,
        type=answered,
        need=need,
        condition=entry.get("condition", ""),
        follows=entry.get("follows", ""),
        source=Source(entry.get("source", Source.KNOWN.value)),
        is_hidden_empty=entry.get("hide", False),
        columns=tuple(entry.get("columns", ())),
        text=entry.get("text", ""),
        is_locked=entry.get("locked", False),
        none_text=entry.get("none", ""),
    )
