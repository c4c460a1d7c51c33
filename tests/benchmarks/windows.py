"""The two windows that ``start`` compares, each the whole work of a process of its own.

``python -m tests.benchmarks.windows bare`` and ``... windows dolsdesk DIR``: each writes one line
when it has been painted, and then closes. Nothing is imported up here, for it would count.
"""

import sys
from collections.abc import Callable
from typing import Any


def bare() -> int:
    """Show the least that any PySide6 program shows: an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    _say_when_painted(window, then=window.close)
    window.show()
    return app.exec()


def dolsdesk(profile: str) -> int:
    """Open dolsdesk by its own front door and wait for the first page of the worklist."""
    from dolsdesk import __main__, app

    application: Any = app.code()

    class Watched(application.Application):  # type: ignore[misc]
        def start(self) -> None:
            self.ready.connect(self._watch)
            super().start()

        def _watch(self) -> None:
            from dolsdesk.ui.pages.worklist.page import WorklistPage

            page = self.window.page if self.window else None
            if not isinstance(page, WorklistPage):
                raise TypeError("the window does not begin at the worklist")
            table = page.view.table
            _say_when_painted(
                table.viewport(),
                then=self._close_when_idle,
                is_filled=lambda: table.model().rowCount() > 0,
            )

        def _close_when_idle(self) -> None:
            from PySide6.QtCore import QTimer

            if self.is_busy:
                QTimer.singleShot(20, self._close_when_idle)
            elif self.window is not None:
                self.window.close()

    application.Application = Watched
    return __main__.main(["--profile", profile])


def _say_when_painted(
    widget: Any, *, then: Callable[[], object], is_filled: Callable[[], bool] = lambda: True
) -> None:
    """Write a line after the first painting of a widget that is filled."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            """Override of QObject."""
            if event.type() is QEvent.Type.Paint and is_filled():
                widget.removeEventFilter(self)
                QTimer.singleShot(0, self._say)  # once the painting itself is done
            return False

        def _say(self) -> None:
            sys.stdout.write("shown\n")
            sys.stdout.flush()
            then()

    widget.installEventFilter(Watch(widget))


if __name__ == "__main__":
    sys.exit(bare() if sys.argv[1] == "bare" else dolsdesk(sys.argv[2]))
