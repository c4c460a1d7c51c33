"""Keeps the collecting of cyclic garbage on the GUI thread.

Python collects on whichever thread happens to allocate. On a worker's thread that can destroy
widgets, while the GUI thread holds a lock of Qt and waits for the interpreter: both then wait for
ever. So as long as there are workers nothing is collected by itself, and a timer of the GUI thread
collects what the interpreter would have.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 400


class Collector(QObject):
    """Collects on the thread that made it, from ``start`` to ``stop``."""

    _working = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect)

    def start(self) -> None:
        """Take collecting over from the interpreter."""
        Collector._working += 1
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back, unless another collector is at work."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        Collector._working -= 1
        if Collector._working == 0:
            gc.enable()


def collect() -> None:
    """Collect the oldest generation that is due by the interpreter's own thresholds."""
    counts, limits = gc.get_count(), gc.get_threshold()
    if counts[0] <= limits[0]:
        return
    due = [number for number, count in enumerate(counts) if count > limits[number]]
    gc.collect(due[-1])
