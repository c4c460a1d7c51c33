"""Places that do not let us write, and desks that do not let us in."""

import pytest

from dolsdesk.errors import DatabaseBusy
from dolsdesk.services import opening
from dolsdesk.store.engine import open_engine
from dolsdesk.store.uow import write_scope
from tests.support.processes import run_as_reader, working
from tests.support.profiles import CLOCK, contents, made
from tests.support.stores import KEY, copied

OPEN = """
    from pathlib import Path
    from dolsdesk.errors import DeskError
    from dolsdesk.services import opening
    from tests.support.profiles import CLOCK, PASSPHRASE
    try:
        opening.open_profile(Path(sys.argv[1]), CLOCK, passphrase=PASSPHRASE)
    except DeskError as fault:
        print(fault.code)
"""

BACK_UP = """
    from pathlib import Path
    from dolsdesk.errors import DeskError
    from dolsdesk.services import backup
    from dolsdesk.store.handle import Location
    from dolsdesk.store import backup as copies
    try:
        copies.copy(Location(Path(sys.argv[1])), Path(sys.argv[2]) / "copy.db")
    except DeskError as fault:
        print(fault.code)
"""


@pytest.mark.parametrize(
    ("encrypted", "folder", "file"),
    [(False, 0o555, 0o666), (False, 0o777, 0o444), (False, 0o555, 0o444), (True, 0o555, 0o444)],
)
def test_a_store_that_may_only_be_read_is_not_opened_and_not_touched(
    tmp_path, encrypted, folder, file
):
    made(tmp_path, encrypted=encrypted).desk.close()
    path = tmp_path / "dolsdesk.db"
    before, listed = path.read_bytes(), contents(tmp_path)
    path.chmod(file)
    tmp_path.chmod(folder)
    told = run_as_reader(OPEN, str(tmp_path))
    tmp_path.chmod(0o755)
    assert told == "STORE_READ_ONLY"
    assert path.read_bytes() == before
    assert contents(tmp_path) == listed


def test_a_folder_that_may_only_be_read_gets_no_backup(tmp_path):
    made(tmp_path / "profile").desk.close()
    target = tmp_path / "target"
    target.mkdir(mode=0o555)
    told = run_as_reader(BACK_UP, str(tmp_path / "profile" / "dolsdesk.db"), str(target))
    target.chmod(0o755)
    assert told == "FOLDER_READ_ONLY"
    assert contents(target) == []


HOLD = """
    from pathlib import Path
    from dolsdesk.store.handle import Location, Store
    from tests.support.profiles import CLOCK
    key = bytes.fromhex(sys.argv[2]) or None
    store = Store(Location(Path(sys.argv[1]), key=key))
    with store.acting(actor_id=None, actor="t", workstation="", at=CLOCK.now()) as write:
        write.housekeeping()
        print("held", flush=True)
        sys.stdin.readline()
"""


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_desk_that_holds_the_store_for_too_long_is_reported_and_then_forgiven(
    key, store_template, encrypted_template, tmp_path
):
    store = copied(encrypted_template if key else store_template, tmp_path, key=key)
    impatient = open_engine(store.location, busy_timeout_ms=200)

    def write() -> None:
        with write_scope(
            impatient, actor_id=None, actor="t", workstation="", at=CLOCK.now()
        ) as act:
            act.housekeeping()

    with working(HOLD, str(store.location.path), (key or b"").hex()) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(DatabaseBusy) as busy:
            write()
        assert busy.value.code == "DATABASE_BUSY"
        with store.reading() as session:  # whoever only looks is not in the way
            session.connection()
        other.communicate("\n")
    write()
    impatient.dispose()
    store.close()


def test_a_store_another_desk_has_open_opens_here_too(tmp_path):
    done = made(tmp_path)
    code = HOLD.replace("write.housekeeping()", "write.housekeeping(); write.session.connection()")
    with working(code, str(tmp_path / "dolsdesk.db"), "") as other:
        assert other.stdout.readline() == "held\n"
        opening.open_profile(tmp_path, CLOCK).close()
        other.communicate("\n")
    done.desk.close()
