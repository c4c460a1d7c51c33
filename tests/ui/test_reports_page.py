"""Reports on screen: asked for, read, opened down to the cases, and taken out as files."""

import csv
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt

from dolsdesk.domain.staff import Role
from dolsdesk.services import register, reports
from dolsdesk.ui.pages.reports.table import ReportTable
from dolsdesk.ui.pages.reports.tile import TileButton
from dolsdesk.ui.pages.worklist.page import WorklistPage
from dolsdesk.ui.shell import Spot
from dolsdesk.ui.widgets.chart import ChartView
from tests.support.desk import TODAY, a_person


@pytest.fixture
def cases(sight):
    """Make one request overdue, one waiting, one granted, and one of a month ago."""
    world = sight.world
    return {
        "overdue": world.a_case(
            received_on=date(2026, 11, 2), person=a_person(family_name="Ost", given_names="Bea")
        ),
        "waiting": world.a_case(person=a_person(family_name="Dewi", given_names="Ann")),
        "granted": world.whole_way(person=a_person(family_name="Gwynne", given_names="Cai")),
        "old": world.a_case(
            received_on=date(2026, 9, 7), person=a_person(family_name="Hen", given_names="Nia")
        ),
    }


@pytest.fixture
def page(sight, cases):
    return sight.go(Spot.REPORTS)


def tiles(page):
    return {tile.accessibleName().split(":")[0]: tile for tile in page.findChildren(TileButton)}


def show(sight, page, **asked):
    for name, typed in asked.items():
        getattr(page, name).set_raw(typed)
    page.run.click()
    sight.settle()


def received(page):
    return tiles(page)["Received"].accessibleName().split(":")[1].split()[0]


def test_the_last_year_is_shown_without_asking(page):
    assert page.first.value() == date(2025, 11, 1)
    assert page.last.value() == TODAY
    assert "as things stood on 23 November 2026" in page.heading.text()
    assert received(page) == "4"


@pytest.mark.parametrize("code", [kind.name for kind in reports.REPORTS])
def test_each_report_shows_figures_charts_and_what_they_mean(sight, page, code):
    show(sight, page, kind=code)
    assert page.report.name == code
    assert page.findChildren(TileButton)
    charts = [chart for section in page.report.sections for chart in section.charts]
    assert len(page.findChildren(ChartView)) == len(charts)
    assert page.findChildren(ReportTable)
    assert all(section.definitions for section in page.report.sections)


def test_another_range_counts_other_requests(sight, page):
    hands = sight.hands
    hands.fill("From", "1 11 26")
    hands.fill("Up to and including", "20 11 26")
    hands.push("Show")
    assert received(page) == "1"
    assert "1 November 2026" in page.heading.text()


def test_what_is_no_date_is_said_and_the_report_stays(sight, page):
    before = page.heading.text()
    hands = sight.hands
    hands.fill("From", "31 2 26")
    hands.push("Show")
    assert page.first.fault
    assert page.first.raw() == "31 2 26"
    hands.fill("From", "")
    hands.push("Show")
    assert page.first.fault == "Type a date."
    assert page.heading.text() == before


def test_a_range_that_ends_before_it_begins_is_refused_in_words(sight, page):
    before = page.heading.text()
    show(sight, page, first="1 11 26", last="1 10 26")
    assert page.last.fault
    assert page.last.control.hasFocus()
    assert page.last.raw() == "1 10 26"
    assert page.heading.text() == before
    show(sight, page, last="20 11 26")
    assert page.last.fault == ""
    assert page.heading.text() != before


def test_nobody_looks_into_the_future(sight, page):
    show(sight, page, as_at="+1")
    assert "23 November 2026" in page.as_at.fault or page.as_at.fault


def test_every_tile_opens_the_cases_it_counts(sight, page):
    counted = {
        name: tile for name, tile in tiles(page).items() if tile.isEnabled()
    }  # fmt: skip
    assert counted
    for name in counted:
        page = sight.go(Spot.REPORTS)
        section = [tile for part in page.report.sections for tile in part.tiles]
        figure = next(tile.figure for tile in section if tile.label == name)
        tile = tiles(page)[name]
        tile.setFocus()
        sight.qtbot.keyClick(tile, Qt.Key.Key_Space)
        sight.settle()
        shown = sight.window.page
        assert isinstance(shown, WorklistPage)
        assert {row.request_id for row in shown.model.rows} == set(figure.ids), name


def test_a_number_in_a_table_opens_its_cases_by_enter(sight, page):
    for table in page.findChildren(ReportTable):
        for row in range(table.rowCount()):
            for place in range(table.columnCount()):
                figure = table.item(row, place).data(Qt.ItemDataRole.UserRole)
                if figure is not None:
                    table.setFocus()
                    table.setCurrentCell(row, place)
                    sight.qtbot.keyClick(table, Qt.Key.Key_Return)
                    sight.settle()
                    shown = sight.window.page
                    assert isinstance(shown, WorklistPage)
                    assert {one.request_id for one in shown.model.rows} == set(figure.ids)
                    return
    raise AssertionError("no number of any table has cases")


def test_a_bar_of_a_chart_opens_its_cases_by_keyboard(sight, page):
    chart = page.findChildren(ChartView)[0]
    chart.setFocus()
    for _ in range(40):
        sight.qtbot.keyClick(chart, Qt.Key.Key_Right)
        sight.qtbot.keyClick(chart, Qt.Key.Key_Return)
        sight.settle()
        if isinstance(sight.window.page, WorklistPage):
            break
    assert isinstance(sight.window.page, WorklistPage)
    assert sight.window.page.model.rows


def test_the_filter_a_number_leaves_behind_is_shown_and_taken_away(sight, page):
    tiles(page)["Received"].click()
    sight.settle()
    worklist = sight.window.page
    shown = [worklist.view.chips.itemAt(n).widget() for n in range(worklist.view.chips.count())]
    assert [chip.text().split("  ")[0] for chip in shown] == ["Received"]
    shown[0].click()
    sight.settle()
    assert worklist.query.ids is None


# Taken out


def test_a_pdf_holds_the_figures_that_stood_on_the_screen(sight, page, tmp_path):
    path = tmp_path / "report.pdf"
    page.write_to("pdf", path)
    sight.settle()
    pages = PdfReader(path).pages
    words = " ".join(part.extract_text() for part in pages)
    assert "Norchester City Council" in words
    assert page.report.sections[0].tiles[0].label in words
    assert f"1 of {len(pages)}" in words
    assert "Ost" not in words
    assert sight.window.said.text() == "Saved as report.pdf."


def test_a_workbook_holds_numbers_and_the_list_of_cases(sight, page, cases, tmp_path):
    path = tmp_path / "report.xlsx"
    page.write_to("xlsx", path)
    sight.settle()
    book = load_workbook(path)
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    assert 4 in cells
    refs = {sight.world.case(request_id).request.ref for request_id in cases.values()}
    assert refs <= set(cells)


def test_a_plain_table_opens_in_a_spreadsheet(sight, page, tmp_path):
    path = tmp_path / "report.csv"
    page.write_to("csv", path)
    sight.settle()
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 10


def test_the_name_that_is_offered_carries_the_day_and_nobodys_name(sight, page, monkeypatch):
    asked = []
    monkeypatch.setattr("dolsdesk.ui.files.ask_save", lambda *values: asked.append(values[2]))
    for button in (page.pdf, page.xlsx, page.csv):
        button.click()
    assert asked == [f"timescales_20261123.{ending}" for ending in ("pdf", "xlsx", "csv")]


def test_a_folder_that_is_not_there_is_told_and_leaves_nothing(sight, page, tmp_path):
    page.write_to("pdf", tmp_path / "nowhere" / "report.pdf")
    sight.hands.wait_for(lambda: sight.faults, "the fault")
    assert sight.faults[0].code
    sight.faults.clear()
    assert list(tmp_path.glob("*.pdf")) == []


# Leave


def an_assessor_only(sight):
    """Add somebody who may record assessments and nothing more."""
    lead = sight.shell.desk.context(sight.world.people["Lee Deer"])
    register.save_member(lead, name="Bo Iqbal", job_title="", roles={Role.BIA})
    return next(one for one in sight.shell.desk.staff() if one.name == "Bo Iqbal")


def test_somebody_without_leave_never_comes_to_the_reports(sight, page):
    sight.go(Spot.WORKLIST)
    sight.shell.change_actor(an_assessor_only(sight))
    sight.settle()
    before = sight.window.page
    sight.window.go(Spot.REPORTS)
    sight.settle()
    assert sight.window.page is before
    assert "Bo Iqbal" in sight.window.banner.text
    assert not sight.window.rail._buttons[Spot.REPORTS].isEnabled()
    assert not sight.actions["go_reports"].isEnabled()


def test_who_sits_down_at_a_report_without_leave_does_not_go_on_seeing_it(sight, page):
    sight.shell.change_actor(an_assessor_only(sight))
    sight.settle()
    assert sight.window.page.title != "Reports"


def test_an_auditor_reads_and_prints_and_takes_no_list_out(sight, page):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    page = sight.go(Spot.REPORTS)
    assert page.report is not None
    assert page.pdf.isEnabled()
    assert not page.xlsx.isEnabled()
    assert not page.csv.isEnabled()
