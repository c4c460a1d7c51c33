"""A request that waits: triage, contact, the holding letter."""

from dolsdesk.domain.dols.states import Event, RequestState, may
from dolsdesk.domain.staff import Act
from dolsdesk.services import holding_letters
from dolsdesk.services import triage as triages
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.dialogs.contact import contact_dialog
from dolsdesk.ui.dialogs.letters import LetterDialog
from dolsdesk.ui.dialogs.triage import TriageDialog
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab


def triage(part: Part) -> None:
    """Ask the questions of the set in use, and put the request on the waiting list."""
    view = part.view
    if view is None or view.questions is None:
        return
    held = triages.newest(view.case)
    part.dialog = TriageDialog(
        part.shell, part, part.request_id, view.questions, held.facts if held else None
    )
    part.dialog.open()


def contact(part: Part) -> None:
    """Record a contact, and when somebody is in touch next."""
    request = part.case.request
    part.dialog = contact_dialog(
        part.shell, part, part.request_id,
        who=request.contact_name or part.case.place.managing_authority, band=request.priority,
    )  # fmt: skip
    part.dialog.open()


def letter(part: Part) -> None:
    """Send the holding letter, to the managing authority or to family."""
    family = [one.name for one in holding_letters.addressees(part.case)]
    part.dialog = LetterDialog(
        part.shell, part, part.request_id, band=part.case.request.priority, family=family
    )
    part.dialog.open()


def _is_checked(view: CaseView) -> bool:
    state = view.case.request.state
    return may(state, Event.WAIT) and state is not RequestState.WAITING


def _waits(view: CaseView) -> bool:
    return view.case.request.state is RequestState.WAITING


def _is_open(view: CaseView) -> bool:
    return view.case.request.is_open


OFFERS = (
    Offer("case_wait", "Triage, and put on the waiting list…",
          "The questions of the set in use; a person confirms the band with a reason.",
          Act.TRIAGE, CaseTab.OVERVIEW, _is_checked, triage, "hourglass"),
    Offer("case_triage_again", "Triage again…",
          "A new triage; the earlier ones and their answers stay on record.",
          Act.TRIAGE, CaseTab.WAITING, _waits, triage, "list-todo"),
    Offer("case_contact", "Contact…",
          "What was said while the request waits, and when somebody is in touch next.",
          Act.RECORD_EVENT, CaseTab.WAITING, _is_open, contact, "pen-line"),
    Offer("case_holding_letter", "Holding letter…",
          "To the home or to family: nothing is authorised, and what goes on being asked.",
          Act.RECORD_EVENT, CaseTab.WAITING, _is_open, letter, "send"),
)  # fmt: skip
