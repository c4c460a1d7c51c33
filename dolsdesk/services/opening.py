"""Opening the store of a profile: found, unlocked, looked over, brought up to date (BK3, MU1).

A damaged store is never opened and never written to. A file that was not closed properly, or is
small, is checked whole before it is opened. A large file that was closed properly is opened at
once: the backup made on the first start of each day reads all of it and checks the copy.
"""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from dolsdesk import config, paths
from dolsdesk.clock import Clock, FixedClock, SystemClock
from dolsdesk.config import MachineSettings
from dolsdesk.domain.staff import StaffMember
from dolsdesk.errors import (
    DatabaseGone,
    FolderReadOnly,
    Refused,
    StoreDamaged,
    Unavailable,
)
from dolsdesk.services import desk as desks
from dolsdesk.services import keys
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk
from dolsdesk.store import backup, schema
from dolsdesk.store.engine import Access
from dolsdesk.store.handle import Location, Store

#: Files up to this size are checked whole each time; a cold disk reads them within a second.
CHECKED_UP_TO_MB = 64

#: Where the command line finds the passphrase of an encrypted store.
PASSPHRASE_VARIABLE = "DOLSDESK_PASSPHRASE"  # noqa: S105  (its name, not its value)

_MB = 1_000_000
_SMALLEST = 512  # bytes: one page of a database is no smaller
_PLAIN_HEADER = b"SQLite format 3\x00"


def is_set_up(profile: Path) -> bool:
    """Return whether a profile knows a store, be it there or not."""
    return bool(_address(profile, None))


def open_profile(
    profile: Path,
    clock: Clock,
    *,
    passphrase: str | None = None,
    recovery: str | None = None,
    database: str | None = None,
) -> Desk:
    """Open the store of a profile; an older one is upgraded after a copy went into ``backups/``.

    Args:
        profile: the folder with the machine settings.
        clock: where "now" comes from; a demonstration stands still at its own day instead.
        passphrase: of an encrypted store.
        recovery: the recovery key, in place of the passphrase or the keyring.
        database: another store than the profile's: a file, or the URL of a PostgreSQL database.

    Raises:
        Refused: there is no store yet, it lies on a network drive, or a server's is behind.
        StoreLocked: a passphrase is needed, or it is wrong.
        StoreDamaged: the file is damaged; it was not opened and is exactly as it was.
        Unavailable: the disk, the keyring or the server failed.
    """
    settings = config.load(profile)
    if _is_own(settings, database):
        clock = clock_of(settings, clock)
    location = locate(profile, passphrase=passphrase, recovery=recovery, database=database)
    examine(location)
    return desks.open_desk(location, clock)


def locate(
    profile: Path,
    *,
    passphrase: str | None = None,
    recovery: str | None = None,
    database: str | None = None,
) -> Location:
    """Return where the store of a profile is, with its key.

    Raises:
        Refused: there is no store yet, or it lies on a network drive.
        DatabaseGone: the store that was there is not there now.
        StoreLocked: a passphrase is needed, or it is wrong.
    """
    address = _address(profile, database)
    if not address:
        raise Refused("NOT_SET_UP")
    if is_url(address):
        return Location(url=keys.with_password(address))
    path = Path(address)
    if paths.is_on_network(path.parent):
        raise Refused("STORE_ON_NETWORK")
    if not path.exists():
        raise DatabaseGone("STORE_MISSING")
    key = keys.unlock(path, passphrase=passphrase, recovery=recovery)
    if key is not None and recovery:
        with suppress(Unavailable):  # a lost keyring is no reason to stay outside
            keys.remember(path, key)
    return Location(path, key=key)


def is_url(address: str) -> bool:
    """Return whether a store is on a server rather than in a file."""
    return "://" in address


def is_plain(path: Path) -> bool:
    """Return whether a file begins as SQLite files do that are not encrypted."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER


def examine(location: Location, *, whole: bool = False) -> None:
    """Look a file over before it is opened; not one byte of it is changed.

    Args:
        location: the store, with its key if it is encrypted.
        whole: check all of it, however large.

    Raises:
        DatabaseGone: there is no store at this place.
        FolderReadOnly: it, or the folder that its journal goes to, may only be read.
        StoreDamaged: it is damaged, no store at all, or its key file is missing.
    """
    path = location.path
    if path is None:
        return
    try:
        size, plain = path.stat().st_size, is_plain(path)
    except FileNotFoundError as fault:
        raise DatabaseGone("STORE_MISSING") from fault
    except OSError as fault:
        raise DatabaseGone("STORE_NOT_OPENED") from fault
    if size < _SMALLEST:
        raise StoreDamaged("STORE_DAMAGED")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise FolderReadOnly("STORE_READ_ONLY")
    if location.key is None and not plain:
        raise StoreDamaged("STORE_NOT_A_DATABASE")
    journal = paths.store_files(path)[0]
    was_cut_off = journal.exists() and journal.stat().st_size > 0
    if whole or was_cut_off or size <= CHECKED_UP_TO_MB * _MB:
        # Looking at a file with a journal reads the journal; without one nothing is laid beside.
        access = Access.LOOK if journal.exists() else Access.LOOK_AT_COPY
        backup.check(location, access=access)


def desk_and_context(profile: Path | None, database: str | None) -> tuple[Desk, Context]:
    """Open a store for the command line, and say who acts.

    That is whoever this machine remembers, else the person known by the operating system's login,
    else the first member.

    Raises:
        Refused: there is no store, or nobody may use it.
        Unavailable: it cannot be opened.
    """
    folder = profile or paths.default_profile()
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    desk = open_profile(folder, SystemClock(), passphrase=passphrase, database=database)
    try:
        settings = config.load(folder)
        found = actor(desk, settings.staff_id if _is_own(settings, database) else 0)
        if found is None:
            raise Refused("NOBODY_HERE")
        return desk, desk.context(found)
    except BaseException:
        desk.close()
        raise


def upgrade(profile: Path | None, database: str | None) -> tuple[str, str]:
    """Bring a store up to date, on a server too; return the versions before and after.

    Raises:
        Refused: there is no store yet.
        Unavailable: it cannot be opened.
    """
    folder = profile or paths.default_profile()
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    location = locate(folder, passphrase=passphrase, database=database)
    examine(location)
    clock = clock_of(config.load(folder), SystemClock())
    store = Store(location)
    try:
        standing = schema.standing(store.engine)
        if standing.version is None:
            raise StoreDamaged("STORE_NOT_OURS")
        if standing.is_behind:
            desks.upgrade(store, clock)
        return standing.version, standing.head
    finally:
        store.close()


def _address(profile: Path, database: str | None) -> str:
    """Return the file or URL of the store; one left in the profile counts without settings too."""
    told = database or config.load(profile).store
    usual = paths.store_file(profile)
    return told or (str(usual) if usual.exists() else "")


def _is_own(settings: MachineSettings, database: str | None) -> bool:
    return not database or database == settings.store


def clock_of(settings: MachineSettings, clock: Clock) -> Clock:
    """Return the clock of a profile: a demonstration stands still in the morning of its day."""
    if settings.is_demonstration and settings.demonstration_as_at:
        return FixedClock.at(date.fromisoformat(settings.demonstration_as_at))
    return clock


def actor(desk: Desk, staff_id: int) -> StaffMember | None:
    """Return whoever this machine remembers, is known by the login, or comes first."""
    return desk.member(staff_id) or desk.member_by_login() or next(iter(desk.staff()), None)
