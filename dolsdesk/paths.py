"""Where things are kept for this user on this machine, and whether a folder may hold a store."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

#: File systems that live on another machine; SQLite's locks cannot be trusted there.
_NETWORK_TYPES = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph",
        "glusterfs", "lustre", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2",
        "fuse.gvfsd-fuse",
    }
)  # fmt: skip
_MOUNTS = Path("/proc/mounts")
_DRIVE_REMOTE = 4  # Windows: GetDriveType


def default_profile() -> Path:
    """Return the per-user folder that holds settings, the local store, backups and logs."""
    return Path(platformdirs.user_data_dir("dolsdesk", appauthor=False))


def store_file(folder: Path) -> Path:
    """Return the store's file in the folder chosen for it."""
    return folder / "dolsdesk.db"


def key_file(store: Path) -> Path:
    """Return the file beside a store, or beside a copy of one, that holds its wrapped key."""
    return store.with_suffix(".key")


def store_files(store: Path) -> tuple[Path, ...]:
    """Return every file that may belong to a store; the store itself comes last."""
    beside = [store.with_name(store.name + end) for end in ("-wal", "-shm", "-journal")]
    return (*beside, key_file(store), store)


def stamp(at: datetime) -> str:
    """Return an instant as it stands in the names of files.

    >>> stamp(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    '20261123T093000Z'
    """
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def unused(path: Path) -> Path:
    """Return a path that nothing stands at: the one given, or one with a number to it."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def backup_folder(store: Path) -> Path:
    """Return the folder beside a store that its backups go to."""
    return store.parent / "backups"


def replaced_folder(store: Path) -> Path:
    """Return the folder beside a store that keeps what a restore put aside."""
    return store.parent / "replaced"


def log_folder(profile: Path) -> Path:
    """Return the folder of a profile that logs and crash reports go to."""
    return profile / "logs"


def is_on_network(folder: Path, *, mounts: Path = _MOUNTS) -> bool:
    """Return whether a folder lies on another machine: a UNC path, a mapped or mounted drive."""
    text = str(folder)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        return _is_remote_drive(folder)
    return _mount_type(folder, mounts) in _NETWORK_TYPES


def _is_remote_drive(folder: Path) -> bool:  # pragma: no cover  (Windows only)
    import ctypes

    anchor = folder.resolve().anchor
    return bool(ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE)  # type: ignore[attr-defined]


def _mount_type(folder: Path, mounts: Path) -> str:
    """Return the file system type of the deepest mount that holds a folder."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:  # noqa: PLR2004  (device, mount point, type)
            continue
        point = parts[1].replace("\\040", " ")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind
