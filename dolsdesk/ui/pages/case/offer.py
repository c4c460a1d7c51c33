"""What can be done with a case, as data: buttons, menus and the command box come from one table."""

from collections.abc import Callable
from dataclasses import dataclass

from dolsdesk.domain.staff import Act
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done with a case.

    Attributes:
        id: stable name, also that of its action.
        name: what its button says; with an ellipsis where something is asked first.
        help: one sentence for the sheet of keys and the command box.
        act: the leave it needs.
        tab: the part of the case where it stands.
        is_open: whether the case, as it stands, allows it.
        ask: does it, or asks what it needs to know.
        icon: name of its icon, if any.
    """

    id: str
    name: str
    help: str
    act: Act
    tab: CaseTab
    is_open: Callable[[CaseView], bool]
    ask: Callable[[Part], None]
    icon: str = ""

    @property
    def title(self) -> str:
        """Return the name as menus and the command box say it."""
        return self.name.removesuffix("…")
