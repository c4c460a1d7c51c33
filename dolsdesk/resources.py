"""Opens the files of ``resources/`` from a checkout, an installed wheel or a frozen program."""

import sys
from functools import cache
from pathlib import Path, PurePosixPath


@cache
def root() -> Path:
    """Return the folder that holds the product's own data files."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    candidates = [package / "_resources", package.parent / "resources"]
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError("dolsdesk's resources folder is missing; install the program again")


def path(name: str) -> Path:
    """Return the path of a resource named relative to ``resources/``.

    Raises:
        ValueError: the name is absolute or climbs out of the folder.
        FileNotFoundError: there is no such resource.
    """
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name:
        raise ValueError(f"not a resource name: {name!r}")
    found = root().joinpath(*relative.parts)
    if not found.exists():
        raise FileNotFoundError(f"resource missing: {name}")
    return found


def text(name: str) -> str:
    """Return a resource as UTF-8 text."""
    return path(name).read_text(encoding="utf-8")


def read(name: str) -> bytes:
    """Return a resource as bytes."""
    return path(name).read_bytes()


def names(folder: str, suffix: str) -> tuple[str, ...]:
    """Return the names of the resources directly inside a folder, sorted."""
    return tuple(
        f"{folder}/{entry.name}"
        for entry in sorted(path(folder).iterdir())
        if entry.is_file() and entry.suffix == suffix
    )
