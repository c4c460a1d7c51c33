"""Engines: one per store, with the habits that make a store safe set on every connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy.dialects.sqlite  # noqa: F401  (otherwise found by its name when first used)
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from dolsdesk.errors import DatabaseGone

#: How long a writer waits for another desk, in milliseconds.
BUSY_TIMEOUT_MS = 10_000

#: How long we wait for a server to answer at all, in seconds.
_CONNECT_TIMEOUT = 10

#: The lock that writers on a server queue for; any number, as long as it is always the same.
_WRITER_LOCK = 20_090_401

_WRITES = "dolsdesk_writes"


class Access(StrEnum):
    """What an engine may do to a file; the value is what SQLite is told."""

    WRITE = "mode=rw"
    CREATE = "mode=rwc"
    LOOK = "mode=ro"  # a damaged file keeps every byte
    LOOK_AT_COPY = "mode=ro&immutable=1"  # nobody writes it, so nothing is even laid beside it


@dataclass(frozen=True, slots=True)
class Location:
    """Where a store is: a file (with its key if encrypted) or a PostgreSQL URL."""

    path: Path | None = None
    url: str = field(default="", repr=False)
    key: bytes | None = field(default=None, repr=False)

    @property
    def is_file(self) -> bool:
        """Return whether the store is one SQLite file."""
        return self.path is not None


def open_engine(
    location: Location,
    *,
    access: Access = Access.WRITE,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    foreign_keys: bool = True,
) -> Engine:
    """Return an engine for a store; nothing is opened until it is used.

    Args:
        location: the store.
        access: what may be done to a file; only ``CREATE`` makes one that is not there.
        busy_timeout_ms: how long a writer waits for another.
        foreign_keys: only a migration, which rebuilds tables, works without them.

    Raises:
        DatabaseGone: the URL is none of a PostgreSQL database.
    """
    if location.path is None:
        return _server(location.url, busy_timeout_ms)
    path, key = location.path, location.key
    module = _driver(key)

    def connect() -> Any:
        return raw_connection(path, key, access=access, busy_timeout_ms=busy_timeout_ms)

    engine = create_engine(
        "sqlite://", creator=connect, module=module, poolclass=QueuePool,
        pool_size=5, max_overflow=3,
    )  # fmt: skip
    event.listen(engine, "connect", _prepare_sqlite(busy_timeout_ms, foreign_keys=foreign_keys))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def raw_connection(
    path: Path, key: bytes | None, *, access: Access, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Any:
    """Return a connection of the driver itself, unlocked if the store is encrypted."""
    address = path.absolute().as_posix()
    uri = f"file://{'' if address.startswith('/') else '/'}{quote(address)}?{access}"
    raw = _driver(key).connect(
        uri, uri=True, timeout=busy_timeout_ms / 1000, check_same_thread=False
    )
    if key is not None:
        with _closed_on_failure(raw):
            raw.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return raw


@contextmanager
def _closed_on_failure(raw: Any) -> Iterator[None]:
    """Close a connection that nobody will be given: Windows moves no file that is open."""
    try:
        yield
    except BaseException:
        raw.close()
        raise


def writing(engine: Engine) -> Engine:
    """Return a view of the engine whose transactions begin as writers.

    A transaction that reads and then writes fails at once in SQLite when another writer got in
    first, whatever the busy timeout; one that begins as a writer waits its turn. On a server
    writers queue likewise, so that the audit chain and the counters have one order.
    """
    return engine.execution_options(**{_WRITES: True})


def _driver(key: bytes | None) -> Any:
    if key is None:
        import sqlite3

        return sqlite3
    from sqlcipher3 import dbapi2

    return dbapi2


def _prepare_sqlite(busy_timeout_ms: int, *, foreign_keys: bool) -> Any:
    def prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions are begun by _begin_sqlite
        with _closed_on_failure(raw):
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
            cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute("PRAGMA cell_size_check = ON")
            # A power cut after a commit must not take the commit with it.
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.close()

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _server(address: str, busy_timeout_ms: int) -> Engine:
    try:
        url = make_url(address)
        if url.get_backend_name() not in {"postgresql", "postgres"}:
            raise DatabaseGone("NOT_A_SERVER_URL")
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=5, max_overflow=3, pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_TIMEOUT, "application_name": "dolsdesk"},
        )  # fmt: skip
    except (ArgumentError, ValueError) as fault:
        raise DatabaseGone("NOT_A_SERVER_URL") from fault
    event.listen(engine, "begin", _begin_postgresql(busy_timeout_ms))
    return engine


def _begin_postgresql(busy_timeout_ms: int) -> Any:
    def begin(connection: Connection) -> None:
        if _writes(connection):
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {busy_timeout_ms};"
                f" SELECT pg_advisory_xact_lock({_WRITER_LOCK})"
            )
        else:
            # A case is read in several statements, which must all see the same moment.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    return begin


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITES, False))
