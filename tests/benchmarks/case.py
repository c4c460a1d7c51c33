"""Opening a case, alone and in the window, against the same SQL through the bare driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from dolsdesk.clock import SystemClock
from dolsdesk.services import cases, opening, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.ui.application import Application
from dolsdesk.ui.main_window import MainWindow
from dolsdesk.ui.pages.case.overview import Overview
from dolsdesk.ui.pages.case.page import CasePage
from tests.benchmarks import statements
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS = 51
_TARGET = Target(within=0.2)
_BASELINE = "the same SQL through sqlite3"
_OPENS_WITHIN_MS = 60_000


def measure(profile: Path) -> Iterator[Measured]:
    """Measure opening cases, another one in each round."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        with statements.bare(desk) as bare, _window(profile) as (application, window):
            ids = _spread(ctx)
            opened = [partial(cases.open_case, ctx, request_id) for request_id in ids]
            shown = [partial(_show, window, request_id) for request_id in ids]
            asked = [timed(bare(work)) for work in opened]
            yield in_turn(
                "Opening a case",
                list(zip(map(timed, opened), asked, strict=True)),
                baseline=_BASELINE,
                target=_TARGET,
            )
            _settle(application)
            yield in_turn(
                "Opening a case in the window, until painted",
                list(zip(map(timed, shown), asked, strict=True)),
                baseline=_BASELINE,
                target=_TARGET,
            )
    finally:
        desk.close()


def _spread(ctx: Context) -> list[int]:
    """Return a case for each round, from all years and in every state."""
    query = Query(bucket=Bucket.ALL)
    total = worklist.page(ctx, query, limit=1).total
    lines = worklist.page(ctx, query, limit=total).rows
    return [line.request_id for line in lines[:: total // _ROUNDS][:_ROUNDS]]


def _show(window: MainWindow, request_id: int) -> None:
    """Open a case and wait until its header and overview are painted."""
    window.open_case(request_id)
    page = window.page
    if not isinstance(page, CasePage):
        raise TypeError("the window did not turn to the case")
    while page.view is None:
        _take_events()
    if not isinstance(page.part, Overview):
        raise TypeError("a case does not begin at its overview")
    QApplication.sendPostedEvents()
    window.repaint()


@contextmanager
def _window(profile: Path) -> Iterator[tuple[Application, MainWindow]]:
    application = Application(QApplication([]), profile, SystemClock())
    opened = QEventLoop()
    application.ready.connect(opened.quit)
    QTimer.singleShot(_OPENS_WITHIN_MS, opened.quit)
    application.start()
    opened.exec()
    try:
        if application.window is None:
            raise TimeoutError("the window did not open")
        _settle(application)
        yield application, application.window
    finally:
        application.close()


def _settle(application: Application) -> None:
    while application.is_busy:
        _take_events()


def _take_events() -> None:
    """Take part in what the window does; sleep while it does nothing."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
