"""How a legal date is shown: what, when, how it stands today, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.worksheet import Result
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.services import reasons, words
from dolsdesk.ui import icons
from dolsdesk.ui.theme import SPACE, Look
from dolsdesk.ui.widgets.basics import clear, column, label, row


class WhyLine(QFrame):
    """One legal date with its reason, opened by Enter or the arrow."""

    def __init__(self, result: Result, today: date, look: Look, *, is_late: bool = False) -> None:
        super().__init__()
        self.result = result
        self._look = look
        rule = result.rule.rule
        name = words.fact(result.key)
        value, note = reasons.value(result), _note(result, today)
        self._value = label(value, "danger" if is_late else "heading")
        said = f"overdue, {note}" if is_late else note
        naming = column(label(name, wrap=True), gap="hair")
        if said:
            naming.addWidget(label(said, "danger" if is_late else "small"))
        head = row(naming, self._value, gap="snug")
        head.setStretch(0, 1)
        self._toggle = QToolButton()
        self._toggle.setCheckable(True)
        self._toggle.setText("Why?")
        self._toggle.setAccessibleName(f"Why {name.lower()} {value}?")
        self.setAccessibleName(f"{name}: {value}")
        self._toggle.setToolTip(f"{words.why(result)}\n{rule.title}: {result.rule.citation}")
        self._toggle.toggled.connect(self._show)
        head.addWidget(self._toggle)
        self._reason = label("\n".join(reasons.lines(result)), "small", wrap=True)
        self._reason.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._reason.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SPACE["hair"], 0, SPACE["hair"])
        box.setSpacing(SPACE["hair"])
        box.addLayout(head)
        box.addWidget(self._reason)

    def _show(self, wanted: bool) -> None:
        self._reason.setVisible(wanted)

    def open(self) -> None:
        """Show the reason."""
        self._toggle.setChecked(True)

    @property
    def reason(self) -> str:
        """Return the reason as it is shown."""
        return self._reason.text()


def _note(result: Result, today: date) -> str:
    """Return how a date stands today; other results need no such word."""
    return text.standing(result.value, today) if isinstance(result.value, date) else ""


class DatesPanel(QWidget):
    """The legal dates that follow, each with its reason."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._shown: list[WhyLine] = []

    def show_results(
        self, results: Iterable[Result], today: date, *, late: frozenset[str] = frozenset()
    ) -> None:
        """Show results; ``late`` names those that are past and still owed.

        A reason that was open stays open while the facts are being typed.
        """
        opened = {line.result.key for line in self._shown if line._toggle.isChecked()}  # noqa: SLF001
        clear(self._box)
        self._shown = []
        for result in reasons.worth_showing(results):
            line = WhyLine(result, today, self._look, is_late=result.key in late)
            if result.key in opened:
                line.open()
            self._shown.append(line)
            self._box.addWidget(line)
        if not self._shown:
            self._box.addWidget(label("No dates follow yet.", "muted"))

    @property
    def lines(self) -> tuple[WhyLine, ...]:
        """Return the lines shown."""
        return tuple(self._shown)


@dataclass(frozen=True, slots=True)
class _Mark:
    icon: str
    role: str
    word: str


_MARKS = {
    Severity.REFUSE: _Mark("circle-x", "danger", "Stops saving"),
    Severity.FLAG: _Mark("flag", "warning", "Marked as a breach or defect"),
    Severity.WARN: _Mark("triangle-alert", "warning", "Needs a reason"),
}


class ProblemsPanel(QWidget):
    """What is wrong, gravest first; each line leads to its field."""

    field_wanted = Signal(str)

    def __init__(self, look: Look, *, nothing: str = "Nothing is wrong.") -> None:
        super().__init__()
        self._look = look
        self._nothing = nothing
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE["tight"])
        self.sentences: tuple[str, ...] = ()

    def show_problems(self, problems: Iterable[Problem], *, extra: tuple[str, ...] = ()) -> None:
        """Show problems, and sentences that belong with them."""
        clear(self._box)
        order = list(Severity)
        found = sorted(problems, key=lambda problem: order.index(problem.severity))
        self.sentences = tuple(words.problem(problem) for problem in found) + extra
        for problem in found:
            self._box.addWidget(self._line(problem))
        for sentence in extra:
            self._box.addWidget(label(sentence, "muted", wrap=True))
        if not self.sentences and self._nothing:
            self._box.addWidget(label(self._nothing, "muted"))

    def _line(self, problem: Problem) -> QWidget:
        mark = _MARKS[problem.severity]
        sign = QLabel()
        colour = getattr(self._look.palette, mark.role)
        sign.setPixmap(icons.pixmap(mark.icon, colour, self._look.px(16)))
        sign.setToolTip(mark.word)
        sign.setAccessibleName(mark.word)
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        sentence = label(words.problem(problem), wrap=True)
        sentence.setAccessibleName(f"{mark.word}: {words.problem(problem)}")
        sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = row(sign, sentence, gap="tight")
        inside.setStretch(1, 1)
        if problem.field:
            lead = QToolButton()
            lead.setText("Go")
            lead.setAccessibleName(f"Go to the field: {words.problem(problem)}")
            wanted = problem.field
            lead.clicked.connect(lambda _checked=False: self.field_wanted.emit(wanted))
            inside.addWidget(lead, 0, Qt.AlignmentFlag.AlignTop)
        made = QWidget()
        made.setLayout(inside)
        return made
