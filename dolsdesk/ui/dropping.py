"""What is dropped on the window: files by their place, and what Outlook hands over.

Outlook on Windows gives no place but a list of names and, one by one, the bytes behind them
(FileGroupDescriptorW and FileContents of the Windows shell). Nothing is read from a disk here.
"""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData

from dolsdesk.services.incoming import Dropped

_NAMES = 'application/x-qt-windows-mime;value="FileGroupDescriptorW"'
_CONTENTS = 'application/x-qt-windows-mime;value="FileContents"'
#: A FILEDESCRIPTORW: how long it is, and where in it the name stands, of 260 letters.
_DESCRIPTOR, _NAME_AT, _NAME_LONG = 592, 72, 520
_COUNT = struct.Struct("<I")


def holds_files(dragged: QMimeData) -> bool:
    """Return whether something that is dragged brings files."""
    return any(url.isLocalFile() for url in dragged.urls()) or dragged.hasFormat(_NAMES)


def files_of(dropped: QMimeData) -> tuple[Dropped, ...]:
    """Return the files that were dropped; empty where none can be read."""
    by_place = of_paths(Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile())
    return by_place or tuple(_handed_over(dropped))


def of_paths(paths: Iterable[Path]) -> tuple[Dropped, ...]:
    """Return files by their places."""
    return tuple(Dropped(path.name, path) for path in paths)


def _handed_over(dropped: QMimeData) -> Iterator[Dropped]:
    """Yield what came without a place: an attachment dragged out of a message."""
    names = bytes(dropped.data(_NAMES).data())
    if len(names) < _COUNT.size:
        return
    (count,) = _COUNT.unpack_from(names)
    for number in range(min(count, (len(names) - _COUNT.size) // _DESCRIPTOR)):
        start = _COUNT.size + number * _DESCRIPTOR + _NAME_AT
        written = names[start : start + _NAME_LONG]
        name = written.decode("utf-16-le", errors="replace").partition("\0")[0]
        content = bytes(dropped.data(f"{_CONTENTS};index={number}").data())
        if not content and count == 1:
            content = bytes(dropped.data(_CONTENTS).data())
        if content:
            yield Dropped(name, content=content)
