"""Transactions: ``read_scope`` for looking, ``write_scope`` for acting.

Every write is an act: by someone, at a time, with what changed, audited in the same transaction.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dolsdesk.store.engine import writing
from dolsdesk.store.faults import translated


class Unaudited(RuntimeError):
    """A write scope was about to commit an act that no audit entry records."""


class Write:
    """An open write transaction: the session, and the audit entries that will go with it."""

    def __init__(
        self, session: Session, *, actor_id: int | None, actor: str, workstation: str, at: datetime
    ) -> None:
        self.session = session
        self.at = at
        self.actor_id = actor_id
        self.actor = actor
        self._workstation = workstation
        self._acts: list[dict[str, Any]] = []
        self._housekeeping = False

    def record(
        self,
        action: str,
        entity: str,
        entity_id: int | None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Add an audit entry to this act."""
        self._acts.append(
            {
                "action": action,
                "entity": entity,
                "entity_id": entity_id,
                "reason": reason,
                "before": dict(before) if before is not None else None,
                "after": dict(after) if after is not None else None,
            }
        )

    def housekeeping(self) -> None:
        """Say that this write is no act: a draft, a saved view, a rebuilt projection."""
        self._housekeeping = True

    def close(self) -> None:
        """Write the audit entries; called once, just before the commit.

        Raises:
            Unaudited: nothing was recorded and the write was not said to be housekeeping.
        """
        from dolsdesk.store import audit

        if not self._acts:
            if self._housekeeping:
                return
            raise Unaudited("a write scope ended without an audit entry")
        self.session.flush()
        audit.append(
            self.session,
            self._acts,
            at=self.at,
            actor_id=self.actor_id,
            actor=self.actor,
            workstation=self._workstation,
        )


@contextmanager
def read_scope(engine: Engine) -> Iterator[Session]:
    """Yield a session for reading; whatever was done to it is rolled back."""
    with translated(), Session(engine, expire_on_commit=False, autoflush=False) as session:
        try:
            yield session
        finally:
            session.rollback()


@contextmanager
def write_scope(
    engine: Engine, *, actor_id: int | None, actor: str, workstation: str, at: datetime
) -> Iterator[Write]:
    """Yield an open act; it commits whole when the block ends well, or not at all.

    Every table is declared before the first one: writing puts tables in the order of their
    foreign keys, and so must know them all.
    """
    from dolsdesk.store.tables import every  # noqa: F401

    with translated(), Session(writing(engine), expire_on_commit=False) as session, session.begin():
        session.connection()  # begin as a writer before anything is read
        act = Write(session, actor_id=actor_id, actor=actor, workstation=workstation, at=at)
        yield act
        act.close()
