"""What the assessors' forms ask, and what the law says beside each question: versioned wording."""

import tomllib
from dataclasses import dataclass
from functools import cache

from dolsdesk import resources


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: its title, what the law says beside it, and where that stands."""

    name: str
    title: str
    prompt: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording in use, with its version."""

    version: str
    asks: dict[str, Ask]


@cache
def wording() -> Wording:
    """Return the wording of the assessors' forms."""
    held = tomllib.loads(resources.text("asked/assessors.toml"))
    return Wording(held["version"], {name: Ask(name, **one) for name, one in held["asks"].items()})


def ask(name: str) -> Ask:
    """Return one question.

    Raises:
        KeyError: the forms ask nothing of that name.
    """
    return wording().asks[name]
