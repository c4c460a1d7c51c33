"""A report as one plain table: a line for every figure, for other programs to read."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.reporting import Figure, Report, Section, Table, Value

_HEADINGS = ("report", "part", "row", "group", "column", "value", "unit", "cases")
_MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8
_RISKY = ("=", "+", "-", "@")

Line = tuple[str, str, str, str, str, Value]


def table(report: Report) -> str:
    """Return a report as CSV with a byte order mark and ISO dates.

    Text that a spreadsheet could take for a formula gets an apostrophe in front.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_HEADINGS)
    for section in report.sections:
        for *names, value in _lines(section):
            writer.writerow([*map(guarded, names), *_written(value)])
    return _MARK + target.getvalue()


def listing(table: Table) -> str:
    """Return a table as it stands, as CSV with a byte order mark and ISO dates."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(guarded(heading.text) for heading in table.headings)
    for row in table.rows:
        writer.writerow(_written(cell.value)[0] for cell in row)
    return _MARK + target.getvalue()


def guarded(words: str) -> str:
    """Return text on one line that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("Rosewood House")
    ("'=1+1", 'Rosewood House')
    """
    plain = text.tidy(words)
    return f"'{plain}" if plain.startswith(_RISKY) else plain


def _lines(section: Section) -> Iterator[Line]:
    for tile in section.tiles:
        yield section.code, "Summary", tile.label, "", "", tile.figure
    for one in section.tables:
        for row in one.rows:
            for heading, cell in zip(one.headings[1:], row[1:], strict=True):
                yield section.code, one.title, row[0].text, heading.group, heading.text, cell.value
    for chart in section.charts:
        for series in chart.series:
            for label, figure in zip(chart.labels, series.figures, strict=True):
                yield section.code, chart.title, label, "", series.name, figure


def _written(value: Value) -> tuple[str, str, str]:
    if isinstance(value, Figure):
        number = "" if value.value is None else f"{value.value:.10g}"
        return number, value.unit.value, str(len(value.ids))
    if isinstance(value, date):
        return value.isoformat(), "date", ""
    return guarded("" if value is None else str(value)), "text", ""
