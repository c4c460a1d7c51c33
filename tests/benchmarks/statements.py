"""What a use case really asks of the store, and the same asked of bare sqlite3."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import event

from dolsdesk.services.desk import Desk

#: Given a piece of work, returns the same questions to the store without anything around them.
Bare = Callable[[Callable[[], object]], Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it reached the driver, with its parameters."""

    sql: str
    parameters: Any


@contextmanager
def bare(desk: Desk) -> Iterator[Bare]:
    """Lend a bare connection to the store of a desk, as what asks it the questions of some work."""
    path = desk.store.location.path
    if path is None:
        raise TypeError("the store is no file")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield lambda work: partial(_ask, connection, _asked_by(desk, work))


def _asked_by(desk: Desk, work: Callable[[], object]) -> list[Statement]:
    asked: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        asked.append(Statement(sql, parameters))

    event.listen(desk.store.engine, "before_cursor_execute", hear)
    try:
        work()
    finally:
        event.remove(desk.store.engine, "before_cursor_execute", hear)
    return asked


def _ask(connection: sqlite3.Connection, asked: Sequence[Statement]) -> None:
    """Ask everything, beginning with the BEGIN that dolsdesk sends too, and take every row."""
    for statement in asked:
        if statement.sql.startswith("BEGIN"):
            connection.rollback()  # what was read before is over
        connection.execute(statement.sql, statement.parameters).fetchall()
    connection.rollback()
