"""Any form as paper: its sections, and each field set according to its kind."""

from collections.abc import Iterator

from dolsdesk.domain.forms.spec import Answer, Answers, Field, FieldKind, Form, Section
from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import blocks, tables, theme
from dolsdesk.reports.bands import Block
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind
from dolsdesk.reports.theme import Style

NOT_STATED = "Not stated."
_SIGNATURE_PARTS = ("Name", "Position", "Date and time")


def render(form: Form, answers: Answers, meta: Meta) -> Rendered:
    """Return a form with its answers as PDF.

    An answer that is missing or empty is said to be so, in the words the form has for it.
    """
    story = [blocks.title(form.title, form.subtitle), *_glance(form, answers)]
    for section in form.sections:
        if not section.when or answers.get(section.when):
            story += _section(section, answers)
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


def _section(section: Section, answers: Answers) -> Iterator[Block]:
    above: Block | None = blocks.heading(section.title)
    for field in section.fields:
        block = _field(field, answers.get(field.key), is_first=above is not None)
        yield block.under(above) if above else block
        above = None


def _field(field: Field, answer: Answer, *, is_first: bool) -> Block:
    if field.kind is FieldKind.WORDING:
        return blocks.wording(field.text)
    if field.kind is FieldKind.SIGNATURE:
        return _signature(field, answer)
    if not answer or (isinstance(answer, str) and not answer.strip()):
        words, style = field.none_text or NOT_STATED, theme.NOTHING
        return _plain(field, words, style, is_first=is_first)
    if field.kind is FieldKind.ROWS:
        return _rows(field, [[str(cell) for cell in row] for row in answer])
    if field.kind is FieldKind.LIST:
        items = [str(item) for item in answer if str(item).strip()]
        return blocks.listing(field.label, items, ruled=not is_first)
    return _plain(field, str(answer), theme.ANSWER, is_first=is_first)


def _plain(field: Field, words: str, style: Style, *, is_first: bool) -> Block:
    return blocks.labelled(field.label, words, style=style, ruled=not is_first)


def _rows(field: Field, rows: list[list[str]]) -> Block:
    made = tables.table([Heading(column, is_number=False) for column in field.columns], rows)
    return made.under(blocks.note(field.label, style=theme.LABEL, space=9.0))


def _signature(field: Field, answer: Answer) -> Block:
    values = [str(value) for value in answer or ()]
    values += [""] * (len(_SIGNATURE_PARTS) - len(values))
    return blocks.signature(field.label, list(zip(_SIGNATURE_PARTS, values, strict=False)))
