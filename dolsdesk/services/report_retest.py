"""Reports of re-screening: AG-R01 to AG-R05, AG-R07, and RP23, the transition (after-agni.md 4.11).

What lies before and after a change of the legal test is never joined into one line.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Campaign, Item, ItemPriority, ItemState
from dolsdesk.domain.dols.legal_test import Basis, Finding
from dolsdesk.domain.dols.objections import Objection
from dolsdesk.domain.reporting import (
    DAYS_A_WEEK,
    CaseFacts,
    Cell,
    Chart,
    ChartKind,
    Figure,
    Heading,
    Section,
    Series,
    Table,
    Tile,
    Unit,
)
from dolsdesk.domain.tally import Scope, count, weeks
from dolsdesk.services import campaigns as campaign_service
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import cohorts, findings, relook, statistics
from dolsdesk.store.reads.findings import Told
from dolsdesk.store.reads.relook import Line
from dolsdesk.store.repos import campaigns

_NONE, _DOL, _UNSURE = Finding.NOT_DOL.value, Finding.DOL.value, Finding.UNCERTAIN.value
_MOST_ROWS = 300
_WEEKS_LOOKED_AT = 4


@dataclass(frozen=True)
class Data:
    """Everything the reports of re-screening are counted from, read once."""

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


def read(ctx: Context) -> Data:
    """Read what the reports are counted from."""
    tests = campaign_service.tests(ctx)
    with ctx.reading() as session:
        told = findings.every(session)
        held = campaigns.listed(session)
        return Data(
            test=tests.current,
            since=tests.since,
            told=told,
            standing=tuple(findings.latest(told).values()),
            lines=relook.lines(session, ctx.today),
            campaigns=held,
            items=campaigns.all_items(session),
            closures=statistics.closure_codes(session),
            tests=statistics.tests(session),
            objections=cohorts.objecting(session),
        )


# AG-R01


def progress(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return how far each campaign has come, and when it would end at this pace."""
    by_campaign = {
        one.id: [item for item in data.items if item.campaign_id == one.id]
        for one in data.campaigns
    }
    every = [item for items in by_campaign.values() for item in items]
    unknown = [item for item in every if item.is_open]
    done = [item for item in every if item.state is ItemState.DONE]
    return Section(
        code="AG-R01",
        title="Cohort progress",
        answers="How far has each re-screening come, and what is still unknown?",
        tiles=(
            Tile("Cases", _items(every), "in campaigns"),
            Tile("Sent", _items(i for i in every if i.sent_on), "questionnaires"),
            Tile("Returned", _items(i for i in every if i.returned_on), "by the homes"),
            Tile("Done", _items(done), "whatever follows has happened"),
            Tile("Unknown", _items(unknown), "neither done nor left out"),
        ),
        charts=tuple(_done_by_week(one, by_campaign[one.id], scope)
                     for one in data.campaigns[:2]),
        tables=(_campaign_table(data, by_campaign, scope), _priority_table(data, by_campaign)),
        definitions=(
            "Unknown: neither done nor left out with a reason. A campaign closes when none is.",
            "Forecast: cases that are unknown, divided by the mean done in a week over the last"
            " four weeks. Nothing is forecast where nothing was done.",
            "No home's silence counts as an outcome.",
        ),
    )  # fmt: skip


def _campaign_table(data: Data, held: Mapping[int, list[Item]], scope: Scope) -> Table:
    rows = []
    for one in data.campaigns:
        items = held[one.id]
        sent = [i for i in items if i.sent_on]
        back = [i for i in items if i.returned_on]
        share = Figure(100 * len(back) / len(sent) if sent else None, _ids(back), Unit.PERCENT)
        waiting = [i for i in items if i.is_open]
        oldest = min((i.joined_on for i in waiting), default=None)
        rows.append(
            (
                Cell(one.name),
                Cell(one.cohort.value),
                Cell(_items(items)),
                Cell(_items(sent)),
                Cell(_items(back)),
                Cell(share),
                Cell(_items(i for i in items if i.triage_view)),
                Cell(_items(i for i in items if i.outcome)),
                Cell(_items(i for i in items if i.state is ItemState.DONE)),
                Cell(_items(i for i in items if i.state is ItemState.EXCLUDED)),
                Cell(Figure((scope.as_at - oldest).days if oldest else None, (), Unit.DAYS)),
                Cell(_forecast(items, scope)),
            )
        )
    names = ("Cohort", "Size", "Sent", "Returned", "%", "Triaged", "Decided", "Done", "Left out",
             "Oldest open", "Ends about")  # fmt: skip
    return Table(
        "Campaigns",
        (Heading("Campaign", is_number=False), Heading(names[0], is_number=False),
         *(Heading(n) for n in names[1:])),
        tuple(rows),
    )  # fmt: skip


def _forecast(items: Sequence[Item], scope: Scope) -> str:
    """Return when a campaign would end at the pace of the last four weeks, or nothing."""
    since = scope.as_at - timedelta(days=_WEEKS_LOOKED_AT * DAYS_A_WEEK)
    done = [one for one in items if one.done_on is not None and one.done_on > since]
    unknown = sum(item.is_open for item in items)
    if not done or not unknown:
        return "–" if unknown else "now"
    left = unknown / (len(done) / _WEEKS_LOOKED_AT)
    return text.short_date(scope.as_at + timedelta(days=round(left * DAYS_A_WEEK)))


def _done_by_week(one: Campaign, items: Sequence[Item], scope: Scope) -> Chart:
    first = max(scope.first, one.starts_on)
    days = weeks(first, max(first, scope.last))
    series = [
        Series(name, tuple(_items(i for i in items if _by(day(i), on)) for on in days))
        for name, day in _STEPS
    ]
    return Chart(
        ChartKind.LINES, f"{one.name}, week by week",
        tuple(text.short_date(on) for on in days), tuple(series), marker=scope.marker(days),
    )  # fmt: skip


#: What happened to an item, and on which day.
_STEPS: tuple[tuple[str, Callable[[Item], date | None]], ...] = (
    ("Sent", lambda item: item.sent_on),
    ("Returned", lambda item: item.returned_on),
    ("Done", lambda item: item.done_on),
)


def _by(on: date | None, last: date) -> bool:
    return on is not None and on <= last


def _priority_table(data: Data, held: Mapping[int, list[Item]]) -> Table:
    rows = tuple(
        (
            Cell(one.name),
            *(
                Cell(_items(i for i in held[one.id] if i.priority is rank and is_open == i.is_open))
                for rank in ItemPriority
                for is_open in (True, False)
            ),
        )
        for one in data.campaigns
    )
    headings = tuple(
        Heading(name, words.fact(rank.value))
        for rank in ItemPriority
        for name in ("Unknown", "Known")
    )
    return Table(
        "By order of work", (Heading("Campaign", is_number=False), *headings), rows,
        note="The order follows from listed reasons; it is no score and no outcome.",
    )  # fmt: skip


# AG-R02


def by_provider(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return what was found at each home, under the test in force."""
    since = [
        one
        for one in data.told
        if one.is_formal and one.test == data.test and one.decided_on is not None
        and scope.first <= one.decided_on <= scope.last
    ]  # fmt: skip
    later = {one.request_id for one, _on in _later(data)}
    withdrawn = {request for request, code in data.closures.items() if code == "CR-01"}
    known = {one.request_id for one in cases}
    homes: dict[str, list[Told]] = {}
    for one in since:
        homes.setdefault(one.place_name, []).append(one)
    replies: dict[str, list[Item]] = {}
    for item in data.items:
        if item.sent_on and item.returned_on:
            replies.setdefault(item.place_name, []).append(item)
    gone: dict[str, list[int]] = {}
    for item in data.items:
        if item.request_id in withdrawn and item.request_id in known:
            gone.setdefault(item.place_name, []).append(item.request_id or 0)
    rows = []
    for name in sorted({*homes, *replies, *gone}):
        found, back = homes.get(name, []), replies.get(name, [])
        days = [(i.returned_on - i.sent_on).days for i in back if i.returned_on and i.sent_on]
        rows.append(
            (
                Cell(name),
                Cell(_told(found)),
                Cell(_told(one for one in found if one.outcome == _DOL)),
                Cell(_told(_on(found, Basis.OBJECTIVE))),
                Cell(_told(_on(found, Basis.CONSENT))),
                Cell(_told(one for one in found if one.outcome == _UNSURE)),
                Cell(Figure(len(gone.get(name, ())), tuple(gone.get(name, ())))),
                Cell(_told(one for one in found if one.request_id in later)),
                Cell(Figure(sum(days) / len(days) if days else None, _ids(back), Unit.DAYS)),
            )
        )
    headings = (
        Heading("Home or hospital", is_number=False), Heading("Cases"), Heading("Deprivation"),
        Heading("Restrictions", "None, on", note=1), Heading("Consent", "None, on", note=1),
        Heading("Uncertain"), Heading("Withdrawn"), Heading("Objected later"),
        Heading("Days to reply"),
    )  # fmt: skip
    return Section(
        code="AG-R02",
        title="Outcomes by provider",
        answers="What was found at each home under the test in force?",
        tiles=_outcome_tiles(since),
        charts=(),
        tables=(
            Table("Findings by home or hospital", headings, tuple(rows),
                  note="Numbers below five are shown as <5 in every copy that leaves the team.",
                  is_shared_small=True),
        ),
        definitions=(
            "A finding on both grounds is counted under each.",
            "Only findings under the test in force are counted; earlier ones are another measure.",
        ),
    )  # fmt: skip


def _outcome_tiles(found: Sequence[Told]) -> tuple[Tile, ...]:
    return (
        Tile("Findings", _told(found), "under the test in force"),
        Tile("Deprivation", _told(one for one in found if one.outcome == _DOL)),
        Tile("None: restrictions", _told(_on(found, Basis.OBJECTIVE))),
        Tile("None: consent", _told(_on(found, Basis.CONSENT))),
        Tile("Uncertain", _told(one for one in found if one.outcome == _UNSURE)),
    )


# AG-R03


def changed(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return every decision that differs from the one before it."""
    pairs = [
        (old, new)
        for old, new in _pairs(data)
        if new.decided_on is not None and scope.first <= new.decided_on <= scope.last
        and old.outcome and old.outcome != new.outcome
    ]  # fmt: skip
    rows = tuple(
        (
            Cell(new.case_ref),
            Cell(words.fact(old.test)),
            Cell(words.fact(old.outcome)),
            Cell(old.decided_on),
            Cell(words.fact(new.test)),
            Cell(words.fact(new.outcome)),
            Cell(", ".join(words.fact(f"basis_{one}", words.fact(one)) for one in new.basis)),
            Cell(new.decided_by),
            Cell(new.decided_on),
            Cell(Figure(_days(old, new), (new.request_id,), Unit.DAYS)),
            Cell(_ended(new, data)),
        )
        for old, new in pairs[:_MOST_ROWS]
    )
    names = ("Test then", "Outcome then", "Then", "Test now", "Outcome now", "Because", "By", "Now")
    loosened = [new for _old, new in pairs if new.outcome == _NONE]
    return Section(
        code="AG-R03",
        title="Changed decisions",
        answers="Who was found otherwise than before, and what ended as a result?",
        tiles=(
            Tile("Changed", _told(new for _old, new in pairs), "decisions"),
            Tile("To no deprivation", _told(loosened)),
            Tile("To a deprivation", _told(new for _, new in pairs if new.outcome == _DOL)),
        ),
        charts=(),
        tables=(
            Table("Changed decisions",
                  (Heading("Reference", is_number=False),
                   *(Heading(n, is_number=False) for n in names), Heading("Days between"),
                   Heading("What ended", is_number=False)), rows),
        ),
        definitions=("An earlier decision stays as it was made; the later one stands beside it.",),
    )  # fmt: skip


def _pairs(data: Data) -> list[tuple[Told, Told]]:
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


def _ended(new: Told, data: Data) -> str:
    if new.outcome != _NONE:
        return ""
    running = {line.request_id: line for line in data.lines}
    line = running.get(new.request_id)
    if line is None:
        return "The request or authorisation"
    return "Nothing yet: the request is open" if line.is_open else "Nothing yet: in force"


# AG-R04


def recheck(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return who is to be looked at again, and when."""
    due = sorted(
        (one for one in data.standing if one.outcome in {_NONE, _UNSURE}),
        key=lambda one: (one.look_again_on or date.min, one.request_id),
    )
    late = [one for one in due if one.look_again_on is None or one.look_again_on < scope.as_at]
    rows = tuple(
        (
            Cell(one.case_ref),
            Cell(words.fact(one.outcome)),
            Cell(", ".join(words.fact(f"basis_{b}", words.fact(b)) for b in one.basis)),
            Cell(one.look_again_on or "no day set"),
            Cell(one.visited_on),
            Cell(
                Figure(
                    max(0, (scope.as_at - one.look_again_on).days) if one.look_again_on else None,
                    (one.request_id,), Unit.DAYS,
                )
            ),
        )
        for one in due[:_MOST_ROWS]
    )  # fmt: skip
    names = ("Outcome", "Because", "Look again", "Last seen")
    return Section(
        code="AG-R04",
        title="Re-check list",
        answers="Who was found not deprived, or uncertain, and is to be looked at again?",
        tiles=(
            Tile("To look at again", _told(due)),
            Tile("Overdue", _told(late), "or without a day"),
            Tile("Uncertain", _told(one for one in due if one.outcome == _UNSURE)),
        ),
        charts=(),
        tables=(
            Table("Findings to look at again",
                  (Heading("Reference", is_number=False),
                   *(Heading(n, is_number=False) for n in names), Heading("Days overdue")), rows),
        ),
        definitions=("The ceiling is twelve months; any objection brings it forward.",),
    )  # fmt: skip


# AG-R05


def objections(_cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return who objected after a finding of no deprivation: the key measure of safety."""
    found = [(one, on) for one, on in _later(data) if scope.first <= on <= scope.last]
    after = _after(data)
    rows = tuple(
        (
            Cell(one.case_ref),
            Cell(one.decided_on),
            Cell(on),
            Cell(
                Figure((on - one.decided_on).days if one.decided_on else None,
                       (one.request_id,), Unit.DAYS)
            ),
            Cell("Looked at again" if id(one) in after else "Open"),
            Cell(words.fact(after[id(one)].outcome) if id(one) in after else ""),
        )
        for one, on in found[:_MOST_ROWS]
    )  # fmt: skip
    every = [one for one in data.told if one.is_formal and one.outcome == _NONE]
    return Section(
        code="AG-R05",
        title="Later objections",
        answers="Who objected after being found not deprived, how soon, and what was done?",
        tiles=(
            Tile("Objected later", _told(one for one, _on in found)),
            Tile("Findings of none", _told(every), "so far"),
            Tile("Still open", _told(one for one, _ in found if id(one) not in after)),
        ),
        charts=(),
        tables=(
            Table("Objections after a finding of no deprivation",
                  (Heading("Reference", is_number=False), Heading("Found", is_number=False),
                   Heading("Objected", is_number=False), Heading("Days after"),
                   Heading("Action", is_number=False), Heading("New outcome", is_number=False)),
                  rows),
        ),
        definitions=("Objected: an objection on record, or contentment that was lost.",),
    )  # fmt: skip


def _later(data: Data) -> list[tuple[Told, date]]:
    """Return findings of none with the first objection after each."""
    found = []
    for one in data.told:
        if not one.is_formal or one.outcome != _NONE or one.decided_on is None:
            continue
        said = [told.on for told in data.objections.get(one.person_id, ())]
        after = [on for on in said if on > one.decided_on]
        after += [one.withdrawn_on] if one.withdrawn_on else []
        if after:
            found.append((one, min(after)))
    return found


def _after(data: Data) -> dict[int, Told]:
    return {id(old): new for old, new in _pairs(data)}


# AG-R07


def clocks(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return how late decisions were, those under each test apart."""
    ended = [
        one for one in cases
        if one.closed_on is not None and scope.first <= one.closed_on <= scope.last
    ]  # fmt: skip
    now = [one for one in ended if _test_of(one, data) == data.test]
    then = [one for one in ended if _test_of(one, data) != data.test]
    named = (("Under an earlier test", then), (words.fact(data.test), now))
    return Section(
        code="AG-R07",
        title="Clocks",
        answers="How late were decisions and endings, under each test by itself?",
        tiles=tuple(
            Tile(f"{name}: late", count(one for one in held if _late(one)), f"of {len(held)}")
            for name, held in named
        ),
        charts=(),
        tables=tuple(_clock_table(name, held, data) for name, held in named),
        definitions=(
            "Late: ended after the day the assessments were due. No re-screening moves that day.",
            "CR-02 no deprivation on the restrictions, CR-03 on consent, CR-04 on both, CR-07"
            " another requirement, CR-08 authorised; the others are endings without a decision.",
        ),
    )


def _clock_table(name: str, held: Sequence[CaseFacts], data: Data) -> Table:
    newest = sorted(held, key=lambda one: (one.closed_on or date.min, one.request_id))
    rows = tuple(
        (
            Cell(one.ref),
            Cell(one.received_on),
            Cell(one.due_on),
            Cell(one.closed_on),
            Cell(
                Figure(
                    max(0, (one.closed_on - one.due_on).days)
                    if one.closed_on and one.due_on else None,
                    (one.request_id,), Unit.DAYS,
                )
            ),
            Cell(code_of(one, data)),
        )
        for one in reversed(newest[-_MOST_ROWS:])
    )  # fmt: skip
    names = ("Received", "Due", "Ended")
    note = f"The {_MOST_ROWS} that ended last." if len(held) > _MOST_ROWS else ""
    return Table(
        name,
        (Heading("Reference", is_number=False), *(Heading(n, is_number=False) for n in names),
         Heading("Days late"), Heading("Code", is_number=False)),
        rows, note=note,
    )  # fmt: skip


def code_of(one: CaseFacts, data: Data) -> str:
    """Return the closure code of a case (3b)."""
    if one.request_id in data.closures:
        return data.closures[one.request_id]
    if one.outcome == "granted":
        return "CR-08"
    if one.outcome != "not_granted":
        return "CR-05"
    last = next((told for told in reversed(data.told) if told.request_id == one.request_id), None)
    if last is None or last.outcome != _NONE:
        return "CR-07"
    by_basis = {Basis.OBJECTIVE.value: "CR-02", Basis.CONSENT.value: "CR-03"}
    grounds = [basis for basis in by_basis if basis in last.basis]
    return "CR-04" if len(grounds) > 1 else by_basis[grounds[0]] if grounds else "CR-07"


def _test_of(one: CaseFacts, data: Data) -> str:
    held = data.tests.get(one.request_id, "")
    if held:
        return held
    return data.test if (one.closed_on or date.min) >= data.since else ""


def _late(one: CaseFacts) -> bool:
    return one.due_on is not None and one.closed_on is not None and one.closed_on > one.due_on


# RP23


def transition(cases: Sequence[CaseFacts], scope: Scope, data: Data) -> Section:
    """Return how far the council has come from the earlier test to the one in force."""
    still_open = [one for one in data.lines if one.is_open and one.legal_test != data.test]
    live = [one for one in data.lines if not one.is_open and one.legal_test != data.test]
    refused = [one for one in cases if one.outcome == "not_granted" and one.decided_on]
    closed: dict[str, list[CaseFacts]] = {name: [] for name in ("CR-02", "CR-03", "CR-04")}
    for one in refused:
        code = code_of(one, data)
        if code in closed and scope.first <= (one.decided_on or date.min) <= scope.last:
            closed[code].append(one)
    days = weeks(scope.first, scope.last)
    named = (("Restrictions", "CR-02"), ("Consent", "CR-03"), ("Both", "CR-04"))
    series = tuple(
        Series(name, tuple(count(one for one in closed[code] if _in_week(one, on)) for on in days))
        for name, code in named
    )
    before = scope.changed_on or data.since
    return Section(
        code="RP23",
        title="Transition to the test in force",
        answers="What still rests on the earlier test, and what was closed as no deprivation?",
        tiles=(
            Tile("Open", _lines(still_open), "with no finding under the test in force"),
            Tile("In force", _lines(live), "authorisations on an earlier test"),
            *(Tile(f"Closed: {name.lower()}", count(closed[code]), "no deprivation")
              for name, code in named),
        ),
        charts=(
            Chart(ChartKind.LINES, "Closed as no deprivation, by week",
                  tuple(text.short_date(on) for on in days), series, marker=scope.marker(days),
                  note="Before and after the change of test are two measures and never joined."),
        ),
        tables=(
            _transition_table("Before", [c for c in refused if (c.decided_on or before) < before],
                              data, scope),
            _transition_table("Since", [c for c in refused if (c.decided_on or before) >= before],
                              data, scope),
        ),
        definitions=(
            f"The test in force began on {text.long_date(data.since)}.",
            "An authorisation is on an earlier test until somebody has found under the present"
            " one; it stays in force until a review, the court or its last day ends it.",
        ),
    )  # fmt: skip


def _transition_table(name: str, held: Sequence[CaseFacts], data: Data, scope: Scope) -> Table:
    inside = [one for one in held if scope.first <= (one.decided_on or date.min) <= scope.last]
    codes = ("CR-02", "CR-03", "CR-04", "CR-07")
    rows = tuple(
        (Cell(code), Cell(words.fact(f"closed_{code}")),
         Cell(count(one for one in inside if code_of(one, data) == code)))
        for code in codes
    )  # fmt: skip
    return Table(
        f"Not granted, {name.lower()} the change of test",
        (Heading("Code", is_number=False), Heading("Why", is_number=False), Heading("Requests")),
        rows,
    )


def _in_week(one: CaseFacts, ends_on: date) -> bool:
    on = one.decided_on
    return on is not None and ends_on - timedelta(days=DAYS_A_WEEK) < on <= ends_on


# Figures


def _ids(items: Iterable[Item]) -> tuple[int, ...]:
    return tuple(one.request_id for one in items if one.request_id is not None)


def _items(items: Iterable[Item]) -> Figure:
    found = list(items)
    return Figure(len(found), _ids(found))


def _told(found: Iterable[Told]) -> Figure:
    held = list(found)
    return Figure(len(held), tuple(dict.fromkeys(one.request_id for one in held)))


def _lines(found: Sequence[Line]) -> Figure:
    return Figure(len(found), tuple(one.request_id for one in found))


def _on(found: Iterable[Told], basis: Basis) -> list[Told]:
    return [one for one in found if one.outcome == _NONE and basis.value in one.basis]


def _days(old: Told, new: Told) -> int | None:
    if old.decided_on is None or new.decided_on is None:
        return None
    return (new.decided_on - old.decided_on).days
