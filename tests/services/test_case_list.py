"""Some cases of a list taken out, in the order chosen, and noted in the trail."""

import csv
import io

import pytest
from openpyxl import load_workbook

from dolsdesk.services import case_list
from tests.reports.pdf import words as words_of
from tests.support.desk import TODAY, a_person
from tests.support.refusals import refused


@pytest.fixture
def two(world):
    first = world.a_case(person=a_person(family_name="=Aldous"))
    second = world.a_case(urgent=True, person=a_person(family_name="O'Neill", given_names="Ŵyn"))
    return second, first


def test_a_workbook_has_real_dates_and_the_order_chosen(world, two):
    sheet = load_workbook(io.BytesIO(case_list.as_xlsx(world.admin, two))).active
    rows = list(sheet.values)
    assert [row[0] for row in rows] == [
        "Reference", *(world.case(one).request.ref for one in two)
    ]  # fmt: skip
    received = rows[0].index("Received")
    assert rows[1][received].date() == world.case(two[0]).request.received_on
    assert rows[1][rows[0].index("Person")] == "O'Neill, Ŵyn"


def test_a_plain_table_has_iso_dates_and_no_formula(world, two):
    text = case_list.as_csv(world.admin, two)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert rows[2][1] == "'=Aldous, Ŵyn"
    assert rows[1][rows[0].index("Born")] == "1941-05-06"


def test_paper_says_how_many_and_when(world, two):
    said = words_of(case_list.as_pdf(world.auditor, two))
    assert "A list of 2 cases" in said
    assert said.index(world.case(two[0]).request.ref) < said.index(world.case(two[1]).request.ref)


def test_each_copy_is_in_the_trail_with_its_references(world, two, tmp_path):
    for ending in ("pdf", "xlsx", "csv"):
        path = tmp_path / case_list.file_name(TODAY, ending)
        case_list.save(world.admin, two, ending, path)
        assert path.stat().st_size
        assert path.name == f"cases_20261123.{ending}"
    entries = world.trail("export")
    assert [entry.after["as"] for entry in entries] == ["pdf", "xlsx", "csv"]
    assert entries[0].after["refs"] == [world.case(one).request.ref for one in two]


def test_nothing_is_no_list(world):
    with refused(world, "BULK_NOBODY"):
        case_list.as_csv(world.admin, ())
