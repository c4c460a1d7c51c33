"""What can be done in one part of a case, as buttons."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.offers import OFFERS
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.basics import button, card, clear, column, holder, label
from dolsdesk.ui.widgets.flow import FlowLayout


class Offered(QWidget):
    """A card of buttons: what the person at the desk may do with the case as it stands.

    Without a title they stand by themselves.
    """

    def __init__(self, part: Part, tab: CaseTab, title: str = "What can be done") -> None:
        super().__init__()
        self._part = part
        self._tab = tab
        self.buttons: dict[str, QPushButton] = {}
        self._flow = FlowLayout(gap=part.shell.look.px(6))
        self.card_box = column(holder(self._flow))
        if title:
            self.card_box.insertWidget(0, label(title, "lead"))
        self.setLayout(column(card(self.card_box)) if title else self.card_box)

    def show_case(self, view: CaseView) -> None:
        """Show what the case allows now."""
        clear(self._flow)
        self.buttons = {}
        for offer in offers(self._part, view, self._tab):
            made = button(offer.name, partial(offer.ask, self._part), tip=offer.help)
            self.buttons[offer.id] = made
            self._flow.addWidget(made)
        self.setVisible(bool(self.buttons))

    def first_focus(self) -> None:
        """Give the keyboard to the first thing that can be done."""
        for made in self.buttons.values():
            made.setFocus()
            return


def offers(part: Part, view: CaseView, tab: CaseTab) -> tuple[Offer, ...]:
    """Return what may be done in a part of a case by whoever is at the desk."""
    return tuple(
        offer
        for offer in OFFERS
        if offer.tab is tab and part.shell.may(offer.act) and offer.is_open(view)
    )
