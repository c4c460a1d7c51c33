"""A case in the window: what is next, who may act, what is recorded, decided, issued and sent."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from dolsdesk.domain.dols.decision import Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import cases, decisions, drafts, register, requests, upkeep
from dolsdesk.services.desk import assemble
from dolsdesk.ui.pages.case.offered import offers
from dolsdesk.ui.pages.case.offers import waiting
from dolsdesk.ui.pages.preview import PreviewPage
from dolsdesk.ui.shell import CaseTab
from tests.support.desk import TODAY, a_grant, a_person


def open_case(sight, request_id, tab=CaseTab.OVERVIEW, *, who="Ada Min"):
    sight.shell.change_actor(sight.world.people[who])
    sight.window.open_case(request_id, tab)
    sight.settle()
    return sight.window.page


# Overview


def test_a_gap_in_authority_stands_in_plain_words_and_on_the_line(sight):
    request_id = sight.world.a_case(
        received_on=date(2026, 11, 2), urgent=True, arrangements_from=date(2026, 11, 2)
    )
    page = open_case(sight, request_id)
    assert "No authority" in page.header.gap.text()
    assert "9 Nov" in page.header.gap.text()
    assert "9 Nov" in page.header.timeline.accessibleDescription()


def test_the_next_thing_follows_the_case(sight):
    world = sight.world
    request_id = world.a_case()
    page = open_case(sight, request_id)
    seen = [page.view.step.what.value]
    for act in (world.allocated, world.assessed, world.submitted, world.granted):
        act(request_id)
        page.refresh()
        sight.settle()
        seen.append(page.view.step.what.value)
    assert seen == ["allocate", "record_assessments", "submit", "decide", "send_copies"]


def test_history_tells_everything_in_order(sight):
    request_id = sight.world.whole_way()
    page = open_case(sight, request_id, CaseTab.HISTORY)
    rows = page.part.model.rows
    assert len(rows) >= 9
    assert [row.recorded_at for row in rows] == sorted(row.recorded_at for row in rows)


def test_a_second_extension_is_not_offered(sight):
    world = sight.world
    request_id = world.a_case(urgent=True)
    page = open_case(sight, request_id, who="Lee Deer")
    offered = [offer.name for offer in offers(page.overview, page.view, CaseTab.OVERVIEW)]
    assert "Extension asked for…" in offered
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="Not finished")
    page.refresh()
    sight.settle()
    offered = [offer.name for offer in offers(page.overview, page.view, CaseTab.OVERVIEW)]
    assert "Extension asked for…" not in offered
    assert "Decide the extension…" in offered


def test_a_dialog_refuses_at_its_field_and_keeps_what_was_typed(sight):
    request_id = sight.world.a_case(urgent=True)
    page = open_case(sight, request_id)
    waiting.triage(page.part)
    dialog = page.part.dialog
    dialog.fields["reason"].set_raw("Settled, no objection")
    dialog.submit()
    sight.settle()
    assert dialog.isVisible()
    assert dialog.fields["priority"].fault or dialog.banner.isVisible()
    assert dialog.fields["reason"].value() == "Settled, no objection"
    dialog.reject()


# Assessors


def test_who_may_not_act_is_shown_with_the_rule_and_cannot_be_selected(sight):
    world = sight.world
    world.an_assessor("Lapsed Tom", world_profession(), training=[date(2025, 1, 1)])
    request_id = world.a_case()
    page = open_case(sight, request_id, CaseTab.ASSESSORS)
    part = page.part
    rows = {row.name: row for row in part.model.rows}
    assert not rows["Lapsed Tom"].may_act
    part.table.select_where(list(part.model.rows).index(rows["Lapsed Tom"]))
    assert not part.select.isEnabled()
    assert "SI 2008/1858" in " ".join(part.problems.sentences) or "reg" in " ".join(
        part.problems.sentences
    )


def world_profession():
    from dolsdesk.domain.dols.assessors import Profession

    return Profession.SOCIAL_WORKER


def test_the_picker_shows_what_is_due_leave_and_hours_left_and_how(sight):
    world = sight.world
    for kind, amount in (("bi", 8), ("age", 1), ("nr", 1), ("mc", 2)):
        upkeep.set_target(world.lead, RuleId(f"pr_hours_{kind}"), amount)
    sight.shell.desk = assemble(world.desk.store, world.desk.clock)
    details = replace(register.assessor(world.admin, world.bia), week_minutes=10 * 60)
    register.save_assessor(world.admin, details, world.bia)
    register.add_leave(world.admin, world.bia, date(2026, 11, 27), date(2026, 12, 4))
    world.allocated(world.a_case(urgent=True))
    request_id = world.a_case(person=a_person(family_name="Next"))
    part = open_case(sight, request_id, CaseTab.ASSESSORS).part
    columns = [column.key for column in part.model.columns]
    rows = {one.id: number for number, one in enumerate(part.model.rows)}

    def said(assessor_id, key, role=Qt.ItemDataRole.DisplayRole):
        return part.model.index(rows[assessor_id], columns.index(key)).data(role)

    assert said(world.bia, "load").startswith("1, due")
    assert said(world.bia, "due") == "1 due, 1 new"
    assert said(world.bia, "away") == "from 27 Nov"
    assert said(world.bia, "hours") == "−4 h"
    how = said(world.bia, "hours", Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "Less 12 h" in how
    assert said(world.doctor, "hours") == "not known"
    part.table.select_where(rows[world.bia])
    assert part.hours.text() == how
    assert "Local figures, not law" in part.hours.text()


def test_one_person_for_both_key_assessments_is_refused_in_words(sight):
    world = sight.world
    from dolsdesk.domain.dols.assessors import Profession

    both = world.an_assessor("Dr Two Hats", Profession.DOCTOR, s12_until=date(2028, 1, 1))
    request_id = world.a_case()
    page = open_case(sight, request_id, CaseTab.ASSESSORS)
    part = page.part
    part._role_pressed(AssessmentKind.MH)
    sight.settle()
    doctor = next(row for row in part.model.rows if row.id == both)
    part.table.select_where(list(part.model.rows).index(doctor))
    part._all_no()
    part.allocate()
    sight.settle()
    part._role_pressed(AssessmentKind.BI)
    sight.settle()
    doctor = next(row for row in part.model.rows if row.id == both)
    assert not doctor.may_act


# Assessments


def test_an_assessment_typed_halfway_comes_back(sight):
    world = sight.world
    request_id = world.allocated(world.a_case())
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    page.part.form.reasons.set_raw("Half a thought")
    page.leaving()
    sight.settle()
    kind = page.part.kind.value
    assert drafts.find(sight.shell.ctx, "assessment", f"{request_id}:{kind}") is not None
    del sight.window._cases[request_id]
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    assert page.part.form.reasons.value() == "Half a thought"
    assert "Found again" in page.part.kept.text()


def test_a_best_interests_draft_comes_back_with_its_rows(sight):
    world = sight.world
    request_id = world.allocated(world.a_case())
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    page.part.table.select_where(list(AssessmentKind).index(AssessmentKind.BI))
    sight.settle()
    page.part.form.consulted.set_raw([{"name": "Sion", "relationship": "Son", "address": "Quay"}])
    page.part.form.finding.evidence.set_raw(
        [
            {
                "seen_on": "today",
                "kind": "words",
                "supports": "objection",
                "what": "No",
                "observer": "B",
            }
        ]
    )
    page.leaving()
    sight.settle()
    del sight.window._cases[request_id]
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    page.part.table.select_where(list(AssessmentKind).index(AssessmentKind.BI))
    sight.settle()
    assert page.part.form.consulted.value() == [
        {"name": "Sion", "relationship": "Son", "address": "Quay"}
    ]
    assert page.part.form.finding.evidence.value()[0]["what"] == "No"


def test_a_negative_assessment_stops_the_others_and_says_whom_to_tell(sight):
    world = sight.world
    request_id = world.allocated(world.a_case())
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    part = page.part
    part.table.select_where(list(AssessmentKind).index(AssessmentKind.MC))
    sight.settle()
    part.form.fields.set_raw(
        part.form.fields.raw()
        | {
            "assessment_carried_out_on": "today", "copy_received_on": "today",
            "visited_on": "today", "result": "negative", "reasons": "She decides for herself.",
        }
    )  # fmt: skip
    part.record()
    sight.settle()
    assert page.view.case.request.state is RequestState.NEGATIVE
    assert "Dr Mo Hart" in sight.window.banner.text
    assert page.view.step.what.value == "stop_assessors"


def test_the_codes_of_the_national_return_stand_beside_the_six(sight):
    world = sight.world
    request_id = world.turned_negative(world.allocated(world.a_case()), AssessmentKind.MC)
    model = open_case(sight, request_id, CaseTab.ASSESSMENTS).part.model
    place = [column.key for column in model.columns].index("code")
    said = {
        kind: model.index(number, place) for number, kind in enumerate(AssessmentKind)
    }  # fmt: skip
    assert said[AssessmentKind.MC].data() == "2"
    assert said[AssessmentKind.BI].data() == "0"
    meaning = "Code 2 in the national return: not satisfied"
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        assert said[AssessmentKind.MC].data(role) == meaning


def test_the_form_asks_only_what_the_answers_make_worth_asking(sight):
    world = sight.world
    request_id = world.allocated(world.a_case())
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    part = page.part
    part.table.select_where(list(AssessmentKind).index(AssessmentKind.BI))
    sight.settle()
    form = part.form
    assert not form.equivalent_part.isVisible()
    form.method.set_raw("equivalent")
    assert form.equivalent_part.isVisible()
    assert not form.finding_card.isVisible()
    form.method.set_raw("new")
    form.result.set_raw("negative")
    assert not form.positive_part.isVisible()
    assert form.unauthorised.isVisible()


def test_nothing_of_the_finding_is_filled_in_for_the_decider(sight):
    world = sight.world
    request_id = world.allocated(world.a_case())
    page = open_case(sight, request_id, CaseTab.ASSESSMENTS)
    page.part.table.select_where(list(AssessmentKind).index(AssessmentKind.BI))
    sight.settle()
    finding = page.part.form.finding
    for field in (finding.objective, finding.consent, finding.imputable, finding.finding):
        assert field.value() == ""
    assert finding.capacity.value() == "not_assessed"


# Decision


def ready(sight):
    world = sight.world
    return world.submitted(world.assessed(world.allocated(world.a_case())))


def fill_grant(part):
    for tick in part.form.scrutiny.values():
        tick.set_raw(True)
    part.form.reason.set_raw("Considered")
    if part.form.late.isVisible():
        part.form.late.set_raw("queue")
        part.form.late_note.set_raw("Nobody was free.")


def test_the_signatory_starts_from_what_the_assessor_recommends(sight):
    page = open_case(sight, ready(sight), CaseTab.DECISION, who="Sig Natory")
    form = page.part.form
    assert form.last_day.value() == date(2027, 5, 22)
    assert form.conditions.value() == [{"text": "Offer a walk outside each day."}]
    assert form.rpr_name.value() == "Sion O'Neill"
    assert [tick.value() for tick in form.scrutiny.values()] == [False] * len(Scrutiny)


def test_what_will_be_signed_is_seen_first_and_signing_freezes_it(sight):
    request_id = ready(sight)
    page = open_case(sight, request_id, CaseTab.DECISION, who="Sig Natory")
    fill_grant(page.part)
    page.part.see()
    sight.settle()
    preview = sight.window.page
    assert isinstance(preview, PreviewPage), page.part.form.problems.sentences
    assert preview.pdf.document.pageCount() >= 1
    preview.sign.click()
    sight.settle()
    assert sight.window.page is page
    assert page.view.case.request.state is RequestState.GRANTED
    assert len(page.view.papers) == 1
    paper = page.view.papers[0]
    content = cases.content(sight.shell.ctx, paper.id)
    assert content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sa_last_day": "31 12 28"}, "sa_last_day"),
        ({"sa_in_force_on": "1 11 26"}, "sa_in_force_on"),
        ({"sa_last_day": "20 11 26"}, "sa_last_day"),
    ],
)
def test_an_unlawful_period_is_refused_at_its_field(sight, change, field):
    page = open_case(sight, ready(sight), CaseTab.DECISION, who="Sig Natory")
    fill_grant(page.part)
    page.part.form.fields.set_raw(page.part.form.fields.raw() | change)
    page.part.look_again()
    page.part.see()
    sight.settle()
    assert sight.window.page is page
    assert page.part.form.fields[field].fault
    assert page.view.case.request.state is RequestState.WITH_SIGNATORY


def test_an_administrator_sees_the_decision_and_cannot_sign(sight):
    page = open_case(sight, ready(sight), CaseTab.DECISION)
    assert not page.part.form.preview.isVisible()
    assert "signatory" in page.part.form.standing.text().lower()


def test_a_refusal_is_seen_and_signed_as_form_6(sight):
    world = sight.world
    request_id = world.allocated(world.a_case())
    world.stopped(world.assessed_negative(request_id))
    page = open_case(sight, request_id, CaseTab.DECISION, who="Sig Natory")
    assert page.part.form.refuse_part.isVisible()
    assert not page.part.form.grant_part.isVisible()
    if page.part.form.late.isVisible():
        page.part.form.late.set_raw("queue")
        page.part.form.late_note.set_raw("Nobody was free.")
    page.part.form.reason.set_raw("Considered")
    page.part.see()
    sight.settle()
    assert isinstance(sight.window.page, PreviewPage), page.part.form.problems.sentences
    assert sight.window.page.heading.text() == "Standard authorisation not granted"
    sight.window.page.sign.click()
    sight.settle()
    assert page.view.case.request.state is RequestState.NOT_GRANTED
    assert page.view.papers[0].code == "F6"


def test_somebody_who_decided_meanwhile_is_told_and_nothing_is_overwritten(sight):
    world = sight.world
    request_id = ready(sight)
    page = open_case(sight, request_id, CaseTab.DECISION, who="Sig Natory")
    fill_grant(page.part)
    page.part.see()
    sight.settle()
    decisions.grant(
        world.signatory,
        request_id,
        a_grant(TODAY),
        late_reason="queue",
        late_note="Late.",
        reason="signed",
    )
    sight.window.page.sign.click()
    sight.settle()
    assert sight.window.banner.isVisible()
    assert len(cases.open_case(world.admin, request_id).papers) == 1


def test_an_assessment_is_returned_with_what_is_wrong(sight):
    request_id = ready(sight)
    page = open_case(sight, request_id, CaseTab.DECISION, who="Sig Natory")
    page.part.send_back()
    dialog = page.part.dialog
    dialog.fields["kind"].set_raw("mc")
    dialog.fields["reason"].set_raw("return_evidence")
    dialog.fields["note"].set_raw("The visit is not described.")
    dialog.submit()
    sight.settle()
    assert page.view.case.request.state is RequestState.RETURNED
    assert page.view.case.assessments[AssessmentKind.MC].returned_reason


# Papers and copies


def test_every_copy_is_ticked_off_and_the_tick_can_be_taken_back(sight):
    request_id = sight.world.whole_way()
    page = open_case(sight, request_id, CaseTab.PAPERS)
    part = page.part
    assert "F5" in {paper.code for paper in page.view.papers}
    part.tick()
    part.dialog.submit()
    sight.settle()
    first = page.view.case.copies[0]
    assert first.sent_on == TODAY
    part.copies.select_where(0)
    part.take_back()
    sight.settle()
    assert page.view.case.copies[0].sent_on is None
    part.tick_all()
    sight.settle()
    assert all(line.is_settled for line in page.view.case.copies)
    assert "Everybody" in part.served.text()


def test_the_paper_is_shown_and_saved_without_a_name_in_the_file(sight, tmp_path):
    request_id = sight.world.whole_way()
    page = open_case(sight, request_id, CaseTab.PAPERS)
    assert page.part.pdf.document.pageCount() >= 1
    path = tmp_path / "form.pdf"
    page.part._save_to(path)
    sight.settle()
    assert path.read_bytes() == cases.content(sight.shell.ctx, page.view.papers[0].id)
    assert "uten" not in sight.window.windowTitle()
    assert "Łukasz" not in sight.window.windowTitle()


def test_a_folder_that_cannot_be_written_says_so(sight, tmp_path):
    request_id = sight.world.whole_way()
    page = open_case(sight, request_id, CaseTab.PAPERS)
    page.part._save_to(tmp_path / "nowhere" / "form.pdf")
    sight.qtbot.wait(50)
    sight.qtbot.waitUntil(lambda: not sight.shell.tasks.is_busy)
    assert len(sight.faults) == 1
    sight.faults.clear()


def test_a_new_day_makes_every_open_case_another_one(sight):
    request_id = sight.world.a_case(urgent=True)
    page = open_case(sight, request_id)
    before = page.view.as_at
    sight.world.desk.clock.move(days=1)
    sight.window._look_at_day()
    sight.settle()
    assert page.view.as_at > before


def test_what_is_prepared_is_checked_at_its_field_and_reaches_the_signatory(sight):
    world = sight.world
    request_id = world.assessed(world.allocated(world.a_case()))
    page = open_case(sight, request_id, CaseTab.DECISION)
    form = page.part.form
    form.last_day.set_raw("31 12 28")
    form.submit.click()
    sight.settle()
    assert form.last_day.fault
    assert page.view.case.request.state is RequestState.ALL_POSITIVE
    form.last_day.set_raw("1 2 27")
    form.purpose.set_raw("Care by day and night")
    form.submit.click()
    sight.settle()
    assert page.view.case.request.state is RequestState.WITH_SIGNATORY
    seen = open_case(sight, request_id, CaseTab.DECISION, who="Sig Natory").part.form
    assert seen.last_day.value() == date(2027, 2, 1)
    assert seen.purpose.value() == "Care by day and night"
