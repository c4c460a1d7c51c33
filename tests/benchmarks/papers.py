"""Opening a stored scan, from the store to its first page drawn, against a bare QtPdf."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from dolsdesk.config import Theme
from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.services import incoming
from dolsdesk.services.context import Context
from dolsdesk.services.incoming import Arrival, Dropped
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.paper import PaperView
from tests.benchmarks.measuring import Measured, Target, in_turn, timed
from tests.support import arriving
from tests.support.desk import TODAY, World, make_template, open_copy

_ROUNDS = 21
_SIZE = 5_000_000
_PAGE = QSize(827, 1169)  # A4 at 100 dots an inch
_TARGET = Target(times=3.0, within=1.0)


def measure(_profile: Path) -> Iterator[Measured]:
    """Measure opening a scan of five megabytes, in a store of its own."""
    application = QApplication.instance() or QApplication([])
    look = Look(application)  # type: ignore[arg-type]
    look.apply(Theme.LIGHT)
    scan = arriving.a_large_pdf(_SIZE)
    with tempfile.TemporaryDirectory(prefix="dolsdesk-") as folder:
        world = World(open_copy(make_template(Path(folder)), Path(folder)))
        try:
            paper_id = _kept(world, scan)
            view = PaperView(look)
            yield in_turn(
                f"Opening a stored scan of {len(scan) / 1_000_000:.1f} MB",
                [(timed(partial(_open, world.admin, view, paper_id)), timed(partial(_bare, scan)))]
                * _ROUNDS,
                baseline="QtPdf alone, from the same bytes",
                target=_TARGET,
            )
        finally:
            world.close()


def _kept(world: World, scan: bytes) -> int:
    [found] = incoming.look(world.admin, [Dropped("scan.pdf", content=scan)]).found
    arrival = Arrival(found, IncomingKind.FORM_1, TODAY)
    return incoming.take_in(world.admin, [arrival], world.a_case()).value.ids[0]


def _open(ctx: Context, view: PaperView, paper_id: int) -> None:
    view.show_paper(incoming.open_paper(ctx, paper_id))
    view.pdf.document.render(0, _PAGE)


def _bare(scan: bytes) -> None:
    content = QByteArray(scan)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    document.render(0, _PAGE)
    document.close()
