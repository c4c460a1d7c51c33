"""What a driver's error means, decided here and nowhere else."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dolsdesk.errors import (
    AlreadyExists,
    DatabaseBusy,
    DatabaseGone,
    DeskError,
    DiskFull,
    FolderReadOnly,
    Refused,
    StaleRecord,
    StoreDamaged,
)

_Meaning = tuple[type[DeskError], str]

#: Parts of the messages of SQLite and SQLCipher, which no language setting changes.
_SQLITE: dict[str, _Meaning] = {
    "database is locked": (DatabaseBusy, "DATABASE_BUSY"),
    "database table is locked": (DatabaseBusy, "DATABASE_BUSY"),
    "disk is full": (DiskFull, "DISK_FULL"),
    "readonly database": (FolderReadOnly, "STORE_READ_ONLY"),
    "unable to open database file": (DatabaseGone, "STORE_NOT_OPENED"),
    "file is not a database": (StoreDamaged, "STORE_NOT_A_DATABASE"),
    "malformed": (StoreDamaged, "STORE_DAMAGED"),
    "vtable constructor failed": (StoreDamaged, "STORE_DAMAGED"),
    "could not decode": (StoreDamaged, "STORE_DAMAGED"),
    "disk i/o error": (DatabaseGone, "STORE_IO_ERROR"),
    "unique constraint": (AlreadyExists, "ALREADY_EXISTS"),
}

#: SQLSTATE codes of PostgreSQL, or the class they begin with; its messages are translated.
_POSTGRESQL: dict[str, _Meaning] = {
    "22001": (Refused, "TEXT_TOO_LONG"),
    "23505": (AlreadyExists, "ALREADY_EXISTS"),
    "25006": (FolderReadOnly, "SERVER_READ_ONLY"),
    "40": (DatabaseBusy, "DATABASE_BUSY"),  # serialisation failure, deadlock
    "42501": (FolderReadOnly, "SERVER_READ_ONLY"),
    "53100": (DiskFull, "DISK_FULL"),
    "55P03": (DatabaseBusy, "DATABASE_BUSY"),
    "53": (DatabaseGone, "SERVER_GONE"),
    "57": (DatabaseGone, "SERVER_GONE"),
    "58": (DatabaseGone, "SERVER_GONE"),
    "08": (DatabaseGone, "SERVER_GONE"),
    "XX001": (StoreDamaged, "STORE_DAMAGED"),
    "XX002": (StoreDamaged, "STORE_DAMAGED"),
}
_CLASS = 2  # the first two characters of an SQLSTATE

#: What the file system says, by number.
_FILES: dict[int, _Meaning] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), (DiskFull, "DISK_FULL")),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.EEXIST),
        (FolderReadOnly, "FOLDER_READ_ONLY"),
    ),
    **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENXIO), (DatabaseGone, "STORE_IO_ERROR")),
}
_SHARING_VIOLATION = 32  # Windows: another program has the file open


def translate(fault: Exception) -> DeskError | None:
    """Return what an exception of the driver or the file system means, if it is expected."""
    if isinstance(fault, DeskError):
        return fault
    if isinstance(fault, StaleDataError):
        return StaleRecord("STALE_RECORD")
    meaning: _Meaning | None = None
    if isinstance(fault, DBAPIError):
        meaning = _of_driver(fault.orig)
        if meaning is None and _has_lost_server(fault):
            meaning = DatabaseGone, "SERVER_GONE"
    elif isinstance(fault, sqlite3.Error) or type(fault).__module__.startswith("sqlcipher3"):
        meaning = _of_driver(fault)
    elif isinstance(fault, OSError):
        if getattr(fault, "winerror", None) == _SHARING_VIOLATION:
            meaning = DatabaseBusy, "STORE_IN_USE"
        else:
            meaning = _FILES.get(fault.errno or 0)
    if meaning is None:
        return None
    kind, code = meaning
    return kind(code)


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


def _of_driver(fault: BaseException | None) -> _Meaning | None:
    state = getattr(fault, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:_CLASS])
    message = str(fault).lower()
    return next((meaning for sign, meaning in _SQLITE.items() if sign in message), None)


def _has_lost_server(fault: DBAPIError) -> bool:
    """Return whether a server never answered, or fell silent: then there is no SQLSTATE."""
    of_server = type(fault.orig).__module__.startswith("psycopg")
    return of_server and (fault.connection_invalidated or isinstance(fault, OperationalError))
