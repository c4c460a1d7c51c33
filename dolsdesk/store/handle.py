"""One open store: its engine behind the two scopes everything goes through."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from dolsdesk.store.engine import Access, Location, open_engine
from dolsdesk.store.uow import Write, read_scope, write_scope

#: What a reading use case holds; named here so that services need not name the library.
ReadSession = Session

__all__ = ["Location", "ReadSession", "Store", "Write"]


class Store:
    """An open store.

    A file that vanishes while it is open is not made anew: only a store that begins where there
    is no file, so that ``schema.create`` can fill it, makes one.
    """

    def __init__(self, location: Location) -> None:
        is_new = location.path is not None and not location.path.exists()
        self.location = location
        self.engine = open_engine(location, access=Access.CREATE if is_new else Access.WRITE)

    @property
    def is_file(self) -> bool:
        """Return whether the store is one file on this machine."""
        return self.location.is_file

    def reading(self) -> AbstractContextManager[Session]:
        """Return a scope for reading."""
        return read_scope(self.engine)

    @contextmanager
    def acting(
        self, *, actor_id: int | None, actor: str, workstation: str, at: datetime
    ) -> Iterator[Write]:
        """Yield an open act."""
        with write_scope(
            self.engine, actor_id=actor_id, actor=actor, workstation=workstation, at=at
        ) as write:
            yield write

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
