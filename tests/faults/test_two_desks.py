"""Two desks on one case: whoever comes second is told, and nothing is lost unseen (MU2)."""

import random
import threading

import pytest
from sqlalchemy import text

from dolsdesk.domain.staff import Act
from dolsdesk.errors import StaleRecord
from dolsdesk.services.acts import on_case
from dolsdesk.services.cases import open_case
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk, assemble
from dolsdesk.store import audit
from dolsdesk.store.handle import Store
from tests.support.desk import World, open_on
from tests.support.processes import working
from tests.support.stores import copied

#: Random turns of two desks; each is one act.
TURNS = 350


def edit(ctx: Context, case: int, what: str, *, seen_version: int) -> None:
    """Save something into a case that was looked at earlier."""
    with on_case(ctx, Act.CHECK_REQUEST, case, seen_version=seen_version) as act:
        act.happened("noted", what)
        act.record("note", what=what)


def version_of(ctx: Context, case: int) -> int:
    return open_case(ctx, case).case.request.version


def noted(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        assert audit.check(session) is None
        kept = session.scalars(text("SELECT detail FROM case_event WHERE kind = 'noted'"))
        entries = session.scalars(text("SELECT count(*) FROM audit_entry WHERE action = 'note'"))
        found = list(kept)
        assert entries.one() == len(found)
    return found


def test_whatever_the_turns_every_save_is_kept_or_refused(any_store):
    world = World(open_on(any_store))
    case = world.a_case(reason="")
    before = noted(world.desk)
    other = assemble(Store(any_store.location), world.desk.clock)
    desks = (world.admin, other.context(world.people["Ada Min"]))
    chance = random.Random(1)  # noqa: S311  (no secret)
    seen = [version_of(ctx, case) for ctx in desks]
    current, kept = seen[0], []
    for turn in range(TURNS):
        who = chance.randrange(2)
        if chance.random() < 0.4:
            seen[who] = version_of(desks[who], case)
        elif seen[who] == current:
            edit(desks[who], case, f"turn {turn}", seen_version=seen[who])
            kept.append(f"turn {turn}")
            current += 1
        else:
            with pytest.raises(StaleRecord):
                edit(desks[who], case, f"lost {turn}", seen_version=seen[who])
    assert len(kept) > TURNS / 10
    assert noted(world.desk) == before + kept
    other.close()


EDITOR = """
    from pathlib import Path
    from dolsdesk.errors import StaleRecord
    from dolsdesk.services.desk import open_desk
    from dolsdesk.store.handle import Location
    from tests.faults.test_two_desks import edit, version_of
    from tests.support.profiles import CLOCK
    desk = open_desk(Location(Path(sys.argv[1])), CLOCK)
    ctx = desk.context(desk.staff()[0])
    print("ready", flush=True)
    for line in sys.stdin:
        if line == "look\\n":
            seen = version_of(ctx, 1)
            print(seen, flush=True)
            continue
        try:
            edit(ctx, 1, line.strip(), seen_version=seen)
            print("saved", flush=True)
        except StaleRecord as fault:
            print(fault.code, flush=True)
"""


def test_the_second_of_two_programs_is_told_that_the_case_has_moved_on(store_template, tmp_path):
    store = copied(store_template, tmp_path)
    world = World(open_on(store))
    case = world.a_case(reason="")
    assert case == 1
    with working(EDITOR, str(store.location.path)) as other:

        def ask(words: str) -> str:
            other.stdin.write(f"{words}\n")
            other.stdin.flush()
            return str(other.stdout.readline().strip())

        assert other.stdout.readline() == "ready\n"
        seen = version_of(world.admin, case)
        assert ask("look") == str(seen)
        edit(world.admin, case, "ours", seen_version=seen)
        assert ask("theirs") == "STALE_RECORD"
        assert ask("look") == str(seen + 1)
        assert ask("theirs, again") == "saved"
        with pytest.raises(StaleRecord):
            edit(world.admin, case, "ours, again", seen_version=seen + 1)
    assert noted(world.desk)[-2:] == ["ours", "theirs, again"]
    world.close()


def test_desks_that_all_save_at_once_lose_nothing(any_store):
    """Each looks and saves, again and again; some are turned away, and say so."""
    world = World(open_on(any_store))
    case = world.a_case(reason="")
    before = noted(world.desk)
    kept: list[str] = []
    turned_away: list[str] = []
    broken: list[Exception] = []

    def work(name: str) -> None:
        desk = assemble(Store(any_store.location), world.desk.clock)
        ctx = desk.context(world.people["Ada Min"])
        try:
            for number in range(12):
                seen = version_of(ctx, case)
                try:
                    edit(ctx, case, f"{name}{number}", seen_version=seen)
                    kept.append(f"{name}{number}")
                except StaleRecord:
                    turned_away.append(f"{name}{number}")
        except Exception as fault:  # noqa: BLE001  (whatever it is, the test shall name it)
            broken.append(fault)
        finally:
            desk.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert sorted(noted(world.desk)) == sorted(before + kept)
    assert len(kept) + len(turned_away) == 36
    assert kept
