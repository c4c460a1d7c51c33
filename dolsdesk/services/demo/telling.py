"""What every part of a course needs: the case, its clock, its words, and whom to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from dolsdesk.domain.dols.assessments import Assessment
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.places import Place
from dolsdesk.services.demo.findings import Subject, Writer
from dolsdesk.services.demo.register import Register, Team
from dolsdesk.services.demo.story import Stage, Story
from dolsdesk.services.demo.timetable import Days, Hours, Timetable
from dolsdesk.services.demo.vocabulary import Vocabulary, pick, weighted
from dolsdesk.services.demo.wishes import Asked, Wish

EXTENSION_DAYS = 7
_EXTENDED, _REFUSED = 0.22, 0.2

#: How copies go out, by recipient.
_METHODS: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "person": (("by_hand", "post"), (80, 20)),
    "managing_authority": (("secure_email", "portal"), (90, 10)),
    "imca_39a": (("secure_email",), (1,)),
}
_BY_POST = (("post", "secure_email"), (75, 25))


@dataclass(frozen=True)
class Cast:
    """Who and what stories are made of."""

    stage: Stage
    vocabulary: Vocabulary
    places: tuple[Place, ...]
    suits: Mapping[str, frozenset[int]]
    team: Team
    register: Register
    days: Days


@dataclass(frozen=True, slots=True)
class Before:
    """What is left of an authorisation given earlier: its assessments and its last day."""

    assessments: Mapping[AssessmentKind, Assessment]
    last_day: date


class Telling:
    """One story being told, as far as it has come."""

    def __init__(
        self, cast: Cast, writer: Writer, rng: Random, *, wish: Wish, story: Story,
        about: Subject, before: Before | None, logged_at: datetime,
    ) -> None:  # fmt: skip
        self.cast = cast
        self.writer = writer
        self.rng = rng
        self.wish = wish
        self.story = story
        self.about = about
        self.before = before
        self.office = story.recorder
        self.lead = cast.team.lead
        self.phrases = cast.vocabulary.phrases
        self.plan = Timetable(logged_at)
        self.asked = self._whether_extended()
        self._hours = Hours(rng, logged_at)

    def at(self, on: date) -> datetime:
        """Return a moment on a day, after everything told so far."""
        return self._hours.at(on)

    @property
    def now(self) -> datetime:
        """Return the moment of what was told last."""
        return self._hours.same()

    def say(self, group: str, key: str) -> str:
        """Return one of the phrases of a kind."""
        return self.writer.say(self.phrases[group][key], self.about)

    def late_note(self) -> str:
        """Return what held a decision up; drawn apart, so that nothing else changes with it."""
        own = Random(self.story.case.request.id)  # noqa: S311  (its own, not the story's)
        return str(pick(own, self.phrases["late"]["notes"])).format_map(self.about.speech)

    def follows(self, on: date) -> date:
        """Return when an authorisation given on a day starts: after one that still runs."""
        existing = self.story.case.request.existing_sa_last_day
        if not self.wish.is_further or existing is None or on > existing:
            return on
        return existing + timedelta(days=1)

    def extend(self, until: date) -> None:
        """Let the urgent authorisation's extension be asked for and answered, if by that day."""
        last, days = self.story.urgent_last_day, self.cast.days
        if last is None or self.asked is Asked.NOT or self.story.case.extension is not None:
            return
        asked_on = days.before(last - timedelta(days=int(self.rng.random() * 2)))
        if self.asked is Asked.PENDING:
            asked_on = min(asked_on, days.last)
        asked_on = max(asked_on, self.now.date())
        if asked_on > min(last, until, days.last):
            return
        is_refused = self.asked is Asked.REFUSED
        told = pick(self.rng, self.phrases["extension"]["refused" if is_refused else "granted"])
        self.story.ask_extension(
            self.at(asked_on), self.office, reasons=told["asked"].format_map(self.about.speech)
        )
        if self.asked is Asked.PENDING:
            return
        self.story.decide_extension(
            self.at(asked_on), self.lead,
            days=None if is_refused else EXTENSION_DAYS,
            reasons=told["answer"].format_map(self.about.speech),
        )  # fmt: skip
        self.send(asked_on, range(len(self.story.case.copies)))

    def send(self, on: date, indexes: Iterable[int]) -> None:
        """Send some copies; where there is no address, say so."""
        for index in indexes:
            line = self.story.case.copies[index]
            if line.is_settled:
                continue
            if not line.address and line.recipient == "interested_person":
                reason = self.say("copies", "not_sent")
                self.story.settle_copy(self.at(on), self.office, index, reason=reason)
            else:
                method = str(weighted(self.rng, *_METHODS.get(line.recipient, _BY_POST)))
                self.story.settle_copy(self.at(on), self.office, index, method=method)

    def _whether_extended(self) -> Asked:
        if self.story.case.urgent is None:
            return Asked.NOT
        if self.wish.extension is not None:
            return self.wish.extension
        if self.rng.random() > _EXTENDED:
            return Asked.NOT
        return Asked.REFUSED if self.rng.random() < _REFUSED else Asked.GRANTED
