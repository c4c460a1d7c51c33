"""Opens store, rule book and calendar into one desk; used by the window and the command line."""

import getpass
import hashlib
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dolsdesk import logs, paths, resources
from dolsdesk.clock import Clock
from dolsdesk.domain import calendars
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.staff import StaffMember
from dolsdesk.errors import DatabaseGone, Refused, StoreDamaged
from dolsdesk.logs import Safe
from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.store import schema
from dolsdesk.store.faults import translated
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import settings as settings_repo
from dolsdesk.store.repos import staff as staff_repo
from dolsdesk.store.schema import History

POLICY_PREFIX = "policy."
#: The texts of adopted rule files, numbered in the order of their adoption.
LAW_PREFIX = "law.adopted."
_EDITION = 12  # letters of a hash, as the loader takes them
#: Who acts where nobody at the desk does.
PROGRAM = "dolsdesk"


@dataclass(frozen=True)
class Desk:
    """An open store with the rules and the calendar that go with it."""

    store: Store
    book: RuleBook
    calendar: WorkingCalendar
    clock: Clock

    def context(self, actor: StaffMember) -> Context:
        """Return what use cases need when this person acts."""
        return Context(
            self.store, self.clock, self.book, self.calendar, actor, workstation=platform.node()
        )

    def staff(self) -> tuple[StaffMember, ...]:
        """Return everybody who may use the desk, by name."""
        with self.store.reading() as session:
            return staff_repo.members(session)

    def member(self, staff_id: int) -> StaffMember | None:
        """Return one person of the desk, if they still may use it."""
        return next((one for one in self.staff() if one.id == staff_id), None)

    def member_by_login(self) -> StaffMember | None:
        """Return whoever is known under the operating system's login, if anybody is."""
        with self.store.reading() as session:
            return staff_repo.by_login(session, getpass.getuser())

    def settings(self) -> dict[str, str]:
        """Return the settings everybody who opens this store shares."""
        with self.store.reading() as session:
            return settings_repo.read(session)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def open_desk(location: Location, clock: Clock, *, history: History = schema.HISTORY) -> Desk:
    """Open a store; a file that is behind is brought up to date first.

    Args:
        location: the store, with its key if it is encrypted.
        clock: where "now" comes from.
        history: which versions there are.

    Raises:
        DatabaseGone: there is no store at this place.
        SchemaTooNew: a newer dolsdesk wrote it.
        StoreDamaged: it is no dolsdesk store, or the key does not fit.
        Refused: it is on a server and behind; others work there, so nobody upgrades it unasked.
    """
    if location.path is not None and not location.path.exists():
        raise DatabaseGone("STORE_MISSING")
    store = Store(location)
    try:
        standing = schema.standing(store.engine, history)
        if standing.is_empty:
            raise StoreDamaged("STORE_NOT_OURS")
        if standing.is_behind:
            if not store.is_file:
                raise Refused("SCHEMA_BEHIND")
            upgrade(store, clock, history=history)
        return assemble(store, clock)
    except BaseException:
        store.close()
        raise


def upgrade(store: Store, clock: Clock, *, history: History = schema.HISTORY) -> None:
    """Bring an open store up to date and put that into its audit trail.

    A checked copy of a file, with its key file, goes into the folder of its backups first.

    Raises:
        StoreDamaged: the copy or the result fails its checks; the store is as it was.
        DeskError: there is no room for the copy, or no leave to write it.
    """
    was = schema.standing(store.engine, history).version
    store.close()
    copied = _room_for_copy(store.location.path, clock)
    schema.upgrade(store.location, copied, history)
    with store.acting(
        actor_id=None, actor=PROGRAM, workstation=platform.node(), at=clock.now()
    ) as write:
        write.record(
            "upgrade",
            "setting",
            None,
            before={"version": was},
            after={"version": history.head, "copy": copied.name if copied else ""},
        )
    logs.note("UPGRADED", version=Safe(history.head))


def _room_for_copy(path: Path | None, clock: Clock) -> Path | None:
    """Return where the copy before an upgrade goes, the key file already beside it."""
    if path is None:
        return None
    folder = paths.backup_folder(path)
    copied = paths.unused(folder / f"before-upgrade-{paths.stamp(clock.now())}.db")
    with translated():
        folder.mkdir(exist_ok=True)
        if paths.key_file(path).exists():
            shutil.copy2(paths.key_file(path), paths.key_file(copied))
    return copied


def own_targets(held: Mapping[str, str]) -> dict[RuleId, int]:
    """Return the council's own values of local targets, as the settings of its store hold them."""
    return {
        RuleId(key.removeprefix(POLICY_PREFIX)): int(value)
        for key, value in held.items()
        if key.startswith(POLICY_PREFIX) and key.removeprefix(POLICY_PREFIX) in set(RuleId)
    }


def with_adopted(book: RuleBook, held: Mapping[str, str]) -> RuleBook:
    """Return a book with every rule file that this council has adopted, in the order of adoption.

    The edition tells two desks apart that have adopted different files.
    """
    for key in sorted(one for one in held if one.startswith(LAW_PREFIX)):
        digest = hashlib.sha256(f"{book.edition}{held[key]}".encode()).hexdigest()[:_EDITION]
        book = book.with_rules(loader.parse(held[key], key), digest)
    return book


def assemble(store: Store, clock: Clock) -> Desk:
    """Return the desk of an open store, with the council's own targets in the rule book."""
    with store.reading() as session:
        held = settings_repo.read(session)
    book = with_adopted(loader.load(), held)
    policy = own_targets(held)
    calendar = calendars.parse(resources.text("calendars/england-and-wales.toml"))
    return Desk(store, book.with_policy(policy), calendar, clock)
