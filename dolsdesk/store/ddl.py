"""What no mapped class can say: an order, the append-only triggers and the search index."""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.schema import CreateIndex, CreateTable

from dolsdesk.store.base import Base
from dolsdesk.store.tables import every  # noqa: F401  (the tables there are to create)

_KEPT = (
    "audit_entry", "batch", "batch_line", "campaign_event", "campaign_letter", "case_event",
    "document", "document_bytes", "record_entry", "assessor_rate", "question_set", "fee_order",
    "fee_entry", "place_handover",
)  # fmt: skip

_SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{verb} BEFORE {upper} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

_POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""

_SEARCHED = ("request", "person", "place")

_SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE search_{kind} USING fts5("
    "words, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    "CREATE VIRTUAL TABLE search_{kind}_words USING fts5vocab(search_{kind}, 'row')",
)

# The key is called rowid so that both databases are asked in the same words.
_POSTGRESQL_SEARCH = (
    "CREATE TABLE search_{kind} (rowid bigint PRIMARY KEY, words text NOT NULL,"
    " tokens tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED)",
    "CREATE INDEX ix_search_{kind}_tokens ON search_{kind} USING gin (tokens)",
)


def statements(dialect: str) -> Iterator[str]:
    """Yield the statements of a dialect, in order."""
    if dialect == "sqlite":
        for table in _KEPT:
            for verb in ("update", "delete"):
                yield _SQLITE_TRIGGER.format(table=table, verb=verb, upper=verb.upper())
        search = _SQLITE_SEARCH
    else:
        yield _POSTGRESQL_FUNCTION
        for table in _KEPT:
            yield _POSTGRESQL_TRIGGER.format(table=table)
        search = _POSTGRESQL_SEARCH
    for kind in _SEARCHED:
        for statement in search:
            yield statement.format(kind=kind)


def create_tables(connection: Connection) -> None:
    """Create tables and indexes, always in the same order: equal stores have equal bytes."""
    for table in Base.metadata.sorted_tables:
        connection.execute(CreateTable(table))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index))


def install(connection: Connection) -> None:
    """Create triggers and the search index."""
    for statement in statements(connection.dialect.name):
        connection.execute(text(statement))
