"""An assessment is sent back at the desk, given another day, and comes back, all by keyboard."""

import pytest

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import rework
from dolsdesk.ui.shell import CaseTab
from tests.support.desk import a_person

K = AssessmentKind


@pytest.fixture
def page(sight):
    """Return the assessments of a case whose six assessments are in."""
    request_id = sight.world.assessed(
        sight.world.allocated(sight.world.a_case(person=a_person(family_name="Back")))
    )
    sight.window.open_case(request_id, CaseTab.ASSESSMENTS)
    sight.settle()
    page = sight.window.page
    page.part.table.select_where(list(K).index(K.MC))
    sight.settle()
    return page


def send(sight, page, note="Which decision?"):
    sight.hands.command("send an assessment back")
    sight.settle()
    dialog = page.part.dialog
    assert dialog.fields["kind"].value() == "mc"  # the one that is looked at
    sight.hands.choose("Why", "A conclusion without its reasons")
    sight.hands.fill("What is to be put right", note)
    sight.hands.push("Send it back")


def test_the_desk_sends_back_agrees_another_day_and_records_the_next_version(sight, page):
    part = page.part
    assert not part.versions.isVisible()
    send(sight, page)
    assert page.view.case.request.state is RequestState.RETURNED
    assert "counts as not in" in part.held.text()
    assert "Which decision? Due again by Sat 28 Nov 2026." in part.versions.text()
    assert "Version 1 said: Reasons for mc." in part.versions.text()
    sight.hands.command("another day for a correction")
    sight.settle()
    sight.hands.fill("Due again by", "1 12 26")
    sight.hands.fill("Why", "On leave")
    sight.hands.push("Agree this day")
    assert "Due again by Tue 1 Dec 2026." in part.versions.text()
    form = part.form
    form.carried_out.set_raw("today")
    form.copy.set_raw("today")
    form.result.set_raw("positive")
    form.reasons.set_raw("She cannot weigh the risk of leaving alone.")
    part.record()
    sight.settle()
    case = page.view.case
    assert (case.request.state, case.assessments[K.MC].version) == (RequestState.ALL_POSITIVE, 2)
    assert rework.out(case) == ()


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(sight, page):
    sight.hands.command("send an assessment back")
    sight.settle()
    dialog = page.part.dialog
    dialog.fields["due_on"].set_raw("1 1 2027")
    sight.hands.push("Send it back")
    assert dialog.fields["reason"].fault
    sight.hands.choose("Why", "Something else")
    sight.hands.push("Send it back")
    assert dialog.fields["note"].fault
    sight.hands.fill("What is to be put right", "See the letter")
    sight.hands.push("Send it back")
    assert dialog.because.isVisible()  # later than the limit of the law
    sight.hands.fill("Why you go on", "The doctor is ill")
    sight.hands.push("Send it back")
    assert not dialog.isVisible()
    [record] = rework.out(page.view.case)
    assert record.facts.note == "See the letter"


def test_nobody_sends_back_what_may_not_go(sight):
    request_id = sight.world.whole_way()
    sight.window.open_case(request_id, CaseTab.ASSESSMENTS)
    sight.settle()
    assert "case_send_back" not in sight.window.page.part.offered.buttons
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    sight.settle()
    assert sight.window.page.part.offered.buttons == {}
