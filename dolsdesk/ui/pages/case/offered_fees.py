"""What can be done with the assessments of a case, and the fees for them, a line an order."""

from functools import partial

from dolsdesk.domain import text
from dolsdesk.domain.staff import Act
from dolsdesk.services import fee_lists, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.fee_lists import FeeLine
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.register.fee_forms import amount
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.basics import label


class OfferedWithFees(Offered):
    """The buttons, and beneath them what is ordered of whom, for those who may see it."""

    def __init__(self, part: Part) -> None:
        super().__init__(part, CaseTab.ASSESSMENTS)
        self.listed = label("", "small", wrap=True)
        self.card_box.addWidget(self.listed)

    def show_case(self, view: CaseView) -> None:
        """Show what the case allows now, and its orders."""
        super().show_case(view)
        shell = self._part.shell
        self.listed.hide()
        if shell.may(Act.READ_REPORTS) and view.case.allocations:
            shell.tasks.run_read(
                self,
                partial(fee_lists.of_case, shell.ctx, view.case.request.id),
                self._show,
                latest=f"fees-{id(self)}",
            )

    def _show(self, lines: tuple[FeeLine, ...]) -> None:
        self.listed.setText("\n".join(map(_said, lines)))
        self.listed.setVisible(bool(lines))
        self.setVisible(bool(lines) or bool(self.buttons))


def _said(line: FeeLine) -> str:
    made = line.order
    return (
        f"{line.name}: {amount(made.pence)}, {words.fact(line.state.value).lower()}"
        f" ({made.ref}, {text.short_date(made.ordered_on)})"
    )
