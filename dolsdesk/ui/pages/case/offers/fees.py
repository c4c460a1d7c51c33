"""A fee that selection does not order: travel, a cancelled visit, a review (AL6)."""

from functools import partial

from dolsdesk.domain.fees import FeeKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import fee_orders, register
from dolsdesk.services.cases import CaseView
from dolsdesk.services.fee_orders import NewOrder
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.register import AssessorLine
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    LineField,
    MoneyField,
    NumberField,
    Values,
    options,
)


def order_fee(part: Part) -> None:
    """Ask what is ordered of whom; whoever was selected in the case comes first."""
    part.shell.tasks.run_read(
        part, partial(register.assessor_lines, part.shell.ctx), partial(_ask, part)
    )


def _ask(part: Part, lines: tuple[AssessorLine, ...]) -> None:
    selected = {one.assessor_id for one in part.case.allocations}
    who = sorted(lines, key=lambda line: line.id not in selected)

    def act(given: Values) -> Outcome[int]:
        if not given["kind"]:
            raise Refused("CHOOSE_ONE", field="kind")
        return fee_orders.order(
            part.shell.ctx,
            NewOrder(
                part.request_id, int(given["assessor"]), FeeKind(given["kind"]), given["pence"],
                given["note"], given["miles"],
            ),
        )  # fmt: skip

    part.ask(
        "Order a fee",
        "What selection leaves out. The fee for an assessment is ordered with the selection.",
        [
            ChoiceField("assessor", "Assessor", [(str(line.id), line.name) for line in who]),
            ChoiceField("kind", "For", options(FeeKind, blank="Choose")),
            MoneyField("pence", "Amount", hint="Blank for the rate in force today"),
            NumberField("miles", "Miles", most=999, hint="For travel at the rate for each mile"),
            LineField("note", "Note"),
        ],
        accept="Order",
        act=act,
        said="Ordered.",
    )


def _has_assessors(view: CaseView) -> bool:
    return bool(view.case.allocations) or view.case.authorisation is not None


OFFERS = (
    Offer("case_order_fee", "Order a fee…",
          "Travel, a cancelled visit, a review: what selection does not order.", Act.HANDLE_FEES,
          CaseTab.ASSESSMENTS, _has_assessors, order_fee, "file-text"),
)  # fmt: skip
