"""The decision: scrutiny, the longest lawful period, conditions; grant or refuse."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer

from dolsdesk.domain import text
from dolsdesk.domain.dols import prepared
from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.case import Case, Representative
from dolsdesk.domain.dols.decision import Grant, max_period, missing_assessments
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.states import ASSESSMENTS_OWED, RequestState
from dolsdesk.domain.dols.worksheet import Result as LegalDate
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError, Refused
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import decisions, lateness, record_lines, words
from dolsdesk.services.cases import CaseView
from dolsdesk.services.drafts import Draft
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.ui.drafting import Drafter
from dolsdesk.ui.pages.case.decision_view import DecisionView
from dolsdesk.ui.pages.case.offers import correcting
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.shell import CaseTab, Shell, Tone
from dolsdesk.ui.widgets.basics import column

_CHECK_MS = 200
_PERIODS = frozenset({"sa_in_force_on", "sa_latest_permitted_last_day", "sa_last_day", "gap_dates",
                      "first_day_without_authority"})  # fmt: skip
_PREPARING = RequestState.ALL_POSITIVE
_READY = frozenset({RequestState.ALL_POSITIVE, RequestState.WITH_SIGNATORY})


class Decision(Part):
    """What a signatory sees and signs."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._is_filled = False
        self._draft: Drafter | None = None
        self.form = form = DecisionView(shell)
        form.longest.clicked.connect(lambda _checked=False: self._use_longest())
        form.submit.clicked.connect(lambda _checked=False: self.send())
        form.preview.clicked.connect(lambda _checked=False: self.see())
        form.back.clicked.connect(lambda _checked=False: self.send_back())
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(_CHECK_MS)
        self._check.timeout.connect(self.look_again)
        for field in form.fields:
            field.changed.connect(self._typed)
        self.setLayout(column(form))

    # Showing

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        case, state = view.case, view.case.request.state
        negative = state is RequestState.NEGATIVE
        ready = state in _READY
        self.form.grant_part.setVisible(ready)
        self.form.refuse_part.setVisible(negative)
        can_decide = not view.cannot_decide
        self.form.submit.setVisible(
            state is RequestState.ALL_POSITIVE and self.shell.may(Act.PREPARE_DECISION)
        )
        decides = can_decide and (negative or state is RequestState.WITH_SIGNATORY)
        self.form.preview.setVisible(decides)
        self.form.back.setVisible(can_decide and state is RequestState.WITH_SIGNATORY)
        is_late = decides and lateness.is_late(self.shell.ctx, case)
        self.form.late.setVisible(is_late)
        self.form.late_note.setVisible(is_late)
        self.form.standing.setText(self._standing(view))
        self.form.six.setText(_six(view))
        said = record_lines.conditions_said(view.former)
        self.form.former.setText(said)
        self.form.former.setVisible(bool(said))
        if (ready or negative) and not self._is_filled:
            self._fill(view)
        self.look_again()

    def print_part(self) -> None:
        self.see()

    def first_focus(self) -> None:
        first = next(iter(self.form.scrutiny.values()))
        (first if self.form.grant_part.isVisible() else self.form.refusal_reasons).setFocus()

    def leaving(self) -> None:
        if self._draft is not None:
            self._draft.settle()

    def _standing(self, view: CaseView) -> str:
        state = view.case.request.state
        if state in {RequestState.GRANTED, RequestState.NOT_GRANTED}:
            given, refused = view.case.authorisation, view.case.refusal
            late = _breach(view.case, self.shell.ctx.book)
            if given is not None:
                return late + (
                    f"Standard authorisation given by {given.signatory_name} on"
                    f" {text.moment(given.given_at)}, in force up to and including"
                    f" {text.long_date(given.last_day)}."
                )
            if refused is not None:
                return (
                    late
                    + f"Refused by {refused.signatory_name} on {text.moment(refused.decided_at)}."
                )
        if state in {*_READY, RequestState.NEGATIVE}:
            if view.cannot_decide and state is not RequestState.ALL_POSITIVE:
                return " ".join(words.problem(problem) for problem in view.cannot_decide)
            if state is RequestState.NEGATIVE:
                return words.by_code("GRANT_AFTER_NEGATIVE")
            return (
                "All six are met and written copies are held. The council must give the"
                " authorisation; an assessment that is not good enough is returned first."
            )
        if state in ASSESSMENTS_OWED:
            return words.by_code("GRANT_NOT_ALL_POSITIVE", items=missing_assessments(view.case))
        return "There is nothing to decide."

    def _fill(self, view: CaseView) -> None:
        """Start from what was prepared, or what the assessors recommend; all can be changed."""
        self._is_filled = True
        ctx, case, form = self.shell.ctx, view.case, self.form
        self._draft = Drafter(self.shell, "decision", str(case.request.id), self.form.fields.raw)
        self._draft.found.connect(self._restore)
        self._draft.paused(True)
        found = prepared.newest(case) or prepared.of_grant(decisions.as_advised(ctx, case))
        form.in_force.set_value(found.in_force_on)
        form.last_day.set_value(found.last_day)
        form.purpose.set_raw(found.purpose)
        form.period_reason.set_raw(found.period_reason)
        for kind, field in form.reasons.items():
            field.set_raw(found.reasons.get(kind, ""))
        form.conditions.set_raw([{"text": condition} for condition in found.conditions])
        if found.representative is not None:
            form.rpr_name.set_raw(found.representative.name)
            form.rpr_relationship.set_raw(found.representative.relationship)
            form.rpr_address.set_raw(found.representative.address)
            form.rpr_paid.set_raw(found.representative.is_paid)
        negatives = [a for a in case.assessments.values() if a.is_negative]
        self.form.refusal_reasons.set_raw("\n\n".join(a.reasons for a in negatives))
        self._draft.paused(False)
        self._draft.look()

    def _restore(self, draft: Draft) -> None:
        if self._draft is None:
            return
        held: Mapping[str, Any] = draft.payload
        self._draft.paused(True)
        self.form.fields.set_raw(held)
        self._draft.paused(False)
        self.form.kept.setText(f"Found again as you left it {text.moment(draft.updated_at)}.")
        self.look_again()

    # Typing

    def _typed(self) -> None:
        if self._draft is not None:
            self._draft.touched()
        self._check.start()

    def look_again(self) -> None:
        """Say what the law allows today, and what stands in the way."""
        if self.view is None:
            return
        ctx, case = self.shell.ctx, self.case
        state = case.request.state
        if state is RequestState.NEGATIVE:
            self._show_limits(())
            self._show(decisions.refusal_problems(ctx, case, self.form.refusal_reasons.value()))
            return
        if state not in _READY:
            self._show_limits(())
            self.form.problems.show_problems(())
            self.form.reason.hide()
            return
        found = decisions.bounds(ctx, case, in_force_on=self.form.in_force.value())
        shown = [result for key, result in found.results.items() if key in _PERIODS]
        self._show_limits(shown)
        if state is RequestState.WITH_SIGNATORY:
            self._show(decisions.problems(ctx, case, self.grant()))
        else:
            self._show(decisions.prepared_problems(ctx, case, self.grant()))

    def _show_limits(self, results: Sequence[LegalDate]) -> None:
        self.form.bounds.show_results(results, self._today())
        self.form.limits_part.setVisible(bool(results))

    def _show(self, problems: tuple[Problem, ...]) -> None:
        self.form.fields.clear_faults()
        self.form.problems.show_problems(problems)
        warns = any(p.severity is Severity.WARN for p in problems)
        self.form.reason.setVisible(warns and self.case.request.state is not _PREPARING)
        for problem in problems:
            if (
                problem.refuses
                and problem.field in self.form.fields
                and problem.code != "SA_NO_CONTENTS"
            ):
                self.form.fields[str(problem.field)].set_fault(words.problem(problem))

    def grant(self) -> Grant:
        """Return the authorisation as it is typed."""
        today = self._today()
        name = self.form.rpr_name.value()
        best = self.case.assessments.get(AssessmentKind.BI)
        advice = best.best_interests.representative if best and best.best_interests else None
        selected_by = (
            "council" if self.form.rpr_paid.value() else advice.selected_by if advice else ""
        )
        representative = (
            Representative(
                name=name,
                relationship=self.form.rpr_relationship.value(),
                address=self.form.rpr_address.value(),
                is_paid=self.form.rpr_paid.value(),
                selected_by=str(selected_by),
            )
            if name
            else None
        )
        return Grant(
            given_on=today,
            in_force_on=self.form.in_force.value() or today,
            last_day=self.form.last_day.value(),
            purpose=self.form.purpose.value(),
            period_reason=self.form.period_reason.value(),
            reasons={kind: field.value() for kind, field in self.form.reasons.items()},
            conditions=tuple(line["text"] for line in self.form.conditions.value()),
            representative=representative,
            scrutiny=frozenset(check for check, tick in self.form.scrutiny.items() if tick.value()),
        )

    def _use_longest(self) -> None:
        found = decisions.bounds(self.shell.ctx, self.case, in_force_on=self.form.in_force.value())
        self.form.last_day.set_value(found.latest_last_day)
        maximum = max_period(self.case)
        if maximum is not None:
            self.shell.say(f"The assessor's maximum is {text.period(maximum)}.")

    # Acting

    def send(self) -> None:
        """Send the request to the signatory."""
        self.leaving()
        wrong = self.form.fields.first_wrong()
        if wrong is not None:
            self.form.area.ensureWidgetVisible(wrong)
            wrong.setFocus()
            return
        self.shell.tasks.run_change(
            self,
            partial(decisions.submit, self.shell.ctx, self.request_id, self.grant()),
            self._sent,
            on_fault=self._refused,
        )

    def _sent(self, _value: None) -> None:
        if self._draft is not None:
            self._draft.drop()
        self.shell.say("With the signatory.")

    def send_back(self) -> None:
        """Send one assessment back to its assessor for correction."""
        correcting.send_back(self)

    def see(self) -> None:
        """Show the form in the window, as it would be issued."""
        ctx, case = self.shell.ctx, self.case
        wrong = self.form.fields.first_wrong()
        if wrong is not None:
            self.form.area.ensureWidgetVisible(wrong)
            wrong.setFocus()
            return
        if case.request.state is RequestState.NEGATIVE:
            problems = decisions.refusal_problems(ctx, case, self.form.refusal_reasons.value())
            if any(problem.refuses for problem in problems):
                self._refused(ProblemsFound(problems))
                return
            work = partial(
                decisions.draft_of_refusal, ctx, case, reasons=self.form.refusal_reasons.value()
            )
        else:
            problems = decisions.problems(ctx, case, self.grant())
            if any(problem.refuses for problem in problems):
                self._refused(ProblemsFound(problems))
                return
            work = partial(
                decisions.draft_of_grant, ctx, case, self.grant(), notes=self.form.notes.value()
            )
        self.form.preview.setEnabled(False)
        self.shell.tasks.run_read(self, work, self._seen, on_fault=self._refused)

    def _seen(self, paper: Any) -> None:
        self.form.preview.setEnabled(True)
        self.shell.preview_wanted.emit(self.request_id, paper, self.sign)

    def sign(self, passphrase: str = "", refused: Callable[[str], None] | None = None) -> None:
        """Decide: grant or refuse, with everything as it was shown.

        ``refused`` is told why the certificate does not sign, where one is in use.
        """
        ctx, request = self.shell.ctx, self.case.request
        if request.state is RequestState.NEGATIVE:
            work = partial(
                decisions.refuse,
                ctx,
                self.request_id,
                reasons=self.form.refusal_reasons.value(),
                late_reason=self.form.late.value(),
                late_note=self.form.late_note.value(),
                passphrase=passphrase,
                seen_version=request.version,
            )
        else:
            work = partial(
                decisions.grant,
                ctx,
                self.request_id,
                self.grant(),
                notes=self.form.notes.value(),
                reason=self.form.reason.value(),
                late_reason=self.form.late.value(),
                late_note=self.form.late_note.value(),
                passphrase=passphrase,
                seen_version=request.version,
            )

        def not_signed(fault: Exception) -> None:
            if refused is not None and isinstance(fault, Refused) and "CERTIFICATE" in fault.code:
                refused(words.error(fault))
            else:
                self._refused(fault)

        self.shell.tasks.run_change(self, work, self._signed, on_fault=not_signed)

    def _signed(self, _document_id: int) -> None:
        if self._draft is not None:
            self._draft.drop()
        self.shell.say("Decided and issued. Send the copies.")
        self.shell.open_case(self.request_id, CaseTab.PAPERS)

    def _refused(self, fault: Exception) -> None:
        self.form.preview.setEnabled(True)
        if isinstance(fault, (ProblemsFound, ReasonNeeded)):
            self._show(fault.problems)
            self.shell.open_case(self.request_id, CaseTab.DECISION)
        if isinstance(fault, ReasonNeeded):
            self.form.reason.show()
            self.form.reason.setFocus()
        if isinstance(fault, DeskError):
            field = fault.field or ""
            if field in self.form.fields:
                self.form.area.ensureWidgetVisible(self.form.fields[field])
                self.form.fields[field].setFocus()
            self.shell.say(words.error(fault), Tone.DANGER)
        else:
            self.shell.fault.emit(fault)

    def _today(self) -> date:
        return self.shell.ctx.today


def _breach(case: Case, book: RuleBook) -> str:
    """Return the breach record of a decision, where it came late."""
    found = lateness.breach(case, book)
    if found is None:
        return ""
    because = words.fact(found.reason) if found.reason else "no reason recorded"
    note = f" {found.note}" if found.note else ""
    return f"{text.number_of(found.days, 'day')} late: {because}.{note} "


def _six(view: CaseView) -> str:
    lines = []
    for kind in AssessmentKind:
        done = view.case.assessments.get(kind)
        if done is None:
            lines.append(f"{words.fact(kind.value)}: not recorded")
            continue
        again = ", used again" if done.method is Method.EQUIVALENT else ""
        copy = "" if done.copy_received_on else ", no written copy yet"
        lines.append(
            f"{words.fact(kind.value)}: {words.fact(done.result.value).lower()}{again},"
            f" {done.assessor_name}, {text.short_date(done.carried_out_on)}{copy}"
        )
    return "\n".join(lines)
