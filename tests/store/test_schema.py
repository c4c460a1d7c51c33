"""Making, recognising and upgrading a store; models and migrations say the same."""

import re
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from dolsdesk.errors import AlreadyExists, Refused, SchemaTooNew, StoreDamaged
from dolsdesk.store import backup, migrate, schema
from dolsdesk.store.base import Base
from dolsdesk.store.engine import open_engine
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.schema import HISTORY, History
from tests.support import postgresql
from tests.support.stores import KEY, copied

_AT = datetime(2026, 11, 23, tzinfo=UTC)
AHEAD = Path(__file__).parent / "ahead"
#: A history with a version to come, whose migration lies in ``ahead/good``.
GOOD = History((*HISTORY.versions, "9001"), (AHEAD / "good",))
#: One whose migration fails half-way, and one whose migration leaves a broken store.
FAILING = History((*HISTORY.versions, "9001"), (AHEAD / "failing",))
BREAKING = History((*HISTORY.versions, "9001"), (AHEAD / "breaking",))


def migrated(location: Location) -> None:
    """Make a store by running every migration on an empty database."""
    if location.path is not None:
        location.path.touch()
    engine = open_engine(location, foreign_keys=False)
    try:
        if location.path is not None:
            schema._set_wal(engine)
        migrate.to_head(engine)
    finally:
        engine.dispose()


def declared(path: Path) -> list[object]:
    """Return every statement that a SQLite store is made of, without its layout."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return sorted(parts(sql) for (sql,) in rows)


def parts(statement: str) -> list[str]:
    """Return a statement's columns and constraints, in no particular order."""
    found, depth = [""], 0
    for char in statement:
        outer = depth
        depth += (char == "(") - (char == ")")
        if (char == "," and depth == 1) or {outer, depth} == {0, 1}:
            found.append("")
        else:
            found[-1] += char
    return sorted(re.sub(r"\s*([()])\s*", r"\1", " ".join(part.split())) for part in found)


def dumped(server: postgresql.Server, url: str) -> list[str]:
    """Return every statement that a PostgreSQL store is made of."""
    done = subprocess.run(
        [postgresql.programs() / "pg_dump", "--schema-only", "--no-owner", url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = (line for line in done.stdout.splitlines() if not line.startswith(("--", "\\")))
    return sorted(" ".join(statement.split()) for statement in "\n".join(lines).split(";\n"))


def test_migrations_make_the_same_file_as_the_models(tmp_path, store_template):
    path = tmp_path / "migrated.db"
    migrated(Location(path=path))
    assert declared(path) == declared(store_template)


@pytest.mark.postgresql
def test_migrations_make_the_same_database_on_a_server(server):
    by_models, by_migrations = server.desk(), server.database()
    migrated(Location(url=by_migrations))
    assert dumped(server, by_migrations) == dumped(server, by_models)


def test_models_and_migrations_do_not_differ(tmp_path):
    path = tmp_path / "migrated.db"
    migrated(Location(path=path))
    assert differences(Location(path=path)) == []


@pytest.mark.postgresql
def test_models_and_migrations_do_not_differ_on_a_server(server):
    url = server.database()
    migrated(Location(url=url))
    assert differences(Location(url=url)) == []


def differences(location: Location) -> list[object]:
    engine = open_engine(location)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    engine.dispose()
    return [one for one in found if not _is_search(one)]


def _is_search(difference) -> bool:
    """Return whether a difference is about the search index, which no model declares."""
    item = difference[1] if isinstance(difference, tuple) else None
    name = getattr(getattr(item, "table", None), "name", "") or getattr(item, "name", "")
    return name.startswith("search_")


def test_the_versions_are_those_of_the_migrations():
    script = ScriptDirectory.from_config(migrate.configuration())
    found = [one.revision for one in script.walk_revisions()]
    assert tuple(reversed(found)) == HISTORY.versions


def test_a_new_store_stands_at_the_newest_version(any_store):
    standing = schema.standing(any_store.engine)
    assert standing.version == schema.HEAD
    assert not standing.is_behind


def test_nothing_is_made_where_a_store_is_already(any_store):
    with pytest.raises(AlreadyExists):
        schema.create(any_store.engine)


def test_what_was_made_by_mistake_can_be_taken_out_of_a_server_again(server):
    store = Store(Location(url=server.desk()))
    schema.remove(store.engine)
    assert schema.standing(store.engine).is_empty
    schema.create(store.engine)
    assert not schema.standing(store.engine).is_empty
    store.close()


def test_a_server_that_can_hold_a_store_passes(server):
    store = Store(Location(url=server.database()))
    schema.check_server(store.engine)
    store.close()


def test_a_server_that_does_not_keep_utf8_is_refused(server):
    url = server.database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    store = Store(Location(url=url))
    with pytest.raises(Refused) as refused:
        schema.check_server(store.engine)
    store.close()
    assert refused.value.code == "SERVER_NOT_UTF8"


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_an_older_store_is_copied_aside_and_upgraded(
    key, store_template, encrypted_template, tmp_path
):
    store = copied(encrypted_template if key else store_template, tmp_path, key=key)
    store.close()
    copy_to = tmp_path / "copy.db"
    schema.upgrade(store.location, copy_to, GOOD)
    with store.reading() as session:
        assert session.scalar(text("SELECT word FROM to_come")) == "hello"
    assert schema.standing(store.engine, GOOD).version == "9001"
    store.close()
    assert backup.check(Location(path=copy_to, key=key)).version == schema.HEAD


@pytest.mark.postgresql
def test_an_older_store_on_a_server_is_upgraded(server):
    store = Store(Location(url=server.desk()))
    schema.upgrade(store.location, None, GOOD)
    assert schema.standing(store.engine, GOOD).version == "9001"
    store.close()


def test_a_table_can_be_built_anew_without_losing_what_refers_to_it(world, tmp_path):
    world.a_case()
    world.close()
    schema.upgrade(world.desk.store.location, None, GOOD)
    with world.desk.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM request")) == 1
        assert session.scalar(text("SELECT count(*) FROM person WHERE nickname = ''")) == 1


@pytest.mark.parametrize("history", [FAILING, BREAKING], ids=["failing", "breaking"])
def test_an_upgrade_that_goes_wrong_leaves_the_store_as_it_was(history, world, tmp_path):
    world.a_case()
    world.close()
    path = world.desk.store.location.path
    before = declared(path)
    with pytest.raises(Exception, match=r"no such table|STORE_DAMAGED"):
        schema.upgrade(world.desk.store.location, tmp_path / "copy.db", history)
    assert declared(path) == before
    assert schema.standing(world.desk.store.engine, history).version == schema.HEAD
    world.close()
    assert backup.check(Location(path=tmp_path / "copy.db")).version == schema.HEAD


def test_a_store_of_a_newer_dolsdesk_is_refused(store_template, tmp_path):
    store = copied(store_template, tmp_path)
    store.close()
    schema.upgrade(store.location, None, GOOD)
    with pytest.raises(SchemaTooNew):
        schema.standing(store.engine)
    store.close()
    with pytest.raises(SchemaTooNew):
        backup.check(store.location)


def test_an_upgrade_does_not_begin_when_there_is_no_room_for_the_copy(store_template, tmp_path):
    store = copied(store_template, tmp_path)
    store.close()
    with pytest.raises(OSError, match="directory"):
        schema.upgrade(store.location, tmp_path / "nowhere" / "copy.db", GOOD)
    assert schema.standing(store.engine, GOOD).version == schema.HEAD
    store.close()


@pytest.mark.parametrize("version", ["", "banana", "0000"])
def test_a_version_nobody_ever_wrote_is_damage(version, store_template, tmp_path):
    store = copied(store_template, tmp_path)
    with store.acting(actor_id=None, actor="", workstation="", at=_AT) as write:
        write.housekeeping()
        write.session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    with pytest.raises(StoreDamaged):
        schema.standing(store.engine)
    store.close()


def test_a_database_of_something_else_is_not_ours(tmp_path):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE contacts (name)")
    connection.commit()
    connection.close()
    store = Store(Location(path=path))
    with pytest.raises(StoreDamaged) as refused:
        schema.standing(store.engine)
    store.close()
    assert refused.value.code == "STORE_NOT_OURS"


def test_every_constraint_has_a_name_of_its_own(any_store):
    looked = inspect(any_store.engine)
    for table in Base.metadata.tables:
        for named in (
            looked.get_foreign_keys(table),
            looked.get_unique_constraints(table),
            looked.get_check_constraints(table),
            looked.get_indexes(table),
        ):
            names = [one["name"] for one in named]
            assert None not in names
            assert len(set(names)) == len(names)
