"""The first run: a council, somebody to sit at the desk, and a store, whole or not at all."""

import getpass
import platform
import secrets
import shutil
import tempfile
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from dolsdesk import __version__, config, paths
from dolsdesk.clock import Clock
from dolsdesk.config import Protection
from dolsdesk.domain.staff import Role, StaffMember
from dolsdesk.errors import AlreadyExists, DiskFull, Refused
from dolsdesk.services import keys
from dolsdesk.services.desk import Desk, assemble
from dolsdesk.store import schema
from dolsdesk.store.faults import translated
from dolsdesk.store.handle import Location, Store, Write
from dolsdesk.store.repos import settings as settings_repo
from dolsdesk.store.repos import staff as staff_repo

#: The least free space a store is begun with, in megabytes.
LEAST_ROOM_MB = 50

_MB = 1_000_000
_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first run asks.

    ``login`` is the operating system's name for the person; empty for whoever is logged in. The
    store goes into ``folder`` (None for the profile) or, where ``url`` is given, on a server.
    """

    council_gss: str
    council_name: str
    council_address: str
    staff_name: str
    roles: frozenset[Role]
    job_title: str = ""
    login: str = ""
    folder: Path | None = None
    url: str = field(default="", repr=False)
    protection: Protection = Protection.NONE
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Created:
    """An open desk on a store just made or joined, and the recovery key to print once."""

    desk: Desk
    member: StaffMember
    recovery: str | None = field(default=None, repr=False)


def check_folder(folder: Path) -> None:
    """Check that a store can be made in a folder, which need not exist yet.

    Raises:
        Refused: it lies on another machine (MU1), or is no folder.
        AlreadyExists: there is a store in it.
        FolderReadOnly: it does not let us write.
        DiskFull: there is not room enough to begin with.
    """
    if paths.is_on_network(folder):
        raise Refused("FOLDER_ON_NETWORK", field="folder")
    with translated():
        standing = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        if not standing.is_dir():
            raise Refused("NOT_A_FOLDER", field="folder")
        if any(file.exists() for file in paths.store_files(paths.store_file(folder))):
            raise AlreadyExists("STORE_THERE", field="folder")
        with tempfile.TemporaryFile(dir=standing):
            pass
        if shutil.disk_usage(standing).free < LEAST_ROOM_MB * _MB:
            raise DiskFull("NO_ROOM", field="folder", n=LEAST_ROOM_MB)


def create(profile: Path, first_run: FirstRun, clock: Clock) -> Created:
    """Make a store, or join the one on a server, and remember it for this machine.

    If any step fails, everything that was made is taken back.

    Raises:
        Refused: something is missing, the folder or the server will not do, or the passphrase
            is too short.
        Unavailable: the disk, the keyring or the server failed.
    """
    _check_answers(first_run)
    if first_run.url:
        return _on_server(profile, first_run, clock)
    return _in_file(profile, first_run, clock)


def _check_answers(first_run: FirstRun) -> None:
    for name, code in (("council_name", "COUNCIL_NEEDED"), ("staff_name", "STAFF_NAME_NEEDED")):
        if not getattr(first_run, name).strip():
            raise Refused(code, field=name)
    if not first_run.roles:
        raise Refused("ROLE_NEEDED", field="roles")


def _in_file(profile: Path, first_run: FirstRun, clock: Clock) -> Created:
    folder = first_run.folder or profile
    check_folder(folder)
    path = paths.store_file(folder)
    # Until it is complete it has another name, so that a power cut leaves nothing half-made.
    fresh = path.with_name("dolsdesk.new.db")
    store_id = secrets.token_hex(_ID_BYTES)
    with translated(), ExitStack() as undo:
        _make_folder(folder, undo)
        _make_folder(profile, undo)
        _remove(fresh)
        undo.callback(_remove, fresh)
        new = _new_key(fresh, store_id, first_run, undo)
        member = _fill_file(
            Location(fresh, key=new.key if new else None), first_run, clock, store_id
        )
        undo.callback(_remove, path)
        if new:
            paths.key_file(fresh).replace(paths.key_file(path))
        fresh.replace(path)
        store = Store(Location(path, key=new.key if new else None))
        undo.callback(store.close)
        desk = assemble(store, clock)
        _remember(profile, store=str(path), first_run=first_run, member=member)
        undo.pop_all()
    return Created(desk, member, new.recovery if new else None)


def _new_key(
    fresh: Path, store_id: str, first_run: FirstRun, undo: ExitStack
) -> keys.NewKey | None:
    if first_run.protection is Protection.NONE:
        return None
    new = keys.create(fresh, store_id, first_run.protection, passphrase=first_run.passphrase)
    if first_run.protection is Protection.KEYRING:
        undo.callback(keys.forget, store_id)
    return new


def _fill_file(location: Location, first_run: FirstRun, clock: Clock, store_id: str) -> StaffMember:
    if location.path is not None:
        location.path.touch(mode=0o600)  # what lies beside it takes the same mode
    store = Store(location)
    try:
        schema.create(store.engine)
        return _fill(store, first_run, clock, store_id)
    finally:
        store.close()


def _on_server(profile: Path, first_run: FirstRun, clock: Clock) -> Created:
    store = Store(Location(url=first_run.url))
    with translated(), ExitStack() as undo:
        undo.callback(store.close)
        schema.check_server(store.engine)
        standing = schema.standing(store.engine)
        if standing.is_behind:
            raise Refused("SCHEMA_BEHIND")
        if standing.is_empty:
            schema.create(store.engine)
            undo.callback(schema.remove, store.engine)
            member = _fill(store, first_run, clock, secrets.token_hex(_ID_BYTES))
        else:
            member = _join(store, first_run)
        desk = assemble(store, clock)
        bare = keys.without_password(first_run.url)
        _make_folder(profile, undo)
        _remember(profile, store=bare, first_run=first_run, member=member)
        undo.pop_all()
    return Created(desk, member)


def _fill(store: Store, first_run: FirstRun, clock: Clock, store_id: str) -> StaffMember:
    """Write what a new store begins with: the council's settings and the first member."""
    held = {
        "store_id": store_id,
        "council_gss": first_run.council_gss,
        "council_name": first_run.council_name.strip(),
        "council_address": first_run.council_address.strip(),
    }
    with _acting(store, first_run, clock) as write:
        settings_repo.write(write.session, held)
        member = _add_member(write, first_run)
        write.record("set_up", "setting", None, after={**held, "dolsdesk": __version__})
        write.record("add_staff", "staff", member.id, after={"roles": sorted(member.roles)})
    return member


def _join(store: Store, first_run: FirstRun) -> StaffMember:
    """Return the member known by the login: who joins a team brings no roles of their own.

    Raises:
        Refused: nobody at that desk has the login.
    """
    login = _login(first_run)
    with store.reading() as session:
        known = staff_repo.by_login(session, login)
    if known is None:
        raise Refused("NOT_IN_TEAM", field="url", login=login)
    return known


def _acting(store: Store, first_run: FirstRun, clock: Clock) -> AbstractContextManager[Write]:
    return store.acting(
        actor_id=None,
        actor=first_run.staff_name.strip(),
        workstation=platform.node(),
        at=clock.now(),
    )


def _add_member(write: Write, first_run: FirstRun) -> StaffMember:
    """Add the first person, who is the one acting."""
    name, job_title = first_run.staff_name.strip(), first_run.job_title.strip()
    login = _login(first_run)
    write.actor_id = staff_repo.add_member(
        write.session, name=name, roles=first_run.roles, job_title=job_title, login=login
    )
    return StaffMember(write.actor_id, name, first_run.roles, job_title, login=login)


def _login(first_run: FirstRun) -> str:
    return first_run.login or getpass.getuser()


def _remember(profile: Path, *, store: str, first_run: FirstRun, member: StaffMember) -> None:
    settings = replace(
        config.load(profile), store=store, protection=first_run.protection, staff_id=member.id
    )
    config.save(profile, settings)


def _make_folder(folder: Path, undo: ExitStack) -> None:
    """Make a folder and those above it; whichever are new can be taken back."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir()
        undo.callback(_remove_folder, missing)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something into it
        folder.rmdir()


def _remove(store: Path) -> None:
    for file in paths.store_files(store):
        file.unlink(missing_ok=True)
