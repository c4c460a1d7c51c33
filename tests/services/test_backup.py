"""Backups are checked, rotated and found again; a restore never costs what was there (BK1, BK2)."""

import hashlib
import json
import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk import config, paths
from dolsdesk.clock import FixedClock, london_date
from dolsdesk.domain.changes import Listing
from dolsdesk.domain.staff import Role
from dolsdesk.errors import DeskError, FolderReadOnly, NotPermitted, Refused
from dolsdesk.services import backup, keys, manifest, opening, worklist
from dolsdesk.services.manifest import Backup
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.store import audit, schema
from dolsdesk.store import backup as copies
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import settings as settings_repo
from tests.support.desk import World, open_copy
from tests.support.processes import working
from tests.support.profiles import CLOCK, PASSPHRASE, contents, made

BOTH = pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])


def code_of(work) -> str:
    with pytest.raises(DeskError) as refused:
        work()
    return refused.value.code


class Office:
    """A profile with an open store and a clock that moves."""

    def __init__(self, profile: Path, *, encrypted: bool = False) -> None:
        self.profile = profile
        self.clock = FixedClock(CLOCK.now())
        done = made(profile, encrypted=encrypted)
        self.recovery = done.recovery
        self.desk = replace(done.desk, clock=self.clock)
        self.ctx = self.desk.context(done.member)
        self.store = paths.store_file(profile)
        self.backups = paths.backup_folder(self.store)

    def note(self, value: str) -> None:
        with self.desk.store.acting(
            actor_id=None, actor="t", workstation="", at=self.clock.now()
        ) as write:
            settings_repo.write(write.session, {"note": value})
            write.record("note", "setting", None, after={"note": value})

    def back_up(self, **values) -> Backup:
        return backup.run(self.ctx, **values).value.backup

    def close(self) -> None:
        self.desk.close()

    def restore(self, made: Backup, **values):
        self.close()
        return backup.restore(self.profile, self.backups / made.name, self.clock, **values)


@pytest.fixture
def office(tmp_path):
    opened = Office(tmp_path)
    yield opened
    opened.close()


# Making


@BOTH
def test_a_backup_is_a_whole_store_with_its_key(tmp_path, encrypted):
    office = Office(tmp_path, encrypted=encrypted)
    office.note("one")
    made = office.back_up()
    stamp = "20261123T090000Z"
    store_id = office.desk.settings()["store_id"]
    assert made.name == f"dolsdesk-{store_id}-{stamp}.db"
    expected = ["manifest.json", made.name] + [made.name.replace(".db", ".key")] * encrypted
    assert contents(office.backups) == sorted(expected)
    path = office.backups / made.name
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert made.size == path.stat().st_size
    key = keys.unlock(path, passphrase=PASSPHRASE)
    checked = copies.check(Location(path, key=key))
    assert (checked.version, checked.store_id) == (schema.HEAD, store_id)
    assert (checked.audit_seq, checked.audit_hash) == (made.audit_seq, made.audit_hash)
    assert path.stat().st_mode & 0o077 == 0
    office.close()


def test_a_backup_is_announced_and_audited(office):
    outcome = backup.run(office.ctx)
    assert outcome.changes.lists == {Listing.BACKUPS}
    with office.desk.store.reading() as session:
        *_, last = audit.entries(session)
    assert last.action == "back_up"
    assert last.after["backup"] == outcome.value.backup.name


def test_a_backup_can_be_made_while_others_write(office):
    code = """
        from pathlib import Path
        from datetime import UTC, datetime
        from dolsdesk.store.handle import Location, Store
        store = Store(Location(Path(sys.argv[1])))
        at = datetime(2026, 1, 1, tzinfo=UTC)
        for number in range(10_000):
            with store.acting(actor_id=None, actor="t", workstation="", at=at) as write:
                write.record("busy", "setting", None)
            print(number, flush=True)
    """
    with working(code, str(office.store)) as process:
        assert process.stdout.readline() == "0\n"
        ends = [office.back_up().audit_seq for _ in range(3)]
    assert 2 < ends[0] <= ends[1] <= ends[2]


def test_two_backups_at_the_same_moment_are_two_files(office):
    assert office.back_up().name != office.back_up().name


def test_only_somebody_with_leave_can_ask_for_a_backup(office):
    auditor = replace(office.ctx, actor=replace(office.ctx.actor, roles=frozenset({Role.AUDITOR})))
    with pytest.raises(NotPermitted):
        backup.run(auditor)
    assert backup.run_if_due(auditor) is not None


def test_a_damaged_store_gives_no_backup_and_leaves_no_part_of_one(office):
    office.note("one")
    office.close()
    raw = bytearray(office.store.read_bytes())
    raw[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    office.store.write_bytes(raw)
    assert code_of(office.back_up) == "BACKUP_FOUND_DAMAGE"
    assert contents(office.backups) == []


def test_a_store_on_a_server_is_backed_up_by_the_server(server, tmp_path):
    done = made(tmp_path, url=server.database())
    ctx = done.desk.context(done.member)
    assert code_of(lambda: backup.run(ctx)) == "BACKUP_NEEDS_FILE"
    assert backup.run_if_due(ctx) is None
    done.desk.close()
    assert code_of(lambda: backup.restore(tmp_path, tmp_path / "b.db", CLOCK)) == (
        "BACKUP_NEEDS_FILE"
    )


def test_a_part_left_by_a_program_that_was_cut_off_is_cleared_away_after_a_day(office):
    office.backups.mkdir()
    old, fresh = office.backups / "old.part", office.backups / "fresh.part"
    for part in (old, fresh):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    office.back_up()
    assert not old.exists()
    assert fresh.exists()


# A second folder


def test_a_second_folder_gets_the_same_copy(office, tmp_path):
    second = tmp_path / "share"
    second.mkdir()
    outcome = backup.run(office.ctx, second=second)
    made = outcome.value.backup
    assert outcome.value.second_fault is None
    assert (second / made.name).read_bytes() == (office.backups / made.name).read_bytes()
    assert backup.newest(second) == made


def test_a_second_folder_that_is_not_there_does_not_cost_the_backup(office, tmp_path):
    outcome = backup.run(office.ctx, second=tmp_path / "unplugged")
    assert outcome.value.second_fault.code == "FOLDER_MISSING"
    assert backup.newest(office.backups) == outcome.value.backup
    assert not (tmp_path / "unplugged").exists()


def test_the_second_folder_may_hold_the_backups_of_several_desks(tmp_path):
    second = tmp_path / "share"
    second.mkdir()
    for name in ("a", "b"):
        office = Office(tmp_path / name)
        backup.run(office.ctx, second=second)
        store_id = office.desk.settings()["store_id"]
        assert len(backup.listed(second, store_id)) == 1
        office.close()
    assert len(backup.listed(second)) == 2


# Listing


def test_backups_are_listed_newest_first(office):
    first = office.back_up()
    office.clock.move(hours=1)
    second = office.back_up()
    assert backup.listed(office.backups) == (second, first)
    assert backup.newest(office.backups) == second


def test_a_copy_put_there_by_hand_is_listed_but_is_not_the_newest_checked_one(office):
    made = office.back_up()
    stray = f"dolsdesk-{made.store_id}-20990101T000000Z.db"
    shutil.copy(office.backups / made.name, office.backups / stray)
    found = {one.name: one for one in backup.listed(office.backups, made.store_id)}
    assert not found[stray].is_checked
    assert backup.newest(office.backups) == made


def test_a_backup_that_was_deleted_is_not_listed(office):
    made = office.back_up()
    (office.backups / made.name).unlink()
    assert backup.listed(office.backups) == ()
    assert backup.newest(office.backups) is None


def test_a_folder_that_is_not_there_lists_nothing(tmp_path):
    assert backup.listed(tmp_path / "nowhere") == ()
    assert backup.is_due(tmp_path / "nowhere", CLOCK.now())


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b"{}", b'{"backups": [{}], "anchors": []}', b"null"]
)
def test_a_damaged_manifest_is_laid_aside_and_work_goes_on(office, content):
    office.back_up()
    (office.backups / "manifest.json").write_bytes(content)
    office.clock.move(days=1)
    made = office.back_up()
    assert (office.backups / "manifest.damaged.json").read_bytes() == content
    assert len(backup.listed(office.backups)) == 2
    assert backup.newest(office.backups) == made


def test_what_a_newer_dolsdesk_wrote_into_the_manifest_besides_is_no_obstacle(office):
    made = office.back_up()
    path = office.backups / "manifest.json"
    held = json.loads(path.read_text())
    held["backups"][0]["colour"] = "blue"
    path.write_text(json.dumps(held))
    assert backup.newest(office.backups) == made


# Once a day


def test_a_backup_is_due_once_a_day_by_the_london_calendar(office):
    assert backup.run_if_due(office.ctx) is not None
    assert backup.run_if_due(office.ctx) is None
    office.clock.set(datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    assert backup.run_if_due(office.ctx) is None
    office.clock.set(datetime(2026, 11, 24, 0, 1, tzinfo=UTC))
    assert backup.run_if_due(office.ctx) is not None


def test_the_days_own_backup_is_the_programs_act(office):
    backup.run_if_due(office.ctx)
    with office.desk.store.reading() as session:
        *_, last = audit.entries(session)
    assert (last.action, last.actor, last.actor_id) == ("back_up", "dolsdesk", None)


# Rotation


def many(days: list[int]) -> list[Backup]:
    start = datetime(2020, 1, 1, 12, tzinfo=UTC)
    return [
        Backup(f"{number:04}.db", start + timedelta(days=day, minutes=number), 1, "hash")
        for number, day in enumerate(days)
    ]


@settings(deadline=None)
@given(st.lists(st.integers(0, 1_500), min_size=1, max_size=120))
def test_the_newest_of_the_last_days_weeks_and_months_are_kept(days):
    held = many(days)
    kept = manifest.kept(held)
    newest = max(held, key=lambda one: one.made_at)
    of_last_day = {one.name for one in held if one.made_at.date() == newest.made_at.date()}
    assert of_last_day <= kept
    assert len(kept - of_last_day) < manifest.DAYS + manifest.WEEKS + manifest.MONTHS
    stay = [one for one in held if one.name in kept]
    for period, most in (
        (lambda on: on, manifest.DAYS),
        (lambda on: on.isocalendar()[:2], manifest.WEEKS),
        (lambda on: (on.year, on.month), manifest.MONTHS),
    ):
        all_periods = {period(london_date(one.made_at)) for one in held}
        kept_periods = {period(london_date(one.made_at)) for one in stay}
        assert set(sorted(all_periods)[-most:]) <= kept_periods
    assert manifest.kept(stay) == kept


def test_a_daily_backup_for_two_years_keeps_twenty_of_which_the_last_seven_days():
    held = many(list(range(730)))
    assert len(manifest.kept(held)) == 20
    kept = sorted(london_date(one.made_at) for one in held if one.name in manifest.kept(held))
    assert kept[-7:] == [kept[-1] - timedelta(days=n) for n in reversed(range(7))]


def test_old_backups_go_with_their_keys_and_their_ends_stay(tmp_path):
    office = Office(tmp_path, encrypted=True)
    office.clock.set(datetime(2026, 1, 1, 9, tzinfo=UTC))
    for _ in range(10):
        office.back_up()
        office.clock.move(days=1)
    left = backup.listed(office.backups)
    assert len(left) == 7
    files = contents(office.backups)
    assert len(files) == 2 * 7 + 1
    assert len(manifest.load(office.backups).anchors) == 10
    office.close()


def test_what_rotation_did_not_make_it_does_not_delete(office):
    office.backups.mkdir()
    (office.backups / "before-upgrade-20200101T000000Z.db").write_bytes(b"kept")
    (office.backups / "letter.db").write_bytes(b"mine")
    for _ in range(9):
        office.back_up()
        office.clock.move(days=1)
    assert (office.backups / "letter.db").exists()
    assert (office.backups / "before-upgrade-20200101T000000Z.db").exists()


# Restoring


@BOTH
def test_a_backup_takes_the_place_of_the_store_which_is_put_aside(tmp_path, encrypted):
    office = Office(tmp_path, encrypted=encrypted)
    office.note("one")
    made = office.back_up()
    office.note("two")
    restored = office.restore(made, passphrase=PASSPHRASE)
    assert restored.desk.settings()["note"] == "one"
    with restored.desk.store.reading() as session:
        *_, last = audit.entries(session)
        assert audit.check(session) is None
    assert (last.action, last.actor) == ("restore", "Ada Min")
    assert last.after == {
        "backup": made.name, "audit_seq": made.audit_seq, "audit_hash": made.audit_hash,
    }  # fmt: skip
    restored.desk.close()
    aside = restored.put_aside
    assert aside == tmp_path / "replaced" / "20261123T090000Z"
    key = restored.desk.store.location.key
    old = Store(Location(aside / "dolsdesk.db", key=key))
    with old.reading() as session:
        assert settings_repo.read(session)["note"] == "two"
    old.close()
    again = opening.open_profile(tmp_path, office.clock, passphrase=PASSPHRASE)
    assert again.settings()["note"] == "one"
    again.close()


def test_two_restores_keep_both_stores_they_replaced(office):
    made = office.back_up()
    office.restore(made).desk.close()
    office.restore(made).desk.close()
    assert len(list((office.profile / "replaced").iterdir())) == 2


def test_a_store_that_is_gone_altogether_is_restored(office):
    made = office.back_up()
    office.close()
    office.store.unlink()
    restored = office.restore(made)
    assert restored.put_aside is None
    restored.desk.close()


def test_a_damaged_store_is_put_aside_byte_for_byte(office):
    made = office.back_up()
    office.close()
    office.store.write_bytes(b"damaged beyond recognition")
    restored = office.restore(made)
    restored.desk.close()
    assert (restored.put_aside / "dolsdesk.db").read_bytes() == b"damaged beyond recognition"


def test_a_new_computer_is_set_up_from_a_backup(office, tmp_path):
    made = office.back_up()
    profile = tmp_path / "new" / "profile"
    restored = backup.restore(profile, office.backups / made.name, office.clock)
    restored.desk.close()
    assert config.load(profile).store == str(profile / "dolsdesk.db")
    opening.open_profile(profile, office.clock).close()


def test_an_encrypted_backup_needs_its_passphrase_on_a_new_computer(tmp_path):
    office = Office(tmp_path / "old", encrypted=True)
    made = office.back_up()
    office.close()
    source = office.backups / made.name
    new = tmp_path / "new"
    assert code_of(lambda: backup.restore(new, source, CLOCK)) == "PASSPHRASE_NEEDED"
    assert code_of(lambda: backup.restore(new, source, CLOCK, passphrase="wrong one")) == (
        "PASSPHRASE_WRONG"
    )
    assert contents(new) == []
    backup.restore(new, source, CLOCK, recovery=office.recovery).desk.close()
    opening.open_profile(new, CLOCK, passphrase=PASSPHRASE).close()


def test_a_backup_from_before_the_passphrase_was_changed_opens_with_either(tmp_path):
    for chosen in (PASSPHRASE, "a newer passphrase"):
        office = Office(tmp_path / chosen, encrypted=True)
        made = office.back_up()
        keys.change_passphrase(office.ctx, passphrase=PASSPHRASE, new="a newer passphrase")
        restored = office.restore(made, passphrase=chosen)
        restored.desk.close()
        opening.open_profile(office.profile, CLOCK, passphrase=chosen).close()


def test_a_desk_that_was_open_restores_without_asking_again(tmp_path):
    office = Office(tmp_path, encrypted=True)
    made = office.back_up()
    office.restore(made, key=office.desk.store.location.key).desk.close()
    opening.open_profile(tmp_path, CLOCK, passphrase=PASSPHRASE).close()


def test_the_key_of_another_store_does_not_open_a_backup(tmp_path):
    office = Office(tmp_path, encrypted=True)
    made = office.back_up()
    failing(office, made, "STORE_DAMAGED", key=bytes(32))


def test_a_backup_whose_key_file_was_lost_opens_with_that_of_the_store(tmp_path):
    office = Office(tmp_path, encrypted=True)
    made = office.back_up()
    paths.key_file(office.backups / made.name).unlink()
    office.restore(made, passphrase=PASSPHRASE).desk.close()


# When a restore fails, the store stands as it stood


def state_of(profile: Path) -> dict[str, bytes]:
    return {
        name: (profile / name).read_bytes()
        for name in contents(profile)
        if (profile / name).is_file()
    }


def failing(office: Office, made: Backup, code: str, **values) -> None:
    office.close()
    before = state_of(office.profile)
    assert code_of(lambda: office.restore(made, **values)) == code
    assert state_of(office.profile) == before
    opening.open_profile(office.profile, office.clock, passphrase=PASSPHRASE).close()


@pytest.mark.parametrize("at", [0, 30, 5000, -20])
def test_a_backup_that_was_changed_is_not_restored(office, at):
    made = office.back_up()
    path = office.backups / made.name
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0xFF
    path.write_bytes(raw)
    failing(office, made, "BACKUP_CHANGED")


def test_a_damaged_backup_that_no_manifest_knows_is_not_restored(office):
    made = office.back_up()
    (office.backups / "manifest.json").unlink()
    path = office.backups / made.name
    path.write_bytes(path.read_bytes()[:9000])
    failing(office, made, "STORE_DAMAGED")


def test_a_file_that_is_no_backup_is_not_restored(office):
    made = office.back_up()
    (office.backups / "manifest.json").unlink()
    (office.backups / made.name).write_bytes(b"Dear colleague")
    failing(office, made, "STORE_NOT_A_DATABASE")


def test_a_backup_that_is_not_there_is_not_restored(office):
    made = office.back_up()
    (office.backups / made.name).unlink()
    failing(office, made, "BACKUP_MISSING")


def test_a_store_somebody_has_open_is_not_replaced(office):
    made = office.back_up()
    office.close()
    code = """
        from pathlib import Path
        from dolsdesk.store.handle import Location, Store
        store = Store(Location(Path(sys.argv[1])))
        with store.reading() as session:
            session.connection()
            print("open", flush=True)
            sys.stdin.readline()
    """
    with working(code, str(office.store)) as process:
        assert process.stdout.readline() == "open\n"
        assert code_of(lambda: office.restore(made)) == "STORE_IN_USE"
        process.communicate("\n")
    office.restore(made).desk.close()


def test_when_the_very_last_step_fails_the_former_store_is_back(tmp_path):
    office = Office(tmp_path, encrypted=True)
    made = office.back_up()
    office.note("newest")
    office.close()
    before = state_of(tmp_path)
    (tmp_path / "settings.new").mkdir()
    with pytest.raises(FolderReadOnly):
        office.restore(made, passphrase=PASSPHRASE)
    (tmp_path / "settings.new").rmdir()
    assert state_of(tmp_path) == before
    desk = opening.open_profile(tmp_path, office.clock, passphrase=PASSPHRASE)
    assert desk.settings()["note"] == "newest"
    desk.close()


def test_a_restore_to_a_network_drive_is_refused(office):
    made = office.back_up()
    office.close()
    config.save(office.profile, replace(config.load(office.profile), store="//s/share/dolsdesk.db"))
    with pytest.raises(Refused) as refused:
        office.restore(made)
    assert refused.value.code == "STORE_ON_NETWORK"


# Rehearsing


@BOTH
def test_a_rehearsal_proves_a_backup_and_is_logged(tmp_path, encrypted):
    office = Office(tmp_path, encrypted=encrypted)
    made = office.back_up()
    before = contents(tmp_path)
    checked = backup.rehearse(office.ctx, office.backups / made.name).value
    assert checked.audit_seq == made.audit_seq
    assert contents(tmp_path) == before
    with office.desk.store.reading() as session:
        *_, last = audit.entries(session)
    assert (last.action, last.after["backup"]) == ("rehearse_restore", made.name)
    office.close()


def test_a_rehearsal_of_a_damaged_backup_fails(office):
    made = office.back_up()
    path = office.backups / made.name
    path.write_bytes(path.read_bytes()[:-4096])
    assert code_of(lambda: backup.rehearse(office.ctx, path)) == "BACKUP_CHANGED"


def test_yesterday_is_restored_with_every_case_of_yesterday(tmp_path, store_template):
    world = World(open_copy(store_template, tmp_path))
    config.save(tmp_path, config.MachineSettings(store=str(tmp_path / "desk.db")))
    world.whole_way()
    made = backup.run(world.admin).value.backup
    clock = world.desk.clock
    clock.move(days=1)
    world.a_case()
    world.close()
    restored = backup.restore(tmp_path, tmp_path / "backups" / made.name, clock)
    ctx = restored.desk.context(restored.desk.staff()[0])
    assert worklist.page(ctx, Query(Bucket.ALL)).total == 1
    restored.desk.close()
