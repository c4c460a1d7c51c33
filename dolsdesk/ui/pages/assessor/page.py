"""The page of one form: sections at the left, the form, and beside it what stands against it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes
from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.domain.dols.assessor_forms import Sheet
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.errors import DeskError
from dolsdesk.services import assessments, assessor_sheets, cases, drafts, earlier_forms, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.drafts import Draft
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.ui.drafting import Drafter
from dolsdesk.ui.pages.assessor.beside import BesideForm
from dolsdesk.ui.pages.assessor.section import Section
from dolsdesk.ui.pages.assessor.sheet import SheetForm
from dolsdesk.ui.pages.assessor.writing import WritingField
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import CaseTab, Shell, Tone
from dolsdesk.ui.widgets.basics import (
    button,
    card,
    chip,
    clear,
    column,
    holder,
    label,
    row,
    scrolling,
)
from dolsdesk.ui.widgets.fields import Field, LineField
from dolsdesk.ui.widgets.legal import ProblemsPanel

_CHECK_MS = 500
_LIST_WIDE, _SIDE_WIDE = 168, 272
_SIDE_LEAST = 190  # where letters are large and the screen is small
#: How a problem's field is called on the form where that is another name.
_AT = {
    "legal_test": "test", "conditions": "advised", "equivalent_conditions": "holds_written_copy",
    "representative": "rpr_name", "reasons": "bi_reasons", "result": "bi_result",
}  # fmt: skip
DRAFT = "form"


class FormPage(Page):
    """One form of one case, written by an assessor."""

    def __init__(self, shell: Shell, request_id: int, sheet: Sheet) -> None:
        super().__init__(shell)
        self.request_id = request_id
        self.sheet = sheet
        self.view: CaseView | None = None
        self.form: SheetForm | None = None
        self._draft: Drafter | None = None
        self._full: WritingField | None = None
        look = shell.look
        self.title = words.fact(sheet.value)
        self.heading = label("", "title")
        self.code = chip("", "accent")
        self.kept = label("", "small", wrap=True)
        self.also = label("", "warning", wrap=True)
        self.also.hide()
        self.full_button = button("Full height", self.toggle_full, tip="F9")
        self.beside_button = button("Earlier form", self.show_earlier, tip="Ctrl+E")
        self.back = button("Back to the case", self._to_case, tip="Alt+Left")
        self.list = QListWidget()
        self.list.setAccessibleName("Sections of the form")
        self.list.setFixedWidth(look.px(_LIST_WIDE))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self._into_section())
        self.list.currentRowChanged.connect(self._scroll_to)
        self._place: QVBoxLayout = column()
        self.area = scrolling(holder(self._place))
        self._full_box = column(margin="snug")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(holder(self._full_box))
        self._build_side()
        self._lay_out()
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(_CHECK_MS)
        self._check.timeout.connect(self.look_again)
        for keys, what in (
            ("F9", self.toggle_full), ("Esc", self._leave_full), ("Ctrl+E", self.show_earlier),
            ("Ctrl+PgDown", partial(self.turn, 1)), ("Ctrl+PgUp", partial(self.turn, -1)),
            ("F8", self.next_missing),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(what)

    def _build_side(self) -> None:
        shell, look = self.shell, self.shell.look
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Beside the form")
        self.tabs.setDrawBase(False)
        self.tabs.addTab("Before signing")
        self.tabs.addTab("Earlier form")
        self.lacking = label("", wrap=True)
        self.problems = ProblemsPanel(look, nothing="Nothing contradicts anything.")
        self.problems.field_wanted.connect(self.open_field)
        self.reason = LineField("reason", "Why sign despite the warnings")
        self.reason.hide()
        self.sign = button("Sign and hand in", self.sign_form, kind="primary", tip="Ctrl+S")
        checks = column(self.lacking, self.problems, None, gap="snug")
        box = column(scrolling(holder(checks)), self.reason, self.sign, gap="snug")
        box.setStretch(0, 1)
        self.beside = BesideForm(shell, self.sheet)
        self.beside.rely_wanted.connect(self._rely)
        self.beside.copy_wanted.connect(self._copy)
        self.beside.compare_wanted.connect(self._compare)
        self.side = QStackedWidget()
        self.side.addWidget(holder(box))
        self.side.addWidget(self.beside)
        self.tabs.currentChanged.connect(self._side_turned)

    def _lay_out(self) -> None:
        look = self.shell.look
        head = row(
            self.heading, self.code, self.kept, self.full_button, self.beside_button, self.back,
        )  # fmt: skip
        head.setStretch(2, 1)
        side_box = column(self.tabs, self.side, gap="tight")
        side_box.setStretch(1, 1)
        self._side_frame = card(side_box, margin="snug")
        self._side_frame.setMaximumWidth(look.px(_SIDE_WIDE))
        self._side_frame.setMinimumWidth(look.px(_SIDE_LEAST))
        body = row(self.list, self.stack, self._side_frame, gap="room")
        body.setStretch(1, 5)
        body.setStretch(2, 3)
        box = column(head, self.also, body, gap="snug", margin="room")
        box.setStretch(2, 1)
        self.setLayout(box)

    # Page

    def refresh(self) -> None:
        self.shell.tasks.run_read(
            self, partial(cases.open_case, self.shell.ctx, self.request_id), self._show_view,
            latest=f"form-{self.request_id}-{self.sheet}",
        )  # fmt: skip

    def concerns(self, changes: Changes) -> bool:
        return self.request_id in changes.cases

    def first_focus(self) -> None:
        self.list.setFocus()

    def save_page(self) -> None:
        self.sign_form()

    def leaving(self) -> None:
        if self._draft is not None:
            self._draft.settle()

    @property
    def subject(self) -> str:
        """Return under which name the draft is kept."""
        return f"{self.request_id}:{self.sheet.value}"

    def _show_view(self, view: CaseView) -> None:
        self.view = view
        if self.form is None and not self.isVisible():
            self._is_stale = True  # it begins when it is looked at, from what then is recorded
            return
        if self.form is None:
            self._begin(view)
        self.look_again()

    def _begin(self, view: CaseView) -> None:
        ctx = self.shell.ctx
        self.form = SheetForm(
            self.sheet, self.shell.look, lambda: ctx.today, is_report=assessor_sheets.is_report(ctx)
        )
        self._place.addWidget(self.form)
        self.form.about.who.setText(assessor_sheets.about(view.case, self.sheet))
        self.form.set_raw(assessor_sheets.beginning(view, self.sheet))
        for name, source, was in assessor_sheets.corrected(view.case, self.sheet):
            self.form.long_texts[name].copy_in(was, source)
        for field in self.form.fields:
            field.changed.connect(self._typed)
        for field in self.form.long_texts.values():
            field.edit.setProperty("field", field.name)
        self.title = f"{words.fact(self.sheet.value)}, {view.case.request.ref}"
        self.heading.setText(view.case.request.ref)
        if self.isVisible():
            self.window().setWindowTitle(f"{self.title} – dolsdesk")
        self._draft = Drafter(self.shell, DRAFT, self.subject, self.form.raw)
        self._draft.found.connect(self._restore)
        self._draft.elsewhere.connect(self._found_elsewhere)
        self._draft.look()
        self.shell.tasks.run_read(
            self, partial(drafts.others, ctx, DRAFT, self.subject), self._show_others
        )
        self.shell.tasks.run_read(
            self, partial(earlier_forms.of_person, ctx, view.case.person_id, self.sheet),
            self._show_earlier,
        )  # fmt: skip
        self._list_sections()

    # Drafts

    def _restore(self, draft: Draft) -> None:
        if self.form is None or self._draft is None:
            return
        self._draft.paused(True)
        self.form.set_raw(draft.payload)
        self._draft.paused(False)
        self.kept.setText(f"Found again as you left it {text.moment(draft.updated_at)}.")
        self.look_again()

    def _found_elsewhere(self, draft: Draft) -> None:
        """Keep at hand what stood at the other desk; its texts can be copied back."""
        self.beside.show_elsewhere(draft)
        self.tabs.setCurrentIndex(1)

    def _show_others(self, found: tuple[tuple[str, Any], ...]) -> None:
        said = "\n".join(words.sentence("FORM_WRITTEN_BY", name=name, at=at) for name, at in found)
        self.also.setText(said)
        self.also.setVisible(bool(said))

    def _typed(self) -> None:
        if self._draft is not None:
            self._draft.touched()
        self._check.start()
        self.beside.touched()

    # Sections

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections that are seen now."""
        if self.form is None:
            return ()
        return tuple(one for one in self.form.sections if not one.isHidden())

    def _list_sections(self) -> None:
        """Say of each section what is still missing; the place in the list stays."""
        at = self.list.currentRow()
        self.list.blockSignals(True)
        shown = self.sections
        while self.list.count() > len(shown):
            self.list.takeItem(self.list.count() - 1)
        for number, section in enumerate(shown):
            if number == self.list.count():
                self.list.addItem(QListWidgetItem())
            missing = len(section.missing)
            said = f"{missing} missing" if missing else "complete"
            self.list.item(number).setText(f"{section.title}\n{said}")
        self.list.setCurrentRow(min(max(at, 0), len(shown) - 1))
        self.list.blockSignals(False)

    def _scroll_to(self, number: int) -> None:
        shown = self.sections
        if 0 <= number < len(shown):
            self._leave_full()
            self.area.verticalScrollBar().setValue(shown[number].y())

    def turn(self, step: int) -> None:
        """Go to the next section, or the one before, and into its first field."""
        number = (self.list.currentRow() + step) % max(1, self.list.count())
        self.list.setCurrentRow(number)
        self._into_section()

    def _into_section(self) -> None:
        number = self.list.currentRow()
        shown = self.sections
        if 0 <= number < len(shown):
            wanted = shown[number].missing or shown[number].fields
            first = next((field for field in wanted if field.isVisible()), None)
            if first is not None:
                self._show_field(first)

    def next_missing(self) -> None:
        """Go to the first field that is still missing after where the keyboard is."""
        missing = [field for section in self.sections for field in section.missing]
        if not missing:
            self.shell.say("Nothing is missing.")
            return
        focus = self.window().focusWidget()
        here = next((n for n, field in enumerate(missing) if _holds(field, focus)), -1)
        self._show_field(missing[(here + 1) % len(missing)])

    def open_field(self, name: str) -> None:
        """Go to a field by its name, wherever it stands."""
        if self.form is None:
            return
        fields = self.form.fields
        wanted = name if name in fields else _AT.get(name, name)
        if wanted in fields:
            self._show_field(fields[wanted])

    def _show_field(self, field: Field) -> None:
        self._leave_full()
        for number, section in enumerate(self.sections):
            if section.isAncestorOf(field):
                self.list.blockSignals(True)
                self.list.setCurrentRow(number)
                self.list.blockSignals(False)
        self.area.ensureWidgetVisible(field, 0, self.shell.look.px(60))
        field.setFocus()

    # Full height

    def toggle_full(self) -> None:
        """Give the long text with the keyboard the whole height, or put it back."""
        if self._full is not None:
            self._leave_full()
            return
        focus = self.window().focusWidget()
        name = str(focus.property("field") or "") if focus is not None else ""
        if self.form is None or name not in self.form.long_texts:
            self.shell.say("Put the keyboard into a long text first.")
            return
        self._full = field = self.form.long_texts[name]
        field.edit.be_full(True)
        self._full_box.addWidget(label(field.title, "lead", wrap=True))
        self._full_box.addWidget(label(field.law, "small", wrap=True))
        self._full_box.addWidget(field.edit, 1)
        self.stack.setCurrentIndex(1)
        self.full_button.setText("Back to the form")
        field.edit.setFocus()

    def _leave_full(self) -> None:
        field = self._full
        if field is None:
            return
        self._full = None
        field.box.insertWidget(1, field.edit)
        field.edit.be_full(False)
        clear(self._full_box)
        self.stack.setCurrentIndex(0)
        self.full_button.setText("Full height")
        self.area.ensureWidgetVisible(field, 0, self.shell.look.px(60))
        field.edit.setFocus()

    # Beside the form

    def _side_turned(self, number: int) -> None:
        self.side.setCurrentIndex(number)
        if number == 1:
            self._compare()

    def show_earlier(self) -> None:
        """Show an earlier form beside this one, or what stands against it again."""
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())

    def _show_earlier(self, found: tuple[earlier_forms.EarlierForm, ...]) -> None:
        if self.form is not None:
            self.beside.show_forms(found, frozenset(self.form.long_texts))

    def _compare(self) -> None:
        if self.form is not None and self.side.currentIndex() == 1:
            self.beside.compare(self.form.raw())

    def _copy(self, name: str, said: str, source: str) -> None:
        if self.form is not None:
            self.form.long_texts[name].copy_in(said, source)
            self._show_field(self.form.long_texts[name])

    def _rely(self, earlier: earlier_forms.EarlierForm) -> None:
        """Rely on an earlier best interests assessment: its day, author and result; no texts."""
        if self.form is not None:
            self.form.set_raw(assessor_sheets.relying_on(earlier))
            self.look_again()
            self._show_field(self.form.earlier.four[0])

    # Checking and signing

    def _read(self) -> dict[AssessmentKind, Assessment]:
        if self.form is None or self.view is None:
            return {}
        asked = self.view.case.active_allocations
        who = {kind: (one.assessor_id, one.assessor_name) for kind, one in asked.items()}
        return self.form.read(who)

    def look_again(self) -> None:
        """Say what is missing and what stands against the form as it is typed."""
        if self.form is None or self.view is None:
            return
        self.form.follow()
        self.code.setText(_code(self.form.form.value))
        self._list_sections()
        found = self._read()
        self._show(
            assessments.form_problems(
                self.shell.ctx, self.view.case, found.values(), form=self.form.form
            )
        )

    def _show(self, problems: Iterable[Problem]) -> None:
        if self.form is None:
            return
        found = tuple(_placed(one) for one in problems)
        missing = [field for section in self.sections for field in section.missing]
        self.lacking.setText(
            words.sentence("FORM_LACKS", n=len(missing)) if missing else
            words.sentence("FORM_LACKS_NOTHING")
        )  # fmt: skip
        self.problems.show_problems(found)
        self.reason.setVisible(any(one.severity is Severity.WARN for one in found))
        self.form.fields.clear_faults()
        for one in found:
            if one.refuses and one.field in self.form.fields:
                self.form.fields[str(one.field)].set_fault(words.problem(one))

    def sign_form(self) -> None:
        """Sign the form and hand it in: every assessment on it is recorded, or none."""
        if self.form is None or self.view is None:
            return
        self._check.stop()  # or it would take the sentences set below away again
        self.look_again()
        wrong = self.form.fields.first_wrong()
        missing = [field for section in self.sections for field in section.missing]
        if wrong is not None or missing:
            first = wrong if wrong is not None else missing[0]
            if wrong is None:
                first.set_fault(words.sentence("FIELD_NEEDED"))
            self._show_field(first)
            return
        found = self._read()
        if not found:
            self.shell.say(words.sentence("FORM_OF_NOTHING"), Tone.WARNING)
            return
        self.sign.setEnabled(False)
        self.shell.tasks.run_change(
            self,
            partial(
                assessments.record_all, self.shell.ctx, self.request_id, tuple(found.values()),
                form=self.form.form,
                reason=self.reason.value() if self.reason.isVisible() else "",
                seen_version=self.view.case.request.version,
            ),
            self._signed,
            on_fault=self._refused,
        )  # fmt: skip

    def _signed(self, stopped: tuple[str, ...]) -> None:
        self.sign.setEnabled(True)
        if self._draft is not None:
            self._draft.drop()
        code = _code(self.form.form.value) if self.form is not None else ""
        if stopped:
            said = words.sentence("FORM_SIGNED_STOP", text=code, items=stopped)
            self.shell.say(said, Tone.WARNING)
        else:
            self.shell.say(words.sentence("FORM_SIGNED", text=code))
        self._to_case()
        self._forget()

    def _forget(self) -> None:
        """Begin afresh the next time, from what is then recorded."""
        self._leave_full()
        clear(self._place)
        self.form, self._draft = None, None
        self._is_stale = True

    def _refused(self, fault: Exception) -> None:
        self.sign.setEnabled(True)
        if isinstance(fault, (ProblemsFound, ReasonNeeded)):
            self._show(fault.problems)
            self.tabs.setCurrentIndex(0)
        if isinstance(fault, ReasonNeeded):
            self.reason.show()
            self.reason.setFocus()
        if isinstance(fault, DeskError):
            self.shell.say(words.error(fault), Tone.DANGER)
        else:
            self.shell.fault.emit(fault)

    def _to_case(self) -> None:
        self.shell.open_case(self.request_id, CaseTab.ASSESSMENTS)


def _holds(field: Field, focus: QWidget | None) -> bool:
    return focus is not None and (field is focus or field.isAncestorOf(focus))


def _code(code: str) -> str:
    """Return what a form is called: F3A is "Form 3A"."""
    return f"Form {code.removeprefix('F')}"


def _placed(problem: Problem) -> Problem:
    """Return a problem at the name its field has on the form."""
    name = problem.field or ""
    if name == "reasons" and problem.code.startswith("AG_"):
        return replace(problem, field="test_reasons")
    return replace(problem, field=_AT[name]) if name in _AT else problem
