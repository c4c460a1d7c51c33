"""How a request waits: its band with the answers behind it, contact, and every entry of both."""

from dolsdesk.domain import text
from dolsdesk.domain.dols import waiting
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.dols.triage import Triage
from dolsdesk.domain.dols.waiting import ERRORS, ContactState
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import triage, words
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.records import RecordsPanel
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.widgets.basics import card, chip, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.flow import FlowLayout

KINDS = (RecordKind.TRIAGE, RecordKind.WAITING_CONTACT, RecordKind.CONTACT_PLAN)


class WaitingPart(Part):
    """What stands behind the band, and who was told what while the request waited."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.chips = FlowLayout(gap=look.px(6))
        self.said = label("", wrap=True)
        self.answers = label("", "muted", wrap=True)
        self.offered = Offered(self, CaseTab.WAITING)
        self.records = RecordsPanel(self, "Triage and contact", KINDS)
        stands = column(label("How it waits", "lead"), holder(self.chips), self.said, self.answers)
        left = column(card(stands), self.offered, None, gap="room")
        right = column(
            card(column(label("Triage and contact", "lead"), self.records)), None, gap="room"
        )
        both = row(left, right, gap="room")
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        both.setContentsMargins(2, 2, 8, 12)
        self.setLayout(column(scrolling(holder(both))))

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        self._show_chips(view)
        self.said.setText(self._said(view))
        held = triage.newest(view.case)
        self.answers.setText(_behind(held.facts) if held else "")
        self.answers.setVisible(bool(self.answers.text()))
        self.offered.show_case(view)
        self.records.show_records()

    def first_focus(self) -> None:
        self.offered.first_focus()

    def _show_chips(self, view: CaseView) -> None:
        clear(self.chips)
        request = view.case.request
        band = f"{words.fact(request.priority.value)} band" if request.priority else "Not triaged"
        self.chips.addWidget(chip(band))
        due_on = view.due_on
        if request.is_open and due_on is not None and due_on < view.as_at:
            over = text.number_of((view.as_at - due_on).days, "day")
            self.chips.addWidget(chip(f"{over} past the day the law sets", "danger"))
        if request.state is RequestState.WAITING:
            state = waiting.state(request.next_contact_on, view.as_at)
            self.chips.addWidget(chip(f"Contact: {words.fact(state.value)}", _tone(state)))

    def _said(self, view: CaseView) -> str:
        request, held = view.case.request, triage.newest(view.case)
        parts = []
        if held is not None:
            by = f"{held.recorded_by}, {text.long_date(held.facts.on)}"
            parts.append(f"{held.facts.reason.rstrip('.')} ({by}).")
            if held.facts.differs_because:
                parts.append(f"Other than the answers: {held.facts.differs_because}")
            parts.append(f"Screening: {words.fact(held.facts.agni_screen.value)}.")
        recheck = triage.recheck_on(view.case, self.shell.ctx)
        if recheck is not None:
            parts.append(f"To be triaged again by {text.long_date(recheck)}.")
        if request.state is RequestState.WAITING and request.next_contact_on is not None:
            parts.append(f"Next contact by {text.long_date(request.next_contact_on)}.")
        return " ".join(parts) or "Nobody has triaged this request yet."


def _behind(found: Triage) -> str:
    if not found.answers:
        return "No answers are recorded behind this band."
    told = "\n".join(f"{words.fact(one.band)}: {one.text}" for one in found.answers)
    return f"Behind the band, by {found.set_title}, version {found.set_version}:\n{told}"


def _tone(state: ContactState) -> str:
    if state in ERRORS:
        return "danger"
    return "warning" if state is ContactState.DUE_TODAY else "good"
