"""The server gone in the middle of a save: saved, or clearly not (MU4)."""

import random
import threading
import time

import pytest
from sqlalchemy import text

from dolsdesk.errors import DatabaseGone
from dolsdesk.store import audit
from dolsdesk.store.handle import Location, Store
from tests.support.desk import World, a_person, open_on

pytestmark = pytest.mark.postgresql

#: How often every connection is cut.
CUTS = 40

_CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'dolsdesk' AND datname = '{}'
"""


def test_a_cable_pulled_in_the_middle_of_saving_leaves_nothing_half_saved(server):
    url = server.desk()
    name = url.rpartition("/desk_")[2].partition("?")[0]
    store = Store(Location(url=url))
    world = World(open_on(store))
    done = threading.Event()
    chance = random.Random(1)  # noqa: S311  (no secret)

    def cut() -> None:
        for _ in range(CUTS):
            time.sleep(chance.uniform(0, 0.15))
            server.run(_CUT.format(f"desk_{name}"))
        done.set()

    cutter = threading.Thread(target=cut)
    cutter.start()
    saved: set[int] = set()
    refused = 0
    while not done.is_set():
        try:
            saved.add(world.a_case(person=a_person(family_name=f"N{len(saved)}")))
        except DatabaseGone as fault:
            refused += 1
            last = fault
    cutter.join()
    world.a_case()
    assert saved
    assert refused
    assert last.code == "SERVER_GONE"
    with store.reading() as session:
        assert audit.check(session) is None
        kept = set(session.scalars(text("SELECT id FROM request")))
        assert saved < kept
        # Where the cable went after the save and before the answer, it is saved all the same.
        assert len(kept) <= len(saved) + refused + 1
        for table in ("case_summary", "case_event"):
            assert kept == set(session.scalars(text(f"SELECT request_id FROM {table}")))
    world.close()
