"""The rights of the person of a case: who stands beside them, what is owed, and what is lacking."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from dolsdesk.domain import text
from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.conditions import Condition
from dolsdesk.domain.dols.legal_tasks import LegalTask
from dolsdesk.domain.dols.objections import CourtCase, Objection
from dolsdesk.domain.dols.representatives import Appointment
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import legal_tasks, rights, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.rights import Rights
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.case.records import RecordsPanel
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.widgets.basics import card, chip, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.flow import FlowLayout

KINDS = (
    RecordKind.REPRESENTATIVE,
    RecordKind.REPRESENTATIVE_CONTACT,
    RecordKind.ADVOCATE,
    RecordKind.OBJECTION,
    RecordKind.COURT,
    RecordKind.LEGAL_TASK,
    RecordKind.CONDITION,
)


class RightsPart(Part):
    """Representative, advocates, objections, court, conditions; what can be done about each."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._sentences: list[str] = []
        self.chips = FlowLayout(gap=look.px(6))
        self.lacking = QVBoxLayout()
        self.lacking.setSpacing(look.px(4))
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(look.px(12))
        self.facts.setVerticalSpacing(look.px(4))
        self.facts.setColumnStretch(1, 1)
        self.offered = Offered(self, CaseTab.RIGHTS)
        self.records = RecordsPanel(self, "What is recorded of the person's rights", KINDS)
        standing = column(
            label("How it stands", "lead"), holder(self.chips), holder(self.lacking),
            holder(self.facts), gap="snug",
        )  # fmt: skip
        left = column(card(standing), self.offered, None, gap="room")
        right = column(
            card(column(label("What is recorded", "lead"), self.records)), None, gap="room"
        )
        both = row(left, right, gap="room")
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        both.setContentsMargins(2, 2, 8, 12)
        self.setLayout(column(scrolling(holder(both))))

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        found = rights.of(self.shell.ctx, view)
        self._show_chips(found)
        self._show_lacking(found)
        self._show_facts(found, view)
        self.offered.show_case(view)
        self.records.show_records()

    def first_focus(self) -> None:
        self.offered.first_focus()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what is said to be lacking."""
        return tuple(self._sentences)

    def _show_chips(self, found: Rights) -> None:
        clear(self.chips)
        held = found.safeguards
        if held.sa_begun_on is not None:
            is_there = held.acting is not None
            self.chips.addWidget(
                chip("Represented" if is_there else "No representative",
                     "good" if is_there else "danger")
            )  # fmt: skip
        if held.is_objecting:
            self.chips.addWidget(chip("Objects", "warning"))
        if held.is_challenged:
            self.chips.addWidget(chip("Before the court", "accent"))
        if found.needs:
            self.chips.addWidget(chip("Advocate needed", "danger"))
        if not self.chips.count():
            self.chips.addWidget(chip("No authorisation in force"))

    def _show_lacking(self, found: Rights) -> None:
        clear(self.lacking)
        self._sentences = []
        left = list(found.problems)
        for concern in found.concerns:
            role = "danger" if concern.is_late(self.today()) else "warning"
            said = rights.said(self.shell.ctx, concern)
            same = [one for one in left if _COVERED_BY.get(one.code) == concern.said]
            for problem in same[:1]:  # the words of dols.md 7 first, then what stands behind them
                left.remove(problem)
                said = f"{words.problem(problem)} {said}"
            self._lack(said, role)
        for problem in left:
            self._lack(words.problem(problem), "danger")
        if not self._sentences:
            self.lacking.addWidget(label("Nothing is lacking today.", "good"))

    def _lack(self, said: str, role: str) -> None:
        self._sentences.append(said)
        self.lacking.addWidget(label(said, role, wrap=True))

    def _show_facts(self, found: Rights, view: CaseView) -> None:
        clear(self.facts)
        for number, (name, value) in enumerate(self._facts(found, view)):
            self.facts.addWidget(label(name, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(label(value, wrap=True), number, 1)

    def _facts(self, found: Rights, view: CaseView) -> Iterator[tuple[str, str]]:
        held = found.safeguards
        if held.sa_given_on is not None:
            yield "Representative", _represented(held.acting or held.coming)
        if found.contact_due is not None:
            due = found.contact_due
            by = f"{text.day_date(due.by)}, {text.standing(due.by, self.today())}"
            last = held.last_contact
            said = text.day_date(last.on) if last is not None else "none recorded"
            yield "Last contact", said
            yield "Next contact due", by
        for one in held.advocates:
            yield words.fact(one.kind.value), self._advocate(one)
        for need in found.needs:
            yield words.fact(need.kind.value), f"Needed: {words.fact(need.trigger.value)}"
        for objection in held.objections:
            yield "Objection", self._objection(objection)
        for one_case in held.proceedings:
            yield "Court of Protection", self._court(one_case)
        for task in legal_tasks.waiting(view.case):
            yield "With the lawyers", self._task(task.facts)
        for condition in held.conditions:
            if condition.binds:
                yield "Condition", self._condition(condition, view)

    def _advocate(self, found: Advocacy) -> str:
        parts = []
        if found.instructed_on is not None:
            parts.append(f"instructed {text.day_date(found.instructed_on)}")
        if found.is_unanswered and found.instructed_on is not None:
            days = (self.today() - found.instructed_on).days
            parts.append(f"unanswered for {text.number_of(days, 'day')}")
        else:
            parts.append(words.fact(found.state.value).lower())
        if found.why_not_instructed:
            parts.append(found.why_not_instructed)
        who = found.advocate or found.provider
        return ", ".join(part for part in (who, *parts) if part)

    def _objection(self, found: Objection) -> str:
        said = f"{text.day_date(found.on)}, {words.fact(found.how.value).lower()}: {found.what}"
        if found.answer is not None:
            return f"{said} Answered: {words.fact(found.answer.value).lower()}."
        if found.challenger is None:
            return f"{said} Nobody is named who will bring the challenge."
        who = found.challenger_name or words.fact(found.challenger.value)
        by = f" by {text.day_date(found.challenge_by)}" if found.challenge_by else ""
        return f"{said} Challenge: {who}{by}."

    def _court(self, found: CourtCase) -> str:
        parts = [words.fact(found.kind.value), found.case_no, words.fact(found.state.value)]
        hearing = found.next_hearing(self.today())
        if hearing is not None:
            parts.append(f"next hearing {text.day_date(hearing)}")
        parts += [
            f"order of {text.long_date(order.made_on)}: {words.fact(order.effect.value).lower()}"
            for order in found.orders
        ]
        return ", ".join(part for part in parts if part)

    def _task(self, found: LegalTask) -> str:
        by = f"{text.day_date(found.due_on)}, {text.standing(found.due_on, self.today())}"
        return f"{found.question} ({found.owner}, by {by})"

    def _condition(self, found: Condition, view: CaseView) -> str:
        due = rights.condition_due_on(self.shell.ctx, view, found)
        parts = [words.fact(found.status.value)]
        if found.is_unmet and due is not None:
            parts.append(f"due {text.day_date(due)}")
        parts.append(found.owner)
        return f"{found.text} ({', '.join(part for part in parts if part)})"


#: Flags of dols.md 7 that a sentence of the radar says already.
_COVERED_BY = {
    "IMCA_NEEDED": "RADAR_ADVOCATE_NEEDED",
    "RPR_NO_CONTACT": "RADAR_NO_CONTACT",
}


def _represented(found: Appointment | None) -> str:
    if found is None:
        return "Nobody"
    parts = [
        found.name,
        found.relationship or found.provider,
        words.fact(found.kind.value).lower(),
        words.fact(found.state.value).lower(),
    ]
    if found.is_acting and found.appointed_to is not None:
        parts.append(f"up to {text.long_date(found.appointed_to)}")
    return ", ".join(part for part in parts if part)
