"""Recording the six assessments: the list of six, and the form of the one chosen."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessments import Assessment, Method
from dolsdesk.domain.dols.assessor_forms import Sheet
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError
from dolsdesk.services import assessments, assessor_sheets, record_lines, rework, words
from dolsdesk.services.assessments import Usable
from dolsdesk.services.cases import CaseView
from dolsdesk.services.drafts import Draft
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.ui.drafting import Drafter
from dolsdesk.ui.pages.case.assessment_form import AssessmentForm
from dolsdesk.ui.pages.case.offered_fees import OfferedWithFees
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import LineField
from dolsdesk.ui.widgets.flow import Beside
from dolsdesk.ui.widgets.legal import ProblemsPanel

_CHECK_MS = 250
#: The forms that are written in the window; what came on paper is recorded beside the list.
_FORMS = (
    (Sheet.BEST_INTERESTS, "Write Form 3, 3A or 3B", "The best interests assessor's form"),
    (Sheet.MEDICAL, "Write Form 4", "The doctor's form"),
)
_OPEN_TO_RECORD = frozenset(
    {
        RequestState.CHECKING, RequestState.WAITING, RequestState.ALLOCATED,
        RequestState.ASSESSING, RequestState.RETURNED, RequestState.NEGATIVE,
    }
)  # fmt: skip


class Assessments(Part):
    """The six, one at a time."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.kind: AssessmentKind | None = None
        self.form: AssessmentForm | None = None
        self._draft: Drafter | None = None
        self.model: RowModel[AssessmentKind] = RowModel(self._columns(), look, self)
        self.table: RowTable[AssessmentKind] = RowTable(self.model, "The six assessments", look)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _kind: self._into_form())
        self.held = label("", "info", wrap=True)
        self.versions = label("", "muted", wrap=True)
        self.offered = OfferedWithFees(self)
        self.former = label("", "muted", wrap=True)
        self.place = column()
        self.problems = ProblemsPanel(look, nothing="Nothing stands against this assessment.")
        self.reason = LineField("reason", "Why go on despite the warnings")
        self.save = button("Record this assessment", self.record, kind="primary", tip="Ctrl+S")
        self.again = button("Find an earlier one to use again", self.find_equivalents)
        self.kept = label("", "small")
        self.writing = {
            sheet: button(name, partial(self.write_form, sheet), kind="primary", tip=tip)
            for sheet, name, tip in _FORMS
        }
        self.earlier = column(gap="tight")
        inside = column(
            self.held, self.versions, self.former, holder(self.earlier), holder(self.place), None,
            gap="snug",
        )  # fmt: skip
        inside.setContentsMargins(2, 2, 12, 16)
        self.area = scrolling(holder(inside))
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(_CHECK_MS)
        self._check.timeout.connect(self.look_again)
        foot = QFrame()
        foot.setObjectName("card")
        foot_box = column(
            self.problems, self.reason, row(self.save, self.again, None, self.kept), margin="room"
        )
        foot.setLayout(foot_box)
        self.problems_area = foot
        right = column(self.area, foot, gap="snug")
        right.setStretch(0, 1)
        left = column(self.table, *self.writing.values(), self.offered, gap="snug")
        left.setStretch(0, 1)
        whole = Beside(holder(right), holder(left), look, wide=360, is_first=True)
        self.setLayout(column(whole))

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        kept = self.kind
        said = record_lines.conditions_said(view.former)
        self.former.setText(said)
        self.former.setVisible(bool(said))
        self.offered.show_case(view)
        may = self.shell.may(Act.RECORD_ASSESSMENT)
        for sheet, made in self.writing.items():
            made.setVisible(may and assessor_sheets.may_write(view.case, sheet))
        self.model.replace(tuple(AssessmentKind))
        wanted = kept if kept is not None else self._first_missing()
        self.table.select_where(list(AssessmentKind).index(wanted))
        self._show_standing()

    def first_focus(self) -> None:
        self.table.setFocus()

    def save_part(self) -> None:
        self.record()

    def leaving(self) -> None:
        if self._draft is not None:
            self._draft.settle()

    def _first_missing(self) -> AssessmentKind:
        held = self.case.assessments
        order = (
            AssessmentKind.MH, AssessmentKind.ELIG, AssessmentKind.AGE, AssessmentKind.MC,
            AssessmentKind.NR, AssessmentKind.BI,
        )  # fmt: skip
        missing = [k for k in order if k not in held or held[k].returned_reason]
        return missing[0] if missing else AssessmentKind.MH

    def write_form(self, sheet: Sheet) -> None:
        """Open the form of an assessor, to be written in the window."""
        self.shell.write_form(self.request_id, sheet)

    # The form

    def _choose(self, kind: AssessmentKind) -> None:
        if kind is self.kind and self.form is not None:
            return
        self.leaving()
        self.kind = kind
        clear(self.place)
        clear(self.earlier)
        self.kept.setText("")
        self.form = AssessmentForm(kind, self.shell.look, self._today)
        self.place.addWidget(self.form)
        for field in self.form.fields:
            field.changed.connect(self._typed)
        self._draft = Drafter(
            self.shell, "assessment", f"{self.request_id}:{kind.value}", self.form.fields.raw
        )
        self._draft.found.connect(self._restore)
        self._draft.look()
        self.reason.set_raw("")
        self.area.verticalScrollBar().setValue(0)
        self._show_standing()

    def _into_form(self) -> None:
        if self.form is not None and self.form.isVisible():
            self.form.method.setFocus()

    def _show_standing(self) -> None:
        """Show the form where something may be recorded, else what is recorded."""
        if self.form is None or self.kind is None:
            return
        held = self.case.assessments.get(self.kind)
        can = self.shell.may(Act.RECORD_ASSESSMENT) and self.case.request.state in _OPEN_TO_RECORD
        is_open = can and (held is None or bool(held.returned_reason))
        self.form.setVisible(is_open)
        self.problems_area.setVisible(is_open)
        selection = self.case.active_allocations.get(self.kind)
        self.held.setVisible(True)
        if held is not None and not held.returned_reason:
            self.held.setText(_recorded(held))
        elif held is not None:
            self.held.setText(
                f"{words.fact(self.kind.value)}: sent back for correction. It counts as not in"
                " until the next version is recorded."
            )
        elif selection is None:
            self.held.setText(
                f"{words.fact(self.kind.value)}: nobody is selected for this one yet. Choose an"
                " assessor, or use an earlier assessment again."
            )
        else:
            self.held.setText(
                f"{words.fact(self.kind.value)}: {selection.assessor_name}, selected"
                f" {text.day_date(selection.selected_on)}."
            )
        said = "\n".join((*rework.lines(self.case, (self.kind,)), *self._earlier_texts()))
        self.versions.setText(said)
        self.versions.setVisible(bool(said))
        if is_open:
            self.look_again()

    def _earlier_texts(self) -> tuple[str, ...]:
        """Return what the versions that were sent back said, the newest first."""
        return tuple(
            words.sentence("VERSION_SAID", version=one.version, said=one.reasons)
            for one in reversed(self.case.returned)
            if one.kind is self.kind
        )

    def _typed(self) -> None:
        if self._draft is not None:
            self._draft.touched()
        if self.form is not None:
            self.form.follow()
        self._check.start()

    def look_again(self) -> None:
        """Say what stands against the assessment as it is typed."""
        if self.view is None:
            return  # the case has moved on, and this part is not looked at
        found = self._read()
        if self.form is None:
            return
        self.form.fields.clear_faults()
        if found is None:
            self.problems.show_problems(
                (), extra=("Type when it was carried out and whether the requirement is met.",)
            )
            self.reason.hide()
            return
        self._show(assessments.problems(self.shell.ctx, self.case, found))

    def _show(self, problems: tuple[Problem, ...]) -> None:
        self.problems.show_problems(problems)
        self.reason.setVisible(any(p.severity is Severity.WARN for p in problems))
        if self.form is None:
            return
        for problem in problems:
            if problem.refuses and problem.field in self.form.fields:
                self.form.fields[str(problem.field)].set_fault(words.problem(problem))

    def _read(self) -> Assessment | None:
        if self.form is None or self.kind is None:
            return None
        selection = self.case.active_allocations.get(self.kind)
        who = (selection.assessor_id, selection.assessor_name) if selection else (None, "")
        return self.form.read(who)

    # Used again

    def find_equivalents(self) -> None:
        """Look for earlier assessments of this kind about this person."""
        if self.kind is None:
            return
        self.shell.tasks.run_read(
            self,
            partial(assessments.find_equivalents, self.shell.ctx, self.request_id, self.kind),
            self._show_equivalents,
            latest="equivalents",
        )

    def _show_equivalents(self, found: tuple[Usable, ...]) -> None:
        clear(self.earlier)
        if not found:
            self.earlier.addWidget(label("No earlier assessment of this kind is held.", "muted"))
        for usable in found:
            self.earlier.addWidget(self._equivalent_line(usable))

    def _equivalent_line(self, usable: Usable) -> QWidget:
        one = usable.found.assessment
        said = f"{usable.found.ref}: {one.assessor_name}, {text.long_date(one.carried_out_on)}"
        why = " ".join(words.problem(problem) for problem in usable.problems)
        role = "danger" if not usable.may_be_used else "warning" if why else "good"
        line = row(
            label(said, "heading"),
            label(why or "May be used, if all four conditions hold.", role, wrap=True),
        )  # fmt: skip
        line.setStretch(1, 1)
        if usable.may_be_used:
            line.addWidget(button("Use this one", partial(self._use, usable)))
        return card(line, name="sunken", margin="snug")

    def _use(self, usable: Usable) -> None:
        if self.form is None:
            return
        one = usable.found.assessment
        self.form.method.set_raw(Method.EQUIVALENT.value)
        self.form.carried_out.set_value(one.carried_out_on)
        self.form.copy.set_value(one.copy_received_on)
        self.form.result.set_raw(one.result.value)
        self.form.reasons.set_raw(one.reasons)
        self.form.author.set_raw(f"{one.assessor_name} ({usable.found.ref})")
        self.form.relied_on.set_raw("today")
        if self.kind is AssessmentKind.ELIG and one.eligibility_case is not None:
            self.form.case.set_raw(one.eligibility_case.value)
        clear(self.earlier)
        self.form.conditions_of_49[0].setFocus()

    # Recording

    def record(self) -> None:
        """Record the assessment as it is typed."""
        if self.form is None:
            return
        wrong = self.form.fields.first_wrong()
        found = self._read()
        if wrong is not None:
            self.area.ensureWidgetVisible(wrong)
            wrong.setFocus()
            return
        if found is None:
            missing = (
                self.form.carried_out if self.form.carried_out.value() is None else self.form.result
            )
            missing.set_fault("This is needed before it can be recorded.")
            missing.setFocus()
            return
        self.save.setEnabled(False)
        self._check.stop()  # or it would show less than what recording then says
        self.shell.tasks.run_change(
            self,
            partial(
                assessments.record,
                self.shell.ctx,
                self.request_id,
                found,
                reason=self.reason.value() if self.reason.isVisible() else "",
                seen_version=self.case.request.version,
            ),
            self._recorded,
            on_fault=self._refused,
        )

    def _recorded(self, stopped: tuple[str, ...]) -> None:
        self.save.setEnabled(True)
        if self._draft is not None:
            self._draft.drop()
        name = words.fact(self.kind.value) if self.kind else ""
        if stopped:
            self.shell.say(
                f"{name}: not met, so no authorisation can be given on this request. Tell"
                f" {', '.join(stopped)} to stop.",
                Tone.WARNING,
            )
        else:
            self.shell.say(f"{name} recorded.")
        self.kind = None
        self.form = None
        clear(self.place)
        self.table.setFocus()

    def _refused(self, fault: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(fault, (ProblemsFound, ReasonNeeded)):
            self._show(fault.problems)
        if isinstance(fault, ReasonNeeded):
            self.reason.show()
            self.reason.setFocus()
        if isinstance(fault, DeskError):
            self.shell.say(words.error(fault), Tone.DANGER)
        else:
            self.shell.fault.emit(fault)

    def _restore(self, draft: Draft) -> None:
        if self.form is None or self._draft is None:
            return
        held: Mapping[str, Any] = draft.payload
        self._draft.paused(True)
        self.form.fields.set_raw(held)
        self._draft.paused(False)
        self.kept.setText(f"Found again as you left it {text.moment(draft.updated_at)}.")
        self.form.follow()
        self.look_again()

    def _today(self) -> date:
        return self.shell.ctx.today

    def _columns(self) -> list[Column[AssessmentKind]]:
        def standing(kind: AssessmentKind) -> str:
            held = self.view.case.assessments.get(kind) if self.view else None
            if held is None:
                asked = self.view and kind in self.view.case.active_allocations
                return "Asked" if asked else "Nobody yet"
            if held.returned_reason:
                return "Returned"
            again = ", used again" if held.method is Method.EQUIVALENT else ""
            return f"{words.fact(held.result.value)}{again}"

        def tone(kind: AssessmentKind) -> str:
            return {"Met": "good", "Not met": "danger", "Returned": "warning"}.get(
                standing(kind).split(",")[0], ""
            )

        def code(kind: AssessmentKind) -> str:
            return str(int(self.view.case.return_codes[kind])) if self.view else ""

        def meaning(kind: AssessmentKind) -> str:
            said = words.fact(f"return_code_{code(kind)}")
            return f"Code {code(kind)} in the national return: {said}"

        return [
            Column("kind", "Assessment", lambda k: words.fact(k.value), 140, is_strong=True),
            Column("standing", "How it stands", standing, 130, tone=tone, tip=standing),
            Column("code", "Return", code, 50, tone=lambda _kind: "muted", tip=meaning),
        ]


def _recorded(held: Assessment) -> str:
    lines = [
        f"{words.fact(held.kind.value)}: {words.fact(held.result.value).lower()}."
        f" {held.assessor_name}, carried out {text.day_date(held.carried_out_on)}, version"
        f" {held.version}.",
        held.reasons,
    ]
    if held.copy_received_on:
        lines.append(f"Written copy received {text.day_date(held.copy_received_on)}.")
    return "\n".join(line for line in lines if line)
