"""Invents relevant persons and those close to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from dolsdesk.domain import nhs_number
from dolsdesk.domain.people import Contact, ContactRole, Gender, Person
from dolsdesk.services.demo.vocabulary import Vocabulary, pick, weighted

#: Numbers that begin so are given to nobody; they are kept for tests.
_NHS_RANGE = "999"
_NHS_COUNT = 1_000_000
_NHS_STEP = 392_657  # shares no factor with the count: every number comes up once
#: Numbers kept for drama: 01632 960000-960999 and 07700 900000-900999.
_LAND, _MOBILE, _DRAMA = "01632 960", "07700 900", 1000

_DAYS_IN_YEAR = 365.25
_YOUNGER = 60  # years; under it the younger given names are used
_FEMALE_SHARE = 0.62
_KNOWN_NHS, _KNOWN_BIRTHDAY, _HAS_FAMILY = 0.94, 0.99, 0.86
_NEEDS_HELP_TO_UNDERSTAND = 0.3
_OTHER_LANGUAGE = 0.6
_DONEE, _ABROAD = 0.12, 0.04
_SPOUSE = frozenset({"Wife", "Husband"})
_NO_RELATION = frozenset({"Friend", "Neighbour"})
_YOUNGER_KIN = frozenset(
    {"Daughter", "Son", "Niece", "Nephew", "Granddaughter", "Grandson", "Daughter-in-law",
     "Son-in-law"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is to be, where that is not left to chance."""

    given_names: str = ""
    family_name: str = ""
    gender: Gender | None = None
    born_on: date | None = None
    language: str = ""
    ethnicity: str = ""


class People:
    """Makes up people, never the same name or number twice."""

    def __init__(self, vocabulary: Vocabulary, rng: Random) -> None:
        self._rng = rng
        self._names = vocabulary.names
        self._needs = vocabulary.phrases["communication"]["needs"]
        self._groups: list[Mapping[str, Any]] = list(self._names["group"])
        self._weights = [group["weight"] for group in self._groups]
        self._group_of = {name: group for group in self._groups for name in group["family"]}
        self._made = 0
        self._numbered = 0
        self._used: set[tuple[str, str]] = set()

    def somebody(
        self, on: date, ages: tuple[int, int], *, lives_at: tuple[str, str], known: Known | None
    ) -> Person:
        """Return somebody of about these ages on a date.

        Args:
            on: the date the ages are meant for.
            ages: youngest and oldest.
            lives_at: address and postcode; empty where the person has a home of their own.
            known: what is not left to chance, if anything is.
        """
        rng = self._rng
        known = known or Known()
        group = weighted(rng, self._groups, self._weights)
        gender = known.gender or (Gender.FEMALE if rng.random() < _FEMALE_SHARE else Gender.MALE)
        # Most are in the older half of the ages.
        age = ages[0] + (ages[1] - ages[0] + 1) * max(rng.random(), rng.random())
        born_on = on - timedelta(days=int(age * _DAYS_IN_YEAR))
        given, family = self._name(group, gender, is_young=age < _YOUNGER)
        address, postcode = lives_at if lives_at[0] else self.address()
        knows_birthday = rng.random() < _KNOWN_BIRTHDAY
        speaks = group.get("language", "") if rng.random() < _OTHER_LANGUAGE else ""
        needs = pick(rng, self._needs) if rng.random() < _NEEDS_HELP_TO_UNDERSTAND else ""
        self._made += 1
        is_named = bool(known.family_name)
        return Person(
            family_name=known.family_name or family,
            given_names=known.given_names if is_named else given,
            date_of_birth=known.born_on or (born_on if knows_birthday else None),
            estimated_age=None if known.born_on or knows_birthday else int(age),
            gender=gender,
            nhs_number=self._nhs_number() if rng.random() < _KNOWN_NHS else "",
            social_care_id=f"NCC-{400_000 + self._made}",
            usual_address=address,
            postcode=postcode,
            communication_needs=needs,
            language=known.language if is_named else speaks,
            ethnicity=known.ethnicity if is_named else group["ethnicity"],
        )

    def contacts(self, person: Person, *, is_young: bool) -> tuple[Contact, ...]:
        """Return the people round somebody; some have nobody."""
        rng = self._rng
        usual = self._names["relationships"]["younger" if is_young else "older"]
        if rng.random() > _HAS_FAMILY:
            return ()
        found = []
        for _ in range(weighted(rng, (1, 2, 3), (5, 4, 1))):
            gender = pick(rng, (Gender.FEMALE, Gender.MALE))
            relationship = pick(rng, usual[gender.value])
            if relationship in _SPOUSE and gender is person.gender:
                relationship = "Friend"
            role = ContactRole.FAMILY
            if relationship in _NO_RELATION:
                role = ContactRole.FRIEND
            elif rng.random() < _DONEE:
                role = ContactRole.DONEE
            given, family = self._relative(person, gender, relationship)
            address, postcode = self.address()
            found.append(
                Contact(
                    name=f"{given} {family}".strip(),
                    relationship=relationship,
                    role=role,
                    address="" if rng.random() < _ABROAD else f"{address}, {postcode}",
                    phone=self.mobile(),
                )
            )
        return tuple({one.name: one for one in found}.values())

    def address(self) -> tuple[str, str]:
        """Return an address in the invented city, and its postcode."""
        rng = self._rng
        number = 1 + int(rng.random() * 120)
        street = pick(rng, self._names["streets"])
        at = int(rng.random() * len(self._names["districts"]))
        district = self._names["districts"][at]
        area = self._names["areas"][at % len(self._names["areas"])]
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        postcode = f"{area} {int(rng.random() * 10)}{pick(rng, letters)}{pick(rng, letters)}"
        return f"{number} {street}, {district}, {self._names['town']}", postcode

    def telephone(self) -> str:
        """Return a telephone number that belongs to nobody."""
        return f"{_LAND}{int(self._rng.random() * _DRAMA):03}"

    def mobile(self) -> str:
        """Return a mobile number that belongs to nobody."""
        return f"{_MOBILE}{int(self._rng.random() * _DRAMA):03}"

    def colleague(self) -> str:
        """Return the name of somebody who works somewhere."""
        group = self._groups[0]
        gender = pick(self._rng, (Gender.FEMALE, Gender.MALE))
        given = pick(self._rng, group[f"younger_{gender.value}"])
        return f"{given} {pick(self._rng, group['family'])}"

    def _name(self, group: Mapping[str, Any], gender: Gender, *, is_young: bool) -> tuple[str, str]:
        given_names = group[gender.value]
        if is_young:
            given_names = group.get(f"younger_{gender.value}", given_names)
        for _ in range(3):  # in a large council namesakes happen
            name = pick(self._rng, given_names), pick(self._rng, group["family"])
            if name not in self._used:
                break
        self._used.add(name)
        return name

    def _relative(self, person: Person, gender: Gender, relationship: str) -> tuple[str, str]:
        group = self._group_of.get(person.family_name, self._groups[0])
        is_older = relationship not in _YOUNGER_KIN
        older = group[gender.value]
        given = pick(self._rng, older if is_older else group.get(f"younger_{gender.value}", older))
        shares_name = relationship not in _NO_RELATION and self._rng.random() < 2 / 3
        if shares_name or relationship in _SPOUSE:
            return given, person.family_name
        return given, pick(self._rng, group["family"])

    def _nhs_number(self) -> str:
        while self._numbered < _NHS_COUNT:
            self._numbered += 1
            stem = f"{_NHS_RANGE}{self._numbered * _NHS_STEP % _NHS_COUNT:06}"
            for check in "0123456789":
                if nhs_number.is_valid(stem + check):
                    return stem + check
        return ""
