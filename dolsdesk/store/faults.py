"""What a driver's error means, decided here and nowhere else."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dolsdesk.errors import (
    AlreadyExists,
    DatabaseBusy,
    DatabaseGone,
    DeskError,
    DiskFull,
    FolderReadOnly,
    StaleRecord,
    StoreDamaged,
    StoreLocked,
)

#: Parts of the messages of SQLite, SQLCipher and PostgreSQL, and what each one means.
_SIGNS: tuple[tuple[str, type[DeskError], str], ...] = (
    ("database is locked", DatabaseBusy, "DATABASE_BUSY"),
    ("database table is locked", DatabaseBusy, "DATABASE_BUSY"),
    ("lock timeout", DatabaseBusy, "DATABASE_BUSY"),
    ("could not obtain lock", DatabaseBusy, "DATABASE_BUSY"),
    ("deadlock detected", DatabaseBusy, "DATABASE_BUSY"),
    ("disk is full", DiskFull, "DISK_FULL"),
    ("disk full", DiskFull, "DISK_FULL"),
    ("no space left", DiskFull, "DISK_FULL"),
    ("readonly database", FolderReadOnly, "STORE_READ_ONLY"),
    ("unable to open database file", DatabaseGone, "STORE_NOT_OPENED"),
    ("file is not a database", StoreLocked, "STORE_NOT_A_DATABASE"),
    ("file is encrypted", StoreLocked, "STORE_NOT_A_DATABASE"),
    ("malformed", StoreDamaged, "STORE_DAMAGED"),
    ("disk i/o error", DatabaseGone, "STORE_IO_ERROR"),
    ("connection", DatabaseGone, "SERVER_GONE"),
    ("server closed", DatabaseGone, "SERVER_GONE"),
)


def translate(fault: Exception) -> DeskError | None:
    """Return what an exception of the driver or the file system means, if it is expected."""
    if isinstance(fault, DeskError):
        return fault
    if isinstance(fault, StaleDataError):
        return StaleRecord("STALE_RECORD")
    if isinstance(fault, IntegrityError):
        return AlreadyExists("ALREADY_EXISTS")
    if isinstance(fault, (OperationalError, DBAPIError, sqlite3.Error)):
        message = str(getattr(fault, "orig", fault)).lower()
        for sign, kind, code in _SIGNS:
            if sign in message:
                return kind(code)
    if isinstance(fault, OSError):
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            return DiskFull("DISK_FULL")
        if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return FolderReadOnly("FOLDER_READ_ONLY")
    return None


@contextmanager
def translated() -> Iterator[None]:
    """Turn drivers' and file system's errors into ours; anything unexpected passes through."""
    try:
        yield
    except Exception as fault:
        known = translate(fault)
        if known is None or known is fault:
            raise
        raise known from fault
