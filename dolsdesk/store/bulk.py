"""Writing very many rows at once, into a store that nobody else has open.

For making whole stores: the demonstration council and the reference data set. Rows come as
columns; what the ordinary way checks must have been checked before. The audit entries written here
carry on the chain that stands in the store.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Dialect, Table, func, insert, select, text
from sqlalchemy.orm import Session

from dolsdesk.domain.audit import GENESIS, digest
from dolsdesk.store import search
from dolsdesk.store.audit import head, set_head
from dolsdesk.store.base import Base
from dolsdesk.store.engine import writing
from dolsdesk.store.faults import translated
from dolsdesk.store.handle import Store
from dolsdesk.store.tables import every  # noqa: F401  (any of them may be written to)

#: Rows held back until they are written together.
_TOGETHER = 40_000

# Nothing is lost by a power cut but the time it took: the file is made anew.
_HASTE = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -262144",
    "PRAGMA foreign_keys = ON",
)
_CALM = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


class Bulk:
    """An open writer; used as a context, it writes what is left when the block ends well."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tables: dict[str, Table] = {one.name: one for one in Base.metadata.sorted_tables}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in self._tables}
        self._words: dict[search.Kind, list[tuple[int, str]]] = {}
        self._last: dict[str, int] = {}
        self._held = 0
        self._connection: Connection | None = None
        self._seq, self._hash, self._is_first = 0, GENESIS, True
        self._written_seq = 0

    def __enter__(self) -> Self:
        """Open the store for writing."""
        with translated():
            self._connection = writing(self._store.engine).connect()
            self._pragmas(_HASTE)
            with self._connection.begin():
                stands = head(Session(self._connection))
        if stands is not None:
            self._seq, self._hash = stands
            self._is_first, self._written_seq = False, self._seq
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left, unless the block failed, and let go of the store."""
        try:
            if kind is None:
                self.flush()
                with translated():
                    self._carry_on_numbering()
                    self._pragmas(_CALM)
        finally:
            self._open().close()
            self._connection = None

    @property
    def audit_count(self) -> int:
        """Return how many audit entries there are by now."""
        return self._seq

    def next_id(self, table: str) -> int:
        """Return the next number of a table's key."""
        if table not in self._last:
            key = self._tables[table].primary_key.columns[0]
            with translated(), self._open().begin():
                self._last[table] = self._open().scalar(select(func.max(key))) or 0
        self._last[table] += 1
        return self._last[table]

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Add a row; every row of a table must name the same columns."""
        self._rows[table].append(row)
        self._held += 1

    def find_by(self, kind: search.Kind, owner_id: int, parts: Iterable[str | None]) -> None:
        """Add the words by which something is found."""
        self._words.setdefault(kind, []).append((owner_id, search.joined(parts)))

    def record(
        self,
        *,
        at: datetime,
        actor_id: int | None,
        actor: str,
        workstation: str,
        action: str,
        entity: str,
        entity_id: int | None,
        reason: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> None:
        """Add an audit entry to the end of the chain."""
        self._seq += 1
        entry: dict[str, Any] = {
            "seq": self._seq, "at": at, "actor_id": actor_id, "actor": actor,
            "workstation": workstation, "action": action, "entity": entity,
            "entity_id": entity_id, "reason": reason, "before": before, "after": after,
            "prev_hash": self._hash,
        }  # fmt: skip
        entry["hash"] = self._hash = digest(**entry)
        self.add("audit_entry", entry)

    def flush_if_full(self) -> None:
        """Write what is held if it is much; call it where all held rows belong together."""
        if self._held >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write everything held, in one transaction, parents before children."""
        connection = self._open()
        with translated(), connection.begin():
            for name, rows in self._rows.items():
                if rows:
                    _insert(connection, self._tables[name], rows)
                    rows.clear()
            session = Session(connection)
            for kind, entries in self._words.items():
                search.put_many(session, kind, entries)
            if self._seq > self._written_seq:
                set_head(session, self._seq, self._hash, is_new=self._is_first)
                session.flush()
                self._is_first, self._written_seq = False, self._seq
        self._words.clear()
        self._held = 0

    def _open(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("the writer is not open")
        return self._connection

    def _pragmas(self, wanted: Iterable[str]) -> None:
        if not self._store.is_file:
            return
        raw = self._open().connection.driver_connection
        for pragma in wanted:
            raw.execute(pragma).fetchall()  # type: ignore[union-attr]

    def _carry_on_numbering(self) -> None:
        """Let a server count on from the numbers given out here; a file does so by itself."""
        if self._store.is_file:
            return
        connection = self._open()
        with connection.begin():
            for name in self._last:
                key = self._tables[name].primary_key.columns[0].name
                connection.execute(
                    text(
                        "SELECT setval(pg_get_serial_sequence(:name, :key),"
                        f" (SELECT max({key}) FROM {name}))"
                    ),
                    {"name": name, "key": key},
                )
            if self._seq:
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence('audit_entry', 'seq'), :last)"),
                    {"last": self._seq},
                )


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns.

    The statement and what prepares each column's values are made once and not for every row,
    which takes a third of the time off.
    """
    dialect = connection.dialect
    names = list(rows[0])
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    prepared = [(name, _preparer(table, name, dialect)) for name in compiled.positiontup or names]
    if compiled.positiontup is not None:
        values: Any = [tuple([make(row[name]) for name, make in prepared]) for row in rows]
    else:
        values = [{name: make(row[name]) for name, make in prepared} for row in rows]
    connection.exec_driver_sql(str(compiled), values)


def _preparer(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any]:
    """Return what turns a column's value into the driver's."""
    process = table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return _as_it_is
    nothing = process(None)
    return lambda value: nothing if value is None else process(value)


def _as_it_is(value: Any) -> Any:
    return value
