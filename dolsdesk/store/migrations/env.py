"""Alembic's entry: runs on the connection it is handed, never opens one of its own."""

from alembic import context

from dolsdesk.store.base import Base
from dolsdesk.store.tables import every  # noqa: F401  (what the migrations must come to)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
