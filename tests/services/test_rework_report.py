"""The rework report: a rate per assessor whose every number opens its cases (AL8)."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from dolsdesk.cli import run
from dolsdesk.domain.dols.endings import ClosedAs
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.services import assessments, closing, decisions, reports
from tests.reports import pdf
from tests.support.desk import TODAY, a_closure, an_assessment

K = AssessmentKind
FIRST = date(2026, 1, 1)


@pytest.fixture
def told(world):
    """Return a world with one case sent back twice and corrected, one out, one never sent back."""
    world.twice, world.once, world.never = (
        world.submitted(world.assessed(world.allocated(world.a_case()))) for _ in range(3)
    )
    for reason in (ReturnReason.PERIOD, ReturnReason.NO_REASONS):
        world.sent_back(world.twice, K.BI, reason=reason)
        world.desk.clock.move(days=1)
        found = an_assessment(K.BI, world.desk.clock.today())
        assessments.record(world.admin, world.twice, found, reason="as received")
        decisions.submit(world.admin, world.twice)
    world.sent_back(world.once, K.MH, reason=ReturnReason.UNSIGNED)
    return world


def build(world, **days):
    last = world.desk.clock.today()
    given = {"first": FIRST, "last": last, "as_at": last} | days
    return reports.build(world.lead, "rework", **given)


def table(report, number=0):
    return {
        row[0].text: [cell.text for cell in row[1:]]
        for row in report.sections[0].tables[number].rows
    }


def test_the_rate_of_each_assessor_is_counted_from_pieces_of_work(told):
    rows = table(build(told))
    # Four kinds in each of three cases for one, two for the other.
    assert rows["Bea Iqbal"] == ["12", "1", "8%", "1", "0", "1"]
    assert rows["Dr Mo Hart"] == ["6", "1", "17%", "0", "1", "–"]
    assert rows["All"] == ["18", "2", "11%", "1", "1", "1"]


def test_every_number_opens_its_cases(told):
    report = build(told)
    [bea] = [row for row in report.sections[0].tables[0].rows if row[0].text == "Bea Iqbal"]
    assert bea[2].figure.ids == bea[4].figure.ids == (told.twice,)
    assert bea[1].figure.ids == (told.twice, told.once, told.never)
    for figure in report.figures():
        assert len(report.behind(figure)) == len(figure.ids)


def test_each_sending_back_counts_under_its_reason(told):
    assert table(build(told), 2) == {
        "Not signed or not dated": ["0", "1", "0", "1"],
        "A conclusion without its reasons": ["1", "0", "0", "1"],
        "No maximum period, or no reason for it": ["1", "0", "0", "1"],
        "All": ["2", "1", "0", "3"],
    }


def test_a_report_of_an_earlier_day_does_not_know_what_came_later(told):
    rows = table(build(told, last=TODAY, as_at=TODAY))
    assert rows["Bea Iqbal"][1:5] == ["1", "8%", "0", "1"]
    assert rows["Dr Mo Hart"][1:5] == ["0", "0%", "0", "0"]


def test_work_counts_in_the_range_in_which_it_first_came_in(told):
    later = TODAY + timedelta(days=1)
    assert table(build(told, first=later))["All"][0] == "0"


def test_what_was_closed_meanwhile_is_with_nobody(told):
    on = told.desk.clock.today()
    closing.close(told.admin, told.once, a_closure(ClosedAs.WITHDRAWN, on=on))
    assert table(build(told))["Dr Mo Hart"][4] == "0"


def test_it_is_taken_out_as_the_others_are(told):
    report = build(told)
    words = pdf.words(reports.as_pdf(told.lead, report))
    assert "Rework" in words
    assert "Dr Mo Hart" in words
    book = load_workbook(io.BytesIO(reports.as_xlsx(told.lead, report)))
    assert "By assessor" in book.sheetnames
    assert "Bea Iqbal" in reports.as_csv(told.lead, report)


def test_nothing_came_in_is_a_report_too(world):
    report = build(world)
    assert table(report)["All"] == ["0", "0", "–", "0", "0", "–"]
    assert reports.as_pdf(world.lead, report).startswith(b"%PDF")


def test_the_command_line_names_it(capsys):
    assert run(["report", "--list"]) == 0
    assert "rework " in capsys.readouterr().out
