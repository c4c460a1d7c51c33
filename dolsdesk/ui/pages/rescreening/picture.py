"""The whole picture as a table: every open, live and court case, by where its re-look stands."""

from collections.abc import Sequence

from dolsdesk.domain.reporting import Cell, Figure, Heading, Table
from dolsdesk.services import relook
from dolsdesk.services.relook import Group


def table(groups: Sequence[Group]) -> Table:
    """Return the table; each column adds up to its total."""
    named = [group.name.partition(": ") for group in groups]
    headings = (
        Heading("Where it stands", is_number=False),
        *(Heading(below, above) for above, _colon, below in named),
    )
    rows = [
        (Cell(name), *(Cell(Figure(len(g.parts[name]), g.parts[name])) for g in groups))
        for name in relook.COLUMNS
    ]
    every = (Cell("All"), *(Cell(Figure(len(g.ids), g.ids)) for g in groups))
    return Table("Where the re-look stands", headings, (*rows, every), total=len(rows))
