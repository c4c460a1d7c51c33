"""Runs the migrations; imported only when a store is behind."""

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from dolsdesk.store import migrations, schema
from dolsdesk.store.engine import writing
from dolsdesk.store.schema import History

_HOME = Path(migrations.__file__).parent


def to_head(engine: Engine, history: History = schema.HISTORY) -> None:
    """Bring a store up to the newest version and check it, in one transaction.

    Args:
        engine: the store, opened without foreign keys: SQLite rebuilds a table by dropping it.
        history: which versions there are.

    Raises:
        StoreDamaged: what came out is broken; the store stays as it was.
    """
    config = configuration(history)
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, history.head)
        schema.check_connection(connection)


def configuration(history: History = schema.HISTORY) -> Config:
    """Return Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", _plain(_HOME))
    config.set_main_option("path_separator", "os")
    folders = (_HOME / "versions", *history.folders)
    config.set_main_option("version_locations", os.pathsep.join(_plain(one) for one in folders))
    return config


def _plain(folder: Path) -> str:
    return str(folder).replace("%", "%%")  # a percent sign would begin an interpolation
