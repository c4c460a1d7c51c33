"""Runs the migrations; imported only when a store is behind."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from dolsdesk.store.engine import writing


def to_head(engine: Engine) -> None:
    """Bring a store up to the newest version, in one transaction."""
    config = Config()
    config.set_main_option("script_location", "dolsdesk.store:migrations")
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
