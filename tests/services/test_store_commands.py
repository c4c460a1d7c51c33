"""The commands about the store: what they print, and how they refuse."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from dolsdesk import cli, config
from dolsdesk.services import opening, self_test
from dolsdesk.services.self_test import Check
from dolsdesk.store import schema
from dolsdesk.store.handle import Location, Store
from tests.support.desk import World, open_copy
from tests.support.processes import HOME, run
from tests.support.profiles import CLOCK, PASSPHRASE, contents, made


class Command:
    """Runs commands and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def done(self, *words: object) -> list[str]:
        code = cli.run([str(word) for word in words])
        out, err = self._capsys.readouterr()
        assert (code, err) == (0, "")
        return out.splitlines()

    def refused(self, *words: object) -> dict[str, str]:
        code = cli.run([str(word) for word in words])
        _, err = self._capsys.readouterr()
        assert code == 1
        [line] = err.splitlines()
        error: dict[str, str] = json.loads(line)["error"]
        assert error.keys() == {"code", "message"}
        assert "{" not in error["message"]
        assert "…" not in error["message"]
        return error


@pytest.fixture
def command(capsys):
    return Command(capsys)


@pytest.fixture
def profile(store_template, tmp_path):
    """Return a profile with a few cases, its store closed."""
    world = World(open_copy(store_template, tmp_path))
    config.save(tmp_path, config.MachineSettings(store=str(tmp_path / "desk.db")))
    world.a_case(urgent=True)
    world.close()
    return tmp_path


def spoil(profile: Path, *statements: str) -> None:
    store = Store(Location(profile / "desk.db"))
    with store.acting(actor_id=None, actor="t", workstation="", at=CLOCK.now()) as write:
        write.housekeeping()
        for statement in statements:
            write.session.execute(text(statement))
    store.close()


def test_the_self_test_passes_and_says_what_it_tried(command):
    lines = command.done("self-test")
    assert len(lines) == len(self_test._WORKS)
    assert all(line.startswith("ok ") for line in lines)


def test_one_check_that_fails_makes_the_self_test_fail(command, monkeypatch):
    def broken(_folder: Path) -> None:
        raise ImportError("no such library")

    monkeypatch.setitem(self_test._WORKS, "libraries", broken)
    assert Check("libraries", "ImportError: no such library") in list(self_test.run())
    error = command.refused("self-test")
    assert error["code"] == "SELF_TEST_FAILED"
    assert "libraries" in error["message"]


def test_the_self_test_leaves_nothing_behind(command, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    command.done("self-test")
    assert contents(tmp_path) == []


def test_a_backup_is_made_and_restored(command, profile):
    [path] = command.done("backup", "--profile", profile)
    assert Path(path).parent == profile / "backups"
    first, second = command.done("restore", path, "--profile", profile)
    assert first == f"Restored {Path(path).name}."
    assert str(profile / "replaced") in second


def test_a_backup_goes_into_the_folder_named(command, profile, tmp_path):
    [path] = command.done("backup", "--into", tmp_path / "stick", "--profile", profile)
    assert Path(path).parent == tmp_path / "stick"
    assert Path(path).exists()


def test_the_trail_is_verified(command, profile):
    command.done("backup", "--profile", profile)
    first, last = command.done("verify-audit", "--profile", profile)
    assert "whole, held against 1 ends" in first
    assert len(last.split()[-1].rstrip(".")) == 64


def test_a_broken_trail_is_named(command, profile):
    spoil(profile, "DROP TRIGGER audit_entry_no_update", "UPDATE audit_entry SET actor = 'X'")
    error = command.refused("verify-audit", "--profile", profile)
    assert error["code"] == "AUDIT_BROKEN"
    assert "entry 1 (changed)" in error["message"]


def test_dates_are_worked_out_anew(command, profile):
    assert command.done("recalculate", "--profile", profile) == ["1 cases, dates of 0 moved."]
    spoil(profile, "UPDATE case_summary SET due_on = '2020-01-01'")
    assert command.done("recalculate", "--profile", profile) == [
        "1 cases, dates of 1 moved.",
        "26-000001: due_on",
    ]


def test_a_store_that_is_up_to_date_stays_so(command, profile):
    assert command.done("upgrade", "--profile", profile) == [
        f"The store is up to date: {schema.HEAD}."
    ]


@pytest.mark.parametrize("name", ["backup", "verify-audit", "recalculate", "upgrade"])
def test_a_profile_without_a_store_is_refused(command, tmp_path, name):
    assert command.refused(name, "--profile", tmp_path)["code"] == "NOT_SET_UP"


def test_a_backup_that_is_not_there_is_refused(command, profile):
    assert command.refused("restore", profile / "no.db", "--profile", profile)["code"] == (
        "BACKUP_MISSING"
    )


def test_a_wrong_word_is_wrong_usage(capsys):
    assert cli.run(["restore"]) == 2
    assert cli.run(["backup", "--nonsense"]) == 2
    capsys.readouterr()


def test_the_passphrase_is_taken_from_the_environment(command, tmp_path, monkeypatch):
    made(tmp_path, encrypted=True).desk.close()
    assert command.refused("backup", "--profile", tmp_path)["code"] == "PASSPHRASE_NEEDED"
    monkeypatch.setenv(opening.PASSPHRASE_VARIABLE, PASSPHRASE)
    [path] = command.done("backup", "--profile", tmp_path)
    command.done("restore", path, "--profile", tmp_path)


def test_a_store_on_a_server_is_verified_and_not_backed_up(command, server, tmp_path):
    url = server.database()
    made(tmp_path, url=url).desk.close()
    assert "whole" in command.done("verify-audit", "--database", url)[0]
    assert command.done("recalculate", "--profile", tmp_path)
    assert command.done("upgrade", "--database", url)
    assert command.refused("backup", "--database", url)["code"] == "BACKUP_NEEDS_FILE"


def test_no_command_about_the_store_needs_qt(profile):
    told = run(
        """
        from dolsdesk import cli
        code = cli.run(["verify-audit", "--profile", sys.argv[1]])
        loaded = [name for name in sys.modules if name.startswith("PySide6")]
        print(code, loaded)
        """,
        str(profile),
    )
    assert told.splitlines()[-1] == "0 []"


def test_opening_a_store_loads_nothing_heavy(profile):
    told = run(
        """
        from pathlib import Path
        from dolsdesk.clock import SystemClock
        from dolsdesk.services import opening
        opening.open_profile(Path(sys.argv[1]), SystemClock()).close()
        heavy = ("alembic", "reportlab", "openpyxl", "psycopg", "sqlcipher3", "keyring",
                 "cryptography", "argon2", "numpy")
        print([name for name in heavy if name in sys.modules])
        """,
        str(profile),
    )
    assert told == "[]"


def test_the_program_runs_as_a_module(profile):
    done = subprocess.run(
        [sys.executable, "-m", "dolsdesk", "upgrade", "--profile", str(profile)],
        cwd=HOME, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
