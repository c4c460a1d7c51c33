"""The authority of a case: how its authorisations stand, and what has happened to them since."""

from dolsdesk.domain import text
from dolsdesk.domain.dols.life import SA_LIVE, URGENT_RUNNING, SaState
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import words
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.records import RecordsPanel
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.widgets.basics import card, chip, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.flow import FlowLayout

#: What happens to an authority, or to the question who answers for it.
KINDS = (
    RecordKind.URGENT_END,
    RecordKind.SUSPENSION,
    RecordKind.CESSATION,
    RecordKind.REVIEW,
    RecordKind.ABSENCE,
    RecordKind.RESIDENCE,
    RecordKind.CLOSURE,
)


class AuthorityPart(Part):
    """How the urgent and the standard authorisation stand, and every entry about them."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.states = FlowLayout(gap=look.px(6))
        self.said = label("", "muted", wrap=True)
        self.offered = Offered(self, CaseTab.AUTHORITY)
        self.records = RecordsPanel(self, "What happened to the authority", KINDS)
        left = column(
            card(column(label("How it stands", "lead"), holder(self.states), self.said)),
            self.offered,
            None,
            gap="room",
        )
        right = column(
            card(column(label("What has happened", "lead"), self.records)), None, gap="room"
        )
        both = row(left, right, gap="room")
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        both.setContentsMargins(2, 2, 8, 12)
        self.setLayout(column(scrolling(holder(both))))

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        clear(self.states)
        lines = []
        if view.urgent_state is not None:
            tone = "warning" if view.urgent_state in URGENT_RUNNING else "neutral"
            said = words.fact(view.urgent_state.value)
            self.states.addWidget(chip(f"Urgent: {said}", tone))
            ceases = view.answer.date("urgent_ceases_on")
            lines.append(f"Urgent: last day {text.long_date(ceases)}." if ceases else "")
        if view.sa_state is not None:
            self.states.addWidget(
                chip(f"Standard: {words.fact(view.sa_state.value)}", _tone(view.sa_state))
            )
            ceases = view.answer.date("sa_ceases_on")
            lines.append(f"Standard: last day {text.long_date(ceases)}." if ceases else "")
        if not lines:
            self.states.addWidget(chip("No authorisation yet"))
        self.said.setText(" ".join(line for line in lines if line))
        self.said.setVisible(bool(self.said.text()))
        self.offered.show_case(view)
        self.records.show_records()

    def first_focus(self) -> None:
        self.offered.first_focus()


def _tone(state: SaState) -> str:
    if state is SaState.SUSPENDED:
        return "danger"
    return "good" if state in SA_LIVE else "neutral"
