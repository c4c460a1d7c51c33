"""What happens to an authorisation, at the window: offered, asked, refused at its field, shown."""

from datetime import date

from dolsdesk.domain.dols.life import SaState
from dolsdesk.services import authorities, cases, reviews, words
from dolsdesk.ui.pages.case.offers import OFFERS
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services.life import a_review, a_suspension
from tests.support.desk import TODAY


def opened(sight, request_id, *, who="Lee Deer", tab=CaseTab.AUTHORITY):
    sight.shell.change_actor(sight.world.people[who])
    sight.window.open_case(request_id, tab)
    sight.settle()
    return sight.window.page


def take(sight, page, offer_id):
    """Press the button of an offer and return the dialog it opens, if any."""
    part = page.part
    part.offered.buttons[offer_id].click()
    sight.settle()
    return part.dialog


def follow_up(sight, request_id):
    """Answer what takes the place of the safeguards, in the part about the legal test."""
    page = opened(sight, request_id, tab=CaseTab.FINDINGS)
    dialog = take(sight, page, "finding_aftercare")
    dialog.fields["care_review_on"].set_raw("4 December 2026")
    dialog.fields["advocate"].set_raw("advocate_not_needed")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()


def test_a_suspension_is_entered_and_the_case_says_so_at_once(sight):
    page = opened(sight, sight.world.whole_way(arrangements_from=TODAY))
    dialog = take(sight, page, "case_suspend")
    dialog.submit()
    sight.settle()
    assert dialog.fields["reason"].fault == words.by_code("CLOSURE_REASON_NEEDED")
    dialog.fields["reason"].set_raw("cto_conflict")
    dialog.fields["why"].set_raw("Recalled on 20 November")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    assert page.view.sa_state is SaState.SUSPENDED
    assert "No authority in force from Mon 23 Nov 2026" in page.header.gap.text()
    [line] = page.part.records.model.rows
    assert line.what == "Suspension"
    assert "case_lift" in page.part.offered.buttons


def test_a_questionable_reason_is_said_and_asks_why(sight):
    page = opened(sight, sight.world.whole_way())
    dialog = take(sight, page, "case_suspend")
    dialog.fields["reason"].set_raw("general_hospital")
    dialog.fields["why"].set_raw("Broken hip")
    dialog.submit()
    sight.settle()
    assert dialog.because.isVisible()
    assert "general hospital is not a suspension" in dialog.banner.text
    assert dialog.fields["why"].value() == "Broken hip"
    dialog.reject()


def test_a_review_is_driven_to_its_end_from_the_buttons(sight):
    page = opened(sight, sight.world.whole_way())
    dialog = take(sight, page, "case_review")
    dialog.fields["why"].set_raw("The doors are open now")
    dialog.fields["ground_bi"].set_raw("non_qualification")
    dialog.submit()
    sight.settle()
    for offer_id in ("case_review_notice", "case_review_consider", "case_review_assess"):
        dialog = take(sight, page, offer_id)
        if offer_id == "case_review_assess":
            dialog.fields["reviewable_why"].set_raw("The care plan changed")
        if dialog is not None and dialog.isVisible():
            dialog.submit()
            sight.settle()
            assert not dialog.isVisible(), offer_id
    dialog = take(sight, page, "case_review_finding")
    dialog.fields["result"].set_raw("negative")
    dialog.fields["reasons"].set_raw("Comes and goes as she likes")
    dialog.submit()
    sight.settle()
    assert dialog.fields["is_no_deprivation"].fault
    dialog.fields["is_no_deprivation"].set_raw("yes")
    dialog.submit()
    sight.settle()
    page = opened(sight, page.request_id, who="Sig Natory")
    assert set(page.part.offered.buttons) >= {"case_review_keep", "case_review_terminate"}
    dialog = take(sight, page, "case_review_terminate")
    dialog.submit()
    sight.settle()
    assert "Before closing, set the care review" in dialog.banner.text
    dialog.reject()
    follow_up(sight, page.request_id)
    page = opened(sight, page.request_id, who="Sig Natory")
    dialog = take(sight, page, "case_review_terminate")
    dialog.submit()
    sight.settle()
    assert page.view.sa_state is SaState.TERMINATED_REVIEW
    assert page.view.answer.date("sa_ceases_on") == TODAY


def test_an_entry_made_in_error_is_marked_and_its_entries_are_shown(sight):
    world = sight.world
    request_id = world.whole_way()
    page = opened(sight, request_id)
    dialog = take(sight, page, "case_away")
    dialog.fields["where"].set_raw("Norchester General")
    dialog.submit()
    sight.settle()
    panel = page.part.records
    assert "Entry 1" in panel.entries.text()
    panel.enter_in_error()
    page.part.dialog.fields["why"].set_raw("Another resident")
    page.part.dialog.submit()
    sight.settle()
    assert panel.model.rows[0].state == "Entered in error"
    assert "Another resident" in panel.entries.text()
    assert not panel.error_button.isVisible()


def test_the_box_knows_every_offer_and_says_why_it_cannot_be_taken(sight):
    request_id = sight.world.a_case()
    opened(sight, request_id)
    named = {spec.id: spec for spec in sight.actions.specs}
    for offer in OFFERS:
        spec = named[offer.id]
        assert spec.why_not is not None
        is_open = offer.is_open(cases.open_case(sight.shell.ctx, request_id))
        assert (spec.why_not() == "") is is_open
    sight.go(Spot.WORKLIST)
    assert all(named[offer.id].why_not() == "Open a case first." for offer in OFFERS)


def test_an_auditor_is_offered_nothing(sight):
    world = sight.world
    request_id = world.whole_way()
    reviews.ask(world.admin, request_id, a_review())
    authorities.suspend(world.admin, request_id, a_suspension())
    page = opened(sight, request_id, who="Audrey Tor")
    assert page.part.offered.buttons == {}
    assert not page.part.records.error_button.isVisible()


def test_a_referral_is_driven_from_the_page_to_its_deemed_request(sight):
    world = sight.world
    sight.shell.change_actor(world.people["Lee Deer"])
    page = sight.go(Spot.REFERRALS)
    page.log()
    dialog = page.dialog
    dialog.submit()
    sight.settle()
    assert dialog.fields["person"].fault == words.by_code("PERSON_NEEDED")
    dialog.fields["family_name"].set_raw("Ŵyn-Łuk")
    sight.hands.pick("Home or hospital", "rosew")
    dialog.fields["referrer"].set_raw("A niece")
    dialog.fields["what_is_said"].set_raw("Kept in one room")
    dialog.fields["told_ma_on"].set_raw("18 11 2026")
    dialog.fields["asked_ma_on"].set_raw("18 11 2026")
    dialog.fields["reasonable_period_passed"].set_raw("yes")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible(), dialog.banner.text
    assert page.chosen.due_on == date(2026, 11, 29)
    page.buttons["Appoint an assessor…"].click()
    sight.settle()
    page.dialog.fields["assessor"].set_raw(str(world.bia))
    page.dialog.submit()
    sight.settle()
    page.buttons["Outcome of the assessment…"].click()
    dialog = page.dialog
    dialog.fields["outcome"].set_raw("find_unauthorised")
    dialog.fields["reasons"].set_raw("Asks to leave each day")
    dialog.submit()
    sight.settle()
    assert dialog.fields["assessment_carried_out_on"].fault
    for name in ("assessment_carried_out_on", "assessment_received_on"):
        dialog.fields[name].set_raw("today")
    dialog.submit()
    sight.settle()
    page.over_tile.click()
    sight.settle()
    page.buttons["Open the deemed request"].click()
    sight.settle()
    assert sight.window.page.view.case.request.type.value == "deemed"
