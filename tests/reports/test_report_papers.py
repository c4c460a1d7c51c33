"""The papers that the services make, word for word."""

from dolsdesk.services import cases, reports
from tests.reports import pdf
from tests.reports.eight_cases import EightCases
from tests.support.desk import World


def test_the_timescale_report_says_what_its_golden_file_says(world: World, golden):
    eight = EightCases(world)
    content = reports.as_pdf(world.lead, eight.report())
    golden("timescales.txt", pdf.as_text(content))
    assert all(pdf.fonts(content).values())
    assert content == reports.as_pdf(world.lead, eight.report())


def test_form_5_of_a_case_says_what_its_golden_file_says(world: World, golden):
    request_id = world.whole_way()
    [issued] = cases.open_case(world.admin, request_id).papers
    content = cases.content(world.admin, issued.id)
    golden("F5_issued.txt", pdf.as_text(content))
    assert issued.pages == len(pdf.pages(content))


def test_form_6_of_a_case_says_what_its_golden_file_says(world: World, golden):
    eight = EightCases(world)
    [issued] = cases.open_case(world.admin, eight.ids["F"]).papers
    golden("F6_issued.txt", pdf.as_text(cases.content(world.admin, issued.id)))
