"""Finds the template of a paper in the pack that the council has chosen, or the one it rests on."""

import tomllib
from functools import cache

from dolsdesk import resources
from dolsdesk.domain.forms.spec import Form, parse

#: The national set (ADASS and DHSC, 2015 and 2018), on which every other pack rests.
NATIONAL = "ADASS-2018"
#: The packs a council can choose. The West Midlands revision of 2024 has a report-style Form 3, a
#: Form 5 without written scrutiny and a Form 6 for requests that were assessed; whatever it leaves
#: as it was is taken from the national set.
CHOICES = (NATIONAL, "WMADASS-2024")
#: Where papers stand that no council chooses: those of the re-screening after 2 June 2026.
_ALWAYS = (NATIONAL, "AGNI-2026")


def template(code: str, pack: str = NATIONAL) -> Form:
    """Return the template of a paper, from the chosen pack if it has one.

    Raises:
        FileNotFoundError: no pack has a paper of that code.
    """
    for name in dict.fromkeys((pack, *_ALWAYS)):
        folder = f"forms/{name}"
        if f"{folder}/{code}.toml" in resources.names(folder, ".toml"):
            return parse(resources.text(f"{folder}/{code}.toml"))
    raise FileNotFoundError(f"no template for {code}")


def legacy_numbers(code: str) -> tuple[int, ...]:
    """Return the numbers of 2009 whose place a form has taken; none where it was new later."""
    return tuple(_legacy().get(code, ()))


def of_legacy_number(number: int) -> tuple[str, ...]:
    """Return the codes of the forms that took the place of a form of 2009."""
    return tuple(code for code, numbers in _legacy().items() if number in numbers)


@cache
def _legacy() -> dict[str, list[int]]:
    held: dict[str, list[int]] = tomllib.loads(resources.text("forms/legacy.toml"))["numbers"]
    return held
