"""Fifty letters from fifty cases, against their own words drawn on a bare canvas, line for line."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import cases, letter_writing, opening, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.letter_facts import Stage
from dolsdesk.services.letter_writing import Wanted
from dolsdesk.services.worklist import Bucket, Query, SortKey
from tests.benchmarks import drawn
from tests.benchmarks.measuring import Measured, Target, in_turn, timed

_LETTERS, _ROUNDS = 50, 5
_CODE = "L11"
_TARGET = Target(times=4.0, within=10.0)


def measure(profile: Path) -> Iterator[Measured]:
    """Measure the cover of a grant to fifty homes, from the facts of the cases to the bytes."""
    desk, ctx = opening.desk_and_context(profile, None)
    try:
        held = tuple(islice(_granted(ctx), _LETTERS))
        pages = [page for case in held for page in drawn.pages(_written(ctx, case))]
        drawn.check(pages)
        yield in_turn(
            f"{len(held)} letters ({len(pages)} pages)",
            [(timed(partial(_all, ctx, held)), timed(partial(drawn.draw, pages)))] * _ROUNDS,
            baseline="the same lines on a bare reportlab canvas",
            target=_TARGET,
        )
    finally:
        desk.close()


def _granted(ctx: Context) -> Iterator[Case]:
    query = Query(
        bucket=Bucket.ALL, states=frozenset({RequestState.GRANTED}), sort=SortKey.DECIDED,
        descending=True,
    )  # fmt: skip
    for line in worklist.page(ctx, query, limit=400).rows:
        case = cases.open_case(ctx, line.request_id).case
        if letter_writing.addressees(case, letter_writing.known(_CODE)):
            yield case


def _all(ctx: Context, held: tuple[Case, ...]) -> None:
    for case in held:
        _written(ctx, case)


def _written(ctx: Context, case: Case) -> bytes:
    to = letter_writing.addressees(case, letter_writing.known(_CODE))[0]
    return letter_writing.made(Stage(ctx, case), Wanted(_CODE, to.key)).content
