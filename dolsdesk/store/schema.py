"""Making a store, recognising it, and bringing an older one up to date.

Alembic is imported only when a store is behind: one version row is read first.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from dolsdesk.errors import AlreadyExists, Refused, SchemaTooNew, StoreDamaged
from dolsdesk.store.engine import Location, open_engine, writing
from dolsdesk.store.faults import translated


@dataclass(frozen=True, slots=True)
class History:
    """The versions of the schema, oldest first; the last one is what this dolsdesk writes.

    ``folders`` are further folders of migrations, for trying out versions to come.
    """

    versions: tuple[str, ...] = ("0001",)
    folders: tuple[Path, ...] = ()

    @property
    def head(self) -> str:
        """Return the newest version."""
        return self.versions[-1]


#: The oldest PostgreSQL that a store can live on (interfaces.md 5).
_OLDEST_SERVER = 150_000

HISTORY = History()
HEAD = HISTORY.head


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a store stands: the version it was written with, if it is a store at all."""

    version: str | None
    head: str = HEAD

    @property
    def is_empty(self) -> bool:
        """Return whether there is no dolsdesk schema there yet."""
        return self.version is None

    @property
    def is_behind(self) -> bool:
        """Return whether it must be brought up to date before use."""
        return self.version is not None and self.version != self.head


def create(engine: Engine) -> None:
    """Create every table, trigger and index in an empty store.

    Raises:
        AlreadyExists: somebody else has just made one there.
        DeskError: the disk is full, the folder cannot be written, or the server is gone.
    """
    from dolsdesk.store import ddl

    with translated():
        if engine.dialect.name == "sqlite":
            _set_wal(engine)
        with writing(engine).begin() as connection:
            if inspect(connection).get_table_names():
                raise AlreadyExists("STORE_EXISTS")
            ddl.create_tables(connection)
            ddl.install(connection)
            connection.execute(
                text(
                    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                )
            )
            connection.execute(
                text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD}
            )


def standing(engine: Engine, history: History = HISTORY) -> Standing:
    """Return where a store stands.

    Raises:
        SchemaTooNew: a newer dolsdesk wrote it.
        StoreDamaged: it is no database or none of ours, its version is none of ours, or the key
            does not fit.
    """
    with translated(), engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        if not names:
            return Standing(None, history.head)
        if "alembic_version" not in names or "audit_head" not in names:
            raise StoreDamaged("STORE_NOT_OURS")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version in history.versions:
        return Standing(version, history.head)
    if version is not None and version.isdigit() and version > history.head:
        raise SchemaTooNew("SCHEMA_TOO_NEW")
    raise StoreDamaged("STORE_DAMAGED")


def check_server(engine: Engine) -> None:
    """Check that a server can hold a store at all.

    Raises:
        Refused: it is too old, or does not keep text as UTF-8.
        DatabaseGone: it does not answer.
    """
    with translated(), engine.connect() as connection:
        version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if version < _OLDEST_SERVER:
        raise Refused("SERVER_TOO_OLD")
    if encoding != "UTF8":
        raise Refused("SERVER_NOT_UTF8")


def upgrade(location: Location, copy_to: Path | None, history: History = HISTORY) -> None:
    """Bring a store up to date, after a checked copy of it was laid aside.

    The copy is made and checked first; the upgrade and the check of its result are one
    transaction, so a store is wholly old or wholly new.

    Args:
        location: the store.
        copy_to: where the copy goes; None where the store itself is only a copy, or on a server.
        history: which versions there are.

    Raises:
        StoreDamaged: the copy or the upgraded store fails its checks.
    """
    from dolsdesk.store import backup, migrate

    if location.is_file and copy_to is not None:
        backup.copy(location, copy_to)
        backup.check(Location(path=copy_to, key=location.key), history)
    engine = open_engine(location, foreign_keys=False)
    try:
        with translated():
            migrate.to_head(engine, history)
    finally:
        engine.dispose()


def check(engine: Engine) -> None:
    """Check the integrity of a store: pages, indexes, references.

    Raises:
        StoreDamaged: something is broken.
    """
    with translated(), engine.connect() as connection:
        check_connection(connection)


def check_connection(connection: Connection) -> None:
    """Check the integrity of a store as one transaction sees it; a server checks its own.

    Raises:
        StoreDamaged: something is broken.
    """
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise StoreDamaged("STORE_DAMAGED")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreDamaged("STORE_DAMAGED")


def remove(engine: Engine) -> None:
    """Take everything out of a database again, where making a store in it went wrong."""
    with translated(), writing(engine).begin() as connection:
        names = inspect(connection).get_table_names()
        if names:
            connection.execute(text(f"DROP TABLE {', '.join(names)} CASCADE"))
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change"))


def _set_wal(engine: Engine) -> None:
    # The journal mode cannot change inside a transaction, so the driver is asked directly.
    raw = engine.raw_connection()
    try:
        raw.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
    finally:
        raw.close()
