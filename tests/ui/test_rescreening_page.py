"""Re-screening and the legal test as somebody at the desk meets them."""

from datetime import date

from PySide6.QtWidgets import QLabel

from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.campaigns import CampaignState, Cohort, ItemEvent, ItemState
from dolsdesk.domain.dols.recorded_findings import FindingState
from dolsdesk.services import (
    campaign_cases,
    campaign_letters,
    campaign_sending,
    campaigns,
    recorded_findings,
    requests,
    rule_change,
)
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services.retest import a_campaign, a_formal, decided, sent, some_answers, the_bia
from tests.support.desk import TODAY, a_person, new_request
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


def test_returns_that_differ_stand_side_by_side_and_are_chosen_between_by_keyboard(sight):
    sight.world.a_case(received_on=OLD)
    [item] = sent(sight.world, a_campaign(sight.world))
    for told in (some_answers(), some_answers(q09_ordinary="Not very", q20_name="D. Eputy")):
        campaign_cases.record_answers(sight.world.admin, item, told, returned_on=TODAY)
    page, hands = lead(sight), sight.hands
    assert page.view.needs_choice
    said = page.side.said()
    for part in (
        "came back more than once with different answers", "“left open”", "“Not very”",
        "Return 1, 23 Nov 2026 · counts", "Return 2, 23 Nov 2026", "M. Anager", "D. Eputy",
        "entered by Ada Min",
    ):  # fmt: skip
        assert part in said, part
    page.table.setFocus()
    hands.push("Which answers count…")
    asked = "\n".join(one.text() for one in page.dialog.findChildren(QLabel))
    assert "“left open” or “Not very”" in asked
    hands.choose("The one that counts", page.dialog.fields["which"].combo.itemText(1))
    hands.fill("Why", "The manager rang")
    hands.push("Choose")
    assert not page.view.needs_choice
    assert not page.buttons["item_choose"].isVisible()
    assert [one.is_chosen for one in page.view.returns] == [False, True]
    said = page.side.said()
    assert "Chosen by Lee Deer" in said  # both are kept, with who chose which, and why
    assert "The manager rang" in said
    assert "Return 1, 23 Nov 2026\n" in said
    assert "Return 2, 23 Nov 2026 · counts\n" in said


def test_a_third_return_asks_again_and_says_so(sight):
    sight.world.a_case(received_on=OLD)
    [item] = sent(sight.world, a_campaign(sight.world))
    world = sight.world
    for ordinary in ("", "Not very"):
        campaign_cases.record_answers(world.admin, item, some_answers(q09_ordinary=ordinary),
                                      returned_on=TODAY)  # fmt: skip
    first, second = campaign_cases.detail(world.admin, item).returns
    campaign_cases.choose(world.admin, item, second.id, why="Rang")
    page = lead(sight)
    assert not page.view.needs_choice
    campaign_cases.record_answers(world.admin, item, some_answers(q09_ordinary="Quite"),
                                  returned_on=TODAY)  # fmt: skip
    page.refresh()
    sight.settle()
    assert page.view.needs_choice
    assert len(page.view.returns) == 3
    assert first.number == 1


def test_the_letter_is_seen_in_the_window_before_and_after_it_is_sent(sight):
    sight.world.a_case(received_on=OLD)
    number = a_campaign(sight.world)
    page = lead(sight)
    page.buttons["letter_see"].click()
    sight.settle()
    assert page.paper.isVisible()
    assert "still stands" in page.paper.pdf.text()
    assert "DRAFT" in page.paper.pdf.text()
    page.paper.accept()
    page.table.selectAll()
    page.send(ItemEvent.SEND)
    page.dialog.submit()
    sight.settle()
    assert not page.running.isVisible()
    assert "1 letter about 1 person sent" in sight.window.said.text()
    [letter] = page.letters_model.rows
    trail = len(sight.world.trail())
    page.letters.opened.emit(letter)
    sight.settle()
    assert "DRAFT" not in page.paper.pdf.text()
    assert len(sight.world.trail()) == trail  # looking is no act
    path = sight.shell.profile / "letter.pdf"
    page.paper.write(path)
    sight.settle()
    assert path.read_bytes() == campaign_sending.letter_content(sight.world.admin, letter.id)
    assert campaigns.load(sight.world.admin, number).letter_approved_by == "Lee Deer"


def test_letters_on_their_way_can_be_stopped_and_what_went_stays(sight, monkeypatch):
    world = sight.world
    world.a_case(received_on=OLD)
    other = requests.log(
        world.admin,
        new_request(world.council_home, person=a_person(family_name="Other"), received_on=OLD),
        reason="as it came",
    ).value  # fmt: skip
    number = a_campaign(world)
    page = lead(sight)
    page.table.selectAll()
    asked = []

    def letter(*args, **values):
        if asked:
            page.running.stopping.ask()  # as the button does, while the first letter is made
        asked.append(args)
        return made(*args, **values)

    made = campaign_letters.letter
    monkeypatch.setattr(campaign_letters, "letter", letter)
    page.send(ItemEvent.SEND)
    page.dialog.submit()
    sight.settle()
    assert len(asked) in {1, 2}
    monkeypatch.undo()
    states = {one.state for one in campaign_cases.items(world.admin, number)}
    letters = campaign_sending.letters(world.admin, number)
    assert len(letters) == sum(
        one.state is ItemState.SENT for one in campaign_cases.items(world.admin, number)
    )
    assert states <= {ItemState.SENT, ItemState.SELECTED}
    assert other


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
