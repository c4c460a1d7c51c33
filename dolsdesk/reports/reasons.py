"""The legal dates of a case with their reasons, as paper (TI2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import blocks, tables
from dolsdesk.reports.bands import Block
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind

_SPANS = tuple(Heading(text, is_number=False) for text in ("From", "Up to", "Authority"))
_COUNTED = Heading("Dates")


@dataclass(frozen=True, slots=True)
class Reason:
    """One legal date: its name, what it is, and the lines that say why."""

    name: str
    value: str
    lines: tuple[str, ...]


def render(
    *,
    about: Sequence[tuple[str, str]],
    as_at: str,
    reasons: Sequence[Reason],
    spans: Sequence[Sequence[str]],
    meta: Meta,
) -> Rendered:
    """Return the legal dates, each with its sum and law, and what authorised each day.

    ``spans`` are rows of first day, last day, authority and number of dates.
    """
    story = [blocks.title(meta.title, as_at), blocks.glance(about)]
    above: Block | None = blocks.heading("Each date and why")
    for reason in reasons:
        words = "\n".join((reason.value, *reason.lines))
        block = blocks.labelled(reason.name, words, ruled=above is None)
        story.append(block.under(above) if above is not None else block)
        above = None
    if spans:
        table = tables.table([*_SPANS, _COUNTED], [list(row) for row in spans])
        story.append(table.under(blocks.heading("What authorised each day")))
    return bind(story, meta)
