"""A manager's overview: how things stand today, with the cases behind every number."""

from collections.abc import Callable, Iterable
from functools import partial

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.reporting import Cell, Figure, Heading, Section, Table, Tile
from dolsdesk.domain.staff import Act
from dolsdesk.domain.statistics import median
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.store.reads import overview as reads
from dolsdesk.store.reads.overview import OpenCase
from dolsdesk.store.reads.worklist import Bucket, Horizon

_MOST = 12  # homes and assessors listed
_TILES = (
    Bucket.NO_AUTHORITY, Bucket.OVERDUE, Bucket.DUE_TODAY, Bucket.WAITING, Bucket.WITH_ASSESSORS,
    Bucket.WITH_SIGNATORY, Bucket.COPIES, Bucket.EXPIRING, Bucket.EXPIRED, Bucket.CONTACT_DUE,
)  # fmt: skip
_S = RequestState
_STAGES = (
    ("Received, being checked", frozenset({_S.RECEIVED, _S.CHECKING})),
    ("Waiting for an assessor", frozenset({_S.WAITING})),
    ("With assessors", frozenset({_S.ALLOCATED, _S.ASSESSING, _S.RETURNED})),
    ("To be decided", frozenset({_S.ALL_POSITIVE, _S.WITH_SIGNATORY, _S.NEGATIVE})),
)
_COLUMNS = ("Open", "Overdue", "Without authority")


def build(ctx: Context) -> Section:
    """Return how things stand today.

    Raises:
        NotPermitted: this person does not see every case.
    """
    ctx.require(Act.READ_ALL)
    days = ctx.book.value(RuleId.PR_EXPIRING_SOON, on=ctx.today).amount
    horizon = Horizon(ctx.today, days)
    with ctx.reading() as session:
        held = reads.open_cases(session)
        behind = {bucket: reads.ids(session, bucket, horizon) for bucket in _TILES}
    return Section(
        code="",
        title="How things stand",
        answers="Enter opens the cases behind a number.",
        tiles=(_open(ctx, held), *(_tile(bucket, ids) for bucket, ids in behind.items())),
        charts=(),
        tables=(
            _table(ctx, "By stage", _by_stage(held)),
            _table(ctx, "By priority", _by_priority(held)),
            _table(ctx, "By home or hospital, the most first", _by(held, _place)),
            _table(ctx, "By best interests assessor, the most first", _by(held, _bia)),
        ),
        definitions=(),
    )


def _open(ctx: Context, held: tuple[OpenCase, ...]) -> Tile:
    middle = median([(ctx.today - one.received_on).days for one in held])
    below = f"half older than {middle:.0f} days" if middle is not None else ""
    return Tile(words.fact(Bucket.OPEN.value), _figure(held), below)


def _tile(bucket: Bucket, ids: tuple[int, ...]) -> Tile:
    return Tile(words.fact(bucket.value), Figure(len(ids), ids))


def _table(ctx: Context, title: str, rows: Iterable[tuple[str, tuple[OpenCase, ...]]]) -> Table:
    kinds: tuple[Callable[[OpenCase], bool], ...] = (
        lambda _one: True,
        partial(OpenCase.is_overdue, today=ctx.today),
        partial(OpenCase.is_without_authority, today=ctx.today),
    )
    return Table(
        title,
        (Heading("", is_number=False), *map(Heading, _COLUMNS)),
        tuple(
            (Cell(name), *(Cell(_figure(filter(holds, found))) for holds in kinds))
            for name, found in rows
        ),
    )


def _by_stage(held: tuple[OpenCase, ...]) -> list[tuple[str, tuple[OpenCase, ...]]]:
    return [(name, tuple(one for one in held if one.state in states)) for name, states in _STAGES]


def _by_priority(held: tuple[OpenCase, ...]) -> list[tuple[str, tuple[OpenCase, ...]]]:
    return [
        (words.fact(band) if band else "None yet", found)
        for band in ("high", "medium", "low", "")
        if (found := tuple(one for one in held if one.priority == band))
    ]


def _by(
    held: tuple[OpenCase, ...], name: Callable[[OpenCase], str]
) -> list[tuple[str, tuple[OpenCase, ...]]]:
    groups: dict[str, list[OpenCase]] = {}
    for one in held:
        if name(one):
            groups.setdefault(name(one), []).append(one)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [(called, tuple(found)) for called, found in ordered[:_MOST]]


def _place(one: OpenCase) -> str:
    return one.place_name


def _bia(one: OpenCase) -> str:
    return one.bia_name


def _figure(found: Iterable[OpenCase]) -> Figure:
    ids = tuple(one.request_id for one in found)
    return Figure(len(ids), ids)
