"""Letters, notices and forms of a case."""

from functools import partial

from dolsdesk.domain.staff import Act
from dolsdesk.services import letter_facts
from dolsdesk.services.papers import at_hand
from dolsdesk.services.papers.at_hand import Line
from dolsdesk.ui.dialogs.case_form import CaseFormDialog
from dolsdesk.ui.dialogs.case_letter import CaseLetterDialog
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab


def stage(part: Part) -> letter_facts.Stage:
    """Return what letters of the case shown are written from."""
    others = part.view.others if part.view else ()
    return letter_facts.Stage(part.shell.ctx, part.case, others)


def write(part: Part) -> None:
    """Ask which letter, to whom; show it; release it."""
    part.dialog = CaseLetterDialog(part.shell, part, stage(part))
    part.dialog.open()


def forms(part: Part) -> None:
    """Ask which of the forms that the case allows; show it; print it or issue it."""
    part.shell.tasks.run_read(
        part, partial(at_hand.listed, part.shell.ctx, part.request_id), partial(_ask, part)
    )


def _ask(part: Part, lines: tuple[Line, ...]) -> None:
    part.dialog = CaseFormDialog(part.shell, part, part.request_id, part.case.request.ref, lines)
    part.dialog.open()


OFFERS = (
    Offer("case_letter", "Letter or notice…", "Chosen, seen, and only then released.",
          Act.SEND_COPIES, CaseTab.PAPERS, lambda _view: True, write, "file-text"),
    Offer("case_form", "Form of this case…", "Each form the case allows: seen, printed, issued.",
          Act.READ, CaseTab.PAPERS, lambda _view: True, forms, "file-text"),
)  # fmt: skip
