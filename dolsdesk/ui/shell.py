"""What every page is given: the door to background work, the look, who is at the desk, the way."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dolsdesk.config import MachineSettings
from dolsdesk.domain.staff import Act, StaffMember
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk
from dolsdesk.ui.notifier import Notifier
from dolsdesk.ui.tasks import Tasks
from dolsdesk.ui.theme import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dolsdesk.domain.dols.assessor_forms import Sheet
    from dolsdesk.domain.dols.case import Case
    from dolsdesk.domain.places import Place
    from dolsdesk.services.incoming import Dropped
    from dolsdesk.services.worklist import Query


class Spot(StrEnum):
    """The places; their names, keys and order on the rail stand in ``ui/places.py``."""

    DAY = "day"
    WORKLIST = "worklist"
    LOG = "log"
    UNFILED = "unfiled"
    WAITING = "waiting"
    ALLOCATION = "allocation"
    DECISIONS = "decisions"
    PEOPLE = "people"
    REFERRALS = "referrals"
    RADAR = "radar"
    REGISTER = "register"
    RESCREENING = "rescreening"
    REPORTS = "reports"
    DESK = "desk"


class CaseTab(StrEnum):
    """The parts of a case."""

    OVERVIEW = "overview"
    WAITING = "waiting"
    ASSESSORS = "assessors"
    ASSESSMENTS = "assessments"
    DECISION = "decision"
    FINDINGS = "findings"
    AUTHORITY = "authority"
    RIGHTS = "rights"
    DOCUMENTS = "documents"
    PAPERS = "papers"
    HISTORY = "history"


class Tone(StrEnum):
    """How a message is meant."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the person at the desk."""

    text: str
    tone: Tone


class Shell(QObject):
    """The window's services to its pages.

    ``turned`` says that another page or another view of a case is seen, so that what can be done
    may have changed.
    """

    said = Signal(object)
    spot_wanted = Signal(object)
    case_wanted = Signal(int, object)
    cases_wanted = Signal(object, str)
    query_wanted = Signal(object, str)
    further_wanted = Signal(object)
    allocation_wanted = Signal(object)
    request_wanted = Signal(int, object)
    person_wanted = Signal(int)
    preview_wanted = Signal(int, object, object)
    form_wanted = Signal(int, object)
    files_wanted = Signal(object)
    back_wanted = Signal()
    actor_changed = Signal()
    turned = Signal()
    fault = Signal(object)

    def __init__(
        self, *, desk: Desk, actor: StaffMember, look: Look, profile: Path,
        settings: MachineSettings, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.profile = profile
        self.settings = settings
        self.notifier = Notifier(self)
        self.tasks = Tasks(self.notifier, self.fault.emit, self)
        self._ctx = desk.context(actor)

    @property
    def ctx(self) -> Context:
        """Return the context of whoever is at the desk now."""
        return self._ctx

    @property
    def actor(self) -> StaffMember:
        """Return who is at the desk now."""
        return self._ctx.actor

    def may(self, act: Act) -> bool:
        """Return whether the person at the desk may do something."""
        return self.actor.may(act)

    def change_actor(self, actor: StaffMember) -> None:
        """Put somebody else at the desk."""
        self._ctx = self.desk.context(actor)
        self.actor_changed.emit()
        self.turned.emit()

    def say(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Tell the person at the desk something, in passing."""
        self.said.emit(Message(text, tone))

    def go(self, spot: Spot) -> None:
        """Go to a place on the rail."""
        self.spot_wanted.emit(spot)

    def open_case(self, request_id: int, tab: CaseTab = CaseTab.OVERVIEW) -> None:
        """Open a case at one of its parts."""
        self.case_wanted.emit(request_id, tab)

    def write_form(self, request_id: int, sheet: "Sheet") -> None:
        """Open an assessor's form of a case, to be written."""
        self.form_wanted.emit(request_id, sheet)

    def take_in(self, dropped: "Sequence[Dropped]") -> None:
        """Take files in: into the case that is seen, or wherever they are said to belong."""
        self.files_wanted.emit(dropped)

    def open_person(self, person_id: int) -> None:
        """Show everything on record about somebody."""
        self.person_wanted.emit(person_id)

    def show_cases(self, ids: tuple[int, ...], title: str) -> None:
        """Show the cases behind a number."""
        self.cases_wanted.emit(ids, title)

    def allocate_many(self, ids: frozenset[int]) -> None:
        """Go to where assessors are proposed for some cases of the waiting list."""
        self.allocation_wanted.emit(ids)

    def show_query(self, query: "Query", title: str) -> None:
        """Show in the worklist all that answers a question, under a name of its own."""
        self.query_wanted.emit(query, title)

    def log_further(self, case: "Case") -> None:
        """Begin to log a further request for the person of a case, at the same place."""
        self.further_wanted.emit(case)

    def log_for(self, person_id: int, place: "Place") -> None:
        """Begin to log a request about somebody who is known, at a place."""
        self.request_wanted.emit(person_id, place)

    def back(self) -> None:
        """Go back to where the person came from."""
        self.back_wanted.emit()
