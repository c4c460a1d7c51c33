"""Reading files that others publish: the weekly CQC directory of places (IN6)."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.handovers import Handover
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Act
from dolsdesk.domain.text import fold, tidy
from dolsdesk.errors import FileUnreadable, Refused
from dolsdesk.reports import plain
from dolsdesk.services import files, handovers, words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.progress import Progress
from dolsdesk.services.projection import project_all
from dolsdesk.store.repos import cases, places

#: The whole of England is about 30 MB; nothing much larger can be a directory.
LARGEST = 100_000_000
_BATCH = 500
_LONGEST_LINE = 400  # what a line of text holds in the store
_HEADER_WITHIN = 20  # lines; it stands on line 5
_NOUGHT = "\0"  # no text has one; a spreadsheet and a damaged file do

#: Service types as the directory writes them, in its short and its long names.
CARE_HOMES = frozenset(
    fold(name)
    for name in (
        "Residential homes",
        "Nursing homes",
        "Care home service with nursing",
        "Care home service without nursing",
    )
)
HOSPITALS = frozenset(
    fold(name)
    for name in (
        "Hospital",
        "Hospitals - Mental health/capacity",
        "Hospice",
        "Rehabilitation (illness/injury)",
        "Long-term conditions",
        "Acute services with overnight beds",
        "Hospital services for people with mental health needs, learning disabilities and "
        "problems with substance misuse",
        "Hospice services",
        "Rehabilitation services",
        "Long-term conditions services",
    )
)

#: Column headings (folded) to what they are called here.
_COLUMNS: Mapping[str, str] = {
    fold(heading): name
    for heading, name in (
        ("Name", "name"),
        ("Also known as", "also_known_as"),
        ("Address", "address"),
        ("Postcode", "postcode"),
        ("Phone number", "phone"),
        ("Service types", "service_types"),
        ("Date of latest check", "checked_on"),
        ("Specialisms/services", "specialisms"),
        ("Provider name", "provider"),
        ("Local authority", "council"),
        ("CQC Location ID (for office use only)", "location_code"),
        ("CQC Provider ID (for office use only)", "provider_code"),
    )
}
_NEEDED = frozenset(_COLUMNS.values()) - {"also_known_as", "checked_on", "specialisms"}

_PRODUCED = re.compile(r"produced on (\d{1,2} [A-Za-z]+ \d{4})")
# A location registered with the regulator, or the site code of an NHS hospital (R03).
_LOCATION_CODE = re.compile(r"1-\d{6,12}|[A-Z][A-Z0-9]{2,8}")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_CHECKED_ON = "%d/%b/%Y - %H:%M"
#: Words that councils put round their names, and the directory leaves out.
_COUNCIL_WORDS = frozenset(
    {"city", "county", "borough", "council", "metropolitan", "district", "london", "royal", "of",
     "the"}
)  # fmt: skip

#: What can become of a place.
OUTCOMES = ("added", "changed", "unchanged", "gone")


@dataclass(frozen=True, slots=True)
class CqcRow:
    """One care home or hospital of the directory."""

    line: int
    name: str
    kind: PlaceKind
    location_code: str
    provider_code: str
    provider: str
    address: str
    postcode: str
    phone: str
    council: str
    service_types: str
    specialisms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that could not be used: its number in the file, and what is wrong with it."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class CqcFile:
    """A directory as read: what can be imported, what is broken, what is neither kind of place."""

    rows: tuple[CqcRow, ...]
    problems: tuple[BrokenLine, ...]
    left_out: int
    produced_on: date | None
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What became of one place."""

    code: str
    name: str
    outcome: str  # one of OUTCOMES


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. ``gone`` are places the directory no longer names."""

    lines: tuple[ImportLine, ...]
    problems: tuple[BrokenLine, ...]
    left_out: int
    is_dry_run: bool = False
    was_stopped: bool = False

    def count(self, outcome: str) -> int:
        """Return how many places came to an outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def gone(self) -> tuple[ImportLine, ...]:
        """Return the places to look at: still open here, no longer in the directory."""
        return tuple(line for line in self.lines if line.outcome == "gone")


def read_cqc(path: Path) -> CqcFile:
    """Return the care homes and hospitals of a CQC directory file.

    The file is the weekly "directory with filters": some lines of preamble, a header, one location
    a line. Broken lines are named, and the rest is read all the same.

    Raises:
        FileUnreadable: it cannot be read, is no text, or has no header of the directory.
    """
    content = _content(path)
    lines = _lines(content, path.name)
    header_at, columns = _header(lines, path.name)
    rows: list[CqcRow] = []
    problems: list[BrokenLine] = []
    seen: dict[str, int] = {}
    left_out = 0
    for number, line in enumerate(lines[header_at:], header_at + 1):
        if not line.strip(" ,\x1a"):
            continue
        try:
            row = _row(number, line, columns)
            if row is not None and row.location_code in seen:
                raise _BrokenError("LINE_TWICE", first=seen[row.location_code])
        except _BrokenError as broken:
            problems.append(BrokenLine(number, words.sentence(broken.code, **broken.params)))
            continue
        if row is None:
            left_out += 1
            continue
        seen[row.location_code] = number
        rows.append(row)
    return CqcFile(
        rows=tuple(rows),
        problems=tuple(problems),
        left_out=left_out,
        produced_on=_produced_on(lines[: header_at - 1]),
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def import_places(
    ctx: Context,
    file: CqcFile,
    *,
    only_council: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome[ImportReport]:
    """Add and change places as the directory has them; nothing is ever deleted or closed.

    Written in batches, each whole or not at all, so that it can be stopped and run again; the same
    file a second time changes nothing. Places that were listed before and are no longer are
    reported, because only somebody who knows the place can say what that means.

    Args:
        ctx: who imports, and into what.
        file: the directory as read.
        only_council: leave out places of other councils, by the name the directory uses or ours.
        dry_run: say what would be done and do nothing.
        progress: told how many places of how many are done.
        stop: asked between batches whether to end early.

    Raises:
        NotPermitted: the person at the desk may not import.
        Refused: the directory has no place of the council named.
    """
    ctx.require(Act.IMPORT)
    with ctx.reading() as session:
        held = places.listed(session)
    wanted = [row for row in file.rows if _is_of(row, only_council)]
    if only_council is not None and not wanted:
        raise Refused("CQC_NO_SUCH_COUNCIL", council=only_council)
    planned = [(row, _outcome(_values(row), held.get(row.location_code))) for row in wanted]
    listed_on = file.produced_on or ctx.today
    done = 0
    was_stopped = False
    if not dry_run:
        for batch in _batches(planned):
            if stop is not None and stop():
                was_stopped = True
                break
            _write(ctx, batch, held, file, listed_on)
            done += len(batch)
            if progress is not None:
                progress(done, len(planned), "")
    shown = planned[:done] if was_stopped else planned
    lines = [ImportLine(row.location_code, row.name, outcome) for row, outcome in shown]
    if not was_stopped:
        lines += _gone(held, file, only_council)
    report = ImportReport(tuple(lines), file.problems, file.left_out, dry_run, was_stopped)
    wrote = not dry_run and report.count("added") + report.count("changed") > 0
    return Outcome(report, Changes(lists=frozenset({Listing.PLACES})) if wrote else Changes())


class _BrokenError(Exception):
    """What is wrong with one line: the code of its sentence, and the values in it."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise FileUnreadable("CQC_TOO_LARGE", name=path.name)
        content = path.read_bytes()
    except OSError as fault:
        raise FileUnreadable("CQC_NOT_READ", name=path.name) from fault
    if not content.strip():
        raise FileUnreadable("CQC_EMPTY", name=path.name)
    return content


def _lines(content: bytes, name: str) -> list[str]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    raise FileUnreadable("CQC_NOT_TEXT", name=name)


def _header(lines: list[str], name: str) -> tuple[int, dict[str, int]]:
    """Return the number of the header's line, and where each column stands."""
    for number, line in enumerate(lines[:_HEADER_WITHIN], 1):
        try:
            cells = [fold(cell) for cell in _cells(line)]
        except _BrokenError:
            continue
        columns = {_COLUMNS[cell]: at for at, cell in enumerate(cells) if cell in _COLUMNS}
        if set(columns) >= _NEEDED:
            return number, columns | {"": len(cells)}
    is_text = not any(_NOUGHT in line for line in lines)
    raise FileUnreadable("CQC_NO_HEADER" if is_text else "CQC_NOT_TEXT", name=name)


def _cells(line: str) -> list[str]:
    """Return the cells of a line; a line is never allowed to swallow the next one."""
    if _NOUGHT in line:
        raise _BrokenError("LINE_NOT_TEXT")
    try:
        [cells] = csv.reader([line], strict=True)
    except (csv.Error, ValueError) as fault:
        raise _BrokenError("LINE_QUOTES") from fault
    return cells


def _row(number: int, line: str, columns: Mapping[str, int]) -> CqcRow | None:
    """Return the place of a line; None if it is neither a care home nor a hospital."""
    cells = _cells(line)
    if len(cells) != columns[""]:
        raise _BrokenError("LINE_COLUMNS", n=len(cells), expected=columns[""])
    told = {name: tidy(cells[at]) for name, at in columns.items() if name}
    types = _parts(told["service_types"])
    if not types:
        raise _BrokenError("LINE_NO_SERVICE")
    kind = _kind(types)
    if kind is None:
        return None
    _check(told)
    return CqcRow(
        line=number,
        name=told["name"],
        kind=kind,
        location_code=told["location_code"],
        provider_code=told["provider_code"],
        provider=told["provider"],
        address=", ".join(part.strip() for part in told["address"].split(",") if part.strip()),
        postcode=_spaced(told["postcode"].upper()),
        phone=_phone(told["phone"]),
        council=told["council"],
        service_types=", ".join(types)[:_LONGEST_LINE],
        specialisms=_parts(told.get("specialisms", "")),
    )


def _parts(cell: str) -> tuple[str, ...]:
    """Return what shares a cell, separated by upright strokes."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _kind(types: tuple[str, ...]) -> PlaceKind | None:
    """Return what a location is under Schedule A1; a home that also does other things is a home."""
    folded = {fold(name) for name in types}
    if folded & CARE_HOMES:
        return PlaceKind.CARE_HOME
    return PlaceKind.HOSPITAL if folded & HOSPITALS else None


def _check(told: Mapping[str, str]) -> None:
    if not told["name"]:
        raise _BrokenError("LINE_NO_NAME")
    if not told["location_code"]:
        raise _BrokenError("LINE_NO_CODE")
    if not _LOCATION_CODE.fullmatch(told["location_code"]):
        raise _BrokenError("LINE_ODD_CODE")
    if told["postcode"] and not _POSTCODE.fullmatch(told["postcode"].upper()):
        raise _BrokenError("LINE_ODD_POSTCODE")
    if any(len(told[name]) > _LONGEST_LINE for name in ("name", "provider", "council")):
        raise _BrokenError("LINE_TOO_LONG", n=_LONGEST_LINE)
    checked = told.get("checked_on", "")
    if checked and not _is_date(checked, _CHECKED_ON):
        raise _BrokenError("LINE_ODD_DATE")


def _is_date(text: str, written: str) -> bool:
    try:
        datetime.strptime(text, written)  # noqa: DTZ007  (a calendar date)
    except ValueError:
        return False
    return True


def _produced_on(preamble: list[str]) -> date | None:
    for line in preamble:
        found = _PRODUCED.search(line)
        if found and _is_date(found[1], "%d %B %Y"):
            return datetime.strptime(found[1], "%d %B %Y").date()  # noqa: DTZ007  (a calendar date)
    return None


def _spaced(postcode: str) -> str:
    packed = postcode.replace(" ", "")
    return f"{packed[:-3]} {packed[-3:]}" if packed else ""


def _phone(digits: str) -> str:
    """Return a telephone number with the leading 0 that spreadsheets take away."""
    plain = digits.replace(" ", "")
    return f"0{plain}" if plain.isdigit() and not plain.startswith("0") else digits


def _is_of(row: CqcRow, council: str | None) -> bool:
    return council is None or _council_name(row.council) == _council_name(council)


def _council_name(name: str) -> str:
    kept = [word for word in fold(name).split() if word not in _COUNCIL_WORDS]
    return " ".join(kept) or fold(name)


def _values(row: CqcRow) -> dict[str, Any]:
    """Return what the register takes over from the directory."""
    return {
        "name": row.name,
        "kind": row.kind,
        "cqc_location_code": row.location_code,
        "cqc_provider_code": row.provider_code,
        "managing_authority": row.provider,
        "address": row.address,
        "postcode": row.postcode,
        "phone": row.phone,
        "council": row.council,
        "service_types": row.service_types,
    }


def _outcome(values: Mapping[str, Any], held: Mapping[str, Any] | None) -> str:
    if held is None:
        return "added"
    return "unchanged" if all(held[name] == v for name, v in values.items()) else "changed"


def _batches(planned: list[tuple[CqcRow, str]]) -> Iterator[list[tuple[CqcRow, str]]]:
    for start in range(0, len(planned), _BATCH):
        yield planned[start : start + _BATCH]


def _write(
    ctx: Context, batch: list[tuple[CqcRow, str]], held: Mapping[str, Mapping[str, Any]],
    file: CqcFile, listed_on: date,
) -> None:  # fmt: skip
    with ctx.acting(Act.IMPORT) as write:
        for row, outcome in batch:
            if outcome != "unchanged":
                place_id, _changed = places.put(write.session, _values(row))
                if outcome == "changed":
                    changed_hands = _handover(row, held[row.location_code])
                    if changed_hands is not None:
                        found = replace(
                            changed_hands, from_on=min(listed_on, ctx.today),
                            paper=f"CQC directory {file.name}",
                        )  # fmt: skip
                        handovers.note(ctx, write, place_id, found)
                    touched = cases.at_place(write.session, place_id)
                    project_all(write.session, touched, as_at=ctx.today, book=ctx.book)
        places.mark_listed(write.session, [row.location_code for row, _ in batch], listed_on)
        write.record(
            "import_places",
            "place",
            None,
            after={
                "file": file.name,
                "sha256": file.sha256,
                "lines": [batch[0][0].line, batch[-1][0].line],
                "added": sum(outcome == "added" for _, outcome in batch),
                "changed": sum(outcome == "changed" for _, outcome in batch),
                "unchanged": sum(outcome == "unchanged" for _, outcome in batch),
            },
        )


def _handover(row: CqcRow, was: Mapping[str, Any]) -> Handover | None:
    """Return that a place has another registered provider, by its code, than before; or nothing."""
    known, name = was["cqc_provider_code"], was["managing_authority"]
    if not known or row.provider_code == known or row.provider == name:
        return None
    return Handover(row.provider, date.min, "", name)


def _gone(
    held: Mapping[str, Mapping[str, Any]], file: CqcFile, only_council: str | None
) -> list[ImportLine]:
    """Return open places that a directory once named and this one does not."""
    named = {row.location_code for row in file.rows}
    wanted = _council_name(only_council) if only_council is not None else None
    return [
        ImportLine(code, values["name"], "gone")
        for code, values in sorted(held.items())
        if code not in named
        and values["is_open"]
        and values["listed_on"] is not None
        and (wanted is None or _council_name(values["council"]) == wanted)
    ]


def write_report(report: ImportReport, path: Path) -> None:
    """Write what became of each place, and each broken line, as a table for spreadsheets.

    Raises:
        Unavailable: the folder is not there or does not let us write, or the disk is full.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(("outcome", "location_id", "name", "line", "problem"))
    for line in report.lines:
        writer.writerow((line.outcome, plain.guarded(line.code), plain.guarded(line.name), "", ""))
    for broken in report.problems:
        writer.writerow(("broken", "", "", broken.line, broken.what))
    files.write(path, target.getvalue().encode("utf-8-sig"))
