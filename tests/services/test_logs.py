"""Logs and crash reports tell what happened and where, never about whom (SE4).

A marked name is planted in every field somebody types; errors of each kind are forced; then the
log, the crash reports, standard error and the folder for temporary files are searched for it.
"""

import logging
import re
import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from dolsdesk import logs
from dolsdesk.domain.dols.case import Channel
from dolsdesk.domain.people import Contact, Person
from dolsdesk.errors import DeskError, Refused
from dolsdesk.logs import Safe
from dolsdesk.services import requests
from dolsdesk.store.tables.people import PersonRow
from tests.support.desk import World, a_person, new_request

MARK = "Zebedee-Quillfeather"
SPELLED = tuple(
    MARK.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)  # fmt: skip


@pytest.fixture
def log(tmp_path):
    """Log into a profile while the test runs."""
    profile = tmp_path / "profile"
    handler = logs.set_up(profile)
    yield profile / "logs" / "dolsdesk.log"
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Have everything temporary go into a folder of the test's own."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    return folder


def marked(world: World) -> requests.NewRequest:
    """Return a request in which every text somebody types carries the mark."""

    def mark(record, **others):
        words = {
            field.name: MARK
            for field in fields(record)
            if isinstance(getattr(record, field.name), str)
            and field.name not in {"ref", "nhs_number", "postcode"}
            and type(getattr(record, field.name)) is str
        }
        return replace(record, **{**words, **others})

    new = new_request(world.home, urgent=True, person=mark(a_person()))
    contact = mark(Contact("a", "b"))
    return replace(new, request=mark(new.request), urgent=mark(new.urgent), contacts=(contact,))


def leaks(folder: Path) -> list[Path]:
    """Return every file below a folder in which the mark can be read."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in SPELLED)
    ]


def broken_by_the_database(world: World, new: requests.NewRequest) -> None:
    """Fail as a constraint of the database does: its message shows the row."""
    with world.desk.store.acting(
        actor_id=1, actor=MARK, workstation="", at=world.desk.clock.now()
    ) as write:
        write.session.add(PersonRow(ref="P1", family_name=MARK, name_key=MARK, gender=None))


def broken_by_a_statement(world: World, new: requests.NewRequest) -> None:
    """Fail as a wrong statement does: its message shows the values."""
    with world.desk.store.reading() as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": MARK})


def refused(world: World, new: requests.NewRequest) -> None:
    """Fail as a rule does: its values are those of the sentence."""
    raise Refused("ASSESSOR_NOT_ELIGIBLE", name=MARK, reason=MARK)


def a_bug(world: World, new: requests.NewRequest) -> None:
    """Fail as our own mistake does, with the value in the message, a note and a local variable."""
    family_name = new.person.family_name
    fault = KeyError(family_name)
    fault.add_note(MARK)
    raise fault


def a_bug_behind_a_bug(world: World, new: requests.NewRequest) -> None:
    """Fail while handling a failure."""
    try:
        a_bug(world, new)
    except KeyError as fault:
        raise ValueError(f"could not file {MARK}") from fault


WAYS = (broken_by_the_database, broken_by_a_statement, refused, a_bug, a_bug_behind_a_bug)


@pytest.mark.parametrize("fail", WAYS, ids=lambda way: way.__name__)
def test_no_name_reaches_log_report_or_standard_error(world, log, scratch, fail, capfd):
    new = marked(world)
    requests.log(world.admin, new, reason=MARK)
    with pytest.raises(Exception) as caught:  # noqa: PT011  (each way fails in its own)
        fail(world, new)
    profile = log.parent.parent
    report = logs.crash_report(profile, caught.value)
    logs.note("TRIED", caught.value, name=MARK, person=new.person, path=Path(MARK))
    logs.note(f"SAVED {MARK}")
    logging.getLogger("dolsdesk.store").error("could not save %s", MARK, exc_info=caught.value)
    logging.getLogger("sqlalchemy").warning("row: %s", MARK)
    told = log.read_text(encoding="utf-8")
    assert report.read_text(encoding="utf-8").startswith(report.stem)
    assert leaks(profile) == []
    assert leaks(scratch) == []
    assert MARK not in "".join(capfd.readouterr())
    assert type(caught.value).__qualname__ in told
    assert told.count("withheld") >= 5
    assert leaks(world.desk.store.location.path.parent) != []  # so the search can find


def test_a_line_tells_when_where_what_and_how_many(log):
    logs.note("BACKUP_MADE", name=Safe("dolsdesk-1.db"), n=3, kind=Channel.EMAIL, of=DeskError)
    [line] = log.read_text().splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO dolsdesk test_logs:\d+"
        r" BACKUP_MADE name=dolsdesk-1\.db n=3 kind=email of=DeskError",
        line,
    )


def test_an_error_is_told_by_type_code_and_the_places_it_went_through(log):
    try:
        raise Refused("BAND_NEEDED", name=MARK)
    except Refused as fault:
        logs.note("TRIED", fault)
    first, kind, place = log.read_text().splitlines()
    assert first.endswith("TRIED")
    assert kind == "dolsdesk.errors.Refused(BAND_NEEDED)"
    assert re.fullmatch(r"  test_logs\.py:\d+ test_an_error_is_told_by_type_code_.*", place)


def test_a_report_names_the_place_in_our_code_and_the_versions(world, tmp_path):
    with pytest.raises(DeskError) as caught:
        requests.wait(world.admin, 1, priority=None, reason="", next_contact_on=None)
    report = logs.crash_report(tmp_path, caught.value)
    told = report.read_text()
    assert "dolsdesk/services/requests.py:" in told
    assert re.search(r"^dolsdesk \d", told, re.MULTILINE)
    assert re.search(r"^Python 3\.", told, re.MULTILINE)
    assert re.search(r"^SQLite 3\.", told, re.MULTILINE)
    assert str(Path.home()) not in told
    assert str(tmp_path) not in told


def test_each_report_has_a_number_of_its_own(tmp_path):
    made = {logs.crash_report(tmp_path, ValueError()).stem for _ in range(20)}
    assert len(made) == 20


def test_only_the_newest_reports_are_kept(tmp_path):
    for _ in range(logs._REPORTS_KEPT + 5):
        last = logs.crash_report(tmp_path, ValueError())
    left = list((tmp_path / "logs").glob("fault-*.txt"))
    assert len(left) == logs._REPORTS_KEPT
    assert last.exists() or last.stem[:-5] == max(left).stem[:-5]


def test_a_report_that_cannot_be_written_is_no_second_fault(tmp_path):
    (tmp_path / "logs").write_bytes(b"in the way")
    assert logs.crash_report(tmp_path, ValueError()).stem.startswith("fault-")


def test_a_log_that_cannot_be_written_is_no_fault_at_all(tmp_path, capfd):
    (tmp_path / "logs").write_bytes(b"in the way")
    handler = logs.set_up(tmp_path)
    logs.note("BACKUP_MADE", n=1)
    logging.getLogger().removeHandler(handler)
    handler.close()
    assert capfd.readouterr() == ("", "")


def test_a_full_log_is_turned_over_and_five_are_kept(log, monkeypatch):
    [handler] = [
        one for one in logging.getLogger().handlers if getattr(one, "baseFilename", "") == str(log)
    ]
    handler.maxBytes = 2_000
    for number in range(400):
        logs.note("BUSY", n=number)
    assert len(list(log.parent.iterdir())) == 6
    assert all(path.stat().st_size <= 2_000 for path in log.parent.iterdir())


def test_every_person_field_was_marked(world):
    new = marked(world)
    typed = {
        field.name for field in fields(Person) if isinstance(getattr(new.person, field.name), str)
    }
    unmarked = {name for name in typed if getattr(new.person, name) != MARK}
    assert unmarked <= {"gender", "nhs_number", "postcode"}
