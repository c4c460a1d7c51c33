"""How the form of a request is laid out: its fields on the left, what follows on the right."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from dolsdesk.domain.dols.case import Answered, Channel, FormUsed, Funding, ResidenceStatus
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.people import Gender
from dolsdesk.services import words
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, card, column, hairline, holder, label, row, scrolling
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Fields,
    LineField,
    NumberField,
    ProseField,
    TimeField,
    options,
    yes_no,
)
from dolsdesk.ui.widgets.flow import Beside, lines
from dolsdesk.ui.widgets.legal import DatesPanel, ProblemsPanel
from dolsdesk.ui.widgets.pickers import PickField

_TYPES = (RequestType.FIRST, RequestType.FOLLOW_ON, RequestType.CHANGE_OF_PLACE,
          RequestType.DURING_REVIEW, RequestType.AFTER_COURT)  # fmt: skip
_SIDE_WIDTH = 380


class LogView(QWidget):
    """The fields of Form 1 in the order a clerk reads it, the urgent part with it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look

        def today() -> date:
            return shell.ctx.today

        def day(name: str, title: str, *, hint: str = "", is_birth: bool = False) -> DateField:
            return DateField(name, title, look, today, hint=hint, is_birth=is_birth)

        self.received_on = day("received_on", "Received on")
        self.received_time = TimeField("received_time", "At")
        self.channel = ChoiceField("channel", "How it came", options(Channel))
        self.form_used = ChoiceField("form_used", "On", options(FormUsed))
        self.type = ChoiceField(
            "type", "Kind of request", [(t.value, words.fact(t.value)) for t in _TYPES]
        )
        self.existing = day("existing_sa_last_day", "Existing authorisation, last day")
        self.person = PickField(
            "person",
            "Relevant person",
            look,
            placeholder="Type the name as on the form, or the NHS number",
        )
        self.family_name = LineField("family_name", "Family name")
        self.given_names = LineField("given_names", "Given names")
        self.born = day("date_of_birth", "Date of birth", is_birth=True)
        self.age = NumberField("estimated_age", "or estimated age", most=120)
        self.gender = ChoiceField("gender", "Gender", options(Gender, first=Gender.NOT_STATED))
        self.nhs = LineField("nhs_number", "NHS number", placeholder="10 digits")
        self.address = LineField("usual_address", "Usual address, if not the home or hospital")
        self.postcode = LineField("postcode", "Postcode")
        self.needs = LineField("communication_needs", "Communication, language, sensory loss")
        self.place = PickField(
            "place", "Care home or hospital", look, placeholder="Type its name or postcode"
        )
        self.ward = LineField("ward", "Ward")
        self.contact = LineField("contact_name", "Person to contact there")
        self.contact_phone = LineField("contact_phone", "Telephone")
        self.urgent = yes_no("urgent_given", "Urgent authorisation given?")
        self.urgent_on = day("urgent_given_on", "Given on")
        self.urgent_time = TimeField("urgent_given_time", "At")
        self.urgent_days = NumberField("urgent_period_days", "Days it states", most=99)
        self.urgent_last = day("urgent_stated_last_day", "or last day it states")
        self.urgent_by = LineField("urgent_given_by", "Given by")
        self.urgent_place = LineField(
            "urgent_place", "Place it names, if not the same", placeholder="As the form writes it"
        )
        self.urgent_why = ProseField("urgent_reasons", "Reasons it gives", look, lines=2)
        self.sought = day("sa_sought_from", "Authorisation wanted from")
        self.since = day(
            "arrangements_from",
            "Living under these arrangements since",
            hint="Blank if not yet. Days from then without authority are shown.",
        )
        self.purpose = ProseField("purpose", "Purpose: care and treatment", look, lines=3)
        self.restrictions = ProseField(
            "restrictions", "Restrictions: what, how often, why", look, lines=3
        )
        self.view_of_person = ProseField(
            "person_view", "What the person says and does about being there", look, lines=2
        )
        self.objects = ChoiceField("person_objects", "Does the person object?", _answers())
        self.diagnosis = LineField("diagnosis", "Mental disorder, if known")
        self.imca = ChoiceField(
            "s39a_applies", "Nobody but paid carers to consult (s39A)?", _answers()
        )
        self.refusal = ChoiceField("advance_decision", "Advance decision", _answers())
        self.mha = LineField("mha_status", "Mental Health Act powers, if any")
        self.funding = ChoiceField(
            "funding", "How care is funded", options(Funding, first=Funding.UNKNOWN)
        )
        self.residence = ChoiceField(
            "residence_status", "Ordinary residence", options(ResidenceStatus)
        )
        self.council = LineField("residence_council", "Council it may belong to")
        self.signed_by = LineField("signed_by", "Signed by")
        self.signed_on = day("form_signed_on", "Signed on")
        self.reason = LineField("reason", "Why go on despite the warnings")
        self._lay_out(shell)

    def _lay_out(self, shell: Shell) -> None:
        look = shell.look
        self.new_person = holder(
            lines(
                look,
                [(self.given_names, 3), (self.family_name, 3)],
                [(self.born, 2), (self.age, 1), (self.gender, 1), (self.nhs, 2)],
                [(self.address, 3), (self.postcode, 1), (self.needs, 2)],
            )
        )
        self.known = label("", "info", wrap=True)
        self.urgent_part = holder(
            lines(
                look,
                [
                    (self.urgent_on, 2),
                    (self.urgent_time, 1),
                    (self.urgent_days, 1),
                    (self.urgent_last, 2),
                ],
                [(self.urgent_by, 2), (self.urgent_place, 4)],
                [(self.urgent_why, 6)],
            )
        )
        self.existing_part = holder(lines(look, [(self.existing, 3)]))
        groups = (
            _group(
                "Arrival",
                lines(
                look,
                    [
                        (self.received_on, 2),
                        (self.received_time, 1),
                        (self.channel, 2),
                        (self.form_used, 1),
                    ],
                    [(self.type, 3)],
                ),
                self.existing_part,
            ),
            _group("Person", self.person, self.known, self.new_person),
            _group(
                "Place",
                self.place,
                lines(look, [(self.contact, 2), (self.contact_phone, 2), (self.ward, 2)]),
            ),
            _group("Urgent authorisation", lines(look, [(self.urgent, 2)]), self.urgent_part),
            _group(
                "What is asked for",
                lines(
                look,
                    [(self.sought, 3), (self.since, 3)],
                    [(self.purpose, 6)],
                    [(self.restrictions, 6)],
                    [(self.view_of_person, 4), (self.objects, 2)],
                ),
            ),
            _group(
                "Circumstances",
                lines(
                look,
                    [(self.diagnosis, 2), (self.mha, 2), (self.refusal, 2)],
                    [(self.imca, 2), (self.funding, 2), (self.residence, 2)],
                    [(self.council, 3)],
                ),
            ),
            _group("Signature", lines(look, [(self.signed_by, 3), (self.signed_on, 3)])),
        )  # fmt: skip
        form = QWidget()
        form.setLayout(column(*groups, None, gap="room"))
        form.layout().setContentsMargins(2, 2, look.px(10), look.px(24))  # type: ignore[union-attr]
        self.area = scrolling(form)
        self.dates = DatesPanel(look)
        self.problems = ProblemsPanel(look, nothing="Nothing is missing so far.")
        self.save = button("Log the request", kind="primary", tip="Ctrl+S")
        self.discard = button("Throw away", kind="quiet")
        self.kept = label("", "small")
        self.side = self._side(shell)
        body = Beside(self.area, self.side, look, wide=_SIDE_WIDTH)
        title = label("Log a request", "title")
        self.read = button("Read a form…", tip="Form 1 or 2 as Word, PDF, e-mail or table")
        self.setLayout(column(row(title, None, self.read), body, gap="snug", margin="wide"))
        self.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self.fields = Fields(
            [
                self.received_on, self.received_time, self.channel, self.form_used, self.type,
                self.existing, self.person, self.given_names, self.family_name, self.born, self.age,
                self.gender, self.nhs, self.address, self.postcode, self.needs, self.place,
                self.ward, self.contact, self.contact_phone, self.urgent, self.urgent_on,
                self.urgent_time, self.urgent_days, self.urgent_last, self.urgent_by,
                self.urgent_place, self.urgent_why, self.sought, self.since, self.purpose,
                self.restrictions,
                self.view_of_person, self.objects, self.diagnosis, self.mha, self.refusal,
                self.imca, self.funding, self.residence, self.council, self.signed_by,
                self.signed_on, self.reason,
            ]
        )  # fmt: skip

    def _side(self, shell: Shell) -> QWidget:
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (
            label("Legal dates", "heading"),
            self.dates,
            hairline(),
            label("To look at", "heading"),
            self.problems,
            self.reason,
        ):
            inside.addWidget(part)
        inside.addStretch(1)
        inner = QWidget()
        inner.setLayout(inside)
        area = scrolling(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = column(area, hairline(), self.kept, row(self.save, self.discard, None), gap="snug")
        box.setStretch(0, 1)
        return card(box)


def _answers() -> list[tuple[str, str]]:
    wanted = (Answered.UNKNOWN, Answered.NO, Answered.YES)
    return [(answer.value, words.fact(answer.value)) for answer in wanted]


def _group(title: str, *parts: QWidget | QLayout) -> QFrame:
    return card(column(label(title, "lead"), *parts, gap="snug"))
