"""Files that a person takes out of the store."""

from pathlib import Path

from dolsdesk.errors import FileUnreadable
from dolsdesk.store.faults import translated


def write(path: Path, content: bytes, *, makes_folder: bool = False) -> None:
    """Write a file whole; where that fails, what stood there before still stands.

    Raises:
        FileUnreadable: the folder is not there, and was not to be made.
        DiskFull: there is no room left.
        FolderReadOnly: the folder does not let us write.
    """
    fresh = path.with_name(f"{path.name}.part")
    with translated():
        if makes_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.is_dir():
            raise FileUnreadable("FOLDER_MISSING", name=path.parent.name)
        try:
            fresh.write_bytes(content)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
