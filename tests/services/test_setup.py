"""The first run: a store whole or not at all, and only where a store may be."""

from pathlib import Path

import pytest

from dolsdesk import config
from dolsdesk.config import Protection, Theme
from dolsdesk.domain.staff import Role
from dolsdesk.errors import (
    AlreadyExists,
    DatabaseGone,
    DeskError,
    DiskFull,
    FolderReadOnly,
    Refused,
    Unavailable,
)
from dolsdesk.services import register, setup
from dolsdesk.services.setup import check_folder
from dolsdesk.store import audit, schema
from dolsdesk.store.handle import Location, Store
from tests.support.processes import run_as_reader
from tests.support.profiles import CLOCK, PASSPHRASE, contents, first_run

IN_THE_WAY = "settings.new"


def create(profile: Path, **values) -> setup.Created:
    return setup.create(profile, first_run(**values), CLOCK)


def test_a_store_is_made_with_a_council_and_somebody_at_the_desk(tmp_path):
    done = create(tmp_path)
    held = done.desk.settings()
    assert held["council_name"] == "Norchester City Council"
    assert len(held["store_id"]) == 12
    [member] = done.desk.staff()
    assert member == done.member
    assert (member.name, member.job_title) == ("Ada Min", "Co-ordinator")
    assert member.roles == {Role.ADMINISTRATOR, Role.LEAD}
    with done.desk.store.reading() as session:
        assert [(e.action, e.actor_id) for e in audit.entries(session)] == [
            ("set_up", member.id),
            ("add_staff", member.id),
        ]
        assert audit.check(session) is None
    assert done.recovery is None
    done.desk.close()


def test_the_machine_remembers_the_store_and_keeps_how_it_looks(tmp_path):
    config.save(tmp_path, config.MachineSettings(theme=Theme.DARK))
    done = create(tmp_path)
    done.desk.close()
    held = config.load(tmp_path)
    assert held.store == str(tmp_path / "dolsdesk.db")
    assert held.staff_id == done.member.id
    assert held.theme is Theme.DARK


def test_the_store_can_go_into_another_folder_which_is_made(tmp_path):
    folder = tmp_path / "data" / "dols"
    create(tmp_path / "profile", folder=folder).desk.close()
    assert contents(folder) == ["dolsdesk.db"]
    assert config.load(tmp_path / "profile").store == str(folder / "dolsdesk.db")


def test_a_store_is_for_its_owner_alone(tmp_path):
    create(tmp_path).desk.close()
    assert (tmp_path / "dolsdesk.db").stat().st_mode & 0o077 == 0


def test_an_encrypted_store_is_made_with_a_recovery_key(tmp_path):
    done = create(tmp_path, protection=Protection.PASSPHRASE, passphrase=PASSPHRASE)
    done.desk.close()
    assert len(done.recovery) == 34
    assert contents(tmp_path) == ["dolsdesk.db", "dolsdesk.key", "settings.toml"]
    raw = (tmp_path / "dolsdesk.db").read_bytes()
    assert not raw.startswith(b"SQLite format 3")
    assert b"Norchester" not in raw
    assert done.recovery not in repr(done)
    assert PASSPHRASE not in repr(first_run(passphrase=PASSPHRASE))


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"council_name": "  "}, "COUNCIL_NEEDED", "council_name"),
        ({"staff_name": ""}, "STAFF_NAME_NEEDED", "staff_name"),
        ({"roles": frozenset()}, "ROLE_NEEDED", "roles"),
        ({"protection": Protection.PASSPHRASE}, "PASSPHRASE_SHORT", "passphrase"),
    ],
)
def test_a_missing_answer_is_asked_for_at_its_field(tmp_path, values, code, field):
    with pytest.raises(Refused) as refused:
        create(tmp_path / "profile", **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert contents(tmp_path) == []


def test_no_keyring_leaves_nothing_behind(tmp_path, no_keyring):
    with pytest.raises(Unavailable):
        create(tmp_path / "profile", protection=Protection.KEYRING)
    assert contents(tmp_path) == []


# Any step may fail; nothing half-made stays. The last step is writing the machine settings, which
# a folder in the way prevents.


@pytest.mark.parametrize("protection", list(Protection))
def test_when_the_last_step_fails_everything_is_taken_back(tmp_path, protection, memory_keyring):
    profile = tmp_path / "profile"
    (profile / IN_THE_WAY).mkdir(parents=True)
    folder = tmp_path / "data" / "dols"
    with pytest.raises(FolderReadOnly):
        create(profile, folder=folder, protection=protection, passphrase=PASSPHRASE)
    assert contents(tmp_path) == ["profile", f"profile/{IN_THE_WAY}"]
    assert memory_keyring.held == {}


def test_what_an_interrupted_first_run_left_is_cleared_away(tmp_path):
    for name in ("dolsdesk.new.db", "dolsdesk.new.db-wal", "dolsdesk.new.key"):
        (tmp_path / name).write_bytes(b"half-made")
    create(tmp_path).desk.close()
    assert contents(tmp_path) == ["dolsdesk.db", "settings.toml"]


@pytest.mark.parametrize("name", ["dolsdesk.db", "dolsdesk.db-wal", "dolsdesk.key"])
def test_a_store_or_a_part_of_one_is_never_written_over(tmp_path, name):
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(AlreadyExists) as refused:
        create(tmp_path)
    assert refused.value.code == "STORE_THERE"
    assert (tmp_path / name).read_bytes() == b"precious"
    assert contents(tmp_path) == [name]


# Folders


def refusal(folder: Path) -> DeskError:
    with pytest.raises(DeskError) as refused:
        check_folder(folder)
    return refused.value


def test_a_folder_on_this_machine_will_do_be_it_there_or_not(tmp_path):
    check_folder(tmp_path)
    check_folder(tmp_path / "a" / "b" / "c")
    assert contents(tmp_path) == []


@pytest.mark.parametrize("folder", ["\\\\server\\share\\dols", "//server/share/dols"])
def test_a_network_drive_is_refused_with_the_way_out(folder):
    assert refusal(Path(folder)).code == "FOLDER_ON_NETWORK"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert refusal(tmp_path / "file").code == "NOT_A_FOLDER"
    assert refusal(tmp_path / "file" / "below").code == "NOT_A_FOLDER"


def test_a_folder_without_room_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "LEAST_ROOM_MB", 10**12)
    found = refusal(tmp_path / "dols")
    assert isinstance(found, DiskFull)
    assert (found.code, found.params["n"]) == ("NO_ROOM", 10**12)


def test_a_folder_that_may_only_be_read_is_refused(tmp_path):
    tmp_path.chmod(0o555)
    told = run_as_reader(
        """
        from pathlib import Path
        from dolsdesk.errors import FolderReadOnly
        from dolsdesk.services.setup import check_folder
        try:
            check_folder(Path(sys.argv[1]) / "dols")
        except FolderReadOnly as fault:
            print(fault.code)
        """,
        str(tmp_path),
    )
    tmp_path.chmod(0o755)
    assert told == "FOLDER_READ_ONLY"
    assert contents(tmp_path) == []


# Servers


def test_an_empty_database_on_a_server_becomes_a_store(server, tmp_path):
    url = server.database()
    done = create(tmp_path, url=url)
    assert done.desk.settings()["council_name"] == "Norchester City Council"
    done.desk.close()
    assert config.load(tmp_path).store == url
    assert contents(tmp_path) == ["settings.toml"]


def test_a_second_desk_joins_the_store_on_the_server(server, tmp_path):
    url = server.database()
    first = create(tmp_path / "a", url=url, roles=frozenset({Role.LEAD}))
    lead = first.desk.context(first.member)
    register.save_member(lead, name="Bo", job_title="BIA", roles={Role.BIA}, login="bo")
    first.desk.close()
    joined = create(tmp_path / "b", url=url, council_name="Elsewhere", login="bo")
    assert joined.desk.settings()["council_name"] == "Norchester City Council"
    assert joined.member.name == "Bo"
    assert joined.member.roles == {Role.BIA}
    joined.desk.close()


def test_nobody_gives_themselves_roles_by_joining(server, tmp_path):
    url = server.database()
    create(tmp_path / "a", url=url).desk.close()
    with pytest.raises(Refused) as refused:
        create(tmp_path / "b", url=url, staff_name="Bo", login="bo", roles=frozenset(Role))
    assert refused.value.code == "NOT_IN_TEAM"
    assert contents(tmp_path / "b") == []


def test_whoever_is_known_by_the_login_keeps_name_and_roles(server, tmp_path):
    url = server.database()
    first = create(tmp_path / "a", url=url)
    first.desk.close()
    again = create(tmp_path / "b", url=url, staff_name="Somebody Else", roles=frozenset(Role))
    assert again.member == first.member
    assert len(again.desk.staff()) == 1
    again.desk.close()


def test_a_database_of_something_else_on_the_server_is_left_alone(server, tmp_path):
    url = server.database()
    store = Store(Location(url=url))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE contacts (name text)")
    store.close()
    with pytest.raises(Unavailable) as refused:
        create(tmp_path, url=url)
    assert refused.value.code == "STORE_NOT_OURS"
    assert contents(tmp_path) == []


def test_when_the_last_step_fails_the_database_on_the_server_is_empty_again(server, tmp_path):
    url = server.database()
    (tmp_path / IN_THE_WAY).mkdir()
    with pytest.raises(FolderReadOnly):
        create(tmp_path, url=url)
    store = Store(Location(url=url))
    assert schema.standing(store.engine).is_empty
    store.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://nobody@/desk?host=/nowhere/at/all", "SERVER_GONE"),
        ("postgresql://nobody@127.0.0.1:1/desk", "SERVER_GONE"),
        ("mysql://nobody@localhost/desk", "NOT_A_SERVER_URL"),
        ("postgresql://nobody@localhost:port/desk", "NOT_A_SERVER_URL"),
        ("://", "NOT_A_SERVER_URL"),
    ],
)
def test_a_server_that_is_not_there_is_told_plainly(tmp_path, url, code):
    with pytest.raises(DatabaseGone) as refused:
        create(tmp_path / "profile", url=url)
    assert refused.value.code == code
    assert contents(tmp_path) == []
