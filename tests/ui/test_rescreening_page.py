"""Re-screening and the legal test as somebody at the desk meets them."""

from datetime import date

from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.campaigns import CampaignState, Cohort, ItemEvent, ItemState
from dolsdesk.domain.dols.recorded_findings import FindingState
from dolsdesk.services import campaign_cases, recorded_findings, rule_change
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services.retest import a_campaign, a_formal, decided, sent, some_answers, the_bia
from tests.support.desk import TODAY, a_person
from tests.ui.walk import rule_file

OLD = date(2026, 3, 10)


def lead(sight):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    sight.settle()
    return sight.go(Spot.RESCREENING)


def test_a_campaign_from_the_first_question_to_letters(sight):
    for name in ("One", "Two"):
        sight.world.a_case(person=a_person(family_name=name), received_on=OLD)
    page = lead(sight)
    page.new_campaign()
    sight.settle()
    form = page.dialog.fields
    assert "2 now" in form["cohort"].combo.itemText(1)
    page.dialog.submit()
    sight.settle()
    assert form["name"].fault or form["cohort"].fault  # refused at its field, nothing lost
    form["name"].set_raw("First look")
    form["cohort"].set_raw(Cohort.K1.value)
    page.dialog.submit()
    sight.settle()
    assert page.now.campaign.state is CampaignState.DRAFT
    page.lock()
    sight.settle()
    page.dialog.submit()
    sight.settle()
    page.buttons["letter_approve"].click()
    sight.settle()
    page.buttons["campaign_run"].click()
    sight.settle()
    page.table.selectAll()
    assert len(page.chosen) == 2
    page.send(ItemEvent.SEND)
    page.dialog.submit()
    sight.settle()
    assert {one.state for one in page.items} == {ItemState.SENT}
    assert page.letters_model.rowCount() == 1  # one letter to one home
    assert "2 sent" in page.standing.text()


def test_returns_that_differ_are_shown_and_chosen_between(sight):
    sight.world.a_case(received_on=OLD)
    [item] = sent(sight.world, a_campaign(sight.world))
    for told in (some_answers(), some_answers(q09_ordinary="Not very")):
        campaign_cases.record_answers(sight.world.admin, item, told, returned_on=TODAY)
    page = lead(sight)
    assert page.view.needs_choice
    assert page.buttons["item_choose"].isVisible()
    page.buttons["item_choose"].click()
    page.dialog.fields["why"].set_raw("The manager rang")
    page.dialog.submit()
    sight.settle()
    assert not page.view.needs_choice


def test_nobody_is_offered_what_they_may_not_do(sight):
    sight.world.a_case(received_on=OLD)
    sent(sight.world, a_campaign(sight.world))
    page = sight.go(Spot.RESCREENING)  # an administrator
    for name in ("campaign_new", "item_triage", "item_route", "item_exclude"):
        assert not page.buttons[name].isVisible(), name
    assert page.buttons["item_answers"].isVisible()


def test_an_assessor_writes_and_decides_in_the_window_and_nothing_typed_is_lost(sight):
    case = sight.world.allocated(sight.world.a_case())
    sight.shell.change_actor(the_bia(sight.world).actor)
    sight.window.open_case(case, CaseTab.FINDINGS)
    sight.settle()
    part = sight.window.page.part
    part.offered.buttons["finding_begin"].click()
    part.dialog.submit()
    sight.settle()
    assert part.form_card.isVisible()
    assert part.form.base.finding.value() == ""  # nothing is filled in
    part.form.show_record(a_formal())
    typed = part.form.record()
    sight.window.page.show_tab(CaseTab.HISTORY)  # leaving keeps what is typed
    sight.settle()
    held = rules.draft(sight.world.case(case).records).facts
    assert held.finding == typed
    sight.window.page.show_tab(CaseTab.FINDINGS)
    sight.settle()
    part = sight.window.page.part
    part.offered.buttons["finding_ready"].click()
    sight.settle()
    part.offered.buttons["finding_decide"].click()
    part.dialog.submit()
    sight.settle()
    assert part.dialog.fields["care_review_on"].fault  # AG-V25 at its field
    part.dialog.fields["care_review_on"].set_value(date(2027, 3, 4))
    part.dialog.fields["advocate"].set_raw("advocate_not_needed")
    part.dialog.submit()
    sight.settle()
    assert rules.current(sight.world.case(case).records).facts.state is FindingState.DECIDED
    assert not part.form_card.isVisible()
    assert part.found.new.finding == a_formal().finding


def test_a_void_finding_is_kept_and_struck_through(sight):
    case = sight.world.allocated(sight.world.a_case())
    number = decided(sight.world, case)
    recorded_findings.void(sight.world.lead, case, number, why="Another person's")
    sight.window.open_case(case, CaseTab.FINDINGS)
    sight.settle()
    model = sight.window.page.part.model
    assert "\u0336" in model.index(0, 0).data()


def test_a_rule_file_is_looked_at_and_put_before_a_second_person(sight):
    sight.world.a_case(received_on=date(2026, 11, 10))
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    page = sight.go(Spot.DESK)
    page.look_at(rule_file(sight.shell.profile / "files"))
    sight.settle()
    assert page.dialog.fields["differs"].table.model().rowCount() > 0
    page.dialog.fields["why"].set_raw("New regulations")
    page.dialog.submit()
    sight.settle()
    assert rule_change.pending(sight.world.lead).proposed_by == "Lee Deer"
    assert page.confirm_rules.isVisible()
    assert not page.confirm_rules.isEnabled()  # not the same person
