"""The head of a case: who, where, how things stand, and the one next thing."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols import holdings, rights
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.next_step import NextStep, Step
from dolsdesk.domain.dols.representatives import Appointment
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.records import RecordKind
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import words
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offers import authority, requesting
from dolsdesk.ui.pages.worklist.columns import state_words
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.basics import button, chip, clear, column, holder, label, row
from dolsdesk.ui.widgets.flow import FlowLayout
from dolsdesk.ui.widgets.timeline import Timeline

#: Where the next thing is done.
TABS = {
    NextStep.CHECK: CaseTab.OVERVIEW,
    NextStep.DECIDE_EXTENSION: CaseTab.OVERVIEW,
    NextStep.ALLOCATE: CaseTab.ASSESSORS,
    NextStep.RECORD_ASSESSMENTS: CaseTab.ASSESSMENTS,
    NextStep.STOP_ASSESSORS: CaseTab.ASSESSORS,
    NextStep.SUBMIT: CaseTab.DECISION,
    NextStep.DECIDE: CaseTab.DECISION,
    NextStep.CORRECT: CaseTab.ASSESSMENTS,
    NextStep.REFUSE: CaseTab.DECISION,
    NextStep.SEND_COPIES: CaseTab.PAPERS,
    NextStep.NOTE_URGENT_CEASED: CaseTab.AUTHORITY,
    NextStep.NOTE_SA_CEASED: CaseTab.AUTHORITY,
    NextStep.APPOINT_REPRESENTATIVE: CaseTab.RIGHTS,
    NextStep.GO_ON_WITH_REVIEW: CaseTab.AUTHORITY,
    NextStep.LIFT_OR_LET_CEASE: CaseTab.AUTHORITY,
    NextStep.ASK_FURTHER: CaseTab.OVERVIEW,
    NextStep.NOTHING: CaseTab.OVERVIEW,
}
#: What the button does there at once, where that is one thing.
DONE_BY = {
    NextStep.CHECK: requesting.check,
    NextStep.DECIDE_EXTENSION: requesting.decide_extension,
    NextStep.NOTE_URGENT_CEASED: authority.tell_urgent,
    NextStep.NOTE_SA_CEASED: authority.tell_ceased,
}
#: While these last, somebody must represent the person.
_REPRESENTED = frozenset({SaState.IN_FORCE, SaState.SUSPENDED})
_STATE_TONES = {
    RequestState.GRANTED: "good",
    RequestState.NEGATIVE: "warning",
    RequestState.RETURNED: "warning",
    RequestState.NOT_GRANTED: "info",
    RequestState.WITH_SIGNATORY: "accent",
    RequestState.ALL_POSITIVE: "accent",
}
_NEXT_WIDE = 330


class CaseHeader(QWidget):
    """Name, place, chips; the authority timeline; the next thing."""

    next_wanted = Signal(object)

    def __init__(self, look: Look, book: RuleBook) -> None:
        super().__init__()
        self._look = look
        self._book = book
        self.name = label("", "title")
        self.about = label("", "muted", wrap=True)
        self.place = label("", "muted", wrap=True)
        self.chips = FlowLayout(gap=look.px(4))
        self.timeline = Timeline(look)
        self.gap = label("", "danger", wrap=True)
        self.next_words = label("", "lead", wrap=True)
        self.next_detail = label("", "small", wrap=True)
        self.next_button: QPushButton = button("", self._next, kind="primary")
        self._step = Step(NextStep.NOTHING)
        naming = row(self.name, holder(self.chips), gap="room")
        naming.setStretch(1, 1)
        who = column(naming, self.about, self.place, gap="hair")
        self.next_card = QFrame()
        self.next_card.setObjectName("sunken")
        inside = QVBoxLayout(self.next_card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(3)
        for part in (label("Next", "label"), self.next_words, self.next_detail):
            inside.addWidget(part)
        inside.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        top = row(
            column(who, self.gap, self.timeline, None, gap="tight"), self.next_card, gap="room"
        )
        top.setStretch(0, 1)
        self.setLayout(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override of QWidget: the next thing never takes more than its share."""
        super().resizeEvent(event)
        self.next_card.setFixedWidth(min(self._look.px(_NEXT_WIDE), self.width() * 3 // 10))

    def show_case(self, view: CaseView) -> None:
        """Show a case."""
        case, today = view.case, view.as_at
        person, request, place = case.person, case.request, case.place
        age = person.age(today)
        self.name.setText(person.full_name)
        aged = f", {age}" if age is not None and person.date_of_birth else ""
        self.about.setText(
            f"{request.ref} · {case.person_ref} · born {person.born()}{aged}"
            f" · received {text.day_date(request.received_on)}"
            + (f" at {text.clock_time(request.received_time)}" if request.received_time else "")
        )
        ward = f", {request.ward}" if request.ward else ""
        self.place.setText(f"{place.name}{ward} · {place.address} {place.postcode}".strip())
        self._show_chips(view)
        self._show_gap(view, today)
        self.timeline.show_spans(view.spans, today)
        self._show_next(view.step, today)

    def _show_chips(self, view: CaseView) -> None:
        clear(self.chips)
        request, case = view.case.request, view.case
        self.chips.addWidget(
            chip(state_words(request.state), _STATE_TONES.get(request.state, "neutral"))
        )
        if request.urgent_given:
            self.chips.addWidget(chip("Urgent", "warning"))
        if request.priority is not None:
            self.chips.addWidget(chip(f"Priority {request.priority.value}"))
        if rights.objects(case):
            self.chips.addWidget(chip("Objects", "warning"))
        if view.sa_state in _REPRESENTED and not _is_represented(case):
            self.chips.addWidget(chip("No representative", "danger"))
        self.chips.addWidget(_test_chip(view, self._book))

    def _show_gap(self, view: CaseView, today: date) -> None:
        """Say in plain words when nothing authorises today (dols.md 3.4)."""
        gaps = [span for span in view.spans if not span.ref]
        now = [span for span in gaps if span.first_on <= today < span.until_on]
        is_relevant = view.case.request.is_open or view.case.authorisation is not None
        self.gap.setVisible(bool(now) and is_relevant)
        if now:
            self.gap.setText(words.sentence("NO_AUTHORITY", first=now[-1].first_on))

    def _show_next(self, step: Step, today: date) -> None:
        self._step = step
        self.next_words.setText(words.fact(f"step_{step.what.value}"))
        lines = []
        if step.by is not None:
            lines.append(f"by {text.day_date(step.by)}, {text.standing(step.by, today)}")
        if step.detail:
            lines.append(", ".join(dict.fromkeys(words.fact(part) for part in step.detail)))
        if step.rule_id is not None:
            rule = self._book.value(step.rule_id, on=today)
            lines.append(f"{rule.rule.title}: {rule.citation}")
        self.next_detail.setText("\n".join(lines))
        self.next_button.setText(_VERBS.get(step.what, ""))
        self.next_button.setVisible(step.what in _VERBS)
        late = step.by is not None and step.by < today
        self.next_words.setProperty("role", "lead")
        self.next_detail.setProperty("role", "danger" if late else "small")
        self.next_detail.style().polish(self.next_detail)

    def _next(self) -> None:
        self.next_wanted.emit(self._step.what)


_VERBS = {
    NextStep.CHECK: "Content is checked",
    NextStep.DECIDE_EXTENSION: "Decide the extension…",
    NextStep.ALLOCATE: "Choose assessors",
    NextStep.RECORD_ASSESSMENTS: "Record an assessment",
    NextStep.STOP_ASSESSORS: "They were told to stop",
    NextStep.SUBMIT: "Send to the signatory",
    NextStep.DECIDE: "Open the decision",
    NextStep.CORRECT: "Record the correction",
    NextStep.REFUSE: "Open the decision",
    NextStep.SEND_COPIES: "Open the copies",
    NextStep.NOTE_URGENT_CEASED: "List the notices",
    NextStep.NOTE_SA_CEASED: "List the notices",
    NextStep.APPOINT_REPRESENTATIVE: "Open the rights",
    NextStep.GO_ON_WITH_REVIEW: "Open the review",
    NextStep.LIFT_OR_LET_CEASE: "Open the suspension",
    NextStep.ASK_FURTHER: "Log the further request…",
}


def _is_represented(case: Case) -> bool:
    held = holdings.of(case.records, RecordKind.REPRESENTATIVE, Appointment)
    return any(one.facts.is_acting for one in held)


def _test_chip(view: CaseView, book: RuleBook) -> QLabel:
    """Return which test the latest formal finding used, and when (after-agni.md 4.12)."""
    from dolsdesk.domain.dols import legal_test, recorded_findings

    kept = recorded_findings.current(view.case.records)
    best = view.case.assessments.get(AssessmentKind.BI)
    assessed = best.best_interests.test if best and best.best_interests else None
    test = kept.facts.finding if kept else assessed
    if test is None:
        return chip("No finding yet")
    decided = test.decided_on or (best.carried_out_on if best else None)
    on = f", {text.short_date(decided)}" if decided else ""
    if test.test == legal_test.in_force(view.as_at, book):
        return chip(f"{words.fact(test.test)}{on}", "good")
    return chip(f"{words.sentence('OLD_ONLY')}{on}", "danger")
