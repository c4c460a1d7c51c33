"""Tables on paper."""

from dolsdesk.domain.reporting import Heading
from dolsdesk.reports import theme
from dolsdesk.reports.page import bind
from dolsdesk.reports.tables import table
from tests.reports import pdf
from tests.reports.samples import a_meta

HEADINGS = [Heading("Month", is_number=False), Heading("Number", "Decided", note=4)]


def test_the_headings_are_said_again_on_every_page():
    rows = [[f"row {number}", str(number)] for number in range(200)]
    texts = pdf.pages(bind([table(HEADINGS, rows)], a_meta()).content)
    assert len(texts) > 3
    assert all("Month" in page and "Number⁴" in page and "Decided" in page for page in texts)
    assert all(f"row {number}" in " ".join(texts) for number in range(200))


def test_a_row_taller_than_a_page_is_broken_and_nothing_is_lost():
    told = " ".join(f"word{number}" for number in range(5000))
    text = pdf.words(bind([table(HEADINGS, [[told, "1"]])], a_meta()).content)
    assert all(f"word{number}" in text for number in range(0, 5000, 101))


def test_many_columns_fit_without_cutting_a_heading():
    names = ("Received", "Granted", "Refused", "Closed", "Median", "Share")
    headings = [Heading("Month", is_number=False), *(Heading(name) for name in names * 2)]
    rows = [["Whole period", *["3,333"] * 12]]
    text = pdf.words(bind([table(headings, rows)], a_meta()).content)
    assert all(text.count(name) == 2 for name in names)


def test_a_table_without_rows_shows_its_headings():
    assert "Month" in pdf.words(bind([table(HEADINGS, [])], a_meta()).content)


def test_a_table_is_as_wide_as_the_text():
    block = table(HEADINGS, [["a", "1"]])
    assert block.wrap(theme.TEXT_WIDTH, 100)[0] == theme.TEXT_WIDTH
