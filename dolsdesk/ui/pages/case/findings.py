"""The legal test in a case: findings kept, the old beside the new, the one being written.

A decision is frozen; a changed view is a new record (after-agni.md 4.7, 4.12).
"""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from dolsdesk.domain import text
from dolsdesk.domain.dols import recorded_findings as rules
from dolsdesk.domain.dols.alerts import Colour, Raised
from dolsdesk.domain.dols.legal_test import DolTestRecord
from dolsdesk.domain.dols.recorded_findings import FindingState, RecordedFinding
from dolsdesk.domain.records import Record
from dolsdesk.services import alerts, finding_beside, recorded_findings, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.drafts import Draft
from dolsdesk.services.finding_beside import FindingsView
from dolsdesk.ui.drafting import Drafter
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.whole_finding_form import WholeFindingForm
from dolsdesk.ui.pages.case.writing import WritingPart
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
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
from dolsdesk.ui.widgets.fields import Fields
from dolsdesk.ui.widgets.flow import FlowLayout

_LIST_TALL = 130
Kept = Record[RecordedFinding]


class FindingsPart(WritingPart):
    """Findings, old beside new, and the record that is being written."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.found: FindingsView | None = None
        self._editing: int | None = None
        self._draft: Drafter | None = None
        self._saved_at: datetime | None = None
        self.badges = FlowLayout(gap=look.px(6))
        self.warnings = label("", "danger", wrap=True)
        self.offered = Offered(self, CaseTab.FINDINGS)
        self.model: RowModel[Kept] = RowModel(_columns(), look, self)
        self.table: RowTable[Kept] = RowTable(self.model, "Findings kept as records", look)
        self.table.setMinimumHeight(look.px(_LIST_TALL))
        self.table.chosen.connect(self._show_reasons)
        self.reasons = label("", wrap=True)
        self.nothing = label("No finding is kept as a record yet.", "muted")
        self.beside = QGridLayout()
        self.beside.setHorizontalSpacing(look.px(14))
        self.beside.setVerticalSpacing(look.px(4))
        for place, share in ((0, 0), (1, 1), (2, 1)):
            self.beside.setColumnStretch(place, share)
        self.form = WholeFindingForm(look, self.today)
        self.fields = Fields(self.form.fields())
        self.form.base.finding.changed.connect(self.form.follow)
        self.form.base.visit.changed.connect(self.form.follow)
        for field in self.fields:
            field.changed.connect(self._typed)
        self.kept = label("", "small")
        self.editing = label("", "lead", wrap=True)
        self.save_button = button("Save the draft", self.save_part, kind="primary")
        self.form_card = card(
            column(row(self.editing, None, self.kept, self.save_button), self.form, gap="room")
        )
        whole = column(
            card(column(label("The legal test", "lead"), holder(self.badges), self.warnings)),
            self.offered,
            self.form_card,
            card(column(label("Findings", "lead"), self.nothing, self.table, self.reasons)),
            card(column(label("Earlier finding beside the present one", "lead"),
                        holder(self.beside))),
            None,
            gap="room",
        )  # fmt: skip
        whole.setContentsMargins(2, 2, 8, 12)
        self.setLayout(column(scrolling(holder(whole))))

    @property
    def chosen(self) -> Kept | None:
        """Return the record that is chosen in the list."""
        return self.table.current_row

    def typed(self) -> DolTestRecord | None:
        """Return the finding as it is typed, if one is being written."""
        return self.form.record() if self._editing is not None else None

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        kept = rules.stored(view.case.records)
        self.model.replace(tuple(reversed(kept)))
        self.table.setVisible(bool(kept))
        self.nothing.setVisible(not kept)
        self.reasons.setVisible(bool(kept))
        if kept:
            self.table.select_first()
        self.offered.show_case(view)
        self._show_draft(rules.draft(view.case.records))
        ask = self.shell.tasks.run_read
        ctx, request_id = self.shell.ctx, view.case.request.id
        ask(self, partial(finding_beside.view, ctx, view.case), self._show_found,
            latest=f"findings-{request_id}")  # fmt: skip
        ask(self, partial(alerts.raised, ctx, request_id), self._show_alerts,
            latest=f"case-alerts-{request_id}")  # fmt: skip

    def _show_draft(self, draft: Kept | None) -> None:
        """Show the record that is being written; what was typed since stays if it is the same."""
        may = draft is not None and self.shell.may(recorded_findings.LEAVE[draft.facts.stage])
        self.form_card.setVisible(may)
        if draft is None:
            if self._draft is not None:
                self._draft.drop()  # it was decided or voided, with what was typed
            self._editing = self._draft = None
            return
        stage, state = (words.fact(one.value) for one in (draft.facts.stage, draft.facts.state))
        self.editing.setText(f"{draft.facts.ref} · {stage} · {state}")
        if self._editing != draft.id:
            self._editing = draft.id
            self.kept.setText("")
            self._saved_at = draft.recorded_at
            self._draft = Drafter(self.shell, "finding", str(draft.id), self.fields.raw)
            self._draft.paused(True)
            self.form.show_record(draft.facts.finding)
            self._draft.paused(False)
            if may:
                self._draft.found.connect(self._restore)
                self._draft.look()

    def _typed(self) -> None:
        if self._draft is not None and self._editing is not None:
            self._draft.touched()

    def _restore(self, found: Draft) -> None:
        """Put back what was typed after the record was last saved."""
        if self._draft is None:
            return
        if self._saved_at is not None and found.updated_at < self._saved_at:
            self._draft.drop()
            return
        self._draft.paused(True)
        self.fields.set_raw(found.payload)
        self._draft.paused(False)
        self.form.follow()
        self.kept.setText(f"Found again as you left it {text.moment(found.updated_at)}.")

    def _show_found(self, found: FindingsView) -> None:
        self.found = found
        clear(self.badges)
        test = words.fact(found.new.test if found.new else found.old.test if found.old else "")
        if found.new is not None and found.new.decided_on is not None:
            on = text.long_date(found.new.decided_on)
            self.badges.addWidget(chip(f"{test}, decided {on}", "good"))
        elif found.old is not None:
            on = text.long_date(found.old.decided_on) if found.old.decided_on else ""
            self.badges.addWidget(chip(words.sentence("OLD_ONLY"), "danger"))
            self.badges.addWidget(chip(f"{test}, decided {on}"))
        else:
            self.badges.addWidget(chip("No finding yet"))
        self._show_beside(found)

    def _show_beside(self, found: FindingsView) -> None:
        clear(self.beside)
        if not found.differences:
            self.beside.addWidget(label("There is nothing to compare yet.", "muted"), 0, 0)
            return
        for place, said in ((1, "Then"), (2, "Now")):
            self.beside.addWidget(label(said, "heading"), 0, place)
        for number, line in enumerate(found.differences, start=1):
            name = words.fact(f"beside_{line.name}", words.fact(line.name))
            both = line.old is not None and line.new is not None
            mark = " ≠" if both and line.is_changed else ""
            made = label(f"{name}{mark}", "label", wrap=True)
            self.beside.addWidget(made, number, 0, Qt.AlignmentFlag.AlignTop)
            for place, value in ((1, line.old), (2, line.new)):
                told = label(_written(value), "danger" if mark and place > 1 else "", wrap=True)
                if mark:
                    told.setAccessibleName(f"{name}, differs: {_written(value)}")
                self.beside.addWidget(told, number, place, Qt.AlignmentFlag.AlignTop)

    def _show_alerts(self, found: tuple[Raised, ...]) -> None:
        said = [f"AG-{one.alert.value}: {one.said}" for one in found]
        self.warnings.setText("\n".join(said))
        self.warnings.setVisible(bool(said))
        pressing = any(one.colour is Colour.RED for one in found)
        self.warnings.setProperty("role", "danger" if pressing else "muted")
        self.warnings.style().polish(self.warnings)

    def _show_reasons(self, kept: Kept) -> None:
        facts = kept.facts
        care = facts.aftercare
        lines = [facts.finding.reasons or facts.note]
        for name, said in (
            ("Evidence wanted", facts.evidence_wanted),
            ("Sent back", facts.sent_back_why),
            ("Read by", facts.checked_by),
            ("Care review", text.long_date(care.care_review_on) if care.care_review_on else ""),
            ("Advocate", words.fact(care.advocate.value) if care.advocate else ""),
            ("Contentment lost", facts.withdrawn_how),
            ("Follows", facts.supersedes),
            ("Superseded by", facts.superseded_by),
        ):
            if said:
                lines.append(f"{name}: {said}")
        self.reasons.setText("\n".join(line for line in lines if line))

    # Writing

    def save_part(self) -> None:
        """Keep the draft as it is typed."""
        number = self._editing
        if number is None or not self.form_card.isVisible():
            return
        self.shell.tasks.run_change(
            self,
            partial(recorded_findings.save, self.shell.ctx, self.request_id, number,
                    self.form.record()),
            lambda _value: self._saved(),
        )  # fmt: skip

    def _saved(self) -> None:
        if self._draft is not None:
            self._draft.drop()
        self.kept.setText("")
        self.shell.say("The draft is kept.")

    def leaving(self) -> None:
        """Keep what is typed before something else is shown."""
        draft = rules.draft(self.case.records) if self.view is not None else None
        if draft is None or self._editing != draft.id or not self.form_card.isVisible():
            return
        if self._draft is not None:
            self._draft.settle()
        if self.form.record() != draft.facts.finding:
            self.save_part()

    def first_focus(self) -> None:
        self.offered.first_focus()


def _columns() -> list[Column[Kept]]:
    return [
        Column("ref", "Reference", lambda r: _struck(r, r.facts.ref), 124),
        Column("on", "Decided", _day, 92),
        Column("test", "Test", lambda r: words.fact(r.facts.finding.test), 150),
        Column("stage", "Stage", lambda r: words.fact(r.facts.stage.value), 130),
        Column("state", "Stands", lambda r: words.fact(r.facts.state.value), 110,
               tone=lambda r: "danger" if r.facts.state is FindingState.VOIDED else ""),
        Column("outcome", "Outcome", lambda r: _struck(r, words.fact(r.facts.finding.finding.value)
               if r.facts.finding.finding else ""), 150, is_strong=True),
        Column("by", "By", lambda r: r.facts.finding.decided_by, 110),
        Column("source", "Source", lambda r: words.fact(r.facts.source.value), 130),
    ]  # fmt: skip


def _day(kept: Kept) -> str:
    on = kept.facts.finding.decided_on
    return text.short_date(on) if on else ""


def _struck(kept: Kept, said: str) -> str:
    """Return words struck through where the record is void."""
    if not kept.is_void or not said:
        return said
    return "".join(f"{letter}\u0336" for letter in said)


def _written(value: object) -> str:
    if value is None:
        return "not recorded"
    if isinstance(value, tuple):
        narrative, direction = value
        return f"{narrative} ({words.fact(direction)})"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, frozenset):
        return ", ".join(sorted(words.fact(str(one)) for one in value))
    code = getattr(value, "value", None)
    if code is not None:
        return words.fact(code)
    if isinstance(value, str):
        return words.fact(value, value)
    return words.fill("{on}", {"on": value})
