"""Acts on several cases at once (SW3): looked at first, done case by case, undone in one step.

What is done with each case is its own change with its own entry in the audit trail; all carry the
number of the act. A case that somebody changed after it was looked at is left out and says so.
Undoing adds entries that reverse the first ones and takes nothing away; what was built on meanwhile
stays and says so. Nothing here closes, ends, decides, refuses or authorises (BULK_CLOSE, AG-V24).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

from dolsdesk.clock import LONDON
from dolsdesk.domain.bulk import LEAVE, BulkAct
from dolsdesk.domain.changes import Changes, Listing, of_case
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError, Refused, StaleRecord, Unavailable
from dolsdesk.services import words
from dolsdesk.services.bulk_kinds import KINDS, Wish
from dolsdesk.services.context import Context, InBatch
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.progress import Progress, Stop, never, silent
from dolsdesk.store.reads import load
from dolsdesk.store.reads.load import Load
from dolsdesk.store.repos import assessors as register
from dolsdesk.store.repos import batches, cases


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a plan: what would change in it, or why it cannot."""

    request_id: int
    ref: str
    person_name: str
    place_name: str
    version: int
    change: str
    why_not: tuple[str, ...]
    warnings: tuple[str, ...]
    done: Mapping[str, Any]

    @property
    def can(self) -> bool:
        """Return whether the act can be done in this case."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Plan:
    """What an act would do, case by case; nothing is written."""

    wish: Wish
    lines: tuple[Line, ...]

    @property
    def can(self) -> tuple[Line, ...]:
        """Return the cases in which the act can be done."""
        return tuple(line for line in self.lines if line.can)


@dataclass(frozen=True, slots=True)
class Left:
    """A case in which the act was not done, or not undone, and why."""

    request_id: int
    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the number of the act, the cases done, and those left out."""

    batch_id: int
    act: BulkAct
    done: tuple[int, ...]
    left: tuple[Left, ...]


def check(ctx: Context, wish: Wish) -> Wish:
    """Refuse what was asked for before any case is looked at.

    Raises:
        NotPermitted: whoever is at the desk may not do it with one case either.
        Refused: something is lacking; the error names its field.
    """
    ctx.require(_leave(wish.act))
    KINDS[wish.act].check(ctx, wish)
    return wish


@dataclass(frozen=True, slots=True)
class Hand:
    """An assessor from whom, or to whom, cases may go; ``count`` of the chosen, or open cases."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Hands:
    """Who owes assessments in the chosen cases, most first; and who could take some over.

    Colleagues of the profession of whoever owes most come first, the least busy before the others.
    """

    owing: tuple[Hand, ...]
    taking: tuple[Hand, ...]


def hands(ctx: Context, request_ids: Iterable[int]) -> Hands:
    """Return between whom some cases can be re-allocated.

    Whether somebody may assess a case is asked for each case when it is looked at.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        owed = load.owing(session, request_ids)
        open_now = load.of_assessors(session, ctx.today)
        listed = register.load_all(session)
    owing = sorted(
        (Hand(one.id, one.name, owed[one.id]) for one in listed if one.id in owed),
        key=lambda one: (-one.count, one.name),
    )
    professions = {one.id: one.profession for one in listed}
    wanted = professions[owing[0].id] if owing else None
    taking = sorted(
        (
            Hand(one.id, one.name, open_now.get(one.id, Load()).open)
            for one in listed
            if one.is_active and not one.is_suspended
        ),
        key=lambda one: (professions[one.id] is not wanted, one.count, one.name),
    )
    return Hands(tuple(owing), tuple(taking))


def look(
    ctx: Context, wish: Wish, request_ids: Iterable[int], *, progress: Progress = silent,
    stop: Stop = never,
) -> Plan:  # fmt: skip
    """Return what an act would do in each of some cases as they stand now.

    Raises:
        NotPermitted, Refused: as ``check``, and where no case is named.
    """
    check(ctx, wish)
    wanted = tuple(dict.fromkeys(request_ids))
    if not wanted:
        raise Refused("BULK_NOBODY")
    kind, lines = KINDS[wish.act], []
    for number, request_id in enumerate(wanted, start=1):
        if stop():
            break
        with ctx.reading() as session:
            case = cases.load(session, request_id)
            found = kind.look(ctx, session, wish, case)
        lines.append(
            Line(
                request_id=request_id,
                ref=case.request.ref,
                person_name=case.person.index_name,
                place_name=case.place.name,
                version=case.request.version,
                change=found.change,
                why_not=found.why_not,
                warnings=found.warnings,
                done=found.done,
            )
        )
        progress(number, len(wanted), "")
    return Plan(wish, tuple(lines))


def run(
    ctx: Context, plan: Plan, request_ids: Iterable[int], *, progress: Progress = silent,
    stop: Stop = never,
) -> Outcome[Result]:  # fmt: skip
    """Do what a plan says in some of its cases, one after another, each whole or not at all.

    A case that cannot be done, or was changed since the plan was made, is left out. Stopping
    leaves the rest as they are.

    Raises:
        NotPermitted: whoever is at the desk may not do it.
        Refused: no case is left to do it in, or something is to be settled first.
    """
    ctx.require(_leave(plan.wish.act))
    wanted = frozenset(request_ids)
    chosen = tuple(line for line in plan.lines if line.request_id in wanted)
    if not any(line.can for line in chosen):
        raise Refused("BULK_NOBODY")
    wish, kind = plan.wish, KINDS[plan.wish.act]
    kind.ready(ctx, wish)
    batch_id = _begin(ctx, wish.act, asdict(wish), len(chosen), reason=wish.reason)

    def one(line: Line) -> None:
        if not line.can:
            raise Refused("BULK_CANNOT", why=" ".join(line.why_not))
        within = replace(ctx, batch=InBatch(batch_id, line.done))
        kind.do(within, wish, line.request_id, line.done, seen=line.version)

    return _each(chosen, one, Result(batch_id, wish.act, (), ()), progress, stop)


def undo(
    ctx: Context, batch_id: int, *, progress: Progress = silent, stop: Stop = never
) -> Outcome[Result]:
    """Undo an act on several cases, as far as nothing was built on it since.

    What could not be undone says why, and can be tried again.

    Raises:
        NotPermitted: whoever is at the desk may not do it.
        Refused: nothing of it is left to undo.
    """
    with ctx.reading() as session:
        held = batches.load(session, batch_id)
        lines = batches.to_undo(session, batch_id)
    ctx.require(_leave(held.act))
    if held.undoes_id is not None or not lines:
        raise Refused("BULK_NOTHING_TO_UNDO")
    kind, why = KINDS[held.act], words.sentence("BULK_UNDONE", number=batch_id)
    undoing = _begin(ctx, held.act, {}, len(lines), reason=why, undoes_id=batch_id)

    def one(line: batches.BatchLine) -> None:
        within = replace(ctx, batch=InBatch(undoing, {}))
        kind.undo(within, held.asked, line.request_id, line.done, why=why)

    return _each(lines, one, Result(undoing, held.act, (), ()), progress, stop)


def last(ctx: Context) -> int | None:
    """Return the newest act of today by whoever is at the desk of which something can be undone."""
    midnight = datetime.combine(ctx.today, time(), LONDON).astimezone(UTC)
    with ctx.reading() as session:
        found = batches.newest(session, ctx.actor.id, midnight)
    return found.id if found else None


def _leave(act: BulkAct) -> Act:
    return Act(LEAVE[act])


def _begin(
    ctx: Context, act: BulkAct, asked: Mapping[str, Any], count: int, *, reason: str,
    undoes_id: int | None = None,
) -> int:  # fmt: skip
    """Number the act and put it into the audit trail."""
    held = {name: _plain(value) for name, value in asked.items()}
    with ctx.acting(_leave(act)) as write:
        batch_id = batches.begin(
            write.session, act, held, at=write.at, by=ctx.actor.id, undoes_id=undoes_id
        )
        told = {"act": act.value, "cases": count, **({"undoes": undoes_id} if undoes_id else {})}
        write.record("begin_batch", "batch", batch_id, after=told, reason=reason)
    return batch_id


def _each(
    lines: Iterable[Any], do: Callable[[Any], None], result: Result, progress: Progress, stop: Stop
) -> Outcome[Result]:
    """Do something with one case after another; whoever cannot says why, and the rest goes on."""
    wanted = tuple(lines)
    done: list[int] = []
    left: list[Left] = []
    gone = ""
    for number, line in enumerate(wanted, start=1):
        if not gone and stop():
            gone = words.sentence("BULK_STOPPED")
        try:
            if gone:
                left.append(Left(line.request_id, line.ref, gone))
                continue
            do(line)
            done.append(line.request_id)
        except StaleRecord:
            why = words.sentence("BULK_CHANGED_SINCE")
            left.append(Left(line.request_id, line.ref, why))
        except Unavailable as fault:  # the store is out of reach: the rest would fail alike
            gone = words.error(fault)
            left.append(Left(line.request_id, line.ref, gone))
        except DeskError as fault:
            left.append(Left(line.request_id, line.ref, words.error(fault)))
        progress(number, len(wanted), line.ref)
    changes = Changes()
    for request_id in done:
        changes |= of_case(request_id, Listing.ASSESSORS)
    return Outcome(replace(result, done=tuple(done), left=tuple(left)), changes)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
