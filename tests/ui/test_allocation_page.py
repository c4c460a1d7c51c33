"""The allocation desk in the window: propose, look, change, accept, undo, chase, by keyboard."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import allocation_plan, assessments
from dolsdesk.ui.pages.allocation.page import AllocationPage
from dolsdesk.ui.pages.case.page import CasePage
from dolsdesk.ui.shell import CaseTab, Spot
from tests.services.allocating import a_pair, waiting
from tests.support.desk import TODAY, an_assessment

K = AssessmentKind
MH, BI = K.MH, K.BI


@pytest.fixture
def cases(sight) -> list[int]:
    return [waiting(sight.world, days) for days in (30, 25, 10)]


@pytest.fixture
def page(sight, cases) -> AllocationPage:
    found = sight.go(Spot.ALLOCATION)
    assert isinstance(found, AllocationPage)
    return found


def proposed(sight, page) -> None:
    page.propose()
    sight.settle()


def test_a_proposal_is_shown_with_its_reasons_and_nothing_is_written(sight, page, cases):
    before = len(sight.world.trail())
    proposed(sight, page)
    part = page.proposing
    assert [line.request_id for line in part.model.rows] == cases
    assert part.said.text().startswith("3 of 3 cases would be allocated, 0 wait on.")
    assert "no better match" in part.said.text()
    shown = [label.text() for label in part.findChildren(type(part.said)) if label.isVisible()]
    assert any(text.startswith("Distance ") and " of 200. " in text for text in shown)
    assert any("Suggested as number 1 of 1" in text for text in shown)
    assert {one.name for one in part.loads_model.rows} == {"Bea Iqbal", "Dr Mo Hart"}
    assert len(sight.world.trail()) == before


def test_somebody_else_is_chosen_by_hand_in_the_proposal(sight, page, cases):
    bia, _doctor = a_pair(sight.world)
    proposed(sight, page)
    part = page.proposing
    part.table.select_where(0)
    part.change()
    sight.settle()
    fields = part.dialog.fields
    assert fields["who_bi"].combo.count() == 3  # nobody, and two who may act
    fields["who_bi"].set_raw(str(bia))
    part.dialog.submit()
    sight.settle()
    assert part.model.rows[0].by(BI).name == "Ann Bia1"
    text = part.model.index(0, [c.key for c in part.model.columns].index("bi")).data()
    assert text == "Ann Bia1 *"


def test_the_answers_are_noted_and_whoever_was_not_asked_is_left_out(sight, page, cases):
    proposed(sight, page)
    part = page.proposing
    names = [one.name for one in part.loads_model.rows]
    part.loads.select_where(names.index("Dr Mo Hart"))
    part.copy_questions()
    assert QGuiApplication.clipboard().text().startswith("Dr Mo Hart, you are asked to assess:")
    part.toggle_answered()
    part.accept()
    sight.settle()
    assert "0 cases will be allocated" in part.dialog.findChildren(type(part.said))[1].text()
    part.dialog.submit()
    sight.settle()
    assert part.banner.isVisible()
    assert "has not answered the conflict-of-interest questions yet" in part.banner.text
    assert all(sight.world.case(one).allocations == () for one in cases)


def test_accepting_and_undoing_in_one_step(sight, page, cases):
    proposed(sight, page)
    part = page.proposing
    part.all_answered()
    part.accept()
    sight.settle()
    part.dialog.submit()
    sight.settle()
    assert (part.banner.text, sight.window.said.text()) == ("", "3 cases allocated.")
    states = {sight.world.case(one).request.state for one in cases}
    assert states == {RequestState.ALLOCATED}
    assert part.proposal is None
    sight.actions.run("undo_allocation")
    sight.settle()
    accepted = page.accepted
    assert page.part is accepted
    assert [one.cases for one in accepted.model.rows] == [3]
    accepted.undo()
    accepted.dialog.fields["why"].set_raw("Wrong week")
    accepted.dialog.submit()
    sight.settle()
    assert {sight.world.case(one).request.state for one in cases} == {RequestState.WAITING}
    assert not accepted.undo_button.isEnabled()
    accepted.undo()
    assert not accepted.dialog.isVisible()


def test_an_undo_that_comes_too_late_says_which_case(sight, page, cases):
    proposed(sight, page)
    part = page.proposing
    part.all_answered()
    part.accept()
    part.dialog.submit()
    sight.settle()
    world = sight.world
    assessments.record(world.admin, cases[0], an_assessment(MH, TODAY), reason="as received")
    page.show_accepted()
    sight.settle()
    page.accepted.undo()
    page.accepted.dialog.fields["why"].set_raw("Wrong week")
    page.accepted.dialog.submit()
    sight.settle()
    assert world.case(cases[0]).request.ref in page.accepted.dialog.banner.text
    page.accepted.dialog.reject()


def test_past_a_limit_the_reason_is_asked_once_for_all(sight, page, cases):
    from dolsdesk.services import targets

    targets.set_many(sight.world.lead, {RuleId.PR_ASSESSOR_WEEK_CASES: 1}, "set_targets")
    page.proposing.beyond.set_raw("3")
    proposed(sight, page)
    part = page.proposing
    assert "2 cases with a warning" in part.said.text()
    part.all_answered()
    part.accept()
    part.dialog.fields["reason"].set_raw("Agreed overtime")
    part.dialog.submit()
    sight.settle()
    reasons = [entry.reason for entry in sight.world.trail("allocate")]
    assert sorted(reasons) == ["", "", *["Agreed overtime"] * 4]


def test_cases_chosen_on_the_waiting_list_are_proposed_for(sight, cases):
    found = sight.go(Spot.WAITING)
    table = found.parts[0].table
    selection = table.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    selection.clearSelection()
    for row in (0, 2):
        selection.select(found.parts[0].model.index(row, 0), flags.Select | flags.Rows)
    sight.actions.run("allocate_chosen")
    sight.settle()
    page = sight.window.page
    assert isinstance(page, AllocationPage)
    assert len(page.proposing.model.rows) == 2
    assert page.proposing.cases.combo.currentText() == "Chosen on the waiting list: 2"


def test_a_band_and_a_home_narrow_what_is_proposed(sight, page, cases):
    low = waiting(sight.world, 5, Priority.LOW, place_id=sight.world.hospital)
    page.refresh()
    sight.settle()
    part = page.proposing
    part.cases.set_raw("low")
    proposed(sight, page)
    assert [line.request_id for line in part.model.rows] == [low]
    part.cases.set_raw("medium")
    proposed(sight, page)
    assert "No triaged case waits" in part.banner.text
    part.cases.set_raw("all")
    part.place.set_raw(str(sight.world.home))
    proposed(sight, page)
    assert [line.request_id for line in part.model.rows] == cases


def test_a_proposal_can_be_stopped(sight, page, monkeypatch):
    whole = allocation_plan.propose

    def slow(*args, stop, **values):
        while not stop():
            QTest.qSleep(10)
        return whole(*args, stop=stop, **values)

    monkeypatch.setattr(allocation_plan, "propose", slow)
    page.propose()
    part = page.proposing
    assert part.stop_button.isVisible()
    assert part.progress.isVisible()
    part.stop()
    sight.settle()
    assert part.banner.text == "Stopped before anything was proposed."
    assert not part.stop_button.isVisible()
    assert part.go.isEnabled()


def test_the_weights_are_the_councils_own(sight, page):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    page = sight.go(Spot.ALLOCATION)
    part = page.proposing
    part.edit_weights()
    sight.settle()
    for field in part.dialog.fields:
        field.set_raw("0")
    part.dialog.submit()
    sight.settle()
    assert "At least one weight" in part.dialog.fields["pr_rank_distance"].fault
    part.dialog.fields["pr_rank_load"].set_raw("10")
    part.dialog.submit()
    sight.settle()
    proposed(sight, page)
    marks = part.model.rows[0].given[0].ranked.marks
    assert [mark.weight for mark in marks] == [0, 0, 0, 10, 0, 0]


def test_a_report_is_chased_with_one_key_and_the_text_is_copied(sight, page):
    world = sight.world
    out = world.allocated(world.a_case())
    page.show_returns()
    page.returning.all_out.set_raw(True)
    sight.settle()
    part = page.returning
    assert part.said.text() == "No report is overdue or due today."
    assert [one.request_id for one in part.model.rows] == [out, out]
    part.table.select_where(0)
    sight.actions.run("chase")
    sight.settle()
    ref = world.case(out).request.ref
    assert QGuiApplication.clipboard().text().startswith(f"{ref}, Ŵ.Ł.")
    assert sight.window.said.text() == "Copied and recorded: 1 chase."
    assert part.model.rows[0].chases == 1
    assert world.case(out).events[-1].kind == "return_chased"


def test_another_day_after_the_legal_day_asks_for_a_reason(sight, page):
    world = sight.world
    out = world.allocated(world.a_case())
    page.show_returns()
    page.returning.all_out.set_raw(True)
    sight.settle()
    part = page.returning
    part.table.select_where(0)
    part.another_day()
    dialog = part.dialog
    dialog.fields["return_on"].set_raw("20 12 26")
    dialog.fields["why"].set_raw("The ward is closed")
    dialog.submit()
    sight.settle()
    assert dialog.because.isVisible()
    dialog.because.set_raw("Nobody may visit before")
    dialog.submit()
    sight.settle()
    assert not dialog.isVisible()
    held = world.case(out).active_allocations[MH]
    assert (held.return_on.isoformat(), held.due_on.isoformat()) == ("2026-12-20", "2026-12-11")


def test_who_may_only_read_sees_the_lists_and_can_do_nothing(sight, page):
    sight.world.allocated(sight.world.a_case())
    sight.shell.change_actor(sight.world.people["Audrey Tor"])
    found = sight.go(Spot.ALLOCATION)
    part = found.proposing
    assert not part.go.isEnabled()
    assert not part.accept_button.isEnabled()
    found.show_returns()
    found.returning.all_out.set_raw(True)
    sight.settle()
    assert not found.returning.chase_button.isEnabled()
    assert not found.returning.move_button.isEnabled()


# The picker in the case


def test_the_picker_shows_rank_points_and_reasons_and_asks_for_the_report_by_a_day(sight):
    world = sight.world
    request_id = world.a_case()
    sight.window.open_case(request_id, CaseTab.ASSESSORS)
    sight.settle()
    page = sight.window.page
    assert isinstance(page, CasePage)
    part = page.part
    assert part.model.index(0, 0).data().startswith("1. ")
    assert "Suggested as number 1 of 1" in part.why.text()
    assert "Distance" in part.parts.text()
    assert part.back.value().isoformat() == "2026-12-10"
    part._all_no()
    part.back.set_raw("12 12 26")
    part.allocate()
    sight.settle()
    assert part.reason.isVisible()
    assert world.case(request_id).allocations == ()
    part.reason.set_raw("Asked by the family")
    part.allocate()
    sight.settle()
    held = world.case(request_id).active_allocations[BI]
    assert held.return_on.isoformat() == "2026-12-12"
    [entry] = world.trail("allocate")
    assert entry.after["rank"] == 1


def test_places_and_keys_of_allocation_are_in_the_command_box(sight, page):
    specs = {spec.id: spec for spec in sight.actions.specs}
    assert specs["go_allocation"].text == "Allocation"
    assert specs["chase"].shortcut == "Ctrl+Shift+E"
    assert specs["allocate_chosen"].shortcut == "Ctrl+Shift+A"
    page.proposing.table.setFocus()
    proposed(sight, page)
    QTest.keyClick(page.proposing.table, Qt.Key.Key_Return)
    sight.settle()
    assert page.proposing.dialog.isVisible()
    page.proposing.dialog.reject()
