"""Values as people write them on forms: dates, ticks, names, numbers.

Each function returns what the field of the request takes, or "" where the words do not say it. It
never guesses: what may be read in two ways is not read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from dateutil import parser

from dolsdesk.domain import nhs_number, text

_TICKED = re.compile(r"(?:[☒☑✓✔✗✘■]|\[\s*[xX✓✔]\s*\]|\(\s*[xX]\s*\))\s*([^☐☒☑✓✔✗✘■□\[\]()\n|]+)")
_TICK_AFTER = re.compile(r"([A-Za-z][^☐☒☑✓✔✗✘■□\[\]\n|:]*?)\s*(?:[☒☑✓✔✘■]|\[\s*[xX✓✔]\s*\])")
_BOX = re.compile(r"[☐☒☑□■]|\[\s*[xX✓✔]?\s*\]|\(\s*[xX ]\s*\)|[✓✔]")
_TITLE = re.compile(r"^(?:mr|mrs|miss|ms|mx|dr|prof|rev|sir|dame|lady|lord)\.?\s+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*\.?,?\s+\d{2,4}\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\b(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{2}|\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NONE = {
    "",
    "n a",
    "na",
    "none",
    "not known",
    "unknown",
    "not applicable",
    "nil",
    "tbc",
    "not stated",
    "as above",
    "same",
    "same as above",
    "see above",
}
_CENTURY = 100


def chosen(said: str) -> str:
    """Return the choice that is ticked, or the words where there is no box; "" for several."""
    if not _BOX.search(said):
        return said.strip()
    before = [one.strip(" -/,.") for one in _TICKED.findall(said)]
    if not before:
        before = [one.strip(" -/,.") for one in _TICK_AFTER.findall(said)]
    return before[0] if len(before) == 1 else ""


def a_date(said: str, *, is_birth: bool = False, today: date | None = None) -> str:
    """Return a day as ISO 8601; the day stands before the month, as it is written in England.

    A year of two figures is of this century, or of the last for a birth that would lie ahead.
    """
    if found := _ISO.search(said):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.search(said):
        return _day(_year(found[3], is_birth, today), int(found[2]), int(found[1]))
    if found := _MONTH.search(said):
        words = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", found[0], flags=re.IGNORECASE)
        words = re.sub(r"\bof\s+", "", words, flags=re.IGNORECASE)
        year = words.split()[-1]
        try:
            read = parser.parse(words, dayfirst=True)
        except (ValueError, OverflowError):
            return ""
        return _day(_year(year, is_birth, today), read.month, read.day)
    return ""


def _year(figures: str, is_birth: bool, today: date | None) -> int:
    if len(figures) > 2:  # noqa: PLR2004  (a whole year)
        return int(figures)
    year = 2000 + int(figures)
    ahead = today is not None and year > today.year
    return year - _CENTURY if is_birth and ahead else year


def _day(year: int, month: int, on: int) -> str:
    try:
        return date(year, month, on).isoformat()
    except ValueError:
        return ""


def answer(said: str) -> str:
    """Return yes, no or unknown."""
    word = _words(chosen(said))
    if word.startswith("yes") or word in {"y", "true"}:
        return "yes"
    if word.startswith(("no ", "none")) or word in {"no", "n", "false"}:
        return "no" if not word.startswith("not known") else "unknown"
    if word in {"not known", "unknown", "unsure", "dont know"}:
        return "unknown"
    return ""


def gender(said: str) -> str:
    """Return female or male."""
    word = _words(chosen(said))
    return {"f": "female", "female": "female", "woman": "female", "m": "male", "male": "male",
            "man": "male"}.get(word, "")  # fmt: skip


def number(said: str) -> str:
    """Return the only whole number that stands there."""
    found = re.findall(r"\d+", said)
    spelled = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
    if not found:
        found = [str(spelled[one]) for one in _words(said).split() if one in spelled]
    return found[0] if len(set(found)) == 1 else ""


def nhs(said: str) -> str:
    """Return an NHS number with its spaces; none whose check digit is wrong."""
    figures = re.sub(r"\D", "", said)
    return nhs_number.spaced(figures) if nhs_number.is_valid(figures) else ""


def person(said: str) -> tuple[str, str]:
    """Return given names and family name: from "Given Family", or from "FAMILY, Given"."""
    first = _TITLE.sub("", said.strip().split("\n")[0]).strip(" .")
    if not first or _words(first) in _NONE:
        return "", ""
    if "," in first:
        family, _, given = (part.strip() for part in first.partition(","))
        return _cased(_TITLE.sub("", given)), _cased(family)
    given, _, family = first.rpartition(" ")
    return _cased(given), _cased(family)


def _cased(name: str) -> str:
    """Return a name that was written in capitals as a name."""
    if name.isupper() and len(name) > 1:
        return re.sub(r"[^\W\d_]+", lambda part: part[0][0] + part[0][1:].lower(), name)
    return name


def address(said: str) -> str:
    """Return an address in a line, without its postcode at the end."""
    lines = [part.strip(" ,") for part in said.split("\n") if part.strip(" ,")]
    joined = ", ".join(lines)
    return "" if _words(joined) in _NONE else joined


def postcode(said: str) -> str:
    """Return the postcode in an address."""
    found = _POSTCODE.findall(said)
    if len(found) != 1:
        return ""
    letters = re.sub(r"\s", "", found[0]).upper()
    return f"{letters[:-3]} {letters[-3:]}"


def line(said: str) -> str:
    """Return words in one line; nothing where they say that there is nothing."""
    words = " ".join(said.split())
    return "" if _words(words) in _NONE else words


def prose(said: str) -> str:
    """Return text with its lines."""
    words = text.tidy_lines(said)
    return "" if _words(words) in _NONE else words


def phone(said: str) -> str:
    """Return a telephone number as it is written."""
    found = re.search(r"\+?\d[\d ()\-]{7,}\d", said)
    return " ".join(found[0].split()) if found else ""


def funding(said: str) -> str:
    """Return who pays for the care, as the request has it."""
    word = _words(chosen(said))
    for known, value in _FUNDING:
        if known in word:
            return value
    return ""


#: The nearer ones first: a joint package names both.
_FUNDING = (
    ("joint", "joint"), ("117", "s117"), ("continuing", "nhs_chc"), ("chc", "nhs_chc"),
    ("self", "self_funded"), ("private", "self_funded"),
    ("local authority", "local_authority"), ("council", "local_authority"),
    ("social services", "local_authority"), ("nhs", "nhs_chc"), ("health", "nhs_chc"),
)  # fmt: skip


def request(said: str) -> str:
    """Return whether an urgent authorisation was given with the request: yes or no."""
    word = _words(chosen(said))
    if not word or "authorisation" not in f"{word} authorisation":
        return ""
    if "urgent" in word and not word.startswith("no"):
        return "yes"
    return "no" if "standard" in word else ""


def mha(said: str) -> str:
    """Return what powers of the Mental Health Act 1983 there are; nothing for none."""
    return "" if answer(said) == "no" else line(chosen(said) or said)


def _words(said: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", said.lower().replace("'", "")).split())


#: How each kind of field is read.
READ: Mapping[str, Callable[[str], str]] = {
    "date": a_date, "number": number, "gender": gender, "nhs": nhs, "line": line, "prose": prose,
    "phone": phone, "funding": funding, "request": request, "mha": mha, "answer": answer,
    "address": address,
}  # fmt: skip
