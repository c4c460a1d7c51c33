"""Importing the CQC directory: read as it is published, broken lines named, nothing lost (IN6)."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from dolsdesk import config, resources
from dolsdesk.domain.changes import Listing
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.errors import FileUnreadable, NotPermitted, Refused, Unavailable
from dolsdesk.services import imports, requests
from dolsdesk.services.imports import CqcFile, ImportReport
from dolsdesk.store import audit, search
from dolsdesk.store.repos import places
from tests.support.desk import World, new_request, open_copy
from tests.support.processes import HOME

HEADER = (
    "Name,Also known as,Address,Postcode,Phone number,Service's website (if available),"
    "Service types,Date of latest check,Specialisms/services,Provider name,Local authority,Region,"
    "Location URL,CQC Location ID (for office use only),CQC Provider ID (for office use only)"
)
PREAMBLE = (
    "CQC Locations data,,,,,,,,,,,,,,",
    ",,,,,,,,,,,,,,",
    "This data was produced on 16 September 2026,,,,,,,,,,,,,,",
    ",,,,,,,,,,,,,,",
)
FIRST = 6  # the line of the first location
_NOBODY = 65534  # whom systems let own nothing


def location(**told: str) -> str:
    """Return a line of the directory, quoted as the directory quotes."""
    cells = {
        "name": "Harbour View", "known_as": "", "address": '"3 Quay Street,Norchester"',
        "postcode": "NX1 2AB", "phone": "1632960001", "website": "", "types": "Residential homes",
        "checked": "09/Jan/2018 - 00:00", "specialisms": "Dementia|Learning disabilities",
        "provider": "Harbour Care Limited", "council": "Norchester", "region": "Northshire",
        "url": "https://directory.example/location", "code": "1-9900000001",
        "provider_code": "1-9900000009",
    } | told  # fmt: skip
    assert len(cells) == 15
    return ",".join(cells.values())


@pytest.fixture
def write(tmp_path):
    """Return what writes a directory and gives its path."""

    def written(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> Path:
        path = tmp_path / "directory.csv"
        text = end.join((*PREAMBLE, HEADER, *lines, ""))
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def read(write):
    """Return what writes a directory and reads it."""

    def done(*lines: str, **how: str) -> CqcFile:
        return imports.read_cqc(write(*lines, **how))

    return done


def held(world: World, code: str) -> Place:
    with world.desk.store.reading() as session:
        found = places.by_code(session, code)
    assert found is not None
    return found


def row_of(world: World, code: str) -> dict:
    with world.desk.store.reading() as session:
        return places.listed(session)[code]


def take(world: World, file: CqcFile, **how) -> ImportReport:
    return imports.import_places(world.admin, file, **how).value


def outcomes(report: ImportReport) -> dict[str, str]:
    return {line.code: line.outcome for line in report.lines}


# Reading


def test_a_location_is_read_as_the_register_keeps_it(read):
    file = read(
        location(
            name='"Ŵynn House, The"', address='"Flat 1, 2 High Street ,Norchester,, "',
            postcode="nx12ab", types="Residential homes|Nursing homes",
        )
    )  # fmt: skip
    [row] = file.rows
    assert row == imports.CqcRow(
        line=FIRST,
        name="Ŵynn House, The",
        kind=PlaceKind.CARE_HOME,
        location_code="1-9900000001",
        provider_code="1-9900000009",
        provider="Harbour Care Limited",
        address="Flat 1, 2 High Street, Norchester",
        postcode="NX1 2AB",
        phone="01632960001",
        council="Norchester",
        service_types="Residential homes, Nursing homes",
        specialisms=("Dementia", "Learning disabilities"),
    )
    assert file.produced_on == date(2026, 9, 16)
    assert file.problems == ()


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ("Residential homes", PlaceKind.CARE_HOME),
        ("Nursing homes", PlaceKind.CARE_HOME),
        ("Care home service with nursing", PlaceKind.CARE_HOME),
        ("Care home service without nursing", PlaceKind.CARE_HOME),
        ("Homecare agencies|Residential homes", PlaceKind.CARE_HOME),
        ("Hospital|Nursing homes", PlaceKind.CARE_HOME),
        ("Hospital", PlaceKind.HOSPITAL),
        ("Hospitals - Mental health/capacity", PlaceKind.HOSPITAL),
        ("Hospice", PlaceKind.HOSPITAL),
        ("Doctors/GPs|Hospital", PlaceKind.HOSPITAL),
        ("HOSPICE SERVICES", PlaceKind.HOSPITAL),
    ],
)
def test_care_homes_and_hospitals_are_told_by_their_service_types(read, types, kind):
    [row] = read(location(types=types)).rows
    assert row.kind is kind


@pytest.mark.parametrize(
    "types", ["Dentist", "Homecare agencies", "Supported living", "Doctors/GPs|Clinic", "Ambulance"]
)
def test_other_services_are_left_out_and_counted(read, types):
    file = read(location(types=types), location(code="1-9900000002"))
    assert [row.location_code for row in file.rows] == ["1-9900000002"]
    assert file.left_out == 1
    assert file.problems == ()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_encoding_and_line_end_in_use_is_read(read, encoding, end):
    [row] = read(location(name="Château – “Rest”"), encoding=encoding, end=end).rows
    assert row.name == "Château – “Rest”"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1632960001", "01632960001"),
        ("01632960001", "01632960001"),
        ("1632 960001", "01632960001"),
        ("", ""),
        ("+44 1632 960001", "+44 1632 960001"),
    ],
)
def test_a_telephone_number_gets_its_nought_back(read, given, kept):
    [row] = read(location(phone=given)).rows
    assert row.phone == kept


def test_the_columns_may_stand_in_another_order(tmp_path):
    names = HEADER.split(",")
    cells = next(csv.reader([location()]))
    path = tmp_path / "directory.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((names[::-1], cells[::-1]))
    [row] = imports.read_cqc(path).rows
    assert (row.name, row.location_code) == ("Harbour View", "1-9900000001")
    assert row.line == 2


BROKEN = {
    "too few columns": ("Only a name,,", "It has 3 columns instead of 15."),
    "too many columns": (location() + ",", "It has 16 columns instead of 15."),
    "an address without its quotation marks": (
        location(address="3 Quay Street, Norchester"),
        "It has 16 columns instead of 15.",
    ),
    "a quotation mark that is never closed": (
        location(name='"Harbour View'),
        "The quotation marks do not match.",
    ),
    "text after a quotation": (
        location(name='"Harbour" View'),
        "The quotation marks do not match.",
    ),
    "no service": (location(types=" | "), "No service type is given."),
    "no name": (location(name="  "), "No name is given."),
    "no location ID": (location(code=""), "No location ID is given."),
    "a provider's words for an ID": (
        location(code="see website"),
        "The location ID is of a kind that does not exist.",
    ),
    "an ID that a spreadsheet spoilt": (
        location(code="1-1.06E+10"),
        "The location ID is of a kind that does not exist.",
    ),
    "an impossible postcode": (
        location(postcode="NORCHESTER"),
        "The postcode is of a kind that does not exist.",
    ),
    "an impossible date": (
        location(checked="31/Feb/2020 - 00:00"),
        "The date of the latest check cannot be read.",
    ),
    "a date of another kind": (
        location(checked="2020-02-01"),
        "The date of the latest check cannot be read.",
    ),
    "an endless name": (location(name="x" * 401), "A name is longer than 400 characters."),
    "an ID twice": (location(), f"It has the same location ID as line {FIRST}."),
}


def test_every_broken_line_is_named_and_the_rest_is_read(read):
    before = location()
    after = location(code="1-9900000002", name="Last House")
    file = read(before, *(line for line, _ in BROKEN.values()), after)
    assert [row.location_code for row in file.rows] == ["1-9900000001", "1-9900000002"]
    assert file.left_out == 0
    assert [(one.line, one.what) for one in file.problems] == [
        (number, what) for number, (_, what) in enumerate(BROKEN.values(), FIRST + 1)
    ]


def test_a_cell_broken_over_two_lines_spoils_those_two_lines_only(read):
    file = read(location(address='"3 Quay Street,\r\nNorchester"'), location(code="1-9900000002"))
    assert [row.line for row in file.rows] == [FIRST + 2]
    assert [one.line for one in file.problems] == [FIRST, FIRST + 1]


@pytest.mark.parametrize("above", [0, 40])
def test_a_nought_byte_spoils_its_line_only_wherever_it_is(read, above):
    others = [location(code=f"1-99000{n:05}") for n in range(41)]
    file = read(*others[:above], location(name="Har\x00bour"), *others[above:])
    assert len(file.rows) == len(others)
    assert [(one.line, one.what) for one in file.problems] == [
        (FIRST + above, "It holds signs that no text has.")
    ]


def test_blank_lines_are_no_problem(read):
    file = read("", location(), ",,,,,,,,,,,,,,", "   ", "\x1a")
    assert (len(file.rows), file.problems, file.left_out) == (1, (), 0)


# Files that are no directory


def code_of(path: Path) -> str:
    with pytest.raises(FileUnreadable) as caught:
        imports.read_cqc(path)
    assert caught.value.params["name"] == path.name
    return caught.value.code


def test_a_file_without_the_header_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Name,Postcode\r\nHarbour View,NX1 2AB\r\n", encoding="utf-8")
    assert code_of(path) == "CQC_NO_HEADER"


def test_a_directory_that_lost_a_needed_column_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(HEADER.replace("Service types", "Kinds"), encoding="utf-8")
    assert code_of(path) == "CQC_NO_HEADER"


@pytest.mark.parametrize("content", [b"", b"\r\n \r\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    assert code_of(path) == "CQC_EMPTY"


def test_a_spreadsheet_is_refused(tmp_path):
    path = tmp_path / "directory.csv"
    Workbook().save(path)
    assert code_of(path) == "CQC_NOT_TEXT"


def test_text_in_two_bytes_a_letter_is_refused(write):
    assert code_of(write(location(), encoding="utf-16")) == "CQC_NOT_TEXT"


def test_bytes_that_are_no_letters_are_refused(tmp_path):
    path = tmp_path / "noise.csv"
    path.write_bytes(HEADER.encode() + b"\r\n\x81\x8d\x8f\r\n")
    assert code_of(path) == "CQC_NOT_TEXT"


def test_a_file_of_200_mb_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert code_of(path) == "CQC_TOO_LARGE"


def test_a_file_that_vanished_is_refused(tmp_path):
    assert code_of(tmp_path / "gone.csv") == "CQC_NOT_READ"


def test_a_folder_is_refused(tmp_path):
    assert code_of(tmp_path) == "CQC_NOT_READ"


@contextmanager
def as_nobody_special() -> Iterator[None]:
    """Be somebody who may not read everything, as root may."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_file_one_may_not_read_is_refused(write):
    path = write(location())
    path.chmod(0)
    with as_nobody_special():
        assert code_of(path) == "CQC_NOT_READ"


# Importing


def test_new_places_are_added_and_found(read, world):
    outcome = imports.import_places(world.admin, read(location()))
    assert outcomes(outcome.value) == {"1-9900000001": "added"}
    assert outcome.changes.lists == {Listing.PLACES}
    place = held(world, "1-9900000001")
    assert place.name == "Harbour View"
    assert place.kind is PlaceKind.CARE_HOME
    assert place.managing_authority == "Harbour Care Limited"
    assert row_of(world, "1-9900000001")["listed_on"] == date(2026, 9, 16)
    with world.desk.store.reading() as session:
        for words in ("harbour view", "NX1 2AB", "1-9900000001"):
            assert search.find(session, search.Kind.PLACE, words, limit=5) == [place.id]


def test_the_same_file_again_changes_nothing(read, world):
    file = read(location(), location(code="1-9900000002", name="Quay House"))
    take(world, file)
    before = [row_of(world, row.location_code) for row in file.rows]
    again = imports.import_places(world.admin, file)
    assert set(outcomes(again.value).values()) == {"unchanged"}
    assert again.changes.lists == frozenset()
    assert [row_of(world, row.location_code) for row in file.rows] == before


def test_a_changed_place_takes_the_directorys_words_and_keeps_ours(read, world):
    record = {"email": "office@civic.example", "is_open": False}
    world.a_place("Harbour Veiw", "1-9900000001", is_run_by_council=True, **record)
    report = take(world, read(location()))
    assert outcomes(report) == {"1-9900000001": "changed"}
    place = held(world, "1-9900000001")
    assert (place.name, place.phone) == ("Harbour View", "01632960001")
    assert place.is_run_by_council
    assert not place.is_open
    assert place.email == "office@civic.example"


def test_a_renamed_place_is_renamed_in_the_lists_of_cases(read, world):
    place_id = world.a_place("Old Name", "1-9900000001")
    new = new_request(place_id)
    request_id = requests.log(world.admin, new, reason="as it came").value
    take(world, read(location(name="New Name")))
    assert world.case(request_id).place.name == "New Name"
    with world.desk.store.reading() as session:
        query = "SELECT place_name FROM case_summary WHERE request_id = ?"
        shown = session.connection().exec_driver_sql(query, (request_id,)).scalar()
    assert shown == "New Name"


def test_places_that_left_the_directory_are_reported_and_stay_open(read, world):
    stays, leaves = location(), location(code="1-9900000002", name="Quay House")
    take(world, read(stays, leaves))
    report = take(world, read(stays))
    assert [(line.code, line.name) for line in report.gone] == [("1-9900000002", "Quay House")]
    assert held(world, "1-9900000002").is_open


def test_places_that_were_never_in_a_directory_or_are_closed_are_not_missed(read, world):
    take(world, read(location(code="1-9900000002", name="Quay House")))
    values = {"name": "Quay House", "cqc_location_code": "1-9900000002", "is_open": False}
    world._write(lambda session: places.put(session, values))
    report = take(world, read(location()))  # the test's own homes were entered by hand
    assert report.gone == ()


def test_a_dry_run_says_the_same_and_writes_nothing(read, world):
    world.a_place("Harbour Veiw", "1-9900000001")
    file = read(location(), location(code="1-9900000002"))
    before = len(world.trail())
    dry = imports.import_places(world.admin, file, dry_run=True)
    assert dry.value.is_dry_run
    assert dry.changes.lists == frozenset()
    assert held(world, "1-9900000001").name == "Harbour Veiw"
    assert len(world.trail()) == before
    assert outcomes(dry.value) == outcomes(take(world, file))
    assert outcomes(dry.value) == {"1-9900000001": "changed", "1-9900000002": "added"}


@pytest.mark.parametrize("name", ["Norchester", "norchester city council", "City of Norchester"])
def test_one_councils_places_can_be_chosen_by_either_of_its_names(read, world, name):
    file = read(location(), location(code="1-9900000002", council="Southchester"))
    assert outcomes(take(world, file, only_council=name)) == {"1-9900000001": "added"}


def test_only_this_councils_places_are_missed_when_one_council_is_chosen(read, world):
    ours, theirs = location(), location(code="1-9900000002", council="Southchester")
    take(world, read(ours, theirs))
    last = read(location(code="1-9900000003"))
    assert [line.code for line in take(world, last).gone] == ["1-9900000001", "1-9900000002"]
    chosen = take(world, last, only_council="Norchester")
    assert [line.code for line in chosen.gone] == ["1-9900000001"]


def test_a_council_without_places_is_refused(read, world):
    with pytest.raises(Refused) as caught:
        take(world, read(location()), only_council="Nowhere")
    assert caught.value.code == "CQC_NO_SUCH_COUNCIL"


def many(count: int) -> list[str]:
    return [location(code=f"1-99000{n:05}", name=f"House {n}") for n in range(count)]


def test_it_tells_how_far_it_is(read, world):
    told = []
    take(world, read(*many(1200)), progress=lambda done, total, _text: told.append((done, total)))
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]


def test_it_can_be_stopped_and_carried_on(read, world):
    file = read(*many(1200))
    answers = iter((False, True))
    report = take(world, file, stop=lambda: next(answers))
    assert report.was_stopped
    assert report.count("added") == 500
    assert report.gone == ()
    rest = take(world, file)
    assert (rest.count("unchanged"), rest.count("added")) == (500, 700)


def test_only_those_who_may_import_do(read, world):
    with pytest.raises(NotPermitted):
        imports.import_places(world.auditor, read(location()))


def test_the_trail_says_which_file_and_what_it_did(read, world):
    file = read(*many(3))
    take(world, file)
    [entry] = world.trail("import_places")
    assert entry.after == {
        "file": "directory.csv",
        "sha256": file.sha256,
        "lines": [FIRST, FIRST + 2],
        "added": 3,
        "changed": 0,
        "unchanged": 0,
    }


def test_every_kind_of_store_takes_it(read, any_world):
    file = read(location(), location(code="1-9900000002", types="Hospital"))
    assert set(outcomes(take(any_world, file)).values()) == {"added"}
    assert set(outcomes(take(any_world, file)).values()) == {"unchanged"}
    with any_world.desk.store.reading() as session:
        assert audit.check(session) is None


# The report


def test_the_report_can_be_opened_in_a_spreadsheet_without_harm(read, world, tmp_path):
    file = read(location(name="=Harbour"), location(code=""))
    path = tmp_path / "report.csv"
    imports.write_report(take(world, file), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as table:
        assert list(csv.DictReader(table)) == [
            {"outcome": "added", "location_id": "1-9900000001", "name": "'=Harbour",
             "line": "", "problem": ""},
            {"outcome": "broken", "location_id": "", "name": "", "line": "7",
             "problem": "No location ID is given."},
        ]  # fmt: skip


def test_a_report_that_cannot_be_written_is_refused_in_words(read, world, tmp_path):
    report = take(world, read(location()))
    with pytest.raises(Unavailable):
        imports.write_report(report, tmp_path / "no such folder" / "report.csv")


# The directory of the demonstration


def test_the_invented_directory_has_the_published_layout():
    content = resources.path("demo/cqc-directory.csv").read_bytes()
    lines = content.decode("utf-8").split("\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert tuple(lines[:4]) == PREAMBLE
    assert lines[4] == HEADER
    assert {len(cells) for cells in csv.reader(lines[5:-1])} == {15}


def test_the_invented_directory_is_read_without_a_problem():
    file = imports.read_cqc(resources.path("demo/cqc-directory.csv"))
    kinds = [row.kind for row in file.rows]
    assert (kinds.count(PlaceKind.CARE_HOME), kinds.count(PlaceKind.HOSPITAL)) == (52, 8)
    assert (file.left_out, file.problems) == (10, ())
    near_by = Counter(row.council for row in file.rows)
    assert near_by == {"Norchester": 58, "Eastmere": 2}


def test_nothing_in_the_invented_directory_could_be_real():
    rows = imports.read_cqc(resources.path("demo/cqc-directory.csv")).rows
    # Some hospitals have site codes in place of the regulator's; sites have no such codes.
    assert {row.kind for row in rows if row.location_code[:2] != "1-"} == {PlaceKind.HOSPITAL}
    for row in rows:
        assert row.location_code.startswith(("1-99", "DEMO0"))
        assert row.provider_code.startswith("1-99")
        assert row.postcode.startswith("NX")
        assert row.phone.startswith("01632960")


# The command


def command(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dolsdesk", "import", *map(str, words)],
        cwd=HOME, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def profile(store_template, tmp_path):
    """Return a profile whose store is closed."""
    folder = tmp_path / "profile"
    folder.mkdir()
    open_copy(store_template, folder).close()
    config.save(folder, config.MachineSettings(store=str(folder / "desk.db"), staff_id=1))
    return folder


def test_the_command_imports_reports_and_repeats(profile, write, tmp_path):
    path = write(location(), location(types="Dentist", code="1-9900000002"), "broken")
    words = ("providers", path, "--profile", profile, "--report", tmp_path / "report.csv")
    dry = command(*words, "--dry-run")
    done = command(*words, "--council", "Norchester City Council")
    again = command(*words)
    counts = [json.loads(one.stdout) for one in (dry, done, again)]
    assert [one.stderr for one in (dry, done, again)] == ["", "", ""]
    assert [one["dry_run"] for one in counts] == [True, False, False]
    assert [one["added"] for one in counts] == [1, 1, 0]
    assert [one["unchanged"] for one in counts] == [0, 0, 1]
    assert counts[0]["left_out"] == 1
    assert counts[0]["produced_on"] == "2026-09-16"
    assert counts[0]["broken"] == [{"line": 8, "what": "It has 1 columns instead of 15."}]
    assert "1-9900000001,Harbour View" in (tmp_path / "report.csv").read_text("utf-8-sig")


def test_the_command_refuses_a_wrong_file_in_one_line(profile, tmp_path):
    done = command("providers", tmp_path / "none.csv", "--profile", profile)
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"]["code"] == "CQC_NOT_READ"


def test_the_command_imports_nothing_if_its_report_would_have_no_folder(profile, write, tmp_path):
    report = tmp_path / "none" / "report.csv"
    done = command("providers", write(location()), "--profile", profile, "--report", report)
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"]["code"] == "FOLDER_MISSING"
    again = command("providers", write(location()), "--profile", profile)
    assert json.loads(again.stdout)["added"] == 1


def test_kinds_that_cannot_be_imported_are_wrong_usage(write):
    done = command("rota", write(location()))
    assert done.returncode == 2
    assert "providers" in done.stderr
