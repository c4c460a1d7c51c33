"""Reports and papers of re-screening: every number opens its cases, small ones stay in the team."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from dolsdesk.domain.dols.recorded_findings import Subject
from dolsdesk.services import paperwork, recorded_findings, reports, retest_papers
from tests.services.retest import (
    a_campaign,
    an_old_case,
    decided,
    sent,
)
from tests.support.desk import TODAY, a_person
from tests.support.refusals import refused

CODES = ("RP23", "AG-R01", "AG-R02", "AG-R03", "AG-R04", "AG-R05", "AG-R07")
FIRST = date(2026, 1, 1)


@pytest.fixture
def told(world):
    """Return a world with a campaign, a changed decision and a later objection."""
    changed = an_old_case(world, person=a_person(family_name="Changed"))
    decided(world, changed, subject=Subject.AUTHORISATION)
    recorded_findings.note_withdrawal(world.admin, changed, on=TODAY, how="Asked for her coat")
    world.a_case(person=a_person(family_name="Waits"), received_on=date(2026, 3, 10))
    sent(world, a_campaign(world))
    world.changed = changed
    return world


def build(world, code):
    return reports.build(world.lead, code, FIRST, TODAY, TODAY)


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("code", CODES)
def test_every_number_opens_its_cases_and_the_report_prints(told, code):
    report = build(told, code)
    for figure in report.figures():
        assert len(report.behind(figure)) == len(figure.ids)
    assert report.title in text_of(reports.as_pdf(told.lead, report))
    assert reports.as_xlsx(told.lead, report)
    assert reports.as_csv(told.lead, report)


def rows_of(report, table=0):
    return [[cell.text for cell in row] for row in report.sections[0].tables[table].rows]


def test_a_changed_decision_says_then_and_now(told):
    [row] = rows_of(build(told, "AG-R03"))
    assert row[1] == "Old test (to 1 June 2026)"
    assert row[4] == "Multi-factorial test"
    assert row[-1] == "Nothing yet: in force"


def test_progress_counts_what_is_unknown(told):
    [row] = rows_of(build(told, "AG-R01"))
    assert row[:4] == ["First look", "K1", "1", "1"]
    tiles = {tile.label: tile.figure.text for tile in build(told, "AG-R01").sections[0].tiles}
    assert tiles["Unknown"] == "1"


def test_small_numbers_do_not_leave_the_team(told):
    report = build(told, "AG-R02")
    [row] = rows_of(report)
    assert row[1] == "1"  # on screen, for the team
    assert "<5" in reports.as_csv(told.lead, report)
    assert "<5" in text_of(reports.as_pdf(told.lead, report))


def test_a_later_objection_is_counted_with_its_days(told):
    told.desk.clock.move(days=3)
    recorded_findings.note_withdrawal(
        told.admin, told.changed, on=told.desk.clock.today(), how="Stands at the door"
    )
    report = reports.build(told.lead, "AG-R05", FIRST, told.desk.clock.today(),
                           told.desk.clock.today())  # fmt: skip
    [row] = rows_of(report)
    assert row[3] == "3"


def test_before_and_after_the_change_of_test_are_never_joined(told):
    chart = build(told, "RP23").sections[0].charts[0]
    assert chart.marker is not None
    assert chart.marker.on == date(2026, 6, 2)
    for series in chart.series:
        for part in chart.parts(series):
            places = [place for place, _value in part]
            assert not min(places) < chart.marker.index <= max(places)
    names = [table.title for table in build(told, "RP23").sections[0].tables]
    assert names == [
        "Not granted, before the change of test", "Not granted, since the change of test",
    ]  # fmt: skip


# Papers


@pytest.mark.parametrize("code", ["AG-D02", "AG-D03", "AG-D04", "AG-D05", "AG-D06"])
def test_a_paper_is_a_draft_until_it_is_approved_and_then_frozen(told, code):
    ref = told.case(told.changed).request.ref
    paper = paperwork.copy_of(told.admin, code, ref)
    assert paper.is_draft
    assert "DRAFT" in text_of(paper.content)
    retest_papers.approve(told.admin, told.changed, code)
    approved = paperwork.copy_of(told.admin, code, ref)
    assert not approved.is_draft
    assert "DRAFT" not in text_of(approved.content)
    told.desk.clock.move(days=1)
    assert paperwork.copy_of(told.admin, code, ref).content == approved.content


def test_the_questionnaire_of_one_case_can_be_seen(told):
    waits = next(one for one in range(1, 9) if one != told.changed)
    content = paperwork.copy_of(told.admin, "AG-D01", told.case(waits).request.ref).content
    assert "still stands" in text_of(content)
    with refused(told, "PAPER_OF_CAMPAIGN"):
        retest_papers.approve(told.admin, waits, "AG-D01")


def test_letters_end_nothing_before_it_ended_and_promise_nothing(told):
    ref = told.case(told.changed).request.ref
    for code in ("AG-D03", "AG-D04"):
        said = text_of(paperwork.copy_of(told.admin, code, ref).content)
        assert "in force up to and including" in said
        for wrong in ("was wrong", "compensation", "has ended", "acid test"):
            assert wrong not in said


def test_the_note_for_the_person_is_one_page(told):
    ref = told.case(told.changed).request.ref
    content = paperwork.copy_of(told.admin, "AG-D05", ref).content
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert "W. Orker" in text_of(content)


def test_the_decision_record_holds_the_earlier_decision_beside_the_present_one(told):
    ref = told.case(told.changed).request.ref
    said = text_of(paperwork.copy_of(told.admin, "AG-D06", ref).content)
    for part in ("AGT-2026-00001", "[2026] UKSC 16", "Old test (to 1 June 2026)", "Daughter",
                 "My room, my chair"):  # fmt: skip
        assert part in said, part


def test_no_letter_tells_of_a_decision_that_was_not_made(world):
    ref = world.case(world.a_case()).request.ref
    with refused(world, "PAPER_NOT_YET"):
        paperwork.copy_of(world.admin, "AG-D03", ref)
