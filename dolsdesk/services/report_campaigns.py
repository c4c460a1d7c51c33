"""AG-R01: how far each re-screening has come, and when it would end at this pace."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Campaign, Item, ItemPriority, ItemState
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
from dolsdesk.domain.tally import Scope, weeks
from dolsdesk.services import words
from dolsdesk.services.retest_data import Data, ids, of_items

_WEEKS_LOOKED_AT = 4


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
            Tile("Cases", of_items(every), "in campaigns"),
            Tile("Sent", of_items(i for i in every if i.sent_on), "questionnaires"),
            Tile("Returned", of_items(i for i in every if i.returned_on), "by the homes"),
            Tile("Done", of_items(done), "and followed up"),
            Tile("Unknown", of_items(unknown), "still open"),
        ),
        charts=tuple(_done_by_week(one, by_campaign[one.id], scope)
                     for one in data.campaigns[:2]),
        tables=(_campaign_table(data, by_campaign, scope), _priority_table(data, by_campaign)),
        definitions=(
            "Unknown: neither done nor left out with a reason. A campaign closes when none is.",
            "Forecast: cases that are unknown, divided by the mean done in a week over the last"
            " four weeks. Nothing is forecast where nothing was done.",
            "No home's silence counts as an outcome. The order of work is always today's: what once"
            " gave a reason is not kept.",
        ),
    )  # fmt: skip


def _campaign_table(data: Data, held: Mapping[int, list[Item]], scope: Scope) -> Table:
    rows = []
    for one in data.campaigns:
        items = held[one.id]
        sent = [i for i in items if i.sent_on]
        back = [i for i in items if i.returned_on]
        share = Figure(100 * len(back) / len(sent) if sent else None, ids(back), Unit.PERCENT)
        waiting = [i for i in items if i.is_open]
        oldest = min((i.joined_on for i in waiting), default=None)
        rows.append(
            (
                Cell(one.name),
                Cell(one.cohort.value),
                Cell(of_items(items)),
                Cell(of_items(sent)),
                Cell(of_items(back)),
                Cell(share),
                Cell(of_items(i for i in items if i.triage_view)),
                Cell(of_items(i for i in items if i.outcome)),
                Cell(of_items(i for i in items if i.state is ItemState.DONE)),
                Cell(of_items(i for i in items if i.state is ItemState.EXCLUDED)),
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
        Series(name, tuple(of_items(i for i in items if _by(day(i), on)) for on in days))
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
                Cell(
                    of_items(i for i in held[one.id] if i.priority is rank and is_open == i.is_open)
                )
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
