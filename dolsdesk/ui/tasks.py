"""The one door to background work.

Two lanes: ``write`` (one thread, so that acts queue in order) and ``read`` (a few threads; the
store lets them run beside a write). A third lane runs long work that can be stopped. The function
gets what it needs as arguments and touches nothing of Qt; its value or fault comes back on the GUI
thread. If the owner has gone meanwhile, the reply is dropped. Every future is read, so that no
fault vanishes. A worker never holds the last reference to anything of Qt: who asked is kept here,
and garbage is collected on the GUI thread alone.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.garbage import Collector
from dolsdesk.ui.notifier import Notifier

T = TypeVar("T")
Done = Callable[[Any], None]
Fault = Callable[[Exception], None]


@dataclass(slots=True)
class _Job:
    owner: QObject
    on_done: Done | None
    on_fault: Fault | None
    latest: str | None


class Stop:
    """Asked between steps of long work: has somebody pressed Stop?"""

    def __init__(self) -> None:
        self._wanted = False

    def ask(self) -> None:
        """Ask the work to stop at its next step."""
        self._wanted = True

    def __call__(self) -> bool:
        """Return whether the work should stop."""
        return self._wanted


class Tasks(QObject):
    """Starts background work and brings its replies home."""

    busy_changed = Signal(bool)
    progressed = Signal(int, int, str)
    _finished = Signal(int, object)

    def __init__(self, notifier: Notifier, on_fault: Fault, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._on_fault = on_fault
        self._write = ThreadPoolExecutor(1, thread_name_prefix="dolsdesk-write")
        self._read = ThreadPoolExecutor(3, thread_name_prefix="dolsdesk-read")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="dolsdesk-long")
        self._jobs: dict[int, _Job] = {}
        self._is_closed = False
        self._number = 0
        self._newest: dict[str, int] = {}
        self._stops: list[Stop] = []
        self._finished.connect(self._home)
        self._collector = Collector(self)
        self._collector.start()

    @property
    def is_busy(self) -> bool:
        """Return whether anything is under way."""
        return bool(self._jobs)

    def run_read(
        self,
        owner: QObject,
        function: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        on_fault: Fault | None = None,
        latest: str | None = None,
    ) -> None:
        """Read something in the background.

        Args:
            owner: whose reply this is; if it has gone, the reply is dropped.
            function: does the work.
            on_done: gets the value, on the GUI thread.
            on_fault: gets an expected failure; without it the window shows it.
            latest: a name; of all reads with this name only the newest reply is delivered.
        """
        self._start(self._read, owner, function, on_done, on_fault, latest=latest)

    def run_change(
        self,
        owner: QObject,
        function: Callable[[], Outcome[T]],
        on_done: Callable[[T], None] | None = None,
        *,
        on_fault: Fault | None = None,
    ) -> None:
        """Act in the background; what was touched is announced before ``on_done`` is called."""
        self._start(self._write, owner, function, on_done, on_fault)

    def run_long(
        self,
        owner: QObject,
        function: Callable[[], Any],
        on_done: Callable[[Any], None],
        *,
        on_fault: Fault | None = None,
        stop: Stop | None = None,
    ) -> None:
        """Run something long, which may be an act; it reports progress through ``report``.

        ``stop`` is what the work asks between steps; it is asked to stop when the window closes.
        """
        if stop is not None:
            self._stops.append(stop)
        self._start(self._long, owner, function, on_done, on_fault)

    def report(self, done: int, total: int, text: str = "") -> None:
        """Report progress from any thread."""
        self.progressed.emit(done, total, text)

    def close(self) -> None:
        """Finish every write that was begun, stop what can be stopped, let the threads go.

        What a late reply would still like to look up is not looked up any more.
        """
        self._is_closed = True
        for stop in self._stops:
            stop.ask()
        self._read.shutdown(wait=True, cancel_futures=True)
        self._long.shutdown(wait=True, cancel_futures=True)
        self._write.shutdown(wait=True)
        self._collector.stop()

    def _start(
        self,
        lane: ThreadPoolExecutor,
        owner: QObject,
        function: Callable[[], Any],
        on_done: Done | None,
        on_fault: Fault | None,
        *,
        latest: str | None = None,
    ) -> None:
        if self._is_closed and lane is not self._write:
            return
        self._number += 1
        if latest is not None:
            self._newest[latest] = self._number
        self._jobs[self._number] = _Job(owner, on_done, on_fault, latest)
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)
        future = lane.submit(function)
        future.add_done_callback(partial(self._deliver, self._number))

    def _deliver(self, number: int, future: "Future[Any]") -> None:
        """Send the reply home; called on the worker's thread."""
        if shiboken6.isValid(self):
            self._finished.emit(number, future)

    @Slot(int, object)
    def _home(self, number: int, future: "Future[Any]") -> None:
        job = self._jobs.pop(number)
        if not self._jobs:
            self.busy_changed.emit(False)
        if future.cancelled():
            return
        fault = future.exception()
        value: Any = None if fault else future.result()
        if isinstance(value, Outcome):
            # What was touched is announced even if whoever asked has gone.
            self._notifier.announce(value.changes)
            value = value.value
        superseded = job.latest is not None and self._newest[job.latest] != number
        if superseded or not shiboken6.isValid(job.owner):
            return
        if fault is None:
            if job.on_done is not None:
                job.on_done(value)
        elif isinstance(fault, Exception):
            (job.on_fault or self._on_fault)(fault)
        else:
            raise fault
