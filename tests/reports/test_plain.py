"""Reports as one plain table, read back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.reports import plain
from tests.reports.samples import a_report


def _rows():
    text = plain.table(a_report())
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_every_figure_has_a_line_with_its_number_and_how_many_cases():
    rows = _rows()
    [tile] = [row for row in rows if row["part"] == "Summary"]
    assert (tile["row"], tile["value"], tile["unit"], tile["cases"]) == ("Open", "2", "cases", "2")
    chart = [row for row in rows if row["part"] == "Open requests"]
    assert [row["value"] for row in chart] == ["1", "4", "2", "8"]


def test_dates_are_iso_and_nothing_is_left_blank_as_nothing():
    values = {row["row"]: (row["value"], row["unit"]) for row in _rows()}
    assert values["'+44"] == ("2026-06-02", "date")
    assert values["'-x"] == ("25", "percent")
    assert values["'@SUM"] == ("", "days")


@given(st.text(max_size=60))
def test_no_text_can_begin_a_formula(text):
    assert not plain.guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
