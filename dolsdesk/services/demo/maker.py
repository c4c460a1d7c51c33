"""Makes a demonstration: a profile, a store, and everything that is in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from dateutil.relativedelta import relativedelta

from dolsdesk import config, paths, resources
from dolsdesk.clock import LONDON, FixedClock
from dolsdesk.config import MachineSettings
from dolsdesk.domain import calendars
from dolsdesk.domain.calendars import WorkingCalendar
from dolsdesk.errors import AlreadyExists, Refused
from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import keys, opening, setup
from dolsdesk.services.context import Context
from dolsdesk.services.demo import (
    lives,
    lives_allocating,
    lives_papers,
    lives_retest,
    lives_several,
    lives_waiting,
)
from dolsdesk.services.demo.council import FURNISHED_BEFORE, Council, Counts
from dolsdesk.services.demo.furniture import WORKSTATION
from dolsdesk.services.demo.plans import Size
from dolsdesk.services.progress import Progress, never, silent
from dolsdesk.store import audit, schema
from dolsdesk.store.faults import translated
from dolsdesk.store.handle import Location, Store
from dolsdesk.store.repos import staff

#: When the desk stands still in a demonstration: everything in it was recorded before.
_BEFORE_OPENING = time(8, 57)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    profile: Path
    store: str
    counts: Counts


def make(
    into: Path,
    size: Size,
    *,
    seed: int,
    as_at: date,
    database: str = "",
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Made:
    """Make a demonstration council in a new profile, whole or not at all.

    The same seed and day give the same bytes of the store's file.

    Args:
        into: the folder of the profile, which must not know a store yet.
        size: how large.
        seed: the seed of chance.
        as_at: the day the demonstration stands at.
        database: the URL of an empty PostgreSQL database, in place of a file.
        progress: told how many requests of how many are written.
        stop: asked now and then whether to give up; then nothing is kept.

    Raises:
        AlreadyExists: the folder or the database has a store already.
        Refused: the size needs a server, the day is too early, or it was stopped.
        Unavailable: the disk or the server failed.
    """
    book = loader.load()
    _check(size, as_at, book, database)
    if opening.is_set_up(into):
        raise AlreadyExists("STORE_THERE", field="folder")
    calendar = calendars.parse(resources.text("calendars/england-and-wales.toml"))
    with _new_store(into, database) as store:
        told = replace(size, requests=size.requests - lives.REQUESTS) if size.is_by_hand else size
        council = Council(store, book, calendar, size=told, as_at=as_at, seed=seed)
        counts = council.fill(progress or silent, stop or never)
        if size.is_by_hand:
            counts = lives.enter(store, as_at, counts)
            papers = lives_waiting.live(store, book, calendar, as_at)
            lives_allocating.live(store, book, calendar, as_at)
            lives_several.live(store, book, calendar, as_at)
            lives_papers.live(store, book, calendar, as_at)
            counts = _counted(store, counts, papers)
            counts = _live(_this_morning(store, book, calendar, counts, as_at), counts)
            lives_retest.tell(store, book, calendar, as_at)
            counts = _counted(store, counts, 0)
        address = keys.without_password(database) if database else ""
        with translated():
            config.save(
                into,
                MachineSettings(
                    store=address,
                    staff_id=counts.staff_id,
                    is_demonstration=True,
                    demonstration_as_at=as_at.isoformat(),
                ),
            )
    return Made(into, address or str(paths.store_file(into)), counts)


def _counted(store: Store, counts: Counts, papers: int) -> Counts:
    """Return how much there is after what was done through the services."""
    with store.reading() as session:
        return replace(counts, documents=counts.documents + papers, audits=audit.count(session))


def _this_morning(
    store: Store, book: RuleBook, calendar: WorkingCalendar, counts: Counts, as_at: date
) -> Context:
    """Return the context of whoever sits at the desk, just before it opens."""
    with store.reading() as session:
        actor = next(one for one in staff.members(session) if one.id == counts.staff_id)
    at = datetime.combine(as_at, _BEFORE_OPENING, LONDON)
    return Context(store, FixedClock(at), book, calendar, actor, WORKSTATION)


def _live(ctx: Context, counts: Counts) -> Counts:
    """Let what the stories do not come to be acted out through the services; count the trail."""
    from dolsdesk.services.demo import lives_rights

    lives_rights.live(ctx)
    with ctx.reading() as session:
        head = audit.head(session)
    return replace(counts, audits=head[0] if head else counts.audits)


def _check(size: Size, as_at: date, book: RuleBook, database: str) -> None:
    if size.needs_server and not database.startswith(("postgresql", "postgres")):
        raise Refused("DEMO_NEEDS_SERVER")
    first_test = min(value.starts_on for value in book.rule(RuleId.LEGAL_TEST).values)
    earliest = first_test + relativedelta(years=size.years) + 2 * FURNISHED_BEFORE
    if as_at < earliest:
        raise Refused("DEMO_TOO_EARLY", field="as_at", first=earliest)


@contextmanager
def _new_store(into: Path, database: str) -> Iterator[Store]:
    """Yield an empty store; if anything fails it is taken back."""
    if database:
        with _on_server(database) as store:
            yield store
        return
    setup.check_folder(into)
    path = paths.store_file(into)
    fresh = path.with_name("dolsdesk.new.db")
    with translated():
        into.mkdir(parents=True, exist_ok=True)
        _remove(fresh)
    store = Store(Location(fresh))
    try:
        schema.create(store.engine)
        yield store
    except BaseException:
        store.close()
        _remove(fresh)
        raise
    store.close()
    with translated():
        fresh.replace(path)


@contextmanager
def _on_server(database: str) -> Iterator[Store]:
    store = Store(Location(url=database))
    try:
        schema.check_server(store.engine)
        if not schema.standing(store.engine).is_empty:
            raise AlreadyExists("STORE_EXISTS")
        schema.create(store.engine)
        try:
            yield store
        except BaseException:
            schema.remove(store.engine)
            raise
    finally:
        store.close()


def _remove(store: Path) -> None:
    for file in paths.store_files(store):
        file.unlink(missing_ok=True)
