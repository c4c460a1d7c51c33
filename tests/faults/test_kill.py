"""A desk that is killed in the middle of its work loses nothing that it said was saved."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from dolsdesk.clock import FixedClock
from dolsdesk.services import opening
from dolsdesk.services.desk import open_desk
from dolsdesk.store import audit
from dolsdesk.store.handle import Location, Store
from tests.support.desk import TODAY, World, open_on
from tests.support.processes import HOME
from tests.support.stores import KEY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills processes")

#: How often each kind of store is killed.
KILLS = 32

#: What must hold after every kill; each counts what must not be there.
INVARIANTS = {
    "a request without a summary": """
        SELECT count(*) FROM request WHERE id NOT IN (SELECT request_id FROM case_summary)""",
    "a request without an event": """
        SELECT count(*) FROM request WHERE id NOT IN (SELECT request_id FROM case_event)""",
    "a request without an audit entry": """
        SELECT count(*) FROM request WHERE id NOT IN
        (SELECT entity_id FROM audit_entry WHERE action = 'log_request')""",
    "a request that cannot be found": """
        SELECT count(*) FROM request WHERE id NOT IN (SELECT rowid FROM search_request)""",
    "a summary in another state than its request": """
        SELECT count(*) FROM request JOIN case_summary ON request_id = id
        WHERE request.state <> case_summary.state""",
    "an authorisation without its paper": """
        SELECT count(*) FROM authorisation WHERE request_id NOT IN
        (SELECT request_id FROM document JOIN document_bytes ON document_id = id
         WHERE code = 'F5')""",
    "an authorisation without copies to send": """
        SELECT count(*) FROM authorisation WHERE request_id NOT IN
        (SELECT request_id FROM copy_line)""",
    "a granted request without an authorisation, or the other way round": """
        SELECT count(*) FROM request WHERE (state = 'granted') <>
        (id IN (SELECT request_id FROM authorisation))""",
    "a paper without an authorisation": """
        SELECT count(*) FROM document WHERE request_id NOT IN
        (SELECT request_id FROM authorisation)""",
}


class Workers:
    """A process whose children are at work, and are killed."""

    def __init__(self) -> None:
        self._host = subprocess.Popen(
            [sys.executable, "-m", "tests.support.worker"],
            cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def work_and_die(self, location: Location, seed: int, seconds: float) -> dict[str, list[int]]:
        """Let a child work for a while, kill it, and return what it said was saved."""
        key = location.key.hex() if location.key else None
        self._host.stdin.write(
            json.dumps({"path": str(location.path), "key": key, "seed": seed}) + "\n"
        )
        self._host.stdin.flush()
        said: dict[str, list[int]] = {"logged": [], "granted": []}
        for word, number in self._words():
            if word == "working":
                time.sleep(seconds)
                os.kill(number, signal.SIGKILL)
            elif word == "over":
                return said
            elif word in said:
                said[word].append(number)
        raise AssertionError("the worker fell silent")

    def close(self) -> None:
        self._host.stdin.close()
        self._host.stdout.close()
        self._host.kill()
        self._host.wait()

    def _words(self) -> Iterator[tuple[str, int]]:
        for line in self._host.stdout:
            word, number = line.split()
            yield word, int(number)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    started = Workers()
    yield started
    started.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_nothing_that_was_saved_is_lost_and_nothing_is_half_saved(
    key, workers, store_template, encrypted_template, tmp_path
):
    path = tmp_path / "desk.db"
    shutil.copy(encrypted_template if key else store_template, path)
    location = Location(path, key=key)
    World(open_on(Store(location))).close()
    chance = random.Random(20261123)  # noqa: S311  (no secret)
    logged: set[int] = set()
    granted: set[int] = set()
    for seed in range(4 * KILLS):
        said = workers.work_and_die(location, seed, chance.uniform(0, 0.3))
        logged |= set(said["logged"])
        granted |= set(said["granted"])
        check(location, logged, granted)
        if seed >= KILLS and granted:  # a busy machine gets less done in the same time
            break
    assert logged
    assert granted


def check(location: Location, logged: set[int], granted: set[int]) -> None:
    opening.examine(location, whole=True)
    desk = open_desk(location, FixedClock.at(TODAY))
    try:
        with desk.store.reading() as session:
            assert audit.check(session) is None
            for name, statement in INVARIANTS.items():
                assert session.scalar(text(statement)) == 0, name
            assert logged <= set(session.scalars(text("SELECT id FROM request")))
            assert granted <= set(session.scalars(text("SELECT request_id FROM authorisation")))
    finally:
        desk.close()
