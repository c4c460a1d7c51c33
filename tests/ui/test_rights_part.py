"""The rights of a case in the window: what is lacking, what can be done, every dialog's refusal."""

import pytest
from PySide6.QtWidgets import QLabel

from dolsdesk.domain.dols.advocates import AdvocateState, AdvocateTrigger
from dolsdesk.domain.dols.case import Answered, FormUsed
from dolsdesk.domain.dols.conditions import ConditionStatus
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.objections import ObjectionAnswer, ObjectionState
from dolsdesk.domain.dols.representatives import RprKind, RprState, checks_for
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import objections
from dolsdesk.ui.pages.case.offers import OFFERS
from dolsdesk.ui.pages.case.rights import RightsPart
from dolsdesk.ui.shell import CaseTab
from tests.services import rights
from tests.support.desk import TODAY, a_person


def part(sight, request_id) -> RightsPart:
    sight.window.open_case(request_id, CaseTab.RIGHTS)
    sight.settle()
    found = sight.window.page.part
    assert isinstance(found, RightsPart)
    return found


def chips(sight) -> set[str]:
    header = sight.window.page.header
    return {one.text() for one in header.findChildren(QLabel) if one.property("chip")}


def take(sight, offer_id: str, **typed):
    """Press an offer's button, type, and accept."""
    shown = sight.window.page.part
    shown.offered.buttons[offer_id].click()
    dialog = shown.dialog
    for name, value in typed.items():
        dialog.fields[name].set_raw(value)
    dialog.submit()
    sight.settle()
    return dialog


def test_every_thing_that_can_be_done_for_a_persons_rights_is_offered_somewhere(sight):
    ids = {offer.id for offer in OFFERS if offer.tab is CaseTab.RIGHTS}
    seen: set[str] = set()
    unchecked = sight.world.whole_way()
    full = rights.represented(
        sight.world, sight.world.whole_way(person=a_person(family_name="Beside"))
    )
    objections.record(sight.world.admin, full, rights.an_objection())
    seen |= set(part(sight, unchecked).offered.buttons)
    take(sight, "case_rpr_offer")
    seen |= set(part(sight, unchecked).offered.buttons)
    take(sight, "case_rpr_decline", why="Unwilling")
    seen |= set(part(sight, unchecked).offered.buttons)
    seen |= set(part(sight, full).offered.buttons)
    take(sight, "case_imca_instruct", trigger=AdvocateTrigger.PERSON_ASKS, provider="Wayfarer")
    take(sight, "case_court", applicant="Ŵyn")
    seen |= set(part(sight, full).offered.buttons)
    take(sight, "case_court", applicant="Ŵyn", issued_on="")
    take(sight, "case_ask_lawyers", question="May he stay?", owner="L. Egal", due_on="+2")
    seen |= set(part(sight, full).offered.buttons)
    needing = sight.world.a_case(s39a_applies=Answered.YES, person=a_person(family_name="Lone"))
    seen |= set(part(sight, needing).offered.buttons)
    assert seen == ids


def test_a_representative_from_the_offer_to_the_end_by_the_window(sight):
    request_id = sight.world.whole_way()
    shown = part(sight, request_id)
    assert "No representative" in chips(sight)
    assert any("Sion O'Neill is not appointed yet" in one for one in shown.sentences)
    take(sight, "case_rpr_offer")
    take(sight, "case_rpr_appoint", accepted_on="today")
    assert "No representative" not in chips(sight)
    take(sight, "case_rpr_contact", how="contact_phone", person_seen="no")
    take(sight, "case_rpr_warn", to_end_on="+7", told_why="No visits")
    take(sight, "case_rpr_end", end_reason="rpr_no_contact", end_note="None for weeks")
    [ended] = rights.held(sight.world, request_id, RecordKind.REPRESENTATIVE)
    assert ended.facts.state is RprState.ENDED
    assert "No representative" in chips(sight)


def test_a_question_to_the_lawyers_from_asking_to_the_answer_by_the_window(sight):
    request_id = sight.world.whole_way()
    part(sight, request_id)
    dialog = take(sight, "case_ask_lawyers", question="May he stay?", owner="", due_on="+2")
    assert dialog.isVisible()
    assert "Say who has it" in dialog.fields["owner"].fault
    assert dialog.fields["question"].value() == "May he stay?"
    dialog.fields["owner"].set_raw("L. Egal")
    dialog.submit()
    sight.settle()
    assert "case_lawyers_answered" in part(sight, request_id).offered.buttons
    take(sight, "case_lawyers_answered", on="today", said="He may.")
    [held] = rights.held(sight.world, request_id, RecordKind.LEGAL_TASK)
    assert (held.facts.is_open, held.facts.answer) == (False, "He may.")
    assert "case_lawyers_answered" not in part(sight, request_id).offered.buttons


def test_a_failed_check_is_said_at_its_question_and_what_was_typed_stays(sight):
    request_id = sight.world.whole_way()
    part(sight, request_id)
    take(sight, "case_rpr_decline", why="Unwilling")
    take(sight, "case_rpr_propose", kind="paid", selected_by="council", name="Paz Órdenes",
         provider="Wayfarer")  # fmt: skip
    answers = {check.value: "yes" for check in checks_for(RprKind.PAID)}
    dialog = take(sight, "case_rpr_check", **answers | {"rpr_willing": "no"},
                  would_support_challenge="yes")  # fmt: skip
    assert dialog.isVisible()
    assert "Paz Órdenes cannot be the representative" in dialog.fields["rpr_willing"].fault
    assert dialog.fields["rpr_adult"].value() == "yes"
    dialog.fields["rpr_willing"].set_raw("yes")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    take(sight, "case_rpr_offer")
    take(sight, "case_rpr_appoint", accepted_on="today")
    held = rights.held(sight.world, request_id, RecordKind.REPRESENTATIVE)
    assert held[-1].facts.state is RprState.APPOINTED


def test_an_advocate_whom_the_facts_call_for_is_instructed_and_chased(sight):
    request_id = sight.world.a_case(s39a_applies=Answered.YES)
    shown = part(sight, request_id)
    assert any("Section 39A" in one for one in shown.sentences)
    shown.offered.buttons["case_imca_instruct"].click()
    assert shown.dialog.fields["trigger"].value() == AdvocateTrigger.REQUEST
    shown.dialog.submit()
    sight.settle()
    assert shown.dialog.fields["provider"].fault
    shown.dialog.fields["provider"].set_raw("Wayfarer")
    shown.dialog.submit()
    sight.settle()
    assert shown.sentences == ()
    for offer, values in (
        ("case_imca_chase", {}),
        ("case_imca_acknowledge", {"advocate": "Io Dée"}),
        ("case_imca_report", {}),
        ("case_imca_end", {"note": "Decided"}),
    ):
        take(sight, offer, **values)
    [advocate] = rights.held(sight.world, request_id, RecordKind.ADVOCATE)
    assert advocate.facts.state is AdvocateState.ENDED


def test_why_no_advocate_is_instructed(sight):
    request_id = sight.world.a_case(s39a_applies=Answered.YES)
    part(sight, request_id)
    take(sight, "case_imca_not", why="A cousin came forward")
    assert sight.window.page.part.sentences == ()


def test_an_objection_is_named_and_answered_only_with_an_answer(sight):
    request_id = sight.world.a_case()
    part(sight, request_id)
    take(sight, "case_objection", what="Wants to go home", told_by="Night staff")
    assert "Objects" in chips(sight)
    take(sight, "case_challenger", challenger="challenge_representative", challenger_name="Sion")
    [held] = rights.held(sight.world, request_id, RecordKind.OBJECTION)
    assert held.facts.state is ObjectionState.NAMED
    dialog = take(sight, "case_objection_answer", answer_note="Settled")
    assert dialog.fields["answer"].fault
    dialog.fields["answer"].set_raw(ObjectionAnswer.NO_LONGER)
    dialog.submit()
    sight.settle()
    assert "Objects" not in chips(sight)


def test_proceedings_from_issue_to_an_order_that_ends_the_authorisation(sight):
    request_id = rights.represented(sight.world, sight.world.whole_way())
    part(sight, request_id)
    take(sight, "case_court", applicant="Ŵyn", case_no="14000001")
    take(sight, "case_court_hearing", hearing="today")
    dialog = take(sight, "case_court_order", effect="order_terminates", terms="")
    assert dialog.fields["terms"].fault
    dialog.fields["terms"].set_raw("Terminated.")
    dialog.submit()
    sight.settle()
    assert sight.window.page.view.sa_state is SaState.ENDED_BY_COURT
    [court] = rights.held(sight.world, request_id, RecordKind.COURT)
    assert len(court.facts.orders) == 1
    sight.world.desk.clock.move(days=1)
    take(sight, "case_court_close")
    [court] = rights.held(sight.world, request_id, RecordKind.COURT)
    assert not court.facts.is_live


def test_a_condition_shows_what_is_recorded_of_it_and_its_words_cannot_be_typed_over(sight):
    request_id = sight.world.whole_way()
    shown = part(sight, request_id)
    shown.offered.buttons["case_condition"].click()
    assert "text" not in shown.dialog.fields
    assert shown.dialog.fields["owner"].value() == "Rosewood House"
    shown.dialog.fields["status"].set_raw("condition_met")
    shown.dialog.submit()
    sight.settle()
    assert shown.dialog.fields["evidence"].fault
    shown.dialog.fields["evidence"].set_raw("Daily notes")
    shown.dialog.fields["evidence_on"].set_raw("today")
    shown.dialog.submit()
    sight.settle()
    [held] = rights.held(sight.world, request_id, RecordKind.CONDITION)
    assert held.facts.status is ConditionStatus.MET


def test_records_of_the_rights_are_listed_with_their_entries(sight):
    request_id = rights.represented(sight.world, sight.world.whole_way())
    shown = part(sight, request_id)
    kinds = {line.record.kind for line in shown.records.model.rows}
    assert kinds == {RecordKind.REPRESENTATIVE, RecordKind.CONDITION}
    for number, line in enumerate(shown.records.model.rows):
        if line.record.kind is RecordKind.REPRESENTATIVE:
            shown.records.table.select_where(number)
    sight.settle()
    assert shown.records.entries.text().count("Entry") == 3


def renewed(world) -> int:
    """Return a further request, whole up to the signatory, after a condition that is not met."""
    from dolsdesk.services import conditions

    before = world.whole_way()
    [record] = rights.held(world, before, RecordKind.CONDITION)
    conditions.follow_up(world.admin, before, record.id, status=ConditionStatus.NOT_MET,
                         owner="The manager")  # fmt: skip
    case = world.case(before)
    return world.a_case(
        type=RequestType.FOLLOW_ON, form_used=FormUsed.FORM_2, person_id=case.person_id,
        person=case.person, existing_sa_last_day=case.authorisation.last_day,
    )  # fmt: skip


@pytest.mark.parametrize("tab", [CaseTab.ASSESSMENTS, CaseTab.DECISION])
def test_unmet_conditions_are_shown_to_assessor_and_signatory_at_renewal(sight, tab):
    request_id = sight.world.allocated(renewed(sight.world))
    if tab is CaseTab.DECISION:
        sight.world.submitted(sight.world.assessed(request_id))
        sight.shell.change_actor(sight.world.people["Sig Natory"])
    sight.window.open_case(request_id, tab)
    sight.settle()
    shown = sight.window.page.part
    where = shown.former if tab is CaseTab.ASSESSMENTS else shown.form.former
    assert where.isVisible()
    assert "Offer a walk outside each day. – Not met" in where.text()


def test_a_first_request_shows_no_conditions_from_before(sight):
    request_id = sight.world.allocated(sight.world.a_case())
    sight.window.open_case(request_id, CaseTab.ASSESSMENTS)
    sight.settle()
    assert not sight.window.page.part.former.isVisible()
    assert sight.window.page.part.kind in set(AssessmentKind)
    assert sight.shell.ctx.today == TODAY


def test_proceedings_that_are_prepared_are_issued_by_the_window(sight):
    request_id = rights.represented(sight.world, sight.world.whole_way())
    part(sight, request_id)
    take(sight, "case_court", applicant="Ŵyn", issued_on="", case_no="")
    shown = part(sight, request_id)
    assert "case_court_hearing" not in shown.offered.buttons
    assert any("To be issued" in one.text() for one in shown.findChildren(QLabel))
    take(sight, "case_court_issue", issued_on="today", case_no="14000009")
    shown = part(sight, request_id)
    assert "case_court_issue" not in shown.offered.buttons
    assert "case_court_hearing" in shown.offered.buttons
    [court] = rights.held(sight.world, request_id, RecordKind.COURT)
    assert (court.facts.issued_on, court.facts.case_no) == (TODAY, "14000009")
