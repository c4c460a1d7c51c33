"""The overview of a case: clocks with their reasons, facts, and what can be done now."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dolsdesk.domain import nhs_number, text
from dolsdesk.domain.dols.case import Case
from dolsdesk.services import reasons, words
from dolsdesk.services.cases import CaseLine, CaseView
from dolsdesk.services.files import write
from dolsdesk.ui import files
from dolsdesk.ui.pages.case.offered import Offered
from dolsdesk.ui.pages.case.part import Part
from dolsdesk.ui.pages.worklist.columns import state_words
from dolsdesk.ui.shell import CaseTab, Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, clear, column, holder, label, row, scrolling
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
        self.offered = Offered(self, CaseTab.OVERVIEW)
        self.others_model: RowModel[CaseLine] = RowModel(_other_columns(), look, self)
        self.others: RowTable[CaseLine] = RowTable(
            self.others_model, "Other requests about this person", look
        )
        self.others.opened.connect(lambda line: shell.open_case(line.request_id))
        self.others.setMinimumHeight(look.px(120))
        self.others_card = card(
            column(label("Other requests about this person", "lead"), self.others)
        )
        left = column(
            card(column(row(label("Clocks", "lead"), None, self.printed), self.clocks)),
            self.offered,
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
        self.offered.show_case(view)
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

    def save_reasons(self) -> None:
        """Save every legal date with its reason as a PDF."""
        name = reasons.file_name(self.case.request.ref, self.today())
        files.ask_save(self, "Save the dates and reasons", name, "PDF (*.pdf)", self.write_reasons)

    def write_reasons(self, path: Path) -> None:
        """Write the dates and reasons to a file."""
        ctx, request_id = self.shell.ctx, self.request_id
        self.shell.tasks.run_long(
            self,
            lambda: write(path, reasons.as_pdf(ctx, request_id)),
            lambda _value: self.shell.say(f"Saved as {path.name}."),
        )


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
