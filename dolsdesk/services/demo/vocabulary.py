"""The invented words: names, lives, findings, phrases, read from ``resources/demo``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from dolsdesk import resources
from dolsdesk.domain.people import Contact, Gender, Person

_FOLDER = "demo"

#: What stands in a sentence for a person, by gender: the words that agree with "she" and "he".
_PRONOUNS: Mapping[Gender, Mapping[str, str]] = {
    Gender.FEMALE: {
        "they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself",
        "spouse": "husband",
    },
    Gender.MALE: {
        "they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself",
        "spouse": "wife",
    },
}  # fmt: skip
_TITLES: Mapping[Gender, str] = {Gender.FEMALE: "Mrs", Gender.MALE: "Mr"}
_GROWN_UP = 45  # years; younger people are called by their given name


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All word lists of the demonstration."""

    names: Mapping[str, Any]
    portraits: tuple[Mapping[str, Any], ...]
    findings: Mapping[str, Any]
    phrases: Mapping[str, Any]
    staff: Mapping[str, Any]

    def portrait(self, wanted: str) -> Mapping[str, Any]:
        """Return a portrait by id."""
        return next(one for one in self.portraits if one["id"] == wanted)


def load() -> Vocabulary:
    """Return the bundled word lists."""
    return Vocabulary(
        names=_read("names"),
        portraits=tuple(_read("portraits")["portrait"]),
        findings=_read("findings"),
        phrases=_read("phrases"),
        staff=_read("staff"),
    )


def pick(rng: Random, options: Sequence[Any]) -> Any:
    """Return one of some options."""
    return options[int(rng.random() * len(options))]


def weighted(rng: Random, options: Sequence[Any], weights: Sequence[float]) -> Any:
    """Return one of some options, the heavier ones more often."""
    return rng.choices(options, weights)[0]


def speech(
    person: Person, *, home: str, age: int, contacts: Sequence[Contact], ward: str
) -> dict[str, str]:
    """Return what the words in braces stand for when somebody is written about."""
    gender = person.gender if person.gender in _PRONOUNS else Gender.FEMALE
    words = dict(_PRONOUNS[gender])
    words |= {key[0].upper() + key[1:]: word.capitalize() for key, word in words.items()}
    formal = age >= _GROWN_UP or not person.given_names
    words["name"] = (
        f"{_TITLES[gender]} {person.family_name}" if formal else person.given_names.split()[0]
    )
    words["kin"] = contacts[0].relationship.lower() if contacts else "advocate"
    words["home"] = home
    words["ward"] = ward
    words["born"] = person.born()
    return words


def _read(name: str) -> Any:
    return tomllib.loads(resources.text(f"{_FOLDER}/{name}.toml"))
