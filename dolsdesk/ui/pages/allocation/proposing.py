"""Proposing: which cases, the proposal with its reasons, who is overloaded, and accepting it."""

from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QProgressBar

from dolsdesk.domain import text
from dolsdesk.domain.dols.facts import AssessmentKind, Priority
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError
from dolsdesk.services import (
    allocation_batch,
    allocation_plan,
    allocation_words,
    ranking_words,
    words,
)
from dolsdesk.services.allocation_batch import Accepted
from dolsdesk.services.allocation_plan import Scope
from dolsdesk.services.allocation_proposal import Given, Line, LoadLine, Proposal
from dolsdesk.ui.pages.allocation import asking
from dolsdesk.ui.pages.allocation.columns import line_columns, load_columns
from dolsdesk.ui.pages.tab import Tab
from dolsdesk.ui.shell import CaseTab, Shell, Tone
from dolsdesk.ui.tables.row_model import RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import (
    Banner,
    button,
    card,
    clear,
    column,
    holder,
    label,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.fields import ChoiceField, NumberField
from dolsdesk.ui.widgets.flow import Beside, FlowLayout, line

MH, BI = AssessmentKind.MH, AssessmentKind.BI
_ROLES = {"both": (MH, BI), "mh": (MH,), "bi": (BI,)}
_EVERYBODY = "all"
_CALLED, _CHOSEN = "called", "chosen"
_SIDE_WIDE, _LIST_TALL, _LOADS_TALL = 380, 190, 150


class ProposeTab(Tab):
    """Many waiting cases at once."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.dialog: QDialog | None = None
        self.proposal: Proposal | None = None
        self.answered: set[int] = set()
        self._ids: frozenset[int] = frozenset()
        self._stop = Stop()
        self.roles = ChoiceField(
            "roles",
            "Allocate",
            [
                ("both", "Doctors and BIAs together"),
                ("mh", "Mental health assessors"),
                ("bi", "Best interests assessors"),
            ],
        )
        self.cases = ChoiceField("cases", "Cases that wait", _case_options(0))
        self.place = ChoiceField("place", "Home or hospital", [("", "Every home")])
        self.beyond = NumberField("beyond", "Past their limits, up to so many each", most=20)
        self.beyond.set_raw("0")
        self.go = button("Propose", self.propose, kind="primary")
        self.stop_button = button("Stop", self.stop)
        self.stop_button.hide()
        self.progress = QProgressBar()
        self.progress.setAccessibleName("How far the proposal is")
        self.progress.hide()
        self.banner = Banner(look)
        self.said = label("", "lead", wrap=True)
        self.model: RowModel[Line] = RowModel(line_columns(shell.ctx.today, (MH, BI)), look, self)
        self.table: RowTable[Line] = RowTable(self.model, "Proposal", look)
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.table.chosen.connect(self._show_line)
        self.table.opened.connect(lambda _line: self.change())
        self.loads_model: RowModel[LoadLine] = RowModel(load_columns(()), look, self)
        self.loads: RowTable[LoadLine] = RowTable(self.loads_model, "Assessors and load", look)
        self.loads.setMinimumHeight(look.px(_LOADS_TALL))
        self.loads.opened.connect(lambda _one: self.toggle_answered())
        self.ask_button = button(
            "Copy the questions", self.copy_questions,
            tip="What the chosen assessor is asked, by reference and home",
        )  # fmt: skip
        self.told_button = button(
            "Has answered no to all", self.toggle_answered, tip="Enter does it too"
        )
        self.all_button = button("All have answered no", self.all_answered)
        self.change_button = button(
            "Change…", self.change, tip="Somebody else for this case, or another return date"
        )
        self.open_button = button("Open the case", self.open_case)
        self.weights_button = button("Weights…", self.edit_weights, kind="quiet")
        self.accept_button = button("Accept…", self.accept, kind="primary")
        self.detail = column(gap="tight")
        self._lay_out()
        shell.tasks.progressed.connect(self._progressed)
        self._allow()

    def _lay_out(self) -> None:
        look = self.shell.look
        asked = holder(line(look, self.roles, self.cases, self.place))
        below = FlowLayout(gap=look.px(8))
        for part in (self.beyond, self.go, self.stop_button, self.weights_button):
            below.addWidget(part)
        answers = FlowLayout(gap=look.px(6))
        for part in (self.ask_button, self.told_button, self.all_button):
            answers.addWidget(part)
        work = column(
            self.said,
            self.table,
            label("Who carries what, and what one more slot would be worth", "heading"),
            self.loads,
            holder(answers),
        )
        work.setStretch(1, 3)
        work.setStretch(3, 2)
        inside = column(*(holder(self.detail), None))
        inside.setContentsMargins(0, 0, 8, 0)
        side = column(
            scrolling(holder(inside)),
            row(self.change_button, self.open_button, None),
            row(None, self.accept_button),
        )
        side.setStretch(0, 1)
        both = Beside(holder(work), card(side), look, wide=_SIDE_WIDE)
        box = column(asked, holder(below), self.progress, self.banner, both, gap="snug")
        box.setStretch(4, 1)
        self.setLayout(box)

    # Tab

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(allocation_plan.places, self.shell.ctx), self._show_places,
            latest="allocation-places",
        )  # fmt: skip
        self._allow()

    def first_focus(self) -> None:
        (self.table if self.proposal is not None else self.go).setFocus()

    @property
    def chosen(self) -> int | None:
        found = self.table.current_row
        return found.request_id if found is not None else None

    def choose(self, ids: frozenset[int]) -> None:
        """Ask about some cases of the waiting list, and propose."""
        self._ids = ids
        self.cases.set_options(_case_options(len(ids)))
        self.cases.set_raw(_CHOSEN)
        self.place.set_raw("")
        self.propose()

    # Proposing

    def propose(self) -> None:
        """Work out a proposal in the background."""
        if not self.shell.may(Act.ALLOCATE) or self.stop_button.isVisible():
            return
        self._stop = Stop()
        self.banner.hide_message()
        self.go.setEnabled(False)
        self.stop_button.show()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.said.setText("Working it out…")
        self.shell.tasks.run_long(
            self,
            partial(
                allocation_plan.propose,
                self.shell.ctx,
                _ROLES[self.roles.value()],
                self._scope(),
                beyond=self.beyond.value() or 0,
                stop=self._stop,
                progress=self.shell.tasks.report,
            ),
            self._proposed,
            on_fault=self._failed,
            stop=self._stop,
        )

    def stop(self) -> None:
        """Have the work stop; while it matches, the best match so far is shown."""
        self._stop.ask()

    def _scope(self) -> Scope:
        which, place = self.cases.value(), self.place.value()
        return Scope(
            band=Priority(which) if which in set(Priority) else None,
            place_id=int(place) if place else None,
            ids=self._ids if which == _CHOSEN else None,
            called_only=which == _CALLED,
        )

    def _progressed(self, done: int, total: int, said: str) -> None:
        if self.progress.isVisible():
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            if said:
                self.said.setText(f"{said}…")

    def _proposed(self, found: Proposal) -> None:
        self._finished()
        self.answered = set()
        self._show(found)
        self.table.setFocus()

    def _failed(self, fault: Exception) -> None:
        self._finished()
        self.said.setText("")
        if isinstance(fault, DeskError):
            self.banner.show_message(words.error(fault), Tone.WARNING)
        else:
            self.shell.fault.emit(fault)

    def _finished(self) -> None:
        self.progress.hide()
        self.stop_button.hide()
        self.go.setEnabled(True)

    # What is shown

    def _show(self, proposal: Proposal | None) -> None:
        """Show a proposal, or none; what was chosen stays chosen."""
        kept, carrier = self.chosen, self.loads.current_row
        self.proposal = proposal
        today = self.shell.ctx.today
        lines = proposal.lines if proposal is not None else ()
        self.model.set_columns(line_columns(today, proposal.roles if proposal else (MH, BI)))
        self.model.replace(lines)
        numbers = [found.request_id for found in lines]
        if numbers:
            self.table.select_where(numbers.index(kept) if kept in numbers else 0)
        self._show_loads(carrier)
        self._say(lines)
        self._show_line(self.table.current_row)
        self._allow()

    def _show_loads(self, kept: LoadLine | None) -> None:
        loads = self.proposal.loads() if self.proposal is not None else ()
        self.loads_model.set_columns(load_columns(self.answered))
        self.loads_model.replace(loads)
        names = [(found.assessor_id, found.role) for found in loads]
        if names:
            key = (kept.assessor_id, kept.role) if kept is not None else None
            self.loads.select_where(names.index(key) if key in names else 0)

    def _say(self, lines: tuple[Line, ...]) -> None:
        if self.proposal is None:
            self.said.setText("")
            return
        given = sum(bool(found.given) for found in lines)
        past = sum(found.has_warnings for found in lines)
        parts = [
            f"{given} of {text.number_of(len(lines), 'case')} would be allocated,"
            f" {len(lines) - given} wait on.",
            allocation_words.match(self.proposal),
        ]
        if past:
            parts.insert(1, f"{text.number_of(past, 'case')} with a warning.")
        self.said.setText(" ".join(parts))

    def _show_line(self, found: Line | None) -> None:
        clear(self.detail)
        if found is None:
            self.detail.addWidget(
                label(
                    "Choose which cases, then Propose. Nothing is written before you accept.",
                    "muted",
                    wrap=True,
                )
            )
            return
        case = found.asked.case
        self.detail.addWidget(label(f"{case.ref}, {case.person_name}", "lead", wrap=True))
        self.detail.addWidget(label(case.place_name, "muted", wrap=True))
        if not found.given:
            self.detail.addWidget(label(allocation_words.left(found), wrap=True))
        for given in found.given:
            self._show_given(given)

    def _show_given(self, given: Given) -> None:
        marks = given.ranked.marks
        add = self.detail.addWidget
        add(label(allocation_words.ROLE_NAMES[given.role], "heading"))
        back = text.near_date(given.return_on, self.shell.ctx.today)
        add(label(f"{given.name}, back by {back}", wrap=True))
        add(label(ranking_words.place(given.rank, given.of, given.score), "small", wrap=True))
        for mark in marks:
            got, most = ranking_words.worth(mark, marks)
            name = words.fact(mark.part.value)
            add(label(f"{name} {got} of {most}. {ranking_words.said(mark)}", "small", wrap=True))
        for problem in given.warnings:
            add(label(words.problem(problem), "warning", wrap=True))

    def _allow(self) -> None:
        may = self.shell.may(Act.ALLOCATE)
        has = self.proposal is not None and bool(self.proposal.chosen)
        self.go.setEnabled(may and not self.stop_button.isVisible())
        self.accept_button.setEnabled(may and has)
        self.weights_button.setVisible(self.shell.may(Act.MANAGE_DESK))
        for control in (self.change_button, self.open_button):
            control.setEnabled(may and self.proposal is not None)
        for control in (self.ask_button, self.told_button, self.all_button):
            control.setEnabled(may and has)

    def _show_places(self, found: tuple[tuple[int, str], ...]) -> None:
        kept = self.place.value()
        listed = [("", "Every home"), *((str(number), name) for number, name in found)]
        self.place.set_options(listed)
        self.place.set_raw(kept if kept in {value for value, _name in listed} else "")

    # By hand

    def change(self) -> None:
        """Ask for somebody else, or another day, for the chosen case."""
        found = self.table.current_row
        if found is not None and self.proposal is not None:
            self._open(asking.change_line(self.shell, self, self.proposal, found, self._show))

    def open_case(self) -> None:
        """Open the chosen case at its assessors."""
        if self.chosen is not None:
            self.shell.open_case(self.chosen, CaseTab.ASSESSORS)

    def toggle_answered(self) -> None:
        """Note that the chosen assessor has answered no to every question, or take it back."""
        one = self.loads.current_row
        if one is not None and one.new:
            self.answered ^= {one.assessor_id}
            self._show_loads(one)

    def all_answered(self) -> None:
        """Note that everybody who would be given a case has answered no to every question."""
        self.answered |= {one.assessor_id for one in self.loads_model.rows if one.new}
        self._show_loads(self.loads.current_row)

    def copy_questions(self) -> None:
        """Copy what the chosen assessor is asked."""
        one = self.loads.current_row
        if one is None or not one.new or self.proposal is None:
            self.shell.say("Choose an assessor who would be given a case.", Tone.INFO)
            return
        said = allocation_batch.questions_text(self.proposal, one.assessor_id)
        QGuiApplication.clipboard().setText(said)
        self.shell.say(f"Copied: the questions for {one.name}.")

    def edit_weights(self) -> None:
        """Set the council's weights."""
        asking.ask_weights(self.shell, self, self._open)

    # Accepting

    def accept(self) -> None:
        """Ask whether to accept the proposal, with what would be left out."""
        if self.proposal is not None and self.accept_button.isEnabled():
            made = asking.accept(self.shell, self, self.proposal, self.answered, self._accepted)
            self._open(made)

    def _accepted(self, told: Accepted) -> None:
        self._show(None)
        self.answered = set()
        if told.not_taken:
            self.banner.show_message("\n".join((told.said, *told.not_taken)), Tone.WARNING)
        else:
            self.shell.say(told.said)
        self.go.setFocus()

    def _open(self, made: QDialog) -> None:
        self.dialog = made
        made.open()


def _case_options(chosen: int) -> list[tuple[str, str]]:
    found = [
        (_EVERYBODY, "All that wait"),
        (_CALLED, "Called by this week's quotas"),
        *((band.value, f"Band {words.fact(band.value).lower()}") for band in Priority),
    ]
    if chosen:
        found.append((_CHOSEN, f"Chosen on the waiting list: {chosen}"))
    return found
