"""Any form as paper: its sections, and each field set according to its kind."""

from collections.abc import Iterator

from dolsdesk.domain.forms.spec import (
    Answer,
    Answers,
    Field,
    FieldKind,
    Form,
    Section,
    is_empty,
)
from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import blocks, tables, theme
from dolsdesk.reports.bands import Block
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind
from dolsdesk.reports.theme import Style

NOT_STATED = "Not stated."
#: Empty lines under a question of a form that is to be filled in.
_ROOM = 4
_SIGNATURE_PARTS = ("Name", "Position", "Date and time")


#: The answer that says whose place a paper takes, and why; set above everything else.
REPLACES = "replaces"


def render(form: Form, answers: Answers, meta: Meta, *, blank: str = NOT_STATED) -> Rendered:
    """Return a form with its answers as PDF.

    An answer that is missing or empty is said to be so, in the words the form has for it, or in
    those of ``blank``: a form that somebody is to fill in has room there instead.
    """
    story = [blocks.title(form.title, form.subtitle)]
    if replaces := answers.get(REPLACES):
        story.append(blocks.labelled("Correction", str(replaces), style=theme.ANSWER, ruled=False))
    story += _glance(form, answers)
    for section in form.sections:
        if not section.when or answers.get(section.when):
            story += _section(section, answers, blank)
    return bind(story, meta)


def render_large(form: Form, answers: Answers, meta: Meta) -> Rendered:
    """Return a note in large print: few words, one under another, and room for pictures."""
    story: list[Block] = [blocks.large(form.title, theme.LARGE_TITLE, "H1")]
    for section in form.sections:
        for field in section.fields:
            answer = answers.get(field.key)
            story.append(blocks.large(field.label, theme.LARGE_LABEL, "H2"))
            if field.key == "picture":
                story.append(blocks.frame(field.none_text))
            elif isinstance(answer, list):
                story += [blocks.large(str(item), theme.LARGE) for item in answer]
            else:
                story.append(blocks.large(str(answer or NOT_STATED), theme.LARGE))
    return bind(story, meta)


def _glance(form: Form, answers: Answers) -> list[Block]:
    labels = {field.key: field.label for section in form.sections for field in section.fields}
    facts = [(labels[key], str(answers.get(key) or NOT_STATED)) for key in form.glance]
    return [blocks.glance(facts)] if facts else []


def _section(section: Section, answers: Answers, blank: str) -> Iterator[Block]:
    above: Block | None = blocks.heading(section.title)
    for field in section.fields:
        answer = answers.get(field.key)
        if field.is_hidden_empty and is_empty(answer) and blank == NOT_STATED:
            continue
        block = _field(field, answer, blank, is_first=above is not None)
        yield block.under(above) if above else block
        above = None


def _field(field: Field, answer: Answer, blank: str, *, is_first: bool) -> Block:
    if field.kind is FieldKind.WORDING:
        return blocks.wording(field.text)
    if field.kind is FieldKind.SIGNATURE:
        return _signature(field, answer)
    if not answer or is_empty(answer):
        said = field.none_text if blank == NOT_STATED else ""
        return _plain(field, said or _room(field, blank), theme.NOTHING, is_first=is_first)
    if field.kind is FieldKind.ROWS:
        return _rows(field, [[str(cell) for cell in row] for row in answer])
    if field.kind is FieldKind.LIST:
        items = [str(item) for item in answer if str(item).strip()]
        return blocks.listing(field.label, items, ruled=not is_first)
    return _plain(field, str(answer), theme.ANSWER, is_first=is_first)


def _room(field: Field, blank: str) -> str:
    """Return what stands where an answer is to come: room to write in, where it is long."""
    if blank == NOT_STATED or field.kind is FieldKind.LINE:
        return blank
    return blank + "\n" * _ROOM


def _plain(field: Field, words: str, style: Style, *, is_first: bool) -> Block:
    return blocks.labelled(field.label, words, style=style, ruled=not is_first)


def _rows(field: Field, rows: list[list[str]]) -> Block:
    made = tables.table([Heading(column, is_number=False) for column in field.columns], rows)
    return made.under(blocks.note(field.label, style=theme.LABEL, space=9.0))


def _signature(field: Field, answer: Answer) -> Block:
    values = [str(value) for value in answer or ()]
    values += [""] * (len(_SIGNATURE_PARTS) - len(values))
    return blocks.signature(field.label, list(zip(_SIGNATURE_PARTS, values, strict=False)))
