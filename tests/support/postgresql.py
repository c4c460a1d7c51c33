"""A private PostgreSQL server for the tests: a socket in a temporary folder, no network.

Where there is no PostgreSQL the tests that need it fail, so that nobody believes they passed;
``DOLSDESK_NO_POSTGRESQL=1`` says that they are to be left out.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

LEFT_OUT = os.environ.get("DOLSDESK_NO_POSTGRESQL") == "1"

_HOMES = "/usr/lib/postgresql"
_TEMPLATE = "desk_template"


class Server:
    """A running server, which hands out fresh databases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql://desk@/{database}?host={self._folder}"

    def database(self, options: str = "") -> str:
        """Make a database and return its URL."""
        name = f"desk_{os.getpid()}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def desk(self) -> str:
        """Make a database with an empty store in it and return its URL."""
        return self.database(f"TEMPLATE {_TEMPLATE}")

    def make_template(self) -> None:
        """Make the store that ``desk`` copies."""
        from dolsdesk.store import schema
        from dolsdesk.store.handle import Location, Store

        self.run(f"CREATE DATABASE {_TEMPLATE}")
        store = Store(Location(url=self.url(_TEMPLATE)))
        schema.create(store.engine)
        store.close()

    def drop(self, url: str) -> None:
        name = url.rpartition("/desk_")[2].partition("?")[0]
        self.run(f"DROP DATABASE desk_{name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server of our own, and stop it again."""
    if LEFT_OUT:
        pytest.skip("PostgreSQL is left out by DOLSDESK_NO_POSTGRESQL")
    home = programs()
    folder = Path(tempfile.mkdtemp(prefix="ddpg"))  # short: a socket's path has little room
    try:
        unprivileged = _unprivileged(folder)
        data = folder / "data"
        log = folder / "log"
        _do([*unprivileged, home / "initdb", "-D", data, "-U", "desk", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        control = [*unprivileged, home / "pg_ctl", "-D", data]
        _do([*control, "-l", log, "-w", "-o", options, "start"])
        try:
            server = Server(folder)
            server.make_template()
            yield server
        finally:
            _do([*control, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    found = sorted(Path(_HOMES).glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        pytest.fail(
            "PostgreSQL 15 or newer is not installed (on Debian: apt-get install postgresql)."
            " Set DOLSDESK_NO_POSTGRESQL=1 to leave its tests out.",
            pytrace=False,
        )
    return found[-1] if found else Path(str(on_path)).parent


def _unprivileged(folder: Path) -> list[str]:
    """Return the words before a command that make it run without root's rights."""
    if os.geteuid() != 0:
        return []
    user = "postgres" if _knows("postgres") else "nobody"
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", "--clear-groups", "--"]


def _knows(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _do(command: list[str | Path]) -> None:
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
