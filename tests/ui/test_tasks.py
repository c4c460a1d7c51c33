"""The one door to background work."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from dolsdesk.domain.changes import Changes
from dolsdesk.errors import Refused
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.notifier import Notifier
from dolsdesk.ui.tasks import Tasks


@pytest.fixture
def notifier(qapp):
    return Notifier()


@pytest.fixture
def faults():
    return []


@pytest.fixture
def tasks(qtbot, notifier, faults):
    made = Tasks(notifier, faults.append)
    yield made
    qtbot.waitUntil(lambda: not made.is_busy)
    made.close()


def test_a_reply_comes_home_on_the_gui_thread(tasks, qtbot):
    owner, seen = QObject(), []
    tasks.run_read(
        owner,
        lambda: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread() is threading.main_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    [(worker, is_main)] = seen
    assert worker.startswith("dolsdesk-read")
    assert is_main


def test_a_fault_never_vanishes(tasks, qtbot, faults):
    def broken():
        raise Refused("NOT_PERMITTED")

    tasks.run_read(QObject(), broken, lambda _value: None)
    owner = QObject()
    tasks.run_read(owner, broken, lambda _value: None)
    qtbot.waitUntil(lambda: bool(faults))
    assert faults[0].code == "NOT_PERMITTED"


def test_only_the_newest_of_a_name_is_delivered(tasks, qtbot):
    owner, seen, gate = QObject(), [], threading.Event()

    def slow():
        gate.wait(5)
        return "old"

    tasks.run_read(owner, slow, seen.append, latest="search")
    tasks.run_read(owner, lambda: "new", seen.append, latest="search")
    qtbot.waitUntil(lambda: bool(seen))
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert seen == ["new"]


def test_acts_happen_one_after_another_in_order(tasks, qtbot):
    owner, order = QObject(), []
    for number in range(20):
        tasks.run_change(owner, lambda number=number: (order.append(number), Outcome(number))[1])
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_what_was_touched_is_announced_even_if_the_owner_has_gone(tasks, qtbot, notifier):
    heard = []
    notifier.changed.connect(heard.append)
    owner = QObject()
    replies = []
    tasks.run_change(owner, lambda: Outcome(1, Changes(cases=frozenset({7}))), replies.append)
    owner.deleteLater()
    del owner
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].cases == {7}


def test_busy_is_said_and_unsaid(tasks, qtbot):
    gate, said = threading.Event(), []
    owner = QObject()
    tasks.busy_changed.connect(said.append)
    tasks.run_read(owner, lambda: gate.wait(5), lambda _value: None)
    qtbot.waitUntil(lambda: said == [True])
    gate.set()
    qtbot.waitUntil(lambda: said == [True, False])


def test_closing_finishes_every_write_that_was_begun(qtbot, notifier, faults):
    done, owner = [], QObject()
    tasks = Tasks(notifier, faults.append)
    for number in range(5):
        tasks.run_change(owner, lambda number=number: (done.append(number), Outcome(None))[1])
    tasks.close()
    assert done == [0, 1, 2, 3, 4]


class Knot(QObject):
    """Something of Qt that only the collector can undo."""

    def __init__(self):
        super().__init__()
        self.itself = self


def test_things_of_qt_are_undone_on_the_gui_thread_only(tasks, qtbot):
    knots, undone_on, owner = 2_000, [], QObject()  # more than may lie about
    assert not gc.isenabled()

    def make_much():
        return len([[number] for number in range(200_000)])  # would have them collected here

    for _ in range(knots):
        weakref.finalize(Knot(), lambda: undone_on.append(threading.current_thread()))
    seen = []
    tasks.run_read(owner, make_much, seen.append)
    qtbot.waitUntil(lambda: bool(seen) and len(undone_on) == knots)
    assert set(undone_on) == {threading.main_thread()}


def test_collecting_is_given_back_when_the_last_workers_are_gone(qtbot, notifier, faults):
    first, second = Tasks(notifier, faults.append), Tasks(notifier, faults.append)
    first.close()
    assert not gc.isenabled()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()
