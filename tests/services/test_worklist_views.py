"""Saved views of the worklist: kept, shared, and read again by another version."""

from typing import Any

import pytest

from dolsdesk.domain.changes import Listing
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import worklist
from dolsdesk.services.worklist import Bucket, Query, SavedView, SortKey
from dolsdesk.store.repos import views as views_repo
from tests.support.desk import World

FULL = Query(
    bucket=Bucket.WITH_ASSESSORS,
    words="Łukasz-O'Neill 100%",
    states=frozenset({RequestState.ALLOCATED, RequestState.ASSESSING}),
    priorities=frozenset({"high", "low"}),
    urgent=True,
    objects=False,
    assessor_id=3,
    place_id=4,
    sort=SortKey.RECEIVED,
    descending=True,
)


def store_view(world: World, query: dict[str, Any], columns: list[str]) -> None:
    """Keep a view as some other version of dolsdesk wrote it."""
    with world.admin.keeping_house() as write:
        views_repo.keep(
            write.session, world.admin.actor.id, "Odd", {"query": query, "columns": columns}
        )


@pytest.mark.parametrize("query", [Query(), FULL], ids=["nothing chosen", "everything chosen"])
def test_a_view_comes_back_as_it_was_saved(world, query):
    view = SavedView("Mine", is_shared=False, query=query, columns=("ref", "person", "due"))
    assert worklist.keep_view(world.admin, view).changes.lists == {Listing.VIEWS}
    assert worklist.views(world.admin) == (view,)


def test_a_shared_view_is_everybodys_and_another_is_not(world):
    mine = SavedView("Mine", is_shared=False, query=Query(), columns=())
    ours = SavedView("Ours", is_shared=True, query=FULL, columns=("ref",))
    for view in (mine, ours):
        worklist.keep_view(world.admin, view)
    assert worklist.views(world.admin) == (mine, ours)
    assert worklist.views(world.lead) == (ours,)


def test_a_view_of_the_same_name_takes_the_place_of_the_one_before(world):
    for bucket in (Bucket.OVERDUE, Bucket.CLOSED):
        for is_shared in (False, True):
            view = SavedView("Monday", is_shared, Query(bucket=bucket), ("ref",))
            worklist.keep_view(world.admin, view)
    found = worklist.views(world.admin)
    assert {one.is_shared for one in found} == {True, False}
    assert [one.query.bucket for one in found] == [Bucket.CLOSED] * 2


def test_a_dropped_view_is_gone_and_its_namesake_stays(world):
    mine, ours = (SavedView("Monday", shared, Query(), ()) for shared in (False, True))
    for view in (mine, ours):
        worklist.keep_view(world.admin, view)
    worklist.drop_view(world.admin, mine)
    assert worklist.views(world.admin) == (ours,)
    worklist.drop_view(world.admin, ours)
    assert worklist.views(world.admin) == ()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"bucket": "of_a_later_version", "sort": "by_moon", "colour": "red"},
        {"states": ["dreaming"], "sort": None, "bucket": None},
    ],
)
def test_what_this_version_does_not_know_in_a_view_is_left(world, query):
    store_view(world, query, ["ref", "of_a_later_version"])
    [view] = worklist.views(world.admin)
    assert view.query == Query()
    worklist.page(world.admin, view.query)


def test_what_this_version_knows_of_an_odd_view_is_kept(world):
    store_view(world, {"states": ["waiting", "dreaming"], "words": "rose", "urgent": True}, ["ref"])
    [view] = worklist.views(world.admin)
    assert view.query == Query(states=frozenset({RequestState.WAITING}), words="rose", urgent=True)


def test_a_view_finds_what_its_query_says(world):
    waiting = world.a_case(signed_by="")
    world.allocated(world.a_case())
    view = SavedView("New", is_shared=True, query=Query(bucket=Bucket.WAITING), columns=())
    worklist.keep_view(world.admin, view)
    [saved] = worklist.views(world.lead)
    assert [row.request_id for row in worklist.page(world.lead, saved.query).rows] == [waiting]
