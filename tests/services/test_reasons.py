"""Every legal date of a case with its sum and its law, on paper (TI2)."""

from datetime import date

from dolsdesk.services import cases, reasons
from tests.reports import pdf

URGENT_ON = date(2026, 11, 2)


def test_the_paper_says_of_every_date_what_the_window_says(world):
    request_id = world.a_case(urgent=True, urgent_given_on=URGENT_ON, received_on=URGENT_ON)
    paper = pdf.words(reasons.as_pdf(world.admin, request_id))
    view = cases.open_case(world.admin, request_id)
    shown = reasons.worth_showing(view.answer.results.values())
    assert {"urgent_last_day", "assessments_due_on"} <= {result.key for result in shown}
    for result in shown:
        for line in (reasons.value(result), *reasons.lines(result)):
            assert "".join(line.split()) in "".join(paper.split())


def test_days_without_authority_stand_on_the_paper(world):
    request_id = world.a_case(urgent=True, urgent_given_on=URGENT_ON, received_on=URGENT_ON)
    paper = " ".join(pdf.words(reasons.as_pdf(world.admin, request_id)).split())
    assert "Mon 9 Nov 2026 Mon 23 Nov 2026 No authority 15" in paper


def test_that_the_paper_was_made_is_in_the_audit_trail(world):
    request_id = world.a_case()
    reasons.as_pdf(world.auditor, request_id)
    entry = world.trail("export")[-1]
    assert (entry.entity_id, entry.after) == (request_id, {"paper": "legal dates"})


def test_no_name_stands_in_the_name_of_the_file(world):
    ref = world.case(world.a_case()).request.ref
    assert reasons.file_name(ref, date(2026, 11, 23)) == f"{ref}_legal-dates_20261123.pdf"
