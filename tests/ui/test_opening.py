"""A store that no window comes of is let go at once: Windows moves no file that is open."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dolsdesk import config, paths
from dolsdesk.config import MachineSettings
from dolsdesk.services import opening, words
from dolsdesk.ui.dialogs.opening import TroubleDialog, WhoDialog
from tests.support.profiles import is_let_go
from tests.ui.visits import Visit, furnished


@pytest.fixture
def profile(store_template, tmp_path) -> Path:
    """Return a profile where nobody sat yet."""
    made = furnished(tmp_path, store_template)
    config.save(made, MachineSettings())
    return made


@pytest.fixture
def start(qapp, profile):
    """Return a way to start dolsdesk, which is left at the end."""
    visits: list[Visit] = []

    def started() -> Visit:
        visits.append(Visit(qapp, profile))
        visits[-1].hands.settle()
        return visits[-1]

    yield started
    for visit in visits:
        visit.leave()


def blank_the_staff(store: Path) -> None:
    """Damage the one table that is not read before a store counts as open."""
    with closing(sqlite3.connect(store)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'staff'")
        [page] = found.fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(store.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    store.write_bytes(content)


def test_a_store_whose_people_cannot_be_read_is_let_go_before_that_is_told(
    start, profile, monkeypatch
):
    """What is offered next is to restore a backup, which moves the damaged file."""
    store = paths.store_file(profile)
    blank_the_staff(store)
    monkeypatch.setattr(opening, "CHECKED_UP_TO_MB", 0)
    dialog = start().application.dialog
    assert isinstance(dialog, TroubleDialog)
    assert dialog.sentence == words.by_code("STORE_DAMAGED")
    assert is_let_go(store)


@pytest.mark.parametrize("leave", ["escape", "close"])
def test_leaving_instead_of_saying_who_is_there_lets_the_store_go(start, profile, leave):
    visit = start()
    assert isinstance(visit.application.dialog, WhoDialog)
    assert not is_let_go(paths.store_file(profile))
    if leave == "escape":
        visit.hands.press("Escape")
    else:
        visit.leave()
    assert is_let_go(paths.store_file(profile))
