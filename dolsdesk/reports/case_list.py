"""Some cases of a list, as paper."""

from collections.abc import Sequence

from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import blocks, tables
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind


def render(
    *, headings: Sequence[Heading], rows: Sequence[Sequence[str]], said: str, meta: Meta
) -> Rendered:
    """Return the cases in the order given, one row each."""
    table = tables.table(headings, rows)
    story = [blocks.title(meta.title, meta.reference), table.under(blocks.heading(said))]
    return bind(story, meta)
