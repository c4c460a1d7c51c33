"""Logging a request: the person found as the name is typed, the legal dates beside the form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from dolsdesk.domain import nhs_number, text
from dolsdesk.domain.changes import Changes
from dolsdesk.domain.dols.case import (
    Answered,
    Case,
    Channel,
    FormUsed,
    Funding,
    Request,
    ResidenceStatus,
    Urgent,
)
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Gender, Person
from dolsdesk.domain.places import Place
from dolsdesk.domain.problems import Problem, Severity
from dolsdesk.errors import DeskError
from dolsdesk.services import finding, form_reading, requests, words
from dolsdesk.services.drafts import Draft
from dolsdesk.services.finding import PersonMatch
from dolsdesk.services.form_reading import FormFile, Read
from dolsdesk.services.outcome import ProblemsFound, ReasonNeeded
from dolsdesk.services.requests import Earlier, NewRequest, Preview
from dolsdesk.ui import files
from dolsdesk.ui.dialogs.read_form import ReadFormDialog
from dolsdesk.ui.drafting import Drafter
from dolsdesk.ui.pages.finders import NO_SUCH_PLACE, person_words, place_words
from dolsdesk.ui.pages.log import reading
from dolsdesk.ui.pages.log.view import LogView
from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Shell, Tone
from dolsdesk.ui.widgets.basics import column
from dolsdesk.ui.widgets.fields import as_bool
from dolsdesk.ui.widgets.pickers import Match

_NEW = "new"
_FORMS = "Forms (*.docx *.docm *.pdf *.eml *.msg *.csv *.txt);;Every file (*)"

#: Fields of the form for fields that problems and failures name.
_FIELD_NAMES = {
    "request_received_on": "received_on",
    "urgent_period": "urgent_period_days",
    "ordinary_residence_status": "residence_status",
}


class LogPage(Page):
    """Takes in a request."""

    title = "Log a request"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.view = LogView(shell)
        self.setLayout(column(self.view))
        self._person_id: int | None = None
        self._earlier = Earlier()
        self._place: Place | None = None
        self._held: dict[str, Any] = {}
        self._preview: Preview | None = None
        self._further: Case | None = None
        self._source: FormFile | None = None  # what the request was read from
        self.dialog: ReadFormDialog | None = None
        self._draft = Drafter(shell, "log-request", "", self._raw)
        self._draft.found.connect(self._restore)
        self._draft.looked.connect(self._begin)
        self._connect()
        self._clear()
        self._blank = self._raw()
        self._draft.look()

    def _connect(self) -> None:
        view = self.view
        for field in view.fields:
            field.changed.connect(self._typed)
        view.person.typed.connect(self._find_people)
        view.person.picked.connect(self._person_picked)
        view.place.typed.connect(self._find_places)
        view.place.picked.connect(self._place_picked)
        view.person.edit.textEdited.connect(self._person_lost)
        view.place.edit.textEdited.connect(self._place_lost)
        view.save.clicked.connect(lambda _checked=False: self.save())
        view.discard.clicked.connect(lambda _checked=False: self.discard())
        view.read.clicked.connect(lambda _checked=False: self.read_form())
        view.problems.field_wanted.connect(self._go_to)

    # Page

    def refresh(self) -> None:
        self._look_again()

    def concerns(self, changes: Changes) -> bool:
        return False

    def first_focus(self) -> None:
        self.view.received_on.setFocus()

    def save_page(self) -> None:
        self.save()

    def leaving(self) -> None:
        self._draft.settle()

    # A further request

    def begin_further(self, case: Case) -> None:
        """Fill in what is known for a further request; what is being typed is never replaced."""
        self._further = case
        if self._draft.has_looked:
            self._begin()

    def _begin(self) -> None:
        case, self._further = self._further, None
        if case is None:
            return
        if self._raw() != self._blank:
            self.shell.say(words.sentence("ANOTHER_IS_TYPED"), Tone.WARNING)
            return
        view = self.view
        view.form_used.set_raw(FormUsed.FORM_2.value)
        view.type.set_raw(RequestType.FOLLOW_ON.value)
        if case.authorisation is not None:
            view.existing.set_value(case.authorisation.last_day)
        view.place.set_picked(case.place.name, case.place)
        self._place_picked(case.place)
        self.shell.tasks.run_read(
            self, partial(finding.person_match, self.shell.ctx, case.person_id), self._take_known
        )

    def begin_for(self, person_id: int, place: Place) -> None:
        """Fill in who it is about and where; what is being typed is never replaced."""
        if self._raw() != self._blank:
            self.shell.say(words.sentence("ANOTHER_IS_TYPED"), Tone.WARNING)
            return
        self.view.place.set_picked(place.name, place)
        self._place_picked(place)
        self.shell.tasks.run_read(
            self, partial(finding.person_match, self.shell.ctx, person_id), self._take_known
        )

    def _take_known(self, one: PersonMatch) -> None:
        self._take_person(one)
        self.first_focus()

    # A form that came as a file

    def read_form(self) -> None:
        """Choose a file, and read the form in it."""
        files.ask_open(self, "Read a form", _FORMS, self.take_form)

    def take_form(self, path: Path) -> None:
        """Read the form in a file in the background, and show what was read."""
        self.shell.tasks.run_read(
            self, partial(form_reading.read, self.shell.ctx, path), self._form_read,
            latest="read-form", on_fault=self._form_refused,
        )  # fmt: skip

    def _form_refused(self, fault: Exception) -> None:
        if isinstance(fault, DeskError):
            self.shell.say(words.error(fault), Tone.WARNING)
        else:
            self.shell.fault.emit(fault)

    def _form_read(self, held: FormFile) -> None:
        self.dialog = ReadFormDialog(self.shell, self, held, partial(self._put, held))
        self.dialog.open()

    def _put(self, held: FormFile, found: Sequence[Read]) -> None:
        """Put what was chosen into the request; the home is looked for in the register."""
        self._source = held
        view = self.view
        reading.fill(view, found, is_further=held.reading.is_further)
        name, place = reading.person_named(found), reading.place_named(found)
        if name and self._person_id is None:
            view.person.edit.setText(name)
            self._find_people(name)
        if place and self._place is None:
            view.place.edit.setText(place)
            self.shell.tasks.run_read(
                self, partial(finding.places, self.shell.ctx, place), self._place_found
            )
        self._look_again()
        self._draft.touched()
        self.shell.say(words.sentence("READ_PUT"))
        self.first_focus()

    def _place_found(self, found: tuple[Place, ...]) -> None:
        """Choose the home where the register has one of that name; offer those like it."""
        if len(found) == 1:
            self.view.place.set_picked(found[0].name, found[0])
            self._place_picked(found[0])
        else:
            self._show_places(found)

    # Typing

    def _typed(self) -> None:
        self._look_again()
        self._ask_earlier()
        self._draft.touched()

    def _look_again(self) -> None:
        """Work out again what follows from what is typed; pure, so it is done at once."""
        view = self.view
        view.urgent_part.setVisible(view.urgent.value() == "yes")
        view.existing_part.setVisible(view.type.value() not in {"", RequestType.FIRST.value})
        view.known.setVisible(bool(view.known.text()))
        view.council.setVisible(view.residence.value() in {"queried", "disputed"})
        view.ward.setVisible(self._place is not None and self._place.kind.value == "hospital")
        view.fields.clear_faults()
        new = self._new_request()
        if new is None:
            view.dates.show_results((), self.shell.ctx.today)
            view.problems.show_problems((), extra=("Type when it was received to see the dates.",))
            self._show_reason(())
            return
        ctx = self.shell.ctx
        self._preview = requests.preview(
            new, self._place, as_at=ctx.today, book=ctx.book, earlier=self._earlier
        )
        view.dates.show_results(self._preview.answer.results.values(), ctx.today)
        view.problems.show_problems(self._preview.problems)
        self._mark(self._preview.problems)
        self._show_reason(self._preview.problems)

    def _show_reason(self, problems: tuple[Problem, ...]) -> None:
        warned = any(problem.severity is Severity.WARN for problem in problems)
        self.view.reason.setVisible(warned)

    def _mark(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            name = _FIELD_NAMES.get(problem.field or "", problem.field or "")
            if name in self.view.fields and problem.refuses:
                self.view.fields[name].set_fault(words.problem(problem))

    def _go_to(self, name: str) -> None:
        wanted = _FIELD_NAMES.get(name, name)
        if wanted in self.view.fields:
            self._show_field(self.view.fields[wanted])

    def _show_field(self, field: QWidget) -> None:
        self.view.area.ensureWidgetVisible(field)
        field.setFocus()

    # People and places

    def _find_people(self, typed: str) -> None:
        self.shell.tasks.run_read(
            self,
            partial(finding.people, self.shell.ctx, typed),
            partial(self._show_people, typed),
            latest="find-people",
        )

    def _show_people(self, typed: str, found: tuple[PersonMatch, ...]) -> None:
        matches = [Match(person_words(one), one) for one in found]
        matches.append(Match(f"Somebody new: {text.tidy(typed)}", _NEW))
        self.view.person.show_matches(matches)

    def _person_picked(self, picked: PersonMatch | str) -> None:
        view = self.view
        if isinstance(picked, str):
            self._person_id = None
            self._earlier = Earlier()
            typed = text.tidy(view.person.edit.text().removeprefix("Somebody new: "))
            given, _, family = typed.rpartition(" ")
            view.given_names.set_raw(given)
            view.family_name.set_raw(family)
            view.person.set_picked(typed, _NEW)
            view.known.setText("")
            view.born.setFocus()
        else:
            self._take_person(picked)
        self._look_again()
        self._draft.touched()

    def _person_lost(self, _typed: str) -> None:
        """Let go of the person picked: another name is being typed."""
        self._person_id = None
        self._earlier = Earlier()
        self._held = {}
        self.view.known.setText("")

    def _take_person(self, one: PersonMatch) -> None:
        view = self.view
        self._person_id = one.id
        name = text.full_name(one.given_names, one.family_name)
        view.person.set_picked(name, one)
        view.given_names.set_raw(one.given_names)
        view.family_name.set_raw(one.family_name)
        view.born.set_value(one.date_of_birth)
        view.age.set_raw(one.estimated_age or "")
        view.nhs.set_raw(nhs_number.spaced(one.nhs_number) if one.nhs_number else "")
        view.known.setText(
            f"Known here as {one.ref}, {text.number_of(one.request_count, 'request')}"
            + (f", last {one.last_ref} at {one.last_place}." if one.last_ref else ".")
            + " Changes made here are kept with the person."
        )
        self.shell.tasks.run_read(
            self, partial(requests.person, self.shell.ctx, one.id), self._fill_person
        )
        self._ask_earlier()
        view.place.setFocus()

    def _fill_person(self, person: Person) -> None:
        view = self.view
        view.gender.set_raw(person.gender.value)
        view.address.set_raw(person.usual_address)
        view.postcode.set_raw(person.postcode)
        view.needs.set_raw(person.communication_needs)
        self._hold(person)
        self._look_again()

    def _hold(self, person: Person) -> None:
        """Keep what is known of the person and has no field here, so that saving loses none."""
        self._held = {"known_as": person.known_as, "language": person.language,
                      "ethnicity": person.ethnicity, "social_care_id": person.social_care_id,
                      "phone": person.phone, "date_of_death": person.date_of_death}  # fmt: skip

    def _find_places(self, typed: str) -> None:
        self.shell.tasks.run_read(
            self,
            partial(finding.places, self.shell.ctx, typed),
            self._show_places,
            latest="find-places",
        )

    def _show_places(self, found: tuple[Place, ...]) -> None:
        self.view.place.show_matches(
            [Match(place_words(place), place) for place in found],
            nothing=NO_SUCH_PLACE,
        )

    def _place_lost(self, _typed: str) -> None:
        """Let go of the place picked: another name is being typed."""
        self._place = None
        self._earlier = Earlier()
        self.view.place.set_hint("")

    def _place_picked(self, place: Place) -> None:
        self._place = place
        self.view.place.set_hint(_place_hint(place))
        self._ask_earlier()
        self._look_again()
        self._draft.touched()

    def _ask_earlier(self) -> None:
        """Ask what is known already: of this person at this place, or of a namesake."""
        new = self._new_request()
        if new is not None:
            self.shell.tasks.run_read(
                self, partial(requests.earlier, self.shell.ctx, new), self._show_earlier,
                latest="earlier",
            )  # fmt: skip

    def _show_earlier(self, earlier: Earlier) -> None:
        if earlier != self._earlier:
            self._earlier = earlier
            self._look_again()

    # Saving

    def save(self) -> None:
        """Log the request as it is typed."""
        if not self._is_complete():
            return
        new = self._new_request()
        if new is None:
            return
        self.view.save.setEnabled(False)
        self.shell.tasks.run_change(
            self,
            partial(requests.log, self.shell.ctx, new, reason=self.view.reason.value()),
            self._saved,
            on_fault=self._refused,
        )

    def discard(self) -> None:
        """Throw away what was typed."""
        self._draft.drop()
        self._clear()
        self.first_focus()

    def _is_complete(self) -> bool:
        view = self.view
        view.fields.clear_faults()
        wrong = view.fields.first_wrong()
        if wrong is not None:
            self._show_field(wrong)
            return False
        wanted = (
            (view.received_on, view.received_on.value(), "Type the day it was received."),
            (view.urgent, view.urgent.value(), "Say whether an urgent authorisation was given."),
            (view.family_name, view.family_name.value(), "Type the person's name."),
            (view.place, self._place, "Choose the care home or hospital from the register."),
        )
        for field, value, sentence in wanted:
            if not value:
                field.set_fault(field.fault or sentence)
                self._show_field(field)
                return False
        if view.urgent.value() == "yes" and view.urgent_on.value() is None:
            view.urgent_on.set_fault("Type the day the urgent authorisation was given.")
            self._show_field(view.urgent_on)
            return False
        return True

    def _saved(self, request_id: int) -> None:
        self.view.save.setEnabled(True)
        due = self._preview.answer.date("assessments_due_on") if self._preview else None
        self._draft.drop()
        source = self._source
        self._clear()
        if source is not None:
            self.shell.tasks.run_change(
                self, partial(form_reading.keep, self.shell.ctx, request_id, source)
            )
        said = f" Assessments due {text.day_date(due)}." if due else ""
        self.shell.say(f"Request logged.{said}")
        self.shell.open_case(request_id)

    def _refused(self, fault: Exception) -> None:
        self.view.save.setEnabled(True)
        if isinstance(fault, (ProblemsFound, ReasonNeeded)):
            self.view.problems.show_problems(fault.problems)
            self._mark(fault.problems)
        if not isinstance(fault, DeskError):
            self.shell.fault.emit(fault)
            return
        sentence = words.error(fault)
        self.shell.say(sentence, Tone.DANGER)
        name = _FIELD_NAMES.get(fault.field or "", fault.field or "")
        if name in self.view.fields:
            field = self.view.fields[name]
            field.setVisible(True)
            field.set_fault(sentence)
            self._show_field(field)

    # Drafts

    def _raw(self) -> dict[str, Any]:
        return {
            "fields": self.view.fields.raw(),
            "person_id": self._person_id,
            "place_id": self._place.id if self._place else None,
        }

    def _restore(self, draft: Draft) -> None:
        self._draft.paused(True)
        self.view.fields.set_raw(draft.payload.get("fields", {}))
        self._person_id = draft.payload.get("person_id")
        self._draft.paused(False)
        self.view.kept.setText(f"Found again as you left it {text.moment(draft.updated_at)}.")
        if self._person_id is not None:
            self.shell.tasks.run_read(
                self, partial(requests.person, self.shell.ctx, self._person_id), self._hold
            )
        place_id = draft.payload.get("place_id")
        if place_id is not None:
            self.shell.tasks.run_read(
                self, partial(requests.place, self.shell.ctx, place_id), self._restore_place
            )
        self._look_again()

    def _restore_place(self, place: Place) -> None:
        self._place = place
        self.view.place.set_picked(place.name, place)
        self._look_again()

    def _clear(self) -> None:
        self._draft.paused(True)
        self._person_id = None
        self._place = None
        self._earlier = Earlier()
        self._held = {}
        self._preview = None
        self._source = None
        view = self.view
        for field in view.fields:
            field.set_raw("")
            field.set_fault("")
        view.known.setText("")
        view.kept.setText("")
        view.place.set_hint("")
        for picker in (view.person, view.place):
            picker.forget()
            picker.matches.hide()
        self._draft.paused(False)
        self._look_again()

    # From fields to facts

    def _new_request(self) -> NewRequest | None:
        view = self.view
        received_on = view.received_on.value()
        if received_on is None:
            return None
        urgent_given = as_bool(view.urgent) is True
        request = Request(
            id=0,
            ref="",
            type=view.type.choice(RequestType) or RequestType.FIRST,
            state=RequestState.RECEIVED,
            received_on=received_on,
            received_time=view.received_time.value(),
            channel=view.channel.choice(Channel) or Channel.EMAIL,
            form_used=view.form_used.choice(FormUsed) or FormUsed.FORM_1,
            urgent_given=urgent_given,
            purpose=view.purpose.value(),
            sa_sought_from=view.sought.value(),
            form_signed_on=view.signed_on.value(),
            signed_by=view.signed_by.value(),
            restrictions=view.restrictions.value(),
            diagnosis=view.diagnosis.value(),
            person_view=view.view_of_person.value(),
            person_objects=view.objects.choice(Answered) or Answered.UNKNOWN,
            arrangements_from=view.since.value(),
            ward=view.ward.value(),
            contact_name=view.contact.value(),
            contact_phone=view.contact_phone.value(),
            residence_status=view.residence.choice(ResidenceStatus) or ResidenceStatus.AGREED,
            residence_council=view.council.value(),
            s39a_applies=view.imca.choice(Answered) or Answered.UNKNOWN,
            mha_status=view.mha.value(),
            advance_decision=view.refusal.choice(Answered) or Answered.UNKNOWN,
            existing_sa_last_day=self._existing(),
            funding=view.funding.choice(Funding) or Funding.UNKNOWN,
        )
        return NewRequest(
            request=request,
            person=self._person(),
            place_id=self._place.id if self._place else 0,
            person_id=self._person_id,
            urgent=self._urgent() if urgent_given else None,
            urgent_place=self.view.urgent_place.value() if urgent_given else "",
        )

    def _existing(self) -> date | None:
        """Return when an existing authorisation ends, where the kind of request has one."""
        view = self.view
        return None if view.type.value() == RequestType.FIRST.value else view.existing.value()

    def _person(self) -> Person:
        view = self.view
        person = Person(
            family_name=view.family_name.value(),
            given_names=view.given_names.value(),
            date_of_birth=view.born.value(),
            estimated_age=view.age.value(),
            gender=view.gender.choice(Gender) or Gender.NOT_STATED,
            nhs_number=nhs_number.clean(view.nhs.value()),
            usual_address=view.address.value(),
            postcode=view.postcode.value(),
            communication_needs=view.needs.value(),
        )
        return replace(person, **self._held)

    def _urgent(self) -> Urgent | None:
        view = self.view
        given_on = view.urgent_on.value()
        if given_on is None:
            return None
        return Urgent(
            given_on=given_on,
            given_time=view.urgent_time.value(),
            period_days=view.urgent_days.value(),
            stated_last_day=view.urgent_last.value(),
            given_by=view.urgent_by.value(),
            reasons=view.urgent_why.value(),
        )


def _place_hint(place: Place) -> str:
    council = " Run by the council." if place.is_run_by_council else ""
    return f"{place.address} {place.postcode} · {place.cqc_location_code}.{council}"
