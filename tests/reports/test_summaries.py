"""Reports as paper."""

from dolsdesk.reports import summaries
from tests.reports import pdf
from tests.reports.samples import a_chart, a_meta, a_report


def test_a_report_prints_tiles_charts_tables_and_definitions():
    done = summaries.render(a_report(), a_meta())
    text = pdf.words(done.content)
    for said in (
        "1 January 2026 to 23 November 2026, as at 23 November 2026",
        "What is asked?",
        "Open¹",
        "New legal test, 2 June 2026",
        "Open requests: by [age]",
        "Number¹",
        "How the numbers are counted",
        "1 Open: not closed.",
        f"Page 1 of {done.pages}",
    ):
        assert said in text


def test_fonts_of_charts_are_embedded_too():
    found = pdf.fonts(summaries.render(a_report(), a_meta()).content)
    assert all("NotoSans" in name and embedded for name, embedded in found.items())


def test_the_same_report_gives_the_same_bytes():
    first, second = (summaries.render(a_report(), a_meta()).content for _ in range(2))
    assert first == second


def test_sections_and_tables_have_bookmarks():
    one = a_report()
    two = a_report(sections=(*one.sections, *one.sections))
    depths = {words: depth for depth, words, _ in pdf.outline(
        summaries.render(two, a_meta()).content
    )}  # fmt: skip
    assert depths["Open requests: by [age]"] == 2
    assert depths["How the numbers are counted"] == 2
    assert [d for d, _, _ in pdf.outline(summaries.render(one, a_meta()).content)] == [0, 1, 1]


def test_an_odd_number_of_charts_prints():
    charts = tuple(a_chart(title=f"Chart {number}") for number in range(3))
    text = pdf.words(summaries.render(a_report(charts=charts), a_meta()).content)
    assert all(f"Chart {number}" in text for number in range(3))
