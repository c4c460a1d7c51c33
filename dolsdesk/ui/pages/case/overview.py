"""The overview of a case: clocks with their reasons, facts, and what can be done now."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dolsdesk.domain import nhs_number, text
from dolsdesk.domain.dols.case import Case, Priority
from dolsdesk.domain.dols.states import Event, may
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import reasons, requests, words
from dolsdesk.services.cases import CaseLine, CaseView
from dolsdesk.services.files import write
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.requests import ClosedAs
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.worklist.columns import state_words
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    NumberField,
    ProseField,
    TickField,
    Values,
    options,
)
from dolsdesk.ui.widgets.flow import FlowLayout
from dolsdesk.ui.widgets.legal import DatesPanel

#: Clocks the council owes; past and not done, they are overdue.
_OWED = frozenset({"assessments_due_on"})


class Overview(Part):
    """What a clerk looks at first."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self.clocks = DatesPanel(look)
        self.printed = button("Save with reasons…", self.save_reasons, kind="quiet")
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnStretch(1, 1)
        self.doing = FlowLayout(gap=look.px(6))
        self.others_model: RowModel[CaseLine] = RowModel(_other_columns(), look, self)
        self.others: RowTable[CaseLine] = RowTable(
            self.others_model, "Other requests about this person", look
        )
        self.others.opened.connect(lambda line: shell.open_case(line.request_id))
        self.others.setMinimumHeight(look.px(120))
        self.others_card = card(
            column(label("Other requests about this person", "lead"), self.others)
        )
        self.doing_card = card(column(label("What can be done", "lead"), holder(self.doing)))
        left = column(
            card(column(row(label("Clocks", "lead"), None, self.printed), self.clocks)),
            self.doing_card,
            self.others_card,
            None,
            gap="room",
        )
        right = column(
            card(column(label("The request", "lead"), holder(self.facts))), None, gap="room"
        )
        both = row(left, right, gap="room")
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(both)
        both.setContentsMargins(2, 2, 8, 12)
        self.setLayout(column(scrolling(inside)))

    def show_case(self, view: CaseView) -> None:
        super().show_case(view)
        late = frozenset(
            key
            for key in _OWED
            if (on := view.answer.date(key)) is not None
            and on < view.as_at
            and view.case.request.is_open
            and view.case.assessments_completed_on is None
        )
        self.clocks.show_results(view.answer.results.values(), view.as_at, late=late)
        self._show_facts(view.case)
        self._show_doing(view)
        self.others_model.replace(view.others)
        self.others_card.setVisible(bool(view.others))

    # Facts

    def _show_facts(self, case: Case) -> None:
        clear(self.facts)
        number = 0
        for name, value in _facts(case):
            if not value:
                continue
            caption = label(name, "label")
            shown = label(value, wrap=True)
            self.facts.addWidget(caption, number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(shown, number, 1)
            number += 1

    # What can be done

    def _show_doing(self, view: CaseView) -> None:
        clear(self.doing)
        offers = self.offers(view)
        for name, run in offers:
            self.doing.addWidget(button(name, run))
        self.doing_card.setVisible(bool(offers))

    def offers(self, view: CaseView) -> list[tuple[str, Callable[[], None]]]:
        """Return what the person at the desk may do with the case as it stands."""
        case = view.case
        state = case.request.state
        shell = self.shell
        found: list[tuple[str, Callable[[], None]]] = []
        if may(state, Event.CHECK) and shell.may(Act.CHECK_REQUEST):
            found.append(("Content is checked", self.check))
        if may(state, Event.WAIT) and shell.may(Act.TRIAGE):
            found.append(("Waiting list…", self.wait))
        can_extend = case.urgent is not None and case.request.is_open
        if can_extend and case.extension is None and shell.may(Act.CHECK_REQUEST):
            found.append(("Extension asked for…", self.ask_extension))
        asked = case.extension is not None and case.extension.is_granted is None
        if asked and shell.may(Act.DECIDE_EXTENSION):
            found.append(("Decide the extension…", self.decide_extension))
        if may(state, Event.CLOSE) and shell.may(Act.CLOSE_REQUEST):
            found.append(("Close without a decision…", self.close_case))
        if requests.may_end_arrangements(case) and shell.may(Act.CLOSE_REQUEST):
            found.append(("The restrictions have ended…", self.end_arrangements))
        return found

    def save_reasons(self) -> None:
        """Save every legal date with its reason as a PDF."""
        name = reasons.file_name(self.case.request.ref, self._today())
        files.ask_save(self, "Save the dates and reasons", name, "PDF (*.pdf)", self.write_reasons)

    def write_reasons(self, path: Path) -> None:
        """Write the dates and reasons to a file."""
        ctx, request_id = self.shell.ctx, self.request_id
        self.shell.tasks.run_long(
            self,
            lambda: write(path, reasons.as_pdf(ctx, request_id)),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )

    def check(self) -> None:
        """Confirm that the content was checked."""
        self.shell.tasks.run_change(
            self,
            partial(requests.check, self.shell.ctx, self.request_id),
            lambda _value: self.shell.say("Marked as checked. The clock runs on."),
        )

    def wait(self) -> None:
        """Put the request on the waiting list."""
        fields = [
            ChoiceField("priority", "Priority", options(Priority, blank="Choose")),
            LineField("reason", "Why this priority"),
            DateField("next_contact_on", "Next contact", self.shell.look, self._today),
        ]
        self._ask(
            "Put on the waiting list",
            "Priority orders the work. It moves no statutory date, and nobody waits without a day"
            " for the next contact.",
            fields,
            accept="Put on the list",
            act=lambda given: requests.wait(
                self.shell.ctx,
                self.request_id,
                priority=Priority(given["priority"]) if given["priority"] else None,
                reason=given["reason"],
                next_contact_on=given["next_contact_on"],
            ),
            said="On the waiting list.",
        )

    def ask_extension(self) -> None:
        """Record that the managing authority asked for an extension."""
        fields = [
            DateField("extension_requested_on", "Asked for on", self.shell.look, self._today),
            ProseField("reasons", "Reasons the managing authority gives", self.shell.look),
        ]
        fields[0].set_raw("today")
        self._ask(
            "Extension asked for",
            "One request only, before the urgent authorisation ends (Schedule A1, paragraph 84).",
            fields,
            accept="Record",
            act=lambda given: requests.ask_extension(
                self.shell.ctx,
                self.request_id,
                requested_on=given["extension_requested_on"] or self._today(),
                reasons=given["reasons"],
            ),
            said="Extension request recorded.",
        )

    def decide_extension(self) -> None:
        """Grant or refuse the extension."""
        fields = [
            ChoiceField(
                "decision", "Decision", [("", "Choose"), ("yes", "Grant"), ("no", "Refuse")]
            ),
            DateField("extension_decided_on", "Decided on", self.shell.look, self._today),
            NumberField("extension_days", "Further days", hint="1 to 7, if granted", most=99),
            ProseField("exceptional_reasons", "Exceptional reasons, or reasons to refuse",
                       self.shell.look),
            TickField("essential", "It is essential that the detention continues"),
        ]  # fmt: skip
        fields[1].set_raw("today")

        def decide(given: Values) -> Outcome[None]:
            if not given["decision"]:
                raise Refused("DECISION_NEEDED", field="decision")
            return requests.decide_extension(
                self.shell.ctx,
                self.request_id,
                decided_on=given["extension_decided_on"] or self._today(),
                is_granted=given["decision"] == "yes",
                days=given["extension_days"],
                reasons=given["exceptional_reasons"],
                is_essential=given["essential"],
            )

        self._ask(
            "Decide the extension",
            "It runs on from the original last day, and cannot be given once that has passed.",
            fields,
            accept="Decide",
            act=decide,
            said="Extension decided. The home must be given notice.",
        )

    def close_case(self) -> None:
        """End the request without a decision."""
        look = self.shell.look
        fields = [
            ChoiceField("closed_as", "How it ended", options(ClosedAs)),
            DateField("on", "On", look, self._today),
            LineField("evidence", "Evidence: what paper says so, from whom, dated when"),
            ProseField("reason", "Reason", look, lines=2),
            self._last_day_of_restrictions(),
        ]
        fields[1].set_raw("today")

        def close(given: Values) -> Outcome[None]:
            return requests.close(
                self.shell.ctx,
                self.request_id,
                closed_as=ClosedAs(given["closed_as"]),
                on=given["on"] or self._today(),
                evidence=given["evidence"],
                reason=given["reason"],
                arrangements_to=given["arrangements_to"],
            )

        self._ask(
            "Close without a decision",
            "One request at a time, on evidence. The change of the legal test on 2 June 2026 alone"
            " ends no request: it needs the managing authority's withdrawal or an assessment.",
            fields,
            accept="Close the request",
            act=close,
            said="Request closed.",
        )

    def end_arrangements(self) -> None:
        """Record that the restrictions ended after the request was closed or refused."""
        ended = self._last_day_of_restrictions()
        ended.set_hint("The days without authority are counted up to this day.")
        fields = [ended, LineField("evidence", "Evidence: what paper says so, from whom, when")]

        def end(given: Values) -> Outcome[None]:
            last_day = given["arrangements_to"]
            if last_day is None:
                raise Refused("LAST_DAY_NEEDED", field="arrangements_to")
            return requests.end_arrangements(
                self.shell.ctx,
                self.request_id,
                arrangements_to=last_day,
                evidence=given["evidence"],
            )

        self._ask(
            "The restrictions have ended",
            "The days without authority that are on record stay there for ever.",
            fields,
            accept="Record",
            act=end,
            said="Recorded: the restrictions have ended.",
        )

    def _last_day_of_restrictions(self) -> DateField:
        return DateField(
            "arrangements_to",
            "Last day of the restrictions",
            self.shell.look,
            self._today,
            hint="Blank if they go on: days without authority are then counted on.",
        )

    def _ask(
        self,
        title: str,
        lead: str,
        fields: Sequence[Field],
        *,
        accept: str,
        act: Callable[[Values], Outcome[None]],
        said: str,
    ) -> None:
        self.dialog = FormDialog(
            self.shell,
            self,
            title=title,
            lead=lead,
            fields=fields,
            accept=accept,
            act=act,
            said=said,
        )
        self.dialog.open()

    def _today(self) -> date:
        return self.shell.ctx.today


def _facts(case: Case) -> list[tuple[str, str]]:
    request, person, urgent, extension = case.request, case.person, case.urgent, case.extension
    received = text.day_date(request.received_on)
    at = f" at {text.clock_time(request.received_time)}" if request.received_time else ""
    typed = (
        f"{text.moment(request.recorded_at)} by {request.recorded_by}"
        if request.recorded_at
        else ""
    )
    listed = [
        ("Received", f"{received}{at}, {words.fact(request.channel.value)}"),
        ("Typed in", typed),
        ("Kind", words.fact(request.type.value)),
        ("Signed", " ".join(p for p in (request.signed_by, _day(request.form_signed_on)) if p)),
        ("Wanted from", _day(request.sa_sought_from)),
        ("Arrangements since", _day(request.arrangements_from)),
        ("Restrictions ended", _day(request.arrangements_to)),
        ("Existing authorisation", _day(request.existing_sa_last_day)),
        ("Purpose", request.purpose),
        ("Restrictions", request.restrictions),
        ("The person's view", request.person_view),
        ("Mental disorder", request.diagnosis),
        ("NHS number", nhs_number.spaced(person.nhs_number) if person.nhs_number else ""),
        ("Usual address", " ".join(p for p in (person.usual_address, person.postcode) if p)),
        ("Communication", person.communication_needs),
        ("Managing authority", case.place.managing_authority),
        ("Contact there", " ".join(p for p in (request.contact_name, request.contact_phone) if p)),
        ("Funding", words.fact(request.funding)),
        ("Section 39A", f"Nobody appropriate to consult: {words.fact(request.s39a_applies.value)}"),
        ("Residence", words.fact(request.residence_status.value)),
        ("Priority reason", request.priority_reason),
        ("Next contact", _day(request.next_contact_on)),
    ]
    if urgent is not None:
        listed.append(("Urgent, by", urgent.given_by))
        listed.append(("Urgent, reasons", urgent.reasons))
    if extension is not None:
        answer = {True: "granted", False: "refused", None: "not decided"}[extension.is_granted]
        listed.append(("Extension", f"asked {_day(extension.requested_on)}, {answer}"))
    return listed


def _day(on: date | None) -> str:
    return text.day_date(on) if on else ""


def _other_columns() -> list[Column[CaseLine]]:
    return [
        Column("ref", "Reference", lambda r: r.ref, 94),
        Column("place", "Place", lambda r: r.place_name, 140),
        Column("received", "Received", lambda r: text.short_date(r.received_on), 92),
        Column("state", "Stage", lambda r: state_words(r.state), 108),
        Column(
            "until",
            "Authorised to",
            lambda r: text.short_date(r.expires_on) if r.expires_on else "",
        ),
    ]
