"""Order, invoice, match, release: nothing is paid before the form is in, nothing twice (AL6)."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fee_orders import FeeAct, FeeState, Invoice, RejectReason
from dolsdesk.domain.fees import FeeKind, Rate
from dolsdesk.domain.staff import Role
from dolsdesk.errors import NotPermitted, Refused
from dolsdesk.services import allocation, assessments, fee_lists, fee_orders, register, reports
from dolsdesk.services.fee_lists import FeeShow
from dolsdesk.services.fee_orders import NewOrder
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.store.repos import staff
from tests.support.desk import TODAY, an_assessment
from tests.support.refusals import refused
from tests.support.stores import rows

K = AssessmentKind
SINCE = date(2026, 4, 1)
DOCTORS = (K.MH, K.ELIG)


def a_rate(world, assessor_id, kind, pence, since=SINCE):
    register.save_assessor(
        world.admin, register.assessor(world.admin, assessor_id), assessor_id,
        new_rates=[Rate(kind, pence, since)],
    )  # fmt: skip


@pytest.fixture
def paid(world):
    """Return a world in which both assessors are paid."""
    a_rate(world, world.doctor, FeeKind.MH_MC_ELIG_BUNDLE, 18000)
    a_rate(world, world.bia, FeeKind.BIA_INDEPENDENT, 25050)
    return world


@pytest.fixture
def request_id(paid):
    return paid.allocated(paid.a_case())


def orders(world, request_id):
    return {line.name: line for line in fee_lists.of_case(world.admin, request_id)}


def the_order(world, request_id, name="Dr Mo Hart"):
    return orders(world, request_id)[name]


def the_form(world, request_id, kinds=DOCTORS, **values):
    for kind in kinds:
        found = an_assessment(kind, world.desk.clock.today(), **values)
        assessments.record(world.admin, request_id, found, reason="as received")


def invoice(line, number="H-001", pence=18000, dated_on=TODAY):
    return Invoice(number, dated_on, ((line.order.id, pence),))


def claimed(world, request_id, **values):
    line = the_order(world, request_id)
    fee_orders.claim(world.admin, invoice(line, **values), because="Two visits")
    return line.order.id


# Orders


def test_a_selection_orders_the_rate_in_force_on_that_day(paid):
    a_rate(paid, paid.doctor, FeeKind.MH_MC_ELIG_BUNDLE, 99900, TODAY + timedelta(days=1))
    request_id = paid.allocated(paid.a_case())
    found = orders(paid, request_id)
    doctor, bia = found["Dr Mo Hart"].order, found["Bea Iqbal"].order
    assert (doctor.ref, doctor.kind, doctor.pence, doctor.ordered_on) == (
        "F26-00002", FeeKind.MH_MC_ELIG_BUNDLE, 18000, TODAY,
    )  # fmt: skip
    assert doctor.kinds == DOCTORS
    assert (bia.kind, bia.pence) == (FeeKind.BIA_INDEPENDENT, 25050)
    assert found["Dr Mo Hart"].state is FeeState.ORDERED
    assert [one.after["pence"] for one in paid.trail("order_fee")] == [25050, 18000]


def test_a_bundle_without_a_rate_is_paid_as_the_assessment(world):
    a_rate(world, world.doctor, FeeKind.MH_ASSESSMENT, 17000)
    line = the_order(world, world.allocated(world.a_case()))
    assert (line.order.kind, line.order.pence) == (FeeKind.MH_MC_ELIG_BUNDLE, 17000)


def test_without_a_rate_an_independent_is_ordered_at_no_amount_and_an_employed_one_not(world):
    request_id = world.allocated(world.a_case())
    assert the_order(world, request_id).order.pence is None
    employed = world.an_assessor("Em Ployed", Profession.NURSE, is_employed_by_council=True)
    second = world.a_case()
    allocation.allocate(
        world.admin, second, assessor_id=employed, kinds=(K.BI,),
        declarations=dict.fromkeys(Declared, False), reason="load accepted",
    )  # fmt: skip
    assert orders(world, second) == {}


def test_the_same_selection_again_orders_nothing_twice(paid, request_id):
    before = the_order(paid, request_id).order
    paid.allocated(request_id)
    assert the_order(paid, request_id).order == before
    assert len(orders(paid, request_id)) == 2


def replace_doctor(world, request_id):
    other = world.an_assessor("Dr Ann Other", Profession.DOCTOR, s12_until=date(2028, 1, 1))
    allocation.allocate(
        world.admin, request_id, assessor_id=other, kinds=DOCTORS,
        declarations=dict.fromkeys(Declared, False), reason="load accepted",
    )  # fmt: skip


def test_whoever_is_replaced_is_owed_nothing_unless_the_work_is_in_or_invoiced(paid, request_id):
    replace_doctor(paid, request_id)
    line = the_order(paid, request_id)
    assert line.state is FeeState.CANCELLED
    assert line.order.entries[-1].why == "Dr Ann Other was selected instead."
    second = paid.allocated(paid.a_case())
    claimed(paid, second)
    replace_doctor(paid, second)
    assert the_order(paid, second).state is FeeState.CLAIMED


def test_travel_and_a_review_are_ordered_by_hand(paid, request_id):
    ctx = paid.admin
    a_rate(paid, paid.bia, FeeKind.REVIEW, 9000)
    for kind, pence in ((FeeKind.TRAVEL, 450), (FeeKind.TRAVEL, 600), (FeeKind.REVIEW, None)):
        fee_orders.order(ctx, NewOrder(request_id, paid.bia, kind, pence, "Second visit"))
    found = [line.order for line in fee_lists.of_case(ctx, request_id)]
    assert [(one.kind, one.pence) for one in found[2:]] == [
        (FeeKind.TRAVEL, 450), (FeeKind.TRAVEL, 600), (FeeKind.REVIEW, 9000),
    ]  # fmt: skip
    assert found[-1].kinds == ()


def test_travel_at_the_rate_for_each_mile_needs_the_miles(paid, request_id):
    a_rate(paid, paid.bia, FeeKind.TRAVEL, 45)
    with refused(paid, "FEE_MILES_WANTED", Refused):
        fee_orders.order(paid.admin, NewOrder(request_id, paid.bia, FeeKind.TRAVEL))
    fee_orders.order(paid.admin, NewOrder(request_id, paid.bia, FeeKind.TRAVEL, miles=24))
    made = fee_lists.of_case(paid.admin, request_id)[-1].order
    assert (made.pence, made.note) == (1080, "24 miles.")


@pytest.mark.parametrize(
    ("kind", "who", "code"),
    [
        (FeeKind.BIA_INDEPENDENT, "bia", "FEE_ORDERED_ALREADY"),
        (FeeKind.PARA69, "bia", "FEE_AMOUNT_WANTED"),
        (FeeKind.TRAVEL, "stranger", "FEE_NEVER_SELECTED"),
    ],
)
def test_what_cannot_be_ordered_by_hand_is_said(paid, request_id, kind, who, code):
    ids = {"bia": paid.bia, "stranger": paid.an_assessor("S Tranger", Profession.NURSE)}
    with refused(paid, code, Refused):
        fee_orders.order(paid.admin, NewOrder(request_id, ids[who], kind))


def test_an_order_is_cancelled_with_a_reason_and_only_without_an_invoice(paid, request_id):
    line = the_order(paid, request_id)
    with refused(paid, "WHY_NEEDED"):
        fee_orders.cancel(paid.admin, line.order.id, why=" ")
    fee_orders.cancel(paid.admin, line.order.id, why="Person died")
    assert the_order(paid, request_id).state is FeeState.CANCELLED
    with refused(paid, "FEE_NOT_OPEN"):
        fee_orders.cancel(paid.admin, line.order.id, why="Again")
    with refused(paid, "FEE_ORDER_CANCELLED", ProblemsFound):
        fee_orders.claim(paid.admin, invoice(line))


# Invoices


def test_an_invoice_waits_for_the_form_and_is_ready_once_it_is_in(paid, request_id):
    claimed(paid, request_id)
    assert the_order(paid, request_id).state is FeeState.CLAIMED
    the_form(paid, request_id, (K.MH,))
    assert the_order(paid, request_id).state is FeeState.CLAIMED
    the_form(paid, request_id, (K.ELIG,))
    line = the_order(paid, request_id)
    assert (line.state, line.form_in_on) == (FeeState.READY, TODAY)


@pytest.mark.parametrize("again", ["H-001", "h 001", " H/001 ", "Ｈ-００１"])
def test_a_duplicate_invoice_is_refused_however_it_is_written(paid, request_id, again):
    claimed(paid, request_id)
    second = the_order(paid, paid.allocated(paid.a_case()))
    before = rows(paid.desk.store)
    with refused(paid, "INVOICE_NUMBER_TAKEN", ProblemsFound) as caught:
        fee_orders.claim(paid.admin, invoice(second, again))
    assert caught.value.problems[0].params["order"] == the_order(paid, request_id).order.ref
    assert rows(paid.desk.store) == before


def test_an_order_is_invoiced_once(paid, request_id):
    claimed(paid, request_id)
    with refused(paid, "INVOICE_DUPLICATE", ProblemsFound):
        fee_orders.claim(paid.admin, invoice(the_order(paid, request_id), "H-002"))


def test_two_assessors_may_use_the_same_number(paid, request_id):
    claimed(paid, request_id)
    bia = the_order(paid, request_id, "Bea Iqbal")
    fee_orders.claim(paid.admin, invoice(bia, "H-001", 25050))
    assert the_order(paid, request_id, "Bea Iqbal").order.claim.invoice_no == "H-001"


def test_an_amount_that_differs_asks_for_a_reason_which_stays(paid, request_id):
    line = the_order(paid, request_id)
    with refused(paid, "REASON_NEEDED", ReasonNeeded) as caught:
        fee_orders.claim(paid.admin, invoice(line, pence=20000))
    assert [one.code for one in caught.value.problems] == ["FEE_DIFFERS"]
    claimed(paid, request_id, pence=20000)
    claim = the_order(paid, request_id).order.claim
    assert (claim.pence, claim.why) == (20000, "Two visits")
    assert the_order(paid, request_id).order.differs


def test_no_rate_on_the_order_asks_too(world):
    line = the_order(world, world.allocated(world.a_case()))
    with refused(world, "REASON_NEEDED", ReasonNeeded) as caught:
        fee_orders.claim(world.admin, invoice(line))
    assert [one.code for one in caught.value.problems] == ["FEE_NO_RATE"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": " - "}, "INVOICE_NUMBER_NEEDED"),
        ({"dated_on": None}, "WHEN_NEEDED"),
        ({"dated_on": TODAY + timedelta(days=1)}, "EVENT_IN_FUTURE"),
        ({"pence": None}, "FEE_AMOUNT_NEEDED"),
        ({"pence": -1}, "FEE_AMOUNT_NEEDED"),
    ],
)
def test_what_an_invoice_lacks_is_said(paid, request_id, values, code):
    line = the_order(paid, request_id)
    with refused(paid, code, ProblemsFound):
        fee_orders.claim(paid.admin, invoice(line, **values))


def test_one_invoice_for_several_cases_is_entered_whole_or_not_at_all(paid, request_id):
    others = [the_order(paid, paid.allocated(paid.a_case())) for _ in range(2)]
    mine = the_order(paid, request_id)
    lines = tuple((one.order.id, 18000) for one in (mine, *others))
    with refused(paid, "FEE_AMOUNT_NEEDED", ProblemsFound):
        fee_orders.claim(paid.admin, Invoice("H-9", TODAY, (*lines[:2], (lines[2][0], None))))
    assert the_order(paid, request_id).order.claim is None
    assert fee_orders.claim(paid.admin, Invoice("H-9", TODAY, lines)).value == 3
    with refused(paid, "INVOICE_OF_SEVERAL"):
        bia = the_order(paid, request_id, "Bea Iqbal").order.id
        fee_orders.claim(paid.admin, Invoice("H-10", TODAY, (lines[0], (bia, 1))))
    with refused(paid, "INVOICE_NO_LINES"):
        fee_orders.claim(paid.admin, Invoice("H-11", TODAY, ()))


def test_a_duplicate_that_was_sent_back_is_on_record_and_stands_against_nothing(paid, request_id):
    line = the_order(paid, request_id)
    fee_orders.reject(
        paid.admin, line.order.id, number="H-001", dated_on=TODAY, reason=RejectReason.DUPLICATE,
        note="Rang Dr Hart",
    )  # fmt: skip
    found = the_order(paid, request_id)
    assert found.state is FeeState.ORDERED
    [entry] = found.order.entries
    assert (entry.act, entry.reject, entry.invoice_no) == (
        FeeAct.REJECTED, RejectReason.DUPLICATE, "H-001",
    )  # fmt: skip
    claimed(paid, request_id)  # what was sent back may come again


def test_a_voided_invoice_stays_on_record_and_frees_its_number(paid, request_id):
    number = claimed(paid, request_id)
    fee_orders.void(paid.admin, number, why="Wrong case")
    line = the_order(paid, request_id)
    assert line.state is FeeState.ORDERED
    assert [one.act for one in line.order.entries] == [FeeAct.CLAIMED, FeeAct.VOIDED]
    claimed(paid, request_id)
    with refused(paid, "WHY_NEEDED"):
        fee_orders.void(paid.admin, number, why="")
    untouched = the_order(paid, request_id, "Bea Iqbal").order.id
    with refused(paid, "FEE_NOTHING_TO_VOID"):
        fee_orders.void(paid.admin, untouched, why="None")


def test_entries_cannot_be_changed_beneath_the_desk(paid, request_id):
    claimed(paid, request_id)
    for statement in (
        "UPDATE fee_entry SET pence = 1", "DELETE FROM fee_entry", "UPDATE fee_order SET pence = 1",
    ):  # fmt: skip
        with (
            pytest.raises(Exception, match="append-only"),
            paid.desk.store.engine.connect() as connection,
        ):
            connection.exec_driver_sql(statement)


# Release


def test_nothing_is_released_before_the_form_is_in(paid, request_id):
    number = claimed(paid, request_id)
    with refused(paid, "FEE_FORM_NOT_IN", ProblemsFound):
        fee_orders.release(paid.lead, [number])
    the_form(paid, request_id)
    assert fee_orders.release(paid.lead, [number]).value == 1
    line = the_order(paid, request_id)
    assert line.state is FeeState.RELEASED
    assert (line.order.release.pence, line.order.release.on) == (18000, TODAY)


def test_a_form_without_its_written_copy_is_not_in(paid, request_id):
    number = claimed(paid, request_id)
    the_form(paid, request_id, copy_received_on=None)
    with refused(paid, "FEE_FORM_NOT_IN", ProblemsFound):
        fee_orders.release(paid.lead, [number])


def test_a_form_that_was_sent_back_is_not_in_until_it_comes_back(paid, request_id):
    number = claimed(paid, request_id)
    the_form(paid, request_id)
    paid.sent_back(request_id, K.MH)
    with refused(paid, "FEE_FORM_NOT_IN", ProblemsFound):
        fee_orders.release(paid.lead, [number])
    the_form(paid, request_id, (K.MH,))
    fee_orders.release(paid.lead, [number])


def test_somebody_elses_form_is_not_theirs(paid, request_id):
    number = claimed(paid, request_id)
    replace_doctor(paid, request_id)
    the_form(paid, request_id)
    with refused(paid, "FEE_FORM_NOT_IN", ProblemsFound):
        fee_orders.release(paid.lead, [number])


@pytest.mark.parametrize(
    ("before", "code"), [("nothing", "FEE_NOT_CLAIMED"), ("released", "FEE_RELEASED_ALREADY")]
)
def test_only_what_was_invoiced_is_released_and_once(paid, request_id, before, code):
    the_form(paid, request_id)
    number = the_order(paid, request_id).order.id
    if before == "released":
        claimed(paid, request_id)
        fee_orders.release(paid.lead, [number])
    with refused(paid, code, ProblemsFound):
        fee_orders.release(paid.lead, [number])


def test_several_are_released_together_or_none(paid, request_id):
    second = paid.allocated(paid.a_case())
    numbers = [claimed(paid, request_id), claimed(paid, second, number="H-002")]
    the_form(paid, request_id)
    with refused(paid, "FEE_FORM_NOT_IN", ProblemsFound):
        fee_orders.release(paid.lead, numbers)
    the_form(paid, second)
    assert fee_orders.release(paid.lead, numbers).value == 2
    with refused(paid, "FEE_NOTHING_READY"):
        fee_orders.release(paid.lead, [])


def test_a_review_is_released_with_the_day_its_report_came_in(paid, request_id):
    ctx = paid.admin
    number = fee_orders.order(ctx, NewOrder(request_id, paid.bia, FeeKind.REVIEW, 9000)).value
    fee_orders.claim(ctx, Invoice("B-7", TODAY, ((number, 9000),)))
    for form_on, code in (
        (None, "FEE_REPORT_DAY_NEEDED"),
        (TODAY - timedelta(days=1), "FEE_REPORT_DAY_OUTSIDE"),
        (TODAY + timedelta(days=1), "FEE_REPORT_DAY_OUTSIDE"),
    ):
        with refused(paid, code, ProblemsFound):
            fee_orders.release(paid.lead, [number], form_on=form_on)
    fee_orders.release(paid.lead, [number], form_on=TODAY)
    [line] = [one for one in fee_lists.of_case(ctx, request_id) if one.order.id == number]
    assert line.order.release.form_on == TODAY


def test_a_cancelled_visit_is_owed_without_any_form(paid, request_id):
    number = fee_orders.order(
        paid.admin, NewOrder(request_id, paid.bia, FeeKind.CANCELLED, 4000)
    ).value
    fee_orders.claim(paid.admin, Invoice("B-8", TODAY, ((number, 4000),)))
    fee_orders.release(paid.lead, [number])


def test_nobody_releases_their_own_fee(paid, request_id):
    number = claimed(paid, request_id)
    the_form(paid, request_id)
    paid._write(lambda session: staff.add_member(
        session, name="Dr Mo Hart", roles={Role.LEAD}, assessor_id=paid.doctor))  # fmt: skip
    own = next(one for one in paid.desk.staff() if one.assessor_id == paid.doctor)
    with refused(paid, "FEE_OWN", ProblemsFound):
        fee_orders.release(paid.desk.context(own), [number])


def test_a_release_is_taken_back_by_those_who_release(paid, request_id):
    number = claimed(paid, request_id)
    with refused(paid, "FEE_NOT_RELEASED"):
        fee_orders.take_release_back(paid.lead, number, why="Paid twice")
    the_form(paid, request_id)
    fee_orders.release(paid.lead, [number])
    with refused(paid, "FEE_VOID_RELEASE_FIRST"):
        fee_orders.void(paid.admin, number, why="Wrong")
    with refused(paid, "NOT_PERMITTED", NotPermitted):
        fee_orders.take_release_back(paid.admin, number, why="Wrong")
    fee_orders.take_release_back(paid.lead, number, why="Paid by another team")
    assert the_order(paid, request_id).state is FeeState.READY


# Lists and the report


def refs(ctx, show, month=TODAY):
    return [line.order.ref for line in fee_lists.every(ctx, show, month)]


def test_a_list_shows_what_happened_in_a_month(paid, request_id):
    number = claimed(paid, request_id)
    paid.desk.clock.move(days=10)  # into December
    the_form(paid, request_id)
    fee_orders.release(paid.lead, [number])
    later = paid.desk.clock.today()
    ctx = paid.admin
    assert refs(ctx, FeeShow.ORDERED) == ["F26-00001", "F26-00002"]
    assert refs(ctx, FeeShow.INVOICED) == ["F26-00002"]
    assert refs(ctx, FeeShow.RELEASED) == []
    assert refs(ctx, FeeShow.RELEASED, later) == ["F26-00002"]
    assert refs(ctx, FeeShow.UNSETTLED, later) == ["F26-00001"]
    fee_orders.take_release_back(paid.lead, number, why="Wrong")
    assert refs(ctx, FeeShow.RELEASED, later) == []
    assert refs(ctx, FeeShow.UNSETTLED, later) == ["F26-00001", "F26-00002"]


@pytest.mark.parametrize("show", [FeeShow.UNSETTLED, FeeShow.ORDERED])
def test_a_long_list_comes_page_by_page_and_what_it_comes_to_is_of_all(paid, request_id, show):
    number = claimed(paid, request_id)
    the_form(paid, request_id)
    paid.allocated(paid.a_case())
    shown, after = [], 0
    while after is not None:
        part = fee_lists.page(paid.admin, show, TODAY, after=after, limit=3)
        assert part.total == 4
        shown += [line.order.ref for line in part.lines]
        after = part.next_after
    assert shown == refs(paid.admin, show)
    whole = fee_lists.standing(paid.admin, show, TODAY)
    assert sum(one.orders for one in whole.sums) == 4
    assert [line.order.id for line in whole.ready] == [number]


def test_figures_per_assessor_add_up(paid, request_id):
    claimed(paid, request_id, pence=20000)
    paid.allocated(paid.a_case())
    bia, doctor = fee_lists.by_assessor(fee_lists.every(paid.admin, FeeShow.ORDERED, TODAY))
    assert (bia.name, bia.orders, bia.ordered, bia.invoiced) == ("Bea Iqbal", 2, 50100, 0)
    assert (doctor.orders, doctor.ordered, doctor.invoiced) == (2, 36000, 20000)
    assert (doctor.waits, doctor.differs, doctor.released) == (1, 1, 0)
    waiting = fee_lists.awaiting_invoice(paid.admin, paid.doctor)
    assert len(waiting) == 1


def test_the_list_is_a_workbook_with_real_dates_and_amounts(paid, request_id):
    claimed(paid, request_id, number="=1+1")
    content = fee_lists.workbook(paid.admin, FeeShow.ORDERED, TODAY)
    book = load_workbook(io.BytesIO(content))
    sheet = book["Fees"]
    header, _bia, row = sheet.iter_rows()
    by_name = {head.value: cell for head, cell in zip(header, row, strict=True)}
    assert by_name["Ordered"].value == 180
    assert by_name["Ordered"].number_format == "£#,##0.00"
    assert by_name["Invoice"].data_type == "s"
    assert by_name["Ordered on"].value.date() == TODAY
    assert paid.trail("export")[-1].after["orders"] == 2
    unsettled = load_workbook(io.BytesIO(fee_lists.workbook(paid.admin, FeeShow.UNSETTLED, TODAY)))
    assert unsettled["Fees"].max_row == 3


def report(world, first=date(2026, 11, 1), as_at=None):
    last = as_at or world.desk.clock.today()
    return reports.build(world.lead, "fees", first, last, last)


def table(made, number=0):
    return {row[0].text: [cell.text for cell in row[1:]]
            for row in made.sections[0].tables[number].rows}  # fmt: skip


def test_the_report_says_what_is_ordered_invoiced_released_and_committed(paid, request_id):
    number = claimed(paid, request_id, pence=20000)
    made = report(paid)
    assert table(made) == {
        "Bea Iqbal": ["1", "£250.50", "£0.00", "£0.00", "£250.50", "0"],
        "Dr Mo Hart": ["1", "£180.00", "£200.00", "£0.00", "£200.00", "1"],
        "All": ["2", "£430.50", "£200.00", "£0.00", "£450.50", "1"],
    }
    for figure in made.figures():
        assert len(made.behind(figure)) == len(figure.ids)
    paid.desk.clock.move(days=1)
    the_form(paid, request_id)
    fee_orders.release(paid.lead, [number])
    assert table(report(paid))["Dr Mo Hart"] == [
        "1", "£180.00", "£200.00", "£200.00", "£0.00", "0",
    ]  # fmt: skip
    assert table(report(paid, as_at=TODAY))["Dr Mo Hart"][3:] == ["£0.00", "£200.00", "1"]
    assert reports.as_pdf(paid.lead, made).startswith(b"%PDF")
    assert "pounds" in reports.as_csv(paid.lead, made)
