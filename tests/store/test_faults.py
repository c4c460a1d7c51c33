"""What a driver's error means to a person."""

import errno
import sqlite3

import psycopg.errors
import pytest
import sqlcipher3.dbapi2
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dolsdesk.errors import (
    AlreadyExists,
    DatabaseBusy,
    DatabaseGone,
    DiskFull,
    FolderReadOnly,
    Refused,
    StaleRecord,
    StoreDamaged,
)
from dolsdesk.services.word_lists import ERRORS
from dolsdesk.store import faults
from dolsdesk.store.faults import translate, translated


def of_sqlite(message: str, kind=sqlite3.OperationalError, wrapper=OperationalError) -> Exception:
    return wrapper("statement", {}, kind(message))


def of_server(kind: type[psycopg.Error], wrapper=OperationalError) -> Exception:
    return wrapper("statement", {}, kind("eine Meldung in irgendeiner Sprache"))


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (of_sqlite("database is locked"), DatabaseBusy, "DATABASE_BUSY"),
        (of_sqlite("database table is locked: request"), DatabaseBusy, "DATABASE_BUSY"),
        (of_sqlite("database or disk is full"), DiskFull, "DISK_FULL"),
        (of_sqlite("attempt to write a readonly database"), FolderReadOnly, "STORE_READ_ONLY"),
        (of_sqlite("unable to open database file"), DatabaseGone, "STORE_NOT_OPENED"),
        (of_sqlite("file is not a database"), StoreDamaged, "STORE_NOT_A_DATABASE"),
        (of_sqlite("database disk image is malformed"), StoreDamaged, "STORE_DAMAGED"),
        (of_sqlite("disk I/O error"), DatabaseGone, "STORE_IO_ERROR"),
        (
            of_sqlite(
                "UNIQUE constraint failed: person.ref", sqlite3.IntegrityError, IntegrityError
            ),
            AlreadyExists,
            "ALREADY_EXISTS",
        ),
        (sqlite3.DatabaseError("file is not a database"), StoreDamaged, "STORE_NOT_A_DATABASE"),
        (
            sqlcipher3.dbapi2.DatabaseError("file is not a database"),
            StoreDamaged,
            "STORE_NOT_A_DATABASE",
        ),
        (of_server(psycopg.errors.UniqueViolation), AlreadyExists, "ALREADY_EXISTS"),
        (of_server(psycopg.errors.LockNotAvailable), DatabaseBusy, "DATABASE_BUSY"),
        (of_server(psycopg.errors.DeadlockDetected), DatabaseBusy, "DATABASE_BUSY"),
        (of_server(psycopg.errors.DiskFull), DiskFull, "DISK_FULL"),
        (of_server(psycopg.errors.AdminShutdown), DatabaseGone, "SERVER_GONE"),
        (of_server(psycopg.errors.TooManyConnections), DatabaseGone, "SERVER_GONE"),
        (of_server(psycopg.errors.InsufficientPrivilege), FolderReadOnly, "SERVER_READ_ONLY"),
        (of_server(psycopg.errors.StringDataRightTruncation), Refused, "TEXT_TOO_LONG"),
        (of_server(psycopg.errors.DataCorrupted), StoreDamaged, "STORE_DAMAGED"),
        (of_server(psycopg.OperationalError), DatabaseGone, "SERVER_GONE"),
        (OSError(errno.ENOSPC, "full"), DiskFull, "DISK_FULL"),
        (PermissionError(errno.EACCES, "no"), FolderReadOnly, "FOLDER_READ_ONLY"),
        (OSError(errno.EIO, "io"), DatabaseGone, "STORE_IO_ERROR"),
        (StaleDataError("moved"), StaleRecord, "STALE_RECORD"),
        (StoreDamaged("STORE_DAMAGED"), StoreDamaged, "STORE_DAMAGED"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_expected_failure_is_told_in_our_words(fault, kind, code):
    meant = translate(fault)
    assert type(meant) is kind
    assert meant.code == code


@pytest.mark.parametrize(
    "fault",
    [
        of_sqlite("FOREIGN KEY constraint failed", sqlite3.IntegrityError, IntegrityError),
        of_sqlite("no such table: request"),
        of_server(psycopg.errors.ForeignKeyViolation, IntegrityError),
        of_server(psycopg.errors.UndefinedTable, DBAPIError),
        of_server(psycopg.ProgrammingError, DBAPIError),
        FileNotFoundError(errno.ENOENT, "gone"),
        ValueError("a bug"),
    ],
    ids=repr,
)
def test_a_bug_stays_a_bug(fault):
    assert translate(fault) is None
    with pytest.raises(type(fault)), translated():
        raise fault


def test_a_file_another_program_holds_on_windows_is_in_use():
    fault = PermissionError(errno.EACCES, "no")
    fault.winerror = 32
    meant = translate(fault)
    assert isinstance(meant, DatabaseBusy)
    assert meant.code == "STORE_IN_USE"


def test_every_code_has_a_sentence():
    tables = (faults._SQLITE, faults._POSTGRESQL, faults._FILES)
    codes = {code for table in tables for _, code in table.values()}
    assert codes <= ERRORS.keys()
