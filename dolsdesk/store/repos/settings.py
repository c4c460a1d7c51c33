"""Reads and writes the settings of the store."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.settings import SettingRow

#: The bare columns: what every start reads goes without the mapper.
_ALL = select(*SettingRow.__table__.columns)


def read(session: Session) -> dict[str, str]:
    """Return every setting of the store."""
    return {row.key: row.value for row in session.execute(_ALL)}


def write(session: Session, values: Mapping[str, str]) -> None:
    """Write settings."""
    for key, value in values.items():
        row = session.get(SettingRow, key)
        if row is None:
            session.add(SettingRow(key=key, value=value))
        else:
            row.value = value
    session.flush()
