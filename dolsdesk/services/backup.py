"""Backups (BK1) and restoring one (BK2).

A copy counts only once it was opened and checked. A restore puts the present store aside, never
over: if any step fails, it stands again exactly as it was.
"""

import hashlib
import os
import platform
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from dolsdesk import config, logs, paths
from dolsdesk.clock import Clock, london_date
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act, StaffMember
from dolsdesk.errors import (
    DatabaseBusy,
    DeskError,
    FileUnreadable,
    Refused,
    StoreDamaged,
    Unavailable,
)
from dolsdesk.logs import Safe
from dolsdesk.services import council, keys, manifest, opening
from dolsdesk.services import desk as desks
from dolsdesk.services.context import Context
from dolsdesk.services.desk import PROGRAM, Desk
from dolsdesk.services.manifest import Anchor, Backup, Manifest, listed, newest
from dolsdesk.services.outcome import Outcome
from dolsdesk.store import backup as copies
from dolsdesk.store import schema
from dolsdesk.store.audit import RESTORE
from dolsdesk.store.backup import Checked
from dolsdesk.store.faults import translated
from dolsdesk.store.handle import Location

__all__ = [
    "Backup", "Made", "Restored", "default_folder", "is_due", "listed", "newest", "rehearse",
    "restore", "run", "run_if_due",
]  # fmt: skip

_CHANGES = Changes(lists=frozenset({Listing.BACKUPS}))
_PART = ".part"
#: Parts of copies older than this were left by a program that was cut off.
_STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, and why its second copy was not, if it was not."""

    backup: Backup
    second_fault: DeskError | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """An open desk on the store that a backup was put back as.

    ``put_aside`` is the folder that keeps the store as it was before, if there was one.
    """

    desk: Desk
    checked: Checked
    put_aside: Path | None


def run(ctx: Context, folder: Path | None = None, *, second: Path | None = None) -> Outcome[Made]:
    """Make a backup because somebody asked for one.

    Args:
        ctx: who acts, and on what.
        folder: where it goes; ``backups/`` beside the store unless named.
        second: another folder, such as a network share, that is to have the copy as well. If
            that goes wrong the backup still stands, and the outcome says why.

    Raises:
        Refused: the store is on a server.
        DeskError: the store is damaged, there is no room, or no leave to write there.
    """
    ctx.require(Act.BACK_UP)
    return _run(ctx, folder, second, ctx.actor)


def run_if_due(
    ctx: Context, folder: Path | None = None, *, second: Path | None = None
) -> Outcome[Made] | None:
    """Make the day's backup unless there is one; the program's own act, for which nobody asks."""
    if not ctx.store.is_file:
        return None
    store_id = council.settings(ctx).get("store_id", "")
    if not is_due(_folder(ctx, folder), ctx.clock.now(), store_id):
        return None
    return _run(ctx, folder, second, None)


def default_folder(store: Path | None) -> Path:
    """Return the folder beside a store that its backups go to unless another is named.

    Raises:
        Refused: the store is on a server.
    """
    if store is None:
        raise Refused("BACKUP_NEEDS_FILE")
    return paths.backup_folder(store)


def folder_for(ctx: Context, chosen: str) -> Path:
    """Return the folder backups go to: the one chosen on this machine, or the store's own.

    Raises:
        Refused: the store is on a server.
    """
    return _folder(ctx, Path(chosen) if chosen else None)


def last_made(ctx: Context, chosen: str) -> datetime | None:
    """Return when the newest checked backup was made, or None; a server makes its own."""
    if not ctx.store.is_file:
        return None
    held = newest(folder_for(ctx, chosen), council.settings(ctx).get("store_id", ""))
    return held.made_at if held is not None else None


def is_due(folder: Path, now: datetime, store_id: str = "") -> bool:
    """Return whether no backup was made on this day yet."""
    last = newest(folder, store_id)
    return last is None or london_date(last.made_at) < london_date(now)


def rehearse(ctx: Context, backup: Path) -> Outcome[Checked]:
    """Prove that a backup of this store could be restored, without restoring it (BK2).

    Raises:
        StoreDamaged: it could not.
    """
    _found(backup)
    _fits_hash(backup, backup)
    checked = copies.check(Location(backup, key=ctx.store.location.key))
    with ctx.acting(Act.BACK_UP) as write:
        write.record("rehearse_restore", "setting", None, after=_told(backup, checked))
    return Outcome(checked, _CHANGES)


def restore(
    profile: Path,
    backup: Path,
    clock: Clock,
    *,
    passphrase: str | None = None,
    recovery: str | None = None,
    key: bytes | None = None,
) -> Restored:
    """Put a backup in the place of the profile's store, which must be closed, and open it.

    The backup is copied and checked before anything else is touched. The present store goes into
    ``replaced/`` with every file that belongs to it, and stays there. An encrypted backup opens
    with today's passphrase or with the one it was made under.

    Args:
        profile: the folder with the machine settings; a new one gets the store as well.
        backup: the file to restore.
        clock: where "now" comes from.
        passphrase: of an encrypted store.
        recovery: the recovery key, in place of the passphrase or the keyring.
        key: the key of the store as it was open until now, so that nobody need be asked again.

    Raises:
        Refused: the store is on a server, or the place is on a network drive.
        FileUnreadable: there is no such backup.
        StoreDamaged: the backup is damaged, or is not what was made.
        StoreLocked: a passphrase is needed, or it is wrong.
        DatabaseBusy: another program has the store open.
        DeskError: there is no room, or no leave to write.
    """
    settings = config.load(profile)
    target = _target(profile, settings.store)
    _found(backup)
    working = target.with_name("dolsdesk.restoring.db")
    with translated(), ExitStack() as undo:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(working)
        undo.callback(_remove, working)
        working.touch(mode=0o600)
        shutil.copyfile(backup, working)
        _fits_hash(backup, working)
        key, checked = _unlocked(working, target, backup, known=key, words=(passphrase, recovery))
        if checked.version != schema.HEAD:
            schema.upgrade(Location(working, key=key), None)
        copies.flush(working)
        if target.exists() and copies.is_in_use(target):
            raise DatabaseBusy("STORE_IN_USE")
        aside = _put_aside(target, clock, undo)
        undo.callback(_remove, target)
        if key is not None:
            paths.key_file(working).replace(paths.key_file(target))
        working.replace(target)
        desk = desks.open_desk(Location(target, key=key), opening.clock_of(settings, clock))
        undo.callback(desk.close)
        _record_restore(desk, settings.staff_id, backup, checked)
        protection = keys.protection_of(target)
        config.save(profile, replace(settings, store=str(target), protection=protection))
        undo.pop_all()
    if key is not None and recovery:
        with suppress(Unavailable):  # a lost keyring is no reason to fail now
            keys.remember(target, key)
    logs.note("RESTORED", version=Safe(checked.version), seq=checked.audit_seq)
    return Restored(desk, checked, aside)


# Making one


def _run(
    ctx: Context, folder: Path | None, second: Path | None, actor: StaffMember | None
) -> Outcome[Made]:
    store = ctx.store.location
    if store.path is None:
        raise Refused("BACKUP_NEEDS_FILE")
    place = _folder(ctx, folder)
    now = ctx.clock.now()
    with translated():
        made = _make(store, place, now)
        _keep_books(place, made)
        with ctx.store.acting(
            actor_id=actor.id if actor else None,
            actor=actor.name if actor else PROGRAM,
            workstation=ctx.workstation,
            at=now,
        ) as write:
            after = {"backup": made.name, "sha256": made.sha256, "audit_seq": made.audit_seq}
            write.record("back_up", "setting", None, after=after)
    logs.note("BACKUP_MADE", name=Safe(made.name), size=made.size, seq=made.audit_seq)
    fault = None
    if second is not None:
        try:
            _copy_again(place, second, made)
        except DeskError as failed:
            fault = failed
            logs.note("SECOND_COPY_FAILED", failed)
    return Outcome(Made(made, fault), _CHANGES)


def _make(store: Location, place: Path, now: datetime) -> Backup:
    place.mkdir(parents=True, exist_ok=True)
    part = place / f"{paths.stamp(now)}-{os.getpid()}{_PART}"
    with ExitStack() as undo:
        undo.callback(part.unlink, missing_ok=True)
        checked = _copied(store, part)
        _clear_stale(place, part)
        path = paths.unused(place / f"{manifest.PREFIX}-{checked.store_id}-{paths.stamp(now)}.db")
        made = Backup(
            name=path.name,
            made_at=now,
            size=part.stat().st_size,
            sha256=_sha256(part),
            store_id=checked.store_id,
            version=checked.version,
            audit_seq=checked.audit_seq,
            audit_hash=checked.audit_hash,
            is_encrypted=store.key is not None,
        )
        _put(part, path, key_of=store.path)
    return made


def _copied(store: Location, part: Path) -> Checked:
    """Copy a store and check the copy, which reads all of it.

    Raises:
        StoreDamaged: the store is damaged, though it could be opened.
    """
    try:
        copies.copy(store, part)
        return copies.check(Location(part, key=store.key))
    except StoreDamaged as fault:
        raise StoreDamaged("BACKUP_FOUND_DAMAGE") from fault


def _put(part: Path, path: Path, *, key_of: Path | None) -> None:
    """Give a finished copy its name, its key file beside it first."""
    if key_of is not None and paths.key_file(key_of).exists():
        shutil.copyfile(paths.key_file(key_of), paths.key_file(path))
        copies.flush(paths.key_file(path))
    part.replace(path)


def _copy_again(place: Path, second: Path, made: Backup) -> None:
    """Copy a backup into another folder and read it back."""
    with translated(), ExitStack() as undo:
        if not second.is_dir():
            raise FileUnreadable("FOLDER_MISSING", name=second.name)
        part = second / f"{made.name}{_PART}"
        undo.callback(part.unlink, missing_ok=True)
        shutil.copyfile(place / made.name, part)
        copies.flush(part)
        if _sha256(part) != made.sha256:
            raise StoreDamaged("BACKUP_CHANGED")
        _put(part, second / made.name, key_of=place / made.name)
        _keep_books(second, made)


def _keep_books(place: Path, made: Backup) -> None:
    """Enter a backup in the manifest of its folder, and let go of what need not be kept."""
    held = manifest.load(place)
    anchor = Anchor(made.store_id, made.made_at, made.audit_seq, made.audit_hash)
    backups = [one for one in held.backups if (place / one.name).exists()] + [made]
    of_store = [one for one in backups if one.store_id == made.store_id]
    stay = manifest.kept(of_store)
    gone = [one for one in of_store if one.name not in stay and _let_go(place / one.name)]
    left = tuple(one for one in backups if one not in gone)
    manifest.save(place, Manifest(left, (*held.anchors, anchor)))


def _let_go(path: Path) -> bool:
    """Delete an old copy; one that cannot be deleted now stays in the books."""
    try:
        path.unlink(missing_ok=True)
        paths.key_file(path).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _clear_stale(place: Path, fresh: Path) -> None:
    newest_at = fresh.stat().st_mtime
    for part in place.glob(f"*{_PART}"):
        if newest_at - part.stat().st_mtime > _STALE.total_seconds():
            _let_go(part)


def _folder(ctx: Context, folder: Path | None) -> Path:
    return folder or default_folder(ctx.store.location.path)


# Restoring one


def _target(profile: Path, address: str) -> Path:
    if opening.is_url(address):
        raise Refused("BACKUP_NEEDS_FILE")
    target = Path(address) if address else paths.store_file(profile)
    if paths.is_on_network(target.parent):
        raise Refused("STORE_ON_NETWORK")
    return target


def _found(backup: Path) -> None:
    if not backup.is_file():
        raise FileUnreadable("BACKUP_MISSING", name=backup.name)


def _fits_hash(backup: Path, copied: Path) -> None:
    """Check a copy of a backup against the hash taken when the backup was made.

    Raises:
        StoreDamaged: it is not what was made.
    """
    known = {one.name: one.sha256 for one in manifest.load(backup.parent).backups}
    if backup.name in known and _sha256(copied) != known[backup.name]:
        raise StoreDamaged("BACKUP_CHANGED")


def _unlocked(
    working: Path,
    target: Path,
    backup: Path,
    *,
    known: bytes | None,
    words: tuple[str | None, str | None],
) -> tuple[bytes | None, Checked]:
    """Return the key that opens a copy, and what the copy says of itself.

    The key known and the key files beside the store and the backup are tried in turn; the key file
    that goes with the one that serves is laid beside the copy.

    Raises:
        StoreLocked: none of them opens with what was given.
        StoreDamaged: the copy is damaged, or there is no key file.
    """
    if opening.is_plain(working):
        return None, copies.check(Location(working))
    fault: DeskError = StoreDamaged("STORE_NOT_A_DATABASE")
    passphrase, recovery = words
    for store in (target, backup):
        if not paths.key_file(store).exists():
            continue
        try:
            key = known or keys.unlock(store, passphrase=passphrase, recovery=recovery)
            checked = copies.check(Location(working, key=key))
        except DeskError as failed:
            fault = failed
            continue
        shutil.copyfile(paths.key_file(store), paths.key_file(working))
        return key, checked
    raise fault


def _put_aside(target: Path, clock: Clock, undo: ExitStack) -> Path | None:
    """Move every file of the present store into a folder of its own."""
    present = [file for file in paths.store_files(target) if file.exists()]
    if not present:
        return None
    folder = paths.unused(paths.replaced_folder(target) / paths.stamp(clock.now()))
    folder.mkdir(parents=True)
    undo.callback(_remove_folder, folder)
    for file in present:
        file.replace(folder / file.name)
        undo.callback((folder / file.name).replace, file)
    return folder


def _record_restore(desk: Desk, staff_id: int, backup: Path, checked: Checked) -> None:
    who = opening.actor(desk, staff_id)
    with desk.store.acting(
        actor_id=who.id if who else None,
        actor=who.name if who else PROGRAM,
        workstation=platform.node(),
        at=desk.clock.now(),
    ) as write:
        write.record(RESTORE, "setting", None, after=_told(backup, checked))


def _told(backup: Path, checked: Checked) -> dict[str, object]:
    return {
        "backup": backup.name,
        "audit_seq": checked.audit_seq,
        "audit_hash": checked.audit_hash,
    }


def _remove(store: Path) -> None:
    for file in paths.store_files(store):
        file.unlink(missing_ok=True)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
