"""Enquiries: what homes ask before they ask for anything; no request, no clock."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.enquiries import Enquiry
from dolsdesk.domain.dols.screening import MaView
from dolsdesk.domain.people import Person
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import enquiries, record_lines, requests, words
from dolsdesk.services.enquiries import EnquiryLine
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.finders import person_field, place_field
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tables.row_model import Column, RowModel
from dolsdesk.ui.tables.view import RowTable
from dolsdesk.ui.widgets.basics import button, card, clear, column, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    Values,
    options,
)
from dolsdesk.ui.widgets.flow import FlowLayout
from dolsdesk.ui.widgets.legal import ProblemsPanel


class Enquiries(QWidget):
    """Enquiries on the left; the one chosen, whole, on the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look
        self.shell = shell
        self.dialog: FormDialog | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.add = button("A home asks…", self.log, kind="primary")
        self.model: RowModel[EnquiryLine] = RowModel(_columns(), look, self)
        self.table: RowTable[EnquiryLine] = RowTable(self.model, "Enquiries", look)
        self.table.chosen.connect(self._show)
        self.nothing = label("No enquiries.", "muted")
        self.name = label("", "title", wrap=True)
        self.doing = FlowLayout(gap=look.px(6))
        self.flags = ProblemsPanel(look, nothing="Nothing is amiss.")
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(look.px(12))
        self.facts.setVerticalSpacing(look.px(3))
        self.facts.setColumnStretch(1, 1)
        self.detail = holder(
            column(
                self.name,
                label("The managing authority's own view. It is no request and no finding of the"
                      " council: nothing is decided, and no clock runs.", "muted", wrap=True),
                card(column(label("What can be done", "lead"), holder(self.doing))),
                card(column(label("To look at", "lead"), self.flags)),
                card(column(label("The enquiry", "lead"), holder(self.facts))),
                None,
                gap="snug",
            )
        )  # fmt: skip
        left = column(row(None, self.add), self.nothing, self.table)
        both = row(left, scrolling(self.detail), gap="room")
        both.setStretch(0, 6)
        both.setStretch(1, 5)
        both.setContentsMargins(0, 10, 0, 0)
        self.setLayout(both)

    def refresh(self) -> None:
        """Read the enquiries again."""
        self.shell.tasks.run_read(
            self, partial(enquiries.listed, self.shell.ctx), self._show_lines, latest="enquiries"
        )

    @property
    def chosen(self) -> EnquiryLine | None:
        """Return the enquiry that is chosen."""
        return self.table.current_row

    def log(self) -> None:
        """Record what a home asks."""
        self.dialog = new_enquiry(self.shell, self)
        self.dialog.open()

    def _show_lines(self, lines: tuple[EnquiryLine, ...]) -> None:
        kept = self.chosen.record.id if self.chosen else 0
        self.model.replace(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.add.setEnabled(self.shell.may(Act.RECORD_EVENT))
        ids = [line.record.id for line in lines]
        if lines:
            self.table.select_where(ids.index(kept) if kept in ids else 0)
        self._show(self.chosen)

    def _show(self, line: EnquiryLine | None) -> None:
        self.detail.setVisible(line is not None)
        clear(self.doing)
        clear(self.facts)
        self.buttons = {}
        if line is None:
            return
        self.name.setText(f"{line.person.full_name}, {line.place.name}")
        self.flags.show_problems(line.flags)
        if self.shell.may(Act.LOG_REQUEST):
            self._offer("Log the request that came…", partial(self._log_request, line))
        for one in line.since:
            self._offer(f"Open {one.ref}", partial(self.shell.open_case, one.request_id))
        for number, (name, value) in enumerate(record_lines.facts_of(line.record)):
            self.facts.addWidget(label(name, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(label(value, wrap=True), number, 1)

    def _offer(self, name: str, run: object) -> None:
        self.buttons[name] = button(name, run)  # type: ignore[arg-type]
        self.doing.addWidget(self.buttons[name])

    def _log_request(self, line: EnquiryLine) -> None:
        self.shell.log_for(line.person_id, line.place)


def new_enquiry(shell: Shell, parent: QWidget) -> FormDialog:
    """Return the form of an enquiry."""
    look = shell.look

    def day(name: str, title: str) -> DateField:
        return DateField(name, title, look, lambda: shell.ctx.today)

    on = day("on", "Asked on")
    on.set_raw("today")
    fields: list[Field] = [
        on,
        LineField("asked_by", "Who asks, and in which role"),
        place_field(shell, "place", "Home or hospital"),
        person_field(shell, "person", "The person, if known already"),
        LineField("family_name", "or somebody new: family name"),
        LineField("given_names", "Given names"),
        day("date_of_birth", "Date of birth"),
        ProseField("what", "What they ask, and what is done there", look, lines=3),
        ChoiceField("ma_view", "What they themselves think", options(MaView, blank="Choose")),
        ProseField("ma_why", "Why they think so", look, lines=2),
        ProseField("told", "What they were pointed to", look, lines=2),
        ProseField("watch_for", "What they will record and watch for", look, lines=2),
        day("urgent_given_on", "An urgent authorisation came without a request, given on"),
        day("extension_requested_on", "They ask to extend it, on"),
    ]

    def act(given: Values) -> Outcome[int]:
        known = given["person"]
        if given["place"] is None:
            raise Refused("PLACE_NEEDED", field="place")
        if known is None and not given["family_name"].strip():
            raise Refused("PERSON_NEEDED", field="person")
        if not given["ma_view"]:
            raise Refused("CHOOSE_ONE", field="ma_view")
        person = (
            requests.person(shell.ctx, known.id)
            if known is not None
            else Person(given["family_name"], given["given_names"], given["date_of_birth"])
        )
        return enquiries.log(
            shell.ctx,
            Enquiry(
                on=given["on"] or shell.ctx.today,
                asked_by=given["asked_by"],
                what=given["what"],
                ma_view=MaView(given["ma_view"]),
                ma_why=given["ma_why"],
                told=given["told"],
                watch_for=given["watch_for"],
                urgent_given_on=given["urgent_given_on"],
                extension_requested_on=given["extension_requested_on"],
            ),
            person=person,
            place_id=given["place"].id,
            person_id=known.id if known is not None else None,
        )

    return FormDialog(
        shell,
        parent,
        title="A home asks before it asks for anything",
        lead="It is no request, so no clock runs, and the council decides nothing. If a request"
        " comes it is accepted, and its clock runs from the day it came.",
        fields=fields,
        accept="Record the enquiry",
        act=act,
        said="Recorded. Nothing is decided, and no clock runs.",
    )


def _columns() -> list[Column[EnquiryLine]]:
    def view(line: EnquiryLine) -> str:
        return words.fact(line.record.facts.ma_view.value)

    def since(line: EnquiryLine) -> str:
        if line.since:
            return ", ".join(one.ref for one in line.since)
        return "urgent without a request" if line.flags else ""

    return [
        Column("on", "Asked", lambda r: text.short_date(r.record.facts.on), 92),
        Column("person", "Person", lambda r: r.person.index_name, 140, is_strong=True),
        Column("place", "Home or hospital", lambda r: r.place.name, 130),
        Column("view", "Their view", view, 110),
        Column("since", "Requests since", since, 130,
               tone=lambda r: "danger" if r.flags else ""),
    ]  # fmt: skip
