"""Re-screening: alerts over every case, freezing a cohort, and letters about many people."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dolsdesk.domain.dols.campaigns import CampaignEvent, Cohort
from dolsdesk.domain.staff import Role
from dolsdesk.services import (
    alerts,
    campaign_cases,
    campaign_sending,
    campaigns,
    opening,
    relook,
)
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk
from tests.benchmarks import drawn, statements
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_ROUNDS, _FEW = 11, 4
_CASES = 300
_ALERTS = Target(within=1.0)
_FREEZE = Target(within=2.0)
_LETTERS = Target(within=6.0)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure on a copy of the store, because a campaign is begun in it."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "profile"
        shutil.copytree(profile, copy)
        desk, _ctx = opening.desk_and_context(copy, None)
        try:
            lead = next(one for one in desk.staff() if Role.LEAD in one.roles)
            yield from _measured(desk, desk.context(lead))
        finally:
            desk.close()


def _measured(desk: Desk, ctx: Context) -> Iterator[Measured]:
    with statements.bare(desk) as bare:
        for name, work in (("Alerts", alerts.raised), ("The whole picture", relook.groups)):
            ask = partial(work, ctx)
            yield in_turn(
                f"{name} ({len(ask()):,} lines)",
                [(timed(ask), timed(bare(ask)))] * _ROUNDS,
                baseline="the same SQL through sqlite3",
                target=_ALERTS,
            )
    path = desk.store.location.path
    with closing(sqlite3.connect(str(path), isolation_level=None)) as connection:
        first = _drafted(ctx)
        size = campaigns.lock(ctx, first).value
        insert = partial(_insert, connection, _rows(connection, first))
        _release(connection, first)
        yield in_turn(
            f"Freezing a cohort ({size:,} cases)",
            [(partial(_freeze, ctx, connection), timed(insert))] * _FEW,
            baseline="the same rows through sqlite3",
            target=_FREEZE,
        )
    yield _letters(ctx)


def _letters(ctx: Context) -> Measured:
    """Measure reminders: they can be sent again and again, each time as new letters."""
    number = _drafted(ctx)
    campaigns.lock(ctx, number)
    campaigns.approve_letter(ctx, number)
    campaigns.move(ctx, number, CampaignEvent.RUN)
    chosen = [one.id for one in campaign_cases.items(ctx, number)[:_CASES]]
    made = campaign_sending.send(ctx, number, chosen).value.letters
    papers = [drawn.pages(campaign_sending.letter_content(ctx, one)) for one in made]
    drawn.check(papers[0])
    return in_turn(
        f"Letters about {len(chosen)} people ({len(made)} homes, {sum(map(len, papers))} pages)",
        [(timed(partial(campaign_sending.remind, ctx, number, chosen)),
          timed(partial(_draw, papers)))] * _FEW,
        baseline="the same lines on a bare reportlab canvas",
        target=_LETTERS,
    )  # fmt: skip


def _draw(papers: Sequence[Sequence[drawn.Page]]) -> None:
    for pages in papers:
        drawn.draw(pages)


def _drafted(ctx: Context) -> int:
    return campaigns.create(ctx, name="Measured", purpose="", cohort=Cohort.K1).value


def _freeze(ctx: Context, connection: sqlite3.Connection) -> float:
    """Return how long freezing takes; the cases are let go again for the next round."""
    number = _drafted(ctx)
    seconds = timed(partial(campaigns.lock, ctx, number))()
    _release(connection, number)
    return seconds


def _release(connection: sqlite3.Connection, campaign_id: int) -> None:
    connection.execute(
        "update rescreen_campaign set state = 'campaign_closed' where id = ?", (campaign_id,)
    )


def _rows(connection: sqlite3.Connection, campaign_id: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that freezing wrote, by table, without their ids."""
    found = {}
    for table in ("campaign_item", "campaign_event"):
        rows = connection.execute(f"select * from {table} where campaign_id = ?", (campaign_id,))
        found[table] = [(None, *row[1:]) for row in rows]
    return found


def _insert(connection: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    connection.execute("begin immediate")
    for table, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        connection.executemany(f"insert into {table} values ({marks})", found)
    connection.execute("rollback")
