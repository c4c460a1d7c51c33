"""Fees in the register by keyboard: an invoice, its refusal, a release, a month as a workbook."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook

from dolsdesk.domain.fee_orders import FeeState, Invoice
from dolsdesk.domain.fees import FeeKind, Rate
from dolsdesk.services import fee_lists, fee_orders, register
from dolsdesk.services.fee_lists import FeeShow
from dolsdesk.ui.shell import CaseTab, Spot
from tests.support.desk import TODAY


@pytest.fixture
def paid(sight):
    """Return the window on a store in which two doctors' visits were ordered, one of them done."""
    world = sight.world
    register.save_assessor(
        world.admin, register.assessor(world.admin, world.doctor), world.doctor,
        new_rates=[Rate(FeeKind.MH_MC_ELIG_BUNDLE, 18000, TODAY)],
    )  # fmt: skip
    register.save_assessor(
        world.admin, register.assessor(world.admin, world.bia), world.bia,
        new_rates=[Rate(FeeKind.BIA_INDEPENDENT, 25000, TODAY)],
    )  # fmt: skip
    world.done = world.assessed(world.allocated(world.a_case()))
    world.begun = world.allocated(world.a_case())
    return sight


def tab_of(sight):
    sight.hands.command("fees of assessors")
    sight.settle()
    return sight.window.page.fees


def choose(sight, tab, request_id, name="Dr Mo Hart"):
    places = [
        n for n, line in enumerate(tab.model.rows)
        if line.order.request_id == request_id and line.name == name
    ]  # fmt: skip
    tab.table.select_where(places[0])
    sight.settle()


def states(tab):
    return [line.state for line in tab.model.rows if line.name == "Dr Mo Hart"]


def test_an_invoice_for_two_visits_is_entered_by_keyboard_and_released(paid):
    tab, hands = tab_of(paid), paid.hands
    assert states(tab) == [FeeState.ORDERED, FeeState.ORDERED]
    choose(paid, tab, paid.world.done)
    hands.push("Invoice…")
    hands.fill("Number of the invoice", "H-001")
    hands.fill("Dated", "today")
    other = next(
        field for field in tab.dialog.fields
        if field.name.startswith("line_") and not field.raw()
    )  # fmt: skip
    other.set_raw("180")
    hands.push("Enter this invoice")
    assert states(tab) == [FeeState.READY, FeeState.CLAIMED]
    assert "1 invoice before the form" in tab.said.text()
    assert not tab.buttons["Release…"].isVisible()  # an administrator does not release
    paid.shell.change_actor(paid.world.people["Lee Deer"])
    paid.settle()
    tab = tab_of(paid)
    choose(paid, tab, paid.world.begun)
    assert not tab.buttons["Release…"].isEnabled()
    choose(paid, tab, paid.world.done)
    hands.push("Release…")
    hands.push("Release")
    assert states(tab) == [FeeState.CLAIMED]
    tab.show_part(FeeShow.RELEASED)
    paid.settle()
    assert states(tab) == [FeeState.RELEASED]
    assert "Released for payment" in tab.history.text()


def test_scrolling_to_the_end_brings_what_follows(paid, monkeypatch):
    monkeypatch.setattr("dolsdesk.ui.pages.register.fees._PAGE", 3)
    tab = tab_of(paid)
    assert len(tab.model.rows) == 3
    assert tab.said.text().startswith("4 orders")
    tab.table.end_reached.emit()
    paid.settle()
    assert len(tab.model.rows) == 4
    tab.refresh()
    paid.settle()
    assert len(tab.model.rows) == 4


def entered(sight, number="H-001"):
    world = sight.world
    line = next(
        one for one in fee_lists.of_case(world.admin, world.done) if one.name == "Dr Mo Hart"
    )
    fee_orders.claim(world.admin, Invoice(number, TODAY, ((line.order.id, 18000),)))


def test_a_duplicate_is_refused_at_the_number_and_may_be_sent_back(paid):
    entered(paid)
    tab, hands = tab_of(paid), paid.hands
    choose(paid, tab, paid.world.begun)
    hands.push("Invoice…")
    hands.fill("Number of the invoice", "h 001")
    hands.fill("Dated", "today")
    hands.push("Enter this invoice")
    assert tab.dialog.isVisible()
    assert "is entered already" in tab.dialog.fields["number"].fault
    assert tab.dialog.fields["dated_on"].raw() != ""
    tab.dialog.reject()
    hands.push("Send an invoice back…")
    hands.fill("Number of the invoice", "h 001")
    hands.fill("Dated", "today")
    hands.choose("Why", "Duplicate of one that is known")
    hands.push("Record")
    assert "Invoice sent back, h 001, duplicate of one that is known" in tab.history.text()
    assert states(tab)[-1] is FeeState.ORDERED


def test_another_amount_asks_why_before_it_is_entered(paid):
    tab, hands = tab_of(paid), paid.hands
    choose(paid, tab, paid.world.done)
    hands.push("Invoice…")
    hands.fill("Number of the invoice", "H-001")
    hands.fill("Dated", "today")
    tab.dialog.fields[f"line_{tab.chosen.order.id}"].set_raw("200")
    hands.push("Enter this invoice")
    assert tab.dialog.because.isVisible()
    hands.fill("Why you go on", "Two visits")
    hands.push("Enter this invoice")
    assert tab.chosen.order.claim.why == "Two visits"
    hands.push("Void the newest entry…")
    hands.fill("Why", "Typed wrongly")
    hands.push("Record")
    assert tab.chosen.state is FeeState.ORDERED
    assert "Typed wrongly" in tab.history.text()


def test_a_month_is_saved_as_a_workbook(paid, tmp_path):
    tab = tab_of(paid)
    tab.show_part(FeeShow.ORDERED)
    paid.settle()
    tab.per_assessor.click()
    assert [one.name for one in tab.sums_model.rows] == ["Bea Iqbal", "Dr Mo Hart"]
    assert tab.buttons["Save as workbook…"].isVisible()
    assert not tab.buttons["Invoice…"].isVisible()
    tab.write_to(tmp_path / "fees.xlsx")
    paid.settle()
    assert load_workbook(tmp_path / "fees.xlsx")["Fees"].max_row == 5


def test_earlier_months_are_chosen_and_nothing_there_is_said(paid):
    tab = tab_of(paid)
    tab.show_part(FeeShow.INVOICED)
    tab.month.combo.setCurrentIndex(3)
    paid.settle()
    assert tab.model.rows == ()
    assert tab.said.text() == "Nothing here."
    assert not tab.buttons["Save as workbook…"].isEnabled()


def test_a_case_shows_its_fees_and_orders_what_selection_leaves_out(paid):
    paid.window.open_case(paid.world.begun, CaseTab.ASSESSMENTS)
    paid.settle()
    part = paid.window.page.part
    assert "Dr Mo Hart: £180.00, ordered" in part.offered.listed.text()
    paid.hands.command("order a fee")
    paid.settle()
    part.dialog.fields["kind"].set_raw(FeeKind.TRAVEL)
    part.dialog.fields["pence"].set_raw("4.50")
    part.dialog.submit()
    paid.settle()
    assert "£4.50, ordered" in part.offered.listed.text()


def test_an_auditor_looks_and_does_nothing(paid):
    paid.shell.change_actor(paid.world.people["Audrey Tor"])
    paid.settle()
    tab = tab_of(paid)
    assert tab.model.rows
    assert [name for name, made in tab.buttons.items() if made.isVisible()] == []


def test_from_a_fee_to_its_case(paid):
    tab = tab_of(paid)
    choose(paid, tab, paid.world.begun)
    tab.table.setFocus()
    paid.hands.press("Return")
    paid.settle()
    assert paid.window.case.request_id == paid.world.begun


def test_the_list_of_months_ends_with_this_one(sight):
    tab = sight.go(Spot.REGISTER).fees
    assert tab.month_on == TODAY.replace(day=1)
    assert tab.month.combo.count() == 24
    assert tab.month_on + timedelta(days=31) > TODAY
