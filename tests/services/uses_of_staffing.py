"""Assessors' work and pay, each tried by everybody (see test_permissions)."""

from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.rework import ReturnReason
from dolsdesk.domain.fee_orders import Invoice, RejectReason
from dolsdesk.domain.fees import FeeKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import fee_lists, fee_orders, rework, staff_import
from dolsdesk.services.fee_lists import FeeShow
from dolsdesk.services.fee_orders import NewOrder
from dolsdesk.services.staff_file import StaffFile, StaffRow
from tests.support.desk import TODAY
from tests.support.uses import At, Use

K = AssessmentKind


def sent_back(at: At) -> int:
    return at.world.sent_back(at.cases["submitted"], K.MC)


def an_order(at: At) -> int:
    """Return the order of the doctor in the case that is with the signatory."""
    lines = fee_lists.of_case(at.world.admin, at.cases["submitted"])
    return next(line.order.id for line in lines if line.order.assessor_id == at.world.doctor)


def claim(at: At, order_id: int) -> object:
    return fee_orders.claim(at.ctx, Invoice("H-1", TODAY, ((order_id, 18000),)), because="Agreed")


def claimed(at: At) -> int:
    order_id = an_order(at)
    invoice = Invoice("H-1", TODAY, ((order_id, 18000),))
    fee_orders.claim(at.world.admin, invoice, because="Agreed")
    return order_id


def released(at: At) -> int:
    order_id = claimed(at)
    fee_orders.release(at.world.lead, [order_id])
    return order_id


ROW = StaffRow(2, "Noor Éa", {"name": "Noor Éa", "profession": Profession.NURSE})
LIST = StaffFile((ROW,), (), (), "staff.csv", "0" * 64)

USES = (
    Use(Act.IMPORT, "staff_import.import_staff",
        lambda at, _: staff_import.import_staff(at.ctx, LIST)),
    Use(Act.SEND_BACK, "rework.send_back", lambda at, _: rework.send_back(
        at.ctx, at.cases["submitted"], kind=K.MC, reason=ReturnReason.UNSIGNED, note="No date",
        due_on=TODAY)),
    Use(Act.SEND_BACK, "rework.set_due", lambda at, record: rework.set_due(
        at.ctx, at.cases["submitted"], record, due_on=TODAY, why="On leave"), sent_back),
    Use(Act.READ_REPORTS, "fee_lists.page",
        lambda at, _: fee_lists.page(at.ctx, FeeShow.UNSETTLED, TODAY)),
    Use(Act.READ_REPORTS, "fee_lists.every",
        lambda at, _: fee_lists.every(at.ctx, FeeShow.UNSETTLED, TODAY)),
    Use(Act.READ_REPORTS, "fee_lists.standing",
        lambda at, _: fee_lists.standing(at.ctx, FeeShow.UNSETTLED, TODAY)),
    Use(Act.READ_REPORTS, "fee_lists.of_case",
        lambda at, _: fee_lists.of_case(at.ctx, at.cases["submitted"])),
    Use(Act.HANDLE_FEES, "fee_lists.awaiting_invoice",
        lambda at, _: fee_lists.awaiting_invoice(at.ctx, at.world.doctor)),
    Use(Act.EXPORT, "fee_lists.workbook",
        lambda at, _: fee_lists.workbook(at.ctx, FeeShow.UNSETTLED, TODAY)),
    Use(Act.EXPORT, "fee_lists.save", lambda at, _: fee_lists.save(
        at.ctx, FeeShow.UNSETTLED, TODAY, at.folder / "fees.xlsx")),
    Use(Act.HANDLE_FEES, "fee_orders.order", lambda at, _: fee_orders.order(
        at.ctx, NewOrder(at.cases["submitted"], at.world.bia, FeeKind.TRAVEL, 450))),
    Use(Act.HANDLE_FEES, "fee_orders.cancel",
        lambda at, n: fee_orders.cancel(at.ctx, n, why="Not wanted"), an_order),
    Use(Act.HANDLE_FEES, "fee_orders.claim", claim, an_order),
    Use(Act.HANDLE_FEES, "fee_orders.reject", lambda at, n: fee_orders.reject(
        at.ctx, n, number="H-1", dated_on=TODAY, reason=RejectReason.DUPLICATE), an_order),
    Use(Act.RELEASE_FEES, "fee_orders.release",
        lambda at, n: fee_orders.release(at.ctx, [n]), claimed),
    Use(Act.HANDLE_FEES, "fee_orders.void",
        lambda at, n: fee_orders.void(at.ctx, n, why="Wrong case"), claimed),
    Use(Act.RELEASE_FEES, "fee_orders.take_release_back",
        lambda at, n: fee_orders.take_release_back(at.ctx, n, why="Paid twice"), released),
)  # fmt: skip
