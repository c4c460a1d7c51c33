"""Making a store, recognising it, and bringing an older one up to date.

Alembic is imported only when a store is behind: one version row is read first.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from dolsdesk.errors import SchemaTooNew, StoreDamaged, StoreLocked
from dolsdesk.store import ddl, tables  # noqa: F401  (declares every table)
from dolsdesk.store.base import Base
from dolsdesk.store.engine import Location, open_engine, writing
from dolsdesk.store.faults import translated

#: Versions of the schema, oldest first; the last one is what this dolsdesk writes.
VERSIONS = ("0001",)
HEAD = VERSIONS[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a store stands: the version it was written with, if it is a store at all."""

    version: str | None

    @property
    def is_empty(self) -> bool:
        """Return whether there is no dolsdesk schema there yet."""
        return self.version is None

    @property
    def is_behind(self) -> bool:
        """Return whether it must be brought up to date before use."""
        return self.version in VERSIONS and self.version != HEAD


def create(engine: Engine) -> None:
    """Create every table, trigger and index in an empty store.

    Raises:
        DeskError: the disk is full, the folder cannot be written, or the server is gone.
    """
    with translated():
        if engine.dialect.name == "sqlite":
            _set_wal(engine)
        with writing(engine).begin() as connection:
            Base.metadata.create_all(connection)
            ddl.install(connection)
            connection.execute(
                text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
            )
            connection.execute(
                text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD}
            )


def standing(engine: Engine) -> Standing:
    """Return where a store stands.

    Raises:
        SchemaTooNew: a newer dolsdesk wrote it.
        StoreLocked: it is encrypted and the key does not fit, or it is no database.
        StoreDamaged: it has tables of something else, or its version row is gone.
    """
    with translated(), engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        if not names:
            return Standing(None)
        if "alembic_version" not in names or "request" not in names:
            raise StoreDamaged("STORE_NOT_OURS")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is None:
        raise StoreDamaged("STORE_NOT_OURS")
    if version not in VERSIONS:
        raise SchemaTooNew("SCHEMA_TOO_NEW")
    return Standing(version)


def upgrade(location: Location, copy_to: Path | None) -> None:
    """Bring a store up to date, after a checked copy of it was laid aside.

    The copy is made and checked first; the upgrade runs in one transaction where the database
    allows it; the result is checked before anybody opens it.

    Raises:
        StoreDamaged: the copy or the upgraded store fails its checks.
    """
    from dolsdesk.store import backup, migrate

    engine = open_engine(location)
    try:
        if location.is_file and copy_to is not None:
            backup.copy(location, copy_to)
            backup.check(Location(path=copy_to, key=location.key))
        with translated():
            migrate.to_head(engine)
        check(engine)
    finally:
        engine.dispose()


def check(engine: Engine) -> None:
    """Check the integrity of a store.

    Raises:
        StoreDamaged: pages, indexes or references are broken.
    """
    if engine.dialect.name != "sqlite":
        return
    try:
        with translated(), engine.connect() as connection:
            _check_sqlite(connection)
    except StoreLocked as fault:
        raise StoreDamaged("STORE_DAMAGED") from fault


def _check_sqlite(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise StoreDamaged("STORE_DAMAGED")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreDamaged("STORE_DAMAGED")


def _set_wal(engine: Engine) -> None:
    # The journal mode cannot change inside a transaction, so the driver is asked directly.
    raw = engine.raw_connection()
    try:
        raw.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
    finally:
        raw.close()
