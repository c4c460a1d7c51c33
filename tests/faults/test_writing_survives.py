"""Somebody writes a form, and the power goes at a random moment: five seconds are lost at most.

The suite cuts the power twelve times. ``--kills 200`` does it two hundred times (about a quarter
of an hour): ``python -m pytest tests/faults/test_writing_survives.py --kills 200``.
"""

import random
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from dolsdesk import config, paths
from dolsdesk.clock import FixedClock
from dolsdesk.domain.dols.assessor_forms import Sheet
from dolsdesk.services import drafts, opening
from tests.support.desk import TODAY, World
from tests.support.processes import kill, working
from tests.ui.visits import Visit, furnished

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes")

#: No work older than this is ever lost.
LONGEST_S = 5.0
#: The latest moment the power goes, counted from the first letter.
LATEST_S = 9.0
#: How many desks write at once; more would type too slowly on a small machine.
AT_ONCE = 2
FIELDS = ("wishes", "background", "harm")

#: A desk in a process of its own, where words are typed one after another, each told when it
#: stands there.
WRITING = """
    import os, random, sys, time
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from pathlib import Path
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from dolsdesk.domain.dols.assessor_forms import Sheet
    from tests.faults.test_writing_survives import FIELDS
    from tests.ui.visits import Visit

    profile, request_id, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    visit = Visit(QApplication([]), profile)
    visit.window.write_form(request_id, Sheet.BEST_INTERESTS)
    visit.hands.settle()
    form = visit.window.page.form
    chance = random.Random(seed)
    count = 0
    print("writing", flush=True)
    while True:
        name = chance.choice(FIELDS)
        edit = form.long_texts[name].edit
        for _ in range(chance.randint(1, 12)):
            QTest.keyClicks(edit, f"w{count} ")
            print(name, count, time.monotonic(), flush=True)
            count += 1
            QTest.qWait(chance.randint(1, 90))
"""


@dataclass(frozen=True)
class Cut:
    """What was typed until the power went, and where."""

    profile: Path
    request_id: int
    typed: tuple[tuple[str, int, float], ...]
    at: float


def prepared(folder: Path, template: Path) -> tuple[Path, int]:
    profile = furnished(folder, template)
    world = World(opening.open_profile(profile, FixedClock.at(TODAY)))
    request_id = world.allocated(world.a_case())
    who = next(one for one in world.desk.staff() if one.name == "Ada Min")
    world.close()
    config.save(profile, replace(config.load(profile), staff_id=who.id))
    return profile, request_id


@contextmanager
def writing(desk: tuple[Path, int], seed: int) -> Iterator[object]:
    with working(WRITING, *map(str, desk), str(seed)) as process:
        yield process


@pytest.fixture(scope="module")
def cuts(request, tmp_path_factory, store_template) -> list[Cut]:
    """Have forms written and the power go, each at its own random moment."""
    chance = random.Random(20261126)  # noqa: S311  (no secret)
    seeds = list(range(request.config.getoption("--kills")))
    found = []
    while seeds:
        some, seeds = seeds[:AT_ONCE], seeds[AT_ONCE:]
        desks = [prepared(tmp_path_factory.mktemp("desk"), store_template) for _ in some]
        with ExitStack() as stack:
            processes = [
                stack.enter_context(writing(desk, seed))
                for desk, seed in zip(desks, some, strict=True)
            ]
            for process in processes:
                said = process.stdout.readline().strip()
                assert said == "writing", process.stderr.read()
            ends = [time.monotonic() + chance.uniform(0.05, LATEST_S) for _ in some]
            for end, process, desk in sorted(
                zip(ends, processes, desks, strict=True), key=lambda one: one[0]
            ):
                time.sleep(max(0.0, end - time.monotonic()))
                at = time.monotonic()
                kill(process)
                found.append(Cut(*desk, typed(process.stdout.read()), at))
    return found


def typed(told: str) -> tuple[tuple[str, int, float], ...]:
    lines = [line.split() for line in told.splitlines()]
    return tuple((one[0], int(one[1]), float(one[2])) for one in lines if len(one) == 3)


def kept(cut: Cut) -> dict[str, str]:
    world = World(opening.open_profile(cut.profile, FixedClock.at(TODAY)))
    held = drafts.find(world.admin, "form", f"{cut.request_id}:{Sheet.BEST_INTERESTS.value}")
    world.close()
    return {name: held.payload[name] if held else "" for name in FIELDS}


def test_no_more_than_five_seconds_of_writing_are_lost(cuts):
    for cut in cuts:
        texts = kept(cut)
        owed = {(name, n) for name, n, at in cut.typed if at <= cut.at - LONGEST_S}
        there = {(name, int(n)) for name in FIELDS for n in re.findall(r"w(\d+) ", texts[name])}
        assert owed - there == set()


def test_no_draft_is_torn(cuts):
    for cut in cuts:
        texts = kept(cut)
        for name in FIELDS:
            whole = "".join(f"w{n} " for one, n, _at in cut.typed if one == name)
            # The last word may have been typed and kept before it was told.
            assert re.sub(r"w\d* ?$", "", texts[name]) in whole
            assert whole.startswith(texts[name]) or texts[name].startswith(whole)


def test_every_store_is_sound_after_it(cuts):
    for cut in cuts:
        with closing(sqlite3.connect(paths.store_file(cut.profile))) as held:
            assert held.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_form_is_there_again_the_next_morning(cuts, qapp):
    cut = max(cuts, key=lambda one: one.typed[-1][2] - one.typed[0][2] if one.typed else 0)
    texts = kept(cut)
    assert any(texts.values())
    visit = Visit(qapp, cut.profile)
    visit.window  # noqa: B018  (wait for it)
    visit.hands.settle()
    assert "an assessor's form" in visit.window.said.text()
    visit.window.write_form(cut.request_id, Sheet.BEST_INTERESTS)
    visit.hands.settle()
    page = visit.window.page
    assert {name: page.form.long_texts[name].raw() for name in FIELDS} == texts
    assert "Found again" in page.kept.text()
    visit.leave()
