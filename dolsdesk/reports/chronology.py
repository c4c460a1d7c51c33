"""The chronology of one person, as paper (SW5)."""

from collections.abc import Sequence

from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import blocks, tables
from dolsdesk.reports.model import Meta, Rendered
from dolsdesk.reports.page import bind

_HEADINGS = tuple(
    Heading(text, is_number=False)
    for text in ("Happened", "What", "Detail", "Request", "Recorded by")
)


def render(
    *, about: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], meta: Meta
) -> Rendered:
    """Return everything on record in order, one row each."""
    story = [blocks.title(meta.title, meta.reference), blocks.glance(about)]
    if rows:
        table = tables.table(_HEADINGS, [list(row) for row in rows])
        story.append(table.under(blocks.heading("Everything on record, oldest first")))
    return bind(story, meta)
