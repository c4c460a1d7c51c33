"""Logging a request: people told apart, dates as one types, drafts, and every refusal in place."""

from datetime import date

import pytest

from dolsdesk.services import drafts, words, worklist
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.shell import Spot
from tests.support.desk import TODAY, a_person


@pytest.fixture
def page(sight):
    return sight.go(Spot.LOG)


def fill(sight, page, **typed):
    """Fill the form with a request that lacks nothing; ``typed`` replaces or adds."""
    view = page.view
    values = {
        "received_on": "21 11 26",
        "received_time": "2340",
        "urgent_given": "no",
        "sa_sought_from": "21 11 26",
        "arrangements_from": "21 11 26",
        "purpose": "Personal care",
        "s39a_applies": "no",
        "signed_by": "M. Anager",
        "form_signed_on": "21 11 26",
        "gender": "female",
        **typed,
    }
    choose_person(sight, page, values.pop("person", "Mair Probert"))
    choose_place(sight, page)
    view.fields.set_raw(view.fields.raw() | {"date_of_birth": "6 5 1941"} | values)
    sight.settle()


def choose_person(sight, page, name, which=-1):
    """Type a name and take a match: the last one is somebody new."""
    page.view.person.edit.setText(name)
    page._find_people(name)
    sight.settle()
    found = page.view.person.matches
    page.view.person._taken(found.item(which % found.count()))
    sight.settle()


def choose_place(sight, page, name="Rosewood"):
    page._find_places(name)
    sight.settle()
    page.view.place._taken(page.view.place.matches.item(0))
    sight.settle()


def save(sight, page):
    page.save()
    sight.settle()


def everyone(sight):
    return worklist.page(sight.shell.ctx, Query(bucket=Bucket.ALL)).rows


def test_dates_appear_as_the_form_is_typed_each_with_its_reason(sight, page):
    view = page.view
    assert view.dates.lines == ()
    view.received_on.set_raw("2 6 26")
    view.urgent.set_raw("yes")
    view.urgent_on.set_raw("2 6 26")
    view.urgent_days.set_raw("7")
    spoken = " ".join(line.accessibleName() for line in view.dates.lines)
    assert "8 Jun 2026" in spoken
    for line in view.dates.lines:
        line.open()
        assert "legislation.gov.uk" in line.reason


def test_received_and_typed_in_are_kept_apart(sight, page):
    fill(sight, page)
    save(sight, page)
    assert isinstance(sight.window.page, CasePage)
    case = sight.window.page.view.case
    assert case.request.received_on == date(2026, 11, 21)
    assert case.request.received_time.hour == 23
    assert case.request.recorded_at.date() == TODAY


def test_near_namesakes_are_told_apart_by_birth_number_and_place(sight):
    world = sight.world
    world.a_case(person=a_person(given_names="Mair", family_name="Probert"))
    world.a_case(
        person=a_person(
            given_names="Maire", family_name="Proberts", date_of_birth=date(1938, 1, 2),
            nhs_number="9990000018",
        )
    )  # fmt: skip
    page = sight.go(Spot.LOG)
    page._find_people("mair probert")
    sight.settle()
    offered = [page.view.person.matches.item(n).text() for n in range(3)]
    assert "born 6 May 1941" in offered[0]
    assert "born 2 January 1938" in offered[1]
    assert "999 000 0018" in offered[1]
    assert offered[2].startswith("Somebody new")


def test_a_known_person_fills_the_form_and_an_open_request_is_told(sight):
    world = sight.world
    world.a_case(person=a_person(given_names="Mair", family_name="Probert"))
    page = sight.go(Spot.LOG)
    choose_person(sight, page, "Mair Probert", which=0)
    assert page.view.born.value() == date(1941, 5, 6)
    assert "1 request" in page.view.known.text()
    choose_place(sight, page)
    page.view.received_on.set_raw("today")
    sight.settle()
    open_one = everyone(sight)[0].ref
    assert any(open_one in sentence for sentence in page.view.problems.sentences)


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"received_on": "31 2 26"}, "received_on", "DATE_FORMAT"),
        ({"date_of_birth": "6 5 41"}, "date_of_birth", "BIRTH_YEAR_NEEDED"),
        ({"received_time": "25:70"}, "received_time", "TIME_FORMAT"),
    ],
)
def test_what_is_no_date_is_said_at_its_field_and_nothing_is_saved(sight, page, typed, field, code):
    fill(sight, page, **typed)
    for shown in page.view.fields:
        if hasattr(shown, "_settle"):
            shown._settle()
    save(sight, page)
    assert page.view.fields[field].fault == words.by_code(code)
    assert page.view.fields[field].raw() == next(iter(typed.values()))
    assert everyone(sight) == ()


def test_a_receipt_in_the_future_is_refused_at_the_field_and_what_was_typed_stays(sight, page):
    fill(sight, page, received_on="+3")
    save(sight, page)
    assert page.view.fields["received_on"].fault
    assert page.view.purpose.value() == "Personal care"
    assert everyone(sight) == ()


def test_an_urgent_of_eight_days_is_said_as_it_is_typed(sight, page):
    fill(sight, page, urgent_given="yes", urgent_given_on="21 11 26", urgent_period_days="8")
    said = " ".join(page.view.problems.sentences)
    assert "7" in said
    assert "27 Nov" in " ".join(line.accessibleName() for line in page.view.dates.lines)


def test_warnings_ask_for_a_reason_and_the_reason_is_kept(sight, page):
    fill(sight, page, purpose="")
    save(sight, page)
    assert sight.window.page is page
    assert page.view.reason.isVisible()
    page.view.reason.set_raw("The home rings back tomorrow")
    save(sight, page)
    assert isinstance(sight.window.page, CasePage)
    assert len(everyone(sight)) == 1


@pytest.mark.parametrize("name", ["Ŵyn Łukasz", "Siân O'Neill-Ó Briain", "Cher", "Nguyễn Thị Hồng"])
def test_any_name_can_be_logged(sight, page, name):
    fill(sight, page, person=name)
    save(sight, page)
    assert isinstance(sight.window.page, CasePage)
    assert everyone(sight)[0].person_name.split(",")[0] == name.split()[-1]


def test_a_paste_of_a_hundred_kilobytes_is_kept_or_cut_with_a_sentence(sight, page, qapp):
    clipboard = qapp.clipboard()
    clipboard.setText("cared for " * 10_000)
    page.view.purpose.edit.paste()
    assert len(page.view.purpose.raw()) == 100_000
    page.view.signed_by.edit.paste()
    sight.qtbot.wait(20)
    assert len(page.view.signed_by.raw()) == 400
    assert "400" in page.view.signed_by.fault
    clipboard.setText("x" * 500_000)
    page.view.restrictions.edit.paste()
    assert "400,000" in page.view.restrictions.fault


def test_a_draft_comes_back_with_person_and_place(sight, page):
    fill(sight, page)
    page.leaving()
    sight.settle()
    assert drafts.find(sight.shell.ctx, "log-request", "") is not None
    again = type(page)(sight.shell)
    sight.qtbot.addWidget(again)
    sight.settle()
    assert again.view.received_on.value() == date(2026, 11, 21)
    assert again.view.place.edit.text() == "Rosewood House"
    assert again.view.purpose.value() == "Personal care"
    assert again._place is not None
    again.save()
    sight.settle()
    assert len(everyone(sight)) == 1


def test_a_draft_is_kept_within_five_seconds_without_asking(sight, page):
    page.view.purpose.set_raw("Half a sentence")
    ctx = sight.shell.ctx
    sight.qtbot.waitUntil(
        lambda: drafts.find(ctx, "log-request", "") is not None and not sight.shell.tasks.is_busy,
        timeout=5_000,
    )


def test_throwing_away_throws_the_draft_away_too(sight, page):
    fill(sight, page)
    page.leaving()
    sight.settle()
    page.discard()
    sight.settle()
    assert page.view.purpose.raw() == ""
    assert drafts.find(sight.shell.ctx, "log-request", "") is None


def test_somebody_without_leave_is_told_and_stays_where_they_are(sight):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    worklist_page = sight.go(Spot.WORKLIST)
    assert sight.go(Spot.LOG) is worklist_page
    assert sight.window.banner.isVisible()
    assert "Audrey Tor" in sight.window.banner.text
