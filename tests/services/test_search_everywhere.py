"""Every search box forgives accents, apostrophes and a letter wrong, and answers at once (SW1)."""

import time
from datetime import timedelta

import pytest

from dolsdesk.services import finding, radar, waiting_list, worklist
from dolsdesk.services.worklist import Bucket, Query
from tests.services.waiting import triaged
from tests.support.desk import TODAY, World, a_person

SECONDS = 0.3
NAMES = (("Ŵynne", "Mair"), ("Łuczak", "Ola"), ("O'Neill", "Siân"), ("Appleyard", "Rita"))


def in_worklist(world: World, typed: str) -> list[str]:
    page = worklist.page(world.admin, Query(bucket=Bucket.ALL, words=typed))
    return [row.person_name for row in page.rows]


def in_people(world: World, typed: str) -> list[str]:
    return [f"{one.family_name}, {one.given_names}" for one in finding.people(world.admin, typed)]


def in_waiting_list(world: World, typed: str) -> list[str]:
    return [row.person_name for row in waiting_list.page(world.admin, words=typed).rows]


def in_radar(world: World, typed: str) -> list[str]:
    lines = radar.chosen(radar.build(world.admin).lines, typed=typed)
    return list(dict.fromkeys(line.person_name for line in lines))


BOXES = (in_worklist, in_people, in_waiting_list, in_radar)


@pytest.fixture(scope="module")
def named(store_template, tmp_path_factory):
    """Return four people who wait, all without authority, so that each list has them."""
    from tests.support.beginning import Beginning

    def prepare(world: World) -> None:
        long_ago = TODAY - timedelta(days=40)
        for family, given in NAMES:
            person = a_person(family_name=family, given_names=given)
            request_id = world.a_case(
                person=person, urgent=True, received_on=long_ago, arrangements_from=long_ago
            )
            triaged(world.admin, request_id)

    made = Beginning(store_template, tmp_path_factory.mktemp("named"), prepare)
    yield made.again()
    made.close()


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.__name__)
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("wynne", "Ŵynne, Mair"),
        ("Ŵynne", "Ŵynne, Mair"),
        ("luczak", "Łuczak, Ola"),
        ("ŁUCZ", "Łuczak, Ola"),
        ("oneill", "O'Neill, Siân"),
        ("o neill", "O'Neill, Siân"),
        ("O’Neill sian", "O'Neill, Siân"),
        ("luzcak", "Łuczak, Ola"),
        ("aplyard", "Appleyard, Rita"),
    ],
)
def test_each_box_finds_each_name_however_it_is_typed(named, box, typed, wanted):
    assert box(named, typed) == [wanted]


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.__name__)
def test_each_box_answers_at_once_and_finds_nobody_by_nothing(named, box):
    box(named, "luzcak")  # whatever is read once is read
    begun = time.perf_counter()
    box(named, "luzcak")
    assert time.perf_counter() - begun < SECONDS
    assert box(named, "zzzzzzzz") == []
    assert box(named, "'") == []
