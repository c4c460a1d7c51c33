"""A person who drives a case through the window: real buttons, real fields, and what is then said.

Everything goes through what the window offers; nothing is asked of the services but how a case
stands afterwards, which is what the window was given to show.
"""

import re
import time
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget

from dolsdesk.domain.dols.assessors import Declared
from dolsdesk.domain.dols.decision import Scrutiny
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.reviews import Review
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import cases, words
from dolsdesk.services.cases import CaseView
from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.offers import OFFERS
from dolsdesk.ui.pages.preview import PreviewPage
from dolsdesk.ui.shell import CaseTab, Spot
from dolsdesk.ui.widgets.fields import Field
from dolsdesk.ui.widgets.pickers import PickField

_OFFERS: dict[str, Offer] = {one.id: one for one in OFFERS}
_LONGEST_S = 60
LEAD, SIGNATORY = "Lee Deer", "Sig Natory"


class Driver:
    """Drives one case after another through one window."""

    def __init__(self, sight) -> None:
        self.sight = sight
        self.world = sight.world
        self.request_id = 0
        self.who = ""
        self._clean: dict[int, dict[str, Any]] = {}

    # Waiting and looking

    def settle(self, *, may_refuse: bool = False) -> None:
        """Wait until nothing is under way, without waiting for anything else."""
        until = time.monotonic() + _LONGEST_S
        for _ in range(2):
            QApplication.processEvents()
            while self.sight.shell.tasks.is_busy:
                assert time.monotonic() < until, "waited in vain"
                QApplication.processEvents()
                time.sleep(0.001)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if not may_refuse:
            assert self.sight.faults == []

    def refused(self) -> str:
        """Return what the window is told to say of an act that has no form and was refused."""
        self.settle(may_refuse=True)
        said = " ".join(words.error(fault) for fault in self.sight.faults)
        self.sight.faults.clear()
        return said

    @property
    def page(self):
        return self.sight.window.page

    @property
    def view(self) -> CaseView:
        """Return how the case stands, as the window would be given it now."""
        return cases.open_case(self.world.admin, self.request_id)

    def be(self, who: str) -> None:
        """Let somebody else sit down at the desk; what one had open is not left for the other."""
        if who != self.who:
            self.sight.window.go(Spot.DAY)
            self.sight.shell.change_actor(self.world.people[who])
            self.settle()
            self.who = who

    def open(self, request_id: int, tab: CaseTab = CaseTab.OVERVIEW, *, who: str = LEAD):
        """Open a case at one of its parts and return the part."""
        self.be(who)
        self.request_id = request_id
        self.sight.window.open_case(request_id, tab)
        self.settle()
        return self.page.part

    def days(self, number: int) -> None:
        """Let days go by, and the window be looked at again."""
        self.world.desk.clock.move(days=number)
        self.page.refresh()
        self.settle()

    def pick(self, field: PickField, typed: str, which: int = 0) -> None:
        """Type into a field that finds, and take a match once it is there."""
        field.edit.setText(typed)
        field.typed.emit(typed)
        self.settle()
        field._taken(field.matches.item(which % field.matches.count()))
        self.settle()

    # What the table of offers holds

    def offered(self, offer_id: str) -> bool:
        """Return whether the window offers to do something with the case."""
        part = self._part(offer_id)
        return offer_id in part.offered.buttons

    def take(self, offer_id: str, *, who: str = LEAD, because: str = "", **typed: Any) -> None:
        """Press the button of an offer, fill its form and accept it; nothing may be refused."""
        dialog = self.ask(offer_id, who=who, **typed)
        if dialog is None:
            return
        self.submit(dialog, because)
        assert not dialog.isVisible(), (offer_id, shown(dialog))

    def ask(self, offer_id: str, *, who: str = LEAD, **typed: Any):
        """Press the button of an offer and fill its form; return it, if one opened."""
        part = self._part(offer_id, who)
        part.dialog = None
        part.offered.buttons[offer_id].click()
        self.settle()
        dialog = part.dialog
        if dialog is not None:
            fill(dialog, typed)
        return dialog

    def submit(self, dialog, because: str = "") -> None:
        """Accept a form; where warnings stand and there is a reason, go on for it."""
        dialog.submit()
        self.settle()
        if because and dialog.isVisible() and not dialog.because.isHidden():
            dialog.because.set_raw(because)
            dialog.submit()
            self.settle()

    def refusal(self, offer_id: str, *, who: str = LEAD, **typed: Any) -> str:
        """Try an offer that is to be refused, and return everything its form then says."""
        dialog = self.ask(offer_id, who=who, **typed)
        self.submit(dialog)
        assert dialog.isVisible(), f"{offer_id} was not refused"
        said = shown(dialog)
        dialog.reject()
        self.settle()
        return said

    def _part(self, offer_id: str, who: str = LEAD):
        return self.open(self.request_id, _OFFERS[offer_id].tab, who=who)

    # The parts of a case that have forms of their own

    def allocate(self, *pairs: tuple[str, str]) -> None:
        """Select assessors by name for the usual kinds of a role: ``("bi", "Bea Iqbal")``."""
        for role, name in pairs:
            part = self.open(self.request_id, CaseTab.ASSESSORS)
            part._role_pressed(AssessmentKind(role))
            self.settle()
            names = [one.name for one in part.model.rows]
            part.table.select_where(names.index(name))
            self.settle()
            assert set(part._questions) <= set(Declared)
            part._all_no()
            part.reason.set_raw("as it is")
            part.select.click()
            self.settle()

    def assess(self, kind: str, *, who: str = LEAD, **typed: Any):
        """Fill the form of an assessment and record it; return the part."""
        part = self.assessment(kind, who=who, **typed)
        part.reason.set_raw("as received")
        part.save.click()
        self.settle()
        return part

    def assessment(self, kind: str, *, who: str = LEAD, **typed: Any):
        """Fill the form of an assessment, as it is looked at while somebody types."""
        part = self.open(self.request_id, CaseTab.ASSESSMENTS, who=who)
        part.table.select_where(list(AssessmentKind).index(AssessmentKind(kind)))
        self.settle()
        clean = part.form.fields.raw()
        assert set(typed) <= set(clean), sorted(set(typed) - set(clean))
        part.form.fields.set_raw(clean | _SOUND | typed)
        part.form.follow()
        part.look_again()
        return part

    def send(self) -> None:
        """Send the case to the signatory."""
        part = self.open(self.request_id, CaseTab.DECISION)
        part.form.submit.click()
        self.settle()

    def decision(self, **typed: Any):
        """Fill the decision as a signatory does, all of it sound but for what is typed."""
        part = self.open(self.request_id, CaseTab.DECISION, who=SIGNATORY)
        form = part.form
        assert set(form.scrutiny) == set(Scrutiny)
        clean = self._clean.setdefault(self.request_id, form.fields.raw())
        late = {"late_reason": "queue", "late_note": "Nobody was free."}
        assert set(typed) <= set(clean), sorted(set(typed) - set(clean))
        scrutiny = dict.fromkeys((check.value for check in Scrutiny), True)
        form.fields.set_raw(clean | scrutiny | late | typed)
        form.reason.set_raw("as advised")
        part.look_again()
        return part

    def sign(self, **typed: Any) -> None:
        """See the paper and sign it: grant, or refuse where an assessment is negative."""
        part = self.decision(**typed)
        part.see()
        self.settle()
        assert isinstance(self.page, PreviewPage), part.form.problems.sentences
        self.page.sign.click()
        self.settle()

    def send_back(self, kind: str, why: str) -> None:
        """Return an assessment to its assessor."""
        part = self.open(self.request_id, CaseTab.DECISION, who=SIGNATORY)
        part.send_back()
        fill(part.dialog, {"kind": kind, "reason": "return_reasons", "note": why})
        self.submit(part.dialog, "Agreed")
        assert not part.dialog.isVisible(), shown(part.dialog)

    def stop(self) -> None:
        """Tell the assessors who still work to stop."""
        part = self.open(self.request_id, CaseTab.ASSESSORS)
        part.stop.click()
        self.settle()

    def received(self) -> None:
        """Record that the home received the refusal."""
        part = self.open(self.request_id, CaseTab.PAPERS)
        part.received.click()
        self.submit(part.dialog)
        assert not part.dialog.isVisible(), shown(part.dialog)

    # How it stands

    @property
    def review(self) -> str:
        """Return the state of the newest review of the case."""
        held = [one.facts for one in self.view.case.records if one.kind is RecordKind.REVIEW]
        assert all(isinstance(one, Review) for one in held)
        return held[-1].state.value if held else ""

    def told(self, event: str) -> set[str]:
        """Return who is listed to be told of an event."""
        return {one.recipient for one in self.view.case.copies if one.event == event}

    def on(self, key: str) -> date | None:
        """Return a legal date of the case."""
        return self.view.answer.date(key)

    @property
    def gap(self) -> int:
        """Return how many dates without authority the case shows."""
        return sum(span.gap_dates for span in self.view.spans)


#: What every assessment of the window's own form holds, if nothing else is typed.
_SOUND = {
    "assessment_carried_out_on": "today",
    "copy_received_on": "today",
    "visited_on": "today",
    "result": "positive",
    "reasons": "Seen and talked over.",
}


def fill(dialog, typed: dict[str, Any]) -> None:
    """Put what is typed into the fields of a form, in their order."""
    known = {field.name for field in dialog.fields}
    assert set(typed) <= known, (sorted(set(typed) - known), sorted(known))
    for name, value in typed.items():
        dialog.fields[name].set_raw(value)


def shown(widget: QWidget) -> str:
    """Return every sentence that a part of the window shows, faults of its fields among them."""
    parts = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    for listed in filter(lambda one: one.isVisibleTo(widget), widget.findChildren(QListWidget)):
        parts += [listed.item(row).text() for row in range(listed.count())]
    parts += [one.fault for one in widget.findChildren(Field) if one.fault]
    return " ".join(" ".join(part.split()) for part in parts if part)


def sentence(code: str) -> re.Pattern[str]:
    """Return what the sentence of a code looks like, whatever stands in its gaps."""
    said = " ".join(words.PROBLEMS[code].split())
    pieces = re.split(r"\{[^}]*\}", said)
    return re.compile(".*".join(re.escape(piece) for piece in pieces))
