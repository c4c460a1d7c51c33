"""A full disk: the act is refused, nothing is half-saved, and the store is sound afterwards."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from dolsdesk import paths
from dolsdesk.errors import DeskError, DiskFull
from dolsdesk.services import backup, opening, setup
from dolsdesk.store import audit
from dolsdesk.store.handle import Location, Store
from tests.support.desk import World, a_person, open_on
from tests.support.processes import run
from tests.support.profiles import CLOCK, PASSPHRASE, contents, first_run, made
from tests.support.stores import KEY, copied


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of a few megabytes; only root can."""
    disk = folder / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0 or not _mounted(disk, megabytes):
        pytest.skip("a small disk can be mounted by root only; the limit on files is tried anyway")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def _mounted(disk: Path, megabytes: int) -> bool:
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(disk)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def fill(disk: Path, *, leave: int) -> Path:
    """Leave only some bytes free."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.write(b"\0" * (shutil.disk_usage(disk).free - leave))
    return ballast


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_what_does_not_fit_is_refused_and_what_was_saved_stays(
    key, store_template, encrypted_template, tmp_path
):
    with small_disk(tmp_path, 8) as disk:
        store = copied(encrypted_template if key else store_template, disk, key=key)
        world = World(open_on(store))
        ballast = fill(disk, leave=600_000)
        saved = work_until_full(world)
        assert requests_in(store) == saved > 0
        with pytest.raises(DiskFull):
            world.a_case(purpose="x" * 50_000)
        ballast.unlink()
        world.a_case()
        assert requests_in(store) == saved + 1
        world.close()
        opening.examine(store.location, whole=True)


def work_until_full(world: World) -> int:
    """Log requests until one is refused; return how many were not."""
    for number in range(1_000):
        try:
            world.a_case(person=a_person(family_name=f"N{number}"), purpose="x" * 5_000)
        except DiskFull:
            return number
    pytest.fail("the disk never filled")


def requests_in(store: Store) -> int:
    with store.reading() as session:
        assert audit.check(session) is None
        counted = session.scalar(text("SELECT count(*) FROM request"))
        assert session.scalar(text("SELECT count(*) FROM case_summary")) == counted
        return int(counted)


def test_a_backup_that_does_not_fit_leaves_no_part_of_itself(tmp_path):
    with small_disk(tmp_path, 8) as disk:
        done = made(tmp_path / "profile")
        ctx = done.desk.context(done.member)
        fill(disk, leave=100_000)
        with pytest.raises(DiskFull):
            backup.run(ctx, disk)
        assert contents(disk) == ["ballast"]
        assert backup.run(ctx, second=disk).value.second_fault.code == "DISK_FULL"
        assert contents(disk) == ["ballast"]
        done.desk.close()


def test_a_restore_that_does_not_fit_leaves_the_store_as_it_was(tmp_path):
    with small_disk(tmp_path, 4) as disk:
        source = made(tmp_path / "elsewhere")
        copied_to = backup.run(source.desk.context(source.member)).value.backup
        path = paths.backup_folder(tmp_path / "elsewhere" / "x") / copied_to.name
        source.desk.close()
        shutil.copytree(tmp_path / "elsewhere", disk / "profile")
        (disk / "profile" / "settings.toml").unlink()
        fill(disk, leave=50_000)
        before = {name: (disk / name).stat().st_size for name in contents(disk)}
        with pytest.raises(DiskFull):
            backup.restore(disk / "profile", path, CLOCK)
        assert {name: (disk / name).stat().st_size for name in contents(disk)} == before
        opening.open_profile(disk / "profile", CLOCK).close()


def test_a_first_run_that_does_not_fit_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "LEAST_ROOM_MB", 0)
    with small_disk(tmp_path, 4) as disk:
        fill(disk, leave=100_000)
        first = first_run(protection=setup.Protection.PASSPHRASE, passphrase=PASSPHRASE)
        with pytest.raises(DeskError):
            setup.create(disk / "profile", first, CLOCK)
        assert contents(disk) == ["ballast"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are POSIX's")
def test_a_limit_on_the_size_of_files_is_refused_likewise(store_template, tmp_path):
    """What anybody can try, root or not: SQLite calls this one a failure of the disk."""
    store = copied(store_template, tmp_path)
    World(open_on(store)).close()
    saved = run(
        """
        import resource, signal
        from pathlib import Path
        from dolsdesk.errors import Unavailable
        from dolsdesk.services.desk import open_desk
        from dolsdesk.store.handle import Location
        from tests.support.desk import TODAY, World, a_person
        from tests.support.profiles import CLOCK
        path = Path(sys.argv[1])
        world = World(open_desk(Location(path), CLOCK))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = path.stat().st_size + 300_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        saved = 0
        try:
            for number in range(1_000):
                world.a_case(person=a_person(family_name=f"N{number}"), purpose="x" * 5_000)
                saved += 1
        except Unavailable as fault:
            print(saved, fault.code)
        """,
        str(store.location.path),
    )
    count, code = saved.split()
    assert code in {"DISK_FULL", "STORE_IO_ERROR"}
    opening.examine(Location(store.location.path), whole=True)
    assert requests_in(store) == int(count) > 0
    store.close()
