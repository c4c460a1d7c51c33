"""Copies of a store: made while it is in use, and opened and checked before they count."""

from pathlib import Path
from typing import Any

from dolsdesk.errors import DeskError, StoreDamaged
from dolsdesk.store import schema
from dolsdesk.store.engine import Location, open_engine
from dolsdesk.store.faults import translated

_PAGES_PER_STEP = 4_096


def copy(source: Location, target: Path) -> None:
    """Copy a store page by page into a file; readers and writers go on meanwhile.

    An encrypted store stays encrypted under the same key.

    Raises:
        DeskError: no room, no leave to write, or the source is damaged.
    """
    if source.path is None:
        raise StoreDamaged("BACKUP_NEEDS_FILE")
    with translated():
        origin, copied = _connect(source.path, source.key), _connect(target, source.key)
        try:
            origin.backup(copied, pages=_PAGES_PER_STEP)
        finally:
            copied.close()
            origin.close()


def check(location: Location) -> tuple[int, str] | None:
    """Open a copy and check it; return the end of its audit chain.

    Raises:
        StoreDamaged: it does not open, is no store, or its integrity is broken.
    """
    from dolsdesk.store import audit
    from dolsdesk.store.uow import read_scope

    engine = open_engine(location)
    try:
        if schema.standing(engine).is_empty:
            raise StoreDamaged("STORE_NOT_OURS")
        schema.check(engine)
        with read_scope(engine) as session:
            return audit.head(session)
    except DeskError as fault:
        if fault.code in {"STORE_NOT_A_DATABASE", "STORE_NOT_OPENED"}:
            raise StoreDamaged("STORE_DAMAGED") from fault
        raise
    finally:
        engine.dispose()


def _connect(path: Path, key: bytes | None) -> Any:
    if key is None:
        import sqlite3

        return sqlite3.connect(path)
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(str(path))
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return raw
