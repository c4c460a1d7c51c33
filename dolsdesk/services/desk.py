"""Opens store, rule book and calendar into one desk; used by the window and the command line."""

import getpass
import platform
from dataclasses import dataclass, replace
from pathlib import Path

from dolsdesk import resources
from dolsdesk.clock import Clock
from dolsdesk.domain import calendars
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.staff import StaffMember
from dolsdesk.errors import DatabaseGone, StoreDamaged
from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.store import schema
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import desk as desk_repo
from dolsdesk.store.repos import staff as staff_repo

POLICY_PREFIX = "policy."


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
            return desk_repo.settings(session)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def open_desk(location: Location, clock: Clock, *, copy_to: Path | None = None) -> Desk:
    """Open a store; one that is behind is brought up to date after a checked copy was laid aside.

    Args:
        location: the store, with its key if it is encrypted.
        clock: where "now" comes from.
        copy_to: where the copy goes before an upgrade.

    Raises:
        DatabaseGone: there is no store at this place.
        SchemaTooNew: a newer dolsdesk wrote it.
        StoreLocked: the key does not fit, or the file is no database.
        StoreDamaged: it is not a dolsdesk store, or its integrity is broken.
    """
    if location.path is not None and not location.path.exists():
        raise DatabaseGone("STORE_MISSING")
    store = Store(location)
    try:
        standing = schema.standing(store.engine)
        if standing.is_empty:
            raise StoreDamaged("STORE_NOT_OURS")
        if standing.is_behind:
            store.close()
            schema.upgrade(location, copy_to)
            store = Store(location)
        return assemble(store, clock)
    except BaseException:
        store.close()
        raise


def assemble(store: Store, clock: Clock) -> Desk:
    """Return the desk of an open store, with the council's own targets in the rule book."""
    book = loader.load()
    with store.reading() as session:
        held = desk_repo.settings(session)
    policy = {
        RuleId(key.removeprefix(POLICY_PREFIX)): int(value)
        for key, value in held.items()
        if key.startswith(POLICY_PREFIX) and key.removeprefix(POLICY_PREFIX) in set(RuleId)
    }
    calendar = calendars.parse(resources.text("calendars/england-and-wales.toml"))
    return Desk(store, book.with_policy(policy), calendar, clock)


def with_clock(desk: Desk, clock: Clock) -> Desk:
    """Return the same desk on another clock, as the demonstration council uses."""
    return replace(desk, clock=clock)
