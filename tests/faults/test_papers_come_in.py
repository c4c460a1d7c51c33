"""Papers that come in while the world fails: nothing is kept, or read, by halves."""

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from dolsdesk.clock import FixedClock
from dolsdesk.errors import FileUnreadable
from dolsdesk.services import incoming, opening, words
from dolsdesk.services.desk import open_desk
from dolsdesk.services.incoming import Dropped
from dolsdesk.services.received import looking
from dolsdesk.store import audit
from dolsdesk.store.handle import Location
from tests.support import arriving
from tests.support.desk import TODAY
from tests.support.processes import HOME

LARGEST = 40_000_000
KILLS = 6

#: What must hold after every kill; each counts what must not be there.
INVARIANTS = {
    "a paper without its bytes": """
        SELECT count(*) FROM incoming WHERE sha256 NOT IN (SELECT sha256 FROM incoming_bytes)""",
    "bytes without a paper": """
        SELECT count(*) FROM incoming_bytes WHERE sha256 NOT IN (SELECT sha256 FROM incoming)""",
    "an e-mail without what it brought": """
        SELECT count(*) FROM incoming AS mail WHERE media = 'media_email' AND 2 <>
        (SELECT count(*) FROM incoming AS brought WHERE brought.parent_id = mail.id)""",
    "an e-mail without its event": """
        SELECT (SELECT count(*) FROM incoming WHERE media = 'media_email') <>
        (SELECT count(*) FROM case_event WHERE kind = 'paper_in')""",
    "an e-mail without an audit entry": """
        SELECT (SELECT count(*) FROM incoming WHERE media = 'media_email') <>
        (SELECT count(*) FROM audit_entry WHERE action = 'take_in')""",
}


class Failing(type(Path())):
    """A file that fails when it is opened: ``how`` is done to it just before."""

    how = staticmethod(lambda _path: None)

    def open(self, *args, **kwargs):
        self.how(self)
        return super().open(*args, **kwargs)


def failing(path: Path, how) -> Failing:
    made = Failing(path)
    made.how = how
    return made


def broken(_path: Path) -> None:
    raise OSError(errno.EIO, "the drive has gone")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (os.unlink, "INCOMING_GONE"),
        (lambda path: os.truncate(path, 100), "INCOMING_MOVING"),
        (lambda path: path.write_bytes(path.read_bytes() * 2), "INCOMING_MOVING"),
        (broken, "INCOMING_GONE"),
    ],
    ids=["deleted", "cut off", "grown", "drive gone"],
)
def test_a_file_that_vanishes_or_changes_while_it_is_read_is_not_kept(how, code, tmp_path):
    path = tmp_path / "Form 1.pdf"
    path.write_bytes(arriving.a_pdf())

    def once(one: Path) -> None:
        one.how = lambda _path: None
        how(one)

    with pytest.raises(FileUnreadable) as caught:
        looking.at_path(failing(path, once), LARGEST)
    assert caught.value.code == code
    assert "Form 1.pdf" in words.error(caught.value)


def test_the_others_are_taken_in_all_the_same(world, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(arriving.a_pdf(name))
    dropped = [
        Dropped("a.pdf", failing(tmp_path / "a.pdf", os.unlink)),
        Dropped("b.pdf", tmp_path / "b.pdf"),
    ]
    looked = incoming.look(world.admin, dropped)
    assert [one.name for one in looked.left_out] == ["a.pdf"]
    assert [one.name for one in looked.found] == ["b.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
def test_a_desk_that_is_killed_keeps_each_paper_whole_or_not_at_all(world):
    request_id = world.a_case()
    path = world.desk.store.location.path
    world.close()
    chance = random.Random(20261123)  # noqa: S311  (no secret)
    saved: set[int] = set()
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.support.taker", str(path), str(request_id)]
        with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, text=True) as taker:
            saved.add(int(taker.stdout.readline()))  # it is at work now
            time.sleep(chance.uniform(0, 0.2))
            taker.kill()
            saved |= {int(line) for line in taker.stdout.read().split()}
        check(Location(path), saved)


def check(location: Location, saved: set[int]) -> None:
    opening.examine(location, whole=True)
    desk = open_desk(location, FixedClock.at(TODAY))
    try:
        with desk.store.reading() as session:
            assert audit.check(session) is None
            for name, statement in INVARIANTS.items():
                assert session.scalar(text(statement)) == 0, name
            assert saved <= set(session.scalars(text("SELECT id FROM incoming")))
        ctx = desk.context(next(one for one in desk.staff() if one.name == "Ada Min"))
        for paper in incoming.listed(ctx, 1):
            assert incoming.content(ctx, paper.paper.id)
    finally:
        desk.close()
