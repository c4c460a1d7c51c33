"""Long work over the window: how far it is, and a way to stop it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from dolsdesk.ui.shell import Shell
from dolsdesk.ui.tasks import Stop
from dolsdesk.ui.widgets.basics import button, column, fit, label, row

Report = Callable[[int, int], None]
Work = Callable[[Report, Stop], Any]


class Running(QDialog):
    """Runs work that says how far it is and asks between its steps whether to stop.

    What was done when it was stopped stays done; ``on_done`` is told what came of it either way.
    """

    def __init__(
        self, shell: Shell, parent: QWidget, title: str, work: Work, on_done: Callable[[Any], None]
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self._on_done = on_done
        self._is_over = False
        self.stopping = Stop()
        self.setWindowTitle(title)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.said = label("Beginning…", "muted")
        self.stop = button("Stop", self.reject)
        self.setLayout(
            column(label(title, "lead", wrap=True), self.bar, row(self.said, None, self.stop),
                   margin="wide")
        )  # fmt: skip
        fit(self, shell.look, 420, 150)
        shell.tasks.progressed.connect(self._progressed)
        shell.tasks.run_long(
            self, partial(work, shell.tasks.report, self.stopping), self._done,
            on_fault=self._failed, stop=self.stopping,
        )  # fmt: skip

    def reject(self) -> None:
        """Override of QDialog: stop after the step under way."""
        if self._is_over:
            super().reject()
            return
        self.stopping.ask()
        self.stop.setEnabled(False)
        self.said.setText("Stopping after what is under way…")

    def _progressed(self, done: int, total: int, _said: str) -> None:
        if self._is_over or self.stopping():
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.said.setText(f"{done:,} of {total:,}")

    def _done(self, value: Any) -> None:
        self._is_over = True
        self.accept()
        self._on_done(value)

    def _failed(self, fault: Exception) -> None:
        self._is_over = True
        super().reject()
        self.shell.fault.emit(fault)
