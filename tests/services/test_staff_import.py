"""A council's own list of assessors: any headings and encodings, broken lines named (AL1, IN)."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from dolsdesk import cli
from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.errors import DeskError, FileUnreadable, NotPermitted
from dolsdesk.services import (
    allocation,
    opening,
    register,
    sheets,
    staff_file,
    staff_import,
    words,
)
from dolsdesk.services.register import AssessorDetails
from tests.support.desk import TODAY
from tests.support.refusals import refused
from tests.support.stores import rows

HEADER = "Name,Profession,E-mail,Registered on,Initial training,Further training,Insured until,DBS"
GOOD = "Nia Ŵyn,Social worker,nia@nx.example,1/2/2015,1/3/2018,1/6/2026,31/12/2027,2/1/2024"
LAPSED = "Lou O'Neill,Nurse,lou@nx.example,1/2/2010,1/3/2012,1/6/2025,31/12/2027,2/1/2024"


@pytest.fixture
def save(tmp_path):
    def saved(*lines: str, encoding: str = "utf-8-sig", end: str = "\r\n") -> Path:
        path = tmp_path / "staff.csv"
        path.write_bytes(end.join((*lines, "")).encode(encoding))
        return path

    return saved


def read(path):
    return staff_file.read(path, TODAY)


def run(world, path, **values):
    return staff_import.import_staff(world.admin, read(path), **values).value


def held(world, name):
    lines = {line.name: line.id for line in register.assessor_lines(world.admin)}
    return register.assessor(world.admin, lines[name]) if name in lines else None


# Reading


def test_a_list_is_taken_over(world, save):
    report = run(world, save(HEADER, GOOD))
    assert (report.count("added"), report.problems, report.barred) == (1, (), ())
    found = held(world, "Nia Ŵyn")
    assert found == AssessorDetails(
        "Nia Ŵyn", Profession.SOCIAL_WORKER, email="nia@nx.example",
        registered_on=date(2015, 2, 1), initial_training_on=date(2018, 3, 1),
        further_training_on=(date(2026, 6, 1),), insured_until=date(2027, 12, 31),
        dbs_on=date(2024, 1, 2),
    )  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["Surname;First name;Discipline", "Full Name;PROFESSIONAL  background",
     "assessor\tOccupation", "Staff name|profession"],
)  # fmt: skip
def test_headings_and_separators_may_be_the_councils_own(save, heading):
    separator = next(one for one in ";\t|" if one in heading)
    cells = ["Neill", "Lou", "RMN"] if heading.startswith("Surname") else ["Lou Neill", "RMN"]
    found = read(save("Our assessors", "", heading, separator.join(cells)))
    [row] = found.rows
    assert (row.name, row.values["profession"], row.line) == ("Lou Neill", Profession.NURSE, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_of_a_spreadsheet_is_read(save, encoding, end):
    name = "Zoë O’Neill" if encoding == "cp1252" else "Ŵyn Łukasz-O'Neill"
    found = read(save(HEADER, f"{name},OT,,,,,,", encoding=encoding, end=end))
    assert [row.name for row in found.rows] == [name]


@pytest.mark.parametrize(
    "name", ["Ŵyn", "Łukasz", "O'Neill", "Nguyễn Thị Ánh", "Xi", "de la Cruz-Ó"]
)
def test_odd_names_are_names(world, save, name):
    run(world, save(HEADER, f"{name},OT,,,,,,"))
    assert held(world, name) is not None


def test_cells_with_line_breaks_and_separators_are_one_line(save):
    [row] = read(
        save(HEADER + ",Availability", 'A B,OT,,,,"1/6/2026\n2/6/2025",,,"Mon; not\nTue"')
    ).rows
    assert row.values["further_training_on"] == (date(2025, 6, 2), date(2026, 6, 1))
    assert row.values["availability"] == "Mon; not Tue"


@pytest.mark.parametrize(
    ("cell", "on"),
    [("2026-06-01", date(2026, 6, 1)), ("1 Jun 26", date(2026, 6, 1)), ("46174", date(2026, 6, 1)),
     ("2026-06-01 00:00:00", date(2026, 6, 1)), ("01.06.2026", date(2026, 6, 1))],
)  # fmt: skip
def test_dates_are_read_as_spreadsheets_write_them(save, cell, on):
    [row] = read(save("Name,Profession,Insurance expiry", f"A B,OT,{cell}")).rows
    assert row.values["insured_until"] == on


@pytest.mark.parametrize(
    ("line", "field", "code", "params"),
    [
        (",OT,,,,,,", "name", "STAFF_NO_NAME", {}),
        ("?ukasz Nowak,OT,,,,,,", "name", "STAFF_LETTERS_LOST", {"name": "?ukasz Nowak"}),
        ("A B,,,,,,,", "profession", "STAFF_NO_PROFESSION", {}),
        ("A B,Plumber,,,,,,", "profession", "STAFF_PROFESSION", {"cell": "Plumber"}),
        ("A B,OT,a.example,,,,,", "email", "STAFF_EMAIL", {"cell": "a.example"}),
        ("A B,OT,,30/2/2015,,,,", "registered_on", "STAFF_DATE", {"cell": "30/2/2015"}),
        ("A B,OT,,5/13/2015,,,,", "registered_on", "STAFF_DATE", {"cell": "5/13/2015"}),
        ("A B,OT,,yesterday,,,,", "registered_on", "STAFF_DATE", {"cell": "yesterday"}),
        ("A B,OT,,,,1/1/2027,,", "further_training_on", "STAFF_DATE_IN_FUTURE", {}),
        (f"{'A' * 401},OT,,,,,,", "name", "STAFF_TOO_LONG", {"n": 400}),
        ('A "B" C,OT,,"x,,,,', "", "STAFF_QUOTES", {}),
    ],
)
def test_a_broken_line_says_where_and_what_and_spoils_no_other(save, line, field, code, params):
    found = read(save(HEADER, GOOD, line, LAPSED))
    assert [row.line for row in found.rows] == [2, 4]
    [problem] = found.problems
    assert (problem.line, problem.field) == (3, field)
    known = tuple(words.fact(kind.value).lower() for kind in Profession)
    assert problem.what == words.sentence(code, **({"known": known} | params))


def test_everything_wrong_with_a_line_is_said_at_once(save):
    found = read(save(HEADER, "A B,Plumber,x,soon,,,,"))
    assert [one.field for one in found.problems] == ["profession", "registered_on", "email"]


def a_workbook() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SHEET_EMPTY"),
        (b" \r\n ", "SHEET_EMPTY"),
        (a_workbook(), "SHEET_NOT_TEXT"),
        (b"\x81\x8d\x8f\x90", "SHEET_NOT_TEXT"),
        (b"Dear all,\nplease find attached\n", "STAFF_NO_HEADER"),
        (b"Name,Address\nA,B\n", "STAFF_NO_HEADER"),
        (b"Name,Profession\n" + b"A B,OT\n" * 10_001, "STAFF_TOO_MANY"),
        (b"x" * (staff_file.LARGEST + 1), "SHEET_TOO_LARGE"),
    ],
    ids=["empty", "blank", "workbook", "binary", "letter", "no profession", "many", "huge"],
)
def test_what_is_no_list_is_refused_with_what_to_do(tmp_path, content, code):
    path = tmp_path / "staff.csv"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable) as caught:
        read(path)
    assert caught.value.code == code
    assert "staff.csv" in words.error(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileUnreadable, match="SHEET_NOT_READ"):
        read(tmp_path / "gone.csv")


def test_quotes_that_never_close_cost_a_line_each_and_no_more_time():
    text = "\n".join(['"open'] * 5000)
    assert sum(sheets.cells(row, ",") is None for row in sheets.rows(text)) >= 1


def test_columns_that_mean_nothing_here_are_named(save):
    found = read(save("Name,Profession,Shoe size,Rate", "A B,OT,9,180"))
    assert found.unused == ("Shoe size", "Rate")


# Taking over


def test_lapsed_training_comes_in_and_is_marked(world, save):
    report = run(world, save(HEADER, GOOD, LAPSED))
    [line] = report.barred
    assert (line.name, line.outcome, line.codes) == (
        "Lou O'Neill", "added", ("ASSESSOR_TRAINING_LAPSED",),
    )  # fmt: skip
    assert "no further training" in line.barred[0]
    barred = register.barred(world.admin)
    names = {one.id: one.name for one in register.assessor_lines(world.admin)}
    assert [names[one] for one in barred] == ["Lou O'Neill"]
    request_id = world.a_case()
    kinds = allocation.USUAL_KINDS[allocation.AssessmentKind.BI]
    found = {one.name: one for one in allocation.candidates(world.admin, request_id, kinds)}
    assert not found["Lou O'Neill"].may_act
    assert found["Nia Ŵyn"].may_act


def test_looking_first_writes_nothing_and_says_the_same(world, save):
    path = save(HEADER, GOOD, LAPSED, "A B,Plumber,,,,,,")
    before = rows(world.desk.store)
    seen = run(world, path, dry_run=True)
    assert rows(world.desk.store) == before
    done = run(world, path)
    assert (seen.lines, seen.problems) == (done.lines, done.problems)
    assert (seen.is_dry_run, done.is_dry_run) == (True, False)
    assert done.broken == 1


def test_a_second_time_changes_nothing(world, save):
    path = save(HEADER, GOOD, LAPSED)
    run(world, path)
    before = len(world.trail("save_assessor"))
    assert run(world, path).count("unchanged") == 2
    assert len(world.trail("save_assessor")) == before


def test_a_blank_leaves_what_is_held_and_training_is_added(world, save):
    run(world, save(HEADER, GOOD))
    report = run(world, save(HEADER, "Nia Ŵyn,AMHP,,,,3/6/2024,,"))
    assert report.count("changed") == 1
    found = held(world, "Nia Ŵyn")
    assert (found.profession, found.email) == (Profession.AMHP, "nia@nx.example")
    assert found.further_training_on == (date(2024, 6, 3), date(2026, 6, 1))
    assert found.insured_until == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Somebody Else,OT,NIA@nx.example,,,,,", "STAFF_EMAIL_OF_OTHER"),
        ("nia wyn,OT,other@nx.example,,,,,", "STAFF_OTHER_EMAIL"),
        ("Twin Name,OT,,,,,,", "STAFF_NAME_SHARED"),
    ],
)
def test_somebody_who_may_be_another_is_not_touched(world, save, line, code):
    run(world, save(HEADER, GOOD))
    for email in ("twin1@nx.example", "twin2@nx.example"):
        register.save_assessor(
            world.admin, AssessorDetails("Twin Name", Profession.OT, email=email)
        )
    before = rows(world.desk.store)
    report = run(world, save(HEADER, line), dry_run=True)
    assert report.lines == ()
    [problem] = report.problems
    sentence = words.sentence(code, name="Nia Ŵyn", email="nia@nx.example", n=2)
    assert (problem.line, problem.what) == (2, sentence)
    run(world, save(HEADER, line))
    after = rows(world.desk.store)
    assert {name for name in after if after[name] != before[name]} <= {"audit_entry", "audit_head"}


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        ("Nia Wyn,OT,,,,,,", True),
        ("N. W.,OT,NIA@NX.example,,,,,", True),
        ("Nia Ŵyn,OT,another@nx.example,,,,,", False),
    ],
)
def test_a_person_twice_in_the_list_is_taken_once(world, save, second, twice):
    report = run(world, save(HEADER, GOOD, second))
    assert len(report.lines) == (1 if twice else 2)
    assert [one.what for one in report.problems] == (
        [words.sentence("STAFF_LINE_TWICE", first=2)] if twice else []
    )


def test_a_failure_on_the_way_leaves_nothing_behind(world, save, monkeypatch):
    path = save(HEADER, GOOD, LAPSED)
    before = rows(world.desk.store)
    put = register.put_assessor

    def fails(write, details, assessor_id):
        if details.name.startswith("Lou"):
            raise OSError("the disk is gone")
        return put(write, details, assessor_id)

    monkeypatch.setattr(register, "put_assessor", fails)
    with pytest.raises((OSError, DeskError)):
        run(world, path)
    assert rows(world.desk.store) == before


def test_each_change_is_in_the_trail_and_the_file_too(world, save):
    run(world, save(HEADER, GOOD))
    assert world.trail("save_assessor")[-1].after["name"] == "Nia Ŵyn"
    [entry] = world.trail("import_staff")
    assert (entry.after["file"], entry.after["added"], len(entry.after["sha256"])) == (
        "staff.csv", 1, 64,
    )  # fmt: skip


def test_only_those_who_may_import(world, save):
    with refused(world, "NOT_PERMITTED", NotPermitted):
        staff_import.import_staff(world.signatory, read(save(HEADER, GOOD)))


def test_the_table_of_what_became_of_each_line_is_safe_in_a_spreadsheet(world, save, tmp_path):
    report = run(world, save(HEADER, GOOD, LAPSED, "=cmd() x,OT,,,,,,", "A,Plumber,,,,,,"))
    staff_import.write_report(report, tmp_path / "report.csv")
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "3,Lou O'Neill,added,no,," in text
    assert "'=cmd() x" in text
    assert "5,,not imported,,profession," in text


# Without a window


@pytest.fixture
def command(world, tmp_path, monkeypatch, capsys):
    """Return what runs the command on the world's store."""
    monkeypatch.setattr(opening, "desk_and_context", lambda *_: (world.desk, world.admin))
    monkeypatch.setattr(type(world.desk), "close", lambda _desk: None)

    def ran(*arguments):
        code = cli.run(["import", "staff", *map(str, arguments)])
        return code, capsys.readouterr()

    return ran


def test_the_command_looks_first_imports_and_tells(world, save, command, tmp_path):
    path = save(HEADER, GOOD, LAPSED, "A B,Plumber,,,,,,")
    code, said = command(path, "--dry-run")
    assert (code, held(world, "Nia Ŵyn")) == (0, None)
    code, said = command(path, "--report", tmp_path / "r.csv")
    told = json.loads(said.out)
    assert (code, said.err) == (0, "")
    assert (told["added"], told["dry_run"]) == (2, False)
    assert told["may_not_act"] == [{"line": 3, "why": ["ASSESSOR_TRAINING_LAPSED"]}]
    assert [(one["line"], one["field"]) for one in told["broken"]] == [(4, "profession")]
    assert (tmp_path / "r.csv").is_file()
    assert held(world, "Lou O'Neill") is not None


def test_the_command_refuses_with_a_reason_and_wrong_usage(save, command, tmp_path):
    code, said = command(tmp_path / "gone.csv")
    assert code == 1
    assert json.loads(said.err)["error"]["code"] == "SHEET_NOT_READ"
    assert command(save(HEADER, GOOD), "--council", "Norchester")[0] == 2
