"""A paper seen over the window: as it would be made out now, or as it was sent."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.ui import files
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import button, column, fit, label, row
from dolsdesk.ui.widgets.pdf import PdfView


class PaperDialog(QDialog):
    """Shows a PDF; ``save`` writes it to a file of the usual ``name``, where that may be done."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        title: str,
        content: bytes,
        *,
        name: str = "",
        save: Callable[[Path], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self._name = name
        self._save = save
        self.setWindowTitle(title)
        self.pdf = PdfView(shell.look)
        self.pdf.show_bytes(content)
        self.save = button("Save as a file…", self.ask, tip="Ctrl+S")
        self.save.setShortcut("Ctrl+S")
        close = button("Close", self.accept, kind="primary")
        close.setDefault(True)
        box = column(
            row(label(title, "lead", wrap=True)), self.pdf, row(self.save, None, close),
            gap="snug", margin="wide",
        )  # fmt: skip
        box.setStretch(1, 1)
        self.setLayout(box)
        self.save.setVisible(save is not None)  # only now: it would open as a window of its own
        fit(self, shell.look, 760, 640)
        self.pdf.setFocus()

    def ask(self) -> None:
        """Ask where to save it."""
        if self._save is not None:
            files.ask_save(self, "Save the paper", self._name, "PDF (*.pdf)", self.write)

    def write(self, path: Path) -> None:
        """Write it to a file, in the background."""
        if self._save is not None:
            self.shell.tasks.run_long(
                self, partial(self._save, path),
                lambda _value: self.shell.say(f"Saved as {path.name}."),
            )  # fmt: skip
