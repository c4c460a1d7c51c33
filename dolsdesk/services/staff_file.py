"""A list of assessors as a council keeps it in a spreadsheet, read with whatever headings it has.

A line is read whole or not at all. What is wrong with it is said by field, with what to do.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.hours import NotHours, parse_hours
from dolsdesk.domain.text import fold, tidy
from dolsdesk.domain.typed_dates import NotADate, parse_date
from dolsdesk.errors import FileUnreadable
from dolsdesk.services import sheets, words

#: A list of assessors of the largest council has some hundred lines.
LARGEST = 5_000_000
MOST_LINES = 10_000
_HEADER_WITHIN = 20  # lines; titles and notes may stand above it
_LONGEST = 400  # what a line of text holds in the store
_MOST_CASES = 99

#: Headings by what they are called here; each is compared without case, accents and marks.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("Name", "Assessor", "Assessor name", "Full name", "Staff name"),
    "first_name": ("First name", "Forename", "Given name", "Given names"),
    "family_name": ("Family name", "Surname", "Last name"),
    "profession": ("Profession", "Discipline", "Professional background", "Occupation"),
    "regulator_no": (
        "Number with the regulator", "Registration number", "Registration no", "Reg no",
        "Regulator no", "Regulator number", "SWE number", "GMC number", "NMC PIN", "HCPC number",
    ),
    "registered_on": ("Registered on", "Registered since", "Date registered", "Qualified on",
                      "Registered in the profession since", "Date of qualification"),
    "initial_training_on": ("Initial training", "Initial training completed", "BIA training",
                            "Date of BIA training", "BIA qualified", "MHA training",
                            "Initial training on"),
    "further_training_on": ("Further training", "Further training completed", "Refresher",
                            "Refresher training", "Last refresher", "Last training",
                            "Annual refresher", "Date of refresher"),
    "s12_until": ("Section 12 until", "Section 12 approval until", "S12 until", "S12 expiry",
                  "Section 12 expiry", "S12 approved to", "Section 12 approved until"),
    "amhp_until": ("AMHP until", "AMHP approval until", "AMHP expiry", "AMHP approved to",
                   "AMHP warrant expiry"),
    "insured_until": ("Insured until", "Insurance until", "Insurance expiry", "Insurance expires",
                      "Indemnity expiry", "Insurance to", "Indemnity until"),
    "dbs_on": ("DBS", "DBS date", "DBS dated", "Enhanced certificate dated", "DBS on",
               "Date of DBS"),
    "is_employed_by_council": ("Employed by this council", "Employed by council", "Employed",
                               "In house", "Internal"),
    "serves_council_otherwise": ("Has another contract with this council", "Other contract"),
    "is_suspended": ("Suspended", "Suspended from the register"),
    "is_active": ("Takes cases", "Active"),
    "languages": ("Languages", "Languages spoken", "Language"),
    "specialisms": ("Specialisms", "Specialities", "Specialties", "Specialism", "Skills"),
    "base": ("Travels from", "Base", "Town", "Location"),
    "email": ("E-mail", "Email", "Email address", "E-mail address"),
    "phone": ("Telephone", "Phone", "Mobile", "Phone number", "Tel"),
    "availability": ("Availability", "Days available", "Available"),
    "week_minutes": ("Hours a week", "Hours a week for DoLS work", "Weekly hours", "Hours"),
    "week_limit": ("Warn from so many open cases", "Most open cases", "Case limit", "Max cases"),
}  # fmt: skip
_BY_HEADING = {fold(one): name for name, many in HEADINGS.items() for one in many}
_ORDER = tuple(HEADINGS)

_PROFESSIONS: Mapping[Profession, tuple[str, ...]] = {
    Profession.AMHP: ("AMHP", "Approved mental health professional"),
    Profession.SOCIAL_WORKER: ("Social worker", "SW", "Registered social worker"),
    Profession.NURSE: ("Nurse", "RMN", "RN", "Registered nurse", "First level nurse",
                       "Mental health nurse", "RNLD", "RNMH"),
    Profession.OT: ("OT", "Occupational therapist"),
    Profession.PSYCHOLOGIST: ("Psychologist", "Chartered psychologist", "Clinical psychologist"),
    Profession.DOCTOR: ("Doctor", "Dr", "GP", "Psychiatrist", "Consultant psychiatrist",
                        "Section 12 doctor", "S12 doctor", "Medical practitioner"),
}  # fmt: skip
_BY_PROFESSION = {fold(one): kind for kind, many in _PROFESSIONS.items() for one in many}
_YES = frozenset({"yes", "y", "true", "1", "x", "t"})
_NO = frozenset({"no", "n", "false", "0", "f"})

#: Day 0 of the numbers as which spreadsheets keep dates, and the numbers that can be a date here.
_SHEET_DAY_0 = date(1899, 12, 30)
_SHEET_DAYS = range(18_000, 75_000)
#: Signs that take the place of letters a file cannot hold.
_LOST = frozenset("?\ufffd")

_PAST = frozenset({"registered_on", "initial_training_on", "further_training_on", "dbs_on"})


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line: its number in the file, the field, and what to do."""

    line: int
    field: str
    what: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One assessor of the file; ``values`` are the cells in which something stands."""

    line: int
    name: str
    values: Mapping[str, Any]

    @property
    def email(self) -> str:
        """Return the e-mail address as it is compared."""
        return str(self.values.get("email", "")).casefold()


@dataclass(frozen=True, slots=True)
class StaffFile:
    """A list as read: who can be imported, what is wrong, which columns mean nothing here."""

    rows: tuple[StaffRow, ...]
    problems: tuple[LineProblem, ...]
    unused: tuple[str, ...]
    name: str
    sha256: str


class _WrongError(Exception):
    """What is wrong with a cell: the code of its sentence, and the values in it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read(path: Path, today: date) -> StaffFile:
    """Return the assessors of a list; a broken line is named and the rest is read all the same.

    Raises:
        FileUnreadable: it cannot be read, is no text, is far too long, or has no line of headings
            with names and professions.
    """
    found = sheets.content(path, LARGEST)
    listed = list(sheets.rows(sheets.decoded(found, path.name)))
    at, separator, columns, unused = _header(listed, path.name)
    if len(listed) - at > MOST_LINES:
        raise FileUnreadable("STAFF_TOO_MANY", name=path.name, n=MOST_LINES)
    rows: list[StaffRow] = []
    problems: list[LineProblem] = []
    for row in listed[at:]:
        if row.is_blank:
            continue
        cells = sheets.cells(row, separator)
        if cells is None:
            problems.append(_problem(row.line, "", _WrongError("STAFF_QUOTES")))
            continue
        wrong = list(_read_row(row.line, cells, columns, today, rows))
        problems += wrong
    return StaffFile(
        tuple(rows), tuple(problems), unused, path.name, hashlib.sha256(found).hexdigest()
    )


def _header(
    listed: Sequence[sheets.Row], name: str
) -> tuple[int, str, dict[str, int], tuple[str, ...]]:
    """Return the number of lines above the list, its separator, its columns, and those unused."""
    for at, row in enumerate(listed[:_HEADER_WITHIN]):
        for separator in sheets.SEPARATORS:
            cells = sheets.cells(row, separator) or []
            columns: dict[str, int] = {}
            for place, cell in enumerate(cells):
                known = _BY_HEADING.get(fold(cell))
                if known is not None:
                    columns.setdefault(known, place)
            if ("name" in columns or "family_name" in columns) and "profession" in columns:
                used = set(columns.values())
                unused = [tidy(c) for n, c in enumerate(cells) if n not in used and c.strip()]
                return at + 1, separator, columns, tuple(unused)
    raise FileUnreadable("STAFF_NO_HEADER", name=name)


def _read_row(
    line: int, cells: list[str], columns: Mapping[str, int], today: date, rows: list[StaffRow]
) -> Iterator[LineProblem]:
    """Yield what is wrong with a line; where nothing is, add its assessor to the rows."""
    told = {
        name: tidy(
            cells[place].replace("\n", "; ") if name == "further_training_on" else cells[place]
        )
        for name, place in columns.items()
        if place < len(cells)
    }
    values: dict[str, Any] = {}
    wrong: list[LineProblem] = []
    name = told.pop("name", "") or " ".join(
        part for part in (told.get("first_name", ""), told.get("family_name", "")) if part
    )
    told.pop("first_name", None)
    told.pop("family_name", None)
    told = {"name": name, "profession": told.pop("profession", ""), **told}
    for field in sorted(told, key=_ORDER.index):
        cell = told[field]
        try:
            if len(cell) > _LONGEST:
                raise _WrongError("STAFF_TOO_LONG", n=_LONGEST)
            value = _READERS.get(field, _text)(cell, today)
            if field in _PAST and _is_later(value, today):
                raise _WrongError("STAFF_DATE_IN_FUTURE")
        except _WrongError as fault:
            wrong.append(_problem(line, field, fault))
            continue
        if value not in (None, "", ()):
            values[field] = value
    if wrong:
        yield from wrong
        return
    rows.append(StaffRow(line, values["name"], values))


def _problem(line: int, field: str, fault: _WrongError) -> LineProblem:
    said = words.sentence(fault.code, **fault.params)
    return LineProblem(line, field, said)


def _is_later(value: Any, today: date) -> bool:
    days = value if isinstance(value, tuple) else (value,)
    return any(isinstance(on, date) and on > today for on in days)


def _text(cell: str, _today: date) -> str:
    return cell


def _name(cell: str, _today: date) -> str:
    if not any(sign.isalpha() for sign in cell):
        raise _WrongError("STAFF_NO_NAME")
    if _LOST & set(cell):
        raise _WrongError("STAFF_LETTERS_LOST", name=cell)
    return cell


def _profession(cell: str, _today: date) -> Profession:
    found = _BY_PROFESSION.get(fold(cell))
    if found is None:
        known = tuple(words.fact(kind.value).lower() for kind in Profession)
        code = "STAFF_PROFESSION" if cell else "STAFF_NO_PROFESSION"
        raise _WrongError(code, cell=cell, known=known)
    return found


def _day(cell: str, today: date) -> date | None:
    if not cell:
        return None
    if cell.isascii() and cell.isdigit() and int(cell) in _SHEET_DAYS:
        return _SHEET_DAY_0 + timedelta(days=int(cell))
    plain = cell.removesuffix(" 00:00:00").removesuffix(" 00:00").removesuffix("T00:00:00")
    if not any(sign.isdigit() for sign in plain) or plain.startswith(("+", "-")):
        raise _WrongError("STAFF_DATE", cell=cell)
    try:
        return parse_date(plain, today=today)
    except NotADate as fault:
        raise _WrongError("STAFF_DATE", cell=cell) from fault


def _days(cell: str, today: date) -> tuple[date, ...]:
    parts = cell.replace("\n", ";").replace("&", ";").split(";")
    if len(parts) == 1:
        parts = cell.split(",")
    found = [_day(part.strip(), today) for part in parts]
    return tuple(sorted({on for on in found if on is not None}))


def _yes_no(cell: str, _today: date) -> bool | None:
    plain = fold(cell)
    if not plain:
        return None
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise _WrongError("STAFF_YES_NO", cell=cell)


def _email(cell: str, _today: date) -> str:
    before, _at, after = cell.partition("@")
    if cell and (not before or "." not in after or " " in cell or "@" in after):
        raise _WrongError("STAFF_EMAIL", cell=cell)
    return cell


def _hours(cell: str, _today: date) -> int | None:
    try:
        return parse_hours(cell)
    except NotHours as fault:
        raise _WrongError("STAFF_HOURS", cell=cell) from fault


def _cases(cell: str, _today: date) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit()) or int(cell) > _MOST_CASES:
        raise _WrongError("STAFF_CASES", cell=cell, n=_MOST_CASES)
    return int(cell)


_READERS: Mapping[str, Callable[[str, date], Any]] = {
    "name": _name,
    "profession": _profession,
    "registered_on": _day,
    "initial_training_on": _day,
    "further_training_on": _days,
    "s12_until": _day,
    "amhp_until": _day,
    "insured_until": _day,
    "dbs_on": _day,
    "is_employed_by_council": _yes_no,
    "serves_council_otherwise": _yes_no,
    "is_suspended": _yes_no,
    "is_active": _yes_no,
    "email": _email,
    "week_minutes": _hours,
    "week_limit": _cases,
}
