"""What a use case is given: the store, the clock, the rules, and who is acting."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dolsdesk.clock import Clock
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.domain.staff import Act, StaffMember
from dolsdesk.errors import NotPermitted
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.store.handle import ReadSession, Store, Write


@dataclass(frozen=True, slots=True)
class InBatch:
    """The act on several cases that an act on one is part of, and what it takes to undo it."""

    id: int
    done: Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """Everything a use case may reach; arguments, never ambient."""

    store: Store
    clock: Clock
    book: RuleBook
    calendar: WorkingCalendar
    actor: StaffMember
    workstation: str = ""
    batch: InBatch | None = None

    @property
    def today(self) -> date:
        """Return today's date in London."""
        return self.clock.today()

    def amount(self, rule: RuleId) -> int:
        """Return the number that a rule or local target has today."""
        return self.book.value(rule, on=self.today).amount

    def reading(self) -> AbstractContextManager[ReadSession]:
        """Return a scope for reading."""
        return self.store.reading()

    @contextmanager
    def acting(self, act: Act) -> Iterator[Write]:
        """Yield an open act of the person at the desk.

        Raises:
            NotPermitted: none of their roles permits it.
        """
        self.require(act)
        with self.store.acting(
            actor_id=self.actor.id,
            actor=self.actor.name,
            workstation=self.workstation,
            at=self.clock.now(),
        ) as write:
            yield write

    @contextmanager
    def keeping_house(self) -> Iterator[Write]:
        """Yield a write that is no act: a draft, a saved view, a rebuilt projection."""
        with self.store.acting(
            actor_id=self.actor.id,
            actor=self.actor.name,
            workstation=self.workstation,
            at=self.clock.now(),
        ) as write:
            write.housekeeping()
            yield write

    def require(self, act: Act) -> None:
        """Refuse an act the person at the desk may not do.

        Raises:
            NotPermitted: none of their roles permits it.
        """
        if not self.actor.may(act):
            raise NotPermitted("NOT_PERMITTED", act=act, name=self.actor.name)

    def as_actor(self, actor: StaffMember) -> "Context":
        """Return the same context with somebody else at the desk."""
        return replace(self, actor=actor)
