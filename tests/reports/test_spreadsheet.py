"""Reports as spreadsheets, read back."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from dolsdesk.domain.reporting import Cell, Chart, Heading, Table
from dolsdesk.reports.spreadsheet import workbook
from tests.reports.samples import a_chart, a_report, a_table

CASES = Table(
    "Cases",
    (Heading("Reference", is_number=False), Heading("Received", is_number=False)),
    ((Cell("26-000001"), Cell(date(2026, 6, 2))), (Cell("=HYPERLINK(1)"), Cell(None))),
)


def _read(report=None):
    return load_workbook(io.BytesIO(workbook(report or a_report(), CASES)))


def test_text_never_becomes_a_formula():
    book = _read()
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert {cell.value for cell in risky} == {"=1+1", "+44", "-x", "@SUM", "=HYPERLINK(1)"}
    assert all(cell.quotePrefix for cell in risky)


def test_dates_are_real_dates_and_numbers_real_numbers():
    sheet = _read()["Open requests  by  age"]
    assert sheet["B2"].value == 2
    assert sheet["B3"].value == datetime(2026, 6, 2)  # noqa: DTZ001  (a sheet has no zones)
    assert sheet["B3"].is_date
    assert (sheet["B4"].value, sheet["B4"].number_format) == (0.25, "0%")
    assert sheet["B5"].value is None


def test_headings_are_frozen_and_columns_wide_enough():
    for sheet in _read():
        assert sheet.freeze_panes
        assert all(entry.width >= 8 for entry in sheet.column_dimensions.values())


def test_the_summary_carries_range_tiles_and_definitions():
    values = [cell.value for row in _read()["Summary"].iter_rows() for cell in row]
    assert datetime(2026, 11, 23) in values  # noqa: DTZ001
    assert "Open" in values
    assert "Open: not closed." in values


def test_numbers_before_and_after_the_change_have_columns_of_their_own():
    sheet = _read()["Chart Open requests"]
    assert [cell.value for cell in sheet[1]][1:] == [
        "Series 0, before 2 June 2026",
        "Series 0, from 2 June 2026",
    ]
    assert [[cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=2)] == [
        [1, None],
        [4, None],
        [None, 2],
        [None, 8],
    ]


@pytest.mark.parametrize("title", ["x" * 60, "a/b:c?d*e[f]g\\h", "Summary", "'quoted'", ""])
def test_any_title_gives_a_sheet_a_name_of_its_own(title):
    report = a_report(tables=(a_table(title=title), a_table(title=title)), charts=())
    book = _read(report)
    assert len(book.sheetnames) == 4
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_control_characters_do_not_stop_it():
    chart: Chart = a_chart(title="bell \x07")
    table = a_table(rows=((Cell("nul \x00"), Cell("two\nlines")),))
    book = _read(a_report(tables=(table,), charts=(chart,)))
    assert book["Open requests  by  age"]["A2"].value == "nul"
