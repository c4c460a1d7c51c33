"""Letters and notices of a case."""

from dolsdesk.domain.staff import Act
from dolsdesk.ui.dialogs.case_letter import CaseLetterDialog
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab


def write(part: Part) -> None:
    """Ask which letter, to whom; show it; release it."""
    part.dialog = CaseLetterDialog(part.shell, part, part.case)
    part.dialog.open()


OFFERS = (
    Offer("case_letter", "Letter or notice…", "Chosen, seen, and only then released.",
          Act.SEND_COPIES, CaseTab.PAPERS, lambda _view: True, write, "file-text"),
)  # fmt: skip
