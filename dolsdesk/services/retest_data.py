"""What the reports of re-screening are counted from, as things stood at the end of a day.

Findings, items and cases are put back to that day from their own dates and from what happened; the
order of work is today's, because only the reasons that stand are kept. What was voided since counts
for nothing on any day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dolsdesk.clock import end_of_day
from dolsdesk.domain.dols.campaigns import Campaign, Event, Item, ItemState
from dolsdesk.domain.dols.legal_test import Basis, Finding
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.dols.recorded_findings import Purpose
from dolsdesk.domain.reporting import Figure
from dolsdesk.domain.tally import Scope
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import cohorts, findings, relook, statistics
from dolsdesk.store.reads.findings import Told
from dolsdesk.store.reads.relook import Line
from dolsdesk.store.repos import campaigns

NONE, DOL, UNSURE = Finding.NOT_DOL.value, Finding.DOL.value, Finding.UNCERTAIN.value
#: The most rows that a list of cases in a report has.
MOST_ROWS = 300


@dataclass(frozen=True)
class Data:
    """Everything the reports of re-screening are counted from, read once.

    ``test`` is the legal test in force on the day, ``since`` when it came.
    """

    test: str
    since: date
    told: tuple[Told, ...]
    standing: tuple[Told, ...]
    lines: tuple[Line, ...]
    campaigns: tuple[Campaign, ...]
    items: tuple[Item, ...]
    closures: Mapping[int, str] = field(default_factory=dict)
    tests: Mapping[int, str] = field(default_factory=dict)
    objections: Mapping[int, tuple[Objection, ...]] = field(default_factory=dict)


Read = Callable[[Scope], Data]


def reader(ctx: Context) -> Read:
    """Return what reads the data of a report's day."""
    return lambda scope: read(ctx, scope.as_at)


def read(ctx: Context, as_at: date) -> Data:
    """Return what the reports are counted from, as it stood at the end of a day."""
    rule = ctx.book.value(RuleId.LEGAL_TEST, on=as_at)
    is_past = as_at < ctx.today
    with ctx.reading() as session:
        told = _told(session, as_at)
        tests = _tests(told) if is_past else statistics.tests(session)
        lines = relook.lines(session, as_at)
        if is_past:
            lines = tuple(replace(one, legal_test=tests.get(one.request_id, "")) for one in lines)
        every = campaigns.all_items(session)
        return Data(
            test=rule.code,
            since=rule.value.starts_on,
            told=told,
            standing=_standing(told) if is_past else tuple(findings.latest(told).values()),
            lines=lines,
            campaigns=tuple(one for one in campaigns.listed(session) if one.starts_on <= as_at),
            items=_items(session, every, as_at) if is_past else every,
            closures=statistics.closure_codes(session),
            tests=tests,
            objections={
                person: tuple(one for one in found if one.on <= as_at)
                for person, found in cohorts.objecting(session).items()
            },
        )


def pairs_of(data: Data) -> list[tuple[Told, Told]]:
    """Return each decision with the one before it about the person in the place."""
    found: list[tuple[Told, Told]] = []
    last: dict[tuple[int, int], Told] = {}
    for one in data.told:
        if not one.is_formal:
            continue
        key = (one.person_id, one.place_id)
        if key in last:
            found.append((last[key], one))
        last[key] = one
    return found


def later_objections(data: Data) -> list[tuple[Told, date]]:
    """Return findings of none with the first objection after each."""
    found = []
    for one in data.told:
        if not one.is_formal or one.outcome != NONE or one.decided_on is None:
            continue
        said = [told.on for told in data.objections.get(one.person_id, ())]
        after = [on for on in said if on > one.decided_on]
        after += [one.withdrawn_on] if one.withdrawn_on else []
        if after:
            found.append((one, min(after)))
    return found


# As it was


def _told(session: ReadSession, as_at: date) -> tuple[Told, ...]:
    """Return the findings that were decided by a day; contentment lost later was not lost yet."""
    known = []
    for one in findings.every(session):
        if one.decided_on is None or one.decided_on > as_at:
            continue
        lost = one.withdrawn_on is not None and one.withdrawn_on > as_at
        known.append(replace(one, withdrawn_on=None) if lost else one)
    return tuple(known)


def _standing(told: Iterable[Told]) -> tuple[Told, ...]:
    """Return the newest decision of each person in each place: what superseded it came later."""
    found = {
        (one.person_id, one.place_id): one
        for one in told
        if one.is_formal and one.purpose is Purpose.CURRENT_DECISION
    }
    return tuple(found.values())


def _tests(told: Iterable[Told]) -> dict[int, str]:
    return {one.request_id: one.test for one in told if one.is_formal}


def _items(session: ReadSession, every: Sequence[Item], as_at: date) -> tuple[Item, ...]:
    """Return the items that had joined by a day, each where it stood then."""
    happened: dict[int, list[Event]] = {}
    for one in campaigns.events_until(session, end_of_day(as_at)):
        happened.setdefault(one.item_id or 0, []).append(one)
    return tuple(
        _as_it_was(one, happened.get(one.id, []), as_at) for one in every if one.joined_on <= as_at
    )


def _as_it_was(item: Item, events: Sequence[Event], as_at: date) -> Item:
    reached = [one.to_state for one in events]

    def by_then(on: date | None) -> date | None:
        return on if on is not None and on <= as_at else None

    return replace(
        item,
        state=ItemState(reached[-1]) if reached else ItemState.SELECTED,
        triage_view=item.triage_view if ItemState.TRIAGED.value in reached else None,
        outcome=item.outcome if ItemState.DECIDED.value in reached else "",
        sent_on=by_then(item.sent_on),
        reminded_on=by_then(item.reminded_on),
        returned_on=by_then(item.returned_on),
        done_on=by_then(item.done_on),
    )


# Figures


def ids(items: Iterable[Item]) -> tuple[int, ...]:
    """Return the requests behind some items."""
    return tuple(one.request_id for one in items if one.request_id is not None)


def of_items(items: Iterable[Item]) -> Figure:
    """Return how many items there are."""
    found = list(items)
    return Figure(len(found), ids(found))


def of_told(found: Iterable[Told]) -> Figure:
    """Return how many findings there are."""
    held = list(found)
    return Figure(len(held), tuple(dict.fromkeys(one.request_id for one in held)))


def of_lines(found: Sequence[Line]) -> Figure:
    """Return how many cases there are."""
    return Figure(len(found), tuple(one.request_id for one in found))


def none_on(found: Iterable[Told], basis: Basis) -> list[Told]:
    """Return the findings of no deprivation on a ground."""
    return [one for one in found if one.outcome == NONE and basis.value in one.basis]


def days_between(old: Told, new: Told) -> int | None:
    """Return the days from one decision to the next."""
    if old.decided_on is None or new.decided_on is None:
        return None
    return (new.decided_on - old.decided_on).days
