"""Reports and papers of re-screening: every number opens its cases, small ones stay in the team."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from dolsdesk.domain.dols.campaigns import NextAction, TriageView
from dolsdesk.domain.dols.case import Answered
from dolsdesk.domain.dols.endings import ClosedAs, ClosureReason, Coroner
from dolsdesk.domain.dols.endings import Evidence as Paper
from dolsdesk.domain.dols.legal_test import (
    Consent,
    Evidence,
    EvidenceKind,
    Finding,
    Objective,
    Special,
    Supports,
    VisitMode,
)
from dolsdesk.domain.dols.recorded_findings import Subject, current
from dolsdesk.services import (
    assessments,
    campaign_cases,
    campaign_sending,
    closing,
    paperwork,
    recorded_findings,
    reports,
    retest_papers,
)
from tests.services.retest import (
    a_campaign,
    a_formal,
    an_old_case,
    decided,
    no_deprivation,
    sent,
    some_answers,
    somebody,
)
from tests.support.desk import TODAY, a_closure, a_person
from tests.support.refusals import refused

CODES = ("RP23", *(f"AG-R{number:02}" for number in range(1, 11)), "AG-D09")
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


# As things stood on a day that has passed


DAYS = {
    "before": date(2026, 11, 22),
    "sent": date(2026, 11, 24),
    "back": date(2026, 11, 30),
    "decided": date(2026, 12, 4),
    "changed": date(2026, 12, 20),
}


@pytest.fixture
def story(world):
    """Return a world in which a campaign went its way, and two findings were made and changed.

    23 November: frozen and sent. 30 November: one of two came back and was triaged. 4 December: the
    one was found not deprived, and closed on 7 December; the other, an authorisation, was found so
    too. 18 December: that one objected, and was found deprived.
    """

    def to(on: date) -> None:
        world.desk.clock.move(days=(on - world.desk.clock.today()).days)

    world.live = an_old_case(world, person=a_person(family_name="Live"))
    world.first, world.second = somebody(world, "First"), somebody(world, "Second")
    number = a_campaign(world)
    items = {one.request_id: one.id for one in campaign_cases.items(world.admin, number)}
    to(date(2026, 11, 24))
    campaign_sending.send(world.admin, number, list(items.values()))
    to(DAYS["back"])
    item = items[world.first]
    campaign_cases.record_answers(world.admin, item, some_answers(),
                                  returned_on=DAYS["back"])  # fmt: skip
    campaign_cases.triage(world.lead, item, TriageView.LIKELY_NOT_DOL, why="As told")
    campaign_cases.route(world.lead, item, NextAction.ALLOCATE_BIA, why="Go", owner="Ada",
                         due_on=date(2026, 12, 4))  # fmt: skip
    world.allocated(world.first)
    to(DAYS["decided"])
    on = DAYS["decided"]
    decided(world, world.first, a_formal(on, look_again_on=date(2027, 6, 1)))
    decided(world, world.live, a_formal(on, look_again_on=date(2027, 6, 1)),
            subject=Subject.AUTHORISATION)  # fmt: skip
    to(date(2026, 12, 18))
    recorded_findings.note_withdrawal(
        world.admin, world.live, on=date(2026, 12, 18), how="Stands at the door"
    )
    decided(world, world.live, a_formal(
        date(2026, 12, 18), objective=Objective.MET, consent=Consent.OBJECTS, finding=Finding.DOL,
        basis=frozenset(), look_again_on=None,
        reasons="She asks for her coat each evening and the door is locked against her. " * 4,
    ), subject=Subject.AUTHORISATION)  # fmt: skip
    to(DAYS["changed"])
    return world


def as_at(world, code: str, day: str):
    return reports.build(world.lead, code, FIRST, DAYS[day], DAYS[day])


def tiles_of(report) -> dict[str, str]:
    return {tile.label: tile.figure.text for tile in report.sections[0].tiles}


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("sent", ["2", "2", "0", "0", "0"]),
        ("back", ["2", "2", "1", "1", "0"]),
        ("decided", ["2", "2", "1", "1", "1"]),
        ("changed", ["2", "2", "1", "1", "1"]),
    ],
)
def test_r01_tells_how_far_a_campaign_was(story, day, counts):
    """Size, sent, returned, triaged, decided; nobody is done, so both are unknown all along."""
    report = as_at(story, "AG-R01", day)
    [row] = rows_of(report)
    assert [row[2], row[3], row[4], row[6], row[7]] == counts
    assert tiles_of(report)["Unknown"] == "2"


def test_r01_knows_of_no_campaign_before_it_began(story):
    assert rows_of(as_at(story, "AG-R01", "before")) == []
    assert tiles_of(as_at(story, "AG-R01", "before"))["Cases"] == "0"


@pytest.mark.parametrize(
    ("day", "findings", "deprivation", "later"),
    [("back", "0", "0", "0"), ("decided", "2", "0", "0"), ("changed", "3", "1", "1")],
)
def test_r02_counts_what_had_been_found_at_each_home(story, day, findings, deprivation, later):
    report = as_at(story, "AG-R02", day)
    assert tiles_of(report)["Findings"] == findings
    [row] = rows_of(report) or [["", "0", "0", "", "", "", "", "0"]]
    if findings == "0":
        row = ["", "0", "0", "", "", "", "", "0"]  # a home that answered, and nothing found yet
    assert [row[1], row[2]] == [findings, deprivation]
    assert tiles_of(as_at(story, "AG-R05", day))["Objected later"] == later


def test_r03_tells_the_changes_there_had_been_and_what_had_ended(story):
    assert rows_of(as_at(story, "AG-R03", "back")) == []
    [first] = rows_of(as_at(story, "AG-R03", "decided"))
    assert (first[1], first[4]) == ("Old test (to 1 June 2026)", "Multi-factorial test")
    assert first[-1] == "Nothing yet: in force"
    assert len(rows_of(as_at(story, "AG-R03", "changed"))) == 2


def test_r03_says_that_nothing_had_ended_before_it_ended(story):
    story.desk.clock.move(days=(date(2027, 2, 3) - DAYS["changed"]).days)  # it ran out meanwhile
    assert rows_of(as_at(story, "AG-R03", "decided"))[0][-1] == "Nothing yet: in force"
    now = reports.build(story.lead, "AG-R03", FIRST, date(2027, 2, 3), date(2027, 2, 3))
    assert "Nothing yet" not in rows_of(now)[0][-1]


def test_r04_lists_whom_to_look_at_again_as_it_stood(story):
    refs = {name: story.case(getattr(story, name)).request.ref for name in ("first", "live")}
    assert rows_of(as_at(story, "AG-R04", "back")) == []
    then = {row[0] for row in rows_of(as_at(story, "AG-R04", "decided"))}
    assert then == set(refs.values())  # the finding that was superseded since still stood
    now = {row[0] for row in rows_of(as_at(story, "AG-R04", "changed"))}
    assert now == {refs["first"]}


def test_r05_tells_of_no_objection_before_it_was_made(story):
    assert rows_of(as_at(story, "AG-R05", "decided")) == []
    assert tiles_of(as_at(story, "AG-R05", "decided"))["Findings of none"] == "2"
    [row] = rows_of(as_at(story, "AG-R05", "changed"))
    assert (row[3], row[4], row[5]) == ("14", "Looked at again", "A deprivation of liberty")


def test_today_and_a_day_that_has_passed_tell_the_same_of_the_same_day(story):
    before = {code: rows_of(as_at(story, code, "changed")) for code in CODES}
    story.desk.clock.move(days=30)
    after = {code: rows_of(as_at(story, code, "changed")) for code in CODES}
    assert after == before


# What findings rest on, whom they are about, and what follows


def test_r06_shows_where_a_finding_is_thin_and_who_made_it(world):
    plain = world.allocated(somebody(world, "Plain"))
    decided(world, plain)
    thin = world.allocated(somebody(world, "Thin"))
    staff = (
        Evidence(TODAY, EvidenceKind.STAFF, Supports.OBJECTION, "Pulls at the door", "The nurse"),
    )
    decided(world, thin, a_formal(
        objective=Objective.MET, consent=Consent.OBJECTS, finding=Finding.DOL, basis=frozenset(),
        evidence=staff, visit_mode=VisitMode.NOT_SEEN, why_not_seen="Isolation",
        look_again_on=None, special=frozenset({Special.DISPUTE})))  # fmt: skip
    report = build(world, "AG-R06")
    [row] = rows_of(report)
    assert row == ["Bea Iqbal", "2", "1", "1", "1", "1", "1"]  # the same words as Plain's: alike
    tiles = {tile.label: tile.figure for tile in report.sections[0].tiles}
    for name in ("Single source", "Not seen", "Staff only", "Alike", "Overridden"):
        assert tiles[name].ids == (thin,), name


def test_r08_counts_every_finding_once_in_each_grouping(story):
    report = as_at(story, "AG-R08", "changed")
    total = int(tiles_of(report)["Findings"])
    assert total == 3
    for table in report.sections[0].tables:
        counts = [int(row[1].text) for row in table.rows]
        assert sum(counts) == total, table.title
        for row in table.rows:
            assert sum(int(cell.text) for cell in row[2:]) >= int(row[1].text), table.title
    ages = {row[0].text for row in report.sections[0].tables[0].rows}
    assert ages <= {"85 and over", "75 to 84", "65 to 74", "40 to 64", "Under 40", "Not recorded"}
    assert "<5" in reports.as_csv(story.lead, report)


def test_r08_tells_groups_apart(world):
    young = a_person(date_of_birth=date(1990, 5, 5), communication_needs="Makaton")
    case = world.allocated(world.a_case(person=young, s39a_applies=Answered.YES))
    decided(world, case)
    told = {
        table.title: [row[0].text for row in table.rows]
        for table in build(world, "AG-R08").sections[0].tables
    }
    assert told["Age"] == ["Under 40"]
    assert told["Needs in communication"] == ["Recorded"]
    assert told["Somebody to consult"] == ["Nobody"]


def test_r09_says_what_each_ending_is_in_the_return_and_what_is_unmapped(world):
    closing.close(world.admin, somebody(world, "Died"), a_closure(
        reason=ClosureReason.DIED, evidence=Paper.DEATH, coroner=Coroner.NOT_REQUIRED
    ))  # fmt: skip
    closing.close(world.admin, somebody(world, "Again"), a_closure(
        ClosedAs.WITHDRAWN, reason=ClosureReason.IN_ERROR
    ))  # fmt: skip
    report = build(world, "AG-R09")
    counts = {row[0]: row[3] for row in rows_of(report)}
    assert (counts["CR-06"], counts["CR-09"], counts["CR-08"]) == ("1", "1", "0")
    tiles = tiles_of(report)
    assert (tiles["Ended"], tiles["Mapped"], tiles["Unmapped"]) == ("2", "1", "1")


def test_r10_lists_what_takes_the_place_of_the_safeguards(world):
    cared = world.allocated(somebody(world, "Cared"))
    decided(world, cared)
    owed = world.allocated(somebody(world, "Owed"))
    assessments.record(world.admin, owed, no_deprivation(TODAY), reason="no doctor yet")
    report = build(world, "AG-R10")
    first, second = rows_of(report)
    assert first[2] == "not booked"  # what is owed comes first
    assert first[4] == "not answered"
    assert (second[3], second[4]) == ("W. Orker", "Not needed, for the reason given")
    tiles = {tile.label: tile.figure.ids for tile in report.sections[0].tiles}
    assert tiles["No review booked"] == tiles["Advocate not answered"] == (owed,)
    world.desk.clock.move(days=(date(2027, 3, 5) - TODAY).days)
    later = reports.build(world.lead, "AG-R10", FIRST, date(2027, 3, 5), date(2027, 3, 5))
    assert tiles_of(later)["Review passed"] == "1"


def test_the_report_of_a_campaign_says_when_it_ran_what_was_read_and_what_was_learnt(told):
    record = current(told.case(told.changed).records)
    recorded_findings.check(told.signatory, told.changed, record.id)
    report = build(told, "AG-D09")
    assert [one.code for one in report.sections] == ["AG-D09", "AG-R01", "AG-R02", "AG-R03"]
    tiles = {tile.label: tile.figure.ids for tile in report.sections[0].tiles}
    assert tiles["Findings"] == tiles["Read"] == (told.changed,)
    assert tiles["Of these read"] == tiles["No deprivation"]
    dates, checks, lessons = report.sections[0].tables
    assert dates.rows[0][5].text == "Running"
    assert lessons.rows[0][2].text == "not yet"
    assert len(checks.rows) == 1


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
