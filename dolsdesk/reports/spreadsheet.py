"""A report as a spreadsheet: one table a sheet, real dates and numbers, and the cases behind them.

Text is always stored as text: what somebody typed can never become a formula.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dolsdesk.domain import text
from dolsdesk.domain.reporting import Cell, Chart, Figure, Heading, Report, Section, Table, Unit

_SLATE, _ACCENT, _TINT = "51606E", "123F5C", "F2F5F7"
_TITLE = Font(name="Calibri", size=16, bold=True, color=_ACCENT)
_PART = Font(name="Calibri", size=12, bold=True, color=_ACCENT)
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEAD = Font(name="Calibri", size=11, bold=True, color=_SLATE)
_FILL = PatternFill("solid", fgColor=_TINT)
_UNDER = Border(bottom=Side("thin", color=_SLATE))
_OVER = Border(top=Side("thin", color=_SLATE))

_FORMATS = {Unit.CASES: "#,##0", Unit.DAYS: "#,##0.0", Unit.PERCENT: "0%",
            Unit.POUNDS: "£#,##0.00"}  # fmt: skip
_DATE = "dd mmm yyyy"
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60
_RISKY = frozenset("=+-@")


def workbook(report: Report, cases: Table) -> bytes:
    """Return a report as XLSX; ``cases`` lists the requests behind its figures."""
    book = Workbook()
    _summary(book.create_sheet("Summary", 0), report)
    del book["Sheet"]
    for section in report.sections:
        for table in section.tables:
            _table(book, table)
        for chart in section.charts:
            _table(book, _chart_table(chart))
    _table(book, cases)
    book.properties.title = text.tidy(report.title)
    book.properties.creator = text.tidy(report.council)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def listing(table: Table, *, author: str) -> bytes:
    """Return one table as XLSX."""
    book = Workbook()
    _table(book, table)
    del book["Sheet"]
    book.properties.title = text.tidy(table.title)
    book.properties.creator = text.tidy(author)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _summary(sheet: Worksheet, report: Report) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 14
    sheet.column_dimensions["C"].width = 90
    _line(sheet, [report.title], font=_TITLE)
    _line(sheet, [report.council])
    _line(sheet, ["From", report.first])
    _line(sheet, ["To", report.last])
    _line(sheet, ["As at", report.as_at])
    for section in report.sections:
        _line(sheet, [])
        _line(sheet, [f"{section.code} {section.title}"], font=_PART)
        _line(sheet, [section.answers])
        for tile in section.tiles:
            _line(sheet, [tile.label, tile.figure, tile.below])
        _definitions(sheet, section)
    sheet.freeze_panes = "A2"


def _definitions(sheet: Worksheet, section: Section) -> None:
    _line(sheet, [])
    _line(sheet, ["How the numbers are counted"], font=_HEAD)
    for number, words in enumerate(section.definitions, 1):
        _line(sheet, ["", number, words])
        sheet.cell(sheet.max_row, 3).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(sheet.max_row, 2).alignment = Alignment(vertical="top")


def _line(sheet: Worksheet, values: Sequence[Any], *, font: Font | None = None) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value else 1
    for column, value in enumerate(values or [""], 1):
        _put(sheet.cell(row, column), value, font)


def _table(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(_sheet_name(table.title, book.sheetnames))
    for column, heading in enumerate(table.headings, 1):
        cell = sheet.cell(1, column)
        _put(cell, _heading(heading), _HEAD)
        cell.fill, cell.border = _FILL, _UNDER
        has_dates = any(isinstance(row[column - 1].value, date) for row in table.rows)
        side = "right" if heading.is_number or has_dates else "left"
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=side)
    for number, row in enumerate(table.rows):
        is_total = number == table.total
        for column, entry in enumerate(row, 1):
            cell = sheet.cell(number + 2, column)
            _put(cell, entry.value, _BOLD if is_total else None)
            if is_total:
                cell.border = _OVER
    for column, heading in enumerate(table.headings, 1):
        shown = [entry.text for entry in (row[column - 1] for row in table.rows)]
        sheet.column_dimensions[get_column_letter(column)].width = _width(heading, shown)
    sheet.freeze_panes = "B2"
    if table.total is None and table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def _chart_table(chart: Chart) -> Table:
    """Return the numbers behind a chart; a change gets columns of its own before and after."""
    headings = [Heading("", is_number=False)]
    columns: list[list[Figure | None]] = []
    for series in chart.series:
        parts: list[tuple[str, range]] = [(series.name, range(len(chart.labels)))]
        if chart.marker is not None:
            on, index = text.long_date(chart.marker.on), chart.marker.index
            parts = [
                (f"{series.name}, before {on}", range(index)),
                (f"{series.name}, from {on}", range(index, len(chart.labels))),
            ]
        for name, places in parts:
            headings.append(Heading(name))
            columns.append([f if i in places else None for i, f in enumerate(series.figures)])
    rows = tuple(
        (Cell(label), *(Cell(column[place]) for column in columns))
        for place, label in enumerate(chart.labels)
    )
    return Table(f"Chart {chart.title}", tuple(headings), rows)


def _put(cell: Any, value: Any, font: Font | None = None) -> None:
    """Write a value as what it is: a number, a date, or text that stays text."""
    if font is not None:
        cell.font = font
    if isinstance(value, Figure):
        cell.number_format = _FORMATS[value.unit]
        if value.value is not None:
            cell.value = value.value / 100 if value.unit is Unit.PERCENT else value.value
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = _DATE
    elif isinstance(value, str):
        words = value if value.isprintable() else text.tidy_lines(value)
        if words:
            cell.value = words
            cell.data_type = "s"
            if words[0] in _RISKY:
                cell.quotePrefix = True
    else:
        cell.value = value


def _heading(heading: Heading) -> str:
    return f"{heading.group}: {heading.text}" if heading.group else heading.text


def _width(heading: Heading, shown: Iterable[str]) -> float:
    word = max((len(part) for part in _heading(heading).split()), default=0)
    longest = max((len(words) for words in shown), default=0)
    return min(max(word, longest, 8) + 3, _WIDEST)


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """Return a title as the name of a sheet, short enough and not yet taken."""
    plain = _NOT_IN_NAMES.sub(" ", text.tidy(title))
    name, number, used = plain[:_NAME_LENGTH].strip(), 1, {one.casefold() for one in taken}
    while name.casefold() in used:
        number += 1
        name = f"{plain[: _NAME_LENGTH - 3].strip()} {number}"
    return name
