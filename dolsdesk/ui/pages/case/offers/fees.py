"""A fee that selection does not order: travel, a cancelled visit, a review (AL6)."""

from dolsdesk.domain.fees import FeeKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import fee_orders
from dolsdesk.services.cases import CaseView
from dolsdesk.services.fee_orders import NewOrder
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import ChoiceField, LineField, MoneyField, Values, options


def order_fee(part: Part) -> None:
    """Ask what is ordered of whom."""
    who = {one.assessor_id: one.assessor_name for one in part.case.allocations}

    def act(given: Values) -> Outcome[int]:
        if not given["kind"]:
            raise Refused("CHOOSE_ONE", field="kind")
        return fee_orders.order(
            part.shell.ctx,
            NewOrder(
                part.request_id, int(given["assessor"]), FeeKind(given["kind"]), given["pence"],
                given["note"],
            ),
        )  # fmt: skip

    part.ask(
        "Order a fee",
        "What selection leaves out. The fee for an assessment is ordered with the selection.",
        [
            ChoiceField("assessor", "Assessor", [(str(key), name) for key, name in who.items()]),
            ChoiceField("kind", "For", options(FeeKind, blank="Choose")),
            MoneyField("pence", "Amount", hint="Blank for the rate in force today"),
            LineField("note", "Note"),
        ],
        accept="Order",
        act=act,
        said="Ordered.",
    )


def _somebody_selected(view: CaseView) -> bool:
    return bool(view.case.allocations)


OFFERS = (
    Offer("case_order_fee", "Order a fee…",
          "Travel, a cancelled visit, a review: what selection does not order.", Act.HANDLE_FEES,
          CaseTab.ASSESSMENTS, _somebody_selected, order_fee, "file-text"),
)  # fmt: skip
