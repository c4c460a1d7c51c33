"""Engines: one per store, with the habits that make a store safe set on every connection."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

#: How long a writer waits for another desk, in milliseconds.
BUSY_TIMEOUT_MS = 10_000

_WRITES = "dolsdesk_writes"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a store is: a file (with its key if encrypted) or a PostgreSQL URL."""

    path: Path | None = None
    url: str = ""
    key: bytes | None = field(default=None, repr=False)

    @property
    def is_file(self) -> bool:
        """Return whether the store is one SQLite file."""
        return self.path is not None


def open_engine(location: Location, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Return an engine for a store; nothing is opened until it is used."""
    if location.path is None:
        url = make_url(location.url)
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url, pool_size=5, max_overflow=3, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgresql(busy_timeout_ms))
        return engine
    if location.key is None:
        engine = create_engine(
            URL.create("sqlite", database=str(location.path)),
            pool_size=5,
            max_overflow=3,
            connect_args={"check_same_thread": False, "timeout": busy_timeout_ms / 1000},
        )
    else:
        engine = _encrypted(location.path, location.key, busy_timeout_ms)
    event.listen(engine, "connect", _prepare_sqlite(busy_timeout_ms))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def writing(engine: Engine) -> Engine:
    """Return a view of the engine whose transactions begin as writers.

    A transaction that reads and then writes fails at once in SQLite when another writer got in
    first, whatever the busy timeout; one that begins as a writer waits its turn.
    """
    return engine.execution_options(**{_WRITES: True})


def _encrypted(path: Path, key: bytes, busy_timeout_ms: int) -> Engine:
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        raw = dbapi2.connect(str(path), timeout=busy_timeout_ms / 1000, check_same_thread=False)
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return raw

    return create_engine(
        "sqlite://", creator=connect, module=dbapi2, poolclass=QueuePool,
        pool_size=5, max_overflow=3,
    )  # fmt: skip


def _prepare_sqlite(busy_timeout_ms: int) -> Any:
    def prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions are begun by _begin_sqlite
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        # A power cut after a commit must not take the commit with it.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(busy_timeout_ms: int) -> Any:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {busy_timeout_ms}")

    return begin
