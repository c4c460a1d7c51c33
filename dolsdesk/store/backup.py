"""Copies of a store: made while it is in use, and opened and checked before they count."""

import os
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from dolsdesk.errors import DatabaseGone, DeskError, Refused, StoreDamaged
from dolsdesk.store import schema
from dolsdesk.store.engine import Access, Location, open_engine, raw_connection
from dolsdesk.store.faults import translated
from dolsdesk.store.schema import HISTORY, History

#: Where SQLite keeps the lock that every open connection holds (its file format, "Locking").
_SHARED_FIRST, _SHARED_SIZE = 0x4000_0002, 510

#: What the code says when a file is no sound database at all.
_NO_STORE = {"STORE_NOT_A_DATABASE", "STORE_NOT_OPENED"}


#: What reading a damaged file can raise besides what is known to mean damage.
_NONSENSE = (SQLAlchemyError, ValueError, TypeError, LookupError)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sound store says of itself."""

    version: str
    store_id: str
    audit_seq: int
    audit_hash: str


def copy(source: Location, target: Path) -> None:
    """Copy a store into a new file as it stands at this moment; work goes on meanwhile.

    An encrypted store stays encrypted under the same key. The copy is on the disk when this
    returns.

    Raises:
        Refused: the store is on a server.
        DeskError: no room, no leave to write, or the source is damaged.
    """
    if source.path is None:
        raise Refused("BACKUP_NEEDS_FILE")
    with translated():
        target.touch(mode=0o600)
        with (
            closing(raw_connection(source.path, source.key, access=Access.WRITE)) as origin,
            closing(raw_connection(target, source.key, access=Access.WRITE)) as copied,
        ):
            # In one step: a copy in several begins again whenever somebody writes between them.
            origin.backup(copied, pages=-1)
        flush(target)


def flush(path: Path) -> None:
    """Put a file, and the name it has in its folder, on the disk for good."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def check(
    location: Location, history: History = HISTORY, *, access: Access = Access.LOOK_AT_COPY
) -> Checked:
    """Open a store only to look, check all of it, and return what it says of itself.

    Not one byte of it is changed, whatever state it is in.

    Raises:
        StoreDamaged: it does not open, is no store, or its integrity is broken.
        SchemaTooNew: a newer dolsdesk wrote it.
    """
    from dolsdesk.store import audit
    from dolsdesk.store.repos import settings as settings_repo
    from dolsdesk.store.uow import read_scope

    if location.path is not None and not location.path.is_file():
        raise DatabaseGone("STORE_MISSING")
    engine = open_engine(location, access=access)
    try:
        standing = schema.standing(engine, history)
        if standing.version is None:
            raise StoreDamaged("STORE_NOT_OURS")
        schema.check(engine)
        with read_scope(engine) as session:
            seq, last_hash = audit.head(session) or (0, "")
            store_id = settings_repo.read(session).get("store_id", "")
        return Checked(standing.version, store_id, seq, last_hash)
    except DeskError as fault:
        if fault.code in _NO_STORE:
            raise StoreDamaged("STORE_DAMAGED") from fault
        raise
    except _NONSENSE as fault:
        raise StoreDamaged("STORE_DAMAGED") from fault
    finally:
        engine.dispose()


def is_in_use(path: Path) -> bool:
    """Return whether another program has a store open.

    Ask only while this program has it closed, because looking lets go of its own locks. On Windows
    an open file cannot be moved, so nothing needs asking there.
    """
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        with path.open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
            fcntl.lockf(file, fcntl.LOCK_UN, _SHARED_SIZE, _SHARED_FIRST)
    except (BlockingIOError, PermissionError) as fault:
        return isinstance(fault, BlockingIOError)
    return False
