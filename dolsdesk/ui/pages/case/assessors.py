"""Choosing assessors: who may act, who may not and why, and how busy everybody is."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessors import INELIGIBLE_RULES, RULES, Declared, Ineligible
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.hours import hours
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError
from dolsdesk.services import allocation, ranking_words, rework, words
from dolsdesk.services.allocation import USUAL_KINDS, Candidate
from dolsdesk.services.cases import CaseView
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, LineField, TickField, as_bool, yes_no
from dolsdesk.ui.widgets.flow import Beside, FlowLayout
from dolsdesk.ui.widgets.legal import ProblemsPanel

_ROLES = (
    (AssessmentKind.BI, "Best interests assessor"),
    (AssessmentKind.MH, "Mental health assessor"),
)
_SIDE_WIDE = 400
_TOP = Qt.AlignmentFlag.AlignTop


class Assessors(Part):
    """Selects assessors for the six assessments."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._kinds: tuple[AssessmentKind, ...] = ()
        self._chosen: Candidate | None = None
        self._questions: dict[Declared, ChoiceField] = {}
        self.now = QGridLayout()
        self.now.setHorizontalSpacing(look.px(12))
        self.now.setVerticalSpacing(look.px(3))
        self.now.setColumnStretch(1, 1)
        self.roles = QButtonGroup(self)
        strip = FlowLayout(gap=look.px(4))
        strip.addWidget(label("Choose", "lead"))
        for kind, name in _ROLES:
            tile = button(name, kind="tile")
            tile.setCheckable(True)
            tile.clicked.connect(partial(self._role_pressed, kind))
            self.roles.addButton(tile)
            strip.addWidget(tile)
        self.ticks = {
            kind: TickField(kind.value, words.fact(kind.value)) for kind in AssessmentKind
        }
        which = FlowLayout(gap=look.px(8))
        for kind, tick in self.ticks.items():
            tick.changed.connect(partial(self._kinds_changed, kind))
            which.addWidget(tick)
        today = shell.ctx.today
        self.model: RowModel[Candidate] = RowModel(_columns(today), look, self)
        self.table: RowTable[Candidate] = RowTable(self.model, "Assessors", look)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self._to_questions())
        self.about = label("", "lead", wrap=True)
        self.why = label("", wrap=True)
        self.parts = label("", "small", wrap=True)
        self.skills = label("", "small", wrap=True)
        self.problems = ProblemsPanel(look, nothing="Nothing stands against this choice.")
        self.hours = label("", "small", wrap=True)
        self.asked = column(gap="tight")
        self.back = DateField("return_on", "Report to be back by", look, lambda: shell.ctx.today)
        self.reason = LineField("reason", "Why go on despite the warnings")
        self.select = button("Select this assessor", self.allocate, kind="primary")
        self.stop = button("They were told to stop", self.tell_to_stop)
        chosen = scrolling(
            holder(
                column(
                    self.about,
                    self.why,
                    self.problems,
                    holder(self.asked),
                    self.back,
                    self.reason,
                    self.parts,
                    self.skills,
                    None,
                )
            )
        )
        chosen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        one = column(chosen, row(self.select, None))
        one.setStretch(0, 1)
        now = column(label("Who assesses what", "lead"), holder(self.now), row(self.stop, None))
        beside = column(card(one, name="sunken"), card(now), gap="room")
        beside.setStretch(0, 1)
        side = holder(beside)
        choose = column(holder(strip), holder(which), self.table, self.hours)
        choose.setStretch(2, 1)
        self.setLayout(column(Beside(card(choose), side, look, wide=_SIDE_WIDE)))

    def show_case(self, view: CaseView) -> None:
        first = self.view is None
        super().show_case(view)
        self._show_now(view)
        can = self.shell.may(Act.ALLOCATE) and view.case.request.is_open
        self.select.setEnabled(can)
        negative = view.step.what.value == "stop_assessors"
        self.stop.setVisible(negative and self.shell.may(Act.SEND_COPIES))
        if first or not self._kinds:
            self._offer_missing()
        else:
            self._ask()

    def _show_now(self, view: CaseView) -> None:
        clear(self.now)
        for number, kind in enumerate(AssessmentKind):
            self.now.addWidget(label(words.fact(kind.value), "label"), number, 0, _TOP)
            self.now.addWidget(label(_standing(kind, view), wrap=True), number, 1)

    def first_focus(self) -> None:
        self.table.setFocus()

    # Which kinds

    def _offer_missing(self) -> None:
        """Start with the assessor who is still missing."""
        running = self.case.active_allocations
        missing = [kind for kind, _name in _ROLES if kind not in running]
        self._role_pressed(missing[0] if missing else AssessmentKind.BI)

    def _role_pressed(self, role: AssessmentKind, _checked: bool = False) -> None:
        usual = USUAL_KINDS[role]
        running = self.case.active_allocations
        self._kinds = tuple(kind for kind in usual if kind is role or kind not in running)
        for (kind, _name), tile in zip(_ROLES, self.roles.buttons(), strict=True):
            tile.setChecked(kind is role)
        self._show_ticks()
        self._ask()

    def _show_ticks(self) -> None:
        for kind, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.set_raw(kind in self._kinds)
            tick.blockSignals(False)

    def _kinds_changed(self, _kind: AssessmentKind) -> None:
        self._kinds = tuple(kind for kind, tick in self.ticks.items() if tick.value())
        self._ask()

    def _ask(self) -> None:
        ctx, request_id, kinds = self.shell.ctx, self.request_id, self._kinds
        self.shell.tasks.run_read(
            self,
            partial(allocation.candidates, ctx, request_id, kinds),
            self._show_candidates,
            latest=f"candidates-{request_id}",
        )
        self.shell.tasks.run_read(
            self,
            partial(allocation.questions, ctx, request_id, kinds),
            self._show_questions,
            latest=f"questions-{request_id}",
        )
        if kinds:
            self.shell.tasks.run_read(
                self,
                partial(allocation.proposed_return, ctx, request_id, kinds),
                self.back.set_value,
                latest=f"return-{request_id}",
            )

    def _show_candidates(self, found: tuple[Candidate, ...]) -> None:
        kept = self._chosen.id if self._chosen else 0
        self.model.replace(found)
        places = [number for number, one in enumerate(found) if one.id == kept]
        if places:
            self.table.select_where(places[0])
        else:
            self.table.select_first()

    # The one chosen

    def _choose(self, one: Candidate) -> None:
        self._chosen = one
        self._show_rank(one)
        profession = words.fact(one.profession.value)
        self.about.setText(f"{one.name}, {profession.lower()}")
        until = one.selectable_until
        trained = f"training to {text.short_date(until)}" if until else "not trained"
        self.skills.setText(" · ".join(part for part in (_skills(one), trained) if part))
        self.hours.setText(_how(one))
        cited = tuple(f"{self._citation(p)}" for p in one.problems if self._citation(p))
        extra = (f"Rule: {'; '.join(dict.fromkeys(cited))}.",) if cited else ()
        self.problems.show_problems(one.problems, extra=extra)
        may_act = one.may_act and self.shell.may(Act.ALLOCATE) and self.case.request.is_open
        self.select.setEnabled(may_act)
        warned = any(not p.refuses for p in one.problems)
        self.reason.setVisible(warned and one.may_act)

    def _show_rank(self, one: Candidate) -> None:
        """Say where somebody stands among those suggested, why, and what each part brings."""
        ranked = sum(bool(found.rank) for found in self.model.rows)
        placed = ranking_words.place(one.rank, ranked, one.score) if one.rank else ""
        self.why.setText(f"{placed} {ranking_words.reasons(one.marks)}".strip())
        self.why.setVisible(bool(one.rank))
        lines = []
        for mark in one.marks:
            got, most = ranking_words.worth(mark, one.marks)
            name = words.fact(mark.part.value)
            lines.append(f"{name} {got} of {most}: {ranking_words.said(mark)}")
        self.parts.setText("\n".join(lines))
        self.parts.setVisible(bool(lines))

    def _citation(self, problem: Problem) -> str:
        """Return the provision behind a refusal."""
        reason = problem.params.get("reason")
        rule_id = RULES.get(problem.code)
        if isinstance(reason, Ineligible):
            rule_id = INELIGIBLE_RULES[reason]
        if rule_id is None:
            return ""
        return str(self.shell.ctx.book.value(rule_id, on=self.shell.ctx.today).citation)

    def _show_questions(self, asked: tuple[Declared, ...]) -> None:
        held = {question: field.raw() for question, field in self._questions.items()}
        clear(self.asked)
        self._questions = {}
        if asked:
            self.asked.addLayout(
                row(
                    label("The assessor's own answers", "heading"),
                    None,
                    button("All no", self._all_no, kind="quiet", tip="Every answer is no"),
                )
            )
        for question in asked:
            field = yes_no(question.value, words.fact(question.value))
            field.set_raw(held.get(question, ""))
            field.hide_caption()
            field.setFixedWidth(self.shell.look.px(96))
            self._questions[question] = field
            line = row(label(words.fact(question.value), wrap=True), field)
            line.setStretch(0, 1)
            self.asked.addLayout(line)

    def _all_no(self) -> None:
        for field in self._questions.values():
            field.set_raw("no")
        self.select.setFocus()

    def _to_questions(self) -> None:
        if self._questions:
            next(iter(self._questions.values())).setFocus()

    @property
    def answers(self) -> Mapping[Declared, bool | None]:
        """Return the answers given so far."""
        return {question: as_bool(field) for question, field in self._questions.items()}

    # Acting

    def allocate(self) -> None:
        """Select the assessor for the kinds ticked."""
        if self._chosen is None:
            return
        self.select.setEnabled(False)
        self.back.set_fault("")
        self.shell.tasks.run_change(
            self,
            partial(
                allocation.allocate,
                self.shell.ctx,
                self.request_id,
                assessor_id=self._chosen.id,
                kinds=self._kinds,
                declarations=self.answers,
                return_on=self.back.value(),
                reason=self.reason.value(),
                seen_version=self.case.request.version,
            ),
            self._allocated,
            on_fault=self._refused,
        )

    def _allocated(self, _value: object) -> None:
        name = self._chosen.name if self._chosen else ""
        self.shell.say(f"{name} is selected.")
        self._chosen = None
        self._kinds = ()
        for field in self._questions.values():
            field.set_raw("")
        self.reason.set_raw("")

    def _refused(self, fault: Exception) -> None:
        self.select.setEnabled(True)
        if isinstance(fault, (ProblemsFound, ReasonNeeded)):
            self.problems.show_problems(fault.problems)
        if isinstance(fault, DeskError) and fault.field == self.back.name:
            self.back.set_fault(words.error(fault))
            self.back.setFocus()
        if isinstance(fault, ReasonNeeded):
            self.reason.setVisible(True)
            self.reason.setFocus()
        if isinstance(fault, DeskError):
            self.shell.say(words.error(fault), Tone.DANGER)
        else:
            self.shell.fault.emit(fault)

    def tell_to_stop(self) -> None:
        """Record that the assessors still working were told to stop."""
        self.shell.tasks.run_change(
            self,
            partial(allocation.tell_to_stop, self.shell.ctx, self.request_id),
            lambda _value: self.shell.say("Recorded: the assessors were told to stop."),
        )


def _standing(kind: AssessmentKind, view: CaseView) -> str:
    """Return who carries out an assessment, and how far it is."""
    done = view.case.assessments.get(kind)
    selection = view.case.active_allocations.get(kind)
    name = selection.assessor_name if selection else ""
    who = f"{name}: " if name else ""
    if done is not None and done.returned_reason:
        agreed = [one.facts.due_on for one in rework.out(view.case) if one.facts.kind is kind]
        again = "".join(f", due {text.near_date(on, view.as_at)}" for on in agreed if on)
        return f"{who}sent back{again}"
    if done is not None:
        result = words.fact(done.result.value).lower()
        return f"{who}{result}, {text.short_date(done.carried_out_on)}"
    if selection is None:
        return "nobody yet"
    if selection.stop_notice_on:
        return f"{who}told to stop"
    on = selection.return_on or selection.due_on
    back = f", back by {text.near_date(on, view.as_at)}" if on else ""
    return f"{name}{back}"


def _columns(today: date) -> list[Column[Candidate]]:
    def verdict(one: Candidate) -> str:
        refusing = [p for p in one.problems if p.refuses]
        if refusing:
            return f"No: {words.problem(refusing[0]).removeprefix(one.name).strip()}"
        return "Yes, with a warning" if one.problems else "Yes"

    def tone(one: Candidate) -> str:
        if not one.may_act:
            return "danger"
        return "warning" if one.problems else "good"

    def load(one: Candidate) -> str:
        on = one.load.next_due_on
        due = f", due {text.near_date(on, today)}" if on else ""
        return f"{one.load.open}{due}" if one.load.open else "none"

    def away(one: Candidate) -> str:
        if one.away_until:
            return f"to {text.near_date(one.away_until, today)}"
        return f"from {text.near_date(one.away_from, today)}" if one.away_from else ""

    def due(one: Candidate) -> str:
        parts = (
            f"{one.load.due} due" if one.load.due else "",
            f"{one.taken} new" if one.taken else "",
        )
        return ", ".join(part for part in parts if part)

    def left(one: Candidate) -> str:
        return hours(one.week.left) if one.week.left is not None else "not known"

    def left_tone(one: Candidate) -> str:
        if one.week.left is None:
            return "muted"
        return "warning" if one.week.left < 0 else ""

    def rank(one: Candidate) -> str:
        return f"{one.rank}. {one.score}" if one.rank else ""

    def reasons(one: Candidate) -> str:
        return ranking_words.reasons(one.marks)

    return [
        Column("rank", "Rank, points", rank, 84, tip=reasons),
        Column("name", "Assessor", lambda one: one.name, 138, is_strong=True),
        Column("may", "May act?", verdict, 108, tone=tone, tip=verdict),
        Column("load", "Open cases", load, 106),
        Column("due", "This week", due, 74),
        Column("hours", "Hours left", left, 84, tone=left_tone, tip=_how),
        Column("away", "On leave", away, 84),
        Column("skills", "Languages, skills", _skills, 100, tip=_skills),
    ]


def _how(one: Candidate) -> str:
    return " ".join(allocation.how_hours(one.week))


def _skills(one: Candidate) -> str:
    parts = (one.languages, one.specialisms, one.base, one.availability)
    return " · ".join(part for part in parts if part)
