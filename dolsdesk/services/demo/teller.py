"""Tells one story for each wish: who it is about, how it began, and then its course."""

import itertools
from bisect import bisect
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

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
from dolsdesk.domain.dols.legal_test import OLD_TEST, in_force
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Contact, Person
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.services.demo.courses import Course
from dolsdesk.services.demo.findings import NO_DEPRIVATION, Subject, Writer
from dolsdesk.services.demo.people import People
from dolsdesk.services.demo.story import Story
from dolsdesk.services.demo.telling import Before, Cast
from dolsdesk.services.demo.vocabulary import pick, speech, weighted
from dolsdesk.services.demo.wishes import Ground, Mood, Quirk, Why, Wish

_ONE_DAY = timedelta(days=1)

_URGENT_SHARE, _HOSPITAL_SHARE = 0.58, 0.2
_CHANNELS = (Channel.EMAIL, Channel.PORTAL, Channel.POST, Channel.PHONE_CONFIRMED)
_CHANNEL_WEIGHTS = (70, 18, 9, 3)
_FUNDING = (Funding.LOCAL_AUTHORITY, Funding.SELF_FUNDED, Funding.NHS_CHC, Funding.JOINT)
_FUNDING_WEIGHTS = (60, 25, 9, 6)
_MOODS, _MOOD_WEIGHTS = (Mood.CONTENT, Mood.UNSETTLED, Mood.OBJECTS), (45, 33, 22)


@dataclass
class Life:
    """Somebody whom requests are about, with what later requests need to know."""

    person_id: int
    ref: str
    person: Person
    contacts: tuple[Contact, ...]
    portrait: Mapping[str, Any]
    mood: Mood
    variant: int
    place: Place
    before: Before | None = None
    count: int = 0
    been_at: set[int] = field(default_factory=set)


class Teller:
    """Tells one story for each wish, in the order of the days they came."""

    def __init__(self, cast: Cast, rng: Random) -> None:
        self._cast = cast
        self._rng = rng
        self._people = People(cast.vocabulary, rng)
        self._writer = Writer(cast.vocabulary, cast.stage.book, rng)
        self._person_count = 0
        self._lives: dict[str, Life] = {}
        self._refs: dict[int, int] = {}
        self._by_name = {place.name: place for place in cast.places}
        self._suited = {one["id"]: self._suiting(one) for one in cast.vocabulary.portraits}

    @property
    def counters(self) -> dict[str, int]:
        """Return the last number given out for each kind of reference."""
        found = {f"request-{year}": last for year, last in sorted(self._refs.items())}
        return found | {"person": self._person_count}

    def tell(self, wish: Wish, *, paper_from: date | None = None) -> tuple[Story, Life]:
        """Return the story wished for, as far as it has come.

        Args:
            wish: the request.
            paper_from: decisions from this day on have a paper; None for no papers at all.
        """
        life = self._life(wish)
        if wish.moves:
            life.place = self._place(life.portrait, besides=life.been_at)
        life.been_at.add(life.place.id)
        case, about = self._case(wish, life)
        recorder = pick(self._rng, self._cast.team.administrators)
        story = Story(self._cast.stage, case, recorder, is_new_person=not life.count)
        course = Course(
            self._cast, self._writer, self._rng,
            wish=wish, story=story, about=about, before=life.before,
        )  # fmt: skip
        course.run(paper_from)
        given = story.case.authorisation
        life.before = Before(story.case.assessments, given.last_day) if given else None
        life.count += 1
        return story, life

    def forget(self, person: str) -> int:
        """Let go of somebody about whom no more requests will come; return their id."""
        return self._lives.pop(person).person_id

    # The beginning of a case

    def _life(self, wish: Wish) -> Life:
        if wish.person and wish.person in self._lives:
            return self._lives[wish.person]
        self._person_count += 1
        portrait = self._portrait(wish)
        place = self._by_name[wish.place] if wish.place else self._place(portrait)
        lives_there = place.kind is PlaceKind.CARE_HOME
        person = self._people.somebody(
            wish.received_on,
            tuple(portrait["ages"]),
            lives_at=(place.address, place.postcode) if lives_there else ("", ""),
            known=wish.known,
        )
        mood = wish.mood or weighted(self._rng, _MOODS, _MOOD_WEIGHTS)
        life = Life(
            person_id=self._cast.stage.next_id("person"),
            ref=f"P{self._person_count:06}",
            person=person,
            contacts=self._people.contacts(person, is_young=portrait["ages"][0] < _YOUNG),
            portrait=portrait,
            mood=mood,
            variant=int(self._rng.random() * _VARIANTS),
            place=place,
        )
        needs = person.communication_needs.format_map(self._speech(life, wish.received_on, ""))
        life.person = replace(person, communication_needs=needs)
        if wish.person:
            self._lives[wish.person] = life
        return life

    def _portrait(self, wish: Wish) -> Mapping[str, Any]:
        vocabulary = self._cast.vocabulary
        if wish.portrait:
            return vocabulary.portrait(wish.portrait)
        setting = "hospital" if self._rng.random() < _HOSPITAL_SHARE else "care_home"
        if wish.place:
            kind = self._by_name[wish.place].kind
            setting = "hospital" if kind is PlaceKind.HOSPITAL else "care_home"
        fitting = [
            one
            for one in vocabulary.portraits
            if one["setting"] == setting
            and _fits(one, wish.ground)
            and (not wish.place or self._by_name[wish.place].id in self._cast.suits[one["id"]])
        ] or [one for one in vocabulary.portraits if one["setting"] == setting]
        return weighted(self._rng, fitting, [one["weight"] for one in fitting])  # type: ignore[no-any-return]

    def _place(self, portrait: Mapping[str, Any], besides: Collection[int] = ()) -> Place:
        """Return a place that suits somebody; large ones come up more often.

        Somebody who has been everywhere that suits goes to another place of that kind.
        """
        suited, sums = self._suited[portrait["id"]]
        for _ in range(_TRIES):
            drawn = self._rng.random() * sums[-1]
            place = suited[min(bisect(sums, drawn), len(suited) - 1)]
            if place.id not in besides:
                return place
        elsewhere = [one for one in self._cast.places if one.id not in besides]
        kind = PlaceKind(portrait["setting"])
        return next((one for one in elsewhere if one.kind is kind), elsewhere[0])

    def _suiting(self, portrait: Mapping[str, Any]) -> tuple[list[Place], list[float]]:
        """Return the places that suit a portrait, and their sizes added up."""
        kind = PlaceKind(portrait["setting"])
        fitting = self._cast.suits[portrait["id"]]
        listed = [one for one in self._cast.places if one.kind is kind]
        suited = [one for one in listed if one.id in fitting] or listed
        sizes = (1 / (1 + (place.id * 7) % 11) for place in suited)
        return suited, list(itertools.accumulate(sizes))

    def _speech(self, life: Life, on: date, ward: str) -> dict[str, str]:
        return speech(
            life.person,
            home=life.place.name,
            age=life.person.age(on) or 0,
            contacts=life.contacts,
            ward=ward,
        )

    def _case(self, wish: Wish, life: Life) -> tuple[Case, Subject]:
        ward = ""
        if life.place.kind is PlaceKind.HOSPITAL:
            ward = pick(self._rng, life.portrait.get("wards", _WARDS))
        about = Subject(
            portrait=life.portrait,
            mood=self._mood(wish, life),
            speech=self._speech(life, wish.received_on, ward),
            place_kind=life.place.kind,
            contacts=life.contacts,
            variant=life.variant,
            knows_birthday=life.person.date_of_birth is not None,
        )
        urgent = self._urgent(wish, about)
        request = self._request(wish, life, about, urgent)
        case = Case(
            request=request,
            person_id=life.person_id,
            person_ref=life.ref,
            person=life.person,
            place=life.place,
            contacts=life.contacts,
            urgent=urgent,
        )
        return case, about

    def _mood(self, wish: Wish, life: Life) -> Mood:
        """Return the mood that fits what is to come of the request."""
        mood = wish.mood or life.mood
        if wish.ground is Ground.NOT_BEST_INTERESTS:
            return Mood.OBJECTS
        if wish.ground in NO_DEPRIVATION or wish.why is Why.WITHDRAWN:
            return Mood.CONTENT
        if mood is Mood.CONTENT and wish.goal in _POSITIVE and not self._is_old_test(wish):
            # Under the test of 2 June 2026 positive contentment does not end in a grant.
            mood = Mood.UNSETTLED
        if mood is Mood.OBJECTS and mood not in life.portrait.get("moods", _MOODS):
            return Mood.UNSETTLED
        return mood

    def _is_old_test(self, wish: Wish) -> bool:
        """Return whether the old test is in force until the case will surely be assessed."""
        until = self._cast.days.as_at
        if wish.goal is RequestState.GRANTED:
            takes = _LONGEST if wish.takes is None else timedelta(days=wish.takes)
            until = wish.received_on + takes + _SURELY
        return in_force(until, self._cast.stage.book) == OLD_TEST

    def _urgent(self, wish: Wish, about: Subject) -> Urgent | None:
        rng = self._rng
        given = wish.urgent if wish.urgent is not None else rng.random() < _URGENT_SHARE
        if not given or wish.is_further:
            return None
        age = wish.urgent_age
        if age is None:
            age = weighted(rng, (0, 1, 2), (75, 20, 5))
        given_on = wish.received_on - timedelta(days=age)
        too_long = Quirk.URGENT_TOO_LONG in wish.quirks
        return Urgent(
            given_on=given_on,
            given_time=time(8 + int(rng.random() * 12), pick(rng, (0, 15, 30, 45))),
            period_days=14 if too_long else 7,
            given_by=self._people.colleague(),
            reasons=self._writer.say(
                self._cast.vocabulary.phrases["urgent"][about.place_kind.value][about.mood], about
            ),
        )

    def _request(self, wish: Wish, life: Life, about: Subject, urgent: Urgent | None) -> Request:
        rng, writer, portrait = self._rng, self._writer, life.portrait
        phrases = self._cast.vocabulary.phrases
        received = wish.received_on
        existing = life.before.last_day if wish.is_further and life.before else None
        channel = weighted(rng, _CHANNELS, _CHANNEL_WEIGHTS)
        came = wish.received_time or self._time(received, channel)
        if wish.received_time is not None:
            channel = Channel.EMAIL
        sought: date | None = received + timedelta(days=int(rng.random() * 10))
        if urgent is not None:
            sought = received
        elif existing is not None:
            sought = max(existing + _ONE_DAY, received)
        in_hospital = life.place.kind is PlaceKind.HOSPITAL
        queried = Quirk.RESIDENCE_QUERIED in wish.quirks
        year = received.year
        self._refs[year] = self._refs.get(year, 0) + 1
        lives_there = urgent is not None or Quirk.LIVES_THERE in wish.quirks
        return Request(
            id=self._cast.stage.next_id("request"),
            ref=f"{year % 100:02}-{self._refs[year]:06}",
            type=RequestType.FOLLOW_ON if wish.is_further else RequestType.FIRST,
            state=RequestState.RECEIVED,
            received_on=received,
            received_time=came,
            channel=channel,
            form_used=FormUsed.FORM_2 if wish.is_further else FormUsed.FORM_1,
            urgent_given=urgent is not None,
            purpose=writer.say(portrait["purpose"], about),
            sa_sought_from=None if Quirk.LACKS_START in wish.quirks else sought,
            form_signed_on=received - timedelta(days=weighted(rng, (0, 1, 3), (70, 22, 8))),
            signed_by="" if Quirk.LACKS_SIGNATURE in wish.quirks else self._people.colleague(),
            restrictions=writer.say(portrait["restrictions"], about),
            diagnosis=writer.own("diagnosis", about),
            person_view=writer.say(portrait["view"][about.mood], about),
            person_objects=_OBJECTS[about.mood],
            arrangements_from=(urgent.given_on if urgent else received) if lives_there else None,
            ward=about.speech["ward"],
            contact_name=f"{self._people.colleague()}, "
            f"{pick(rng, phrases['contact']['wards' if in_hospital else 'homes'])}",
            contact_phone=self._people.telephone(),
            contact_email="",
            residence_status=ResidenceStatus.QUERIED if queried else ResidenceStatus.AGREED,
            residence_council=pick(rng, phrases["transferred"]["council"]) if queried else "",
            s39a_applies=Answered.NO if life.contacts or wish.is_further else Answered.YES,
            mha_status="none",
            advance_decision=weighted(rng, (Answered.NO, Answered.UNKNOWN), (88, 12)),
            existing_sa_last_day=existing,
            funding=weighted(rng, _FUNDING, _FUNDING_WEIGHTS)
            if not in_hospital
            else Funding.NHS_CHC,
        )

    def _time(self, on: date, channel: Channel) -> time | None:
        if channel is Channel.POST:
            return None
        is_weekend = not self._cast.stage.calendar.is_working_day(on)
        hour = weighted(self._rng, range(8, 23), _BY_NIGHT if is_weekend else _BY_DAY)
        return time(hour, int(self._rng.random() * 60))


#: How many requests come in each hour from eight, on working days and on others.
_BY_DAY = (4, 9, 12, 12, 8, 7, 10, 12, 13, 8, 2, 1, 1, 1, 0)
_BY_NIGHT = (1, 3, 5, 6, 6, 5, 5, 6, 6, 6, 5, 5, 4, 3, 2)
_TRIES = 20
_VARIANTS = 4
_YOUNG = 50  # years; somebody with the portrait of a younger person has parents living
_WARDS = ("Ward 3, elderly care", "Ward 9, stroke", "Ward 12, medicine")
_LONGEST = timedelta(days=120)  # that a case takes where nobody says how long
_SURELY = timedelta(days=14)
_OBJECTS = {
    Mood.CONTENT: Answered.NO,
    Mood.UNSETTLED: Answered.UNKNOWN,
    Mood.OBJECTS: Answered.YES,
}
_POSITIVE = frozenset(
    {
        RequestState.ALL_POSITIVE, RequestState.WITH_SIGNATORY, RequestState.RETURNED,
        RequestState.GRANTED,
    }
)  # fmt: skip


def _fits(portrait: Mapping[str, Any], ground: Ground | None) -> bool:
    """Return whether a refusal on a ground can be believed of a life."""
    if ground in NO_DEPRIVATION and portrait.get("heavy"):
        return False
    return not (ground in {Ground.CONSENT, Ground.BOTH} and portrait.get("silent"))
