"""Opening a profile's store: found, unlocked, looked over, brought up to date (BK3, MU1)."""

import getpass
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from dolsdesk import config, paths
from dolsdesk.clock import SystemClock
from dolsdesk.domain.staff import Role
from dolsdesk.errors import DeskError, StoreDamaged
from dolsdesk.services import desk as desks
from dolsdesk.services import opening
from dolsdesk.services.desk import Desk
from dolsdesk.store import audit, backup, schema
from dolsdesk.store.engine import Access, raw_connection
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import staff as staff_repo
from dolsdesk.store.schema import HISTORY, History
from tests.support.profiles import CLOCK, PASSPHRASE, contents, made

NEXT = History((*HISTORY.versions, "9001"), (Path(__file__).parents[1] / "store/ahead/good",))


def code_of(work) -> str:
    with pytest.raises(DeskError) as refused:
        work()
    return refused.value.code


def opened(profile: Path, **values) -> Desk:
    return opening.open_profile(profile, CLOCK, **values)


def remember(profile: Path, **values) -> None:
    config.save(profile, replace(config.load(profile), **values))


def test_the_store_of_a_profile_opens_again(tmp_path):
    made(tmp_path).desk.close()
    desk = opened(tmp_path)
    assert desk.settings()["council_name"] == "Norchester City Council"
    desk.close()
    assert contents(tmp_path) == ["dolsdesk.db", "settings.toml"]


def test_a_profile_without_a_store_is_not_set_up(tmp_path):
    assert not opening.is_set_up(tmp_path)
    assert code_of(lambda: opened(tmp_path)) == "NOT_SET_UP"
    assert contents(tmp_path) == []


def test_a_store_left_in_the_profile_opens_even_without_settings(tmp_path):
    made(tmp_path).desk.close()
    (tmp_path / config.NAME).unlink()
    assert opening.is_set_up(tmp_path)
    opened(tmp_path).close()


def test_a_store_that_is_not_there_is_missed_and_not_made(tmp_path):
    made(tmp_path).desk.close()
    (tmp_path / "dolsdesk.db").unlink()
    assert code_of(lambda: opened(tmp_path)) == "STORE_MISSING"
    assert contents(tmp_path) == ["settings.toml"]


def test_an_encrypted_store_asks_for_its_passphrase(tmp_path):
    done = made(tmp_path, encrypted=True)
    done.desk.close()
    assert code_of(lambda: opened(tmp_path)) == "PASSPHRASE_NEEDED"
    assert code_of(lambda: opened(tmp_path, passphrase="no no no")) == "PASSPHRASE_WRONG"
    opened(tmp_path, passphrase=PASSPHRASE).close()
    opened(tmp_path, recovery=done.recovery).close()


def test_an_encrypted_store_without_its_key_file_says_what_is_missing(tmp_path):
    made(tmp_path, encrypted=True).desk.close()
    (tmp_path / "dolsdesk.key").unlink()
    assert code_of(lambda: opened(tmp_path)) == "STORE_NOT_A_DATABASE"


def test_the_recovery_key_puts_the_key_back_into_a_keyring_that_lost_it(tmp_path, memory_keyring):
    done = made(tmp_path, protection=config.Protection.KEYRING)
    done.desk.close()
    memory_keyring.held.clear()
    assert code_of(lambda: opened(tmp_path)) == "KEYRING_LOST"
    opened(tmp_path, recovery=done.recovery).close()
    opened(tmp_path).close()


@pytest.mark.parametrize("place", ["//server/share/dolsdesk.db"])
def test_a_store_on_a_network_drive_is_refused(tmp_path, place):
    remember(tmp_path, store=place)
    assert code_of(lambda: opened(tmp_path)) == "STORE_ON_NETWORK"


def test_a_demonstration_stands_still_at_its_own_day(tmp_path):
    made(tmp_path).desk.close()
    remember(tmp_path, is_demonstration=True, demonstration_as_at="2026-05-04")
    desk = opening.open_profile(tmp_path, SystemClock())
    assert desk.clock.today() == date(2026, 5, 4)
    assert desk.clock.now() == desk.clock.now()
    desk.close()


def test_a_database_of_something_else_is_not_ours(tmp_path):
    raw = raw_connection(tmp_path / "dolsdesk.db", None, access=Access.CREATE)
    raw.execute("CREATE TABLE contacts (name)")
    raw.close()
    before = (tmp_path / "dolsdesk.db").read_bytes()
    assert code_of(lambda: opened(tmp_path)) == "STORE_NOT_OURS"
    assert (tmp_path / "dolsdesk.db").read_bytes() == before
    assert contents(tmp_path) == ["dolsdesk.db"]


# Which files are checked whole


def spoil(path: Path) -> None:
    """Damage an index that opening a store does not read."""
    raw = raw_connection(path, None, access=Access.WRITE)
    raw.isolation_level = None
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute("DELETE FROM sqlite_master WHERE name = 'ix_person_name_key'")
    raw.close()


def test_a_small_file_is_checked_whole(tmp_path):
    made(tmp_path).desk.close()
    spoil(tmp_path / "dolsdesk.db")
    assert code_of(lambda: opened(tmp_path)) == "STORE_DAMAGED"


def test_a_large_file_that_was_closed_properly_is_left_to_the_daily_backup(tmp_path, monkeypatch):
    made(tmp_path).desk.close()
    spoil(tmp_path / "dolsdesk.db")
    monkeypatch.setattr(opening, "CHECKED_UP_TO_MB", 0)
    opened(tmp_path).close()
    location = Location(tmp_path / "dolsdesk.db")
    with pytest.raises(StoreDamaged):
        opening.examine(location, whole=True)


def test_a_large_file_that_was_cut_off_is_checked_whole(tmp_path, monkeypatch):
    made(tmp_path).desk.close()
    path = tmp_path / "dolsdesk.db"
    spoil(path)
    monkeypatch.setattr(opening, "CHECKED_UP_TO_MB", 0)
    paths.store_files(path)[0].write_bytes(b"left by a program that was killed")
    assert code_of(lambda: opened(tmp_path)) == "STORE_DAMAGED"


# Upgrading


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_an_older_store_is_upgraded_after_a_copy_was_laid_into_backups(tmp_path, encrypted):
    done = made(tmp_path, encrypted=encrypted)
    done.desk.close()
    location = done.desk.store.location
    desk = desks.open_desk(location, CLOCK, history=NEXT)
    with desk.store.reading() as session:
        assert session.scalar(text("SELECT word FROM to_come")) == "hello"
        *_, last = audit.entries(session)
        assert audit.check(session) is None
    assert (last.action, last.actor, last.before) == (
        "upgrade",
        "dolsdesk",
        {"version": schema.HEAD},
    )
    desk.close()
    copied = tmp_path / "backups" / last.after["copy"]
    assert backup.check(Location(copied, key=location.key)).version == schema.HEAD
    assert paths.key_file(copied).exists() is encrypted
    assert code_of(lambda: opened(tmp_path, passphrase=PASSPHRASE)) == "SCHEMA_TOO_NEW"


def test_a_store_on_a_server_is_not_upgraded_unasked(server, tmp_path):
    made(tmp_path, url=server.database()).desk.close()
    location = opening.locate(tmp_path)
    assert code_of(lambda: desks.open_desk(location, CLOCK, history=NEXT)) == "SCHEMA_BEHIND"
    store = Store(location)
    desks.upgrade(store, CLOCK, history=NEXT)
    store.close()
    desks.open_desk(location, CLOCK, history=NEXT).close()


def test_upgrading_a_store_that_is_up_to_date_does_nothing(tmp_path):
    made(tmp_path).desk.close()
    assert opening.upgrade(tmp_path, None) == (schema.HEAD, schema.HEAD)
    assert contents(tmp_path) == ["dolsdesk.db", "settings.toml"]


# For the command line


def add_member(desk: Desk, name: str, login: str) -> int:
    with desk.store.acting(actor_id=None, actor="t", workstation="", at=CLOCK.now()) as write:
        write.record("add_staff", "staff", None)
        return staff_repo.add_member(
            write.session, name=name, roles={Role.LEAD}, login=login, job_title=""
        )


def acting(profile: Path, database: str | None = None) -> str:
    desk, ctx = opening.desk_and_context(profile, database)
    desk.close()
    return ctx.actor.name


def test_whoever_this_machine_remembers_acts(tmp_path):
    done = made(tmp_path)
    remembered = add_member(done.desk, "Zoe", "zoe")
    add_member(done.desk, "Login", getpass.getuser())
    done.desk.close()
    remember(tmp_path, staff_id=remembered)
    assert acting(tmp_path) == "Zoe"


def test_else_whoever_is_known_by_the_login_acts(tmp_path):
    done = made(tmp_path)
    add_member(done.desk, "Zoe", getpass.getuser())
    done.desk.close()
    remember(tmp_path, staff_id=999)
    assert acting(tmp_path) == "Zoe"


def test_else_the_first_member_acts(tmp_path):
    done = made(tmp_path)
    add_member(done.desk, "Zoe", "zoe")
    done.desk.close()
    remember(tmp_path, staff_id=0)
    assert acting(tmp_path) == "Ada Min"


def test_a_machine_remembers_nobody_of_another_store(tmp_path):
    done = made(tmp_path / "a")
    remember(tmp_path / "a", staff_id=add_member(done.desk, "Zoe", "zoe"))
    done.desk.close()
    made(tmp_path / "b").desk.close()
    assert acting(tmp_path / "a", str(tmp_path / "b" / "dolsdesk.db")) == "Ada Min"


def test_the_passphrase_comes_from_the_environment(tmp_path, monkeypatch):
    made(tmp_path, encrypted=True).desk.close()
    assert code_of(lambda: acting(tmp_path)) == "PASSPHRASE_NEEDED"
    monkeypatch.setenv(opening.PASSPHRASE_VARIABLE, PASSPHRASE)
    assert acting(tmp_path) == "Ada Min"


def test_a_server_named_on_the_command_line_is_opened(server, tmp_path):
    url = server.database()
    made(tmp_path / "a", url=url).desk.close()
    assert acting(tmp_path / "nobody", url) == "Ada Min"


def test_a_store_nobody_may_use_is_said_to_be_one(tmp_path):
    done = made(tmp_path)
    with done.desk.store.acting(actor_id=None, actor="t", workstation="", at=CLOCK.now()) as write:
        write.record("try", "staff", None)
        write.session.execute(text("UPDATE staff SET is_active = false"))
    done.desk.close()
    assert code_of(lambda: acting(tmp_path)) == "NOBODY_HERE"
