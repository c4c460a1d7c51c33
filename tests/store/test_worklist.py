"""Paging, ordering, filtering and searching the worklist, on every database alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dolsdesk.domain.dols.facts import Priority, RequestType
from dolsdesk.services import cases, copies, finding, requests, worklist
from dolsdesk.services.worklist import Bucket, Query, SortKey
from tests.support import stores
from tests.support.desk import TODAY, World, a_person, new_request, open_on

NAMES = (
    "Ōkami",
    "Zając",
    "Åström",
    "de la Cruz",
    "O'Brien",
    "Ødegård",
    "van Dijk",
    "Smith",
    "smith",
)


@pytest.fixture(scope="module", params=stores.KINDS)
def busy(request, tmp_path_factory) -> Iterator[World]:
    """Return a desk with cases in many states, some values shared and some missing."""
    with stores.opened(request, tmp_path_factory.mktemp("busy")) as store:
        world = World(open_on(store))
        fill(world)
        yield world


def fill(world: World) -> None:
    today = world.desk.clock.today()
    for number in range(18):
        case = world.a_case(
            urgent=number % 5 == 0,
            received_on=today - timedelta(days=number % 7),
            person=a_person(family_name=NAMES[number % len(NAMES)], given_names=f"N{number % 3}"),
            arrangements_from=None if number % 2 else today - timedelta(days=number),
        )
        if number % 3 == 0:
            requests.wait(
                world.admin,
                case,
                priority=list(Priority)[number % 2],
                reason="r",
                next_contact_on=today + timedelta(days=9),
            )
    world.whole_way()
    world.allocated(world.a_case(received_on=today))


def walk(ctx, query: Query, limit: int) -> list[int]:
    """Return the ids of every page in turn."""
    found, after = [], None
    while True:
        page = worklist.page(ctx, query, after=after, limit=limit)
        assert len(page.rows) <= limit
        found += [row.request_id for row in page.rows]
        if page.next_after is None:
            return found
        after = page.next_after


def test_pages_put_together_are_the_list_for_every_order_both_ways(busy):
    for sort in SortKey:
        for descending in (False, True):
            query = Query(bucket=Bucket.ALL, sort=sort, descending=descending)
            whole = worklist.page(busy.admin, query, limit=500)
            ids = [row.request_id for row in whole.rows]
            assert len(set(ids)) == whole.total == 20
            assert whole.next_after is None
            for limit in (1, 3, 7):
                assert walk(busy.admin, query, limit) == ids


def test_descending_is_ascending_backwards(busy):
    for sort in SortKey:
        up, down = (
            worklist.page(busy.admin, Query(Bucket.ALL, sort=sort, descending=way), limit=500).rows
            for way in (False, True)
        )
        assert up == down[::-1]


@pytest.mark.parametrize(
    ("sort", "field"),
    [(SortKey.RECEIVED, "received_on"), (SortKey.DUE, "due_on"), (SortKey.REF, "ref")],
)
def test_rows_come_in_the_order_asked_for(busy, sort, field):
    rows = worklist.page(busy.admin, Query(Bucket.ALL, sort=sort), limit=500).rows
    values = [getattr(row, field) or date.max for row in rows]
    assert values == sorted(values)


def test_priorities_come_high_before_low_and_unbanded_last(busy):
    rows = worklist.page(busy.admin, Query(Bucket.ALL, sort=SortKey.PRIORITY), limit=500).rows
    ranks = [{"high": 0, "medium": 1, "low": 2}.get(row.priority, 3) for row in rows]
    assert ranks == sorted(ranks)


def test_each_ready_made_list_holds_as_many_as_its_count_says(busy):
    counts = worklist.counts(busy.admin)
    for bucket, count in counts.items():
        page = worklist.page(busy.admin, Query(bucket), limit=500)
        assert len(page.rows) == page.total == count


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("okami", "Ōkami"),
        ("OKAMI", "Ōkami"),
        ("zajac", "Zając"),
        ("astrom", "Åström"),
        ("odegard", "Ødegård"),
        ("obrien", "O'Brien"),
        ("o brien", "O'Brien"),
        ("cruz la", "de la Cruz"),
        ("smit", "Smith"),
    ],
)
def test_a_person_is_found_however_the_name_is_typed(busy, query, wanted):
    found = worklist.page(busy.admin, Query(Bucket.ALL, words=query), limit=500)
    assert found.rows
    assert all(wanted.lower() in row.person_name.lower() for row in found.rows)
    assert not found.was_alike


def test_a_person_is_found_with_a_letter_wrong_and_the_list_says_so(busy):
    found = worklist.page(busy.admin, Query(Bucket.ALL, words="zajoc"), limit=500)
    assert {row.person_name.partition(",")[0] for row in found.rows} == {"Zając"}
    assert found.was_alike


def test_a_case_is_found_by_its_reference_and_its_home(busy):
    [row] = worklist.page(busy.admin, Query(Bucket.ALL, words="26-000003"), limit=500).rows
    assert row.ref == "26-000003"
    assert worklist.page(busy.admin, Query(Bucket.ALL, words="rosewood"), limit=500).total == 20


def test_people_and_places_are_found_as_they_are_typed(busy):
    assert finding.people(busy.admin, "zaj")
    assert [place.name for place in finding.places(busy.admin, "rosew")] == ["Rosewood House"]
    assert [place.name for place in finding.places(busy.admin, "civic lodg")] == ["Civic Lodge"]


def test_a_corrected_name_is_found_and_the_old_one_is_not(any_world):
    ctx = any_world.admin
    any_world.a_case(person=a_person(family_name="Wrong"))
    [match] = finding.people(ctx, "wrong")
    corrected = new_request(any_world.hospital, person=a_person(family_name="Right"))
    requests.log(ctx, replace(corrected, person_id=match.id), reason="as it came")
    assert [found.id for found in finding.people(ctx, "right")] == [match.id]
    assert finding.people(ctx, "wrong") == ()


_AWKWARD = st.sampled_from(
    ["%", "_", "'", '"', "\\", "*", "(", ")", ":", "&", "|", "!", "<->", "NEAR", "AND", "OR",
     "NOT", "-", "😀", "é", "Ł", "\x00", "null", "26-", "smith", "rose"]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(_AWKWARD | st.text(max_size=12), max_size=6).map(" ".join))
def test_any_text_in_the_search_box_is_harmless(busy, words):
    page = worklist.page(busy.admin, Query(Bucket.ALL, words=words), limit=5)
    assert 0 <= len(page.rows) <= 5
    finding.people(busy.admin, words)
    finding.places(busy.admin, words)


@pytest.mark.parametrize("words", ["smith " * 10_000, "x" * 50_000], ids=["words", "letters"])
def test_fifty_thousand_characters_in_the_search_box_are_harmless(busy, words):
    worklist.page(busy.admin, Query(Bucket.ALL, words=words), limit=5)


def test_a_further_request_takes_the_earlier_one_off_the_list_of_expired(any_world):
    ctx = any_world.admin
    first = any_world.whole_way()
    any_world.desk.clock.move(days=400)
    assert worklist.counts(ctx)[Bucket.EXPIRED] == 1
    [person] = finding.people(ctx, "lukasz")
    further = new_request(
        any_world.home,
        person_id=person.id,
        type=RequestType.FOLLOW_ON,
        received_on=any_world.desk.clock.today(),
    )
    requests.log(ctx, further, reason="as it came")
    assert worklist.counts(ctx)[Bucket.EXPIRED] == 0
    line = cases.open_case(ctx, first).case.copies[0]
    copies.mark_sent(ctx, first, line.id, on=any_world.desk.clock.today(), method="post")
    assert worklist.counts(ctx)[Bucket.EXPIRED] == 0


def test_a_move_takes_the_authorisation_of_the_old_home_off_the_lists(any_world):
    ctx = any_world.admin
    asked = any_world.a_case(arrangements_from=TODAY)
    signing = any_world.submitted(any_world.assessed(any_world.allocated(asked)))
    first = any_world.granted(signing, last_day=date(2026, 12, 10))
    held = any_world.case(first)
    further = new_request(
        any_world.hospital, person_id=held.person_id, person=held.person,
        type=RequestType.CHANGE_OF_PLACE, existing_sa_last_day=held.authorisation.last_day,
    )  # fmt: skip
    before = worklist.counts(ctx)[Bucket.EXPIRING]
    moved = requests.log(ctx, further, reason="as it came").value
    any_world.granted(any_world.submitted(any_world.assessed(any_world.allocated(moved))))
    for bucket in (Bucket.NO_AUTHORITY, Bucket.EXPIRING, Bucket.EXPIRED):
        shown = [row.request_id for row in worklist.page(ctx, Query(bucket), limit=50).rows]
        assert first not in shown, bucket
    assert worklist.counts(ctx)[Bucket.EXPIRING] == before - 1
