"""What happens to a request that waits: triaged with answers, triaged again, kept in contact.

Chance is drawn apart from the story's own, so that what else happens to a request does not depend
on how it waited.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

from dolsdesk.domain.dols import triage as rules
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.triage import AgniScreen, QuestionSet, Triage
from dolsdesk.domain.dols.waiting import CONTACTS, ContactKind, WaitingContact
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import question_sets
from dolsdesk.services.demo.telling import Telling
from dolsdesk.services.demo.vocabulary import pick
from dolsdesk.services.demo.wishes import Mood, Quirk

_ONE_DAY = timedelta(days=1)
_SET = "adass-2014"
_DIFFERS = 0.07  # of triages: a person saw more, or less, than the answers say
_LATER = 1.12  # times the target after which a case was triaged again: some are due
_UPDATES = 0.4  # of contacts
_TWO, _LOWER_TOO = 0.5, 0.6  # of triages with a second factor, and with one of a lower band
_MOVES = 0.12  # of second triages into another band
_SCREENS = {
    Mood.OBJECTS: (AgniScreen.LIKELY, 0), Mood.UNSETTLED: (AgniScreen.UNCLEAR, 1),
    Mood.CONTENT: (AgniScreen.UNLIKELY, 2),
}  # fmt: skip


class Queueing:
    """A request that waits."""

    def __init__(self, told: Telling) -> None:
        self._t = told
        self._rng = Random(told.story.case.request.id * 31)  # noqa: S311  (its own)

    def wait(
        self, on: date, band: Priority, reason: str, next_on: date, *, waits_still: bool
    ) -> None:
        """Let the request be triaged; one that waits still is kept in contact."""
        told = self._t
        if waits_still:
            self._acknowledge(on)
        found = self._triage(on, band, reason, next_on)
        told.story.wait(
            told.at(on), told.lead, priority=found.band, reason=reason, next_contact_on=next_on,
            asked=found,
        )  # fmt: skip
        if waits_still:
            self._go_on_waiting(on, found.band, next_on)

    def _acknowledge(self, on: date) -> None:
        told = self._t
        what = self._say("acknowledged")
        told.story.contact(
            told.at(on), told.office,
            WaitingContact(ContactKind.ACKNOWLEDGEMENT, on, self._home(), what),
        )  # fmt: skip

    def _go_on_waiting(self, on: date, band: Priority, next_on: date) -> None:
        """Triage the request again if it has waited long, and let there be a contact lately."""
        told, days = self._t, self._t.cast.days
        recheck = timedelta(days=rules.recheck_days(days.as_at, told.cast.stage.book)[band])
        if days.as_at - on > recheck:
            again_on = days.before(days.as_at - recheck * (_LATER * self._rng.random()))
            again_on = max(min(again_on, days.last), on + _ONE_DAY)
            if again_on <= days.last:
                band = self._again(again_on, band, next_on)
        step = timedelta(days=told.cast.stage.book.value(CONTACTS[band], on=days.as_at).amount)
        last_on = days.before(min(next_on - step, days.last))
        if last_on > max(on, told.now.date() - _ONE_DAY):
            self._contact(last_on, next_on)

    def _again(self, on: date, band: Priority, next_on: date) -> Priority:
        told = self._t
        if self._rng.random() < _MOVES:
            band = Priority.MEDIUM if band is not Priority.MEDIUM else Priority.HIGH
        found = self._triage(on, band, self._say("again"), next_on)
        told.story.wait(
            told.at(on), told.lead, priority=found.band, reason=found.reason,
            next_contact_on=next_on, asked=found,
        )  # fmt: skip
        return found.band

    def _contact(self, on: date, next_on: date) -> None:
        told = self._t
        is_update = self._rng.random() < _UPDATES
        kind = ContactKind.MA_UPDATE_RECEIVED if is_update else ContactKind.CALL
        asks = is_update and Quirk.CONTACT_DUE in told.wish.quirks
        told.story.contact(
            told.at(on), told.office,
            WaitingContact(
                kind, on, self._home(), self._say("updates" if is_update else "calls"),
                next_action_on=next_on, needs_triage=asks,
            ),
        )  # fmt: skip

    def _triage(self, on: date, band: Priority, reason: str, next_on: date) -> Triage:
        rng, questions = self._rng, _questions()
        answered = band
        if rng.random() < _DIFFERS:
            answered = Priority.LOW if band is Priority.MEDIUM else Priority.MEDIUM
        ticked = self._factors(questions, answered)
        screen, words = AgniScreen.NOT_DONE, ""
        if on >= _changed_on(self._t):
            screen, number = _SCREENS[self._t.about.mood]
            words = str(self._t.phrases["waiting"]["screen"][number]).format_map(
                self._t.about.speech
            )
        found = rules.with_answers(
            Triage(band, reason, on, agni_screen=screen, screen_why=words, next_contact_on=next_on),
            questions,
            ticked,
        )
        if not found.differs:
            return found
        why = self._t.phrases["waiting"]["differs"][list(Priority).index(band) > 0]
        return replace(found, differs_because=why.format_map(self._t.about.speech))

    def _factors(self, questions: QuestionSet, band: Priority) -> set[str]:
        """Return one or two factors of a band, and sometimes one of a lower one."""
        rng, bands = self._rng, list(Priority)
        found = {_drawn(rng, questions, band) for _ in range(1 + (rng.random() < _TWO))}
        lower = bands[bands.index(band) + 1 :]
        if lower and rng.random() < _LOWER_TOO:
            found.add(_drawn(rng, questions, lower[0]))
        return found

    def _home(self) -> str:
        return self._t.story.case.request.contact_name or self._t.story.case.place.name

    def _say(self, key: str) -> str:
        told = str(pick(self._rng, self._t.phrases["waiting"][key]))
        return told.format_map(self._t.about.speech)


@cache
def _questions() -> QuestionSet:
    return next(one for one in question_sets.bundled() if one.id == _SET)


def _drawn(rng: Random, questions: QuestionSet, band: Priority) -> str:
    return str(pick(rng, [one.id for one in questions.asked if one.band == band.value]))


def _changed_on(told: Telling) -> date:
    """Return the day from which triage asks the screening question."""
    return told.cast.stage.book.rule(RuleId.LEGAL_TEST).values[-1].starts_on
