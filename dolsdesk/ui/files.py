"""Choosing files and printers: the one place, so that tests can answer instead of a person."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

Chosen = Callable[[Path], None]


def ask_save(parent: QWidget, title: str, name: str, kinds: str, on_chosen: Chosen) -> None:
    """Ask where to save a file."""
    asking = QFileDialog(parent, title)
    asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asking.setNameFilter(kinds)
    asking.selectFile(name)
    asking.fileSelected.connect(lambda path: on_chosen(Path(path)))
    asking.open()


def ask_open(parent: QWidget, title: str, kinds: str, on_chosen: Chosen) -> None:
    """Ask which file to open."""
    asking = QFileDialog(parent, title)
    asking.setFileMode(QFileDialog.FileMode.ExistingFile)
    asking.setNameFilter(kinds)
    asking.fileSelected.connect(lambda path: on_chosen(Path(path)))
    asking.open()


def ask_open_many(
    parent: QWidget, title: str, kinds: str, on_chosen: Callable[[tuple[Path, ...]], None]
) -> None:
    """Ask which files to open, one or several."""
    asking = QFileDialog(parent, title)
    asking.setFileMode(QFileDialog.FileMode.ExistingFiles)
    asking.setNameFilter(kinds)
    asking.filesSelected.connect(lambda found: on_chosen(tuple(map(Path, found))))
    asking.open()


def ask_folder(parent: QWidget, title: str, on_chosen: Chosen) -> None:
    """Ask for a folder."""
    asking = QFileDialog(parent, title)
    asking.setFileMode(QFileDialog.FileMode.Directory)
    asking.setOption(QFileDialog.Option.ShowDirsOnly)
    asking.fileSelected.connect(lambda path: on_chosen(Path(path)))
    asking.open()


def ask_printer(parent: QWidget, on_chosen: "Callable[[QPrinter], None]") -> None:
    """Ask which printer to use."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    asking = QPrintDialog(printer, parent)
    asking.accepted.connect(lambda: on_chosen(printer))
    asking.setModal(True)
    asking.show()
