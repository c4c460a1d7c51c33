"""The waiting list in the window: bands, order, triage and contact by keyboard, forecasts."""

from datetime import timedelta

import pytest

from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.people import Contact, ContactRole
from dolsdesk.services import cases, holding_letters, question_sets, waiting_list
from dolsdesk.services.holding_letters import Wanted
from dolsdesk.services.waiting_list import Show
from dolsdesk.store.repos import cases as repo
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services.waiting import SOON, triaged
from tests.support.desk import TODAY, a_person

DAY = timedelta(days=1)
LIST, NEXT, CONTACT, EXPIRING, RISK, SETS = range(6)


@pytest.fixture
def queue(sight):
    """Return three requests: one high without authority, one low, one to be triaged."""
    world = sight.world
    made = {}
    for name, days, urgent in (("High", 9, True), ("Low", 40, False), ("New", 1, False)):
        made[name] = world.a_case(
            received_on=TODAY - days * DAY, urgent=urgent, person=a_person(family_name=name)
        )
    triaged(world.admin, made["High"])
    triaged(world.admin, made["Low"], Priority.LOW)
    return made


def shown(sight, tab=LIST):
    page = sight.go(Spot.WAITING)
    page.tabs.setCurrentIndex(tab)
    sight.settle()
    return page


def cells(table):
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_list_is_on_the_rail_and_shows_band_and_breach_side_by_side(sight, queue):
    sight.hands.press("Ctrl+4")
    sight.settle()
    page = sight.window.page
    assert sight.window.spot is Spot.WAITING
    rows = cells(page.parts[LIST].table)
    assert [row[0] for row in rows] == ["High", "Low", "Not triaged"]
    assert "over" in rows[0][4]
    assert rows[0][5].startswith("none since")
    bands = cells(page.parts[LIST].bands)
    assert [row[:3] for row in bands] == [
        ["High", "1", "50%"], ["Medium", "0", "0%"], ["Low", "1", "50%"],
    ]  # fmt: skip
    assert "reached in about 1 week" in bands[2][-1]


def test_a_request_is_triaged_from_the_list_by_keyboard(sight, queue):
    page = shown(sight)
    listed = page.parts[LIST]
    listed.table.select_where(2)
    sight.hands.press("Ctrl+Shift+T")
    sight.settle()
    dialog = page.dialog
    dialog.factors.boxes["sometimes_unsettled"].setChecked(True)
    assert "medium" in dialog.band._hint.text()
    dialog.submit()
    sight.settle()
    assert dialog.isVisible()
    dialog.fields["priority"].set_raw("medium")
    assert dialog.next_on.value() == TODAY + 14 * DAY
    dialog.fields["reason"].set_raw("Unsettled at night")
    dialog.fields["screen"].set_raw("unclear")
    dialog.fields["screen_why"].set_raw("Little is said")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    assert [row[0] for row in cells(listed.table)] == ["High", "Medium", "Low"]
    assert listed.chosen == queue["New"]


def test_another_band_than_the_answers_asks_why_and_keeps_what_was_typed(sight, queue):
    page = shown(sight)
    page.triage_chosen()
    sight.settle()
    dialog = page.dialog
    dialog.fields["priority"].set_raw("low")
    dialog.fields["reason"].set_raw("Settled for a year")
    dialog.fields["screen"].set_raw("not_done")
    dialog.submit()
    sight.settle()
    assert dialog.isVisible()
    assert "the answers say High" in dialog.banner.text
    dialog.because.set_raw("The objection is old")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    assert sight.world.case(queue["High"]).request.priority is Priority.LOW


def test_contact_and_letter_from_the_list(sight, queue):
    page = shown(sight)
    sight.hands.press("Ctrl+Shift+C")
    sight.settle()
    page.dialog.fields["kind"].set_raw("call")
    page.dialog.fields["who"].set_raw("The manager")
    page.dialog.fields["what"].set_raw("All as before")
    assert page.dialog.fields["next_action_on"].value() == TODAY + 7 * DAY
    page.dialog.submit()
    sight.settle()
    assert not page.dialog.isVisible()
    sight.hands.press("Ctrl+Shift+H")
    sight.settle()
    page.dialog.submit()
    sight.settle()
    assert page.dialog.fields["why"].fault
    page.dialog.fields["why"].set_raw("queue")
    page.dialog.submit()
    sight.settle()
    papers = cases.open_case(sight.world.admin, queue["High"]).papers
    assert [paper.code for paper in papers] == ["L02"]
    page.tabs.setCurrentIndex(CONTACT)
    sight.settle()
    done = cells(page.parts[CONTACT].done)
    assert [row[1] for row in done] == ["Holding letter", "Telephone call"]


def test_no_contact_to_come_is_shown_as_the_error_it_is(sight, queue):
    sight.world.desk.clock.move(days=6)
    page = shown(sight)
    assert "Contact overdue  2" in page.parts[LIST].tiles[Show.CONTACT_ERROR].text()
    assert cells(page.parts[LIST].table)[0][6].startswith("overdue")
    page.tabs.setCurrentIndex(CONTACT)
    sight.settle()
    assert page.parts[CONTACT].due_said.text() == "Due: 2 cases"


def test_next_to_assess_says_why_and_opens_the_assessors(sight, queue):
    page = shown(sight, NEXT)
    part = page.parts[NEXT]
    assert [row[0] for row in cells(part.table)] == ["High", "Low"]
    assert all("Waits longest of its band" in row[-1] for row in cells(part.table))
    part.table.opened.emit(part.table.current_row)
    sight.settle()
    assert isinstance(sight.window.page, CasePage)
    assert sight.window.page.tab is CaseTab.ASSESSORS


def test_quotas_are_refused_at_their_field_and_then_set(sight, queue):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    page = shown(sight)
    listed = page.parts[LIST]
    listed.edit_quotas()
    sight.settle()
    listed.dialog.fields["quota_low"].set_raw("0")
    listed.dialog.submit()
    sight.settle()
    assert "at least 1" in listed.dialog.fields["quota_low"].fault
    listed.dialog.fields["quota_low"].set_raw("4")
    listed.dialog.submit()
    sight.settle()
    assert waiting_list.standing(sight.world.lead).bands[2].quota == 4
    assert cells(listed.bands)[2][6] == "4"


def test_every_number_of_the_expiry_forecast_opens_its_cases(sight):
    world = sight.world
    request_id = world.whole_way(person=a_person(family_name="Done"))
    world.desk.clock.move(days=120)  # up to 22 May: within thirteen weeks
    page = shown(sight, EXPIRING)
    part = page.parts[EXPIRING]
    assert [one.line.request_id for one in part.model.rows] == [request_id]
    grid = part.grid
    last = grid.columnCount() - 1
    assert (grid.item(0, 0).text(), grid.item(0, last).text()) == ("Rosewood House", "1")
    grid.cellActivated.emit(0, last)
    sight.settle()
    assert sight.window.spot is Spot.WORKLIST
    assert sight.window.page.query.ids == (request_id,)


def test_requests_at_risk_say_what_that_rests_on(sight, queue):
    page = shown(sight, RISK)
    part = page.parts[RISK]
    assert [one.line.request_id for one in part.model.rows] == [queue["New"]]
    assert "Too few" in part.evidence.text()
    assert "too short" in part.verdict.text()
    assert part.gone.text().endswith("2")


def test_a_question_set_is_edited_into_a_new_version_and_used(sight, queue):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    page = shown(sight, SETS)
    part = page.parts[SETS]
    part.edit()
    sight.settle()
    dialog = part.dialog
    dialog.submit()
    sight.settle()
    assert dialog.fields["note"].fault
    dialog.fields["note"].set_raw("One more of ours")
    dialog.fields["factors"].add_row({"band": "low", "text": "Goes out alone", "is_on": True})
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    made = question_sets.all_sets(sight.world.lead)[1]
    assert (made.id, made.version, made.factors[-1].id) == ("adass-2014", 2, "local_1")
    assert made.factors[-1].is_addition
    part.table.select_where(1)
    part.use_button.click()
    sight.settle()
    assert question_sets.in_use(sight.world.lead).version == 2
    assert cells(part.table)[1][2] == "in use"


def test_who_may_not_triage_is_offered_nothing(sight, queue):
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    page = shown(sight)
    assert not page.triage.isEnabled()
    assert not page.contact.isEnabled()
    page.tabs.setCurrentIndex(SETS)
    sight.settle()
    assert not page.parts[SETS].edit_button.isEnabled()


def test_a_case_shows_the_answers_behind_its_band(sight, queue):
    sight.window.open_case(queue["High"], CaseTab.WAITING)
    sight.settle()
    part = sight.window.page.part
    assert "The person objects" in part.answers.text()
    assert "ADASS 2014 pattern, version 1" in part.answers.text()
    assert f"Next contact by {SOON.day} November" in part.said.text()
    assert [line.what for line in part.records.model.rows] == ["Triage"]


def test_a_late_request_asks_for_reason_and_note_when_it_is_closed(sight, queue):
    sight.window.open_case(queue["Low"], CaseTab.OVERVIEW)
    sight.settle()
    part = sight.window.page.part
    part.offered.buttons["case_close"].click()
    fields = part.dialog.fields
    fields["reason"].set_raw("court_order")
    fields["evidence"].set_raw("sealed_order")
    fields["paper"].set_raw("Order of 20 November")
    fields["note"].set_raw("Authorised by the court")
    part.dialog.submit()
    sight.settle()
    assert fields["late_reason"].fault
    fields["late_reason"].set_raw("contested")
    part.dialog.submit()
    sight.settle()
    assert fields["late_note"].fault
    fields["late_note"].set_raw("The court took over.")
    part.dialog.submit()
    sight.settle()
    assert not sight.world.case(queue["Low"]).request.is_open


# Holding letters


def test_a_letter_is_seen_before_it_is_sent(sight, queue):
    page = shown(sight)
    sight.hands.press("Ctrl+Shift+H")
    sight.settle()
    dialog = page.dialog
    dialog.see.click()
    sight.settle()
    assert dialog.fields["why"].fault  # the letter says why, so nothing is seen without it
    dialog.fields["why"].set_raw("no_doctor")
    dialog.see.click()
    sight.settle()
    assert dialog.paper.isVisible()
    words = dialog.paper.pdf.text()
    assert "This letter is not an authorisation" in words
    assert "No mental health assessor free" in words
    dialog.paper.accept()
    assert cases.open_case(sight.world.admin, queue["High"]).papers == ()
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    assert len(cases.open_case(sight.world.admin, queue["High"]).papers) == 1


def test_family_is_offered_where_it_is_known(sight, queue):
    person = sight.world.case(queue["High"]).person_id
    daughter = Contact("Nell Łukasz", "Daughter", ContactRole.FAMILY)
    sight.world._write(lambda session: repo.replace_contacts(session, person, [daughter]))
    page = shown(sight)
    page.letter_chosen()
    sight.settle()
    assert "to" in page.dialog.fields
    page.dialog.fields["to"].set_raw("Nell Łukasz")
    page.dialog.fields["why"].set_raw("queue")
    page.dialog.submit()
    sight.settle()
    [paper] = cases.open_case(sight.world.admin, queue["High"]).papers
    assert paper.code == "L02F"


def test_every_letter_due_is_seen_and_sent_in_one_run_by_keyboard(sight, queue):
    sight.world.desk.clock.move(days=5)
    page = shown(sight)
    hands = sight.hands
    hands.press("Ctrl+Shift+L")
    sight.settle()
    dialog = page.dialog
    assert "2 papers due today or overdue" in dialog.said.text()
    assert len(dialog.chosen) == 2
    hands.push("Make 2 papers")
    assert dialog.why.fault
    hands.choose(
        "Holding letters: the assessments are not done because", "Waited its turn in the queue"
    )
    sight.settle()
    assert "This letter is not an authorisation" in dialog.pdf.text()  # seen, and a draft
    assert "DRAFT" in dialog.pdf.text()
    hands.push("Make 2 papers")
    sight.settle()
    assert "2 letters made and frozen" in dialog.banner.text
    assert "Nothing is due" in dialog.said.text()
    assert not dialog.send.isEnabled()
    folder = sight.shell.profile / "letters"
    folder.mkdir()
    dialog.write(folder)
    sight.settle()
    assert len(list(folder.iterdir())) == 2
    hands.press("Escape")
    assert not dialog.isVisible()
    for name in ("High", "Low"):
        [paper] = cases.open_case(sight.world.admin, queue[name]).papers
        assert paper.code == "L02"


def test_one_letter_of_the_run_can_be_left_out_and_a_stale_list_sends_none_twice(sight, queue):
    sight.world.desk.clock.move(days=5)
    page = shown(sight)
    page.letters_due()
    sight.settle()
    dialog = page.dialog
    dialog.why.set_raw("queue")
    dialog.table.clearSelection()
    dialog.table.select_where(0)
    assert len(dialog.chosen) == 1
    left = dialog.chosen[0].request_id
    wanted = Wanted(LateReason.QUEUE, sight.world.desk.clock.today() + 5 * DAY)
    holding_letters.send(sight.world.admin, left, wanted)  # another desk was quicker
    dialog.start()
    sight.settle()
    assert "0 letters made" in dialog.banner.text
    assert "1 left out" in dialog.banner.text
    assert len(cases.open_case(sight.world.admin, left).papers) == 1
