"""Empty stores of each kind, made once and copied by each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from dolsdesk.store import schema
from dolsdesk.store.handle import Location, Store
from tests.support.postgresql import Server

#: The databases a store can live in.
KINDS = ("plain", "encrypted", pytest.param("postgresql", marks=pytest.mark.postgresql))

#: The key of every encrypted store in the tests.
KEY = bytes(range(32))


def make_encrypted_template(folder: Path) -> Path:
    """Make an empty encrypted store to be copied by each test."""
    path = folder / "encrypted.db"
    store = Store(Location(path=path, key=KEY))
    schema.create(store.engine)
    store.close()
    return path


def copied(template: Path, folder: Path, *, key: bytes | None = None) -> Store:
    """Open a copy of a template."""
    path = folder / "desk.db"
    shutil.copy(template, path)
    return Store(Location(path=path, key=key))


@contextmanager
def opened(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    """Open an empty store of the kind that a parametrised fixture asks for."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        url = server.desk()
        store = Store(Location(url=url))
        yield store
        store.close()
        server.drop(url)
        return
    is_encrypted = request.param == "encrypted"
    template = request.getfixturevalue("encrypted_template" if is_encrypted else "store_template")
    store = copied(template, folder, key=KEY if is_encrypted else None)
    yield store
    store.close()


def rows(store: Store) -> dict[str, list[str]]:
    """Return everything a store holds, table by table, to be compared."""
    with store.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
            for name in inspect(connection).get_table_names()
        }
